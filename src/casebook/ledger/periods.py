"""When a claim holds: the ledger's short form of dates, and dates as prose writes them.

No library serves: edtf knows neither halves nor quarters of a year as the ledger writes them
(2018-H1), reads "2015 or 2016" as 2015 alone, and reads "2014 to 2017" not at all.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

FORMS = (
    "2019, 2019-05, 2020-08-12, 2018-H1, 2017-Q1, an interval 2014/2017, ../2015 or 2017/.., "
    "with ~ after a date for about"
)
MONTHS = tuple(calendar.month_name)[1:]
ORDINALS = ("first", "second", "third", "fourth")


class Grain(IntEnum):
    """How sharp a date is; the larger, the sharper."""

    YEAR = 1
    HALF = 2
    QUARTER = 3
    MONTH = 4
    DAY = 5


_POINT = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
    r"(?P<about>~)?"
)


@dataclass(frozen=True)
class Period:
    """A stretch of days, as sharp as the source has it.

    Parameters
    ----------
    start, end
        The first and the last day; None where the interval is open.
    approximate
        Whether the source says "about", "early", "late" or the like.
    text
        The ledger's form.

    Examples
    --------
    >>> Period.parse("2018-H1").end
    datetime.date(2018, 6, 30)
    >>> print(Period.parse("../2015"))
    by 2015
    """

    start: date | None
    end: date | None
    approximate: bool
    text: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read the ledger's form.

        Parameters
        ----------
        text
            Such as ``2019-05``; the error of a wrong one lists all the forms.

        Examples
        --------
        >>> Period.parse("2010~/2020").approximate
        True
        >>> Period.parse("2020-13")
        Traceback (most recent call last):
        ...
        ValueError: the period is '2020-13'; expected 2019, 2019-05, 2020-08-12, 2018-H1, \
2017-Q1, an interval 2014/2017, ../2015 or 2017/.., with ~ after a date for about
        """
        wrong = ValueError(f"the period is {text!r}; expected {FORMS}")
        first, slash, last = text.partition("/")
        if slash and first == last == "..":
            raise wrong
        try:
            start = None if slash and first == ".." else _days(first)[0]
            end = None if slash and last == ".." else _days(last if slash else first)[1]
        except ValueError:
            raise wrong from None
        if start and end and start > end:
            raise ValueError(f"the period is {text!r}; expected its end not before its start")
        return cls(start, end, "~" in text, text)

    @property
    def grain(self) -> Grain:
        """How sharp the sharper of the two ends is.

        Examples
        --------
        >>> Period.parse("2014/2017-05").grain.name
        'MONTH'
        """
        return max(_grain(part) for part in self.text.split("/") if part != "..")

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """Order by start, then by end; what has no start comes first.

        Examples
        --------
        >>> texts = ["2019", "../2015", "2018-H1"]
        >>> [p.text for p in sorted(map(Period.parse, texts), key=lambda p: p.sort_key)]
        ['../2015', '2018-H1', '2019']
        """
        return self.start or date.min, self.end or date.max, self.text

    def contains(self, other: Period | date) -> bool:
        """Tell whether all of `other` lies within this period.

        Examples
        --------
        >>> Period.parse("2014/2017").contains(Period.parse("2016-Q1"))
        True
        >>> Period.parse("2014/2017").contains(Period.parse("2016/.."))
        False
        """
        start, end = (other, other) if isinstance(other, date) else (other.start, other.end)
        begins = self.start is None or (start is not None and self.start <= start)
        return begins and (self.end is None or (end is not None and end <= self.end))

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two share a day.

        Examples
        --------
        >>> Period.parse("../2015").overlaps(Period.parse("2015-12-31/.."))
        True
        """
        before = self.end is not None and other.start is not None and self.end < other.start
        after = self.start is not None and other.end is not None and other.end < self.start
        return not before and not after

    def words(self) -> str:
        """Return the period as readers see it; `parse_written_date` reads it back.

        Examples
        --------
        >>> [Period.parse(t).words() for t in ("2020-08-12", "2018-H1", "2012~", "2017/..")]
        ['12 August 2020', 'first half of 2018', 'about 2012', 'from 2017']
        >>> Period.parse("2024-01/2024-05").words()
        'January to May 2024'
        """
        about = "about " if self.approximate else ""
        first, slash, last = self.text.replace("~", "").partition("/")
        if not slash:
            return about + _point_words(first)
        if first == "..":
            return "by " + (_nickname("", last, self.approximate) or about + _point_words(last))
        if last == "..":
            return f"from {about}{_point_words(first)}"
        named = _nickname(first, last, self.approximate)
        return named or about + _interval_words(_point_words(first), _point_words(last))

    def __str__(self) -> str:
        """Return the words that readers see."""
        return self.words()


def _days(text: str) -> tuple[date, date]:
    """Return the first and the last day of one date in the ledger's form."""
    found = _POINT.fullmatch(text)
    if not found:
        raise ValueError(text)
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    first, last = 1, 12
    if found["half"]:
        first, last = int(found["half"]) * 6 - 5, int(found["half"]) * 6
    elif found["quarter"]:
        first, last = int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3
    elif found["month"]:
        first = last = int(found["month"])
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _grain(point: str) -> Grain:
    sharper = {"H": Grain.HALF, "Q": Grain.QUARTER}
    rest = point.replace("~", "")[5:]
    if not rest:
        return Grain.YEAR
    return sharper.get(rest[0]) or (Grain.DAY if len(rest) > 2 else Grain.MONTH)


