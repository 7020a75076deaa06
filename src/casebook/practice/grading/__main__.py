"""The five commands of an instructor: ``python -m casebook.practice.grading release`` and so on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from casebook.errors import DataError, GradingError
from casebook.practice.editions import chosen
from casebook.practice.grading import feedback, marks, whole_class
from casebook.practice.grading.course import Course
from casebook.practice.grading.release import release
from casebook.practice.grading.sandbox import UNSAFE, Sandbox
from casebook.practice.grading.submissions import collect
from casebook.practice.source import read


def parser() -> argparse.ArgumentParser:
    """Return the parser of the commands."""
    made = argparse.ArgumentParser(prog="python -m casebook.practice.grading")
    made.add_argument("--course", type=Path, default=Path("class"), help="the course folder")
    verbs = made.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("release", help="make hand-outs")
    one.add_argument("exercises", nargs="*")
    one = verbs.add_parser("collect", help="sort what students sent")
    one.add_argument("source", type=Path)
    one.add_argument("--exercise", default="")
    one = verbs.add_parser("grade", help="grade submissions")
    one.add_argument("submissions", type=Path)
    one.add_argument("--exercise", default="")
    one.add_argument("--workers", default="1")
    one.add_argument("--scheduler", default="")
    one.add_argument("--unsafe", default="")
    one = verbs.add_parser("marks", help="enter the points of written answers")
    one.add_argument("written", type=Path)
    verbs.add_parser("feedback", help="write a page for each student")
    return made


def do_release(course: Course, given: argparse.Namespace) -> str:
    """Make hand-outs; return the last line."""
    for path in chosen(given.exercises):
        print(f"released {release(read(path), course)}", flush=True)
    return f"Hand out what is in {course.released}"


def do_collect(course: Course, given: argparse.Namespace) -> str:
    """Sort what was sent; return the last line."""
    placed = collect(given.source, course, given.exercise)
    for one in placed:
        print(f"{one.name} -> {one.target}" if one.target else f"LEFT {one.name}: {one.why}")
    count = sum(1 for one in placed if one.target)
    return f"{count} of {len(placed)} files are in {course.submitted}"


def do_grade(course: Course, given: argparse.Namespace) -> str:
    """Grade a class; return the last line."""
    if given.unsafe not in ("", UNSAFE):
        raise GradingError(f"UNSAFE: found {given.unsafe!r}; expected {UNSAFE!r}, or nothing")
    sandbox = Sandbox(unsafe=given.unsafe == UNSAFE)
    course.root.mkdir(parents=True, exist_ok=True)
    sandbox.check(course.root)
    count = whole_class.choose_workers(given.workers)
    todo = whole_class.jobs(given.submissions, course, sandbox, given.exercise)
    results = whole_class.grade_all(todo, count, given.scheduler)
    path = whole_class.write_grades(results, course)
    failed = sum(result.status == "not graded" for result in results)
    counts = f"{len(results)} submissions, {failed} not graded"
    return f"{counts}: {path}; points to give: {course.written}"


def do_marks(course: Course, given: argparse.Namespace) -> str:
    """Enter points; return the last line."""
    count = marks.enter(given.written, course)
    return f"{count} marks are entered; run make grade again to renew {course.grades}"


def do_feedback(course: Course, given: argparse.Namespace) -> str:
    """Write the students' pages; return the last line."""
    return f"{len(feedback.write_feedback(course))} pages are in {course.feedback}"


DO = {
    "release": do_release, "collect": do_collect, "grade": do_grade, "marks": do_marks,
    "feedback": do_feedback,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run one command; an error is one message and exit code 1."""
    given = parser().parse_args(arguments)
    try:
        print(DO[given.verb](Course(given.course), given))
    except (GradingError, DataError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
