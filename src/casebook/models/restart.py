"""What a stopped plant must sell to be worth restarting, and what that hangs on.

Net present value, break-even and one-at-a-time sensitivity are those of any textbook of corporate
finance (Brealey, Myers and Allen, *Principles of Corporate Finance*, the chapters on net present
value and on project analysis). The sums are real: in prices of one year, before taxes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

#: No plant sells more vehicles a year than this; the search for a break-even ends here.
MOST_VEHICLES = 1_000_000


@dataclass(frozen=True)
class Restart:
    """The terms of a restart; every field is an input that a reader may change.

    Parameters
    ----------
    capacity
        Vehicles a year that the plant can make.
    use
        Percent of the capacity that is made and sold each year.
    margin
        Million tenge that a vehicle leaves after parts and other costs of that vehicle, before
        the recycling fee.
    fixed
        Billion tenge a year that fall due however many vehicles are made.
    unit_capital
        Million tenge of investment for each vehicle of yearly capacity.
    claims
        Billion tenge of old claims that the buyer pays off at the start.
    fee
        Million tenge of recycling fee that the maker pays on each vehicle.
    refund
        Million tenge of it, or of other support, that come back on each vehicle, as long as the
        string is kept.
    string
        Vehicles a year of capacity below which nothing comes back.
    delay
        Years from the payment to the first vehicle.
    years
        Years from the payment to the end of the plan.
    rate
        Percent a year at which later money counts for less.
    """

    capacity: float
    use: float
    margin: float
    fixed: float
    unit_capital: float
    claims: float = 0.0
    fee: float = 0.0
    refund: float = 0.0
    string: float = 0.0
    delay: float = 1
    years: float = 10
    rate: float = 10.0

    def __post_init__(self) -> None:
        for name in ("capacity", "use", "claims", "fee", "refund", "string", "delay"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}; expected zero or more")
        if self.years <= self.delay:
            raise ValueError(f"years is {self.years}; expected more than the delay, {self.delay}")
        if self.rate <= -100:
            raise ValueError(f"rate is {self.rate} percent; expected more than -100")

    @property
    def vehicles(self) -> float:
        """Vehicles sold in a year."""
        return self.capacity * self.use / 100

    @property
    def outlay(self) -> float:
        """Billion tenge paid at the start: the new capacity and the old claims."""
        return self.capacity * self.unit_capital / 1000 + self.claims

    @property
    def left_by_a_vehicle(self) -> float:
        """Million tenge that a vehicle leaves after the fee and what comes back of it."""
        back = self.refund if self.capacity >= self.string else 0.0
        return self.margin - self.fee + back


def cash_flows(plan: Restart, vehicles: float | None = None) -> list[float]:
    """Return the money of each year, in billion tenge; the first is that of the payment.

    Parameters
    ----------
    plan
        The terms.
    vehicles
        Vehicles sold in a year, if other than the plan's.

    Examples
    --------
    >>> cash_flows(Restart(10_000, 50, margin=1, fixed=2, unit_capital=1, years=3))
    [-10.0, 0.0, 3.0, 3.0]
    """
    sold = plan.vehicles if vehicles is None else vehicles
    yearly = sold * plan.left_by_a_vehicle / 1000 - plan.fixed
    running = range(1, int(plan.years) + 1)
    return [-plan.outlay, *(yearly if year > plan.delay else 0.0 for year in running)]


def present_value(rate: float, flows: Sequence[float]) -> float:
    """Return what a row of yearly sums is worth today.

    The sum is one line, so no package for it is among the book's: `numpy-financial` has it as
    ``npv`` and, like this function, takes the first sum as paid today.

    Parameters
    ----------
    rate
        Percent a year.
    flows
        The sum of this year, of the next and so on.

    Examples
    --------
    >>> round(present_value(10, [-90, 55, 60.5]), 6)
    10.0
    """
    return sum(flow / (1 + rate / 100) ** year for year, flow in enumerate(flows))


def value(plan: Restart, vehicles: float | None = None) -> float:
    """Return the net present value of a restart in billion tenge.

    Examples
    --------
    >>> round(value(Restart(10_000, 100, margin=1, fixed=2, unit_capital=1)), 1)
    31.9
    """
    return present_value(plan.rate, cash_flows(plan, vehicles))


def running_value(plan: Restart) -> list[float]:
    """Return what a restart is worth if it ends in year 0, 1, 2 and so on, in billion tenge.

    Examples
    --------
    >>> plan = Restart(10_000, 100, margin=1, fixed=2, unit_capital=1, years=2)
    >>> [round(worth, 1) for worth in running_value(plan)]
    [-10.0, -10.0, -3.4]
    """
    flows = cash_flows(plan)
    return [present_value(plan.rate, flows[: year + 1]) for year in range(len(flows))]


def break_even(plan: Restart) -> int | None:
    """Return the fewest vehicles a year at which a restart is worth its price.

    The capacity is no limit here: compare the answer with it. None if no number is enough,
    because each vehicle loses money.

    Examples
    --------
    >>> clean = Restart(10_000, 100, margin=1, fixed=2, unit_capital=1)
    >>> break_even(clean), value(clean, break_even(clean)) >= 0
    (3911, True)
    >>> break_even(replace(clean, fee=1.2)) is None
    True
    """
    if plan.left_by_a_vehicle <= 0:
        return None
    found = bisect_left(range(MOST_VEHICLES + 1), True, key=lambda sold: value(plan, sold) >= 0)
    return found if found <= MOST_VEHICLES else None


def one_at_a_time(plan: Restart, ends: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """Return the value of a plan with each input at its low and at its high end, the rest as is.

    Parameters
    ----------
    plan
        The terms with every input at its middle.
    ends
        Low and high end of each input, by the name of the field.

    Returns
    -------
    pandas.DataFrame
        `field`, `at_low` and `at_high` (billion tenge).

    Examples
    --------
    >>> plan = Restart(10_000, 50, margin=1, fixed=2, unit_capital=1)
    >>> one_at_a_time(plan, {"margin": (0.5, 2)}).round(1).to_dict("records")
    [{'field': 'margin', 'at_low': -7.4, 'at_high': 31.9}]
    """
    rows = [
        {
            "field": name,
            "at_low": value(replace(plan, **{name: low})),
            "at_high": value(replace(plan, **{name: high})),
        }
        for name, (low, high) in ends.items()
    ]
    return pd.DataFrame(rows)


def two_at_a_time(
    plan: Restart, x: tuple[str, Sequence[float]], y: tuple[str, Sequence[float]]
) -> list[list[float]]:
    """Return the value of a plan over two inputs: one row a value of `y`, one column one of `x`.

    Examples
    --------
    >>> plan = Restart(10_000, 50, margin=1, fixed=2, unit_capital=1)
    >>> two_at_a_time(plan, ("margin", [1, 2]), ("claims", [0, 5]))[1][1] > 0
    True
    """
    (across, columns), (down, rows) = x, y
    return [
        [value(replace(plan, **{across: column, down: row})) for column in columns] for row in rows
    ]
