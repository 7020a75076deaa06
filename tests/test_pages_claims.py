"""Opening a number: by pointing, by keyboard and by touch, on every page that cites a claim."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from visits import axe, pages_with, source

PAGES = pages_with('data-claim="')
#: The script is the same on every page, so its manners are tried where most claims stand.
FULLEST = max(PAGES, key=lambda name: source(name).count('data-claim="'))

every_page = pytest.mark.parametrize("page_name", PAGES)
one_page = pytest.mark.parametrize("page_name", [FULLEST])
NOTE = "#claim-popover"
#: The numbers whose notes are longest, and the first and the last of the page, as indices.
TELLING = """() => {
    const claims = [...document.querySelectorAll('a.claim[data-claim]')];
    const size = at => document.getElementById(`claim-note-${claims[at].dataset.claim}`)
        ?.textContent.length ?? 0;
    const longest = claims.map((_, at) => at).sort((a, b) => size(b) - size(a)).slice(0, 6);
    return [...new Set([0, claims.length - 1, ...longest])];
}"""
#: Put the focus just before a number, where the Tab key finds it next.
BEFORE = """claim => {
    const stop = document.createElement('span');
    stop.tabIndex = 0;
    claim.before(stop);
    stop.focus();
    stop.addEventListener('blur', () => stop.remove(), {once: true});
}"""


def focus_by_key(page, claim):
    """Reach a number with the Tab key."""
    claim.evaluate(BEFORE)
    page.keyboard.press("Tab")
    assert claim.evaluate("claim => document.activeElement === claim")


@every_page
def test_every_number_has_a_note_with_its_source(built, page_name):
    soup = BeautifulSoup(source(page_name), "html.parser")
    notes = {note["id"].removeprefix("claim-note-"): note for note in soup.select(".claim-note")}
    numbers = soup.select("a.claim[data-claim]")
    assert numbers
    assert [n["data-claim"] for n in numbers if n["data-claim"] not in notes] == []
    for name, note in notes.items():
        said = {dt.get_text(): dt.find_next("dd").get_text(strip=True) for dt in note.select("dt")}
        for label in ("Source", "Place", "Who says so", "Rating"):
            assert said.get(label), f"the note of {name} lacks {label!r}"
        assert note.select_one(f'a[href$="claims.html#{name}"]'), f"{name} has no link"


@every_page
def test_disputed_numbers_say_what_contradicts_them(built, page_name):
    soup = BeautifulSoup(source(page_name), "html.parser")
    for number in soup.select("a.claim-disputed"):
        note = soup.find(id=f"claim-note-{number['data-claim']}")
        labels = [dt.get_text() for dt in note.select("dt")]
        assert "Contradicted by" in labels, number["data-claim"]
        assert note.select_one('a[href*="conflicts.html#"]'), number["data-claim"]


@one_page
def test_pointing_opens_a_note_and_leaving_closes_it(open_page, page_name):
    page = open_page(page_name)
    page.locator("a.claim").first.hover()
    page.locator(NOTE).wait_for(state="visible")
    page.locator(NOTE).hover()
    page.wait_for_timeout(500)
    assert page.locator(NOTE).is_visible(), "the note closes under the pointer"
    page.mouse.move(2, 2)
    page.locator(NOTE).wait_for(state="hidden")


@one_page
def test_escape_closes_a_note_opened_by_pointing(open_page, page_name):
    page = open_page(page_name)
    page.locator("a.claim").first.hover()
    page.locator(NOTE).wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator(NOTE).wait_for(state="hidden")


@one_page
def test_focus_opens_a_note_and_escape_closes_it(open_page, page_name):
    page = open_page(page_name)
    claim = page.locator("a.claim").nth(1)
    focus_by_key(page, claim)
    page.locator(NOTE).wait_for(state="visible")
    assert claim.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.locator(NOTE).wait_for(state="hidden")
    assert claim.evaluate("claim => document.activeElement === claim")
    assert claim.get_attribute("aria-expanded") == "false"


@one_page
def test_focus_returns_from_inside_a_note(open_page, page_name):
    page = open_page(page_name)
    claim = page.locator("a.claim").nth(1)
    focus_by_key(page, claim)
    page.locator(NOTE).wait_for(state="visible")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.querySelector('{NOTE}').contains(document.activeElement)")
    page.keyboard.press("Escape")
    page.locator(NOTE).wait_for(state="hidden")
    assert claim.evaluate("claim => document.activeElement === claim")


@one_page
def test_tabbing_on_from_a_note_reaches_the_next_number(open_page, page_name):
    page = open_page(page_name)
    first = page.locator("a.claim").first
    second = page.locator("a.claim").nth(1)
    focus_by_key(page, first)
    for _ in range(12):
        page.keyboard.press("Tab")
        if second.evaluate("claim => document.activeElement === claim"):
            break
    assert second.evaluate("claim => document.activeElement === claim")
    assert second.get_attribute("aria-expanded") == "true"
    assert first.get_attribute("aria-expanded") == "false"


@every_page
@pytest.mark.parametrize("mode", ["phone-light", "wide-dark"])
def test_note_opens_within_the_screen_and_passes_axe(open_page, page_name, mode):
    page = open_page(page_name, mode)
    touch = mode.startswith("phone")
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    telling = page.evaluate(TELLING)
    for at in telling:
        claim = page.locator("a.claim[data-claim]").nth(at)
        claim.scroll_into_view_if_needed()
        (claim.tap if touch else claim.click)()
        page.locator(NOTE).wait_for(state="visible")
        page.wait_for_timeout(30)
        box = page.locator(NOTE).bounding_box()
        name = claim.get_attribute("data-claim")
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert box["y"] + box["height"] > 0, name
        assert box["y"] < height, name
        if touch:
            assert box["y"] >= 0, name
            assert box["y"] + box["height"] <= height + 1, name
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, name
            number = claim.bounding_box()
            covered = number["y"] + number["height"] > box["y"] and number["y"] < (
                box["y"] + box["height"]
            )
            assert not covered, f"the note of {name} covers its number"
        close = page.locator(f"{NOTE} button.claim-close")
        if at == telling[-1]:
            assert axe(page, NOTE) == []
        (close.tap if touch else close.click)()
        page.locator(NOTE).wait_for(state="hidden")
    assert page.guard.errors == []


@every_page
def test_link_of_a_note_lands_on_its_row(open_page, page_name):
    page = open_page(page_name)
    claim = page.locator("a.claim[data-claim]").last
    name = claim.get_attribute("data-claim")
    claim.click()
    page.locator(NOTE).get_by_role("link", name=re.compile("ledger")).click()
    page.wait_for_url(f"**/claims.html#{name}")
    row = page.locator(f"[id='{name}']")
    row.wait_for(state="visible")
    page.wait_for_function(IN_VIEW, arg=name)
    assert page.guard.foreign == []


@one_page
def test_number_is_a_link_without_scripts(browser, site, open_page, page_name):
    context = browser.chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(site + page_name)
        claim = page.locator("a.claim[data-claim]").first
        name = claim.get_attribute("data-claim")
        claim.click()
        page.wait_for_url(f"**/claims.html#{name}")
        assert page.locator(f"[id='{name}']").is_visible()
    finally:
        context.close()


IN_VIEW = """id => {
    const box = document.getElementById(id).getBoundingClientRect();
    return box.height > 0 && box.top < innerHeight && box.bottom > 0;
}"""
