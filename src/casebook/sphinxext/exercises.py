"""The ``{exercise}`` directive: shows a task of ``exercises/`` in the chapter that it belongs to.

The exercise notebook is the one source of every edition. A cell belongs to a task by its metadata
``task``; its ``part`` is prompt, hint, start or solution. The student edition takes the
prompt and the hint and never reads the solution.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

LOGGER = logging.getLogger(__name__)
STUDENT_PARTS = ("prompt", "hint")


class exercise_hint(nodes.General, nodes.Element):
    """A hint that opens on demand on a page, and is printed in the PDF."""


@functools.lru_cache
def tasks(path: Path, modified: float) -> dict[str, dict[str, str]]:
    """Return the student's parts of each task of an exercise notebook, by task and part.

    Parameters
    ----------
    path
        An exercise notebook, ``exercises/NN-name.md``.
    modified
        The file's time of change, so that an edited file is read again.
    """
    import jupytext

    found: dict[str, dict[str, str]] = {}
    for cell in jupytext.read(path).cells:
        task, part = cell.metadata.get("task"), cell.metadata.get("part", "prompt")
        if task and part in STUDENT_PARTS and cell.cell_type == "markdown":
            found.setdefault(str(task), {})[part] = cell.source
    return found


class ExerciseDirective(SphinxDirective):
    """Embed one task; the argument is its number, such as 1.2."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the task as a box with its hint."""
        path = Path(self.env.srcdir) / "exercises" / f"{Path(self.env.docname).name}.md"
        self.env.note_dependency(str(path))
        number = self.arguments[0]
        known = tasks(path, path.stat().st_mtime) if path.exists() else {}
        if "prompt" not in known.get(number, {}):
            listed = ", ".join(known) or "no task at all"
            LOGGER.warning(
                "%s: unknown task; found %r; expected one of %s",
                path.name, number, listed, location=self.get_location(),
            )  # fmt: skip
            return []
        title, _, body = known[number]["prompt"].partition("\n")
        box = nodes.admonition(classes=["exercise"], ids=[f"exercise-{number.replace('.', '-')}"])
        box += nodes.title(text=f"Exercise {number}: {title.lstrip('# ').strip()}")
        self._parse(body, path, box)
        if "hint" in known[number]:
            box += (shown := exercise_hint())
            self._parse(known[number]["hint"], path, shown)
        sheet = f"exercises/{path.stem}"
        if sheet in self.env.found_docs:
            link = addnodes.only(expr="html")
            self._parse(f"Work on it: {{doc}}`the sheet of this chapter </{sheet}>`.", path, link)
            box += link
        return [box]

    def _parse(self, text: str, path: Path, parent: nodes.Element) -> None:
        self.state.nested_parse(StringList(text.splitlines(), str(path)), 0, parent)


class HintDirective(SphinxDirective):
    """A hint on the page of a sheet."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the hint, folded."""
        hint = exercise_hint()
        self.state.nested_parse(self.content, self.content_offset, hint)
        return [hint]


class RubricDirective(SphinxDirective):
    """How a written task is marked, on the instructors' page of a sheet."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the rubric as a box."""
        box = nodes.admonition(classes=["rubric"])
        box += nodes.title(text="How to mark it")
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def visit_hint_html(translator: Any, node: exercise_hint) -> None:
    """Open a hint that a reader may unfold."""
    translator.body.append('<details class="hint"><summary>Hint</summary>\n')


def depart_hint_html(translator: Any, node: exercise_hint) -> None:
    """Close the hint."""
    translator.body.append("</details>\n")


def visit_hint_latex(translator: Any, node: exercise_hint) -> None:
    """Print the hint in small type."""
    translator.body.append("\n\\begin{exercisehint}\n")


def depart_hint_latex(translator: Any, node: exercise_hint) -> None:
    """Close the printed hint."""
    translator.body.append("\n\\end{exercisehint}\n")


def setup(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("exercise-hint", HintDirective)
    app.add_directive("exercise-rubric", RubricDirective)
    app.add_node(
        exercise_hint,
        html=(visit_hint_html, depart_hint_html),
        latex=(visit_hint_latex, depart_hint_latex),
    )
