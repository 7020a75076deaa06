"""The tables of chapter 3: announcements, output, brands and agreements up to 2013."""

from __future__ import annotations

from datetime import date

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.output import monthly_rate
from casebook.models.pairings import age, readings_of_agreements
from casebook.story.ledger_tables import cards

#: Announced capacity or output a year: who, when announced, and the claim that holds the number.
ANNOUNCED = [
    ("Asia Auto, Niva", "2003-01", "f-niva-plan-10000"),
    ("AvtoVAZ, share purchase", "2008", "f-avtovaz-target-120000-2008"),
    ("Asia Auto, Chevrolet", "2011-09", "f-asia-auto-plan-10000-2011"),
    ("AvtoVAZ and SPK Ertis", "2011-11", "f-avtovaz-ertis-capacity-2015"),
    ("AvtoVAZ and SPK Ertis", "2011-11", "f-avtovaz-ertis-capacity-2017"),
    ("AvtoVAZ, memorandum", "2012", "f-avtovaz-memorandum-capacity-2014"),
    ("Asia Auto Kazakhstan", "2013-09", "f-aak-stage-1-60000-2013"),
    ("Asia Auto Kazakhstan", "2013-11", "f-new-plant-capacity-120000-2013"),
]
#: What the impossible figure is held against: words, and the claim.
CHECKS = {
    "Asia Auto,<br>ten months of 2010": "f-asia-auto-output-2010-10m",
    "Asia Auto,<br>ten months of 2011": "f-asia-auto-output-2011-10m",
    "the country, cars, 2012": "f-cars-produced-2012",
    "the country, cars, 2013": "f-cars-produced-2013",
    "Asia Auto,<br>2003 to 2014": "f-asia-auto-100000",
    "all new cars sold,<br>2013": "f-sales-2013-implied-russia",
    "Asia Auto, 2010,<br>as printed": "f-asia-auto-output-2010-erroneous",
}
#: What sources say of the process, model by model. No source that we read reports a weld; one
#: calls all that was made in 2014 simple SKD, whose bodies come welded and painted.
PROCESS = [
    ("Lada Niva", "2003", "planned", "planned", "planned",
     "f-niva-series-start-2003 f-niva-skd-first f-niva-weld-paint-later"),
    ("Skoda Octavia", "not dated", "yes", "not stated", "not stated", "f-skoda-first-octavia"),
    ("Skoda Superb", "2006", "planned", "not stated", "not stated", "f-skoda-superb-plan"),
    ("Kia", "2000s", "yes", "not stated", "not stated", "p-asia-auto-brands-32"),
    ("six Chevrolets", "2011", "yes", "not stated", "not stated", "f-chevrolet-models-2011"),
    ("three Chevrolets", "late 2011", "planned", "not stated", "not stated",
     "f-chevrolet-three-models-named"),
    ("four Skodas", "about 2013", "yes", "not stated", "not stated",
     "f-skoda-models-2013 f-skoda-deeper-plan-2013"),
    ("Lada 4x4", "to early 2014", "yes", "not stated", "not stated", "f-lada-4x4-stop-2014"),
    ("all four brands", "2014", "yes", "no", "no", "f-asia-auto-skd-2014 f-taiga-still-2014"),
]  # fmt: skip
STATES = {
    "yes": COLORS["policy"],
    "planned": "#b8860b",
    "no": COLORS["Oskemen"],
    "not stated": COLORS["Kazakhstan"],
}
FIRMS = ("Asia Auto", "Asia Auto Kazakhstan")
#: How a reading fares before the two tests, and the firm's own account, with their colours.
PASSES = {
    2: ("passes both", COLORS["policy"]),
    1: ("passes one", "#b8860b"),
    0: ("passes neither", COLORS["Kazakhstan"]),
}
BY_THE_FIRM = ("by the firm", COLORS["Oskemen"])
PASS_COLORS = dict([*PASSES.values(), BY_THE_FIRM])
#: The claims into which the one sentence on the agreements was taken apart, and the two tests.
SENTENCE = ["n-agreement-2010", "n-agreement-2012", "n-duty-start-2017", "n-duty-start-2019"]
TESTS = ["f-order-113-months", "f-agreement-2010-06-24", "f-agreement-2010-ended-2017"]


def _year(text: str, *, end: bool = False) -> float:
    """Return the first or, with `end`, the last day of a period as a year with its fraction.

    Examples
    --------
    >>> _year("2011"), round(_year("../2014", end=True), 2)
    (2011.0, 2015.0)
    """
    span = Period.parse(text)
    day = span.end if end else span.start
    if day is None:
        raise ValueError(f"the period {text!r} has no such end")
    return day.year + (day.month - 1) / 12 + (day.day - (0 if end else 1)) / 365


