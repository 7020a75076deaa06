"""The contract of lab 17: inputs, regions, beliefs, paths, and what the state gets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from casebook import data
from casebook.charts.grid import status_grid
from casebook.charts.lines import lines_over_time
from casebook.charts.style import COLORS, RATING_COLORS
from casebook.ledger import ledger
from casebook.models import contract_game as game
from casebook.models import procurement as buying
from casebook.models.jobs import jobs
from casebook.story.ledger_tables import number

#: States of demand, weakest first.
STATES = ("squeeze", "usual", "boom")
USUAL = STATES.index("usual")
#: What state bodies bought of the two brands in half a year, as claims.
BOUGHT = ("f-state-purchases-lada-2019-h1", "f-state-purchases-skoda-2019-h1")
#: Regions of the firm's plan, from no shop to a sure one, and their colours.
REGIONS = MappingProxyType(
    {
        "never": COLORS["Kazakhstan"],
        "boom": RATING_COLORS["Exploratory"],
        "usual": RATING_COLORS["Medium"],
        "sure": RATING_COLORS["High"],
    }
)
DEADLINES = (1, 3, 5, 7, 9, 11)
CREDIBILITIES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
#: Three ways to write the contract: what differs from the plain one.
CONTRACTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "plain deadline": {},
        "with clawback": {"clawback": 1.0},
        "pay on proof": {"before": 0.5},
    }
)
CONTRACT_COLORS = {
    "plain deadline": COLORS["Oskemen"],
    "with clawback": COLORS["Kostanay"],
    "pay on proof": COLORS["policy"],
}
#: Jobs elsewhere for one in car making: who says so, and the claim.
MULTIPLIERS: Mapping[str, str] = MappingProxyType(
    {
        "a vice-minister, implied": "f-job-multiplier-2019-implied",
        "the paper": "p-job-multiplier-intro",
        "the industry": "f-job-multiplier-7-8",
    }
)
RUNS, SEED = 2_000, 17
PERCENTS = [n / 100 for n in range(101)]


def demand(more: int = 0, usual: int | None = None) -> game.Demand:
    """Return the demand of the lab: cars a year from claims, moves assumed.

    Parameters
    ----------
    more
        Cars a year added in every state (taken away if below zero, but never below none).
    usual
        Cars in a usual year, if not those of the claim.
    """
    cars = (3_000, usual or int(number("f-asia-auto-output-2018")), int(number("n-capacity-plan")))
    return game.Demand(
        tuple(max(0, count + more) for count in cars),
        ((0.60, 0.40, 0.00), (0.15, 0.75, 0.10), (0.10, 0.30, 0.60)),
        STATES,
    )


def contract(**changes: Any) -> game.Contract:
    """Return the contract of the lab, with the changes that are named.

    Examples
    --------
    >>> contract().deadline, contract(deadline=5).deadline
    (7, 5)
    """
    base = game.Contract(
        demand=demand(),
        support=1_000,
        deadline=int(number("f-order-113-months")) // 12,
        extension=3,
        credibility=0.6,
        forgiveness=0.2,
        shop=number("n-investment-announced"),
        saving=600,
        running=6,
        years=15,
        rate=0.12,
        start=USUAL,
    )
    return replace(base, **changes)


def inputs() -> pd.DataFrame:
    """Return every input of the game with its unit, and whether it is a claim."""
    c = contract()
    squeeze, usual, boom = (f"{cars:,} a year" for cars in c.demand.cars)
    moves = [
        (f"after a {name}{' year' if name == 'usual' else ''}", ", ".join(
            f"{chance:.0%} {after}" for chance, after in zip(row, STATES, strict=True) if chance
        ), "assumption", "")
        for name, row in zip(STATES, c.demand.moves, strict=True)
    ]  # fmt: skip
    rows = [
        ("price of the shop, K", f"{c.shop:.0f} million dollars",
         "claim: announced, for a whole plant", "n-investment-announced"),
        ("due year", f"{c.deadline} years after signing", "claim: 84 months at most",
         "f-order-113-months"),
        ("addendum", f"{c.extension} years", "claim: 2017 to the end of 2020",
         "n-duty-start-2017 n-deadline-extended"),
        ("cars in a squeeze", squeeze, "assumption, after the guess of chapter 4", ""),
        ("cars in a usual year", usual, "claim: about, 2018", "f-asia-auto-output-2018"),
        ("cars in a boom", boom, "claim: the plan, never made", "n-capacity-plan"),
        *moves,
        ("support kept, b", f"{c.support:,.0f} dollars a car",
         "assumption, below what the suit implies", "f-lawsuit-sum"),
        ("saving, g", f"{c.saving:,.0f} dollars a welded car", "assumption", ""),
        ("running cost, f", f"{c.running:.0f} million dollars a year", "assumption", ""),
        ("interest", f"{c.rate:.0%} a year", "assumption, as in chapter 2", ""),
        ("years looked ahead", f"{c.years}", "assumption", ""),
        ("credibility, μ", f"{c.credibility:.0%}", "assumption", ""),
        ("forgiveness, x", f"{c.forgiveness:.0%}", "assumption", ""),
        ("jobs in the shop", f"{number('f-onix-jobs'):.0f}", "claim: about, another plant",
         "f-onix-jobs"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["input", "value", "claim or assumption", "claim"])


def support_in_shops() -> pd.DataFrame:
    """Return two sums of support at the weakest tenge of their years, and what they would buy.

    Returns
    -------
    pandas.DataFrame
        One row a sum: `billion tenge`, `million dollars` (at least: in every other year of the
        span a tenge was worth more), `projects` of the announced price.
    """
    rates = data.load("kzt_per_usd_annual_wdi").set_index("year")["kzt_per_usd"]
    rows = {}
    for words, name, first, last in (
        ("the article, no years", "n-support-total", 2003, 2020),
        ("the suit, 2012 to 2020", "f-lawsuit-sum", 2012, 2020),
    ):
        tenge = number(name)
        dollars = tenge * 1_000 / float(rates.loc[first:last].max())
        rows[words] = (tenge, dollars, dollars / number("n-investment-announced"))
    return pd.DataFrame(rows, index=["billion tenge", "million dollars", "projects"]).T


def spared_per_car() -> float:
    """Return duty and VAT spared by the suit, dollars a car if each year had been a usual one."""
    years = range(2012, 2021)
    cars = number("f-asia-auto-output-2018") * len(years)
    return float(support_in_shops().iloc[1]["million dollars"]) * game.MILLION / cars


def region(c: game.Contract) -> str:
    """Return the demand that it takes until a shop stands: one of `REGIONS`.

    ``usual`` if the firm builds in the due year or before in a usual year, ``sure`` if the shop
    stands in the end on every path, ``boom`` if only a boom brings it.
    """
    solution = game.solve(c)
    built = game.play(solution)["built"]
    if built.iloc[-1] < 1e-9:
        return "never"
    if built.iloc[-1] > 1 - 1e-9:
        return "sure"
    return "usual" if (solution.table("policy")["usual"] == "build").any() else "boom"


def regions(**changes: Any) -> pd.DataFrame:
    """Return the region of the firm's plan over credibility (rows) and due year (columns)."""
    return pd.DataFrame(
        {
            f"{deadline}": [
                region(contract(deadline=deadline, credibility=credibility, **changes))
                for credibility in CREDIBILITIES
            ]
            for deadline in DEADLINES
        },
        index=pd.Index([f"{100 * c:.0f} percent" for c in CREDIBILITIES], name="credibility"),
    )


