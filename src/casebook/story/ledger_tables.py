"""Tables of claims and conflicts that any chapter may show."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from casebook.ledger import Claim, ledger
from casebook.ledger.periods import Period

TEXT_NAMES = {"infohub": "the article", "mdpi": "the paper"}


def cards(names: Mapping[str, str], first: str = "what") -> pd.DataFrame:
    """Return a table of claims as a reader may lay them out: one row a claim.

    Parameters
    ----------
    names
        Our few words for each row, and the id of its claim.
    first
        Name of the column that holds our words.

    Returns
    -------
    pandas.DataFrame
        `first`, `says` (the claim in a sentence), `when`, `who says so`, `rating` and `claim`.

    Examples
    --------
    >>> cards({"support": "n-support-total"})["rating"].tolist()
    ['Exploratory']
    """
    book = ledger()
    found = {words: book.claim(name) for words, name in names.items()}
    return pd.DataFrame(
        {
            first: list(found),
            "says": [claim.statement for claim in found.values()],
            "when": [Period.parse(c.period).words() if c.period else "" for c in found.values()],
            "who says so": [book.source_of(claim.id).publisher for claim in found.values()],
            "rating": [book.rating(claim.id) for claim in found.values()],
            "claim": [claim.id for claim in found.values()],
        }
    )


def number(name: str) -> float:
    """Return the number of a claim, in the claim's unit; a claim without one is an error.

    Examples
    --------
    >>> number("n-support-total")
    361.0
    """
    value = ledger().claim(name).number
    if value is None:
        raise ValueError(f"claim {name!r} has no number")
    return value


def claims() -> pd.DataFrame:
    """Return the ledger's claims with `where from` (the article, the paper, other sources)."""
    frame = ledger().frame()
    frame["where from"] = [TEXT_NAMES.get(source, "other sources") for source in frame["source"]]
    frame["dispute"] = [
        "disputed" if conflicts else "undisputed" for conflicts in frame["conflicts"]
    ]
    return frame


def count_claims(frame: pd.DataFrame, by: str, split: str) -> pd.DataFrame:
    """Count claims by two properties: index `by`, one column a value of `split`."""
    return frame.groupby([by, split]).size().unstack(fill_value=0).rename_axis(columns=None)


def claims_by_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the dated claims since 2000 with the `year` in which their period begins."""
    dated = frame[frame["start"].notna()]
    dated = dated.assign(year=[start.year for start in dated["start"]])
    return dated[dated["year"] >= 2000]


def count_conflicts() -> pd.DataFrame:
    """Count the conflict sets by kind; settled ones have a preferred reading."""
    kinds = [
        (c.kind, "settled" if any(r.rank == "preferred" for r in c.readings) else "open")
        for c in ledger().conflicts.values()
    ]
    table = pd.DataFrame(kinds, columns=["kind", "state"])
    counts = table.groupby(["kind", "state"]).size().unstack(fill_value=0)
    return counts.reindex(counts.sum(axis=1).sort_values(ascending=False).index).rename_axis(
        columns=None
    )


def readings(conflict: str) -> pd.DataFrame:
    """Return the readings of one conflict with the numbers and places of their claims.

    Returns
    -------
    pandas.DataFrame
        `says`, `value`, `low`, `high`, `unit`, `period`, `rank`, `reason`, `rating` and `claim`.
    """
    book = ledger()
    found = []
    for reading in book.conflicts[conflict].readings:
        claim: Claim | None = book.claims.get(reading.claim)
        found.append(
            {
                "says": reading.says,
                "value": claim.number if claim else None,
                "low": float(claim.low) if claim and claim.low else None,
                "high": float(claim.high) if claim and claim.high else None,
                "unit": claim.unit if claim else "",
                "period": claim.period if claim else "",
                "rank": reading.rank,
                "reason": reading.reason,
                "rating": book.rating(claim.id) if claim else "",
                "claim": reading.claim,
            }
        )
    return pd.DataFrame(found).astype({"value": float, "low": float, "high": float})
