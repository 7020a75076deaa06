"""Shows an explorer: ipywidgets beside a kernel, the exhibit with its twin in the book."""

from __future__ import annotations

import os
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from casebook.explorers.grid import Explorer

#: Set while the book is built: its pages have no kernel, and a widget there would be dead.
BOOK = "CASEBOOK_BOOK"


def explore(explorer: Explorer, *, name: str, caption: str, alt: str, **more: Any) -> None:
    """Show an explorer as a numbered exhibit; next to a kernel, with live sliders above it.

    Parameters
    ----------
    explorer
        The chart, its controls and the model.
    name, caption, alt, **more
        As for `casebook.exhibits.show`; the table is made from the answers if none is given.
    """
    from casebook.exhibits import show

    if not os.environ.get(BOOK):
        sliders(explorer)
    more.setdefault("table", pd.DataFrame(explorer.table()))
    show(explorer.twin(), name=name, caption=caption, alt=alt, **more)


def sliders(explorer: Explorer) -> dict[str, Any]:
    """Display live sliders with a chart and a sentence below them; return the sliders by key."""
    import ipywidgets as widgets
    from IPython.display import display

    made = {
        c.key: widgets.SelectionSlider(
            options=[(c.words(v), v) for v in c.values], value=c.start, description=c.label,
            style={"description_width": "initial"}, layout={"width": "100%"},
        )
        for c in explorer.controls
    }  # fmt: skip
    words = widgets.HTML()
    # Plain figures in an output area: Plotly's widget would need an extension of JupyterLab.
    chart = widgets.Output()

    def answer(_: object = None) -> None:
        numbers, sentence = explorer.answer([slider.value for slider in made.values()])
        words.value = sentence
        figure = go.Figure(explorer.figure)
        for trace, values in zip(figure.data, numbers, strict=True):
            trace[explorer.axis] = values
        chart.outputs = (_as_output(figure),)

    for slider in made.values():
        slider.observe(answer, names="value")
    answer()
    display(widgets.VBox([*made.values(), words, chart]))
    return made


def _as_output(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as the output of a cell, for JupyterLab's own drawing of Plotly figures."""
    import json

    from casebook.exhibits import PLOTLY_CONFIG, PLOTLY_MIME

    drawn = {**json.loads(figure.to_json()), "config": PLOTLY_CONFIG}
    data = {PLOTLY_MIME: drawn, "text/plain": "chart"}
    return {"output_type": "display_data", "data": data, "metadata": {}}
