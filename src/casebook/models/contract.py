"""A contract with a deadline: dates known only as intervals, and the steps from duty to end."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

#: A stretch of days in which something happened or fell due: its first and its last day.
Window = tuple[date, date]

#: Which event leads from which state to which; nothing else is allowed.
TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("running", "duty done"): "met",
    ("running", "deadline passes"): "breach",
    ("breach", "duty done"): "met late",
    ("breach", "notice"): "notice given",
    ("notice given", "answer"): "talks",
    ("notice given", "no answer"): "silence",
    ("talks", "new terms"): "running",
    ("talks", "termination begun"): "ending",
    ("silence", "termination begun"): "ending",
    ("ending", "new terms"): "running",
}


def advance(state: str, event: str) -> str:
    """Return the state of a contract after an event.

    Parameters
    ----------
    state, event
        See `TRANSITIONS`.

    Raises
    ------
    ValueError
        If the event cannot follow; it names those that can.

    Examples
    --------
    >>> advance("breach", "notice")
    'notice given'
    >>> advance("running", "notice")
    Traceback (most recent call last):
    ...
    ValueError: found event 'notice' in state 'running'; expected deadline passes or duty done
    """
    if (state, event) not in TRANSITIONS:
        possible = sorted(name for at, name in TRANSITIONS if at == state)
        expected = " or ".join(possible) or "no event, for this state is final"
        raise ValueError(f"found event {event!r} in state {state!r}; expected {expected}")
    return TRANSITIONS[state, event]


def run(events: Iterable[str], start: str = "running") -> list[str]:
    """Return the states that a contract passes through, the first included.

    Examples
    --------
    >>> run(["deadline passes", "notice", "no answer", "termination begun"])
    ['running', 'breach', 'notice given', 'silence', 'ending']
    """
    return list(itertools.accumulate(events, advance, initial=start))


def tighten(windows: Sequence[Window]) -> list[Window]:
    """Narrow the windows of events whose order is known.

    An event cannot come before the earliest day of the one before it, nor after the latest day of
    the one after it.

    Parameters
    ----------
    windows
        First and last possible day of each event, in the order of the events.

    Raises
    ------
    ValueError
        If the order is impossible; it names the first event for which no day is left.

    Examples
    --------
    >>> year, april = (date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 4, 1), date(2020, 4, 30))
    >>> notice, start = tighten([year, april])
    >>> notice[1].isoformat()
    '2020-04-30'
    """
    firsts = list(itertools.accumulate((first for first, _ in windows), max))
    lasts = list(itertools.accumulate((last for _, last in reversed(windows)), min))[::-1]
    for place, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first > last:
            raise ValueError(
                f"found no day for event {place + 1}: not before {first}, not after {last}; "
                "expected windows that allow the order"
            )
    return list(zip(firsts, lasts, strict=True))


def possible_states(events: Sequence[tuple[str, Window]], at: date) -> list[str]:
    """Return the states in which a contract may be at the end of a day.

    Parameters
    ----------
    events
        Name and window of each event, in their order.
    at
        The day.

    Returns
    -------
    list of str
        More than one state if the windows leave it open.

    Examples
    --------
    >>> year = (date(2020, 1, 1), date(2020, 12, 31))
    >>> possible_states([("deadline passes", year)], date(2020, 6, 30))
    ['running', 'breach']
    """
    states = run(name for name, _ in events)
    windows = tighten([window for _, window in events])
    surely = sum(last <= at for _, last in windows)
    perhaps = sum(first <= at for first, _ in windows)
    return states[surely : perhaps + 1]


def years_between(first: Window, last: Window) -> tuple[float, float]:
    """Return the least and the most time from one date to a later one, in years.

    Parameters
    ----------
    first, last
        Windows of the two dates; a year stands for any of its days.

    Returns
    -------
    tuple of float
        Years of 365.25 days; a negative number means that the order may be the other one.

    Examples
    --------
    >>> in_2017 = (date(2017, 1, 1), date(2017, 12, 31))
    >>> in_2020 = (date(2020, 1, 1), date(2020, 12, 31))
    >>> [round(years, 1) for years in years_between(in_2017, in_2020)]
    [2.0, 4.0]
    """
    shortest = (last[0] - first[1]).days / 365.25
    longest = (last[1] - first[0]).days / 365.25
    return shortest, longest


def process_check(
    done: Iterable[tuple[str, int, Collection[str]]], needed: Collection[str], years: Iterable[int]
) -> dict[int, list[str]]:
    """Return the models for which all needed steps were done, year by year.

    Parameters
    ----------
    done
        Model, first year, and the steps done at home from that year on.
    needed
        The steps that the duty names.
    years
        The years to check.

    Examples
    --------
    >>> process_check([("Nomad", 2013, {"welding", "painting"})], {"welding"}, [2012, 2013])
    {2012: [], 2013: ['Nomad']}
    """
    record = [(model, first) for model, first, steps in done if set(needed) <= set(steps)]
    return {year: [model for model, first in record if first <= year] for year in years}
