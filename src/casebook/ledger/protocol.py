"""The paper's protocol of seven steps as code, so that every claim of the ledger can be put to it.

The paper wrote the protocol for sources and applied it by reading. Here each step is a function of
what the ledger records, and answers pass, fail, unknown or not applicable, with a reason. Where
the protocol or our copy is silent the answer is unknown, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import pandas as pd

from casebook.data import rows
from casebook.ledger import ratings
from casebook.ledger.book import Ledger
from casebook.ledger.records import Claim, Source

Outcome = Literal["pass", "fail", "unknown", "not applicable"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "unknown", "fail", "not applicable")
STEPS = (
    "collection",
    "eligibility",
    "rating",
    "cross-verification",
    "coding",
    "reproducibility",
    "limitations",
)
#: Kinds of claim that are the "policy text" of step 2.
POLICY_KINDS = ("policy", "legal")
#: Kinds of claim that say little without a date.
DATED_KINDS = ("number", "event", "date", "agreement", "legal")
#: Words by which a note of the ledger says that the source leaves something out.
GAP = re.compile(r"\b(no|not|nor|none|unclear|undated|unknown|missing|without)\b")
#: How far a link leads, from nowhere to the very series.
DEPTHS = ("none", "home page", "page", "indicator")


class Verdict(NamedTuple):
    """What one step says about one claim, and why."""

    outcome: Outcome
    reason: str


def collection(source: Source) -> Verdict:
    """Step 1: say whether publisher, date, link and access date are recorded.

    Examples
    --------
    >>> collection(Source("x", "", "Infohub.kz", "", "", "", "", "", "", "", "", "")).reason
    'no date, no link, no access date'
    """
    recorded = {
        "publisher": source.publisher,
        "date": source.date,
        "link": source.url,
        "access date": source.accessed,
    }
    missing = [f"no {name}" for name, value in recorded.items() if not value]
    if missing:
        return Verdict("fail", ", ".join(missing))
    return Verdict("pass", "publisher, date, link and access date are recorded")


def eligibility(claim: Claim, groups: int) -> Verdict:
    """Step 2: say which of the protocol's three rules keeps the claim.

    Parameters
    ----------
    groups
        Number of independence groups that state the claim's fact.
    """
    if claim.basis == "derived":
        return Verdict("not applicable", "our own sum")
    is_statistic = bool(claim.value or claim.low) or claim.kind in POLICY_KINDS
    rule = ratings.eligibility(claim.origin, is_statistic, groups)
    return Verdict("pass", rule) if rule else Verdict("fail", "none of the three rules keeps it")


def credibility(claim: Claim, read_in: str, groups: int, row_level: str = "") -> Verdict:
    """Step 3: give the protocol's level, and say whether the paper prints the same.

    Parameters
    ----------
    read_in
        Kind of the source in which the claim was read.
    row_level
        The level that the sources of the claim's row in Table 1 earn (see `rerate`), for the
        authors may have read at first hand what we read in their paper.
    """
    printed = claim.source_rating
    if printed and printed not in ratings.LEVELS:
        return Verdict("fail", f"{printed} is not a level of the protocol")
    if claim.origin == "academic":
        return Verdict("unknown", "the protocol has no level for academic papers")
    level = row_level or ratings.rate(claim.origin, read_in, groups)
    if printed and printed != level:
        return Verdict("fail", f"printed {printed}, by the rule {level}")
    return Verdict("pass", level)


def cross_verification(claim: Claim, groups: Iterable[str], check: str = "") -> Verdict:
    """Step 4: say whether an independent group or series states the same number.

    Parameters
    ----------
    groups
        Independence groups that state the claim's fact.
    check
        Whether Table 1 of the paper names a check that is independent of its source: yes, no,
        none; empty if the claim is not in the table.

    Examples
    --------
    >>> from casebook.ledger import ledger
    >>> cross_verification(ledger().claim("p-jac-62-43"), {"mdpi"})
    Verdict(outcome='fail', reason='no second group states it')
    """
    if not (claim.value or claim.low):
        return Verdict("not applicable", "no number")
    if claim.basis == "derived":
        return Verdict("not applicable", "our own sum; its parts are checked")
    if len(set(groups)) > 1:
        return Verdict("pass", "stated by " + ", ".join(sorted(set(groups))))
    reasons: dict[str, Verdict] = {
        "yes": Verdict("unknown", "Table 1 names an independent check, which we have not read"),
        "no": Verdict("fail", "the check in Table 1 is not shown to be independent"),
        "none": Verdict("fail", "Table 1 gives no check"),
    }
    return reasons.get(check, Verdict("fail", "no second group states it"))


def coding(claim: Claim) -> Verdict:
    """Step 5: say whether a second reader can find the place and repeat the reading.

    Two coders can be compared only where both codings are published; neither the paper's nor a
    second one of ours is. What can be checked here is the trail that such a reader would follow.
    """
    if claim.basis == "derived":
        has_sum = bool(re.search(r"\d", claim.note))
        return Verdict("pass", "the sum is noted") if has_sum else Verdict("fail", "no sum noted")
    if claim.basis == "inferred":
        return Verdict("unknown", "our inference; a second reader may differ")
    if claim.locator == "excerpt":
        return Verdict("unknown", "read as an excerpt, not as a whole page")
    return Verdict("pass", f"to be found at {claim.locator}")


def reproducibility(depth: str) -> Verdict:
    """Step 6: say whether the link leads to the text or the series itself.

    Parameters
    ----------
    depth
        One of `DEPTHS`; empty if it is not known which link belongs to the claim.

    Examples
    --------
    >>> reproducibility("home page")
    Verdict(outcome='fail', reason='home page')
    """
    if not depth:
        return Verdict("unknown", "the citation mark is lost in our copy of the paper")
    if depth not in DEPTHS:
        raise ValueError(f"unknown link depth {depth!r}; expected one of {', '.join(DEPTHS)}")
    return Verdict("pass" if depth in ("page", "indicator") else "fail", depth)


def limitations(claim: Claim, withdrawn: str = "") -> Verdict:
    """Step 7: say what the source leaves out.

    Parameters
    ----------
    withdrawn
        Why the ledger has withdrawn the claim; empty if it stands.
    """
    if withdrawn:
        return Verdict("fail", f"withdrawn: {withdrawn}")
    if claim.basis == "derived":
        return Verdict("not applicable", "our own sum; its parts are checked")
    if GAP.search(claim.note):
        return Verdict("unknown", claim.note)
    if not claim.period and claim.kind in DATED_KINDS:
        return Verdict("unknown", "no date in the source")
    return Verdict("pass", "nothing is noted as missing")


def link_depth(url: str) -> str:
    """Return how far an address leads: none, home page or page.

    Examples
    --------
    >>> link_depth("https://kolesa.kz/"), link_depth("https://fbc.de/?p=366191"), link_depth("")
    ('home page', 'page', 'none')
    """
    parts = urlsplit(url)
    if not parts.netloc:
        return "none"
    return "page" if parts.path.strip("/") or parts.query else "home page"


def walk(book: Ledger, name: str) -> dict[str, Verdict]:
    """Put one claim to all seven steps.

    Examples
    --------
    >>> from casebook.ledger import ledger
    >>> walk(ledger(), "n-support-total")["collection"].reason
    'no date'
    """
    claim, source, groups = book.claim(name), book.source_of(name), book.groups(name)
    row = table1_row(book, name)
    check = _table1()[row]["cross_check_independent"] if row else ""
    level = rerate(_table1()[row]["primary_kinds"], check) if row and claim.source_rating else ""
    verdicts = (
        collection(source),
        eligibility(claim, len(groups)),
        credibility(claim, source.kind, len(groups), level),
        cross_verification(claim, groups, check),
        coding(claim),
        reproducibility(_depth(claim, source, row)),
        limitations(claim, _withdrawn(book, name)),
    )
    return dict(zip(STEPS, verdicts, strict=True))


def run_protocol(book: Ledger) -> pd.DataFrame:
    """Put every claim of the ledger to the protocol.

    Returns
    -------
    pandas.DataFrame
        One row a claim: `claim` (id) and one column a step, each with an outcome.
    """
    results = [
        {"claim": name, **{step: verdict.outcome for step, verdict in walk(book, name).items()}}
        for name in book.claims
    ]
    return pd.DataFrame(results, columns=["claim", *STEPS])


def rerate(primary_kinds: str, check_independent: str) -> ratings.Rating:
    """Rate a row of Table 1 by the protocol's own rule.

    The strongest of the row's sources gives the level, and an independent check counts as a
    second outlet.

    Parameters
    ----------
    primary_kinds
        Kinds of the row's primary sources, separated by a bar.
    check_independent
        yes, no or none.

    Examples
    --------
    >>> rerate("journalism|journalism", "yes"), rerate("company|journalism", "none")
    ('Medium', 'Medium')
    """
    kind = max(primary_kinds.split("|"), key=lambda k: ratings.LEVEL_OF_KIND[k])
    return ratings.rate(kind, kind, 2 if check_independent == "yes" else 1)


def table1_row(book: Ledger, name: str) -> str:
    """Return the row of Table 1 that states the claim's fact, or the empty string.

    Examples
    --------
    >>> from casebook.ledger import ledger
    >>> table1_row(ledger(), "p-kz-home-share-2024-33")
    '4'
    """
    facts = book.same_fact(name)
    matches = (n for n, row in _table1().items() if facts.intersection(row["claims"].split()))
    return next(matches, "")


def bounds(claim: Claim) -> tuple[float, float]:
    """Return the lowest and the highest number that a claim's words allow.

    "About" is read as rounded at the last digit that is not zero; shares end at 0 and 100.

    Examples
    --------
    >>> from casebook.ledger import ledger
    >>> bounds(ledger().claim("p-jac-35k-43")), bounds(ledger().claim("p-jac-62-43"))
    ((35000.0, inf), (62.0, 100.0))
    >>> bounds(ledger().claim("p-kz-home-share-2019-33"))
    (58.5, 59.5)
    """
    if claim.low:
        return float(claim.low), float(claim.high)
    if not claim.value:
        raise ValueError(f"claim {claim.id!r} has no number")
    value, unit = Decimal(claim.value), claim.unit
    lowest = float("-inf") if unit in ("% change", "pp") else 0.0
    highest = 100.0 if unit == "%" else float("inf")
    if claim.qualifier in ("more_than", "at_least"):
        return float(value), highest
    if claim.qualifier in ("less_than", "at_most"):
        return lowest, float(value)
    if claim.qualifier != "about":
        return float(value), float(value)
    half = Decimal(5).scaleb(int(value.normalize().as_tuple().exponent) - 1)
    return max(lowest, float(value - half)), min(highest, float(value + half))


@cache
def _table1() -> dict[str, dict[str, str]]:
    """Return the rows of Table 1 by their numbers."""
    return {row["row"]: row for _, row in rows("reliability_matrix")}


@cache
def _depths() -> dict[str, str]:
    """Return the link depth of each entry of the paper's list, and the best of each table row.

    Which entry stands behind which row was told by its title, and is noted with the entry.
    """
    found: dict[str, str] = {}
    for _, entry in rows("paper_references"):
        depth = entry["link_depth"]
        found[f"References {entry['number']}"] = depth
        fits = re.search(r"Table 1 rows? (\d)(?: and (\d))?", entry["note"])
        for number in filter(None, fits.groups() if fits else ()):
            row = f"Table 1 row {number}"
            found[row] = max(found.get(row, "none"), depth, key=DEPTHS.index)
    return found


def table1_depth(row: str) -> str:
    """Return the depth of the best link behind a row of Table 1.

    Examples
    --------
    >>> table1_depth("1"), table1_depth("6")
    ('home page', 'indicator')
    """
    return _depths()[f"Table 1 row {row}"]


def _depth(claim: Claim, source: Source, row: str) -> str:
    """Return the depth of the link behind a claim; empty if the paper's link is not known."""
    if source.kind != "academic":
        return link_depth(source.url)
    return _depths().get(claim.locator, table1_depth(row) if row else "")


def _withdrawn(book: Ledger, name: str) -> str:
    """Return why a claim is deprecated, or the empty string."""
    readings = (r for conflict in book.conflicts_of(name) for r in conflict.readings)
    return next((r.reason for r in readings if (r.claim, r.rank) == (name, "deprecated")), "")
