"""Events told under the phases of a story, with the bands of one scheme or of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure
from casebook.models.phases import Span, is_inside

#: Lines that a phase needs besides its events: one for its name, one below its band.
EXTRA = 1.8
#: Labels of later events are written to the left, where the early years are empty.
LEFT_FROM = 2020
#: A narrow screen has no room for labels; `charts.js` then applies this to the trace.
ON_PHONES = {"phone": {"mode": "none"}}
TRACES = 5


def phase_bands(
    events: pd.DataFrame, schemes: Mapping[str, Sequence[Span]], names: Sequence[str]
) -> go.Figure:
    """Draw a band for each phase, and in it the events told under it, one a row.

    Events that do not lie wholly in their band are hollow.

    Parameters
    ----------
    events
        `event` (a few words), `phase` (from 1), `start` and `end` (years with fractions) and
        `when` (text), sorted by `start`.
    schemes
        Name of each scheme and its phases; a menu switches between them.
    names
        Names of the phases, from the first.
    """
    counts = [int((events["phase"] == place).sum()) for place in range(1, len(names) + 1)]
    tops = [-sum(counts[:place]) - EXTRA * place for place in range(len(names) + 1)]
    turn = events.groupby("phase").cumcount()
    heights = pd.Series([tops[int(p) - 1] for p in events["phase"]], index=events.index) - 1 - turn
    last_year = events["end"].max() + 0.5
    first_year = min(events["start"].min(), *(p[0] for s in schemes.values() for p in s)) - 0.5
    height = 120 + 18 * int(-tops[-1])
    chart = figure(height=height, margin={"l": 16, "r": 16, "t": 16, "b": 48}, showlegend=False)
    for number, phases in enumerate(schemes.values()):
        spans = zip(events["start"], events["end"], events["phase"], strict=True)
        inside = pd.Series(
            [is_inside(start, end, phases[int(phase) - 1]) for start, end, phase in spans],
            index=events.index,
        )
        shown = number == 0
        chart.add_trace(_bands(phases, tops, last_year, shown))
        chart.add_trace(_ranges(events, heights, shown))
        chart.add_trace(_labels(events, heights, inside, shown))
        chart.add_trace(_marks(events[inside], heights[inside], shown, outside=False))
        chart.add_trace(_marks(events[~inside], heights[~inside], shown, outside=True))
    for place, name in enumerate(names):
        chart.add_annotation(
            x=0, y=tops[place] + 0.1, xref="paper", text=f"<b>{name}</b>", showarrow=False,
            xanchor="left",
        )  # fmt: skip
    chart.update_yaxes(visible=False, range=[tops[-1] + 0.8, 1])
    chart.update_xaxes(title_text="year", dtick=2, tickformat="d", range=[first_year, last_year])
    buttons = [
        {
            "label": scheme,
            "method": "restyle",
            "args": ["visible", [n // TRACES == number for n in range(TRACES * len(schemes))]],
        }
        for number, scheme in enumerate(schemes)
    ]
    return chart.update_layout(
        updatemenus=[{"name": "Scheme", "buttons": buttons, "x": 0, "y": 1.08}]
    )


def _bands(
    phases: Sequence[Span], tops: Sequence[float], last_year: float, shown: bool
) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for place, (first, last) in enumerate(phases):
        end, top, bottom = min(last, last_year), tops[place] - 0.4, tops[place + 1] + EXTRA - 0.6
        x += [first, end, end, first, first, None]
        y += [top, top, bottom, bottom, top, None]
    return go.Scatter(
        x=x, y=y, mode="lines", fill="toself", visible=shown, hoverinfo="skip", name="band",
        line={"color": COLORS["policy"], "width": 1}, fillcolor="rgba(0,158,115,0.14)",
    )  # fmt: skip


def _ranges(events: pd.DataFrame, heights: pd.Series, shown: bool) -> go.Scatter:
    """Return thin bars over the dates that are known only as a range."""
    spans = zip(events["start"], events["end"], strict=True)
    return go.Scatter(
        x=[v for start, end in spans for v in (start, end, None)],
        y=[v for height in heights for v in (height, height, None)],
        mode="lines", visible=shown, hoverinfo="skip", name="range", opacity=0.45,
        line={"color": COLORS["Kostanay"], "width": 4},
    )  # fmt: skip


def _labels(events: pd.DataFrame, heights: pd.Series, inside: pd.Series, shown: bool) -> go.Scatter:
    """Return the events' names beside their bars; bold where they leave their band."""
    to_left = (events["end"] > LEFT_FROM).tolist()
    spans = zip(events["start"], events["end"], to_left, strict=True)
    return go.Scatter(
        x=[start - 0.15 if left else end + 0.15 for start, end, left in spans],
        y=heights.tolist(), mode="text", visible=shown, hoverinfo="skip", name="label",
        text=[
            event if fits else f"<b>{event}</b>"
            for event, fits in zip(events["event"], inside, strict=True)
        ],
        textposition=["middle left" if left else "middle right" for left in to_left],
        textfont={"size": 11}, meta=ON_PHONES,
    )  # fmt: skip


def _marks(events: pd.DataFrame, heights: pd.Series, shown: bool, *, outside: bool) -> go.Scatter:
    """Return the events' marks; those outside their band are hollow."""
    color = COLORS["Oskemen"] if outside else COLORS["Kostanay"]
    verdict = "outside its band" if outside else "in its band"
    return go.Scatter(
        x=((events["start"] + events["end"]) / 2).tolist(), y=heights.tolist(), visible=shown,
        mode="markers", name=verdict, customdata=events[["event", "when"]].to_numpy().tolist(),
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}, " + verdict + "<extra></extra>",
        marker={
            "size": 10, "color": color, "symbol": "diamond-open" if outside else "circle",
            "line": {"width": 2, "color": color},
        },
    )  # fmt: skip
