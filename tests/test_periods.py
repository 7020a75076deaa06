"""Dates: the ledger's form of them, and how prose writes them."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.data import DATA
from casebook.ledger.periods import Grain, Period, find_dates, parse_written_date

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def point(day: date, grain: Grain) -> str:
    """Write a day as sharp as `grain` in the ledger's form."""
    return {
        Grain.YEAR: f"{day.year}",
        Grain.HALF: f"{day.year}-H{(day.month + 5) // 6}",
        Grain.QUARTER: f"{day.year}-Q{(day.month + 2) // 3}",
        Grain.MONTH: f"{day.year}-{day.month:02}",
        Grain.DAY: day.isoformat(),
    }[grain]


POINTS = st.builds(point, DAYS, st.sampled_from(Grain))
INTERVALS = st.builds(lambda a, b, g: f"{point(min(a, b), g)}/{point(max(a, b), g)}",
                      DAYS, DAYS, st.sampled_from(Grain))  # fmt: skip
OPEN = st.one_of(POINTS.map("../{}".format), POINTS.map("{}/..".format))
LEDGER_FORMS = st.builds(
    lambda text, tilde: text if text.endswith("..") else text + tilde,
    st.one_of(POINTS, INTERVALS, OPEN),
    st.sampled_from(["", "~"]),
)


@pytest.mark.parametrize(
    ("text", "start", "end", "approximate", "words"),
    [
        ("2019", "2019-01-01", "2019-12-31", False, "2019"),
        ("2019-05", "2019-05-01", "2019-05-31", False, "May 2019"),
        ("2020-02", "2020-02-01", "2020-02-29", False, "February 2020"),
        ("2020-08-12", "2020-08-12", "2020-08-12", False, "12 August 2020"),
        ("2018-H1", "2018-01-01", "2018-06-30", False, "first half of 2018"),
        ("2018-H2", "2018-07-01", "2018-12-31", False, "second half of 2018"),
        ("2017-Q1", "2017-01-01", "2017-03-31", False, "first quarter of 2017"),
        ("2017-Q4", "2017-10-01", "2017-12-31", False, "fourth quarter of 2017"),
        ("2014/2017", "2014-01-01", "2017-12-31", False, "2014 to 2017"),
        ("../2015", "", "2015-12-31", False, "by 2015"),
        ("2017/..", "2017-01-01", "", False, "from 2017"),
        ("2012~", "2012-01-01", "2012-12-31", True, "about 2012"),
        ("../2018~", "", "2018-12-31", True, "by about 2018"),
        ("2022~/..", "2022-01-01", "", True, "from about 2022"),
        ("2010~/2020", "2010-01-01", "2020-12-31", True, "about 2010 to 2020"),
        ("2023-01/2023-06~", "2023-01-01", "2023-06-30", True, "early 2023"),
        ("2014-10/2014-12~", "2014-10-01", "2014-12-31", True, "late 2014"),
        ("../2023-06~", "", "2023-06-30", True, "by early 2023"),
        ("2014/2016~", "2014-01-01", "2016-12-31", True, "mid-2010s"),
        ("2024-01/2024-05", "2024-01-01", "2024-05-31", False, "January to May 2024"),
        ("2023-01/2024-01", "2023-01-01", "2024-01-31", False, "January 2023 to January 2024"),
        ("2020-08-12/2020-08-24", "2020-08-12", "2020-08-24", False, "12 to 24 August 2020"),
        (
            "2020-08-24/2020-12-31",
            "2020-08-24",
            "2020-12-31",
            False,
            "24 August to 31 December 2020",
        ),
    ],
)
def test_a_ledger_date_is_read_and_shown(
    text: str, start: str, end: str, approximate: bool, words: str
) -> None:
    period = Period.parse(text)
    found = (period.start or "", period.end or "", period.approximate, str(period))
    assert (str(found[0]), str(found[1]), *found[2:]) == (start, end, approximate, words)
    assert period.text == text


@pytest.mark.parametrize(
    "text",
    ["", "~", "19", "2019-13", "2019-5", "2020-02-30", "2018-H3", "2017-Q5", "2018-h1", "../..",
     "/", "2019/", "2017/2014", "2014/2015/2016", "0000", "early 2023", "２０１９", "2019\n"],
)  # fmt: skip
def test_a_wrong_ledger_date_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        Period.parse(text)
    assert repr(text) in str(caught.value)


