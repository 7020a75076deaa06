"""The restart of a stopped plant as a chart that a reader sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models import restart
from casebook.models.restart import Restart


def restart_explorer(plan: Restart, claims: tuple[float, ...]) -> Explorer:
    """Return the value of a restart year by year, set by use, margin, claims and what comes back.

    Parameters
    ----------
    plan
        The terms that the sliders do not set.
    claims
        The sums of old claims, in billion tenge, that the slider offers; the first is its start.
    """
    years = list(range(int(plan.years) + 1))
    chart = figure(height=430, showlegend=False)
    chart.add_scatter(
        x=years, mode="lines+markers", name="value if it ended then",
        line={"color": COLORS["Oskemen"], "dash": "dash", "width": 3}, marker={"size": 7},
        hovertemplate="year %{x}: %{y:,.1f} billion tenge<extra></extra>",
    )  # fmt: skip
    chart.add_hline(y=0, line={"color": COLORS["Kazakhstan"], "width": 1})
    chart.update_xaxes(title_text="years since the payment", dtick=1)
    chart.update_yaxes(title_text="value, billion tenge (assumed margin)", range=[-460, 230])
    back = plan.refund
    now = round(plan.use)
    money = " million tenge"
    controls = [
        Control("use", "use of the capacity", [40, 55, now, 85, 100], now, " percent"),
        Control("margin", "margin per car, assumed", [0.3, 0.6, 0.9, 1.2, 1.5], 0.6, money),
        Control("claims", "old claims paid", claims, claims[0], " billion tenge"),
        Control("refund", "fee returned per car, if the string is kept",
                [0.0, 0.5, back, back + 0.5], back, money),
    ]  # fmt: skip
    return Explorer.make(chart, controls, _model(plan))


def _model(plan: Restart) -> Callable[..., Answer]:
    """Return the model that answers for one setting of the sliders."""

    def answer(use: float, margin: float, claims: float, refund: float) -> Answer:
        terms = replace(plan, use=use, margin=margin, claims=claims, refund=refund)
        path = restart.running_value(terms)
        return [path], _words(terms, path[-1])

    return answer


def _words(plan: Restart, worth: float) -> str:
    """Say what a restart is worth, and how many vehicles it would need."""
    needed = restart.break_even(plan)
    if needed is None:
        rest = "no number of vehicles would do, for each one loses money."
    else:
        rest = f"it breaks even at {needed:,} vehicles a year, of {plan.capacity:,.0f} possible."
    return f"The restart is worth {worth:,.1f} billion tenge; {rest}"
