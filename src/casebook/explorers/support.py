"""The explorers of chapter 9: support a car for chosen inputs, and tenge as dollars by year."""

from __future__ import annotations

import pandas as pd

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models.debts import in_dollars, support_per_car

YEARS = (5, 8, 12, 15, 18)
CARS_A_YEAR = (2_900, 5_000, 9_000, 12_000, 20_000, 25_000)
CARS_WORDS = (
    "2,900 (claim: pace of 2010)",
    "5,000 (assumed)",
    "9,000 (assumed)",
    "12,000 (assumed)",
    "20,000 (claim: 2019)",
    "25,000 (assumed)",
)
PARTS = (25, 50, 75, 100)
ROWS = ["your inputs", "ceiling: cars<br>that are known", "a vehicle of 2018,<br>mean value"]


def per_car(support_bn: float, known_cars: float, value_2018: float) -> Explorer:
    """Return the calculator of support a car.

    Parameters
    ----------
    support_bn
        The whole support, billion tenge.
    known_cars
        Cars that reports name, a floor of all.
    value_2018
        Mean value of a vehicle made in the country in 2018, million tenge.
    """
    chart = figure(height=260, showlegend=False, barmode="overlay")
    for color in (COLORS["policy"], COLORS["Kazakhstan"]):
        chart.add_bar(
            y=ROWS, orientation="h", marker_color=color,
            hovertemplate="%{x:.2f} million tenge<extra></extra>",
        )  # fmt: skip
    chart.update_yaxes(categoryorder="array", categoryarray=ROWS[::-1])
    chart.update_xaxes(title_text="million tenge a car", range=[0, 26], showgrid=True)
    ceiling = support_per_car(support_bn, 100, known_cars)

    def model(years: float, cars: float, part: float) -> Answer:
        found = support_per_car(support_bn, part, years * cars)
        few = years * cars < known_cars
        note = f" Reports name more cars than that: {known_cars:,.0f}." if few else ""
        words = f"{part} percent of the support over {years * cars:,.0f} cars"
        return [[found, 0, 0], [0, ceiling, value_2018]], (
            f"{words}: {found:.2f} million tenge a car.{note}"
        )

    controls = [
        Control("years", "years counted (assumed)", YEARS, 18),
        Control("cars", "cars a year", CARS_A_YEAR, 9_000, names=CARS_WORDS),
        Control("part", "part of the support counted (assumed)", PARTS, 100, " percent"),
    ]
    return Explorer.make(chart, controls, model, axis="x")


def dollars(sums_bn: dict[str, float], rates: pd.Series) -> Explorer:
    """Return the converter: a sum, and the year whose rate is taken.

    Parameters
    ----------
    sums_bn
        Name and billion tenge of each sum.
    rates
        Tenge per dollar by year.
    """
    years = [int(year) for year in rates.index]
    chart = figure(height=360, barmode="overlay", legend={"traceorder": "normal"})
    for name, color in (("other years", COLORS["Kazakhstan"]), ("your year", COLORS["policy"])):
        chart.add_bar(
            x=years, name=name, marker_color=color,
            hovertemplate="%{x}: %{y:.2f} billion dollars<extra></extra>",
        )  # fmt: skip
    chart.update_yaxes(title_text="billion dollars", range=[0, 3.2])
    chart.update_xaxes(title_text="year whose mean rate is taken", dtick=4, tickformat="d")
    names = list(sums_bn)

    def model(which: float, year: float) -> Answer:
        amount = sums_bn[names[int(which)]]
        all_years = [in_dollars(amount, float(rates.loc[y])) for y in years]
        rest = [0.0 if y == year else v for y, v in zip(years, all_years, strict=True)]
        mine = [v if y == year else 0.0 for y, v in zip(years, all_years, strict=True)]
        return [rest, mine], (
            f"{names[int(which)]}, {amount:g} billion tenge: {max(mine):.2f} billion dollars "
            f"at the rate of {year:.0f} ({rates.loc[year]:.0f} tenge); "
            f"from {min(all_years):.2f} to {max(all_years):.2f} over all years."
        )

    controls = [
        Control("which", "sum", range(len(names)), 0, names=names),
        Control("year", "year", years, 2014, names=[str(year) for year in years]),
    ]
    return Explorer.make(chart, controls, model)
