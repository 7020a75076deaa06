"""The seven steps say what they should about claims that are made up for each case."""

from dataclasses import replace

import pytest

from casebook.ledger import Claim, Source, ledger, protocol
from casebook.story import sources_and_claims

NUMBER = Claim(
    id="x", subject="Plant", measure="vehicles produced", statement="It made 100 cars in 2019.",
    period="2019", value="100", unit="vehicles", qualifier="exact", low="", high="", source="s",
    locator="para 3", speaker="the text", origin="journalism", kind="number", basis="reported",
    source_rating="", same_as=(), record="", note="", line=2,
)  # fmt: skip
OPINION = replace(NUMBER, value="", unit="", qualifier="", kind="analytic", period="")
OUR_SUM = replace(NUMBER, basis="derived", note="60 + 40")
SOURCE = Source(
    "s", "Title", "Daily", "", "2020-01-02", "https://daily.example/story", "2026-11-22", "en", "",
    "journalism", "daily", "",
)  # fmt: skip


def test_collection_passes_a_complete_record():
    assert protocol.collection(SOURCE).outcome == "pass"


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("publisher", "no publisher"),
        ("date", "no date"),
        ("url", "no link"),
        ("accessed", "no access date"),
    ],
)
def test_collection_names_what_is_missing(field, reason):
    assert protocol.collection(replace(SOURCE, **{field: ""})) == ("fail", reason)


def test_any_number_is_eligible():
    assert protocol.eligibility(NUMBER, 1).reason == "verifiable statistic or policy text"


def test_an_opinion_in_one_paper_is_not_eligible():
    assert protocol.eligibility(OPINION, 1).outcome == "fail"


def test_two_groups_make_an_opinion_eligible():
    assert protocol.eligibility(OPINION, 2) == ("pass", "two independent outlets")


def test_an_association_is_eligible_whatever_it_says():
    claim = replace(OPINION, origin="association")
    assert protocol.eligibility(claim, 1).reason == "official body or association"


def test_rating_is_the_level_of_the_rule():
    assert protocol.credibility(NUMBER, "journalism", 1) == ("pass", "Exploratory")


def test_a_printed_rating_above_the_rule_fails():
    claim = replace(NUMBER, source_rating="High")
    verdict = protocol.credibility(claim, "journalism", 1)
    assert verdict == ("fail", "printed High, by the rule Exploratory")


def test_the_level_of_the_row_goes_before_the_reading_at_second_hand():
    claim = replace(NUMBER, origin="inter-governmental", source_rating="High")
    assert protocol.credibility(claim, "academic", 1).outcome == "fail"
    assert protocol.credibility(claim, "academic", 1, "High").outcome == "pass"


def test_medium_high_is_not_a_level():
    claim = replace(NUMBER, source_rating="Medium-High")
    assert "not a level" in protocol.credibility(claim, "journalism", 1).reason


def test_an_academic_paper_has_no_level():
    claim = replace(NUMBER, origin="academic")
    assert protocol.credibility(claim, "academic", 1).outcome == "unknown"


def test_one_group_does_not_verify_itself():
    assert protocol.cross_verification(NUMBER, ["daily", "daily"]).outcome == "fail"


def test_two_groups_verify_each_other():
    assert protocol.cross_verification(NUMBER, ["daily", "bureau"]).outcome == "pass"


@pytest.mark.parametrize(
    ("check", "outcome"), [("yes", "unknown"), ("no", "fail"), ("none", "fail")]
)
def test_a_check_that_is_only_named_is_never_a_pass(check, outcome):
    assert protocol.cross_verification(NUMBER, ["mdpi"], check).outcome == outcome


@pytest.mark.parametrize("claim", [OPINION, OUR_SUM])
def test_only_reported_numbers_are_cross_verified(claim):
    assert protocol.cross_verification(claim, ["daily", "bureau"]).outcome == "not applicable"


def test_a_range_is_a_number_too():
    claim = replace(NUMBER, value="", low="50", high="55", qualifier="range")
    assert protocol.cross_verification(claim, ["daily"]).outcome == "fail"


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "pass"),
        ({"locator": "excerpt"}, "unknown"),
        ({"basis": "inferred"}, "unknown"),
        ({"basis": "derived", "note": "60 + 40"}, "pass"),
        ({"basis": "derived", "note": ""}, "fail"),
    ],
)
def test_coding_asks_for_a_trail(change, outcome):
    assert protocol.coding(replace(NUMBER, **change)).outcome == outcome


