"""Exchange rates: when a printed rate was true, and what it does to a price."""

from __future__ import annotations

import pandas as pd

#: Months by which the calendar may be moved; more would no longer be a lag of publication.
MOST_MONTHS = 6


def moved_back(rates: pd.DataFrame, months: int) -> pd.DataFrame:
    """Move each monthly rate back to the month in which it was fixed.

    Parameters
    ----------
    rates
        `month` (text such as "2015-10") and any columns of rates.
    months
        By how many months the printed month comes after the fixing, 0 to 6.

    Returns
    -------
    pandas.DataFrame
        The same rows with the earlier `month`.

    Examples
    --------
    >>> moved_back(pd.DataFrame({"month": ["2016-01"], "rate": [319.4]}), 1)["month"].tolist()
    ['2015-12']
    """
    if not 0 <= months <= MOST_MONTHS:
        raise ValueError(f"found a move of {months} months; expected 0 to {MOST_MONTHS}")
    earlier = [str(pd.Period(text, "M") - months) for text in rates["month"]]
    return rates.assign(month=earlier)


def mean_of_year(rates: pd.DataFrame, column: str, year: int) -> float:
    """Return the mean of the twelve months of a year; a year with a gap is an error.

    Parameters
    ----------
    rates
        `month` (text such as "2015-10") and the column.
    column
        The rate, such as tenge per dollar.
    year
        The calendar year.

    Examples
    --------
    >>> months = [f"2015-{m:02}" for m in range(1, 13)]
    >>> mean_of_year(pd.DataFrame({"month": months, "rate": range(12)}), "rate", 2015)
    5.5
    """
    inside = rates[rates["month"].str.startswith(f"{year}-")]
    if len(inside) != 12:
        raise ValueError(f"found {len(inside)} months of {year}; expected 12")
    return float(inside[column].mean())


def lag_errors(
    rates: pd.DataFrame, column: str, annual: dict[int, float], moves: range
) -> pd.DataFrame:
    """Compare the yearly means of moved monthly rates with a yearly rate from another source.

    Parameters
    ----------
    rates
        `month` and the column, as for `mean_of_year`.
    column
        The rate.
    annual
        The other source: year and mean rate of the year, in the same unit.
    moves
        The moves to try, in months.

    Returns
    -------
    pandas.DataFrame
        `months moved`, `year`, `mean`, `annual` and `error` (percent of the annual rate); years
        that a move leaves with fewer than twelve months are left out.

    Examples
    --------
    >>> flat = pd.DataFrame({"month": [f"2015-{m:02}" for m in range(1, 13)], "rate": 220.0})
    >>> lag_errors(flat, "rate", {2015: 200.0}, range(2))["error"].tolist()
    [10.0]
    """
    found = []
    for months in moves:
        moved = moved_back(rates, months)
        for year, official in annual.items():
            if moved["month"].str.startswith(f"{year}-").sum() == 12:
                mean = mean_of_year(moved, column, year)
                error = (mean / official - 1) * 100
                found.append((months, year, mean, official, round(error, 6)))
    return pd.DataFrame(found, columns=["months moved", "year", "mean", "annual", "error"])


def index_to(values: pd.Series, base: float) -> pd.Series:
    """Return values as an index: the base is 100.

    Examples
    --------
    >>> index_to(pd.Series([4.0, 2.0]), 4.0).tolist()
    [100.0, 50.0]
    """
    if base <= 0:
        raise ValueError(f"found a base of {base}; expected a rate above zero")
    return values / base * 100


def price_after(rate_index: float, pass_through: float = 1.0) -> float:
    """Return the index of a price of which a part follows an exchange rate.

    Parameters
    ----------
    rate_index
        The rate, with 100 at the base.
    pass_through
        Share of the change of the rate that reaches the price, 0 to 1.

    Examples
    --------
    >>> price_after(60.0), price_after(60.0, pass_through=0.5)
    (60.0, 80.0)
    """
    if not 0 <= pass_through <= 1:
        raise ValueError(f"found a pass-through of {pass_through}; expected 0 to 1")
    return 100 + pass_through * (rate_index - 100)


def kit_car_cost(
    dollar_index: float, rouble_index: float, kit_share: float, rouble_share: float
) -> float:
    """Return the cost of a car put together at home, in tenge, with 100 at the base.

    Parameters
    ----------
    dollar_index, rouble_index
        Tenge per dollar and tenge per rouble, with 100 at the base; a change of the rouble price
        of a kit may be multiplied into the second.
    kit_share
        Share of the kit in the cost at the base, 0 to 1; the rest is paid in tenge and stays.
    rouble_share
        Share of the kit that is paid for in roubles, 0 to 1; the rest is paid for in dollars.

    Examples
    --------
    >>> kit_car_cost(120.0, 60.0, kit_share=0.5, rouble_share=0.0)
    110.0
    >>> kit_car_cost(120.0, 60.0, kit_share=0.5, rouble_share=1.0)
    80.0
    """
    for name, share in (("kit share", kit_share), ("rouble share", rouble_share)):
        if not 0 <= share <= 1:
            raise ValueError(f"found a {name} of {share}; expected 0 to 1")
    kit = rouble_share * rouble_index + (1 - rouble_share) * dollar_index
    return price_after(kit, kit_share)
