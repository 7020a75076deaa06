"""What only instructors may see, and where it turns up: one search for every edition.

A secret is a line of code or a sentence that stands in a solution, a key, a rubric or a page for
instructors, and nowhere in what everybody may read. Files are searched as readers see them: pages
without their markup, notebooks cell by cell, archives file by file.
"""

from __future__ import annotations

import ast
import functools
import html
import io
import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from casebook.data import ROOT
from casebook.practice.source import KEPT_BACK, read, sheets

#: What everybody may read: what stands there is no secret.
OPEN = ("chapters", "appendix", "src", "data", "index.md", "_config.yml")
OPEN_TYPES = {".md", ".py", ".csv", ".yml"}
#: Not by its type, for the keys of checks have it too, and these are searched.
DESCRIPTION = "data/datapackage.json"
#: Shorter pieces turn up by chance.
SHORTEST = {"markdown": 20, "code": 14}
#: So many letters of a secret are looked for first.
FIRST = min(SHORTEST.values())
#: Kinds of files that hold what Sphinx has read, whatever its edition.
MEMORIES = {".pickle", ".doctree", ".env"}


def packed(text: str) -> str:
    """Return a text without its spaces, which markup and line breaks move about."""
    return "".join(text.split())


def pieces(text: str, kind: str, *, whole_lines: bool) -> list[str]:
    """Return the lines, and of prose the sentences, of a text that are long enough to tell."""
    parts = re.split(r"\n" if whole_lines else r"\n|(?<=[.!?:;])\s+", text)
    return [small for part in parts if len(small := packed(part)) >= SHORTEST[kind]]


def is_literal(line: str) -> bool:
    """Tell whether a line of code holds texts, numbers and lists of them and nothing else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without its spaces a line may read oddly
        try:
            ast.literal_eval(line.rstrip(","))
        except (ValueError, SyntaxError):
            return False
    return True


@functools.cache
def secrets() -> dict[str, list[str]]:
    """Return the secrets of every sheet and of every instructors' page, by its name."""
    found: dict[str, list[str]] = {}
    shown = [(ROOT / DESCRIPTION).read_text(encoding="utf-8")]
    shown += [
        file.read_text(encoding="utf-8")
        for name in OPEN
        for file in ([ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).rglob("*")))
        if file.suffix in OPEN_TYPES
    ]
    for path in sheets():
        for cell in read(path).notebook.cells:
            part = cell.metadata.get("part")
            if part in KEPT_BACK:
                # A key's hints and the arguments that it tries are for students, as its kind
                # is; beside its value a hint is a secret.
                made = pieces(cell.source, cell.cell_type, whole_lines=part == "key")
                secret = [one for one in made if part != "key" or not is_literal(one)]
                found.setdefault(path.stem, []).extend(secret)
            else:
                shown.append(cell.source)
    for path in sorted((ROOT / "instructors").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found[f"instructors/{path.stem}"] = pieces(text, "markdown", whole_lines=False)
    every = {piece for made in found.values() for piece in made}
    public = set(held(packed("".join(shown)), beginnings(every)))
    return {name: [piece for piece in made if piece not in public] for name, made in found.items()}


def beginnings(pieces: Iterable[str]) -> dict[str, list[str]]:
    """Return texts by their first letters: to try thousands of them on every file takes minutes."""
    found: dict[str, list[str]] = {}
    for piece in pieces:
        found.setdefault(piece[:FIRST], []).append(piece)
    return found


def held(text: str, known: dict[str, list[str]]) -> list[str]:
    """Return which of the known texts a text holds."""
    met = known.keys() & {text[k : k + FIRST] for k in range(len(text))}
    return sorted(piece for first in met for piece in known[first] if piece in text)


def leaks(folder: Path) -> dict[str, list[str]]:
    """Return the secrets that the files below a folder hold, by file; equal files are read once."""
    known = beginnings(secret for made in secrets().values() for secret in made)
    found: dict[str, list[str]] = {}
    seen: set[int] = set()
    for name, content in contents(folder):
        if hash(content) in seen:
            continue
        seen.add(hash(content))
        if hits := held(readable(name, content), known):
            found[name] = hits
    return found


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file below a folder, and those in its archives, with its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(path.relative_to(folder).as_posix(), path.read_bytes())


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, or what an archive holds."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from unpacked(f"{name}/{inner}", archive.read(inner))
    else:
        yield name, content


def readable(name: str, content: bytes) -> str:
    """Return what a reader finds in a file, without spaces."""
    if name.endswith("objects.inv"):
        content = zlib.decompress(content.split(b"\n", 4)[4])
    text = content.decode("utf-8", errors="ignore")
    if name.endswith(".ipynb"):
        cells = json.loads(text)["cells"]
        # As written and as escaped: outputs are searched in the file's own text.
        text += "\n".join("".join(cell["source"]) for cell in cells)
    elif name.endswith(".html"):
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return packed(text)


def memories(folder: Path) -> list[str]:
    """Return the files below a folder that hold what Sphinx keeps between two builds."""
    return [
        p.name for p in sorted(folder.rglob("*")) if p.suffix in MEMORIES or ".doctrees" in str(p)
    ]
