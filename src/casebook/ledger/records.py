"""What one row of each ledger table holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A document that claims were read from. Dates are ISO text, empty where none is shown."""

    id: str
    title: str
    publisher: str
    author: str
    date: str
    url: str
    accessed: str
    language: str
    licence: str
    kind: str
    independence_group: str
    note: str

    @property
    def short(self) -> str:
        """The source as a citation names it.

        Examples
        --------
        >>> Source("x", "", "Infohub.kz", "", "", "", "", "en", "", "journalism", "x", "").short
        'Infohub.kz, undated'
        """
        return f"{self.publisher}, {self.date[:4] or 'undated'}"


@dataclass(frozen=True)
class Claim:
    """One checkable statement, in our own words. Numbers are kept as text, as the source has them.

    `line` is the row's line in ``data/claims.csv``; `same_as` has the ids of claims that agree.
    """

    id: str
    subject: str
    measure: str
    statement: str
    period: str
    value: str
    unit: str
    qualifier: str
    low: str
    high: str
    source: str
    locator: str
    speaker: str
    origin: str
    kind: str
    basis: str
    source_rating: str
    same_as: tuple[str, ...]
    record: str
    note: str
    line: int

    @property
    def number(self) -> float | None:
        """The claim's number; for a range its middle; None if it has none."""
        if self.value:
            return float(self.value)
        return (float(self.low) + float(self.high)) / 2 if self.low else None


@dataclass(frozen=True)
class Reading:
    """One side of a conflict: what it says, which claim says so, and how we rank it."""

    conflict: str
    claim: str
    says: str
    rank: str
    reason: str


@dataclass(frozen=True)
class Conflict:
    """Claims that cannot all be true, or that seem so, and what we do about it."""

    id: str
    title: str
    kind: str
    test: str
    treatment: str
    readings: tuple[Reading, ...]
