"""The tables of chapter 10: plants and brands of 2024, entries, plans, shares, electric cars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.electric_vehicles import duty, per_thousand
from casebook.story.ledger_tables import number

#: Brands of the Kostanay plant that the count of early 2024 names.
KOSTANAY_BRANDS: Mapping[str, str] = MappingProxyType(
    {
        "Kia": "f-kia-brand-output-2024-2m",
        "Chevrolet": "f-chevrolet-brand-output-2024-2m",
        "Jetour": "f-jetour-brand-output-2024-2m",
        "JAC": "f-jac-brand-output-2024-2m",
    }
)
PART_COLORS = {
    "in all": COLORS["Kazakhstan"],
    "Kia": "#56b4e9",
    "Chevrolet": COLORS["policy"],
    "Jetour": COLORS["Almaty"],
    "JAC": COLORS["Kostanay"],
}
#: The paper's nine brands: the parent of each, and a claim that ties them.
BRANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Chery": ("Chery", "p-chery-memo-43"),
        "Exeed": ("Chery", "p-exeed-chery-43"),
        "Jetour": ("Chery", "p-jetour-chery-43"),
        "FAW": ("FAW", "p-brands-list-43"),
        "Hongqi": ("FAW", "p-hongqi-faw-43"),
        "Haval": ("Great Wall Motor", "p-haval-great-wall-43"),
        "Geely": ("Geely", "p-geely-major-42"),
        "Changan": ("Changan", "p-astana-memoranda-42"),
        "JAC": ("JAC", "p-jac-name-41"),
    }
)
#: Entries, visits, plants and plans: label, kind, claim of the date.
ENTRIES = (
    ("Haval enters", "brand", "p-haval-entry-42"),
    ("Geely is sold", "brand", "p-geely-sales-42"),
    ("memoranda, Almaty", "plan", "p-astana-memoranda-42"),
    ("Kia by CKD", "plant", "f-kia-ckd-launch-2023"),
    ("Xi'an Summit", "visit", "p-xian-summit-43"),
    ("Chery park agreed", "plan", "p-chery-memo-43"),
    ("Almaty plant due", "plan", "f-ammkz-due-2024-q2"),
    ("BYD due", "plan", "p-byd-plan-2024-42"),
    ("Xi's state visit", "visit", "p-xi-visit-43"),
    ("BYD is sold", "brand", "p-byd-retail-2025-table1"),
    ("Almaty plant starts", "plant", "f-ammkz-start"),
    ("Kia plant starts", "plant", "f-kia-qazaqstan-start"),
)
ENTRY_COLORS = {
    "brand": COLORS["Kostanay"],
    "plant": COLORS["policy"],
    "visit": COLORS["Almaty"],
    "plan": COLORS["Kazakhstan"],
}
#: Six percentages of phase 3, each of something else: row, base, claim.
SHARES = (
    ("Chinese brands", "of sales, early 2023, no source", "p-chinese-share-43"),
    ("JAC, by the paper", "of output, Jan-May 2024", "p-jac-62-43"),
    ("Kostanay plant", "of output, Jan-Feb 2024", "f-kostanay-share-2024-2m"),
    ("JAC as a brand", "of output, Jan-Feb 2024", "f-jac-brand-share-2024-2m"),
    ("CKD", "of cars made, 2023", "f-cars-ckd-share-2023"),
    ("local content", "of parts, Phase 3, no source", "p-t5-p3-rate-43"),
)
#: Plans and plants: what, status, claim.
PLANS = (
    ("Kostanay, welding", "an official, about 2014", "f-kostanay-weld-25000"),
    ("Kostanay, painting", "an official, about 2014", "f-kostanay-paint-75000"),
    ("Kostanay, after the purchase", "planned for 2020", "f-kostanay-expansion-2020"),
    ("Kia line, Kostanay", "running since 2021", "f-kia-line-capacity-2021"),
    ("Kia line, by another page", "running in 2025", "f-kia-old-line-10000"),
    ("Hyundai, Almaty, first stage", "opened 2020", "f-hyundai-capacity-stage-1"),
    ("multi-brand plant, Almaty", "planned 2022", "f-ammkz-plan-90000"),
    ("the same, by the paper", "told as standing", "p-ammk-120k-42"),
    ("the same, at its start", "started 2025", "f-ammkz-capacity"),
    ("Kia Qazaqstan, Kostanay", "started 2025", "f-kia-qazaqstan-capacity"),
)
SCOPE_COLORS = {
    "all vehicles": COLORS["Kazakhstan"],
    "passenger cars": COLORS["policy"],
    "Kostanay plant": COLORS["Kostanay"],
}
HEDGES = {"more_than": "more than ", "at_least": "at least ", "about": "about "}


def early_2024() -> pd.DataFrame:
    """Return the vehicles of January and February 2024: rows to compare, columns to stack."""
    brands = {brand: number(name) for brand, name in KOSTANAY_BRANDS.items()}
    rows = {
        "country": {"in all": number("f-vehicles-produced-2024-2m")},
        "the paper's JAC,<br>two months' worth": {"in all": number("p-jac-35k-43") * 2 / 5},
        "Kostanay plant": {"in all": number("f-kostanay-output-2024-2m")},
        "four brands<br>made there": brands,
        "JAC": {"JAC": brands["JAC"]},
    }
    return pd.DataFrame.from_dict(rows, orient="index")[list(PART_COLORS)].fillna(0.0)


def early_2024_table() -> pd.DataFrame:
    """Return the same numbers as readers see them, with the claims behind them."""
    rows = [
        ("country", number("f-vehicles-produced-2024-2m"), "f-vehicles-produced-2024-2m"),
        ("the paper's JAC, two months' worth of it", number("p-jac-35k-43") * 2 / 5,
         "p-jac-35k-43"),
        ("Kostanay plant", number("f-kostanay-output-2024-2m"), "f-kostanay-output-2024-2m"),
        *((f"brand {brand}", number(name), name) for brand, name in KOSTANAY_BRANDS.items()),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "vehicles", "claim"])


def solved() -> pd.DataFrame:
    """Return the ways to read "35,000 by JAC, 62 percent": who, what it gives for five months."""
    country = number("f-vehicles-produced-2024-2m")
    cars = number("f-cars-produced-2024-h1") - number("f-cars-produced-2024-06")
    share = number("f-cars-produced-2024-2m") / country
    plant, brand = number("f-kostanay-output-2024-2m"), number("f-jac-brand-output-2024-2m")
    made, part = number("p-jac-35k-43"), number("p-jac-62-43")
    counted = number("f-jac-output-2024-h1")
    rows = [
        ("country: 35,000 / 0.62", _hundreds(made / part * 100), ""),
        ("country: other counts", _hundreds(cars / share), ""),
        ("JAC as a brand, at its pace", _hundreds(brand * 5 / 2), f"{100 * brand / country:.0f}"),
        ("JAC as a brand, six months' count", f"at most {counted:,.0f}",
         f"at most {100 * counted / (made / part * 100):.0f}"),
        ("Kostanay plant, at its pace", _hundreds(plant * 5 / 2), f"{100 * plant / country:.0f}"),
        ("the paper's JAC", f"more than {made:,.0f}", f"more than {part:.0f}"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["reading", "vehicles in five months", "percent"])


def _hundreds(value: float) -> str:
    return f"about {round(value, -2):,.0f}"


def output_by_scope() -> pd.DataFrame:
    """Return yearly output from 2018 on as `charts.lines.lines_over_time` draws it."""
    country = data.load("kz_vehicle_production_annual")
    country = country.assign(year=country["period"].astype(int), series=country["scope"])
    country = country[country["basis"] == "reported"]
    plants = data.load("plant_output")
    whole = plants["period"].str.fullmatch(r"\d{4}") & (plants["city"] == "Kostanay")
    kostanay = plants[whole].assign(series="Kostanay plant")
    kostanay = kostanay.assign(year=kostanay["period"].astype(int))
    columns = ["series", "year", "units", "qualifier", "basis", "claim"]
    rows = pd.concat([country[columns], kostanay[columns]])
    return rows[rows["year"] >= 2018].sort_values(["series", "year"]).reset_index(drop=True)


def output_lines(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the counts with a gap for each year that nobody counted or that has only a floor."""
    years = range(int(rows["year"].min()), int(rows["year"].max()) + 1)
    grid = pd.MultiIndex.from_product([rows["series"].unique(), years], names=["series", "x"])
    counts = rows[rows["qualifier"] != "more_than"].set_index(["series", "year"])["units"]
    values = counts.rename_axis(["series", "x"]).astype(float)
    return values.reindex(grid).rename("y").reset_index()


