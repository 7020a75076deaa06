"""Output whose reporting periods differ, drawn as monthly rates over the months that they cover."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, DASH, figure


def monthly_rates(rates: pd.DataFrame, *, colors: dict[str, str] | None = None) -> go.Figure:
    """Draw one horizontal line a report: as long as its period, as high as its cars a month.

    Half a year, nine months and a whole year stand side by side without being taken for each
    other, and months that nobody reported stay empty.

    Parameters
    ----------
    rates
        What `casebook.models.output.monthly_rate` returns: `series` (a name of `COLORS`),
        `start`, `end` (dates), `per_month` (vehicles), `basis`, `period` and `units`.
    colors
        Colour of each series that has none in `COLORS`.
    """
    chart = figure(height=430)
    palette = {**COLORS, **(colors or {})}
    for (series, basis), group in rates.groupby(["series", "basis"], sort=False):
        sure = basis == "reported"
        chart.add_scatter(
            x=_between(group["start"], group["end"]),
            y=[y for rate in group["per_month"] for y in (rate, rate, None)],
            text=[t for text in _texts(group) for t in (text, text, None)],
            mode="lines+markers",
            line={"color": palette[str(series)], "dash": DASH[str(basis)], "width": 3},
            marker={"size": 5},
            name=str(series),
            legendgroup=str(series),
            showlegend=sure,
            hovertemplate="%{text}<extra></extra>",
        )
    line = {"color": COLORS["Kazakhstan"], "dash": "dash", "width": 3}
    chart.add_scatter(
        x=[None], y=[None], mode="lines", line=line, name="dashed: our arithmetic or inference"
    )
    chart.update_xaxes(title_text="year", tickformat="%Y")
    chart.update_yaxes(title_text="vehicles per month", rangemode="tozero", tickformat=",d")
    return chart


def _between(starts: pd.Series, ends: pd.Series) -> list[object]:
    pairs = zip(starts, ends, strict=True)
    return [x for start, end in pairs for x in (f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", None)]


def _texts(group: pd.DataFrame) -> list[str]:
    return [
        f"{row['series']}, {row['period']}: {row['units']:,.0f} vehicles,<br>"
        f"{row['per_month']:,.0f} a month"
        for row in group.to_dict("records")
    ]
