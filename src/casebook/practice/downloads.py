"""What a student takes home: each exercise as a notebook, and as a ZIP with all that it needs.

The ZIP holds the notebook, the tables and the part of ``casebook`` that it needs, and the pinned
list of packages. Equal content gives equal bytes, so a download changes only when the
exercise does.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat

from casebook.data import ROOT
from casebook.practice.editions import student
from casebook.practice.packing import code_of, data_of, package
from casebook.practice.source import Sheet, read, sheets

PINNED = ROOT / ".binder" / "requirements.txt"
STAMP = (1980, 1, 1, 0, 0, 0)
HOW_TO = """\
{title}
{line}

You need Python 3.11 or newer. In this folder, once:

    python3 -m venv .venv
    .venv/bin/python -m pip install -r requirements.txt

On Windows write .venv\\Scripts\\python for .venv/bin/python, and py for python3.

Then, each time:

    .venv/bin/python -m jupyterlab {slug}.ipynb

The folder data holds the tables that the notebook reads, casebook the functions that it uses.
After the installation nothing needs a network.
"""


def files_of(sheet: Sheet) -> dict[str, bytes]:
    """Return what stands in an exercise's ZIP, by path."""
    notebook = nbformat.writes(student(sheet)) + "\n"
    how_to = HOW_TO.format(title=sheet.title, line="=" * len(sheet.title), slug=sheet.slug)
    found = {
        f"{sheet.slug}.ipynb": notebook.encode(),
        "README.txt": how_to.encode(),
        "requirements.txt": PINNED.read_bytes(),
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    code = code_of(sheet.notebook)
    return found | package(code, [sheet.number]) | data_of(code)


def write_zip(sheet: Sheet, path: Path) -> None:
    """Write an exercise's ZIP."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sorted(files_of(sheet).items()):
            entry = zipfile.ZipInfo(f"two-plants-{sheet.slug}/{name}", STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)


def write_downloads(folder: Path, slugs: Iterable[str]) -> None:
    """Write the notebook and the ZIP of exercises, given by their names, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(slugs)
    for path in sheets():
        if path.stem in wanted:
            sheet = read(path)
            nbformat.write(student(sheet), folder / f"{sheet.slug}.ipynb")
            write_zip(sheet, folder / f"{sheet.slug}.zip")
