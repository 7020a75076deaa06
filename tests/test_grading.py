"""A class of made-up submissions, graded in one batch; then short questions about the result."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from submissions import EXERCISE, MADE, Made, Surroundings

from casebook.data import ROOT
from casebook.errors import GradingError
from casebook.practice.grading import feedback, marks, whole_class
from casebook.practice.grading import grade as grading
from casebook.practice.grading.__main__ import main
from casebook.practice.grading.course import Course
from casebook.practice.grading.grade import Result
from casebook.practice.grading.limits import MEGABYTE, Limits
from casebook.practice.grading.release import release
from casebook.practice.grading.sandbox import Sandbox
from casebook.practice.grading.submissions import collect
from casebook.practice.source import read, sheets

SHEET = next(read(path) for path in sheets() if path.stem == EXERCISE)
SMALL = Limits(cell_seconds=8, total_seconds=60, cpu_seconds=60, memory=900 * MEGABYTE)
REQUIRED = os.environ.get("CASEBOOK_REQUIRE_SANDBOX")
every_submission = pytest.mark.parametrize("made", MADE, ids=lambda made: made.name)


class Listener:
    """Listens on this machine and keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line:
                line.settimeout(2)
                self.heard.append(line.recv(100))


@dataclass
class Batch:
    """A course that was graded, and what there was before."""

    course: Course
    submitted: Path
    results: dict[str, Result]
    before: dict[str, str]
    heard: list[bytes]
    marker: Path
    pages: dict[str, Path] = field(default_factory=dict)


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """Return the sandbox; where it cannot be had, its tests say so or, if required, fail."""
    made = Sandbox(SMALL)
    try:
        made.check(tmp_path_factory.mktemp("sandbox"))
    except GradingError as error:
        (pytest.fail if REQUIRED else pytest.skip)(f"NO STUDENT CODE WAS RUN: {error}")
    return made


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with one exercise released."""
    made = Course(tmp_path_factory.mktemp("course") / "class")
    release(SHEET, made)
    return made


@pytest.fixture(scope="module")
def batch(course: Course, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Hand in every made-up submission, grade them with two workers, write the feedback."""
    handed_out = nbformat.read(course.released / EXERCISE / f"{EXERCISE}.ipynb", as_version=4)
    source = nbformat.read(
        course.assignments / EXERCISE / "source" / EXERCISE / f"{EXERCISE}.ipynb", as_version=4
    )
    listener = Listener()
    marker = tmp_path_factory.mktemp("outside") / "marker"
    around = Surroundings(course.root, ROOT / "exercises", listener.port, marker)
    for made in MADE:
        path = course.submitted / made.name / EXERCISE / f"{EXERCISE}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(made.content(handed_out, source, around))
    before = digests(course.submitted)
    todo = whole_class.jobs(course.submitted, course, sandbox)
    results = whole_class.grade_all(todo, 2, quiet=True)
    whole_class.write_grades(results, course)
    found = Batch(
        course, course.submitted, {r.student: r for r in results}, before, listener.heard, marker
    )
    found.pages = {path.parent.name: path for path in feedback.write_feedback(course)}
    listener.socket.close()
    return found


@every_submission
def test_submission_gets_its_points_and_a_reason(batch: Batch, made: Made):
    result = batch.results[made.name]
    assert re.search(re.escape(made.reason), result.reason), result
    if made.points is None:
        return
    assert (result.status, sum(result.points.values())) == (
        "nothing answered" if made.name == "unanswered" else "graded", made.points,
    ), result  # fmt: skip


