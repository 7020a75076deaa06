"""The book's tables by name, each checked against its description in ``datapackage.json``.

The checks here are the few that the build needs in a split second (columns, types, allowed
values, keys). The tests run Frictionless over the same description; it is not used here because
its import alone costs more than a build without changes may take.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from casebook.errors import DataError

HERE = Path(__file__).resolve()
#: The folder that holds ``data``: the project's own, or the one that a student has unpacked.
ROOT = next((p for p in HERE.parents if (p / "data/datapackage.json").is_file()), HERE.parents[2])
DATA = ROOT / "data"

Row = dict[str, str]
Field = dict[str, Any]

WORDS_FOR_TYPE = {
    "number": "a number such as 47.6",
    "integer": "a whole number such as 2019",
    "boolean": "true or false",
}


@functools.cache
def descriptor(folder: Path = DATA) -> dict[str, Any]:
    """Return the Frictionless description of the data package, a nested dictionary."""
    path = folder / "datapackage.json"
    try:
        described: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError("data/datapackage.json", "the description of the data is missing") from None
    except ValueError as error:
        raise DataError("data/datapackage.json", f"is not valid JSON ({error})") from None
    return described


def names(folder: Path = DATA) -> list[str]:
    """Return the names of the tables, in the order of the package.

    Examples
    --------
    >>> "plant_output" in names()
    True
    """
    return [r["name"] for r in descriptor(folder)["resources"] if "schema" in r]


def resource(name: str, folder: Path = DATA) -> dict[str, Any]:
    """Return the description of one table or file; an unknown name lists those there are."""
    for described in descriptor(folder)["resources"]:
        if described["name"] == name:
            return dict(described)
    known = ", ".join(r["name"] for r in descriptor(folder)["resources"])
    raise DataError(
        "data/datapackage.json", "unknown table", found=name, expected=f"one of {known}"
    )


def load(name: str, folder: Path = DATA) -> pd.DataFrame:
    """Return a table by name.

    Parameters
    ----------
    name
        A name of `names()`, such as ``"plant_output"``.

    Returns
    -------
    pandas.DataFrame
        One row a line of the file. Numbers are float (missing: NaN), whole numbers Int64, text is
        str (missing: the empty string). Units stand in the field's description.

    Raises
    ------
    DataError
        If the file and its description disagree; it names the file, the line and the value.

    Examples
    --------
    >>> load("geo_kz_cities").set_index("geonames_name").loc["Kostanay", "lat"]
    np.float64(53.21435)
    """
    fields = resource(name, folder)["schema"]["fields"]
    frame = pd.DataFrame(
        [row for _, row in rows(name, folder)], columns=[f["name"] for f in fields], dtype=str
    )
    for field in fields:
        if field["type"] in ("number", "integer"):
            numbers = pd.to_numeric(frame[field["name"]].replace("", None))
            whole = field["type"] == "integer"
            frame[field["name"]] = numbers.astype("Int64" if whole else "float64")
    return frame


def rows(name: str, folder: Path = DATA) -> Iterator[tuple[int, Row]]:
    """Yield the checked rows of a table as text, each with its line number in the file."""
    described = resource(name, folder)
    file = f"data/{described['path']}"
    schema = described["schema"]
    reader = _reader(folder / described["path"], file)
    header = _header(reader, file, [f["name"] for f in schema["fields"]])
    checks = [_check_of(field) for field in schema["fields"]]
    key = [header.index(k) for k in _as_list(schema.get("primaryKey", []))]
    seen: dict[tuple[str, ...], int] = {}
    for cells in _lines(reader, file):
        line = reader.line_num
        if len(cells) != len(header):
            raise DataError(
                file,
                "the row is cut short or has too many cells",
                line=line,
                found=f"{len(cells)} cells",
                expected=f"{len(header)} cells",
            )
        for column, cell, check in zip(header, cells, checks, strict=True):
            if expected := check(cell):
                raise DataError(
                    file, "bad value", line=line, column=column, found=cell, expected=expected
                )
        if key:
            value = tuple(cells[k] for k in key)
            if value in seen:
                raise DataError(
                    file,
                    "duplicate id",
                    line=line,
                    found=", ".join(value),
                    expected=f"an id of its own (the first stands in line {seen[value]})",
                )
            seen[value] = line
        yield line, dict(zip(header, cells, strict=True))


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _reader(path: Path, file: str) -> Any:
    """Open a table; a wrong encoding and a file cut off in mid-line are told apart."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataError(file, "the file is missing") from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(
            file, "is not UTF-8 text", line=line, found=raw[error.start : error.start + 4],
            expected="a file saved as UTF-8",
        ) from None  # fmt: skip
    if text and not text.endswith("\n"):
        raise DataError(
            file,
            "the file is truncated",
            line=text.count("\n") + 1,
            found=text.rsplit("\n", 1)[-1][-40:],
            expected="a line break at the end of the last line",
        )
    return csv.reader(io.StringIO(text, newline=""), strict=True)


def _header(reader: Any, file: str, wanted: list[str]) -> list[str]:
    header = next(_lines(reader, file), [])
    missing = [c for c in wanted if c not in header]
    if missing:
        raise DataError(
            file, "missing column", line=1, found=", ".join(header),
            expected=", ".join(missing) + " as well",
        )  # fmt: skip
    if header != wanted:
        raise DataError(
            file, "columns differ from datapackage.json", line=1, found=", ".join(header),
            expected=", ".join(wanted),
        )  # fmt: skip
    return header


def _lines(reader: Any, file: str) -> Iterator[list[str]]:
    """Yield the cells of each line; an unclosed quotation mark says where the file ends."""
    try:
        yield from reader
    except csv.Error as error:
        raise DataError(
            file, f"the file is truncated or a quotation mark is unbalanced ({error})",
            line=reader.line_num, expected="quotation marks in pairs",
        ) from None  # fmt: skip


def _check_of(field: Field) -> Any:
    """Return a function that says what was expected, or nothing if the cell is right."""
    limits = field.get("constraints", {})
    required, allowed = limits.get("required", False), limits.get("enum")
    pattern = re.compile(limits["pattern"]) if "pattern" in limits else None
    convert = {"number": float, "integer": int}.get(field["type"])

    def check(cell: str) -> str:
        if cell == "":
            return "a value (the column may not be empty)" if required else ""
        if convert:
            try:
                convert(cell)
            except ValueError:
                return WORDS_FOR_TYPE[field["type"]]
        if allowed and cell not in allowed:
            return "one of " + ", ".join(allowed)
        if pattern and not pattern.fullmatch(cell):
            return f"text of the form {pattern.pattern}"
        return ""

    return check


def sha256(path: Path) -> str:
    """Return the hash of a file as the data package writes it.

    Examples
    --------
    >>> sha256(DATA / "units.csv").startswith("sha256:")
    True
    """
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def outline(folder: Path = DATA) -> dict[str, Any]:
    """Return the outline of Kazakhstan as GeoJSON, degrees of longitude and latitude.

    Examples
    --------
    >>> outline()["type"] in ("FeatureCollection", "Feature", "Polygon", "MultiPolygon")
    True
    """
    path = folder / resource("geo_kazakhstan_border_ne50m", folder)["path"]
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
