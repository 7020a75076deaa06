"""Where the files of a course are kept; ``class/`` unless ``COURSE`` names another folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from casebook.errors import GradingError


@dataclass(frozen=True)
class Course:
    """The folder of a course.

    Attributes
    ----------
    root
        The folder; everything below it belongs to the instructor, and nothing is ever shared.
    """

    root: Path

    @property
    def released(self) -> Path:
        """What goes to students, a folder an exercise."""
        return self.root / "release"

    @property
    def assignments(self) -> Path:
        """What grading knows of a released exercise: hidden tests, points, solutions."""
        return self.root / "assignments"

    @property
    def submitted(self) -> Path:
        """What students handed in: a folder a student, and in it one an exercise."""
        return self.root / "submitted"

    @property
    def feedback(self) -> Path:
        """The pages that go back to students, a folder a student."""
        return self.root / "feedback"

    @property
    def grades(self) -> Path:
        """The table of grades."""
        return self.root / "grades.csv"

    @property
    def written(self) -> Path:
        """The table that asks for the points of written answers."""
        return self.root / "written.csv"

    @property
    def marks(self) -> Path:
        """The points that a person gave, as they were entered."""
        return self.root / "marks.csv"

    def graded(self, exercise: str, student: str) -> Path:
        """Return where the result of one submission is kept."""
        return self.root / "graded" / exercise / student


#: A name that is safe as a folder, and without the signs that a shell or a glob reads.
SAFE = re.compile(r"\w[\w.@+-]{0,79}")


def safe_name(text: str) -> str:
    """Return a name of a student that can be a folder.

    Examples
    --------
    >>> safe_name(" Anna Müller ")
    'Anna-Müller'
    >>> safe_name("../../etc")
    'etc'
    """
    name = re.sub(r"[^\w.@+-]+", "-", text.strip()).strip("-._+@")[:80]
    if not SAFE.fullmatch(name):
        raise GradingError(f"{text!r} is no name of a student; expected letters and digits")
    return name
