"""What every chapter has, and that no number stands in its prose unchecked.

Discovered over ``chapters``, ``appendix`` and ``index.md``, so a new chapter is held to the same.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import pytest
from markdown_it.token import Token

from casebook.data import ROOT
from casebook.prose import MARKDOWN, prose
from casebook.reference import REFERENCE, checked
from casebook.sphinxext.quiz import parse

PAGES = [*sorted((ROOT / "chapters").glob("*.md")), *sorted((ROOT / "appendix").glob("*.md"))]
PAGES += sorted((ROOT / "instructors").glob("*.md"))
PAGES.append(ROOT / "index.md")
NOTEBOOKS = [p for p in PAGES if "jupytext:" in p.read_text(encoding="utf-8")[:200]]
CHAPTERS = [p for p in NOTEBOOKS if p.parent.name == "chapters"]
ALLOWED = Path(__file__).with_name("allowed_numbers.txt")

CARDINAL = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    "(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
)
LARGE = "(?:dozen|hundred|thousand|million|billion|trillion)s?"
SHARE = "(?:third|quarter|fifth|sixth|tenth|hundredth)s?"
UNIT = (
    "(?:percent|per cent|percentage points|points|tenge|dollars|roubles|rubles|yuan|euros|vehicles|"
    "cars|units|buses|trucks|kits|kilometres|km|tonnes|litres|years|months|weeks|days|hours|"
    "minutes|jobs|workers|people|employees|times|fold)"
)
#: A number in digits; one in words that is large, a share, or has a unit; shares and multiples.
NUMBER = re.compile(
    rf"""(?<!\w)[-–+]?\d(?:[\d,.\u2009\u00a0]*\d)?(?:st|nd|rd|th)?\s?%?
    | \b(?:an?|one|{CARDINAL})[\s-]+{LARGE}\b
    | \b(?:an?|one)[\s-]+{SHARE}\s+of\b
    | \b{CARDINAL}[\s-]+(?:{SHARE}|{UNIT})\b
    | \b(?:half|twice|thrice|double[ds]?|trebled?|tripled?|halved)\b""",
    re.VERBOSE | re.IGNORECASE,
)


def tokens(path: Path) -> list[Token]:
    """Return the Markdown of a page."""
    return MARKDOWN.parse(path.read_text(encoding="utf-8"))


def directives(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """Yield name, argument, content and line of the directives of a page."""
    for token in tokens(path):
        found = re.match(r"\{([\w:-]+)\}\s*(.*)", token.info) if "fence" in token.type else None
        if found and token.map:
            yield found[1], found[2], token.content, token.map[0] + 1


@functools.cache
def allowed() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of ``allowed_numbers.txt``: one a line, with a reason after ``# ``."""
    found = []
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        pattern, mark, reason = line.partition("  # ")
        if line.strip() and not line.startswith("#"):
            assert mark, f"{ALLOWED.name}: no reason after two spaces and '# ': {line!r}"
            assert reason.strip(), f"{ALLOWED.name}: no reason: {line!r}"
            found.append(re.compile(pattern.strip()))
    return tuple(found)


def bare_numbers(text: str) -> list[str]:
    """Return the numbers of running text that are not on the allow-list."""
    for pattern in allowed():
        text = pattern.sub("…", text)
    return [found.group().strip() for found in NUMBER.finditer(text)]


def name_of(path: Path) -> str:
    """Return a page's path from the root."""
    return path.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("path", PAGES, ids=name_of)
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=name_of)


def test_chapters_were_found():
    assert len(CHAPTERS) >= 2


@every_page
def test_no_number_stands_in_prose_unchecked(path):
    found = [
        f"{name_of(path)}:{line.number}: {', '.join(numbers)} in {line.text[:160]!r}"
        for line in prose(path.read_text(encoding="utf-8"))
        if (numbers := bare_numbers(line.text))
    ]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("pattern", allowed(), ids=lambda pattern: pattern.pattern)
def test_each_allowed_number_is_in_use(pattern):
    texts = (line.text for path in PAGES for line in prose(path.read_text(encoding="utf-8")))
    assert any(pattern.search(text) for text in texts), "delete it from allowed_numbers.txt"


