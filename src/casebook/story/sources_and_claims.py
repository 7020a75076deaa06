"""The tables of chapter 13: the protocol's results, Table 1, groups, links, shares and phases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

from casebook import data
from casebook.ledger import Ledger, ledger, protocol, ratings
from casebook.ledger.periods import Period

#: Sections of the paper that state the numbers: those of its Results and of its Discussion.
SECTIONS = {
    "3.1": "3.1 China's industry",
    "3.2": "3.2 Kazakhstan's industry",
    "3.3": "3.3 the estimate",
    "4.1": "4.1 phase 1",
    "4.2": "4.2 phase 2",
    "4.3": "4.3 phase 3",
}
CHECKS = (
    "a second group, found by us",
    "a check named, not read by us",
    "a check not shown to be independent",
    "no check",
)
#: Groups of sources by the names that readers know.
GROUP_NAMES = {
    "kz-government": "Kazakh government",
    "akab": "AKAB, association",
    "kazavtoprom": "KazAvtoProm, association",
    "world-bank": "World Bank",
    "asia-auto": "Asia Auto",
    "uzauto": "UzAuto",
    "khabar": "Khabar, state television",
    "bns": "statistics bureau",
    "energyprom": "Energyprom, analysts",
    "kau": "Automobile Union",
    "allur-jac": "Allur and JAC",
    "renault": "Renault",
    "ukravtoprom": "Ukravtoprom, association",
    "astana-motors": "Astana Motors",
    "auto-mail-ru": "auto.mail.ru",
    "avtotor": "Avtotor",
    "avtovaz": "AvtoVAZ",
    "avtovzglyad": "AvtoVzglyad",
    "china-government": "Chinese government",
    "conway-bulletin": "Conway Bulletin",
    "dbk": "Development Bank",
    "dzen-blog": "blogs on dzen.ru",
    "fbc": "FBC",
    "global-trade-alert": "Global Trade Alert",
    "kazvedomosti": "Kazvedomosti",
    "kolesa": "Kolesa",
    "kommersant": "Kommersant",
    "kursiv": "Kursiv",
    "morocco-government": "Moroccan government",
    "nov-ost": "nov-ost.info",
    "psa": "PSA",
    "reuters": "Reuters",
    "russia-government": "Russian government",
    "toyota": "Toyota",
    "uz-government": "Uzbek government",
    "uz-statistics": "Uzbek statistics",
    "vedomosti": "Vedomosti",
    "zhasyl-damu": "Zhasyl Damu",
}
#: The claims that give each scheme's phases, in their order.
SCHEMES = {
    "main scheme": ("p-phase-1-4", "p-phase-2-4", "p-phase-3-4"),
    "Table 5's scheme": ("p-t5-p1-span-43", "p-t5-p2-span-43", "p-t5-p3-span-43"),
}


def coverage(book: Ledger) -> pd.DataFrame:
    """Return the paper's numbers in sections 3 and 4 with the check that each one has.

    Only reported numbers count; sums of ours are left out.

    Returns
    -------
    pandas.DataFrame
        `claim`, `section` (a value of `SECTIONS`), `statement` and `check` (one of `CHECKS`).
    """
    found = []
    for claim in book.claims.values():
        section = SECTIONS.get(claim.locator[:3], "") if claim.source == "mdpi" else ""
        if section and claim.basis == "reported" and (claim.value or claim.low):
            check = _check(protocol.walk(book, claim.id)["cross-verification"])
            row = {"section": section, "check": check, "statement": claim.statement}
            found.append({"claim": claim.id, **row})
    return pd.DataFrame(found)


def _check(verdict: protocol.Verdict) -> str:
    if verdict.outcome == "pass":
        return CHECKS[0]
    if verdict.outcome == "unknown":
        return CHECKS[1]
    return CHECKS[2] if "independent" in verdict.reason else CHECKS[3]


def count(frame: pd.DataFrame, by: str, split: str, order: Iterable[str]) -> pd.DataFrame:
    """Count rows by two columns; the values of `split` in a given order.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": ["x", "x"], "b": ["yes", "no"]})
    >>> count(frame, "a", "b", ["yes", "no"]).loc["x"].tolist()
    [1, 1]
    """
    counts = frame.groupby([by, split], sort=False).size().unstack(fill_value=0)
    return counts.reindex(columns=list(order), fill_value=0).rename_axis(columns=None)


def outcomes(results: pd.DataFrame) -> pd.DataFrame:
    """Count the outcomes of `protocol.run_protocol`: index the steps, one column an outcome."""
    long = results.melt("claim", var_name="step", value_name="outcome")
    return count(long, "step", "outcome", protocol.OUTCOMES)


def verdicts(book: Ledger, name: str) -> pd.DataFrame:
    """Return what each step says about one claim: `step`, `outcome`, `reason`."""
    walked = protocol.walk(book, name)
    return pd.DataFrame([{"step": step, **v._asdict()} for step, v in walked.items()])


def table1() -> pd.DataFrame:
    """Return Table 1 of the paper beside its rating by the protocol.

    Returns
    -------
    pandas.DataFrame
        `row`, `claim in the paper`, `primary sources`, `independent check`, `best link`,
        `the paper`, `by the rule`, `differs` (yes or no) and `claim` (ids for the source line).
    """
    matrix = data.load("reliability_matrix")
    pairs = zip(matrix["primary_kinds"], matrix["cross_check_independent"], strict=True)
    rule = pd.Series([protocol.rerate(kinds, check) for kinds, check in pairs])
    return pd.DataFrame(
        {
            "row": matrix["row"],
            "claim in the paper": matrix["claim_text"],
            "primary sources": [
                ", ".join(dict.fromkeys(k.split("|"))) for k in matrix["primary_kinds"]
            ],
            "independent check": matrix["cross_check_independent"],
            "best link": [protocol.table1_depth(str(row)) for row in matrix["row"]],
            "the paper": matrix["paper_rating"],
            "by the rule": rule,
            "differs": (matrix["paper_rating"] != rule).map({True: "yes", False: "no"}),
            "claim": matrix["claims"] + " " + matrix["row_claims"],
        }
    )


def media() -> pd.DataFrame:
    """Return the media that Table 1 names, and the article's publisher, rated by the protocol.

    Returns
    -------
    pandas.DataFrame
        `outlet`, `rows of Table 1` that name it as a source or a check, and `level`.
    """
    rows: dict[str, list[str]] = {}
    for cells in data.load("reliability_matrix").to_dict("records"):
        named = [*cells["primary_sources"].split("|"), cells["cross_check"]]
        kinds = [*cells["primary_kinds"].split("|"), cells["cross_check_kind"]]
        for name, kind in zip(named, kinds, strict=True):
            if kind == "journalism":
                rows.setdefault(name.partition(",")[0], []).append(str(cells["row"]))
    rows[ledger().sources["infohub"].publisher] = []
    return pd.DataFrame(
        {
            "outlet": list(rows),
            "rows of Table 1": [", ".join(numbers) or "none" for numbers in rows.values()],
            "level": ratings.rate("journalism", "journalism"),
        }
    )


def independence_groups() -> pd.DataFrame:
    """Return the groups of sources: `group`, `documents`, `speaker`; most documents first.

    The documents of one group repeat one body, so they are one voice. `speaker` is the body's name
    as readers know it; groups of a single document have none.
    """
    sizes = data.load("sources")["independence_group"].value_counts()
    table = sizes.rename_axis("group").rename("documents").reset_index()
    return table.assign(speaker=[GROUP_NAMES.get(group, "") for group in table["group"]])


def voices(book: Ledger, conflict: str) -> pd.DataFrame:
    """Count who says what in a conflict: `says`, `passages`, `sources` and `groups`.

    Examples
    --------
    >>> from casebook.ledger import ledger
    >>> voices(ledger(), "c032-phases").loc[0, ["passages", "sources", "groups"]].tolist()
    [11, 1, 1]
    """
    sides: dict[str, list[str]] = {}
    for reading in book.conflicts[conflict].readings:
        if reading.claim:
            sides.setdefault(reading.says, []).append(reading.claim)
    return pd.DataFrame(
        {
            "says": list(sides),
            "passages": [len(names) for names in sides.values()],
            "sources": [len({book.claim(n).source for n in ns}) for ns in sides.values()],
            "groups": [
                len({book.source_of(n).independence_group for n in ns}) for ns in sides.values()
            ],
        }
    )


def link_depths() -> pd.DataFrame:
    """Count the paper's references by kind and by how far the link leads, most first."""
    counts = count(data.load("paper_references"), "kind", "link_depth", protocol.DEPTHS)
    return counts.assign(all=counts.sum(axis=1)).sort_values(["all", "kind"], ascending=False)


