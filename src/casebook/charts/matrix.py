"""A table of counts as a field of shades, with the count in each cell."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import INK, figure

#: From an empty cell to a full one; grey, since no plant or actor is meant.
_SHADES = ((0.0, "#f4f4f4"), (1.0, "#4a4a4a"))


def counts_matrix(
    counts: pd.DataFrame, *, x_title: str, y_title: str = "", zero: str = "0",
    diagonal: bool = False, height: int = 0,
) -> go.Figure:  # fmt: skip
    """Draw a table of counts.

    Parameters
    ----------
    counts
        Index: the rows, from the top; columns: the columns; values: counts.
    x_title, y_title
        What columns and rows are, in lower case.
    zero
        What an empty cell says, such as ``"none"``.
    diagonal
        Whether to frame the cells in which row and column are the same.
    height
        In pixels; by default 44 a row.
    """
    rows, columns = [str(r) for r in counts.index], [str(c) for c in counts.columns]
    values = counts.astype(int).to_numpy().tolist()
    chart = figure(height=height or 110 + 44 * len(rows))
    chart.add_heatmap(
        z=values, x=columns, y=rows, colorscale=_SHADES, showscale=False, xgap=2, ygap=2,
        zmin=0, text=[[str(v) if v else zero for v in row] for row in values],
        texttemplate="%{text}", hovertemplate="%{y}, %{x}: %{z}<extra></extra>",
    )  # fmt: skip
    if diagonal:
        for place in range(len(rows)):
            chart.add_shape(
                type="rect", x0=place - 0.48, x1=place + 0.48, y0=place - 0.48, y1=place + 0.48,
                line={"color": INK, "width": 2},
            )  # fmt: skip
    order = {"type": "category", "showgrid": False, "categoryorder": "array"}
    chart.update_xaxes(title_text=x_title, categoryarray=columns, tickangle=0, **order)
    return chart.update_yaxes(
        title_text=y_title, categoryarray=rows, autorange="reversed", **order
    )  # fmt: skip
