"""Reads the four tables of the ledger, checks that they fit together, and answers questions."""

from __future__ import annotations

import functools
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from casebook.data import DATA, rows
from casebook.errors import DataError
from casebook.ledger.periods import Period
from casebook.ledger.ratings import rate
from casebook.ledger.records import Claim, Conflict, Reading, Source

CLAIMS, CONFLICTS, READINGS = "data/claims.csv", "data/conflicts.csv", "data/readings.csv"
RANKS = ("deprecated", "preferred", "normal")


class Ledger:
    """All claims, sources and conflicts, checked.

    Examples
    --------
    >>> book = ledger()
    >>> book.claim("n-support-total").value
    '361'
    >>> book.rating("n-support-total")
    'Exploratory'
    """

    def __init__(self, folder: Path = DATA) -> None:
        units = {row["unit"] for _, row in rows("units", folder)}
        self.sources = {row["id"]: Source(**row) for _, row in rows("sources", folder)}
        self.claims: dict[str, Claim] = {}
        for line, row in rows("claims", folder):
            same_as = tuple(row.pop("same_as").split())
            claim = Claim(**row, same_as=same_as, line=line)
            _check_claim(claim, self.sources, units)
            self.claims[claim.id] = claim
        for claim in self.claims.values():
            for other in claim.same_as:
                self._expect_claim(other, CLAIMS, claim.line, "same_as")
        self.conflicts = self._read_conflicts(folder)

    def claim(self, name: str) -> Claim:
        """Return a claim by its id; an unknown id is a KeyError that names the nearest ids."""
        if name not in self.claims:
            raise KeyError(f"no claim {name!r} in {CLAIMS}; {self.nearest(name)}")
        return self.claims[name]

    def nearest(self, name: str) -> str:
        """Return a few ids that look like `name`, as a hint for an error message."""
        import difflib

        close = difflib.get_close_matches(name, self.claims, n=3, cutoff=0.5)
        return "did you mean " + ", ".join(close) + "?" if close else "no id comes near it"

    def source_of(self, name: str) -> Source:
        """Return the source of a claim."""
        return self.sources[self.claim(name).source]

    def conflicts_of(self, name: str) -> list[Conflict]:
        """Return the conflict sets in which a claim stands."""
        return self._conflicts_by_claim.get(name, [])

    def rank(self, name: str) -> str:
        """Return deprecated if any conflict withdraws the claim, else preferred or normal."""
        ranks = {r.rank for c in self.conflicts_of(name) for r in c.readings if r.claim == name}
        return next((rank for rank in RANKS if rank in ranks), "normal")

    def same_fact(self, name: str) -> frozenset[str]:
        """Return the ids of all claims that state the same fact, the claim itself included."""
        return self._facts[name]

    def groups(self, name: str) -> set[str]:
        """Return the independence groups of the sources that state the claim's fact."""
        return {self.source_of(other).independence_group for other in self.same_fact(name)}

    def rating(self, name: str) -> str:
        """Return High, Medium or Exploratory by the protocol (see `casebook.ledger.ratings`)."""
        claim = self.claim(name)
        return rate(claim.origin, self.source_of(name).kind, len(self.groups(name)))

    def frame(self) -> pd.DataFrame:
        """Return all claims as a table, one row a claim.

        Returns
        -------
        pandas.DataFrame
            The columns of ``claims.csv`` with `value`, `low` and `high` as floats, and `rating`,
            `rank`, `groups` (independent groups that state the fact), `conflicts` (ids, separated
            by a space), `start` and `end` (dates of the period) and `source_kind`.
        """
        table = pd.DataFrame([asdict(claim) for claim in self.claims.values()])
        for column in ("value", "low", "high"):
            table[column] = pd.to_numeric(table[column].replace("", None))
        table["rating"] = [self.rating(name) for name in table["id"]]
        table["rank"] = [self.rank(name) for name in table["id"]]
        table["groups"] = [len(self.groups(name)) for name in table["id"]]
        table["conflicts"] = [" ".join(c.id for c in self.conflicts_of(i)) for i in table["id"]]
        periods = [Period.parse(text) if text else None for text in table["period"]]
        table["start"] = [p.start if p else None for p in periods]
        table["end"] = [p.end if p else None for p in periods]
        table["source_kind"] = [self.sources[source].kind for source in table["source"]]
        return table

    def _expect_claim(self, name: str, file: str, line: int, column: str) -> None:
        if name not in self.claims:
            raise DataError(
                file, "unknown claim id", line=line, column=column, found=name,
                expected=f"an id of {CLAIMS}; {self.nearest(name)}",
            )  # fmt: skip

    def _read_conflicts(self, folder: Path) -> dict[str, Conflict]:
        described = {row["id"]: row for _, row in rows("conflicts", folder)}
        readings: dict[str, list[Reading]] = {name: [] for name in described}
        for line, row in rows("readings", folder):
            if row["conflict"] not in described:
                raise DataError(
                    READINGS, "unknown conflict", line=line, column="conflict",
                    found=row["conflict"], expected=f"an id of {CONFLICTS}",
                )  # fmt: skip
            if row["claim"]:
                self._expect_claim(row["claim"], READINGS, line, "claim")
            readings[row["conflict"]].append(Reading(**row))
        return {
            name: Conflict(**row, readings=tuple(readings[name])) for name, row in described.items()
        }

    @functools.cached_property
    def _conflicts_by_claim(self) -> dict[str, list[Conflict]]:
        found: dict[str, list[Conflict]] = {}
        for conflict in self.conflicts.values():
            for name in dict.fromkeys(r.claim for r in conflict.readings if r.claim):
                found.setdefault(name, []).append(conflict)
        return found

    @functools.cached_property
    def _facts(self) -> dict[str, frozenset[str]]:
        """Join claims that name each other in `same_as` into sets."""
        sets = {name: {name} for name in self.claims}
        for claim in self.claims.values():
            for other in claim.same_as:
                if sets[claim.id] is not sets[other]:
                    joined = sets[claim.id] | sets[other]
                    for member in joined:
                        sets[member] = joined
        return {name: frozenset(members) for name, members in sets.items()}


def _check_claim(claim: Claim, sources: dict[str, Source], units: set[str]) -> None:
    """Check what a description of single columns cannot say."""

    def fail(problem: str, column: str, found: str, expected: str) -> None:
        raise DataError(
            CLAIMS, problem, line=claim.line, column=column, found=found, expected=expected
        )

    numbers = claim.value or claim.low or claim.high
    if claim.source not in sources:
        fail("unknown source", "source", claim.source, "an id of data/sources.csv")
    if numbers and claim.unit not in units:
        fail("unknown unit", "unit", claim.unit, "a unit of data/units.csv")
    if numbers and not claim.qualifier:
        fail("a number without a qualifier", "qualifier", "", "exact, about, more_than, ...")
    if claim.qualifier == "range" and not (claim.low and claim.high and not claim.value):
        fail("a range without both ends", "low", claim.low, "low and high, and no value")
    if claim.qualifier != "range" and (claim.low or claim.high):
        fail("ends without a range", "qualifier", claim.qualifier, "range")
    if claim.period:
        try:
            Period.parse(claim.period)
        except ValueError as error:
            fail(f"bad period ({error})", "period", claim.period, "a date such as 2020-08-12")


@functools.cache
def ledger(folder: Path = DATA) -> Ledger:
    """Return the book's ledger; it is read and checked once in a process."""
    return Ledger(folder)
