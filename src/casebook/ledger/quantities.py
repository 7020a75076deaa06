"""Numbers as prose writes them, and whether they agree with the ledger.

No library serves: quantulum3 reads "50،000" as 50 and 0, "47,6" as 476 and drops "more than";
babel strips the decimal comma of an English text ("47,6" is 476) and knows no units; word2number
reads "two thirds" as 2; pint knows neither tenge nor qualifiers.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from casebook.data import DATA
from casebook.ledger.periods import Period, WrittenDate, find_dates

UNITS = DATA / "units.csv"
NUMBER_FORMS = "a number such as 361, 1,684, 50 000, 47.6, 47,6, -80, nine or two thirds"
FIELDS = ("value", "low", "high", "unit", "qualifier", "period")
ABOUT_THE_CLAIM = ("statement", "subject", "measure", "note")
LONGEST = 24  # digits of a number
# What a claim's qualifier lets prose write; never a sharper one.
ALLOWED = {
    "exact": ("exact", "about"),
    "about": ("about",),
    "more_than": ("more_than", "at_least"),
    "at_least": ("at_least",),
    "less_than": ("less_than", "at_most"),
    "at_most": ("at_most",),
}
WORDS_FOR = {
    "about": "about",
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "less than",
    "at_most": "up to",
}


# --- units --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """A row of ``data/units.csv``: `factor` turns the unit into the smallest of its dimension.

    Examples
    --------
    >>> units()["KZT bn"].dimension, units()["KZT bn"].words[0]
    ('KZT', 'billion tenge')
    """

    name: str
    dimension: str
    factor: Decimal
    words: tuple[str, ...]


@functools.cache
def units(path: Path = UNITS) -> dict[str, Unit]:
    """Return the units of the ledger by name.

    Parameters
    ----------
    path
        A file with the columns unit, dimension, factor, words and note.

    Examples
    --------
    >>> units()["million vehicles"].factor
    Decimal('1000000')
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["unit"]: Unit(
            row["unit"], row["dimension"], Decimal(row["factor"]), tuple(row["words"].split("|"))
        )
        for row in rows
    }


def unit_named(name: str) -> Unit:
    """Return the unit of that name; an unknown one is an error that says what is known.

    Examples
    --------
    >>> unit_named("furlong")
    Traceback (most recent call last):
    ...
    ValueError: the unit is 'furlong'; expected a unit of data/units.csv
    """
    known = units().get(name)
    if known is None:
        raise ValueError(f"the unit is {name!r}; expected a unit of data/units.csv")
    return known


SCALES = {
    **{"thousand": 3, "k": 3, "million": 6, "mn": 6, "mln": 6, "m": 6},
    **{"billion": 9, "bn": 9, "bln": 9, "b": 9, "trillion": 12, "trn": 12, "tn": 12},
}
MONEY = ("KZT", "USD", "RUB", "CNY", "EUR", "GBP")
CHANGES = ("% change", "pp")  # what may be below zero
# These stand before their number, those of money before or after it, all others after it.
BEFORE = ("rank", "kappa", "decree no.", "year")


@dataclass(frozen=True)
class _Named:
    """What a unit word without "million" and the like may stand for."""

    dimension: str
    factor: Fraction  # of a number with the bare word, in the smallest unit of the dimension
    unit: str


@functools.cache
def _words() -> dict[str, tuple[_Named, ...]]:
    """Index the unit words, lower-case and freed of "million" and the like."""
    index: dict[str, set[tuple[bool, int, _Named]]] = {}
    for place, unit in enumerate(units().values()):
        for word in unit.words:
            parts = word.lower().split()
            scale = sum(SCALES.get(part, 0) for part in parts)
            base = " ".join(part for part in parts if part not in SCALES)
            named = _Named(unit.dimension, Fraction(unit.factor) / 10**scale, unit.name)
            index.setdefault(base, set()).add(
                (not unit.name.startswith(base), place + 100 * scale, named)
            )
    ordered = {base: sorted(found, key=lambda one: one[:2]) for base, found in index.items()}
    return {base: tuple(named for *_, named in found) for base, found in ordered.items()}


def _unit_for(named: _Named, scale: int) -> Unit:
    """Return the ledger's unit for a word and a scale, such as "tenge" and 9: KZT bn."""
    own = units()[named.unit]
    same = [unit for unit in units().values() if unit.dimension == named.dimension]
    size = named.factor * 10**scale
    if own.factor == size:
        return own
    smaller = [unit for unit in same if unit.factor <= size]
    return max(smaller, key=lambda u: u.factor) if smaller else min(same, key=lambda u: u.factor)


