"""Grades one submission: nbgrader in a course folder of its own, student code in the sandbox."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute

from casebook.errors import GradingError
from casebook.practice.grading.assignment import Assignment
from casebook.practice.grading.converting import STUDENT, convert, settings
from casebook.practice.grading.executing import SandboxedExecute
from casebook.practice.grading.handed import RefusedError, parsed
from casebook.practice.grading.results import NOT_GRADED, Graded, Result
from casebook.practice.grading.sandbox import Sandbox
from casebook.practice.grading.verdicts import status_of, tasks_of, untouched
from casebook.practice.grading.whole import made_whole


@dataclass(frozen=True)
class Job:
    """One submission on its way to a worker.

    Attributes
    ----------
    result
        The result so far: whose, and the digests.
    content
        The bytes of the notebook.
    notes
        What the row should say besides.
    """

    result: Result
    content: bytes
    notes: tuple[str, ...] = ()


def grade(job: Job, assignment: Assignment, sandbox: Sandbox) -> Graded:
    """Grade one submission; whatever happens is a result.

    Returns
    -------
    Graded
        With the notebook and the gradebook if it could be graded.
    """
    began, graded = time.monotonic(), Graded(job.result)
    job.result.tasks = untouched(assignment.notebook)
    try:
        graded = _graded(job, assignment, sandbox)
    except RefusedError as refusal:
        job.result.reasons = [str(refusal)]
    except GradingError as error:
        job.result.reasons = [f"grading failed: {error}"]
    except Exception as error:  # one submission must not stop the others
        said = f"{type(error).__name__}: {str(error)[:160]}"
        job.result.reasons = [f"grading failed: {said}"]
    graded.result.reasons += job.notes
    graded.result.seconds = round(time.monotonic() - began, 2)
    return graded


def _graded(job: Job, assignment: Assignment, sandbox: Sandbox) -> Graded:
    result, exercise = job.result, assignment.exercise
    notebook, findings = made_whole(parsed(job.content), assignment.notebook)
    root = Path(tempfile.mkdtemp(prefix="tp-"))
    try:
        (root / "gradebook.db").write_bytes(assignment.database)
        (root / "source" / exercise).mkdir(parents=True)
        (root / "run").mkdir()
        place = root / "submitted" / STUDENT / exercise / f"{exercise}.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(notebook, place)
        convert(Autograde, _settings(root, exercise, sandbox))
        graded = root / "autograded" / STUDENT / exercise / f"{exercise}.ipynb"
        executed = nbformat.read(graded, as_version=4)
        tasks = tasks_of(executed, assignment.notebook, _scores(root, exercise))
        result.tasks = tasks
        result.status, result.reasons = status_of(tasks, findings)
        database = (root / "gradebook.db").read_bytes()
        return Graded(result, graded.read_text(encoding="utf-8"), database)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _settings(root: Path, exercise: str, sandbox: Sandbox) -> Any:
    """Return nbgrader's settings, with the step that runs code exchanged for the sandboxed one."""
    config = settings(root, exercise)
    steps = Autograde.autograde_preprocessors.default()
    config.Autograde.autograde_preprocessors = [
        SandboxedExecute if step is Execute else step for step in steps
    ]
    config.SandboxedExecute.sandbox = sandbox
    config.SandboxedExecute.runtime = str(root / "run")
    return config


def _scores(root: Path, exercise: str) -> dict[str, float]:
    """Return the points of each graded cell, from nbgrader's gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        grades = book.find_submission(exercise, STUDENT).notebooks[0].grades
        return {grade.name: float(grade.auto_score or 0) for grade in grades}


def failed(job: Job, why: str) -> Graded:
    """Return the result of a submission whose grading process itself was lost."""
    job.result.status, job.result.reasons = NOT_GRADED, [f"grading failed: {why}"]
    return Graded(job.result)
