"""The explorers of chapter 2: local content by the bill of materials, and landed cost."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.kits import RUNGS, local_content
from casebook.models.landed_cost import COMPONENTS, landed_cost

#: In this order parts come home in the explorer, the simple ones first.
PARTS = ("seats", "multimedia system", "glass", "wheels and tires", "battery", "gearbox")
BASES = {
    "of all cost": "cost",
    "of all parts": "parts",
    "of all parts,<br>welded body counted": "parts with body",
}
WAYS = {"CBU": "import", "SKD": "bolted kit", "CKD": "welded kit"}
COMPONENT_COLORS = ("#767676", "#b0b0b0", COLORS["Oskemen"], COLORS["policy"], COLORS["Kostanay"])


def content(bill: pd.DataFrame) -> Explorer:
    """Return the calculator of local content: a rung and the number of parts made at home."""
    chart = figure(height=300, showlegend=False, margin={"l": 150, "r": 24, "t": 16, "b": 48})
    chart.add_bar(
        y=list(BASES),
        orientation="h",
        marker_color=COLORS["Kostanay"],
        hovertemplate="%{x:.0f} percent<extra></extra>",
    )
    chart.update_xaxes(title_text="percent (invented car)", range=[0, 60], showgrid=True)

    def model(rung: float, parts: float) -> Answer:
        name, made = list(RUNGS)[int(rung)], PARTS[: int(parts)]
        shares = [local_content(bill, name, made, basis=basis) for basis in BASES.values()]
        texts = " or ".join(f"{share:.0f}" for share in dict.fromkeys(shares))
        parts_text = ", ".join(made) or "no part"
        return [
            shares
        ], f"{name} with {parts_text} made at home: {texts} percent, by the rule of counting."

    controls = [
        Control("rung", "rung", range(1, len(RUNGS)), 2, names=list(RUNGS)[1:]),
        Control(
            "parts", "parts made at home", range(len(PARTS) + 1), 0, names=["none", *PARTS_WORDS]
        ),
    ]
    return Explorer.make(chart, controls, model, axis="x")


PARTS_WORDS = [f"{part}" if n == 0 else f"+ {part}" for n, part in enumerate(PARTS)]


def cost(
    bill: pd.DataFrame,
    *,
    freight: Mapping[str, float],
    home_tenge: float,
    plants: Mapping[str, float],
) -> Explorer:
    """Return the calculator of landed cost: duty, exchange rate and cars a year.

    Parameters
    ----------
    bill
        The bill of materials, invented dollars.
    freight, plants
        Dollars a car, and dollars in the plant, by rung.
    home_tenge
        What a dollar's worth of work costs at home, tenge.
    """
    chart = figure(height=420, barmode="stack", legend={"traceorder": "normal"})
    for component, color in zip(COMPONENTS, COMPONENT_COLORS, strict=True):
        chart.add_bar(
            x=list(WAYS.values()),
            name=component,
            marker_color=color,
            hovertemplate="%{y:.2f} m tenge<extra>" + component + "</extra>",
        )
    chart.update_yaxes(title_text="million tenge (invented car)", range=[0, 8])

    def model(duty: float, rate: float, cars: float) -> Answer:
        found = {
            rung: landed_cost(
                bill, rung, tenge_per_dollar=rate, duty=duty if rung == "CBU" else 0.0,
                freight=freight[rung], home_tenge=home_tenge, plant=plants[rung], cars=cars,
            ) / 1e6
            for rung in WAYS
        }  # fmt: skip
        numbers = [[float(found[rung][part]) for rung in WAYS] for part in COMPONENTS]
        totals = {rung: float(amounts.sum()) for rung, amounts in found.items()}
        cheapest = min(totals, key=lambda rung: totals[rung])
        texts = ", ".join(f"{rung} {total:.2f}" for rung, total in totals.items())
        return numbers, f"In million tenge a car: {texts}. Cheapest: {cheapest}."

    controls = [
        Control(
            "duty", "duty on finished cars", (0, 5, 10, 15, 20, 25, 30, 35, 40), 30, " percent"
        ),
        Control(
            "rate",
            "exchange rate",
            (150, 200, 250, 300, 350, 400, 450, 500),
            150,
            " tenge a dollar",
        ),
        Control("cars", "cars a year", (2500, 5000, 10000, 20000, 50000), 10000),
    ]
    return Explorer.make(chart, controls, model)
