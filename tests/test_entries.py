"""Each method, policy, deal, court step, series and actor of the two texts is met in a chapter.

``entries.csv`` lists them with what the book owes a reader for each. A chapter marks the cell in
which it meets some of them by a line above it: ``+++ {"meets": "S067 S068"}``. Run this file with
``-v`` to see where each is met.
"""

import csv
from pathlib import Path

import jupytext
import pytest
from test_chapters import CHAPTERS, name_of

ENTRIES = list(csv.DictReader(Path(__file__).with_name("entries.csv").open(encoding="utf-8")))
NAMES = {row["id"]: row["entry"] for row in ENTRIES}


def met():
    """Return the chapters that meet each entry, by the marks in their cells."""
    found = {}
    for path in CHAPTERS:
        for cell in jupytext.read(path).cells:
            for name in cell.metadata.get("meets", "").split():
                found.setdefault(name, []).append(path.stem)
    return found


MET = met()


def where(name):
    """Name an entry and the chapters that meet it."""
    return f"{name} {NAMES[name]}: {', '.join(dict.fromkeys(MET.get(name, ['nowhere'])))}"


@pytest.mark.parametrize("name", NAMES, ids=where)
def test_entry_is_met_in_a_chapter(name):
    assert MET.get(name), f"no chapter marks {name} ({NAMES[name]}) as met"


@pytest.mark.parametrize("path", CHAPTERS, ids=name_of)
def test_marks_name_entries_that_there_are(path):
    marked = [
        name
        for cell in jupytext.read(path).cells
        for name in cell.metadata.get("meets", "").split()
    ]
    assert [name for name in marked if name not in NAMES] == []


def test_every_entry_says_what_the_book_owes():
    assert len(NAMES) == len(ENTRIES)
    assert [row["id"] for row in ENTRIES if not row["owes"].strip()] == []
