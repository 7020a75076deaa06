"""Every page of the built site, wide and on a phone, light and dark."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from visits import MODES, SITE, axe, pages, pages_with, source

#: The exercise sheets have no charts and are visited in two modes, see test_pages_sheets.py.
PAGES = [name for name in pages() if not name.startswith("exercises/")]
CHAPTERS = [name for name in PAGES if name.startswith("chapters/")] or ["index.html"]

every_page = pytest.mark.parametrize("page_name", PAGES)
every_mode = pytest.mark.parametrize("mode", MODES)
on_a_phone = pytest.mark.parametrize("mode", [name for name in MODES if MODES[name].phone])


@every_page
@every_mode
def test_page_asks_no_other_host(visit):
    assert visit.foreign == []


@every_page
@every_mode
def test_page_logs_no_error(visit):
    assert visit.errors == []


@every_page
@every_mode
def test_page_finds_all_its_files(visit):
    assert visit.missing == []


@every_page
@every_mode
def test_page_has_the_theme_that_the_reader_chose(visit, mode):
    assert visit.theme == MODES[mode].theme


@every_page
@every_mode
def test_page_passes_axe(visit):
    assert visit.axe == []


@every_page
@on_a_phone
def test_page_does_not_scroll_sideways(visit):
    wide = {state: seen for state, seen in visit.widths.items() if seen["page"] > 390}
    assert wide == {}


@every_page
@every_mode
def test_page_cuts_nothing_off_at_the_right(visit):
    cut = {state: seen["beyond"] for state, seen in visit.widths.items() if seen["beyond"]}
    assert cut == {}


@every_page
@pytest.mark.parametrize("mode", ["wide-light"])
def test_keyboard_reaches_all_that_a_mouse_reaches(visit):
    assert visit.unreachable == []


@pytest.mark.parametrize("page_name", ["index.html", CHAPTERS[0]])
def test_page_works_from_the_disk(open_page, built, page_name):
    page = open_page(page_name, root=f"{built.as_uri()}/")
    page.evaluate("window.drawAllCharts?.()")
    page.wait_for_timeout(200)
    assert page.guard.foreign == []
    assert page.guard.errors == []
    drawn = page.evaluate(
        "[...document.querySelectorAll('.plotly-chart')].map(c => c.dataset.drawn ?? c.id)"
    )
    assert set(drawn) <= {"true"}


@pytest.mark.parametrize("page_name", CHAPTERS)
def test_hints_unfold(open_page, page_name):
    page = open_page(page_name)
    hints = page.locator("details.hint")
    exercises = page.locator(".exercise").count()
    assert bool(hints.count()) == bool(exercises)
    for hint in hints.all():
        body = hint.locator(":scope > :not(summary)").first
        assert not body.is_visible()
        hint.locator("summary").focus()
        page.keyboard.press("Enter")
        body.wait_for(state="visible")


@pytest.mark.parametrize("page_name", pages_with('class="quiz"'))
def test_quiz_answers_at_once_in_words(open_page, page_name):
    page = open_page(page_name)
    questions = page.locator("fieldset.quiz-question").all()
    assert questions
    for question in questions:
        said = question.locator("[role=status]")
        assert said.inner_text() == ""
        for option in question.locator("input[type=radio]").all():
            option.focus()
            page.keyboard.press("Space")
            right = option.get_attribute("data-right") == "true"
            answer = said.inner_text()
            assert answer.startswith("Right" if right else "Not right"), answer
            assert option.get_attribute("data-feedback") in answer
        assert question.locator("input[data-right=true]").count() == 1


@pytest.mark.parametrize("mode", ["phone-light", "phone-dark"])
def test_menu_opens_on_a_phone(open_page, mode):
    page = open_page("index.html", mode)
    page.locator("button.primary-toggle").first.tap()
    links = page.locator("#pst-primary-sidebar-modal a, #pst-primary-sidebar a")
    links.last.wait_for(state="visible")
    page.wait_for_timeout(400)
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    page.keyboard.press("Escape")
    links.last.wait_for(state="hidden")


def test_search_finds_a_page(open_page):
    page = open_page("search.html?q=Oskemen")
    page.locator("#search-results ul.search li a").first.wait_for()
    page.evaluate("localStorage.clear()")  # the next page of the window would mark the word
    assert page.guard.errors == []
    assert page.guard.foreign == []


@pytest.mark.parametrize("mode", ["wide-light", "phone-dark"])
def test_found_words_can_be_read_in_text_and_links(open_page, mode):
    page = open_page("exercises/02-kits-and-cars.html?highlight=oskemen", mode)
    page.locator(".prev-next-title .highlighted").first.wait_for()
    assert axe(page) == []


@pytest.mark.parametrize("page_name", PAGES)
def test_page_has_one_title_and_one_language(built, page_name):
    soup = BeautifulSoup(source(page_name), "html.parser")
    assert soup.html["lang"] == "en"
    assert [bool(title.get_text(strip=True)) for title in soup.head.find_all("title")] == [True]
    titles = soup.select("article.bd-article h1, .bd-search-container h1")
    headings = [title.get_text() for title in titles]
    assert len(headings) == 1, headings


def test_pages_were_found(built):
    assert len(PAGES) > 3
    assert all((SITE / name).is_file() for name in (*PAGES, *CHAPTERS))
