"""Sorts what students sent into ``class/submitted/<student>/<exercise>/``.

It takes a folder of folders, the ZIP of a learning platform, or loose files whose names say whose
they are, such as ``mueller_04-the-squeeze (1).ipynb``. Nothing is overwritten: a second hand-in is
kept beside the first. What cannot be placed is listed with the reason, and left where it is.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casebook.errors import DataError, GradingError
from casebook.practice.grading.course import Course, safe_name
from casebook.practice.grading.handed import RefusedError, parsed
from casebook.practice.grading.limits import MEGABYTE, Limits
from casebook.practice.grading.whole import grade_id, task_of
from casebook.practice.source import sheets

#: What learning platforms put behind a name: Moodle's "_123_assignsubmission_file_", Canvas'
#: "_LATE_123_456".
PLATFORM = re.compile(r"(_LATE)?(_\d+)*(_assignsubmission_(file|onlinetext)_?)?[_\s-]*$")
#: Folders that are not a student's.
NO_STUDENT = {"", ".", "..", "/", "submitted", "submissions", "__MACOSX"}


@dataclass(frozen=True)
class Sent:
    """One file that was sent.

    Attributes
    ----------
    path
        Its path in the folder or the ZIP.
    size
        Its size in bytes.
    content
        Its bytes; nothing if it is too large to be read.
    """

    path: PurePosixPath
    size: int
    content: bytes


def collect(course: Course, source: Path, exercise: str = "") -> Iterator[str]:
    """Sort what was sent; yield a line about each file.

    Raises
    ------
    GradingError
        If there is no such folder or ZIP.
    DataError
        If there is no such exercise.
    """
    slugs = [path.stem for path in sheets()]
    if exercise and exercise not in slugs:
        listed = ", ".join(slugs)
        raise DataError("EXERCISE", "unknown exercise", found=exercise, expected=f"one of {listed}")
    placed, left = 0, 0
    for sent in _files(source):
        try:
            yield f"{sent.path}: {_place(course, sent, slugs, exercise)}"
            placed += 1
        except (RefusedError, GradingError) as reason:
            yield f"left {sent.path}: {reason}"
            left += 1
    yield f"placed {placed}, left {left}: {course.submitted}"


def _files(source: Path) -> Iterator[Sent]:
    """Yield the files of a folder or a ZIP; links are not followed, names are only read."""
    largest = Limits.notebook
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            name = PurePosixPath(path.relative_to(source).as_posix())
            if path.is_file() and not path.is_symlink() and not _hidden(name):
                size = path.stat().st_size
                yield Sent(name, size, path.read_bytes() if size <= largest else b"")
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                name = PurePosixPath(info.filename)
                if not info.is_dir() and not _hidden(name):
                    small = info.file_size <= largest
                    yield Sent(name, info.file_size, archive.read(info) if small else b"")
    else:
        raise GradingError(f"FROM={source}: expected a folder or a ZIP")


def _hidden(name: PurePosixPath) -> bool:
    shown = (part for part in name.parts if part not in (".", ".."))
    return any(part.startswith((".", "__MACOSX")) for part in shown)


def _place(course: Course, sent: Sent, slugs: list[str], exercise: str) -> str:
    """Put one file where it belongs; return what was done."""
    if sent.path.suffix.lower() != ".ipynb":
        raise RefusedError("no notebook: expected a file .ipynb")
    if sent.size > Limits.notebook:
        raise RefusedError(f"too large: {sent.size / MEGABYTE:.0f} MB")
    slug, student = _exercise(sent, slugs, exercise), _student(sent.path, slugs)
    folder = course.submitted / student / slug
    folder.mkdir(parents=True, exist_ok=True)
    number, target = 1, folder / f"{slug}.ipynb"
    while target.exists():
        if target.read_bytes() == sent.content:
            return f"is there already, {target.relative_to(course.root)}"
        number += 1
        target = folder / f"{slug} ({number}).ipynb"
    with target.open("xb") as file:
        file.write(sent.content)
    return f"placed as {target.relative_to(course.root)}"


def _exercise(sent: Sent, slugs: list[str], exercise: str) -> str:
    """Return the exercise of a file: by its name, its folder, what it holds, or as told."""
    for part in reversed(sent.path.parts):
        named = [slug for slug in slugs if slug in part]
        if named:
            return named[0]
    if exercise:
        return exercise
    try:
        cells = parsed(sent.content).cells
    except RefusedError as reason:
        raise RefusedError(f"its name has no exercise, and it is {reason}") from None
    numbers = {grade_id(c).split("-")[1] for c in cells if grade_id(c).count("-") >= 3}
    numbers |= {task_of(c).partition(".")[0] for c in cells if task_of(c)}
    found = [slug for slug in slugs if str(int(slug[:2])) in numbers]
    if len(found) != 1:
        raise RefusedError("neither its name nor its cells say of which exercise it is")
    return found[0]


def _student(path: PurePosixPath, slugs: list[str]) -> str:
    """Return whose a file is: the folder's name, or what stands before the exercise's name.

    Examples
    --------
    >>> slugs = ["04-the-squeeze"]
    >>> _student(PurePosixPath("mueller_04-the-squeeze (1).ipynb"), slugs)
    'mueller'
    >>> _student(PurePosixPath("Anna Ek_71_assignsubmission_file_/04-the-squeeze.ipynb"), slugs)
    'Anna-Ek'
    >>> _student(PurePosixPath("ek/04-the-squeeze/04-the-squeeze.ipynb"), slugs)
    'ek'
    """
    before = next((path.name[: path.name.index(s)] for s in slugs if s in path.name), "")
    if PLATFORM.sub("", before):
        return safe_name(PLATFORM.sub("", before))
    folders = [
        part
        for part in path.parts[:-1]
        if part not in NO_STUDENT and not any(slug in part for slug in slugs)
    ]
    if not folders:
        raise RefusedError("its name does not say whose it is: expected <student>_<exercise>.ipynb")
    return safe_name(PLATFORM.sub("", folders[-1]))
