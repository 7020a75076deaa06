"""The explorer of chapter 16: two readings and a control make an estimate."""

from __future__ import annotations

import pandas as pd

from casebook.charts.style import COLORS, RATING_COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.difference_in_differences import difference_in_differences

#: Claims of the readings that a reader may choose, in the order of the sliders.
BASES = (
    "f-home-share-2012",
    "f-home-share-2014-minister",
    "p-kz-home-share-2015-33",
    "f-home-share-2016-9m",
    "f-home-share-2017-minister",
    "f-home-share-2018-fbc",
)
POSTS = (
    "f-home-share-2018-fbc",
    "p-kz-home-share-2018-32",
    "p-kz-home-share-2019-33",
    "p-kz-home-share-2020-32",
    "f-home-share-2020-naryk",
    "f-home-share-2021-ministry",
    "f-home-share-2021",
    "p-kz-home-share-2024-33",
)
CONTROL_CHANGES = (0, 1, 2, 3, 4, 5)
CONTROL_COLOR = RATING_COLORS["Exploratory"]


def estimate(readings: pd.DataFrame) -> Explorer:
    """Return the explorer: base reading, post reading, change of the control.

    Parameters
    ----------
    readings
        What `casebook.story.what_localization_did.readings` returns.
    """
    rows = readings.set_index("claim")
    bases, posts = rows.loc[list(BASES)], rows.loc[list(POSTS)]
    when = ["before", "after"]
    chart = figure(height=430, legend={"traceorder": "normal"})
    chart.add_scatter(
        x=when, mode="lines+markers", name="control, assumed", marker={"size": 9},
        line={"color": CONTROL_COLOR, "dash": "dot"},
    )  # fmt: skip
    chart.add_scatter(
        x=when, mode="lines", name="had Kazakhstan moved like it",
        line={"color": COLORS["Kazakhstan"], "dash": "dash"},
    )  # fmt: skip
    chart.add_scatter(
        x=["after", "after"], mode="lines", name="estimate",
        line={"color": COLORS["policy"], "width": 9},
    )  # fmt: skip
    chart.add_scatter(
        x=when, mode="markers", name="Kazakhstan",
        marker={"size": 14, "symbol": "diamond", "color": COLORS["Kazakhstan"]},
    )  # fmt: skip
    chart.update_traces(hovertemplate="%{x}: %{y} percent<extra></extra>")
    chart.update_xaxes(range=[-0.25, 1.25])
    chart.update_yaxes(title_text="share of new-car sales, percent", range=[-3, 80])

    def model(base: float, post: float, control: float) -> Answer:
        first, last = bases.iloc[int(base)], posts.iloc[int(post)]
        low, high = float(first["share"]), float(last["share"])
        found = difference_in_differences(low, high, 0, control)
        numbers = [[0, control], [low, low + control], [low + control, high], [low, high]]
        words = f"From {first['label']} to {last['label']}: {high - low:g} points. "
        words += f"Control, assumed: {control:g}. Estimate: {found:g} points."
        if not first["end"] < last["start"]:
            words += " The first reading does not lie before the second: no estimate."
        return numbers, words

    controls = [
        Control("base", "reading before", range(len(BASES)), 2, names=bases["label"].tolist()),
        Control("post", "reading after", range(len(POSTS)), 7, names=posts["label"].tolist()),
        Control("control", "control rises by", CONTROL_CHANGES, 0, suffix=" points"),
    ]
    return Explorer.make(chart, controls, model)
