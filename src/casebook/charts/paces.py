"""The change a year between readings at uneven distances: bars as wide as the time between."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import figure


def paces(frame: pd.DataFrame, colors: dict[str, str], *, y_title: str) -> go.Figure:
    """Draw one bar from reading to reading; its area is the whole change.

    Parameters
    ----------
    frame
        `start`, `end` (years), `pace` (change a year), `when` (a key of `colors`), `disputed`
        (bool; drawn hatched) and `text` (shown on pointing).
    colors
        Colour of each stretch of time, by its name.
    y_title
        What a year's change is, with the unit, in lower case.
    """
    chart = figure(height=400)
    for when, color in colors.items():
        for disputed, group in frame[frame["when"] == when].groupby("disputed"):
            chart.add_bar(
                x=((group["start"] + group["end"]) / 2).tolist(), y=group["pace"].tolist(),
                width=(group["end"] - group["start"] - 0.06).tolist(),
                name=f"{when}, disputed" if disputed else when,
                marker={
                    "color": "rgba(0,0,0,0)" if disputed else color,
                    "line": {"color": color, "width": 2},
                    "pattern": {"shape": "/" if disputed else "", "fgcolor": color},
                },
                text=[f"{value:+.0f}".replace("-", "−") for value in group["pace"]],
                textposition="outside", cliponaxis=False,
                customdata=group["text"].tolist(), hovertemplate="%{customdata}<extra></extra>",
            )  # fmt: skip
    first, last = int(frame["start"].min()), int(frame["end"].max())
    chart.update_xaxes(
        title_text="year", dtick=2, tick0=first, tickformat="d", range=[first - 0.3, last + 0.3]
    )
    return chart.update_yaxes(title_text=y_title, zeroline=True)
