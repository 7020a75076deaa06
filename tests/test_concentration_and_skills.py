"""The index of concentration and the training account hold at the edges, and refuse nonsense."""

import pytest

from casebook.charts.grid import KNOWN
from casebook.explorers.skills import skills_explorer
from casebook.models.concentration import herfindahl, herfindahl_bounds
from casebook.models.skills import first_year_with, trained_at_work
from casebook.story import what_the_story_teaches as story


@pytest.mark.parametrize("count", [1, 2, 5])
def test_equal_markets_have_the_least_index(count):
    assert herfindahl([7] * count) == pytest.approx(1 / count)
    assert herfindahl([8, *[7] * (count - 1)]) >= 1 / count


def test_index_of_all_markets_lies_within_the_bounds_of_some():
    volumes = [50, 30, 15, 5]
    low, high = herfindahl_bounds(volumes[:2], sum(volumes))
    assert low < herfindahl(volumes) < high


def test_bounds_meet_when_every_market_is_known():
    low, high = herfindahl_bounds([3, 1], 4)
    assert low == high == herfindahl([3, 1])


@pytest.mark.parametrize("volumes", [[], [0, 0], [3, -1]])
def test_volumes_that_are_no_volumes_are_refused(volumes):
    with pytest.raises(ValueError, match="expected at least one above zero"):
        herfindahl(volumes)


@pytest.mark.parametrize(("known", "total"), [([5], 4), ([-1], 4), ([], 0)])
def test_known_markets_cannot_exceed_the_total(known, total):
    with pytest.raises(ValueError, match="no more than the total"):
        herfindahl_bounds(known, total)


def test_rest_needs_a_market():
    with pytest.raises(ValueError, match="others is 0"):
        herfindahl_bounds([1], 2, others=0)


def test_nobody_is_trained_before_the_training_ends():
    stock = trained_at_work(100, training_years=3, leaving=0, years=5)
    assert stock == [0, 0, 0, 100, 200, 300]


def test_leaving_sets_a_ceiling():
    stock = trained_at_work(100, training_years=1, leaving=20, years=200)
    assert stock[-1] == pytest.approx(500)
    assert first_year_with(stock, 501) is None


def test_unfinished_training_brings_fewer():
    assert trained_at_work(100, 1, 0, 1, finishing=60)[-1] == 60


@pytest.mark.parametrize("change", [{"training_years": 0}, {"leaving": 101}, {"finishing": -1}])
def test_impossible_programmes_are_refused(change):
    terms = {"training_years": 1, "leaving": 0, "finishing": 100} | change
    ((name, value),) = change.items()
    with pytest.raises(ValueError, match=f"{name} is {value}"):
        trained_at_work(100, years=1, **terms)


def test_each_slider_of_the_skills_explorer_changes_the_line():
    explorer = skills_explorer(5000)
    start = [c.start for c in explorer.controls]
    for place, control in enumerate(explorer.controls):
        lines = {
            tuple(explorer.answer([*start[:place], value, *start[place + 1 :]])[0][0])
            for value in control.values
        }
        assert len(lines) == len(control.values), control.key


def test_yardstick_asks_both_plants_the_same_and_knows_its_states():
    grid = story.yardstick()
    assert list(grid.columns) == ["Oskemen", "Kostanay"]
    assert set(grid.to_numpy().ravel()) <= set(KNOWN)


def test_comparison_says_what_each_series_counts():
    assert all("," in words for words in story.COMPARED.values())
    assert set(story.compared()["series"]) == set(story.COMPARED)


def test_last_rate_is_no_higher_than_the_best():
    assert story.best_and_last(story.compared())["last, % of best"].between(0, 100).all()


def test_epilogue_is_in_order_and_begins_after_the_rulings():
    table = story.epilogue()
    assert len(table) == len(story.EPILOGUE)
    assert table["when"].iloc[0] == "21 October 2020"


def test_recognition_saves_one_set_of_approvals():
    apart, joined = story.approvals([["a"], ["b"]]), story.approvals([["a", "b"]])
    assert apart - joined == len(story.STANDARDS)


def test_exports_by_market_refuse_other_years():
    with pytest.raises(ValueError, match="the year is 2019"):
        story.exports_by_market(2019)
