"""The tables of chapter 6: the plant race, owners, the rule, modes, output, shares and exports."""

from __future__ import annotations

from datetime import date

import pandas as pd

from casebook import data
from casebook.ledger import Ledger, ledger
from casebook.ledger.periods import Period
from casebook.models.procurement import BUYERS, CARS, verdict
from casebook.story.ledger_tables import number
from casebook.story.sources_and_claims import home_shares

HALF_YEARS = ("2017-H1", "2018-H1", "2019-H1")
#: Height of each mode in the staircase; the paper's "modular/relational" lies between two.
STEPS = {
    "market": 1.0,
    "modular": 2.0,
    "modular/relational": 2.5,
    "relational": 3.0,
    "captive": 4.0,
    "hierarchy": 5.0,
}
RULES = ("by section 2", "by sections 4.1 and 4.2")


def plant_race() -> pd.DataFrame:
    """Return the output of both plants in three half-years.

    Returns
    -------
    pandas.DataFrame
        Index: the half-years in words; `Oskemen` and `Kostanay` (vehicles).
    """
    output = data.load("plant_output")
    rows = output[output["period"].isin(HALF_YEARS) & output["city"].isin(["Oskemen", "Kostanay"])]
    race = rows.pivot(index="period", columns="city", values="units")[["Oskemen", "Kostanay"]]
    race.index = [f"Jan.-June {text[:4]}" for text in race.index]
    return race.rename_axis(columns=None)


def plant_race_table() -> pd.DataFrame:
    """Return the half-years as readers see them, with their basis and growth."""
    output = data.load("plant_output")
    rows = output[output["period"].isin(HALF_YEARS) & output["city"].isin(["Oskemen", "Kostanay"])]
    rows = rows.sort_values(["city", "period"], ascending=[False, True])
    growth = rows.groupby("city", sort=False)["units"].pct_change() * 100
    return pd.DataFrame(
        {
            "plant in": rows["city"],
            "period": [Period.parse(text).words() for text in rows["period"]],
            "vehicles": rows["units"],
            "growth, percent": growth.round(0),
            "basis": rows["basis"],
            "claim": rows["claim"],
        }
    )


def owners() -> pd.DataFrame:
    """Return the shares of Allur by two accounts, in percent.

    Returns
    -------
    pandas.DataFrame
        Index: the accounts; one column an owner; the split of JAC and CMC is not known.
    """
    chinese = number("f-allur-cj-ned-auto")
    named = {
        "Lavrentyev": number("f-allur-lavrentyev-2748"),
        "Tskhai": number("f-allur-tskhai-1652"),
        "Development Bank": number("f-allur-dbk-5"),
    }
    paper = number("p-allur-51-42")
    return pd.DataFrame(
        [
            {"JAC and CMC": paper, **dict.fromkeys(named, 0.0), "not stated": 100 - paper},
            {"JAC and CMC": chinese, **named, "not stated": 0.0},
        ],
        index=["the paper, 2019", "press, for 2020"],
    )


