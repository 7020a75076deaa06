"""Growth in words: what "up by 500 percent" and "more than double" may mean as a factor."""

from __future__ import annotations


def factors(percent: float) -> dict[str, float]:
    """Return the factor that a growth in percent means, read as "by" and as "to".

    Parameters
    ----------
    percent
        The growth as printed; 500 for "surged by 500 percent".

    Returns
    -------
    dict
        `rise by` (the new value is the old one plus so many percent of it) and `rise to` (the new
        value is so many percent of the old one, a common slip of language).

    Raises
    ------
    ValueError
        If the growth is below -100 percent, for less than nothing cannot be left.

    Examples
    --------
    >>> factors(500)
    {'rise by': 6.0, 'rise to': 5.0}
    """
    if percent < -100:
        raise ValueError(f"found a growth of {percent} percent; expected -100 or more")
    return {"rise by": 1 + percent / 100, "rise to": percent / 100}


def base_of(new: float, percent: float) -> float:
    """Return the old value from the new one and the growth in percent, read as "by".

    Examples
    --------
    >>> round(base_of(673, 139.5))
    281
    """
    factor = factors(percent)["rise by"]
    if factor == 0:
        raise ValueError("found a growth of -100 percent; expected more, for nothing is left")
    return new / factor


def points_and_percent(old: float, new: float) -> dict[str, float]:
    """Return the change of a share in points and in percent of the old share.

    Examples
    --------
    >>> change = points_and_percent(26.3, 33.4)
    >>> round(change["points"], 1), round(change["percent"])
    (7.1, 27)
    """
    if old <= 0:
        raise ValueError(f"found an old share of {old}; expected one above 0")
    return {"points": new - old, "percent": 100 * (new / old - 1)}
