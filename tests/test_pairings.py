"""Chapter 3: agreements that a sentence leaves open, and a number that cannot be."""

from datetime import date

import pytest

from casebook.models.pairings import age, readings_of_agreements
from casebook.story import asia_auto_rises as story


def test_exchanging_the_firms_leaves_the_terms_equal():
    terms = story.agreements().groupby("reading")["term"].nunique()
    assert terms[terms == 1].index.tolist() == ["A", "D"]


def test_each_test_leaves_two_readings_and_both_leave_one():
    found = story.check_readings(story.agreements())
    assert found.index[found["one term for both"] == "yes"].tolist() == ["A", "D"]
    assert found.index[found["Asia Auto in 2010"] == "yes"].tolist() == ["A", "B"]
    assert found.index[found["passes"] == 2].tolist() == ["A"]


def test_the_firms_own_agreements_do_not_overlap():
    own = story.agreement_spans(story.agreements()).query("series == 'by the firm'")
    first, second = own.to_dict("records")
    assert first["start"] < 2011 < first["end"] <= second["start"] < 2018


def test_every_reading_uses_each_year_once():
    for _, rows in story.agreements().groupby("reading"):
        assert sorted(rows["signed"]) == [2010, 2012]
        assert sorted(rows["due"]) == [2017, 2019]


def test_a_duty_before_its_agreement_is_named():
    with pytest.raises(ValueError, match="a duty of 2011 under an agreement of 2012"):
        readings_of_agreements(("A", "B"), (2010, 2012), (2011, 2019))


def test_an_age_is_a_range_of_a_year_and_never_below_zero():
    assert age(2012, date(2012, 3, 1)) == (0.0, 0.2)
    low, high = age(2010, date(2020, 8, 24))
    assert round(high - low, 1) == 1.0


def test_a_day_before_the_signing_is_named():
    with pytest.raises(ValueError, match="before the year 2012"):
        age(2012, date(2011, 12, 31))


def test_the_impossible_figure_is_above_all_it_is_held_against():
    rest = story.against_the_rest()
    others = rest[rest["rank"] == "normal"]
    assert (others["times"] > 1).all()
    assert rest["value"].is_monotonic_increasing


def test_no_cell_of_the_process_says_welded_or_painted():
    assert "yes" not in set(story.process()[["welded", "painted"]].to_numpy().ravel())


def test_announcements_keep_their_dates_and_gaps():
    table = story.announcements()
    assert table["due"].isna().sum() == 5
    assert (table["due"].dropna() > table["announced"][table["due"].notna()]).all()
