"""Where a price stands among classes of cars."""

from __future__ import annotations

Range = tuple[float, float]


def place_of(price: Range, below: Range, above: Range) -> str:
    """Tell where a price stands between a cheaper and a dearer class.

    Parameters
    ----------
    price, below, above
        Lowest and highest price of the car, of the cheaper class and of the dearer class, all in
        one unit and of one date.

    Returns
    -------
    str
        ``"in the niche"`` if the whole range lies between the two classes, ``"among the cheap"`` or
        ``"among the dear"`` if it touches one of them, ``"the classes overlap"`` if there is no
        room between them.

    Raises
    ------
    ValueError
        If a range ends before it begins.

    Examples
    --------
    >>> place_of((10.5, 10.9), (7, 10), (16, 40))
    'in the niche'
    >>> place_of((10.5, 10.9), (7, 11), (16, 40))
    'among the cheap'
    """
    for low, high in (price, below, above):
        if high < low:
            raise ValueError(f"found a range from {low} to {high}; expected the lower end first")
    if below[1] >= above[0]:
        return "the classes overlap"
    if price[0] <= below[1]:
        return "among the cheap"
    return "among the dear" if price[1] >= above[0] else "in the niche"
