"""A chapter as a notebook that reads well in JupyterLab, which knows none of the book's roles.

Numbers keep their text, computed numbers get the value that the book shows, references become
words, and an exercise becomes a link to its sheet. The cells that compute numbers for the text
print them instead, so that whoever changes a cell sees what the text would say.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from casebook.data import ROOT
from casebook.practice.editions import notebook_of
from casebook.practice.plain import Surroundings, plain
from casebook.practice.source import FOLDER, read

EXHIBIT = re.compile(r'\bname="([\w-]+)"')
HEADING = re.compile(r"^# (?:(\d+) · )?(.+)$", re.MULTILINE)
GLUE = "application/papermill.record/text/plain"
IMPORT = "from myst_nb import glue"
#: What JupyterLab folds of a cell that the book hides.
FOLDED = {"hide-input": ["source"], "remove-cell": ["source", "outputs"]}
OPENING = (
    "*This is the chapter as a notebook. Run it from the top: menu Run, then Run All Cells. "
    "The sliders then answer from their model, and you may change any cell. "
    "The exercises are in [a notebook of their own](../exercises/{slug}.ipynb).*"
)


def chapters() -> list[Path]:
    """Return the sources of the chapters."""
    return sorted((ROOT / "chapters").glob("[0-9][0-9]-*.md"))


@cache
def exhibit_numbers() -> dict[str, str]:
    """Return the number of every exhibit, such as Exhibit 4.2, by its label."""
    found: dict[str, str] = {}
    for path in chapters():
        names = list(dict.fromkeys(EXHIBIT.findall(path.read_text(encoding="utf-8"))))
        for place, name in enumerate(names, 1):
            found[f"exhibit-{name}"] = f"Exhibit {int(path.name[:2])}.{place}"
    return found


@cache
def titles() -> dict[str, str]:
    """Return the title of every chapter, such as "Chapter 7, Promise by promise", by its name."""
    found = {}
    for path in chapters():
        number, title = HEADING.findall(path.read_text(encoding="utf-8"))[0]
        found[path.stem] = f"Chapter {number}, {title}" if number else title
    return found


def glued_values(executed: Any) -> dict[str, str]:
    """Return what an executed chapter has computed for its text, by name."""
    found = {}
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            data = output.get("data", {})
            if name:
                text = str(data.get(GLUE, data.get("text/plain", "")))
                found[name] = _bare(text)
    return found


def _bare(text: str) -> str:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, str) else text


def plain_notebook(path: Path, executed: Any) -> Any:
    """Return a chapter as a plain notebook without outputs; exhibits have their number above them.

    Parameters
    ----------
    path
        The chapter's source.
    executed
        The executed chapter, for what it computes.

    Raises
    ------
    DataError
        If the chapter holds a role or directive that a notebook cannot show.
    """
    sheet = FOLDER / path.name
    tasks = {n: t.title for n, t in read(sheet).tasks.items()} if sheet.exists() else {}
    around = Surroundings(
        f"chapters/{path.name}", glued_values(executed), exhibit_numbers(), titles(), tasks
    )
    cells: list[Any] = []
    for cell in jupytext.read(path).cells:
        if cell.cell_type == "markdown":
            cells.append(nbformat.v4.new_markdown_cell(plain(cell.source, around).strip("\n")))
        elif source := without_glue(cell.source):
            names = [f"exhibit-{name}" for name in EXHIBIT.findall(cell.source)]
            cells += [
                nbformat.v4.new_markdown_cell(f"**{exhibit_numbers()[name]}**") for name in names
            ]
            cells.append(nbformat.v4.new_code_cell(source, metadata=_folded(cell)))
    title, _, rest = cells[0].source.partition("\n")
    cells[0].source = f"{title}\n\n{OPENING.format(slug=path.stem)}\n{rest}"
    return notebook_of(cells)


def _folded(cell: Any) -> dict[str, Any]:
    """Return what folds a cell in JupyterLab as the book hides it."""
    parts = [part for tag in cell.metadata.get("tags", []) for part in FOLDED.get(tag, [])]
    return {"jupyter": {f"{part}_hidden": True for part in parts}} if parts else {}


def without_glue(source: str) -> str:
    """Return code that prints what the book's own code hands to the text.

    Students' environments lack MyST-NB, which makes the book's pages.

    Examples
    --------
    >>> without_glue('glue("low", f"{x:.0f}", display=False)')
    'print("low", f"{x:.0f}", sep=": ")'
    """
    source = "\n".join(line for line in source.split("\n") if line.strip() != IMPORT).strip("\n")
    spots: list[tuple[int, int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "glue":
            spots.append((*_span(source, node.func), "print"))
            spots += [
                (*_span(source, word), 'sep=": "')
                for word in node.keywords
                if word.arg == "display"
            ]
    for first, last, text in sorted(spots, reverse=True):
        source = source[:first] + text + source[last:]
    return source


def _span(source: str, node: Any) -> tuple[int, int]:
    """Return where a node stands in a source, in characters; Python counts bytes of a line."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line.encode()) + 1)
    raw, first = source.encode(), starts[node.lineno - 1] + node.col_offset
    last = starts[node.end_lineno - 1] + node.end_col_offset
    return len(raw[:first].decode()), len(raw[:last].decode())