def test_the_error_lists_the_accepted_forms() -> None:
    with pytest.raises(ValueError, match=r"2018-H1.*2014/2017.*\.\./2015"):
        Period.parse("nonsense")


@pytest.mark.parametrize(
    ("text", "ledger"),
    [
        ("12 August 2020", "2020-08-12"),
        ("on 12th of August, 2020", "2020-08-12"),
        ("August 12, 2020", "2020-08-12"),
        ("12.08.2020", "2020-08-12"),
        ("2020-08-12", "2020-08-12"),
        ("August 2020", "2020-08"),
        ("Aug. 2020", "2020-08"),
        ("the first half of 2018", "2018-H1"),
        ("H2 2018", "2018-H2"),
        ("Q1 2017", "2017-Q1"),
        ("the 2nd quarter of 2018", "2018-Q2"),
        ("early 2023", "2023-01/2023-06~"),
        ("late 2014", "2014-10/2014-12~"),
        ("mid-2015", "2015-05/2015-08~"),
        ("the mid-2010s", "2014/2016~"),
        ("the 2000s", "2000/2009"),
        ("2015 or 2016", "2015/2016"),
        ("2014-2017", "2014/2017"),
        ("2014–2017", "2014/2017"),
        ("2014–17", "2014/2017"),
        ("2014 to 2017", "2014/2017"),
        ("between 2014 and 2017", "2014/2017"),
        ("from 2014 to 2017", "2014/2017"),
        ("by 2015", "../2015"),
        ("by the end of 2024", "../2024"),
        ("by early 2023", "../2023-06~"),
        ("by about 2018", "../2018~"),
        ("since 2017", "2017/.."),
        ("after December 31, 2020", "2020-12-31/.."),
        ("about 2012", "2012~"),
        ("around 2014–2015", "2014/2015~"),
        ("early 2014 to 2017", "2014-01/2017~"),
        ("January–May 2024", "2024-01/2024-05"),
        ("the first five months of 2024", "2024-01/2024-05"),
        ("19-26 August 2020", "2020-08-19/2020-08-26"),
        ("19 August to 2 September 2020", "2020-08-19/2020-09-02"),
        ("12\u00a0August\u202f2020", "2020-08-12"),
    ],
)
def test_a_date_in_prose_is_read(text: str, ledger: str) -> None:
    found = parse_written_date(text)
    assert found is not None
    assert found.text == ledger


