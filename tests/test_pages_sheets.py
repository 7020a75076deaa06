"""The exercise sheets of the student's site in a browser, and their ways to a notebook."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import look
from test_pages_instructor import faults
from visits import SITE, pages, source

from casebook.practice.links import binder_link, repository

PAGES = [name for name in pages() if name.startswith("exercises/")] or ["index.html"]
every_sheet = pytest.mark.parametrize("page_name", PAGES)


@every_sheet
@pytest.mark.parametrize("mode", ["wide-light", "phone-dark"])
def test_sheet_is_whole(browser, site, page_name, mode):
    seen = browser.run(look, browser, site, page_name, mode)
    assert faults(seen, phone=mode.startswith("phone")) == {}


@every_sheet
def test_sheet_leads_to_its_notebook(built, page_name):
    soup = BeautifulSoup(source(page_name), "html.parser")
    found = [link["href"] for link in soup.select("p.notebook-links a")]
    slug = page_name.removeprefix("exercises/").removesuffix(".html")
    files = [f"../_static/exercises/{slug}.ipynb", f"../_static/exercises/{slug}.zip"]
    assert found == [binder_link(*repository(), f"exercises/{slug}.ipynb"), *files]
    assert all((SITE / "exercises" / name).resolve().is_file() for name in files)


@pytest.mark.parametrize(
    "page_name", [name for name in pages() if name.startswith("chapters/")] or ["index.html"]
)
def test_chapter_leads_to_its_notebook(built, page_name):
    soup = BeautifulSoup(source(page_name), "html.parser")
    found = [link["href"] for link in soup.select("p.notebook-links a")]
    assert found == [binder_link(*repository(), page_name.replace(".html", ".ipynb"))]


def test_there_is_a_sheet_for_every_chapter():
    assert len(PAGES) == len([name for name in pages() if name.startswith("chapters/")])
