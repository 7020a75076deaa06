"""Sums of money that are known as a figure or as a floor, without mixing their units.

Every amount is a pair: the lowest and the highest number that its words allow, in billion tenge.
"More than 180 billion" is (180, inf). Sums and ratios keep the pair, so that a floor never turns
into a figure on its way through a calculation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

#: What one unit is worth, in billion tenge.
UNITS = {"KZT": 1e-9, "KZT m": 1e-3, "KZT bn": 1.0}
Bounds = tuple[float, float]


def in_billions(value: float, unit: str) -> float:
    """Return a sum of tenge in billions.

    Parameters
    ----------
    value
        The number, in `unit`.
    unit
        A key of `UNITS`: tenge, million tenge or billion tenge.

    Examples
    --------
    >>> round(in_billions(807.3, "KZT m"), 4), in_billions(180, "KZT bn")
    (0.8073, 180.0)
    >>> in_billions(153, "USD m")
    Traceback (most recent call last):
    ...
    ValueError: the unit is 'USD m'; expected one of KZT, KZT m, KZT bn
    """
    if unit not in UNITS:
        raise ValueError(f"the unit is {unit!r}; expected one of {', '.join(UNITS)}")
    return value * UNITS[unit]


def amount(value: float, unit: str, qualifier: str = "exact") -> Bounds:
    """Return the bounds of one sum, in billion tenge.

    Parameters
    ----------
    value, unit
        The number and a key of `UNITS`.
    qualifier
        The source's hedge: exact or about give a figure, more_than and at_least a floor,
        less_than and at_most a ceiling.

    Examples
    --------
    >>> amount(180, "KZT bn", "more_than")
    (180.0, inf)
    """
    number = in_billions(value, unit)
    known = {
        "exact": (number, number),
        "about": (number, number),
        "more_than": (number, math.inf),
        "at_least": (number, math.inf),
        "less_than": (0.0, number),
        "at_most": (0.0, number),
    }
    if qualifier not in known:
        raise ValueError(f"the qualifier is {qualifier!r}; expected one of {', '.join(known)}")
    return known[qualifier]


def total(parts: Iterable[Bounds]) -> Bounds:
    """Return the bounds of a sum: floors add to a floor, and one open end opens the sum.

    Examples
    --------
    >>> total([(180.0, math.inf), (47.6, 47.6)])
    (227.6, inf)
    """
    lows, highs = zip(*parts, strict=True)
    return round(sum(lows), 4), round(sum(highs), 4)


def ratio(top: Bounds, bottom: Bounds) -> Bounds:
    """Return the bounds of a ratio of two amounts.

    Examples
    --------
    >>> low, high = ratio((174.0, math.inf), (361.0, 361.0))
    >>> round(low, 3), high
    (0.482, inf)
    """
    if bottom[0] <= 0:
        raise ValueError(f"an amount that may be nothing cannot divide; found {bottom}")
    return top[0] / bottom[1], top[1] / bottom[0]


def scenarios(parts: Mapping[str, Bounds], sets: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return a total for each way of reading which parts stand beside one another.

    Parameters
    ----------
    parts
        Bounds of each part, billion tenge.
    sets
        For each scenario the parts that it adds; a part that it leaves out is taken as contained
        in another.

    Returns
    -------
    pandas.DataFrame
        Index: the scenarios; `low`, `high` in billion tenge and `adds` (text).

    Examples
    --------
    >>> scenarios({"a": (1.0, 1.0), "b": (2.0, math.inf)}, {"all": ["a", "b"]}).loc["all", "low"]
    np.float64(3.0)
    """
    rows = {
        name: {
            **dict(zip(("low", "high"), total(parts[part] for part in chosen), strict=True)),
            "adds": " + ".join(f"{parts[part][0]:g}" for part in chosen),
        }
        for name, chosen in sets.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def support_per_car(support_bn: float, part: float, cars: float) -> float:
    """Return support a car in million tenge, for inputs that a reader chooses.

    Parameters
    ----------
    support_bn
        The sum, billion tenge.
    part
        How much of it is counted, percent.
    cars
        Cars over which it is spread.

    Examples
    --------
    >>> support_per_car(361, 100, 180_000)
    2.0055555555555555
    """
    if cars <= 0:
        raise ValueError(f"support is spread over at least one car; found {cars}")
    return support_bn * 1000 * part / 100 / cars


def in_dollars(tenge_bn: float, tenge_per_dollar: float) -> float:
    """Return a sum of billion tenge in billion dollars at one exchange rate.

    Examples
    --------
    >>> round(in_dollars(361, 412.95), 2)
    0.87
    """
    if tenge_per_dollar <= 0:
        raise ValueError(f"a dollar costs more than nothing; found {tenge_per_dollar} tenge")
    return tenge_bn / tenge_per_dollar


def most_without_overlap(spans: pd.DataFrame) -> pd.DataFrame:
    """Return the reports that together count most and no day twice: a floor of the whole.

    Parameters
    ----------
    spans
        `start`, `end` (dates, ends included) and `units` (what was counted between them).

    Returns
    -------
    pandas.DataFrame
        The chosen rows in order of time.

    Notes
    -----
    Weighted interval scheduling by dynamic programming (Kleinberg and Tardos, Algorithm Design,
    2006, section 6.1).

    Examples
    --------
    >>> reports = pd.DataFrame({"start": [1, 4, 3], "end": [3, 6, 5], "units": [10, 10, 15]})
    >>> most_without_overlap(reports)["units"].sum()
    np.int64(20)
    """
    ordered = spans.sort_values("end", kind="stable")
    rows = ordered.to_dict("records")
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for place, row in enumerate(rows):
        before = max(
            (n for n in range(place + 1) if n == 0 or rows[n - 1]["end"] < row["start"]), default=0
        )
        count, chosen = best[before]
        taken = (count + row["units"], (*chosen, place))
        best.append(max(best[place], taken, key=lambda one: one[0]))
    return ordered.iloc[list(best[-1][1])]
