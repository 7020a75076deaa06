"""What was announced for when, beside what was made."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, DASH, figure


def targets_over_time(made: pd.DataFrame, targets: pd.DataFrame, *, y_title: str) -> go.Figure:
    """Draw reports as solid lines over their periods, and announcements as dashed ones.

    An announcement runs from the day it was made to the day it was due, at the height of what was
    announced; a hollow diamond marks the due day. One without a due day is a hollow circle.

    Parameters
    ----------
    made
        `start`, `end` (years, with fractions), `value`, `series` (a name of `COLORS`), `basis` (a
        key of `DASH`) and `text`.
    targets
        `announced`, `due` (years, with fractions; NaN where none was given), `value` and
        `text`.
    y_title
        What the values are, with the unit, in lower case.
    """
    chart = figure(height=440)
    seen: set[str] = set()
    for (series, basis), group in made.groupby(["series", "basis"], sort=False):
        name = f"made in {series}" + ("" if basis == "reported" else ", worked out")
        chart.add_scatter(
            x=[x for c in group.to_dict("records") for x in (c["start"], c["end"], None)],
            y=[y for value in group["value"] for y in (value, value, None)],
            text=[t for text in group["text"] for t in (text, text, None)],
            mode="lines+markers", name=name, marker={"size": 5},
            legendgroup=name, showlegend=name not in seen,
            line={"color": COLORS[str(series)], "width": 4, "dash": DASH[str(basis)]},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
        seen.add(name)
    dated, open_end = targets[targets["due"].notna()], targets[targets["due"].isna()]
    color = COLORS["policy"]
    chart.add_scatter(
        x=[x for c in dated.to_dict("records") for x in (c["announced"], c["due"], None)],
        y=[y for value in dated["value"] for y in (value, value, None)],
        text=[t for text in dated["text"] for t in (text, text, None)],
        mode="lines+markers", name="announced, until due",
        line={"color": color, "width": 2, "dash": "dash"},
        marker={
            "size": [size for _ in range(len(dated)) for size in (1, 12, 1)], "color": color,
            "symbol": "diamond-open", "line": {"width": 2},
        },
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    chart.add_scatter(
        x=open_end["announced"], y=open_end["value"], text=open_end["text"], mode="markers",
        name="announced without a date",
        marker={"size": 12, "symbol": "circle-open", "color": color, "line": {"width": 2}},
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    chart.update_xaxes(title_text="year", tickformat="d", dtick=4)
    return chart.update_yaxes(title_text=y_title, rangemode="tozero", tickformat=",d")
