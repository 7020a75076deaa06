"""The ledger page: its search, its filters and the address of each row."""

from __future__ import annotations

import pytest
from test_pages_claims import IN_VIEW
from visits import pages_with, source

LEDGER = pages_with('id="ledger-table"')[0]
ROWS = source(LEDGER).count('data-rating="')
FILTERS = ["source", "rating", "kind", "conflict"]
SHOWN = """() => [...document.querySelectorAll('#ledger-table tbody tr')]
    .filter(row => row.getClientRects().length)
    .map(row => ({id: row.id, text: row.textContent.toLowerCase(), data: {...row.dataset}}))"""

pytestmark = pytest.mark.parametrize("page_name", [LEDGER])


def settle(page):
    """Wait until a choice has been carried out and stands in the address."""
    page.wait_for_timeout(400)


def test_tools_appear_and_say_how_many_claims_there_are(open_page, page_name):
    page = open_page(page_name)
    page.locator("#ledger-search").wait_for()
    assert str(ROWS) in page.locator("#ledger-count").inner_text()


def test_search_narrows_the_rows(open_page, page_name):
    page = open_page(page_name)
    before = page.evaluate(SHOWN)
    page.locator("#ledger-search").fill("oskemen ruling")
    settle(page)
    after = page.evaluate(SHOWN)
    assert 0 < len(after) < len(before)
    assert [row["id"] for row in after if not {"oskemen", "ruling"} <= set_of(row)] == []
    said = page.locator("#ledger-count").inner_text()
    assert said.startswith(f"{len(after)} of {ROWS}")


def set_of(row):
    """Return which of the words that the test looks for stand in a row."""
    return {word for word in ("oskemen", "ruling") if word in row["text"]}


def test_search_for_nothing_known_shows_nothing(open_page, page_name):
    page = open_page(page_name)
    page.locator("#ledger-search").fill("zzz no such thing")
    settle(page)
    assert page.evaluate(SHOWN) == []
    assert page.locator("#ledger-count").inner_text().startswith(f"0 of {ROWS}")


@pytest.mark.parametrize("name", FILTERS)
def test_filter_keeps_only_what_it_names(open_page, page_name, name):
    page = open_page(page_name)
    menu = page.locator(f"#ledger-{name}")
    value = menu.locator("option").nth(1).get_attribute("value")
    menu.select_option(value)
    settle(page)
    shown = page.evaluate(SHOWN)
    assert shown
    assert {row["data"][name] for row in shown} == {value}
    count = int(page.locator("#ledger-count").inner_text().split(" of ")[0])
    assert count == source(page_name).count(f'data-{name}="{value}"')


def test_choice_stands_in_the_address_and_is_cleared(open_page, page_name):
    page = open_page(page_name)
    page.locator("#ledger-rating").select_option("High")
    page.locator("#ledger-search").fill("tenge")
    settle(page)
    ids = [row["id"] for row in page.evaluate(SHOWN)]
    page.reload()
    settle(page)
    assert [row["id"] for row in page.evaluate(SHOWN)] == ids
    page.locator("#ledger-reset").click()
    settle(page)
    assert str(ROWS) in page.locator("#ledger-count").inner_text()
    assert len(page.evaluate(SHOWN)) > len(ids)
    assert page.locator("#ledger-search").input_value() == ""


def test_address_of_a_row_shows_it_though_a_filter_hides_it(open_page, page_name):
    page = open_page(page_name)
    hidden = page.locator("#ledger-table tbody tr[data-rating=Exploratory]").last
    name = hidden.get_attribute("id")
    page.locator("#ledger-rating").select_option("High")
    settle(page)
    assert not hidden.is_visible()
    page.evaluate("id => { location.hash = id }", name)
    hidden.wait_for(state="visible")
    page.wait_for_function(IN_VIEW, arg=name)


@pytest.mark.parametrize("mode", ["wide-light", "phone-light"])
def test_address_of_any_row_lands_on_it(open_page, page_name, mode):
    page = open_page(page_name, mode)
    ids = page.evaluate("[...document.querySelectorAll('#ledger-table tbody tr')].map(r => r.id)")
    assert len(ids) == ROWS
    page = open_page(f"{page_name}#{ids[-1]}", mode)
    page.wait_for_function(IN_VIEW, arg=ids[-1])


def test_every_row_can_be_reached_in_steps(open_page, page_name):
    page = open_page(page_name)
    more = page.locator("#ledger-more")
    shown = "document.querySelectorAll('#ledger-table tbody tr:not([hidden])').length"
    for _ in range(ROWS):
        if not more.is_visible():
            break
        before = page.evaluate(shown)
        more.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(shown) > before
    assert page.evaluate(shown) == ROWS
