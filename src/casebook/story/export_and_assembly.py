"""The tables of chapter 5: rank and number of JAC, the papers, the policies, prices, phases."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import Ledger, ledger
from casebook.ledger.periods import Period
from casebook.models.phases import Span, is_inside, span
from casebook.story.ledger_tables import number

#: The phases of the paper by its two schemes; the last of Table 5 is open.
SCHEMES: dict[str, list[Span]] = {
    "main scheme": [span(2014, 2017), span(2018, 2021), span(2022, 2024)],
    "Table 5's scheme": [span(2014, 2016), span(2016, 2019), span(2019)],
}
PHASE_NAMES = ("told under Phase 1", "told under Phase 2", "told under Phase 3")
#: What the paper tells under each phase (its sections 4.1 to 4.3), with the claim that dates it.
TOLD: dict[int, dict[str, str]] = {
    1: {
        "Li Keqiang's visit": "p-li-visit-2014-41",
        "assembly agreement": "p-jac-allur-agreement-2014-41",
        "two memoranda": "p-two-mou-2015-41",
        "JAC in the top 15": "p-jac-top15-2015-41",
        "ramp-up in Kostanay": "p-kostanay-ramp-up-41",
        "Kostanay plant": "p-kostanay-plant-2016-41",
        "sales up 500 percent": "p-jac-sales-500-41",
        "first exports": "p-kz-export-200-41",
        "765 cars": "p-jac-assembled-765-41",
        "fourth place": "p-jac-rank-4-41",
        "Lada's 23 percent": "p-lada-share-2018-41",
    },
    2: {
        "51 percent of Allur": "p-allur-51-42",
        "procurement ban": "p-ban-2019-42",
        "from SKD to CKD": "p-skd-to-ckd-42",
        "exports of 2,600": "p-export-2019-42",
        "50,000 vehicles a year": "p-output-50k-42",
        "exports of over 8,000": "p-export-2020-42",
        "Haval enters": "p-haval-entry-42",
        "Geely enters": "p-geely-sales-42",
        "Table 4": "p-t4-span-42",
        "Astana Motors' memoranda": "p-astana-memoranda-42",
        "plant in Almaty": "p-almaty-plant-start-42",
        "BYD's first sales": "p-byd-retail-42",
    },
    3: {
        "Xi'an summit": "p-xian-summit-43",
        "Chery's memorandum": "p-chery-memo-43",
        "JAC's 35,000": "p-jac-35k-43",
        "Xi Jinping's visit": "p-xi-visit-43",
        "seats and multimedia": "p-seats-multimedia-43",
    },
}
#: Prices of two classes that nobody gave us: invented, in thousand dollars.
INVENTED_PRICES = {"Russian small car": (7.0, 10.0), "Western or Japanese": (16.0, 40.0)}


def brands() -> pd.DataFrame:
    """Return new-car sales by brand in the first half of 2018, most first.

    Returns
    -------
    pandas.DataFrame
        Index: `brand`; `JAC` and `other brands` (vehicles, 0 in the other column), `rank`, `claim`.
    """
    found = data.load("kz_brands").query("period == '2018-H1' and measure == 'new-car sales'")
    found = found.sort_values("units", ascending=False).set_index("brand")
    is_jac = found.index == "JAC"
    return pd.DataFrame(
        {
            "JAC": found["units"].where(is_jac, 0).astype(int),
            "other brands": found["units"].where(~is_jac, 0).astype(int),
            "rank": range(1, len(found) + 1),
            "claim": found["claim"],
        }
    )


def brands_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the brands as readers see them."""
    return pd.DataFrame(
        {
            "rank": frame["rank"],
            "brand": frame.index,
            "sold in the first half of 2018": frame["JAC"] + frame["other brands"],
            "claim": frame["claim"],
        }
    )


