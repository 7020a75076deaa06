"""The explorer of chapter 6: how many state purchases a rule can have moved to home-made cars."""

from __future__ import annotations

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.procurement import demand

YEARS = (2018, 2019, 2020, 2021, 2022)
#: Part of each year in which the rule is in force, and part of its purchases that the state makes.
#: The decree is taken to run from August 2019 to July 2021; the moratorium to cut purchases to a
#: third, as in 2020, for three years from June of that year.
FULL = (1.0, 1.0, 1.0, 1.0, 1.0)
DECREE = (0.0, 5 / 12, 1.0, 7 / 12, 0.0)
SETTINGS = {
    "no rule": ((0.0, 0.0, 0.0, 0.0, 0.0), FULL),
    "two years": (DECREE, FULL),
    "two years and the moratorium": (DECREE, (1.0, 1.0, 1 / 3, 1 / 3, 1 / 3)),
    "without end": ((0.0, 5 / 12, 1.0, 1.0, 1.0), FULL),
}
PARTS = {
    "home-made anyway": COLORS["Kostanay"],
    "moved by the rule": COLORS["policy"],
    "still imported": COLORS["Kazakhstan"],
}


def moved_demand() -> Explorer:
    """Return the explorer: market, state share, imports before the rule, and the rule itself."""
    chart = figure(height=400, barmode="stack", legend={"traceorder": "normal"})
    for part, color in PARTS.items():
        chart.add_bar(
            x=[str(year) for year in YEARS], name=part, marker_color=color,
            hovertemplate="%{x}: %{y:,.0f}<extra>" + part + "</extra>",
        )  # fmt: skip
    chart.update_xaxes(title_text="year", type="category")
    chart.update_yaxes(title_text="cars the state buys (assumed)", range=[0, 11_000])

    def model(market: float, state: float, foreign: float, rule: float) -> Answer:
        in_force, bought = list(SETTINGS.values())[int(rule)]
        years = [
            demand(market, state, foreign, rule=part, bought=made)
            for part, made in zip(in_force, bought, strict=True)
        ]
        numbers = [[year[part] for year in years] for part in PARTS]
        moved, total = sum(numbers[1]), sum(map(sum, numbers))
        share = 100 * moved / (market * len(YEARS))
        return numbers, (
            f"Moved by the rule in five years: {moved:,.0f} of {total:,.0f} cars that the state "
            f"buys, or {share:.2f} percent of the market."
        )

    controls = [
        Control("market", "market, cars a year", (40_000, 60_000, 90_000), 60_000),
        Control("state", "share the state buys", (3, 5, 7, 10, 12), 7, " percent"),
        Control(
            "foreign", "imports in it before the rule", (1, 3, 5, 12, 30, 60), 3, " percent"
        ),
        Control("rule", "rule", range(len(SETTINGS)), 1, names=list(SETTINGS)),
    ]  # fmt: skip
    return Explorer.make(chart, controls, model)
