"""Exhibits as slides: one HTML deck a part, made from the built pages of the instructor edition.

A slide holds the very figure of the page, number, source line, words and data included, so that a
deck cannot differ from the book. The deck stands beside the site and shares its charting library.
reveal.js turns the slides; ``deck/README.md`` says why.
"""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

ASSETS = Path(__file__).with_name("deck")
FOLDER = "decks"
#: A slide shows so many rows of a table; the book has all.
MOST_ROWS = 9


@dataclass(frozen=True)
class Deck:
    """One part of the book as a deck.

    Attributes
    ----------
    name
        Its file's name without ending, such as ``"case-a"``.
    title
        The part's caption.
    pages
        The chapters, as paths from the root without ending.
    """

    name: str
    title: str
    pages: tuple[str, ...]

    @property
    def address(self) -> str:
        """The deck's path from the site's root."""
        return f"{FOLDER}/{self.name}.html"


def decks_of(contents: dict[str, Any]) -> list[Deck]:
    """Return the decks of a table of contents: its parts that hold chapters.

    Examples
    --------
    >>> part = {"caption": "Case A: two plants", "chapters": [{"file": "chapters/01-x"}]}
    >>> decks_of({"parts": [part]})[0].address
    'decks/case-a.html'
    """
    found = []
    for part in contents["parts"]:
        pages = tuple(entry["file"] for entry in part["chapters"])
        pages = tuple(page for page in pages if page.startswith("chapters/"))
        if pages:
            name = re.sub(r"\W+", "-", part["caption"].partition(":")[0].strip().lower())
            found.append(Deck(name, part["caption"], pages))
    return found


def write_decks(site: Path, contents: dict[str, Any]) -> list[Path]:
    """Write every deck beside a built site; return their files."""
    shutil.copytree(ASSETS, site / "_static" / "deck", dirs_exist_ok=True)
    (site / FOLDER).mkdir(exist_ok=True)
    written = []
    for deck in decks_of(contents):
        path = site / deck.address
        path.write_text(deck_html(deck, site), encoding="utf-8")
        written.append(path)
    return written


def deck_html(deck: Deck, site: Path) -> str:
    """Return a deck's page."""
    read = {page: BeautifulSoup((site / f"{page}.html").read_text("utf-8"), "html.parser")
            for page in deck.pages}  # fmt: skip
    slides = [_opening(deck, read)]
    for page, soup in read.items():
        slides += chapter_slides(page, soup)
    template = (ASSETS / "deck.html").read_text(encoding="utf-8")
    return template.replace("{title}", html.escape(deck.title)).replace(
        "{slides}", "\n".join(slides)
    )


def _opening(deck: Deck, read: dict[str, BeautifulSoup]) -> str:
    titles = "".join(f"<li>{html.escape(_title(soup))}</li>" for soup in read.values())
    return f"<section class='opening'><h1>{html.escape(deck.title)}</h1><ul>{titles}</ul></section>"


def _title(soup: BeautifulSoup) -> str:
    heading = soup.select_one("article h1")
    return heading.get_text().rstrip("#").strip() if heading else ""


def chapter_slides(page: str, soup: BeautifulSoup) -> list[str]:
    """Return a chapter's slides: its question, its exhibits, its key points."""
    title = html.escape(_title(soup))
    link = f'<p><a href="../{page}.html">Open the chapter</a></p>'
    slides = [f"<section class='chapter'><h2>{title}</h2>{link}</section>"]
    slides += [_exhibit_slide(figure) for figure in soup.select("article figure.exhibit")]
    points = soup.select_one("section#key-points ul")
    if points:
        _plain(points)
        slides.append(f"<section class='points'><h2>{title}: key points</h2>{points}</section>")
    return slides


def _exhibit_slide(figure: Tag) -> str:
    """Return an exhibit's slide; its words become the speaker's note."""
    chart = figure.select_one(".plotly-chart")
    hidden = figure.select_one("p.visually-hidden")
    words = str(chart["aria-label"]) if chart else hidden.get_text() if hidden else ""
    for details in figure.select("details.exhibit-data"):
        details.decompose()
    if not chart:
        _shorten(figure)
    for link in figure.select("a[download]"):
        link.decompose()
    note = f'<aside class="words" hidden>{html.escape(words)}</aside>'
    kind = "chart" if chart else "table"
    return f'<section class="exhibit-slide {kind}"><div class="fit">{figure}</div>{note}</section>'


def _shorten(figure: Tag) -> None:
    """Cut a long table and say so."""
    rows = figure.select("tbody tr")
    for row in rows[MOST_ROWS:]:
        row.decompose()
    table = figure.select_one("table")
    if len(rows) > MOST_ROWS and table:
        more = BeautifulSoup(
            f'<p class="more">and {len(rows) - MOST_ROWS} more rows in the book</p>', "html.parser"
        )
        table.insert_after(more)
    for scroll in figure.select(".table-scroll"):
        for name in ("tabindex", "role", "aria-label"):
            scroll.attrs.pop(name, None)


def _plain(element: Tag) -> None:
    """Leave the words of an element and nothing that opens or leads away."""
    for inner in element.select("a, button, .claim, [id]"):
        inner.unwrap()
