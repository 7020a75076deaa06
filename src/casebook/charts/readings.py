"""A conflict as a picture: every reading as a point, the preferred one filled, none averaged."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure

MARKS = {
    "preferred": {"symbol": "circle", "size": 12, "color": COLORS["policy"]},
    "normal": {"symbol": "circle-open", "size": 11, "color": COLORS["Kazakhstan"]},
    "deprecated": {"symbol": "x-thin-open", "size": 11, "color": COLORS["Oskemen"]},
}


def readings_of_conflict(
    readings: pd.DataFrame, *, x_title: str, height: int = 380,
    log: tuple[float, float] | None = None,
) -> go.Figure:  # fmt: skip
    """Draw the readings of one conflict along their values.

    Parameters
    ----------
    readings
        `says` (label on the vertical axis), `value`, `rank`, and where known `low` and `high`.
    x_title
        What the values are, with the unit, in lower case.
    log
        Powers of ten between which to draw a logarithmic axis, for readings that differ by
        factors; by default the axis is even.
    """
    chart = figure(height=height)
    for rank, mark in MARKS.items():
        group = readings[readings["rank"] == rank]
        if group.empty:
            continue
        errors = {}
        if group[["low", "high"]].notna().any(axis=None):
            plus, minus = group["high"] - group["value"], group["value"] - group["low"]
            errors = {
                "type": "data", "symmetric": False, "array": plus.fillna(0),
                "arrayminus": minus.fillna(0),
            }  # fmt: skip
        chart.add_scatter(
            x=group["value"], y=group["says"], mode="markers", name=rank, error_x=errors,
            marker={**mark, "line": {"width": 2}},
            hovertemplate="%{y}: %{x}<extra></extra>",
        )  # fmt: skip
    chart.update_xaxes(title_text=x_title, showgrid=True)
    if log:
        chart.update_xaxes(type="log", range=log, dtick=1, tickformat=",d")
    order = list(dict.fromkeys(readings["says"]))[::-1]
    chart.update_yaxes(categoryorder="array", categoryarray=order)
    return chart
