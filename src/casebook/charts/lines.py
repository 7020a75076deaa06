"""Series over time as lines; a gap in the data is a gap in the line."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, DASH, figure


def lines_over_time(
    frame: pd.DataFrame, *, y_title: str, colors: dict[str, str] | None = None,
    x_title: str = "year", height: int = 420,
) -> go.Figure:  # fmt: skip
    """Draw one line a series, solid where reported, dashed where estimated or disputed.

    Parameters
    ----------
    frame
        `series` (label), `x` (dates or years), `y` (NaN where nothing is known: the line breaks)
        and, if wanted, `basis` (a key of `DASH`; one line style a series and basis).
    y_title, x_title
        What the axes show, with the unit, in lower case.
    colors
        Colour of each series; plants and actors have theirs in `COLORS`.
    """
    chart = figure(height=height)
    palette = {**COLORS, **(colors or {})}
    frame = frame if "basis" in frame else frame.assign(basis="reported")
    for (series, basis), group in frame.groupby(["series", "basis"], sort=False):
        suffix = "" if basis == "reported" else f", {basis}"
        is_known = group["y"].notna()
        # A series of single days is points, not a line.
        alone = not (is_known & is_known.shift(fill_value=False)).any()
        known = group["y"].astype(object).where(group["y"].notna(), None)
        chart.add_scatter(
            x=group["x"].tolist(), y=known.tolist(),
            mode="markers" if alone else "lines+markers", connectgaps=False,
            name=f"{series}{suffix}",
            line={"color": palette[str(series)], "dash": DASH[str(basis)], "width": 3},
            marker={"size": 11 if alone else 6, "color": palette[str(series)]},
            hovertemplate="%{x}: %{y:,}<extra>" + str(series) + "</extra>",
        )  # fmt: skip
    years = all(isinstance(value, int) for value in frame["x"])
    chart.update_xaxes(title_text=x_title, **({"dtick": 1, "tickformat": "d"} if years else {}))
    return chart.update_yaxes(title_text=y_title, rangemode="tozero")


def mark_event(chart: go.Figure, when: object, text: str, *, y: float = 1.0) -> go.Figure:
    """Mark a dated event with a thin line and a few words; return the chart.

    Parameters
    ----------
    when
        A place on the horizontal axis.
    text
        A few words, in lower case.
    y
        Height of the words, from 0 (bottom) to 1 (top).
    """
    chart.add_shape(
        type="line", x0=when, x1=when, y0=0, y1=1, yref="paper",
        line={"color": COLORS["policy"], "width": 1, "dash": "dot"},
    )  # fmt: skip
    chart.add_annotation(
        x=when, y=y, yref="paper", text=text, showarrow=False, xanchor="left", xshift=4,
        font={"size": 11}, align="left",
    )  # fmt: skip
    return chart


def mark_floors(
    chart: go.Figure, points: pd.DataFrame, *, colors: dict[str, str] | None = None
) -> go.Figure:
    """Mark values that are only known to be exceeded, apart from any line; return the chart.

    Parameters
    ----------
    points
        `series` (label), `x` and `y`: the floor.
    colors
        Colour of each series; plants and actors have theirs in `COLORS`.
    """
    palette = {**COLORS, **(colors or {})}
    chart.add_scatter(
        x=points["x"].tolist(), y=points["y"].tolist(), mode="markers", name="more than this",
        marker={
            "symbol": "triangle-up-open", "size": 12, "line": {"width": 2},
            "color": [palette[str(series)] for series in points["series"]],
        },
        text=points["series"].tolist(),
        hovertemplate="%{x}: more than %{y:,}<extra>%{text}</extra>",
    )  # fmt: skip
    return chart
