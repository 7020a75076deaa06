"""The duty hangs on day and quota, charging adds up, and a late brand loses what it must."""

from datetime import date

import pytest

from casebook.explorers.adoption import late_brand
from casebook.models.adoption import adoption
from casebook.models.electric_vehicles import charging_load, duty, per_thousand
from casebook.story import localization_and_joint_ventures as story

END = date(2025, 12, 31)
RULE = {"last_free": END, "price": 1000.0, "rate": 15.0}


def test_last_free_day_is_free_and_the_day_after_is_not():
    assert duty(END, **RULE) == 0
    assert duty(date(2026, 1, 1), **RULE) == 150


def test_used_up_quota_ends_the_exemption_early():
    assert duty(date(2025, 10, 14), **RULE, used_up=date(2025, 10, 14)) == 150
    assert duty(date(2025, 10, 13), **RULE, used_up=date(2025, 10, 14)) == 0


def test_negative_price_is_refused():
    with pytest.raises(ValueError, match="not negative; found -1"):
        duty(END, last_free=END, price=-1, rate=15)


def test_charging_grows_with_the_fleet():
    inputs = {"km_a_day": 40, "kwh_per_100_km": 20, "at_once": 10, "charger_kw": 7}
    small, large = charging_load(100, **inputs), charging_load(1000, **inputs)
    assert large["peak_mw"] == pytest.approx(10 * small["peak_mw"])
    assert charging_load(0, **inputs)["energy_mwh"] == 0


def test_share_above_hundred_is_refused():
    with pytest.raises(ValueError, match="between 0 and 100 percent; found 120"):
        charging_load(1, km_a_day=1, kwh_per_100_km=1, at_once=120, charger_kw=1)


def test_density_needs_people():
    with pytest.raises(ValueError, match="needs people; found 0"):
        per_thousand(1, 0)


def test_brands_that_start_together_share_the_market():
    first, late = adoption(months=10, entry=0, word_of_mouth=1)
    assert first == late


def test_word_of_mouth_makes_a_delay_dearer():
    shares = [adoption(months=60, entry=12, word_of_mouth=w)[1][-1] for w in (0, 0.1, 1)]
    assert shares == sorted(shares, reverse=True)


def test_each_month_has_its_buyers():
    first, late = adoption(months=24, entry=6, word_of_mouth=0.5, appeal=2, buyers=50)
    assert first[-1] + late[-1] == pytest.approx(24 * 50)


def test_brand_that_never_enters_sells_nothing():
    assert adoption(months=5, entry=9, word_of_mouth=0)[1] == [0] * 5


def test_impossible_market_is_refused():
    with pytest.raises(ValueError, match="months=0"):
        adoption(months=0, entry=0, word_of_mouth=0)


def test_adoption_chart_shows_the_starting_values():
    lines = late_brand().figure.data
    assert len(lines[0].y) == len(lines[1].y) == 60


def test_brands_of_the_plant_fit_into_the_plant():
    rows = story.early_2024()
    assert rows.loc["four brands<br>made there"].sum() < rows.loc["Kostanay plant", "in all"]


def test_nine_brands_have_six_parents():
    tree = story.brand_tree()
    assert (len(tree), tree["count"].sum()) == (6, 9)


def test_year_with_only_a_floor_is_no_point_of_a_line():
    rows = story.output_by_scope()
    lines, floors = story.output_lines(rows), story.output_floors(rows)
    known = lines.dropna().set_index(["series", "x"]).index
    assert not set(known) & set(floors.set_index(["series", "x"]).index)
