"""Readings of one measure over time, as points over their own periods and never as one line."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure

_MARKS = {
    "the paper": ("diamond", 14, COLORS["policy"]),
    "other sources": ("circle", 8, COLORS["Kazakhstan"]),
}


def dots_over_time(
    points: pd.DataFrame, *, y_title: str, top: float = 80,
    marks: Mapping[str, tuple[str, int, str]] | None = None, hollow: str = "open question",
    years: int = 1,
) -> go.Figure:  # fmt: skip
    """Draw each reading in the middle of its period; a thin bar shows how long the period is.

    Hollow marks are readings with an open question (the year is a bound, the base is another or
    not stated, or the value was reckoned), or whatever else the chart says in `hollow`.

    Parameters
    ----------
    points
        `start`, `end` (years, with fractions), `share`, `low`, `high`, `where from` (the paper,
        other sources), `open` (bool) and `period` (text).
    y_title
        What the values are, with the unit, in lower case.
    top
        Upper end of the vertical axis.
    marks
        Symbol, size and colour for each value of `where from`, if it has others than the paper
        and other sources.
    hollow
        What the hollow marks are, in few words.
    years
        Years from one tick to the next.
    """
    chart, kinds = figure(height=460), marks or _MARKS
    ordered = points.sort_values(["where from", "open"], ascending=[False, True], kind="stable")
    for (where, is_open), group in ordered.groupby(["where from", "open"], sort=False):
        symbol, size, color = kinds[str(where)]
        half = (group["end"] - group["start"]) / 2
        chart.add_scatter(
            x=group["start"] + half, y=group["share"], mode="markers",
            name=f"{where}, {hollow}" if is_open else str(where),
            marker={
                "symbol": f"{symbol}-open" if is_open else symbol, "size": size, "color": color,
                "line": {"width": 2, "color": color},
            },
            error_x={"type": "data", "array": half, "thickness": 1, "width": 0, "color": color},
            error_y=_range(group, color),
            customdata=group["period"],
            hovertemplate="%{customdata}: %{y} percent<extra>" + str(where) + "</extra>",
        )  # fmt: skip
    first, last = int(points["start"].min()), int(points["end"].max())
    chart.update_xaxes(
        title_text="year",
        dtick=years,
        tickformat="d",
        range=[first, max(last, points["end"].max()) + 0.3],
    )
    return chart.update_yaxes(title_text=y_title, range=[0, top], dtick=10)


def _range(group: pd.DataFrame, color: str) -> dict[str, object]:
    """Return the vertical bars of the readings that are ranges."""
    return {
        "type": "data", "symmetric": False, "thickness": 1, "width": 4, "color": color,
        "array": (group["high"] - group["share"]).fillna(0),
        "arrayminus": (group["share"] - group["low"]).fillna(0),
    }  # fmt: skip
