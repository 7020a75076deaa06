"""The tables of chapter 11: who may sell, who may buy, the options and the inputs of a restart."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.exhibits import written
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models import restart
from casebook.models.restart import Restart
from casebook.story.ledger_tables import number

BILLION = 1e9

#: Who could sell, what gives each a say, and the claims for it. No source names the seller.
SELLERS = (
    ("the owner", "Anatoly Balushkin, sentenced in absentia",
     "n-owner-balushkin n-sentence-absentia"),
    ("a shareholder", "AvtoVAZ, reported with 25 percent in 2016 and a little more in 2021",
     "f-avtovaz-25-held-2016 f-avtovaz-blocking-stake"),
    ("a partner", "SPK Ertis had 25 percent of the new plant's project in 2013",
     "f-spk-ertis-25-2013"),
    ("the bank", "lent on pledged assets; a bank had a court decision by 2023",
     "n-pledge-cesnabank n-debt-alatau-city-bank f-bank-has-ruling-2023"),
    ("the state", "largest creditor of the group; a court awarded it damages",
     "n-debt-state f-court-awards-173-9"),
    ("Zhasyl Damu", "creditor; on what ground is not said", "n-debt-zhasyl-damu"),
    ("who held the auction", "set for May 2022; by whom is not said",
     "f-auction-date f-auction-start-price"),
    ("a bankruptcy manager", "none: the application was not accepted",
     "n-bankruptcy-not-accepted n-not-bankrupt"),
)  # fmt: skip
#: Which buyers a passage names: yes, no, or empty where it is silent.
BUYERS = (
    ("governor, November 2023", "", "", "not named", "f-investors-interested-2023"),
    ("regional administration, undated", "yes", "", "yes: from abroad",
     "f-oskemen-investor-interest"),
    ("headline, June 2025", "", "", "asked: Americans", "f-plant-offered-to-americans"),
    ("headline of the article", "yes", "", "", "n-head-interest"),
    ("article, para 1", "yes", "", "", "n-interest-kazakh"),
    ("minister, quoted in para 3", "yes", "", "left open",
     "n-buyers-kazakh-citizens n-buyers-not-only-kazakh"),
    ("article, para 4", "", "no", "", "n-no-chinese-buyer"),
    ("the paper, on Kostanay and Almaty", "", "yes", "", "p-allur-51-42 p-astana-memoranda-42"),
)  # fmt: skip
#: What is known of the new plant that was begun: when, what, who says so, and the claim.
NEW_PLANT = (
    ("begun", "a car site", "f-new-plant-ground-breaking"),
    ("foundations being laid, the paint shop's too", "the company",
     "f-new-plant-foundations-2016"),
    ("62 million dollars put in", "AvtoVAZ", "f-avtovaz-invested-62"),
    ("70 million dollars put in", "the company", "f-new-plant-invested-70"),
    ("shells to be finished, fitting to begin", "a director, as a plan", "f-new-plant-shells-2019"),
    ("rooms being built, equipment bought", "the owner, as the governor told it",
     "f-balushkin-willing"),
    ("more than 13.5 of 52.8 billion tenge spent", "the region",
     "f-previous-investor-spent-13-5 f-previous-investor-planned-52-8"),
    ("design papers passed by the state", "the region", "f-new-plant-papers-ready"),
)  # fmt: skip
#: The uses that somebody named: actor, use, who proposed it, status.
OPTIONS = (
    ("AllurAuto", "cars, as part of its project", "Yerubayev, December 2025",
     "proposed; no answer reported", "n-integrate-allurauto"),
    ("Hyundai Trans Kazakhstan", "cars, as part of its project", "Yerubayev, December 2025",
     "proposed; no answer reported", "n-integrate-hyundai"),
    ("nobody named", "farm machines", "Yerubayev, December 2025", "proposed",
     "n-farm-equipment-option"),
    ("citizens of Kazakhstan, others perhaps", "not said", "the minister", "wish to buy; no price",
     "n-buyers-kazakh-citizens n-wish-to-buy"),
    ("companies at home and from abroad", "full-cycle cars and a parts park",
     "regional administration", "interest, until the courts are done",
     "f-oskemen-investor-interest f-oskemen-investor-after-court"),
    ("the ministry", "car making again", "Saparkulov, December 2025", "considered",
     "n-restart-considered"),
)  # fmt: skip
#: Ties between companies: first, tie, second, and the claims that date it.
TIES = (
    ("Bipek Auto", "prepared the plant of", "Asia Auto", "f-bipek-capacity-prepared"),
    ("AvtoVAZ", "agreed to buy 25 percent of", "Asia Auto", "f-avtovaz-25-agreement-2008"),
    ("Asia Auto", "has a sister company in", "Asia Auto Kazakhstan", "n-agreement-2012"),
    ("AvtoVAZ", "is reported with 25 percent of", "Asia Auto", "f-avtovaz-25-held-2013"),
    ("SPK Ertis", "has 25 percent of the new plant with", "Asia Auto Kazakhstan",
     "f-spk-ertis-25-2013"),
    ("AvtoVAZ", "is reported with a blocking stake in", "Asia Auto", "f-avtovaz-blocking-stake"),
    ("AvtoVAZ", "agreed on making Lada with", "Allur", "f-avtovaz-allur-agreement-2021"),
    ("Alatau City Bank", "is a creditor of", "Asia Auto", "n-creditor-alatau"),
    ("JAC", "partner of", "Allur", "f-jac-allur-partnership-2013"),
    ("JAC and CMC", "took 51 percent of", "Allur", "p-allur-deal-date-table1"),
    ("Kia", "has a line at", "Allur", "f-kia-line-start-2021"),
    ("Chery, Changan, Great Wall", "signed memoranda with", "Astana Motors",
     "p-astana-memoranda-42"),
    ("Chery", "agreed on a park with", "Astana Motors", "p-chery-park-43"),
)  # fmt: skip
#: Plants and projects: place, name, status, claims. Status as last reported, not as of today.
PROJECTS = (
    ("Oskemen", "plant of Asia Auto", "stopped", "f-asia-auto-stop-2020-11"),
    ("Oskemen", "full-cycle plant of Asia Auto", "held up",
     "n-project-delayed f-oskemen-previous-spent"),
    ("Oskemen", "full-cycle plant and parts park", "talked of", "f-oskemen-investor-interest"),
    ("Kostanay", "plant of Allur", "running", "f-allur-output-2025-11m"),
    ("Kostanay", "Kia Qazaqstan", "running", "f-kia-qazaqstan-start f-kia-trial-2025-07"),
    ("Kostanay", "engines or EV parts", "talked of", "p-kostanay-engines-43"),
    ("Kostanay", "some of ten parts projects", "planned",
     "p-component-projects-42 p-component-places-42"),
    ("Almaty", "Hyundai Trans Kazakhstan", "running", "f-hyundai-output-2024-2m"),
    ("Almaty", "Astana Motors Manufacturing Kazakhstan", "running",
     "f-ammkz-start p-ammk-place-42"),
    ("Almaty", "park of Chery and Astana Motors", "planned",
     "p-chery-park-43 p-chery-park-place-43"),
    ("Almaty", "car seats, multimedia", "planned", "p-seats-multimedia-43"),
    ("Almaty", "some of ten parts projects", "planned",
     "p-component-projects-42 p-component-places-42"),
    ("Semey", "SemAZ and Daewoo Bus", "running", "f-semey-output-2024-2m"),
    ("Kokshetau", "KAMAZ-Engineering", "running", "f-kamaz-engineering-output-2024-2m"),
    ("Karagandy", "QazTehna", "running", "f-qaztehna-output-2024-2m"),
)  # fmt: skip
STATUS_COLORS = {
    "running": COLORS["policy"],
    "planned": COLORS["Kostanay"],
    "talked of": COLORS["Kazakhstan"],
    "held up": "#b8860b",
    "stopped": COLORS["Oskemen"],
}


def sellers() -> pd.DataFrame:
    """Return who could sell the plant and why; no source says who does."""
    return _table(SELLERS, ["possible seller", "what is known", "claim"])


def buyers() -> pd.DataFrame:
    """Return which buyers each passage names; an empty cell is a passage's silence."""
    return _table(BUYERS, ["who says it", "Kazakh", "Chinese", "others", "claim"])


