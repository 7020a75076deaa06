"""The pages that go back to students: what was graded, with points and comments.

nbgrader writes them. They are then made still: no script, and nothing that a browser would fetch
from another host, neither by nbgrader's template nor by what a student put into the notebook.
"""

from __future__ import annotations

import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback

from casebook.practice.grading import marks
from casebook.practice.grading.converting import STUDENT, convert, settings
from casebook.practice.grading.course import Course
from casebook.practice.grading.grades import all_results
from casebook.practice.grading.marks import Mark, Place
from casebook.practice.grading.results import Result

#: What a page may load: its own styles, and pictures that are in it. A browser holds to it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
LOADS = ("script", "link", "iframe", "frame", "object", "embed", "base", "form", "audio", "video")
FETCHED = ("src", "srcset", "poster", "background", "data", "xlink:href")


def write(course: Course, exercise: str = "") -> int:
    """Write a page for each result; return how many."""
    given, chosen = marks.entered(course), []
    for result in all_results(course):
        if exercise in ("", result.exercise):
            page = still(_page(course, result, given))
            target = course.feedback / result.student / f"{result.exercise}.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page, encoding="utf-8")
            chosen.append(target)
    return len(chosen)


def _page(course: Course, result: Result, given: dict[Place, Mark]) -> str:
    folder = course.graded(result.exercise, result.student)
    said = f"<p><b>{escape(result.status)}</b>: {escape('; '.join(result.reasons) or 'well done')}"
    if not (folder / "gradebook.db").exists():
        title = escape(f"{result.exercise}, {result.student}")
        return (
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{said}</body></html>"
        )
    page = _by_nbgrader(folder, result, given)
    return page.replace('<div class="container">', f'<div class="container">{said}</p>', 1)


def _by_nbgrader(folder: Path, result: Result, given: dict[Place, Mark]) -> str:
    """Return nbgrader's page, from copies in a course folder of its own."""
    root, exercise = Path(tempfile.mkdtemp(prefix="tp-")), result.exercise
    try:
        work = root / "autograded" / STUDENT / exercise
        work.mkdir(parents=True)
        shutil.copyfile(folder / f"{exercise}.ipynb", work / f"{exercise}.ipynb")
        shutil.copyfile(folder / "gradebook.db", root / "gradebook.db")
        _enter(root, result, given)
        convert(GenerateFeedback, settings(root, exercise))
        page = root / "feedback" / STUDENT / exercise / f"{exercise}.html"
        return page.read_text(encoding="utf-8")
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _enter(root: Path, result: Result, given: dict[Place, Mark]) -> None:
    """Enter the marks of written answers into the copy of nbgrader's gradebook."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for number, task in result.tasks.items():
            mark = given.get((result.student, result.exercise, number))
            if not (mark and task.written):
                continue
            place = (f"task-{number.replace('.', '-')}-written", result.exercise)
            book.find_grade(*place, result.exercise, STUDENT).manual_score = mark.points
            book.find_comment(*place, result.exercise, STUDENT).manual_comment = mark.comment
        book.db.commit()


def still(page: str) -> str:
    """Return a page without scripts and without anything that would be fetched.

    Examples
    --------
    >>> "example.org" in still('<html><head></head><body><img src="https://example.org/a.png">')
    False
    """
    soup = BeautifulSoup(page, "html.parser")
    for tag in soup.find_all([*LOADS, "meta"]):
        if tag.name != "meta" or tag.has_attr("http-equiv"):
            tag.decompose()
    for tag in soup.find_all(True):
        for name in [name for name in tag.attrs if _moves(name, str(tag[name]), tag.name)]:
            del tag[name]
    if soup.head:
        policy: Any = soup.new_tag("meta")
        policy.attrs = {"http-equiv": "Content-Security-Policy", "content": POLICY}
        soup.head.insert(0, policy)
    return str(soup)


def _moves(name: str, value: str, tag: str) -> bool:
    """Return whether an attribute runs code or fetches something."""
    value = value.strip().lower()
    if name in FETCHED or (name == "href" and tag in ("image", "use")):
        return not value.startswith("data:image/")
    return (
        name.startswith("on")
        or value.startswith(("javascript:", "data:text", "vbscript:"))
        or (name == "style" and "url(" in value)
    )
