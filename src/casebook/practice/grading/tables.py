"""Tables as CSV, as spreadsheets write and read them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from casebook.errors import DataError

Row = dict[str, str]

#: A cell that begins like this would be computed by a spreadsheet; an apostrophe keeps it text.
FORMULA = re.compile(r"^[=+\-@\t\r](?!\d*\.?\d*$)")


def write(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Write a table at once; text that a spreadsheet would take for a formula stays text."""
    text = io.StringIO()
    made = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    made.writeheader()
    made.writerows({k: FORMULA.sub(r"'\g<0>", v) for k, v in row.items()} for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text.getvalue(), encoding="utf-8-sig")
    beside.replace(path)


def read(path: Path, columns: list[str]) -> list[Row]:
    """Read a table, with commas or with semicolons, as spreadsheets save it.

    Raises
    ------
    DataError
        If there is no such file, it is no text, or a column is missing.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(str(path), "no such file", expected="what make grade wrote") from None
    except UnicodeDecodeError:
        raise DataError(str(path), "is not UTF-8", expected="CSV UTF-8 when you save it") from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        found = ", ".join(reader.fieldnames or [])
        raise DataError(
            str(path), "a column is missing", line=1, found=found, expected=", ".join(missing)
        )
    return [{k: (row.get(k) or "").strip().removeprefix("'") for k in columns} for row in reader]