def _point_words(point: str) -> str:
    year, rest = point[:4], point[5:]
    if not rest:
        return year
    if rest[0] in "HQ":
        part = "half" if rest[0] == "H" else "quarter"
        return f"{ORDINALS[int(rest[1]) - 1]} {part} of {year}"
    month = f"{MONTHS[int(rest[:2]) - 1]} {year}"
    return f"{int(rest[3:])} {month}" if rest[3:] else month


def _interval_words(first: str, last: str) -> str:
    """Join two dates, naming a month or year that both share only once."""
    if first == last:
        return last
    head, tail = first.split(), last.split()
    if len(head) == len(tail) and "of" not in head:
        while head[-1:] == tail[-1:]:
            head.pop()
            tail.pop()
    return f"{' '.join(head)} to {last}"


_SEASONS = {("01", "06"): "early ", ("05", "08"): "mid-", ("10", "12"): "late "}


def _nickname(first: str, last: str, approximate: bool) -> str:
    """Return "early 2023" and the like, for the intervals that the ledger writes for them."""
    if not approximate:
        return ""
    if not first:
        year, _, month = last.partition("-")
        return {"06": f"early {year}", "12": f"late {year}"}.get(month, "")
    if first[:4] == last[:4]:
        season = _SEASONS.get((first[5:], last[5:]))
        return season + first[:4] if season else ""
    is_middle = first[3:] == "4" and last == first[:3] + "6"
    return f"mid-{first[:3]}0s" if is_middle else ""


# --- dates as prose writes them -----------------------------------------------------------------

