"""A restart is worth what its later surpluses exceed the payment by, and no more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.models import restart
from casebook.models.restart import Restart
from casebook.story import a_plant_for_sale as story

PLAN = Restart(10_000, 60, margin=1.0, fixed=2.0, unit_capital=1.0, fee=0.5, refund=0.5)


def test_first_payment_is_not_discounted():
    assert restart.present_value(10, [-100]) == -100
    assert restart.present_value(10, [0, 110]) == pytest.approx(100)


@given(st.floats(0, 40), st.floats(0.1, 20), st.lists(st.floats(0.1, 100), min_size=1, max_size=12))
def test_value_of_later_surpluses_falls_as_the_rate_rises(rate, more, surpluses):
    flows = [-100, *surpluses]
    assert restart.present_value(rate + more, flows) < restart.present_value(rate, flows)


def test_money_comes_only_after_the_delay():
    flows = restart.cash_flows(replace(PLAN, delay=3))
    assert flows[:4] == [-10.0, 0.0, 0.0, 0.0]
    assert flows[4:] == [4.0] * 7


def test_value_is_that_of_an_annuity():
    annuity = (1 - 1.1**-10) / 0.1 - 1 / 1.1
    assert restart.value(PLAN) == pytest.approx(-10 + 4 * annuity)


def test_one_vehicle_less_than_the_break_even_is_too_few():
    for claims in (0, 20, 200):
        plan = replace(PLAN, claims=claims)
        needed = restart.break_even(plan)
        assert restart.value(plan, needed) >= 0 > restart.value(plan, needed - 1)


def test_plan_that_loses_on_each_vehicle_never_breaks_even():
    assert restart.break_even(replace(PLAN, margin=0.4, refund=0.0)) is None


def test_string_is_kept_at_its_threshold_and_broken_below():
    assert replace(PLAN, string=10_000).left_by_a_vehicle == 1.0
    assert replace(PLAN, string=10_001).left_by_a_vehicle == 0.5


def test_claims_cost_what_they_are():
    assert restart.value(PLAN) - restart.value(replace(PLAN, claims=7)) == pytest.approx(7)


def test_last_running_value_is_the_value():
    path = restart.running_value(PLAN)
    assert (len(path), path[-1]) == (11, pytest.approx(restart.value(PLAN)))


def test_two_inputs_at_a_time_have_rows_for_the_second():
    table = restart.two_at_a_time(PLAN, ("margin", [1.0, 2.0, 3.0]), ("claims", [0.0, 5.0]))
    assert [len(row) for row in table] == [3, 3]
    assert table[0][0] - table[1][0] == pytest.approx(5)


@pytest.mark.parametrize("change", [{"claims": -1}, {"years": 1}, {"rate": -100}])
def test_impossible_terms_are_refused(change):
    ((name, value),) = change.items()
    with pytest.raises(ValueError, match=f"{name} is {value}.*expected"):
        replace(PLAN, **change)


def test_every_input_of_the_case_is_a_claim_or_an_assumption():
    for item in story.inputs():
        assert item.kind in ("claim", "assumption")
        assert bool(item.claims) == (item.kind == "claim"), item.field
        assert item.low <= item.middle <= item.high


def test_inputs_of_the_case_fill_the_model():
    assert {i.field for i in story.inputs()} == set(Restart.__dataclass_fields__)
