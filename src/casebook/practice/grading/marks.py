"""Points that a person gives for written answers.

``make grade`` writes ``written.csv``, which asks for them; the instructor fills it in; ``make
marks`` checks it and keeps them in ``marks.csv``. Grading anew loses neither.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from pathlib import Path

from casebook.errors import DataError
from casebook.practice.grading import tables
from casebook.practice.grading.course import Course
from casebook.practice.grading.results import Result
from casebook.practice.grading.tables import Row

ASKED = ["student", "exercise", "task", "points", "of", "comment", "note", "answer"]
KEPT = ["student", "exercise", "task", "points", "comment", "answer"]
CHANGED = "the answer has changed since it was marked"
GONE = "there is no such answer any more"

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Mark:
    """The points for one written answer.

    Attributes
    ----------
    points
        How many.
    comment
        What the student reads beside them.
    answer
        A digest of the answer that was read.
    """

    points: float
    comment: str
    answer: str


def place_of(row: Row) -> Place:
    """Return whose answer to which task a row is about."""
    return row["student"], row["exercise"], row["task"]


def digest(answer: str) -> str:
    """Return a short digest of an answer."""
    return hashlib.sha256(answer.encode()).hexdigest()[:16]


def written_answers(results: list[Result]) -> dict[Place, tuple[float, str]]:
    """Return the points that there are and the answer, for each written answer there is."""
    return {
        (result.student, result.exercise, number): (task.written_of, task.written)
        for result in results
        for number, task in result.tasks.items()
        if task.written_of and task.written
    }


def entered(course: Course) -> dict[Place, Mark]:
    """Return the marks that were entered."""
    if not course.marks.exists():
        return {}
    rows = tables.read(course.marks, KEPT)
    return {place_of(r): Mark(float(r["points"]), r["comment"], r["answer"]) for r in rows}


def ask(course: Course, results: list[Result]) -> int:
    """Write the table that asks for points; keep what stands in it. Return how many are open."""
    before = {}
    if course.written.exists():
        before = {place_of(row): row for row in tables.read(course.written, ASKED)}
    marks, answers, rows = entered(course), written_answers(results), []
    for place, (most, answer) in answers.items():
        row = dict(zip(ASKED, place, strict=False)) | {"of": f"{most:g}", "answer": answer}
        if place in marks:
            row |= {"points": f"{marks[place].points:g}", "comment": marks[place].comment}
            row["note"] = "" if marks[place].answer == digest(answer) else CHANGED
        if place in before:
            row |= {k: before[place][k] for k in ("points", "comment") if before[place][k]}
        rows.append(row)
    rows += [
        row | {"note": GONE}
        for place, row in before.items()
        if place not in answers and (row["points"] or row["comment"])
    ]
    tables.write(course.written, ASKED, sorted(rows, key=place_of))
    return sum(not row.get("points") for row in rows)


def enter(course: Course, path: Path, results: list[Result]) -> int:
    """Check a filled table and keep its points; return how many rows had some.

    Raises
    ------
    DataError
        If a row is not as it must be; it names file, line, column, value and what was expected.
        Then nothing is entered.
    """
    answers, marks, seen = written_answers(results), entered(course), set()
    for line, row in enumerate(tables.read(path, ASKED), 2):
        place = place_of(row)
        if not row["points"] or row["note"] == GONE:
            continue
        if place not in answers:
            expected = "a row that make grade wrote; run it again if hand-ins have changed"
            raise DataError(
                str(path), "no such written answer", line=line, found=" / ".join(place),
                expected=expected,
            )  # fmt: skip
        if place in seen:
            raise DataError(str(path), "a second row for one answer", line=line, found=place)
        seen.add(place)
        most, answer = answers[place]
        points = _points(path, line, row["points"], most)
        marks[place] = Mark(points, row["comment"], digest(answer))
    rows = [
        dict(zip(KEPT, (*place, f"{mark.points:g}", mark.comment, mark.answer), strict=True))
        for place, mark in sorted(marks.items())
    ]
    tables.write(course.marks, KEPT, rows)
    return len(seen)


def _points(path: Path, line: int, text: str, most: float) -> float:
    try:
        points = float(text)
    except ValueError:
        points = math.nan
    if not 0 <= points <= most:
        raise DataError(
            str(path), "points", line=line, column="points", found=text,
            expected=f"a number from 0 to {most:g}, such as {most / 2:g}",
        )  # fmt: skip
    return points
