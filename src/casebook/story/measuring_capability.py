"""The tables of chapter 18: readings of local content, missing tables, the ladder, indicators."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.capability import per_worker
from casebook.models.kits import RUNGS, local_content, steps_at_home
from casebook.models.trade_margins import margins
from casebook.story.kits_and_cars import car
from casebook.story.ledger_tables import number
from casebook.story.localization_and_joint_ventures import table3
from casebook.story.what_the_story_teaches import parts

#: Who says a percentage of local content: symbol, size and colour of the mark.
SPEAKERS: Mapping[str, tuple[str, int, str]] = MappingProxyType(
    {
        "the paper": ("diamond", 13, COLORS["policy"]),
        "officials": ("circle", 9, COLORS["Kostanay"]),
        "firms and press": ("square", 9, COLORS["Oskemen"]),
    }
)
#: Percentages of local content said to hold: what, who, first and last year drawn, claim.
READINGS = (
    ("Phase 1, Table 5", "the paper", 2014.0, 2017.0, "p-t5-p1-rate-43"),
    ("Phase 2, Table 5", "the paper", 2016.0, 2020.0, "p-t5-p2-rate-43"),
    ("end of Phase 2, section 4.2", "the paper", 2021.8, 2022.0, "p-localization-15-42"),
    ("Phase 3, Table 5", "the paper", 2019.0, 2025.0, "p-t5-p3-rate-43"),
    ("car making", "officials", 2014.0, 2015.0, "f-localisation-now-2014"),
    ("Kia line, Kostanay", "officials", 2021.2, 2021.3, "f-kia-line-localisation-2021"),
)
#: Percentages aimed at, or due: what, who, place within the year due so that each shows, claim.
AIMS = (
    ("AvtoVAZ and Asia Auto", "firms and press", 2015.5, "f-avtovaz-localisation-2015"),
    ("all makers, set in 2014", "officials", 2017.33, "f-localisation-target-2017"),
    ("Geely from Kostanay", "officials", 2017.67, "f-geely-localisation-2017"),
    ("Peugeot, Russian parts too", "firms and press", 2018.2, "f-peugeot-local-50"),
    ("three countries of the union", "officials", 2018.5, "f-localisation-target-2018-union"),
    ("all makers, set in 2016", "officials", 2018.8, "f-localisation-target-2018-rau"),
    ("industrial plan of 2014", "officials", 2019.3, "f-localisation-target-2019"),
    ("Asia Auto's duty, by its chief", "firms and press", 2019.7, "f-asia-auto-duty-50-2019"),
    ("in three to four years", "officials", 2020.5, "f-localisation-plan-3-4-years"),
    ("in two to three years", "officials", 2021.55, "f-localisation-plan-2-3-years"),
    ("new plant of Asia Auto", "firms and press", 2021.9, "f-new-plant-local-over-50"),
    ("strategy to 2025", "officials", 2025.5, "f-localisation-target-2025"),
    ("Kia Qazaqstan", "officials", 2027.5, "f-kia-localisation-2027"),
)
UNDATED_AIMS = ("f-allur-localisation-50", "f-qaztehna-localisation")

#: Table 5 by row and phase: what its paragraph says, state, claims. States are keys of `CELLS`.
TABLE_5: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "period": (
            ("2014-2016", "disputed", "p-t5-p1-span-43"),
            ("2016-2019", "disputed", "p-t5-p2-span-43"),
            ("2019-", "disputed", "p-t5-p3-span-43"),
        ),
        "modality": (
            ("whole cars exported", "disputed", "p-t5-p1-mode-43"),
            ("licence (SKD)", "disputed", "p-t5-p2-mode-43"),
            ("full process, joint R&D", "disputed", "p-t5-p3-mode-43 p-t5-p3-rd-43"),
        ),
        "localization": (
            ("below 5 %", "disputed", "p-t5-p1-rate-43"),
            ("15 %", "given", "p-t5-p2-rate-43"),
            ("35 %", "disputed", "p-t5-p3-rate-43"),
        ),
        "workforce": (
            ("mostly unskilled", "given", "p-t5-p1-workers-43"),
            ("skilled workers appear", "given", "p-t5-p2-workers-43"),
            ("engineering teams", "given", "p-t5-p3-teams-43"),
        ),
        "innovation": (
            ("", "empty", ""),
            ("modest, in process", "given", "p-t5-p2-innovation-43"),
            ("products adapted", "disputed", "p-t5-p3-adaptation-43"),
        ),
        "other indicators": (("", "empty", ""), ("", "empty", ""), ("", "empty", "")),
    }
)
#: What stands against a disputed cell of Table 5, with the claim that says it.
AGAINST: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        ("period", "Phase 1"): ("2014-2017 in the main scheme", "p-phase-1-4"),
        ("period", "Phase 2"): ("2018-2021 in the main scheme", "p-phase2-span-42"),
        ("period", "Phase 3"): ("2022-2024 in the main scheme", "p-phase3-span-43"),
        ("modality", "Phase 1"): ("SKD in Kostanay by 2016", "p-kostanay-skd-start-41"),
        ("modality", "Phase 2"): ("move to CKD in 2019-2021", "p-skd-to-ckd-42"),
        ("modality", "Phase 3"): ("joint R&D only in sight", "p-rd-horizon-43"),
        ("localization", "Phase 1"): ("30 percent, an official", "f-localisation-now-2014"),
        ("localization", "Phase 3"): ("about 15 to 2021", "p-localization-15-42"),
        ("innovation", "Phase 3"): ("adapting is one possible form", "p-rd-adapt-43"),
    }
)
#: Table 4 by marker: at the start and at the end, each in words and as a number.
TABLE_4: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "production": (
            ("basic assembly", "given", "p-t4-ckd-42"),
            ("towards CKD at home", "disputed", "p-t4-ckd-42"),
        ),
        "technology": (
            ("imported", "given", "p-t4-rd-42"),
            ("better R&D at home", "disputed", "p-t4-rd-42"),
        ),
        "markets": (
            ("home", "disputed", "p-t4-markets-42"),
            ("exports across the EAEU", "disputed", "p-t4-markets-42"),
        ),
        "capabilities": (("", "empty", ""), ("improved", "given", "p-t4-capabilities-42")),
    }
)
#: Claims on Tables 4 and 5 that fill no cell: what a table covers, matches or is for.
ABOUT_THE_TABLES = (
    "p-t4-span-42", "p-t4-phases-42", "p-t4-objectives-42", "p-t4-match-42", "p-t4-caption-42",
    "p-t5-content-43", "p-t5-maps-43", "p-t5-stages-43", "p-t5-caption-43",
)  # fmt: skip
CELLS = {"given": COLORS["policy"], "disputed": "#b8860b", "empty": COLORS["Kazakhstan"]}
PHASES = ("Phase 1", "Phase 2", "Phase 3")

#: Rungs by plant with dated evidence: row, plant, basis, first claim, claim of the end or nothing.
LADDER = (
    ("bolted: Oskemen", "Oskemen", "reported", "f-asia-auto-skd-start", ""),
    ("bolted: Kostanay", "Kostanay", "reported", "f-kostanay-skd-start-2009", ""),
    ("bolted: Kostanay", "Kostanay", "reported", "f-peugeot-skd-start", ""),
    ("bolted: Kostanay", "Kostanay", "reported", "p-kostanay-skd-start-41", ""),
    ("bolted: Kostanay", "Kostanay", "reported", "f-onix-skd-start", ""),
    ("bolted: Almaty", "Almaty", "reported", "f-hyundai-skd-2020-04", ""),
    ("welded: Oskemen", "Oskemen", "planned", "n-duty-start-2017", ""),
    ("welded: Oskemen", "Oskemen", "planned", "n-duty-start-2019", ""),
    ("welded: Kostanay", "Kostanay", "reported", "f-nomad-ckd-2013", "f-nomad-line-halted"),
    ("welded: Kostanay", "Kostanay", "reported", "f-fortuner-ckd", ""),
    ("welded: Kostanay", "Kostanay", "disputed", "p-skd-to-ckd-42", ""),
    ("welded: Kostanay", "Kostanay", "reported", "f-kia-ckd-launch-2023", ""),
    ("welded: Kostanay", "Kostanay", "reported", "f-onix-ckd-running", ""),
    ("welded: Almaty", "Almaty", "reported", "f-hyundai-opening-company", ""),
    ("parts", "Kazakhstan", "disputed", "p-suppliers-may-42", ""),
    ("parts", "Almaty", "reported", "f-seats-multimedia-made", ""),
    ("joint R&D", "Kazakhstan", "disputed", "p-rd-horizon-43", ""),
)  # fmt: skip
#: What each piece of the ladder is, in few words, by its first claim.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "f-asia-auto-skd-start": "first kits (Niva)",
        "f-kostanay-skd-start-2009": "SsangYong kits",
        "f-peugeot-skd-start": "Peugeot kits",
        "p-kostanay-skd-start-41": "JAC kits",
        "f-onix-skd-start": "Chevrolet Onix kits",
        "f-hyundai-skd-2020-04": "Hyundai kits",
        "n-duty-start-2017": "due by the agreement of one firm, not met",
        "n-duty-start-2019": "due by the agreement of the other, not met",
        "f-nomad-ckd-2013": "SsangYong Nomad, until its line was halted",
        "f-fortuner-ckd": "Toyota Fortuner, end not known",
        "p-skd-to-ckd-42": "JAC: the move begins, no model or day",
        "f-kia-ckd-launch-2023": "Kia",
        "f-onix-ckd-running": "Chevrolet Onix, date inferred",
        "f-hyundai-opening-company": "Hyundai",
        "p-suppliers-may-42": "tires, glass and others may have begun",
        "f-seats-multimedia-made": "seats and multimedia systems",
        "p-rd-horizon-43": "in sight by section 4.3, begun by Table 5",
    }
)
#: Until when an open period is drawn, by the claim.
DRAWN_TO = {"p-suppliers-may-42": "2021-12-31", "p-rd-horizon-43": "2025-06-30"}
#: First bolted and first welded car of each place, by claim.
FIRSTS = {
    "Oskemen": ("f-asia-auto-skd-start", ""),
    "Kostanay": ("f-kostanay-skd-start-2009", "f-nomad-ckd-2013"),
    "Almaty, Hyundai": ("f-hyundai-skd-2020-04", "f-hyundai-opening-company"),
}
#: Shares of cars by CKD: what, period, who, claim.
CKD_SHARES = (
    ("counted", "2023", "officials, the press", "f-cars-ckd-share-2023"),
    ("counted", "2024, June", "Kursiv", "f-ckd-share-2024-kursiv"),
    ("planned", "2024", "a minister", "f-ckd-share-target-2024"),
    ("reported", "2024", "the ministry", "f-ckd-share-2024"),
    ("planned", "2027", "a minister", "f-ckd-share-target-2027"),
)
HEDGES = {"more_than": "more than ", "at_least": "at least ", "about": "about ",
          "less_than": "less than "}  # fmt: skip
#: Output and people: year, claim of the output, claim of the people, what is counted.
CREWS = (
    ("Kazakhstan, 2019", "f-vehicles-produced-2019", "f-car-making-staff-2019"),
    ("Kazakhstan, 2024", "f-vehicles-produced-2024-kursiv", "f-plants-employment-2024"),
    ("Kazakhstan, 2025", "f-vehicles-produced-2025", "f-plants-employment-2025"),
    ("Kenitra, plan of 2023", "f-kenitra-2023", "f-kenitra-staff-2023"),
)
#: Exports and output of the country by year, all makers.
EXPORT_SHARES = (
    ("2017", "f-vehicles-exported-2017", "f-vehicles-produced-2017"),
    ("2018", "f-vehicles-exported-2018", "f-vehicles-produced-2018"),
    ("2019", "f-vehicles-exported-2019-ministry", "f-vehicles-produced-2019"),
    ("2020", "f-vehicles-exported-2020", "f-vehicles-produced-2020"),
)
#: Parts that the park of recommendation 2 should make, and the evidence for each with its claim.
PARK = {
    "glass": ("may have begun by 2021", "p-suppliers-may-42"),
    "tires": ("may have begun by 2021", "p-suppliers-may-42"),
    "batteries": ("may have begun by 2021", "p-suppliers-may-42"),
    "electronics": ("multimedia in Almaty, 2025", "f-seats-multimedia-made"),
    "interiors": ("seats in Almaty, 2025", "f-seats-multimedia-made"),
}
#: Indicators of capability: what it would show, what exists today, what is missing, claims.
INDICATORS = (
    ("local content", "purchases at home", "percentages by 3 speakers", "base, cars, year",
     "p-t5-p3-rate-43 f-localisation-now-2014"),
    ("welded share", "depth of process", "country, 2023 and 2024",
     "by plant and model, before 2023",
     "f-cars-ckd-share-2023 f-ckd-share-2024"),
    ("cars and people", "productivity", "country, 2019, 2024, 2025", "hours, value added, depth",
     "f-plants-employment-2024 f-plants-employment-2025"),
    ("defects, returns", "quality", "nothing", "all of it", ""),
    ("exports by market", "cars that others choose", "2020 and 2021, in part",
     "models, values, after 2021", "f-exports-2020-10m f-vehicles-exported-2021"),
    ("parts makers", "skills of suppliers", "two parts, one park", "firms, volumes, whose cars",
     "f-seats-multimedia-made"),
    ("engineers", "able to change a car", "\"teams\", no number", "people, tasks",
     "p-t5-p3-teams-43"),
    ("R&D of car firms", "search for knowledge", "whole country, all fields", "by branch",
     "p-kz-gerd-2023-table1"),
    ("patents on vehicles", "new knowledge", "23 in all fields, 2023", "by field and owner",
     "p-kz-pct-2023-table1"),
    ("own repair of faults", "mastery of a line", "nothing", "days without the licensor", ""),
)  # fmt: skip
#: World trade and two exporters of the worked example, all invented: millions of any currency.
TOY_WORLD = MappingProxyType({"engines": 50.0, "bodies": 30.0, "seats": 15.0, "glass": 5.0})
TOY_OWN = {
    "one good": {"engines": 2.0},
    "all goods": {"engines": 1.0, "bodies": 0.6, "seats": 0.3, "glass": 0.1},
}


def local_content_readings() -> pd.DataFrame:
    """Return all dated readings of local content, as `charts.dots.dots_over_time` draws them.

    Returns
    -------
    pandas.DataFrame
        `says` (of what), `where from` (a key of `SPEAKERS`), `open` (True: aimed at or due),
        `start`, `end` (years), `share`, `low`, `high` (percent), `period` (text) and `claim`.
    """
    book, rows = ledger(), []
    for says, who, start, end, name in READINGS:
        claim = book.claim(name)
        value = number(name)
        low = 0.0 if claim.qualifier == "less_than" else float("nan")
        rows.append((says, who, False, start, end, value, low, name))
    for says, who, due, name in AIMS:
        rows.append((says, who, True, due, due, number(name), float("nan"), name))
    columns = ["says", "where from", "open", "start", "end", "share", "low", "claim"]
    table = pd.DataFrame(rows, columns=columns).assign(high=float("nan"))
    table.loc[table["low"].notna(), "high"] = table["share"]
    periods = [Period.parse(book.claim(name).period).words() for name in table["claim"]]
    return table.assign(period=periods)


def local_content_table(points: pd.DataFrame) -> pd.DataFrame:
    """Return the same readings, and the aims without a year, as readers see them."""
    book = ledger()
    undated = pd.DataFrame(
        {
            "says": ["Allur, after the sale of 2018-19", "QazTehna, buses"],
            "where from": "officials",
            "open": True,
            "period": "no year due",
            "claim": list(UNDATED_AIMS),
        }
    )
    table = pd.concat([points, undated], ignore_index=True)
    claims = [book.claim(name) for name in table["claim"]]
    return pd.DataFrame(
        {
            "of what": table["says"],
            "who": table["where from"],
            "kind": table["open"].map({True: "aim or duty", False: "said to hold"}),
            "when": table["period"],
            "percent": [f"{HEDGES.get(c.qualifier, '')}{float(c.value):g}" for c in claims],
            "claim": table["claim"],
        }
    )


def table_5() -> pd.DataFrame:
    """Return the states of the cells of Table 5: index rows, columns phases."""
    cells = {row: [state for _, state, _ in found] for row, found in TABLE_5.items()}
    return pd.DataFrame.from_dict(cells, orient="index", columns=list(PHASES))


def table_5_filled() -> pd.DataFrame:
    """Return the cells of Table 5 with their words, what stands against them, and the claims."""
    rows = []
    for row, found in TABLE_5.items():
        for phase, (words, state, claims) in zip(PHASES, found, strict=True):
            against, other = AGAINST.get((row, phase), ("", ""))
            rows.append((row, phase, words, state, against, f"{claims} {other}".strip()))
    return pd.DataFrame(
        rows, columns=["row", "phase", "the paragraph", "state", "against it", "claim"]
    )


def table_4() -> pd.DataFrame:
    """Return Table 4 as its paragraph gives it, with the numbers that it does not give."""
    rows = []
    for marker, (start, end) in TABLE_4.items():
        rows.append((marker, start[0], "", end[0], ""))
    return pd.DataFrame(rows, columns=["marker", "in 2016", "number", "in 2024", "its number"])


def completeness() -> pd.DataFrame:
    """Return how many cells of the rebuilt tables are given, disputed, empty and in numbers.

    The rows and columns of Tables 3 and 4 are ours, and so is the last row of Table 5, which stands
    for the indicators that its caption promises. Each cell of Table 4 has room for words and for a
    number, so it counts as two.
    """
    tables = {
        "Table 5": [cell for cells in TABLE_5.values() for cell in cells],
        "Table 4": [cell for cells in TABLE_4.values() for cell in cells]
        + [("", "empty", "")] * sum(map(len, TABLE_4.values())),
    }
    rows = {}
    for name, cells in tables.items():
        states = pd.Series([state for _, state, _ in cells])
        counts = {state: int((states == state).sum()) for state in CELLS}
        shares = sum("%" in words for words, _, _ in cells)
        rows[name] = {"cells": len(cells), **counts, "numbers": shares}
    third = table3()
    rows["Table 3"] = {
        "cells": third.size, "given": third.size - len(PHASES), "disputed": len(PHASES), "empty": 0,
        "numbers": 0,
    }  # fmt: skip
    return pd.DataFrame.from_dict(rows, orient="index").sort_index()


def ladder() -> pd.DataFrame:
    """Return the dated evidence of each rung as `charts.spans.spans` draws it."""
    book, rows = ledger(), []
    for row, plant, basis, name, last in LADDER:
        period = Period.parse(book.claim(name).period)
        start = period.start or date(2019, 1, 1)
        end = Period.parse(book.claim(last).period).end if last else period.end
        until = DRAWN_TO.get(name) or str(end or start)
        rows.append(
            {
                "row": row, "series": plant, "basis": basis, "start": str(start),
                "end": until, "when": period.words(),
                "text": f"{WORDS[name]}: {period.words()}", "what": WORDS[name],
                "claim": f"{name} {last}".strip(),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def ladder_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the ladder as readers see it."""
    return rows[["row", "what", "when", "basis", "claim"]].rename(columns={"row": "rung, place"})