def options() -> pd.DataFrame:
    """Return the uses that somebody named, with actor and status."""
    return _table(OPTIONS, ["actor", "use", "proposed by", "status", "claim"])


def ties() -> pd.DataFrame:
    """Return the ties between companies with the date that the claim gives."""
    table = _table(TIES, ["company", "tie", "other company", "claim"])
    periods = [ledger().claim(ids.split()[0]).period for ids in table["claim"]]
    when = [Period.parse(text).words() if text else "no date" for text in periods]
    return table.assign(when=when)[["when", "company", "tie", "other company"]]


def new_plant() -> pd.DataFrame:
    """Return what is known of the building of the new plant, with date and speaker."""
    table = _table(NEW_PLANT, ["the new plant", "who says so", "claim"])
    periods = [ledger().claim(ids.split()[0]).period for ids in table["claim"]]
    when = [_until(text) for text in periods]
    return table.assign(when=when)[["when", "the new plant", "who says so"]]


def _until(period: str) -> str:
    """Return when something was so; of a span that only ends, its end."""
    if not period:
        return "not dated"
    end = Period.parse(period).end
    return f"by {end.year}" if "/" in period and end else Period.parse(period).words()


def projects() -> pd.DataFrame:
    """Return the plants and projects with their place.

    Returns
    -------
    pandas.DataFrame
        `place`, `project`, `status` (a key of `STATUS_COLORS`), `lon`, `lat` and `claim`.
    """
    table = _table(PROJECTS, ["place", "project", "status", "claim"])
    cities = data.load("geo_kz_cities").set_index("name")
    return table.assign(
        lon=[cities.loc[place, "lon"] for place in table["place"]],
        lat=[cities.loc[place, "lat"] for place in table["place"]],
    )


