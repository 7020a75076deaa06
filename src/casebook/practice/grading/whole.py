"""Makes a hand-in whole before it is graded: what was deleted comes back, tests as they were.

nbgrader restores the text of a test cell, but trusts the cell's metadata and fails where a cell
and its neighbour are both gone. Cells are known by nbgrader's id or, in a notebook that was opened
on Binder or taken home, by task and part.
"""

from __future__ import annotations

import copy
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import nbformat

from casebook.practice.grading.handed import RefusedError

WORDS = {"test": "test cell", "answer": "answer cell", "written": "written answer"}


@dataclass
class Findings:
    """What making a hand-in whole has shown.

    Attributes
    ----------
    deleted
        The tasks whose answer cell was deleted.
    notes
        Sentences for the row.
    """

    deleted: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def grade_id(cell: Any) -> str:
    """Return the id that nbgrader knows a cell by, or nothing."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def task_of(cell: Any) -> str:
    """Return the number of the task that a cell of the hand-out belongs to."""
    return str(cell.metadata.get("task", ""))


def kind_of(identity: str) -> str:
    """Return what a cell is: test, answer, written, prompt or start.

    Examples
    --------
    >>> kind_of("task-4-1-answer")
    'answer'
    """
    return identity.split("-")[3]


def _places(notebook: Any) -> list[tuple[Any, ...]]:
    """Return task, part, type and count of each cell: an identity without nbgrader's."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found = []
    for cell in notebook.cells:
        # a test has the same place whether it is called check or test
        place = (cell.metadata.get("task"), cell.metadata.get("part"), cell.cell_type)
        found.append((*place, seen[place]))
        seen[place] += 1
    return found


def _identified(notebook: Any, handout: Any) -> dict[str, Any]:
    """Return the cells of a hand-in by nbgrader's id; the later of two counts, as in nbgrader."""
    given = {grade_id(cell) for cell in handout.cells} - {""}
    by_place = dict(zip(_places(handout), map(grade_id, handout.cells), strict=True))
    found: dict[str, Any] = {}
    for cell, place in zip(notebook.cells, _places(notebook), strict=True):
        identity = grade_id(cell)
        if identity not in given:
            identity = by_place.get(place, "") if place[0] is not None else ""
        cell.metadata.pop("nbgrader", None)
        if identity:
            found[identity] = cell
    return found


def made_whole(submitted: Any, handout: Any) -> tuple[Any, Findings]:
    """Return a copy of a hand-in with every cell of the hand-out, and what was found.

    Raises
    ------
    RefusedError
        If no cell of the hand-out is in it.
    """
    notebook, findings = copy.deepcopy(submitted), Findings()
    found = _identified(notebook, handout)
    if not any(kind_of(identity) in WORDS for identity in found):
        raise RefusedError(f"wrong exercise: {_what_it_is(submitted)}")
    before: Any = None
    for given in handout.cells:
        identity = grade_id(given)
        if identity in found:
            before = found[identity]
            _restore(before, given, findings)
        elif identity or _is_gone(given, notebook):
            places = [place for place, cell in enumerate(notebook.cells) if cell is before]
            before = copy.deepcopy(given)
            notebook.cells.insert(places[0] + 1 if places else 0, before)
            _note_deleted(given, findings)
    _number(notebook)
    return notebook, findings


def _is_gone(given: Any, notebook: Any) -> bool:
    """Return whether code that nbgrader does not know, such as the imports, is not there."""
    return given.cell_type == "code" and not any(
        given.source.strip() in cell.source for cell in notebook.cells
    )


def _restore(cell: Any, given: Any, findings: Findings) -> None:
    """Give a cell the metadata of the hand-out, and a test its text."""
    kind = kind_of(grade_id(given))
    if kind == "test" and "".join(cell.source).strip() != given.source.strip():
        findings.notes.append(f"{task_of(given)}: test cell edited (restored)")
    cell.metadata = copy.deepcopy(given.metadata)
    if cell.cell_type != given.cell_type:
        source = cell.source
        cell.clear()
        cell.update(copy.deepcopy(given))
        cell.source = source
    if kind not in ("answer", "written"):
        cell.source = given.source


def _note_deleted(given: Any, findings: Findings) -> None:
    kind = kind_of(grade_id(given)) if grade_id(given) else ""
    number = task_of(given)
    if kind in WORDS:
        findings.notes.append(f"{number}: {WORDS[kind]} deleted")
    if kind == "answer":
        findings.deleted.add(number)


def _number(notebook: Any) -> None:
    """Give each cell an id of its own; a copied cell has that of its original."""
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place}"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict({})


def _what_it_is(notebook: Any) -> str:
    """Return what a notebook of another exercise seems to be."""
    tasks = {grade_id(c)[5:].partition("-")[0] for c in notebook.cells if grade_id(c)}
    tasks |= {task_of(c).partition(".")[0] for c in notebook.cells if task_of(c)}
    known = ", ".join(sorted(tasks - {""}, key=lambda number: number.zfill(2)))
    return f"its cells are of exercise {known}" if known else "no cell of the hand-out is in it"
