"""``make marks``: the points that a person gives to written answers.

``written.csv`` asks, the instructor fills in, ``make marks`` checks and enters. What was entered
stands in ``marks.csv``, so that grading again never loses it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casebook.errors import GradingError
from casebook.practice.grading.course import Course

if TYPE_CHECKING:
    from casebook.practice.grading.grade import Result

HEAD = ["student", "exercise", "task", "points", "of", "comment", "answer"]


@dataclass(frozen=True)
class Mark:
    """The points for one written answer, and what to tell the student."""

    points: float
    comment: str = ""


Marks = dict[tuple[str, str, str], Mark]


def ask_for_points(results: Iterable[Result], course: Course, given: Marks) -> None:
    """Write the table that asks for points; those that were given stand in it."""
    with course.written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for result in results:
            for task, answer in result.written.items():
                mark = given.get((result.student, result.exercise, task))
                shown = [f"{mark.points:g}", mark.comment] if mark else ["", ""]
                writer.writerow(
                    [result.student, result.exercise, task, shown[0], f"{answer['of']:g}",
                     shown[1], answer["answer"]]
                )  # fmt: skip


def read_marks(course: Course) -> Marks:
    """Return what was entered before."""
    return _read(course.marks) if course.marks.exists() else {}


def enter(path: Path, course: Course) -> int:
    """Check a filled-in table and enter its points; return how many were entered.

    Raises
    ------
    GradingError
        If a row is not as it must be; it names the file, the row, the value and what was expected,
        and then nothing is entered.
    """
    if not path.exists():
        raise GradingError(f"WRITTEN: {path} is not there; make grade writes {course.written}")
    filled = _read(path)
    marks = read_marks(course) | filled
    half = course.marks.with_suffix(".half")
    with half.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEAD[:4], "of", "comment"])
        for (student, exercise, task), mark in sorted(marks.items()):
            writer.writerow([student, exercise, task, f"{mark.points:g}", "", mark.comment])
    half.replace(course.marks)
    return len(filled)


def _read(path: Path) -> Marks:
    marks: Marks = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in HEAD[:4] if name not in (reader.fieldnames or [])]
        if missing:
            raise GradingError(
                f"{path.name}, line 1: missing column; found {reader.fieldnames}; "
                f"expected {', '.join(missing)} as well"
            )
        for row in reader:
            if str(row["points"] or "").strip():
                key = (row["student"], row["exercise"], row["task"])
                marks[key] = Mark(_points(row, path, reader.line_num), row.get("comment") or "")
    return marks


def _points(row: dict[str, str], path: Path, line: int) -> float:
    most = float(row.get("of") or "inf")
    where = f"{path.name}, line {line}, column points: points of {row['student']} in {row['task']}"
    try:
        points = float(row["points"].replace(",", "."))
    except ValueError:
        raise GradingError(f"{where}; found {row['points']!r}; expected a number") from None
    if not 0 <= points <= most:
        raise GradingError(f"{where}; found {row['points']}; expected 0 to {most:g}")
    return points