def owners_table(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the shares as readers see them."""
    claims = {
        "JAC and CMC": "p-allur-51-42 f-allur-cj-ned-auto",
        "Lavrentyev": "f-allur-lavrentyev-2748",
        "Tskhai": "f-allur-tskhai-1652",
        "Development Bank": "f-allur-dbk-5",
        "not stated": "",
    }
    table = shares.T.round(2)
    return pd.DataFrame(
        {
            "owner": table.index,
            "by the paper, percent": table.iloc[:, 0].to_list(),
            "by the press, percent": table.iloc[:, 1].to_list(),
            "claim": [claims[name] for name in table.index],
        }
    )


def rule_on(day: date, *, moratorium: bool = True) -> pd.DataFrame:
    """Return what the rules allow on a day: index the cars, one column a buyer."""
    return pd.DataFrame(
        {buyer: [verdict(buyer, car, day, moratorium=moratorium) for car in CARS]
         for buyer in BUYERS},
        index=pd.Index(CARS),
    )  # fmt: skip


def state_purchases() -> pd.DataFrame:
    """Return what the state bought before the decree: vehicles, home-made share, imported ones.

    The first row is counted by the ministry of finance, the others by the makers' union, which
    counts national companies too. The import of 2019 is our product of count and share.

    Returns
    -------
    pandas.DataFrame
        `period`, `vehicles`, `home-made, percent`, `imported`; an empty cell is not given.
    """
    half = "f-state-purchases-foreign"
    imported_2019 = number("f-state-purchases-2019-h1") * (
        1 - number("f-state-purchases-home-share-2019-h1") / 100
    )
    rows = [
        ("2015, to July", number("f-state-purchases-2015-7m"),
         number("f-state-purchases-home-share-2015-7m"), 0),
        ("2017, to June", None, 100 - number(f"{half}-share-2017-h1"), number(f"{half}-2017-h1")),
        ("2018, to June", None, 100 - number(f"{half}-share-2018-h1"), number(f"{half}-2018-h1")),
        ("2018", number("f-state-purchases-2018"), number("f-state-purchases-home-share-2018"),
         number(f"{half}-2018")),
        ("2019, to June", number("f-state-purchases-2019-h1"),
         number("f-state-purchases-home-share-2019-h1"), round(imported_2019)),
    ]  # fmt: skip
    columns = ["period", "vehicles", "home-made, percent", "imported"]
    table = pd.DataFrame(rows, columns=columns)
    shown = ["" if pd.isna(count) else f"{count:,.0f}" for count in table["vehicles"]]
    return table.assign(vehicles=shown).astype({"imported": int, "home-made, percent": int})


def documents() -> pd.DataFrame:
    """Return the cards of the roadmap, of the law and of the rules under it, as they are named."""
    rows = [
        ("roadmap, section 1", "car production", "none", "2019"),
        ("roadmap, reference 59", "mechanical engineering", "decree 115", "2019"),
        ("roadmap, reference 83", "machine building", "order 115-r", "26 June 2019"),
        ("law, reference 60", "public procurement", "434-V", "2015"),
        (
            "rules, outside the paper",
            "exemptions from equal treatment",
            "decree 1178",
            "end of 2015",
        ),
    ]
    return pd.DataFrame(rows, columns=["card", "on", "number", "date"])


def path() -> pd.DataFrame:
    """Return the mode of governance year by year by the two rules of the paper.

    The dates of the first rule are ours, for section 2 has none: money of CMC and JAC was in the
    project by February 2016, and the stake followed in 2019. Of the second, 2018 is ours.

    Returns
    -------
    pandas.DataFrame
        `series` (one of `RULES`), `start`, `end` (years), `step`, `basis`, `why` and `claim`.
    """
    first, second = RULES
    rows = [
        (first, 2014, 2016, "modular", "inferred", "kits with written plans",
         "p-governance-starts-modular-methods p-modular-defined-methods"),
        (first, 2016, 2019, "relational", "inferred", "money of CMC and JAC in the project",
         "p-governance-relational-methods p-relational-defined-methods f-cmc-jac-invested-5"),
        (first, 2019, 2022, "hierarchy", "inferred", "control of the capital",
         "p-hierarchical-defined-methods p-allur-51-42"),
        (second, 2014, 2016, "market", "reported", "single deals, kits among them",
         "p-gvc-market-2014-41"),
        (second, 2016, 2018, "modular/relational", "reported", "assembly and training",
         "p-gvc-transition-41"),
        (second, 2018, 2019, "modular/relational", "inferred", "nothing new until the deal",
         "p-gvc-transition-41"),
        (second, 2019, 2022, "hierarchy", "reported", "51 percent",
         "p-governance-leadfirm-42"),
    ]  # fmt: skip
    columns = ["series", "start", "end", "step", "basis", "why", "claim"]
    return pd.DataFrame(rows, columns=columns)


def path_table(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the path as readers see it."""
    return pd.DataFrame(
        {
            "rule": steps["series"],
            "years": [
                f"{a} to {b - 1}" if b - a > 1 else f"{a}"
                for a, b in zip(steps["start"], steps["end"], strict=True)
            ],
            "mode": steps["step"],
            "basis": steps["basis"],
            "why": steps["why"],
            "claim": steps["claim"],
        }
    )


def triggers() -> pd.DataFrame:
    """Return the paper's examples of triggers, by kind, with what dates them and whether it fits.

    Returns
    -------
    pandas.DataFrame
        `trigger` (kind and example), `dated`, `fits`.
    """
    rows = [
        ("policy: procurement rule", "July 2019", "no: after the agreement"),
        ("policy: recycling fee", "from 2016", "open: no change told"),
        ("equity: JAC and CMC in Allur", "2018-19", "yes"),
        ("equity: Chery, Astana Motors", "December 2023", "no: a memorandum"),
        ("capability: paint and weld", "from 2013", "no: other makes"),
        ("capability: component lines", "by 2025", "no: plans"),
    ]
    return pd.DataFrame(rows, columns=["trigger", "dated", "fits"])


def ladder() -> pd.DataFrame:
    """Return the rungs of technology transfer with the evidence that we hold for each."""
    rows = [
        ("assembly, quality control", "2015-16", "told by the paper, no numbers"),
        ("welding and painting, other makes", "2013-16", "SsangYong, Toyota, Peugeot (plan)"),
        ("welding and painting, JAC", "2019-21", "begun, by the paper; no model, no number"),
        ("parts", "by 2021", "suppliers may have begun"),
        ("seats, multimedia", "by 2025", "announced"),
        ("joint research", "no date", "in sight"),
    ]
    return pd.DataFrame(rows, columns=["rung", "dated", "evidence"])


def shares_of_the_phase(book: Ledger) -> pd.DataFrame:
    """Return the readings of the home-made share whose periods lie in 2017 to 2021."""
    points = home_shares(book)
    return points[(points["start"] >= 2017) & (points["end"] <= 2022)].reset_index(drop=True)


def output_by_scope() -> pd.DataFrame:
    """Return counts of output with the scope of each: country, plant, brand.

    Returns
    -------
    pandas.DataFrame
        `scope`, `year`, `vehicles` (with the hedge of the source in words).
    """
    rows = [
        ("brand JAC", "by 2017", "p-jac-assembled-765-41"),
        ("country, all", "2018", "f-vehicles-produced-2018-jetro"),
        ("country, all", "2019", "f-vehicles-produced-2019"),
        ("country, all (paper)", "by 2020", "p-output-50k-42"),
        ("country, all", "2020", "f-vehicles-produced-2020"),
        ("plant, Kostanay, cars", "2019", "f-saryarka-output-2019"),
        ("plant, Oskemen, cars", "2019", "f-asia-auto-output-2019-jetro"),
        ("plant, Kostanay", "2020", "f-allur-output-2020"),
        ("plant, Almaty", "2020, from April", "f-hyundai-output-2020"),
        ("country, all", "2021", "f-vehicles-produced-2021"),
    ]
    hedges = {"exact": "", "about": "about ", "more_than": "more than "}
    claims = [ledger().claim(name) for _, _, name in rows]
    return pd.DataFrame(
        {
            "scope": [scope for scope, _, _ in rows],
            "year": [year for _, year, _ in rows],
            "vehicles": [f"{hedges[c.qualifier]}{c.number:,.0f}" for c in claims],
        }
    )


def exports() -> pd.DataFrame:
    """Return the country's exports by year with the factor on the year before.

    Returns
    -------
    pandas.DataFrame
        `year`, `vehicles`, `factor` (text, none for the first year); all makers of the country.
    """
    names = {
        2017: "f-vehicles-exported-2017",
        2018: "f-vehicles-exported-2018",
        2019: "f-vehicles-exported-2019-ministry",
        2020: "f-vehicles-exported-2020",
    }
    table = pd.DataFrame(
        {"year": list(names), "vehicles": [int(number(n)) for n in names.values()]}
    )
    factor = table["vehicles"] / table["vehicles"].shift()
    return table.assign(factor=["" if pd.isna(value) else f"{value:.2f}" for value in factor])


def growth_of_output() -> pd.DataFrame:
    """Return the growth of national output between years, in percent, as bounds.

    Returns
    -------
    pandas.DataFrame
        `from`, `to`, `growth, percent` (text: at least or at most, where a count is a floor).
    """
    base = {
        "2018": number("f-vehicles-produced-2018-jetro"),
        "2019": number("f-vehicles-produced-2019"),
    }
    later = {"2019": base["2019"], "2020": number("f-vehicles-produced-2020")}
    rows = [
        ("2018", "2019", "more than "),
        ("2018", "2020", ""),
        ("2019", "2020", "less than "),
    ]
    return pd.DataFrame(
        [
            {
                "from": old,
                "to": new,
                "growth, percent": f"{hedge}{100 * (later[new] / base[old] - 1):.0f}",
            }
            for old, new, hedge in rows
        ]
    )
