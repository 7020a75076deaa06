"""Controls, and the answers of a model at every combination of their values."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

#: What a model answers for one setting: the numbers of each trace, and words for who cannot see.
Answer = tuple[list[list[float]], str]
#: More than this many numbers would make a page heavy on a phone.
MOST_NUMBERS = 60_000


@dataclass(frozen=True)
class Control:
    """One slider.

    Parameters
    ----------
    key
        The argument of the model that it sets.
    label
        What a reader sees, with the unit: ``"import duty, percent"``.
    values
        The values it can take, in order.
    start
        The value it has at first; one of `values`.
    suffix
        What follows a value on the page, such as ``" percent"``.
    names
        Words for the values, if a number would say less.
    """

    key: str
    label: str
    values: Sequence[float]
    start: float
    suffix: str = ""
    names: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.start not in self.values:
            allowed = ", ".join(map(str, self.values))
            raise ValueError(f"control {self.key}: found start {self.start}; expected {allowed}")

    def words(self, value: float) -> str:
        """Return a value as the page writes it.

        Examples
        --------
        >>> Control("duty", "duty", [0.0, 15.0], 15.0, " percent").words(15.0)
        '15 percent'
        """
        if self.names:
            return self.names[list(self.values).index(value)]
        return f"{value:,.10g}{self.suffix}"


@dataclass(frozen=True)
class Explorer:
    """A chart whose traces a model fills, and the controls that set the model.

    Parameters
    ----------
    figure
        The chart with one trace per list of numbers that `model` returns; its numbers are those
        of the starting values (`Explorer.make` sets them).
    controls
        The sliders, two to four of them.
    model
        Called with one keyword per control; returns the numbers of each trace and one sentence.
    axis
        ``"x"`` if the numbers of a trace lie along the horizontal axis, else ``"y"``.

    Examples
    --------
    >>> import plotly.graph_objects as go
    >>> twice = Explorer.make(
    ...     go.Figure(go.Bar(x=["price"])), [Control("price", "price", [1.0, 2.0], 1.0)],
    ...     lambda price: ([[2 * price]], f"It costs {2 * price:.0f}."))
    >>> twice.figure.data[0].y, len(twice.table())
    ((2.0,), 2)
    """

    figure: go.Figure
    controls: tuple[Control, ...]
    model: Callable[..., Answer]
    axis: str = "y"

    @classmethod
    def make(
        cls, figure: go.Figure, controls: Sequence[Control], model: Callable[..., Answer],
        axis: str = "y",
    ) -> Explorer:  # fmt: skip
        """Return an explorer whose chart shows the starting values."""
        explorer = cls(figure, tuple(controls), model, axis)
        numbers, _ = explorer.answer([c.start for c in controls])
        if len(numbers) != len(figure.data):
            raise ValueError(f"found {len(numbers)} lists of numbers for {len(figure.data)} traces")
        for trace, values in zip(figure.data, numbers, strict=True):
            trace[axis] = values
        return explorer

    def answer(self, setting: Sequence[float]) -> Answer:
        """Return what the model says for one value of each control."""
        keys = [c.key for c in self.controls]
        return self.model(**dict(zip(keys, setting, strict=True)))

    def settings(self) -> list[tuple[float, ...]]:
        """Return every combination of values; the last control changes fastest."""
        return list(itertools.product(*(c.values for c in self.controls)))

    def twin(self) -> go.Figure:
        """Return the chart with all answers inside, for a page without a kernel.

        The page's script reads them from ``layout.meta.explorer``; numbers are rounded to five
        digits, which no chart can show and which halves the page.
        """
        answers = [self.answer(setting) for setting in self.settings()]
        grid = [[[_short(v) for v in trace] for trace in numbers] for numbers, _ in answers]
        count = sum(len(trace) for numbers in grid for trace in numbers)
        if count > MOST_NUMBERS:
            raise ValueError(f"found {count} numbers; expected at most {MOST_NUMBERS}: fewer steps")
        spec: dict[str, Any] = {
            "axis": self.axis,
            "controls": [
                {
                    "label": c.label,
                    "values": [c.words(v) for v in c.values],
                    "start": list(c.values).index(c.start),
                }
                for c in self.controls
            ],
            "numbers": grid,
            "words": [words for _, words in answers],
        }
        figure = go.Figure(self.figure)
        return figure.update_layout(meta={"explorer": spec})

    def table(self) -> list[dict[str, object]]:
        """Return the answers along each control, the others at their start, as rows.

        Who cannot move a slider finds here what each of them does.
        """
        start = [c.start for c in self.controls]
        rows: dict[tuple[float, ...], dict[str, object]] = {}
        for place, control in enumerate(self.controls):
            for value in control.values:
                setting = (*start[:place], value, *start[place + 1 :])
                rows.setdefault(setting, self._row(setting))
        return list(rows.values())

    def _row(self, setting: tuple[float, ...]) -> dict[str, object]:
        pairs = zip(self.controls, setting, strict=True)
        row: dict[str, object] = {c.label: c.words(v) for c, v in pairs}
        return row | {"answer": self.answer(setting)[1]}


def _short(value: float) -> float:
    return float(f"{value:.5g}")
