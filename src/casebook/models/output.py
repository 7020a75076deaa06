"""Output of plants and of the country, made comparable without making anything up."""

from __future__ import annotations

import pandas as pd

from casebook.ledger.periods import Period


def months_in(period: str) -> int:
    """Return the number of months that a period covers, ends included.

    Examples
    --------
    >>> months_in("2018-H1"), months_in("2017"), months_in("2017-01/2017-09")
    (6, 12, 9)
    """
    span = Period.parse(period)
    if span.start is None or span.end is None:
        raise ValueError(f"an open period has no number of months; found {period!r}")
    return (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1


def monthly_rate(output: pd.DataFrame) -> pd.DataFrame:
    """Add the mean number of vehicles a month to reports of output.

    Parameters
    ----------
    output
        `period` (text as in the ledger) and `units` (vehicles made in it).

    Returns
    -------
    pandas.DataFrame
        The same rows with `months`, `per_month` (vehicles), `start` and `end` (dates). It is a
        mean over the period, not what was made in any month of it.

    Examples
    --------
    >>> monthly_rate(pd.DataFrame({"period": ["2018-H1"], "units": [8573.0]}))["per_month"][0]
    np.float64(1428.8333333333333)
    """
    spans = [Period.parse(text) for text in output["period"]]
    months = pd.Series([months_in(text) for text in output["period"]], index=output.index)
    return output.assign(
        months=months,
        per_month=output["units"] / months,
        start=pd.Series([span.start for span in spans], index=output.index, dtype=object),
        end=pd.Series([span.end for span in spans], index=output.index, dtype=object),
    )
