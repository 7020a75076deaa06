"""The folder that students get: notebooks, data and package, and nothing that is kept back.

The repository holds solutions, so students never get it. They get this folder: as the branch
``student``, which Binder and a class's JupyterHub open, or as it is.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from casebook.build import notebooks, refresh_cache
from casebook.data import ROOT
from casebook.practice.editions import OUTPUT, student
from casebook.practice.plain_chapters import plain_notebook
from casebook.practice.source import read, sheets

TREE = OUTPUT / "tree"
#: Copied as they are.
WHOLE = (".binder", "data", "LICENSE", "pyproject.toml")
README = Path(__file__).with_name("student_readme.md")
#: Parts of the package that make the book's pages, teach or grade.
NOT_FOR_STUDENTS = ("teaching", "practice/grading", "practice/authoring.py", "practice/editions.py")


def write_tree(folder: Path = TREE) -> Path:
    """Write the student's folder anew; return it."""
    from jupyter_cache import get_cache
    from jupytext import read as read_text

    from casebook.build import CACHE

    refresh_cache()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in WHOLE:
        copy_of(ROOT / name, folder / name)
    copy_of(ROOT / "src" / "casebook", folder / "src" / "casebook")
    for name in NOT_FOR_STUDENTS:
        remove(folder / "src" / "casebook" / name)
    shutil.copy2(README, folder / "README.md")
    cache = get_cache(CACHE)
    for path in notebooks():
        if path.parent.name == "chapters":
            _, executed = cache.merge_match_into_notebook(read_text(path))
            write(plain_notebook(path, executed), folder / "chapters" / f"{path.stem}.ipynb")
    for path in sheets():
        write(student(read(path)), folder / "exercises" / f"{path.stem}.ipynb")
    return folder


def write(notebook: object, path: Path) -> None:
    """Write a notebook, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def copy_of(source: Path, target: Path) -> None:
    """Copy a file or a folder without what running it leaves behind."""
    if source.is_dir():
        made = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(source, target, ignore=made)
    else:
        shutil.copy2(source, target)


def remove(path: Path) -> None:
    """Delete a file or a folder."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
