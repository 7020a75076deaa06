"""The tables of chapter 8: steps of ministry and courts, people laid off, persons and bodies."""

from __future__ import annotations

import pandas as pd

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.contract import tighten
from casebook.story.ledger_tables import cards, number
from casebook.story.the_contract import steps, window

STEP_COLORS = {
    "ministry, prosecutors": "#009e73",
    "court": "#767676",
    "firm": "#d55e00",
    "not told who": "#b8860b",
}
#: Row, who acted, claim that dates it. A period with one open end is a mark at the other.
STEPS = (
    ("termination begun", "ministry, prosecutors", "f-termination-initiated-2020-04"),
    ("benefits barred", "court", "n-court-ban"),
    ("addendum invalid", "court", "n-addendum-invalid"),
    ("end, says the firm", "firm", "f-agreement-ended-2020-10-21"),
    ("line stops", "firm", "f-asia-auto-stop-2020-11"),
    ("damages awarded by", "court", "f-court-awards-173-9"),
    ("dismissals from", "firm", "f-layoff-1969"),
    ("auction set for", "not told who", "f-auction-date"),
    ("bankruptcy<br>not accepted", "court", "n-bankruptcy-not-accepted"),
    ("owner sentenced", "court", "n-court-ruling-2025"),
    ("no extradition", "ministry, prosecutors", "n-no-extradition-announced"),
)
#: Procedure, body, what is told, what is not told, claims. Whether one is final no source says.
PROCEDURES = (
    ("ban on the addendum's benefits",
     "Specialized Interdistrict Economic Court of Astana",
     "state bodies may not grant them", "who applied; interim or final",
     "n-court-ban n-court-astana-name"),
    ("ruling on the addendum", "the same court",
     "addendum invalid, agreement breached", "grounds; appeal",
     "n-addendum-invalid n-agreement-breached"),
    ("suit for damages", "economic court of the capital, says the firm",
     "173.9 billion tenge for the state, and a fee", "day; reasons; appeal",
     "f-court-awards-173-9 f-court-duty-5-2 f-lawsuit-filed-2020-11"),
    ("case against managers", "not told",
     "a case opened; several managers had come before a court",
     "names; charges; outcome",
     "f-managers-in-court-2023 f-case-against-management-2023"),
    ("claim of a bank on the plant", "a court, not named",
     "a ruling exists, which had not reached the governor",
     "which bank; what was ruled; appeal",
     "f-plant-bank-claim-2023 f-bank-has-ruling-2023 f-plant-pledged-2023"),
    ("bankruptcy application",
     "Specialized Interdistrict Economic Court of the East Kazakhstan region",
     "not accepted; tax debt of 807.3 million tenge cited", "returned or dismissed; why",
     "n-bankruptcy-not-accepted n-bankruptcy-court n-tax-debt"),
    ("criminal trial of the owner", "a court in Oskemen",
     "nine years in absentia for fraud; damage above 174 billion tenge",
     "which court; month; period of the acts",
     "n-court-ruling-2025 n-sentence-years n-sentence-absentia n-sentence-fraud n-damage-state"),
    ("extradition of the owner", "Prosecutor General's Office",
     "there will be none", "whether it was asked for; the reason",
     "n-no-extradition-announced n-no-extradition n-extradition-reason"),
)  # fmt: skip
#: The pandemic at the level of one project and of the whole country.
LEVELS = {
    "plant": {"the 2021 project": "n-delay-pandemic", "the firm in July 2020":
              "f-delay-causes-2020-07", "the chief in May 2020": "f-market-recovery-2020"},
    "country": {"sales of 2020": "p-kz-covid-mild-32", "sales, again": "p-pandemic-sales-42",
                "output": "p-pandemic-output-42"},
    "industry": {"the association": "f-kazavtoprom-traumatic"},
}  # fmt: skip
#: Persons of the case, and one dated or datable statement of each or on each.
PERSONS = {
    "Anatoly Balushkin": "f-balushkin-no-justice",
    "Yerzhan Mandiyev": "f-stop-warned-2020-05-13",
    "D. Akhmetov": "f-layoff-1969",
    "Kassym-Jomart Tokayev": "f-petition-to-tokayev",
    "Yerbolat Nagaspayev": "n-proceedings-concluded",
    "Olzhas Saparkulov": "n-restart-considered",
    "Serik Yerubayev": "n-proposal-event",
    "Olzhas Bektenov": "n-proposal-addressee",
    "Xi Jinping": "p-xi-visit-43",
    "Li Keqiang": "p-li-proposal-41",
}
LAYOFFS = {
    "group, by the governor": "f-layoff-1969",
    "Russian site": "f-layoff-2000",
    "local site, more than": "f-layoff-over-2000",
    "translated page": "f-layoff-4000",
    "staff, group in 2020": "f-bipek-staff-5000",
}
BANK = (
    ("CesnaBank", "lent, took the pledge", "n-loans-cesnabank n-pledge-cesnabank"),
    ("Jusan Bank", "the same bank later", "n-cesnabank-jusan"),
    ("First Heartland Jusan Bank", "named in the lawsuits", "n-fh-jusan-alias n-collateral-jusan"),
    ("Alatau City Bank", "its name now, creditor", "n-jusan-alatau n-creditor-alatau"),
)


