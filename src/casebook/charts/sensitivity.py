"""What a model's answer hangs on: one input at a time (tornado) and two at a time (surface)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure

#: More columns than this keep the ticks that Plotly chooses.
MOST_TICKS = 8


def tornado(frame: pd.DataFrame, *, base: float, x_title: str) -> go.Figure:
    """Draw the answer at the low and at the high end of each input, widest first.

    Parameters
    ----------
    frame
        `input` (label), `at_low`, `at_high` (answers), `low`, `high` (text of the ends).
    base
        The answer with every input at its middle.
    """
    order = (frame["at_high"] - frame["at_low"]).abs().sort_values(kind="stable").index
    rows = frame.loc[order]
    chart = figure(height=110 + 36 * len(rows), barmode="overlay")
    for end, color in (("low", COLORS["Kostanay"]), ("high", COLORS["Oskemen"])):
        chart.add_bar(
            y=rows["input"].tolist(), x=(rows[f"at_{end}"] - base).tolist(),
            base=[base] * len(rows), orientation="h", marker_color=color, name=f"at its {end} end",
            text=rows[end].tolist(), textposition="auto", insidetextanchor="end", textangle=0,
            customdata=rows[[f"at_{end}"]].to_numpy().tolist(),
            hovertemplate="%{y}: %{customdata[0]:,.1f}<extra></extra>",
        )  # fmt: skip
    chart.add_vline(x=base, line={"color": COLORS["Kazakhstan"], "width": 1})
    return chart.update_xaxes(title_text=x_title, showgrid=True)


def surface(
    values: Sequence[Sequence[float]], *, x: Sequence[float], y: Sequence[float | str],
    x_title: str, y_title: str, z_title: str, middle: float = 0.0,
) -> go.Figure:  # fmt: skip
    """Draw the answer over two inputs as a field of colours, parted at `middle`.

    Parameters
    ----------
    values
        One row a value of `y`, one column a value of `x`.
    y
        Numbers, or words where a row is a source.
    """
    scale = [[0, COLORS["Oskemen"]], [0.5, "#f2f2f2"], [1, COLORS["Kostanay"]]]
    chart = figure(height=420)
    chart.add_heatmap(
        z=[list(row) for row in values], x=list(x), y=list(y), colorscale=scale, zmid=middle,
        colorbar={"title": {"text": z_title, "side": "right"}, "thickness": 14},
        meta={"phone": {"showscale": False}}, texttemplate="%{z:.0f}",
        hovertemplate="%{x}, %{y}: %{z:,.1f}<extra></extra>",
    )  # fmt: skip
    if len(x) <= MOST_TICKS:
        chart.update_xaxes(tickvals=list(x))
    return chart.update_xaxes(title_text=x_title).update_yaxes(title_text=y_title)
