"""How much of a change comes from each of two factors, and why the order matters."""

from __future__ import annotations

import pandas as pd


def two_factors(
    first: tuple[float, float], last: tuple[float, float], names: tuple[str, str]
) -> pd.DataFrame:
    """Split the change of a product into the parts of its two factors, in both orders.

    What one factor did is reckoned while the other is held: at its first value, or at its last.
    The two answers differ by what both did together, and no rule says whose that is.

    Parameters
    ----------
    first, last
        The two factors before and after, such as (cars sold, share made at home).
    names
        What they are called.

    Returns
    -------
    pandas.DataFrame
        Index: which factor changes first; one column a factor, in the unit of the product. Each
        row sums to the change of the product.

    Examples
    --------
    >>> two_factors((100, 0.5), (50, 0.2), ("market", "share")).to_dict("index")["market first"]
    {'market': -25.0, 'share': -15.0}
    """
    if min(*first, *last) <= 0:
        raise ValueError(f"found the factors {first} and {last}; expected numbers above zero")
    (a0, b0), (a1, b1) = first, last
    rows = {
        f"{names[0]} first": {names[0]: (a1 - a0) * b0, names[1]: a1 * (b1 - b0)},
        f"{names[1]} first": {names[0]: (a1 - a0) * b1, names[1]: a0 * (b1 - b0)},
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def explained(parts: pd.DataFrame, due: dict[str, tuple[float, float]]) -> tuple[float, float]:
    """Return the least and the most of a change that one cause can account for, as shares.

    Parameters
    ----------
    parts
        What `two_factors` returns.
    due
        For each factor, the least and the most of its part that is put down to the cause, 0 to 1.

    Examples
    --------
    >>> parts = two_factors((100, 0.5), (50, 0.2), ("market", "share"))
    >>> explained(parts, {"market": (0.0, 1.0), "share": (1.0, 1.0)})
    (0.375, 1.0)
    """
    for name, (low, high) in due.items():
        if not 0 <= low <= high <= 1:
            raise ValueError(f"found {low} to {high} for {name}; expected 0 to 1, least first")
    total = parts.sum(axis=1)
    least = sum(parts[name] * low for name, (low, _) in due.items()) / total
    most = sum(parts[name] * high for name, (_, high) in due.items()) / total
    return float(least.min()), float(most.max())
