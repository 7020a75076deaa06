"""Modes of governance in a value chain, by the three tests of Gereffi, Humphrey and Sturgeon.

G. Gereffi, J. Humphrey and T. Sturgeon, "The governance of global value chains", Review of
International Political Economy 12 (2005), 78-104, doi 10.1080/09692290500049805, Table 1: the mode
follows from the complexity of what the partners must tell each other, from how well it can be
written down (codified), and from the capability of the supplier. Three of the eight combinations
have no mode in the table.

A test that cannot be decided is ``"unknown"``; the answer is then every mode that it leaves open.
Paths are lists with one tuple of possible modes a year.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from casebook.models.agreement import agreement

#: From the loosest tie to the tightest.
MODES = ("market", "modular", "relational", "captive", "hierarchy")
#: complexity, codifiability, capability of the supplier: the mode.
TABLE = {
    ("low", "high", "high"): "market",
    ("high", "high", "high"): "modular",
    ("high", "low", "high"): "relational",
    ("high", "high", "low"): "captive",
    ("high", "low", "low"): "hierarchy",
}
TESTS = ("complexity", "codifiability", "capability")
LEVELS = ("low", "high")
UNKNOWN = "unknown"
#: The combinations without a mode, and why the framework leaves them out.
EXCLUDED = {
    ("low", "low", "high"): "unlikely: what is simple can be written down",
    ("low", "low", "low"): "unlikely: what is simple can be written down",
    ("low", "high", "low"): "left out of the chain: not even a simple order is met",
}
#: More ways to settle two paths than this would take too long to try.
MOST_WAYS = 200_000
#: The modes that a year may have, one tuple a year.
Path = Sequence[Sequence[str]]


def classify(complexity: str, codifiability: str, capability: str) -> str:
    """Return the mode of governance that three tests lead to.

    Parameters
    ----------
    complexity, codifiability, capability
        ``"low"`` or ``"high"``: of the transaction, of its knowledge, of the supplier.

    Returns
    -------
    str
        One of `MODES`, or ``"none"`` for a combination that the framework leaves out.

    Raises
    ------
    ValueError
        If a test is neither low nor high.

    Examples
    --------
    >>> classify("high", "high", "high"), classify("high", "high", "low")
    ('modular', 'captive')
    >>> classify("low", "low", "high")
    'none'
    """
    tests = (complexity, codifiability, capability)
    for value in tests:
        if value not in LEVELS:
            raise ValueError(f"found {value!r}; expected low or high")
    return TABLE.get(tests, "none")


def combinations() -> pd.DataFrame:
    """Return the eight combinations of the three tests with the mode of each.

    Returns
    -------
    pandas.DataFrame
        One column a test, `mode` (``"none"`` if the framework leaves it out) and `why left out`.

    Examples
    --------
    >>> combinations()["mode"].value_counts()["none"]
    np.int64(3)
    """
    cells = list(itertools.product(LEVELS[::-1], LEVELS[::-1], LEVELS[::-1]))
    return pd.DataFrame(
        {
            **{test: [cell[place] for cell in cells] for place, test in enumerate(TESTS)},
            "mode": [classify(*cell) for cell in cells],
            "why left out": [EXCLUDED.get(cell, "") for cell in cells],
        }
    )


def possible(complexity: str, codifiability: str, capability: str) -> tuple[str, ...]:
    """Return every mode that the tests leave open, from the loosest; a test may be unknown.

    Parameters
    ----------
    complexity, codifiability, capability
        ``"low"``, ``"high"`` or ``"unknown"``.

    Returns
    -------
    tuple of str
        Modes; empty if all that is left open are combinations without a mode.

    Raises
    ------
    ValueError
        If a test is none of the three.

    Examples
    --------
    >>> possible("high", "unknown", "high")
    ('modular', 'relational')
    >>> possible("low", "low", "unknown")
    ()
    """
    given = (complexity, codifiability, capability)
    for value in given:
        if value not in (*LEVELS, UNKNOWN):
            raise ValueError(f"found {value!r}; expected low, high or unknown")
    choices = [LEVELS if value == UNKNOWN else (value,) for value in given]
    found = {classify(*cell) for cell in itertools.product(*choices)}
    return tuple(mode for mode in MODES if mode in found)


def level(score: float, low_below: float, high_from: float | None = None) -> str:
    """Return what a score on a scale says of a test.

    Parameters
    ----------
    score, low_below, high_from
        On one scale of any unit. Below `low_below` is low; from `high_from` on is high; between
        the two is unknown. With one threshold nothing is unknown.

    Raises
    ------
    ValueError
        If the thresholds are upside down or a number is missing.

    Examples
    --------
    >>> level(5, 4), level(5, 6), level(5, 4, 6)
    ('high', 'low', 'unknown')
    """
    top = low_below if high_from is None else high_from
    if any(math.isnan(value) for value in (score, low_below, top)):
        raise ValueError(f"found score {score} and thresholds {low_below}, {top}; expected numbers")
    if top < low_below:
        raise ValueError(f"found high from {top}; expected {low_below} or more")
    if score < low_below:
        return "low"
    return "high" if score >= top else UNKNOWN


def flip(judgement: str) -> str:
    """Return the other level; what is unknown has no other.

    Examples
    --------
    >>> flip("low")
    'high'
    >>> flip("unknown")
    Traceback (most recent call last):
    ...
    ValueError: found 'unknown'; expected low or high
    """
    if judgement not in LEVELS:
        raise ValueError(f"found {judgement!r}; expected low or high")
    return LEVELS[1 - LEVELS.index(judgement)]


def flips(years: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Turn round one judgement at a time and return what becomes of the modes.

    Parameters
    ----------
    years
        Index: years; one column a test with its level: ``"low"``, ``"high"`` or ``"unknown"``.
    groups
        Same shape: the judgement that each cell belongs to, such as ``"2014/2016"``. Cells of a
        test in one group are turned round together; cells that are unknown are left as they are.

    Returns
    -------
    pandas.DataFrame
        One row a judgement and year: `test`, `group`, `year`, `turned` (the new level), `before`
        and `after` (tuples of possible modes).

    Raises
    ------
    ValueError
        If a column for a test is missing.

    Examples
    --------
    >>> years = pd.DataFrame([["high", "high", "high"]], index=[2017], columns=list(TESTS))
    >>> flips(years, years.replace("high", "2017"))["after"].tolist()
    [('market',), ('relational',), ('captive',)]
    """
    for frame in (years, groups):
        if missing := [test for test in TESTS if test not in frame]:
            raise ValueError(f"found no column {missing[0]!r}; expected {', '.join(TESTS)}")
    rows = []
    for test in TESTS:
        for group in dict.fromkeys(groups[test]):
            for year in years.index[groups[test] == group]:
                now = {name: str(years.loc[year, name]) for name in TESTS}
                if now[test] == UNKNOWN:
                    continue
                turned = {**now, test: flip(now[test])}
                rows.append(
                    {"test": test, "group": group, "year": year, "turned": turned[test],
                     "before": possible(**now), "after": possible(**turned)}
                )  # fmt: skip
    return pd.DataFrame(rows, columns=["test", "group", "year", "turned", "before", "after"])


