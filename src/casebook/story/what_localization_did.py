"""The tables of chapter 16: inputs of the estimate, readings, rules, paces and shares by output."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Grain, Period
from casebook.models import difference_in_differences as did
from casebook.models.home_share import home_share
from casebook.story.ledger_tables import number

#: The decree was signed between these days (claims f-procurement-ban-under-a-month and
#: f-procurement-ban-by-2019-07).
DECREE_EARLIEST, DECREE_LATEST = date(2019, 7, 15), date(2019, 7, 31)
#: The place of the decree on an axis on which a year's own number is the middle of that year.
DECREE = 2019.05
WHEN = ("before the decree", "year of the decree at one end", "after the decree")
#: Sorts of pairs: all before the decree (nothing to find), one rule broken or more, none broken.
SORTS = ("both before the decree", "breaks a rule", "breaks no rule")
#: The slump of claim p-kz-downturn-2015-16-32.
SLUMP = (2015, 2016)
#: The conflict that asks whether a reading is a share of sales or of output.
BASE_DISPUTE = "c065-share-of-sales-or-output"
KAZAKHSTAN, CONTROL = "Kazakhstan", "Kyrgyzstan and Tajikistan"
#: The paper's inputs: who, year, claim. The control has no claim for 2024.
INPUTS = (
    (KAZAKHSTAN, 2015, "p-kz-home-share-2015-33"),
    (KAZAKHSTAN, 2019, "p-kz-home-share-2019-33"),
    (KAZAKHSTAN, 2024, "p-kz-home-share-2024-33"),
    (CONTROL, 2015, "p-control-share-2015-2023-33"),
    (CONTROL, 2019, "p-control-share-2015-2023-33"),
    (CONTROL, 2024, ""),
)
#: Readings of 2012 to 2016 that could stand for the base, with short labels.
NEAR_THE_BASE = {
    "f-home-share-2016-06": "June 2016",
    "f-home-share-2014-minister": "July 2014",
    "f-home-share-2016-9m": "Jan–Sep 2016",
    "f-home-share-2016-h1": "Jan–June 2016",
    "f-home-share-2012": "2012",
    "f-home-share-2016-q1": "Jan–Mar 2016",
    "f-home-share-2015-h1": "Jan–June 2015",
    "p-kz-home-share-2015-33": "2015, paper",
    "f-home-share-2016-01": "Jan 2016",
    "f-home-share-2014-implied": "2014",
}
#: What a pair of readings must meet to be subtracted; take one out, or write your own.
RULES: dict[str, did.Rule] = {
    "each covers one whole year": lambda base, post: base["whole_year"] and post["whole_year"],
    "each is reported, not worked out": lambda base, post: base["reported"] and post["reported"],
    "neither is withdrawn": lambda base, post: "deprecated" not in (base["rank"], post["rank"]),
    "both are of sales, undisputed": lambda base, post: base["of_sales"] and post["of_sales"],
    "base ends before the decree": lambda base, post: base["end"] < DECREE_EARLIEST,
    "post begins after the decree": lambda base, post: post["start"] > DECREE_LATEST,
    "base lies outside the slump": lambda base, post: base["end"].year not in SLUMP,
}


def inputs() -> pd.DataFrame:
    """Return the inputs of the paper's estimate; the control of 2024 is empty.

    Returns
    -------
    pandas.DataFrame
        `who`, `year`, `share, percent` (NaN where the paper has none), `where in the paper` and
        `claim`.
    """
    book = ledger()
    rows = [
        {
            "who": who,
            "year": year,
            "share, percent": number(claim) if claim else math.nan,
            "where in the paper": book.claim(claim).locator if claim else "no value given",
            "claim": claim,
        }
        for who, year, claim in INPUTS
    ]
    return pd.DataFrame(rows)


def inputs_lines() -> pd.DataFrame:
    """Return the inputs for a chart: Kazakhstan's points apart, the control up to its last year."""
    control = Period.parse(ledger().claim("p-control-share-2015-2023-33").period)
    known = {year: number(claim) for who, year, claim in INPUTS if who == KAZAKHSTAN}
    if control.start is None or control.end is None:
        raise ValueError("the control's claim has no closed period")
    rows = []
    for year in range(2015, 2025):
        inside = control.start.year <= year <= control.end.year
        level = number("p-control-share-2015-2023-33") if inside else math.nan
        rows.append({"series": KAZAKHSTAN, "x": year, "y": known.get(year, math.nan)})
        rows.append({"series": CONTROL, "x": year, "y": level})
    return pd.DataFrame(rows)


def readings() -> pd.DataFrame:
    """Return every reading of the home-made share with what the rules ask for.

    Returns
    -------
    pandas.DataFrame
        `label` (period, share and where from), `share` (percent), `start`, `end` (dates; "by
        2018" is taken as 2018), `whole_year`, `reported`, `of_sales` (bool: of sales, and the
        ledger knows of no dispute on it), `rank`, `basis`, `base`, `period` and `claim`, in the
        order of time.
    """
    book = ledger()
    disputed = {reading.claim for reading in book.conflicts[BASE_DISPUTE].readings}
    rows = []
    for row in data.load("kz_domestic_share_of_sales").to_dict("records"):
        period = Period.parse(row["period"].removeprefix("../"))
        if period.start is None or period.end is None:
            raise ValueError(f"the period {row['period']!r} has no end; expected a closed one")
        one_year = period.grain is Grain.YEAR and period.start.year == period.end.year
        exact = not row["period"].startswith("..") and not period.approximate
        where = "paper" if book.claim(row["claim"]).source == "mdpi" else "outside"
        rows.append(
            {
                "label": f"{Period.parse(row['period']).words()}: {row['share_pct']:g}, {where}",
                "share": float(row["share_pct"]),
                "start": period.start,
                "end": period.end,
                "whole_year": one_year and exact,
                "reported": row["basis"] == "reported",
                "of_sales": row["base"] == "sales" and row["claim"] not in disputed,
                "rank": book.rank(row["claim"]),
                "basis": row["basis"],
                "base": row["base"],
                "period": row["period"],
                "claim": row["claim"],
            }
        )
    return pd.DataFrame(rows).sort_values(["start", "end", "share"], ignore_index=True)


