"""The house style: one colour per plant and actor, dashes for what is estimated or disputed.

The colours are those of Okabe and Ito (2008), chosen to be told apart by colour-blind readers;
each has a contrast of at least 3 to 1 with the page in light and in dark.
"""

from __future__ import annotations

import plotly.graph_objects as go
import plotly.io as pio

#: One colour per plant, actor or lane in the whole book.
COLORS = {
    "Oskemen": "#d55e00",
    "Kostanay": "#0072b2",
    "Almaty": "#cc79a7",
    "Kazakhstan": "#767676",
    "policy": "#009e73",
    "Russia": "#8c6bb1",
}
#: One colour per rating, from sure to unsure.
RATING_COLORS = {"High": "#009e73", "Medium": "#0072b2", "Exploratory": "#b8860b"}
#: Disputed or open is louder than undisputed or settled.
KIND_COLORS = {
    "disputed": "#d55e00",
    "undisputed": "#767676",
    "open": "#d55e00",
    "settled": "#767676",
}
DASH = {
    "reported": "solid",
    "derived": "dash",
    "inferred": "dash",
    "assumed": "dash",
    "disputed": "dot",
    "planned": "dot",
}

INK, GRID = "#3a3a3a", "#d9d9d9"

_AXIS = {
    "gridcolor": GRID,
    "linecolor": INK,
    "zerolinecolor": GRID,
    "ticks": "outside",
    "tickcolor": GRID,
    "automargin": True,
    "title": {"standoff": 8},
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": "system-ui, 'DejaVu Sans', sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": list(COLORS.values()),
        "margin": {"l": 56, "r": 16, "t": 16, "b": 48},
        "height": 420,
        "hovermode": "closest",
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {**_AXIS, "showgrid": False},
        "yaxis": _AXIS,
    }
)
pio.templates["two_plants"] = TEMPLATE


def figure(**layout: object) -> go.Figure:
    """Return an empty figure in the house style.

    Examples
    --------
    >>> figure(height=300).layout.height
    300
    """
    return go.Figure(layout={"template": TEMPLATE, **layout})
