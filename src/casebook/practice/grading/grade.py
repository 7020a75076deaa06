"""Grades one submission: whatever is handed in ends as one result with a reason."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)  # fmt: skip

from casebook.practice.grading import nbgrading
from casebook.practice.grading.executing import (
    KERNEL_DIED,
    NOT_RUN,
    TIME_LIMIT,
    SandboxedExecute,
)  # fmt: skip
from casebook.practice.grading.limits import MEGABYTE
from casebook.practice.grading.sandbox import Sandbox
from casebook.practice.grading.submissions import Submission

RESULT = "result.json"
#: How many letters of a written answer stand in the table that asks for its points.
EXCERPT = 2_000
ENDED = (TIME_LIMIT, KERNEL_DIED, NOT_RUN)
WHY = {
    TIME_LIMIT: "time limit", KERNEL_DIED: "the kernel died", NOT_RUN: "not run",
    "SyntaxError": "syntax error", "IndentationError": "syntax error",
}  # fmt: skip


@dataclass
class Result:
    """What became of one submission.

    Attributes
    ----------
    student, exercise
        Whose, and to what.
    status
        ``graded``, ``nothing answered`` or ``not graded``.
    reason
        In words: what went wrong, task by task; or that nothing did.
    points, of
        Points for the tasks that check themselves, by task.
    written
        The written answers, by task, and the points that they may get.
    digest
        A digest of what was handed in.
    key
        A digest of that, of the assignment and of the limits: what was graded is not graded twice.
    seconds
        How long it took.
    """

    student: str
    exercise: str
    status: str = "not graded"
    reason: str = ""
    points: dict[str, float] = field(default_factory=dict)
    of: dict[str, float] = field(default_factory=dict)
    written: dict[str, dict[str, Any]] = field(default_factory=dict)
    digest: str = ""
    key: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Job:
    """One submission to grade, with all that a worker needs, which may be another process."""

    submission: Submission
    assignment: Path
    target: Path
    sandbox: Sandbox

    @property
    def key(self) -> str:
        """What decides whether it was graded already."""
        source = next((self.assignment / "source").rglob("*.ipynb"), None)
        parts = [self.submission.digest, repr(self.sandbox)]
        parts.append(hashlib.sha256(source.read_bytes()).hexdigest() if source else "no assignment")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def kept(job: Job) -> Result | None:
    """Return the result of an earlier run, if it was of the same submission and assignment."""
    path = job.target / RESULT
    with contextlib.suppress(OSError, ValueError, TypeError):
        found = Result(**json.loads(path.read_text(encoding="utf-8")))
        return found if found.key == job.key else None
    return None


def grade(job: Job) -> Result:
    """Grade one submission and keep the result; it never raises for what was handed in."""
    started = time.monotonic()
    result = Result(job.submission.student, job.submission.exercise)
    result.digest, result.key = job.submission.digest, job.key
    job.target.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="grade") as folder:
            _grade_in(Path(folder), job, result)
    except Exception as error:  # one bad submission must not stop a class
        result.status = "not graded"
        said = str(error).strip().splitlines() or ["no message"]
        result.reason = f"{type(error).__name__}: {said[-1]}"
    result.seconds = round(time.monotonic() - started, 1)
    _keep(job.target / RESULT, json.dumps(asdict(result), indent=1, ensure_ascii=False))
    return result


def _keep(path: Path, text: str) -> None:
    """Write a file whole or not at all, so that a kill leaves no half result."""
    half = path.with_suffix(f".{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _grade_in(root: Path, job: Job, result: Result) -> None:
    """Grade a submission in a course folder of its own."""
    name = f"{result.exercise}.ipynb"
    source_path = job.assignment / "source" / result.exercise / name
    if not source_path.exists():
        result.reason = f"{result.exercise} was not released; run make release"
        return
    source = nbformat.read(source_path, as_version=4)
    handed_in, why = read_notebook(job.submission, job.sandbox.limits.notebook)
    if handed_in is None:
        result.reason, result.of = why, points_of(source)
        return
    given = _ids(source)
    if not given & _ids(handed_in):
        result.reason, result.of = "this notebook is not of this exercise", points_of(source)
        return
    shutil.copytree(job.assignment / "source", root / "source")
    shutil.copyfile(job.assignment / "gradebook.db", root / "gradebook.db")
    submitted = root / "submitted" / result.student / result.exercise / name
    submitted.parent.mkdir(parents=True)
    nbformat.write(handed_in, submitted)
    runtime = root / "runtime"
    runtime.mkdir()
    _autograde(root, runtime, job, result)
    graded = nbformat.read(
        root / "autograded" / result.student / result.exercise / name, as_version=4
    )
    _read_points(root, result, handed_in)
    _say(result, source, handed_in, graded)
    shutil.copyfile(root / "gradebook.db", job.target / "gradebook.db")
    nbformat.write(graded, job.target / name)


def read_notebook(submission: Submission, largest: int) -> tuple[Any, str]:
    """Return the notebook that was handed in, or nothing and the reason."""
    content = submission.content
    if not submission.path.is_file():
        return None, "no notebook was handed in"
    if not content.strip():
        return None, "the file is empty"
    if len(content) > largest:
        return None, f"the file is too large: {len(content) // MEGABYTE} MB"
    try:
        made = nbformat.reads(content.decode("utf-8"), as_version=4)
        nbformat.validate(made)
    except UnicodeDecodeError:
        return None, "this is no notebook: not text"
    except nbformat.ValidationError as error:
        return None, f"this is no valid notebook: {str(error).splitlines()[0][:120]}"
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.reader.NotJSONError):
        return None, "this is no notebook: broken JSON"
    return made, ""


def _autograde(root: Path, runtime: Path, job: Job, result: Result) -> None:
    steps = [
        SandboxedExecute, IgnorePattern, LimitOutput, SaveAutoGrades, AssignLatePenalties,
        CheckCellMetadata,
    ]  # fmt: skip
    settings = nbgrading.configured(
        root, Autograde__autograde_preprocessors=steps, SandboxedExecute__sandbox=job.sandbox,
        SandboxedExecute__runtime=str(runtime), LimitOutput__max_lines=400,
    )  # fmt: skip
    done = nbgrading.api(settings).autograde(result.exercise, result.student, force=True)
    nbgrading.done(done, "grade it")


def _ids(notebook: Any) -> set[str]:
    return set(_by_id(notebook))


def _by_id(notebook: Any) -> dict[str, Any]:
    cells = [(cell.metadata.get("nbgrader", {}).get("grade_id"), cell) for cell in notebook.cells]
    return {name: cell for name, cell in cells if name}


def points_of(source: Any) -> dict[str, float]:
    """Return the points of the tasks that check themselves."""
    return {
        task_of(name): float(cell.metadata.nbgrader["points"])
        for name, cell in _by_id(source).items()
        if name.endswith("-test")
    }


def task_of(grade_id: str) -> str:
    """Return a task's number from the name of one of its cells.

    Examples
    --------
    >>> task_of("task-4-1-test")
    '4.1'
    """
    return ".".join(grade_id.split("-")[1:3])


def _read_points(root: Path, result: Result, handed_in: Any) -> None:
    """Read the points that nbgrader gave, and the written answers that a person must read."""
    cells = _by_id(handed_in)
    with nbgrading.open_gradebook(root) as book:
        notebook = book.find_submission_notebook(result.exercise, result.exercise, result.student)
        for found in notebook.grades:
            task = task_of(found.name)
            if found.name.endswith("-test"):
                result.points[task] = float(found.auto_score or 0.0)
                result.of[task] = float(found.max_score)
            else:
                text = cells[found.name].source.strip() if found.name in cells else ""
                answered = text not in ("", nbgrading.TEXT_STUB)
                result.written[task] = {
                    "of": float(found.max_score), "answer": text[:EXCERPT] if answered else "",
                }  # fmt: skip


def _say(result: Result, source: Any, handed_in: Any, graded: Any) -> None:
    """Put into words what went wrong, task by task."""
    result.status = "graded"
    said = [f"task {task_of(n)}: {why}" for n, why in _deleted_and_edited(source, handed_in)]
    said += _ended(graded)
    nothing = not any(result.points.values()) and not any(
        answer["answer"] for answer in result.written.values()
    )
    if nothing and not said and _unanswered(graded):
        result.status = "nothing answered"
    lost = [task for task, points in result.points.items() if points < result.of[task]]
    if not said and lost:
        said = [f"not right: {', '.join(lost)}"]
    result.reason = "; ".join(dict.fromkeys(said)) or "all right"


def _deleted_and_edited(source: Any, handed_in: Any) -> list[tuple[str, str]]:
    theirs = _by_id(handed_in)
    found = []
    for name, cell in _by_id(source).items():
        if name not in theirs and name.endswith(("-test", "-answer", "-written")):
            found.append((name, "a cell was deleted"))
        elif name.endswith("-test"):
            shown = cell.source.partition("### BEGIN HIDDEN TESTS")[0].strip()
            if theirs[name].source.strip() != shown:
                found.append((name, "the test was edited and restored"))
    return found


def _ended(graded: Any) -> list[str]:
    """Return why cells did not come to their end, in the words of `WHY`; a test may fail."""
    said = []
    for name, cell in _by_id(graded).items():
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        for error in errors:
            if name.endswith("-test") and error.ename not in ENDED:
                continue
            why = WHY.get(error.ename, f"crashed with {error.ename}")
            detail = f" ({error.evalue})" if error.ename in (KERNEL_DIED, NOT_RUN) else ""
            said.append(f"task {task_of(name)}: {why}{detail}")
    return said


def _unanswered(graded: Any) -> bool:
    """Whether every check found the three dots."""
    texts = [
        str(output.get("evalue", "")) for name, cell in _by_id(graded).items()
        if name.endswith("-test") for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]  # fmt: skip
    return bool(texts) and all("Not answered yet" in text for text in texts)
