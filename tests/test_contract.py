"""The contract's dates and states, and the firm that faces a deadline, behave as they should."""

from datetime import date, timedelta

import pytest

from casebook.models.conditional_support import courses, needed_credibility
from casebook.models.contract import (
    TRANSITIONS,
    advance,
    possible_states,
    process_check,
    run,
    tighten,
    years_between,
)
from casebook.story import august_2020, the_contract

YEAR = (date(2020, 1, 1), date(2020, 12, 31))
APRIL = (date(2020, 4, 1), date(2020, 4, 30))
FIRM = {"benefit": 20.0, "horizon": 10, "discount": 0.1}


def test_contract_runs_from_duty_to_ending():
    events = ["deadline passes", "notice", "no answer", "termination begun"]
    assert run(events)[-1] == "ending"


def test_notice_before_the_deadline_is_refused():
    with pytest.raises(ValueError, match="found event 'notice' in state 'running'; expected"):
        advance("running", "notice")


def test_nothing_follows_a_duty_that_was_met():
    with pytest.raises(ValueError, match="expected no event, for this state is final"):
        advance("met", "notice")


def test_every_state_can_be_reached():
    reached = {"running", *TRANSITIONS.values()}
    assert {state for state, _ in TRANSITIONS} <= reached


def test_a_known_order_narrows_both_ends():
    before, after = tighten([YEAR, APRIL]), tighten([APRIL, YEAR])
    assert before[0] == (date(2020, 1, 1), date(2020, 4, 30))
    assert after[1] == (date(2020, 4, 1), date(2020, 12, 31))


def test_an_impossible_order_names_the_event():
    with pytest.raises(ValueError, match="found no day for event 1: not before 2020-04-01"):
        tighten([APRIL, (date(2019, 1, 1), date(2019, 12, 31))])


def test_states_are_sure_once_all_windows_have_closed():
    events = [("deadline passes", APRIL), ("notice", YEAR)]
    assert possible_states(events, date(2020, 3, 31)) == ["running"]
    assert possible_states(events, date(2020, 5, 1)) == ["breach", "notice given"]
    assert possible_states(events, date(2020, 12, 31)) == ["notice given"]


def test_no_interval_is_shorter_than_none_at_all():
    least, most = years_between(YEAR, YEAR)
    assert least == -most


def test_a_model_needs_every_step():
    done = [("bolted", 2003, {"assembly"}), ("painted", 2013, {"welding", "painting"})]
    assert process_check(done, {"welding", "painting"}, [2003, 2013]) == {
        2003: [], 2013: ["painted"],
    }  # fmt: skip


@pytest.mark.parametrize("credibility", [0.0, 0.3, 1.0])
def test_building_now_never_beats_building_at_the_deadline(credibility):
    worth = courses(**FIRM, cost=80, deadline=3, credibility=credibility)
    assert worth["build now"] < worth["build at the deadline"]


def test_an_empty_threat_leaves_the_firm_unbuilt():
    worth = courses(**FIRM, cost=1, deadline=1, credibility=0)
    assert max(worth, key=lambda name: worth[name]) == "never build"


def test_each_year_of_extension_asks_for_more_credibility():
    needed = [needed_credibility(**FIRM, cost=76, deadline=years) for years in range(1, 8)]
    believed = [n for n in needed if n is not None]
    assert believed == sorted(believed)
    assert len(set(believed)) == len(believed)
    assert needed[len(believed) :] == [None] * (7 - len(believed))


@pytest.mark.parametrize(
    ("change", "named"),
    [({"credibility": 1.2}, "credibility 1.2"), ({"deadline": 10}, "deadline 10")],
)
def test_impossible_settings_are_named(change, named):
    with pytest.raises(ValueError, match=named):
        courses(**FIRM, **{"cost": 80, "deadline": 3, "credibility": 0.2, **change})


def test_later_outcomes_stay_out_of_the_promises():
    marks = the_contract.promises().set_index("promise")["mark"]
    assert marks["output in Kostanay"] == "open"


def test_a_later_day_knows_more_promises():
    early = the_contract.promises(the_contract.TODAY - timedelta(days=365 * 3))
    assert len(early) < len(the_contract.promises())
    assert early["start"].max() <= "2017-05-17"


def test_the_ledger_agrees_with_the_date_arithmetic():
    assert august_2020.days_between("n-court-ban", "n-addendum-invalid") == 12
    assert august_2020.days_between("n-addendum-invalid", "n-new-agreement") == 129


def test_days_from_a_month_are_refused():
    with pytest.raises(ValueError, match="gives no single day"):
        august_2020.days_between("f-asia-auto-stop-2020-11", "f-layoff-1969")


def test_a_level_that_is_not_there_names_those_that_are():
    with pytest.raises(ValueError, match="expected one of plant, country, industry"):
        august_2020.pandemic("world")
