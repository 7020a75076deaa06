"""The table of grades: one row a submission, whatever became of it."""

from __future__ import annotations

from casebook.practice.grading import marks, tables
from casebook.practice.grading.course import Course
from casebook.practice.grading.marks import Mark, Place
from casebook.practice.grading.results import Result, load
from casebook.practice.grading.tables import Row

TO_BE_READ = "to be read"
COLUMNS = ["student", "exercise", "status", "points", "of", "to_be_read"]
AFTER = ["reason", "handed_in"]


def all_results(course: Course) -> list[Result]:
    """Return every result that is kept, by exercise and student."""
    folders = sorted((course.root / "graded").glob("*/*/"))
    return [result for folder in folders if (result := load(folder))]


def row_of(result: Result, given: dict[Place, Mark]) -> Row:
    """Return the row of a result; written answers count as soon as a person has marked them."""
    points, most, unread = 0.0, 0.0, []
    row = {"student": result.student, "exercise": result.exercise, "status": result.status}
    for place, (number, task) in enumerate(result.tasks.items(), 1):
        points, most = points + task.points, most + task.of + task.written_of
        if task.of:
            row[f"task_{place}"] = f"{task.points:g}"
        if task.written_of:
            mark = given.get((result.student, result.exercise, number))
            open_ = bool(task.written) and mark is None
            got = mark.points if mark and task.written else 0.0
            points += got
            row[f"written_{place}"] = TO_BE_READ if open_ else f"{got:g}"
            unread += [number] if open_ else []
            if mark and task.written and mark.answer != marks.digest(task.written):
                row["reason"] = f"{number}: {marks.CHANGED}"
    row |= {"points": f"{points:g}", "of": f"{most:g}", "to_be_read": " ".join(unread)}
    row["reason"] = "; ".join(filter(None, [*result.reasons, row.get("reason", "")]))
    row["handed_in"] = result.handed_in
    return row


def write(course: Course) -> list[Row]:
    """Write ``grades.csv`` from all results and marks; return its rows."""
    given = marks.entered(course)
    rows = [row_of(result, given) for result in all_results(course)]
    tasks = {key for row in rows for key in row if key.startswith(("task_", "written_"))}
    ordered = sorted(tasks, key=lambda key: (int(key.rpartition("_")[2]), key))
    tables.write(course.grades, [*COLUMNS, *ordered, *AFTER], rows)
    return rows
