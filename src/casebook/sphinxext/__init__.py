"""What the book adds to Sphinx: claims, exhibits, quizzes, exercises, appendix, print, offline."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from casebook.sphinxext import (
    appendix,
    claims,
    dropped,
    exercise_pages,
    exercises,
    exhibits,
    languages,
    minutes,
    offline,
    printing,
    prints,
    quiz,
    tables,
    teaching,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every part; each says in its own module what it is for."""
    app.add_config_value("casebook_edition", "student", "env", types=(str,))
    parts = (claims, exhibits, quiz, exercises, minutes, languages, appendix, offline)
    for part in (*parts, exercise_pages, tables, teaching, dropped, printing, prints):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}