def output_floors(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the years of which it is only known that more was made."""
    floors = rows[rows["qualifier"] == "more_than"]
    return floors.rename(columns={"year": "x", "units": "y"})[["series", "x", "y"]]


def output_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return yearly output as readers see it."""
    return pd.DataFrame(
        {
            "what": rows["series"],
            "year": rows["year"].astype(str),
            "hedge": rows["qualifier"].str.replace("_", " "),
            "vehicles": rows["units"],
            "basis": rows["basis"],
            "claim": rows["claim"],
        }
    )


def entries() -> pd.DataFrame:
    """Return entries, visits, plants and plans as `charts.spans.spans` draws them."""
    book, rows = ledger(), []
    for label, kind, name in ENTRIES:
        claim = book.claim(name)
        period = Period.parse(claim.period)
        rows.append(
            {
                "row": label, "series": kind, "basis": "reported", "start": str(period.start),
                "end": str(period.end), "text": f"{label}: {period.words()}",
                "when": period.words(), "says": claim.statement, "claim": name,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def entries_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the entries as readers see them."""
    return rows[["when", "series", "says", "claim"]].rename(columns={"series": "kind"})


def brand_tree() -> pd.DataFrame:
    """Return the parent of each brand in the paper's list: one row a parent."""
    parents: dict[str, list[str]] = {}
    for brand, (parent, _) in BRANDS.items():
        parents.setdefault(parent, []).append(brand)
    names = [", ".join(brands) for brands in parents.values()]
    counts = [len(brands) for brands in parents.values()]
    return pd.DataFrame({"parent": list(parents), "brands": names, "count": counts})


def plans() -> pd.DataFrame:
    """Return claimed capacities with their status; no number is an output."""
    book = ledger()
    claims = [book.claim(name) for *_, name in PLANS]
    return pd.DataFrame(
        {
            "plant or line": [what for what, *_ in PLANS],
            "vehicles a year": [
                f"{HEDGES.get(c.qualifier, '')}{float(c.value):,.0f}" for c in claims
            ],
            "status": [status for _, status, _ in PLANS],
            "who says so": [book.source_of(c.id).publisher.split(" citing")[0] for c in claims],
        }
    )


def projects() -> pd.DataFrame:
    """Return projects without a capacity, each with its status by the paper."""
    rows = [
        ("Chery park", "memorandum, 2023", "equity, start", "p-chery-park-43 p-chery-memo-43"),
        ("ten parts projects", "under way", "names, firms", "p-component-projects-42"),
        ("seats, multimedia", "expected by 2025", "maker", "p-seats-multimedia-43"),
        ("electric-car plant", "talks", "parties, place", "p-kz-ev-plant-talks-31"),
    ]
    return pd.DataFrame(rows, columns=["project", "status", "not told", "claim"])


def byd_reasons() -> pd.DataFrame:
    """Return the reasons named for BYD's delay and what each rests on."""
    rows = [
        ("few fast chargers", "about a hundred state-built stations", "p-byd-charging-42"),
        ("grid rules unsure", "a press title of February 2025", "p-byd-grid-42"),
        ("technical rules", "nothing named", "p-byd-homologation-42"),
        ("price", "no price given", "p-byd-price-42"),
        ("others came first", "Almaty plant 2025; Allur's ran", "p-byd-early-movers-42"),
    ]
    return pd.DataFrame(rows, columns=["reason", "evidence at hand", "claim"])


def shares() -> pd.DataFrame:
    """Return percentages with their bases as `charts.bounds.bounds` draws them."""
    book, rows = ledger(), []
    for what, base, name in SHARES:
        claim = book.claim(name)
        low = float(claim.low or claim.value)
        high = 100.0 if claim.qualifier == "more_than" else float(claim.high or claim.value)
        rows.append(
            {
                "row": f"{what},<br>{base.split(',')[0]}", "low": low, "high": high,
                "text": f"{what}, {base}: {low:g}{f' to {high:g}' if high > low else ''} percent",
                "color": COLORS["policy" if "output" in base else "Kazakhstan"],
                "what": what, "base": base, "claim": name,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def shares_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the same percentages as readers see them."""
    columns = ["what", "base", "low", "high", "claim"]
    return rows[columns].rename(columns={"low": "from, percent", "high": "to, percent"})


def table3() -> pd.DataFrame:
    """Return the paper's Table 3, rebuilt from its text by the main scheme of years."""
    rows = [
        ("1", "2014-2017", "export and assembly of kits", "agreement 2014, plant 2016"),
        ("2", "2018-2021", "technology partnership", "51 percent 2019, move to CKD"),
        ("3", "2022-2024", "localization, joint ventures", "memoranda 2022, park 2023"),
    ]
    return pd.DataFrame(rows, columns=["phase", "period", "mode", "key events"])


def table5() -> pd.DataFrame:
    """Return the paper's Table 5, rebuilt from the paragraph on it; its years are its own."""
    cells = {
        "Phase 1": ("2014-2016", "whole cars exported", "below 5 %", "mostly unskilled",
                    "not stated"),
        "Phase 2": ("2016-2019", "licence (SKD)", "15 %", "skilled workers appear",
                    "modest, in process"),
        "Phase 3": ("2019-", "full process, joint R&D", "35 %", "engineering teams",
                    "products adapted"),
    }  # fmt: skip
    rows = ["period", "modality", "localization", "workforce", "innovation"]
    return pd.DataFrame(cells, index=pd.Index(rows))


def density() -> float:
    """Return vehicles for a thousand people: early 2025 over the people of mid-2024."""
    people = data.load("population").set_index(["iso3", "year"])["population"]
    return per_thousand(number("p-kz-registered-vehicles-intro") * 1e6, people.loc[("KAZ", 2024)])


def duty_by_day(price: float, rate: float) -> pd.DataFrame:
    """Return the duty on an electric car on four days, by the paper and with the quota.

    Parameters
    ----------
    price, rate
        Customs value in dollars and duty in percent: assumptions of the reader.
    """
    paper, quota = (
        Period.parse(ledger().claim(name).period).end
        for name in ("p-kz-ev-zero-duty-31", "f-ev-quota-used-up")
    )
    if paper is None or quota is None:
        raise ValueError("expected the last free day and the day of the quota; found none")
    days = [date(2025, 10, 13), quota, paper, date(2026, 1, 1)]

    def due(day: date, used_up: date | None = None) -> float:
        return duty(day, last_free=paper, price=price, rate=rate, used_up=used_up)

    return pd.DataFrame(
        {
            "day": [f"{day:%Y-%m-%d}" for day in days],
            "by the paper": [due(day) for day in days],
            "with the quota": [due(day, quota) for day in days],
        }
    )
