"""Digests that tell whether two cells agree without saying what they hold.

A number falls on a grid as wide as the tolerance, and its place on the grid is digested, so that
a rounded answer is recognised by its neighbours. The digest is slow and salted with the task,
which keeps an answer from being read; it does not keep it from somebody who tries every number.
"""

from __future__ import annotations

import functools
import hashlib
import math
from dataclasses import dataclass

from casebook.practice.answers import Cells, Kind, Names, Table
from casebook.practice.reading import Cell

ROUNDS = 1_000
LENGTH = 9


@dataclass(frozen=True)
class Comparison:
    """How an answer differs from the right one.

    Attributes
    ----------
    off
        Labels of the cells whose value is not right.
    unasked
        Labels of the cells that should not be there.
    lacking
        How many cells are not there.
    """

    off: list[str]
    unasked: list[str]
    lacking: int

    @property
    def same(self) -> bool:
        """Whether there is no difference."""
        return not (self.off or self.unasked or self.lacking)


@functools.lru_cache(maxsize=4096)
def digest(salt: str, text: str) -> str:
    """Return the slow, salted digest of a text, in hexadecimal."""
    made = hashlib.pbkdf2_hmac("sha256", text.encode(), f"two plants {salt}".encode(), ROUNDS)
    return made[:LENGTH].hex()


def places(cell: Cell, within: float) -> list[str]:
    """Return a cell's place on the grid, then the places beside it.

    Examples
    --------
    >>> places(47.62, within=0.1)
    ['476', '475', '477']
    >>> places(12.0, within=0)
    ['12']
    >>> places("kostanay", within=0.1)
    ['kostanay']
    """
    if isinstance(cell, str):
        return [cell]
    if within == 0:
        return [f"{cell:.10g}"]
    if not math.isfinite(cell / within):
        return [f"{cell:.10g}"]
    middle = round(cell / within)
    return [str(middle), str(middle - 1), str(middle + 1)]


def sealed(task: str, kind: Kind, cells: Cells) -> dict[str, str]:
    """Return what is kept of an answer: a digest for each cell, by a label that says nothing."""
    within = getattr(kind, "within", 0.0)
    return {
        _label(task, kind, name): digest(_salt(task, kind, name), places(cell, within)[0])
        for name, cell in cells.items()
    }


def compared(task: str, kind: Kind, cells: Cells, kept: dict[str, str]) -> Comparison:
    """Compare an answer with what was kept.

    Returns
    -------
    Comparison
        Which cells are off, which should not be there, and how many are lacking.
    """
    if isinstance(kind, Names) and not kind.ordered:
        return _compared_as_set(task, kind, cells, kept)
    within = getattr(kind, "within", 0.0)
    labels = {name: _label(task, kind, name) for name in cells}
    off = [
        name
        for name, cell in cells.items()
        if labels[name] in kept
        and all(
            digest(_salt(task, kind, name), place) != kept[labels[name]]
            for place in places(cell, within)
        )
    ]
    unasked = [name for name in cells if labels[name] not in kept]
    return Comparison(off, unasked, len(kept) - (len(cells) - len(unasked)))


def _compared_as_set(task: str, kind: Kind, cells: Cells, kept: dict[str, str]) -> Comparison:
    seals = set(kept.values())
    unasked = [
        str(cell) for name, cell in cells.items()
        if digest(_salt(task, kind, name), str(cell)) not in seals
    ]  # fmt: skip
    return Comparison([], unasked, len(seals) - (len(cells) - len(unasked)))


def _label(task: str, kind: Kind, name: str) -> str:
    """Return the label that is kept; the rows of a table may be part of the answer."""
    return digest(f"{task} row", name) if isinstance(kind, Table) else name


def _salt(task: str, kind: Kind, name: str) -> str:
    """Return the salt of a cell; a name of a list without order has no place."""
    return task if isinstance(kind, Names) and not kind.ordered else f"{task} {name}"
