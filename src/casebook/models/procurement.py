"""State purchases of cars: what two rules allowed on which day, and the demand one can have made.

The rules are those of the sources: a decree of the second half of July 2019 that kept imported
cars out of state purchases for two years, and a moratorium of 2020 that stopped the purchases of
cars for three. The acts were not seen, so their first days are known only as ranges, and so is
what depends on them. The demand model is arithmetic of ours on inputs that the caller assumes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BUYERS = ("state body", "national company", "private buyer")
#: A car is known by its origin and certificate, and by whether a like one is made at home.
CARS = (
    "home-made, certified",
    "home-made, no certificate",
    "imported, like one made at home",
    "imported, none made at home",
)
VERDICTS = ("allowed", "barred", "unknown")


@dataclass(frozen=True)
class Window:
    """The time in which a rule is in force.

    Parameters
    ----------
    earliest, latest
        First and last day on which it may have begun.
    years
        Its term.
    """

    earliest: date
    latest: date
    years: int

    def __post_init__(self) -> None:
        if self.latest < self.earliest:
            raise ValueError(f"found a last day {self.latest}; expected {self.earliest} or later")

    def state(self, day: date) -> str:
        """Return ``"off"``, ``"on"`` or ``"unknown"`` for a day.

        Examples
        --------
        >>> [DECREE.state(date(2019, 7, d)) for d in (14, 20, 31)]
        ['off', 'unknown', 'on']
        >>> DECREE.state(date(2021, 7, 31))
        'off'
        """
        if day < self.earliest or day >= _later(self.latest, self.years):
            return "off"
        is_sure = self.latest <= day < _later(self.earliest, self.years)
        return "on" if is_sure else "unknown"


def _later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


#: Signed less than a month before 14 August 2019, reported as in force on 31 July 2019.
DECREE = Window(date(2019, 7, 15), date(2019, 7, 31), 2)
#: Ordered on 25 May 2020, reported as in force on 8 July 2020.
MORATORIUM = Window(date(2020, 5, 25), date(2020, 7, 8), 3)


def verdict(buyer: str, car: str, day: date, *, moratorium: bool = True) -> str:
    """Tell whether a buyer may buy a car on a day.

    Parameters
    ----------
    buyer, car
        One of `BUYERS` and of `CARS`.
    day
        The day of the purchase.
    moratorium
        Whether the moratorium of 2020 counts; without it only the decree does.

    Returns
    -------
    str
        One of `VERDICTS`. ``"unknown"`` stands where the sources do not settle it: on days when a
        rule may or may not have been in force, and for national companies under the decree, which
        the texts bind in one place (all state buyers) and not in another (government agencies).

    Raises
    ------
    ValueError
        If buyer or car is not one of those named.

    Examples
    --------
    >>> verdict("state body", "imported, like one made at home", date(2019, 9, 1))
    'barred'
    >>> verdict("state body", "home-made, certified", date(2020, 9, 1))
    'barred'
    >>> verdict("private buyer", "imported, like one made at home", date(2020, 9, 1))
    'allowed'
    """
    for found, known in ((buyer, BUYERS), (car, CARS)):
        if found not in known:
            raise ValueError(f"found {found!r}; expected one of {', '.join(known)}")
    if buyer == "private buyer":
        return "allowed"
    stopped = MORATORIUM.state(day) if moratorium else "off"
    if stopped == "on":
        return "barred"
    passes = car in ("home-made, certified", "imported, none made at home")
    bound = "off" if passes else DECREE.state(day)
    if bound == "on" and buyer == "national company":
        bound = "unknown"
    if "on" in (stopped, bound):
        return "barred"
    return "unknown" if "unknown" in (stopped, bound) else "allowed"


def demand(
    market: float, state_share: float, foreign_share: float, *, rule: float = 0.0,
    bought: float = 1.0,
) -> dict[str, float]:  # fmt: skip
    """Return the cars that the state buys in a year, by what a rule does to them.

    Parameters
    ----------
    market
        New cars sold in the country in the year.
    state_share
        Share of them that the state buys, in percent.
    foreign_share
        Share of imported cars in what the state would buy without the rule, in percent.
    rule
        Part of the year in which the rule is in force, from 0 to 1.
    bought
        Part of its usual purchases that the state makes; 1 without a stop of purchases.

    Returns
    -------
    dict
        `home-made anyway`, `moved by the rule` and `still imported`, all cars a year. What is
        moved is a ceiling: it takes every import to have a like one made at home.

    Raises
    ------
    ValueError
        If a share is not from 0 to 100, or a part not from 0 to 1.

    Examples
    --------
    >>> demand(60_000, 5, 3, rule=1)
    {'home-made anyway': 2910.0, 'moved by the rule': 90.0, 'still imported': 0.0}
    """
    for name, value, most in (
        ("state_share", state_share, 100),
        ("foreign_share", foreign_share, 100),
        ("rule", rule, 1),
        ("bought", bought, 1),
    ):
        if not 0 <= value <= most:
            raise ValueError(f"found {name} {value}; expected 0 to {most}")
    cars = market * state_share / 100 * bought
    foreign = cars * foreign_share / 100
    return {
        "home-made anyway": cars - foreign,
        "moved by the rule": foreign * rule,
        "still imported": foreign * (1 - rule),
    }
