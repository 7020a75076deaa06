"""The tables of chapter 15: our judgements, the modes they lead to, and the rules side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.governance import (
    MODES,
    TESTS,
    flips,
    kappa_bounds,
    possible,
    same_or_apart,
    years_before,
)
from casebook.story import localization_and_joint_ventures, technology_partnership
from casebook.story.sources_and_claims import phases_by_year
from casebook.story.technology_partnership import RULES

JAC, ASIA_AUTO = "JAC-Allur", "Asia Auto"
OWNERSHIP = "ownership"
DIMENSIONS = (*TESTS, OWNERSHIP)
#: Years that both phase schemes of the paper cover.
FIRST, LAST = 2014, 2024
#: Chapter 6 has the step "hierarchy" in the rule of section 2; to the letter it is one of two.
STEPS = {**technology_partnership.STEPS, "captive/hierarchy": 4.5}
RULE_COLORS = dict(zip(RULES, (COLORS["policy"], COLORS["Kostanay"]), strict=True))
CASE_COLORS = {JAC: COLORS["Kostanay"], ASIA_AUTO: COLORS["Oskemen"]}
LEVEL_COLORS = {
    "low": COLORS["Oskemen"],
    "high": COLORS["policy"],
    "unknown": COLORS["Kazakhstan"],
}
#: What becomes of a year if a judgement is turned round.
OUTCOMES = MappingProxyType(
    {
        "looser modes only": COLORS["Kostanay"],
        "captive or hierarchy open": COLORS["Oskemen"],
        "no mode": COLORS["Kazakhstan"],
    }
)
#: The two changes of mode on which both rules of the paper agree in time, with their dates.
CHANGES = MappingProxyType(
    {
        "to relational": ("p-kostanay-ramp-up-41",),
        "to hierarchy": ("f-allur-51-agreement", "f-allur-signing-2019-05-21"),
    }
)
#: Kind, example, whether it concerns JAC in Kostanay (and why not), and the claims that date it.
TRIGGERS = (
    ("policy", "procurement rule", "yes", "f-procurement-ban-under-a-month"),
    ("policy", "recycling fee", "all makers", "f-fee-starts-2016-01-01"),
    ("equity", "JAC and CMC in Allur", "yes", "f-allur-51-agreement f-allur-signing-2019-05-21"),
    ("equity", "Chery, Astana Motors", "no: other firms", "p-chery-memo-43"),
    ("capability", "weld and paint shops", "no: other makes", "f-nomad-ckd-2013 f-fortuner-ckd"),
    ("capability", "component lines", "not said", "p-component-projects-42"),
)


def paths() -> pd.DataFrame:
    """Return the mode by the two rules of the paper to 2024, as `charts.staircase` draws it.

    Chapter 6 tells the years to 2021. No passage names a mode for the years after them, so the
    last one is carried on. Section 2 says "hierarchical or captive" in one breath, and so do we.

    Returns
    -------
    pandas.DataFrame
        As `technology_partnership.path`.
    """
    first = RULES[0]
    steps = technology_partnership.path()
    is_last = (steps["series"] == first) & (steps["step"] == "hierarchy")
    steps.loc[is_last, "step"] = "captive/hierarchy"
    steps.loc[is_last, "claim"] += " p-governance-hierarchical-methods"
    later = steps.groupby("series", sort=False).tail(1).assign(
        start=2022, end=LAST + 1, basis="inferred", why="nothing said of these years"
    )  # fmt: skip
    return pd.concat([steps, later]).sort_values(
        ["series", "start"], key=lambda c: c.map(RULES.index) if c.name == "series" else c
    )


def by_rule(rule: str, years: Sequence[int] = range(FIRST, LAST + 1)) -> list[tuple[str, ...]]:
    """Return the modes that a rule of the paper leaves open in each year.

    Raises
    ------
    ValueError
        If the rule or a year is not told.
    """
    steps = paths()
    steps = steps[steps["series"] == rule]
    if steps.empty:
        raise ValueError(f"found rule {rule!r}; expected one of {', '.join(RULES)}")
    found = []
    for year in years:
        row = steps[(steps["start"] <= year) & (year < steps["end"])]
        if len(row) != 1:
            raise ValueError(f"found year {year}; expected {FIRST} to {LAST}")
        found.append(tuple(row["step"].iloc[0].split("/")))
    return found


def _cells(case: str, column: str) -> pd.DataFrame:
    table = data.load("governance_evidence")
    rows = table[table["case"] == case]
    if rows.empty:
        raise ValueError(f"found case {case!r}; expected {JAC} or {ASIA_AUTO}")
    cells = []
    for _, row in rows.iterrows():
        first, _, last = row["period"].partition("/")
        cells += [
            (year, row["dimension"], row[column])
            for year in range(int(first), int(last or first) + 1)
        ]
    frame = pd.DataFrame(cells, columns=["year", "dimension", "value"])
    return frame.pivot(index="year", columns="dimension", values="value")[
        list(DIMENSIONS)
    ].rename_axis(columns=None)


def judgements(case: str) -> pd.DataFrame:
    """Return our judgements: index years; columns the three tests and ownership.

    Examples
    --------
    >>> judgements("JAC-Allur").loc[2014, "complexity"]
    'low'
    """
    return _cells(case, "our_judgement")


def groups(case: str) -> pd.DataFrame:
    """Return the period of the judgement behind each cell of `judgements`."""
    return _cells(case, "period")


def by_test(case: str, judged: pd.DataFrame | None = None) -> dict[int, tuple[str, ...]]:
    """Return the modes that the three tests leave open in each year.

    Parameters
    ----------
    case
        ``"JAC-Allur"`` or ``"Asia Auto"``.
    judged
        Judgements of your own in the shape of `judgements`; by default ours.
    """
    table = judgements(case) if judged is None else judged
    return {int(str(y)): possible(*map(str, row)) for y, row in table[list(TESTS)].iterrows()}


def evidence(case: str) -> pd.DataFrame:
    """Return our judgements with reasons and the number of claims each way, as readers see them."""
    table = data.load("governance_evidence")
    rows = table[table["case"] == case]
    high, low = rows["high_claims"].fillna(""), rows["low_claims"].fillna("")
    return pd.DataFrame(
        {
            "test": rows["dimension"],
            "years": rows["period"].str.replace("/", " to "),
            "our judgement": rows["our_judgement"],
            "basis": rows["basis"],
            "claims for high": [len(cell.split()) for cell in high],
            "claims for low": [len(cell.split()) for cell in low],
            "reason": rows["reason"],
        }
    )


def open_modes(cases: Sequence[str] = (JAC, ASIA_AUTO)) -> pd.DataFrame:
    """Return one row a year and possible mode, as `charts.staircase.open_steps` draws them."""
    return pd.DataFrame(
        [
            {"series": case, "year": year, "step": mode, "alone": len(modes) == 1}
            for case in cases
            for year, modes in by_test(case).items()
            for mode in modes
        ]
    )


def open_modes_table() -> pd.DataFrame:
    """Return the possible modes of each year of both plants as readers see them."""
    columns = {case: {y: words(m) for y, m in by_test(case).items()} for case in CASE_COLORS}
    table = pd.DataFrame(columns).sort_index().fillna("not judged")
    return table.reset_index(names="year").astype({"year": str})


def words(modes: Sequence[str]) -> str:
    """Return modes as prose writes them.

    Examples
    --------
    >>> words(("modular", "relational")), words(())
    ('modular or relational', 'none')
    """
    return " or ".join(modes) or "none"


def by_year() -> pd.DataFrame:
    """Return each year with its phase in both schemes and its mode by four rules.

    Returns
    -------
    pandas.DataFrame
        `year`, one column a phase scheme, `section 2`, `sections 4.1, 4.2`, `three tests`,
        `ownership` and `phase disputed` (bool).
    """
    phases = phases_by_year(ledger())
    owned = judgements(JAC)[OWNERSHIP]
    tests = by_test(JAC)
    table = phases.drop(columns="agree")
    table["section 2"] = [words(m) for m in by_rule(RULES[0])]
    table["sections 4.1, 4.2"] = [words(m) for m in by_rule(RULES[1])]
    table["three tests"] = [words(tests[year]) for year in phases["year"]]
    table["ownership"] = [
        "hierarchy" if owned[year] == "high" else "not hierarchy" for year in phases["year"]
    ]
    table["phase disputed"] = ~phases["agree"]
    return table


def rules_compared() -> pd.DataFrame:
    """Return how far the rules agree on the eleven years, pair by pair.

    Returns
    -------
    pandas.DataFrame
        `rules`, `same`, `may be same`, `apart` (years), `kappa from` and `kappa to`.
    """
    rules = {
        "section 2": by_rule(RULES[0]),
        "sections 4": by_rule(RULES[1]),
        "three tests": list(by_test(JAC).values()),
    }
    rows = []
    for one, other in (
        ("section 2", "sections 4"), ("section 2", "three tests"), ("sections 4", "three tests"),
    ):  # fmt: skip
        count = same_or_apart(rules[one], rules[other])
        low, high = kappa_bounds(rules[one], rules[other])
        rows.append(
            {"rules": f"{one}, {other}", **count, "kappa from": round(low, 2),
             "kappa to": round(high, 2)}
        )  # fmt: skip
    return pd.DataFrame(rows).drop(columns="years")


def ownership_against_tests() -> pd.DataFrame:
    """Return the years in which the lead firms held a majority, and what the tests say of them.

    Returns
    -------
    pandas.DataFrame
        `year`, `by ownership`, `by the three tests` and `hierarchy by the tests` (text).
    """
    owned = judgements(JAC)[OWNERSHIP]
    tests = by_test(JAC)
    years = [int(year) for year in owned.index[owned == "high"]]
    return pd.DataFrame(
        {
            "year": years,
            "by ownership": "hierarchy",
            "by the three tests": [words(tests[year]) for year in years],
            "hierarchy by the tests": [
                "excluded" if "hierarchy" not in tests[year] else "open" for year in years
            ],
        }
    )


def turned(case: str = JAC) -> pd.DataFrame:
    """Return what becomes of the years if one judgement is turned round: one row a judgement.

    Returns
    -------
    pandas.DataFrame
        Index: the judgement in words; one column an outcome (`OUTCOMES`), values: years.
    """
    rows = flips(judgements(case), groups(case))
    label = rows["test"] + "<br>" + rows["group"].str.replace("/", "-") + " " + rows["turned"]
    counts = pd.crosstab(label, rows["after"].map(_outcome), dropna=False)
    return counts.reindex(index=list(dict.fromkeys(label)), columns=list(OUTCOMES), fill_value=0)


def _outcome(after: tuple[str, ...]) -> str:
    if not after:
        return "no mode"
    return list(OUTCOMES)[int(bool({"captive", "hierarchy"} & set(after)))]


def turned_table(case: str = JAC) -> pd.DataFrame:
    """Return the same judgement by judgement with the modes before and after."""
    rows = flips(judgements(case), groups(case))
    return pd.DataFrame(
        {
            "judgement": rows["test"] + ", " + rows["group"].str.replace("/", " to "),
            "turned to": rows["turned"],
            "year": rows["year"].astype(str),
            "before": rows["before"].map(words),
            "after": rows["after"].map(words),
        }
    )


def settled() -> dict[str, str]:
    """Return what each way to settle the capability of 2019 to 2021 would make of those years."""
    judged = judgements(JAC)
    found = {}
    for value in ("low", "high"):
        own = judged.assign(capability=judged["capability"].replace("unknown", value))
        found[value] = words(by_test(JAC, own)[2019])
    return found


def triggers(window: float = 2.0) -> pd.DataFrame:
    """Return the paper's six examples of triggers and whether each can have been one.

    Parameters
    ----------
    window
        An example is in time for a change if it began before the change was over and at most so
        many years before it.

    Returns
    -------
    pandas.DataFrame
        `kind`, `example`, `began` (text), one column a change (`in time`, `too early`, `too late`
        or `not dated`), `about JAC in Kostanay` and `claim`.
    """
    rows = []
    for kind, example, about, claims in TRIGGERS:
        first = ledger().claim(claims.split()[0]).period
        times = dict.fromkeys(CHANGES, "not dated")
        if first:
            began = _span(claims.split())
            times = {
                change: _in_time(began, _span(names), window) for change, names in CHANGES.items()
            }
        dated = Period.parse(first).words() if first else ""
        rows.append(
            {"kind": kind, "example": example, "began": dated, **times,
             "about JAC in Kostanay": about, "claim": claims}
        )  # fmt: skip
    return pd.DataFrame(rows)


def in_time(window: float) -> list[str]:
    """Return the examples that are in time for a change, whomever they concern.

    Examples
    --------
    >>> in_time(0)
    ['recycling fee', 'JAC and CMC in Allur']
    """
    table = triggers(window)
    return table.loc[(table[list(CHANGES)] == "in time").any(axis=1), "example"].tolist()


def _in_time(cause: tuple[float, float], effect: tuple[float, float], window: float) -> str:
    least, most = years_before(cause, effect)
    if most < 0:
        return "too late"
    return "in time" if least <= window else "too early"


def _span(names: Sequence[str]) -> tuple[float, float]:
    """Return the earliest and the latest date of claims in years with fractions."""
    periods = [Period.parse(ledger().claim(name).period) for name in names]
    days = [(p.start or p.end, p.end or p.start) for p in periods]
    starts = [_year(start) for start, _ in days]
    ends = [_year(end, whole_day=True) for _, end in days]
    return min(starts), max(ends)


def _year(day: object, *, whole_day: bool = False) -> float:
    stamp = pd.Timestamp(str(day)) + pd.Timedelta(days=int(whole_day))
    return stamp.year + (stamp.day_of_year - 1) / (366 if stamp.is_leap_year else 365)


def table3() -> pd.DataFrame:
    """Return the paper's Table 3 as chapter 10 rebuilt it, with the modes of each phase added."""
    table = localization_and_joint_ventures.table3()
    years = [range(*_years(text)) for text in table["period"]]
    tests = by_test(JAC)
    columns: Mapping[str, list[list[tuple[str, ...]]]] = {
        "modes by sections 4": [by_rule(RULES[1], y) for y in years],
        "modes by the tests": [[tests[year] for year in y] for y in years],
    }
    return table.assign(
        **{
            name: [", ".join(m for m in MODES if any(m in year for year in cell)) for cell in cells]
            for name, cells in columns.items()
        }
    )


def _years(text: str) -> tuple[int, int]:
    first, last = text.split("-")
    return int(first), int(last) + 1


def plants_compared() -> dict[str, int]:
    """Return in how many years both plants have, may have or cannot have one mode."""
    jac, oskemen = by_test(JAC), by_test(ASIA_AUTO)
    years = sorted(set(jac) & set(oskemen))
    return same_or_apart([jac[y] for y in years], [oskemen[y] for y in years])
