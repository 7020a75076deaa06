"""The tables of chapter 4: oil, rates, sales and output from 2014 to 2016."""

from __future__ import annotations

import pandas as pd

from casebook import data
from casebook.charts.style import COLORS
from casebook.ledger import ledger
from casebook.ledger.periods import Period
from casebook.models.decomposition import explained, two_factors
from casebook.models.exchange_rates import index_to, lag_errors, moved_back
from casebook.models.output import monthly_rate

#: By how many months the printed month of a customs rate comes after its fixing.
LAG = 1
FIRST, LAST = "2014-01", "2016-12"
BRENT, DOLLAR, ROUBLE = "barrel of oil, dollars", "dollar, tenge", "rouble, tenge"
LINES = {BRENT: COLORS["policy"], DOLLAR: COLORS["Kazakhstan"], ROUBLE: COLORS["Russia"]}
PRINTED, MOVED, DAILY = "month as printed", "moved back a month", "rate of a day"
LAG_LINES = {PRINTED: COLORS["Kazakhstan"], MOVED: COLORS["policy"], DAILY: "#b8860b"}
#: Dated rates of single days, tenge per dollar.
DAYS = [
    "f-tenge-188-2015-08-19",
    "f-tenge-244-2015-08-26",
    "f-tenge-349-2015-12-22",
    "f-tenge-352-2016-01-08",
]
#: Output of passenger cars: words, claim, and the months that the row covers.
OUTPUT = ["f-cars-produced-2015-q1-implied", "f-cars-produced-2015-h1-implied",
          "f-cars-produced-2015", "f-cars-produced-2016-q1", "f-cars-produced-2016-h1"]  # fmt: skip
RATES = "Rates: HM Revenue and Customs, crosses through the pound."
OIL = "Oil: US Energy Information Administration."


def number(name: str) -> float:
    """Return the number of a claim; one without a number is an error."""
    value = ledger().claim(name).number
    if value is None:
        raise ValueError(f"the claim {name} has no number")
    return value


def rates(months: int = LAG) -> pd.DataFrame:
    """Return tenge per dollar and per rouble by the month in which the rate was fixed.

    Returns
    -------
    pandas.DataFrame
        `month`, `dollar`, `rouble` (tenge) from January 2014 to December 2016.
    """
    table = moved_back(data.load("fx_monthly_hmrc_cross"), months)
    table = table.rename(columns={"kzt_per_usd_cross": "dollar", "kzt_per_rub_cross": "rouble"})
    inside = table["month"].between(FIRST, LAST)
    return table.loc[inside, ["month", "dollar", "rouble"]].reset_index(drop=True)


def squeeze() -> pd.DataFrame:
    """Return oil, dollar and rouble as indices with January 2014 as 100.

    Returns
    -------
    pandas.DataFrame
        `month`, `brent` (dollars a barrel), `dollar`, `rouble` (tenge) and the three indices
        under the names of `LINES`.
    """
    oil = data.load("brent_monthly").rename(columns={"brent_usd_per_bbl": "brent"})
    table = rates().merge(oil[["month", "brent"]], on="month", how="left", validate="one_to_one")
    for name, column in ((BRENT, "brent"), (DOLLAR, "dollar"), (ROUBLE, "rouble")):
        table[name] = index_to(table[column], float(table[column].iloc[0]))
    return table


def squeeze_lines(table: pd.DataFrame) -> pd.DataFrame:
    """Return the indices as lines: `series`, `x` (first of the month), `y`."""
    lines = table.melt("month", list(LINES), var_name="series", value_name="y")
    return lines.assign(x=lines["month"] + "-01", y=lines["y"].round(1))


