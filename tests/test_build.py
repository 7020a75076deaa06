"""No mistake ends in a green build: tried out in a copy of the project with chapters of its own."""

from __future__ import annotations

import csv
import re

import pytest
from copies import HEAD, Copy, Run

from casebook.ledger import ledger
from casebook.ledger.quantities import format_quantity

RIGHT = "{claim}`361 billion tenge <n-support-total>`"
RAISING = """\
# 1 · It raises

```{code-cell} ipython3
distance = 1 / 0
```
"""
#: A chart; `alt` is what stands in for who cannot see it.
CHART = """\
# 2 · It shows

The support was {claim}`361 billion tenge <n-support-total>`; see {{ref}}`exhibit-bars`.

```{{code-cell}} ipython3
import pandas as pd
import plotly.graph_objects as go
from casebook.exhibits import show

cars = pd.DataFrame({{"plant": ["one", "other"], "cars": [1, 2]}})
show(go.Figure(go.Bar(x=cars["plant"], y=cars["cars"])), name="bars", table=cars,
     caption="Cars", alt={alt!r}, claims=["n-support-total"])
```
""".replace("{claim}", "{{claim}}")
ALT = "Bars of the cars that each of two plants made: one and two."


def withdrawn() -> str:
    """Return the id of a claim that the ledger has withdrawn and that has a number."""
    book = ledger()
    return next(
        name for name in book.claims if book.rank(name) == "deprecated" and book.claim(name).value
    )


def mistakes() -> dict[str, str]:
    """Return one line of text for each mistake that a chapter can hold."""
    name = withdrawn()
    deprecated = format_quantity(ledger().claim(name).__dict__)
    return {
        "wrong number": "It was {claim}`316 billion tenge <n-support-total>`.",
        "unknown claim": "It was {claim}`361 billion tenge <n-suport-total>`.",
        "deprecated claim": f"It was {{claim}}`{deprecated} <{name}>`.",
        "broken page link": "See {doc}`no-such-chapter`.",
        "broken exhibit link": "See {ref}`exhibit-no-such`.",
        "broken Markdown link": "See [there](no-such-file.md).",
        "broken anchor": "See [below](#no-such-heading).",
        "unknown exercise": "```{exercise} 1.99\n```",
        "bad quiz": "```{quiz}\n1. Which?\n- [x] This :: Yes.\n- [x] That :: Yes.\n```",
    }


#: Links to a chapter of the folder that the copy's table of contents does not list.
DROPPED = (
    "# 1 · Links\n\nSee {doc}`05-export-and-assembly`, [the phase](05-export-and-assembly.md), "
    "{doc}`that chapter <05-export-and-assembly>` and {ref}`exhibit-brand-ranks`.\n"
)


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, str, Run]:
    """Build both editions of a copy that dropped a chapter; return the student's page as well."""
    copy = Copy(tmp_path_factory.mktemp("dropped"))
    copy.chapters(**{"01-links": DROPPED})
    student = copy.build()
    assert student.green, student.text
    page = (copy.root / "_build" / "html" / "chapters" / "01-links.html").read_text("utf-8")
    text = "parts:\n  - caption: For instructors\n    chapters:\n      - file: instructors/own\n"
    (copy.root / "instructors" / "_toc.yml").write_text(text, encoding="utf-8")
    (copy.root / "instructors" / "own.md").write_text("# Our own page\n", encoding="utf-8")
    build = "from casebook import build; build.build(build.INSTRUCTOR_HTML)"
    return student, page, copy.run("-c", build)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Build one copy again and again, with a mistake, unchanged, and mended."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    found: dict[str, Run] = {}

    text = "# 1 · Mistakes\n\n" + RIGHT + "\n\n" + "\n\n".join(mistakes().values()) + "\n"
    copy.chapters(**{"01-mistakes": text})
    found["mistakes"] = copy.build()
    found["mistakes, again"] = copy.build()

    copy.chapters(**{"01-raises": RAISING, "02-shows": CHART.format(alt="")})
    found["raises"] = copy.build()
    found["raises, again"] = copy.build()
    copy.chapters(**{"01-raises": "# 1 · Mended\n", "02-shows": CHART.format(alt="")})
    found["no alt text"] = copy.build()

    copy.chapters(**{"01-raises": "# 1 · Mended\n", "02-shows": CHART.format(alt=ALT)})
    found["mended"] = copy.build()
    copy.chapters(**{"02-shows": CHART.format(alt=ALT)})
    found["shorter"] = copy.build()

    claims = copy.root / "data" / "claims.csv"
    line = next(x for x in claims.read_text("utf-8").splitlines() if x.startswith("n-support-tot"))
    claims.write_text(
        claims.read_text("utf-8").replace(line, line.replace("361", "362")), encoding="utf-8"
    )
    found["changed ledger"] = copy.build()
    return found


