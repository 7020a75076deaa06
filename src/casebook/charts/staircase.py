"""Steps over time: on which rung or in which mode a thing stood in which years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def shade(chart: go.Figure, start: float, end: float, text: str, *, y: float = 0.02) -> go.Figure:
    """Shade a stretch of the horizontal axis and say in a few words why; return the chart.

    Parameters
    ----------
    start, end
        Places on the horizontal axis.
    text
        A few words, in lower case.
    y
        Height of the words, from 0 (bottom) to 1 (top).
    """
    chart.add_shape(
        type="rect", x0=start, x1=end, y0=0, y1=1, yref="paper", layer="below",
        line={"width": 0}, fillcolor="rgba(184,134,11,0.16)",
    )  # fmt: skip
    chart.add_annotation(
        x=(start + end) / 2, y=y, yref="paper", text=text, showarrow=False, font={"size": 11}
    )
    return chart


def open_steps(
    frame: pd.DataFrame, steps: Sequence[str], *, colors: Mapping[str, str] | None = None,
    height: int = 400,
) -> go.Figure:  # fmt: skip
    """Draw each step that a year may have: filled if it is the only one, hollow among several.

    Parameters
    ----------
    frame
        `series`, `year`, `step` (one of `steps`) and `alone` (whether it is the year's only one).
    steps
        Names of the steps, from the lowest.
    colors
        Colour of each series; plants and actors have theirs in `COLORS`.
    """
    chart = figure(height=height)
    palette = {**COLORS, **(colors or {})}
    names = list(dict.fromkeys(frame["series"]))
    for number, series in enumerate(names):
        rows = frame[frame["series"] == series]
        shift = 0.28 * (number - (len(names) - 1) / 2)
        symbol = ("circle", "square", "diamond")[number % 3]
        chart.add_scatter(
            x=rows["year"].tolist(), y=[steps.index(step) - shift for step in rows["step"]],
            mode="markers", name=str(series),
            customdata=[
                [step, "the only one" if alone else "one of several"]
                for step, alone in zip(rows["step"], rows["alone"], strict=True)
            ],
            marker={
                "size": 11, "color": palette[str(series)], "line": {"width": 2},
                "symbol": [symbol if alone else f"{symbol}-open" for alone in rows["alone"]],
            },
            hovertemplate="%{x}: %{customdata[0]}, %{customdata[1]}<extra>" + str(series)
            + "</extra>",
        )  # fmt: skip
    chart.update_xaxes(title_text="year", dtick=2, tickformat="d")
    return chart.update_yaxes(
        tickvals=list(range(len(steps))), ticktext=list(steps), range=[-0.6, len(steps) - 0.4],
        zeroline=False,
    )  # fmt: skip
