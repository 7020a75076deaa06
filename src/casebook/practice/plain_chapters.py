"""A chapter as a notebook that reads well in JupyterLab, which knows none of the book's roles.

Numbers keep their text, computed numbers get the value that the book shows, references become
words, and an exercise becomes a link to its sheet. Code stays as it is.
"""

from __future__ import annotations

import ast
import copy
import re
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from casebook.data import ROOT
from casebook.practice.source import read, sheets

ROLE = re.compile(r"\{([\w:]+)\}`([^`]+)`")
TARGET = re.compile(r"(.+?)\s*<([^<>]+)>\Z", re.DOTALL)
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{([\w-]+)\}[ ]*(.*)\n((?:.*\n)*?)\1[ ]*$", re.MULTILINE)
EXHIBIT = re.compile(r'\bname="([\w-]+)"')
HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
GLUE = "application/papermill.record/text/plain"


@cache
def exhibit_numbers() -> dict[str, str]:
    """Return the number of every exhibit, such as Exhibit 4.2, by its name."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "chapters").glob("[0-9]*.md")):
        names = list(dict.fromkeys(EXHIBIT.findall(path.read_text(encoding="utf-8"))))
        chapter = int(path.name[:2])
        found |= {name: f"Exhibit {chapter}.{place}" for place, name in enumerate(names, 1)}
    return found


def plain_text(text: str, glued: dict[str, str]) -> str:
    """Return a Markdown cell without roles and directives.

    Parameters
    ----------
    text
        The cell's source.
    glued
        The values that the chapter computes, by name.

    Examples
    --------
    >>> plain_text("It was {claim}`361 billion tenge <n-support-total>`.", {})
    'It was 361 billion tenge.'
    >>> plain_text("See {ref}`exhibit-two-plants`.", {})
    'See Exhibit 1.1.'
    """
    text = DIRECTIVE.sub(_directive, text + "\n").rstrip("\n")
    return ROLE.sub(lambda match: _role(match, glued), text)


def _role(match: re.Match[str], glued: dict[str, str]) -> str:
    name, content = match.groups()
    written = TARGET.match(content)
    shown, target = written.groups() if written else ("", content.strip())
    if name.startswith("glue"):
        return glued.get(target, "(computed below)")
    if name == "ref":
        return shown or exhibit_numbers().get(target.removeprefix("exhibit-"), target)
    if name == "doc":
        page = (ROOT / "chapters" / target.rpartition("/")[2]).with_suffix(".md")
        return shown or (title_of(page) if page.exists() else target)
    if name == "math":
        return f"${content}$"
    if name == "abbr":
        return f"{shown} ({target})"
    return shown or content


def title_of(path: Path) -> str:
    """Return the heading of a page."""
    found = HEADING.search(path.read_text(encoding="utf-8"))
    return found[1] if found else path.stem


def _directive(match: re.Match[str]) -> str:
    _, name, argument, body = match.groups()
    if name == "minutes":
        read_, do = re.findall(r":(?:read|do): (\d+)", body)
        return f"*{read_} minutes to read, {do} minutes to do*"
    if name == "exercise":
        return _exercise(argument.strip())
    if name == "quiz":
        return _quiz(body)
    if name == "math":
        return f"$$\n{body.strip()}\n$$"
    lines = [line for line in body.strip().splitlines() if not re.match(r":[\w-]+:", line)]
    head = f"**{argument or name.capitalize()}**"
    return "\n".join(f"> {line}" for line in [head, "", *lines])


def _exercise(number: str) -> str:
    for path in sheets():
        if int(path.name[:2]) == int(number.partition(".")[0]):
            title = read(path).tasks[number].title
            link = f"[Open the sheet](../exercises/{path.stem}.ipynb)"
            return f"> **Exercise {number}: {title}.** {link}"
    return f"> **Exercise {number}**"


def _quiz(body: str) -> str:
    """Return the questions with their options, unmarked: the page tells which is right."""
    lines = []
    for line in body.splitlines():
        option = re.match(r"\s*- \[[ x]\] (.*?)(?: ::.*)?$", line)
        lines.append(f"   - {option[1]}" if option else line)
    return "\n".join(lines)


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
    """Return a chapter as a plain notebook without outputs.

    Parameters
    ----------
    path
        The chapter's source.
    executed
        The executed chapter, for what it computes.
    """
    glued = glued_values(executed)
    cells = []
    for place, cell in enumerate(jupytext.read(path).cells, 1):
        made = copy.deepcopy(cell)
        made.metadata = nbformat.from_dict({})
        made["id"] = f"cell-{place}"
        if cell.cell_type == "markdown":
            made.source = plain_text(cell.source, glued)
        cells.append(made)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