def region_chart(found: pd.DataFrame) -> go.Figure:
    """Draw the regions that `regions` returns."""
    chart = status_grid(found, dict(REGIONS), height=430)
    chart.update_xaxes(title_text="due year after signing")
    return chart.update_yaxes(title_text="credibility")


def waiting() -> pd.DataFrame:
    """Return what it is worth to wait and see, by the demand of the first year (rows)."""
    rows = {name: game.option_value(contract(start=s)) for s, name in enumerate(STATES)}
    return pd.DataFrame(rows).T


def beliefs(addenda: int = 3) -> pd.DataFrame:
    """Return the belief that the state is strict after each addendum, and what it threatens."""
    c = contract()
    rows = []
    for k in range(addenda + 1):
        belief = game.belief(c.credibility, c.forgiveness, k)
        rows.append((k, belief, belief * (1 - c.forgiveness)))
    names = ["addenda", "belief: strict", "chance of enforcement"]
    return pd.DataFrame(rows, columns=names).set_index("addenda")


def values() -> pd.DataFrame:
    """Return the firm's value over credibility for each contract, as lines are drawn."""
    rows = []
    for name, changes in CONTRACTS.items():
        for step in range(21):
            credibility = step / 20
            found = game.solve(contract(credibility=credibility, **changes)).value
            rows.append((name, step * 5, found, "assumed"))
    return pd.DataFrame(rows, columns=["series", "x", "y", "basis"])


