"""Spans of time in rows: what was due by when, and when it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, DASH, figure

#: What may stand at the end of a span, and its mark.
MARKS = {"kept": "circle", "missed": "x", "open": "circle-open", "not known": "diamond-open"}


def spans(
    frame: pd.DataFrame,
    *,
    colors: Mapping[str, str] | None = None,
    height: int = 0,
    menu: Mapping[str, Sequence[str]] | None = None,
) -> go.Figure:
    """Draw one bar a row of the table from its start to its end.

    Parameters
    ----------
    frame
        `row` (label on the vertical axis; several spans may share one), `series` (gives the
        colour), `start`, `end` (dates or years), `basis` (a key of `DASH`: solid, dashed, dotted)
        and `text` (shown on pointing). A span whose start is its end is a mark. If there is a
        column `mark`, its words (keys of `MARKS`, or empty) tell how each span ended.
    colors
        Colour of each series; plants and actors have theirs in `COLORS`.
    height
        In pixels; by default 34 a row.
    menu
        Choices of rows that follow each other in the table: name to rows; the first is shown.
    """
    rows = list(dict.fromkeys(frame["row"]))
    shown = max((len(names) for names in menu.values()), default=0) if menu else len(rows)
    chart = figure(height=height or 110 + 34 * shown)
    palette = {**COLORS, **(colors or {})}
    ends = MARKS if "mark" in frame else {}
    seen: set[str] = set()
    for (series, basis), group in frame.groupby(["series", "basis"], sort=False):
        cells = group.to_dict("records")
        name = str(series) if basis == "reported" else f"{series}, {basis}"
        chart.add_scatter(
            x=[x for c in cells for x in (c["start"], c["end"], None)],
            y=[y for c in cells for y in (c["row"], c["row"], None)],
            text=[t for c in cells for t in (c["text"], c["text"], None)],
            mode="lines" if ends else "lines+markers", name=name, legendgroup=name,
            showlegend=name not in seen,
            line={"color": palette[str(series)], "width": 5, "dash": DASH[str(basis)]},
            marker={"size": 9, "symbol": "circle" if basis == "reported" else "circle-open"},
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
        seen.add(name)
    for word, symbol in ends.items():
        group = frame[frame["mark"] == word]
        if not group.empty:
            chart.add_scatter(
                x=group["end"].tolist(), y=group["row"].tolist(), text=group["text"].tolist(),
                mode="markers", name=word, hovertemplate="%{text}<extra></extra>",
                marker={
                    "size": 12, "symbol": symbol, "color": COLORS["Kazakhstan"],
                    "line": {"width": 2, "color": COLORS["Kazakhstan"]},
                },
            )  # fmt: skip
    chart.update_yaxes(categoryorder="array", categoryarray=rows[::-1], title_text="")
    if menu:
        choices = {name: _range(rows, names) for name, names in menu.items()}
        chart.update_yaxes(range=next(iter(choices.values())))
        buttons = [
            {"label": name, "method": "relayout", "args": [{"yaxis.range": span}]}
            for name, span in choices.items()
        ]
        chart.update_layout(updatemenus=[{"name": "Rows", "buttons": buttons, "x": 0, "y": 1.15}])
    return chart.update_xaxes(title_text="year", showgrid=True)


def _range(rows: Sequence[str], shown: Sequence[str]) -> list[float]:
    """Return the stretch of the vertical axis that holds some of its rows, the last at 0.

    Examples
    --------
    >>> _range(["a", "b", "c"], ["a", "b"])
    [0.5, 2.5]
    """
    places = [len(rows) - 1 - rows.index(name) for name in shown]
    return [min(places) - 0.5, max(places) + 0.5]
