"""What every exercise sheet, task and check must hold; all are found, none is listed.

A key is worked out from its sheet's solution, so the answers and mistakes tried here are those
that the author of the task wrote down, and the check is asked as a student asks it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from casebook.practice.answers import Function, Names, Number, Numbers, Table
from casebook.practice.authoring import MadeKey, key_file, keys_text, made_keys
from casebook.practice.checking import assert_right, check
from casebook.practice.editions import solutions, student
from casebook.practice.source import KEPT_BACK, Sheet, read, sheets

SHEETS = sheets()
CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("[0-9]*.md"))


@functools.cache
def sheet_of(path: Path) -> Sheet:
    """Return a sheet, read once."""
    return read(path)


@functools.cache
def keys_of(path: Path) -> dict[str, MadeKey]:
    """Return the keys of a sheet by task, worked out once."""
    return {made.task: made for made in made_keys(sheet_of(path))}


TASKS = [(path, task) for path in SHEETS for task in sheet_of(path).tasks.values()]
CHECKED = [(path, task.number) for path, task in TASKS if task.checked]
every_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
every_task = pytest.mark.parametrize(
    ("path", "task"), TASKS, ids=[task.number for _, task in TASKS]
)
every_check = pytest.mark.parametrize(
    ("path", "number"), CHECKED, ids=[number for _, number in CHECKED]
)


class Claimlike:
    """Stands for any object of another kind."""


def rounded(value: float, within: float) -> float:
    """Return a value as a student may round it, no further than the tolerance allows."""
    digits = max(0, -int(np.floor(np.log10(within)))) if within else 10
    return round(value, digits)


def right_variants(answer: Any) -> list[Any]:
    """Return forms of the right answer that careful students hand in."""
    value = answer.value
    if isinstance(answer, Number):
        plain = float(np.asarray(value).reshape(-1)[0])
        return [
            plain, np.float64(plain), pd.Series([plain], index=["x"]), np.array([plain]), [plain],
            rounded(plain, answer.within), plain + answer.within * 0.45,
        ]  # fmt: skip
    if isinstance(answer, Numbers):
        series = pd.Series({str(k): v for k, v in dict(value).items()})
        return [
            dict(value), series, series[::-1], series.to_frame("x"), list(dict(value).values()),
            tuple(np.float64(x) for x in dict(value).values()),
        ]  # fmt: skip
    if isinstance(answer, Names):
        names = list(value)
        other = names if answer.ordered else names[::-1]
        return [names, tuple(names), pd.Series(names), pd.Index(names), other]
    if isinstance(answer, Table):
        return table_variants(answer)
    assert isinstance(answer, Function)
    return [
        value,
        lambda *arguments: np.asarray([value(*arguments)]),
        lambda *arguments: pd.Series([value(*arguments)]),
        functools.partial(value),
    ]


def table_variants(answer: Table) -> list[Any]:
    """Return a table in other orders, with an index and with a column too many."""
    frame = answer.value
    flat = frame if set(answer.by) <= set(frame.columns) else frame.reset_index()
    return [
        frame, flat[flat.columns[::-1]], flat.set_index(list(answer.by)), flat[::-1],
        flat.reset_index(drop=False), flat.assign(remark="mine"),
    ]  # fmt: skip


def careless(answer: Any) -> dict[str, Any]:
    """Return what is no answer at all, whatever the task."""
    found: dict[str, Any] = {
        "nothing": None, "an empty list": [], "an empty table": pd.DataFrame(),
        "an empty column": pd.Series([], dtype=float), "an object": Claimlike(),
        "missing": float("nan"), "true": True, "a missing value": pd.NA,
        "a dictionary of dictionaries": {"a": {"b": 1}}, "no rows": pd.DataFrame({"a": []}),
    }  # fmt: skip
    if not isinstance(answer, Function):
        found["a function"] = print
    if not isinstance(answer, Names):
        found["text"] = "about 5"
    if isinstance(answer, Function):

        def stops(*arguments: Any) -> float:
            raise ZeroDivisionError("division by zero")

        found |= {"a function that stops": stops, "a function that returns nothing": print}
    return found


@dataclass(frozen=True)
class Count:
    """How many of something there must be."""

    least: int
    most: int

    def __contains__(self, count: int) -> bool:
        return self.least <= count <= self.most


def test_every_chapter_has_a_sheet():
    assert [path.stem for path in SHEETS] == [path.stem for path in CHAPTERS]


def test_there_are_tasks_enough():
    assert len(TASKS) >= 70
    assert len(CHECKED) >= 50


@every_sheet
def test_sheet_has_three_to_six_tasks(path):
    assert len(sheet_of(path).tasks) in Count(3, 6)


@every_sheet
def test_sheet_says_how_long_it_takes(path):
    opening = sheet_of(path).notebook.cells[0].source
    found = re.search(r"Plan (\d+) minutes", opening)
    assert found, "the opening says 'Plan 30 minutes'"
    assert int(found[1]) in Count(20, 40)


@every_sheet
def test_sheet_has_a_written_task(path):
    assert any(task.written for task in sheet_of(path).tasks.values())


@every_sheet
def test_cells_are_short(path):
    for cell in sheet_of(path).notebook.cells:
        if cell.cell_type == "code" and cell.metadata.get("part") != "key":
            assert len([x for x in cell.source.splitlines() if x.strip()]) <= 8, cell.source


@every_sheet
def test_keys_are_those_of_the_solutions(path):
    assert key_file(sheet_of(path)).read_text(encoding="utf-8") == keys_text(sheet_of(path)), (
        "run make exercises"
    )


@every_task
def test_task_states_aim_data_and_answer(path, task):
    prompt = "\n".join(cell.source for cell in task.cells["prompt"])
    for word in ("**Aim.**", "**Data.**", "**Answer.**"):
        assert word in prompt


@every_task
def test_solution_is_explained(path, task):
    words = " ".join(c.source for c in task.cells["solution"] if c.cell_type == "markdown")
    assert len(words.split()) >= 25


@every_task
def test_written_task_has_a_rubric_with_points(path, task):
    for cell in task.cells.get("rubric", []):
        assert re.search(r"\bpoints?\b", cell.source)
        assert cell.metadata["points"] >= 1


@every_check
def test_right_answers_are_accepted(path, number):
    variants = right_variants(keys_of(path)[number].answer)
    assert len(variants) >= 3
    assert [check(number, v).says for v in variants] == ["Right."] * len(variants)
    for variant in variants:
        assert_right(number, variant)


@every_check
def test_each_mistake_gets_its_own_hint(path, number):
    made = keys_of(path)[number]
    said = {hint: check(number, wrong) for hint, wrong in made.mistakes.items()}
    assert {hint: verdict.says for hint, verdict in said.items()} == {h: h for h in made.mistakes}
    assert not any(verdict.right for verdict in said.values())
    told_apart = {check(number, wrong).says for wrong in careless(made.answer).values()}
    assert len(told_apart | set(made.mistakes)) >= 5


@every_check
def test_what_is_no_answer_gets_a_hint(path, number):
    for what, answer in careless(keys_of(path)[number].answer).items():
        verdict = check(number, answer)
        assert not verdict.right, what
        assert verdict.says.endswith((".", "?")), what
        with pytest.raises(AssertionError):
            assert_right(number, answer)


@every_check
def test_three_dots_are_not_answered(path, number):
    verdict = check(number, ...)
    assert (verdict.right, verdict.answered) == (False, False)


@every_check
def test_no_hint_holds_the_answer(path, number):
    made = keys_of(path)[number]
    hints = " ".join([*made.mistakes, made.otherwise])
    if isinstance(made.answer, Number):
        number_text = f"{float(np.asarray(made.answer.value).reshape(-1)[0]):.10g}"
        if len(number_text.lstrip("-0.")) >= 2:
            assert not re.search(rf"(?<![\d.]){re.escape(number_text)}(?![\d])", hints)


@every_sheet
def test_student_edition_holds_no_part_that_is_kept_back(path):
    parts = [cell.metadata.get("part") for cell in student(sheet_of(path)).cells]
    assert not set(parts) & set(KEPT_BACK)
    assert set(KEPT_BACK) & {cell.metadata.get("part") for cell in solutions(sheet_of(path)).cells}


def test_unknown_task_is_named():
    assert "4.9" in check("4.9", 1).says


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (np.array([1.0, 2.0]), "holds 2 values"),
        ("3 tenge", "leave out quotation marks and unit"),
        (float("inf"), "infinite"),
        (print, "a function, not what it returns"),
    ],
)
def test_wrong_type_is_named(answer, words):
    assert words in check("4.1", answer).says


def test_one_fault_of_several_is_said_in_the_singular():
    right = dict(made_keys(read(sheets()[3]))[1].answer.value)
    assert check("4.2", right | {0: 999}).says.startswith("1 of 3 is off (0); the others are right")
    assert "2 of 3 are off (0 and 1); the other is right" in check("4.2", right | {0: 9, 1: 9}).says
