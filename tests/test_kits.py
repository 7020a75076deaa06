"""The ladder of kits, local content and landed cost say what they should."""

import itertools

import pandas as pd
import pytest

from casebook.models.customs import route_duty
from casebook.models.kits import RUNGS, local_content, steps_at_home
from casebook.models.landed_cost import annuity, landed_cost
from casebook.story import kits_and_cars

CAR = kits_and_cars.car()
PRICES = {"tenge_per_dollar": 150.0, "freight": 700.0, "home_tenge": 300.0, "cars": 10_000.0}
UNION = {"members": ["Kazakhstan", "Russia"], "external_duty": 15.0}


def test_each_rung_keeps_the_steps_of_the_one_before():
    rungs = [set(steps) for steps in RUNGS.values()]
    assert all(low < high for low, high in itertools.pairwise(rungs))


def test_unknown_rung_names_those_there_are():
    with pytest.raises(ValueError, match="unknown rung 'MKD'; expected one of CBU, SKD"):
        steps_at_home("MKD")


@pytest.mark.parametrize("basis", ["cost", "parts", "parts with body"])
def test_local_content_never_falls_on_the_way_up(basis):
    shares = [local_content(CAR, rung, basis=basis) for rung in RUNGS]
    assert shares == sorted(shares)
    assert shares[0] == 0


def test_all_parts_and_all_steps_make_a_car_wholly_local():
    bought = CAR[CAR["made_in"] == "supplier"]["item"].tolist()
    assert local_content(CAR, "full cycle", bought) == 100


def test_work_counts_by_cost_and_not_by_parts():
    assert local_content(CAR, "CKD", basis="cost") > local_content(CAR, "CKD", basis="parts") == 0


def test_unknown_part_names_the_items_of_the_bill():
    with pytest.raises(ValueError, match=r"unknown part 'sunroof'; expected one of body panels"):
        local_content(CAR, "SKD", ["sunroof"])


def test_unknown_rule_of_counting_is_refused():
    with pytest.raises(ValueError, match="unknown basis 'value'"):
        local_content(CAR, "SKD", basis="value")


def test_duty_falls_on_price_and_freight():
    without = landed_cost(CAR, "CBU", duty=0, plant=0, **PRICES)
    with_duty = landed_cost(CAR, "CBU", duty=10, plant=0, **PRICES)
    assert with_duty["duty"] == pytest.approx(0.1 * without.sum())


def test_work_at_home_does_not_follow_the_exchange_rate():
    weak = landed_cost(CAR, "CKD", duty=0, plant=1e6, **{**PRICES, "tenge_per_dollar": 300.0})
    strong = landed_cost(CAR, "CKD", duty=0, plant=1e6, **PRICES)
    assert weak["work at home"] == strong["work at home"]
    assert weak["plant"] == 2 * strong["plant"]


def test_plant_is_spread_over_the_cars():
    small = landed_cost(CAR, "CKD", duty=0, plant=1e6, **{**PRICES, "cars": 1000.0})
    assert small["plant"] == 10 * landed_cost(CAR, "CKD", duty=0, plant=1e6, **PRICES)["plant"]


def test_plant_without_cars_is_refused():
    with pytest.raises(ValueError, match="at least one car a year; found 0"):
        landed_cost(CAR, "CKD", duty=0, plant=1e6, **{**PRICES, "cars": 0.0})


def test_annuity_repays_the_capital_at_its_own_rate():
    payment = annuity(1000.0, 5, 0.1)
    assert sum(payment / 1.1**year for year in range(1, 6)) == pytest.approx(1000.0)


def test_annuity_of_no_years_is_refused():
    with pytest.raises(ValueError, match="at least one year; found 0"):
        annuity(1.0, 0, 0.1)


@pytest.mark.parametrize(
    ("destination", "content", "duty"),
    [("Russia", 20, 0), ("Russia", 19, 15), ("Uzbekistan", 90, 15), ("Kazakhstan", 0, 0)],
)
def test_route_is_free_only_inside_the_union_and_with_enough_content(destination, content, duty):
    found = route_duty("Kazakhstan", destination, local_content=content, content_needed=20, **UNION)
    assert found == duty


def test_three_measures_hold_only_what_the_ledger_says():
    points = kits_and_cars.three_measures()
    assert isinstance(points, pd.DataFrame)
    assert points["claim"].is_unique
    assert (points["low"] <= points["high"]).all()
