"""The editions of an exercise sheet, made from its one source: ``make exercises``.

- ``student``: what a student opens; nothing of a solution, a key or a rubric.
- ``solutions``: the sheet as the instructor reads it, solutions explained.
- ``assignment``: the source that nbgrader releases and grades, with its own metadata.
"""

from __future__ import annotations

import copy
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from casebook.build import BUILD
from casebook.errors import BuildError, DataError
from casebook.practice import authoring
from casebook.practice.plain import Surroundings, plain
from casebook.practice.source import KEPT_BACK, Sheet, Task, read, sheets

OUTPUT = BUILD / "exercises"
NOT_RECORDED = {"nbval-check-output"}

#: Parts that a page folds or frames, and the directive that does it.
BOXES = {"hint": "exercise-hint", "rubric": "exercise-rubric"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def student(sheet: Sheet) -> Any:
    """Return the notebook that a student gets."""
    cells = [
        _plain(cell, part)
        for cell, part in _parts(sheet)
        if part not in KEPT_BACK
    ]  # fmt: skip
    return notebook_of(cells)


def solutions(sheet: Sheet) -> Any:
    """Return the notebook with the solutions, without the stubs and the keys."""
    cells = [_plain(cell, part) for cell, part in _parts(sheet) if part not in ("stub", "key")]
    return notebook_of(cells)


def assignment(sheet: Sheet) -> Any:
    """Return nbgrader's source: regions for solutions and hidden tests, points, locked cells."""
    cells: list[Any] = []
    for cell, part in _parts(sheet):
        number = cell.metadata.get("task")
        if part in ("key", "rubric", "solution") or number is None:
            if number is None:
                cells.append(_plain(cell, part))
            continue
        task = sheet.tasks[str(number)]
        made = {"stub": _answer_cell, "check": _test_cell}.get(part, _given_cell)(cell, task)
        cells.append(made)
    return notebook_of(cells)


def _parts(sheet: Sheet) -> list[tuple[Any, str]]:
    return [(cell, str(cell.metadata.get("part", "given"))) for cell in sheet.notebook.cells]


def notebook_of(cells: list[Any]) -> Any:
    """Return a notebook whose cells have ids that do not change from run to run."""
    for place, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{place}"
    return nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )


def _plain(cell: Any, part: str) -> Any:
    """Return a cell with no more metadata than its task and its part; a hint folds."""
    made = copy.deepcopy(cell)
    kept = {k: cell.metadata[k] for k in ("task", "part") if k in cell.metadata}
    tags = [tag for tag in cell.metadata.get("tags", []) if tag not in NOT_RECORDED]
    made.metadata = nbformat.from_dict({**kept, **({"tags": tags} if tags else {})})
    if cell.cell_type == "markdown":
        made.source = plain(cell.source, Surroundings("exercises"))
    if part == "prompt":
        made.source = _numbered(made)
    if part == "hint":
        made.source = f"<details><summary>Hint</summary>\n\n{made.source}\n\n</details>"
    return made


def _numbered(cell: Any) -> str:
    """Return a prompt with its task's number in the heading."""
    return re.sub(r"^## ", f"## {cell.metadata['task']} · ", cell.source, count=1)


def _graded(cell: Any, task: Task, suffix: str, **settings: Any) -> Any:
    made = _plain(cell, suffix)
    made.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": f"task-{task.number.replace('.', '-')}-{suffix}",
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        **settings,
    }
    return made


def _given_cell(cell: Any, task: Task) -> Any:
    """Return a cell that students may not change."""
    part = str(cell.metadata.get("part"))
    place = task.cells[part].index(cell) + 1
    return (
        _graded(cell, task, part if place == 1 else f"{part}-{place}", locked=True)
        if (part != "hint")
        else _plain(cell, part)
    )


def _answer_cell(cell: Any, task: Task) -> Any:
    """Return the cell in which students answer, with the solution in its region."""
    wanted = "code" if cell.cell_type == "code" else "markdown"
    found = [c.source for c in task.cells["solution"] if c.cell_type == wanted]
    if cell.cell_type == "markdown":
        made = _graded(cell, task, "written", grade=True, solution=True)
        made.metadata["nbgrader"]["points"] = task.points("rubric")
        made.source = "\n\n".join(found)
        return made
    made = _graded(cell, task, "answer", solution=True)
    body = "\n".join(found)
    made.source = f"{cell.source}\n### BEGIN SOLUTION\n{body}\n### END SOLUTION"
    return made


def _test_cell(cell: Any, task: Task) -> Any:
    """Return the check with the hidden test behind it."""
    made = _graded(cell, task, "test", grade=True, locked=True)
    made.metadata["nbgrader"]["points"] = task.points("check")
    answer = cell.source.strip().removeprefix("check(").removesuffix(")")
    made.source = (
        f"{cell.source}\n### BEGIN HIDDEN TESTS\n"
        "from casebook.practice.checking import assert_right\n"
        f"assert_right({answer})\n### END HIDDEN TESTS"
    )
    return made


def page(path: Path, *, solved: bool) -> str:
    """Return a sheet as the text of a page: as handed out, or with its solutions.

    Parameters
    ----------
    path
        The sheet's source.
    solved
        Whether it is for instructors.
    """
    import jupytext

    sheet = read(path)
    cells = []
    for cell, part in _parts(sheet):
        if part in (("key", "stub") if solved else KEPT_BACK):
            continue
        made = copy.deepcopy(cell)
        made.metadata = nbformat.from_dict({})
        if part == "prompt":
            made.source = _numbered(cell)
        elif part in BOXES:
            made.source = f"```{{{BOXES[part]}}}\n{cell.source}\n```"
        elif part == "solution" and cell.cell_type == "markdown":
            made.source = f"**Solution.** {cell.source}"
        cells.append(made)
    return str(jupytext.writes(notebook_of(cells), fmt="md:myst"))


EDITIONS: dict[str, Callable[[Sheet], Any]] = {
    "student": student,
    "solutions": solutions,
    "assignment": assignment,
}


def write(notebook: Any, path: Path) -> None:
    """Write a notebook, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def chosen(names: list[str]) -> list[Path]:
    """Return the sheets of these names, or all; an unknown name lists those there are."""
    known = {path.stem: path for path in sheets()}
    for name in names:
        if name not in known:
            raise DataError(
                "exercises", "unknown sheet", found=name, expected=f"one of {', '.join(known)}"
            )
    return [known[name] for name in names] or list(known.values())


def main(names: list[str]) -> int:
    """Write every edition of the sheets below ``_build/exercises``; renew their keys first."""
    try:
        for path in chosen(names):
            if authoring.renew(path):
                print(f"renewed the keys of {path.name}", flush=True)
            sheet = read(path)
            for name, edition in EDITIONS.items():
                folder = OUTPUT / name / (sheet.slug if name == "assignment" else "")
                write(edition(sheet), folder / f"{sheet.slug}.ipynb")
        if not names:
            from casebook.practice.downloads import write_downloads
            from casebook.practice.student_tree import write_tree

            write_downloads(OUTPUT / "zip", [path.stem for path in sheets()])
            write_tree()
    except (DataError, BuildError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"The exercises are ready: {OUTPUT.relative_to(BUILD.parent).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
