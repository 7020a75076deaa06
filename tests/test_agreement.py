"""Agreement of two readers is what books and libraries say; what is no coding is refused."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from casebook import data
from casebook.explorers.paradox import paradox
from casebook.ledger import ledger
from casebook.models.agreement import (
    agreement,
    alpha,
    by_code,
    compare,
    cross_table,
    even_table,
    interval,
    tables_with,
)

CODES = ["policy", "gvc", "risk", "none"]
#: The first call of a library imports it, which takes longer than an example may.
calm = settings(deadline=None)
codings = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), min_size=1, max_size=60
)


def is_defined(pairs):
    """Tell whether the readers use more than one code between them."""
    return len({code for pair in pairs for code in pair}) > 1


@pytest.mark.parametrize(
    ("table", "kappa", "claim"),
    [
        ([[40, 9], [6, 45]], 0.70, "f-kappa-example-even"),
        ([[80, 10], [5, 5]], 0.32, "f-kappa-example-skewed"),
    ],
)
def test_published_example_comes_out_as_published(table, kappa, claim):
    found = agreement(table)
    assert found.observed == pytest.approx(ledger().claim("f-kappa-example-agreed").number / 100)
    assert round(found.kappa, 2) == kappa == ledger().claim(claim).number


def test_second_published_example_comes_out_as_published():
    # Gerstman, Epidemiology Kept Simple, illustrative example 10.1: x-rays read twice.
    found = agreement([[1467, 2249 - 1467], [2776 - 1467, 16232]])
    assert found.passages == 19_790
    assert (round(found.observed, 4), round(found.expected, 4)) == (0.8943, 0.7780)
    assert round(found.kappa, 3) == 0.524


@calm
@given(codings)
def test_kappa_is_that_of_scikit_learn(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    found = agreement(cross_table(first, second, CODES)).kappa
    if is_defined(pairs):
        assert found == pytest.approx(cohen_kappa_score(first, second), abs=1e-9)
    else:
        assert math.isnan(found)


def test_kappa_of_the_teaching_coders_is_that_of_two_libraries():
    codes = data.load("teaching_codes")
    table = cross_table(codes["coder_a"].tolist(), codes["coder_b"].tolist())
    found = agreement(table).kappa
    assert found == pytest.approx(cohen_kappa_score(codes["coder_a"], codes["coder_b"]), abs=1e-9)
    assert found == pytest.approx(cohens_kappa(table.to_numpy()).kappa, abs=1e-9)


@calm
@given(codings)
def test_kappa_is_at_most_one_and_changes_nothing_when_readers_swap(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    one = agreement(cross_table(first, second, CODES))
    other = agreement(cross_table(second, first, CODES))
    assert one.kappa == pytest.approx(other.kappa, nan_ok=True)
    assert math.isnan(one.kappa) or -1 <= one.kappa <= 1


@calm
@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=60).filter(lambda x: len(set(x)) > 1))
def test_identical_readers_have_kappa_one(codes):
    assert agreement(cross_table(codes, codes, CODES)).kappa == pytest.approx(1)
    assert alpha(codes, codes) == pytest.approx(1)


@calm
@given(codings.filter(is_defined))
def test_kappas_of_single_codes_average_to_the_kappa_of_all(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    each = by_code(first, second, CODES)
    room = 1 - each["expected"]
    average = (room * each["kappa"].fillna(0)).sum() / room.sum()
    assert average == pytest.approx(agreement(cross_table(first, second, CODES)).kappa)


@calm
@given(codings.filter(is_defined))
def test_alpha_nears_the_kappa_of_one_shared_die(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    count = len(pairs)
    shares = pd.Series(first + second).value_counts() / (2 * count)
    observed = np.mean([one == other for one, other in pairs])
    chance = (2 * count * (shares**2).sum() - 1) / (2 * count - 1)
    assert alpha(first, second) == pytest.approx((observed - chance) / (1 - chance), abs=1e-9)


def test_interval_holds_the_kappa_and_shrinks_with_passages():
    spans = [interval(even_table(count, 0.5, 0.9)) for count in (50, 200, 800)]
    assert all(low < 0.8 < high for low, high in spans)
    widths = [high - low for low, high in spans]
    assert widths == sorted(widths, reverse=True)


def test_interval_is_near_the_one_of_large_samples():
    table = even_table(2000, 0.3, 0.9)
    low, high = interval(table)
    large = cohens_kappa(table)
    assert (low, high) == pytest.approx((large.kappa_low, large.kappa_upp), abs=0.01)


def test_interval_is_the_same_each_time():
    assert interval([[40, 9], [6, 45]]) == interval([[40, 9], [6, 45]])


def test_interval_of_readers_with_one_code_is_unknown():
    assert all(math.isnan(end) for end in interval([[10, 0], [0, 0]]))


@calm
@given(
    st.integers(1, 500),
    st.floats(0.01, 0.99),
    st.floats(0, 1),
)
def test_even_table_has_the_agreement_and_the_share_asked_for(count, share, place):
    least = abs(1 - 2 * share)
    observed = least + place * (1 - least)
    table = even_table(count, share, observed)
    assert table.min() >= 0
    assert table.sum() == pytest.approx(count)
    assert table.trace() == pytest.approx(count * observed, abs=1e-6)
    assert table.sum(axis=0) == pytest.approx(table.sum(axis=1))


@pytest.mark.parametrize("count", [19, 40])
def test_tables_with_a_kappa_are_all_there_are(count):
    by_hand = 0
    for both in range(count + 1):
        for one in range(count + 1 - both):
            for other in range(count + 1 - both - one):
                found = agreement([[both, one], [other, count - both - one - other]]).kappa
                by_hand += 0.785 <= found < 0.795
    assert len(tables_with(0.79, count)) == by_hand


@settings(max_examples=20, deadline=None)
@given(st.integers(5, 60))
def test_tables_with_a_kappa_have_it(count):
    for row in tables_with(0.79, count).itertuples():
        square = [[row.both, row.only_first], [row.only_second, row.neither]]
        assert agreement(square).kappa == pytest.approx(0.79, abs=0.005 + 1e-9)


def test_reader_is_compared_on_the_passages_coded():
    others = pd.DataFrame({"A": ["risk", "none", "gvc"]}, index=["P1", "P2", "P3"])
    found = compare({"P1": "risk", "P3": "none"}, others, CODES)
    assert found.loc["A", ["passages", "agreed"]].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cross_table(["risk"], []), "found 1 and 0 codes"),
        (lambda: cross_table([], []), "found no codes"),
        (lambda: cross_table(["risk", ""], ["risk", "risk"]), "a passage without a code"),
        (lambda: cross_table(["fun"], ["risk"], CODES), "unknown code 'fun'; expected one of pol"),
        (lambda: agreement([[1, 2]]), r"shape \(1, 2\); expected as many rows as columns"),
        (lambda: agreement([[1, -2], [0, 1]]), "negative count"),
        (lambda: agreement([[1, float("nan")], [0, 1]]), "missing or negative"),
        (lambda: agreement([[0, 0], [0, 0]]), "no passage in the table"),
        (lambda: interval([[1, 0], [0, 1]], level=95), "the level is 95; expected a share"),
        (lambda: even_table(0, 0.5, 0.9), "found 0 passages"),
        (lambda: even_table(100, 1.5, 0.9), "the share is 1.5; expected 0 to 1"),
        (lambda: even_table(100, 0.1, 0.5), "the observed agreement is 0.5; with a share"),
        (lambda: tables_with(0.79, 1000), "found 1000 passages; expected 1 to 250"),
        (lambda: compare({}, pd.DataFrame({"A": ["risk"]}, index=["P1"]), CODES), "found no codes"),
        (
            lambda: compare({"P9": "risk"}, pd.DataFrame({"A": ["risk"]}, index=["P1"]), CODES),
            "unknown passage 'P9'; expected one like 'P1'",
        ),
    ],
)
def test_what_is_no_coding_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_explorer_shows_the_numbers_of_the_model_on_its_whole_grid():
    explorer = paradox()
    spec = explorer.twin().layout.meta["explorer"]
    for place, (share, observed, count) in enumerate(explorer.settings()):
        found = agreement(even_table(count, share / 100, observed / 100))
        bars, ends = spec["numbers"][place]
        assert bars == pytest.approx([found.observed, found.expected, found.kappa], abs=1e-4)
        assert ends[0] <= found.kappa + 1e-6
        assert ends[1] >= found.kappa - 0.02