def papers() -> pd.DataFrame:
    """Return the cards of the papers and of the plant of the first phase, in order of date.

    Returns
    -------
    pandas.DataFrame
        `card`, `when` (every reading), `in short`, `not said` and `claim`.
    """
    rows = [
        ("visit of Li Keqiang", "late 2014", "join China's capacity and Kazakhstan's resources",
         "whom he met", "p-li-visit-2014-41 p-li-proposal-41 p-li-auto-focus-41"),
        ("first agreement of JAC and Allur", "2014, or 2013 by JAC",
         "Allur may put kits together and sell the cars", "month, numbers",
         "p-jac-allur-agreement-2014-41 f-jac-allur-partnership-2013 p-allur-skd-right-41 "
         "p-allur-sales-right-41"),
        ("two memoranda", "2015", "capacity, with rules on cars", "titles, who signed",
         "p-two-mou-2015-41 p-mou-auto-provisions-41"),
        ("second agreement", "not given",
         "all or nearly all models; more made at home; exports to Russia and others", "date",
         "p-jac-authorization-41 p-jac-authorization-lineup-41 p-jac-authorization-nearly-all-41 "
         "p-jac-authorization-localize-41 p-jac-authorization-export-41"),
        ("list of projects", "2016; 52 in December 2015", "32 projects, one of them on cars",
         "date, the other projects", "p-list-32-projects-41 p-only-auto-project-41 "
         "f-china-projects-52-in-2015"),
        ("JAC plant in Kostanay", "2016; launched by December 2015",
         "kits (SKD); called a joint venture, JAC owned nothing", "month, shares, capacity",
         "p-kostanay-plant-2016-41 p-kostanay-skd-start-41 p-kostanay-joint-venture-41 "
         "p-jac-no-ownership-41 f-china-car-project-launched"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["card", "when", "in short", "not said", "claim"])


def policies() -> pd.DataFrame:
    """Return the cards of the four policies behind the partnership."""
    return pd.DataFrame(
        [
            _policy(
                "Belt and Road", "China", "2013",
                "policy coordination, infrastructure, trade, finance, ties between people",
                "open to all; announced in Kazakhstan",
                "p-bri-introduced-2013-intro p-bri-five-aims-intro p-bri-open-to-all-intro "
                "p-bri-introduced-in-kz-intro",
            ),
            _policy(
                "Made in China 2025", "China", "2015",
                "innovation and competitiveness; less overcapacity by selling abroad",
                "names car making a priority",
                "p-mic2025-auto-priority-intro p-mic2025-aim-intro p-mic2025-overcapacity-intro "
                "p-ref38-mic2025-notice-refs",
            ),
            _policy(
                "Kazakhstan-2050", "Kazakhstan", "no year", "a more modern car industry",
                "gives it priority", "p-kz-2050-priority-intro",
            ),
            _policy(
                "Third Modernization", "Kazakhstan", "no year", "a more modern car industry",
                "gives it priority", "p-third-modernization-priority-intro",
            ),
            _policy(
                "Nurly Zhol", "Kazakhstan", "no year",
                "transport, industry, connections; elsewhere: investment and jobs",
                "fits the arrival of Chinese makers; car loans ran under it",
                "p-ma-nurly-zhol-focus-methods p-bright-road-aims-42 p-bright-road-fit-42 "
                "f-car-loans-under-nurly-zhol",
            ),
        ]
    )  # fmt: skip


def _policy(
    name: str, state: str, year: str, aims: str, on_cars: str, claims: str
) -> dict[str, str]:
    return {
        "policy": f"{name} ({state}, {year})",
        "aims": aims,
        "on cars": on_cars,
        "claim": claims,
    }


def program(name: str) -> str:
    """Return the name that this book uses for a programme, from any of its names.

    Raises
    ------
    KeyError
        If no programme has this name.

    Examples
    --------
    >>> program("Bright Road")
    'Nurly Zhol'
    """
    found = data.load("entities").query("kind == 'programme'")
    for row in found.to_dict("records"):
        names = [row["name"], *str(row["aliases"]).split("|"), row["kazakh"], row["russian"]]
        if name in names:
            return str(row["name"])
    raise KeyError(f"no programme is named {name!r}; expected one of {', '.join(found['name'])}")


def alignment() -> pd.DataFrame:
    """Return the aims of the Belt and Road against those that two passages give to Nurly Zhol.

    Returns
    -------
    pandas.DataFrame
        `aim of the Belt and Road`, `Bright Path (2 para 5)` and `Bright Road (4.2 para 6)`; an
        empty cell means that the passage does not name it.
    """
    path = {"infrastructure": "transport, connections"}
    road = {"finance": "foreign investment"}
    aims = ("policy coordination", "infrastructure", "trade", "finance", "ties between people")
    return pd.DataFrame(
        {
            "aim of the Belt and Road": aims,
            "Bright Path (2 para 5)": [path.get(aim, "") for aim in aims],
            "Bright Road (4.2 para 6)": [road.get(aim, "") for aim in aims],
        }
    )


def complementarity() -> pd.DataFrame:
    """Return what the paper says each country has and lacks: capacity, demand, resources."""
    return pd.DataFrame(
        [
            ("capacity", "a full car industry, and too much of it", "assembly run by foreigners"),
            ("demand", "a market that levels off", "few cars, room to grow"),
            ("resources", "technology and know-how", "oil, gas and minerals; a gate to its union"),
        ],
        columns=["", "China", "Kazakhstan"],
    )


def china_figures() -> pd.DataFrame:
    """Return the paper's figures on China with their units and what we could check.

    Returns
    -------
    pandas.DataFrame
        `what`, `value`, `unit`, `year`, `check` (what an outside page says, or none).
    """
    eleven = number("f-china-exports-2023-11m")
    outside = number("f-china-exports-2023")
    rows = [
        ("cars exported", "p-china-exports-2023-intro", f"{outside} outside; 11 months {eleven}"),
        ("rank as exporter", "p-china-top-exporter-2023-intro", "expected by a headline of 2023"),
        ("vehicles owned", "p-china-ownership-2024-intro", "none: kinds not stated"),
        ("years as first maker", "p-china-fifteen-years-intro", "none: no end year"),
    ]
    claims = [ledger().claim(name) for _, name, _ in rows]
    return pd.DataFrame(
        {
            "what": [what for what, _, _ in rows],
            "value": [claim.number for claim in claims],
            "unit": [claim.unit for claim in claims],
            "year": [claim.period or "no year" for claim in claims],
            "check": [check for _, _, check in rows],
        }
    )


def overcapacity() -> pd.DataFrame:
    """Return the two sides of China's overcapacity: a relief for one, a threat for the other."""
    return pd.DataFrame(
        [
            ("too much capacity in China", "plants abroad take kits", "relief", "China's makers"),
            ("too much capacity in China", "kits and skills come", "relief", "Kazakhstan"),
            ("too much capacity in China", "cheap cars are dumped", "threat", "plants in Kostanay"),
        ],
        columns=["cause", "way", "effect", "for whom"],
    )


def plant_and_brand() -> dict[str, float]:
    """Return the numbers of 2017: the plant's nine months, JAC's 765, its sales and its exports.

    Returns
    -------
    dict
        `plant, nine months`, `JAC`, `sold in half a year` (JAC, derived) and `exported` (JAC and
        Allur), all vehicles.
    """
    return {
        "plant, nine months": number("f-kostanay-output-2017-9m"),
        "JAC": number("p-jac-assembled-765-41"),
        "sold in half a year": number("f-jac-sales-2017-h1-implied"),
        "exported": number("p-kz-export-200-41"),
    }


def prices(invented: Mapping[str, tuple[float, float]] | None = None) -> pd.DataFrame:
    """Return a ladder of prices in thousand dollars: four with a date, two classes invented.

    Parameters
    ----------
    invented
        Lowest and highest price of the two classes; ours by default.

    Returns
    -------
    pandas.DataFrame
        `row`, `low`, `high` (thousand dollars), `text`, `color`, `basis` (reported, derived,
        invented) and `claim`.
    """
    classes = invented or INVENTED_PRICES
    rate = data.load("fx_annual_hmrc_cross").set_index("year")["kzt_per_usd_cross"]
    contract = number("f-jac-tajikistan-contract") * 1000 / number("f-jac-tajikistan-plan-1000")
    first = number("f-jac-s3-export-price") / 1000
    made = number("f-production-value-2017-q1") * 1e6 / number("f-vehicles-produced-2017-q1")
    sold = number("f-average-price-2018-8m") / 1000
    fortuner = number("f-fortuner-price-40000") / 1000
    rows = [
        ("Russian small car<br>(invented)", *classes["Russian small car"], "invented", ""),
        ("JAC S3, exported<br>2017", contract, first, "derived",
         "f-jac-s3-export-price f-jac-tajikistan-contract f-jac-tajikistan-plan-1000"),
        ("mean vehicle made<br>early 2017", made / rate[2017], made / rate[2017], "derived",
         "f-production-value-2017-q1 f-vehicles-produced-2017-q1"),
        ("Western or Japanese<br>(invented)", *classes["Western or Japanese"], "invented", ""),
        ("mean vehicle sold<br>to August 2018", sold / rate[2018], sold / rate[2018], "derived",
         "f-average-price-2018-8m"),
        ("Toyota Fortuner<br>expected 2014", fortuner, fortuner, "reported",
         "f-fortuner-price-40000"),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["row", "low", "high", "basis", "claim"])
    names = frame["row"].str.replace("<br>", " ")
    spans = [
        f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"
        for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
    return frame.assign(
        text=names + ": " + pd.Series(spans) + " thousand dollars, " + frame["basis"],
        color=[
            COLORS["Kazakhstan"] if basis == "invented" else COLORS["Kostanay"]
            for basis in frame["basis"]
        ],
    )


def prices_table(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the ladder as readers see it."""
    return pd.DataFrame(
        {
            "what": frame["row"].str.replace("<br>", " "),
            "from, thousand dollars": frame["low"].round(1),
            "to, thousand dollars": frame["high"].round(1),
            "basis": frame["basis"],
            "claim": frame["claim"],
        }
    )


def phase_events(book: Ledger) -> pd.DataFrame:
    """Return what the paper tells under its phases, with the dates of the claims.

    Returns
    -------
    pandas.DataFrame
        `event`, `phase` (1 to 3), `start`, `end` (years with fractions; "by 2017" is 2017),
        `when` (text), one column a scheme (`inside` or `outside`) and `claim`.
    """
    rows = []
    for phase, told in TOLD.items():
        for event, name in told.items():
            period = Period.parse(book.claim(name).period)
            closed = Period.parse(book.claim(name).period.removeprefix("../"))
            if closed.start is None or closed.end is None:
                raise ValueError(f"claim {name!r} has no closed period; found {period.text!r}")
            start = closed.start.year + (closed.start.month - 1) / 12
            end = closed.end.year + closed.end.month / 12
            row = {"event": event, "phase": phase, "start": start, "end": end}
            row |= {
                scheme: "inside" if is_inside(start, end, spans[phase - 1]) else "outside"
                for scheme, spans in SCHEMES.items()
            }
            rows.append({**row, "when": period.words(), "claim": name})
    frame = pd.DataFrame(rows)
    return frame.sort_values(["phase", "start", "end"], kind="stable").reset_index(drop=True)


def phase_events_table(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events as readers see them."""
    table = events[["event", "when", "phase", *SCHEMES, "claim"]]
    return table.rename(columns={"phase": "told under Phase"})
