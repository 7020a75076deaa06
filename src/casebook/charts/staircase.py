"""Steps over time: on which rung or in which mode a thing stood in which years."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, DASH, figure


def staircase(
    frame: pd.DataFrame, steps: Mapping[str, float], *, colors: Mapping[str, str] | None = None,
    height: int = 400,
) -> go.Figure:  # fmt: skip
    """Draw one path a series; dashed where its dates or its step are inferred.

    Parameters
    ----------
    frame
        `series`, `start`, `end` (years), `step` (a key of `steps`) and `basis` (a key of `DASH`).
    steps
        Name and height of each step, from the lowest; those with a fraction lie between two steps
        and have no line of their own.
    colors
        Colour of each series; plants and actors have theirs in `COLORS`.
    """
    chart = figure(height=height)
    palette = {**COLORS, **(colors or {})}
    count = frame["series"].nunique()
    for number, (series, group) in enumerate(frame.groupby("series", sort=False)):
        shift = 0.12 * (number - (count - 1) / 2)
        rows = group.sort_values("start").to_dict("records")
        for place, row in enumerate(rows):
            level = steps[row["step"]] + shift
            chart.add_scatter(
                x=[row["start"], row["end"]], y=[level, level], mode="lines", name=str(series),
                legendgroup=str(series), showlegend=place == 0,
                line={"color": palette[str(series)], "width": 5, "dash": DASH[row["basis"]]},
                hovertemplate=f"{row['step']}, {row['basis']}<extra>{series}</extra>",
            )  # fmt: skip
        chart.add_scatter(
            x=[row["start"] for row in rows for _ in (0, 1)][1:],
            y=[steps[row["step"]] + shift for row in rows for _ in (0, 1)][:-1],
            mode="lines", legendgroup=str(series), showlegend=False, hoverinfo="skip",
            line={"color": palette[str(series)], "width": 1, "dash": "dot"},
        )  # fmt: skip
    named = {name: level for name, level in steps.items() if level == int(level)}
    first, last = int(frame["start"].min()), int(frame["end"].max())
    chart.update_xaxes(title_text="year", dtick=1, tickformat="d", range=[first - 0.2, last + 0.2])
    return chart.update_yaxes(
        tickvals=list(named.values()), ticktext=list(named),
        range=[min(named.values()) - 0.6, max(named.values()) + 0.6],
    )  # fmt: skip