def first_steps() -> pd.DataFrame:
    """Return for each place the dates of its first bolted and welded car, and the months between.

    A date known by its year leaves the months open within bounds.
    """
    book, rows = ledger(), []
    for place, names in FIRSTS.items():
        periods = [Period.parse(book.claim(name).period) if name else None for name in names]
        words = [p.words() if p else "never reported" for p in periods]
        rows.append((place, *words, _months(*periods)))
    columns = ["place", "first bolted", "first welded and painted", "months between"]
    return pd.DataFrame(rows, columns=columns)


def _months(first: Period | None, second: Period | None) -> str:
    """Return the least and the most months from one period to another, in words."""
    if not (first and second and first.start and first.end and second.start and second.end):
        return ""
    least, most = (second.start - first.end).days, (second.end - first.start).days
    return f"{math.floor(least / 30.4)} to {math.ceil(most / 30.4)}"


def rungs() -> pd.DataFrame:
    """Return the four rungs with what is done at home and the content of the invented car."""
    bill = car()
    return pd.DataFrame(
        {
            "rung": list(RUNGS),
            "done at home": [", ".join(steps_at_home(r)) or "nothing" for r in RUNGS],
            "cost, %": [round(local_content(bill, r), 1) for r in RUNGS],
            "parts, %": [round(local_content(bill, r, basis="parts"), 1) for r in RUNGS],
        }
    )


