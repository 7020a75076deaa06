"""The result of one submission, kept as ``result.json`` beside the graded notebook."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RIGHT, PARTLY, WRONG = "right", "partly right", "nothing right"
UNANSWERED, NOT_GRADED = "nothing answered", "not graded"


@dataclass
class TaskResult:
    """What became of one task.

    Attributes
    ----------
    points, of
        Points of the check, and how many there are; ``of`` is 0 for a task without a check.
    says
        What happened, such as ``"right"`` or ``"time limit"``.
    written_of
        Points of the written answer; 0 if none is asked.
    written
        The written answer, empty if it was not written.
    """

    points: float = 0
    of: float = 0
    says: str = ""
    written_of: float = 0
    written: str = ""


@dataclass
class Result:
    """What became of one submission.

    Attributes
    ----------
    student, exercise
        Whose, and of which exercise.
    status
        Right, partly right, nothing right, nothing answered, or not graded.
    reasons
        Sentences that say why.
    tasks
        The tasks by number.
    handed_in
        The digest of what was handed in.
    key
        The digest of all that the grade depends on: a result with the same is not made again.
    seconds
        How long it took.
    run
        Which run made it, so that a resumed run can be told from the one before.
    """

    student: str
    exercise: str
    status: str = NOT_GRADED
    reasons: list[str] = field(default_factory=list)
    tasks: dict[str, TaskResult] = field(default_factory=dict)
    handed_in: str = ""
    key: str = ""
    seconds: float = 0
    run: str = ""


@dataclass
class Graded:
    """A result with what nbgrader made: the graded notebook and its gradebook, if there are any."""

    result: Result
    notebook: str = ""
    database: bytes = b""


def save(graded: Graded, folder: Path) -> None:
    """Keep a result; ``result.json`` comes last and at once, so that it never stands for a half."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{graded.result.exercise}.ipynb"
    if graded.notebook:
        _put(folder / name, graded.notebook.encode())
        _put(folder / "gradebook.db", graded.database)
    else:
        (folder / name).unlink(missing_ok=True)
        (folder / "gradebook.db").unlink(missing_ok=True)
    _put(folder / "result.json", json.dumps(asdict(graded.result), indent=1).encode())


def _put(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(folder: Path) -> Result | None:
    """Return the result that is kept in a folder, or None if there is none that can be read."""
    try:
        raw: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        raw["tasks"] = {number: TaskResult(**task) for number, task in raw["tasks"].items()}
        return Result(**raw)
    except (OSError, ValueError, TypeError, KeyError):
        return None
