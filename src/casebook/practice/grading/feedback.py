"""``make feedback``: one page a submission, which asks no other host for anything."""

from __future__ import annotations

import html
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from casebook.practice.grading import nbgrading
from casebook.practice.grading.course import Course
from casebook.practice.grading.grade import RESULT, Result
from casebook.practice.grading.marks import Marks, read_marks

#: What a page without a graded notebook looks like.
PLAIN = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{student}</p><p>This submission was not graded: {reason}.</p></body></html>
"""


def write_feedback(course: Course) -> list[Path]:
    """Write the pages of all that was graded; return their files."""
    given = read_marks(course)
    written = []
    for path in sorted((course.root / "graded").glob(f"*/*/{RESULT}")):
        result = Result(**json.loads(path.read_text(encoding="utf-8")))
        target = course.feedback / result.student / f"{result.exercise}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(result, path.parent, given), encoding="utf-8")
        written.append(target)
    return written


def page(result: Result, folder: Path, given: Marks) -> str:
    """Return the page for one submission."""
    if not (folder / "gradebook.db").exists():
        return PLAIN.format(
            title=html.escape(result.exercise), student=html.escape(result.student),
            reason=html.escape(result.reason),
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="feedback") as name:
        root = Path(name)
        file = f"{result.exercise}.ipynb"
        shutil.copyfile(folder / "gradebook.db", root / "gradebook.db")
        autograded = root / "autograded" / result.student / result.exercise
        autograded.mkdir(parents=True)
        shutil.copyfile(folder / file, autograded / file)
        (root / "source" / result.exercise).mkdir(parents=True)
        _enter_marks(root, result, given)
        made = nbgrading.api(nbgrading.configured(root)).generate_feedback(
            result.exercise, result.student
        )
        nbgrading.done(made, "write the feedback")
        found = next((root / "feedback").rglob("*.html"))
        return alone(found.read_text(encoding="utf-8"))


def _enter_marks(root: Path, result: Result, given: Marks) -> None:
    """Put the points and comments that a person gave into the gradebook of this page."""
    with nbgrading.open_gradebook(root) as book:
        notebook = book.find_submission_notebook(result.exercise, result.exercise, result.student)
        for task in result.written:
            mark = given.get((result.student, result.exercise, task))
            if mark:
                name = f"task-{task.replace('.', '-')}-written"
                grade = book.find_grade(name, result.exercise, result.exercise, result.student)
                grade.manual_score, grade.needs_manual_grade = mark.points, False
                for comment in notebook.comments:
                    if comment.name == name:
                        comment.manual_comment = mark.comment
        book.db.commit()


def alone(page: str) -> str:
    """Return a page without anything that it would load from elsewhere.

    Examples
    --------
    >>> alone('<p>x</p><script src="https://example.org/a.js"></script>')
    '<p>x</p>'
    """
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all(["script", "link", "iframe"]):
        tag.decompose()
    for tag in soup.find_all(src=True):
        if _elsewhere(tag["src"]):
            tag.decompose()
    return str(soup)


def _elsewhere(address: Any) -> bool:
    return not str(address).startswith("data:")
