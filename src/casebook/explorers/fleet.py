"""The explorer of chapter 18: from the share of welded cars to average local content."""

from __future__ import annotations

import pandas as pd

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.explorers.kits import BASES, PARTS, PARTS_WORDS
from casebook.models.capability import fleet_content

#: Shares of cars from CKD kits: none, that of 2023, rounder ones, all.
SHARES = (0.0, 9.7, 20.0, 35.0, 50.0, 75.0, 100.0)
BARS = ("bolted cars", "welded cars", "all cars")
BAR_COLORS = (COLORS["Kazakhstan"], COLORS["Kostanay"], COLORS["policy"])
WHERE = ("in welded cars only", "in all cars")


def content(bill: pd.DataFrame, levels: tuple[float, ...]) -> Explorer:
    """Return the calculator: share of welded cars, parts made at home, where, rule of counting.

    Parameters
    ----------
    bill
        The bill of materials of the invented car.
    levels
        Percentages of local content to draw as level lines.
    """
    chart = figure(height=380, showlegend=False)
    chart.add_bar(
        x=list(BARS), marker_color=list(BAR_COLORS),
        hovertemplate="%{x}: %{y:.1f} percent<extra></extra>",
    )  # fmt: skip
    for level in levels:
        chart.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=level, y1=level,
            line={"color": COLORS["Oskemen"], "width": 1.5, "dash": "dash"},
        )  # fmt: skip
        chart.add_annotation(
            x=1, xref="paper", y=level, text=f"{level:g}", showarrow=False, xanchor="right",
            yanchor="bottom", font={"size": 12},
        )  # fmt: skip
    chart.update_yaxes(title_text="local content, percent (invented car)", range=[0, 50])
    rules = list(BASES.items())

    def model(welded: float, parts: float, where: float, rule: float) -> Answer:
        name, basis = rules[int(rule)]
        made = PARTS[: int(parts)]
        found = fleet_content(bill, welded, made, in_bolted=bool(where), basis=basis)
        over = [f"{level:g}" for level in levels if found["average"] >= level]
        reached = f"reaches {', '.join(over)}" if over else f"is below {levels[0]:g}"
        return [list(found.values())], (
            f"With {welded:g} percent of the cars welded, counted {name.replace('<br>', ' ')}, the "
            f"average is {found['average']:.1f} percent and {reached}."
        )

    controls = [
        Control("welded", "cars from CKD kits", SHARES, 9.7, " percent"),
        Control("parts", "parts made at home", range(len(PARTS) + 1), 2,
                names=["none", *PARTS_WORDS]),
        Control("where", "these parts are", (0, 1), 0, names=list(WHERE)),
        Control("rule", "counted", range(len(rules)), 0,
                names=[name.replace("<br>", " ") for name in BASES]),
    ]  # fmt: skip
    return Explorer.make(chart, controls, model)
