"""The errors of the book: bad data, which say where and what; and builds that cannot go on."""

from __future__ import annotations


class BuildError(Exception):
    """The build cannot go on; the message says what to do."""


class DataError(ValueError):
    """Something in a data file, or in a text that cites it, is not as it must be.

    Parameters
    ----------
    file
        The file's path, from the project's root.
    problem
        What is wrong, in a few words.
    line
        The line of the file, counted from 1; None if the whole file is meant.
    column
        The column's name, if there is one.
    found
        The value that was found.
    expected
        What would have been right.

    Examples
    --------
    >>> print(DataError("data/claims.csv", "unknown unit", line=7, found="furlong",
    ...                 expected="a unit of data/units.csv"))
    data/claims.csv, line 7: unknown unit; found 'furlong'; expected a unit of data/units.csv
    """

    def __init__(
        self,
        file: str,
        problem: str,
        *,
        line: int | None = None,
        column: str = "",
        found: object = None,
        expected: str = "",
    ) -> None:
        self.file, self.line, self.column = file, line, column
        place = file + (f", line {line}" if line else "") + (f", column {column}" if column else "")
        message = f"{place}: {problem}"
        if found is not None:
            message += f"; found {found!r}"
        if expected:
            message += f"; expected {expected}"
        super().__init__(message)


class GradingError(Exception):
    """A class cannot be graded as asked; the message says why and what to do."""