def model_lines(
    frame: pd.DataFrame, *, y_title: str, x_title: str, colors: Mapping[str, str]
) -> go.Figure:
    """Draw lines of the model: all are dashed, and the axis says that they are a model's."""
    chart = lines_over_time(frame, y_title=y_title, x_title=x_title, colors=dict(colors))
    chart.for_each_trace(lambda t: t.update(name=t.name.removesuffix(", assumed"), mode="lines"))
    return chart.update_xaxes(dtick=None)


def value_chart(frame: pd.DataFrame) -> go.Figure:
    """Draw what `values` returns; the vertical axis leaves out what no line comes near."""
    chart = model_lines(
        frame, x_title="credibility, percent", y_title="million dollars (model)",
        colors=CONTRACT_COLORS,
    )  # fmt: skip
    return chart.update_xaxes(range=[-2, 102]).update_yaxes(range=[100, 150])


def path_chart(frame: pd.DataFrame) -> go.Figure:
    """Draw what `paths` returns."""
    chart = model_lines(
        frame, x_title="years after signing", y_title="firms with a shop, percent",
        colors=WORLD_COLORS,
    )  # fmt: skip
    return chart.update_xaxes(dtick=2, range=[-0.4, 14.4])


def wide(frame: pd.DataFrame, x: str) -> pd.DataFrame:
    """Return lines as a table: one row a place on the axis, one column a line."""
    table = frame.pivot(index="x", columns="series", values="y")
    table = table[list(dict.fromkeys(frame["series"]))].round(1)
    return table.rename_axis(columns=None).rename_axis(x).reset_index()


#: The worlds of the simulation: the contract, who the state is, and the colour.
WORLDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "plain, strict state": ("plain deadline", "strict", COLORS["Oskemen"]),
        "plain, lenient state": ("plain deadline", "lenient", COLORS["Kazakhstan"]),
        "clawback, as believed": ("with clawback", "as believed", COLORS["Kostanay"]),
        "pay on proof": ("pay on proof", "as believed", COLORS["policy"]),
    }
)
WORLD_COLORS = {name: color for name, (_, _, color) in WORLDS.items()}


def paths(runs: int = RUNS, seed: int = SEED) -> pd.DataFrame:
    """Return the share of simulated firms with a shop by year, in percent, as lines are drawn."""
    rows = []
    for name, (terms, kind, _) in WORLDS.items():
        c = contract(**CONTRACTS[terms])
        found = game.simulate(game.solve(c), runs, seed, kind)
        for year in range(c.years):
            share = 100 * float((found["built"] <= year).mean())
            rows.append((name, year, share, "assumed"))
    return pd.DataFrame(rows, columns=["series", "x", "y", "basis"])


def life(kind: str = "strict", seed: int = 5) -> pd.DataFrame:
    """Return one simulated contract year by year: demand, what happens, the state it is in."""
    c = contract()
    run = game.simulate(game.solve(c), 1, seed, kind).iloc[0]
    rows, state = [], "running"
    for year, name in enumerate(run["demand"]):
        event = ""
        if year == run["built"]:
            event, state = "builds", "duty done"
        elif year == run["ended"]:
            event, state = "enforces", "ended"
        elif year in c.due_years() and state == "running":
            event = "addendum"
        rows.append((year, name, event, state))
    return pd.DataFrame(rows, columns=["year", "demand", "event", "contract"]).set_index("year")


