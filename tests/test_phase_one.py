"""Growth in words, places of prices and phases of events say what they should."""

import math

import pytest

from casebook.ledger import ledger
from casebook.models.growth import base_of, factors, points_and_percent
from casebook.models.phases import is_inside, phases_at, span
from casebook.models.prices import place_of
from casebook.story import export_and_assembly as story


def test_a_rise_by_is_one_more_than_a_rise_to():
    assert factors(0) == {"rise by": 1, "rise to": 0}
    assert factors(100)["rise by"] == 2


def test_a_fall_below_nothing_is_an_error():
    with pytest.raises(ValueError, match="found a growth of -101 percent; expected -100 or more"):
        factors(-101)
    with pytest.raises(ValueError, match="found a growth of -100 percent; expected more"):
        base_of(1, -100)


def test_base_and_growth_give_back_the_new_value():
    assert base_of(673, 139.5) * factors(139.5)["rise by"] == pytest.approx(673)


def test_a_share_of_zero_has_no_growth_in_percent():
    with pytest.raises(ValueError, match="old share of 0"):
        points_and_percent(0, 5)


@pytest.mark.parametrize(
    ("below", "above", "place"),
    [
        ((7, 10), (16, 40), "in the niche"),
        ((7, 10.5), (16, 40), "among the cheap"),
        ((7, 10), (10.9, 40), "among the dear"),
        ((7, 12), (12, 40), "the classes overlap"),
    ],
)
def test_a_price_that_touches_a_class_is_not_in_the_niche(below, above, place):
    assert place_of((10.5, 10.9), below, above) == place


def test_a_price_range_upside_down_is_an_error():
    with pytest.raises(ValueError, match="found a range from 10 to 7"):
        place_of((10.5, 10.9), (10, 7), (16, 40))


def test_an_open_phase_has_no_end():
    assert span(2019)[1] == math.inf
    assert phases_at(2050, 2051, [span(2014, 2016), span(2019)]) == [2]


def test_a_phase_that_ends_before_it_begins_is_an_error():
    with pytest.raises(ValueError, match="found last year 2013; expected 2014 or later"):
        span(2014, 2013)


def test_an_event_that_may_lie_outside_counts_as_outside():
    assert is_inside(2017, 2018, span(2014, 2017))
    assert not is_inside(2017, 2019, span(2014, 2017))


def test_the_switch_of_schemes_moves_events_out_of_their_band():
    events = story.phase_events(ledger())
    main, other = ((events[s] == "outside").sum() for s in story.SCHEMES)
    assert 0 < main < other < len(events)


def test_every_name_of_a_programme_leads_to_one():
    assert story.program("Bright Path") == story.program("Bright Road") == "Nurly Zhol"
    with pytest.raises(KeyError, match="no programme is named 'Bright Lane'"):
        story.program("Bright Lane")


def test_invented_rungs_are_marked_and_found_ones_are_not():
    ladder = story.prices()
    assert set(ladder[ladder["claim"] == ""]["basis"]) == {"invented"}
    assert ladder[ladder["basis"] == "invented"]["row"].str.contains("invented").all()
