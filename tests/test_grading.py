"""A class is graded: right to the point, unharmed by what is handed in, every hand-in with a row.

All made-up hand-ins are graded in one batch by the command that instructors use; each test then
asks one thing of what it left behind.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from submissions import CASES, hand_in, right, work_on

from casebook.data import ROOT
from casebook.errors import DataError, GradingError
from casebook.practice.grading import assignment as assignments
from casebook.practice.grading import grades, marks, results, tables
from casebook.practice.grading.collect import collect
from casebook.practice.grading.course import Course, safe_name
from casebook.practice.grading.feedback import still
from casebook.practice.grading.sandbox import UNSAFE, Sandbox, check_here

EXERCISE = "04-the-squeeze"
SECONDS = 12
MODULE = [sys.executable, "-m", "casebook.practice.grading"]
#: Loads of a page: an attribute or a style that makes a browser fetch from a host.
LOADED = re.compile(
    r"""(?:src|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?http"""
)

why_not = check_here(Sandbox())
needs_sandbox = pytest.mark.skipif(
    bool(why_not) and os.environ.get("CASEBOOK_REQUIRE_SANDBOX") != "1",
    reason=f"THE GRADING WAS NOT TESTED: {why_not}",
)


def run(verb: str, course: Course, *words: str, **environment: str) -> subprocess.CompletedProcess:
    """Run a command as the Makefile does."""
    return subprocess.run(
        [*MODULE, verb, f"COURSE={course.root}", *words],
        capture_output=True, text=True, timeout=600, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
    )  # fmt: skip


@dataclass
class Listener:
    """A listener on this machine that notes who calls."""

    calls: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            line, _ = self.socket.accept()
            with line:
                self.calls.append(line.recv(100))


@dataclass
class Graded:
    """What the batch left behind."""

    course: Course
    listener: Listener
    before: dict[Path, str]
    said: str
    rows: dict[str, dict[str, str]]
    seconds: float

    def reason(self, student: str) -> str:
        return self.rows[student]["reason"]

    def notebook(self, student: str) -> str:
        return (self.course.graded(EXERCISE, student) / f"{EXERCISE}.ipynb").read_text()


def digests(folder: Path) -> dict[Path, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows_of(course: Course) -> dict[str, dict[str, str]]:
    with course.grades.open(encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def released(tmp_path_factory) -> Course:
    """Return a course folder with one exercise handed out."""
    course = Course(tmp_path_factory.mktemp("course"))
    assignments.release(course, assignments.chosen(EXERCISE)[0])
    return course


@pytest.fixture(scope="module")
def work(released):
    """Return a function that gives a fresh copy of the hand-out to work on."""
    folder = released.assignments / EXERCISE
    source = nbformat.read(folder / "source" / EXERCISE / f"{EXERCISE}.ipynb", as_version=4)
    handout = assignments.load(released, EXERCISE)
    private = [ROOT / "exercises", ROOT / "tests", ROOT / "README.md", released.root, Path.home()]
    # what student code may read, by the README, may lie in a home
    allowed = [ROOT / "src" / "casebook", ROOT / "data", Path(sys.prefix), Path(sys.base_prefix)]
    known = {"secrets": private, "open": allowed, "gradebook": folder / "gradebook.db"}
    return lambda port=0: work_on(handout, source, port=port, **known)


@pytest.fixture(scope="module")
def graded(released, work) -> Graded:
    """Grade every case in one batch."""
    if why_not:
        pytest.fail(why_not)
    listener = Listener()
    for student, make in CASES.items():
        hand_in(released.submitted, student, EXERCISE, make(work(listener.port)))
    hand_in(released.submitted, "second-notebook", EXERCISE, right(work()))
    hand_in(released.submitted, "second-notebook", EXERCISE, b"", "notes.ipynb")
    before, began = digests(released.submitted), time.monotonic()
    done = run("grade", released, "WORKERS=2", f"SECONDS={SECONDS}")
    seconds = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    return Graded(released, listener, before, done.stdout, rows_of(released), seconds)


# -- what is handed out ------------------------------------------------------------------------


def test_handing_out_leaves_the_environment_as_it_was(tmp_path):
    before = dict(os.environ)
    assignments.release(Course(tmp_path), assignments.chosen(EXERCISE)[0])
    assert dict(os.environ) == before


def test_handout_holds_no_solution_and_no_hidden_test(released):
    text = (released.released / EXERCISE / f"{EXERCISE}.ipynb").read_text()
    assert "assert_right" not in text
    assert "SOLUTION" not in text
    assert "NotImplementedError" not in text
    assert "cheapest = ..." in text


# -- grades ------------------------------------------------------------------------------------


@needs_sandbox
def test_every_submission_has_a_row(graded):
    assert set(graded.rows) == {*CASES, "second-notebook"}


@needs_sandbox
@pytest.mark.parametrize(
    ("student", "status", "points"),
    [
        ("right", "right", 9), ("taken-home", "right", 9), ("second-notebook", "right", 9),
        ("partly-right", "partly right", 6), ("wrong", "nothing right", 0),
        ("unanswered", "nothing answered", 0), ("crash", "partly right", 6),
        ("syntax-error", "partly right", 6), ("endless-loop", "partly right", 6),
        ("stubborn-loop", "partly right", 6), ("deleted-cell", "partly right", 6),
        ("deleted-test", "right", 9), ("no-imports", "right", 9),
        ("edited-test", "partly right", 6),
        ("patched-check", "partly right", 6), ("much-output", "right", 9),
        ("killed", "partly right", 6), ("exits", "partly right", 6),
        ("fork-bomb", "partly right", 6), ("eats-memory", "partly right", 6),
        ("reads-solutions", "right", 9), ("writes-gradebook", "partly right", 6),
        ("opens-socket", "right", 9), ("broken-json", "not graded", 0),
        ("not-a-notebook", "not graded", 0), ("empty-file", "not graded", 0),
        ("too-large", "not graded", 0), ("wrong-exercise", "not graded", 0),
    ],
)  # fmt: skip
def test_submission_gets_its_points(graded, student, status, points):
    row = graded.rows[student]
    assert (row["status"], float(row["points"])) == (status, points), row["reason"]


@needs_sandbox
@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("partly-right", r"^4\.2: wrong \(.+\)$"), ("crash", r"^4\.2: crashed \(ZeroDivisionError"),
        ("syntax-error", r"^4\.2: syntax error$"), ("endless-loop", r"^4\.2: time limit$"),
        ("stubborn-loop", r"^4\.2: time limit$"),
        ("deleted-cell", r"4\.2: answer cell deleted; 4\.2: test cell deleted"),
        ("deleted-test", r"4\.2: test cell deleted"),
        ("edited-test", r"4\.2: test cell edited \(restored\)"), ("patched-check", r"^4\.2: wrong"),
        ("killed", r"^4\.2: kernel died"), ("exits", r"^4\.3: kernel died"),
        ("fork-bomb", r"^4\.2: (kernel died \((more than|memory)|crashed \(BlockingIOError)"),
        ("eats-memory", r"^4\.2: (kernel died \(memory|crashed \(MemoryError)"),
        ("broken-json", r"^broken JSON"), ("not-a-notebook", r"^not a notebook"),
        ("empty-file", r"^empty file"), ("too-large", r"^too large"),
        ("wrong-exercise", r"^wrong exercise: its cells are of exercise 9"),
        ("second-notebook", rf"graded {EXERCISE}.ipynb, not notes.ipynb"),
    ],
)  # fmt: skip
def test_row_says_why(graded, student, reason):
    assert re.search(reason, graded.reason(student)), graded.reason(student)


@needs_sandbox
def test_handed_in_files_are_unchanged(graded):
    assert digests(graded.course.submitted) == graded.before


@needs_sandbox
def test_row_names_the_file_by_its_digest(graded):
    path = graded.course.submitted / "right" / EXERCISE / f"{EXERCISE}.ipynb"
    assert graded.rows["right"]["handed_in"] == graded.before[path]


# -- the sandbox -------------------------------------------------------------------------------


@needs_sandbox
@pytest.mark.parametrize("student", ["reads-solutions", "writes-gradebook", "opens-socket"])
def test_hostile_code_reaches_nothing(graded, student):
    printed = [
        output.text
        for cell in nbformat.reads(graded.notebook(student), as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    ]
    assert [text for text in printed if "STOLEN" in text] == []


@needs_sandbox
def test_listener_hears_nothing(graded):
    assert graded.listener.calls == []


def test_listener_would_hear_a_call():
    listener = Listener()
    with socket.create_connection(("127.0.0.1", listener.port)) as line:
        line.sendall(b"GET")
        time.sleep(0.2)
    assert listener.calls == [b"GET"]


@needs_sandbox
def test_code_that_fills_the_disk_leaves_nothing_behind(graded):
    assert graded.rows["fills-disk"]["status"] in ("right", "partly right")
    left = [path for path in Path(tempfile.gettempdir()).glob("tp-*/run/*/tmp*") if path.is_file()]
    assert left == []


@needs_sandbox
def test_twenty_megabytes_of_output_are_cut(graded):
    assert len(graded.notebook("much-output")) < 1_000_000
    assert "the rest of the output was cut" in graded.notebook("much-output")


@needs_sandbox
def test_no_process_of_the_batch_is_left(graded):
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert [x for x in listed.stdout.splitlines() if "bwrap" in x and "/tp-" in x] == []


def test_without_bubblewrap_no_student_code_is_run(released, work, tmp_path):
    hand_in(tmp_path, "anna", EXERCISE, right(work()))
    done = run("grade", released, f"SUBMISSIONS={tmp_path}", PATH="")
    assert done.returncode == 1
    assert "student code is not run here" in done.stderr
    assert f"UNSAFE={UNSAFE}" in done.stderr
    assert not released.graded(EXERCISE, "anna").exists()


def test_unsafe_wants_its_own_words(released, work, tmp_path):
    hand_in(tmp_path, "anna", EXERCISE, right(work()))
    done = run("grade", released, f"SUBMISSIONS={tmp_path}", "UNSAFE=1")
    assert done.returncode == 1
    assert f"expected UNSAFE={UNSAFE}" in done.stderr


def test_in_its_own_words_code_is_run_without_a_sandbox(released, work, tmp_path):
    course = Course(tmp_path)
    shutil.copytree(released.assignments, course.assignments)
    hand_in(course.submitted, "anna", EXERCISE, right(work()))
    done = run("grade", course, f"UNSAFE={UNSAFE}", PATH="")
    assert done.returncode == 0, done.stderr
    assert rows_of(course)["anna"]["status"] == "right"


# -- resuming ----------------------------------------------------------------------------------


@needs_sandbox
def test_killed_run_goes_on_and_grades_nothing_twice(released, work, tmp_path):
    course = Course(tmp_path / "course")
    shutil.copytree(released.assignments, course.assignments)
    for student in ("anna", "ben", "carl", "dina"):
        hand_in(course.submitted, student, EXERCISE, right(work()))
    command = [*MODULE, "grade", f"COURSE={course.root}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    first = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    wait_for(lambda: len(grades.all_results(course)) >= 2)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    runs = {result.student: result.run for result in grades.all_results(course)}
    assert 2 <= len(runs) < 4
    done = run("grade", course)
    assert f"graded {4 - len(runs)}, kept {len(runs)}" in done.stdout
    after = {result.student: result.run for result in grades.all_results(course)}
    assert {student: after[student] for student in runs} == runs
    assert [row["points"] for row in rows_of(course).values()] == ["9"] * 4


def wait_for(condition, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


# -- written answers ---------------------------------------------------------------------------


@pytest.fixture
def marked(tmp_path) -> Course:
    """Return a course with one result whose written answer waits for points."""
    course = Course(tmp_path)
    task = results.TaskResult(2, 2, "right", 6, "=three sentences")
    result = results.Result("anna", EXERCISE, results.RIGHT, [], {"4.4": task}, "d", "k")
    results.save(results.Graded(result), course.graded(EXERCISE, "anna"))
    marks.ask(course, [result])
    return course


def fill(course: Course, **cells: str) -> list[results.Result]:
    rows = tables.read(course.written, marks.ASKED)
    tables.write(course.written, marks.ASKED, [row | cells for row in rows])
    return grades.all_results(course)


def test_marks_enter_the_grades(marked):
    assert marks.enter(marked, marked.written, fill(marked, points="4.5", comment="good")) == 1
    (row,) = grades.write(marked)
    assert (row["points"], row["of"], row["written_1"], row["to_be_read"]) == (
        "6.5",
        "8",
        "4.5",
        "",
    )


@pytest.mark.parametrize("points", ["7", "-1", "four", "nan", "3,5"])
def test_impossible_points_are_refused_with_line_and_value(marked, points):
    with pytest.raises(DataError, match=rf"line 2, column points.*'{points}'.*from 0 to 6"):
        marks.enter(marked, marked.written, fill(marked, points=points))
    assert not marked.marks.exists()


def test_mark_for_nobody_is_refused(marked):
    with pytest.raises(DataError, match="no such written answer; found 'ben"):
        marks.enter(marked, marked.written, fill(marked, points="3", student="ben"))


def test_grading_anew_loses_no_mark(marked):
    marks.enter(marked, marked.written, fill(marked, points="5", comment="good"))
    (result,) = grades.all_results(marked)
    result.tasks["4.4"].written = "another answer"
    results.save(results.Graded(result), marked.graded(EXERCISE, "anna"))
    assert marks.ask(marked, [result]) == 0
    (asked,) = tables.read(marked.written, marks.ASKED)
    assert (asked["points"], asked["comment"], asked["note"]) == ("5", "good", marks.CHANGED)
    assert grades.write(marked)[0]["written_1"] == "5"


def test_half_filled_table_is_kept_when_graded_anew(marked):
    marks.ask(marked, fill(marked, points="2"))
    assert tables.read(marked.written, marks.ASKED)[0]["points"] == "2"


def test_answer_that_looks_like_a_formula_stays_text(marked):
    assert "'=three sentences" in marked.written.read_text(encoding="utf-8-sig")
    assert tables.read(marked.written, marks.ASKED)[0]["answer"] == "=three sentences"


def test_table_saved_with_semicolons_is_read(marked):
    text = marked.written.read_text(encoding="utf-8-sig")
    marked.written.write_text(text.replace(",", ";").replace(";;6;", ";5;6;"), encoding="utf-8")
    assert marks.enter(marked, marked.written, grades.all_results(marked)) == 1


# -- feedback ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(graded) -> dict[str, str]:
    """Return the feedback pages by student, one with a mark."""
    rows = tables.read(graded.course.written, marks.ASKED)
    filled = [r | {"points": "4", "comment": "A number is missing."} for r in rows]
    tables.write(graded.course.written, marks.ASKED, filled)
    assert run("marks", graded.course).returncode == 0
    done = run("feedback", graded.course)
    assert done.returncode == 0, done.stderr
    return {path.parent.name: path.read_text() for path in graded.course.feedback.glob("*/*.html")}


@needs_sandbox
def test_every_submission_gets_a_page(graded, pages):
    assert set(pages) == set(graded.rows)


@needs_sandbox
def test_page_loads_nothing_from_outside(pages):
    for student, page in pages.items():
        soup = BeautifulSoup(page, "html.parser")
        assert soup.find_all(["script", "link", "iframe"]) == [], student
        assert LOADED.search(page) is None, student
        assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]


@needs_sandbox
def test_page_is_no_larger_than_a_page(pages):
    assert {student: len(page) for student, page in pages.items() if len(page) > 800_000} == {}


@needs_sandbox
def test_page_shows_points_and_comment_of_a_written_answer(pages):
    assert "A number is missing." in pages["right"]
    assert "Score: 13.0 / 15.0" in pages["right"]


@pytest.mark.parametrize(
    "part",
    [
        '<script src="https://x.org/a.js"></script>', '<img src="https://x.org/a.png">',
        '<img src="//x.org/a.png">', '<p style="background: url(https://x.org/a.png)">',
        '<iframe src="https://x.org"></iframe>', '<link rel="stylesheet" href="//x.org/a.css">',
        '<svg><image href="https://x.org/a.png"/></svg>', '<video poster="https://x.org/a.png">',
        '<meta http-equiv="refresh" content="0; url=//x.org">', "<b onclick='fetch(`//x.org`)'>",
    ],
)  # fmt: skip
def test_students_cannot_make_a_page_load_something(part):
    assert "x.org" not in still(f"<html><head></head><body>{part}</body></html>")


# -- collecting --------------------------------------------------------------------------------


def placed(course: Course) -> set[str]:
    return {p.relative_to(course.submitted).as_posix() for p in course.submitted.rglob("*.ipynb")}


@pytest.mark.parametrize(
    ("sent", "student"),
    [
        ("mueller_04-the-squeeze (1).ipynb", "mueller"),
        ("ek/04-the-squeeze/04-the-squeeze.ipynb", "ek"), ("ek/my work.ipynb", "ek"),
        ("Anna Ek_71_assignsubmission_file_/04-the-squeeze.ipynb", "Anna-Ek"),
        ("ekanna_LATE_123_456_04-the-squeeze-2.ipynb", "ekanna"),
    ],
)  # fmt: skip
def test_file_is_placed_by_name_and_content(tmp_path, work, sent, student):
    course, path = Course(tmp_path / "course"), tmp_path / "sent" / sent
    path.parent.mkdir(parents=True)
    path.write_bytes(right(work()))
    list(collect(course, tmp_path / "sent"))
    assert placed(course) == {f"{student}/{EXERCISE}/{EXERCISE}.ipynb"}


def test_second_hand_in_is_kept_beside_the_first(tmp_path, work):
    course = Course(tmp_path / "course")
    for content in (right(work()), work().content(), work().content()):
        hand_in(tmp_path / "sent", "ek", EXERCISE, content)
        list(collect(course, tmp_path / "sent"))
    assert placed(course) == {f"ek/{EXERCISE}/{EXERCISE}{n}.ipynb" for n in ("", " (2)")}
    assert (course.submitted / "ek" / EXERCISE / f"{EXERCISE}.ipynb").read_bytes() == right(work())


def test_zip_is_read_and_cannot_write_outside(tmp_path, work):
    import zipfile

    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as archive:
        archive.writestr("../../evil_04-the-squeeze.ipynb", right(work()))
        archive.writestr("ek/04-the-squeeze.ipynb", right(work()))
    course = Course(tmp_path / "deep" / "course")
    list(collect(course, tmp_path / "sent.zip"))
    assert placed(course) == {f"{name}/{EXERCISE}/{EXERCISE}.ipynb" for name in ("ek", "evil")}
    assert list(tmp_path.glob("*.ipynb")) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("ek/notes.txt", "no notebook"), ("04-the-squeeze.ipynb", "does not say whose"),
        ("ek/thoughts.ipynb", "broken JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_listed_and_left(tmp_path, name, reason):
    path = tmp_path / "sent" / name
    path.parent.mkdir(parents=True)
    path.write_text("no notebook")
    lines = list(collect(Course(tmp_path / "course"), tmp_path / "sent"))
    assert lines[0].startswith(f"left {name}: ")
    assert reason in lines[0]
    assert path.exists()


def test_link_is_not_followed(tmp_path):
    (tmp_path / "sent" / "ek").mkdir(parents=True)
    (tmp_path / "sent" / "ek" / "04-the-squeeze.ipynb").symlink_to(ROOT / "README.md")
    course = Course(tmp_path / "course")
    assert list(collect(course, tmp_path / "sent")) == [f"placed 0, left 0: {course.submitted}"]


@pytest.mark.parametrize("name", ["..", "/", "   ", "[*]"])
def test_name_that_is_no_folder_is_refused(name):
    with pytest.raises(GradingError, match="no name of a student"):
        safe_name(name)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["grade", "WORKERS=many"], "WORKERS=many: expected a whole number"),
        (["grade", "SUBMISSIONS=/nowhere"], "no such folder"), (["collect"], "make collect FROM="),
        (["collect", "FROM=/nowhere"], "expected a folder or a ZIP"),
        (["release", "EXERCISE=99-x"], "unknown exercise; found '99-x'"),
    ],
)  # fmt: skip
def test_wrong_words_get_a_message(tmp_path, words, message):
    verb, *rest = words
    done = run(verb, Course(tmp_path), *rest)
    assert done.returncode == 1
    assert message in done.stderr
