"""What a notebook needs to run away from the project: modules of the package, and tables.

Both are read off the code: the modules that it imports, directly or not, and the tables whose
names stand in these. So a sheet that asks for another table takes it along by itself.
"""

from __future__ import annotations

import ast
import functools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from casebook.data import DATA, descriptor

#: The content of files by their paths in what is packed.
Files = dict[str, bytes]

SOURCES = Path(__file__).parents[2]
#: What every sheet can be asked about, whether its code names it or not.
ALWAYS = "from casebook import ledger, practice"


def code_of(notebook: Any) -> str:
    """Return the code of a notebook, without what only authors run."""
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    return "\n".join(c.source for c in cells if c.metadata.get("part") != "key")


def modules(code: str) -> list[str]:
    """Return the modules of the package that some code needs, in order.

    Examples
    --------
    >>> needed = modules("from casebook.practice import check")
    >>> "casebook.practice.checking" in needed, "casebook.build" in needed
    (True, False)
    """
    found: set[str] = set()
    waiting = [code, ALWAYS]
    while waiting:
        for name in _imported(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(file_of(name).read_text(encoding="utf-8"))
    return sorted(found)


def _imported(code: str) -> Iterator[str]:
    """Yield the modules of the package that a text names, their packages too."""
    for name in _named(code):
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            above = ".".join(parts[:length])
            if parts[0] == "casebook" and file_of(above).exists():
                yield above


@functools.cache
def _named(code: str) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(found)


def file_of(module: str) -> Path:
    """Return the file of a module of the package."""
    path = SOURCES.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def package(code: str, numbers: Iterable[int], folder: str = "") -> Files:
    """Return the part of the package that some code needs, with the keys of some sheets.

    Parameters
    ----------
    code
        The code of one notebook or of several.
    numbers
        The numbers of the sheets whose checks shall work.
    folder
        Where the package is put, such as ``"src/"``.
    """
    paths = [file_of(name) for name in modules(code)]
    paths += [SOURCES / "casebook" / "practice" / "keys" / f"{n:02d}.json" for n in numbers]
    return {folder + p.relative_to(SOURCES).as_posix(): p.read_bytes() for p in paths if p.exists()}


def tables(code: str) -> list[str]:
    """Return the names of the tables that some code or a module that it needs speaks of.

    Examples
    --------
    >>> {"claims", "sources", "plant_output"} <= set(tables('data.load("plant_output")'))
    True
    """
    texts = [code, *(file_of(name).read_text(encoding="utf-8") for name in modules(code))]
    said = {word for text in texts for word in _words(text)}
    return [r["name"] for r in descriptor()["resources"] if r["name"] in said]


@functools.cache
def _words(code: str) -> frozenset[str]:
    """Return the texts that stand in some code."""
    nodes = ast.walk(ast.parse(code))
    values = (node.value for node in nodes if isinstance(node, ast.Constant))
    return frozenset(value for value in values if isinstance(value, str))


def data_of(code: str) -> Files:
    """Return the tables that some code needs, and the data package cut to them."""
    kept = set(tables(code))
    described = {**descriptor()}
    described["resources"] = [r for r in described["resources"] if r["name"] in kept]
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    found = {"data/datapackage.json": text.encode()}
    for one in described["resources"]:
        found[f"data/{one['path']}"] = (DATA / one["path"]).read_bytes()
    return found