def announcements() -> pd.DataFrame:
    """Return what was announced, in vehicles a year.

    Returns
    -------
    pandas.DataFrame
        `who`, `announced`, `due` (years with fractions, NaN: none given), `value`, `text`,
        `due in words` and `claim`.
    """
    book = ledger()
    rows = []
    for who, when, name in ANNOUNCED:
        claim = book.claim(name)
        has_due = Period.parse(claim.period).text not in (when, when[:4])
        due = _year(claim.period, end=True) if has_due else float("nan")
        words = Period.parse(claim.period).words() if has_due else "not stated"
        rows.append(
            {
                "who": who,
                "announced": _year(when),
                "announced in words": Period.parse(when).words(),
                "due": due,
                "due in words": words,
                "value": claim.number,
                "text": f"{who}: {claim.number:,.0f} a year,<br>due: {words}",
                "claim": name,
            }
        )
    return pd.DataFrame(rows)


def made_a_year() -> pd.DataFrame:
    """Return the known output up to 2014 as a rate a year over each report's own period.

    Returns
    -------
    pandas.DataFrame
        `series` (Oskemen, Kazakhstan), `start`, `end` (years), `value` (vehicles a year),
        `period`, `units`, `text` and `claim`.
    """
    plants = data.load("plant_output").query("city == 'Oskemen'").assign(series="Oskemen")
    country = data.load("kz_vehicle_production_annual").assign(series="Kazakhstan")
    columns = ["series", "period", "units", "basis", "claim"]
    rates = monthly_rate(pd.concat([plants[columns], country[columns]], ignore_index=True))
    rates = rates[[end.year <= 2014 for end in rates["end"]]].reset_index(drop=True)
    rates["value"] = rates["per_month"] * 12
    rates["text"] = [
        f"{row['series']}, {Period.parse(row['period']).words()}:<br>{row['units']:,.0f} made, "
        f"{row['value']:,.0f} a year"
        for row in rates.to_dict("records")
    ]
    rates["start"] = [_year(text) for text in rates["period"]]
    rates["end"] = [_year(text, end=True) for text in rates["period"]]
    return rates


