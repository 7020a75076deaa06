"""How the author of a task says what is right, and what goes wrong: ``key("4.1", ...)``.

A key stands in the exercise's source beside the solution and is worked out from it. What is kept
of it for students, in ``keys/NN.json``, holds digests and hints and no value.
``make exercises`` renews these files.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casebook.errors import DataError
from casebook.practice.answers import (
    Cells,
    Function,
    Kind,
    Names,
    Number,
    Numbers,
    Table,
)  # fmt: skip
from casebook.practice.checking import FOLDER
from casebook.practice.digests import places, sealed
from casebook.practice.reading import MisreadError
from casebook.practice.source import Sheet, read

__all__ = ["Function", "Names", "Number", "Numbers", "Table", "key"]

#: Cells of the source that are run to work out its keys.
WORKED_OUT = ("start", "solution", "key")
LEAST_MISTAKES = 5


@dataclass(frozen=True)
class MadeKey:
    """A key with its values, as only an author sees it."""

    task: str
    answer: Kind
    mistakes: dict[str, Any]
    otherwise: str

    def __repr__(self) -> str:
        return f"key of {self.task}: {self.answer.asks()}; {len(self.mistakes)} mistakes told apart"


_made: list[MadeKey] = []


def key(task: str, answer: Kind, mistakes: dict[str, Any], otherwise: str = "") -> MadeKey:
    """Say what is right for a task, and which hint each typical mistake gets.

    Parameters
    ----------
    task
        The task's number.
    answer
        The right answer and its form, such as ``Number(share, unit="percent", within=0.1)``.
    mistakes
        The wrong value, or for a function the wrong function, by the hint that it gets. A hint
        says what to look at and never the answer.
    otherwise
        What to look at when no known mistake fits.

    Raises
    ------
    DataError
        If two mistakes, or a mistake and the answer, are the same, or a hint holds the answer.
    """
    made = MadeKey(task, answer, mistakes, otherwise)
    if len(mistakes) < LEAST_MISTAKES:
        raise _wrong(
            made, "too few mistakes", len(mistakes), f"{LEAST_MISTAKES} that students make"
        )
    seen = {_comparable(made, answer.value): "the answer"}
    for hint, value in mistakes.items():
        cells = _comparable(made, value)
        if cells in seen:
            raise _wrong(made, f"a mistake is the same as {seen[cells]}", hint, "another value")
        if _too_close(made, value):
            raise _wrong(made, "a mistake is within the tolerance of the answer", hint, "another")
        seen[cells] = repr(hint)
    _made.append(made)
    return made


def _wrong(made: MadeKey, problem: str, found: object, expected: str) -> DataError:
    file = f"exercises/{made.task.partition('.')[0].zfill(2)}-*.md"
    return DataError(file, f"key of {made.task}: {problem}", found=found, expected=expected)


def cells_of(made: MadeKey, value: Any, hidden: bool = False) -> Cells:
    """Return the cells of an answer or a mistake; a mistake that cannot be read is none."""
    try:
        if isinstance(made.answer, Function):
            return made.answer.cells(value, hidden)
        return made.answer.cells(value)
    except MisreadError as error:
        raise _wrong(made, "a value cannot be read", value, str(error)) from None


def _comparable(made: MadeKey, value: Any) -> tuple[tuple[str, str], ...]:
    within = getattr(made.answer, "within", 0.0)
    return tuple(sorted((k, places(v, within)[0]) for k, v in cells_of(made, value).items()))


def _too_close(made: MadeKey, value: Any) -> bool:
    within = getattr(made.answer, "within", 0.0)
    right, wrong = cells_of(made, made.answer.value), cells_of(made, value)
    return right.keys() == wrong.keys() and all(
        places(right[k], within)[0] in places(wrong[k], within) for k in right
    )


def sealed_key(made: MadeKey) -> dict[str, Any]:
    """Return what students get of a key: digests and hints."""
    form = {
        f.name: getattr(made.answer, f.name)
        for f in dataclasses.fields(made.answer)
        if f.name not in ("kind", "value")
    }
    kept = {
        "kind": made.answer.kind,
        "form": form,
        "right": sealed(made.task, made.answer, cells_of(made, made.answer.value)),
        "mistakes": [
            {"hint": hint, "cells": sealed(made.task, made.answer, cells_of(made, value))}
            for hint, value in made.mistakes.items()
        ],
        "otherwise": made.otherwise,
    }
    if isinstance(made.answer, Function):
        kept["hidden_right"] = sealed(
            made.task, made.answer, cells_of(made, made.answer.value, hidden=True)
        )
    return kept


def made_keys(sheet: Sheet) -> list[MadeKey]:
    """Run a sheet's solutions and return its keys, values and all."""
    from IPython.core.inputtransformer2 import TransformerManager

    _made.clear()
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in sheet.notebook.cells:
        part = cell.metadata.get("part", "start")
        if cell.cell_type == "code" and part in WORKED_OUT:
            source = TransformerManager().transform_cell(cell.source)
            exec(compile(source, sheet.path.name, "exec"), space)  # the project's own text
    return list(_made)


def keys_text(sheet: Sheet) -> str:
    """Return the text of a sheet's key file."""
    kept = {made.task: sealed_key(made) for made in made_keys(sheet)}
    return json.dumps(kept, indent=1, ensure_ascii=False, default=list) + "\n"


def key_file(sheet: Sheet) -> Path:
    """Return where a sheet's key file is kept."""
    return FOLDER / f"{sheet.number:02d}.json"


def renew(path: Path) -> bool:
    """Renew the key file of a sheet; return whether it has changed."""
    FOLDER.mkdir(exist_ok=True)
    sheet = read(path)
    target, text = key_file(sheet), keys_text(sheet)
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return False
    target.write_text(text, encoding="utf-8")
    return True
