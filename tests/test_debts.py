"""Sums keep their units and their open ends; jobs, dollars and the fee say what they should."""

import math

import pandas as pd
import pytest

from casebook.models import debts
from casebook.models.jobs import jobs
from casebook.story import the_bill


def test_million_and_billion_are_brought_to_one_unit():
    assert debts.in_billions(807.3, "KZT m") < debts.in_billions(47.6, "KZT bn")


def test_unit_that_is_no_tenge_is_refused():
    with pytest.raises(ValueError, match="the unit is 'USD bn'; expected one of KZT, KZT m"):
        debts.amount(1, "USD bn")


def test_unknown_hedge_is_refused():
    with pytest.raises(ValueError, match="the qualifier is 'nearly'"):
        debts.amount(1, "KZT bn", "nearly")


def test_one_floor_opens_the_sum():
    low, high = debts.total([(65.0, 65.0), (180.0, math.inf)])
    assert (low, high) == (245.0, math.inf)


def test_floor_over_a_figure_is_a_floor():
    assert debts.ratio((174.0, math.inf), (361.0, 361.0)) == (174 / 361, math.inf)


def test_ratio_with_a_divisor_that_may_be_nothing_is_refused():
    with pytest.raises(ValueError, match="cannot divide"):
        debts.ratio((1.0, 1.0), (0.0, 5.0))


def test_three_totals_are_those_of_the_ledger():
    lows = debts.scenarios(the_bill.amounts(), the_bill.TOTALS)["low"].tolist()
    assert lows == [227.6, 292.6, 293.4073]


def test_award_fee_and_taxes_come_to_the_debt_within_the_rounding_of_the_fee():
    low, high = the_bill.award_total(-0.05), the_bill.award_total(0.05)
    assert low < 180 < high
    assert the_bill.award()["billion tenge"].sum() == pytest.approx(
        the_bill.award_total(), abs=0.01
    )


def test_reports_that_overlap_are_not_counted_together():
    reports = pd.DataFrame({"start": [1, 1, 7], "end": [12, 6, 12], "units": [18, 8, 9]})
    assert debts.most_without_overlap(reports)["units"].tolist() == [18]
    split = reports.assign(units=[15, 8, 9])
    assert debts.most_without_overlap(split)["units"].tolist() == [8, 9]


def test_no_reports_count_nothing():
    empty = pd.DataFrame({"start": [], "end": [], "units": []})
    assert debts.most_without_overlap(empty).empty


def test_known_cars_of_oskemen_do_not_overlap():
    assert the_bill.known_cars()["units"].sum() >= 100_000


def test_support_over_no_car_is_refused():
    with pytest.raises(ValueError, match="at least one car; found 0"):
        debts.support_per_car(361, 100, 0)


def test_multiplier_without_an_upper_end_gives_a_floor():
    assert jobs(10, 4)["indirect"] == (40, math.inf)
    with pytest.raises(ValueError, match="10 direct jobs, 5 to 4 others"):
        jobs(10, 5, 4)


def test_fee_flows_are_not_negative_and_close():
    flows = the_bill.fee_flows()
    assert (flows >= 0).all(axis=None)
    first = flows.loc[["2016 to Jan 2022:<br>in", "2016 to Jan 2022:<br>out"]].sum(axis=1)
    assert first.iloc[0] == pytest.approx(first.iloc[1])
