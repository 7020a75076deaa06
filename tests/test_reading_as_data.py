"""The corpus states claims of the ledger, and the codes of chapter 14 fit it and its codebook."""

import pandas as pd
import pytest

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.ledger.quantities import agrees
from casebook.story import reading_as_data as story

CORPUS = data.load("corpus")
CODES = data.load("teaching_codes")
PASSAGES = [pytest.param(row, id=row.id) for row in CORPUS.itertuples()]


def phase_of(period):
    """Return the phase of the main scheme in which a period begins, or ends without a beginning."""
    span = Period.parse(period)
    year = (span.start or span.end).year
    return next(
        (name for name, last in [("before 2014", 2013), ("1", 2017), ("2", 2021), ("3", 2024)]
         if year <= last), "after 2024",
    )  # fmt: skip


@pytest.mark.parametrize("row", PASSAGES)
def test_passage_states_its_claim_and_no_other_number(row):
    claim = ledger().claim(row.claim)
    found = agrees(row.passage, claim)
    assert found, found
    assert row.passage != claim.statement
    assert row.period == claim.period


@pytest.mark.parametrize("row", PASSAGES)
def test_phase_follows_from_the_period_or_the_section(row):
    if row.period:
        assert (row.phase, row.phase_from) == (phase_of(row.period), "period")
    else:
        assert row.phase_from == "section"
        assert row.phase in "123"


def test_corpus_is_large_and_spread():
    assert len(CORPUS) >= 80
    assert (CORPUS["phase"].value_counts() >= 8).all()
    assert {ledger().claim(c).source for c in CORPUS["claim"]} > {"mdpi", "infohub"}
    assert sum(c.startswith("f-") for c in CORPUS["claim"]) >= 30


def test_every_passage_has_both_codes_and_every_code_is_in_use():
    assert CODES["passage"].tolist() == CORPUS["id"].tolist()
    for column in ("coder_a", "coder_b", "consensus"):
        assert set(CODES[column]) == set(story.codes())


def test_teaching_codes_say_that_they_are_made_up():
    assert set(CODES["status"]) == {"made for teaching"}


def test_consensus_takes_a_side_and_gives_a_rule_where_they_differed():
    apart = CODES[CODES["coder_a"] != CODES["coder_b"]]
    assert (CODES["reason"] != "").equals(CODES["coder_a"] != CODES["coder_b"])
    sides = zip(apart["consensus"], apart["coder_a"], apart["coder_b"], strict=True)
    assert all(agreed in (one, other) for agreed, one, other in sides)
    assert apart["reason"].str.match(r"Rule [1-6]\b").all()
    assert set(apart["consensus"]) == set(story.codes())


def test_consensus_is_neither_coder():
    assert not CODES["consensus"].equals(CODES["coder_a"])
    assert not CODES["consensus"].equals(CODES["coder_b"])


def test_teaching_kappa_cannot_be_taken_for_the_one_of_the_paper():
    from casebook.models.agreement import agreement, cross_table

    table = cross_table(CODES["coder_a"].tolist(), CODES["coder_b"].tolist())
    assert abs(agreement(table).kappa - ledger().claim("p-kappa-protocol").number) > 0.05


def test_rules_that_the_log_cites_stand_in_the_codebook():
    text = " ".join(data.load("codebook")["rule"])
    assert all(f"Rule {number}" in text for number in range(1, 7))


def test_tables_count_every_passage_once():
    for table in (story.tally(), story.by_phase("theme"), story.by_phase("consensus")):
        assert int(table.to_numpy().sum()) == len(CORPUS)


def test_unknown_property_to_count_by_is_refused():
    with pytest.raises(ValueError, match="found 'mood'; expected theme or consensus"):
        story.by_phase("mood")


def test_market_expansion_has_no_code():
    links = data.load("codebook_themes").set_index("theme")
    assert links.index[links["code"] == ""].tolist() == ["market expansion"]
    assert (links["link"] == "no link").equals(links["code"] == "")
    assert set(links["code"]) - {""} == set(story.codes()) - {"none"}


def test_search_finds_a_word_in_any_case_and_by_property():
    found = story.find("FORTUNER", consensus="GVC mode")
    assert found.index.tolist() == ["P014"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"phase": "7"}, "found phase='7'; expected one of 1, 2, 3"),
        ({"mood": "good"}, "unknown column 'mood'; expected one of passage"),
    ],
)
def test_search_names_what_there_is(wanted, message):
    with pytest.raises(ValueError, match=message):
        story.find(**wanted)


def test_gap_is_a_cell_that_could_hold_a_passage():
    gaps = story.gaps()
    assert gaps.loc["outside them", "China"] == "gap"
    assert gaps.loc["bilateral", "China"] == gaps.loc["not told", "China"] == "–"
    assert gaps.loc["speeches", "Kazakhstan"] == story.tally().loc["speeches", "Kazakhstan"]


def test_purpose_of_table_2_stays_empty():
    table = story.table2()
    assert (table["analytical purpose"] == "").all()
    assert (table["what it holds"] != "").all()


def test_two_views_come_from_groups_that_do_not_share_a_voice():
    book = ledger()
    chinese = {book.source_of(c).independence_group for _, c, _ in story.TWO_VIEWS if c}
    kazakh = {book.source_of(c).independence_group for _, _, c in story.TWO_VIEWS if c}
    assert not chinese & kazakh


def test_marker_without_a_value_is_unknown_and_not_zero():
    assert (story.markers().loc["CN-KZ co-inventions"] == "unknown").all()
    for claim, state in [pair for found in story.MARKERS.values() for pair in found]:
        assert bool(claim) == (state != "unknown")
        assert not claim or ledger().claim(claim)


def test_my_agreement_reads_a_dictionary():
    consensus = dict(zip(CODES["passage"], CODES["consensus"], strict=True))
    found = story.my_agreement(consensus)
    assert found.loc["consensus", "kappa"] == pytest.approx(1)
    assert (found["passages"] == len(CORPUS)).all()
    assert isinstance(found, pd.DataFrame)
