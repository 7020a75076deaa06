"""A training programme as a chart that a reader sets."""

from __future__ import annotations

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.skills import first_year_with, trained_at_work


def skills_explorer(needed: float, years: int = 12) -> Explorer:
    """Return the trained people at work by year, set by intake, length and leaving.

    Parameters
    ----------
    needed
        Trained people who are wanted; drawn as a level.
    years
        How many years to follow.
    """
    chart = figure(height=400)
    xs = list(range(years + 1))
    line = {"color": COLORS["Kostanay"], "dash": "dash", "width": 3}
    chart.add_scatter(x=xs, mode="lines+markers", name="trained and at work (invented)", line=line)
    chart.add_scatter(
        x=xs, mode="lines", name="jobs forecast", line={"color": COLORS["policy"], "width": 2}
    )
    chart.update_xaxes(title_text="years since the start", dtick=1)
    chart.update_yaxes(title_text="persons", range=[0, needed * 1.5])
    controls = [
        Control(
            "intake", "people who begin each year", [200, 400, 600, 800, 1000], 400, " persons"
        ),
        Control("training_years", "length of the training", [1, 2, 3, 4], 3, " years"),
        Control("leaving", "who leave each year", [0, 5, 10, 20], 10, " percent"),
    ]

    def model(intake: float, training_years: int, leaving: float) -> Answer:
        stock = trained_at_work(intake, training_years, leaving, years)
        year = first_year_with(stock, needed)
        reached = f"reached in year {year}" if year is not None else f"not within {years} years"
        words = f"After {years} years {stock[-1]:,.0f} are at work; {needed:,.0f}: {reached}."
        return [stock, [needed] * len(stock)], words

    return Explorer.make(chart, controls, model)