def ckd_shares() -> pd.DataFrame:
    """Return the shares of cars made by CKD, counted and planned."""
    claims = [ledger().claim(name) for *_, name in CKD_SHARES]
    return pd.DataFrame(
        {
            "what": [what for what, *_ in CKD_SHARES],
            "when": [when for _, when, *_ in CKD_SHARES],
            "who": [who for _, _, who, _ in CKD_SHARES],
            "percent of cars": [f"{HEDGES.get(c.qualifier, '')}{float(c.value):g}" for c in claims],
        }
    )


def park() -> pd.DataFrame:
    """Return the parts of recommendation 2, the evidence for each, and what they add up to.

    The last column is the local content of the invented car with the part and those above it.
    """
    added = parts().iloc[1:]
    return pd.DataFrame(
        {
            "part": added["made at home as well"],
            "made at home?": [PARK[part][0] for part in added["made at home as well"]],
            "content so far, %": added["local content, percent"],
        }
    ).reset_index(drop=True)


def crews() -> pd.DataFrame:
    """Return vehicles made for each person employed, with the hedge of the count."""
    book, rows = ledger(), []
    for where, made, people in CREWS:
        output, workers = number(made), number(people)
        hedges = [HEDGES.get(book.claim(name).qualifier, "") for name in (made, people)]
        rows.append((where, f"{hedges[0]}{output:,.0f}", f"{hedges[1]}{workers:,.0f}",
                     f"{''.join(hedges)}{per_worker(output, workers):.1f}"))  # fmt: skip
    return pd.DataFrame(rows, columns=["where, when", "vehicles", "people", "a person"])