_ABBREVIATED = "|".join("Sept?" if name == "September" else name[:3] for name in MONTHS)
_COUNTS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6},
    **{"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
_SLOTS = {
    "y": r"(?P<{}>(?:1[89]|20)[0-9]{{2}})",
    "c": r"(?P<{}>(?:1[89]|20)[0-9])0s",
    "e": r"(?P<{}>[0-9]{{2}})(?![0-9])",
    "d": r"(?P<{}>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?",
    "m": rf"(?P<{{}}>(?:{'|'.join(MONTHS)})|(?:{_ABBREVIATED})(?![a-z])\.?)",
    "i": r"(?P<{}>0[1-9]|1[0-2])(?![0-9])",
    "n": r"(?P<{}>first|second|third|fourth|[1-4](?=st|nd|rd|th))(?:st|nd|rd|th)?",
    "k": rf"(?P<{{}}>{'|'.join(_COUNTS)}|1[0-2]|[1-9])",
}
_TO = r"\s*(?:\b(?:to|until|till|through)\b|[-–—‑−])\s*"
_OF = r"(?:\s+of)?\s+"
_EARLY, _LATE = "<y>-01/<y>-06~", "<y>-10/<y>-12~"

# What prose writes, and the ledger's form of it; the first that fits wins. In the first column <y>
# is a year, <c> a decade, <m> a month's name and <i> its number, <d> a day, <n> an ordinal, <k> a
# count. In the second "|" parts two readings, "&" two dates.
_WRITTEN = (
    ("<d> <m>{to}<d2> <m2>,? <y>", "<y>-<m>-<d>/<y>-<m2>-<d2>"),
    ("<d>{to}<d2>{of}<m>,? <y>", "<y>-<m>-<d>/<y>-<m>-<d2>"),
    ("<d> and <d2>{of}<m>,? <y>", "<y>-<m>-<d>&<y>-<m>-<d2>"),
    ("<d> or <d2>{of}<m>,? <y>", "<y>-<m>-<d>|<y>-<m>-<d2>"),
    ("<m> <d>{to}<d2>,? <y>", "<y>-<m>-<d>/<y>-<m>-<d2>"),
    ("<d>{of}<m>,? <y>", "<y>-<m>-<d>"),
    ("<m> <d>,? <y>", "<y>-<m>-<d>"),
    ("<m>{to}<m2>,?{of}<y>", "<y>-<m>/<y>-<m2>"),
    ("<m>,?{of}<y>", "<y>-<m>"),
    ("<y>-<i>-<d>", "<y>-<i>-<d>"),
    (r"<d>\.<i>\.<y>", "<y>-<i>-<d>"),
    ("<y>-H(?P<n>[12])", "<y>-H<n>"),
    ("<y>-Q(?P<n>[1-4])", "<y>-Q<n>"),
    ("H(?P<n>[12]) (?:of )?<y>", "<y>-H<n>"),
    ("Q(?P<n>[1-4]) (?:of )?<y>", "<y>-Q<n>"),
    (r"<n>[\s-]half{of}<y>", "<y>-H<n>"),
    (r"<n>[\s-]quarter{of}<y>", "<y>-Q<n>"),
    ("first <k> months{of}<y>", "<y>-01/<y>-<k>"),
    (r"early(?:[\s-]in)?[\s-](?:the )?<c>", "<c>0/<c>3~"),
    (r"mid(?:dle of)?[\s-](?:the )?<c>", "<c>4/<c>6~"),
    (r"late(?:[\s-]in)?[\s-](?:the )?<c>", "<c>7/<c>9~"),
    ("(?:early(?: in)?|start of|beginning of) <y>", _EARLY),
    (r"mid(?:dle of)?[\s-]<y>", "<y>-05/<y>-08~"),
    ("late(?: in)? <y>", _LATE),
    ("(?:(?:end|close) of (?:the year )?|year-end |end-)<y>", f"{_LATE}|../<y>"),
    ("<y>-<i>", "<y>-<i>"),
    ("<y>[-–/]<e>", "<y>/20<e>"),
    ("<c>", "<c>0/<c>9"),
    ("<y>", "<y>"),
)
_BY = re.compile(r"\b(?:by|until|till|up to|before|through|no later than)(?: the)?\s*$", re.I)
_FROM = re.compile(r"\b(?:from|since|after|starting in|beginning in)(?: the)?\s*$", re.I)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|circa|ca?\.|roughly|approximately|some time in)|[~≈])(?: the)?\s*$", re.I
)
_BETWEEN = re.compile(r"\bbetween(?: the)?\s*$", re.I)


@dataclass(frozen=True)
class WrittenDate:
    """A date found in prose.

    Parameters
    ----------
    readings
        What it may mean: more than one for "2015 or 2016". Empty for a day without a year.
    start, end
        Where it stands in the text.
    bare
        Whether it is only years, so that it may be a number instead.
    is_range
        Whether it is written as "2014 to 2017".
    day
        Month and day, where no year is written.
    """

    readings: tuple[Period, ...]
    start: int
    end: int
    bare: bool
    is_range: bool = False
    day: tuple[int, int] | None = None

    def agrees(self, period: Period) -> bool:
        """Tell whether the date may stand for `period`: one reading fits and is not sharper.

        Examples
        --------
        >>> date, = find_dates("in August 2020")
        >>> date.agrees(Period.parse("2020-08-12")), date.agrees(Period.parse("2020"))
        (True, False)
        """
        if self.day:
            ends = {(d.month, d.day) for d in (period.start, period.end) if d}
            return period.grain is Grain.DAY and self.day in ends
        return any(_fits(reading, period, self.is_range) for reading in self.readings)


