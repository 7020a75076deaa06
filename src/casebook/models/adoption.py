"""Two brands, one of which comes later, and how much of the lead lasts.

Each month the same number of buyers chooses between the brands on sale. A brand's pull is its
appeal times one plus the cars of it that people already see, weighted by word of mouth. Without
word of mouth a late brand sells as well as the first from its first day; with it, cars on the road
sell cars, as in Arthur's model of increasing returns (Economic Journal 99, 1989). Buyers are
divided in proportion to pull, with no chance in it.
"""

from __future__ import annotations


def adoption(
    *, months: int, entry: int, word_of_mouth: float, appeal: float = 1.0, buyers: float = 100.0
) -> tuple[list[float], list[float]]:
    """Return the cars of the first and of the late brand on the road, month by month.

    Parameters
    ----------
    months
        Months that the market is watched, at least 1.
    entry
        Month in which the late brand comes, counted from 0; 0 means together with the first.
    word_of_mouth
        Weight of each month's worth of buyers that already drive the brand; 0 means none.
    appeal
        How many times as appealing the late brand is.
    buyers
        Buyers a month, both brands together.

    Returns
    -------
    tuple of two lists
        Cars on the road at the end of each month: first brand, late brand.

    Examples
    --------
    >>> first, late = adoption(months=4, entry=2, word_of_mouth=0)
    >>> first, late
    ([100.0, 200.0, 250.0, 300.0], [0.0, 0.0, 50.0, 100.0])
    """
    if months < 1 or entry < 0 or word_of_mouth < 0 or appeal <= 0 or buyers <= 0:
        raise ValueError(
            "expected months and buyers above 0, entry and word of mouth not below 0, appeal above "
            f"0; found months={months}, entry={entry}, word_of_mouth={word_of_mouth}, "
            f"appeal={appeal}, buyers={buyers}"
        )
    cars = [0.0, 0.0]
    history: tuple[list[float], list[float]] = ([], [])
    for month in range(months):
        pull = [1 + word_of_mouth * cars[0] / buyers, 0.0]
        if month >= entry:
            pull[1] = appeal * (1 + word_of_mouth * cars[1] / buyers)
        for brand in (0, 1):
            cars[brand] += buyers * pull[brand] / sum(pull)
        for brand in (0, 1):
            history[brand].append(cars[brand])
    return history
