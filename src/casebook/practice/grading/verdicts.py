"""Reads from a graded notebook what became of each task, in words for the table of grades."""

from __future__ import annotations

from typing import Any

from casebook.practice.grading.executing import KERNEL_DIED, NOT_RUN, TIME_LIMIT
from casebook.practice.grading.results import (
    PARTLY,
    RIGHT,
    UNANSWERED,
    WRONG,
    TaskResult,
)  # fmt: skip
from casebook.practice.grading.whole import Findings, grade_id, kind_of, task_of

SYNTAX = ("SyntaxError", "IndentationError", "TabError")
UNREAD = "not answered"


def tasks_of(notebook: Any, handout: Any, scores: dict[str, float]) -> dict[str, TaskResult]:
    """Return the tasks of a graded notebook.

    Parameters
    ----------
    notebook
        The notebook as it was run.
    handout
        The notebook that students got; what still reads as there is not answered.
    scores
        Points by nbgrader's id of the cell, from its gradebook.
    """
    given = {grade_id(c): c for c in handout.cells if grade_id(c)}
    tasks: dict[str, TaskResult] = {}
    ends: dict[str, str] = {}
    answered: set[str] = set()
    current = ""
    for cell in notebook.cells:
        identity = grade_id(cell)
        current = task_of(cell) or current
        task = tasks.setdefault(current, TaskResult()) if current else TaskResult()
        kind = kind_of(identity) if identity else ""
        changed = identity in given and cell.source.strip() != given[identity].source.strip()
        if kind == "answer" and changed:
            answered.add(current)
        if kind == "written":
            task.written_of = cell.metadata["nbgrader"]["points"]
            task.written = cell.source if changed else ""
        if kind == "test":
            task.points, task.of = scores[identity], cell.metadata["nbgrader"]["points"]
            task.says = _says(cell, task, ends.get(current, ""), current in answered)
        elif cell.cell_type == "code" and current not in ends and (end := ended(cell)):
            ends[current] = end
    return {number: task for number, task in tasks.items() if task.of or task.written_of}


def untouched(handout: Any) -> dict[str, TaskResult]:
    """Return the tasks of a hand-out without any point, for a hand-in that cannot be graded."""
    tasks: dict[str, TaskResult] = {}
    for cell in handout.cells:
        kind = kind_of(grade_id(cell)) if grade_id(cell) else ""
        if kind in ("test", "written"):
            task = tasks.setdefault(task_of(cell), TaskResult())
            name = "of" if kind == "test" else "written_of"
            setattr(task, name, cell.metadata["nbgrader"]["points"])
    return tasks


def ended(cell: Any) -> str:
    """Return how a cell ended if not well, in words; else nothing."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            if output.ename in SYNTAX:
                return "syntax error"
            if output.ename == TIME_LIMIT:
                return "time limit"
            if output.ename == KERNEL_DIED:
                return f"kernel died ({output.evalue})"
            if output.ename == NOT_RUN:
                return f"not run ({output.evalue})"
            return f"crashed ({output.ename}: {output.evalue[:80]})"
    return ""


def _says(test: Any, task: TaskResult, end: str, answered: bool) -> str:
    if task.points >= task.of:
        return "right"
    if end:
        return end
    if not answered:
        return UNREAD
    errors = [output for output in test.outputs if output.output_type == "error"]
    if errors and errors[0].ename == "AssertionError":
        return f"wrong ({errors[0].evalue[:160]})"
    return ended(test) or "wrong"


def status_of(tasks: dict[str, TaskResult], findings: Findings) -> tuple[str, list[str]]:
    """Return the status of a submission, and the sentences that say why."""
    for number in findings.deleted:
        tasks[number].says = "answer cell deleted"
    checked = [task for task in tasks.values() if task.of]
    written = [task for task in tasks.values() if task.written]
    reasons = [f"{n}: {t.says}" for n, t in tasks.items() if t.of and t.says not in ("right", "")]
    notes = [note for note in findings.notes if note not in reasons]
    kept = [note for note in notes if not note.endswith("answer cell deleted")]
    if all(task.says == UNREAD for task in checked) and not written:
        return UNANSWERED, kept
    right = sum(task.points >= task.of for task in checked)
    status = RIGHT if right == len(checked) else PARTLY if right else WRONG
    return status, [*reasons, *kept]
