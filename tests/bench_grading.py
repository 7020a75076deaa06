"""Measures the grading of a class beside plain nbgrader; ``make bench-grading COPIES=200``.

All in one run, on the same made-up hand-ins: nbgrader's own command in one process and without a
sandbox, ours in one process, with one worker and with two, and with two of which one is killed
midway. It reports, and fails only if a submission is lost.
"""

from __future__ import annotations

import csv
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import nbformat
import psutil
from submissions import CASES, hand_in, work_on

from casebook.data import ROOT
from casebook.practice.grading import assignment as assignments
from casebook.practice.grading.course import Course

EXERCISE = "04-the-squeeze"
#: What an ordinary class hands in; nbgrader would drop or wait for the others.
ORDINARY = ("right", "partly-right", "wrong", "crash", "unanswered", "syntax-error")
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "src"),
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}


def prepared(folder: Path, copies: int) -> Course:
    """Return a course with a class of made-up hand-ins."""
    course = Course(folder)
    assignments.release(course, assignments.chosen(EXERCISE)[0])
    handout = assignments.load(course, EXERCISE)
    kept = course.assignments / EXERCISE / "source" / EXERCISE / f"{EXERCISE}.ipynb"
    source = nbformat.read(kept, as_version=4)
    for number, case in zip(range(copies), itertools.cycle(ORDINARY), strict=False):
        content = CASES[case](work_on(handout, source))
        hand_in(course.submitted, f"{case}-{number:03}", EXERCISE, content)
    return course


def plain(course: Course, folder: Path) -> float:
    """Return how long nbgrader's own command takes for the class."""
    shutil.copytree(course.assignments / EXERCISE, folder)
    shutil.copytree(course.submitted, folder / "submitted")
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", EXERCISE, "--course-dir", str(folder)],
        env=ENVIRONMENT, cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return time.monotonic() - began


def started(course: Course, workers: int) -> subprocess.Popen[bytes]:
    """Start to grade the class afresh."""
    shutil.rmtree(course.root / "graded", ignore_errors=True)
    words = [f"COURSE={course.root}", *([f"WORKERS={workers}"] if workers else [])]
    command = [sys.executable, "-m", "casebook.practice.grading", "grade", *words]
    return subprocess.Popen(command, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.DEVNULL)


def ours(course: Course, workers: int) -> float:
    """Return how long `make grade` takes for the class."""
    began = time.monotonic()
    assert started(course, workers).wait() == 0
    return time.monotonic() - began


def with_a_kill(course: Course, copies: int) -> float:
    """Grade with two workers, kill one midway, and return how long it takes all the same."""
    began, run = time.monotonic(), started(course, 2)
    while len(list(course.root.glob("graded/*/*/result.json"))) < max(1, copies // 4):
        assert run.poll() is None, "the run ended before a worker could be killed"
        time.sleep(0.05)
    workers = [
        child
        for child in psutil.Process(run.pid).children(recursive=True)
        if "spawn_main" in " ".join(child.cmdline())
    ]
    workers[0].send_signal(signal.SIGKILL)
    assert run.wait() == 0
    return time.monotonic() - began


def statuses(course: Course) -> Counter[str]:
    """Count the statuses of the table of grades."""
    with course.grades.open(encoding="utf-8-sig") as file:
        return Counter(row["status"] for row in csv.DictReader(file))


def main(copies: int) -> int:
    """Run every way and report."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = prepared(Path(folder) / "course", copies)
        seconds = {
            "nbgrader, no sandbox": plain(course, Path(folder) / "plain"),
            "ours, one process": ours(course, 0),
            "ours, 1 worker": ours(course, 1),
            "ours, 2 workers": ours(course, 2),
        }
        whole = statuses(course)
        seconds["ours, 2, one killed"] = with_a_kill(course, copies)
        lost = whole - statuses(course)
    base = seconds["nbgrader, no sandbox"]
    print(
        f"{copies} submissions, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at end"
    )
    for name, took in seconds.items():
        rate = copies / took * 3600
        print(f"{name:22}{took:8.1f} s{rate:8.0f} an hour{base / took:7.2f} times nbgrader")
    ratio = seconds["ours, 1 worker"] / seconds["ours, 2 workers"]
    print(f"two workers beside one: {ratio:.2f} times; beside one process: "
          f"{seconds['ours, one process'] / seconds['ours, 2 workers']:.2f} times")  # fmt: skip
    print(f"lost when a worker was killed: {dict(lost) or 'nothing'}")
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 12))
