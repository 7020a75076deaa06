"""The estimate is the textbook's, and what it lacks is said and not filled in."""

import math
from datetime import date

import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.explorers import did as explorer
from casebook.models import difference_in_differences as did
from casebook.models.home_share import home_share, share_of_those_that_stay
from casebook.story import what_localization_did as story

shares = st.floats(0, 100, allow_nan=False)
CELLS = ("base", "post", "control_base", "control_post")
FOUND = story.readings()


@given(shares, shares, st.floats(-50, 50))
def test_equal_trends_give_zero(base, control, change):
    found = did.difference_in_differences(base, base + change, control, control + change)
    assert found == pytest.approx(0, abs=1e-9)


@given(shares, shares, shares)
def test_control_that_does_not_move_leaves_the_before_after_change(base, post, control):
    assert did.difference_in_differences(base, post, control, control) == post - base


@given(shares, shares, shares, shares)
def test_swapping_treated_and_control_turns_the_sign(base, post, first, last):
    found = did.difference_in_differences(base, post, first, last)
    assert found == pytest.approx(-did.difference_in_differences(first, last, base, post), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(shares, shares, shares, shares), min_size=1, max_size=4))
def test_estimate_is_the_interaction_of_a_regression(rows):
    stacked = pd.concat([did.panel(*row) for row in rows])
    fit = smf.ols("share ~ treated * after", stacked).fit()
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    expected = did.difference_in_differences(*means)
    assert fit.params["treated:after"] == pytest.approx(expected, abs=1e-9)


def test_worked_example_of_card_and_krueger():
    """American Economic Review 84(4), 1994, Table 3, row 4: -2.28, 0.47 and 2.75 jobs."""
    control, treated = 23.38, 20.4310  # means before, of stores with both interviews
    found = did.difference_in_differences(
        treated, treated + 0.46666666666667, control, control - 2.28333333333333
    )
    assert found == pytest.approx(2.75, abs=1e-9)


def test_the_papers_numbers_give_the_papers_estimate():
    assert did.difference_in_differences(17, 70, 0, 0) == 53
    assert did.difference_in_differences(17, 59, 0, 0) == 42


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_missing_input_is_named(name, value):
    cells = dict.fromkeys(CELLS, 1.0) | {name: value}
    with pytest.raises(ValueError, match=f"{name} is {value}; expected a number"):
        did.difference_in_differences(**cells)


def test_four_numbers_have_no_standard_error():
    fit = smf.ols("share ~ treated * after", did.panel(17, 70, 0, 0)).fit()
    result = did.precision(fit)
    assert (result["degrees of freedom"], result["standard error"]) == (0, None)


def test_standard_error_is_that_of_statsmodels_where_there_is_one():
    stacked = pd.concat([did.panel(17, 70, 0, 0), did.panel(18, 69, 0, 1)])
    fit = smf.ols("share ~ treated * after", stacked).fit()
    assert did.precision(fit)["standard error"] == pytest.approx(fit.bse["treated:after"], abs=1e-6)


def test_each_point_of_the_control_takes_off_one_point():
    grid = did.sensitivity(17, {"2019": 59, "2024": 70}, range(6))
    assert (grid.diff(axis=1).iloc[:, 1:] == -1).all(axis=None)


def reading(label, year, share):
    start, end = date(year, 1, 1), date(year, 12, 31)
    return {"label": label, "share": share, "start": start, "end": end}


THREE = pd.DataFrame([reading("a", 2015, 17.0), reading("b", 2019, 59.0), reading("c", 2019, 50.0)])


def test_only_a_base_that_lies_before_the_post_reading_is_paired():
    pairs = did.estimates(THREE, {})
    assert pairs[["base", "post"]].to_numpy().tolist() == [["a", "c"], ["a", "b"]]


def test_broken_rules_are_named():
    rules = {"never": lambda base, post: False, "high": lambda base, post: post["share"] > 55}
    pairs = did.estimates(THREE, rules).set_index("post")
    assert pairs["breaks"].to_dict() == {"c": "never; high", "b": "never"}
    assert not pairs["defensible"].any()


def test_no_pair_leaves_an_empty_table_and_no_range():
    table = did.rule_by_rule(THREE, {"never": lambda base, post: False})
    assert table["pairs left"].tolist() == [2, 0]
    assert math.isnan(table["lowest"].iloc[-1])


def test_a_rule_never_adds_a_pair():
    left = did.rule_by_rule(FOUND, story.RULES)["pairs left"]
    assert left.is_monotonic_decreasing
    assert left.iloc[-1] > 0