def parse_written_date(text: str) -> Period | None:
    """Read the first date in a text as prose writes it.

    Parameters
    ----------
    text
        Such as "August 12, 2020", "early 2023" or "2014 to 2017".

    Returns
    -------
    Period or None
        None if there is no date; for "2015 or 2016" all the time between them.

    Examples
    --------
    >>> [parse_written_date(t).text for t in ("12 August 2020", "late 2014", "by 2015")]
    ['2020-08-12', '2014-10/2014-12~', '../2015']
    >>> parse_written_date("2015 or 2016").text
    '2015/2016'
    >>> parse_written_date("the notice")
    """
    for found in find_dates(text):
        readings = found.readings
        if len(readings) > 1 and all(r.start and r.end for r in readings):
            return _through(min(readings, key=lambda r: r.sort_key), readings[-1]) or readings[0]
        if readings:
            return readings[0]
    return None


def find_dates(text: str) -> list[WrittenDate]:
    """Return the dates of a text, in their order.

    Examples
    --------
    >>> [found.readings[0].text for found in find_dates("agreements of 2010 and of May 2012")]
    ['2010', '2012-05']
    """
    if not any(char in "0123456789" for char in text):
        return []
    found = sorted(_single_dates(text), key=lambda one: (one.start, one.end))
    joined: list[WrittenDate] = []
    for one in found:
        merged = _join(text, joined[-1], one) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(one)
    return [_with_words_before(text, one) for one in joined]


def _pattern(template: str) -> re.Pattern[str]:
    """Make an expression of a form of `_WRITTEN`."""

    def slot(found: re.Match[str]) -> str:
        return _SLOTS[found[1][0]].format(found[1])

    filled = re.sub(r"(?<!\?P)<([a-z]2?)>", slot, template.replace(" ", r"\s+"))
    filled = filled.replace("{to}", _TO).replace("{of}", _OF)
    guarded = rf"(?<![\w,.،$₸€£])(?:{filled})(?![\w%]|[.,،][0-9])"
    return re.compile(guarded, re.IGNORECASE)


_PATTERNS = tuple((_pattern(prose), ledger) for prose, ledger in _WRITTEN)
_DAY_PATTERNS = tuple(_pattern(prose) for prose in ("<d>{of}<m>", "<m> <d>"))


def _as_ledger(name: str, written: str) -> str:
    """Turn what a slot of `_WRITTEN` holds into what the ledger writes."""
    low = written.lower()
    if name[0] == "m":
        return f"{[month[:3].lower() for month in MONTHS].index(low[:3]) + 1:02}"
    if name[0] == "n":
        return low if low.isdigit() else str(ORDINALS.index(low) + 1)
    if name[0] in "dik":
        return f"{_COUNTS.get(low) or int(low):02}"
    return written


def _fill(ledger: str, found: re.Match[str]) -> str:
    return re.sub("<([a-z]2?)>", lambda slot: _as_ledger(slot[1], found[slot[1]]), ledger)


def _single_dates(text: str) -> Iterator[WrittenDate]:
    """Find every date that is no part of a longer one; what is no day of the calendar is none."""
    taken: list[tuple[int, int]] = []

    def is_free(start: int, end: int) -> bool:
        return all(end <= first or last <= start for first, last in taken)

    for pattern, ledger in _PATTERNS:
        for found in pattern.finditer(text):
            if not is_free(*found.span()):
                continue
            form = _fill(ledger, found)
            try:
                dates = [[Period.parse(r) for r in one.split("|")] for one in form.split("&")]
            except ValueError:
                continue
            taken.append(found.span())
            bare = not re.search("[a-z]", found[0], re.IGNORECASE) and found[0].count("-") < 2
            is_range = "/" in form and "~" not in form and "<c>" not in ledger
            for readings in dates:
                yield WrittenDate(tuple(readings), *found.span(), bare, is_range)
    for pattern in _DAY_PATTERNS:
        for found in pattern.finditer(text):
            if is_free(*found.span()) and found["m"][0].isupper():
                day = int(_as_ledger("m", found["m"])), int(found["d"])
                yield WrittenDate((), *found.span(), False, False, day)


