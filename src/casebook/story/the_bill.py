"""The tables of chapter 9: debts, damage and support, creditors, jobs and the recycling fee."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models import debts
from casebook.models.jobs import jobs
from casebook.story.ledger_tables import number

#: Every large sum of the matter: what it is called on the chart, what kind it is, its claim.
SUMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "state support": ("given", "n-support-total"),
        "taxes paid": ("paid", "f-asia-auto-taxes-90"),
        "debt to the state": ("owed", "n-debt-state"),
        "owed to Zhasyl Damu": ("owed", "n-debt-zhasyl-damu"),
        "owed to the bank": ("owed", "n-debt-alatau-city-bank"),
        "tax debt": ("owed", "n-tax-debt"),
        "damages awarded": ("found by a court", "f-court-awards-173-9"),
        "damage": ("found by a court", "n-damage-state"),
    }
)
KINDS = {
    "given": COLORS["policy"],
    "paid": COLORS["Kostanay"],
    "owed": COLORS["Oskemen"],
    "found by a court": COLORS["Kazakhstan"],
}
#: What a total may be, by what is taken to be part of what.
TOTALS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Zhasyl Damu is inside the state's claim": ("debt to the state", "owed to the bank"),
        "all three are separate": ("debt to the state", "owed to Zhasyl Damu", "owed to the bank"),
        "and the tax debt as well": (
            "debt to the state",
            "owed to Zhasyl Damu",
            "owed to the bank",
            "tax debt",
        ),
    }
)
#: What an award of damages to the ministry could bring to the debt: our guess, and the claims.
AWARD: Mapping[str, str] = MappingProxyType(
    {
        "damages, as sued for": "f-lawsuit-sum",
        "court fee": "f-court-duty-5-2",
        "tax debt": "n-tax-debt",
    }
)
#: Who names a job multiplier, and the claim.
MULTIPLIERS: Mapping[str, str] = MappingProxyType(
    {
        "the paper, unnamed studies": "p-job-multiplier-intro",
        "the industry, own estimates": "f-job-multiplier-7-8",
        "a Russian weekly, for Russia": "f-job-multiplier-russia-5-7",
    }
)
FEE_COLORS = {
    "home makers": COLORS["policy"],
    "importers": COLORS["Almaty"],
    "the other operator": COLORS["Kostanay"],
    "industry": COLORS["Oskemen"],
    "waste": "#b8860b",
    "not told": COLORS["Kazakhstan"],
}
WORDS = {"more_than": ">", "at_least": "≥", "about": "~", "less_than": "<", "at_most": "≤"}


def amounts() -> dict[str, debts.Bounds]:
    """Return the bounds of every sum in billion tenge."""
    book = ledger()
    claims = {name: book.claim(claim) for name, (_, claim) in SUMS.items()}
    return {name: debts.amount(float(c.value), c.unit, c.qualifier) for name, c in claims.items()}


def bill() -> pd.DataFrame:
    """Return the sums as `charts.bounds.bounds` draws them, in billion tenge."""
    book, rows = ledger(), []
    for name, (low, high) in amounts().items():
        kind, claim = SUMS[name]
        sign = WORDS.get(book.claim(claim).qualifier, "")
        rows.append(
            {
                "row": f"{name}:<br>{sign}{low:.4g}",
                "low": low,
                "high": None if math.isinf(high) else high,
                "text": f"{name}: {sign}{low:.4g} billion tenge",
                "color": KINDS[kind],
                "claim": claim,
            }
        )
    return pd.DataFrame(rows).astype({"low": float, "high": float})


def bill_table() -> pd.DataFrame:
    """Return the same sums as printed and in one unit, with date and speaker."""
    book = ledger()
    claims = {name: book.claim(claim) for name, (_, claim) in SUMS.items()}
    return pd.DataFrame(
        {
            "sum": list(SUMS),
            "kind": [kind for kind, _ in SUMS.values()],
            "as printed": [
                f"{WORDS.get(c.qualifier, '')}{c.value} {c.unit}" for c in claims.values()
            ],
            "billion tenge": [low for low, _ in amounts().values()],
            "when": [Period.parse(c.period).words() if c.period else "" for c in claims.values()],
            "who says so": [c.speaker for c in claims.values()],
            "claim": [c.id for c in claims.values()],
        }
    )


def totals() -> pd.DataFrame:
    """Return three totals of the debts in billion tenge, each a reading of what is part of what."""
    found = debts.scenarios(amounts(), TOTALS)
    sums = [f"more than {low:,.1f}" for low in found["low"]]
    return pd.DataFrame(
        {"if": found.index, "adds, billion tenge": found["adds"], "total": sums}
    ).reset_index(drop=True)


def award() -> pd.DataFrame:
    """Return the parts of which the debt to the state may be made: our guess, in billion tenge."""
    book = ledger()
    claims = {part: book.claim(name) for part, name in AWARD.items()}
    low = [debts.amount(float(c.value), c.unit, c.qualifier)[0] for c in claims.values()]
    return pd.DataFrame(
        {
            "part": list(claims),
            "billion tenge": [round(sum_, 2) for sum_ in low],
            "when": [Period.parse(c.period).words() for c in claims.values()],
            "claim": [c.id for c in claims.values()],
        }
    )


def award_total(rounding: float = 0.0) -> float:
    """Return the sum of those parts, with the fee of the court moved by its rounding.

    Examples
    --------
    >>> round(award_total(), 3)
    179.987
    """
    book = ledger()
    parts = [book.claim(name) for name in AWARD.values()]
    return debts.total(debts.amount(float(c.value), c.unit) for c in parts)[0] + rounding


def creditors() -> pd.DataFrame:
    """Return who claims what from whom, and what is known to stand behind it."""
    rows = [
        ("the state", "more than 180 bn", "firms of the group", "nothing named",
         "n-debt-state n-debt-state-creditor n-group-enterprises"),
        ("Zhasyl Damu", "65 bn", "not said", "nothing named",
         "n-debt-zhasyl-damu n-creditor-zhasyl-damu"),
        ("Alatau City Bank", "47.6 bn", "not said", "a pledge",
         "n-debt-alatau-city-bank n-creditor-alatau n-pledge-cesnabank n-collateral-jusan "
         "f-assets-pledged-2023"),
        ("tax office", "807.3 m", "Asia Auto", "nothing named",
         "n-tax-debt n-bankruptcy-applied"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["creditor", "tenge", "owed by", "backed by", "claim"])


def bank_names() -> pd.DataFrame:
    """Return the chain of the bank's names, and what ties each to the one before."""
    rows = [
        ("CesnaBank", "lent and took the pledge", "n-loans-cesnabank n-pledge-cesnabank"),
        ("Jusan Bank", "CesnaBank later", "n-cesnabank-jusan f-jysan-formerly-tsesna"),
        ("First Heartland Jusan Bank", "the same, in full", "n-fh-jusan-alias"),
        ("Alatau City Bank", "Jusan Bank now", "n-jusan-alatau"),
    ]
    return pd.DataFrame(rows, columns=["name", "is", "claim"])


