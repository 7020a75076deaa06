"""What the pages point to, read from their source; and what must stand on none of them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from visits import SITE, pages, source

from casebook.build import notebooks
from casebook.data import ROOT

PAGES = pages()
LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "ping", "background"}
TEXT = {".html", ".js", ".json", ".csv", ".css", ".txt", ".svg", ".xml", ".md", ".ipynb", ".py"}

every_page = pytest.mark.parametrize("page_name", PAGES)


class Page(HTMLParser):
    """The ids of a page, and all that it points to as (tag, attribute, address)."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.ids: list[str] = []
        self.addresses: list[tuple[str, str, str]] = []
        self.feed(source(name))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in LOADING | {"href"} and value is not None:
                parts = value.split(",") if name == "srcset" else [value]
                self.addresses += [(tag, name, part.strip().split(" ")[0]) for part in parts]


@functools.cache
def parsed(name: str) -> Page:
    """Return a page, read once."""
    return Page(name)


@functools.cache
def ids_of(name: str) -> frozenset[str]:
    """Return the ids of a page."""
    return frozenset(parsed(name).ids)


def is_external(address: str) -> bool:
    """Tell whether an address leaves the site."""
    return bool(re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE))


def dead(page: Page) -> list[str]:
    """Return the internal addresses of a page that lead to no file or to no id."""
    found = []
    for tag, attribute, address in page.addresses:
        if is_external(address) or address in ("", "#"):
            continue
        path, fragment = urldefrag(urljoin(page.name, address))
        path = unquote(path.partition("?")[0])
        target = SITE / path
        if not target.is_file():
            found.append(f"<{tag} {attribute}={address!r}>: there is no {path or 'such file'}")
        elif fragment and target.suffix == ".html" and unquote(fragment) not in ids_of(path):
            found.append(f"<{tag} {attribute}={address!r}>: nothing there has this id")
    return found


@every_page
def test_links_inside_the_book_lead_somewhere(built, page_name):
    assert dead(parsed(page_name)) == []


@every_page
def test_what_is_out_of_the_book_is_only_linked(built, page_name):
    outside = {a for a in parsed(page_name).addresses if is_external(a[2]) and a[2][:5] != "data:"}
    # Old sources have addresses without encryption; the book cites them as they were read.
    wrong = sorted(a for a in outside if a[:2] != ("a", "href"))
    assert wrong == []


@every_page
def test_no_id_stands_twice_on_a_page(built, page_name):
    twice = [name for name, count in Counter(parsed(page_name).ids).items() if count > 1]
    assert twice == []


def test_style_sheets_name_no_other_host(built):
    foreign = re.compile(r"""(?:url\(\s*["']?|@import\s*["'])\s*((?:https?:)?//[^"')]+)""")
    found = {
        path.name: foreign.findall(path.read_text(encoding="utf-8")) for path in SITE.rglob("*.css")
    }
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def test_every_chapter_of_the_contents_is_a_page(built):
    missing = [
        path.name
        for path in notebooks()
        if not (SITE / path.relative_to(ROOT).with_suffix(".html")).exists()
    ]
    assert missing == []


def test_the_search_index_knows_no_instructors_page(built):
    index = (SITE / "searchindex.js").read_text(encoding="utf-8")
    assert '"docnames"' in index
    assert '"exercises/' in index, "the sheets, as handed out, are pages too"
    assert '"instructors/' not in index
