"""Exercises: checks that answer at once, the editions of a sheet, and the grading of a class."""

from casebook.practice.checking import check

__all__ = ["check"]
