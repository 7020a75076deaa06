"""The explorer of lab 17: what support, clawback, credibility and demand do to a firm's plan."""

from __future__ import annotations

from collections.abc import Mapping

from casebook.charts.style import COLORS, figure
from casebook.explorers.grid import Answer, Control, Explorer
from casebook.models import contract_game as game
from casebook.story import strings_attached as story

SUPPORTS = (250, 500, 1_000, 2_000, 4_000)
CLAWBACKS = (0, 50, 100)
CREDIBILITIES = (0, 5, 10, 20, 40, 60, 80, 100)
USUAL_CARS = (6_000, 12_000, 18_000, 24_000)
CARS_WORDS = ("6,000 (assumed)", "12,000 (assumed)", "18,000 (claim: 2018)", "24,000 (assumed)")
BARS = ("best<br>plan", "build<br>now", "never<br>build", "support<br>paid")
BAR_COLORS = (COLORS["Oskemen"], COLORS["Oskemen"], COLORS["Oskemen"], COLORS["policy"])


def terms(support: float, clawback: float, credibility: float, cars: float) -> game.Contract:
    """Return the contract of one setting; the parts are in percent."""
    return story.contract(
        support=support,
        clawback=clawback / 100,
        credibility=credibility / 100,
        demand=story.demand(usual=int(cars)),
    )


def when(c: game.Contract, built: Mapping[int, float]) -> str:
    """Say in words when the firm builds.

    Parameters
    ----------
    c
        The contract.
    built
        Chance that the shop stands at the end of each year.
    """
    last = c.years - 1
    if built[0] > 0.5:
        return "The firm builds in year 0."
    if built[last] < 1e-9:
        return "The firm never builds."
    news = {year: built[year] - built[year - 1] for year in range(1, c.years)}
    likeliest = max(news, key=lambda year: news[year])
    return (
        f"The firm waits; the shop stands by year {last} with a chance of {built[last]:.0%}. "
        f"The likeliest year to build is year {likeliest}."
    )


def contract_game() -> Explorer:
    """Return the explorer; every input but the starting cars and the shop's price is assumed."""
    c = story.contract()
    chart = figure(height=560, showlegend=False)
    chart.add_scatter(
        x=list(range(c.years)), mode="lines+markers",
        line={"color": COLORS["Oskemen"], "dash": "dash", "width": 3, "shape": "hv"},
        hovertemplate="year %{x}: %{y:.0f} percent<extra></extra>",
    )  # fmt: skip
    chart.add_bar(
        x=list(BARS), marker_color=list(BAR_COLORS), xaxis="x2", yaxis="y2",
        hovertemplate="%{x}: %{y:.1f} million dollars<extra></extra>",
    )  # fmt: skip
    chart.update_layout(
        xaxis={"title": {"text": f"year after signing ({c.deadline} is due)"}, "dtick": 2},
        yaxis={
            "title": {"text": "shop stands, percent"}, "range": [-3, 105], "domain": [0.60, 1],
        },
        xaxis2={"anchor": "y2", "showgrid": False},
        yaxis2={"title": {"text": "million dollars (model)"}, "domain": [0, 0.40], "anchor": "x2"},
    )  # fmt: skip

    def model(support: float, clawback: float, credibility: float, cars: float) -> Answer:
        c = terms(support, clawback, credibility, cars)
        worth = game.option_value(c)
        flows = game.play(game.solve(c))
        paid = game.present((flows["support"] - flows["repaid"]).tolist(), c.rate)
        built = dict(enumerate(flows["built"].tolist()))
        bars = [worth["best plan"], worth["build now"], worth["never build"], paid]
        words = (
            f"{when(c, built)} The best plan is worth {worth['best plan']:.0f} million dollars, "
            f"building now {worth['build now']:.0f}, never building {worth['never build']:.0f}; "
            f"the state pays {paid:.0f}."
        )
        return [[100 * chance for chance in built.values()], bars], words

    controls = [
        Control("support", "support kept, dollars a car (assumed)", SUPPORTS, 1_000),
        Control("clawback", "clawback (assumed)", CLAWBACKS, 0, " percent"),
        Control("credibility", "credibility (assumed)", CREDIBILITIES, 60, " percent"),
        Control("cars", "cars in a usual year", USUAL_CARS, 18_000, names=CARS_WORDS),
    ]
    return Explorer.make(chart, controls, model)
