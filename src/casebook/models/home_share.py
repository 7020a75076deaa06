"""The home-made share of sales: a ceiling from counts, and what cars that leave do to it.

Arithmetic of this book. A vehicle that is exported is not sold at home, so sales of home-made
vehicles are at most output less exports, plus what was kept from the year before.
"""

from __future__ import annotations


def home_share(made: float, exported: float, sold: float, *, from_stock: float = 0.0) -> float:
    """Return the home-made share of sales if all that stayed in the country was sold.

    Parameters
    ----------
    made, exported, sold
        Vehicles made, exported, and sold new in the country, of one year and one scope.
    from_stock
        Vehicles made earlier and sold this year; below zero if stock was built up.

    Returns
    -------
    float
        Percent. It is a ceiling if some of the vehicles stayed unsold, and can pass 100 only if
        the counts differ in scope.

    Raises
    ------
    ValueError
        If a count is below zero or nothing was sold.

    Examples
    --------
    >>> round(home_share(made=77_471, exported=8_122, sold=93_400), 1)
    74.2
    """
    for name, count in (("made", made), ("exported", exported)):
        if not count >= 0:
            raise ValueError(f"{name} is {count}; expected zero or more vehicles")
    if not sold > 0:
        raise ValueError(f"sold is {sold}; expected more than zero vehicles")
    return 100 * (made - exported + from_stock) / sold


def share_of_those_that_stay(share: float, left: float) -> tuple[float, float]:
    """Return the bounds of the home-made share among the cars that were not sold on abroad.

    Parameters
    ----------
    share
        Home-made share of all new cars sold, percent.
    left
        Part of the cars sold that left the country again, percent of sales; whose make they were
        is not known.

    Returns
    -------
    tuple of float
        The share if as many as possible of those that left were home-made, and if as few.

    Examples
    --------
    >>> [round(end, 1) for end in share_of_those_that_stay(70, left=10)]
    [66.7, 77.8]
    """
    if not 0 <= share <= 100:
        raise ValueError(f"the share is {share}; expected 0 to 100 percent")
    if not 0 <= left < 100:
        raise ValueError(f"the part that left is {left}; expected 0 to below 100 percent")
    most_home = min(share, left)
    least_home = max(0.0, left - (100 - share))
    stay = 100 - left
    return 100 * (share - most_home) / stay, 100 * (share - least_home) / stay
