"""nbgrader, called in this process: hand-outs, points, feedback, each in a folder of its own."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

from traitlets.config import Config

from casebook.errors import GradingError

#: What stands in the hand-out where a solution stood: the stub above it says what to fill in.
CODE_STUB = {"python": "# your code goes here"}
TEXT_STUB = "*Write your answer here.*"


def configured(root: Path, **settings: Any) -> Config:
    """Return nbgrader's settings for a course folder."""
    made = Config()
    made.CourseDirectory.root = str(root)
    made.CourseDirectory.course_id = "two-plants"
    made.ClearSolutions.code_stub = CODE_STUB
    made.ClearSolutions.text_stub = TEXT_STUB
    made.OverwriteCells.add_missing_cells = True
    made.Application.log_level = logging.CRITICAL
    for name, value in settings.items():
        section, _, key = name.partition("__")
        made[section][key] = value
    return made


def api(settings: Config) -> Any:
    """Return nbgrader's own interface; its warnings are for its authors."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    # nbgrader starts alembic, which stands beside this Python, whether that is on the path or not
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    logger = logging.getLogger("casebook.grading.nbgrader")
    logger.setLevel(logging.CRITICAL)
    made = NbGraderAPI(CourseDirectory(config=settings), config=settings)
    made.log = logger
    return made


def done(result: dict[str, Any], what: str) -> None:
    """Raise an error with nbgrader's last words if it did not do what it was asked."""
    if not result["success"]:
        said = [line for line in str(result.get("error", "")).strip().splitlines() if line]
        said += [line for line in str(result.get("log", "")).strip().splitlines() if line]
        raise GradingError(f"nbgrader could not {what}: {said[-1] if said else 'no message'}")


def open_gradebook(root: Path) -> Any:
    """Open the gradebook of a course folder; use it as a context."""
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{root / 'gradebook.db'}", "two-plants")