def projects_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the plants and projects as readers see them."""
    return found[["place", "project", "status", "claim"]]


def price_and_claims() -> pd.DataFrame:
    """Return the price once asked for the plant beside the claims, in billion tenge.

    Returns
    -------
    pandas.DataFrame
        `row`, `low`, `high` (NaN above a floor), `text`, `color`, `what` and `claim`. The price is
        turned into tenge at the year's mean rate of the World Bank.
    """
    rates = data.load("kzt_per_usd_annual_wdi").set_index("year").iloc[:, 0]
    price = number("f-auction-start-price") * float(rates.loc[2022]) / 1000
    rows = [
        ("start price, 2022", price, price, "11.8 million dollars at the rate of 2022",
         COLORS["policy"], "f-auction-start-price"),
        ("taxes named", number("n-tax-debt") / 1000, None, "807.3 million tenge", "", "n-tax-debt"),
        ("Alatau City Bank", number("n-debt-alatau-city-bank"), None, "47.6 billion tenge", "",
         "n-debt-alatau-city-bank"),
        ("Zhasyl Damu", number("n-debt-zhasyl-damu"), None, "65 billion tenge", "",
         "n-debt-zhasyl-damu"),
        ("the state", number("n-debt-state"), float("nan"), "more than 180 billion tenge", "",
         "n-debt-state"),
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["row", "low", "high", "text", "color", "claim"])
    exact = found["row"] != "the state"
    found["high"] = found["low"].where(exact)
    return found.assign(color=[c or COLORS["Oskemen"] for c in found["color"]])


def price_and_claims_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return price and claims as readers see them."""
    return pd.DataFrame(
        {
            "what": found["row"],
            "billion tenge": found["low"].round(2),
            "known as": ["a floor" if pd.isna(h) else "a figure" for h in found["high"]],
            "as stated": found["text"],
            "claim": found["claim"],
        }
    )


