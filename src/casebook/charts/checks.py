"""Bars that say how much was checked, and how many documents stand behind one voice."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.bars import stacked_bars
from casebook.charts.style import COLORS, figure

#: Green is sure, blue is named but not seen, orange is a check that is none, grey is nothing.
_GREEN, _BLUE, _ORANGE, _GREY = (
    COLORS[name] for name in ("policy", "Kostanay", "Oskemen", "Kazakhstan")
)


def checked_numbers(counts: pd.DataFrame) -> go.Figure:
    """Draw how many numbers of each section have which check.

    Parameters
    ----------
    counts
        Index: the sections; columns: the four kinds of check, from the best to none.
    """
    colors = dict(zip(map(str, counts.columns), (_GREEN, _BLUE, _ORANGE, _GREY), strict=True))
    chart = stacked_bars(counts, colors, x_title="numbers reported", height=340)
    return chart.update_xaxes(dtick=2).update_layout(legend={"traceorder": "normal"})


def step_outcomes(counts: pd.DataFrame) -> go.Figure:
    """Draw how many claims pass each step of the protocol.

    Parameters
    ----------
    counts
        Index: the steps; columns: pass, unknown, fail, not applicable.
    """
    colors = {"pass": _GREEN, "unknown": _BLUE, "fail": _ORANGE, "not applicable": _GREY}
    chart = stacked_bars(counts, colors, x_title="claims of the ledger", height=360)
    return chart.update_layout(legend={"traceorder": "normal"})


def voices_and_documents(groups: pd.DataFrame) -> go.Figure:
    """Draw one bar a group of sources, as long as the number of its documents.

    Parameters
    ----------
    groups
        `speaker` (label) and `documents`, most first.
    """
    chart = figure(height=400, showlegend=False)
    chart.add_bar(
        x=groups["documents"].tolist(), y=groups["speaker"].tolist(), orientation="h",
        marker_color=_GREY, text=groups["documents"].tolist(), textposition="outside",
        hovertemplate="%{y}: %{x} documents<extra></extra>", cliponaxis=False,
    )  # fmt: skip
    chart.update_yaxes(categoryorder="array", categoryarray=groups["speaker"].tolist()[::-1])
    longest = 1.12 * float(groups["documents"].max())
    return chart.update_xaxes(title_text="documents", showgrid=True, range=[0, longest])
