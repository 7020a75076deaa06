"""Bars that count things by two properties."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import figure


def stacked_bars(
    counts: pd.DataFrame, colors: dict[str, str], *, x_title: str, horizontal: bool = True,
    stacked: bool = True, height: int = 380,
) -> go.Figure:  # fmt: skip
    """Draw a table of counts: one bar a row, one part a column.

    Parameters
    ----------
    counts
        Index: the bars; columns: the parts; values: counts.
    colors
        Colour of each part.
    stacked
        Whether the parts stand on each other; else they stand side by side.
    """
    chart = figure(height=height, barmode="stack" if stacked else "group")
    bars = [str(name) for name in counts.index]
    for part in counts.columns:
        values = counts[part].tolist()
        x, y = (values, bars) if horizontal else (bars, values)
        chart.add_bar(
            x=x, y=y, name=str(part), marker_color=colors[str(part)],
            orientation="h" if horizontal else "v",
            hovertemplate="%{y}: %{x}<extra>" + str(part) + "</extra>",
        )  # fmt: skip
    if horizontal:
        chart.update_yaxes(categoryorder="array", categoryarray=bars[::-1])
        chart.update_xaxes(title_text=x_title, showgrid=True, tickformat=",d")
    else:
        chart.update_yaxes(title_text=x_title)
        chart.update_xaxes(type="category")
    return chart
