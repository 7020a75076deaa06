r"""When a firm that is paid on condition builds what it owes: a dynamic game of a few states.

A state supports a firm with a sum for each car and asks for a shop (welding and painting) by a
due year. Each year the firm sees demand and builds or waits. In a due year in which there is no
shop, the state either ends the contract or grants an addendum that moves the due year.

*States.* The year :math:`t`, demand :math:`s` (a Markov chain with the matrix :math:`P`), the
support received so far :math:`a`, and whether the contract runs and the shop stands. The state
is *strict* or *lenient*. A lenient one always grants the addendum; a strict one grants it with
the chance :math:`x` and else enforces. The firm believes with :math:`\mu` that it is strict. By
Bayes' rule an addendum multiplies the odds :math:`\mu / (1 - \mu)` by :math:`x`, so after
:math:`k` addenda the belief is known, and in the next due year the chance of enforcement is
:math:`p = \mu_k (1 - x)`.

*Equations.* With :math:`n_s` cars, support :math:`b`, its part :math:`\varphi` that is paid
before the shop stands, the saving :math:`g` on a car that passes the shop, its running cost
:math:`f`, its price :math:`K`, the clawback :math:`\kappa` and the discount factor :math:`\beta`:

.. math::

    B^c_t(s) &= g n_s - f + c\,b n_s + \beta \sum_{s'} P_{ss'} B^c_{t+1}(s') \\
    W_t(s) &= \max\{-K + B^0_t(s),\; \beta \sum_{s'} P_{ss'} W_{t+1}(s')\} \\
    V_t(s, a) &= \max\{-K + B^1_t(s),\; p_t\,[-\kappa a + \beta \sum_{s'} P_{ss'} W_{t+1}(s')]
        + (1 - p_t)\,[\varphi b n_s + \beta \sum_{s'} P_{ss'} V_{t+1}(s', a + \varphi b n_s)]\}

:math:`B^1` and :math:`B^0` are worth having the shop with and without support, :math:`W` is worth
the firm after enforcement, :math:`V` the firm under the contract; all are zero after the last
year, and :math:`p_t = 0` in a year in which nothing is due.

The method is backward induction (Bellman 1957, *Dynamic Programming*); that waiting has a value
when a cost cannot be taken back is the theme of Dixit and Pindyck 1994, *Investment under
Uncertainty*. What a firm earns with kits is left out: it is the same on every path.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MILLION = 1_000_000
#: The support received so far is counted in steps of the greatest common divisor of the cars.
MOST_STEPS = 20_000
#: A difference below this, in million dollars, is one of rounding.
ROUNDING = 1e-9
#: Who the state is: one type, or the firm's prior over both.
KINDS_OF_STATE = ("strict", "lenient", "as believed")


@dataclass(frozen=True)
class Demand:
    """Cars a year as a Markov chain.

    Parameters
    ----------
    cars
        Cars a year in each state of demand, whole numbers.
    moves
        The chance of each state next year (columns) after each state this year (rows).
    names
        A word for each state.

    Raises
    ------
    ValueError
        If the shapes differ, a row of `moves` does not add up to 1, or cars are below zero.

    Examples
    --------
    >>> Demand((3_000, 18_000), ((0.5, 0.5), (0.2, 0.8)), ("squeeze", "usual")).mean(1, 1)
    15000.0
    """

    cars: tuple[int, ...]
    moves: tuple[tuple[float, ...], ...]
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        size = len(self.cars)
        if size == 0 or len(self.names) != size or {len(row) for row in self.moves} != {size}:
            raise ValueError(f"found {size} states of cars; expected as many names and moves")
        if len(self.moves) != size:
            raise ValueError(f"found {len(self.moves)} rows of moves; expected {size}")
        for name, cars, row in zip(self.names, self.cars, self.moves, strict=True):
            if cars < 0 or cars != int(cars):
                raise ValueError(f"{name}: found {cars} cars; expected a whole number, 0 or more")
            if min(row) < 0 or not math.isclose(sum(row), 1, abs_tol=1e-9):
                raise ValueError(f"{name}: found moves {row}; expected chances that add up to 1")

    def mean(self, start: int, years: int) -> float:
        """Return the cars to be expected so many years after a year in state `start`."""
        chain = np.linalg.matrix_power(np.array(self.moves), years)
        return float(chain[start] @ np.array(self.cars))


@dataclass(frozen=True)
class Contract:
    """The terms, the demand and the firm; money in dollars, million dollars where it says so.

    Parameters
    ----------
    demand
        Cars a year and how they change.
    support
        What the firm keeps of the state's support, dollars a car.
    deadline
        The due year, counted from the first year 0. The shop must stand when that year is judged.
    extension
        Years by which an addendum moves the due year, at least 1.
    credibility
        The firm's belief, at the start, that the state is strict; 0 to 1.
    forgiveness
        Chance that a strict state grants an addendum all the same; 0 to 1.
    clawback
        Part of the support received that the firm pays back when the contract is ended; 0 to 1.
    before
        Part of the support that is paid before the shop stands; 1 pays all of it, 0 none.
    shop
        Price of the shop, million dollars, paid in the year in which it is built.
    saving
        What the shop saves on a car, dollars.
    running
        Cost of running the shop, million dollars a year, however many cars pass it.
    years
        Years that the firm looks ahead; nothing is left after them.
    rate
        Interest at which later years count for less, 0.12 for 12 percent.
    start
        Place of the first year's demand in `demand.cars`.
    learns
        Whether an addendum changes the firm's belief. If not, each due year is to it as the first.

    Raises
    ------
    ValueError
        If a value lies outside its range; the message names it and says what was expected.
    """

    demand: Demand
    support: float
    deadline: int
    credibility: float
    extension: int = 3
    forgiveness: float = 0.0
    clawback: float = 0.0
    before: float = 1.0
    shop: float = 76.0
    saving: float = 0.0
    running: float = 0.0
    years: int = 15
    rate: float = 0.12
    start: int = 0
    learns: bool = True

    def __post_init__(self) -> None:
        for name in ("credibility", "forgiveness", "clawback", "before"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"found {name} {getattr(self, name)}; expected 0 to 1")
        for name in ("support", "shop", "saving", "running", "rate"):
            if not (getattr(self, name) >= 0 and math.isfinite(getattr(self, name))):
                raise ValueError(f"found {name} {getattr(self, name)}; expected 0 or more")
        for name, least in (("deadline", 0), ("extension", 1), ("years", 1)):
            value = getattr(self, name)
            if value != int(value) or value < least:
                raise ValueError(f"found {name} {value}; expected a whole number from {least}")
        if not 0 <= self.start < len(self.demand.cars):
            raise ValueError(f"found start {self.start}; expected 0 to {len(self.demand.cars) - 1}")
        if self.clawback and self.steps > MOST_STEPS:
            raise ValueError(f"cars {self.demand.cars} need {self.steps} steps; round them")

    @property
    def unit(self) -> int:
        """Cars in one step of the support received."""
        return math.gcd(*self.demand.cars) or 1

    @property
    def steps(self) -> int:
        """Steps by which the supported cars can be counted over all years."""
        return self.years * max(self.demand.cars) // self.unit

    @property
    def factor(self) -> float:
        """What a dollar of next year is worth now."""
        return 1 / (1 + self.rate)

    def due_years(self) -> list[int]:
        """Return the due years, if every one of them passes without a shop.

        Examples
        --------
        >>> Contract(Demand((1,), ((1,),), ("same",)), 0, 7, 0, extension=3).due_years()
        [7, 10, 13]
        """
        return list(range(self.deadline, self.years, self.extension))

    def chances(self, kind: str = "as believed") -> list[float]:
        """Return the chance of enforcement in each year, given that the contract still runs.

        Parameters
        ----------
        kind
            One of `KINDS_OF_STATE`; ``"as believed"`` mixes both types by the prior.
        """
        if kind not in KINDS_OF_STATE:
            raise ValueError(f"found {kind!r}; expected one of {', '.join(KINDS_OF_STATE)}")
        found = [0.0] * self.years
        for addenda, year in enumerate(self.due_years()):
            strict = {"strict": 1.0, "lenient": 0.0}.get(kind)
            if strict is None:
                strict = belief(self.credibility, self.forgiveness, addenda)
            found[year] = strict * (1 - self.forgiveness)
        return found

    def expected_chances(self) -> list[float]:
        """Return the chance of enforcement in each year as the firm reckons it."""
        if self.learns:
            return self.chances()
        first = self.credibility * (1 - self.forgiveness)
        return [first if year in self.due_years() else 0.0 for year in range(self.years)]

    @cached_property
    def earnings(self) -> Array:
        """What the shop earns in a year by state of demand, million dollars."""
        return np.array(self.demand.cars) * self.saving / MILLION - self.running

    @cached_property
    def supports(self) -> Array:
        """Full support of a year by state of demand, million dollars."""
        return np.array(self.demand.cars) * self.support / MILLION


def belief(prior: float, forgiveness: float, addenda: int = 1) -> float:
    """Return the belief that the state is strict after it has granted addenda.

    Parameters
    ----------
    prior
        Belief before the first of them, 0 to 1.
    forgiveness
        Chance that a strict state grants one, 0 to 1; a lenient state always does.
    addenda
        How many were granted.

    Raises
    ------
    ValueError
        If a chance is not from 0 to 1, the number is negative, or the addendum is impossible: a
        state that is surely strict and never forgives cannot have granted it (that belief is 1).

    Examples
    --------
    >>> round(belief(0.5, 0.3), 4), belief(0.5, 0.0), belief(0.5, 1.0)
    (0.2308, 0.0, 0.5)
    """
    for name, value in (("prior", prior), ("forgiveness", forgiveness)):
        if not 0 <= value <= 1:
            raise ValueError(f"found {name} {value}; expected 0 to 1")
    if addenda < 0:
        raise ValueError(f"found {addenda} addenda; expected 0 or more")
    granted, lenient = prior * forgiveness**addenda, 1 - prior
    # After what cannot happen no belief follows; the old one stays.
    return granted / (granted + lenient) if granted + lenient > 0 else prior


@dataclass(frozen=True)
class Solution:
    """What the firm is worth and what it does, by year, demand and support received.

    Parameters
    ----------
    contract
        The terms.
    values
        For each year an array of one row a state of demand and one column a step of supported
        cars, million dollars; the contract runs and there is no shop. One column if nothing can
        be clawed back.
    builds
        The same shape: whether the firm builds.
    with_shop
        Two arrays of one row a year (one more than the years) and one column a state of demand:
        having the shop without and with support, million dollars.
    ended
        The firm after enforcement, without a shop; the same shape as those.
    """

    contract: Contract
    values: list[Array]
    builds: list[Flags]
    with_shop: tuple[Array, Array]
    ended: Array
    builds_ended: Flags = field(repr=False)

    @property
    def value(self) -> float:
        """The firm at the start, million dollars."""
        return float(self.values[0][self.contract.start, 0])

    @property
    def build_now(self) -> float:
        """The firm if it builds in the first year, million dollars."""
        return float(self.with_shop[1][0, self.contract.start] - self.contract.shop)

    def table(self, what: str = "value") -> pd.DataFrame:
        """Return values or policy by year (rows) and demand (columns).

        Where support can be clawed back they depend on what was received; the table takes it
        that every earlier year was like the first.

        Parameters
        ----------
        what
            ``"value"`` in million dollars or ``"policy"`` as build or wait.
        """
        c = self.contract
        if what not in ("value", "policy"):
            raise ValueError(f"found {what!r}; expected value or policy")
        per_year = c.demand.cars[c.start] // c.unit if c.clawback else 0
        rows: list[list[float] | list[str]] = []
        for year in range(c.years):
            column = year * per_year
            if what == "value":
                rows.append([float(v) for v in self.values[year][:, column]])
            else:
                rows.append([("wait", "build")[int(b)] for b in self.builds[year][:, column]])
        return pd.DataFrame(
            rows, columns=list(c.demand.names), index=pd.RangeIndex(c.years, name="year")
        )


def solve(contract: Contract) -> Solution:
    """Solve the firm's problem by backward induction; where both are worth the same, it builds.

    Parameters
    ----------
    contract
        The terms.

    Examples
    --------
    A shop for 15 keeps a support of 10 in the due year and the next. There is no interest, so the
    firm may as well build before it must:

    >>> same = Demand((10_000,), ((1.0,),), ("same",))
    >>> sure = Contract(same, 1_000, 1, 1.0, shop=15, years=3, rate=0.0)
    >>> found = solve(sure)
    >>> found.value, found.table("policy")["same"].tolist()
    (15.0, ['build', 'build', 'wait'])
    """
    c, chain = contract, np.array(contract.demand.moves)
    size, paid = len(c.demand.cars), c.supports * c.before
    shop = np.zeros((2, c.years + 1, size))
    ended = np.zeros((c.years + 1, size))
    builds_ended = np.zeros((c.years, size), dtype=bool)
    for year in reversed(range(c.years)):
        for runs in (0, 1):
            later = c.factor * chain @ shop[runs, year + 1]
            shop[runs, year] = c.earnings + runs * c.supports + later
        alone, without = shop[0, year] - c.shop, c.factor * chain @ ended[year + 1]
        builds_ended[year] = alone >= without
        ended[year] = np.maximum(alone, without)

    # Without clawback nothing hangs on what was received, and one column will do.
    steps = [cars // c.unit for cars in c.demand.cars] if c.clawback else [0] * size
    chances = c.expected_chances()
    nothing = np.zeros((size, c.years * max(steps) + 1))
    values = [nothing] * (c.years + 1)
    builds: list[Flags] = []
    for year in reversed(range(c.years)):
        columns = year * max(steps) + 1
        received = np.arange(columns) * c.unit * c.support * c.before / MILLION
        later = c.factor * chain @ values[year + 1]
        on = np.stack([paid[s] + later[s, steps[s] : steps[s] + columns] for s in range(size)])
        off = (c.factor * chain @ ended[year + 1])[:, None] - c.clawback * received
        wait = chances[year] * off + (1 - chances[year]) * on
        build = (shop[1, year] - c.shop)[:, None]
        builds.insert(0, build >= wait)
        values[year] = np.maximum(build, wait)
    return Solution(c, values[:-1], builds, (shop[0], shop[1]), ended, builds_ended)


def fixed_plan(contract: Contract, year: int | None = None) -> float:
    """Return what the firm is worth if it settles its plan at the start, million dollars.

    Parameters
    ----------
    contract
        The terms.
    year
        The year in which it builds whatever demand is then, if the contract still runs; None if
        it never builds. After enforcement it does not build.

    Raises
    ------
    ValueError
        If the year is not one of the contract's.

    Examples
    --------
    >>> same = Demand((10_000,), ((1.0,),), ("same",))
    >>> c = Contract(same, 1_000, 1, 1.0, shop=15, years=3, rate=0.0)
    >>> fixed_plan(c), fixed_plan(c, 1), fixed_plan(c, 2)
    (10.0, 15.0, 10.0)
    """
    c = contract
    if year is not None and not 0 <= year < c.years:
        raise ValueError(f"found year {year}; expected 0 to {c.years - 1}, or none")
    chain, here = np.array(c.demand.moves), np.eye(len(c.demand.cars))[c.start]
    received, alive, worth = 0.0, 1.0, 0.0
    # Enforcement does not hang on demand, so the mean of what was received suffices.
    for now, chance in enumerate(c.expected_chances()):
        discount, full = c.factor**now, float(here @ c.supports)
        if year is not None and now >= year:
            cost = c.shop if now == year else 0.0
            worth += discount * alive * (full + float(here @ c.earnings) - cost)
        else:
            worth -= discount * alive * chance * c.clawback * received
            alive *= 1 - chance
            worth += discount * alive * full * c.before
            received += full * c.before
        here = here @ chain
    return worth


def option_value(contract: Contract) -> dict[str, float]:
    """Return what it is worth to the firm that it may wait and see, million dollars.

    Parameters
    ----------
    contract
        The terms.

    Returns
    -------
    dict
        `build now`, `never build`, `best fixed year` (the best of all plans settled at the start,
        the first two among them), `best plan` (it may look at demand each year) and
        `wait and see`, the difference of the last two, which is never below zero.

    Examples
    --------
    >>> same = Demand((10_000,), ((1.0,),), ("same",))
    >>> option_value(Contract(same, 1_000, 1, 1.0, shop=15, years=3, rate=0.1))["wait and see"]
    0.0
    """
    best = solve(contract).value
    now, never = fixed_plan(contract, 0), fixed_plan(contract)
    fixed = max(never, *(fixed_plan(contract, year) for year in range(contract.years)))
    see = best - fixed
    return {
        "build now": now,
        "never build": never,
        "best fixed year": fixed,
        "best plan": best,
        "wait and see": see if see > ROUNDING else 0.0,
    }


def play(solution: Solution, kind: str = "as believed") -> pd.DataFrame:
    """Return what is to be expected year by year, exactly, by carrying the chances forward.

    Parameters
    ----------
    solution
        The firm's plan.
    kind
        Who the state really is, one of `KINDS_OF_STATE`.

    Returns
    -------
    pandas.DataFrame
        One row a year: `built` and `ended` (chances that the shop stands and that the contract is
        ended, at the end of the year), `firm`, `support` and `repaid` (million dollars of the
        year, to be expected, not discounted) and `supported cars`.
    """
    c, chances = solution.contract, solution.contract.chances(kind)
    chain, size = np.array(c.demand.moves), len(c.demand.cars)
    steps = [cars // c.unit for cars in c.demand.cars] if c.clawback else [0] * size
    open_ = np.zeros((size, c.years * max(steps) + 1))
    open_[c.start, 0] = 1.0
    off, built = np.zeros(size), np.zeros((2, size))
    cars, rows = np.array(c.demand.cars, dtype=float), []
    received = np.arange(open_.shape[1]) * c.unit * c.support * c.before / MILLION
    for year in range(c.years):
        flags = np.zeros(open_.shape, dtype=bool)
        flags[:, : solution.builds[year].shape[1]] = solution.builds[year]
        new = np.stack([off * solution.builds_ended[year], (open_ * flags).sum(axis=1)])
        off, open_, built = off - new[0], open_ * ~flags, built + new
        stopped = open_ * chances[year]
        repaid = float(c.clawback * (stopped @ received).sum())
        open_, off = open_ - stopped, off + stopped.sum(axis=1)
        running = open_.sum(axis=1)
        support = float(running @ c.supports * c.before + built[1] @ c.supports)
        earned = float(built.sum(axis=0) @ c.earnings)
        rows.append(
            {
                "year": year,
                "built": float(built.sum()),
                "ended": float(off.sum() + built[0].sum()),
                "firm": support + earned - repaid - c.shop * float(new.sum()),
                "support": support,
                "repaid": repaid,
                "supported cars": float((running + built[1]) @ cars),
            }
        )
        moved = np.zeros_like(open_)
        for s in range(size):
            width = open_.shape[1] - steps[s]
            moved[:, steps[s] :] += np.outer(chain[s], open_[s, :width])
        open_, off, built = moved, off @ chain, built @ chain
    return pd.DataFrame(rows).set_index("year")


def present(flows: Sequence[float], rate: float) -> float:
    """Return the present value of the sums of years 0, 1, 2 and on.

    Examples
    --------
    >>> present([10, 11], 0.1)
    20.0
    """
    return float(sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)))


def simulate(solution: Solution, runs: int, seed: int, kind: str = "as believed") -> pd.DataFrame:
    """Play the game many times.

    Parameters
    ----------
    solution
        The firm's plan.
    runs
        How often.
    seed
        Of the random numbers; the same seed gives the same runs.
    kind
        Who the state really is, one of `KINDS_OF_STATE`; ``"as believed"`` draws it in each run.

    Returns
    -------
    pandas.DataFrame
        One row a run: `built` and `ended` (the year, NaN if never), `addenda` granted, `firm`
        (present value, million dollars) and `demand` (names of the states, year by year).
    """
    if runs < 1:
        raise ValueError(f"found {runs} runs; expected at least 1")
    c, rng = solution.contract, np.random.default_rng(seed)
    c.chances(kind)  # says what is wrong with an unknown kind
    edges = np.cumsum(np.array(c.demand.moves), axis=1)
    due = set(c.due_years())
    rows = []
    for _ in range(runs):
        strict = rng.random() < {"strict": 1.0, "lenient": 0.0}.get(kind, c.credibility)
        rows.append(_run(solution, rng, edges, due, strict=bool(strict)))
    return pd.DataFrame(rows)


def _run(
    solution: Solution, rng: np.random.Generator, edges: Array, due: set[int], *, strict: bool
) -> dict[str, object]:
    """Play once."""
    c, s, steps = solution.contract, solution.contract.start, 0
    built = ended = math.nan
    received = worth = 0.0
    addenda, demand = 0, []
    for year in range(c.years):
        money = 0.0
        demand.append(c.demand.names[s])
        is_open = math.isnan(ended)
        if math.isnan(built):
            plan = solution.builds[year][s, steps] if is_open else solution.builds_ended[year, s]
            if plan:
                built, money = year, -c.shop
            elif is_open and year in due:
                if strict and rng.random() >= c.forgiveness:
                    ended, is_open, money = year, False, -c.clawback * received
                else:
                    addenda += 1
        if not math.isnan(built):
            money += c.earnings[s]
        if is_open:
            paid = c.supports[s] * (c.before if math.isnan(built) else 1)
            money, received = money + paid, received + paid
            steps += c.demand.cars[s] // c.unit if c.clawback and math.isnan(built) else 0
        worth += c.factor**year * money
        s = min(int(np.searchsorted(edges[s], rng.random(), side="right")), len(edges) - 1)
    return {
        "built": built, "ended": ended, "addenda": addenda, "firm": worth, "demand": demand,
    }  # fmt: skip
