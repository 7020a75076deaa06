"""Output whose reporting periods differ, drawn as monthly rates over the months that they cover."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

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


def rate_panels(rates: pd.DataFrame, labels: dict[str, str]) -> go.Figure:
    """Draw one panel a series, each with a vertical scale of its own.

    For series that differ so much in size that one scale would flatten most of them: shapes can be
    compared, heights cannot.

    Parameters
    ----------
    rates
        As for `monthly_rates`; a series need not have a colour of its own.
    labels
        Words over the panel of each series, in the order of the panels.
    """
    chart = make_subplots(rows=len(labels), cols=1, shared_xaxes=True, vertical_spacing=0.035)
    chart.update_layout(figure(height=70 + 95 * len(labels), showlegend=False).layout)
    # Room for the words over the uppermost panel, whatever margin the page sets.
    chart.for_each_yaxis(lambda axis: axis.update(domain=[0.97 * end for end in axis.domain]))
    for row, (series, words) in enumerate(labels.items(), start=1):
        color = COLORS.get(series, COLORS["policy"])
        for basis, group in rates[rates["series"] == series].groupby("basis", sort=False):
            chart.add_scatter(
                x=_between(group["start"], group["end"]),
                y=[y for rate in group["per_month"] for y in (rate, rate, None)],
                text=[t for text in _texts(group) for t in (text, text, None)],
                mode="lines+markers", marker={"size": 4}, name=words,
                line={"color": color, "dash": DASH[str(basis)], "width": 3},
                hovertemplate="%{text}<extra></extra>", row=row, col=1,
            )  # fmt: skip
        chart.add_annotation(
            x=0, y=1, xref="x domain", yref="y domain", text=words, showarrow=False,
            xanchor="left", yanchor="bottom", font={"size": 12}, row=row, col=1,
        )  # fmt: skip
    chart.update_yaxes(rangemode="tozero", nticks=3, tickformat=",d")
    chart.update_yaxes(title_text="vehicles per month", row=(len(labels) + 1) // 2, col=1)
    return chart.update_xaxes(title_text="year", tickformat="%Y", row=len(labels), col=1)


def _between(starts: pd.Series, ends: pd.Series) -> list[object]:
    pairs = zip(starts, ends, strict=True)
    return [x for start, end in pairs for x in (f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", None)]


def _texts(group: pd.DataFrame) -> list[str]:
    return [
        f"{row['series']}, {row['period']}: {row['units']:,.0f} vehicles,<br>"
        f"{row['per_month']:,.0f} a month"
        for row in group.to_dict("records")
    ]
