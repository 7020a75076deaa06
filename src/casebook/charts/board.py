"""A board as it stands at the end of a session: headings and lines in columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go

from casebook.charts.style import INK, figure

#: Letters a line: what half of a phone's width holds at the size of the letters.
LETTERS = 23
ACROSS = 2
LINE, GAP, HEAD = 16, 12, 46


def board(columns: Sequence[tuple[str, Sequence[str]]]) -> go.Figure:
    """Draw a board.

    Parameters
    ----------
    columns
        Heading and lines of each column, from the left.

    Examples
    --------
    >>> chart = board([("for", ["jobs stay"]), ("against", ["no proof", "no price"])])
    >>> [trace.mode for trace in chart.data]
    ['text', 'text']
    """
    # Two columns a row, so that a phone can show them; one that is left over takes a whole row.
    rows = [columns[start : start + ACROSS] for start in range(0, len(columns), ACROSS)]
    heights = [max(_height(lines, len(row)) for _, lines in row) for row in rows]
    chart = figure(height=sum(heights) + 24, margin={"l": 4, "r": 4, "t": 8, "b": 8})
    top = float(sum(heights))
    for row, height in zip(rows, heights, strict=True):
        for place, (head, lines) in enumerate(row):
            _column(
                chart, head, lines, place=place, across=len(row), top=top, bottom=top - height
            )  # fmt: skip
        top -= height
    hidden = {"visible": False, "fixedrange": True}
    chart.update_xaxes(range=[0, 1], **hidden)
    chart.update_yaxes(range=[0, float(sum(heights))], **hidden)
    return chart.update_layout(showlegend=False)


def _wrapped(line: str, across: int) -> list[str]:
    return textwrap.wrap(line, LETTERS * ACROSS // across) or [""]


def _height(lines: Sequence[str], across: int) -> int:
    return HEAD + sum(LINE * len(_wrapped(line, across)) + GAP for line in lines) + GAP


def _column(
    chart: go.Figure, head: str, lines: Sequence[str], *, place: int, across: int, top: float,
    bottom: float,
) -> None:  # fmt: skip
    """Draw one column: its frame, its heading and its lines from the top."""
    left, right = place / across, (place + 1) / across
    chart.add_shape(
        type="rect", x0=left + 0.005, x1=right - 0.005, y0=bottom + 6, y1=top - 2,
        line={"color": INK, "width": 1},
    )  # fmt: skip
    heights, texts = [top - 10], [f"<b>{'<br>'.join(_wrapped(head, across))}</b>"]
    at = top - HEAD
    for line in lines:
        wrapped = _wrapped(line, across)
        heights.append(at)
        texts.append("<br>".join(wrapped))
        at -= LINE * len(wrapped) + GAP
    chart.add_scatter(
        x=[left + 0.015] * len(texts), y=heights, text=texts, mode="text",
        textposition="bottom right", textfont={"size": 12}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