def squeeze_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the indices as readers see them."""
    shown = table[["month", "brent", "dollar", "rouble", *LINES]].round(2)
    names = {"brent": "dollars a barrel"}
    names |= {"dollar": "tenge per dollar", "rouble": "tenge per rouble"}
    return shown.rename(columns=names | {name: f"{name}: index" for name in LINES})


def extreme(table: pd.DataFrame, name: str) -> tuple[str, float]:
    """Return the month and the value at which an index is lowest."""
    lowest = table[table[name] == table[name].min()].iloc[0]
    return Period.parse(str(lowest["month"])).words(), float(lowest[name])


def lag_lines() -> pd.DataFrame:
    """Return tenge per dollar as printed, as moved, and on single days: `series`, `x`, `y`."""
    printed, moved = rates(0), rates(LAG)
    days = [(ledger().claim(name).period, number(name)) for name in DAYS]
    frames = [
        pd.DataFrame({"series": PRINTED, "x": printed["month"] + "-01", "y": printed["dollar"]}),
        pd.DataFrame({"series": MOVED, "x": moved["month"] + "-01", "y": moved["dollar"]}),
    ]
    # A gap after each day: nothing is known between them.
    points = [(DAILY, x, y) for day, value in days for x, y in ((day, value), (day, None))]
    frames.append(pd.DataFrame(points, columns=["series", "x", "y"]).astype({"y": float}))
    lines = pd.concat(frames, ignore_index=True)
    lines["basis"] = ["derived" if s == MOVED else "reported" for s in lines["series"]]
    return lines[lines["x"].between("2015-01-01", "2016-06-30")].round({"y": 1})


def lag_table(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the lag as readers see them, with the claims of the single days."""
    days = {ledger().claim(name).period: name for name in DAYS}
    shown = lines[lines["y"].notna()]
    return pd.DataFrame(
        {
            "what": shown["series"],
            "when": [
                Period.parse(x if s == DAILY else x[:7]).words()
                for s, x in zip(shown["series"], shown["x"], strict=True)
            ],
            "tenge per dollar": shown["y"],
            "claim": [days.get(x, "") if s == DAILY else "" for s, x in
                      zip(shown["series"], shown["x"], strict=True)],
        }
    )  # fmt: skip


def lag_test() -> pd.DataFrame:
    """Return the errors of the yearly means against the World Bank's rate, move by move."""
    annual = data.load("kzt_per_usd_annual_wdi").set_index("year")["kzt_per_usd"]
    monthly = data.load("fx_monthly_hmrc_cross")
    official = {year: float(annual[year]) for year in (2014, 2015, 2016)}
    table = lag_errors(monthly, "kzt_per_usd_cross", official, range(3))
    return table.pivot(index="year", columns="months moved", values="error").round(1)


def quarters() -> pd.DataFrame:
    """Return the cars made in each stretch of 2015 and 2016 beside the price of a rouble.

    The first quarter and the half-year are taken from each other, and the half-year from the
    year, so that no month is counted twice.

    Returns
    -------
    pandas.DataFrame
        `when`, `cars` (about), `cars a month`, `tenge per rouble, index` (mean of the months,
        January 2014 is 100).
    """
    q1, h1, year, q1_next, h1_next = (number(name) for name in OUTPUT)
    stretches = {
        "2015-Q1": q1,
        "2015-Q2": h1 - q1,
        "2015-H2": year - h1,
        "2016-Q1": q1_next,
        "2016-Q2": h1_next - q1_next,
    }
    table = monthly_rate(pd.DataFrame({"period": list(stretches), "units": stretches.values()}))
    index = squeeze().set_index("month")[ROUBLE]
    means = [
        index[f"{start:%Y-%m}" : f"{end:%Y-%m}"].mean()
        for start, end in zip(table["start"], table["end"], strict=True)
    ]
    return pd.DataFrame(
        {
            "when": [Period.parse(text).words() for text in table["period"]],
            "cars": table["units"].round(0).astype(int),
            "cars a month": table["per_month"].round(0).astype(int),
            "rouble, index": pd.Series(means).round(0).astype(int),
        }
    )


HOME_SOLD = "home-made, sold"
PACE_COLORS = {"made": COLORS["Kazakhstan"], "sold": COLORS["policy"], HOME_SOLD: "#b8860b"}


