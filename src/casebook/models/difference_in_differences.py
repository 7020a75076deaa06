"""A difference-in-differences of two units and two dates, and what its answer hangs on.

The estimate is that of Card and Krueger (1994), *Minimum Wages and Employment*, American Economic
Review 84(4), Table 3. The bounds under drift follow Manski and Pepper (2018), *How Do
Right-to-Carry Laws Affect Crime Rates?*, Review of Economics and Statistics 100(2), and Rambachan
and Roth (2023), *A More Credible Approach to Parallel Trends*, Review of Economic Studies 90(5),
without their sampling error, for two units have none. The smallest p-value is that of a
permutation test over the units: Abadie, Diamond and Hainmueller (2010), *Synthetic Control
Methods*, Journal of the American Statistical Association 105(490).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

#: One reading as a rule sees it: the cells of a row of `readings`, by name.
Reading = Mapping[str, Any]
#: A rule tells whether a base and a post reading may be subtracted.
Rule = Callable[[Reading, Reading], bool]
INPUTS = ("base", "post", "control_base", "control_post")


def difference_in_differences(
    base: float, post: float, control_base: float, control_post: float
) -> float:
    """Return the change of the treated unit minus the change of the control.

    Parameters
    ----------
    base, post
        Outcome of the treated unit before and after.
    control_base, control_post
        Outcome of the control, in the same unit and at the same dates.

    Returns
    -------
    float
        The estimate, in the unit of the inputs (percentage points if they are percent).

    Raises
    ------
    ValueError
        If an input is missing or not finite: a missing control is not a control of zero.

    Examples
    --------
    >>> difference_in_differences(base=17, post=70, control_base=0, control_post=0)
    53
    >>> difference_in_differences(17, 70, 0, float("nan"))
    Traceback (most recent call last):
    ...
    ValueError: control_post is nan; expected a number: a missing value is not zero
    """
    for name, value in zip(INPUTS, (base, post, control_base, control_post), strict=True):
        if not math.isfinite(value):
            raise ValueError(f"{name} is {value}; expected a number: a missing value is not zero")
    return (post - base) - (control_post - control_base)


def panel(base: float, post: float, control_base: float, control_post: float) -> pd.DataFrame:
    """Return the four numbers as a table for a regression, one row an observation.

    Returns
    -------
    pandas.DataFrame
        `share`, `treated` (1 or 0) and `after` (1 or 0).

    Examples
    --------
    >>> panel(17, 70, 0, 0)["share"].tolist()
    [17, 70, 0, 0]
    """
    difference_in_differences(base, post, control_base, control_post)
    return pd.DataFrame(
        {
            "share": [base, post, control_base, control_post],
            "treated": [1, 1, 0, 0],
            "after": [0, 1, 0, 1],
        }
    )


def precision(fit: Any) -> pd.Series:
    """Return what a fitted regression of statsmodels can say on its interaction, and how surely.

    Parameters
    ----------
    fit
        The results of ``smf.ols("share ~ treated * after", data).fit()``.

    Returns
    -------
    pandas.Series
        `estimate`, `observations`, `coefficients`, `degrees of freedom` and `standard error`
        (None where no degree of freedom is left to reckon one from).

    Examples
    --------
    >>> import statsmodels.formula.api as smf
    >>> fit = smf.ols("share ~ treated * after", panel(17, 70, 0, 0)).fit()
    >>> print(precision(fit)["standard error"])
    None
    """
    freedom = int(fit.df_resid)
    error = round(float(fit.bse["treated:after"]), 6) if freedom > 0 else None
    return pd.Series(
        {
            "estimate": round(float(fit.params["treated:after"]), 6),
            "observations": int(fit.nobs),
            "coefficients": len(fit.params),
            "degrees of freedom": freedom,
            "standard error": error,
        },
        dtype=object,
    )


def sensitivity(
    base: float, posts: Mapping[str, float], control_changes: Iterable[float]
) -> pd.DataFrame:
    """Return the estimate for each post reading and each change of the control.

    Parameters
    ----------
    base
        Outcome of the treated unit before.
    posts
        Outcomes after, by their names.
    control_changes
        Changes of the control, in the unit of the outcome.

    Returns
    -------
    pandas.DataFrame
        One row a post reading, one column a change of the control.

    Examples
    --------
    >>> sensitivity(17, {"2024": 70}, [0, 5]).loc["2024"].tolist()
    [53, 48]
    """
    changes = list(control_changes)
    rows = {
        name: [difference_in_differences(base, post, 0, change) for change in changes]
        for name, post in posts.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=changes)


def estimates(
    readings: pd.DataFrame, rules: Mapping[str, Rule], *, control_change: float = 0.0
) -> pd.DataFrame:
    """Return the estimate of every pair of readings, and the rules that each pair breaks.

    Parameters
    ----------
    readings
        `label`, `share`, `start` and `end` (dates), and whatever the rules ask for.
    rules
        By name, what a pair must meet to be defensible; called with the row of the base and the
        row of the post reading.
    control_change
        Change of the control over the same years, in the unit of `share`.

    Returns
    -------
    pandas.DataFrame
        `base`, `post` (labels), `base share`, `post share`, `estimate`, `breaks` (names of
        rules, "; " between them) and `defensible` (bool): one row for each pair whose base ends
        before the post reading begins, smallest estimate first.

    Examples
    --------
    >>> from datetime import date
    >>> two = pd.DataFrame({"label": ["a", "b"], "share": [17.0, 70.0],
    ...     "start": [date(2015, 1, 1), date(2024, 1, 1)],
    ...     "end": [date(2015, 12, 31), date(2024, 12, 31)]})
    >>> estimates(two, {})["estimate"].tolist()
    [53.0]
    """
    found = []
    rows: list[Reading] = [
        dict(zip(readings.columns, cells, strict=True))
        for cells in readings.itertuples(index=False, name=None)
    ]
    for base, post in itertools.permutations(rows, 2):
        if base["end"] >= post["start"]:
            continue
        broken = [name for name, rule in rules.items() if not rule(base, post)]
        change = difference_in_differences(base["share"], post["share"], 0, control_change)
        found.append(
            {
                "base": base["label"],
                "post": post["label"],
                "base share": base["share"],
                "post share": post["share"],
                "estimate": change,
                "breaks": "; ".join(broken),
                "defensible": not broken,
            }
        )
    columns = ["base", "post", "base share", "post share", "estimate", "breaks", "defensible"]
    table = pd.DataFrame(found, columns=columns)
    return table.sort_values("estimate", kind="stable").reset_index(drop=True)


def rule_by_rule(readings: pd.DataFrame, rules: Mapping[str, Rule]) -> pd.DataFrame:
    """Return how many pairs are left, and their range, as the rules are added one after another.

    Returns
    -------
    pandas.DataFrame
        `rule`, `pairs left`, `lowest` and `highest` (NaN if none is left).
    """
    rows = []
    for count in range(len(rules) + 1):
        names = list(rules)[:count]
        pairs = estimates(readings, {name: rules[name] for name in names})
        left = pairs.loc[pairs["defensible"], "estimate"]
        rows.append(
            {
                "rule": names[-1] if names else "any pair of readings",
                "pairs left": len(left),
                "lowest": left.min() if len(left) else math.nan,
                "highest": left.max() if len(left) else math.nan,
            }
        )
    return pd.DataFrame(rows)


def pace(years: Sequence[float], shares: Sequence[float]) -> list[float]:
    """Return the change a year between one reading and the next.

    Parameters
    ----------
    years
        Dates of the readings, in years, rising.
    shares
        The readings.

    Raises
    ------
    ValueError
        If the years do not rise.

    Examples
    --------
    >>> pace([2015, 2017, 2018], [17, 33, 49])
    [8.0, 16.0]
    """
    steps = list(itertools.pairwise(zip(years, shares, strict=True)))
    for (year, _), (later, _) in steps:
        if later <= year:
            raise ValueError(f"the year {later} follows {year}; expected rising years")
    return [(high - low) / (later - year) for (year, low), (later, high) in steps]


def drift_bounds(estimate: float, years: float, drift: float) -> tuple[float, float]:
    """Return what is left of an estimate if the treated unit would have drifted anyway.

    Parallel trends says that the untreated outcome would have moved like the control. If it may
    have drifted away from it by up to `drift` a year, in either direction, the effect lies
    between the two ends.

    Parameters
    ----------
    estimate
        A difference-in-differences, points.
    years
        Time between base and post, years.
    drift
        The most that the trends may have parted, points a year; zero is parallel trends.

    Raises
    ------
    ValueError
        If the time is not above zero or the drift is below zero.

    Examples
    --------
    >>> drift_bounds(24, years=2, drift=16)
    (-8, 56)
    """
    if not years > 0:
        raise ValueError(f"years is {years}; expected a time above zero")
    if not drift >= 0:
        raise ValueError(f"drift is {drift}; expected zero or more points a year")
    return estimate - years * drift, estimate + years * drift


def breakdown_drift(estimate: float, years: float) -> float:
    """Return the drift at which the sign of an estimate is lost, points a year.

    Examples
    --------
    >>> breakdown_drift(24, years=2)
    12.0
    """
    drift_bounds(estimate, years, 0.0)
    return abs(estimate) / years


def smallest_p(controls: int) -> float:
    """Return the smallest p-value that a permutation test with one treated unit can give.

    The treated unit may at best be the most extreme of all, which by chance it is in one case
    of `controls` + 1.

    Examples
    --------
    >>> smallest_p(2) == 1 / 3
    True
    """
    if controls < 1:
        raise ValueError(f"found {controls} controls; expected at least one")
    return 1 / (controls + 1)


def controls_needed(level: float) -> int:
    """Return how many controls a permutation test needs to be able to reach a level.

    Examples
    --------
    >>> controls_needed(0.05)
    19
    """
    if not 0 < level < 1:
        raise ValueError(f"the level is {level}; expected a number between 0 and 1")
    return max(1, math.ceil(round(1 / level, 9)) - 1)