def _alternatives(words: list[str]) -> str:
    """Make an expression that prefers the longest word."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


# --- numbers ------------------------------------------------------------------------------------

SMALL = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7},
    **{"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13},
    **{"fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18},
    **{"nineteen": 19},
}
TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70},
    **{"eighty": 80, "ninety": 90},
}
PARTS = {
    **{"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4},
    **{"fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7},
    **{"eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10},
}
SIGNS = {"½": "one half", "⅓": "one third", "⅔": "two thirds", "¼": "one quarter"}
SIGNS["¾"] = "three quarters"
MULTIPLES = {
    **{"twice": 2, "double": 2, "doubled": 2, "doubling": 2, "triple": 3, "tripled": 3},
    **{"treble": 3, "trebled": 3, "quadruple": 4, "quadrupled": 4},
}
ORDINALS = {
    **{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7},
    **{"eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13},
    **{"fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17},
    **{"eighteenth": 18, "nineteenth": 19, "twentieth": 20},
}
TOO_VAGUE = re.compile(
    r"\b(?:tens|dozens?|scores|hundreds|thousands|millions|billions|trillions)\b", re.IGNORECASE
)

_ONES = "|".join(list(SMALL)[:10])
_BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{_ONES}))?|{'|'.join(reversed(SMALL))})"
_NUMBER_WORDS = rf"(?:(?:{_BELOW_100}|a)\s+hundred(?:\s+(?:and\s+)?{_BELOW_100})?|{_BELOW_100})"
_THIN = "\u202f"  # stands for every thin and no-break space: see `_plain`
# A number of digits: 50 000, then 1,684, then 47.6 or 47,6; never a piece of 1,684,5.
_DIGITS = rf"""
    (?P<sign>(?:(?<![^\s(~≈<>≤≥=$₸€£₽])[-–+])|\bminus\s+)?
    (?<![0-9])(?<![0-9][.,،])
    (?P<digits>(?>
        [1-9][0-9]{{0,2}}(?:(?P<mark>[{_THIN} ,،])[0-9]{{3}})(?:(?P=mark)[0-9]{{3}})*(?![0-9])
        (?:(?:\.|(?<=[{_THIN} ][0-9]{{3}}),)[0-9]+)?
      | [0-9]+(?:[.,][0-9]+)?
      | (?<![\w.])\.[0-9]+
    ))
    (?![0-9]|[.,،][0-9])
"""
_PART_AHEAD = r"(?=\s+(?:of|in|to|the|and|or|more|less|from|by|at)\b|\s*[^\s\w-]|\s*$)"
_FRACTION = rf"""
    (?P<fraction>\b(?:(?:{_BELOW_100}|1)[-\s](?:{"|".join(reversed(PARTS))})\b
    | an?\s+(?:half|quarter)\b | an?\s+(?:{"|".join(reversed(PARTS))})\b{_PART_AHEAD}
    | (?<!first\s)(?<!second\s)(?<!other\s)(?<!latter\s)half\b(?!-))
    | (?P<in>\b(?:{_BELOW_100}|[0-9]+)\s+(?:(?:in|out\s+of)\s+(?:every\s+)?|of\s+every\s+)
        (?:three|four|five|ten|twenty|3|4|5|10|20|100)\b(?![.,،]?[0-9])(?!\s+(?:years?|months?|days)\b)))
"""
_SCAN = re.compile(
    rf"""{_FRACTION}
    | (?P<ordinal>\b(?:(?:{"|".join(reversed(ORDINALS))})\b|[0-9]+(?:st|nd|rd|th)\b))
    | (?P<multiple>\b(?:{"|".join(reversed(MULTIPLES))})\b(?!-))
    | (?P<words>\b(?:minus\s+)?{_NUMBER_WORDS}(?=\b|fold\b))
    | (?P<article>\ba(?=\s+(?:thousand|million|billion|trillion)\b))
    | {_DIGITS}""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class _Number:
    """A number in a text: its value, the digits after its point, where it stands, its kind."""

    value: Fraction
    places: int
    start: int
    end: int
    kind: str  # digits, words, fraction, ordinal, multiple


_ALIKE: dict[int, str] = {
    **{ord(sign): words for sign, words in SIGNS.items()},
    **dict.fromkeys((0xA0, *range(0x2002, 0x200B), 0x202F), _THIN),
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2212), "-"),
    **dict.fromkeys((0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD), ""),
    0x066C: "،",
}


def _plain(text: str) -> str:
    """Spell alike what only looks different: digits, spaces, dashes, thousands marks."""
    digits = (char for char in set(text) if char.isdecimal() and not char.isascii())
    own = {ord(char): str(unicodedata.decimal(char)) for char in digits}
    return text.translate(_ALIKE | own)


def _digits_value(digits: str) -> tuple[Fraction, int]:
    """Read digits with marks; a comma before other than three digits is a decimal comma."""
    grouped = re.match(rf"[1-9][0-9]{{0,2}}(?:[{_THIN} ,،][0-9]{{3}})+(?![0-9])", digits)
    if grouped:
        digits = re.sub(rf"[{_THIN} ,،]", "", grouped[0]) + digits[grouped.end() :]
    value = digits.replace(",", ".")
    return Fraction("0" + value), len(value.partition(".")[2])


def _words_value(words: str) -> Fraction:
    """Read "a hundred and five", "minus twenty-one"."""
    total, sign = 0, 1
    for word in re.split(r"[-\s]+", words.lower()):
        if word == "minus":
            sign = -1
        elif word == "hundred":
            total = (total or 1) * 100
        else:
            total += SMALL.get(word, TENS.get(word, 0))
    return Fraction(sign * total)


def _fraction_value(words: str) -> Fraction:
    """Read "a third", "two-thirds", "half", "one in ten"."""
    parts = [w for w in re.split(r"[-\s]+", words.lower()) if w not in ("in", "out", "of", "every")]
    above, last = " ".join(parts[:-1]), parts[-1]
    over = Fraction(above) if above.isdigit() else _words_value(above) or Fraction(1)
    return over / (PARTS.get(last) or (int(last) if last.isdigit() else _words_value(last)))