def home_shares(book: Ledger) -> pd.DataFrame:
    """Return every reading of the home-made share as a point over its own period.

    Returns
    -------
    pandas.DataFrame
        `start` and `end` (years, with fractions), `share` (percent), `low` and `high` (percent,
        where the source gives a range), `where from` (the paper, other sources), `open` (bool:
        the year is a bound, the base is not sales, or the value is not a plain report),
        `period`, `base` and `claim`; sorted by `start`.
    """
    points = data.load("kz_domestic_share_of_sales")
    claims = [book.claim(name) for name in points["claim"]]
    spans = [_years(text) for text in points["period"]]
    is_open = (
        points["period"].str.contains(r"\.\.|~")
        | (points["base"] != "sales")
        | (points["basis"] != "reported")
        | (points["qualifier"] == "more_than")
    )
    frame = pd.DataFrame(
        {
            "start": [start for start, _ in spans],
            "end": [end for _, end in spans],
            "share": points["share_pct"],
            "low": [float(c.low) if c.low else None for c in claims],
            "high": [float(c.high) if c.high else None for c in claims],
            "where from": ["the paper" if c.source == "mdpi" else "other sources" for c in claims],
            "open": is_open,
            "period": points["period"],
            "base": points["base"],
            "claim": points["claim"],
        }
    )
    return frame.sort_values(["start", "end", "share"], kind="stable").reset_index(drop=True)


