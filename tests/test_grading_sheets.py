"""Each exercise sheet can be handed out and graded: its own solution gets every point there is."""

from __future__ import annotations

import nbformat
import pytest
from submissions import right, work_on

from casebook.practice.grading import assignment as assignments
from casebook.practice.grading.course import Course
from casebook.practice.grading.grader import Job, grade
from casebook.practice.grading.results import RIGHT, UNANSWERED, Result
from casebook.practice.grading.sandbox import Sandbox, check_here
from casebook.practice.source import read, sheets


@pytest.fixture
def sandbox() -> Sandbox:
    """Return the sandbox, or none where there is none: these are our own solutions."""
    return Sandbox(unsafe=bool(check_here(Sandbox())))


@pytest.mark.parametrize("path", sheets(), ids=lambda path: path.stem)
def test_own_solution_gets_every_point_and_a_blank_none(path, tmp_path, sandbox):
    course, sheet = Course(tmp_path), read(path)
    assignments.release(course, sheet)
    handout = assignments.load(course, sheet.slug)
    kept = course.assignments / sheet.slug / "source" / sheet.slug / f"{sheet.slug}.ipynb"
    work = work_on(handout, nbformat.read(kept, as_version=4))
    blank = grade(Job(Result("blank", sheet.slug), work.content()), handout, sandbox).result
    solved = grade(Job(Result("solver", sheet.slug), right(work)), handout, sandbox).result
    assert (blank.status, blank.reasons) == (UNANSWERED, [])
    assert (solved.status, solved.reasons) == (RIGHT, [])
    for number, task in sheet.tasks.items():
        result = solved.tasks[number]
        assert result.points == result.of == (task.points("check") if task.checked else 0)
        assert result.written_of == (task.points("rubric") if task.written else 0)
