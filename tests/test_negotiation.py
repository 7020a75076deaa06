"""The negotiation: scores as the model has them, in a game neither trivial nor hopeless."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.errors import DataError
from casebook.models.negotiation import Party, efficient, score_table
from casebook.teaching.negotiation import FILE, load_game, scoring_sheet

GAME = load_game()
PARTIES = [party.name for party in GAME.parties]
DEALS = GAME.table[GAME.table["accepted"]]
every_party = pytest.mark.parametrize("party", GAME.parties, ids=PARTIES)
points = st.integers(0, 40)


def test_the_five_parties_sit_at_the_table():
    assert PARTIES == ["ministry", "firm", "bank", "city", "rival"]


@every_party
def test_no_deal_lies_between_worst_and_best(party):
    worst = sum(min(values.values()) for values in party.points.values())
    assert worst < party.no_deal < party.best == 100


@every_party
def test_deal_that_all_accept_exists_and_some_refuse_what_is_efficient(party):
    refused = GAME.table[~GAME.table["accepted"] & GAME.table["efficient"]]
    assert len(DEALS) >= 3
    assert (DEALS[party.name] >= party.no_deal).all()
    assert len(refused) > len(DEALS)


def test_few_packages_are_deals():
    assert len(DEALS) / len(GAME.table) < 0.15


def test_no_package_is_best_for_two_opponents():
    best = {party.name: GAME.table[party.name].idxmax() for party in GAME.parties}
    assert len({best["ministry"], best["firm"], best["city"], best["rival"]}) == 4


@every_party
def test_every_party_blocks_something_that_the_others_accept(party):
    others = [p for p in GAME.parties if p is not party]
    fine = np.all([GAME.table[p.name] >= p.no_deal for p in others], axis=0)
    assert (fine & (GAME.table[party.name] < party.no_deal)).any()


@every_party
def test_brief_shows_the_points_of_its_party_alone(party):
    page = (FILE.parent / f"role-{party.name}.md").read_text(encoding="utf-8")
    assert re.findall(r'points_of\("(\w+)"\)', page) == [party.name]
    assert "**Invented for the game.**" in page
    assert "2021" not in page
    assert "August 2020" not in page


def test_scoring_sheet_answers_as_the_table_does():
    sheet = scoring_sheet(GAME)
    for place, setting in enumerate(sheet.settings()):
        numbers, words = sheet.answer(setting)
        row = GAME.table.iloc[place]
        assert numbers[0] == [row[name] for name in PARTIES]
        assert (words == "All accept.") == row["accepted"]


@given(st.lists(st.tuples(points, points, points), min_size=1, max_size=12))
def test_efficient_packages_are_those_that_nothing_beats(rows):
    kept = efficient(np.array(rows))
    for place, row in enumerate(rows):
        beaten = any(
            all(a >= b for a, b in zip(other, row, strict=True)) and other != row for other in rows
        )
        assert kept[place] == (not beaten)


@given(st.dictionaries(st.sampled_from("abcd"), points, min_size=2), points)
def test_more_points_for_a_value_never_lower_a_score(values, more):
    names = list(values)
    before = Party("one", {"term": {**values, "best": 50}}, 49)
    raised = {**values, names[0]: values[names[0]] + more, "best": 200}
    after = Party("one", {"term": raised}, 49)
    for name in names:
        assert after.score({"term": name}) >= before.score({"term": name})


def test_product_is_zero_where_somebody_loses():
    terms = {"price": ["low", "high"]}
    buyer = Party("buyer", {"price": {"low": 10, "high": 0}}, 5)
    seller = Party("seller", {"price": {"low": 4, "high": 10}}, 3)
    table = score_table([buyer, seller], terms)
    assert table["product"].tolist() == [5, 0]
    assert table["accepted"].tolist() == [True, False]


def test_points_that_lack_a_value_are_named(tmp_path):
    path = tmp_path / "negotiation.yml"
    text = FILE.read_text(encoding="utf-8").replace('{"none": 20, "12 months": 18,', '{"none": 20,')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="ministry: points of extension; found 'none, 24 months"):
        load_game(path)


def test_party_that_can_only_lose_is_named():
    with pytest.raises(ValueError, match="no deal is worth 9; expected less than 5"):
        Party("one", {"term": {"a": 5, "b": 1}}, 9)
