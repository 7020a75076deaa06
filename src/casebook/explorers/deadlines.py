"""The explorer of chapter 7: a deadline, its credibility, and the cost of a paint shop."""

from __future__ import annotations

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.conditional_support import courses, needed_credibility

#: Invented: what the support is worth to the firm, million dollars a year, and how far it looks.
BENEFIT, HORIZON, DISCOUNT = 20.0, 10, 0.10
COSTS = (20.0, 40.0, 60.0, 80.0, 100.0, 120.0)


def paint_shop() -> Explorer:
    """Return the explorer: worth of building now, at the deadline, or never."""
    chart = figure(height=280, showlegend=False, margin={"l": 130, "r": 24, "t": 16, "b": 48})
    chart.add_bar(
        y=["build now", "build at the<br>deadline", "never build"],
        orientation="h",
        marker_color=[COLORS["Kazakhstan"], COLORS["policy"], COLORS["Oskemen"]],
        hovertemplate="%{x:.0f} million<extra></extra>",
    )
    chart.update_yaxes(autorange="reversed")
    chart.update_xaxes(title_text="worth, million dollars (invented)", showgrid=True,
                       range=[0, 140])  # fmt: skip

    def model(deadline: float, credibility: float, cost: float) -> Answer:
        setting = {"benefit": BENEFIT, "cost": cost, "deadline": int(deadline)}
        rest = {"horizon": HORIZON, "discount": DISCOUNT}
        worth = courses(**setting, **rest, credibility=credibility / 100)  # type: ignore[arg-type]
        best = max(worth, key=lambda name: worth[name])
        needed = needed_credibility(**setting, **rest)  # type: ignore[arg-type]
        threshold = (
            "No chance is high enough to make it build." if needed is None
            else f"It builds if the chance is believed to be {100 * needed:.0f} percent or more."
        )  # fmt: skip
        return [list(worth.values())], f"Best for the firm: {best}. {threshold}"

    controls = [
        Control("deadline", "deadline", (1, 2, 3, 4, 5, 6, 7), 3, " years away"),
        Control(
            "credibility",
            "chance a year that the support ends after it",
            (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100),
            20,
            " percent",
        ),
        Control("cost", "cost of the shop", COSTS, 80.0, " million dollars"),
    ]
    return Explorer.make(chart, controls, model, axis="x")
