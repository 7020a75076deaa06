"""The measures of chapter 18 hold as identities, and its tables lose no claim."""

import math
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.explorers import fleet
from casebook.explorers.kits import BASES, PARTS
from casebook.ledger import ledger
from casebook.models.capability import fleet_content, needed_in_bolted, per_worker
from casebook.models.kits import local_content
from casebook.models.trade_margins import entry_bounds, growth_by_margin, margins
from casebook.models.vintages import overlap, slip
from casebook.story import measuring_capability as story
from casebook.story.kits_and_cars import car

GOODS = "ABCDE"
AMOUNTS = st.dictionaries(st.sampled_from(GOODS), st.floats(0, 1e6), max_size=5)
PERCENT = st.floats(0, 100)
RULES = st.sampled_from(list(BASES.values()))
MADE = st.sets(st.sampled_from(PARTS)).map(sorted)


# --- the margins of trade ------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1)), min_size=1, max_size=5))
def test_margins_multiply_to_the_share_of_the_world(goods):
    world = {GOODS[n]: total for n, (total, _) in enumerate(goods)}
    own = {GOODS[n]: total * part for n, (total, part) in enumerate(goods)}
    if sum(own.values()) <= 0:
        return
    found = margins(own, world)
    assert found["extensive"] * found["intensive"] == pytest.approx(found["share"], rel=1e-9)
    assert found["share"] == pytest.approx(sum(own.values()) / sum(world.values()), rel=1e-9)
    assert all(0 <= value <= 1 + 1e-12 for value in found)


def test_margins_agree_with_a_sum_over_columns_of_pandas():
    frame = pd.DataFrame({"own": [2.0, 0, 1], "world": [50.0, 30, 20]}, index=list("ABC"))
    served = frame[frame["own"] > 0]
    found = margins(frame["own"], frame["world"])
    assert found["extensive"] == pytest.approx(served["world"].sum() / frame["world"].sum())
    assert found["intensive"] == pytest.approx(served["own"].sum() / served["world"].sum())


def test_a_new_good_of_no_weight_moves_neither_margin_much():
    world = {"A": 99.999, "B": 0.001}
    before, after = margins({"A": 1.0}, world), margins({"A": 1.0, "B": 0.001}, world)
    assert after["extensive"] - before["extensive"] == pytest.approx(1e-5)


@pytest.mark.parametrize(
    ("own", "message"),
    [({"A": 3.0}, "no more than the world"), ({"Z": 1.0}, "of the world None"),
     ({"A": -1.0}, "expected 0 or more"), ({"A": 0.0}, "found no exports")],
)  # fmt: skip
def test_exports_that_cannot_be_are_refused(own, message):
    with pytest.raises(ValueError, match=message):
        margins(own, {"A": 2.0})


@given(AMOUNTS, AMOUNTS)
def test_parts_of_growth_sum_to_the_growth(before, after):
    parts = growth_by_margin(before, after)
    growth = sum(after.values()) - sum(before.values())
    assert parts["change"] == pytest.approx(growth, abs=1e-3)
    assert parts["entry"] >= 0 >= parts["exit"]


@given(AMOUNTS)
def test_no_change_has_no_parts(amounts):
    assert growth_by_margin(amounts, amounts).tolist() == [0, 0, 0, 0]


@given(AMOUNTS, AMOUNTS)
def test_growth_backwards_swaps_entry_and_exit(before, after):
    forth, back = growth_by_margin(before, after), growth_by_margin(after, before)
    assert forth["entry"] == pytest.approx(-back["exit"])
    assert forth["intensive"] == pytest.approx(-back["intensive"])


@given(AMOUNTS, AMOUNTS)
def test_entry_lies_within_its_bounds_when_some_markets_are_not_named(before, after):
    named = {market: amount for market, amount in after.items() if market in "AB"}
    known = {market: amount for market, amount in before.items() if amount > 0 and market in "AB"}
    least, most = entry_bounds(known, named, sum(after.values()))
    assert least <= growth_by_margin(before, after)["entry"] <= most + 1e-3


def test_named_markets_cannot_exceed_all():
    with pytest.raises(ValueError, match="take 5 of 4"):
        entry_bounds({}, {"A": 5}, 4)


# --- local content and welded cars ---------------------------------------------------------------


@given(PERCENT, MADE, st.booleans(), RULES)
def test_average_lies_between_bolted_and_welded_cars(welded, parts, in_bolted, basis):
    found = fleet_content(car(), welded, parts, in_bolted=in_bolted, basis=basis)
    assert found["bolted"] - 1e-9 <= found["average"] <= found["welded"] + 1e-9