def zhasyl_damu() -> pd.DataFrame:
    """Return a card of Zhasyl Damu: what is known of it, and since when."""
    rows = [
        ("takes the recycling fee", "f-zhasyl-damu-fee-start"),
        ("got about 220 bn from Operator ROP", "f-rop-cash-to-zhasyl-damu"),
        ("had 106 charging stations", "f-charging-106-zhasyl-damu"),
        ("took in no old cars yet", "f-no-recycling-points"),
        ("is owed 65 bn in this matter", "n-debt-zhasyl-damu"),
    ]
    book = ledger()
    when = [Period.parse(book.claim(name).period).words() for _, name in rows]
    return pd.DataFrame(
        {
            "Zhasyl Damu": [what for what, _ in rows],
            "when": when,
            "claim": [name for _, name in rows],
        }
    )


def known_cars() -> pd.DataFrame:
    """Return the reports of Oskemen's output that count most cars and no day twice.

    The series of the plant counts all vehicles; the whole of 2019 is known for passenger cars
    only, and is added here, for a floor may leave vehicles out.
    """
    output = data.load("plant_output")
    rows = output[(output["city"] == "Oskemen") & (output["units"] > 0)]
    cars = ledger().claim("f-asia-auto-output-2019-jetro")
    whole_year = {
        "period": cars.period, "units": cars.number, "qualifier": cars.qualifier,
        "basis": cars.basis, "claim": cars.id,
    }  # fmt: skip
    rows = pd.concat([rows, pd.DataFrame([whole_year])], ignore_index=True)
    periods = [Period.parse(text) for text in rows["period"]]
    closed = [bool(p.start and p.end) for p in periods]
    starts, ends = ([getattr(p, at) for p in periods] for at in ("start", "end"))
    spans = rows.assign(start=starts, end=ends)[closed]
    return debts.most_without_overlap(spans)[["period", "units", "qualifier", "basis", "claim"]]


