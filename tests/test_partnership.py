"""The rule engine, the demand model and the modes of governance say what they should."""

from datetime import date

import pytest

from casebook.explorers.procurement import moved_demand
from casebook.models.governance import MODES, TABLE, classify
from casebook.models.procurement import BUYERS, CARS, DECREE, Window, demand, verdict
from casebook.story import technology_partnership as story

IMPORT, HOME = "imported, like one made at home", "home-made, certified"


@pytest.mark.parametrize("car", CARS)
def test_a_private_buyer_is_never_bound(car):
    assert verdict("private buyer", car, date(2020, 9, 1)) == "allowed"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 7, 14), "allowed"),
        (date(2019, 7, 20), "unknown"),
        (date(2019, 7, 31), "barred"),
        (date(2021, 7, 14), "barred"),
        (date(2021, 7, 15), "unknown"),
        (date(2021, 7, 31), "allowed"),
    ],
)
def test_the_decree_bars_a_like_import_for_two_years(day, expected):
    assert verdict("state body", IMPORT, day, moratorium=False) == expected


def test_what_is_not_made_at_home_stays_free_until_the_moratorium():
    car = "imported, none made at home"
    assert verdict("state body", car, date(2019, 9, 1)) == "allowed"
    assert verdict("state body", car, date(2020, 9, 1)) == "barred"


def test_texts_that_differ_leave_national_companies_open():
    assert verdict("national company", IMPORT, date(2019, 9, 1)) == "unknown"
    assert verdict("national company", HOME, date(2019, 9, 1)) == "allowed"


def test_an_unknown_buyer_names_those_there_are():
    with pytest.raises(ValueError, match="found 'army'; expected one of state body"):
        verdict("army", HOME, date(2020, 1, 1))


def test_a_window_upside_down_is_an_error():
    with pytest.raises(ValueError, match="expected 2020-01-01 or later"):
        Window(date(2020, 1, 1), date(2019, 1, 1), 2)


def test_a_rule_from_a_leap_day_ends_on_the_first_of_march():
    rule = Window(date(2020, 2, 29), date(2020, 2, 29), 1)
    assert rule.state(date(2021, 2, 28)) == "on"
    assert rule.state(date(2021, 3, 1)) == "off"
    assert DECREE.state(date(2030, 1, 1)) == "off"


@pytest.mark.parametrize("rule", [0, 0.4, 1])
def test_a_rule_moves_cars_and_makes_none(rule):
    parts = demand(60_000, 7, 12, rule=rule)
    assert sum(parts.values()) == pytest.approx(60_000 * 0.07)
    assert parts["moved by the rule"] <= 60_000 * 0.07 * 0.12


def test_nothing_is_moved_where_nothing_was_imported():
    assert demand(60_000, 7, 0, rule=1)["moved by the rule"] == 0


def test_a_share_above_a_hundred_is_an_error():
    with pytest.raises(ValueError, match="found state_share 120; expected 0 to 100"):
        demand(60_000, 120, 3)
    with pytest.raises(ValueError, match="found rule 2; expected 0 to 1"):
        demand(60_000, 7, 3, rule=2)


def test_no_bar_of_the_explorer_leaves_its_axis():
    explorer = moved_demand()
    top = explorer.figure.layout.yaxis.range[1]
    highest = max(
        sum(bars) for s in explorer.settings() for bars in zip(*explorer.answer(s)[0], strict=True)
    )
    assert highest <= top


def test_each_mode_has_one_place_in_the_table():
    assert sorted(TABLE.values()) == sorted(MODES)
    assert classify("low", "low", "low") == "none"
    with pytest.raises(ValueError, match="found 'middle'; expected low or high"):
        classify("middle", "low", "low")


def test_both_paths_run_without_a_gap_and_end_in_hierarchy():
    for _, steps in story.path().groupby("series"):
        assert (steps["start"].iloc[1:].to_numpy() == steps["end"].iloc[:-1].to_numpy()).all()
        assert steps["step"].iloc[-1] == "hierarchy"


def test_the_shares_of_the_owners_add_up():
    assert story.owners().sum(axis=1).round(6).tolist() == [100, 100]


def test_rule_tables_have_a_row_a_car_and_a_column_a_buyer():
    assert story.rule_on(date(2019, 9, 1)).shape == (len(CARS), len(BUYERS))
