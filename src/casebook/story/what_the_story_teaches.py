"""The tables of chapter 12: the yardstick, comparators, the paper's advice and the epilogue."""

from __future__ import annotations

import pandas as pd

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models import kits
from casebook.models.output import monthly_rate
from casebook.story import two_plants
from casebook.story.kits_and_cars import car
from casebook.story.ledger_tables import number

#: One yardstick: question, state and evidence in Oskemen, state and evidence in Kostanay, claims.
#: A state is a key of `charts.grid.KNOWN`; "unknown" is an empty cell of the record.
YARDSTICK = (
    ("bound by a dated<br>duty", "yes", "weld and paint from 2017 and 2019",
     "unknown", "84 months for all who signed; whether Kostanay did is not told",
     "n-duty-start-2017 n-duty-start-2019 f-order-113-years"),
    ("had welded and<br>painted by 2020", "no", "duty unmet, says the article",
     "yes", "CKD of the Fortuner, 2014", "n-duties-unmet f-fortuner-ckd"),
    ("majority owner<br>known",
     "disputed", "one owner, says the article; a controlling stake, says a blog",
     "yes", "51 percent by a firm of JAC and CMC, 2020", "n-owner-balushkin "
     "f-balushkin-controlling-stake f-avtovaz-blocking-stake f-allur-cj-ned-auto"),
    ("a maker of its cars<br>held shares",
     "yes", "AvtoVAZ: 25 percent reported in 2013, 2016, 2021; which firm is unclear",
     "yes", "JAC from 2019, within the 51 percent", "f-avtovaz-25-unrealised-2011 "
     "f-avtovaz-25-held-2013 f-avtovaz-25-held-2016 f-avtovaz-blocking-stake p-allur-51-42"),
    ("over 50,000 vehicles<br>in a year", "no", "20,000 cars in 2019, the best year known",
     "yes", "about 90,000 in 2023", "f-asia-auto-output-2019-jetro f-allur-output-2023"),
    ("over 15 percent of<br>parts by value", "unknown", "no figure",
     "disputed", "35, or 50 claimed for one line", "p-t5-p3-rate-43 f-kia-line-localisation-2021"),
    ("exports counted", "yes", "120 vehicles for China, January 2017",
     "yes", "over 6,000 in a part of 2020", "f-asia-auto-to-china-2017-01 f-kostanay-exports-2020"),
    ("public cost<br>known", "disputed", "361 billion tenge, unsplit and undated",
     "unknown", "no total; 6.56 billion tenge for roads and rails to one plant; loans and a share "
     "of the state's bank",
     "n-support-total f-kia-state-infrastructure f-dbk-allur-loans f-allur-dbk-5"),
)  # fmt: skip
#: The panels of the comparison: what is counted stands with the name.
COMPARED = {
    "Oskemen": "Oskemen, plant",
    "Kostanay": "Kostanay, plant",
    "Avtotor": "Avtotor, company in Russia",
    "GM Uzbekistan": "GM Uzbekistan, company",
    "Renault Morocco": "Renault in Morocco, two plants",
    "Ukraine": "Ukraine, country",
}
#: What else is known of the comparators: place, local content, share exported, foreign owner,
#: public support; empty where the record is.
ELSEWHERE = (
    ("Kazakhstan", "15 to 35 percent (the paper)", "about 5 percent, 2019",
     "JAC and CMC in Allur: 51",
     "361 bn tenge (Asia Auto alone)",
     "p-localization-15-42 p-t5-p3-rate-43 f-vehicles-exported-2019 p-allur-51-42 n-support-total"),
    ("Uzbekistan", "48 percent, 2022", "37 percent, 2013 (GM)", "General Motors: 25",
     "no taxes for five years (GM)",
     "f-uz-localisation-2022 f-gm-uz-exports-2013 f-gm-uz-2013 f-gm-uz-stake-25 "
     "f-gm-uz-tax-free-5-years"),
    ("Morocco", "60 percent, 2019", "89 percent, 2019 (Renault)", "", "",
     "f-morocco-integration-2019 f-renault-morocco-export-share-2019"),
    ("Russia (Avtotor)", "", "", "", "", "f-avtotor-2021"),
    ("Ukraine", "", "", "", "", "f-ukraine-2009"),
)  # fmt: skip
#: Plants and lines, and what the paper says of them: plant, named in the paper, what became of it.
SAMPLE = (
    ("Asia Auto, Oskemen", "yes, as an early effort", "stopped in November 2020",
     "p-asia-auto-fdi-example-32 f-asia-auto-stop-2020-11"),
    ("Allur, Kostanay", "yes, as the case", "running",
     "p-kostanay-plant-2016-41 f-allur-output-2025-11m"),
    ("SsangYong line, Kostanay", "no", "put on hold in 2017", "f-nomad-line-halted"),
    ("Lada line, Kostanay", "no", "suspended in 2022", "f-lada-kostanay-stop"),
    ("Hyundai, Almaty", "yes", "running", "p-hyundai-plant-2019-32 f-hyundai-output-2024-2m"),
    ("Astana Motors, Almaty", "yes", "running since 2025", "p-ammk-place-42 f-ammkz-start"),
    ("new plant of AvtoVAZ, Oskemen", "no", "never opened as planned", "f-new-plant-slippage"),
)  # fmt: skip
#: Recommendations 1 to 5: actor, instrument, measure, indicator, what is known of it, claims.
ACTIONS = (
    ("1 joint R&D", "both governments, carmakers", "joint centres or programmes",
     "engineers of both countries design parts or models", "PCT applications a year",
     "23 in 2023; joint ones not given", "p-joint-rd-centers-rec1 p-kz-pct-2023-table1"),
    ("2 parts park", "Kazakhstan; China's parts firms", "tax breaks, infrastructure",
     "parts made beside the plants", "local content, percent of parts",
     "15 to 35, unsourced", "p-park-tax-breaks-rec2 p-t5-p3-rate-43 p-localization-15-42"),
    ("3 training", "carmakers, both governments", "academies, scholarships",
     "workers and engineers trained", "people trained a year", "not given",
     "p-training-academies-rec3 p-scholarships-rec3"),
    ("4 export hub", "both governments, carmakers", "export finance, regional agreements",
     "cars sold beyond the home market", "vehicles exported; their concentration",
     "8,122 in 2020",
     "p-export-financing-rec4 p-regional-agreements-rec4 f-vehicles-exported-2020"),
    ("5 coordination", "both governments", "mutual recognition, dialogue",
     "no second test, no sudden change", "certificates recognized; changes announced",
     "not given", "p-continue-recognition-rec5 p-no-sudden-changes-rec5"),
)  # fmt: skip
#: Measures of soft integration with the paper's own word for how far they are.
MEASURES = (
    ("mutual recognition of certificates", "pursued", "p-recognition-pursued-5"),
    ("common charging standards", "under way", "p-ev-charging-underway-5"),
    ("recognition of safety certificates", "under way", "p-safety-recognition-underway-5"),
    ("international standards taken over", "gradual", "p-international-standards-5"),
    ("platform under a Kazakh brand", "broached; nascent",
     "p-kz-platform-idea-rec5 p-platform-nascent-rec5"),
    ("more local identity of products", "being explored", "p-local-identity-rec5"),
    ("joint R&D", "on the horizon", "p-rd-horizon-43"),
)  # fmt: skip
#: Whose approval a standard needs in each market; empty where the paper does not say.
STANDARDS = (
    ("safety", "own", "EAEU rules", "own", "under way"),
    ("emissions", "own", "EAEU rules", "own", ""),
    ("testing and certification", "own", "EAEU rules", "own", "pursued"),
    ("charging", "own", "", "", "under way"),
)
#: Where cars could go: market, members named, route, tariff, as far as the paper says.
MARKETS = (
    ("EAEU", "Russia, Belarus, Armenia, Kyrgyzstan", "", "duty-free, potentially",
     "p-eaeu-members-42 p-eaeu-dutyfree-42"),
    ("rest of Central Asia", "", "", "", "p-hub-target-markets-rec4"),
    ("Caucasus", "", "Trans-Caspian", "", "p-hub-target-markets-rec4 p-shorter-delivery-rec4"),
    ("Eastern Europe", "", "rail corridors", "",
     "p-hub-target-markets-rec4 p-shorter-delivery-rec4"),
)  # fmt: skip
#: The ministry's acts against the advice: event, whose, days of warning as each side counts.
STABILITY = (
    ("duty to weld and paint begins", "both", "in the agreements of 2010 and 2012",
     "n-agreement-2010"),
    ("notice of breach", "ministry", "about 3 years after the duty of 2017", "n-past-due-2017"),
    ("termination begun", "ministry", "after a notice without answer", "n-termination-reason"),
    ("benefits barred", "court", "not said", "n-court-ban"),
    ("addendum invalid", "court", "12 days later; 129 days before the date that it gave",
     "n-days-ban-invalid n-days-invalid-deadline"),
)  # fmt: skip
#: Actors and their ties: actor, tie to China, tie to Russia, claims.
ACTORS = (
    ("Kazakhstan", "partner for capital and technology", "market, rules, old reliance",
     "p-kz-capital-no-compromise-methods p-kz-reduce-russia-reliance-methods"),
    ("Asia Auto", "a few cars sold there", "kits and a partner: AvtoVAZ",
     "f-asia-auto-to-china-2017-01 f-avtovaz-blocking-stake"),
    ("Allur", "majority owner: JAC and CMC", "export market; Lada in 2021 and 2022",
     "p-allur-51-42 f-exports-russia-2020-10m f-lada-kostanay-models"),
    ("EAEU", "frameworks of cooperation", "Russia-led",
     "p-china-eaeu-framework-5 p-eaeu-russia-led-42"),
)  # fmt: skip
#: Claims laid out as cards: our words and the claim.
CARDS = {
    "demonstration effect, untested": "p-demonstration-effect-intro",
    "model for others, untested": "p-model-inspires-others-5",
    "investors will be protected": "p-investor-assurance-43",
    "the ministry ended an agreement": "n-termination-initiated",
    "public wariness, no number": "p-risk-public-wariness-methods",
    "evidence offered against it": "p-signs-positive-43",
    "South Korea, the model": "p-korea-improved-standing-31",
    "Chinese firms follow it": "p-korean-path-rec5",
}
#: Table 4 as far as its paragraph goes: marker, at the start, at the end, number, claims.
TABLE_4 = (
    ("mode of production", "basic assembly", "local CKD capacity", "p-t4-ckd-42"),
    ("source of technology", "imported", "better R&D at home", "p-t4-rd-42"),
    ("markets", "home", "the EAEU", "p-t4-markets-42"),
    ("capabilities", "", "improved", "p-t4-capabilities-42"),
)
#: What happened after the rulings of August 2020: our words and the claim that dates it.
EPILOGUE = {
    "the agreement of 2017 ended, says the firm": "f-agreement-ended-2020-10-21",
    "production in Oskemen stopped": "f-asia-auto-stop-2020-11",
    "a court awarded the state 173.9 billion tenge": "f-court-awards-173-9",
    "1,969 people of the group were to lose their jobs": "f-layoff-1969",
    "AvtoVAZ agreed with Allur to make Lada in Kostanay": "f-lada-kostanay-agreement",
    "Lada production in Kazakhstan was suspended": "f-lada-kostanay-stop",
    "an auction of the plant was set": "f-auction-date",
    "CKD of Kia cars was started in Kostanay": "f-kia-ckd-launch-2023",
    "Allur made about 90,000 vehicles": "f-allur-output-2023",
    "investors waited for the court, said the governor": "f-investors-wait-for-court",
    "the group owed the state over 180 billion, by a prosecutor's data": "n-debt-state",
    "court proceedings ended, said the minister": "n-proceedings-concluded",
    "the owner was sentenced in absentia": "n-court-ruling-2025",
    "the plant was offered to guests of the US embassy": "f-plant-offered-to-americans",
    "a plant of Astana Motors started in Almaty": "f-ammkz-start",
    "the plant Kia Qazaqstan started": "f-kia-qazaqstan-start",
    "a restart was under consideration": "n-restart-considered",
    "a deputy proposed new uses": "n-proposal-event",
    "no extradition of the owner": "n-no-extradition-announced",
    "the minister spoke of people who wish to buy": "n-minister-after-vice",
    "the country made 171,442 vehicles": "f-vehicles-produced-2025",
    "209,000 vehicles were forecast": "f-output-forecast-2026",
    "Allur employed more than 5,000 people": "f-allur-employees-2026",
}