def multipliers(direct: float) -> pd.DataFrame:
    """Return jobs elsewhere and in all for so many jobs in car making, by each multiplier."""
    rows = []
    for who, name in MULTIPLIERS.items():
        claim = ledger().claim(name)
        low = float(claim.low or claim.value)
        found = jobs(direct, low, float(claim.high) if claim.high else math.inf)
        rows.append({"by": who} | {part: _span(*found[part]) for part in ("indirect", "total")})
    return pd.DataFrame(rows)


def _span(low: float, high: float) -> str:
    return f"at least {low:,.0f}" if math.isinf(high) else f"{low:,.0f} to {high:,.0f}"


def fee_flows() -> pd.DataFrame:
    """Return what came in and went out, in billion tenge: one row a flow, one column a party."""
    n = number
    passed, kept = n("f-rop-cash-to-zhasyl-damu"), n("f-rop-fee-returned")
    made, imported = n("f-zhasyl-damu-producers-2022-2025"), n("f-zhasyl-damu-importers-2022-2025")
    back, industry = n("f-zhasyl-damu-returned-2022-2025"), n("f-zhasyl-damu-industry-2022-2025")
    waste, spent = n("f-zhasyl-damu-waste-2022-2025"), n("f-zhasyl-damu-spent-2022-2025")
    late_made, late_in = n("f-zhasyl-damu-fee-producers"), n("f-zhasyl-damu-fee-importers")
    received = n("f-rop-fee-received")
    rows = {
        "2016 to Jan 2022:<br>in": {"not told": received},
        "2016 to Jan 2022:<br>out": {
            "home makers": kept,
            "the other operator": passed,
            "not told": received - kept - passed,
        },
        "2022 to 2025:<br>in": {
            "home makers": made,
            "importers": imported,
            "the other operator": n("f-zhasyl-damu-from-rop"),
        },
        "2022 to 2025:<br>out": {
            "home makers": back,
            "industry": industry,
            "waste": waste,
            "not told": spent - back - industry - waste,
        },
        "Jan to Nov 2025:<br>in": {
            "home makers": late_made,
            "importers": late_in,
            "not told": n("f-zhasyl-damu-fee-total") - late_made - late_in,
        },
        "Jan to Nov 2025:<br>to makers": {"home makers": n("f-zhasyl-damu-fee-returned")},
    }
    return pd.DataFrame.from_dict(rows, orient="index")[list(FEE_COLORS)].fillna(0.0).round(1)


def fee_table() -> pd.DataFrame:
    """Return the ledger of the fee as readers see it, the debt of 65 billion apart at the end."""
    fee = data.load("recycling_fee")
    return pd.DataFrame(
        {
            "period": [Period.parse(text).words() for text in fee["period"]],
            "body": fee["body"],
            "what": fee["flow"],
            "billion tenge": fee["kzt_bn"],
            "hedge": fee["qualifier"].str.replace("_", " "),
            "claim": fee["claim"],
        }
    )


def rates() -> pd.Series:
    """Return tenge per dollar by year, 2003 to 2025: the World Bank, then the cross of HMRC."""
    world_bank = data.load("kzt_per_usd_annual_wdi").set_index("year")["kzt_per_usd"]
    cross = data.load("fx_annual_hmrc_cross").set_index("year")["kzt_per_usd_cross"]
    return pd.concat([world_bank.loc[2003:2024], cross.loc[2025:2025]])
