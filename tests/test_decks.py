"""The decks: every exhibit of a part on a slide, drawn offline, turned by keys, printed whole."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from visits import Guard, axe

from casebook.build import INSTRUCTOR_HTML, contents
from casebook.teaching.decks import Deck, decks_of

SITE = INSTRUCTOR_HTML.output
DECKS = decks_of(contents())
every_deck = pytest.mark.parametrize("deck", DECKS, ids=lambda deck: deck.name)
SCREENS = ((1280, 720), (1920, 1080))
#: Whether what a slide shows stays on it; a pixel is for rounding.
OVERFLOWS = """() => {
  const slide = document.querySelector("section.present").getBoundingClientRect();
  return [...document.querySelectorAll("section.present *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > slide.right + 1 || box.bottom > slide.bottom + 1)
      && !e.closest(".visually-hidden, [hidden], svg *");
  }).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`).slice(0, 3);
}"""


@dataclass
class Shown:
    """What turning through a deck has shown."""

    foreign: list[str]
    errors: list[str]
    undrawn: list[str]
    overflows: list[str]
    axe: list[str]
    keys: dict[str, Any]
    slides: int
    printed: int


@cache
def exhibits(page: str) -> dict[str, Any]:
    """Return the figures of a built page, or the heads of its tables, by the exhibit's number."""
    soup = BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser")
    found = {}
    for figure in soup.select("figure.exhibit"):
        script = figure.select_one("script.chart-figure")
        table = [cell.get_text() for cell in figure.select("th")]
        number = figure.select_one(".exhibit-number").get_text()
        found[number] = json.loads(script.string) if script else table
    return found


@pytest.fixture(scope="module", params=DECKS, ids=lambda deck: deck.name)
def shown(request, browser, instructor_site) -> Shown:
    """Turn through a deck once, on both screens, and print it."""
    return browser.run(turn_through, browser.chromium, instructor_site, request.param)


def turn_through(chromium: Any, site: str, deck: Deck) -> Shown:
    """Open a deck, go through it by keys, and note what is wrong."""
    page = chromium.new_page(viewport=dict(zip(("width", "height"), SCREENS[0], strict=True)))
    guard = Guard(page, site)
    page.goto(site + deck.address, wait_until="load")
    page.wait_for_function("document.querySelector('section.present')")
    slides = page.evaluate("document.querySelectorAll('.slides > section').length")
    found = Shown(guard.foreign, guard.errors, [], [], axe(page), {}, slides, 0)
    found.keys = keys(page)
    for number in range(slides):
        if page.query_selector("section.present .plotly-chart"):
            try:
                drawn = "document.querySelector('section.present [data-drawn=true]')"
                page.wait_for_function(drawn, timeout=10_000)
            except Exception as error:
                found.undrawn.append(f"{number}: {str(error)[:60]}")
        for width, height in SCREENS if number % 5 == 2 else SCREENS[:1]:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)
            found.overflows += [f"slide {number + 1}: {x}" for x in page.evaluate(OVERFLOWS)]
        page.keyboard.press("ArrowRight")
    found.printed = len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages)
    page.close()
    return found


def keys(page: Any) -> dict[str, Any]:
    """Press each key; return where it led."""

    def place() -> int:
        return page.evaluate(
            "[...document.querySelectorAll('.slides > section')]"
            ".findIndex((slide) => slide.classList.contains('present'))"
        )

    seen: dict[str, Any] = {}
    for key in ("ArrowRight", "Space", "ArrowLeft", "End", "Home"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
        seen[key] = place()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelectorAll('.slides > section')[2].classList.contains('present')"
        " && document.getElementById('words').textContent"
    )
    page.keyboard.press("n")
    seen["n"] = page.evaluate("document.getElementById('words').innerText")
    page.keyboard.press("n")
    before = page.evaluate("document.documentElement.dataset.theme")
    page.keyboard.press("d")
    seen["d"] = before != page.evaluate("document.documentElement.dataset.theme")
    page.keyboard.press("d")
    page.keyboard.press("?")
    seen["?"] = page.evaluate("document.getElementById('keys').open")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.getElementById('keys').open")
    page.keyboard.press("Home")
    return seen


def test_every_part_with_chapters_has_a_deck():
    assert [deck.title for deck in DECKS] == [
        part["caption"]
        for part in contents()["parts"]
        if any(entry["file"].startswith("chapters/") for entry in part["chapters"])
    ]


@every_deck
def test_every_exhibit_of_the_part_has_its_slide_with_the_same_figure(deck):
    wanted = {}
    for page in deck.pages:
        wanted |= exhibits(f"{page}.html")
    assert exhibits(deck.address) == wanted
    assert wanted


def test_slides_draw_without_another_host(shown):
    assert (shown.foreign, shown.errors, shown.undrawn) == ([], [], [])


def test_nothing_leaves_its_slide(shown):
    assert shown.overflows == []


def test_axe_finds_nothing(shown):
    assert shown.axe == []


def test_keys_turn_the_slides(shown):
    last = shown.slides - 1
    at = {key: shown.keys[key] for key in ("ArrowRight", "Space", "ArrowLeft", "End", "Home")}
    assert at == {"ArrowRight": 1, "Space": 2, "ArrowLeft": 1, "End": last, "Home": 0}
    assert len(shown.keys["n"]) > 40
    assert shown.keys["d"]
    assert shown.keys["?"]


def test_deck_prints_a_page_a_slide(shown):
    assert shown.printed == shown.slides
