"""The explorer of chapter 10: what a late brand loses, by an invented market."""

from __future__ import annotations

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.adoption import adoption

MONTHS = 60


def late_brand() -> Explorer:
    """Return two curves of cars on the road: the first brand and the late one."""
    chart = figure(height=380)
    for name, color in (("first brand", COLORS["Kazakhstan"]), ("late brand", COLORS["policy"])):
        chart.add_scatter(
            x=list(range(1, MONTHS + 1)), mode="lines", name=name,
            line={"color": color, "width": 3},
            hovertemplate="month %{x}: %{y:,.0f} cars<extra>" + name + "</extra>",
        )  # fmt: skip
    chart.update_xaxes(title_text="month (invented market)", range=[0, MONTHS])
    chart.update_yaxes(title_text="cars on the road, invented", range=[0, 6200])

    def model(entry: float, word: float, appeal: float) -> Answer:
        first, late = adoption(months=MONTHS, entry=int(entry), word_of_mouth=word, appeal=appeal)
        share = 100 * late[-1] / (first[-1] + late[-1])
        lead = f"Entry {entry:.0f} months late: the late brand has {share:.0f} percent of the cars"
        return [first, late], f"{lead} after {MONTHS} months."

    controls = [
        Control("entry", "months late", (3, 6, 12, 18, 24, 36), 18),
        Control("word", "weight of cars already seen", (0, 0.1, 0.5, 1), 0.1),
        Control("appeal", "appeal of the late brand, times", (1, 1.5, 2, 3), 1),
    ]
    return Explorer.make(chart, controls, model)
