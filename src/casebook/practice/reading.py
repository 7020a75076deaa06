"""What stands in a student's variable, read as one number, one word or one label.

What cannot be read becomes a `MisreadError`, whose text is the hint that the student sees.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

Cell = float | str


class MisreadError(ValueError):
    """The answer is not of the form that the task asks for; the text says what it is."""


class UnansweredError(MisreadError):
    """The three dots of the notebook still stand where an answer should be."""


def call(arguments: Any) -> str:
    """Return a list of arguments as it is written in a call.

    Examples
    --------
    >>> call([2014, "a"])
    "f(2014, 'a')"
    """
    return f"f({', '.join('a table' if isinstance(a, dict) else repr(a) for a in arguments)})"


def as_number(answer: Any, what: str = "the answer") -> float:
    """Return a number from whatever holds just one.

    Examples
    --------
    >>> as_number(pd.Series([3.5]))
    3.5
    >>> as_number("12 percent")
    Traceback (most recent call last):
    casebook.practice.reading.MisreadError: This is text; leave out quotation marks and unit.
    """
    refuse_what_is_no_answer(answer)
    answer = unwrapped(answer)
    if isinstance(answer, str):
        raise MisreadError(
            "This is text; leave out quotation marks and unit."
            if re.search(r"\d", answer)
            else f"This is text; the task asks for a number as {what}."
        )
    if isinstance(answer, bool | np.bool_):
        raise MisreadError("This is True or False; the task asks for a number.")
    if hasattr(answer, "number") and hasattr(answer, "locator"):
        raise MisreadError("This is a claim; take its .number.")
    if not isinstance(answer, int | float | np.number):
        raise MisreadError(f"This is {named(answer)}; the task asks for a number as {what}.")
    return _finite(float(answer), what)


def _finite(number: float, what: str) -> float:
    if math.isnan(number):
        raise MisreadError(
            f"{what[0].upper()}{what[1:]} is NaN: a missing value went into the sum."
        )
    if math.isinf(number):
        raise MisreadError(
            f"{what[0].upper()}{what[1:]} is infinite: was something divided by zero?"
        )
    return number


def as_cell(value: Any, what: str) -> Cell:
    """Return a value of a table: a word stays a word, all else must be a number.

    Examples
    --------
    >>> as_cell("High", "the level"), as_cell(3, "the count")
    ('high', 3.0)
    >>> as_cell(True, "the level")
    Traceback (most recent call last):
    casebook.practice.reading.MisreadError: This is True or False; give the value that is asked for.
    """
    value = unwrapped(value)
    if isinstance(value, bool | np.bool_):
        raise MisreadError("This is True or False; give the value that is asked for.")
    return folded(value) if isinstance(value, str) else as_number(value, what)


def unwrapped(answer: Any) -> Any:
    """Take a single value out of what holds just one: a Series, an array, a list, a table."""
    for _ in range(3):
        if isinstance(answer, pd.Series | pd.Index | np.ndarray | pd.DataFrame):
            if answer.size != 1:
                raise MisreadError(_how_many(answer.size))
            answer = np.asarray(answer).reshape(-1)[0]
        elif isinstance(answer, list | tuple | set):
            if len(answer) != 1:
                raise MisreadError(_how_many(len(answer)))
            answer = next(iter(answer))
        else:
            break
    return answer


def _how_many(size: int) -> str:
    if size == 0:
        return "The answer is empty: did a selection find no rows?"
    return f"The answer holds {size} values; the task asks for one."


def refuse_what_is_no_answer(answer: Any) -> None:
    """Say what is wrong with an answer that is nothing at all."""
    if answer is Ellipsis:
        raise UnansweredError("three dots")
    if answer is None:
        raise MisreadError("The answer is None: was a value assigned, or returned by a function?")
    if answer is pd.NA or answer is pd.NaT:
        raise MisreadError("The answer is a missing value: what was it worked out from?")


def argument(value: Any) -> Any:
    """Return an argument of a probe; a dictionary of columns stands for a table."""
    return pd.DataFrame(value) if isinstance(value, dict) else value


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its index as columns and the names of columns as text.

    Only an index that counts the rows is dropped: pandas makes a range of any labels that follow
    one another, years too.

    Examples
    --------
    >>> table = pd.DataFrame({"year": [2014, 2015], "cars": [3, 5]})
    >>> flat(table.set_index("year")).columns.tolist()
    ['year', 'cars']
    """
    counts_rows = frame.index.equals(pd.RangeIndex(len(frame))) and frame.index.name is None
    plain = frame if counts_rows else frame.reset_index()
    return plain.rename(columns=str)


def label(value: Any) -> str:
    """Return the label of a row, a year as a whole number even if it was read as a decimal.

    Examples
    --------
    >>> label(2015.0), label("Kostanay")
    ('2015', 'Kostanay')
    """
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def folded(text: str) -> str:
    """Return text without regard to capitals, spaces at the ends and kinds of dashes."""
    return re.sub(r"[\s_–—-]+", " ", text).strip().casefold()


def named(value: Any) -> str:
    """Return what a value is, in a newcomer's words."""
    if callable(value):
        return "a function, not what it returns"
    for kind, words in (
        (pd.DataFrame, "a table"), (pd.Series, "a column"), (Mapping, "a dictionary"),
        (list, "a list"), (tuple, "a tuple"), (set, "a set"), (str, "text"),
        (bool, "True or False"), (int | float | np.number, "a number"),
    ):  # fmt: skip
        if isinstance(value, kind):
            return words
    return f"of the type {type(value).__name__}"


def listed(words: Iterable[str], link: str = "and") -> str:
    """Return words as a list in running text.

    Examples
    --------
    >>> listed(["2014", "2015", "2016"])
    '2014, 2015 and 2016'
    """
    words = [str(word) for word in words]
    if len(words) > 8:
        words = [*words[:7], f"{len(words) - 7} more"]
    return f"{', '.join(words[:-1])} {link} {words[-1]}" if len(words) > 1 else "".join(words)


def in_unit(unit: str) -> str:
    """Return a unit as it stands behind the form of an answer."""
    return f" ({unit})" if unit else ""
