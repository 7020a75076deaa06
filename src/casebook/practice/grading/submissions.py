"""What was handed in: found, named, read and never changed."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from casebook.errors import GradingError
from casebook.practice.grading.course import Course, safe_name

NOTEBOOK = ".ipynb"


@dataclass(frozen=True)
class Submission:
    """One student's answer to one exercise.

    Attributes
    ----------
    student, exercise
        Whose, and to what.
    path
        The notebook; it need not be there, if the folder holds none.
    """

    student: str
    exercise: str
    path: Path

    @property
    def content(self) -> bytes:
        """What the file holds; nothing if it is not there."""
        return self.path.read_bytes() if self.path.is_file() else b""

    @property
    def digest(self) -> str:
        """A digest of what was handed in."""
        return hashlib.sha256(self.content).hexdigest()


def found(folder: Path, exercise: str = "") -> list[Submission]:
    """Return the submissions of a folder ``student/exercise/*.ipynb``, the newest of each.

    Raises
    ------
    GradingError
        If the folder is not there or holds nothing of this form.
    """
    if not folder.is_dir():
        raise GradingError(f"SUBMISSIONS: {folder} is no folder; make collect makes one")
    entries = [
        Submission(student.name, sheet.name, _newest(sheet))
        for student in sorted(folder.iterdir())
        if student.is_dir()
        for sheet in sorted(student.iterdir())
        if sheet.is_dir() and exercise in ("", sheet.name)
    ]
    if not entries:
        raise GradingError(
            f"SUBMISSIONS: {folder} holds no submission; expected student/exercise/notebook.ipynb"
        )
    return entries


def _newest(folder: Path) -> Path:
    """Return the notebook to grade: the one handed in last, or the one that is missing."""
    notebooks = sorted(folder.glob(f"*{NOTEBOOK}"), key=lambda path: (path.stat().st_mtime, path))
    return notebooks[-1] if notebooks else folder / f"{folder.name}{NOTEBOOK}"


@dataclass(frozen=True)
class Placed:
    """Where a file that was sent went, or why it was left."""

    name: str
    target: Path | None
    why: str = ""


def collect(source: Path, course: Course, exercise: str = "") -> list[Placed]:
    """Sort what students sent into ``submitted/student/exercise/``; nothing is ever replaced.

    Parameters
    ----------
    source
        A folder or a ZIP, of folders named after students or of files such as
        ``mueller_04-the-squeeze (1).ipynb``.
    course
        Where it goes.
    exercise
        The exercise, where the names of files do not tell it.
    """
    if not source.exists():
        raise GradingError(f"FROM: {source} is not there; expected a folder or a ZIP")
    known = sorted(path.name for path in course.assignments.glob("*") if path.is_dir())
    if exercise and exercise not in known:
        raise GradingError(f"EXERCISE: {exercise!r} was not released; released: {', '.join(known)}")
    return [_place(name, content, course, known, exercise) for name, content in _files(source)]


def _files(source: Path) -> Iterator[tuple[str, bytes]]:
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and ".ipynb_checkpoints" not in path.parts:
                yield path.relative_to(source).as_posix(), path.read_bytes()
        return
    try:
        with zipfile.ZipFile(source) as archive:
            for entry in archive.infolist():
                if not entry.is_dir() and "__MACOSX" not in entry.filename:
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise GradingError(f"FROM: {source.name} is no ZIP that can be read ({error})") from None


def _place(name: str, content: bytes, course: Course, known: list[str], exercise: str) -> Placed:
    if not name.endswith(NOTEBOOK):
        return Placed(name, None, "no notebook")
    *folders, file = Path(name).parts
    sheet = exercise or next((k for k in known if k in (file.removesuffix(NOTEBOOK), *folders)), "")
    sheet = sheet or next((k for k in known if k in file), "")
    if not sheet:
        return Placed(name, None, "the name tells no exercise that was released; use EXERCISE=")
    student = _student(file, folders, sheet)
    if not student:
        return Placed(name, None, "the name tells no student")
    target = course.submitted / student / sheet / f"{sheet}{NOTEBOOK}"
    if target.exists() and target.read_bytes() == content:
        return Placed(name, target, "handed in before, the same")
    if target.exists():
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S-%f")
        target = target.with_name(f"{sheet} {stamp}{NOTEBOOK}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return Placed(name, target)


def _student(file: str, folders: list[str], sheet: str) -> str:
    """Return the student's name: what stands before the exercise, or the folder's name."""
    before = file.partition(sheet)[0].strip(" _-.") if sheet in file else ""
    above = [folder for folder in folders if folder != sheet]
    for text in (before, above[-1] if above else ""):
        try:
            return safe_name(re.sub(r"\(\d+\)$", "", text))
        except GradingError:
            continue
    return ""
