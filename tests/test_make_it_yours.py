"""The page "Make it yours": its rows are put into a copy, and the build says what the page says."""

from __future__ import annotations

import re

import pytest
from copies import Copy, Run

from casebook.data import ROOT

PAGE = (ROOT / "instructors" / "make-it-yours.md").read_text(encoding="utf-8")
ROWS = re.findall(r"Add to `data/(\w+\.csv)`:\n\n```\n(.+?\n)```", PAGE, re.DOTALL)
SAID = re.findall(r"The build says:\n\n```\n(.+?)\n```", PAGE, re.DOTALL)
CHAPTER = "# 1 · Ours\n\nThe plant made {claim}`about 18,000 vehicles <%s>` in 2018.\n"
OLD, NEW = "f-asia-auto-output-2018", "f-output-2018-practice"


def anywhere(text: str) -> str:
    """Return a text without the numbers of lines, which grow with the ledger."""
    return re.sub(r"\bline \d+", "line N", text)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Run, Run, str]:
    """Follow the page; return what the build said at each stop, the ends, and the last page."""
    copy = Copy(tmp_path_factory.mktemp("yours"))
    copy.chapters(**{"01-ours": CHAPTER % OLD})
    rows, said = dict(ROWS), []

    def add(table: str) -> None:
        with (copy.root / "data" / table).open("a", encoding="utf-8") as file:
            file.write(rows[table])

    for table in ("claims.csv", "sources.csv"):
        add(table)
        said.append(copy.build().text)
    add("units.csv")
    renewed = copy.run("casebook.datapackage")
    copy.chapters(**{"01-ours": CHAPTER % NEW})
    said.append(copy.build().text)
    add("conflicts.csv")
    add("readings.csv")
    copy.chapters(**{"01-ours": CHAPTER % OLD})
    copy.run("casebook.datapackage")
    end = copy.build()
    page = copy.root / "_build" / "html" / "chapters" / "01-ours.html"
    return said, renewed, end, page.read_text("utf-8") if page.exists() else ""


def test_page_has_a_row_for_each_table_and_three_messages():
    assert [table for table, _ in ROWS] == [
        "claims.csv", "sources.csv", "units.csv", "conflicts.csv", "readings.csv",
    ]  # fmt: skip
    assert len(SAID) == 3


@pytest.mark.parametrize("stop", range(3), ids=["unknown source", "unknown unit", "old number"])
def test_build_says_what_the_page_says(told, stop):
    assert anywhere(SAID[stop]) in anywhere(told[0][stop])


def test_make_data_renews_the_hashes(told):
    _, renewed, _, _ = told
    assert renewed.code == 0
    assert "data/datapackage.json: renewed" in renewed.text


def test_corrected_book_shows_the_contradiction(told):
    _, _, end, page = told
    assert end.green, end.text
    assert 'class="claim claim-disputed"' in page
    assert "17,200" in page


def test_bad_table_stops_make_data_in_one_line(tmp_path):
    copy = Copy(tmp_path)
    with (copy.root / "data" / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("no id of the form,too few cells\n")
    ended = copy.run("casebook.datapackage")
    assert ended.code == 1
    assert ended.text.startswith("error: data/claims.csv, line ")
    assert "Traceback" not in ended.text
