"""Agreement of two readers who give each passage one code: shares, kappa, alpha, and their limits.

Cohen's kappa is written out here, since the lab teaches it; the tests hold it to scikit-learn and
to published tables. Krippendorff's alpha comes from the library `krippendorff`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Draws of a bootstrap and its seed; two runs give the same interval.
DRAWS, SEED = 4000, 14
#: Answers to one code as a question of its own.
BOTH = ("yes", "no")

#: Rows and columns: the codes of two readers in one order; values: passages.
Table = pd.DataFrame | NDArray[np.float64] | Sequence[Sequence[float]]


class Agreement(NamedTuple):
    """How far two readers agree.

    `passages` is a count; `observed` and `expected` are shares of the passages between 0 and 1;
    `kappa` has no unit, is at most 1, and is NaN if chance alone gives full agreement.
    """

    passages: int
    observed: float
    expected: float
    kappa: float


def cross_table(
    first: Sequence[str], second: Sequence[str], codes: Sequence[str] = ()
) -> pd.DataFrame:
    """Count the passages by the codes of two readers.

    Parameters
    ----------
    first, second
        One code a passage, in the same order of passages.
    codes
        The order of rows and columns; by default all codes in use, sorted.

    Returns
    -------
    pandas.DataFrame
        Rows: codes of the first reader; columns: codes of the second; values: passages.

    Raises
    ------
    ValueError
        If the lists differ in length, are empty, have a gap, or hold a code that is not in `codes`.

    Examples
    --------
    >>> cross_table(["risk", "risk", "none"], ["risk", "none", "none"]).values.tolist()
    [[1, 0], [1, 1]]
    """
    if len(first) != len(second):
        raise ValueError(f"found {len(first)} and {len(second)} codes; expected one each a passage")
    if len(first) == 0:
        raise ValueError("found no codes; expected at least one passage")
    used = set(first) | set(second)
    if any(pd.isna(code) or code == "" for code in used):
        raise ValueError("found a passage without a code; expected a code from both readers")
    order = list(codes) or sorted(used)
    if unknown := used - set(order):
        raise ValueError(f"unknown code {min(unknown)!r}; expected one of {', '.join(order)}")
    pairs = pd.DataFrame({"first": list(first), "second": list(second)})
    counts = pairs.groupby(["first", "second"]).size().unstack(fill_value=0)
    return counts.reindex(index=order, columns=order, fill_value=0).rename_axis(
        index=None, columns=None
    )


def agreement(table: Table) -> Agreement:
    """Return observed agreement, agreement expected by chance, and Cohen's kappa.

    Parameters
    ----------
    table
        Square; rows and columns hold the codes of two readers in one order; values: passages.

    Returns
    -------
    Agreement
        `kappa` is (observed - expected) / (1 - expected); `expected` multiplies the shares with
        which each reader uses a code (Cohen 1960, Educational and Psychological Measurement 20,
        37-46).

    Raises
    ------
    ValueError
        If the table is not square, has a negative or missing count, or holds no passage.

    Examples
    --------
    Two tables of Feinstein and Cicchetti (1990) with one observed agreement and two kappas:

    >>> [round(value, 4) for value in agreement([[40, 9], [6, 45]])]
    [100, 0.85, 0.5008, 0.6995]
    >>> [round(value, 4) for value in agreement([[80, 10], [5, 5]])]
    [100, 0.85, 0.78, 0.3182]
    """
    counts = _counts(table)
    observed, expected, kappa = _kappas(counts[None] / counts.sum())
    return Agreement(
        round(float(counts.sum())), float(observed[0]), float(expected[0]), float(kappa[0])
    )


def _counts(table: Table) -> NDArray[np.float64]:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"found a table of shape {counts.shape}; expected as many rows as columns")
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("found a missing or negative count; expected counts of passages")
    if counts.sum() == 0:
        raise ValueError("found no passage in the table; expected at least one")
    return counts


def _kappas(shares: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return observed, expected and kappa of each table in a stack of tables of shares."""
    observed = np.trace(shares, axis1=1, axis2=2)
    expected = (shares.sum(axis=2) * shares.sum(axis=1)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        kappa = (observed - expected) / (1 - expected)
    return observed, expected, np.where(1 - expected < 1e-12, np.nan, kappa)


def interval(
    table: Table, *, level: float = 0.95, draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float, float]:  # fmt: skip
    """Return the ends of a bootstrap interval of kappa.

    Passages are drawn again with replacement, which for kappa is a draw of the cells of the table;
    the interval is that of the percentiles (Efron and Tibshirani 1993, chapter 13). Draws in which
    kappa has no value are left out.

    Parameters
    ----------
    table
        As for `agreement`.
    level
        Share of the draws between the ends, above 0 and below 1.
    draws, seed
        Number of draws and seed of the generator.

    Examples
    --------
    >>> low, high = interval([[40, 9], [6, 45]])
    >>> bool(0.5 < low < 0.70 < high < 0.9)
    True
    """
    if not 0 < level < 1:
        raise ValueError(f"the level is {level}; expected a share above 0 and below 1")
    counts = _counts(table)
    count = round(float(counts.sum()))
    drawn = np.random.default_rng(seed).multinomial(
        count, (counts / counts.sum()).ravel(), size=draws
    )
    kappa = _kappas(drawn.reshape(draws, *counts.shape) / count)[2]
    kappa = kappa[~np.isnan(kappa)]
    if kappa.size == 0:
        return float("nan"), float("nan")
    tail = 100 * (1 - level) / 2
    low, high = np.percentile(kappa, [tail, 100 - tail])
    return float(low), float(high)


def by_code(first: Sequence[str], second: Sequence[str], codes: Sequence[str]) -> pd.DataFrame:
    """Return one kappa a code: each code against all others, as if it were the only question.

    Parameters
    ----------
    first, second, codes
        As for `cross_table`.

    Returns
    -------
    pandas.DataFrame
        Index: `codes`; `share` (mean share of passages that the two give the code), `observed`,
        `expected`, `kappa`. Weighted by 1 - `expected`, the kappas average to the kappa of all
        codes together (Fleiss, Levin and Paik 2003, chapter 18).

    Examples
    --------
    >>> by_code(["risk", "none"], ["risk", "none"], ["risk", "none"])["kappa"].tolist()
    [1.0, 1.0]
    """
    cross_table(first, second, codes)  # refuses what is not a pair of codings
    rows = []
    for code in codes:
        one, two = (["yes" if c == code else "no" for c in reader] for reader in (first, second))
        found = agreement(cross_table(one, two, BOTH))
        rows.append({"share": (one + two).count("yes") / (2 * len(one)), **found._asdict()})
    return pd.DataFrame(rows, index=list(codes)).drop(columns="passages")


def alpha(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Krippendorff's alpha for unordered codes, by the library `krippendorff`.

    Examples
    --------
    >>> round(alpha(["risk", "none", "none"], ["risk", "none", "risk"]), 3)
    0.444
    """
    import krippendorff

    cross_table(first, second)
    order = {code: place for place, code in enumerate(sorted({*first, *second}))}
    if len(order) == 1:
        return float("nan")
    places = [[order[code] for code in reader] for reader in (first, second)]
    return float(krippendorff.alpha(reliability_data=places, level_of_measurement="nominal"))


def even_table(passages: float, share: float, observed: float) -> NDArray[np.float64]:
    """Return the table of a yes-or-no code that both readers use equally often.

    Parameters
    ----------
    passages
        Number of passages, above 0.
    share
        Share of the passages to which each reader gives the code, 0 to 1.
    observed
        Share of the passages on which they agree; at least ``|1 - 2 * share|``, or the readers
        could not both use the code so seldom (or so often).

    Returns
    -------
    numpy.ndarray
        2 x 2 passages, not rounded: both yes, only the first; only the second, both no.

    Examples
    --------
    >>> even_table(100, 0.5, 0.9).tolist()
    [[45.0, 5.0], [5.0, 45.0]]
    >>> even_table(100, 0.02, 0.9)
    Traceback (most recent call last):
    ...
    ValueError: the observed agreement is 0.9; with a share of 0.02 it is 0.96 to 1
    """
    least = abs(1 - 2 * share)
    if not 0 <= share <= 1:
        raise ValueError(f"the share is {share}; expected 0 to 1")
    if passages <= 0:
        raise ValueError(f"found {passages} passages; expected more than 0")
    if not least - 1e-9 <= observed <= 1:
        raise ValueError(
            f"the observed agreement is {observed}; with a share of {share} it is {least:.4g} to 1"
        )
    apart = (1 - observed) / 2
    cells = np.array([[share - apart, apart], [apart, 1 - share - apart]])
    return np.round(passages * cells.clip(min=0), 10)


def tables_with(kappa: float, passages: int, *, places: int = 2) -> pd.DataFrame:
    """Return all tables of a yes-or-no code whose kappa is printed as the given number.

    Parameters
    ----------
    kappa
        As printed, for example 0.79.
    passages
        Number of passages, 1 to 250; the number of tables grows with its cube.
    places
        Digits after the point to which the kappa was rounded.

    Returns
    -------
    pandas.DataFrame
        `both`, `only_first`, `only_second`, `neither` (passages) and `observed` (share).

    Examples
    --------
    >>> found = tables_with(0.79, 50)
    >>> bool(((found["observed"] > 0.88) & (found["observed"] < 1)).all())
    True
    """
    if not 1 <= passages <= 250:
        raise ValueError(f"found {passages} passages; expected 1 to 250")
    both, only_first, only_second = np.meshgrid(*[np.arange(passages + 1)] * 3, indexing="ij")
    inside = both + only_first + only_second <= passages
    both, only_first, only_second = both[inside], only_first[inside], only_second[inside]
    neither = passages - both - only_first - only_second
    observed = (both + neither) / passages
    one, two = (both + only_first) / passages, (both + only_second) / passages
    expected = one * two + (1 - one) * (1 - two)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (observed - expected) / (1 - expected)
    half = 0.5 * 10.0**-places
    kept = (found >= kappa - half) & (found < kappa + half)
    cells = {"both": both, "only_first": only_first, "only_second": only_second}
    frame = pd.DataFrame({**cells, "neither": neither, "observed": observed})
    return frame[kept].reset_index(drop=True)


def compare(mine: Mapping[str, str], others: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Return how far a reader agrees with others on the passages that the reader has coded.

    Parameters
    ----------
    mine
        The reader's code of each passage, such as ``{"P001": "risk"}``.
    others
        Index: passages; one column a reader; values: codes.
    codes
        The codes that may be given.

    Returns
    -------
    pandas.DataFrame
        Index: the columns of `others`; `passages`, `agreed` (counts) and `kappa`.

    Raises
    ------
    ValueError
        If nothing is coded, or a passage or a code is not known; the error names it.

    Examples
    --------
    >>> others = pd.DataFrame({"A": ["risk", "none"]}, index=["P001", "P002"])
    >>> compare({"P001": "risk", "P002": "risk"}, others, ["risk", "none"]).loc["A"].tolist()
    [2.0, 1.0, 0.0]
    """
    if unknown := [name for name in mine if name not in others.index]:
        raise ValueError(f"unknown passage {unknown[0]!r}; expected one like {others.index[0]!r}")
    rows = {}
    for reader in others.columns:
        table = cross_table(list(mine.values()), others.loc[list(mine), reader].tolist(), codes)
        found = agreement(table)
        agreed = int(np.trace(table.to_numpy()))
        rows[reader] = {"passages": found.passages, "agreed": agreed, "kappa": found.kappa}
    return pd.DataFrame(rows).T.astype({"passages": int, "agreed": int})
