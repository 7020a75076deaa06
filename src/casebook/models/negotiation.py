"""A negotiation among several parties over several terms: scores, agreement zone, efficiency.

Each party gives points to each value of each term and adds them up; it accepts what is worth more
than no deal. This is the scoring system of Raiffa (1982), *The Art and Science of Negotiation*,
after the additive value functions of Keeney and Raiffa (1976). That a deal is efficient if no
other is better for one and worse for none is Pareto's; the deal that maximises the product of the
gains over no deal is that of Nash (1950), "The bargaining problem", *Econometrica* 18.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

Package = Mapping[str, str]


@dataclass(frozen=True)
class Party:
    """A party: its points for each value of each term, and what no deal is worth to it.

    Attributes
    ----------
    name
        The party.
    points
        Points by term, then by value of the term.
    no_deal
        Points that it has without an agreement; it accepts nothing below.

    Raises
    ------
    ValueError
        If a point is below zero, or no deal is worth as much as the party's best package.

    Examples
    --------
    >>> firm = Party("firm", {"months": {"12": 10, "24": 30}, "jobs": {"kept": 0, "cut": 20}}, 25)
    >>> firm.score({"months": "24", "jobs": "kept"}), firm.best
    (30, 50)
    """

    name: str
    points: Mapping[str, Mapping[str, int]]
    no_deal: int

    def __post_init__(self) -> None:
        low = min(value for term in self.points.values() for value in term.values())
        if low < 0:
            raise ValueError(f"{self.name}: found {low} points; expected zero or more")
        if self.no_deal >= self.best:
            raise ValueError(
                f"{self.name}: no deal is worth {self.no_deal}; expected less than {self.best}, "
                "its best package"
            )

    @property
    def best(self) -> int:
        """The points of the package that the party likes best."""
        return sum(max(values.values()) for values in self.points.values())

    def score(self, package: Package) -> int:
        """Return the party's points for a package of terms."""
        return sum(self.points[term][value] for term, value in package.items())


def packages(terms: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return every package of terms; the last term changes fastest.

    Examples
    --------
    >>> len(packages({"months": ["12", "24"], "jobs": ["kept", "half", "cut"]}))
    6
    """
    return [dict(zip(terms, values, strict=True)) for values in itertools.product(*terms.values())]


def score_table(parties: Sequence[Party], terms: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Score every package.

    Returns
    -------
    pandas.DataFrame
        One row a package: the terms, the points of each party, and the columns ``accepted`` (by
        all), ``efficient``, ``sum`` and ``product`` (of the gains over no deal, 0 where one loses).
    """
    found = packages(terms)
    points = np.array([[party.score(package) for party in parties] for package in found])
    gains = points - np.array([party.no_deal for party in parties])
    table = pd.DataFrame(found)
    for place, party in enumerate(parties):
        table[party.name] = points[:, place]
    return table.assign(
        accepted=(gains >= 0).all(axis=1),
        efficient=efficient(points),
        sum=points.sum(axis=1),
        product=np.clip(gains, 0, None).prod(axis=1),
    )


def efficient(points: np.ndarray) -> np.ndarray:
    """Return which packages no other package beats for one party without loss to another.

    Parameters
    ----------
    points
        Packages by parties.

    Examples
    --------
    >>> efficient(np.array([[1, 5], [2, 5], [3, 1], [0, 0]])).tolist()
    [False, True, True, False]
    """
    return np.array(
        [not ((points >= row).all(axis=1) & (points > row).any(axis=1)).any() for row in points],
        dtype=bool,
    )
