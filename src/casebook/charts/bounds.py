"""Amounts known as a figure, a floor, a ceiling or a range."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure


def bounds(frame: pd.DataFrame, *, x_title: str, color: str = "", height: int = 0) -> go.Figure:
    """Draw one row an amount: a point if stated, an arrow where it may be more or less.

    Parameters
    ----------
    frame
        `row` (label), `low`, `high` (NaN: no bound on that side), `text` (shown on pointing) and,
        if wanted, `color` and `basis` (invented amounts are dotted and hollow).
    x_title
        What the amounts are, with the unit, in lower case.
    """
    chart = figure(height=height or 110 + 38 * len(frame), showlegend=False)
    most = max(frame["low"].max(), frame["high"].max())
    for cells in frame.to_dict("records"):
        low, high = cells["low"], cells["high"]
        tint = cells.get("color") or color or COLORS["Kazakhstan"]
        open_low, open_high = pd.isna(low), pd.isna(high)
        start, end = (0 if open_low else low), (most * 1.15 if open_high else high)
        invented = cells.get("basis") == "invented"
        end_mark = "circle-open" if invented else "circle"
        symbols = [
            "triangle-left" if open_low else end_mark,
            "triangle-right" if open_high else end_mark,
        ]
        dash = "dot" if invented else "dash" if open_low or open_high else "solid"
        chart.add_scatter(
            x=[start, end], y=[cells["row"]] * 2, mode="lines+markers",
            line={"color": tint, "width": 4, "dash": dash},
            marker={"size": 11, "symbol": symbols, "color": tint}, text=[cells["text"]] * 2,
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    rows = list(dict.fromkeys(frame["row"]))
    chart.update_yaxes(categoryorder="array", categoryarray=rows[::-1])
    return chart.update_xaxes(title_text=x_title, showgrid=True, rangemode="tozero")
