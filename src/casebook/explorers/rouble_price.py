"""What a car priced in roubles and one put together in Oskemen cost in tenge."""

from __future__ import annotations

import pandas as pd

from casebook.charts.lines import lines_over_time
from casebook.charts.style import COLORS
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.exchange_rates import index_to, kit_car_cost
from casebook.story.the_squeeze import rates

RUSSIAN, HOME = "car from Russia", "car put together in Oskemen"
UNIT = " percent"
#: The month that the sentence below the chart speaks of.
SPOKEN = "2015-01"


def rouble_price() -> Explorer:
    """Return the explorer; every share that its sliders set is invented."""
    table = rates()
    months = table["month"].tolist()
    bases = {1: months.index("2014-01"), 7: months.index("2014-07")}
    at = months.index(SPOKEN)

    def model(rise: float, kit: float, roubles: float, base: float) -> Answer:
        start = bases[int(base)]
        dollar = index_to(table["dollar"], float(table["dollar"].iloc[start]))
        rouble = index_to(table["rouble"], float(table["rouble"].iloc[start]))
        # The rouble price rises evenly over the three years.
        steps = [1 + rise / 100 * place / (len(months) - 1) for place in range(len(months))]
        russian = [value * step for value, step in zip(rouble, steps, strict=True)]
        home = [
            kit_car_cost(d, r, kit / 100, roubles / 100)
            for d, r in zip(dollar, russian, strict=True)
        ]
        words = (
            f"In January 2015 the car from Russia stands at {russian[at]:.0f}, the one put "
            f"together in Oskemen at {home[at]:.0f}; at the end of 2016 at {russian[-1]:.0f} "
            f"and {home[-1]:.0f}."
        )
        return [russian, home], words

    frame = pd.DataFrame(
        {
            "series": [name for name in (RUSSIAN, HOME) for _ in months],
            "x": [f"{month}-01" for month in months] * 2,
            "y": 100.0,
            "basis": "assumed",
        }
    )
    colors = {RUSSIAN: COLORS["Russia"], HOME: COLORS["Oskemen"]}
    chart = lines_over_time(
        frame, y_title="cost in tenge, index (shares invented)", colors=colors, x_title="month"
    )
    chart.update_yaxes(range=[0, 260])
    controls = [
        Control("rise", "rise of rouble prices by 2017 (invented)", [0, 10, 20, 30, 40], 0, UNIT),
        Control("kit", "kit's share of the cost (invented)", [50, 70, 90], 70, UNIT),
        Control("roubles", "kit paid in roubles (invented)", [0, 25, 50, 75, 100], 0, UNIT),
        Control("base", "month of 2014 that counts as 100", [1, 7], 1),
    ]
    return Explorer.make(chart, controls, model)
