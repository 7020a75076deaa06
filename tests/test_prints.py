"""Parts of the book in print, as the last `make booklet`, `handout` and `exhibits` left them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from printed import PAGES, Book, Shown, exhibits, printed, squash, too_wide

from casebook.build import BUILD, LATEX
from casebook.data import ROOT
from casebook.errors import BuildError
from casebook.ledger import ledger
from casebook.prints import Print, booklet, exhibit_prints, handouts, number_of, parts
from casebook.sphinxext.appendix import tells_of

#: What CI prints, each with the command that prints it.
PRINTS = {
    one.name: (one, command)
    for made, command in [
        ([booklet("A")], "make booklet PART=A"),
        (handouts(["4", "7"]), 'make handout CHAPTER="4 7"'),
        (exhibit_prints(["4"]), "make exhibits CHAPTER=4"),
    ]
    for one in made
}
BOOKS: dict[str, Book] = {}


def read(name: str) -> Book:
    """Return a print, opened once."""
    if name not in BOOKS:
        BOOKS[name] = printed(BUILD / "pdf" / f"{name}.pdf", PRINTS[name][1])
    return BOOKS[name]


@pytest.fixture(params=PRINTS)
def asked(request: pytest.FixtureRequest) -> Print:
    return PRINTS[request.param][0]


@pytest.fixture
def book(asked: Print) -> Book:
    return read(asked.name)


def chapters(one: Print) -> list[str]:
    return [name for name in one.documents if number_of(name)]


def title(page: str) -> str:
    text = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    found = re.search(r"^# \d+ · (.+)$", text, re.MULTILINE)
    assert found
    return squash(found[1])


def log(one: Print) -> str:
    return (LATEX.output / f"{one.name}.log").read_text(encoding="utf-8", errors="replace")


def test_first_page_says_what_it_is_of_which_day_and_under_which_licence(
    asked: Print, book: Book
) -> None:
    assert squash(asked.subtitle) in book.texts[0]
    assert re.search(r"Editionof\d{1,2}[A-Z][a-z]+20\d\d|Version\d", book.texts[0])
    assert "CCBY4.0" in book.texts[0]


def test_pdf_names_title_author_and_language(asked: Print, book: Book) -> None:
    about = book.reader.metadata
    assert about is not None
    assert about.title == f"Two Plants: {asked.subtitle}"
    assert about.author
    assert book.reader.trailer["/Root"]["/Lang"] == "en"


def test_bookmarks_lead_to_the_chapters(asked: Print, book: Book) -> None:
    for page in chapters(asked):
        places = [where for name, where in book.outline.items() if name.endswith(title(page))]
        assert len(places) == 1, page
        assert title(page) in book.texts[places[0]]


def test_no_chapter_but_those_asked_for(asked: Print, book: Book) -> None:
    others = [p for p in PAGES if number_of(p) and p not in asked.documents]
    assert others
    for page in others:
        assert not any(name.endswith(title(page)) for name in book.outline)


def test_no_open_reference_and_no_dead_link(asked: Print, book: Book) -> None:
    assert "??" not in book.text
    assert set(book.links) <= set(book.reader.named_destinations)
    assert asked.exhibits_only or len(book.links) > 20


def test_nothing_runs_off_the_page(asked: Print) -> None:
    read(asked.name)
    assert too_wide(log(asked)) == []


def test_all_exhibits_are_there_with_the_numbers_of_the_book(asked: Print, book: Book) -> None:
    shown = exhibits(chapters(asked))
    assert shown
    listed = 1 if asked.title_page else 0  # in the list of exhibits
    for one in shown:
        assert book.text.count(squash(one.number + one.caption)) == 1 + listed, one


def test_charts_are_vector_drawings(asked: Print, book: Book) -> None:
    tex = (LATEX.output / f"{asked.name}.tex").read_text(encoding="utf-8")
    charts = len(set(re.findall(r"\\chartexhibit.*\{([^{}]+\.pdf)\}", tex)))
    assert charts
    assert book.drawings["/Image"] == []
    assert len([size for size in book.drawings["/Form"] if size > 2000]) >= charts


def test_right_pages_are_headed_by_the_chapter_and_left_ones_by_the_book(
    asked: Print, book: Book
) -> None:
    labels = book.reader.page_labels
    starts = sorted(
        where for name, where in book.outline.items()
        if name.endswith((*map(title, chapters(asked)), "Sourcescitedhere"))
    )  # fmt: skip
    heads = {n: book.texts[n] for n in range(starts[0], len(labels)) if n not in starts}
    assert heads
    for n, text in heads.items():
        number = int(labels[n])
        chapter = max(s for s in starts if s <= n)
        name = "TwoPlants"
        if number % 2:
            shown = [title(p) for p in chapters(asked) if title(p) in book.texts[chapter]]
            name = shown[0] if chapter != starts[-1] else "Sourcescitedhere"
        assert name in text[: len(name) + 12], f"page {number}"


def test_sources_stand_at_the_end(asked: Print, book: Book) -> None:
    last = max(book.outline.items(), key=lambda item: item[1])
    assert last[0] == "Sourcescitedhere"
    cited = {
        ledger().claim(name).source
        for page in chapters(asked)
        for name in re.findall(
            r"\{(?:claim|deprecated)\}`[^<`]+<([^>]+)>",
            (ROOT / f"{page}.md").read_text(encoding="utf-8"),
        )
    }
    end = "".join(book.texts[last[1] :])
    assert cited
    for name in () if asked.exhibits_only else cited:
        assert squash(ledger().sources[name].short) in end, name


def test_what_is_read_before_the_decision_holds_no_later_title(asked: Print, book: Book) -> None:
    assert asked.withhold_from
    addresses = {
        str(note.get_object()["/A"]["/URI"])
        for page in book.reader.pages
        for note in page.get("/Annots", [])
        if note.get_object().get("/A", {}).get("/S") == "/URI"
    }
    assert addresses
    told = {s.url for s in ledger().sources.values() if tells_of(s, asked.withhold_from)}
    assert addresses & told == set()


# --- what can be asked for ---------------------------------------------------------


def test_the_case_is_its_three_parts_without_the_labs() -> None:
    case = [chapter for part in parts() if part.letter for chapter in part.chapters]
    assert list(booklet().documents[:-1]) == case
    assert sum((booklet(p.letter).documents[:-1] for p in parts() if p.letter), ()) == tuple(case)
    assert not booklet().withhold_from, "part C tells the end"


def test_all_makes_a_handout_of_each_chapter_and_one_print_of_all_exhibits() -> None:
    every = [page for page in PAGES if number_of(page)]
    assert [one.documents[0] for one in handouts(["all"])] == every
    (one,) = exhibit_prints(["all"])
    assert list(one.documents[:-1]) == every


@pytest.mark.parametrize("words", [["99"], ["four"], ["4", "0"]])
def test_an_unknown_chapter_lists_those_there_are(words: list[str]) -> None:
    with pytest.raises(BuildError, match=r"expected all, or numbers out of 1, 2, 3.* 18"):
        handouts(words)


def test_an_unknown_part_lists_those_there_are() -> None:
    with pytest.raises(BuildError, match="A, B, C"):
        booklet("Z")


def test_no_chapter_named_says_how_to_name_one() -> None:
    with pytest.raises(BuildError, match="CHAPTER=4"):
        handouts([])


@pytest.mark.parametrize("shown", exhibits(), ids=lambda shown: shown.number)
def test_an_exhibit_is_numbered_after_its_chapter(shown: Shown) -> None:
    number = number_of(shown.page)
    assert shown.number.startswith(f"Exhibit {number or 'A'}.")
    assert Path(f"{ROOT / shown.page}.md").exists()
