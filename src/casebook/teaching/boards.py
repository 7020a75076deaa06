"""Board plans: what the board should look like at the end, read from ``instructors/boards.yml``.

A claim's id in braces is filled in from the ledger, so that no figure is typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from casebook.data import ROOT
from casebook.errors import DataError
from casebook.ledger import ledger
from casebook.ledger.quantities import format_quantity

FILE = ROOT / "instructors" / "boards.yml"
CLAIM = re.compile(r"\{([\w.-]+)\}")


@dataclass(frozen=True)
class Board:
    """A board plan.

    Attributes
    ----------
    name
        The name of its exhibit.
    title
        What it is the end of.
    columns
        Heading and lines of each column, from the left, figures filled in.
    claims
        The claims that its lines hold.
    """

    name: str
    title: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    claims: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Return the board's words: one row a line, with its column."""
        rows = [(head, line) for head, lines in self.columns for line in lines]
        return pd.DataFrame(rows, columns=["column", "line"])

    def words(self) -> str:
        """Return the board as running text, for who cannot see it."""
        return " ".join(f"{head}: {'; '.join(lines)}." for head, lines in self.columns)


def load_boards(file: Path = FILE) -> dict[str, Board]:
    """Return the boards by name.

    Raises
    ------
    DataError
        If a column lacks its heading or lines, or a claim is unknown; it names the board.
    """
    found = {}
    for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
        name = str(entry.get("name", "?"))
        columns = []
        for column in entry.get("columns", []):
            if not column.get("head") or not column.get("lines"):
                raise DataError(
                    f"instructors/{file.name}", f"{name}: a column", found=column,
                    expected="a head and lines",
                )  # fmt: skip
            lines = tuple(_filled(str(line), name, file) for line in column["lines"])
            columns.append((str(column["head"]), lines))
        text = yaml.safe_dump(entry, allow_unicode=True)
        found[name] = Board(name, str(entry["title"]), tuple(columns), _claims(text))
    return found


def _claims(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(CLAIM.findall(text)))


def _filled(line: str, board: str, file: Path) -> str:
    book = ledger()

    def figure(match: re.Match[str]) -> str:
        if match[1] not in book.claims:
            raise DataError(
                f"instructors/{file.name}", f"{board}: unknown claim", found=match[1],
                expected="an id of data/claims.csv",
            )  # fmt: skip
        return format_quantity(book.claim(match[1]).__dict__)

    return CLAIM.sub(figure, line)
