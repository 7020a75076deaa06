"""A grid of cells with words in them: steps done or not, yardsticks, states of knowledge."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from casebook.charts.style import COLORS, INK, figure


def status_grid(frame: pd.DataFrame, colors: dict[str, str], *, height: int = 0) -> go.Figure:
    """Draw a table whose cells are states; each state has a colour and its word.

    Parameters
    ----------
    frame
        Index: the rows; columns: the columns; values: states, each a key of `colors`. An empty
        text is an empty cell: nothing is known.
    colors
        Colour of each state.
    height
        In pixels; by default 40 a row.
    """
    chart = figure(height=height or 90 + 40 * len(frame), showlegend=False)
    rows, columns = [str(r) for r in frame.index], [str(c) for c in frame.columns]
    for state, color in colors.items():
        places = [
            (r, c)
            for r in range(len(rows))
            for c in range(len(columns))
            if frame.iat[r, c] == state
        ]
        if not places:
            continue
        chart.add_scatter(
            x=[columns[c] for _, c in places], y=[rows[r] for r, _ in places], mode="markers+text",
            text=[state] * len(places), textposition="bottom center", textfont={"size": 11},
            marker={
                "size": 16, "symbol": "square", "color": color, "line": {"width": 1, "color": INK},
            },
            name=state, hovertemplate="%{y}, %{x}: " + state + "<extra></extra>",
        )  # fmt: skip
    # Said outright, for Plotly takes "5 percent" or "2017" for a number.
    chart.update_xaxes(
        type="category",
        side="top",
        categoryorder="array",
        categoryarray=columns,
        showgrid=False,
        range=[-0.5, len(columns) - 0.5],
    )
    return chart.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=rows[::-1],
        showgrid=True,
        range=[-0.6, len(rows) - 0.5],
    )


#: States of knowledge, for grids that show what is known.
KNOWN = {
    "yes": COLORS["policy"],
    "no": COLORS["Oskemen"],
    "disputed": "#b8860b",
    "unknown": COLORS["Kazakhstan"],
}
