"""Credibility ratings by the paper's protocol (steps 2 and 3), as functions.

The protocol knows three levels: High for official statistics and inter-governmental texts, Medium
for associations and makers' releases, Exploratory for journalism and analysts' notes with indirect
data. It does not say what a press report of an official figure is. Ours is the cautious reading:
what we could read only at second hand is rated one level below its origin.
"""

from __future__ import annotations

from typing import Literal

Rating = Literal["High", "Medium", "Exploratory"]
LEVELS: tuple[Rating, ...] = ("Exploratory", "Medium", "High")

#: The level that the protocol gives to each kind of origin. It does not place academic papers;
#: a paper that compiles figures of others is an indirect source, as an analyst's note is.
LEVEL_OF_KIND: dict[str, int] = {
    "official": 2,
    "inter-governmental": 2,
    "association": 1,
    "company": 1,
    "academic": 0,
    "analyst": 0,
    "journalism": 0,
}
SECOND_HAND = {"journalism", "analyst", "academic"}


def rate(origin: str, read_in: str, independent_groups: int = 1) -> Rating:
    """Rate a claim by where it comes from, where it was read and who else says so.

    Parameters
    ----------
    origin
        Kind of the body whose statement it is: official, inter-governmental, association,
        company, academic, analyst or journalism.
    read_in
        Kind of the document in which we read it; the same as `origin` if at first hand.
    independent_groups
        Number of independence groups among the sources that state the same fact. Two or more
        lift an Exploratory claim to Medium (the protocol keeps such items by its step 2, rule
        iii); nothing is lifted to High, for agreement does not make a text official.

    Returns
    -------
    str
        High, Medium or Exploratory.

    Raises
    ------
    ValueError
        For a kind that the protocol does not know.

    Examples
    --------
    >>> rate("official", "official")
    'High'
    >>> rate("official", "journalism")
    'Medium'
    >>> rate("journalism", "journalism"), rate("journalism", "journalism", 2)
    ('Exploratory', 'Medium')
    """
    for kind in (origin, read_in):
        if kind not in LEVEL_OF_KIND:
            known = ", ".join(LEVEL_OF_KIND)
            raise ValueError(f"unknown kind of source {kind!r}; expected one of {known}")
    level = LEVEL_OF_KIND[origin]
    if read_in in SECOND_HAND and origin != read_in:
        level = max(0, level - 1)
    if level == 0 and independent_groups >= 2:
        level = 1
    return LEVELS[level]


def eligibility(origin: str, has_statistic_or_policy: bool, independent_groups: int) -> str:
    """Return the first rule of protocol step 2 that keeps an item, or the empty string.

    Examples
    --------
    >>> eligibility("journalism", has_statistic_or_policy=False, independent_groups=1)
    ''
    >>> eligibility("association", has_statistic_or_policy=False, independent_groups=1)
    'official body or association'
    """
    if has_statistic_or_policy:
        return "verifiable statistic or policy text"
    if LEVEL_OF_KIND[origin] == 2 or origin == "association":
        return "official body or association"
    if independent_groups >= 2:
        return "two independent outlets"
    return ""
