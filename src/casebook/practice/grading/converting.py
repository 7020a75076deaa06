"""Runs nbgrader's converters inside this process, and says what one could not do."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from casebook.errors import GradingError

#: The one student of a course folder that serves one submission.
STUDENT = "student"


class _Kept(logging.Handler):
    """Keeps what nbgrader says, for it says why it failed in its log only."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def settings(root: Path, exercise: str) -> Config:
    """Return nbgrader's settings for a course folder of one exercise."""
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.assignment_id = exercise
    config.CourseDirectory.student_id = STUDENT
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    return config


def convert(converter: Any, config: Config) -> None:
    """Run a converter of nbgrader.

    Raises
    ------
    GradingError
        If it fails; the message ends with the last line of its log that is a reason.
    """
    log = logging.getLogger("casebook.grading")
    log.propagate, kept = False, _Kept()
    log.handlers = [kept]
    try:
        with warnings.catch_warnings():
            # nbgrader lets SQLAlchemy flush while it builds its objects; nothing is lost by it
            warnings.simplefilter("ignore", SAWarning)
            converter(
                coursedir=CourseDirectory(config=config, log=log), config=config, log=log
            ).start()
    except (NbGraderException, SystemExit):
        traces = [line for line in kept.lines if "Traceback" in line]
        last = (traces or kept.lines or ["no reason given"])[-1].strip().splitlines()[-1]
        raise GradingError(f"nbgrader could not go on: {last}") from None