def procedures() -> pd.DataFrame:
    """Return the steps since April 2020 as `casebook.charts.spans.spans` takes them.

    The notice, whose month no source gives, spans the days between which it must have come.
    """
    notice = tighten([span for _, span in steps("2010")])[1]
    rows = [("notice of breach", "ministry, prosecutors", *notice, "inferred", "n-breach-notice")]
    for row, series, claim in STEPS:
        first, last = window(claim)
        text = ledger().claim(claim).period
        if text.startswith("../"):
            first = last
        elif text.endswith("/.."):
            last = first
        rows.append((row, series, first, last, "reported", claim))
    frame = pd.DataFrame(rows, columns=["row", "series", "start", "end", "basis", "claim"])
    frame["text"] = [
        f"{r.replace('<br>', ' ')}: {Period.parse(ledger().claim(c).period).words()}"
        for r, c in zip(frame["row"], frame["claim"], strict=True)
    ]
    return frame.assign(**{c: [f"{x:%Y-%m-%d}" for x in frame[c]] for c in ("start", "end")})


def procedures_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the steps as readers see them."""
    return pd.DataFrame(
        {
            "step": frame["row"].str.replace("<br>", " "),
            "who": frame["series"],
            "when": [Period.parse(ledger().claim(c).period).words() for c in frame["claim"]],
            "claim": frame["claim"],
        }
    )


def days_between(first: str, last: str) -> int:
    """Return the days from the day of one claim to that of another.

    Examples
    --------
    >>> days_between("n-court-ban", "n-addendum-invalid")
    12
    """
    (one, end), (two, _) = window(first), window(last)
    if one != end:
        raise ValueError(f"claim {first!r} gives no single day; expected one")
    return (two - one).days


def procedure_cards() -> pd.DataFrame:
    """Return one card a procedure; `final` is unknown wherever no source tells."""
    rows = [
        (name, "unknown", Period.parse(ledger().claim(claims.split()[0]).period).words(),
         told, missing, body, claims)
        for name, body, told, missing, claims in PROCEDURES
    ]  # fmt: skip
    names = ["procedure", "final", "when", "told", "not told", "body", "claim"]
    return pd.DataFrame(rows, columns=names)


def layoffs() -> pd.DataFrame:
    """Return the counts of people laid off, and the staff, as the chart of readings takes them."""
    book = ledger()
    ranks = [book.rank(claim) for claim in LAYOFFS.values()]
    return pd.DataFrame(
        {
            "says": list(LAYOFFS),
            "value": [number(claim) for claim in LAYOFFS.values()],
            "low": float("nan"),
            "high": float("nan"),
            "rank": ranks,
            "claim": list(LAYOFFS.values()),
        }
    )


def layoffs_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the counts as readers see them."""
    return frame[["says", "value", "rank", "claim"]].rename(
        columns={"says": "who counts", "value": "people"}
    )