@pytest.mark.parametrize("text", ["", "the notice", "24 August", "50,2015", "2,015", "$2015", "S3"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_written_date(text) is None


def test_each_date_of_a_sentence_is_found() -> None:
    found = find_dates("the agreements of 2010 and May 2012, and on 12 and 24 August 2020")
    texts = [date.readings[0].text for date in found]
    assert texts == ["2010", "2012-05", "2020-08-12", "2020-08-24"]


def test_a_day_without_a_year_is_found() -> None:
    (found,) = find_dates("On August 24 the court spoke")
    assert found.agrees(Period.parse("2020-08-24"))
    assert not found.agrees(Period.parse("2020-08-12"))
    assert not found.agrees(Period.parse("2020-08"))


@pytest.mark.parametrize(
    ("written", "ledger", "agrees"),
    [
        ("August 2020", "2020-08-12", True),
        ("2020", "2020-08-12", True),
        ("12 August 2020", "2020-08", False),
        ("August 2020", "2020", False),
        ("early 2020", "2020", False),
        ("2016", "2014/2017", True),
        ("2018", "2014/2017", False),
        ("March 2016", "2014/2017", False),
        ("2014–2017", "2014/2017", True),
        ("2014–2016", "2014/2017", False),
        ("2013–2017", "2014/2017", False),
        ("2015 or 2016", "2015", True),
        ("2016 or 2017", "2015", False),
        ("the 2010s", "2015", True),
        ("by 2015", "../2015", True),
        ("2015", "../2015", True),
        ("2013", "../2015", False),
        ("by 2013", "../2015", False),
        ("from 2015", "../2015", False),
        ("2014–2015", "../2015", False),
        ("by 12 August 2020", "../2020-08-12", True),
        ("by 12 August 2020", "../2020-08-24", False),
        ("12–20 August 2020", "2020-08-12/2020-08-24", False),
        ("from 2017", "2017/..", True),
        ("2019", "2017/..", False),
        ("early 2023", "2023-01/2023-06~", True),
        ("2023", "2023-01/2023-06~", True),
        ("the first half of 2023", "2023-01/2023-06~", False),
        ("March 2023", "2023-01/2023-06~", False),
        ("about 2012", "2012~", True),
        ("2012", "2012~", False),
        ("the end of 2020", "2020-12-31", True),
        ("the end of 2020", "../2020", True),
        ("the end of 2020", "2021", False),
    ],
)
def test_a_written_date_is_never_sharper(written: str, ledger: str, agrees: bool) -> None:
    (found,) = find_dates(written)
    assert found.agrees(Period.parse(ledger)) is agrees


def test_may_before_a_number_is_no_month() -> None:
    assert find_dates("it may 12 times") == []


def test_a_period_is_as_sharp_as_its_sharper_end() -> None:
    grains = [
        Period.parse(text).grain for text in ("2014/2017-05", "2018-H1/2019", "../2020-08-12")
    ]
    assert grains == [Grain.MONTH, Grain.HALF, Grain.DAY]


def test_periods_sort_by_start_then_end() -> None:
    texts = ["2019", "2018-H2", "../2015", "2018", "2018-H1", "2017/.."]
    ordered = sorted(map(Period.parse, texts), key=lambda period: period.sort_key)
    assert [p.text for p in ordered] == ["../2015", "2017/..", "2018-H1", "2018", "2018-H2", "2019"]


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "contains"),
    [
        ("2014/2017", "2016", True, True),
        ("2014/2017", "2017/2019", True, False),
        ("2014/2017", "2018", False, False),
        ("2018", "2014/2017", False, False),
        ("../2015", "2015-12-31/..", True, False),
        ("../2015", "2016/..", False, False),
        ("../2015", "../2014", True, True),
        ("../2014", "../2015", True, False),
        ("2017/..", "2017-Q1", True, True),
        ("2017/..", "../2020", True, False),
    ],
)
def test_overlap_and_containment(one: str, other: str, overlaps: bool, contains: bool) -> None:
    left, right = Period.parse(one), Period.parse(other)
    assert left.overlaps(right) is right.overlaps(left) is overlaps
    assert left.contains(right) is contains


def test_a_period_contains_its_days_only() -> None:
    period = Period.parse("2020-08")
    assert period.contains(date(2020, 8, 1))
    assert period.contains(date(2020, 8, 31))
    assert not period.contains(date(2020, 9, 1))


def test_every_period_of_the_ledger_is_read_and_agrees_with_its_own_words() -> None:
    with (DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["period"] for row in csv.DictReader(file)} - {""}
    assert texts
    for period in map(Period.parse, sorted(texts)):
        (found,) = find_dates(period.words())
        assert found.agrees(period), period.text


@settings(max_examples=500, deadline=None)
@given(LEDGER_FORMS)
def test_words_are_read_back(text: str) -> None:
    period = Period.parse(text)
    found = parse_written_date(period.words())
    assert found is not None
    assert (found.start, found.end) == (period.start, period.end)
    assert found.approximate == period.approximate


@settings(max_examples=400, deadline=None)
@given(LEDGER_FORMS)
def test_a_period_agrees_with_its_own_words(text: str) -> None:
    period = Period.parse(text)
    assert any(found.agrees(period) for found in find_dates(period.words()))


@settings(max_examples=400, deadline=None)
@given(DAYS, st.sampled_from(Grain), st.sampled_from(Grain))
def test_a_sharper_date_is_refused_and_a_blunter_agrees(
    day: date, one: Grain, other: Grain
) -> None:
    written, known = Period.parse(point(day, one)), Period.parse(point(day, other))
    (found,) = find_dates(written.words())
    assert found.agrees(known) is (one <= other)


@settings(max_examples=400, deadline=None)
@given(DAYS, st.integers(1, 40000))
def test_another_day_is_refused(day: date, distance: int) -> None:
    other = min(day + timedelta(days=distance), date(2140, 1, 1))
    for grain in Grain:
        written, known = Period.parse(point(day, grain)), Period.parse(point(other, grain))
        (found,) = find_dates(written.words())
        assert found.agrees(known) is (written.text == known.text)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.text(), st.text("0123456789-/~.HQ", max_size=14)))
def test_any_text_is_read_or_refused(text: str) -> None:
    find_dates(text)
    parse_written_date(text)
    try:
        assert Period.parse(text).text == text
    except ValueError as error:
        assert "expected" in str(error)
