"""The three tests, unknown ones, flips, and how far paths agree: what must hold, and can fail."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from casebook import data
from casebook.charts.grid import status_grid
from casebook.explorers.governance import THRESHOLDS, three_sliders
from casebook.models.governance import (
    EXCLUDED,
    LEVELS,
    MODES,
    TABLE,
    TESTS,
    UNKNOWN,
    classify,
    combinations,
    flip,
    flips,
    kappa_bounds,
    level,
    possible,
    same_or_apart,
    years_before,
)
from casebook.story import who_governs as story
from casebook.story.technology_partnership import RULES

THREE = st.sampled_from((*LEVELS, UNKNOWN))
YEAR = st.sets(st.sampled_from(MODES), min_size=1, max_size=2).map(tuple)
PATHS = st.integers(1, 4).flatmap(
    lambda n: st.tuples(*[st.lists(YEAR, min_size=n, max_size=n)] * 2)
)


# --- the framework --------------------------------------------------------------------------------


def test_eight_combinations_have_a_mode_or_a_reason():
    assert set(TABLE) | set(EXCLUDED) == set(itertools.product(LEVELS, repeat=3))
    assert not set(TABLE) & set(EXCLUDED)
    table = combinations()
    assert ((table["mode"] == "none") == (table["why left out"] != "")).all()


@given(THREE, THREE, THREE)
def test_what_is_unknown_leaves_open_what_each_way_to_settle_it_gives(one, two, three):
    tests = (one, two, three)
    ways = itertools.product(*[LEVELS if t == UNKNOWN else (t,) for t in tests])
    assert set(possible(*tests)) == {classify(*way) for way in ways} - {"none"}


@given(THREE, THREE, THREE, st.integers(0, 2), st.sampled_from(LEVELS))
def test_to_learn_more_never_opens_a_mode(one, two, three, place, learnt):
    before = [one, two, three]
    before[place] = UNKNOWN
    after = [*before[:place], learnt, *before[place + 1 :]]
    assert set(possible(*after)) <= set(possible(*before))


@given(*[st.sampled_from(LEVELS)] * 3, st.integers(0, 2))
def test_turning_one_test_round_always_changes_the_mode(one, two, three, place):
    tests = [one, two, three]
    turned = [*tests[:place], flip(tests[place]), *tests[place + 1 :]]
    assert possible(*tests) != possible(*turned) or possible(*tests) == ()


def test_a_word_that_is_no_level_is_an_error():
    with pytest.raises(ValueError, match="found 'middle'; expected low, high or unknown"):
        possible("high", "middle", "low")


# --- scores ---------------------------------------------------------------------------------------


@given(st.floats(0, 10), st.floats(0, 10), st.floats(0, 10))
def test_a_score_is_low_high_or_between(score, one, other):
    low, high = sorted((one, other))
    assert level(score, low, high) == (
        "low" if score < low else "high" if score >= high else UNKNOWN
    )
    assert level(score, low) in LEVELS


def test_scores_and_thresholds_must_make_sense():
    with pytest.raises(ValueError, match="found high from 3; expected 4 or more"):
        level(5, 4, 3)
    with pytest.raises(ValueError, match="expected numbers"):
        level(math.nan, 4)


# --- flips ----------------------------------------------------------------------------------------


def test_cells_of_one_judgement_are_turned_round_together_and_unknown_ones_are_not():
    years = pd.DataFrame(
        [["high", "unknown", "high"], ["high", "high", "high"]], index=[2016, 2017], columns=TESTS
    )
    groups = pd.DataFrame([["a", "b", "c"], ["a", "d", "e"]], index=[2016, 2017], columns=TESTS)
    found = flips(years, groups)
    assert found["group"].tolist() == ["a", "a", "d", "c", "e"]
    assert found["after"].iloc[0] == ("market",)


def test_a_missing_test_is_an_error():
    frame = pd.DataFrame({"complexity": ["low"], "capability": ["low"]})
    with pytest.raises(ValueError, match="found no column 'codifiability'"):
        flips(frame, frame)


# --- agreement of paths ---------------------------------------------------------------------------


@settings(deadline=None)
@given(PATHS)
def test_counts_of_years_add_up_and_do_not_depend_on_the_order_of_the_rules(paths):
    one, other = paths
    count = same_or_apart(one, other)
    assert count["same"] + count["may be same"] + count["apart"] == count["years"]
    assert same_or_apart(other, one) == count


@settings(deadline=None, max_examples=40)
@given(PATHS)
def test_the_ends_of_kappa_are_those_of_trying_every_way_with_scikit_learn(paths):
    one, other = paths
    low, high = kappa_bounds(one, other)
    tried = [
        cohen_kappa_score(a, b)
        for a in itertools.product(*one)
        for b in itertools.product(*other)
        if len({*a, *b}) > 1
    ]
    tried = [value for value in tried if not math.isnan(value)]
    if not tried:
        assert math.isnan(low)
        assert math.isnan(high)
    else:
        assert (low, high) == pytest.approx((min(tried), max(tried)), abs=1e-9)
        assert -1 <= low <= high <= 1


def test_identical_settled_paths_have_a_kappa_of_one():
    path = [("market",), ("modular",), ("captive",)]
    assert kappa_bounds(path, path) == (1, 1)
    assert same_or_apart(path, path)["same"] == 3


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([("market",)], [], "found paths of 1 and 0 years"),
        ([], [], "found no year"),
        ([()], [("market",)], "found a year without a mode"),
        ([("network",)], [("market",)], "found mode 'network'; expected one of market"),
    ],
)
def test_paths_that_cannot_be_compared_are_an_error(first, second, message):
    for function in (same_or_apart, kappa_bounds):
        with pytest.raises(ValueError, match=message):
            function(first, second)


def test_too_many_ways_are_an_error():
    path = [MODES] * 10
    with pytest.raises(ValueError, match="ways to settle the paths; expected at most 200,000"):
        kappa_bounds(path, path)


# --- causes and dates -----------------------------------------------------------------------------


@given(*[st.floats(2000, 2030)] * 4)
def test_the_least_lead_is_not_above_the_most(a, b, c, d):
    least, most = years_before((min(a, b), max(a, b)), (min(c, d), max(c, d)))
    assert least <= most


def test_a_date_upside_down_is_an_error():
    with pytest.raises(ValueError, match="found an end 2018; expected 2019 or later"):
        years_before((2019, 2018), (2020, 2021))


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 10), st.floats(0, 10))
def test_a_wider_window_lets_in_no_fewer_triggers(one, other):
    narrow, wide = sorted((one, other))
    assert set(story.in_time(narrow)) <= set(story.in_time(wide))


# --- our judgements -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [story.JAC, story.ASIA_AUTO])
def test_each_year_of_a_case_is_judged_once_on_every_dimension(case):
    judged = story.judgements(case)
    assert list(judged.index) == list(range(judged.index[0], judged.index[-1] + 1))
    assert not judged.isna().any().any()
    table = data.load("governance_evidence")
    table = table[table["case"] == case]
    spans = [p.partition("/") for p in table["period"]]
    assert sum(int(last or first) - int(first) + 1 for first, _, last in spans) == judged.size


def test_every_judgement_rests_on_a_claim_and_a_known_one_on_its_own_side():
    table = data.load("governance_evidence").fillna("")
    assert (table["high_claims"] + table["low_claims"] != "").all()
    for value in LEVELS:
        assert (table.loc[table["our_judgement"] == value, f"{value}_claims"] != "").all()


def test_unknown_has_claims_on_both_sides():
    table = data.load("governance_evidence").fillna("")
    unknown = table[table["our_judgement"] == "unknown"]
    assert ((unknown["high_claims"] != "") & (unknown["low_claims"] != "")).all()


def test_an_unknown_case_rule_or_year_is_an_error():
    with pytest.raises(ValueError, match="found case 'Kia'; expected JAC-Allur or Asia Auto"):
        story.judgements("Kia")
    with pytest.raises(ValueError, match="found rule 'by heart'"):
        story.by_rule("by heart")
    with pytest.raises(ValueError, match="found year 2025; expected 2014 to 2024"):
        story.by_rule(RULES[0], [2025])


def test_both_rules_tell_each_year_once_and_part_in_the_first_two():
    one, other = (story.by_rule(rule) for rule in RULES)
    apart = [year for year, a, b in zip(range(2014, 2025), one, other, strict=True)
             if not set(a) & set(b)]  # fmt: skip
    assert apart == [2014, 2015]


def test_turning_a_judgement_round_changes_each_year_that_it_covers():
    table = story.turned_table()
    assert (table["before"] != table["after"]).all()
    assert story.turned().to_numpy().sum() == len(table)


# --- explorer and chart ---------------------------------------------------------------------------


def test_the_twin_holds_what_the_model_says_of_every_setting():
    explorer = three_sliders()
    spec = explorer.twin().layout.meta["explorer"]
    rules = list(THRESHOLDS.values())
    for place, (*scores, rule) in enumerate(explorer.settings()):
        low, high = rules[rule]
        modes = possible(*(level(score, low, high) for score in scores))
        numbers, words = spec["numbers"][place], spec["words"][place]
        assert numbers[-1] == [float(mode in modes) for mode in MODES]
        assert all(mode in words for mode in modes)
        assert ("no mode" in words) == (not modes or "or no mode" in words)


def test_a_combination_without_a_mode_is_named_with_its_reason():
    assert (
        three_sliders()
        .answer([1, 1, 9, 0])[1]
        .endswith("no mode (unlikely: what is simple can be written down).")
    )


def test_years_in_a_grid_are_names_and_not_numbers():
    chart = status_grid(pd.DataFrame({"x": ["low"]}, index=[2014]), story.LEVEL_COLORS)
    assert (chart.layout.yaxis.type, chart.layout.xaxis.type) == ("category", "category")