def statements() -> pd.DataFrame:
    """Return what is said of the end of the court cases, with the days it speaks of."""
    names = {"the minister": "n-proceedings-concluded", "passage on December 2025":
             "n-cases-ongoing", "the headline": "n-head-battles"}  # fmt: skip
    table = cards(names, "who")
    return table[["who", "says", "when", "claim"]]


def pandemic(level: str) -> pd.DataFrame:
    """Return what is said of the pandemic at one level: plant, country or industry."""
    if level not in LEVELS:
        raise ValueError(f"found level {level!r}; expected one of {', '.join(LEVELS)}")
    return cards(LEVELS[level], "of")[["of", "says", "claim"]]


def persons() -> pd.DataFrame:
    """Return role, date and one statement of, or on, each person of the case."""
    roles = dict(data.load("entities").set_index("name")["role"].items())
    book = ledger()
    rows = [
        (f"{name}: {roles[name]}", _when(claim), book.claim(claim).statement, claim)
        for name, claim in PERSONS.items()
    ]
    return pd.DataFrame(rows, columns=["person and role", "when", "statement", "claim"])


def _when(claim: str) -> str:
    period = ledger().claim(claim).period
    return Period.parse(period).words() if period else "no date"


def bodies() -> pd.DataFrame:
    """Return the states and bodies of both base texts with their other names and roles."""
    entities = data.load("entities")
    found = entities[
        (entities["kind"] == "body") | entities["name"].isin(["Kazakhstan", "China"])
    ].sort_values("name")
    aliases = found["aliases"].str.replace("|", ", ")
    return pd.DataFrame(
        {
            "body (other names)": found["name"].where(
                aliases == "", found["name"] + " (" + aliases + ")"
            ),
            "role": found["role"],
            "claim": found["claims"],
        }
    ).reset_index(drop=True)


def claims_on_assets() -> pd.DataFrame:
    """Return the names of the bank, and what it holds; which assets are pledged is not told."""
    return pd.DataFrame(BANK, columns=["name of the bank", "part", "claim"])


def rank_card() -> dict[str, str]:
    """Return the card of the rich list; what the article leaves out stays unknown."""
    book = ledger()
    return {
        "list": "Forbes, citizens of Kazakhstan",
        "rank": book.claim("n-forbes-rank").value,
        "fortune": f"about {book.claim('n-fortune').value} million dollars",
        "year": _when("n-forbes-rank"),
        "in tenge": "not converted: no year, no rate",
    }


def provenance(speaker: str) -> pd.DataFrame:
    """Return every claim that rests on one speaker.

    Examples
    --------
    >>> len(provenance("Oskemen city prosecutor"))
    3
    """
    found = [c for c in ledger().claims.values() if c.speaker == speaker]
    return pd.DataFrame(
        {
            "measure": [c.measure for c in found],
            "period": [_when(c.id) for c in found],
            "source": [ledger().source_of(c.id).publisher for c in found],
            "claim": [c.id for c in found],
        }
    )


def source_card() -> dict[str, str]:
    """Return what the article tells of itself, and what it does not."""
    source = ledger().sources["infohub"]
    claims = [c for c in ledger().claims.values() if c.source == "infohub"]
    unclear = sum(c.speaker in ("unclear", "the text") for c in claims)
    return {
        "publisher": source.publisher,
        "author": source.author or "not named",
        "date": source.date or _when("n-article-date") + ", by its contents",
        "picture": "a stock photo credited to Pexels, not shown to be the plant",
        "headline": "speaks of legal battles; the minister of an end",
        "claims": str(len(claims)),
        "without a named speaker": str(unclear),
    }