def test_every_submission_has_a_row_with_a_reason(batch: Batch):
    with batch.course.grades.open(encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert set(rows) == {made.name for made in MADE}
    assert all(row["reason"] and row["status"] and row["digest"] for row in rows.values())


def test_nothing_that_was_handed_in_is_changed(batch: Batch):
    assert digests(batch.submitted) == batch.before


def test_listener_heard_nothing(batch: Batch):
    assert batch.heard == []


def test_no_answer_left_the_sandbox(batch: Batch):
    assert not batch.marker.exists()
    assert not (ROOT / "exercises" / "stolen").exists()
    assert not Path("/etc/stolen").exists()


def test_listener_hears_the_same_answer_without_the_sandbox(course, tmp_path):
    """The control: what the sandbox stops would have reached the listener."""
    listener = Listener()
    made = next(made for made in MADE if made.name == "opens-socket")
    handed_out = nbformat.read(course.released / EXERCISE / f"{EXERCISE}.ipynb", as_version=4)
    source = nbformat.read(
        course.assignments / EXERCISE / "source" / EXERCISE / f"{EXERCISE}.ipynb", as_version=4
    )
    around = Surroundings(course.root, ROOT / "exercises", listener.port, tmp_path / "marker")
    path = tmp_path / "hand-in" / made.name / EXERCISE / f"{EXERCISE}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(made.content(handed_out, source, around))
    open_course = Course(tmp_path / "class")
    shutil.copytree(course.assignments, open_course.assignments)
    job = whole_class.jobs(tmp_path / "hand-in", open_course, Sandbox(SMALL, unsafe=True))[0]
    assert grading.grade(job).status == "graded"
    assert [heard.startswith(b"GET /stolen") for heard in listener.heard] == [True]


def test_large_output_is_cut(batch: Batch):
    graded = batch.course.graded(EXERCISE, "twenty-megabytes") / f"{EXERCISE}.ipynb"
    assert graded.stat().st_size < MEGABYTE
    assert "the rest of the output was cut" in graded.read_text("utf-8")


@every_submission
def test_feedback_is_one_page_that_asks_nobody(batch: Batch, made: Made):
    page = batch.pages[made.name].read_text(encoding="utf-8")
    assert len(page) < MEGABYTE
    assert not re.search(r"<(script|link|iframe)\b", page)
    assert not re.search(r"(?:src|srcset)=[\"']?(?!data:)", page)
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", page)


@every_submission
def test_feedback_holds_no_hidden_test_of_a_solution(batch: Batch, made: Made):
    page = batch.pages[made.name].read_text(encoding="utf-8")
    assert "BEGIN SOLUTION" not in page
    if made.name == "unanswered":
        assert "half - quarter" not in page


def test_what_was_graded_is_not_graded_again(batch: Batch, sandbox: Sandbox, monkeypatch):
    monkeypatch.setattr(whole_class, "workers", lambda *_: pytest.fail("graded again"))
    todo = whole_class.jobs(batch.submitted, batch.course, sandbox)
    assert len(whole_class.grade_all(todo, 2, quiet=True)) == len(MADE)


def test_after_a_kill_only_the_rest_is_graded(batch: Batch, sandbox: Sandbox, tmp_path):
    """A result that is lost, as after a kill, is made again; the others keep their times."""
    todo = whole_class.jobs(batch.submitted, batch.course, sandbox)
    times = {job.target: (job.target / grading.RESULT).stat().st_mtime_ns for job in todo}
    lost = next(job for job in todo if job.submission.student == "partly-right")
    (lost.target / grading.RESULT).write_text('{"student": "part', encoding="utf-8")
    assert len(whole_class.grade_all(todo, 1, quiet=True)) == len(MADE)
    renewed = [t for t, time in times.items() if (t / grading.RESULT).stat().st_mtime_ns != time]
    assert renewed == [lost.target]


def test_another_submission_is_graded_anew(batch: Batch, sandbox: Sandbox):
    job = whole_class.jobs(batch.submitted, batch.course, sandbox)[0]
    assert grading.kept(job) is not None
    other = grading.Job(job.submission, job.assignment, job.target, Sandbox(Limits()))
    assert grading.kept(other) is None


def fill_in(course: Course, change: dict[str, str], to: Path) -> Path:
    """Return a copy of the table of written answers with one row filled in."""
    with course.written.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["student"] == "right":
            row.update(change)
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, marks.HEAD)
        writer.writeheader()
        writer.writerows(rows)
    return to


def test_marks_are_entered_and_survive_grading_again(batch: Batch, tmp_path):
    path = fill_in(batch.course, {"points": "5", "comment": "Well weighed."}, tmp_path / "w.csv")
    assert marks.enter(path, batch.course) == 1
    whole_class.write_grades(batch.results.values(), batch.course)
    with batch.course.grades.open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["student"] == "right")
    assert (row["points"], row["of"], row["to be read"]) == ("14", "15", "0")
    folder = batch.course.graded(EXERCISE, "right")
    page = feedback.page(batch.results["right"], folder, marks.read_marks(batch.course))
    assert "Well weighed." in page


@pytest.mark.parametrize("points", ["many", "7", "-1"])
def test_bad_mark_is_named_and_nothing_is_entered(batch: Batch, tmp_path, points):
    before = marks.read_marks(batch.course)
    path = fill_in(batch.course, {"points": points}, tmp_path / "written.csv")
    with pytest.raises(GradingError, match=rf"written.csv, line \d+, column points.*{points}"):
        marks.enter(path, batch.course)
    assert marks.read_marks(batch.course) == before


