"""The check that answers at once: right, or what to look at, and never the answer itself.

The answers are not in the student's hands: ``keys/NN.json`` holds digests of the right answer and
of typical mistakes, each mistake with its hint.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.practice.answers import KINDS, Cells, Function, Kind, Names, Number, Numbers
from casebook.practice.digests import Comparison, compared
from casebook.practice.reading import MisreadError, UnansweredError, listed

FOLDER = Path(__file__).with_name("keys")
Key = dict[str, Any]

#: What may have happened to every number of an answer, tried where no known mistake fits.
SLIPS: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("a hundred times too small: is it a share where percent was asked?", lambda x: x * 100),
    ("a hundred times too large: is it percent where a share was asked?", lambda x: x / 100),
    ("a thousand times too small: look at the unit.", lambda x: x * 1e3),
    ("a thousand times too large: look at the unit.", lambda x: x / 1e3),
    ("a million times too small: look at the unit.", lambda x: x * 1e6),
    ("a million times too large: look at the unit.", lambda x: x / 1e6),
    ("of the wrong sign: what was taken from what?", lambda x: -x),
    ("upside down: what was divided by what?", lambda x: 1 / x if x else x),
)


@dataclass(frozen=True)
class Verdict:
    """What the check says; shown as one or two sentences.

    Attributes
    ----------
    task
        The task's number, such as ``"4.1"``.
    right
        Whether the answer is right.
    answered
        Whether there was an answer at all.
    says
        The sentences.
    """

    task: str
    right: bool
    answered: bool
    says: str

    def __repr__(self) -> str:
        mark = "✓" if self.right else ("✗" if self.answered else "○")
        return f"{mark} {self.task} {self.says}"

    def _repr_markdown_(self) -> str:
        return repr(self)


def check(task: str, answer: Any) -> Verdict:
    """Return at once whether an answer is right, or what to look at.

    Parameters
    ----------
    task
        The task's number, such as ``"4.1"``.
    answer
        Whatever the student has; three dots stand for no answer yet.

    Returns
    -------
    Verdict
        Nothing that a student hands in makes it raise.

    Examples
    --------
    >>> check("4.1", ...)
    ○ 4.1 Not answered yet: put one number (tenge for one rouble) in place of the three dots.
    """
    try:
        key = _key(str(task))
        kind = kind_of(key)
    except KeyError as error:
        return Verdict(str(task), False, True, str(error.args[0]))
    try:
        wrong = fault(task, key, kind, kind.cells(answer))
    except UnansweredError:
        asks = f"Not answered yet: put {kind.asks()} in place of the three dots."
        return Verdict(task, False, False, asks)
    except MisreadError as error:
        return Verdict(task, False, True, str(error))
    except Exception as error:
        unread = f"The answer cannot be read ({type(error).__name__}); the task asks for "
        return Verdict(task, False, True, f"{unread}{kind.asks()}.")
    return Verdict(task, not wrong, True, wrong or "Right.")


def assert_right(task: str, answer: Any) -> None:
    """Raise AssertionError with the hint unless an answer is right; grading uses it.

    A function is also called with arguments that the check does not try.
    """
    verdict = check(task, answer)
    if not verdict.right:
        raise AssertionError(verdict.says)
    key = _key(task)
    kind = kind_of(key)
    if isinstance(kind, Function):
        try:
            cells = kind.cells(answer, hidden=True)
        except MisreadError as error:
            raise AssertionError(str(error)) from None
        if off := compared(task, kind, cells, key["hidden_right"]).off:
            raise AssertionError(f"Right for the arguments of the task, but not for {off[0]}.")


@functools.cache
def load_keys(number: str) -> dict[str, Key]:
    """Return what the check knows of a sheet, by task."""
    path = FOLDER / f"{number.zfill(2)}.json"
    if not path.exists():
        return {}
    found: dict[str, Key] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _key(task: str) -> Key:
    keys = load_keys(task.partition(".")[0])
    if task not in keys:
        known = listed(keys) or "none of this sheet"
        raise KeyError(f"There is no check for task {task!r}; there are checks for {known}.")
    return keys[task]


def kind_of(key: Key) -> Kind:
    """Return the form of the answer that a key describes."""
    return KINDS[key["kind"]](**key["form"])


def fault(task: str, key: Key, kind: Kind, cells: Cells) -> str:
    """Return what is wrong with an answer, or nothing if it is right."""
    found = compared(task, kind, cells, key["right"])
    if found.same:
        return ""
    for mistake in key["mistakes"]:
        if compared(task, kind, cells, mistake["cells"]).same:
            return str(mistake["hint"])
    if slip := _slip(task, kind, cells, key["right"]):
        return slip
    return " ".join(filter(None, [_where(kind, found, len(key["right"])), key["otherwise"]]))


def _slip(task: str, kind: Kind, cells: Cells, kept: dict[str, str]) -> str:
    if not isinstance(kind, Number | Numbers):
        return ""
    for words, undo in SLIPS:
        undone: Cells = {name: undo(float(cell)) for name, cell in cells.items()}
        if compared(task, kind, undone, kept).same:
            return f"{'The numbers are' if len(cells) > 1 else 'The number is'} {words}"
    return ""


def _where(kind: Kind, found: Comparison, asked: int) -> str:
    """Return in which cells an answer is off, if it has several."""
    if found.unasked and isinstance(kind, Names):
        return f"{listed(found.unasked)} should not be in the list" + (
            ", and something is lacking." if found.lacking else "."
        )
    if found.unasked:
        return f"The task does not ask for {listed(found.unasked)}."
    if found.lacking:
        what = "names" if isinstance(kind, Names) else "cells"
        return f"{found.lacking} of {asked} {what} {_is_or_are(found.lacking)} missing."
    if asked < 2:
        return "Not right yet."
    if len(found.off) == asked:
        return "None of them is right yet."
    count, right = len(found.off), asked - len(found.off)
    others = f"the other{'' if right == 1 else 's'} {_is_or_are(right)} right."
    return f"{count} of {asked} {_is_or_are(count)} off ({listed(found.off)}); {others}"


def _is_or_are(count: int) -> str:
    return "is" if count == 1 else "are"
