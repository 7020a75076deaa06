"""What a state of the project tells its readers: claims, exhibits, chapters, tasks, by name.

Everything is a table: the name of a thing, and what it says, field by field, as text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from casebook.build import exhibits_shown
from casebook.ledger.book import Ledger
from casebook.practice.source import KEPT_BACK
from casebook.prose import prose

Table = dict[str, dict[str, str]]
#: What of a chart's traces carries data; the rest is looks.
DATA_OF_TRACES = (
    "x", "y", "z", "lat", "lon", "text", "customdata", "values", "labels", "locations", "base",
    "error_x", "error_y",
)  # fmt: skip
#: The answers that an explorer has computed for its sliders.
EXPLORER = ("meta", "explorer")
MINUTES = re.compile(r"^```\{minutes\}\n((?::\w+: *\d+\n)+)```", re.MULTILINE)


def ledger_tables(root: Path) -> dict[str, Table]:
    """Return claims with rank and rating, sources, conflicts and readings.

    Raises
    ------
    casebook.errors.DataError
        If the data are not as this code expects them.
    """
    book = Ledger(root / "data")
    claims = {name: _texts(asdict(claim), "id", "line") for name, claim in book.claims.items()}
    for name, fields in claims.items():
        fields |= {"rank": book.rank(name), "rating": book.rating(name)}
    conflicts = {c.id: _texts(asdict(c), "id", "readings") for c in book.conflicts.values()}
    readings = {
        f"{c.id}: {r.claim or r.says}": _texts(asdict(r), "conflict", "claim")
        for c in book.conflicts.values()
        for r in c.readings
    }
    sources = {name: _texts(asdict(source), "id") for name, source in book.sources.items()}
    return {"claims": claims, "sources": sources, "conflict sets": conflicts, "readings": readings}


def _texts(fields: dict[str, Any], *left_out: str) -> dict[str, str]:
    return {
        name: " ".join(value) if isinstance(value, tuple) else str(value)
        for name, value in fields.items()
        if name not in left_out
    }


def chapter_table(root: Path) -> Table:
    """Return the words, the minutes and the sentences of each chapter.

    A sentence is a field of its own, so that the report can show those that are new or gone.
    """
    found: Table = {}
    for path in sorted((root / "chapters").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        lines = list(prose(text))
        fields = {"words": str(sum(line.words for line in lines))}
        options = MINUTES.search(text)
        for name, number in re.findall(r":(\w+): *(\d+)", options[1] if options else ""):
            fields[f"minutes to {name}"] = number
        for line in lines:
            for sentence in re.split(r"(?<=[.?!])\s+", line.read.strip()):
                fields[f"“{sentence}”"] = ""
        found[path.stem] = fields
    return found


def task_table(root: Path) -> Table:
    """Return the text of each part of each task; of what students do not get, only a digest.

    Sheets are read without `casebook.practice.source`, which refuses those of an older form.
    """
    import jupytext

    found: Table = {}
    for path in sorted((root / "exercises").glob("[0-9]*.md")):
        for cell in jupytext.read(path).cells:
            task, part = cell.metadata.get("task"), cell.metadata.get("part")
            if task and part:
                fields = found.setdefault(str(task), {})
                text = cell.source
                if part in KEPT_BACK:
                    text = f"kept from students, {sha256(text.encode()).hexdigest()[:6]}"
                fields[part] = f"{fields[part]}\n{text}" if part in fields else text
    return found


def exhibit_table(cache: Path, pages: list[Path]) -> Table:
    """Return captions, sources, the cells of tables and the data of figures."""
    table: Table = {}
    for name, shown in exhibits_shown(cache, pages).items():
        fields = {key: shown[key] for key in ("caption", "source", "alt")}
        fields |= dict(cells(shown["columns"], shown["rows"]))
        fields |= dict(points(shown["figure"] or {"data": [], "layout": {}}))
        table[name] = fields
    return table


def cells(columns: list[str], rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a table, named by their row and column.

    A row goes by as many of its first cells as tell it from all others, or else by its number.

    Examples
    --------
    >>> dict(cells(["plant", "cars"], [["one", "1"], ["other", "2"]]))
    {'one · cars': '1', 'other · cars': '2'}
    """
    names = [f"row {number}" for number in range(1, len(rows) + 1)]
    start = 0
    for size in range(1, len(columns)):
        keys = [", ".join(row[:size]) for row in rows]
        if len(set(keys)) == len(rows) and all(keys):
            names, start = keys, size
            break
    for name, row in zip(names, rows, strict=True):
        for column, cell in zip(columns[start:], row[start:], strict=True):
            yield f"{name} · {column}", cell


def points(figure: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the data of a figure, named by their trace and their place in it.

    Examples
    --------
    >>> dict(points({"data": [{"name": "cars", "x": ["a"], "y": [7]}], "layout": {}}))
    {'figure, cars, x 1': 'a', 'figure, cars, y 1': '7'}
    """
    for number, trace in enumerate(figure["data"], 1):
        name = f"figure, {trace.get('name') or f'trace {number}'}"
        for key in DATA_OF_TRACES:
            if key in trace:
                yield from _leaves(f"{name}, {key}", trace[key])
    answers: Any = figure["layout"]
    for key in EXPLORER:
        answers = answers.get(key) if isinstance(answers, dict) else None
    if answers is not None:
        yield from _leaves("slider", answers)


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the single values in lists, dictionaries and the packed arrays of Plotly."""
    if isinstance(value, dict) and "bdata" in value:
        shape = [int(n) for n in str(value.get("shape", "-1")).split(",")]
        packed = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        yield from _leaves(name, packed.reshape(shape).tolist())
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(f"{name} {key}", part)
    elif isinstance(value, list):
        for place, part in enumerate(value, 1):
            yield from _leaves(f"{name} {place}", part)
    else:
        yield name, format(value, ".10g") if isinstance(value, float) else str(value)