def test_without_bubblewrap_no_student_code_is_run(course, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    submitted = tmp_path / "anna" / EXERCISE
    submitted.mkdir(parents=True)
    assert main(["--course", str(course.root), "grade", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "bwrap was not found" in said
    assert "UNSAFE=run-student-code-without-a-sandbox" in said


def test_unsafe_must_be_said_in_so_many_words(course, tmp_path, capsys):
    arguments = ["--course", str(course.root), "grade", str(tmp_path), "--unsafe", "yes"]
    assert main(arguments) == 1
    assert "UNSAFE: found 'yes'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("mueller_04-the-squeeze (1).ipynb", "mueller"),
        ("Anna Berg/04-the-squeeze.ipynb", "Anna-Berg"),
        ("anna/04-the-squeeze/work.ipynb", "anna"),
        ("ANNA_04-the-squeeze_late.ipynb", "ANNA"),
    ],
)
def test_collecting_finds_student_and_exercise(course, tmp_path, name, place):
    sent = tmp_path / "sent" / name
    sent.parent.mkdir(parents=True)
    sent.write_bytes(b"{}")
    target = Course(tmp_path / "class")
    shutil.copytree(course.assignments, target.assignments)
    [placed] = collect(tmp_path / "sent", target)
    assert placed.target == target.submitted / place / EXERCISE / f"{EXERCISE}.ipynb"


def test_second_hand_in_stands_beside_the_first(course, tmp_path):
    target = Course(tmp_path / "class")
    shutil.copytree(course.assignments, target.assignments)
    sent = tmp_path / "anna_04-the-squeeze.ipynb"
    for content in (b"first", b"second", b"second"):
        sent.write_bytes(content)
        collect_one(sent, target)
    kept = {path.read_bytes() for path in (target.submitted / "anna" / EXERCISE).iterdir()}
    assert kept == {b"first", b"second"}


def collect_one(path: Path, target: Course) -> None:
    """Collect a folder with one file."""
    folder = path.parent / "one"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(path, folder / path.name)
    collect(folder, target)


def test_what_cannot_be_placed_is_left_with_a_reason(course, tmp_path):
    target = Course(tmp_path / "class")
    shutil.copytree(course.assignments, target.assignments)
    sent = tmp_path / "sent"
    sent.mkdir()
    for name in ("notes.txt", "anna_homework.ipynb", "04-the-squeeze.ipynb"):
        (sent / name).write_bytes(b"x")
    assert [(p.target, bool(p.why)) for p in collect(sent, target)] == [(None, True)] * 3


def test_hand_out_holds_no_solution_and_no_hidden_test(course):
    text = (course.released / EXERCISE / f"{EXERCISE}.ipynb").read_text(encoding="utf-8")
    for word in ("SOLUTION", "HIDDEN", "assert_right", "half - quarter", "Number("):
        assert word not in text


def test_hand_out_keeps_its_metadata_through_a_text_notebook(course):
    import jupytext

    notebook = nbformat.read(course.released / EXERCISE / f"{EXERCISE}.ipynb", as_version=4)
    again = jupytext.reads(jupytext.writes(notebook, "md:myst"), "md:myst")
    kept = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    assert [cell.metadata.get("nbgrader") for cell in again.cells] == kept
    assert sum(bool(about) for about in kept) > 10


def dies(job: Any) -> Result:
    """Grade, but end the worker the first time, as a machine that fails does."""
    mark = job.target.parent / "died"
    mark.parent.mkdir(parents=True, exist_ok=True)
    if not mark.exists():
        mark.write_text("once", encoding="utf-8")
        os._exit(1)
    return grading.grade(job)


def test_worker_that_is_killed_loses_nothing(batch: Batch, sandbox: Sandbox, tmp_path, monkeypatch):
    course = Course(tmp_path / "class")
    shutil.copytree(batch.course.assignments, course.assignments)
    for name in ("empty-file", "broken-json", "another-exercise", "partly-right"):
        shutil.copytree(batch.submitted / name, course.submitted / name)
    monkeypatch.setattr(whole_class, "grade", dies)
    todo = whole_class.jobs(course.submitted, course, sandbox)
    results = whole_class.grade_all(todo, 2, quiet=True)
    assert {r.student: r.reason for r in results} == {
        r.student: batch.results[r.student].reason for r in results
    }
    assert len(results) == 4
