"""Every answer that a choice of inputs allows, in order of size (a specification curve).

After Simonsohn, Simmons and Nelson (2020), *Specification Curve Analysis*, Nature Human Behaviour
4: the reader sees the whole set of answers and where a printed one stands in it.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure

SYMBOLS = ("circle-open", "x-thin-open", "circle", "diamond")
SIZES = (6, 6, 11, 11)


def specification_curve(
    frame: pd.DataFrame, colors: dict[str, str], *, y_title: str, x_title: str,
    mark: float | None = None, mark_text: str = "",
) -> go.Figure:  # fmt: skip
    """Draw every answer as a point, smallest first.

    Parameters
    ----------
    frame
        `answer`, `sort` (a key of `colors`) and `text` (shown on pointing).
    colors
        Colour of each sort, from the least to the most important; later ones are drawn larger and
        on top.
    y_title, x_title
        What the answers are, with the unit, and what is counted along the other axis.
    mark, mark_text
        A printed answer, drawn as a dashed line, and a few words on it.
    """
    chart = figure(height=430)
    ordered = frame.sort_values("answer", kind="stable", ignore_index=True)
    for place, (sort, color) in enumerate(colors.items()):
        group = ordered[ordered["sort"] == sort]
        chart.add_scatter(
            x=(group.index + 1).tolist(), y=group["answer"].tolist(), mode="markers", name=sort,
            text=group["text"].tolist(), hovertemplate="%{text}: %{y:.1f}<extra></extra>",
            marker={
                "symbol": SYMBOLS[place], "size": SIZES[place], "color": color,
                "line": {"width": 1.5, "color": color},
            },
        )  # fmt: skip
    if mark is not None:
        line = {"color": COLORS["Kazakhstan"], "width": 1.5, "dash": "dash"}
        chart.add_shape(type="line", x0=0, x1=1, xref="paper", y0=mark, y1=mark, line=line)
        chart.add_annotation(
            x=0.01, xref="paper", y=mark, text=mark_text, showarrow=False, yshift=9,
            xanchor="left", font={"size": 12},
        )  # fmt: skip
    chart.update_xaxes(title_text=x_title, rangemode="tozero")
    return chart.update_yaxes(title_text=y_title, zeroline=True)
