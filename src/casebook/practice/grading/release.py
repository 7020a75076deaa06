"""``make release``: the hand-out of an exercise, and what grading must know of it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from casebook.practice.editions import assignment, write
from casebook.practice.grading import nbgrading
from casebook.practice.grading.course import Course
from casebook.practice.source import Sheet


def release(sheet: Sheet, course: Course) -> Path:
    """Make the hand-out of a sheet; return its notebook.

    nbgrader clears solutions and hidden tests and notes points and checksums in a gradebook. That
    gradebook and the source are kept for grading; a hand-out that was made before is replaced.
    """
    with tempfile.TemporaryDirectory(prefix="release") as folder:
        root = Path(folder)
        name = f"{sheet.slug}.ipynb"
        write(assignment(sheet), root / "source" / sheet.slug / name)
        made = nbgrading.api(nbgrading.configured(root))
        result = made.generate_assignment(sheet.slug, force=True, create=True)
        nbgrading.done(result, f"make the hand-out of {sheet.slug}")
        target = course.released / sheet.slug / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "release" / sheet.slug / name, target)
        kept = course.assignments / sheet.slug
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        shutil.copytree(root / "source", kept / "source")
        shutil.copyfile(root / "gradebook.db", kept / "gradebook.db")
    return target
