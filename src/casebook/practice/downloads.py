"""What a student takes home: each exercise as a notebook, and as a ZIP with all that it needs.

The ZIP holds the notebook, the book's data, the part of ``casebook`` that a student uses and the
pinned list of packages. Equal content gives equal bytes, so a download changes only when the
exercise does.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from casebook.data import DATA, ROOT
from casebook.practice.editions import student
from casebook.practice.source import Sheet, read, sheets

PACKAGE = ROOT / "src" / "casebook"
PINNED = ROOT / ".binder" / "requirements.txt"
#: Parts of the package that make the book, grade or teach; a student needs none of them.
NOT_FOR_STUDENTS = (
    "sphinxext", "teaching", "practice/grading", "practice/authoring.py", "practice/editions.py",
    "practice/downloads.py", "practice/student_tree.py", "practice/links.py", "practice/source.py",
    "build.py", "reference.py", "printing.py", "browser.py", "datapackage.py", "changes.py",
)  # fmt: skip
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

The folder data holds the book's tables, casebook the functions that the notebook uses.
After the installation nothing needs a network.
"""


def student_package() -> Iterator[Path]:
    """Yield the files of the package that a student needs."""
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        left_out = any(place == name or place.startswith(f"{name}/") for name in NOT_FOR_STUDENTS)
        if path.suffix in (".py", ".json") and not left_out:
            yield path


def files_of(sheet: Sheet) -> dict[str, bytes]:
    """Return what stands in an exercise's ZIP, by path."""
    notebook = nbformat.writes(student(sheet)) + "\n"
    how_to = HOW_TO.format(title=sheet.title, line="=" * len(sheet.title), slug=sheet.slug)
    found = {
        f"{sheet.slug}.ipynb": notebook.encode(),
        "README.txt": how_to.encode(),
        "requirements.txt": PINNED.read_bytes(),
    }
    for path in student_package():
        found[f"casebook/{path.relative_to(PACKAGE).as_posix()}"] = path.read_bytes()
    for path in sorted(DATA.iterdir()):
        if path.is_file():
            found[f"data/{path.name}"] = path.read_bytes()
    return found


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
