"""What was handed in: found, read without changing it, or refused with a reason."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from casebook.errors import GradingError
from casebook.practice.grading.limits import MEGABYTE

#: The number that `collect` gives to a later hand-in: ``04-the-squeeze (2).ipynb``.
LATER = re.compile(r" \((\d+)\)$")


class RefusedError(Exception):
    """A hand-in cannot be graded; the text is the reason that its row gives."""


@dataclass(frozen=True)
class HandedIn:
    """One submission.

    Attributes
    ----------
    student, exercise
        Whose, and of which exercise.
    files
        The notebooks in its folder, the one to grade last.
    notes
        What the row should say besides.
    """

    student: str
    exercise: str
    files: tuple[Path, ...]
    notes: list[str] = field(default_factory=list)

    def digest(self) -> str:
        """Return a digest of the file that is graded; of nothing if there is none."""
        content = self.files[-1].read_bytes() if self.files else b""
        return hashlib.sha256(content).hexdigest()

    def content(self, largest: int) -> bytes:
        """Return the bytes of the notebook.

        Raises
        ------
        RefusedError
            If there is none, or it is empty or larger than allowed.
        """
        if not self.files:
            raise RefusedError("no notebook: the folder holds no .ipynb file")
        path = self.files[-1]
        size = path.stat().st_size
        if size == 0:
            raise RefusedError(f"empty file: {path.name}")
        if size > largest:
            found = f"{size / MEGABYTE:.1f} MB, allowed are {largest / MEGABYTE:g}"
            raise RefusedError(f"too large: {path.name} has {found}")
        return path.read_bytes()


def find(folder: Path, exercise: str = "") -> list[HandedIn]:
    """Return the submissions of a folder: a folder a student, and in it one an exercise.

    Raises
    ------
    GradingError
        If the folder does not exist or holds no submission.
    """
    if not folder.is_dir():
        raise GradingError(f"SUBMISSIONS={folder}: no such folder; make collect fills one")
    found = [
        _in(student.name, work)
        for student in _folders(folder)
        for work in _folders(student)
        if exercise in ("", work.name)
    ]
    if not found:
        wanted = f"<student>/{exercise or '<exercise>'}/*.ipynb"
        raise GradingError(f"SUBMISSIONS={folder}: no submission; expected {wanted}")
    return found


def _folders(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _in(student: str, folder: Path) -> HandedIn:
    files = sorted(
        (p for p in folder.glob("*.ipynb") if p.is_file() and not p.is_symlink()),
        key=lambda path: _order(path, folder.name),
    )
    notes = []
    if len(files) > 1:
        others = ", ".join(path.name for path in files[:-1])
        notes.append(f"graded {files[-1].name}, not {others}")
    return HandedIn(student, folder.name, tuple(files), notes)


def _order(path: Path, exercise: str) -> tuple[bool, int, str]:
    """Sort the notebook to grade last: named as the exercise, and of those the latest."""
    number = LATER.search(path.stem)
    named = LATER.sub("", path.stem) == exercise
    return named, int(number[1]) if number else 1, path.name


def parsed(content: bytes) -> Any:
    """Return the notebook of some bytes, in today's format.

    Raises
    ------
    RefusedError
        If they are no notebook.
    """
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"broken JSON: {str(error)[:120]}") from None
    if not isinstance(raw, dict) or not {"cells", "worksheets"} & raw.keys():
        raise RefusedError("not a notebook: the file holds JSON of another kind")
    try:
        notebook = nbformat.reads(json.dumps(raw), as_version=4)
        for cell in notebook.cells:
            cell.source = "".join(cell.source)
            cell.metadata = nbformat.from_dict(dict(cell.metadata))
    except Exception as error:
        said = f"{type(error).__name__}: {str(error)[:120]}"
        raise RefusedError(f"not a notebook that can be read ({said})") from None
    return notebook