def two_countries() -> pd.DataFrame:
    """Return capacity, demand and resources of both countries; an empty cell has no number."""
    people = data.load("population").set_index(["iso3", "year"])["population"]
    fleet = {"China": number("p-china-ownership-2024-intro") * 1e6,
             "Kazakhstan": number("p-kz-registered-vehicles-intro") * 1e6}  # fmt: skip
    codes = {"China": "CHN", "Kazakhstan": "KAZ"}
    density = {c: 1000 * fleet[c] / people.loc[(code, 2024)] for c, code in codes.items()}
    rows = {
        "vehicles on the road, million": {c: f"{fleet[c] / 1e6:,.4g}" for c in codes},
        "for a thousand people, 2024": {c: f"{density[c]:.0f}" for c in codes},
        "vehicles exported": {
            "China": f"{number('f-china-exports-2024'):g} million, 2024",
            "Kazakhstan": f"{number('f-vehicles-exported-2020'):,.0f}, 2020",
        },
        "unused capacity": {"China": "", "Kazakhstan": ""},
        "sells to the other": {"China": "manufactured goods", "Kazakhstan": "resource goods"},
    }
    return pd.DataFrame.from_dict(rows, orient="index")[list(codes)]


def toy_margins() -> pd.DataFrame:
    """Return the margins of two invented exporters: one row each."""
    found = {name: margins(own, TOY_WORLD).round(3) for name, own in TOY_OWN.items()}
    return pd.DataFrame(found).T


