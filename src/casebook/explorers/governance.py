"""The explorer of chapter 15: three scores and a threshold, and the modes that they leave open."""

from __future__ import annotations

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.governance import EXCLUDED, MODES, TESTS, UNKNOWN, level, possible

#: The scale is invented: nobody has measured the tests on one.
SCORES = (1, 3, 5, 7, 9)
TOP = 10.0
#: Where low ends and high begins.
THRESHOLDS = {
    "high from 4 on": (4.0, 4.0),
    "high from 6 on": (6.0, 6.0),
    "4 to 6 is unknown": (4.0, 6.0),
}


def three_sliders() -> Explorer:
    """Return the explorer; it starts where we put JAC-Allur in 2019 to 2021."""
    chart = figure(height=430, showlegend=False, margin={"l": 110, "r": 24, "t": 16, "b": 56})
    chart.add_bar(
        y=list(TESTS), orientation="h", name="score", marker_color=COLORS["Kostanay"], width=0.5,
        hovertemplate="%{y}: %{x}<extra>score, invented</extra>",
    )  # fmt: skip
    for name in ("low below", "high from"):
        chart.add_scatter(
            y=list(TESTS), mode="lines", name=name, hovertemplate=name + " %{x}<extra></extra>",
            line={"color": COLORS["Oskemen"], "width": 2, "dash": "dash"},
        )  # fmt: skip
    chart.add_bar(
        y=list(MODES), orientation="h", name="open", marker_color=COLORS["policy"], width=0.5,
        xaxis="x2", yaxis="y2", hovertemplate="%{y} is open<extra></extra>",
    )  # fmt: skip
    chart.update_layout(
        xaxis={"title": {"text": "score (invented scale)"}, "range": [0, TOP], "anchor": "y"},
        yaxis={"domain": [0.62, 1], "autorange": "reversed", "showgrid": False},
        xaxis2={"range": [0, 1], "visible": False, "anchor": "y2"},
        yaxis2={
            "domain": [0, 0.44], "autorange": "reversed", "showgrid": False, "automargin": True,
            "anchor": "x2",
        },
    )  # fmt: skip

    def model(complexity: float, codifiability: float, capability: float, rule: float) -> Answer:
        low, high = list(THRESHOLDS.values())[int(rule)]
        scores = (complexity, codifiability, capability)
        levels = tuple(level(score, low, high) for score in scores)
        modes = possible(*levels)
        bars = [float(mode in modes) for mode in MODES]
        said = ", ".join(f"{test} {found}" for test, found in zip(TESTS, levels, strict=True))
        return [list(map(float, scores)), [low] * 3, [high] * 3, bars], (
            f"{said[0].upper()}{said[1:]}: {_answer(levels, modes)}."
        )

    controls = [
        Control("complexity", "complexity (invented score)", SCORES, 9),
        Control("codifiability", "codifiability (invented score)", SCORES, 3),
        Control("capability", "capability (invented score)", SCORES, 5),
        Control("rule", "threshold", range(len(THRESHOLDS)), 2, names=list(THRESHOLDS)),
    ]
    return Explorer.make(chart, controls, model, axis="x")


def _answer(levels: tuple[str, ...], modes: tuple[str, ...]) -> str:
    """Return the modes in words, and what is left out."""
    left_out = [
        why
        for cell, why in EXCLUDED.items()
        if all(found in (value, UNKNOWN) for found, value in zip(levels, cell, strict=True))
    ]
    whys = "; ".join(dict.fromkeys(left_out))
    if not modes:
        return f"no mode ({whys})"
    return " or ".join(modes) + (f"; or no mode ({whys})" if whys else "")
