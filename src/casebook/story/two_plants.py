"""The tables of chapter 1: known output, places, timeline and cast."""

from __future__ import annotations

from datetime import date

import pandas as pd

from casebook import data
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.output import monthly_rate
from casebook.story.the_contract import TODAY

#: The period filter of the timeline: name, first day, last day.
SPANS = {
    "2000 to spring 2020": ("2000-01-01", "2020-12-31"),
    "2000 to 2013": ("2000-01-01", "2013-12-31"),
    "2014 to 2017": ("2014-01-01", "2017-12-31"),
    "2018 to spring 2020": ("2018-01-01", "2020-12-31"),
}
#: Events of which spring 2020 could know nothing though a source's year or span begins before it.
NOT_YET = ("exports-thousands", "phase-3")
#: Events whose labels are written on the timeline; the others show theirs on pointing.
HIGHLIGHTS = [
    "assembly-begins",
    "first-agreement",
    "hundred-thousandth",
    "termination-begun",
    "jac-allur-agreement",
    "first-ckd-car",
    "kostanay-plant",
    "allur-51",
    "assembly-decree",
    "belt-and-road",
    "slump",
    "procurement-rule",
]


def known_output() -> pd.DataFrame:
    """Return every known figure of output as a monthly rate over its own period.

    A count whose first month is not told ("so far") has no rate and is left out. The country's
    passenger cars stand in only for a year whose vehicles of all kinds nobody counted.

    Returns
    -------
    pandas.DataFrame
        `series` (Oskemen, Kostanay or Kazakhstan), `period`, `units` (vehicles), `basis`,
        `claim`, and what `casebook.models.output.monthly_rate` adds.
    """
    plants = data.load("plant_output").rename(columns={"city": "series"})
    plants = plants[plants["series"].isin(["Oskemen", "Kostanay"])]
    country = data.load("kz_vehicle_production_annual").assign(series="Kazakhstan")
    country = country.sort_values(["period", "scope"]).drop_duplicates("period")
    columns = ["series", "period", "units", "qualifier", "basis", "scope", "claim"]
    both = pd.concat([plants[columns], country[columns]], ignore_index=True)
    dated = [not text.startswith("../") for text in both["period"]]
    return monthly_rate(both[dated].reset_index(drop=True))


def known_output_table(rates: pd.DataFrame) -> pd.DataFrame:
    """Return the known output as readers see it, with the claims behind it."""
    table = rates.sort_values(["series", "start"], kind="stable")
    return pd.DataFrame(
        {
            "where": table["series"],
            "period": [Period.parse(text).words() for text in table["period"]],
            "hedge": table["qualifier"].str.replace("_", " "),
            "vehicles": table["units"],
            "vehicles per month": table["per_month"].round(0),
            "counted": table["scope"],
            "basis": table["basis"],
            "claim": table["claim"],
        }
    )


def cities_of_the_case() -> pd.DataFrame:
    """Return the cities with `name`, `lon`, `lat`, `series` (a plant's colour) and `auto_role`."""
    cities = data.load("geo_kz_cities")
    plants = ("Oskemen", "Kostanay")
    series = [name if name in plants else "" for name in cities["name"]]
    return cities.assign(series=series).sort_values("series", kind="stable")


def cities_table(cities: pd.DataFrame) -> pd.DataFrame:
    """Return the cities as readers see them, with the other names that the sources use."""
    return pd.DataFrame(
        {
            "city": cities["name"],
            "other names": cities["aliases"].str.replace("|", ", "),
            "latitude, degrees": cities["lat"].round(2),
            "longitude, degrees": cities["lon"].round(2),
            "part in the case": cities["auto_role"],
        }
    )


def timeline(day: date = TODAY) -> pd.DataFrame:
    """Return what had happened by a day, or may have; the dates are those of the claims.

    Part A ends with a decision, so its reader sees no event that began later; chapters 8 to 12
    tell those.

    Parameters
    ----------
    day
        The last day on which an event may begin.

    Returns
    -------
    pandas.DataFrame
        `event`, `lane`, `label`, `claims`, `disputed` (bool), `start`, `end` (dates that span all
        readings of the event's date), `when` (text), sorted by date.
    """
    events = data.load("timeline")
    spans = [_span(ids.split()) for ids in events["claims"]]
    events = events.assign(
        start=[start for start, _, _ in spans],
        end=[end for _, end, _ in spans],
        when=[when for _, _, when in spans],
        disputed=events["disputed"] == "yes",
    )
    events = events[(events["start"] <= pd.Timestamp(day)) & ~events["event"].isin(NOT_YET)]
    return events.sort_values(["start", "end"], kind="stable").reset_index(drop=True)


def _span(ids: list[str]) -> tuple[pd.Timestamp, pd.Timestamp, str]:
    """Return first day, last day and words of the dates that some claims give to one event."""
    periods = [Period.parse(ledger().claim(name).period) for name in ids]
    starts = [p.start or p.end for p in periods]
    ends = [p.end or p.start for p in periods]
    words = " or ".join(dict.fromkeys(p.words() for p in periods))
    return pd.Timestamp(min(d for d in starts if d)), pd.Timestamp(max(d for d in ends if d)), words


def timeline_table(events: pd.DataFrame) -> pd.DataFrame:
    """Return the timeline as readers see it."""
    return pd.DataFrame(
        {
            "when": events["when"],
            "lane": events["lane"],
            "what happened": events["label"],
            "date in dispute": ["yes" if d else "" for d in events["disputed"]],
            "claim": events["claims"],
        }
    )


def cast() -> pd.DataFrame:
    """Return the actors of part A with their names."""
    names: tuple[str, ...] = (
        "Asia Auto",
        "Asia Auto Kazakhstan",
        "Bipek Auto",
        "Allur",
        "JAC",
        "CMC",
    )
    names += ("Ministry of Industry and Construction", "AvtoVAZ", "Oskemen", "Kostanay")
    entities = data.load("entities").set_index("name")
    found = entities.loc[[name for name in names if name in entities.index]].reset_index()
    return pd.DataFrame(
        {
            "name in this book": found["name"],
            "in its own script": [
                " / ".join(dict.fromkeys(filter(None, pair)))
                for pair in zip(found["kazakh"], found["russian"], strict=True)
            ],
            "part in the story": found["role"],
            "claim": found["claims"],
        }
    )