@given(MADE, RULES)
def test_a_fleet_of_one_kind_is_that_kind(parts, basis):
    for share, rung in ((0, "SKD"), (100, "CKD")):
        found = fleet_content(car(), share, parts, basis=basis)["average"]
        assert found == pytest.approx(local_content(car(), rung, parts, basis=basis))


@given(PERCENT, MADE)
def test_by_parts_alone_welding_changes_nothing_if_all_cars_have_the_parts(welded, parts):
    found = fleet_content(car(), welded, parts, basis="parts")
    assert found["bolted"] == pytest.approx(found["welded"]) == pytest.approx(found["average"])


@given(PERCENT, MADE)
def test_without_parts_in_bolted_cars_the_average_is_at_most_the_welded_share(welded, parts):
    found = fleet_content(car(), welded, parts, in_bolted=False, basis="parts")
    assert found["average"] <= welded + 1e-9


@given(st.floats(0, 99), MADE, st.booleans(), RULES)
def test_the_bound_never_asks_for_more_than_a_fleet_has(welded, parts, in_bolted, basis):
    found = fleet_content(car(), welded, parts, in_bolted=in_bolted, basis=basis)
    assert needed_in_bolted(found["average"], welded) <= found["bolted"] + 1e-9


@given(PERCENT, st.floats(0, 99))
def test_the_bound_falls_when_more_cars_are_welded(average, welded):
    assert (
        needed_in_bolted(average, welded) >= needed_in_bolted(average, min(99, welded + 1)) - 1e-9
    )
    assert needed_in_bolted(average, 0) == pytest.approx(average)


@pytest.mark.parametrize(
    ("call", "message"),
    [(lambda: fleet_content(car(), 101), "found|share of welded cars is 101"),
     (lambda: needed_in_bolted(35, 100), "expected a share below 100"),
     (lambda: needed_in_bolted(-1, 10), "average is -1 percent"),
     (lambda: per_worker(10, 0), "made by 0"),
     (lambda: fleet_content(car(), 10, ["wings"]), "unknown part 'wings'")],
)  # fmt: skip
def test_inputs_out_of_range_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# --- vintages ------------------------------------------------------------------------------------


@given(st.floats(1e-3, 1e3), st.integers(-3, 3))
def test_slip_finds_the_places(value, places):
    assert slip(value * 10**places, value) == (places or None)


def test_close_numbers_are_no_slip():
    assert slip(255, 2.56) is None
    with pytest.raises(ValueError, match="above zero"):
        slip(0, 2.56)


def test_vintages_meet_where_both_have_a_value():
    old, new = pd.Series({2017: 1.0, 2018: math.nan}), pd.Series({2017: 1.5, 2018: 2.0})
    assert overlap(old, new)["difference"].to_dict() == {2017: 0.5}


# --- the tables and the explorer -----------------------------------------------------------------


def test_every_claim_on_tables_4_and_5_fills_a_cell_or_tells_of_the_table():
    cells = [*story.TABLE_4.values(), *story.TABLE_5.values()]
    placed = {name for row in cells for *_, names in row for name in names.split()}
    known = {name for name in ledger().claims if name.startswith(("p-t4-", "p-t5-"))}
    assert known == placed | set(story.ABOUT_THE_TABLES)
    assert not placed & set(story.ABOUT_THE_TABLES)


def test_a_disputed_cell_names_what_stands_against_it():
    table = story.table_5_filled()
    disputed = table[table["state"] == "disputed"]
    assert (disputed["against it"] != "").all()
    assert (table[table["state"] == "empty"]["the paragraph"] == "").all()


def test_cells_add_up():
    counts = story.completeness()
    assert (counts[list(story.CELLS)].sum(axis=1) == counts["cells"]).all()
    assert Counter(story.table_5().to_numpy().ravel())["empty"] == counts.loc["Table 5", "empty"]


def test_each_reading_shows_the_number_of_its_claim():
    points = story.local_content_readings()
    assert points["claim"].is_unique
    assert [ledger().claim(n).unit for n in points["claim"]] == ["%"] * len(points)
    places = points[points["open"]][["start", "share"]].apply(tuple, axis=1)
    assert places.is_unique, "two hollow marks would hide each other"


def test_ladder_has_its_dates_in_order():
    rows = story.ladder()
    assert (rows["start"] <= rows["end"]).all()


def test_explorer_says_what_the_model_says():
    explorer = fleet.content(car(), (5.0, 15.0, 35.0))
    spec = explorer.twin().layout.meta["explorer"]
    for place, (welded, parts, where, rule) in enumerate(explorer.settings()):
        found = fleet_content(
            car(), welded, PARTS[: int(parts)], in_bolted=bool(where),
            basis=list(BASES.values())[int(rule)],
        )  # fmt: skip
        assert spec["numbers"][place][0] == pytest.approx(list(found.values()), rel=1e-4)
        assert f"{found['average']:.1f} percent" in spec["words"][place]
