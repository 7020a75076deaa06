"""What a student hands in, read as the task asks for it.

Each kind of answer turns whatever stands in the student's variable into labelled cells, the one
form that the check compares: ``{"": 3.2}`` for a number, ``{"2015": 3.2, ...}`` for several,
``{"2015 / share": 3.2, ...}`` for a table. What a careful student may hand in is accepted (a numpy
scalar, a Series of one element, another order of columns, an index left in); what cannot be read
becomes a `MisreadError` whose text is the hint.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from casebook.practice.reading import (
    Cell,
    MisreadError,
    UnansweredError,
    argument,
    as_cell,
    as_number,
    call,
    flat,
    folded,
    in_unit,
    label,
    listed,
    named,
    refuse_what_is_no_answer,
)

Cells = dict[str, Cell]


@dataclass(frozen=True)
class Number:
    """One number.

    Attributes
    ----------
    value
        The answer; in a student's hands it is absent.
    unit
        What it counts, such as ``"cars"``; ``"percent"`` and ``"share"`` are told apart.
    within
        How far off, in that unit, still counts as right; 0 for whole numbers.
    """

    value: Any = None
    unit: str = ""
    within: float = 0.0
    kind: str = field(default="number", init=False)

    def asks(self) -> str:
        """Return the form of the answer in words."""
        return "one number" + in_unit(self.unit)

    def cells(self, answer: Any) -> Cells:
        """Read an answer."""
        return {"": as_number(answer)}


@dataclass(frozen=True)
class Numbers:
    """Several numbers, each with a label: a dictionary, a Series, or a list in the order given.

    Attributes
    ----------
    value
        The answer, a mapping of labels to numbers.
    unit, within
        As in `Number`.
    labels
        The labels, which the task names; taken from the value.
    """

    value: Any = None
    unit: str = ""
    within: float = 0.0
    labels: tuple[str, ...] = ()
    kind: str = field(default="numbers", init=False)

    def __post_init__(self) -> None:
        if self.value is not None and not self.labels:
            object.__setattr__(self, "labels", tuple(label(k) for k in dict(self.value)))
        object.__setattr__(self, "labels", tuple(self.labels))

    def asks(self) -> str:
        """Return the form of the answer in words."""
        return f"{len(self.labels)} numbers{in_unit(self.unit)} for {listed(self.labels)}"

    def cells(self, answer: Any) -> Cells:
        """Read an answer."""
        found = self._labelled(answer)
        if not found:
            raise MisreadError("The answer is empty: did a selection find no rows?")
        missing = [name for name in self.labels if name not in found]
        if missing:
            raise MisreadError(f"Nothing is given for {listed(missing)}; the task asks for it.")
        return {name: as_number(found[name], f"the answer for {name}") for name in self.labels}

    def _labelled(self, answer: Any) -> dict[str, Any]:
        refuse_what_is_no_answer(answer)
        if isinstance(answer, pd.DataFrame):
            if len(answer.columns) == 2 and len(answer) == len(self.labels):
                answer = answer.set_index(answer.columns[0])
            if len(answer.columns) != 1:
                raise MisreadError(
                    f"The table has {len(answer.columns)} columns; the task asks for one number "
                    "a row."
                )
            answer = answer.iloc[:, 0]
        if isinstance(answer, pd.Series) and isinstance(answer.index, pd.RangeIndex):
            in_order = not {label(k) for k in answer.index} & set(self.labels)
            answer = list(answer) if in_order else answer
        if isinstance(answer, pd.Series | Mapping):
            return {label(k): v for k, v in answer.items()}
        if isinstance(answer, list | tuple | np.ndarray):
            values = list(answer)
            if values and len(values) != len(self.labels):
                raise MisreadError(
                    f"Values given: {len(values)}; the task asks for {len(self.labels)}, "
                    f"for {listed(self.labels)}."
                )
            return dict(zip(self.labels, values, strict=False))
        raise MisreadError(f"This is {named(answer)}; the task asks for {self.asks()}.")


@dataclass(frozen=True)
class Names:
    """Several names or years; their order counts only if ``ordered``, and doubles count once."""

    value: Any = None
    ordered: bool = False
    kind: str = field(default="names", init=False)

    def asks(self) -> str:
        """Return the form of the answer in words."""
        return "a list of names" + (", in order" if self.ordered else "")

    def cells(self, answer: Any) -> Cells:
        """Read an answer; the label of a name is its place."""
        refuse_what_is_no_answer(answer)
        if isinstance(answer, str | int | float | np.generic):
            answer = [answer]
        if isinstance(answer, pd.DataFrame):
            if len(answer.columns) != 1:
                raise MisreadError("This is a table; the task asks for a list of names.")
            answer = answer.iloc[:, 0]
        if not isinstance(answer, Iterable):
            raise MisreadError(f"This is {named(answer)}; the task asks for {self.asks()}.")
        answer = list(answer)
        if any(name is Ellipsis for name in answer):
            raise UnansweredError("three dots")
        names = [folded(label(name)) for name in answer]
        if not names:
            raise MisreadError("The list is empty: did a selection find no rows?")
        if "nan" in names:
            raise MisreadError("One of the names is missing (NaN); leave rows without a name out.")
        if self.ordered:
            return {str(place): name for place, name in enumerate(names, 1)}
        return {str(place): name for place, name in enumerate(sorted(set(names)), 1)}


@dataclass(frozen=True)
class Table:
    """A table: rows are known by the columns ``by``, and ``columns`` are compared.

    Attributes
    ----------
    value
        The answer, a DataFrame.
    by
        The columns that name a row; they may stand in the index.
    columns
        The columns that are compared; taken from the value.
    unit
        What the numbers count.
    within
        How far off a number may be.
    """

    value: Any = None
    by: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    unit: str = ""
    within: float = 0.0
    kind: str = field(default="table", init=False)

    def __post_init__(self) -> None:
        by = (self.by,) if isinstance(self.by, str) else tuple(self.by)
        object.__setattr__(self, "by", by)
        if self.value is not None and not self.columns:
            columns = [c for c in flat(self.value).columns if c not in by and c != "index"]
            object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "columns", tuple(str(c) for c in self.columns))

    def asks(self) -> str:
        """Return the form of the answer in words."""
        return f"a table with the columns {listed([*self.by, *self.columns])}"

    def cells(self, answer: Any) -> Cells:
        """Read an answer; other columns are let be."""
        frame = self._frame(answer)
        found: Cells = {}
        for _, row in frame.iterrows():
            name = ", ".join(label(row[key]) for key in self.by)
            for column in self.columns:
                place = f"{name} / {column}"
                if place in found:
                    raise MisreadError(f"There are two rows for {name}; the task asks for one.")
                found[place] = as_cell(row[column], place)
        return found

    def _frame(self, answer: Any) -> pd.DataFrame:
        refuse_what_is_no_answer(answer)
        if isinstance(answer, pd.Series) and len(self.columns) == 1:
            answer = answer.to_frame(self.columns[0])
        if not isinstance(answer, pd.DataFrame):
            raise MisreadError(f"This is {named(answer)}; the task asks for {self.asks()}.")
        frame = flat(answer)
        if len(self.by) == 1 and self.by[0] not in frame.columns and "index" in frame.columns:
            frame = frame.rename(columns={"index": self.by[0]})
        wanted = [*self.by, *self.columns]
        missing = [column for column in wanted if column not in frame.columns]
        if missing:
            raise MisreadError(f"The table lacks the column {listed(missing)}.")
        if frame.empty:
            raise MisreadError("The table has no rows: did a selection find nothing?")
        return frame[wanted]


@dataclass(frozen=True)
class Function:
    """A function, known by what it returns for some arguments.

    Attributes
    ----------
    value
        The function of the solution.
    probes
        Argument lists that the check tries.
    hidden
        Argument lists that only grading tries.
    unit, within
        As in `Number`; a function that returns words is compared word by word.
    """

    value: Any = None
    probes: tuple[Any, ...] = ()
    hidden: tuple[Any, ...] = ()
    unit: str = ""
    within: float = 0.0
    kind: str = field(default="function", init=False)

    def asks(self) -> str:
        """Return the form of the answer in words."""
        return "a function that returns one " + (f"number ({self.unit})" if self.unit else "value")

    def cells(self, answer: Any, hidden: bool = False) -> Cells:
        """Call the function with each list of arguments; what it raises becomes a hint."""
        refuse_what_is_no_answer(answer)
        if not callable(answer):
            raise MisreadError(
                f"This is {named(answer)}; the task asks for the function itself, without "
                "brackets after its name."
            )
        return {
            call(arguments): self._returned(answer, arguments)
            for arguments in (self.hidden if hidden else self.probes)
        }

    def _returned(self, function: Callable[..., Any], arguments: Any) -> Cell:
        try:
            returned = function(*[argument(a) for a in copy.deepcopy(arguments)])
        except Exception as error:
            said = f" ({str(error)[:80]})" if str(error) else ""
            raise MisreadError(
                f"Your function stopped with {type(error).__name__}{said} for {call(arguments)}."
            ) from None
        if returned is None:
            raise MisreadError(
                f"Your function returns nothing for {call(arguments)}: is return there?"
            )
        return as_cell(returned, f"what it returns for {call(arguments)}")


Kind = Number | Numbers | Names | Table | Function
KINDS: dict[str, type[Kind]] = {
    kind.__name__.lower(): kind for kind in (Number, Numbers, Names, Table, Function)
}
