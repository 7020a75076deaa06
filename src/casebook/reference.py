"""Recorded outputs: what the prose relies on is compared with a record at every test.

A cell whose output the text quotes carries the tag ``nbval-check-output``. ``record`` runs the
text notebooks and keeps the outputs of those cells in ``tests/reference``; ``merge`` puts them
into notebooks under ``_build/nbval``, which nbval runs and compares. Without the merge nbval
would compare nothing, for a text notebook has no outputs. An exercise is run twice: with its
solutions, and as students get it, where its checks must say that nothing is answered yet.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from casebook.build import BUILD, notebooks, quiet_kernels
from casebook.data import ROOT
from casebook.practice.editions import student
from casebook.practice.source import read, sheets

TAG = "nbval-check-output"
REFERENCE = ROOT / "tests" / "reference"
RUNNABLE = BUILD / "nbval"


class RecordError(ValueError):
    """The record does not fit the notebook; the message says which, and what to run."""


@dataclass(frozen=True)
class Runnable:
    """A notebook that is run and compared.

    Attributes
    ----------
    source
        The text notebook that it is made from, and beside which it runs.
    kind
        The folder of its record: ``chapters``, ``exercises``, ``students`` and so on.
    notebook
        Its cells.
    """

    source: Path
    kind: str
    notebook: Any

    @property
    def name(self) -> str:
        """The name that readers of a message see."""
        return f"{self.kind}/{self.source.stem}"

    @property
    def record(self) -> Path:
        """Where its record is kept."""
        return REFERENCE / self.kind / f"{self.source.stem}.ipynb"


def runnables() -> Iterator[Runnable]:
    """Yield every notebook: pages of the book, exercises solved, exercises as handed out."""
    for path in [*notebooks("instructor"), *sheets()]:
        yield Runnable(path, path.parent.name, jupytext.read(path))
    for path in sheets():
        yield Runnable(path, "students", as_handed_out(path))


def as_handed_out(path: Path) -> Any:
    """Return the student edition of an exercise; what its checks say is compared."""
    notebook = student(read(path))
    for cell in notebook.cells:
        if cell.metadata.get("part") == "check":
            cell.metadata["tags"] = [TAG]
    return notebook


def checked(notebook: Any) -> list[Any]:
    """Return the cells whose output is compared."""
    return [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]


def record(found: Runnable) -> str:
    """Run a notebook, keep the outputs of its checked cells, and return what changed."""
    from nbclient import NotebookClient

    folder = {"metadata": {"path": str(found.source.parent)}}
    NotebookClient(found.notebook, resources=folder).execute()
    before = _texts(nbformat.read(found.record, as_version=4)) if found.record.exists() else []
    kept = nbformat.v4.new_notebook(cells=[_stripped(cell) for cell in checked(found.notebook)])
    for number, cell in enumerate(kept.cells):
        cell["id"] = f"checked-{number}"
    found.record.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(kept, found.record)
    marks = (f"{found.name} before", f"{found.name} now")
    return "\n".join(difflib.unified_diff(before, _texts(kept), *marks, lineterm=""))


def _stripped(cell: Any) -> Any:
    """Return a cell without what differs from run to run."""
    cell.metadata = {"tags": [TAG]}
    return cell


def _texts(notebook: Any) -> list[str]:
    """Return the outputs of a record as lines of text."""
    lines: list[str] = []
    for cell in notebook.cells:
        for output in cell.outputs:
            lines += str(
                output.get("text", output.get("data", {}).get("text/plain", ""))
            ).splitlines()
    return lines


def merge(found: Runnable) -> Path:
    """Write a notebook that nbval can compare: today's text with the recorded outputs."""
    cells = checked(found.notebook)
    kept = nbformat.read(found.record, as_version=4).cells if found.record.exists() else []
    if len(cells) != len(kept):
        raise RecordError(
            f"{found.name} has {len(cells)} checked cells, its record {len(kept)}; "
            "run make reference"
        )
    for cell, before in zip(cells, kept, strict=True):
        cell.outputs, cell.execution_count = before.outputs, before.execution_count
    written = RUNNABLE / found.kind / f"{found.source.stem}.ipynb"
    written.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(found.notebook, written)
    return written


def main(arguments: list[str]) -> int:
    """Run ``record`` or ``merge`` over every notebook, or record those that are named."""
    if arguments[:1] not in (["record"], ["merge"]) or (
        len(arguments) > 1 and "merge" in arguments
    ):
        print("usage: python -m casebook.reference record [part of a name ...]|merge")
        return 2
    quiet_kernels()
    wanted = arguments[1:] or [""]
    try:
        for found in runnables():
            if arguments == ["merge"]:
                merge(found)
            elif any(part in found.name for part in wanted):
                print(record(found) or f"{found.name}: nothing changed", flush=True)
    except RecordError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