def pace() -> pd.DataFrame:
    """Return cars made, sold by dealers, and the home-made ones sold, a month of each report.

    What is derived by taking one report from a longer one is so marked.

    Returns
    -------
    pandas.DataFrame
        `series` (as in `PACE_COLORS`), `start`, `end`, `per_month`, `basis`, `period`, `units`
        and `claim`.
    """
    h1, q1 = number("f-cars-produced-2015-h1-implied"), number("f-cars-produced-2015-q1-implied")
    year, q1_next = number("f-cars-produced-2015"), number("f-cars-produced-2016-q1")
    rows = [
        ("made", "2012", number("f-cars-produced-2012"), "reported", "f-cars-produced-2012"),
        ("made", "2013", number("f-cars-produced-2013"), "reported", "f-cars-produced-2013"),
        ("made", "2015-Q1", q1, "derived", OUTPUT[0]),
        ("made", "2015-Q2", h1 - q1, "derived", f"{OUTPUT[1]} {OUTPUT[0]}"),
        ("made", "2015-H2", year - h1, "derived", f"{OUTPUT[2]} {OUTPUT[1]}"),
        ("made", "2016-Q1", q1_next, "reported", OUTPUT[3]),
        ("made", "2016-Q2", number(OUTPUT[4]) - q1_next, "derived", f"{OUTPUT[4]} {OUTPUT[3]}"),
        ("sold", "2013", number("f-sales-2013-implied-russia"), "derived",
         "f-sales-2013-implied-russia"),
        ("sold", "2014", number("f-sales-2014-implied"), "derived", "f-sales-2014-implied"),
        ("sold", "2015-H1", number("f-sales-2015-h1"), "reported", "f-sales-2015-h1"),
        ("sold", "2015-H2", number("f-sales-2015") - number("f-sales-2015-h1"), "derived",
         "f-sales-2015 f-sales-2015-h1"),
        ("sold", "2016-H1", number("f-sales-2016-h1"), "reported", "f-sales-2016-h1"),
        (HOME_SOLD, "2014-H1", number("f-sales-home-2014-h1-implied"), "derived",
         "f-sales-home-2014-h1-implied"),
        (HOME_SOLD, "2015-H1", number("f-sales-home-2015-h1"), "reported", "f-sales-home-2015-h1"),
        (HOME_SOLD, "2016-H1", number("f-home-sales-2016-h1"), "reported", "f-home-sales-2016-h1"),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["series", "period", "units", "basis", "claim"])
    return monthly_rate(table)


def pace_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the pace as readers see it."""
    return pd.DataFrame(
        {
            "what": table["series"],
            "when": [Period.parse(text).words() for text in table["period"]],
            "vehicles": table["units"].round(0),
            "vehicles a month": table["per_month"].round(0),
            "basis": table["basis"],
            "claim": table["claim"],
        }
    )


MARKET, SHARE = "smaller market", "smaller share"


def factors() -> tuple[tuple[float, float], tuple[float, float]]:
    """Return cars sold, and cars made for each car sold, in 2013 and in 2015."""
    sold = number("f-sales-2013-implied-russia"), number("f-sales-2015")
    made = number("f-cars-produced-2013"), number("f-cars-produced-2015")
    return (sold[0], made[0] / sold[0]), (sold[1], made[1] / sold[1])


def split() -> pd.DataFrame:
    """Return the fall of output from 2013 to 2015, split by market and share in both orders."""
    first, last = factors()
    parts = two_factors(first, last, (MARKET, SHARE))
    return parts.set_axis(["market first", "share first"]).abs()


def due_to_the_rate(market_low: float = 0.0, market_high: float = 1.0) -> tuple[float, float]:
    """Return the least and most of the fall that the rate explains, if all of the share is its.

    Parameters
    ----------
    market_low, market_high
        Share of the market's part that is put down to the rate, 0 to 1.
    """
    first, last = factors()
    parts = two_factors(first, last, (MARKET, SHARE))
    return explained(parts, {MARKET: (market_low, market_high), SHARE: (1.0, 1.0)})


def baselines() -> pd.DataFrame:
    """Return the rise of the home-made share to the paper's 70 percent, by the starting year."""
    end = number("p-kz-home-share-2024-33")
    book = ledger()
    low_2014 = book.claim("f-home-share-2014-implied")
    first, last = factors()
    rows = [
        ("2012, share of sales", number("f-home-share-2012"), "a minister"),
        ("2013, made for each sold", first[1] * 100, "ours, an upper bound"),
        ("2014, share of sales, at least", float(low_2014.low), "worked back by us"),
        ("mid-2014, share of sales", number("f-home-share-2014-minister"), "a minister"),
        ("2015, share of sales", number("p-kz-home-share-2015-33"), "the paper's baseline"),
        ("early 2015, share of sales", number("f-home-share-2015-h1"), "ours, of two counts"),
        ("2015, made for each sold", last[1] * 100, "ours"),
        ("January 2016, share of sales", number("f-home-share-2016-01"), "dealers"),
        ("early 2016, share of sales", number("f-home-share-2016-h1"), "makers"),
    ]
    table = pd.DataFrame(rows, columns=["baseline", "percent", "where from"])
    return table.assign(rise=(end - table["percent"])).round(1)