@given(st.floats(-100, 100), st.floats(0.5, 20), st.floats(0, 30))
def test_bounds_hold_the_estimate_and_widen_with_drift(estimate, years, drift):
    low, high = did.drift_bounds(estimate, years, drift)
    assert low <= estimate <= high
    wider = did.drift_bounds(estimate, years, drift + 1)
    assert wider[0] < low
    assert high < wider[1]


@given(st.floats(0.1, 100), st.floats(0.5, 20))
def test_at_the_breakdown_drift_the_bounds_touch_zero(estimate, years):
    low, _ = did.drift_bounds(estimate, years, did.breakdown_drift(estimate, years))
    assert low == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("years", "drift", "name"), [(0, 1, "years"), (1, -1, "drift")])
def test_drift_needs_a_time_and_no_negative_speed(years, drift, name):
    with pytest.raises(ValueError, match=f"{name} is"):
        did.drift_bounds(53, years, drift)


def test_pace_wants_rising_years():
    with pytest.raises(ValueError, match="2015 follows 2018; expected rising years"):
        did.pace([2018, 2015], [49, 17])


@given(st.floats(0.001, 0.99))
def test_controls_needed_are_enough_and_no_more(level):
    count = did.controls_needed(level)
    assert did.smallest_p(count) <= level * (1 + 1e-6)
    assert count == 1 or did.smallest_p(count - 1) > level * (1 - 1e-6)


def test_impossible_levels_and_counts_are_refused():
    with pytest.raises(ValueError, match="the level is 0; expected"):
        did.controls_needed(0)
    with pytest.raises(ValueError, match="found 0 controls"):
        did.smallest_p(0)


@given(shares, st.floats(0, 99))
def test_share_of_those_that_stay_is_bounded_by_sales(share, left):
    low, high = share_of_those_that_stay(share, left)
    assert -1e-9 <= low <= high + 1e-9 <= 100 + 2e-9
    assert low - 1e-9 <= share <= high + 1e-9


@pytest.mark.parametrize(("share", "left"), [(101, 0), (70, 100), (70, -1)])
def test_impossible_shares_are_refused(share, left):
    with pytest.raises(ValueError, match="expected 0 to"):
        share_of_those_that_stay(share, left)


def test_exports_take_off_the_share_and_impossible_counts_are_refused():
    assert home_share(80, 10, 100) == 70
    assert home_share(80, 10, 100, from_stock=5) == 75
    with pytest.raises(ValueError, match="sold is 0"):
        home_share(1, 0, 0)
    with pytest.raises(ValueError, match="exported is nan"):
        home_share(1, math.nan, 1)


def test_control_of_2024_is_empty_and_not_zero():
    control = story.inputs().set_index(["who", "year"])["share, percent"][story.CONTROL]
    assert control[2019] == 0
    assert math.isnan(control[2024])


def test_paper_breaks_the_rules_on_base_and_slump_and_no_other():
    pairs = did.estimates(FOUND, story.RULES).set_index(["base", "post"])
    broken = pairs.loc[("2015: 17, paper", "2024: 70, paper"), "breaks"]
    assert broken == "both are of sales, undisputed; base lies outside the slump"


def test_pairs_before_the_decree_are_never_defensible():
    pairs = did.estimates(FOUND, story.RULES)
    kinds = pd.Series(story.sorts(pairs, FOUND))
    assert set(kinds) == set(story.SORTS)
    assert not pairs.loc[kinds == story.SORTS[0], "defensible"].any()


def test_paces_refuse_two_readings_of_one_year():
    wrong = FOUND.copy()
    wrong.loc[wrong["claim"] == "f-home-share-2019-fbc", "share"] = 58.0
    with pytest.raises(ValueError, match="a year has two readings"):
        story.paces(wrong)


def test_paces_add_up_to_the_whole_change():
    steps = story.paces(FOUND)
    total = (steps["pace"] * (steps["end"] - steps["start"])).sum()
    assert total == pytest.approx(steps["to share"].iloc[-1] - steps["from share"].iloc[0])


def test_explorer_gives_the_models_estimate_at_every_setting():
    made = explorer.estimate(FOUND)
    for base, post, control in made.settings():
        (_, _, bar, kazakhstan), words = made.answer((base, post, control))
        expected = did.difference_in_differences(*kazakhstan, 0, control)
        assert bar[1] - bar[0] == pytest.approx(expected)
        assert f"Estimate: {expected:g} points" in words


def test_each_step_of_each_slider_changes_the_drawing():
    made = explorer.estimate(FOUND)
    for place in range(len(made.controls)):
        drawn = [
            str(made.answer(s)[0])
            for s in made.settings()
            if all(s[i] == c.start for i, c in enumerate(made.controls) if i != place)
        ]
        assert len(set(drawn)) == len(drawn)
