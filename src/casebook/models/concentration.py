"""How far sales lean on few markets: the index of Herfindahl and Hirschman."""

from __future__ import annotations

from collections.abc import Iterable


def herfindahl(volumes: Iterable[float]) -> float:
    """Return the sum of the squared shares: 1 for a single market, 1/n for n equal ones.

    The index goes back to Hirschman (1945) and Herfindahl (1950).

    Parameters
    ----------
    volumes
        What each market takes, in any one unit; none may be negative, and not all zero.

    Examples
    --------
    >>> herfindahl([10]), herfindahl([5, 5]), round(herfindahl([8, 1, 1]), 2)
    (1.0, 0.5, 0.66)
    """
    amounts = list(volumes)
    if not amounts or min(amounts) < 0 or sum(amounts) == 0:
        raise ValueError(f"the volumes are {amounts}; expected at least one above zero, none below")
    total = sum(amounts)
    return sum((amount / total) ** 2 for amount in amounts)


def herfindahl_bounds(
    known: Iterable[float], total: float, others: int | None = None
) -> tuple[float, float]:
    """Return the least and the greatest index that the known volumes leave open.

    Parameters
    ----------
    known
        Volumes of the markets of which we know; it may be empty.
    total
        Volume of all markets together.
    others
        Number of the other markets, if it is known; without it there may be any number.

    Examples
    --------
    Nothing is known but that four neighbours take everything:

    >>> herfindahl_bounds([], 8000, others=4)
    (0.25, 1.0)

    One market takes nine tenths, and nobody says how many share the rest:

    >>> low, high = herfindahl_bounds([90], 100)
    >>> round(low, 2), round(high, 2)
    (0.81, 0.82)
    """
    amounts = list(known)
    rest = total - sum(amounts)
    if total <= 0 or rest < 0 or min(amounts, default=0) < 0:
        raise ValueError(
            f"known volumes {amounts} of a total of {total}; expected none below zero, "
            "and together no more than the total, which is above zero"
        )
    if rest and others is not None and others < 1:
        raise ValueError(f"others is {others}, yet {rest:g} of {total:g} go somewhere; expected 1")
    told = sum((amount / total) ** 2 for amount in amounts)
    share = rest / total
    return told + (share**2 / others if others else 0.0), told + share**2
