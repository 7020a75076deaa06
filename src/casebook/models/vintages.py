"""Two vintages of one series: where they meet, and slips of the decimal point."""

from __future__ import annotations

import math

import pandas as pd


def overlap(old: pd.Series, new: pd.Series) -> pd.DataFrame:
    """Return the dates that both vintages have, with their difference; empty if none does.

    Where two vintages never meet, nothing tells whether the series was revised between them, and a
    change from the last old value to the first new one may be a change of method.

    Parameters
    ----------
    old, new
        Values by date, in the same unit.

    Returns
    -------
    pandas.DataFrame
        Index: the shared dates; `old`, `new` and `difference` (new less old).

    Examples
    --------
    >>> overlap(pd.Series({2017: 1.0, 2018: 2.0}), pd.Series({2018: 2.5})).loc[2018].tolist()
    [2.0, 2.5, 0.5]
    """
    both = pd.concat({"old": old, "new": new}, axis=1).dropna()
    return both.assign(difference=both["new"] - both["old"])


def slip(printed: float, other: float) -> int | None:
    """Return by how many places a decimal point slipped between two numbers; None if it did not.

    Examples
    --------
    >>> slip(256, 2.56), slip(256, 2.65)
    (2, None)
    """
    if printed <= 0 or other <= 0:
        raise ValueError(f"found {printed} and {other}; expected numbers above zero")
    places = math.log10(printed / other)
    whole = round(places)
    return whole if whole and math.isclose(printed, other * 10**whole, rel_tol=1e-9) else None