def yardstick() -> pd.DataFrame:
    """Return the states of the yardstick: index questions, columns the plants."""
    return pd.DataFrame(
        {"Oskemen": [row[1] for row in YARDSTICK], "Kostanay": [row[3] for row in YARDSTICK]},
        index=[row[0] for row in YARDSTICK],
    )


def yardstick_table() -> pd.DataFrame:
    """Return the yardstick with its evidence, as readers see it."""
    columns = ["question", "Oskemen", "evidence there", "Kostanay", "evidence in Kostanay", "claim"]
    table = _table(YARDSTICK, columns)
    return table.assign(question=table["question"].str.replace("<br>", " "))


def compared() -> pd.DataFrame:
    """Return the output of both plants and of the comparators as monthly rates.

    Returns
    -------
    pandas.DataFrame
        As `casebook.models.output.monthly_rate`, with `series` a key of `COMPARED`.
    """
    ours = two_plants.known_output()
    others = data.load("comparators_output").rename(columns={"case": "series"})
    columns = ["series", "period", "units", "basis", "claim"]
    both = pd.concat([ours[columns], others[columns]], ignore_index=True)
    return monthly_rate(both[both["series"].isin(COMPARED)].reset_index(drop=True))


def compared_table(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the comparison as readers see it."""
    table = rates.sort_values(["series", "start"], kind="stable")
    return pd.DataFrame(
        {
            "what is counted": [COMPARED[name] for name in table["series"]],
            "period": [Period.parse(text).words() for text in table["period"]],
            "vehicles": table["units"],
            "vehicles per month": table["per_month"].round(0),
            "basis": table["basis"],
            "claim": table["claim"],
        }
    )


def best_and_last(rates: pd.DataFrame) -> pd.DataFrame:
    """Return for each series its best and its last known rate, and the last in percent of it.

    A best rate is the best *known*: a year without a figure may have been better.
    """
    rows = []
    for series, words in COMPARED.items():
        group = rates[rates["series"] == series].sort_values(["end", "start"])
        best = group.sort_values("per_month").iloc[-1]
        last = group.iloc[-1]
        share = round(100 * last["per_month"] / best["per_month"])
        when = [Period.parse(row["period"]).words() for row in (best, last)]
        rows.append((words, *when, share))
    return pd.DataFrame(rows, columns=["what is counted", "best", "last", "last, % of best"])


def elsewhere() -> pd.DataFrame:
    """Return what else is known of the comparators; an empty cell is a gap in our record."""
    columns = ["where", "local content", "exported", "foreign owner, %", "public support", "claim"]
    return _table(ELSEWHERE, columns)


def sample() -> pd.DataFrame:
    """Return the plants and lines, whether the paper names them, and what became of them."""
    return _table(SAMPLE, ["plant or line", "named in the paper", "what became of it", "claim"])


def actions() -> pd.DataFrame:
    """Return the five recommendations as actions."""
    columns = [
        "recommendation",
        "actor",
        "instrument",
        "measure",
        "indicator",
        "known today",
        "claim",
    ]
    return _table(ACTIONS, columns)


def measures() -> pd.DataFrame:
    """Return the soft measures with the paper's words for how far they are."""
    return _table(MEASURES, ["measure", "status", "claim"])


def standards() -> pd.DataFrame:
    """Return whose approval each standard needs in each market, as far as the paper says."""
    columns = ["standard", "China", "Kazakhstan", "European Union", "recognition China-Kazakhstan"]
    return pd.DataFrame(list(STANDARDS), columns=columns).set_index("standard")


def approvals(groups: list[list[str]], price: float = 1.0) -> float:
    """Return what it costs to approve one model by every standard in groups of markets.

    Markets of one group recognize each other, so one approval serves them all. The price of one
    approval is invented; with 1 the answer is their number.

    Examples
    --------
    >>> approvals([["China"], ["Kazakhstan"], ["EU"]]), approvals([["China", "Kazakhstan"], ["EU"]])
    (12.0, 8.0)
    """
    return price * len(STANDARDS) * len(groups)


def markets() -> pd.DataFrame:
    """Return the markets named for the export hub, with what is said of route and tariff."""
    return _table(MARKETS, ["market", "members named", "route", "tariff", "claim"])


def parts() -> pd.DataFrame:
    """Return the parts of the recommendation and the local content of an invented car with them.

    Each row adds its parts to those above. The car is that of chapter 2; its values are invented.
    """
    bill = car()
    words = {
        "glass": "glass",
        "tires": "wheels and tires",
        "batteries": "battery",
        "electronics": "wiring and electronics",
        "interiors": "dashboard and trim|seats",
    }
    value = bill.set_index("item")["value"]
    local: list[str] = []
    rows = [("none", 0.0, kits.local_content(bill, "CKD", basis="parts"))]
    for part, items in words.items():
        added = items.split("|")
        local += added
        content = kits.local_content(bill, "CKD", local, basis="parts")
        rows.append((part, float(value[added].sum()), content))
    columns = ["made at home as well", "invented value", "local content, percent"]
    return pd.DataFrame(rows, columns=columns).round(1)


def stability() -> pd.DataFrame:
    """Return the acts of 2010 to 2020 with the warning that each gave."""
    return _table(STABILITY, ["act", "whose", "warning", "claim"])


def actors() -> pd.DataFrame:
    """Return the actors with their ties to China and to Russia."""
    return _table(ACTORS, ["actor", "tie to China", "tie to Russia", "claim"])


def table_4() -> pd.DataFrame:
    """Return Table 4 of the paper as far as its paragraph allows; no number of it is known."""
    table = _table(TABLE_4, ["marker", "2016", "2024", "claim"])
    return table.assign(number="missing")


def epilogue() -> pd.DataFrame:
    """Return what happened after 2020, in order of date, as the claims date it."""
    book = ledger()
    rows = []
    for words, name in EPILOGUE.items():
        period = Period.parse(book.claim(name).period)
        rows.append((period.end or period.start, period.words(), words, name))
    rows.sort(key=lambda row: (row[0], row[1]))
    table = pd.DataFrame(rows, columns=["day", "when", "what happened", "claim"])
    who = [book.source_of(name).publisher for name in table["claim"]]
    rating = [book.rating(name) for name in table["claim"]]
    return table.assign(**{"who says so": who, "rating": rating}).drop(columns="day")


def exports_by_market(year: int) -> dict[str, float]:
    """Return the vehicles that Kazakhstan exported by market, as far as reported.

    Parameters
    ----------
    year
        2020 (January to October) or 2021 (nine or ten months).
    """
    ids = {
        2020: {"Uzbekistan": "f-exports-uzbekistan-2020-10m", "Russia": "f-exports-russia-2020-10m",
               "Kyrgyzstan": "f-exports-kyrgyzstan-2020-10m"},
        2021: {"Russia": "f-vehicles-exported-russia-2021",
               "Uzbekistan": "f-vehicles-exported-uzbekistan-2021"},
    }  # fmt: skip
    if year not in ids:
        raise ValueError(f"the year is {year}; expected 2020 or 2021")
    return {market: number(name) for market, name in ids[year].items()}


def _table(rows: tuple[tuple[str, ...], ...], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns)
