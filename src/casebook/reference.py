"""Recorded outputs: what the prose relies on is compared with a record at every test.

A cell whose output the text quotes carries the tag ``nbval-check-output``. ``record`` runs the
text notebooks and keeps the outputs of those cells in ``tests/reference``; ``merge`` puts them
into notebooks under ``_build/nbval``, which nbval runs and compares. Without the merge nbval
would compare nothing, for a text notebook has no outputs.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from casebook.build import BUILD, notebooks, quiet_kernels
from casebook.data import ROOT

TAG = "nbval-check-output"
REFERENCE = ROOT / "tests" / "reference"
RUNNABLE = BUILD / "nbval"


class RecordError(ValueError):
    """The record does not fit the notebook; the message says which, and what to run."""


def sources() -> list[Path]:
    """Return every text notebook: pages of the book and exercises."""
    return [*notebooks(), *sorted((ROOT / "exercises").glob("[0-9]*.md"))]


def reference_of(path: Path) -> Path:
    """Return where the record of a notebook is kept."""
    return REFERENCE / path.parent.name / f"{path.stem}.ipynb"


def checked(notebook: Any) -> list[Any]:
    """Return the cells whose output is compared."""
    return [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]


def record(path: Path) -> str:
    """Run a notebook, keep the outputs of its checked cells, and return what changed."""
    from nbclient import NotebookClient

    notebook = jupytext.read(path)
    NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    target = reference_of(path)
    before = _texts(nbformat.read(target, as_version=4)) if target.exists() else []
    kept = nbformat.v4.new_notebook(cells=[_stripped(cell) for cell in checked(notebook)])
    for number, cell in enumerate(kept.cells):
        cell["id"] = f"checked-{number}"
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(kept, target)
    name = path.relative_to(ROOT).as_posix()
    return "\n".join(
        difflib.unified_diff(before, _texts(kept), f"{name} before", f"{name} now", lineterm="")
    )


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


def merge(path: Path) -> Path:
    """Write a notebook that nbval can compare: today's text with the recorded outputs."""
    name = path.relative_to(ROOT).as_posix()
    notebook, target = jupytext.read(path), reference_of(path)
    cells = checked(notebook)
    recorded = nbformat.read(target, as_version=4).cells if target.exists() else []
    if len(cells) != len(recorded):
        raise RecordError(
            f"{name} has {len(cells)} checked cells, its record {len(recorded)}; run make reference"
        )
    for cell, before in zip(cells, recorded, strict=True):
        cell.outputs, cell.execution_count = before.outputs, before.execution_count
    written = RUNNABLE / path.parent.name / f"{path.stem}.ipynb"
    written.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, written)
    return written


def main(arguments: list[str]) -> int:
    """Run ``record`` or ``merge`` over every notebook."""
    if arguments not in (["record"], ["merge"]):
        print("usage: python -m casebook.reference record|merge", file=sys.stderr)
        return 2
    quiet_kernels()
    try:
        for path in sources():
            if arguments == ["merge"]:
                merge(path)
            else:
                print(
                    record(path) or f"{path.relative_to(ROOT).as_posix()}: nothing changed",
                    flush=True,
                )
    except RecordError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
