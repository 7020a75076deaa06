"""Numbers in prose: how they are read, and whether they agree with the ledger."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import make_dataclass
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casebook.data import DATA
from casebook.ledger.quantities import (
    SCALES,
    Quantity,
    agrees,
    format_quantity,
    parse_number,
    parse_quantity,
    units,
)

NAMES = ("value", "low", "high", "unit", "qualifier", "period", "statement")
QUALIFIERS = ("exact", "about", "more_than", "at_least", "less_than", "at_most")
# A word of each sort, and the claims for which it is not sharper than the source.
WORDS = {
    "": ("exact",),
    "about ": ("exact", "about"),
    "roughly ": ("exact", "about"),
    "some ": ("exact", "about"),
    "nearly ": ("exact", "about"),
    "almost ": ("exact", "about"),
    "just under ": ("exact", "about"),
    "≈": ("exact", "about"),
    "~": ("exact", "about"),
    "more than ": ("more_than",),
    "over ": ("more_than",),
    "above ": ("more_than",),
    "exceeding ": ("more_than",),
    "exceeded ": ("more_than",),
    ">": ("more_than",),
    "at least ": ("more_than", "at_least"),
    "no fewer than ": ("more_than", "at_least"),
    "upwards of ": ("more_than", "at_least"),
    "≥": ("more_than", "at_least"),
    "less than ": ("less_than",),
    "below ": ("less_than",),
    "<": ("less_than",),
    "at most ": ("less_than", "at_most"),
    "up to ": ("less_than", "at_most"),
    "no more than ": ("less_than", "at_most"),
    "≤": ("less_than", "at_most"),
}


def claim(
    value: str = "", unit: str = "", qualifier: str = "exact", period: str = "", **more: str
) -> dict[str, str]:
    """Make a claim; a value such as 50..55 is a range."""
    low, _, high = value.partition("..")
    is_range = bool(high)
    return {
        "value": "" if is_range else value,
        "low": low if is_range else "",
        "high": high,
        "unit": unit,
        "qualifier": ("range" if is_range else qualifier) if value else "",
        "period": period,
        **more,
    }


def ledger_rows() -> list[dict[str, str]]:
    with (DATA / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SUPPORT = claim("361", "KZT bn", period="2003/2020")
DEBT = claim("180", "KZT bn", "more_than", "../2024")
SHARE = claim("59", "%", "about", "2019")
ESTIMATE = claim("50..55", "pp", period="2015/2024")
PETITION = claim("45959", "signatures", period="2020-08-19/2020-08-26")
COURT = claim(period="2020-08-12", statement="On 12 August 2020 the court barred the benefits.")


# --- units --------------------------------------------------------------------------------------


def test_every_unit_of_the_ledger_is_known() -> None:
    named = {row["unit"] for row in ledger_rows() if row["unit"]}
    assert named
    assert named <= set(units())


def test_the_words_of_a_unit_fit_its_factor() -> None:
    for unit in units().values():
        for word in unit.words:
            scale = sum(SCALES.get(part, 0) for part in word.lower().split())
            assert scale == 0 or unit.factor == 10**scale, (unit.name, word)


@pytest.mark.parametrize("name", sorted(units()))
def test_the_words_of_a_unit_are_read_as_that_unit_or_its_like(name: str) -> None:
    unit = units()[name]
    for word in unit.words:
        found = [parse(text) for text in (f"7 {word}", f"{word} 7")]
        read = {q.unit for q in found if q and q.unit and q.value == 7}
        assert read & {name, *LIKE.get(name, ())}, (name, word)


# Units that share words: what is written is read as the first.
LIKE = {
    "% change": ("%",),
    "year": ("years",),
    "stages": ("phases",),
    "phases": ("stages",),
    "persons": ("jobs",),
    "decree no.": ("rank",),
}


def parse(text: str) -> Quantity | None:
    try:
        return parse_quantity(text)
    except ValueError:
        return None


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("361", "361"),
        ("1,684", "1684"),
        ("50 000", "50000"),
        ("50\u2009000", "50000"),
        ("50\u00a0000", "50000"),
        ("50\u202f000", "50000"),
        ("50،000", "50000"),
        ("1،234،567", "1234567"),
        ("8,429,926", "8429926"),
        ("47.6", "47.6"),
        ("47,6", "47.6"),
        ("807,35", "807.35"),
        ("0,79", "0.79"),
        ("0,145", "0.145"),
        ("1 234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("-80", "-80"),
        ("−80", "-80"),
        ("–80", "-80"),
        ("minus 80", "-80"),
        ("+53", "53"),
        ("٣٦١", "361"),
        ("zero", "0"),
        ("Nine", "9"),
        ("twelve", "12"),
        ("nineteen", "19"),
        ("twenty-one", "21"),
        ("ninety nine", "99"),
        ("a hundred and five", "105"),
        ("one half", "0.5"),
        ("a quarter", "0.25"),
        ("three-quarters", "0.75"),
        ("½", "0.5"),
        ("one in ten", "0.1"),
        ("three times", "3"),
        ("tenfold", "10"),
        ("twice", "2"),
    ],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


def test_thirds_are_read() -> None:
    assert parse_number("a third") == Decimal(1) / 3
    assert parse_number("two thirds") == Decimal(2) / 3


@pytest.mark.parametrize(
    "text",
    ["", " ", "many", "1,684,5", "12,34,56", "1.2.3", "1.234.567", "50،00", "2,5,6", "361 bn",
     "two coders", "S3", "--5", "1e5", "NaN", "Infinity", "9" * 30],
)  # fmt: skip
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="expected a number such as 361") as caught:
        parse_number(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("361 billion tenge", "361", "KZT bn", "exact"),
        ("361 bn tenge", "361", "KZT bn", "exact"),
        ("₸361 bn", "361", "KZT bn", "exact"),
        ("361 bn ₸", "361", "KZT bn", "exact"),
        ("KZT 361 billion", "361", "KZT bn", "exact"),
        ("KZT bn 361", "361", "KZT bn", "exact"),
        ("more than 180 bn tenge", "180", "KZT bn", "more_than"),
        ("exceeding 174 billion tenge", "174", "KZT bn", "more_than"),
        ("47,6 billion tenge", "47.6", "KZT bn", "exact"),
        ("807.3 million tenge", "807.3", "KZT m", "exact"),
        ("KZT 807.3 m", "807.3", "KZT m", "exact"),
        ("half a billion tenge", "0.5", "KZT bn", "exact"),
        ("5 trillion tenge", "5000", "KZT bn", "exact"),
        ("a million tenge", "1", "KZT m", "exact"),
        ("8,429,926 tenge", "8429926", "KZT", "exact"),
        ("221,000 tenge a month", "221000", "KZT/month", "exact"),
        ("$76 million", "76", "USD m", "exact"),
        ("76 million dollars", "76", "USD m", "exact"),
        ("US$1.1 billion", "1.1", "USD bn", "exact"),
        ("$76m", "76", "USD m", "exact"),
        ("31 million roubles", "31000000", "RUB", "exact"),
        ("€20", "20", "EUR", "exact"),
        ("over 8,000 cars", "8000", "cars", "more_than"),
        ("50،000 vehicles", "50000", "vehicles", "exact"),
        ("50\u202f000 vehicles annually", "50000", "vehicles/yr", "exact"),
        ("35 thousand cars", "35", "thousand vehicles", "exact"),
        ("4.91 million units", "4.91", "million vehicles", "exact"),
        ("12,450 cars a year earlier", "12450", "cars", "exact"),
        ("about 59 percent", "59", "%", "about"),
        ("59%", "59", "%", "exact"),
        ("59 %", "59", "%", "exact"),
        ("≈17 %", "17", "%", "about"),
        ("<5%", "5", "%", "less_than"),
        ("two thirds of the market", "66.66666666666666666666666667", "%", "exact"),
        ("fell by 80 percent", "-80", "% change", "exact"),
        ("40.4 percent below the year before", "-40.4", "% change", "exact"),
        ("rose by 72%", "72", "% change", "exact"),
        ("fell to 59 percent", "59", "%", "exact"),
        (">35,000", "35000", None, "more_than"),
        ("at least 4", "4", None, "at_least"),
        ("four or more jobs", "4", "jobs", "at_least"),
        ("50+ projects", "50", "projects", "at_least"),
        ("up to 15", "15", None, "at_most"),
        ("add up to 112.6 billion tenge", "112.6", "KZT bn", "exact"),
        ("no more than four years", "4", "years", "at_most"),
        ("nearly 60%", "60", "%", "about"),
        ("just under 31,000 vehicles", "31000", "vehicles", "about"),
        ("over the nine years", "9", "years", "exact"),
        ("ranked 35th", "35", "rank", "exact"),
        ("the 35th", "35", "rank", "exact"),
        ("ranked third", "3", "rank", "exact"),
        ("the top 15", "15", "rank", "at_most"),
        ("among the 15 best-selling brands", "15", "rank", "at_most"),
        ("factor of 36", "36", "times", "exact"),
        ("36-fold", "36", "times", "exact"),
        ("more than double", "2", "times", "more_than"),
        ("nine years", "9", "years", "exact"),
        ("nine-year sentence", "9", "years", "exact"),
        ("two coders", "2", "coders", "exact"),
        ("nine Chinese car brands", "9", "brands", "exact"),
        ("one memorandum", "1", "memoranda", "exact"),
        ("kappa of 0.79", "0.79", "kappa", "exact"),
        ("two coders with a kappa of 0.79", "0.79", "kappa", "exact"),
        ("κ = 0,79", "0.79", "kappa", "exact"),
        ("decree no. 1684", "1684", "decree no.", "exact"),
        ("3000 m²", "3000", "m2", "exact"),
        ("1.5 litres", "1.5", "l", "exact"),
        ("361", "361", None, "exact"),
        ("In 2019, 59 percent", "59", "%", "exact"),
        ("2019", "2019", None, "exact"),
    ],
)
def test_a_quantity_is_read(text: str, value: str, unit: str | None, qualifier: str) -> None:
    assert parse_quantity(text) == Quantity(Decimal(value), None, None, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("50-55 percentage points", "50", "55", "pp"),
        ("50–55 points", "50", "55", "pp"),
        ("+50–55 pp", "50", "55", "pp"),
        ("between 50 and 55 points", "50", "55", "pp"),
        ("15–20%", "15", "20", "%"),
        ("15% to 20%", "15", "20", "%"),
        ("an estimated 15 to 20 percent", "15", "20", "%"),
        ("166,600 to 171,000 cars", "166600", "171000", "cars"),
        ("50\u2009000–60\u2009000 vehicles", "50000", "60000", "vehicles"),
        ("$5–10 million", "5", "10", "USD m"),
        ("three to five years", "3", "5", "years"),
        ("0,79–0,81", "0.79", "0.81", None),
    ],
)
def test_a_range_is_read(text: str, low: str, high: str, unit: str | None) -> None:
    assert parse_quantity(text) == Quantity(None, Decimal(low), Decimal(high), unit, "range")


@pytest.mark.parametrize("text", ["", "the notice", "S3", "some", "1,684,5"])
def test_what_holds_no_quantity_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="expected a number") as caught:
        parse_quantity(text)
    assert repr(text) in str(caught.value)


# --- agreement ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("361 billion tenge", SUPPORT),
        ("₸361 bn", SUPPORT),
        ("361", SUPPORT),
        ("361 billion", SUPPORT),
        ("0.361 trillion tenge", SUPPORT),
        ("361,000 million tenge", SUPPORT),
        ("about 360 billion tenge", SUPPORT),
        ("the state support", SUPPORT),
        ("more than 180 billion tenge by the end of 2024", DEBT),
        ("upwards of ₸180 bn", DEBT),
        ("more than 48 percent", claim("48.19", "%", "more_than")),
        ("about 59 percent in 2019", SHARE),
        ("nearly 59%", SHARE),
        ("50 to 55 points", ESTIMATE),
        ("about 50–55 percentage points", ESTIMATE),
        ("between 50 and 55 points from 2015 to 2024", ESTIMATE),
        ("45,959 signatures", PETITION),
        ("45\u202f959 people signed", {**PETITION, "unit": ""}),
        ("about 46,000", PETITION),
        ("about 46 thousand signatures on 19–26 August 2020", PETITION),
        ("50،000 vehicles", claim("50000", "vehicles/yr")),
        ("50,000 vehicles a year", claim("50000", "vehicles/yr")),
        ("over 8,000 cars", claim("8000", "vehicles", "more_than")),
        ("353 million vehicles", claim("353000000", "vehicles")),
        ("35 thousand", claim("35000", "vehicles")),
        ("24 months", claim("2", "years")),
        ("roughly two thirds", claim("66.7", "%", "about")),
        ("one in ten cars", claim("10", "%")),
        ("500%", claim("500", "% change")),
        ("fell by 80 percent", claim("-80", "% change")),
        ("−80%", claim("-80", "% change")),
        ("ranked 35th", claim("35", "rank")),
        ("among the top 15", claim("15", "rank", "at_most")),
        ("the largest carmaker", claim("1", "rank")),
        ("no. 115-r", claim("115", "decree no.")),
        ("two coders read all five parts", claim("2", "coders")),
        ("one of the nine plants", claim("9", "")),
        ("one of the plants", SUPPORT),
        ("in Phase 2 about 15%", claim("15", "%", "about", statement="By Phase 2 it was 15%.")),
        ("the 765 cars of 2017", claim("765", "vehicles", period="../2017")),
        ("the S3 won in 2015", claim(period="2015", statement="The S3 of JAC won a prize.")),
        ("2020", claim("2020", "year")),
    ],
)
def test_a_number_that_agrees(written: str, known: Mapping[str, str]) -> None:
    assert agrees(written, known).problem == ""
    assert agrees(written, known).ok


@pytest.mark.parametrize(
    ("written", "known", "problem"),
    [
        ("316 billion tenge", SUPPORT, "expected '361 billion tenge'"),
        ("361 million tenge", SUPPORT, "expected '361 billion tenge'"),
        ("$361 billion", SUPPORT, "the unit is USD bn; expected KZT bn or no unit"),
        ("361 percent", SUPPORT, "expected KZT bn"),
        ("360 billion tenge", SUPPORT, "numbers differ"),
        ("about 400 billion tenge", SUPPORT, "at least its first two digits"),
        ("about 365 billion tenge", SUPPORT, "numbers differ"),
        ("more than 361 billion tenge", SUPPORT, "does not say 'more than'"),
        ("up to 361 billion tenge", SUPPORT, "does not say 'up to'"),
        ("361 to 362 billion tenge", SUPPORT, "a range for a single number"),
        ("361 billion tenge in 2021", SUPPORT, "the date is '2021'; expected 2003/2020"),
        ("361 billion tenge, 3 times", SUPPORT, "the unit is times"),
        ("361 billion tenge for the S3", {**SUPPORT, "statement": "Support."}, "'S3' is neither"),
        ("hundreds of billions", SUPPORT, "'hundreds' cannot be checked"),
        ("three billion", SUPPORT, "numbers differ"),
        ("180 billion tenge", DEBT, "nothing may be sharper"),
        ("about 180 billion tenge", DEBT, "a word such as 'more than'"),
        ("less than 180 billion tenge", DEBT, "a word such as 'more than'"),
        ("more than 185 billion tenge", DEBT, "numbers differ"),
        ("more than 49 percent", claim("48.96", "%", "more_than"), "numbers differ"),
        ("more than two", claim("2", "outlets", "at_least"), "a word such as 'at least'"),
        ("59 percent", SHARE, "a word such as 'about'"),
        ("about 59 percent in 2020", SHARE, "the date is '2020'; expected 2019 (2019)"),
        ("about 59 percent in May 2019", SHARE, "no sharper"),
        ("50 points", ESTIMATE, "a single number for a range; expected both ends"),
        ("50 to 56 points", ESTIMATE, "expected '50 to 55 percentage points'"),
        ("50 to 55 percent", ESTIMATE, "the unit is %; expected pp"),
        ("more than 50 to 55 points", ESTIMATE, "does not say 'more than'"),
        ("46,000 signatures", PETITION, "numbers differ"),
        ("about 50,000 signatures", PETITION, "numbers differ"),
        ("about 45,000 signatures", PETITION, "numbers differ"),
        ("45,959 workers", PETITION, "the unit is persons"),
        ("50,000 vehicles a year", claim("50000", "vehicles"), "the unit is vehicles/yr"),
        ("rose by 80 percent", claim("-80", "% change"), "a fall of 80 percent"),
        ("fell by 500 percent", claim("500", "% change"), "a rise of 500 percent"),
        ("53 percent", claim("53", "pp"), "expected pp"),
        ("ranked 36th", claim("35", "rank"), "expected '35th'"),
        ("the 15th", claim("15", "rank", "at_most"), "nothing may be sharper"),
        ("three coders", claim("2", "coders"), "numbers differ"),
        ("1,684,5", claim("1684.5", "vehicles"), "neither its number nor a date"),
        ("the S5", claim(period="2015", statement="The S3 of JAC."), "'S5' is neither"),
        ("Over 35,000 cars", claim("62", "%", statement="Over 35,000 cars, 62%."), "expected %"),
        ("in Phase 3", claim(statement="In Phase 2."), "it has no number"),
    ],
)
def test_a_number_that_differs(written: str, known: Mapping[str, str], problem: str) -> None:
    found = agrees(written, known)
    assert not found.ok
    assert repr(written) in found.problem
    assert problem in found.problem


@pytest.mark.parametrize(
    ("written", "known", "is_ok"),
    [
        ("12 August 2020", COURT, True),
        ("August 12", COURT, True),
        ("August 2020", COURT, True),
        ("2020", COURT, True),
        ("the notice", COURT, True),
        ("two courts", COURT, True),
        ("24 August 2020", COURT, False),
        ("August 24", COURT, False),
        ("July 2020", COURT, False),
        ("2021", COURT, False),
        ("12 courts", COURT, False),
        ("12 August 2020", claim(period="2020-08"), False),
        ("2015 or 2016", claim(period="2015"), True),
        ("2016 or 2017", claim(period="2015"), False),
        ("2016", claim(period="2014/2017"), True),
        ("the 2014 agreement", claim(period="2014/.."), True),
        ("2010 and 2012", claim(period="2010", statement="Signed in 2010 and in 2012."), True),
        ("2010 and 2013", claim(period="2010", statement="Signed in 2010 and in 2012."), False),
        ("about 2012", claim(period="2012~"), True),
        ("2012", claim(period="2012~"), False),
        ("2015", claim(), False),
        ("the notice", claim(), True),
        ("Made in China 2025", claim(statement="Made in China 2025 is a plan."), True),
        ("Made in China 2024", claim(statement="Made in China 2025 is a plan."), False),
        ("Kazakhstan–2050", claim(statement="The strategy Kazakhstan-2050 says so."), True),
    ],
)
def test_a_claim_without_a_number(written: str, known: Mapping[str, str], is_ok: bool) -> None:
    found = agrees(written, known)
    assert found.ok is is_ok
    assert bool(found.problem) is not is_ok


def test_it_tells_what_it_compared() -> None:
    assert agrees("361 billion tenge", SUPPORT).checked == "number"
    assert agrees("August 2020", COURT).checked == "date"
    assert agrees("the notice", COURT).checked == "nothing"


def test_a_problem_names_both_values() -> None:
    problem = agrees("316 billion tenge", SUPPORT).problem
    assert problem.startswith("the text says '316 billion tenge', the ledger 361 billion tenge: ")


def test_a_claim_may_be_a_mapping_a_row_or_an_object() -> None:
    row = pd.DataFrame([SUPPORT]).iloc[0]
    thing = make_dataclass("Thing", list(SUPPORT))(**SUPPORT)
    empty = pd.Series({**SUPPORT, "low": float("nan"), "high": None, "value": 361.0})
    for known in (SUPPORT, row, thing, empty):
        assert agrees("361 billion tenge", known).ok
        assert not agrees("316 billion tenge", known).ok


@pytest.mark.parametrize(
    ("known", "problem"),
    [
        (claim("many", "vehicles"), "the claim's value is 'many'; expected a plain number"),
        (claim("1", "furlong"), "the unit is 'furlong'; expected a unit of data/units.csv"),
        (claim("1", "vehicles", "maybe"), "the qualifier is 'maybe'; expected one of exact"),
        (claim("1", period="soon"), "the period is 'soon'; expected 2019"),
        ({**claim("1"), "low": "1", "high": "2"}, "expected a value alone, or low and high"),
        ({**claim("1..2"), "high": ""}, "expected a value alone, or low and high"),
    ],
)
def test_a_wrong_claim_is_refused_by_name(known: Mapping[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        agrees("1", known)
    assert problem in str(caught.value)


# --- as readers see it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (SUPPORT, "361 billion tenge"),
        (DEBT, "more than 180 billion tenge"),
        (ESTIMATE, "50 to 55 percentage points"),
        (claim("17", "%"), "17 percent"),
        (PETITION, "45,959 signatures"),
        (claim("0.79", "kappa"), "kappa of 0.79"),
        (claim("1684", "decree no."), "decree no. 1684"),
        (claim("35", "rank"), "35th"),
        (claim("1", "rank"), "1st"),
        (claim("12", "rank"), "12th"),
        (claim("15", "rank", "at_most"), "top 15"),
        (claim("1", "models", "at_least"), "at least 1 model"),
        (claim("1", "memoranda"), "1 memorandum"),
        (claim("1", "countries"), "1 country"),
        (claim("-1", "pp", "about"), "about −1 percentage point"),
        (claim("-80", "% change"), "a fall of 80 percent"),
        (claim("50", "% change", "more_than"), "a rise of more than 50 percent"),
        (claim("2018", "year"), "2018"),
        (claim("76.50", "USD m"), "76.5 million dollars"),
        (claim("50000", "vehicles/yr"), "50,000 vehicles a year"),
        (COURT, ""),
    ],
)
def test_a_claim_is_shown(known: Mapping[str, str], shown: str) -> None:
    assert format_quantity(known) == shown


def test_every_claim_of_the_ledger_agrees_with_itself() -> None:
    for row in ledger_rows():
        shown = format_quantity(row)
        found = agrees(shown, row)
        assert found.ok, (row["id"], found.problem)
        assert found.checked == ("number" if shown else "nothing")


# --- properties ---------------------------------------------------------------------------------

WHOLE = st.integers(0, 10**9)
WHOLE_DECIMALS = st.integers(1, 10**7).map(Decimal)
DECIMALS = st.decimals(0, 10**6, places=2, allow_nan=False, allow_infinity=False).map(
    lambda number: number.normalize()
)
MARKS = st.sampled_from([",", "،", " ", "\u2009", "\u202f", "\u00a0"])
COUNTED = sorted(set(units()) - {"rank", "kappa", "decree no.", "year", "% change"})


@st.composite
def claims(draw: st.DrawFn) -> dict[str, str]:
    """Draw a claim with a number or a range."""
    unit = draw(st.sampled_from([*sorted(units()), ""]))
    is_number = unit in ("rank", "decree no.", "year")
    numbers = WHOLE_DECIMALS if is_number or draw(st.booleans()) else DECIMALS
    first = draw(numbers)
    if not is_number and unit != "% change" and draw(st.integers(0, 4)) == 0:
        low, high = sorted((first, draw(numbers)))
        assume(low < high)
        return claim(f"{low:f}..{high:f}", unit)
    value = f"{first:f}"
    if unit in ("% change", "pp") and draw(st.booleans()) and Decimal(value):
        value = f"-{value}"
    return claim(value, unit, draw(st.sampled_from(QUALIFIERS)))


@settings(max_examples=600, deadline=None)
@given(WHOLE, MARKS)
def test_thousands_marks_change_nothing(number: int, mark: str) -> None:
    assert parse_number(f"{number:,}".replace(",", mark)) == number


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=6))
def test_a_comma_before_other_than_three_digits_is_a_decimal_comma(whole: int, rest: str) -> None:
    assume(len(rest) != 3 or whole == 0)
    assert parse_number(f"{whole},{rest}") == Decimal(f"{whole}.{rest}")


ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 99), st.sampled_from(["-", " ", "\u2011", "\u00a0"]))
def test_numbers_in_words_are_read(number: int, link: str) -> None:
    ten, one = divmod(number, 10)
    words = ONES[number] if number < 20 else TENS[ten - 2] + (link + ONES[one] if one else "")
    assert parse_number(words) == number
    assert parse_number(words.capitalize()) == number


@settings(max_examples=600, deadline=None)
@given(claims())
def test_what_is_shown_agrees_and_is_read_back(known: dict[str, str]) -> None:
    shown = format_quantity(known)
    assert agrees(shown, known).problem == ""
    read = parse_quantity(shown)
    numbers = [Decimal(known[name]) if known[name] else None for name in ("value", "low", "high")]
    assert [read.value, read.low, read.high] == numbers
    bare = {"year": "", "% change": "%" if shown == "0 percent" else "% change"}
    assert (read.unit or "") == bare.get(known["unit"], known["unit"])
    assert read.qualifier == known["qualifier"]


@settings(max_examples=600, deadline=None)
@given(claims(), st.sampled_from(sorted(WORDS)))
def test_what_is_sharper_than_the_source_is_refused(known: dict[str, str], word: str) -> None:
    assume(known["value"] and known["unit"] in COUNTED and Decimal(known["value"]) > 0)
    plain = format_quantity({**known, "qualifier": "exact"})
    found = agrees(f"it was {word}{plain}", known)
    assert found.ok is (known["qualifier"] in WORDS[word]), found.problem


@settings(max_examples=600, deadline=None)
@given(claims(), claims())
def test_another_number_is_refused(known: dict[str, str], other: dict[str, str]) -> None:
    assume(known["value"] and other["value"])
    assume(Decimal(known["value"]) != Decimal(other["value"]))
    wrong = {**known, "value": other["value"], "qualifier": "exact"}
    assert not agrees(format_quantity(wrong), {**known, "qualifier": "exact"}).ok


@settings(max_examples=500, deadline=None)
@given(
    st.integers(1, 10**6),
    st.sampled_from([("KZT", "tenge"), ("vehicles", "vehicles")]),
    st.sampled_from(["thousand", "million", "mn", "billion", "bn"]),
)
def test_scales_of_one_unit_agree(number: int, unit: tuple[str, str], scale: str) -> None:
    name, word = unit
    known = claim(str(number * 10 ** SCALES[scale]), name)
    assert agrees(f"{number:,} {scale} {word}", known).ok
    assert not agrees(f"{number + 1:,} {scale} {word}", known).ok
    assert not agrees(f"{number:,} {scale} dollars", known).ok


@settings(max_examples=400, deadline=None)
@given(st.integers(10, 10**6), st.sampled_from(["₸{} bn", "{} bn ₸", "KZT {} bn", "{}bn tenge"]))
def test_a_currency_may_stand_before_or_after(number: int, form: str) -> None:
    assert agrees(form.format(f"{number:,}"), claim(str(number), "KZT bn")).ok
    assert not agrees(form.format(f"{number:,}"), claim(str(number), "KZT m")).ok


@settings(max_examples=500, deadline=None)
@given(WHOLE, WHOLE, MARKS, st.sampled_from(["{}–{}", "{}-{}", "{} to {}", "between {} and {}"]))
def test_ranges_agree_at_both_ends_only(one: int, other: int, mark: str, form: str) -> None:
    low, high = sorted((one, other))
    assume(low < high)
    assume(not (1800 <= low < 2100 and low < 10**4))
    written = form.format(*(f"{n:,}".replace(",", mark) for n in (low, high))) + " vehicles"
    assert agrees(written, claim(f"{low}..{high}", "vehicles")).problem == ""
    assert not agrees(written, claim(f"{low}..{high + 1}", "vehicles")).ok
    assert not agrees(written, claim(f"{low - 1}..{high}", "vehicles")).ok
    assert not agrees(written, claim(str(high), "vehicles")).ok


@settings(max_examples=500, deadline=None)
@given(st.integers(10**3, 10**8), st.integers(0, 7))
def test_rounding_needs_about_and_keeps_two_digits(number: int, power: int) -> None:
    rounded = (number + 10**power // 2) // 10**power * 10**power
    assume(rounded != number and rounded > 0)
    known = claim(str(number), "vehicles")
    steps = [10**p for p in range(1, len(str(number)) - 1)]
    keeps_two = any(rounded % step == 0 and 2 * abs(rounded - number) <= step for step in steps)
    assert agrees(f"about {rounded:,} vehicles", known).ok is keeps_two
    assert not agrees(f"{rounded:,} vehicles", known).ok


@settings(max_examples=500, deadline=None)
@given(st.integers(1900, 2099), st.integers(1900, 2099))
def test_a_year_beside_the_number_must_be_the_claims(written: int, period: int) -> None:
    known = claim("59", "%", period=str(period))
    assert agrees(f"59 percent in {written}", known).ok is (written == period)


MESS = st.text("0123456789.,،−-–+%₸$~≈<> \u202fSQHabnotfmk/", max_size=24)
PIECES = st.lists(
    st.sampled_from(
        [*WORDS, "361", "1,684", "50", "000", "50،000", "47,6", "2019", "12", "35th", "to", "and",
         "tenge", "bn", "million", "%", "points", "cars", "a third", "twice", "half", "between",
         "August", "no.", "kappa of", "fell by", "top", "one", "in ten", "S3", "–", "-", "$"]
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


@settings(max_examples=2000, deadline=None)
@given(st.one_of(st.text(), MESS, PIECES), claims())
def test_no_text_breaks_it(text: str, known: dict[str, str]) -> None:
    for read in (parse_number, parse_quantity):
        try:
            assert read(text) is not None
        except ValueError as error:
            assert repr(text) in str(error)
    found = agrees(text, known)
    assert found.ok is (found.problem == "")


@settings(max_examples=600, deadline=None)
@given(st.one_of(MESS, PIECES), claims())
def test_no_digit_goes_unchecked(text: str, known: dict[str, str]) -> None:
    assume(any(char in "0123456789" for char in text))
    known = {**known, "statement": "The notice came."}
    assert not agrees(text, {**claim(), "statement": "The notice came."}).ok
    assert agrees(text, known).checked == "number" or not agrees(text, known).ok
