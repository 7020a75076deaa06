"""The explorer of chapter 14: one agreement and many kappas."""

from __future__ import annotations

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.agreement import agreement, even_table, interval

BARS = ("agreed", "by chance", "kappa")
#: Draws for each setting; fewer than for a table of the text, since there are many settings.
DRAWS = 1000


def paradox() -> Explorer:
    """Return the calculator of kappa: how common a code is, how often two agree, how many read.

    Both readers use the code equally often. All three inputs are free to choose; no data enter.
    """
    chart = figure(height=380, showlegend=False)
    chart.add_bar(
        x=list(BARS), marker_color=[COLORS["Kazakhstan"], "#b0b0b0", COLORS["Kostanay"]],
        hovertemplate="%{x}: %{y:.2f}<extra></extra>",
    )  # fmt: skip
    chart.add_scatter(
        x=[BARS[2]] * 2, mode="lines+markers", line={"color": COLORS["Oskemen"], "width": 3},
        marker={"symbol": "line-ew", "size": 22, "line": {"width": 3, "color": COLORS["Oskemen"]}},
        hovertemplate="end of the interval: %{y:.2f}<extra></extra>",
    )  # fmt: skip
    chart.update_yaxes(title_text="share, or kappa (made-up readers)", range=[-0.3, 1.05])

    def model(share: float, observed: float, passages: float) -> Answer:
        table = even_table(passages, share / 100, observed / 100)
        found = agreement(table)
        low, high = interval(table, draws=DRAWS)
        words = (
            f"They agree on {observed:.0f} percent; chance alone would give "
            f"{100 * found.expected:.3g} percent. Kappa is {_signed(found.kappa)}; with "
            f"{passages:.0f} passages its interval runs from {_signed(low)} to {_signed(high)}."
        )
        return [[found.observed, found.expected, found.kappa], [low, high]], words

    controls = [
        Control("share", "share of passages with the code", (5, 10, 20, 30, 40, 50), 50,
                " percent"),
        Control("observed", "share on which both agree", (90, 92, 94, 96, 98), 90, " percent"),
        Control("passages", "passages read", (25, 50, 100, 200, 400), 100),
    ]  # fmt: skip
    return Explorer.make(chart, controls, model)


def _signed(value: float) -> str:
    """Write a number with two digits and a true minus, never a minus zero.

    Examples
    --------
    >>> _signed(-0.0526), _signed(-0.001)
    ('−0.05', '0.00')
    """
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")