@dataclass(frozen=True)
class Input:
    """One input of the restart with its three values and where they come from."""

    field: str
    label: str
    low: float
    middle: float
    high: float
    kind: str
    why: str
    claims: str = ""


def inputs() -> list[Input]:
    """Return the inputs of the restart; what claims give is reckoned from them."""
    staff = ("f-hyundai-jobs", "f-kia-qazaqstan-staff", "f-layoff-1969")
    wages = [number("f-asia-auto-wage-2018") * 12 * number(name) / BILLION for name in staff]
    vehicles = number("f-vehicles-produced-2025-11m")
    fee = round(number("f-zhasyl-damu-fee-producers") * 1000 / vehicles, 2)
    refund = round(number("f-zhasyl-damu-fee-returned") * 1000 / vehicles, 2)
    floor = number("f-assembly-capacity-25000")
    best = number("f-asia-auto-output-2019-jetro")
    return [
        Input("capacity", "capacity, vehicles a year", best, floor, number("n-capacity-plan"),
              "claim", "best year known; least that the rules ask since 2021; plan of the owner",
              "f-asia-auto-output-2019-jetro f-assembly-capacity-25000 n-capacity-plan"),
        Input("use", "use of it, percent", 40.0, 100 * best / floor, 100.0, "assumption",
              "the middle sells what was made in 2019"),
        Input("margin", "margin, m tenge a vehicle", 0.3, 0.6, 1.0, "assumption",
              "a vehicle made in 2022 was worth about 10 m: 3, 6 and 10 percent of that"),
        Input("fixed", "fixed cost, bn tenge a year", wages[0], wages[1], wages[2], "claim",
              "wages of 2018 only, so a floor: for 700, 1,500 or 1,969 people",
              "f-asia-auto-wage-2018 f-hyundai-jobs f-kia-qazaqstan-staff f-layoff-1969"),
        Input("unit_capital", "capital, m tenge per unit",
              _unit_capital("hyundai"), _unit_capital("ammkz"), _unit_capital("kia-qazaqstan"),
              "claim", "what the plants of Hyundai (2020), Astana Motors and Kia (2025) cost",
              "f-hyundai-investment f-hyundai-capacity-stage-1 f-ammkz-investment "
              "f-ammkz-capacity f-kia-qazaqstan-investment f-kia-qazaqstan-capacity"),
        Input("claims", "old claims paid, bn tenge", 0.0, number("n-debt-alatau-city-bank"),
              number("n-sum-zhasyl-bank"), "claim",
              "none; the bank's; the bank's and Zhasyl Damu's",
              "n-debt-alatau-city-bank n-sum-zhasyl-bank"),
        Input("fee", "recycling fee, m tenge a vehicle", fee, fee, fee, "claim",
              "what producers paid, by vehicles made, January to November 2025",
              "f-zhasyl-damu-fee-producers f-vehicles-produced-2025-11m"),
        Input("refund", "fee returned, m tenge a vehicle", 0.0, refund, refund + 0.5, "claim",
              "nothing; as in 2025; half a million more, an assumption",
              "f-zhasyl-damu-fee-returned f-vehicles-produced-2025-11m"),
        Input("string", "capacity asked for it", floor, floor, floor, "claim",
              "an agreement asks for it; without one we let nothing come back",
              "f-assembly-capacity-25000"),
        Input("delay", "years to the first car", 0, 1, 3, "assumption", "courts and building"),
        Input("years", "years of the plan", 5, 10, 15, "assumption", "usual lives of such plans"),
        Input("rate", "discount rate, percent", 5.0, 10.0, 18.0, "assumption", "real, a year"),
    ]  # fmt: skip


def _unit_capital(plant: str) -> float:
    """Return what a plant cost, in million tenge for each vehicle of yearly capacity."""
    stage = "-stage-1" if plant == "hyundai" else ""
    return number(f"f-{plant}-investment") * 1000 / number(f"f-{plant}-capacity{stage}")