def exports_2020_2021() -> pd.DataFrame:
    """Return the exports by market of 2020 and 2021 as far as they are named, and the change."""
    before = {
        "Russia": number("f-exports-russia-2020-10m"),
        "Uzbekistan": number("f-exports-uzbekistan-2020-10m"),
    }
    after = {
        "Russia": number("f-vehicles-exported-russia-2021"),
        "Uzbekistan": number("f-vehicles-exported-uzbekistan-2021"),
    }
    totals = pd.Series(
        {"2020": number("f-exports-2020-10m"), "2021": number("f-vehicles-exported-2021")}
    )
    frame = pd.DataFrame({"2020": before, "2021": after})
    frame.loc["all others"] = [float(total) for total in totals - frame.sum()]
    frame.loc["all"] = [float(total) for total in totals]
    return frame.assign(change=frame["2021"] - frame["2020"]).astype(int)


def export_shares() -> pd.DataFrame:
    """Return the country's exports as a share of its output, with the hedge of the counts.

    A floor of the output makes the share a ceiling.
    """
    rows = []
    for year, sent, made in EXPORT_SHARES:
        claim = ledger().claim(made)
        ceiling = "less than " if claim.qualifier in ("more_than", "at_least") else ""
        share = 100 * number(sent) / number(made)
        output = f"{HEDGES.get(claim.qualifier, '')}{number(made):,.0f}"
        rows.append((year, f"{number(sent):,.0f}", output, f"{ceiling}{share:.1f}"))
    return pd.DataFrame(rows, columns=["year", "exported", "made", "share, %"])


def research_vintages() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return spending on research, percent of GDP, by year and country: the copy, and the paper."""
    table = data.load("gerd_pct_gdp")
    names = {"CHN": "China", "KAZ": "Kazakhstan"}
    old, new = (
        table[table["source"] == source]
        .pivot(index="year", columns="iso3", values="gerd_pct_gdp")
        .rename(columns=names)
        for source in ("wdi-gerd", "mdpi")
    )
    return old, new


def patents() -> pd.DataFrame:
    """Return patent applications filed in Kazakhstan: index years, residents and others."""
    table = data.load("kz_patent_applications")
    wide = table.pivot(index="year", columns="applicant", values="applications")
    return wide.astype("Int64").rename_axis(columns=None)


def checklist() -> pd.DataFrame:
    """Return indicators that would show capability, what exists of each and what is missing."""
    rows = [(f"{what}: {shows}", *rest) for what, shows, *rest in INDICATORS]
    return pd.DataFrame(rows, columns=["indicator, and of what", "exists", "missing", "claim"])
