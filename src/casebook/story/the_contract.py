"""The tables of chapter 7: obligations, their dates, the promises, and the choice of 2020."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.contract import (
    Window,
    possible_states,
    process_check,
    run,
    tighten,
    years_between,
)
from casebook.story.ledger_tables import number

#: The chapter ends with the report of this day.
TODAY = date(2020, 5, 16)
STEPS = ("deadline passes", "notice", "no answer", "termination begun")
#: The claims that date the duty of each agreement; which firm made which is the order of the text.
DUTIES = MappingProxyType({"2010": "n-duty-start-2017", "2012": "n-duty-start-2019"})
SIGNED = MappingProxyType({"2010": "n-agreement-2010", "2012": "n-agreement-2012"})
DUE_COLORS = {"some day of the year": "#009e73", "time allowed": "#767676", "overdue": "#d55e00"}
#: When each date for the full-cycle plant was said, by claim; the date itself is the claim's.
SAID: Mapping[str, int] = MappingProxyType(
    {
        "f-avtovaz-ertis-capacity-2015": 2011,
        "f-new-plant-first-cars-2016": 2013,
        "f-new-plant-2018-said-2015": 2015,
        "f-new-plant-opening-2018": 2016,
        "f-avtovaz-full-localisation-2021": 2018,
        "f-new-plant-output-2020": 2019,
    }
)
UNITS = {"vehicles/yr": "a year", "vehicles": "cars", "%": "percent local"}
KOSTANAY = ("Allur", "PSA", "AgromashHolding", "SaryarkaAvtoProm", "Genertec", "Kostanay")


def window(claim: str) -> Window:
    """Return the first and the last day of a claim's period; an open end is that of its start.

    Examples
    --------
    >>> [day.isoformat() for day in window("n-duty-start-2017")]
    ['2017-01-01', '2017-12-31']
    """
    text = ledger().claim(claim).period
    parts = [part for part in text.split("/") if part != ".."]
    first, last = Period.parse(parts[0]), Period.parse(parts[-1])
    if first.start is None or last.end is None:
        raise ValueError(f"claim {claim!r} has the period {text!r}; expected one with a date")
    return first.start, last.end


def obligations() -> pd.DataFrame:
    """Return who owed what by when, as written and by the addendum, and whether it was done."""
    rows: list[tuple[str, str, str, str, str, str]] = [
        ("Asia Auto", "weld and paint a model", "2017", "end of 2020", "no",
         "n-duty-welding n-duty-start-2017 n-pairing-asia-auto n-deadline-extended n-duties-unmet"),
        ("Asia Auto Kazakhstan", "weld and paint a model", "2019", "end of 2020", "no",
         "n-duty-painting n-duty-start-2019 n-pairing-aak n-deadline-extended n-duties-unmet"),
        ("both, says the chief", "50 percent localization, shops", "end of 2019", "", "no",
         "f-asia-auto-duty-50-2019 f-workshops-due-2019 f-market-fell-four-times"),
        ("the state", "easings of duty and tax", "from the start", "", "yes",
         "n-support-tax n-support-customs"),
    ]  # fmt: skip
    names = ["party", "owed", "due as written", "by the addendum", "done by May 2020", "claim"]
    return pd.DataFrame(rows, columns=names)


def due_dates() -> pd.DataFrame:
    """Return the time allowed and overdue by each agreement, with and without the addendum.

    Returns
    -------
    pandas.DataFrame
        As `casebook.charts.spans.spans` takes it; a date known as a year is a span of its own.
    """
    end = window("n-deadline-extended")[1]
    rows = []
    for year, duty in DUTIES.items():
        signed, due = window(SIGNED[year]), window(duty)
        for reading in ("as written", "with addendum"):
            row = f"{year}: {reading}"
            rows.append((row, "some day of the year", *signed, "reported", f"signed in {year}"))
            if reading == "as written":
                rows += [
                    (row, "time allowed", signed[1], due[0], "reported", "time to weld and paint"),
                    (row, "some day of the year", *due, "reported", f"duty due in {due[0].year}"),
                    (row, "overdue", due[1], TODAY, "reported", "overdue and not done"),
                ]
            else:
                rows.append(
                    (row, "time allowed", signed[1], end, "disputed", "time the firm claims")
                )
    again = window("f-agreement-2017-04-07")
    rows.append(
        (
            "2017: firm's account",
            "time allowed",
            again[0],
            window("f-agreement-launch-2020")[1],
            "disputed",
            "new agreement, by the firm",
        )
    )
    frame = pd.DataFrame(rows, columns=["row", "series", "start", "end", "basis", "text"])
    return frame.assign(**{c: [f"{day:%Y-%m-%d}" for day in frame[c]] for c in ("start", "end")})


def due_dates_table() -> pd.DataFrame:
    """Return the dates of the duty as readers see them."""
    rows = [
        (f"agreement of {year}", reading, due, claim)
        for year, duty in DUTIES.items()
        for reading, due, claim in (
            ("as written", str(window(duty)[0].year), f"{SIGNED[year]} {duty}"),
            ("with addendum", "end of 2020, says the firm", "n-deadline-extended"),
        )
    ]
    rows.append(
        (
            "agreement of 7 April 2017",
            "the firm's later account",
            "2020, if a local page means it",
            "f-agreement-2017-04-07 f-agreement-2010-ended-2017 f-agreement-launch-2020",
        )
    )
    return pd.DataFrame(rows, columns=["agreement", "reading", "duty due", "claim"])


def days_before_the_term() -> tuple[date, int]:
    """Return the day on which the 84 months of the order ran out, and the days left on renewal.

    The order of 2010 gives the months; the days of both agreements are the firm's own.

    Examples
    --------
    >>> days_before_the_term()
    (datetime.date(2017, 6, 24), 78)
    """
    signed = window("f-agreement-2010-06-24")[0]
    end = signed.replace(year=signed.year + int(number("f-order-113-months")) // 12)
    return end, (end - window("f-agreement-2017-04-07")[0]).days


def steps(agreement: str) -> list[tuple[str, Window]]:
    """Return the steps from deadline to termination, as written, with the dates that are known."""
    claims = (DUTIES[agreement], "n-breach-notice", "n-no-response",
              "f-termination-initiated-2020-04")  # fmt: skip
    return [(name, window(claim)) for name, claim in zip(STEPS, claims, strict=True)]


def history(agreement: str) -> pd.DataFrame:
    """Return each step, the days between which it fell, and the state after it."""
    events = steps(agreement)
    narrow = tighten([window for _, window in events])
    return pd.DataFrame(
        {
            "step": [name for name, _ in events],
            "not before": [first.isoformat() for first, _ in narrow],
            "not after": [last.isoformat() for _, last in narrow],
            "state": run(name for name, _ in events)[1:],
        }
    )


def states(days: Mapping[str, date]) -> pd.DataFrame:
    """Return the states that each agreement, as written, may have had on some days."""
    return pd.DataFrame(
        {
            words: [" or ".join(possible_states(steps(year), day)) for year in DUTIES]
            for words, day in days.items()
        },
        index=[f"agreement of {year}" for year in DUTIES],
    )


def intervals() -> pd.DataFrame:
    """Return age and delay at the notice in years: by subtraction, and the least and the most."""
    notice = tighten([span for _, span in steps("2010")])[1]
    rows = []
    for what, claims in (("age of the agreement", SIGNED), ("delay of the duty", DUTIES)):
        for claim in claims.values():
            year = window(claim)[0].year
            least, most = years_between(window(claim), notice)
            naive = notice[0].year - year
            rows.append((f"{what} of {year}", naive, round(least, 1), round(most, 1)))
    names = ["at the notice, in years", "subtracted", "least", "most"]
    return pd.DataFrame(rows, columns=names)


def models_welded() -> pd.DataFrame:
    """Return the models known to have been welded and painted, by plant and year to 2019."""
    book = ledger()
    made = {
        "Kostanay": [("SsangYong Nomad", "f-nomad-ckd-2013"), ("Toyota Fortuner", "f-fortuner-ckd")]
    }
    done = {
        plant: [
            (model, (Period.parse(book.claim(claim).period).start or TODAY).year,
             {"welding", "painting"}) for model, claim in models
        ]
        for plant, models in made.items()
    }  # fmt: skip
    years = range(2013, 2020)
    table = {
        plant: {
            year: len(models)
            for year, models in process_check(
                done.get(plant, []), {"welding", "painting"}, years
            ).items()
        }
        for plant in ("Oskemen", "Kostanay")
    }
    return pd.DataFrame(table).T.rename_axis("models begun, known to us")


def slips() -> pd.DataFrame:
    """Return when each date for the full-cycle plant was said, and the year that was named."""
    rows = [(said, window(claim)[0].year, claim) for claim, said in SAID.items()]
    frame = pd.DataFrame(rows, columns=["said in", "due in", "claim"])
    return frame.assign(ahead=frame["due in"] - frame["said in"])[
        ["said in", "due in", "ahead", "claim"]
    ]


def promises(day: date = TODAY) -> pd.DataFrame:
    """Return the promises made by a day, and what could be said of them on it.

    Later outcomes are left out: the chapter does not know them.

    Returns
    -------
    pandas.DataFrame
        As `casebook.charts.spans.spans` takes it, with `group`, `promise`, `due` and `claim`.
    """
    table = data.load("promises_vs_outcomes")
    rows = []
    for cells in table.to_dict("records"):
        if not cells["announced"] or str(cells["announced"]) > day.isoformat():
            continue
        said = Period.parse(str(cells["announced"])).start
        due = Period.parse(cells["target_period"]).end if cells["target_period"] else None
        if said is None or said > day:
            continue
        group = _group(str(cells["id"]), str(cells["who"]))
        rows.append(
            {
                "row": f"{said.year}: {cells['target']:,.0f} {UNITS[cells['unit']]}",
                "series": "Kazakhstan" if group == "the country" else group,
                "start": said, "end": due or said, "basis": "reported",
                "mark": _mark(cells["met"], due, day), "group": group,
                "text": f"{cells['who']}: {cells['promise']}", "promise": cells["promise"],
                "who": cells["who"], "due": cells["target_period"],
                "claim": cells["promise_claims"],
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    order = {"Oskemen": 0, "Kostanay": 1, "Almaty": 2, "the country": 3}
    frame = frame.assign(place=frame["group"].map(order))
    frame = frame.sort_values(["place", "start", "end"], kind="stable").reset_index(drop=True)
    again = frame.groupby("row").cumcount()
    frame["row"] = [f"{r}{' ' * int(n)}" for r, n in zip(frame["row"], again, strict=True)]
    return frame.assign(**{c: [f"{x:%Y-%m-%d}" for x in frame[c]] for c in ("start", "end")})


def _group(name: str, who: str) -> str:
    """Say for which plant a promise was made.

    Examples
    --------
    >>> _group("new-plant-output-2020", "not stated")
    'Oskemen'
    """
    if "Asia Auto" in who or "AvtoVAZ" in who or name.startswith("new-plant"):
        return "Oskemen"
    if any(name in who for name in KOSTANAY):
        return "Kostanay"
    return "Almaty" if "Astana Motors" in who else "the country"


def _mark(met: str, due: date | None, day: date) -> str:
    """Say how a promise stood on a day.

    Examples
    --------
    >>> _mark("yes", date(2023, 12, 31), TODAY), _mark("no", date(2018, 12, 31), TODAY)
    ('open', 'missed')
    """
    if due is None or due > day:
        return "open"
    return {"yes": "kept", "no": "missed", "late": "missed"}.get(met, "not known")


def promise_menu(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the rows of each choice above the chart of promises."""
    groups = {
        "Oskemen": ["Oskemen"],
        "Kostanay and Almaty": ["Kostanay", "Almaty"],
        "the country": ["the country"],
    }
    return {
        name: frame.loc[frame["group"].isin(members), "row"].drop_duplicates().tolist()
        for name, members in groups.items()
    }