FAILING = (
    "mistakes", "mistakes, again", "raises", "raises, again", "no alt text", "changed ledger",
)  # fmt: skip


@pytest.mark.parametrize("case", FAILING)
def test_build_with_a_mistake_is_not_green(runs, case):
    assert not runs[case].green, runs[case].text


@pytest.mark.parametrize("case", FAILING)
def test_build_with_a_mistake_leaves_no_page_behind(runs, case):
    assert runs[case].pages == frozenset(), runs[case].text


@pytest.mark.parametrize("case", FAILING)
def test_build_with_a_mistake_ends_in_one_error(runs, case):
    last = runs[case].text.strip().splitlines()
    assert [line for line in last if line.startswith("error: ")] != []
    assert "jupyter_book/sphinx.py" not in runs[case].text, "our own traceback is not a message"


@pytest.mark.parametrize("case", ["mended", "shorter"])
def test_build_without_a_mistake_is_green(runs, case):
    assert runs[case].green, runs[case].text
    assert "chapters/02-shows.html" in runs[case].pages


@pytest.mark.parametrize("case", ["mistakes", "mistakes, again"])
@pytest.mark.parametrize("mistake", mistakes())
def test_each_mistake_is_named_with_file_and_line(runs, case, mistake):
    text = HEAD + "# 1 · Mistakes\n\n" + RIGHT + "\n\n" + "\n\n".join(mistakes().values())
    line = text.partition(mistakes()[mistake])[0].count("\n") + 1
    named = re.findall(rf"01-mistakes\.md:({line}|{line + 1}):", runs[case].text)
    assert named, runs[case].about("01-mistakes.md")


def test_wrong_number_is_named_with_both_values_and_the_claim(runs):
    said = runs["mistakes"].about("claim n-support-total,")
    assert "316" in said
    assert "361" in said
    assert "data/claims.csv" in said


def test_unknown_claim_is_named_with_its_nearest(runs):
    assert "n-support-total" in runs["mistakes"].about("n-suport-total")


def test_deprecated_claim_is_named(runs):
    assert "deprecated" in runs["mistakes"].about(withdrawn())


def test_error_in_a_cell_names_chapter_cell_and_error(runs):
    said = runs["raises"].text
    assert "chapters/01-raises.md" in said
    assert "distance = 1 / 0" in said
    assert "ZeroDivisionError" in said


def test_missing_alt_text_names_chapter_and_exhibit(runs):
    said = runs["no alt text"].text
    assert "chapters/02-shows.md" in said
    assert "exhibit bars: alt text" in said


def test_changed_ledger_is_named_in_a_chapter_that_did_not_change(runs):
    said = runs["changed ledger"].about("claim n-support-total,")
    line = (HEAD + CHART).partition("361")[0].count("\n") + 1
    assert f"02-shows.md:{line}:" in said
    assert "361" in said
    assert "362" in said


def test_chapter_out_of_the_contents_is_out_of_the_book(runs):
    assert "chapters/01-raises.html" in runs["mended"].pages
    assert "chapters/01-raises.html" not in runs["shorter"].pages


def test_changed_datum_fails_the_recorded_outputs(tmp_path):
    copy = Copy(tmp_path)
    table = copy.root / "data" / "plant_output.csv"
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    units = rows[0].index("units")
    changed = next(row for row in rows if "Oskemen" in row and "2018-H1" in row)
    changed[units] = "9573"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    merged = copy.run("casebook.reference", "merge")
    assert merged.code == 0, merged.text
    notebook = "_build/nbval/chapters/01-two-plants.ipynb"
    tested = copy.run("pytest", "-p", "no:cacheprovider", "--nbval-lax", notebook)
    assert tested.code == 1, tested.text
    assert "9573" in tested.text


def test_links_to_a_dropped_chapter_become_text(dropped):
    student, page, _ = dropped
    assert student.green, student.text
    article = page.partition("<article")[2].partition("</article>")[0]
    assert "05-export-and-assembly.html" not in page
    assert article.count("Chapter 5, ") >= 2
    for words in ("the phase", "that chapter"):
        assert words in article


def test_instructor_is_told_of_each_link_to_a_dropped_chapter(dropped):
    student, _, instructor = dropped
    told = [line for line in instructor.text.splitlines() if line.startswith("note: ")]
    assert instructor.code == 0, instructor.text
    assert len([line for line in told if "chapters/05-export-and-assembly.md" in line]) == 4, told
    assert "note: " not in student.text