def inputs_table() -> pd.DataFrame:
    """Return the inputs as readers see them; each is a claim or marked as an assumption."""
    found = inputs()
    return pd.DataFrame(
        {
            "input": [i.label for i in found],
            "low": [written(round(i.low, 2)) for i in found],
            "middle": [written(round(i.middle, 2)) for i in found],
            "high": [written(round(i.high, 2)) for i in found],
            "claim / assumption": [i.kind for i in found],
            "why": [i.why for i in found],
        }
    )


def middle(**changes: float) -> Restart:
    """Return the restart with every input at its middle, but for the changes.

    Examples
    --------
    >>> middle(claims=0).claims, round(middle().vehicles)
    (0, 20000)
    """
    return replace(Restart(**{i.field: i.middle for i in inputs()}), **changes)


def break_evens() -> pd.DataFrame:
    """Return the vehicles a year at which a restart pays, by the claims that the buyer pays.

    Returns
    -------
    pandas.DataFrame
        `claims paid`, `billion tenge` and `vehicles a year`.
    """
    steps = {
        "none": 0.0,
        "Alatau City Bank": number("n-debt-alatau-city-bank"),
        "and Zhasyl Damu": number("n-sum-zhasyl-bank"),
        "and the state, if it holds Zhasyl Damu's": number("n-scenario-zhasyl-inside"),
        "and the state, if all are separate": number("n-scenario-separate"),
    }
    found = [(name, sum_, restart.break_even(middle(claims=sum_))) for name, sum_ in steps.items()]
    return pd.DataFrame(found, columns=["claims paid", "billion tenge", "vehicles a year"])


def sensitivity() -> pd.DataFrame:
    """Return what each input does to the value, as `charts.sensitivity.tornado` wants it.

    Returns
    -------
    pandas.DataFrame
        `input`, `at_low`, `at_high` (billion tenge), `low` and `high` (text).
    """
    varied = {i.field: i for i in inputs() if i.low != i.high}
    ends = {name: (i.low, i.high) for name, i in varied.items()}
    found = restart.one_at_a_time(middle(), ends)
    shown = [varied[name] for name in found["field"]]
    return found.assign(
        input=[i.label.replace(", ", "<br>", 1) for i in shown],
        low=[f"{i.low:,.3g}" if i.low < 1000 else f"{i.low:,.0f}" for i in shown],
        high=[f"{i.high:,.3g}" if i.high < 1000 else f"{i.high:,.0f}" for i in shown],
    )


def sensitivity_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return the sensitivity as readers see it."""
    return pd.DataFrame(
        {
            "input": found["input"].str.replace("<br>", ", "),
            "low end": found["low"],
            "value there, bn tenge": found["at_low"].round(1),
            "high end": found["high"],
            "value at that end, bn tenge": found["at_high"].round(1),
        }
    )


#: What the slider of old claims offers, in billion tenge.
STEPS_OF_CLAIMS = (0.0, 25.0, 47.6, 65.0, 112.6, 180.0)

#: The steps of the two-way chart: margin in million tenge, claims paid in billion tenge.
MARGINS = (0.4, 0.6, 0.8, 1.0, 1.2, 1.4)
CLAIMS = (0.0, 25.0, 47.6, 75.0, 112.6)


def two_way() -> list[list[float]]:
    """Return the value over margin and claims, at full use of the capacity."""
    return restart.two_at_a_time(middle(use=100.0), ("margin", MARGINS), ("claims", CLAIMS))


def two_way_table() -> pd.DataFrame:
    """Return the two-way values as readers see them."""
    table = pd.DataFrame(two_way(), columns=[f"margin {m} m" for m in MARGINS]).round(0)
    return table.assign(**{"claims paid, bn tenge": CLAIMS}).iloc[:, [-1, *range(len(MARGINS))]]


def _table(rows: tuple[tuple[str, ...], ...], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns)