def _numbers(text: str) -> Iterator[_Number]:
    """Find the numbers of a text that `_plain` made; what is too long to be one is passed over."""
    for found in _SCAN.finditer(text):
        start, end = found.span()
        words, places = found[0].lower(), 0
        if found["digits"]:
            if len(words) > LONGEST or _is_glued_to_letters(text, found.start("digits")):
                continue
            value, places = _digits_value(found["digits"])
            kind = "digits"
            if (found["sign"] or "").strip().lower() in ("-", "–", "minus"):
                value = -value
        elif found["fraction"] or found["in"]:
            value, kind = _fraction_value(words), "fraction"
        elif found["ordinal"]:
            digits = words.rstrip("stndrh") if words[0].isdigit() else ""
            value, kind = Fraction(digits or ORDINALS[words]), "ordinal"
        elif found["multiple"]:
            value, kind = Fraction(MULTIPLES[words]), "multiple"
        else:
            value, kind = Fraction(1) if found["article"] else _words_value(words), "words"
        yield _Number(value, places, start, end, kind)


def _is_glued_to_letters(text: str, at: int) -> bool:
    """Tell whether digits end a name such as S3; letters that may stand so are KZT, USD, No."""
    letters = re.search(r"[^\W\d_]+$", text[:at])
    return bool(letters and letters[0].lower() not in (*_words(), "no", "c", "ca", "us"))


def parse_number(text: str) -> Decimal:
    """Read one number and nothing else.

    Parameters
    ----------
    text
        Digits with thousands marks (comma, space, thin space, Arabic comma), a decimal point or
        comma, a sign; or words such as "twenty-one", "two thirds", "three times". In "1,684" the
        comma marks thousands, in "47,6" and "0,145" the decimals.

    Raises
    ------
    ValueError
        If the text is anything else; it names the text and what was expected.

    Examples
    --------
    >>> [str(parse_number(text)) for text in ("1,684", "50،000", "47,6", "-80", "ninety-nine")]
    ['1684', '50000', '47.6', '-80', '99']
    >>> parse_number("some")
    Traceback (most recent call last):
    ...
    ValueError: the text is 'some'; expected a number such as 361, 1,684, 50 000, 47.6, 47,6, -80, \
nine or two thirds
    """
    plain = _plain(text).strip()
    plain = re.sub(r"(?<=\w)(?:\s+times|[\s-]?fold)$", "", plain, flags=re.IGNORECASE)
    found = list(_numbers(plain))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(plain)):
        raise ValueError(f"the text is {text!r}; expected {NUMBER_FORMS}")
    return _decimal(found[0].value)


def _decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(f"{exact.normalize():f}")


# --- quantities ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and qualifier, as a claim has them.

    Parameters
    ----------
    value
        None for a range.
    low, high
        None except for a range.
    unit
        A unit of ``data/units.csv``; None if the text names none.
    qualifier
        exact, about, more_than, at_least, less_than, at_most or range.

    Examples
    --------
    >>> Quantity(Decimal(361), None, None, "KZT bn", "exact").unit
    'KZT bn'
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    qualifier: str


@dataclass(frozen=True)
class _Mention:
    """A number in a text with all that belongs to it; `named` holds what its unit may be."""

    low: Fraction
    high: Fraction | None
    places: int
    scale: int
    named: tuple[_Named, ...]
    bound: str  # more_than and the like, or empty
    is_about: bool
    change: str  # fall, rise or empty
    kind: str
    start: int
    end: int
    year: WrittenDate | None  # the date that it may be instead

    @property
    def qualifier(self) -> str:
        return self.bound or ("about" if self.is_about else "exact")


