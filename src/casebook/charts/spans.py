"""Spans of time in rows: what was due by when, and when it came."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, DASH, figure


def spans(
    frame: pd.DataFrame, *, colors: dict[str, str] | None = None, height: int = 0
) -> go.Figure:
    """Draw one bar a row of the table from its start to its end.

    Parameters
    ----------
    frame
        `row` (label on the vertical axis; several spans may share one), `series` (gives the
        colour), `start`, `end` (dates or years), `basis` (a key of `DASH`: solid, dashed, dotted)
        and `text` (shown on pointing). A span whose start is its end is a mark.
    colors
        Colour of each series; plants and actors have theirs in `COLORS`.
    height
        In pixels; by default 34 a row.
    """
    rows = list(dict.fromkeys(frame["row"]))
    chart = figure(height=height or 110 + 34 * len(rows))
    palette = {**COLORS, **(colors or {})}
    seen: set[str] = set()
    for (series, basis), group in frame.groupby(["series", "basis"], sort=False):
        cells = group.to_dict("records")
        name = str(series) if basis == "reported" else f"{series}, {basis}"
        chart.add_scatter(
            x=[x for c in cells for x in (c["start"], c["end"], None)],
            y=[y for c in cells for y in (c["row"], c["row"], None)],
            text=[t for c in cells for t in (c["text"], c["text"], None)],
            mode="lines+markers", name=name, legendgroup=name, showlegend=name not in seen,
            line={"color": palette[str(series)], "width": 5, "dash": DASH[str(basis)]},
            marker={"size": 9, "symbol": "circle" if basis == "reported" else "circle-open"},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
        seen.add(name)
    chart.update_yaxes(categoryorder="array", categoryarray=rows[::-1], title_text="")
    return chart.update_xaxes(title_text="year", showgrid=True)
