"""Lab 17: the contract game agrees with sums by hand, with enumeration and with simulation."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.explorers import strings_attached as explorer
from casebook.models.conditional_support import courses
from casebook.models.contract_game import (
    Contract,
    Demand,
    belief,
    fixed_plan,
    option_value,
    play,
    present,
    simulate,
    solve,
)
from casebook.story import strings_attached as story

SAME = Demand((10_000,), ((1.0,),), ("same",))
TWO = Demand((2_000, 12_000), ((0.7, 0.3), (0.4, 0.6)), ("squeeze", "usual"))

chance = st.integers(0, 20).map(lambda n: n / 20)


@st.composite
def contracts(draw):
    """A contract of two states of demand and a few years."""
    down, up = draw(chance), draw(chance)
    low = draw(st.integers(0, 10))
    demand = Demand(
        (low * 1_000, (low + draw(st.integers(0, 20))) * 1_000),
        ((1 - up, up), (down, 1 - down)),
        ("squeeze", "usual"),
    )
    years = draw(st.integers(1, 8))
    return Contract(
        demand,
        support=draw(st.integers(0, 3_000)),
        deadline=draw(st.integers(0, years)),
        credibility=draw(chance),
        extension=draw(st.integers(1, 3)),
        forgiveness=draw(chance),
        clawback=draw(chance),
        before=draw(chance),
        shop=draw(st.integers(0, 100)),
        saving=draw(st.integers(0, 2_000)),
        running=draw(st.integers(0, 10)),
        years=years,
        rate=draw(st.sampled_from([0.0, 0.05, 0.12, 0.5])),
        start=draw(st.integers(0, 1)),
        learns=draw(st.booleans()),
    )


def enumerated(c):
    """Return the best value over every plan, each followed down every path of chance.

    Written for itself, without the equations: a plan says for each history of demand, with the
    contract running or ended in a certain year, whether to build.
    """
    states = range(len(c.demand.cars))
    histories = [
        (c.start, *tail) for n in range(c.years) for tail in itertools.product(states, repeat=n)
    ]
    due = list(range(c.deadline, c.years, c.extension))
    nodes = [(h, None) for h in histories]
    nodes += [(h, y) for y in due for h in histories if len(h) - 1 > y]

    def worth(plan, kept_chances):
        total, stack = 0.0, [((c.start,), None, None, 1.0, 0.0)]
        while stack:
            history, ended, built, likely, received = stack.pop()
            year, s = len(history) - 1, history[-1]
            discount = likely / (1 + c.rate) ** year
            if built is None and plan[history, ended]:
                built, total = year, total - discount * c.shop
            branches = [(ended, 1.0)]
            if built is None and ended is None and year in due:
                p = kept_chances[year]
                branches = [(year, p), (None, 1 - p)]
            for end, part in branches:
                if part == 0:
                    continue
                if end == year:
                    total -= discount * part * c.clawback * received
                got = 0.0
                if end is None:
                    full = c.support * c.demand.cars[s] / 1e6
                    got = full if built is not None else c.before * full
                earned = c.saving * c.demand.cars[s] / 1e6 - c.running if built is not None else 0
                total += discount * part * (got + earned)
                if year + 1 < c.years:
                    for nxt in states:
                        move = c.demand.moves[s][nxt]
                        if move:
                            stack.append(
                                ((*history, nxt), end, built, likely * part * move, received + got)
                            )
        return total

    chances = c.expected_chances()
    plans = itertools.product((False, True), repeat=len(nodes))
    return max(worth(dict(zip(nodes, plan, strict=True)), chances) for plan in plans)


TINY = {
    "support": 800, "deadline": 1, "credibility": 0.7, "extension": 1, "start": 1,
    "shop": 9.0, "saving": 300, "running": 1.0, "years": 3, "rate": 0.1,
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"clawback": 1.0},
        {"clawback": 0.5, "before": 0.5},
        {"forgiveness": 0.4, "credibility": 0.9},
        {"learns": False, "forgiveness": 0.4},
        {"start": 0, "shop": 4.0},
        {"extension": 2, "clawback": 1.0, "deadline": 0, "years": 2},
        {"saving": 3_000, "credibility": 0.0},
    ],
)
def test_backward_induction_finds_the_best_of_all_plans(changes):
    terms = (
        {"support": 800, "deadline": 1, "credibility": 0.7, "extension": 1, "start": 1}
        | TINY
        | changes
    )
    c = Contract(TWO, **terms)
    assert solve(c).value == pytest.approx(enumerated(c), abs=1e-9)


def test_a_sure_end_is_reckoned_by_hand():
    # 10 million a year; the shop for 15 in year 1 keeps years 1 and 2, no shop loses both.
    c = Contract(SAME, 1_000, 1, 1.0, shop=15, years=3, rate=0.0)
    assert option_value(c)["best plan"] == 10 + 10 + 10 - 15
    assert solve(replace(c, shop=25.0)).value == 10


def test_certain_demand_is_a_sum_of_powers():
    """With one state of demand and no learning, three courses are left, as in chapter 7."""
    c = Contract(SAME, 1_000, 3, 0.4, extension=1, shop=30, years=9, rate=0.1, learns=False)
    weights = [1.1**-y for y in range(9)]
    kept = [0.6 ** max(0, y - 3 + 1) for y in range(9)]
    never = 10 * sum(w * k for w, k in zip(weights, kept, strict=True))
    at_due = 10 * sum(weights) - 30 * weights[3]
    assert fixed_plan(c) == pytest.approx(never, abs=1e-9)
    assert solve(c).value == pytest.approx(max(never, at_due), abs=1e-9)


def test_agrees_with_the_small_model_of_chapter_7():
    for credibility in (0.0, 0.2, 0.6, 1.0):
        worth = courses(
            benefit=10, cost=30, deadline=3, credibility=credibility, horizon=9, discount=0.1
        )
        c = Contract(SAME, 1_000, 3, credibility, extension=1, shop=30, years=9, rate=0.1,
                     learns=False)  # fmt: skip
        assert solve(c).value == pytest.approx(max(worth.values()), abs=1e-9)
        assert fixed_plan(c) == pytest.approx(worth["never build"], abs=1e-9)


@given(contracts(), st.integers(0, 2_000))
@settings(deadline=None, max_examples=60)
def test_value_rises_with_support(c, more):
    richer = replace(c, support=c.support + more)
    assert solve(richer).value >= solve(c).value - 1e-9


@given(contracts(), chance, chance)
@settings(deadline=None, max_examples=60)
def test_a_higher_penalty_or_credibility_never_delays(c, clawback, credibility):
    harder = replace(
        c,
        clawback=max(c.clawback, clawback),
        credibility=max(c.credibility, credibility),
    )
    soft, hard = solve(c), solve(harder)
    assert hard.value <= soft.value + 1e-9
    for year in range(c.years):
        for s in range(2):
            # One column stands for all if nothing can be clawed back.
            before, after = soft.builds[year][s], hard.builds[year][s]
            close = np.isclose(hard.values[year][s], hard.with_shop[1][year, s] - c.shop, atol=1e-9)
            assert (~before | after | close).all()


@given(contracts())
@settings(deadline=None, max_examples=60)
def test_credibility_of_nothing_is_no_string(c):
    loose = replace(c, credibility=0.0)
    unbound = replace(loose, deadline=c.years, clawback=0.0)
    assert solve(loose).value == pytest.approx(solve(unbound).value, abs=1e-9)
    assert [v.tolist() for v in solve(replace(loose, clawback=0.0)).builds] == [
        v.tolist() for v in solve(unbound).builds
    ]


@given(contracts())
@settings(deadline=None, max_examples=60)
def test_carrying_chances_forward_returns_the_value(c):
    c = replace(c, learns=True)  # a firm that does not learn expects what will not be
    solution = solve(c)
    flows = play(solution)
    assert present(flows["firm"].tolist(), c.rate) == pytest.approx(solution.value, abs=1e-7)
    assert flows["built"].is_monotonic_increasing or np.allclose(
        np.minimum(np.diff(flows["built"]), 0), 0
    )
    assert flows[["built", "ended"]].to_numpy().max() <= 1 + 1e-9


@given(contracts())
@settings(deadline=None, max_examples=60)
def test_freedom_to_wait_is_never_a_burden(c):
    worth = option_value(c)
    assert worth["best plan"] >= worth["best fixed year"] - 1e-9
    assert worth["best fixed year"] >= max(worth["build now"], worth["never build"])
    assert worth["build now"] == pytest.approx(solve(c).build_now, abs=1e-9)


def test_waiting_tells_nothing_where_demand_is_certain():
    c = Contract(SAME, 1_000, 3, 0.9, shop=30, years=9, rate=0.1)
    worth = option_value(c)
    assert worth["best plan"] > worth["build now"]  # a shop is cheaper later
    assert worth["wait and see"] == 0


def test_a_fixed_year_outside_the_contract_is_named():
    with pytest.raises(ValueError, match="found year 15; expected 0 to 14, or none"):
        fixed_plan(story.contract(), 15)


@given(chance, chance, st.integers(0, 5))
def test_belief_is_a_chance_that_an_addendum_never_raises(prior, forgiveness, addenda):
    found = belief(prior, forgiveness, addenda)
    assert 0 <= found <= 1
    assert belief(prior, forgiveness, addenda + 1) <= found + 1e-12


def test_belief_is_bayes_rule_counted_out():
    # Of 100 states 60 are strict and 12 of these grant; all 40 lenient ones do: 12 in 52.
    assert belief(0.6, 0.2) == pytest.approx(12 / 52)
    assert belief(0.6, 0.2, 2) == pytest.approx(belief(belief(0.6, 0.2), 0.2))


def test_an_addendum_that_cannot_be_leaves_the_belief():
    assert belief(1.0, 0.0) == 1.0


@pytest.mark.parametrize("kind", ["as believed", "strict", "lenient"])
@pytest.mark.parametrize("terms", ["plain deadline", "with clawback", "pay on proof"])
def test_mean_of_simulations_approaches_what_is_expected(kind, terms):
    c = story.contract(**story.CONTRACTS[terms])
    solution = solve(c)
    flows = play(solution, kind)
    runs = simulate(solution, 4_000, 1, kind)
    expected = present(flows["firm"].tolist(), c.rate)
    error = runs["firm"].std() / np.sqrt(len(runs))
    assert abs(runs["firm"].mean() - expected) < 4 * error
    assert (runs["built"] <= 7).mean() == pytest.approx(flows["built"].iloc[7], abs=0.03)
    assert runs["ended"].notna().mean() == pytest.approx(flows["ended"].iloc[-1], abs=0.03)


def test_simulation_is_the_same_for_the_same_seed():
    solution = solve(story.contract())
    assert simulate(solution, 20, 5).equals(simulate(solution, 20, 5))
    assert not simulate(solution, 20, 5).equals(simulate(solution, 20, 6))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"credibility": 1.5}, "found credibility 1.5; expected 0 to 1"),
        ({"clawback": -0.1}, "found clawback -0.1; expected 0 to 1"),
        ({"support": float("nan")}, "found support nan; expected 0 or more"),
        ({"shop": float("inf")}, "found shop inf; expected 0 or more"),
        ({"deadline": 2.5}, "found deadline 2.5; expected a whole number from 0"),
        ({"extension": 0}, "found extension 0; expected a whole number from 1"),
        ({"years": 0}, "found years 0; expected a whole number from 1"),
        ({"start": 3}, "found start 3; expected 0 to 2"),
    ],
)
def test_a_value_out_of_range_is_named(changes, message):
    with pytest.raises(ValueError, match=message):
        story.contract(**changes)


def test_cars_that_need_too_many_steps_are_refused_with_advice():
    odd = Demand((2_999, 18_001), ((0.5, 0.5), (0.5, 0.5)), ("squeeze", "usual"))
    with pytest.raises(ValueError, match="need 270015 steps; round them"):
        Contract(odd, 1_000, 7, 0.5, clawback=1.0)


@pytest.mark.parametrize(
    ("cars", "moves", "names", "message"),
    [
        ((1,), ((0.9,),), ("a",), "a: found moves .* expected chances that add up to 1"),
        ((-1,), ((1.0,),), ("a",), "a: found -1 cars"),
        ((1, 2), ((1.0,),), ("a", "b"), "found 2 states of cars"),
        ((1, 2), ((1.0, 0.0),), ("a", "b"), "found 1 rows of moves; expected 2"),
    ],
)
def test_demand_that_is_no_chain_is_named(cars, moves, names, message):
    with pytest.raises(ValueError, match=message):
        Demand(cars, moves, names)


def test_unknown_kinds_are_named():
    solution = solve(story.contract())
    with pytest.raises(ValueError, match="found 'kind'; expected one of strict, lenient"):
        play(solution, "kind")
    with pytest.raises(ValueError, match="found 0 runs"):
        simulate(solution, 0, 1)
    with pytest.raises(ValueError, match="expected value or policy"):
        solution.table("plan")
    with pytest.raises(ValueError, match="found prior 2"):
        belief(2, 0.5)
    with pytest.raises(ValueError, match="found -1 addenda"):
        belief(0.5, 0.5, -1)


def test_explorer_shows_what_the_model_answers():
    made = explorer.contract_game()
    spec = made.twin().layout.meta["explorer"]
    for place in range(0, len(made.settings()), 37):
        c = explorer.terms(*made.settings()[place])
        built, bars = spec["numbers"][place]
        assert built == pytest.approx((100 * play(solve(c))["built"]).tolist(), rel=1e-4, abs=1e-4)
        worth = option_value(c)
        expected = [worth[name] for name in ("best plan", "build now", "never build")]
        assert bars[:3] == pytest.approx(expected, rel=1e-4)


def test_every_region_is_one_that_the_chart_knows():
    assert set(story.regions().to_numpy().ravel()) == set(story.REGIONS)


def test_support_without_a_string_buys_no_shop():
    assert (story.regions().loc["0 percent"] == "never").all()


def test_purchases_by_the_state_never_make_demand_negative():
    assert min(story.demand(-50_000).cars) == 0
