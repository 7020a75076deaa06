"""Phases of a story: which of them a stretch of time lies in, and what lies outside its own.

A scheme is a list of phases; each is a pair of years, the second open (infinite) if it runs on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

#: First year and the end of the last year of a phase, such as (2014, 2018) for 2014 to 2017.
Span = tuple[float, float]


def span(first: int, last: int | None = None) -> Span:
    """Return the span of years from the first to the last, ends included; open if there is none.

    Raises
    ------
    ValueError
        If the last year comes before the first.

    Examples
    --------
    >>> span(2014, 2017), span(2019)
    ((2014.0, 2018.0), (2019.0, inf))
    """
    if last is not None and last < first:
        raise ValueError(f"found last year {last}; expected {first} or later")
    return float(first), math.inf if last is None else float(last + 1)


def phases_at(start: float, end: float, scheme: Sequence[Span]) -> list[int]:
    """Return the numbers of the phases that a stretch of time touches, the first being 1.

    Parameters
    ----------
    start, end
        Years with fractions; the year 2016 is 2016.0 to 2017.0.
    scheme
        The phases in their order; they may overlap.

    Examples
    --------
    >>> phases_at(2016.0, 2017.0, [span(2014, 2016), span(2016, 2019)])
    [1, 2]
    """
    return [
        number
        for number, (first, last) in enumerate(scheme, start=1)
        if start < last and end > first
    ]


def is_inside(start: float, end: float, phase: Span) -> bool:
    """Tell whether a stretch of time lies wholly in a phase.

    What may lie outside counts as outside: an event of "2017 or 2018" is not inside 2014 to 2017.

    Examples
    --------
    >>> is_inside(2016.0, 2017.0, span(2014, 2017)), is_inside(2017.0, 2019.0, span(2014, 2017))
    (True, False)
    """
    if end < start:
        raise ValueError(f"found the end {end}; expected {start} or later")
    return phase[0] <= start and end <= phase[1]