def _years(text: str) -> tuple[float, float]:
    """Return a period as years with fractions; "by 2018" is the year 2018."""
    period = Period.parse(text.removeprefix("../"))
    if period.start is None or period.end is None:
        raise ValueError(f"the period {text!r} has no end; expected a closed one or ../YEAR")
    return _year(period.start), _year(period.end + timedelta(days=1))


def _year(day: date) -> float:
    """Return a day as a year with its fraction.

    Examples
    --------
    >>> _year(date(2019, 7, 2))
    2019.4986301369863
    """
    length = date(day.year + 1, 1, 1) - date(day.year, 1, 1)
    return day.year + (day - date(day.year, 1, 1)) / length


def home_shares_table(points: pd.DataFrame) -> pd.DataFrame:
    """Return the readings of the home-made share as readers see them."""
    return pd.DataFrame(
        {
            "period": [Period.parse(text).words() for text in points["period"]],
            "share, percent": points["share"],
            "of": points["base"],
            "where from": points["where from"],
            "open question": points["open"].map({True: "yes", False: ""}),
            "claim": points["claim"],
        }
    )


def phases_by_year(book: Ledger) -> pd.DataFrame:
    """Return the phase of each year in the two schemes of the paper.

    Returns
    -------
    pandas.DataFrame
        `year`, one column a scheme ("1 or 2" where a year lies in two phases) and `agree` (bool).
    """
    periods = {
        scheme: [Period.parse(book.claim(name).period) for name in names]
        for scheme, names in SCHEMES.items()
    }
    table = pd.DataFrame({"year": range(2014, 2025)})
    for scheme, spans in periods.items():
        table[scheme] = [_phases(year, spans) for year in table["year"]]
    first, second = SCHEMES
    return table.assign(agree=table[first] == table[second])


def _phases(year: int, spans: list[Period]) -> str:
    """Return the numbers of the phases in which a year lies."""
    inside = [
        str(number)
        for number, span in enumerate(spans, start=1)
        if (span.start is None or span.start.year <= year)
        and (span.end is None or year <= span.end.year)
    ]
    return " or ".join(inside)
