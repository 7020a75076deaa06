"""More goods or markets, or more of the same: the two margins of trade.

The indices are those of Hummels and Klenow, "The Variety and Quality of a Nation's Exports",
American Economic Review 95 (2005), 704-723, in their form for one reference. Huang, Yenina and
Hossain (2021), whom the paper of the case cites, used them. No Python library that we know has
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

#: Amounts by category; a Series with the categories as index does as well.
Amounts: TypeAlias = "Mapping[str, float] | pd.Series"


def margins(own: Amounts, world: Amounts) -> pd.Series:
    """Return the extensive and the intensive margin of a country's exports, and their product.

    The extensive margin is the part of world trade that lies in the categories in which the
    country exports at all: each counts by its weight in the world, not as one. The intensive
    margin is the country's share of world trade within those categories.

    Parameters
    ----------
    own
        Exports of the country by category (goods or markets), any one currency or unit.
    world
        World exports by category, in the same unit; every category of `own` must be in it.

    Returns
    -------
    pandas.Series
        `extensive`, `intensive` and `share` (of the country in world exports), each 0 to 1;
        `share` is the product of the other two.

    Raises
    ------
    ValueError
        If the country exports nothing, or more of a category than the world, or anything below
        zero or unknown to the world.

    Examples
    --------
    Two invented countries hold the same share of the world, one by a single good:

    >>> world = {"engines": 50.0, "bodies": 30.0, "seats": 20.0}
    >>> margins({"engines": 2.0}, world).round(3).tolist()
    [0.5, 0.04, 0.02]
    >>> margins({"engines": 1.0, "bodies": 0.6, "seats": 0.4}, world).round(3).tolist()
    [1.0, 0.02, 0.02]
    """
    own, world = dict(own), dict(world)
    for category, amount in own.items():
        if not 0 <= amount <= world.get(category, -1):
            raise ValueError(
                f"exports of {category!r} are {amount}, of the world {world.get(category)}; "
                "expected 0 or more, and no more than the world"
            )
    served = [category for category, amount in own.items() if amount > 0]
    if not served:
        raise ValueError("found no exports above zero; expected at least one category")
    total, reached = sum(world.values()), sum(world[category] for category in served)
    sent = sum(own.values())
    return pd.Series(
        {"extensive": reached / total, "intensive": sent / reached, "share": sent / total}
    )


def growth_by_margin(before: Amounts, after: Amounts) -> pd.Series:
    """Split the change of exports between two dates: old markets, new ones, and lost ones.

    Parameters
    ----------
    before, after
        Exports by market (or by good), in one unit; a market that is missing or zero is not
        served. Both lists must be complete: see `entry_bounds` if they are not.

    Returns
    -------
    pandas.Series
        `intensive` (change in markets served at both dates), `entry` (new markets), `exit` (lost
        ones, not above zero) and `change`, the sum of the three.

    Examples
    --------
    >>> growth_by_margin({"A": 10, "B": 5}, {"A": 16, "C": 3}).tolist()
    [6.0, 3.0, -5.0, 4.0]
    """
    old, new = dict(before), dict(after)
    for amounts in (old, new):
        if min(amounts.values(), default=0) < 0:
            raise ValueError(f"found exports {amounts}; expected none below zero")
    old = {market: amount for market, amount in old.items() if amount > 0}
    new = {market: amount for market, amount in new.items() if amount > 0}
    parts = {
        "intensive": float(sum(new[market] - old[market] for market in old.keys() & new.keys())),
        "entry": float(sum(amount for market, amount in new.items() if market not in old)),
        "exit": 0.0 - float(sum(amount for market, amount in old.items() if market not in new)),
    }
    return pd.Series({**parts, "change": sum(parts.values())})


def entry_bounds(served: Amounts, after: Amounts, total: float) -> tuple[float, float]:
    """Return the least and the most that markets not served before can have taken.

    Parameters
    ----------
    served
        Markets that took exports before; it may be incomplete.
    after
        What the named markets take now.
    total
        All exports now, in the same unit.

    Returns
    -------
    tuple of float
        The least is zero, for a market that is not named may have been served before; the most is
        everything that does not go to a market known to be old.

    Examples
    --------
    >>> entry_bounds({"A": 5, "B": 1}, {"A": 70}, 100)
    (0.0, 30.0)
    """
    served, after = dict(served), dict(after)
    named = sum(after.values())
    if not 0 <= named <= total:
        raise ValueError(f"the named markets take {named} of {total}; expected no more than all")
    return 0.0, float(total - sum(n for market, n in after.items() if market in served))