def announced_and_made(announced: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Return both as readers see them, with the claims."""
    first = pd.DataFrame(
        {
            "what": "announced: " + announced["who"],
            "when": announced["announced in words"],
            "due": announced["due in words"],
            "vehicles a year": announced["value"],
            "claim": announced["claim"],
        }
    )
    second = pd.DataFrame(
        {
            "what": "made in " + made["series"],
            "when": [Period.parse(text).words() for text in made["period"]],
            "due": "",
            "vehicles a year": made["value"].round(0),
            "claim": made["claim"],
        }
    )
    return pd.concat([first, second], ignore_index=True)


def against_the_rest() -> pd.DataFrame:
    """Return the impossible figure and what it is held against, smallest first.

    Returns
    -------
    pandas.DataFrame
        `says`, `value` (vehicles), `rank` (deprecated for the figure in doubt), `low`, `high`,
        `times` (the figure divided by the value) and `claim`.
    """
    book = ledger()
    figure = book.claim("f-asia-auto-output-2010-erroneous").number or 0.0
    rows = [
        {
            "says": words,
            "value": book.claim(name).number,
            "rank": "deprecated" if name.endswith("erroneous") else "normal",
            "low": None,
            "high": None,
            "claim": name,
        }
        for words, name in CHECKS.items()
    ]
    table = pd.DataFrame(rows).astype({"value": float, "low": float, "high": float})
    return table.assign(times=figure / table["value"])


def times_over(rest: pd.DataFrame) -> pd.DataFrame:
    """Return the readings as readers see them, with how often each goes into the figure."""
    names = {"says": "what", "value": "vehicles", "times": "times that 309,900 holds it"}
    shown = rest[["says", "value", "times", "claim"]].rename(columns=names)
    return shown.assign(what=shown["what"].str.replace("<br>", " "))


def process() -> pd.DataFrame:
    """Return what is said of each model's process: `put together`, `welded`, `painted`."""
    columns = ["model", "when", "put together", "welded", "painted", "claim"]
    return pd.DataFrame(PROCESS, columns=columns)


def process_grid(table: pd.DataFrame) -> pd.DataFrame:
    """Return the process as a grid: one row a model, one column a step."""
    grid = table[["put together", "welded", "painted"]]
    return grid.set_index(table["model"] + ",<br>" + table["when"])


def agreements() -> pd.DataFrame:
    """Return the four ways to read the sentence on the agreements, two rows each."""
    book = ledger()
    signed = [Period.parse(book.claim(f"n-agreement-{y}").period).start for y in (2010, 2012)]
    due = [Period.parse(book.claim(f"n-duty-start-{y}").period).start for y in (2017, 2019)]
    years = [tuple(day.year for day in days if day) for days in (signed, due)]
    return readings_of_agreements(FIRMS, years[0], years[1])  # type: ignore[arg-type]


def check_readings(ways: pd.DataFrame) -> pd.DataFrame:
    """Return each reading's terms in years, and whether it passes the two tests.

    The first test is the rule of 2010, which has one term for all. The second is the date that
    Asia Auto gives for its own first agreement.

    Returns
    -------
    pandas.DataFrame
        Index: the readings; the terms of both firms, `one term for both`, `Asia Auto in 2010`
        (yes or no) and `passes` (tests passed).
    """
    own = Period.parse(ledger().claim("f-agreement-2010-06-24").period).start
    if own is None:
        raise ValueError("the firm's first agreement has no date")
    table = ways.pivot(index="reading", columns="firm", values="term").rename_axis(columns=None)
    signed = ways[ways["firm"] == FIRMS[0]].set_index("reading")["signed"]
    results = {
        "one term for both": table[FIRMS[0]] == table[FIRMS[1]],
        "Asia Auto in 2010": signed == own.year,
    }
    words = {name: found.map({True: "yes", False: "no"}) for name, found in results.items()}
    passes = sum(found.astype(int) for found in results.values())
    return table.assign(**words, passes=passes)


def agreement_spans(ways: pd.DataFrame) -> pd.DataFrame:
    """Return the readings as spans from signing to duty, and the firm's own account below them."""
    short = {"Asia Auto": "Asia Auto", "Asia Auto Kazakhstan": "AA Kazakhstan"}
    passes = check_readings(ways)["passes"]
    rows = [
        {
            "row": f"{row['reading']}: {short[row['firm']]}",
            "series": PASSES[passes[row["reading"]]][0],
            "start": float(row["signed"]),
            "end": float(row["due"]),
            "basis": "inferred",
            "text": f"reading {row['reading']}, {row['firm']}:<br>"
            f"{row['signed']} to {row['due']}, {row['term']} years",
        }
        for row in ways.to_dict("records")
    ]
    book = ledger()
    signed, ended, again = (
        book.claim(name).period
        for name in (
            "f-agreement-2010-06-24", "f-agreement-2010-ended-2017", "f-agreement-2017-04-07",
        )
    )  # fmt: skip
    own = [("first", signed, ended), ("second", again, again)]
    rows += [
        {
            "row": f"by the firm: {which}",
            "series": BY_THE_FIRM[0],
            "start": _year(start),
            "end": _year(end),
            "basis": "reported",
            "text": f"Asia Auto's account, {which} agreement:<br>{Period.parse(start).words()}"
            + ("" if end == start else f" to {Period.parse(end).words()}"),
        }
        for which, start, end in own
    ]
    return pd.DataFrame(rows)


def agreement_tracker(on: date) -> pd.DataFrame:
    """Return the agreements as they stood on a day: party, duty, state and age in years."""
    rows = []
    for name, due in (("n-agreement-2010", 2017), ("n-agreement-2012", 2019)):
        start = Period.parse(ledger().claim(name).period).start
        if start is None:
            raise ValueError(f"{name} has no year of signing")
        low, high = age(start.year, on)
        rows.append(
            {
                "agreement of": start.year,
                "party": FIRMS[due == 2019]
                + (", by its own word" if due == 2017 else ", inferred"),
                "weld and paint from": due,
                "due yet": "no" if on.year < due else "yes",
                "fulfilled": "not reported",
                "age in years": f"{low:.1f} to {high:.1f}",
            }
        )
    return pd.DataFrame(rows)


def beginnings() -> pd.DataFrame:
    """Return the dates that compete for the start of car making in Oskemen."""
    return cards(
        {
            "a decree": "f-decree-1684",
            "the firm is registered": "f-asia-auto-registration",
            "assembly begins": "f-asia-auto-skd-start",
            "series of the Niva due": "f-niva-series-start-2003",
            "the first car": "f-asia-auto-first-car",
        },
        first="beginning",
    )
