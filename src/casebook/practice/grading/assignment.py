"""What grading knows of an exercise: the hand-out, its hidden tests and points, kept by nbgrader.

``make release`` makes the hand-out with nbgrader from the exercise's source; solutions and hidden
tests go into a gradebook that stays with the instructor, and are cleared from the hand-out.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbgrader.converters import GenerateAssignment

from casebook.build import fingerprint
from casebook.data import ROOT
from casebook.errors import DataError, GradingError
from casebook.practice.editions import assignment as source_of
from casebook.practice.editions import write
from casebook.practice.grading.converting import convert, settings
from casebook.practice.grading.course import Course
from casebook.practice.source import Sheet, read, sheets

#: What a grade depends on besides the hand-in and the assignment.
INGREDIENTS = ("src/casebook", "data")


@dataclass(frozen=True)
class Assignment:
    """A released exercise, as a worker on any machine needs it.

    Attributes
    ----------
    exercise
        Such as ``"04-the-squeeze"``.
    handout
        The notebook that students got, as text.
    database
        The gradebook with hidden tests and points, as the bytes of its file.
    """

    exercise: str
    handout: str
    database: bytes

    @functools.cached_property
    def notebook(self) -> Any:
        """The hand-out as a notebook."""
        return nbformat.reads(self.handout, as_version=4)

    @functools.cached_property
    def digest(self) -> str:
        """A digest of the hand-out, its hidden tests, and of the book that checks them."""
        made = hashlib.sha256(self.handout.encode() + _book().encode())
        for cell in self.notebook.cells:
            made.update(str(cell.metadata.get("nbgrader", "")).encode())
        return made.hexdigest()


@functools.cache
def _book() -> str:
    return fingerprint(INGREDIENTS)


def chosen(exercise: str) -> list[Sheet]:
    """Return the sheet of a name, or all for an empty name.

    Raises
    ------
    DataError
        If there is no such sheet; it lists those there are.
    """
    known = {path.stem: path for path in sheets()}
    if exercise and exercise not in known:
        listed = ", ".join(known)
        raise DataError("EXERCISE", "unknown exercise", found=exercise, expected=f"one of {listed}")
    return [read(known[exercise])] if exercise else [read(path) for path in known.values()]


def release(course: Course, sheet: Sheet) -> Path:
    """Make the hand-out of a sheet; return where it is.

    The folder of the assignment is made anew beside the old one and takes its place at the end.
    """
    target, made = course.assignments / sheet.slug, course.assignments / f".{sheet.slug}"
    shutil.rmtree(made, ignore_errors=True)
    write(source_of(sheet), made / "source" / sheet.slug / f"{sheet.slug}.ipynb")
    # nbgrader calls alembic by its bare name when it makes a gradebook
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    with patch.dict(os.environ, PATH=path):  # nbgrader's own setenv loses the PATH afterwards
        config = settings(made, sheet.slug)
        config.ClearSolutions.code_stub = {"python": ""}  # the three dots say where to answer
        config.ClearSolutions.text_stub = "*Write your answer here.*"
        convert(GenerateAssignment, config)
    handout = made / "release" / sheet.slug / f"{sheet.slug}.ipynb"
    if missing := [n for n, task in sheet.tasks.items() if not (task.checked or task.written)]:
        raise GradingError(f"{sheet.path.name}: no points for {', '.join(missing)}")
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)
    handout = target / handout.relative_to(made)
    released = course.released / sheet.slug / handout.name
    released.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(handout, released)
    shutil.copyfile(Path(__file__).with_name("handout.txt"), released.parent / "READ-ME.txt")
    return released


def load(course: Course, exercise: str) -> Assignment:
    """Return a released exercise; one that was never released is released now."""
    folder = course.assignments / exercise
    if not (folder / "gradebook.db").exists():
        release(course, chosen(exercise)[0])
    handout = folder / "release" / exercise / f"{exercise}.ipynb"
    database = (folder / "gradebook.db").read_bytes()
    return Assignment(exercise, handout.read_text(encoding="utf-8"), database)


def changed_since_release(course: Course, exercise: str) -> bool:
    """Return whether the source of an exercise is no longer what was released."""
    kept = course.assignments / exercise / "source" / exercise / f"{exercise}.ipynb"
    now = nbformat.writes(source_of(read(ROOT / "exercises" / f"{exercise}.md")))
    return kept.read_text(encoding="utf-8").strip() != str(now).strip()
