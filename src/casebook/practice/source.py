"""The exercise sheets: one text notebook a chapter, the one source of every edition.

A cell belongs to a task by its metadata ``task`` and ``part``. Students never get the parts of
`KEPT_BACK`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.data import ROOT
from casebook.errors import DataError

FOLDER = ROOT / "exercises"

PARTS = ("prompt", "hint", "start", "stub", "solution", "check", "key", "rubric")
KEPT_BACK = ("solution", "key", "rubric")
#: How many points a task has that does not say so.
POINTS = 1


@dataclass(frozen=True)
class Task:
    """One task of a sheet.

    Attributes
    ----------
    number
        Such as ``"4.1"``.
    cells
        The notebook cells, by part.
    """

    number: str
    cells: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The heading of the prompt."""
        return str(self.cells["prompt"][0].source).partition("\n")[0].lstrip("# ").strip()

    @property
    def checked(self) -> bool:
        """Whether the task checks itself."""
        return "check" in self.cells

    @property
    def written(self) -> bool:
        """Whether a person reads the answer, by a rubric."""
        return "rubric" in self.cells

    def points(self, part: str) -> int:
        """Return the points of the task's ``check`` or ``rubric``."""
        return int(self.cells[part][0].metadata.get("points", POINTS))


@dataclass(frozen=True)
class Sheet:
    """The exercises of one chapter.

    Attributes
    ----------
    path
        The text notebook.
    notebook
        Its cells.
    tasks
        Its tasks by number, in order.
    """

    path: Path
    notebook: Any
    tasks: dict[str, Task]

    @property
    def slug(self) -> str:
        """The file's name without its ending, which the chapter shares."""
        return self.path.stem

    @property
    def number(self) -> int:
        """The chapter's number."""
        return int(self.slug[:2])

    @property
    def title(self) -> str:
        """The heading of the sheet."""
        return str(self.notebook.cells[0].source).partition("\n")[0].lstrip("# ").strip()


def sheets(folder: Path = FOLDER) -> list[Path]:
    """Return the exercise sources, in the order of the chapters."""
    return sorted(folder.glob("[0-9][0-9]-*.md"))


def read(path: Path) -> Sheet:
    """Read a sheet and make sure that its tasks are whole.

    Raises
    ------
    DataError
        If a cell's metadata are not as they must be; it names the file, the cell and the value.
    """
    import jupytext

    notebook = jupytext.read(path)
    tasks: dict[str, Task] = {}
    for place, cell in enumerate(notebook.cells, 1):
        number, part = cell.metadata.get("task"), cell.metadata.get("part")
        if number is None and part is None:
            continue
        _check_cell(path, place, cell, list(tasks))
        tasks.setdefault(str(number), Task(str(number))).cells.setdefault(part, []).append(cell)
    for task in tasks.values():
        _check_task(path, task)
    return Sheet(path, notebook, tasks)


def _check_cell(path: Path, place: int, cell: Any, known: list[str]) -> None:
    file, number, part = f"exercises/{path.name}", cell.metadata.get("task"), None
    part = cell.metadata.get("part")
    if part not in PARTS:
        raise DataError(
            file, f"cell {place}: unknown part", found=part, expected=f"one of {', '.join(PARTS)}"
        )
    chapter = str(int(path.name[:2]))
    if not re.fullmatch(rf"{chapter}\.[1-9]", str(number)):
        raise DataError(
            file, f"cell {place}: a task's number", found=number, expected=f"such as '{chapter}.1'"
        )
    if known and str(number) not in (known[-1], f"{chapter}.{len(known) + 1}"):
        raise DataError(
            file, f"cell {place}: a task is out of order", found=number,
            expected=f"{known[-1]} or {chapter}.{len(known) + 1}",
        )  # fmt: skip
    points = cell.metadata.get("points", POINTS)
    if not isinstance(points, int) or points < 1:
        raise DataError(file, f"cell {place}: points", found=points, expected="1 or more")


def _check_task(path: Path, task: Task) -> None:
    file, parts = f"exercises/{path.name}", set(task.cells)
    wanted = {"prompt", "hint", "stub", "solution"}
    if task.checked:
        wanted |= {"check", "key"}
    if missing := wanted - parts:
        raise DataError(
            file, f"task {task.number} lacks a part", found=", ".join(sorted(parts)),
            expected=", ".join(sorted(missing)) + " as well",
        )  # fmt: skip
    if not (task.checked or task.written):
        raise DataError(file, f"task {task.number}", found="neither", expected="check or rubric")
    if task.checked:
        source = task.cells["check"][0].source.strip()
        if not re.fullmatch(rf'check\("{re.escape(task.number)}", \w+\)', source):
            raise DataError(
                file, f"task {task.number}: its check", found=source,
                expected=f'check("{task.number}", name)',
            )  # fmt: skip