@pytest.mark.parametrize(
    "text",
    [
        "It made 5 cars.", "It grew by 3.5 percent.", "Two thirds were sold.", "It took ten years.",
        "half of it", "Output doubled.", "eleven thousand vehicles", "a 12th plant", "–40 or 1,684",
        "three million tenge", "twice as many", "the 76-million plan", "a quarter of sales",
        "twenty-one percent", "a dozen plants", "2000 cars", "In 2018, 2019 vehicles", "5%",
    ],
)  # fmt: skip
def test_bare_number_would_be_found(text):
    assert bare_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was {claim}`5 cars <n-x>`.", "It is {glue:text}`share` of it.", "Type `x = 5`.",
        "[in 5 parts](5.md)", "```{quiz}\n1. Are 5 cars two thirds?\n```", "# 7 · The contract",
        "```{code-cell}\nx = 5\n```", "See {ref}`exhibit-5`.", "```{minutes}\n:read: 5\n```",
        "We read one text, two plants and a third source.", "In 2018 it closed; see Chapter 2.",
    ],
)  # fmt: skip
def test_checked_number_is_left_alone(text):
    assert [bare_numbers(line.text) for line in prose(text) if bare_numbers(line.text)] == []


def test_prose_inside_a_directive_is_read():
    text = "Words.\n\n```{note}\n:class: x\nIt was {claim}`5 <n-x>` of 70 cars.\n```\n"
    assert [(x.number, bare_numbers(x.text)) for x in prose(text)] == [(1, []), (5, ["70"])]


@every_chapter
def test_outputs_that_the_text_relies_on_are_recorded(path):
    cells = checked(jupytext.read(path))
    assert cells, "no cell has the tag nbval-check-output"
    record = REFERENCE / path.parent.name / f"{path.stem}.ipynb"
    assert record.exists(), f"{record.relative_to(ROOT)} is missing; run make reference"
    recorded = nbformat.read(record, as_version=4).cells
    assert [c.source for c in recorded] == [c.source for c in cells], "run make reference"
    assert [c.source for c in recorded if not c.outputs] == [], "nbval would compare nothing"


@every_notebook
def test_code_cells_have_one_to_eight_lines(path):
    cells = [cell for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    counts = {cell.source: sum(bool(x.strip()) for x in cell.source.splitlines()) for cell in cells}
    wrong = [f"{n} lines: {source[:60]!r}" for source, n in counts.items() if not 1 <= n <= 8]
    assert wrong == []


@every_chapter
def test_chapter_says_how_many_minutes_it_takes(path):
    found = [content for name, _, content, _ in directives(path) if name == "minutes"]
    assert len(found) == 1
    assert re.search(r":read: \d+", found[0])
    assert re.search(r":do: \d+", found[0])


@every_chapter
def test_chapter_has_a_quiz_of_three_questions(path):
    found = [content for name, _, content, _ in directives(path) if name == "quiz"]
    assert len(found) == 1
    assert len(parse(found[0].splitlines())) == 3


@every_chapter
def test_chapter_has_two_to_four_exercises(path):
    number = int(path.name[:2])
    found = [argument for name, argument, _, _ in directives(path) if name == "exercise"]
    assert 2 <= len(found) <= 4
    assert found == [f"{number}.{count}" for count in range(1, len(found) + 1)]


@every_chapter
def test_chapter_has_two_to_five_exhibits(path):
    shown = 0
    for cell in jupytext.read(path).cells:
        if cell.cell_type == "code":
            calls = [
                node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)
            ]
            shown += sum(getattr(c.func, "id", "") in ("show", "explore") for c in calls)
    assert 2 <= shown <= 5


@every_chapter
def test_chapter_ends_with_key_points_quiz_and_where_to_go(path):
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[-3:] == ["Key points", "Check yourself", "Where to go next"]
    ending = path.read_text(encoding="utf-8").partition("## Key points")[2].partition("## ")[0]
    assert len(re.findall(r"^- ", ending, re.MULTILINE)) >= 2


@every_chapter
def test_chapter_opens_with_its_question(path):
    opening = path.read_text(encoding="utf-8").partition("\n# ")[2].partition("```{minutes}")[0]
    assert "?" in opening
    for start in ("**What you will do.**", "**What you need.**"):
        assert start in path.read_text(encoding="utf-8")


@every_chapter
def test_chapter_is_no_longer_than_it_may_be(path):
    most = 1800 if int(path.name[:2]) <= 12 else 2200
    words = sum(line.words for line in prose(path.read_text(encoding="utf-8")))
    assert words <= most, f"{words} words"