def near_the_base(found: pd.DataFrame, *, post: float, control_changes: list[int]) -> pd.DataFrame:
    """Return the estimate for each reading near the base year and each change of the control.

    Parameters
    ----------
    found
        What `readings` returns.
    post
        The reading after, percent.
    control_changes
        Changes of the control, points.

    Returns
    -------
    pandas.DataFrame
        Index: reading, highest share last; one column a change of the control; points.
    """
    shares = found.set_index("claim")["share"]
    rows = {
        f"{shares[claim]:g}: {words}": did.sensitivity(
            float(shares[claim]), {"post": post}, control_changes
        ).loc["post"]
        for claim, words in NEAR_THE_BASE.items()
    }
    return pd.DataFrame(rows).T.iloc[::-1]


def sorts(pairs: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """Return the sort of each pair, one of `SORTS`; what lies before the decree comes first.

    Parameters
    ----------
    pairs, found
        What `did.estimates` and `readings` return.
    """
    ends = dict(zip(found["label"], found["end"], strict=True))
    return [
        SORTS[2] if row["defensible"] else SORTS[0 if ends[row["post"]] < DECREE_EARLIEST else 1]
        for row in pairs.to_dict("records")
    ]


def estimates_table(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates as readers see them."""
    return pd.DataFrame(
        {
            "base": pairs["base"],
            "post": pairs["post"],
            "estimate, points": pairs["estimate"].round(1),
            "breaks": pairs["breaks"],
        }
    )


def paces(found: pd.DataFrame) -> pd.DataFrame:
    """Return the change a year between the whole-year readings of sales.

    A year counts if it has a reading that covers all of it and is reported; two that agree are
    one. The reading of 2024 is kept although its base is in dispute, and marked.

    Parameters
    ----------
    found
        What `readings` returns.

    Returns
    -------
    pandas.DataFrame
        `start`, `end` (years), `from share`, `to share`, `pace` (points a year), `when` (one
        of `WHEN`), `disputed` (bool) and `claim` (ids).

    Raises
    ------
    ValueError
        If a year has two readings that differ.
    """
    whole = found[found["whole_year"] & found["reported"] & (found["base"] == "sales")]
    years = [day.year for day in whole["start"]]
    grouped = whole.assign(year=years).groupby("year")
    chain = grouped.agg(
        low=("share", "min"),
        high=("share", "max"),
        sure=("of_sales", "all"),
        claim=("claim", " ".join),
    ).reset_index()
    if (chain["low"] != chain["high"]).any():
        raise ValueError(f"a year has two readings: {chain[chain['low'] != chain['high']]}")
    first, last = chain.iloc[:-1].reset_index(drop=True), chain.iloc[1:].reset_index(drop=True)
    return pd.DataFrame(
        {
            "start": first["year"],
            "end": last["year"],
            "from share": first["low"],
            "to share": last["low"],
            "pace": did.pace(chain["year"].tolist(), chain["low"].tolist()),
            "when": [_when(a, b) for a, b in zip(first["year"], last["year"], strict=True)],
            "disputed": ~(first["sure"] & last["sure"]),
            "claim": first["claim"] + " " + last["claim"],
        }
    )


def _when(first: int, last: int) -> str:
    """Return where the time between two years lies; the decree came in the middle of one."""
    if last < DECREE_EARLIEST.year:
        return WHEN[0]
    return WHEN[2] if first > DECREE_LATEST.year else WHEN[1]


def paces_table(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the paces as readers see them."""
    return pd.DataFrame(
        {
            "from": steps["start"].astype(str),
            "to": steps["end"].astype(str),
            "share before, percent": steps["from share"],
            "share after, percent": steps["to share"],
            "points a year": steps["pace"].round(1),
            "when": steps["when"],
            "base disputed": steps["disputed"].map({True: "yes", False: ""}),
            "claim": steps["claim"],
        }
    )


#: Vehicles made (claims to add), exported and sold, by year.
COUNTS: dict[int, tuple[tuple[str, ...], str, str]] = {
    2015: (("f-cars-produced-2015", "f-trucks-produced-2015"), "", "f-sales-2015"),
    2020: (("f-vehicles-produced-2020",), "f-vehicles-exported-2020", "f-sales-2020-implied"),
    2021: (("f-vehicles-produced-2021",), "f-vehicles-exported-2021", "f-sales-2021"),
    2024: (("f-vehicles-produced-2024-kursiv",), "", "f-sales-2024"),
}


def shares_by_output() -> pd.DataFrame:
    """Return output over sales, and the ceiling of the share of sales, by year.

    Returns
    -------
    pandas.DataFrame
        Index: year; `made`, `exported` (NaN if not known), `sold` (vehicles), `made over sold`
        and `less exports` (percent; NaN if exports are not known).
    """
    rows = {}
    for year, (made_claims, exported_claim, sold_claim) in COUNTS.items():
        made, sold = sum(number(name) for name in made_claims), number(sold_claim)
        exported = number(exported_claim) if exported_claim else math.nan
        rows[year] = {
            "made": made,
            "exported": exported,
            "sold": sold,
            "made over sold": round(home_share(made, 0, sold), 1),
            "less exports": round(home_share(made, exported, sold), 1)
            if exported_claim
            else math.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")
