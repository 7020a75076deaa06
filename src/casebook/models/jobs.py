"""Jobs that go with a job in car making, by a multiplier that is known as a range."""

from __future__ import annotations

import math


def jobs(direct: float, low: float, high: float = math.inf) -> dict[str, tuple[float, float]]:
    """Return direct, indirect and total jobs as ranges.

    Parameters
    ----------
    direct
        Jobs in car making itself.
    low, high
        Jobs elsewhere for each of them, lowest and highest; no highest means a floor.

    Returns
    -------
    dict
        Lowest and highest number for "direct", "indirect" and "total".

    Examples
    --------
    >>> jobs(1000, 4)["total"], jobs(1000, 7, 8)["total"]
    ((5000, inf), (8000, 9000))
    """
    if direct < 0 or low < 0 or high < low:
        found = f"{direct} direct jobs, {low} to {high} others"
        raise ValueError(f"jobs are not negative and the range runs upward; found {found}")
    return {
        "direct": (direct, direct),
        "indirect": (direct * low, direct * high),
        "total": (direct * (1 + low), direct * (1 + high)),
    }
