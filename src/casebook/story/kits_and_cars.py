"""The tables of chapter 2: the kit ladder, an invented car, and the meanings of localization."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from casebook import data
from casebook.ledger import ledger
from casebook.models.customs import route_duty
from casebook.models.kits import RUNGS, STEPS, local_content, steps_at_home
from casebook.models.landed_cost import landed_cost
from casebook.story.ledger_tables import number

#: Our assumptions for the invented car, beside its bill of materials. Freight in dollars a car.
FREIGHT: Mapping[str, float] = MappingProxyType({"CBU": 1200.0, "SKD": 700.0, "CKD": 700.0})
#: What a dollar's worth of work costs at home: twice what it cost abroad at 150 tenge a dollar.
HOME_TENGE = 300.0
#: Money in a plant that only bolts, dollars: invented. Deeper plants: what Asia Auto announced.
SCREWDRIVER_PLANT = 10e6

#: Readings of the three measures that go by the name of localization, and the few words for each.
MEASURES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "share of sales": {
            "2015, paper": "p-kz-home-share-2015-33",
            "2019, paper": "p-kz-home-share-2019-33",
            "2024, paper": "p-kz-home-share-2024-33",
        },
        "local content": {
            "2014, official": "f-localisation-now-2014",
            "Phase 1, Table 5": "p-t5-p1-rate-43",
            "to 2021, paper": "p-localization-15-42",
            "Phase 3, Table 5": "p-t5-p3-rate-43",
            "Kia line 2021": "f-kia-line-localisation-2021",
        },
        "process depth": {
            "CKD of 2023": "f-cars-ckd-share-2023",
            "CKD 2024, press": "f-ckd-share-2024-kursiv",
            "CKD 2024, ministry": "f-ckd-share-2024",
        },
    }
)
MEASURE_COLORS = {
    "share of sales": "#009e73",
    "local content": "#0072b2",
    "process depth": "#d55e00",
}


def car() -> pd.DataFrame:
    """Return the bill of materials of the invented car, values in invented dollars."""
    return data.load("invented_car")


def plant_money() -> dict[str, float]:
    """Return what stands in the plant on each rung, dollars; the deeper plant is a claim."""
    announced = number("n-investment-announced") * 1e6
    return {"CBU": 0.0, "SKD": SCREWDRIVER_PLANT, "CKD": announced}


def rungs_table(bill: pd.DataFrame) -> pd.DataFrame:
    """Return the work of each rung: steps at home, their invented value and training."""
    work = bill[bill["kind"] == "work"].set_index("made_in")
    done = {rung: [s for s in STEPS if s in steps_at_home(rung)] for rung in RUNGS}
    return pd.DataFrame(
        {
            "rung": list(RUNGS),
            "steps at home": [", ".join(steps) or "none" for steps in done.values()],
            "work at home, invented dollars": [
                work["value"].reindex(steps).sum() for steps in done.values()
            ],
            "weeks of training, invented": [
                work["training_weeks"].reindex(steps).sum() for steps in done.values()
            ],
        }
    )


def content_by_rung(bill: pd.DataFrame) -> pd.DataFrame:
    """Return local content in percent: one row a rung, one column a rule."""
    bases = ("cost", "parts", "parts with body")
    cells = {b: [local_content(bill, rung, basis=b) for rung in RUNGS] for b in bases}
    return pd.DataFrame(cells, index=pd.Index(list(RUNGS), name="rung"))


def three_measures() -> pd.DataFrame:
    """Return the readings of the three measures as `charts.bounds.bounds` draws them."""
    book, rows = ledger(), []
    for measure, readings in MEASURES.items():
        for words, name in readings.items():
            claim = book.claim(name)
            value = float(claim.value)
            below = claim.qualifier == "less_than"
            rows.append(
                {
                    "row": f"{measure}:<br>{words}",
                    "low": 0.0 if below else value,
                    "high": value,
                    "text": f"{measure}, {words}: {'below ' if below else ''}{value:g} percent",
                    "color": MEASURE_COLORS[measure],
                    "claim": name,
                }
            )
    return pd.DataFrame(rows)


def three_measures_table(points: pd.DataFrame) -> pd.DataFrame:
    """Return the same readings as a reader sees them."""
    book = ledger()
    parts = points["row"].str.split(":<br>", n=1, expand=True)
    return pd.DataFrame(
        {
            "measure": parts[0],
            "reading": parts[1],
            "percent": points["high"],
            "hedge": [book.claim(name).qualifier.replace("_", " ") for name in points["claim"]],
            "claim": points["claim"],
        }
    )


def routes(bill: pd.DataFrame, external_duty: float, needed: float) -> pd.DataFrame:
    """Return the duty on the invented car from Kazakhstan, by rung and destination.

    What a country outside the union takes is its own matter and is not reckoned.

    Parameters
    ----------
    bill
        The bill of materials.
    external_duty
        The union's duty on cars from outside, percent.
    needed
        The local content that makes a car a home-made one, percent: an assumption of the reader.
    """
    members = ("Kazakhstan", "Russia", "Belarus", "Armenia", "Kyrgyzstan")
    targets = ("Russia", "Kyrgyzstan", "Uzbekistan")
    cells: dict[str, list[float | str]] = {
        f"to {target}": [
            "its own rate" if target not in members else route_duty(
                "Kazakhstan", target, members=members, external_duty=external_duty,
                local_content=local_content(bill, rung), content_needed=needed,
            )
            for rung in RUNGS
        ]
        for target in targets
    }  # fmt: skip
    return pd.DataFrame(cells, index=pd.Index(list(RUNGS), name="rung"))


def foreign_share(
    bill: pd.DataFrame, *, tenge_per_dollar: float, duty: float, cars: float
) -> pd.Series:
    """Return the part of landed cost, duty left out, that is paid in foreign money, in percent."""
    money, shares = plant_money(), {}
    for rung, freight in FREIGHT.items():
        cost = landed_cost(
            bill, rung, tenge_per_dollar=tenge_per_dollar, duty=duty if rung == "CBU" else 0.0,
            freight=freight, home_tenge=HOME_TENGE, plant=money[rung], cars=cars,
        )  # fmt: skip
        abroad = cost.drop(["duty", "work at home"]).sum()
        shares[rung] = 100 * abroad / cost.drop("duty").sum()
    return pd.Series(shares, name="percent in foreign money")
