"""Which firm signed in which year, and how old an agreement is, when a text leaves it open."""

from __future__ import annotations

from datetime import date

import pandas as pd

#: The readings: whether the years of signing and those of the duties are exchanged.
TURNS = {"A": (0, 0), "B": (0, 1), "C": (1, 0), "D": (1, 1)}


def readings_of_agreements(
    firms: tuple[str, str], signed: tuple[int, int], due: tuple[int, int]
) -> pd.DataFrame:
    """Return every way to join two firms, two years of signing and two years of duty.

    Parameters
    ----------
    firms, signed, due
        In the order of the text.

    Returns
    -------
    pandas.DataFrame
        Eight rows, two a reading: `reading` (A to D; A keeps the order of the text), `firm`,
        `signed`, `due` and `term` (due less signed, in years).

    Examples
    --------
    >>> table = readings_of_agreements(("A", "B"), (2010, 2012), (2017, 2019))
    >>> table.groupby("reading")["term"].apply(list).to_dict()
    {'A': [7, 7], 'B': [9, 5], 'C': [5, 9], 'D': [7, 7]}
    """
    rows = []
    for reading, (turn_signed, turn_due) in TURNS.items():
        for place, firm in enumerate(firms):
            start, end = signed[place ^ turn_signed], due[place ^ turn_due]
            if end < start:
                raise ValueError(f"found a duty of {end} under an agreement of {start}")
            rows.append((reading, firm, start, end, end - start))
    return pd.DataFrame(rows, columns=["reading", "firm", "signed", "due", "term"])


def age(signed: int, on: date) -> tuple[float, float]:
    """Return the least and the greatest age, in years, of what was signed on a day of a year.

    Examples
    --------
    >>> age(2010, date(2017, 1, 1))
    (6.0, 7.0)
    >>> age(2010, date(2010, 7, 1))
    (0.0, 0.5)
    """
    last, first = date(signed, 12, 31), date(signed, 1, 1)
    if on < first:
        raise ValueError(f"found {on}, before the year {signed} of the signing")
    years = [max((on - day).days / 365.25, 0.0) for day in (last, first)]
    return round(years[0], 1), round(years[1], 1)