def promises_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the promises as readers see them."""
    return pd.DataFrame(
        {
            "made": [Period.parse(text[:7]).words() for text in frame["start"]],
            "for": frame["group"],
            "who": frame["who"],
            "promise": frame["promise"],
            "target": frame["row"].str.partition(": ")[2].str.strip(),
            "by": [Period.parse(text).words() if text else "no date" for text in frame["due"]],
            "in May 2020": frame["mark"],
            "claim": frame["claim"],
        }
    )


def plan_card() -> pd.DataFrame:
    """Return the full-cycle plan: what was announced, and what is known of its standing."""
    rows = [
        ("money announced", "76 million dollars", "no date; spending not told"),
        ("capacity planned", "50,000 a year", "not output"),
        ("launch planned", "2021", "delayed"),
        ("built", "", "not told"),
    ]
    return pd.DataFrame(rows, columns=["full-cycle plan", "figure", "standing"])


def plan_sums() -> dict[str, float]:
    """Return the planned capacity over the output of 2018, and dollars per planned car a year."""
    capacity, made = number("n-capacity-plan"), number("f-asia-auto-output-2018")
    larger = number("f-avtovaz-planned-500") * 1e6 / number("f-avtovaz-capacity-60000-2018")
    return {
        "capacity over output": round(capacity / made, 1),
        "dollars a car, this plan": round(number("n-investment-announced") * 1e6 / capacity),
        "dollars a car, plan of 2018": round(larger),
    }


def ministry_names() -> pd.DataFrame:
    """Return the names under which the ministry in charge of car making is met, with their dates.

    No source tells the days of the changes; a name is dated by the claims in which it is met.
    """
    names = {
        "Industry and New Technologies": ["f-assembly-order-113", "f-assembly-order-243"],
        "Investment and Development": ["f-eaeu-car-limits-order-342", "f-high-demand-minister"],
        "Industry and Infrastructure Development": ["n-breach-notice"],
        "Industry and Construction": [],
    }
    rows = []
    for name, claims in names.items():
        spans = [window(claim) for claim in claims]
        first = str(min(span[0] for span in spans).year) if spans else ""
        last = str(max(span[1] for span in spans).year) if spans else "later, no date"
        rows.append((name, first, last, " ".join([*claims, "n-ministry-renamed"])))
    return pd.DataFrame(rows, columns=["Ministry of", "met first", "met last", "claim"])


def choices() -> pd.DataFrame:
    """Return the three ways of spring 2020 with what each side could know."""
    rows = [
        ("extend",
         "The addendum, if it binds, runs to December. The plant made 44.6 percent of the cars "
         "of 2019.",
         "The chief hopes to be done within 18 months, and those run past December too.",
         "Who signed the addendum, and whether it binds",
         "n-deadline-extended f-fulfil-in-18-months f-asia-auto-share-2019"),
        ("enforce",
         "As written, the duties of 2017 and 2019 are unmet; the notice had no answer, says the "
         "article. Kostanay has overtaken Oskemen.",
         "The chief warns that the line may stop.",
         "Whether a court agrees; what becomes of the workers",
         "n-duties-unmet n-no-response f-stop-warned-2020-05-13 f-asia-auto-output-2019-jetro"),
        ("renegotiate",
         "The firm wants to talk after the quarantine. It sees no obstacle to a new agreement "
         "after the year's end; when it said so is not told.",
         "The date has moved again and again. A new date without a price is one more promise.",
         "How long the quarantine and the slump will last",
         "f-talks-after-quarantine n-new-agreement f-new-plant-slippage f-market-recovery-2020"),
    ]  # fmt: skip
    names = ["way", "for it", "against it", "not known in May 2020", "claim"]
    return pd.DataFrame(rows, columns=names)
