"""The printed book, as the last `make pdf` left it.

Printing takes too long for a test session, so these tests read the PDF that is there. Where none
is, or an older one, that is said loudly; in CI on Linux it is a failure.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import jupytext
import pytest
from printed import PAGES, Book, Shown, exhibits, give_up, printed, squash, too_wide

from casebook.build import BUILD, LATEX
from casebook.data import ROOT
from casebook.errors import BuildError
from casebook.printing import PROGRAMS, check_tools, typeset

PDF = BUILD / "pdf" / "two-plants.pdf"
LOG = LATEX.output / "two-plants.log"
CHAPTERS = [name for name in PAGES if name.startswith("chapters/")]
SMALL = r"\documentclass{article}\usepackage{fontspec}\begin{document}%s\end{document}"


@pytest.fixture(scope="session")
def book() -> Book:
    return printed(PDF, "make pdf")


def test_title_page(book: Book) -> None:
    assert "TwoPlantsAnexecutableteachingcase" in book.texts[0]
    assert "CCBY4.0" in book.texts[0]
    assert re.search(r"20\d\d", book.texts[0])


def test_metadata(book: Book) -> None:
    about = book.reader.metadata
    assert about is not None
    assert about.title == "Two Plants: An executable teaching case"
    assert about.author
    assert book.reader.trailer["/Root"]["/Lang"] == "en"
    assert book.reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a4(book: Book) -> None:
    box = book.reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.parametrize("page", PAGES)
def test_chapter_starts_where_the_bookmark_leads(book: Book, page: str) -> None:
    source = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    heading = re.search(r"^# (.+)$", source.split("\n---\n")[-1], re.MULTILINE)
    assert heading
    title = squash(re.sub(r"^\d+ · ", "", heading[1]))
    places = [where for name, where in book.outline.items() if name.endswith(title)]
    assert places, f"no bookmark ends with {title}"
    assert title in book.texts[places[0]]
    assert title in "".join(book.texts[:8]), "the table of contents lacks it"


def test_exhibits_are_found() -> None:
    assert len(exhibits()) >= 4


@pytest.mark.parametrize("shown", exhibits(), ids=lambda shown: shown.number)
def test_exhibit(book: Book, shown: Shown) -> None:
    # Once in the list of exhibits, once above the exhibit itself.
    assert book.text.count(squash(shown.number + shown.caption)) == 2


def test_every_exhibit_has_a_source_line(book: Book) -> None:
    tex = (LATEX.output / "two-plants.tex").read_text(encoding="utf-8")
    found = re.findall(
        r"\\(?:chartexhibit|begin\{tableexhibit\})\{(Exhibit [^}]+)\}\{[^\n]*?\}\{([^\n]+?)\}"
        r"\{\\phantomsection", tex)  # fmt: skip
    assert [number for number, _ in found] == [shown.number for shown in exhibits()]
    assert all(len(source) > 8 for _, source in found)
    # A few words of each stand on paper.
    for number, source in found:
        plain = squash(re.sub(r"\\sphinxhyphen\{\}|\\[a-z]+\{\}|\\", "", source))
        assert plain[:25] in book.text, number


def test_charts_are_vector_drawings(book: Book) -> None:
    tex = (LATEX.output / "two-plants.tex").read_text(encoding="utf-8")
    charts = len(set(re.findall(r"\\chartexhibit.*\{([^{}]+\.pdf)\}", tex)))
    assert charts
    assert book.drawings["/Image"] == [], "a raster image stands in the book"
    drawn = [size for size in book.drawings["/Form"] if size > 2000]
    assert len(drawn) >= charts, "a chart is a blank box"


@pytest.mark.parametrize("name", ["Өскемен", "Қазақстан", "Қостанай", "Усть-Каменогорск", "Škoda"])
def test_letters(book: Book, name: str) -> None:
    assert squash(name) in book.text


def test_log_is_clean(book: Book) -> None:
    log = LOG.read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
    assert "undefined" not in re.sub(r"Font shape.*", "", log)


def test_nothing_runs_off_the_page(book: Book) -> None:
    log = LOG.read_text(encoding="utf-8", errors="replace")
    assert too_wide(log) == []


def test_no_open_reference(book: Book) -> None:
    assert "??" not in book.text


def test_links_lead_somewhere(book: Book) -> None:
    places = set(book.reader.named_destinations)
    assert len(book.links) > 100
    assert set(book.links) <= places


@pytest.mark.parametrize("page", CHAPTERS)
def test_every_number_leads_to_its_note(book: Book, page: str) -> None:
    source = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    cited = len(re.findall(r"\{(?:claim|deprecated)\}`", source))
    start = f"note:{Path(page).name}:"
    assert sum(name.startswith(start) for name in book.links) >= cited


@pytest.mark.parametrize("page", CHAPTERS)
def test_key_points_and_answers_are_printed(book: Book, page: str) -> None:
    source = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    for options in re.findall(r"- \[x\] (.+?) ::", source):
        assert squash(options) in book.text
    if "```{quiz}" in source:
        assert "Answers." in book.text
    for point in re.findall(r"## Key points\n\n- (.+)", source):
        assert squash(point)[:40] in book.text


def test_no_solution_is_printed(book: Book) -> None:
    for path in (ROOT / "exercises").glob("*.md"):
        for cell in jupytext.read(path).cells:
            if cell.metadata.get("part") == "solution" and cell.cell_type == "markdown":
                assert squash(cell.source)[:60] not in book.text


# --- a run that fails ------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if any(shutil.which(name) is None for name in PROGRAMS):
        give_up("there is no xelatex to try a failing run with")
    return tmp_path


@pytest.mark.parametrize(
    ("body", "told"),
    [(r"\nonsense", r"\nonsense"), ("Өскемен", "Missing character"), (r"\ref{x}", "undefined")],
)
def test_failing_run_leaves_no_pdf(folder: Path, body: str, told: str) -> None:
    (folder / "book.tex").write_text(SMALL % body, encoding="utf-8")
    target = folder / "out" / "book.pdf"
    target.parent.mkdir()
    target.write_bytes(b"of an earlier run")
    with pytest.raises(BuildError, match=re.escape(told)):
        typeset(folder, "book", target)
    assert not list(folder.rglob("*.pdf"))
    # A second run does not take the first one's remains for a success.
    with pytest.raises(BuildError):
        typeset(folder, "book", target)


def test_missing_tools_are_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("BROWSER_PATH", "/nowhere")
    with pytest.raises(BuildError) as caught:
        check_tools()
    for word in ("xelatex", "latexmk", "apt install", "brew", "Windows", "Chromium"):
        assert word in str(caught.value)
