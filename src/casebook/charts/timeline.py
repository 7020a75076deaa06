"""The timeline of three lanes: one plant, the other plant, policy and market."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, figure

LANES = {"oskemen": "Oskemen", "kostanay": "Kostanay", "policy": "policy"}
TITLES = {"oskemen": "Oskemen", "kostanay": "Kostanay", "policy": "policy and market"}
#: A lane's rows: labelled events have a row each, the others share the rows below them, so that
#: no mark stands on a label.
LABEL_ROWS, MARK_ROWS = 4, 4
ROWS = LABEL_ROWS + MARK_ROWS
#: Labels of later events are written to the left of the mark, where the early years are empty.
LEFT_FROM = "2012-01-01"
#: A narrow screen has no room for labels; `charts.js` then applies this to the trace.
ON_PHONES = {"phone": {"mode": "markers"}}


def three_lanes(
    events: pd.DataFrame, spans: dict[str, tuple[str, str]], highlight: list[str]
) -> go.Figure:
    """Draw the events; a bar is a date known only as a range, a hollow mark is disputed.

    Parameters
    ----------
    events
        `event`, `lane`, `label`, `start`, `end` (dates), `disputed` (bool), `when` (text).
    spans
        Choices of the period filter: name to first and last day, ISO.
    highlight
        The events whose labels are written; the others show theirs on pointing.
    """
    chart = figure(height=620, margin={"l": 16, "r": 16, "t": 16, "b": 48}, showlegend=False)
    for number, lane in enumerate(LANES):
        group = events[events["lane"] == lane].sort_values(["start", "end"]).reset_index(drop=True)
        top = -number * (ROWS + 2)
        rows = [top - row for row in _rows(group["event"].isin(highlight))]
        chart.add_traces([_ranges(group, rows, lane), _marks(group, rows, lane, highlight)])
        chart.add_annotation(
            x=0, y=top + 0.9, xref="paper", text=f"<b>{TITLES[lane]}</b>", showarrow=False,
            xanchor="left",
        )  # fmt: skip
    chart.update_yaxes(visible=False, range=[-3 * (ROWS + 2) + 1.5, 1.8])
    chart.update_xaxes(title_text="year", tickformat="%Y", range=list(next(iter(spans.values()))))
    chart.update_layout(updatemenus=[_lane_menu(), _period_menu(spans)])
    return chart


def _rows(labelled: pd.Series) -> list[int]:
    """Return the row of each event of a lane, counted from its top.

    Examples
    --------
    >>> _rows(pd.Series([True, False, True, False]))
    [0, 4, 1, 5]
    """
    rows, labels, marks = [], 0, 0
    for has_label in labelled:
        if has_label:
            rows.append(labels % LABEL_ROWS)
            labels += 1
        else:
            rows.append(LABEL_ROWS + marks % MARK_ROWS)
            marks += 1
    return rows


def _ranges(group: pd.DataFrame, rows: list[int], lane: str) -> go.Scatter:
    """Return the bars of the dates that are known only as a range."""
    x: list[object] = []
    y: list[object] = []
    for row, height in zip(group.to_dict("records"), rows, strict=True):
        if (row["end"] - row["start"]).days > 31:
            x += [f"{row['start']:%Y-%m-%d}", f"{row['end']:%Y-%m-%d}", None]
            y += [height, height, None]
    line = {"color": COLORS[LANES[lane]], "width": 5}
    return go.Scatter(
        x=x, y=y, mode="lines", line=line, opacity=0.45, hoverinfo="skip", name=f"{lane}, range"
    )


def _marks(group: pd.DataFrame, rows: list[int], lane: str, highlight: list[str]) -> go.Scatter:
    """Return the events' marks; disputed ones are hollow."""
    color = COLORS[LANES[lane]]
    middle = group["start"] + (group["end"] - group["start"]) / 2
    labels = group["label"].where(group["event"].isin(highlight), "")
    return go.Scatter(
        x=middle.dt.strftime("%Y-%m-%d").tolist(),
        y=rows,
        mode="markers+text",
        text=labels.tolist(),
        textposition=(group["start"] >= LEFT_FROM)
        .map({True: "middle left", False: "middle right"})
        .tolist(),
        textfont={"size": 11},
        customdata=group[["label", "when"]].to_numpy().tolist(),
        hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        marker={
            "size": 10,
            "color": color,
            "symbol": ["circle-open" if d else "circle" for d in group["disputed"]],
            "line": {"width": 2, "color": color},
        },
        meta=ON_PHONES,
        name=TITLES[lane],
    )


def _lane_menu() -> dict[str, object]:
    """Return the filter by lane; each lane has two traces, ranges and marks."""
    names = ["all lanes", *TITLES.values()]
    shown = [[True] * 6] + [[i // 2 == lane for i in range(6)] for lane in range(3)]
    buttons = [
        {"label": name, "method": "restyle", "args": ["visible", visible]}
        for name, visible in zip(names, shown, strict=True)
    ]
    return {"name": "Lane", "buttons": buttons, "x": 0, "y": 1.15}


def _period_menu(spans: dict[str, tuple[str, str]]) -> dict[str, object]:
    """Return the filter by period, which moves the time axis."""
    buttons = [
        {"label": name, "method": "relayout", "args": [{"xaxis.range": list(span)}]}
        for name, span in spans.items()
    ]
    return {"name": "Period", "buttons": buttons, "x": 0.4, "y": 1.15}
