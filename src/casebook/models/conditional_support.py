"""Support that ends unless a step is done by a date, and when a firm takes the step."""

from __future__ import annotations


def courses(
    *, benefit: float, cost: float, deadline: int, credibility: float, horizon: int,
    discount: float,
) -> dict[str, float]:  # fmt: skip
    """Return what three courses are worth to a firm that is paid each year.

    The firm gets the benefit at the start of every year until the deadline. After it the benefit
    goes on if the step is done; if not, it ends in any year with the chance `credibility`, and
    once it has ended it does not come back. This is the least that a model of a deadline needs;
    there is no bargaining in it.

    Parameters
    ----------
    benefit
        Worth of the support, million dollars a year.
    cost
        Of the step, million dollars, paid when it is done.
    deadline
        Years from now; the first year without a right to the benefit if the step is not done.
    credibility
        Chance from 0 to 1 that the state withdraws the benefit in a year after the deadline.
    horizon
        Years that the firm looks ahead; longer than the deadline.
    discount
        Interest rate at which the firm weighs later years, 0.1 for 10 percent.

    Raises
    ------
    ValueError
        If the credibility is no chance, or the deadline is not before the horizon.

    Examples
    --------
    >>> worth = courses(benefit=10, cost=15, deadline=1, credibility=1, horizon=3, discount=0)
    >>> worth
    {'build now': 15.0, 'build at the deadline': 15.0, 'never build': 10.0}
    """
    if not 0 <= credibility <= 1:
        raise ValueError(f"found credibility {credibility}; expected 0 to 1")
    if not 0 <= deadline < horizon:
        raise ValueError(f"found deadline {deadline}; expected 0 to less than horizon {horizon}")
    weights = [(1 + discount) ** -year for year in range(horizon)]
    kept = [(1 - credibility) ** max(0, year - deadline + 1) for year in range(horizon)]
    always = benefit * sum(weights)
    return {
        "build now": float(always - cost),
        "build at the deadline": float(always - cost * weights[deadline]),
        "never build": float(benefit * sum(w * k for w, k in zip(weights, kept, strict=True))),
    }


def needed_credibility(
    *, benefit: float, cost: float, deadline: int, horizon: int, discount: float
) -> float | None:
    """Return the smallest credibility at which building pays, in steps of a hundredth.

    Parameters
    ----------
    benefit, cost, deadline, horizon, discount
        As for `courses`.

    Returns
    -------
    float or None
        None if the step does not pay even if the support surely ends.

    Examples
    --------
    >>> needed_credibility(benefit=10, cost=15, deadline=1, horizon=3, discount=0)
    0.64
    """
    for step in range(101):
        worth = courses(
            benefit=benefit, cost=cost, deadline=deadline, credibility=step / 100,
            horizon=horizon, discount=discount,
        )  # fmt: skip
        if worth["build at the deadline"] >= worth["never build"]:
            return step / 100
    return None