def _join(text: str, first: WrittenDate, last: WrittenDate) -> WrittenDate | None:
    """Make one date of "2014 to 2017" and of "2015 or 2016"; None where the two stay apart."""
    between = text[first.end : last.start]
    if not first.readings or not last.readings or first.end > last.start:
        return None
    bare = first.bare and last.bare
    if re.fullmatch(r"\s+or(?: in)?\s+", between):
        return WrittenDate(first.readings + last.readings, first.start, last.end, bare)
    is_between = bool(_BETWEEN.search(text[: first.start])) and between.strip() == "and"
    if not first.is_range and (is_between or re.fullmatch(_TO, between, re.IGNORECASE)):
        whole = _through(first.readings[0], last.readings[-1])
        return WrittenDate((whole,), first.start, last.end, bare, True) if whole else None
    return None


def _through(first: Period, last: Period) -> Period | None:
    """Return the period from the start of one to the end of the other; None if there is none."""
    text = f"{first.text.split('/')[0]}/{last.text.split('/')[-1]}"
    if first.approximate and "~" not in text:
        text += "~"
    try:
        return Period.parse(text)
    except ValueError:
        return None


def _with_words_before(text: str, found: WrittenDate) -> WrittenDate:
    """Take "about", "by" and "from" before a date into its readings."""
    before, forms = text[: found.start], [reading.text for reading in found.readings]
    about = _ABOUT.search(before)
    if about:
        before = before[: about.start()]
        forms = [form if "~" in form else form + "~" for form in forms]
    if _BY.search(before):
        ends = [form for form in forms if form.startswith("../")]
        forms = ends or [f"../{form.split('/')[-1]}" for form in forms]
    elif _FROM.search(before) and not found.is_range:
        tilde = "~" if any("~" in form for form in forms) else ""
        forms = [form.split("/")[0].rstrip("~") + tilde + "/.." for form in forms if form[0] != "."]
    else:
        return replace(found, readings=tuple(map(Period.parse, forms)))
    return replace(found, readings=tuple(map(Period.parse, forms)), is_range=False)


def _fits(written: Period, period: Period, is_range: bool) -> bool:
    """Tell whether a reading stands for the period and is not sharper than it."""
    is_open = None in (written.start, written.end, period.start, period.end)
    blunter = written.contains(period) and not period.contains(written)
    if is_open or is_range:
        blunter = written.grain < period.grain
    if period.approximate and not written.approximate and not blunter:
        return False
    not_sharper = written.grain <= period.grain
    if written.start is None or written.end is None:
        return not_sharper and (
            _same(written.end, period.end, written.grain)
            or _same(written.start, period.start, written.grain)
        )
    closed = period.end if period.start is None else period.start
    if period.start is None or period.end is None:
        return not_sharper and not is_range and closed is not None and written.contains(closed)
    if is_range:
        starts = _same(written.start, period.start, written.grain)
        return not_sharper and starts and _same(written.end, period.end, written.grain)
    return written.contains(period) or (not_sharper and period.contains(written))


def _same(one: date | None, other: date | None, grain: Grain) -> bool:
    """Tell whether two days lie in the same year, half, quarter, month or are the same."""
    if one is None or other is None:
        return False

    def floor(day: date) -> tuple[int, ...]:
        months = {Grain.YEAR: 12, Grain.HALF: 6, Grain.QUARTER: 3}.get(grain, 1)
        return day.year, (day.month - 1) // months, day.day if grain is Grain.DAY else 0

    return floor(one) == floor(other)