@pytest.mark.parametrize(
    ("depth", "outcome"),
    [
        ("indicator", "pass"),
        ("page", "pass"),
        ("home page", "fail"),
        ("none", "fail"),
        ("", "unknown"),
    ],
)
def test_reproducibility_wants_more_than_a_home_page(depth, outcome):
    assert protocol.reproducibility(depth).outcome == outcome


def test_an_unknown_depth_is_an_error_that_lists_the_known():
    with pytest.raises(ValueError, match="'cellar'; expected one of none, home page"):
        protocol.reproducibility("cellar")


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "pass"),
        ({"note": "speaker unclear"}, "unknown"),
        ({"note": "a notable sum"}, "pass"),
        ({"period": ""}, "unknown"),
        ({"period": "", "kind": "analytic"}, "pass"),
        ({"basis": "derived"}, "not applicable"),
    ],
)
def test_limitations_ask_what_is_missing(change, outcome):
    assert protocol.limitations(replace(NUMBER, **change)).outcome == outcome


def test_a_withdrawn_claim_fails_the_last_step():
    assert protocol.limitations(NUMBER, "a misprint") == ("fail", "withdrawn: a misprint")


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "expected"),
    [
        ("100", "exact", "vehicles", (100, 100)),
        ("62", "more_than", "%", (62, 100)),
        ("35000", "more_than", "vehicles", (35000, float("inf"))),
        ("48", "at_most", "%", (0, 48)),
        ("5", "less_than", "pp", (float("-inf"), 5)),
        ("70", "about", "%", (65, 75)),
        ("6875", "about", "vehicles", (6874.5, 6875.5)),
        ("0.7", "about", "%", (0.65, 0.75)),
        ("0", "about", "%", (0, 0.5)),
    ],
)
def test_bounds_follow_the_words(value, qualifier, unit, expected):
    claim = replace(NUMBER, value=value, qualifier=qualifier, unit=unit)
    assert protocol.bounds(claim) == pytest.approx(expected)


def test_bounds_of_a_range_are_its_ends():
    claim = replace(NUMBER, value="", low="50", high="55", qualifier="range", unit="pp")
    assert protocol.bounds(claim) == (50, 55)


def test_a_claim_without_a_number_has_no_bounds():
    with pytest.raises(ValueError, match="has no number"):
        protocol.bounds(OPINION)


def test_the_protocol_runs_on_every_claim():
    results = protocol.run_protocol(ledger())
    assert results["claim"].tolist() == list(ledger().claims)
    assert set(results[list(protocol.STEPS)].to_numpy().ravel()) == set(protocol.OUTCOMES)


def test_five_rows_of_table_1_are_rated_lower_by_the_rule():
    table = sources_and_claims.table1()
    assert table.loc[table["differs"] == "yes", "row"].tolist() == [1, 2, 3, 4, 5]
    assert table["by the rule"].tolist() == (
        ["Medium", "Medium", "Exploratory", "Exploratory", "Medium"] + ["High"] * 3 + ["Medium"]
    )


def test_rows_5_and_8_of_table_1_have_no_check():
    table = sources_and_claims.table1()
    assert table.loc[table["independent check"] == "none", "row"].tolist() == [5, 8]


def test_a_newswire_read_as_an_official_body_would_be_high():
    assert protocol.rerate("journalism", "no") == "Exploratory"
    assert protocol.rerate("official", "no") == "High"


def test_two_numbers_of_the_results_stand_in_table_1():
    numbers = sources_and_claims.coverage(ledger())
    results = numbers.loc[numbers["section"].str.startswith("3"), "claim"]
    named = [name for name in results if protocol.table1_row(ledger(), name)]
    assert named == ["p-kz-home-share-2019-33", "p-kz-home-share-2024-33"]


def test_no_sum_of_ours_counts_as_a_number_of_the_paper():
    names = sources_and_claims.coverage(ledger())["claim"]
    assert {ledger().claim(name).basis for name in names} == {"reported"}


def test_every_group_of_several_documents_has_a_name_for_readers():
    groups = sources_and_claims.independence_groups()
    assert groups["documents"].sum() == len(ledger().sources)
    assert (groups.loc[groups["documents"] > 1, "speaker"] != "").all()


def test_the_two_schemes_of_phases_differ_in_five_years():
    phases = sources_and_claims.phases_by_year(ledger())
    assert phases.loc[~phases["agree"], "year"].tolist() == [2016, 2017, 2019, 2020, 2021]


def test_the_paper_s_share_by_2018_is_an_open_question():
    shares = sources_and_claims.home_shares(ledger()).set_index("claim")
    assert shares.loc["p-kz-home-share-2018-32", "open"]
    assert not shares.loc["p-kz-home-share-2019-33", "open"]