def same_or_apart(first: Path, second: Path) -> dict[str, int]:
    """Count the years in which two paths agree.

    Parameters
    ----------
    first, second
        For each year the modes that may hold; the same years in the same order.

    Returns
    -------
    dict
        `years`; `same` (both leave one mode, and it is the same), `may be same` (they share a
        mode, and at least one leaves several) and `apart` (they share none).

    Raises
    ------
    ValueError
        If the paths differ in length or a year has no mode.

    Examples
    --------
    >>> same_or_apart([("market",), ("modular", "relational")], [("modular",), ("modular",)])
    {'years': 2, 'same': 0, 'may be same': 1, 'apart': 1}
    """
    _check_paths(first, second)
    shared = [set(a) & set(b) for a, b in zip(first, second, strict=True)]
    same = sum(
        len(set(a)) == len(set(b)) == 1 and bool(both)
        for a, b, both in zip(first, second, shared, strict=True)
    )
    apart = sum(not both for both in shared)
    return {
        "years": len(shared), "same": same, "may be same": len(shared) - same - apart,
        "apart": apart,
    }  # fmt: skip


def kappa_bounds(first: Path, second: Path) -> tuple[float, float]:
    """Return the smallest and the largest Cohen's kappa that two paths leave open.

    Every way to settle the open years is tried. Where kappa has no value (both paths hold one mode
    throughout) the way is left out.

    Parameters
    ----------
    first, second
        As for `same_or_apart`.

    Returns
    -------
    tuple of float
        No unit, at most 1; NaN if kappa never has a value.

    Raises
    ------
    ValueError
        If the paths differ in length, a year has no mode, or there are too many ways to try.

    Examples
    --------
    >>> path = [("market",), ("modular",), ("modular", "relational")]
    >>> low, high = kappa_bounds(path, [("market",), ("modular",), ("relational",)])
    >>> round(low, 2), round(high, 2)
    (0.5, 1.0)
    """
    _check_paths(first, second)
    ways = math.prod(len(set(year)) for year in (*first, *second))
    if ways > MOST_WAYS:
        raise ValueError(f"found {ways:,} ways to settle the paths; expected at most {MOST_WAYS:,}")
    # Years that leave the same pair of sets open are alike: what counts is how many of them fall
    # into each cell of the cross table.
    tables = {_key(np.zeros((len(MODES), len(MODES)), dtype=int))}
    for a, b in zip(first, second, strict=True):
        cells = [(MODES.index(x), MODES.index(y)) for x in set(a) for y in set(b)]
        tables = {_key(_plus(table, cell)) for table in tables for cell in cells}
    found = [agreement(np.array(table).tolist()).kappa for table in tables]
    known = [value for value in found if not math.isnan(value)]
    return (min(known), max(known)) if known else (math.nan, math.nan)


def _key(table: np.ndarray) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, table.tolist()))


def _plus(table: tuple[tuple[int, ...], ...], cell: tuple[int, int]) -> np.ndarray:
    counts = np.array(table)
    counts[cell] += 1
    return counts


def _check_paths(first: Path, second: Path) -> None:
    if len(first) != len(second):
        raise ValueError(f"found paths of {len(first)} and {len(second)} years; expected the same")
    if len(first) == 0:
        raise ValueError("found no year; expected at least one")
    for year in (*first, *second):
        if not year:
            raise ValueError("found a year without a mode; expected at least one")
        if unknown := [mode for mode in year if mode not in MODES]:
            raise ValueError(f"found mode {unknown[0]!r}; expected one of {', '.join(MODES)}")


def years_before(cause: tuple[float, float], effect: tuple[float, float]) -> tuple[float, float]:
    """Return by how many years a cause came before an effect, at least and at most.

    Parameters
    ----------
    cause, effect
        Earliest and latest date of each, in years with fractions.

    Returns
    -------
    tuple of float
        Years; negative if the effect came first.

    Raises
    ------
    ValueError
        If a date is upside down.

    Examples
    --------
    >>> years_before((2019.5, 2019.75), (2018.75, 2019.25))
    (-1.0, -0.25)
    """
    for start, end in (cause, effect):
        if end < start:
            raise ValueError(f"found an end {end}; expected {start} or later")
    return effect[0] - cause[1], effect[1] - cause[0]