def compare(**changes: Any) -> pd.DataFrame:
    """Return what each contract brings firm and state, discounted to the signing.

    Returns
    -------
    pandas.DataFrame
        Index: the contract; `shop in year 7` and `shop at the end` (chances), `firm`, `support`
        (after clawback, million dollars) and `shop-years` (discounted years with a shop).
    """
    rows = {}
    for name, terms in CONTRACTS.items():
        c = contract(**{**terms, **changes})
        solution = game.solve(c)
        flows = game.play(solution)
        rows[name] = {
            "shop in year 7": flows["built"].iloc[7],
            "shop at the end": flows["built"].iloc[-1],
            "firm": solution.value,
            "support": game.present((flows["support"] - flows["repaid"]).tolist(), c.rate),
            "shop-years": game.present(flows["built"].tolist(), c.rate),
        }
    return pd.DataFrame(rows).T


def cost_of_a_job(table: pd.DataFrame) -> pd.DataFrame:
    """Return the support for each job and year, in dollars, by who names the multiplier.

    Parameters
    ----------
    table
        As `compare` returns it.
    """
    direct = number("f-onix-jobs")
    columns = {}
    for words, name in MULTIPLIERS.items():
        low, high = multiplier(name)
        found = jobs(direct, low, high)["total"]
        texts = []
        for support, years in zip(table["support"], table["shop-years"], strict=True):
            dear, cheap = (
                f"{_hundreds(support * 1e6 / (years * total)):,.0f}" if years > 0 else ""
                for total in found
            )
            is_floor = math.isinf(high)
            texts.append(f"at most {dear}" if is_floor else dear if low == high else
                         f"{cheap}-{dear}")  # fmt: skip
        columns[words] = texts
    return pd.DataFrame(columns, index=table.index)


def _hundreds(value: float) -> float:
    return round(value / 100) * 100


def multiplier(name: str) -> tuple[float, float]:
    """Return the lowest and the highest multiplier that a claim names.

    Examples
    --------
    >>> multiplier("p-job-multiplier-intro"), multiplier("f-job-multiplier-7-8")
    ((4.0, inf), (7.0, 8.0))
    """
    claim = ledger().claim(name)
    if claim.low and claim.high:
        return float(claim.low), float(claim.high)
    value = number(name)
    return value, math.inf if claim.qualifier in ("at_least", "more_than") else value


def purchases() -> dict[str, int]:
    """Return cars a year that the state's purchases add, in hundreds, by case."""
    year = 2 * sum(number(name) for name in BOUGHT)
    bought = number("f-state-purchases-2018")
    share = 100 * number("f-state-purchases-foreign-2018") / bought
    moved = buying.demand(bought, 100, share, rule=1)["moved by the rule"]
    return {
        "no state buyer": -int(_hundreds(year)),
        "as in 2019": 0,
        "imports moved home": int(_hundreds(moved)),
        "as much again": int(_hundreds(year)),
    }


def rule() -> pd.DataFrame:
    """Return what a state body was allowed to buy on some days (rows), by the decree of 2019."""
    days = [date(2019, 6, 1), date(2019, 9, 1), date(2020, 9, 1), date(2021, 9, 1)]
    cars = ("home-made, certified", "imported, like one made at home")
    rows = [[buying.verdict("state body", car, day) for car in cars] for day in days]
    return pd.DataFrame(rows, columns=list(cars), index=[day.isoformat() for day in days])


def procurement() -> pd.DataFrame:
    """Return what cars bought by the state do to the shop, taken that they come every year."""
    rows = {}
    for name, more in purchases().items():
        solution = game.solve(contract(demand=demand(more)))
        flows = game.play(solution)
        rows[name] = {
            "cars a year": more,
            "firm": solution.value,
            "shop at the end": flows["built"].iloc[-1],
        }
    return pd.DataFrame(rows).T.astype({"cars a year": int})


def needed(credibilities: Sequence[float] = PERCENTS, **changes: Any) -> float | None:
    """Return the lowest credibility at which the firm builds in the due year of a usual year.

    Parameters
    ----------
    credibilities
        Where to look, in rising order.
    **changes
        Of the contract.

    Returns
    -------
    float or None
        None if none will do.
    """
    for credibility in credibilities:
        terms = contract(credibility=credibility, **changes)
        column = game.solve(terms).table("policy").iloc[terms.deadline, USUAL]
        if column == "build":
            return credibility
    return None
