"""How many trained people a training programme brings to work, year by year."""

from __future__ import annotations


def trained_at_work(
    intake: float, training_years: int, leaving: float, years: int, finishing: float = 100.0
) -> list[float]:
    """Return the trained people at work at the end of each year, from year 0 on.

    A plain stock-and-flow account: who begins in a year finishes after the training, and each year
    a fixed share of those at work leaves.

    Parameters
    ----------
    intake
        People who begin each year, from the start of year 1 on.
    training_years
        Years that the training takes, at least 1.
    leaving
        Percent of the trained who leave each year, 0 to 100.
    years
        How many years to follow.
    finishing
        Percent of beginners who finish.

    Examples
    --------
    >>> trained_at_work(100, training_years=2, leaving=0, years=4)
    [0.0, 0.0, 100.0, 200.0, 300.0]
    >>> trained_at_work(100, training_years=1, leaving=50, years=3)
    [0.0, 100.0, 150.0, 175.0]
    """
    if training_years < 1:
        raise ValueError(f"training_years is {training_years}; expected 1 or more")
    for name, share in (("leaving", leaving), ("finishing", finishing)):
        if not 0 <= share <= 100:
            raise ValueError(f"{name} is {share} percent; expected 0 to 100")
    stock = [0.0]
    for year in range(1, years + 1):
        arriving = intake * finishing / 100 if year >= training_years else 0.0
        stock.append(stock[-1] * (1 - leaving / 100) + arriving)
    return stock


def first_year_with(stock: list[float], needed: float) -> int | None:
    """Return the first year in which as many are at work as are needed; None if none is.

    Examples
    --------
    >>> first_year_with([0.0, 100.0, 200.0], 150)
    2
    """
    return next((year for year, people in enumerate(stock) if people >= needed), None)
