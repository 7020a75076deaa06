"""What `make diff` tells, in a copy of the project with a history of its own."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from pathlib import Path

import pytest
from copies import Copy, Run

from casebook.build import notebooks
from casebook.changes.history import checkout, git, revision
from casebook.errors import BuildError
from casebook.ledger import ledger

NAMES = {
    f"GIT_{who}_{what}": "tester" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
}
SECRET = "only instructors read this"
FIRST = """\
# 1 · What was made?

The plant made {claim}`361 billion tenge <n-support-total>` of something. It stopped early.

```{minutes}
:read: 12
:do: 45
```

```{code-cell} ipython3
import pandas as pd
from casebook.exhibits import show

cars = pd.DataFrame({"plant": ["one", "other"], "cars": [1, 2]})
show(cars, name="kept", caption="Cars", source="us",
     alt="A table of the cars that two plants made.")
```
"""
SECOND = """\
# 2 · What was sold?

Nothing changes here.
"""
LATER = (
    FIRST.replace("It stopped early.", "It stopped rather late.")
    .replace(":do: 45", ":do: 50")
    .replace("[1, 2]", "[1, 7]")
)


def commit(root: Path, message: str) -> None:
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", message]):
        done = ["git", "-C", str(root), *arguments]
        subprocess.run(done, check=True, capture_output=True, env={**os.environ, **NAMES})


def change_csv(path: Path, wanted: dict[str, str], changes: dict[str, str]) -> None:
    """Change cells of the first row that has the wanted ones."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, fields = list(reader), list(reader.fieldnames or [])
    row = next(r for r in rows if all(r[key] == value for key, value in wanted.items()))
    row |= changes
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def disputed() -> tuple[str, str]:
    """Return a conflict and a claim in it that is not withdrawn."""
    return next(
        (r.conflict, r.claim)
        for conflict in ledger().conflicts.values()
        for r in conflict.readings
        if r.claim and ledger().rank(r.claim) == "normal" and r.claim != "n-support-total"
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy whose first commit differs from its working tree in known ways."""
    made = Copy(tmp_path_factory.mktemp("history"))
    made.chapters(**{"01-made": FIRST, "02-sold": SECOND})
    for path in (made.root / "chapters").glob("*.md"):
        if path.stem not in ("01-made", "02-sold"):
            path.unlink()
    commit(made.root, "first")
    made.chapters(**{"01-made": LATER, "02-sold": SECOND})
    change_csv(made.root / "data/claims.csv", {"id": "n-support-total"}, {"value": "362"})
    conflict, claim = disputed()
    change_csv(
        made.root / "data/readings.csv", {"conflict": conflict, "claim": claim},
        {"rank": "deprecated"},
    )  # fmt: skip
    change_csv(made.root / "data/sources.csv", {"id": "infohub"}, {"title": "A new title"})
    sheet = next((made.root / "exercises").glob("04-*.md"))
    text = sheet.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^## .+$", "## Another heading", text, count=1)
    opened = ":part: solution\n:tags: [nbval-check-output]\n"
    text = text.replace(opened, f"{opened}# {SECRET}\n", 1)
    sheet.write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def told(copy: Copy) -> Run:
    return copy.run("casebook.changes", "HEAD")


def test_a_changed_value_is_told_with_old_and_new(told: Run) -> None:
    assert told.code == 0, told.text
    assert "**n-support-total**" in told.text
    assert "value: 361 -> 362" in told.text


def test_a_withdrawn_claim_is_told(told: Run) -> None:
    conflict, claim = disputed()
    assert f"**{claim}** (withdrawn)" in told.text
    assert "rank: normal -> deprecated" in told.text
    assert f"**{conflict}: {claim}**" in told.text


def test_a_changed_source_is_told(told: Run) -> None:
    assert "-> A new title" in told.text


def test_a_changed_sentence_is_told(told: Run) -> None:
    assert "gone: “It stopped early.”" in told.text
    assert "new: “It stopped rather late.”" in told.text
    words = re.search(r"words: (\d+) -> (\d+)", told.text)
    assert words
    assert int(words[2]) == int(words[1]) + 1


def test_changed_minutes_are_told(told: Run) -> None:
    assert "minutes to do: 45 -> 50" in told.text


def test_a_changed_number_of_an_exhibit_is_told(told: Run) -> None:
    assert "**kept**" in told.text
    assert "other · cars: 2 -> 7" in told.text


def test_a_changed_task_is_told_without_what_students_do_not_get(told: Run, copy: Copy) -> None:
    sheet = next((copy.root / "exercises").glob("04-*.md")).read_text(encoding="utf-8")
    assert SECRET in sheet
    assert "## Another heading" in told.text
    assert "solution: kept from students" in told.text
    assert SECRET not in told.text


def test_what_did_not_change_is_not_told(told: Run) -> None:
    assert "**01-made**" in told.text
    assert "**02-sold**" not in told.text
    assert "conflict sets" in told.about("Unchanged")


def test_the_report_is_kept_as_a_file(told: Run, copy: Copy) -> None:
    kept = (copy.root / "_build" / "diff.md").read_text(encoding="utf-8")
    assert kept.strip() in told.text


def test_fast_says_what_it_leaves_out(copy: Copy) -> None:
    run = copy.run("casebook.changes", "HEAD", "--fast")
    assert run.code == 0
    assert "Exhibits were not compared" in run.text
    assert "value: 361 -> 362" in run.text
    assert "other · cars" not in run.text


@pytest.mark.parametrize("name", ["nowhere", "HEAD~99", "4b825dc642cb6eb9a060e54bf8d69288fbee4904"])
def test_an_unknown_revision_is_named_and_nothing_is_left(copy: Copy, name: str) -> None:
    run = copy.run("casebook.changes", name)
    assert run.code == 1
    assert f"unknown revision; found {name!r}" in run.text
    assert not (copy.root / "_build" / "diff.md").exists()


def test_a_folder_without_history_says_so(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="not a git repository"):
        revision(tmp_path, "HEAD")


def test_a_folder_inside_a_repository_is_not_taken_for_it(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a").write_text("a", encoding="utf-8")
    commit(tmp_path, "first")
    with pytest.raises(BuildError, match="not the root"):
        revision(tmp_path / "inner", "HEAD")


def test_no_worktree_is_left_when_the_comparison_fails(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a", encoding="utf-8")
    commit(tmp_path, "first")

    def fail() -> None:
        with checkout(tmp_path, revision(tmp_path, "HEAD")) as base:
            assert (base / "a").exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert git(tmp_path, "worktree", "list").count("\n") == 0


def test_a_base_that_does_not_build_says_why(copy: Copy) -> None:
    made = copy.root / "chapters" / "02-sold.md"
    right = made.read_text(encoding="utf-8")
    made.write_text(right + "\n```{code-cell} ipython3\n1 / 0\n```\n", encoding="utf-8")
    commit(copy.root, "broken")
    made.write_text(right, encoding="utf-8")
    run = copy.run("casebook.changes", "HEAD")
    assert run.code == 1
    assert "the base does not build" in run.text
    assert "ZeroDivisionError" in run.text
    assert git(copy.root, "worktree", "list").count("\n") == 0


def test_notebooks_of_the_book_are_what_is_compared() -> None:
    from casebook.changes.__main__ import pages
    from casebook.data import ROOT

    assert pages(ROOT) == notebooks()
