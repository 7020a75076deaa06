"""The instructor edition in a browser: its own pages and the solved sheets, wide and on a phone.

The case's pages are those of the student edition, which are visited in every mode there.
"""

from __future__ import annotations

import re

import pytest
from conftest import look
from visits import Visit

from casebook.build import INSTRUCTOR_HTML

SITE = INSTRUCTOR_HTML.output
FOLDERS = ("instructors", "exercises")
PAGES = [
    path.relative_to(SITE).as_posix()
    for folder in FOLDERS
    for path in sorted((SITE / folder).glob("*.html"))
] or ["instructors/start-here.html"]
every_page = pytest.mark.parametrize("page_name", PAGES)


def faults(seen: Visit, phone: bool) -> dict[str, object]:
    """Return what is wrong with a page, by name; nothing if it is whole."""
    charts = [exhibit for exhibit in seen.exhibits if exhibit["chart"]]
    found = {
        "asked another host": seen.foreign,
        "errors": seen.errors,
        "missing files": seen.missing,
        "axe": seen.axe,
        "faint": seen.faint,
        "stray charts": seen.stray_charts,
        "cut off": {s: w["beyond"] for s, w in seen.widths.items() if w["beyond"]},
        "scrolls": {s: w["page"] for s, w in seen.widths.items() if phone and w["page"] > 390},
        "not drawn": [chart["id"] for chart in charts if not chart["drawn"]],
        "wider than its column": [chart["id"] for chart in charts if not chart["fits"]],
        "out of reach of the keyboard": seen.unreachable,
    }
    return {name: wrong for name, wrong in found.items() if wrong}


@every_page
@pytest.mark.parametrize("mode", ["wide-light", "phone-dark"])
def test_instructor_page_is_whole(browser, instructor_site, page_name, mode):
    seen = browser.run(look, browser, instructor_site, page_name, mode)
    assert faults(seen, phone=mode.startswith("phone")) == {}


@every_page
def test_instructor_page_shows_numbers_and_not_their_types(page_name):
    text = (SITE / page_name).read_text(encoding="utf-8")
    assert re.findall(r"np\.(?:float|int|str|bool)\d*_?\([^)]*\)", text) == []


def test_instructor_pages_were_found():
    assert {page.partition("/")[0] for page in PAGES} == set(FOLDERS)
