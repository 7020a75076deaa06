"""The models of chapter 4: rates on their right months, prices, and a fall split in two."""

import pandas as pd
import pytest

from casebook.explorers.rouble_price import rouble_price
from casebook.models.decomposition import explained, two_factors
from casebook.models.exchange_rates import (
    index_to,
    kit_car_cost,
    lag_errors,
    mean_of_year,
    moved_back,
    price_after,
)
from casebook.story import the_squeeze as story

MONTHS = [f"2015-{month:02}" for month in range(1, 13)]


def test_moving_crosses_the_year():
    assert moved_back(pd.DataFrame({"month": ["2015-01"]}), 2)["month"].tolist() == ["2014-11"]


def test_moving_by_nothing_changes_nothing():
    frame = pd.DataFrame({"month": MONTHS, "rate": range(12)})
    pd.testing.assert_frame_equal(moved_back(frame, 0), frame)


@pytest.mark.parametrize("months", [-1, 7])
def test_a_move_that_is_no_lag_is_named(months):
    with pytest.raises(ValueError, match=rf"found a move of {months} months; expected 0 to 6"):
        moved_back(pd.DataFrame({"month": MONTHS}), months)


def test_a_mean_of_a_year_with_a_gap_is_an_error():
    with pytest.raises(ValueError, match="found 11 months of 2015; expected 12"):
        mean_of_year(pd.DataFrame({"month": MONTHS[1:], "rate": 1.0}), "rate", 2015)


def test_years_that_a_move_cuts_short_are_left_out():
    frame = pd.DataFrame({"month": MONTHS, "rate": 1.0})
    assert lag_errors(frame, "rate", {2015: 1.0}, range(2))["months moved"].tolist() == [0]


def test_one_month_is_the_move_that_the_year_of_the_jump_prefers():
    misses = story.lag_test().loc[2015].abs()
    assert misses.idxmin() == 1
    assert misses[1] < 1 < misses[0]


def test_an_index_needs_a_base_above_zero():
    with pytest.raises(ValueError, match="found a base of 0"):
        index_to(pd.Series([1.0]), 0)


def test_without_pass_through_a_price_stays():
    assert price_after(250.0, 0.0) == 100


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_shares_outside_zero_and_one_are_named(share):
    with pytest.raises(ValueError, match=f"pass-through of {share}"):
        price_after(100.0, share)
    with pytest.raises(ValueError, match=f"rouble share of {share}"):
        kit_car_cost(100.0, 100.0, 0.5, share)


def test_kit_and_car_in_roubles_cost_the_same():
    assert kit_car_cost(200.0, 61.0, kit_share=1.0, rouble_share=1.0) == 61.0


def test_both_orders_split_the_whole_change():
    parts = two_factors((100, 0.5), (50, 0.2), ("market", "share"))
    assert parts.sum(axis=1).tolist() == [-40.0, -40.0]
    assert parts["market"].tolist() != parts["share"].tolist()


def test_a_factor_of_zero_is_an_error():
    with pytest.raises(ValueError, match="expected numbers above zero"):
        two_factors((0, 0.5), (50, 0.2), ("market", "share"))


def test_a_cause_of_everything_explains_everything_and_one_of_nothing_nothing():
    parts = two_factors((100, 0.5), (50, 0.2), ("market", "share"))
    assert explained(parts, {"market": (0, 1), "share": (0, 1)}) == (0.0, 1.0)


def test_bounds_the_wrong_way_round_are_named():
    parts = two_factors((100, 0.5), (50, 0.2), ("market", "share"))
    with pytest.raises(ValueError, match=r"found 0\.9 to 0\.1 for market"):
        explained(parts, {"market": (0.9, 0.1)})


def test_the_stretches_of_2015_add_up_to_the_year():
    assert story.quarters()["cars"][:3].sum() == story.number("f-cars-produced-2015")


def test_output_was_worst_when_the_rouble_was_not():
    table = story.quarters()
    assert table["cars a month"].idxmin() != table["rouble, index"].idxmin()


def test_a_claim_without_a_number_is_named():
    with pytest.raises(ValueError, match="f-asia-auto-fall-cause has no number"):
        story.number("f-asia-auto-fall-cause")


def test_the_base_month_stands_at_a_hundred():
    explorer = rouble_price()
    (russian, home), _ = explorer.answer([0, 70, 0, 7])
    assert russian[6] == home[6] == 100