_FILLER = r"(?:\s+(?:the|an?|its|by|of|to|at|that|only|just|even)){0,2}"
_BOUNDS = (
    ("at_most", r"no (?:more|greater|higher|later) than|not more than|not exceeding|"
     r"(?<!add )(?<!adds )(?<!added )(?<!go )(?<!goes )(?<!went )up to|at (?:the )?most|"
     r"(?:a )?maximum of|as (?:many|much) as|within|≤|<="),
    ("at_least", r"no (?:less|fewer|lower) than|not (?:less|fewer|under)(?: than)?|"
     r"at (?:the )?least|(?:a )?minimum of|upwards? of|≥|>="),
    ("about", r"just (?:under|below|short of|about)|not quite|about|around|roughly|some|nearly|"
     r"almost|approximately|approx\.?|close to|near|circa|ca?\.|(?:an )?estimated(?: at)?|perhaps|"
     r"something like|in the region of|(?:on|of|in) the order of|[~≈∼≃≅]"),
    ("more_than", r"(?:more|greater|higher|larger) than|in excess of|over|above|beyond|north of|>|"
     r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|cross(?:es|ed|ing)?|passed|topp(?:ed|ing)|tops"),
    ("less_than", r"(?:less|fewer|lower|smaller) than|under|below|short of|<"),
)  # fmt: skip
_BEFORE_NUMBER = tuple(
    (name, re.compile(rf"(?:(?<![\w])|(?<=\W))(?:{words}){_FILLER}\s*$", re.IGNORECASE))
    for name, words in _BOUNDS
)
_AFTER_NUMBER = tuple(
    (name, re.compile(rf"\s*,?\s*(?:{words})", re.IGNORECASE))
    for name, words in (
        (
            "at_least",
            r"(?:or|and) (?:more|above|over|upwards|higher)\b|at (?:the )?least\b|\+(?!\d)",
        ),
        ("at_most", r"or (?:less|fewer|below|under|lower)\b|at (?:the )?most\b"),
        ("about", r"or (?:so|thereabouts)\b|give or take\b|approximately\b|roughly\b"),
    )
)
# "over the past two decades" and "under the two agreements" are no bounds.
_NO_BOUND = re.compile(r"\b(?:over|under|within|near|around) (?:the|its)\s*$", re.IGNORECASE)
_FALL = (
    r"(?:fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|"
    r"shr[aiu]nk|slump(?:ed)?|plunged?|reduc(?:ed|tion)|lost|loss|down)"
)
_RISE = (
    r"(?:rose|ris(?:e|es|en|ing)|grew|gr[eo]w(?:n|s|th|ing)?|increas(?:e|es|ed|ing)|surg(?:e|ed)|"
    r"jump(?:ed)?|gain(?:ed)?)"
)
_CHANGE_BEFORE = re.compile(rf"\b(?:(?P<fall>{_FALL})|{_RISE})\b[^0-9]*$", re.IGNORECASE)
_FALL_AFTER = re.compile(rf"\s*(?:\w+\s+)?(?:{_FALL}|less|lower|fewer|below|under)\b", re.I)
_LEVEL = re.compile(r"(?<!\bup )\bto\s+\S*\s*$", re.IGNORECASE)
_STOP = rf"(?!(?:of|in|to|by|for|and|or|at|from|a|an|the|per|than|with|on|{_BELOW_100})\b)"
_MIDDLE = rf"(?:{_STOP}[^\W\d_][\w'’-]*\s+)"
_SCALE = "thousand|million|mn|mln|billion|bn|bln|trillion|trn|tn"
_TOP = re.compile(r"\b(?:top|(?:among|into|of) the first)[\s-]*$", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among|one of|in|into) (?:the )?$", re.IGNORECASE)
_BEST = re.compile(r"[\s-]+(?:best|most|largest|biggest|leading|top|wealthiest|richest)\b", re.I)
_TO = re.compile(r"\s*(?:\bto\b|[-–—])\s*", re.IGNORECASE)
_AND = re.compile(r"\s*\band\b\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b[^0-9]*$", re.IGNORECASE)


def _is_money(named: tuple[_Named, ...]) -> bool:
    return any(one.dimension in MONEY for one in named)


def _before(word: str) -> tuple[_Named, ...]:
    """Return what a word may be as a unit that stands before its number."""
    is_factor = word in ("×", "x", "factor of")
    return tuple(
        one
        for one in _words()[word]
        if one.dimension in (*MONEY, *BEFORE) or (is_factor and one.dimension == "times")
    )


@functools.cache
def _prefix() -> re.Pattern[str]:
    """Match a unit that stands before its number: "$", "KZT bn", "kappa of", "decree no."."""
    words = [word for word in _words() if _before(word)]
    return re.compile(
        rf"(?:(?<!\w)|(?<=\W))(?P<unit>{_alternatives(words)})\s*(?P<scale>{_SCALE}|m|b)?\s*$", re.I
    )


@functools.cache
def _suffix() -> re.Pattern[str]:
    """Match a unit that stands after its number, with up to three words between."""
    words = [
        word for word, named in _words().items() if any(n.dimension not in BEFORE for n in named)
    ]
    return re.compile(
        rf"(?:\+|\s+or\s+(?:more|less|fewer))?[\s-]?(?P<middle>{_MIDDLE}{{0,3}}?)(?P<unit>{_alternatives(words)})"
        rf"(?:(?<=\W)|(?!\w))(?!(?<=year)\s+(?:earlier|before|ago|later))(?P<next>\s+[^\W\d_]\w*)?",
        re.IGNORECASE,
    )


def _find_unit(text: str, at: int) -> tuple[tuple[_Named, ...], int]:
    """Return what the unit after a number may be, and where it ends."""
    found = _suffix().match(text, at)
    if not found:
        return (), at
    word = re.sub(r"\s+", " ", found["unit"].lower())
    named = tuple(n for n in _words()[word] if n.dimension not in BEFORE)
    if found["middle"] and (_is_money(named) or not word[0].isalpha()):
        return (), at
    follows = re.sub(r"\s+", " ", (found["next"] or "").lower()).strip()
    is_adjunct = word + "s" in _words() and follows in _words() and text[at : at + 1] != "-"
    if is_adjunct:  # "nine car brands": what is counted stands last
        return _words()[follows], found.end("next")
    return named, found.end("unit")


def _find_scale(text: str, number: _Number, is_money: bool) -> tuple[int, int]:
    """Return the power of ten that "million" and the like after a number stand for."""
    article = r"(?:\s+an?)?" if number.kind == "fraction" else ""
    found = re.compile(rf"{article}[\s-]*(?P<scale>{_SCALE})\b|(?P<glued>k)\b", re.I).match(
        text, number.end
    )
    if not found:
        short = re.compile(r"\s?(?P<glued>[mb])\b(?P<rest>.?)", re.I).match(text, number.end)
        if short and (is_money or _is_money(_find_unit(text, short.end("glued"))[0])):
            return SCALES[short["glued"].lower()], short.end("glued")
        return 0, number.end
    return SCALES[(found["scale"] or found["glued"]).lower()], found.end()


def _bounds(text: str, start: int, *ends: int) -> tuple[str, bool]:
    """Return the bound that the words around a number set, and whether they say "about".

    `ends` are the ends of the number and of its unit: "four or more brands", "50 percent or so".
    """
    bound, is_about, before = "", False, text[:start]
    found: tuple[str, int] | None = ("", start)
    while found and not _NO_BOUND.search(before):
        hits = [(name, m.start()) for name, p in _BEFORE_NUMBER for m in [p.search(before)] if m]
        found = min(hits, key=lambda hit: hit[1]) if hits else None
        if found:
            is_about = is_about or found[0] == "about"
            bound = bound or ("" if found[0] == "about" else found[0])
            before = before[: found[1]]
    for name, pattern in _AFTER_NUMBER:
        if any(pattern.match(text, end) for end in ends):
            is_about = is_about or name == "about"
            bound = bound or ("" if name == "about" else name)
    return bound, is_about


def _change(text: str, start: int, end: int) -> str:
    """Return fall or rise if a number is the size of one: "fell by 80 percent"; else nothing."""
    if _FALL_AFTER.match(text, end):
        return "fall"
    found = _CHANGE_BEFORE.search(text[max(0, start - 40) : start])
    if not found or _LEVEL.search(text[:start]):
        return ""
    return "fall" if found["fall"] else "rise"


def _mention(text: str, number: _Number, year: WrittenDate | None) -> _Mention:
    """Gather what stands around one number."""
    before = _prefix().search(text[: number.start])
    start, scale, end = number.start, 0, number.end
    named: tuple[_Named, ...] = ()
    if before:
        start = before.start()
        named = _before(re.sub(r"\s+", " ", before["unit"].lower()))
        scale = SCALES[before["scale"].lower()] if before["scale"] else 0
    if number.kind == "ordinal":
        named = _words()["rank"]
    elif number.kind == "multiple":
        named = _words()["times"]
    else:
        more, end = _find_scale(text, number, _is_money(named))
        scale += more
        if not named and (scale or number.kind != "fraction"):
            named, end = _find_unit(text, end)
    is_part = number.kind == "fraction" and not named and not scale
    value = number.value * 100 if is_part else number.value
    bound, is_about = _bounds(text, start, number.end, end)
    top = _TOP.search(text[:start]) or (
        _BEST.match(text, number.end) and _AMONG.search(text[:start])
    )
    if top and number.kind in ("digits", "words"):
        named, bound = _words()["rank"], "at_most"
    return _Mention(
        value, None, number.places, scale, _words()["percent"] if is_part else named, bound,
        is_about, _change(text, number.start, end), number.kind, start, end, year,
    )  # fmt: skip


def _mentions(text: str, dates: list[WrittenDate]) -> list[_Mention]:
    """Return the numbers of a text that are not days, months or years for certain."""
    out: list[_Mention] = []
    for number in _numbers(text):
        within = [d for d in dates if d.start < number.end and number.start < d.end]
        if any(not date.bare for date in within) or _is_pronoun(text, number):
            continue
        one = _mention(text, number, within[0] if within else None)
        joined = _joined(text, out[-1], one) if out else None
        if joined:
            out[-1] = joined
        else:
            out.append(one)
    return out


def _is_pronoun(text: str, number: _Number) -> bool:
    """Tell "one of the plants" and "this one" from the number one."""
    if text[number.start : number.end].lower() != "one":
        return False
    before = re.search(
        r"\b(?:the|no|this|that|any|every|each|which|another)[\s-]+$", text[: number.start]
    )
    return bool(before or re.match(r"\s+(?:of|another|by)\b|\s*[-’']", text[number.end :]))


def _joined(text: str, first: _Mention, last: _Mention) -> _Mention | None:
    """Make a range of "50 to 55 points" and "between 50 and 55"; None where there is none."""
    kinds = {first.kind, last.kind}
    is_same_sort = kinds <= {"digits", "words"} and (first.year is None) == (last.year is None)
    if first.high is not None or not is_same_sort:
        return None
    link = text[first.end : last.start]
    is_link = _TO.fullmatch(link) or (_AND.fullmatch(link) and _BETWEEN.search(text[: first.start]))
    scale = first.scale or last.scale
    low, high = first.low * 10 ** (scale - last.scale), last.low
    if not is_link or low >= high:
        return None
    return _Mention(
        low, high, max(first.places, last.places), last.scale, last.named or first.named,
        first.bound, first.is_about or last.is_about, first.change, "digits",
        first.start, last.end, first.year,
    )  # fmt: skip


def parse_quantity(text: str) -> Quantity:
    """Read the first quantity of a text; digits come before number words, dates last.

    Parameters
    ----------
    text
        Such as "more than 180 bn tenge"; words around it do no harm.

    Returns
    -------
    Quantity
        In the ledger's unit that is nearest to what is written. A share in words ("two thirds") is
        in percent; a bare number has no unit.

    Raises
    ------
    ValueError
        If there is no number; it names the text and what was expected.

    Examples
    --------
    >>> parse_quantity("more than 180 bn tenge")
    Quantity(value=Decimal('180'), low=None, high=None, unit='KZT bn', qualifier='more_than')
    >>> found = parse_quantity("between 50 and 55 points")
    >>> str(found.low), str(found.high), found.unit, found.qualifier
    ('50', '55', 'pp', 'range')
    """
    plain = _plain(text)
    found = _mentions(plain, find_dates(plain))
    if not found:
        raise ValueError(f"the text is {text!r}; expected {NUMBER_FORMS}, with or without a unit")
    order = ("digits", "fraction", "words", "multiple", "ordinal")
    best = min(found, key=lambda m: (m.year is not None and not m.named, order.index(m.kind)))
    return _quantity(best)


def _quantity(mention: _Mention) -> Quantity:
    """Put a mention into the ledger's unit."""
    name, ratio = None, Fraction(10**mention.scale)
    if mention.named:
        unit = _unit_for(mention.named[0], mention.scale)
        if mention.change and unit.dimension == "percent":
            unit = units()["% change"]
        name, ratio = unit.name, ratio * mention.named[0].factor / Fraction(unit.factor)
        if mention.change == "fall" and mention.low > 0 and name in CHANGES:
            ratio = -ratio
    low = _decimal(mention.low * ratio)
    if mention.high is None:
        return Quantity(low, None, None, name, mention.qualifier)
    low, high = sorted((low, _decimal(mention.high * ratio)))
    return Quantity(None, low, high, name, "range")


# --- agreement ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Agreement:
    """Whether a text agrees with a claim.

    Parameters
    ----------
    ok
        Whether it does.
    problem
        A sentence with both values and what was expected; empty if it does.
    checked
        What was compared: "number", "date", or "nothing" for link text such as "the notice".

    Examples
    --------
    >>> Agreement(True, "", "number").ok
    True
    """

    ok: bool
    problem: str
    checked: str


@dataclass(frozen=True)
class _Claim:
    """The fields of a claim that count here, read."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: Unit | None
    qualifier: str
    period: Period | None
    about: str  # its own words

    @property
    def has_number(self) -> bool:
        return self.value is not None or self.low is not None


def _field(claim: object, name: str) -> str:
    """Return a field of a mapping, a pandas row or an object as text; empty if it has none."""
    getter = getattr(claim, "get", None)
    value: Any = getter(name, "") if callable(getter) else getattr(claim, name, "")
    return "" if value is None or value != value else str(value).strip()


def _claim(claim: object) -> _Claim:
    """Read a claim; a field that is wrong is an error that says what was expected."""
    fields = {name: _field(claim, name) for name in FIELDS}
    numbers = {name: _claim_number(name, fields[name]) for name in ("value", "low", "high")}
    qualifier = fields["qualifier"] or ("range" if fields["low"] else "exact")
    if qualifier not in (*ALLOWED, "range"):
        known = ", ".join((*ALLOWED, "range"))
        raise ValueError(f"the qualifier is {qualifier!r}; expected one of {known}")
    is_half = (numbers["low"] is None) != (numbers["high"] is None)
    if is_half or (numbers["value"] is not None and numbers["low"] is not None):
        raise ValueError(
            f"value, low, high are {fields['value']!r}, {fields['low']!r}, {fields['high']!r}; "
            "expected a value alone, or low and high, or none"
        )
    unit = unit_named(fields["unit"]) if fields["unit"] else None
    period = Period.parse(fields["period"]) if fields["period"] else None
    about = " . ".join(_field(claim, name) for name in ABOUT_THE_CLAIM)
    return _Claim(**numbers, unit=unit, qualifier=qualifier, period=period, about=about)


def _claim_number(name: str, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(text) > LONGEST or abs(number.adjusted()) > LONGEST:
        raise ValueError(f"the claim's {name} is {text!r}; expected a plain number such as 47.6")
    return number


def agrees(written: str, claim: Mapping[str, object] | object) -> Agreement:
    """Compare what prose writes with the claim that it stands for.

    Parameters
    ----------
    written
        The text, such as "361 billion tenge".
    claim
        A mapping, a pandas row or an object with value, low, high, unit, qualifier and period, as
        text, empty where the claim has none. From its statement, subject, measure and note, if
        there, come names with digits in them (the S3, Phase 2) and dates beside its period.

    Raises
    ------
    ValueError
        If the claim itself cannot be read. A text never raises.

    Examples
    --------
    >>> claim = {"value": "180", "unit": "KZT bn", "qualifier": "more_than", "period": "../2024"}
    >>> agrees("over ₸180 bn", claim).ok
    True
    >>> print(agrees("180 billion tenge", claim).problem)
    the text says '180 billion tenge', the ledger more than 180 billion tenge: nothing may be \
sharper than its source; expected a word such as 'more than' before the number
    """
    known = _claim(claim)
    plain = _plain(written)
    dates = find_dates(plain)
    numbers = [m for m in _mentions(plain, dates) if not _is_year(plain, m, known)]
    counted = [m for m in numbers if m.year]
    dates = [d for d in dates if all(d is not m.year for m in counted)]
    problem = (
        _number_problem(plain, numbers, known)
        or _date_problem(plain, dates, known)
        or _stray_problem(plain, numbers, dates, known)
    )
    if problem:
        ledger = _shown(known)
        return Agreement(
            False, f"the text says {written!r}, the ledger {ledger}: {problem}", "nothing"
        )
    if known.has_number and any(not _mismatch(m, known) for m in numbers):
        return Agreement(True, "", "number")
    return Agreement(True, "", "date" if dates else "nothing")


def _shown(claim: _Claim) -> str:
    """Return what the ledger says, for a message."""
    period = f"the period {claim.period.text}" if claim.period else "no date"
    return _format(claim) if claim.has_number else f"no number and {period}"


def _is_year(text: str, mention: _Mention, claim: _Claim) -> bool:
    """Tell whether a number that could be a year is one here."""
    if mention.year is None:
        return False
    if claim.has_number and not _mismatch(mention, claim):
        return False
    after_in = re.search(
        r"\b(?:in|since|during|until|the|of|its|their|from|by|for|a)\s+$",
        text[: mention.start],
        re.I,
    )
    has_unit = mention.scale or any(named.unit != "year" for named in mention.named)
    return bool(after_in) or not has_unit


def _number_problem(text: str, mentions: list[_Mention], claim: _Claim) -> str:
    """Say what is wrong with the numbers of a text."""
    wrong = [(m, _mismatch(m, claim)) for m in mentions]
    for mention, problem in wrong:
        has_digits = bool(re.search("[0-9]", text[mention.start : mention.end]))
        if problem and has_digits and not _is_name(text, mention.start, mention.end, claim):
            return problem
    if not claim.has_number or any(not problem for _, problem in wrong):
        return ""
    is_rank = claim.unit is not None and claim.unit.dimension == "rank"
    for mention, problem in wrong:
        in_words = not re.search("[0-9]", text[mention.start : mention.end])
        if problem and in_words and (mention.kind != "ordinal" or is_rank):
            return problem
    vague = TOO_VAGUE.search(text)
    return f"{vague[0]!r} cannot be checked; expected the number" if vague else ""


def _date_problem(text: str, dates: list[WrittenDate], claim: _Claim) -> str:
    """Say which date of a text is not the claim's."""
    for date in dates:
        if claim.period and date.agrees(claim.period):
            continue
        own = {r.text for told in find_dates(_plain(claim.about)) for r in told.readings}
        is_told = any(reading.text in own for reading in date.readings)
        if not is_told and not _is_name(text, date.start, date.end, claim):
            period = claim.period
            expected = (
                f"{period.text} ({period}), no sharper" if period else "no date, for it has none"
            )
            return f"the date is {text[date.start : date.end]!r}; expected {expected}"
    return ""


def _stray_problem(
    text: str, numbers: list[_Mention], dates: list[WrittenDate], claim: _Claim
) -> str:
    """Say which digits are neither number nor date nor part of a name."""
    spans = [(m.start, m.end) for m in numbers] + [(d.start, d.end) for d in dates]
    for found in re.finditer(r"[0-9]+", text):
        start, end = found.span()
        if any(first <= start and end <= last for first, last in spans):
            continue
        if not _is_name(text, start, end, claim):
            word = re.search(r"\S*$", text[:start])
            shown = (word[0] if word else "") + text[start:].split()[0]
            return f"{shown!r} is neither its number nor a date of its period"
    return ""


_NOT_IN_NAMES = re.compile(
    "in|by|from|since|until|till|to|of|and|or|the|an?|about|over|than|at|least|up|some|nearly|under|"
    "above|between|for|with|around|before|after|during|on"
)
_LABEL = re.compile(
    "[A-Z].*|phase|stage|step|table|figure|section|part|chapter|exhibit|box|no|century"
)


_GLUED = re.compile(r"[^\W\d_]-?[0-9]|[0-9][^\W\d_]+[0-9]")  # S3, 4x4
_NAMED = re.compile(_GLUED.pattern + r"|[0-9](?:st|nd|rd|th)\b|[0-9]\.[a-z]{2,}$|century$")


def _is_name(text: str, start: int, end: int, claim: _Claim) -> bool:
    """Tell whether all digits of a piece of text belong to names that the claim's words hold."""
    runs = re.finditer(r"[0-9](?:[.,]?[0-9])*", text[start:end])
    return all(_is_in_name(text, start + r.start(), start + r.end(), claim) for r in runs)


def _is_in_name(text: str, start: int, end: int, claim: _Claim) -> bool:
    """Tell whether digits belong to a name such as S3, 24.kg, Phase 2 or Made in China 2025."""
    first = re.search(r"(?:[^\W_][\w-]*)?$", text[:start])
    last = re.match(r"[\w-]*(?:\s+century|\.[a-z]{2,})?", text[end:])
    begin = first.start() if first else start
    token = text[begin:end] + (last[0] if last else "")
    held = f" {_loose(_plain(claim.about))} "
    if _GLUED.search(token) and not held.strip(" ."):
        return True
    if _NAMED.search(token) and f" {_loose(token)} " in held:
        return True
    before = re.search(r"([^\W\d_][\w'’]*)[\s–—-]+$", text[:begin])
    if not before or not _LABEL.fullmatch(before[1]):
        return False
    if _NOT_IN_NAMES.fullmatch(before[1][0].lower() + before[1][1:]):
        return False
    return f" {_loose(before[1] + ' ' + token)} " in held


def _loose(text: str) -> str:
    """Free a text of what may differ between two spellings of a name."""
    return re.sub(r"[\s–—,;:.()'\"-]+", " ", text).strip().lower()


def _mismatch(mention: _Mention, claim: _Claim) -> str:
    """Say how one number differs from the claim; empty if it does not."""
    ratios = _ratios(mention, claim)
    if not claim.has_number:
        return "it has no number; expected a date or words"
    if not ratios and claim.unit:
        written = _unit_for(mention.named[0], mention.scale).name
        return f"the unit is {written}; expected {claim.unit.name} or no unit"
    if (mention.high is not None) != (claim.qualifier == "range"):
        return (
            "a single number for a range; expected both ends"
            if mention.high is None
            else "a range for a single number; expected that number"
        )
    if not any(_is_equal(mention, claim, ratio) for ratio in ratios):
        return f"the numbers differ; expected {_format(claim)!r}{_rounding_hint(claim)}"
    if mention.qualifier in ALLOWED.get(claim.qualifier, ("exact", "about")):
        return ""
    if claim.qualifier in ("exact", "range"):
        return f"the ledger does not say {WORDS_FOR[mention.qualifier]!r}; expected it plain"
    return (
        "nothing may be sharper than its source; expected a word such as "
        f"{WORDS_FOR[claim.qualifier]!r} before the number"
    )


def _rounding_hint(claim: _Claim) -> str:
    if claim.qualifier not in ("exact", "about"):
        return ""
    return ", or 'about' and at least its first two digits, rounded"


def _ratios(mention: _Mention, claim: _Claim) -> list[Fraction]:
    """Return how many of the claim's units the written one may be."""
    scale = Fraction(10**mention.scale)
    if claim.unit is None:
        return [scale]
    factor = Fraction(claim.unit.factor)
    if mention.named:
        # "vehicles" may stand for vehicles a year, for the sentence may carry the year
        return [
            scale * named.factor / factor
            for named in mention.named
            if named.dimension in (claim.unit.dimension, claim.unit.dimension.partition("/")[0])
        ]
    return [scale / factor] if mention.scale else [scale, scale / factor]


def _is_equal(mention: _Mention, claim: _Claim, ratio: Fraction) -> bool:
    """Compare the values, the claim's rounded as far as the text may round it."""
    if claim.low is not None and claim.high is not None:
        ends = (mention.low * ratio, (mention.high or Fraction(0)) * ratio)
        return ends == (Fraction(claim.low), Fraction(claim.high))
    if claim.value is None:
        return False
    value, written = Fraction(claim.value), mention.low
    is_change = claim.unit is not None and claim.unit.name in CHANGES
    if mention.change == "fall" and written > 0 and (value < 0 or is_change):
        written = -written
    if mention.kind == "fraction":
        exponent = claim.value.normalize().as_tuple().exponent
        return round(written * ratio, -int(exponent)) == value
    return _rounds_to(value / ratio, written, mention, claim.qualifier)


def _rounds_to(value: Fraction, written: Fraction, mention: _Mention, qualifier: str) -> bool:
    """Tell whether the written number is the value, or the value rounded as it may be.

    With "about" to the nearest; a bound only away from its value ("more than 48" for 48.19).
    """
    if value == written:
        return True
    if value < 0:  # a fall of more than 60 is more than 60 below
        value, written = -value, -written
    is_bound = qualifier not in ("exact", "about")
    if value == 0 or not (is_bound or mention.is_about):
        return False
    zeros = len(str(abs(written))) - len(str(abs(written)).rstrip("0"))
    for power in [-mention.places] if mention.places else range(zeros + 1):
        step = Fraction(10) ** power
        if abs(value) < 10 * step:  # fewer than two digits are left
            continue
        exact = value / step
        below = exact.numerator // exact.denominator
        nearest = {
            below + (exact - below > Fraction(1, 2)),
            below + (exact - below >= Fraction(1, 2)),
        }
        allowed = {"more_than": {below}, "at_least": {below}}.get(qualifier, nearest)
        if qualifier in ("less_than", "at_most"):
            allowed = {below + (exact != below)}
        if written / step in allowed:
            return True
    return False


# --- as readers see it --------------------------------------------------------------------------


def format_quantity(claim: Mapping[str, object] | object) -> str:
    """Return a claim's number as readers see it; empty if it has none.

    Parameters
    ----------
    claim
        As for `agrees`, which always agrees with what is returned.

    Examples
    --------
    >>> format_quantity({"value": "180", "unit": "KZT bn", "qualifier": "more_than"})
    'more than 180 billion tenge'
    >>> format_quantity({"low": "50", "high": "55", "unit": "pp", "qualifier": "range"})
    '50 to 55 percentage points'
    >>> format_quantity({"value": "15", "unit": "rank", "qualifier": "at_most"})
    'top 15'
    """
    return _format(_claim(claim))


def _format(claim: _Claim) -> str:
    if not claim.has_number:
        return ""
    name = claim.unit.name if claim.unit else ""
    qualifier = WORDS_FOR.get(claim.qualifier, "")
    if claim.value is None:
        number = f"{_digits(claim.low, name)} to {_digits(claim.high, name)}"
    elif name == "rank" and claim.qualifier == "at_most":
        return f"top {_digits(claim.value, name)}"
    else:
        number = _digits(claim.value, name)
    if claim.unit and name == "% change" and claim.value:
        word = "fall" if claim.value < 0 else "rise"
        return f"a {word} of {qualifier} {number.replace('−', '')} percent".replace("  ", " ")
    if name == "rank":
        number = _ordinal(number)
    elif name in ("decree no.", "kappa"):
        number = f"{claim.unit.words[0] if claim.unit else ''} {number}"
    elif claim.unit and name != "year":
        number = f"{number} {_unit_word(claim.unit, claim.value)}"
    return f"{qualifier} {number}".strip()


def _digits(value: Decimal | None, unit: str) -> str:
    """Write digits with thousands commas, but for the numbers of acts and years."""
    plain = f"{value or Decimal(0):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    if unit not in ("decree no.", "year"):
        whole, point, rest = plain.partition(".")
        plain = f"{int(whole):,}" + point + rest if whole not in ("-0",) else plain
    return plain.replace("-", "−")


def _ordinal(number: str) -> str:
    if not number.isdigit():
        return f"rank {number}"
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return number + ("th" if number[-2:-1] == "1" else ending)


def _unit_word(unit: Unit, value: Decimal | None) -> str:
    """Return the unit's first word, or the same word for one thing."""
    many = unit.words[0]
    if value is None or abs(value) != 1:
        return many
    ones = (w for w in unit.words[1:] if many in (w + "s", w[:-1] + "ies", w[:-2] + "a"))
    return next(ones, many)
