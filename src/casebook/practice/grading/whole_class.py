"""``make grade``: a whole class, spread over Dask workers, resumed after a kill."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from casebook.errors import GradingError
from casebook.practice.grading.course import Course
from casebook.practice.grading.grade import Job, Result, grade, kept
from casebook.practice.grading.marks import Marks, ask_for_points, read_marks
from casebook.practice.grading.sandbox import Sandbox
from casebook.practice.grading.submissions import found

#: A worker that dies takes its submission to another so often, before that one is given up.
RETRIES = 3


def jobs(submissions: Path, course: Course, sandbox: Sandbox, exercise: str = "") -> list[Job]:
    """Return one job a submission."""
    return [
        Job(one, course.assignments / one.exercise, course.graded(one.exercise, one.student),
            sandbox)
        for one in found(submissions.resolve(), exercise)
    ]  # fmt: skip


@contextmanager
def workers(count: int, scheduler: str = "") -> Iterator[Any]:
    """Connect to a Dask scheduler, or start one here with some workers."""
    import dask
    from distributed import Client, LocalCluster

    dask.config.set({"distributed.scheduler.allowed-failures": RETRIES})
    if scheduler:
        with Client(scheduler, timeout=20) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None,
            memory_limit=0, silence_logs=50,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client


def grade_all(
    todo: list[Job], count: int = 1, scheduler: str = "", *, quiet: bool = False
) -> list[Result]:
    """Grade what is not graded yet; return a result for every job, in order.

    Parameters
    ----------
    todo
        The jobs.
    count
        How many workers to start here.
    scheduler
        The address of a Dask scheduler to use instead, such as ``tcp://host:8786``. Its workers
        must see the same folders.
    quiet
        Whether to leave the progress bar out.
    """
    results = {place: kept(job) for place, job in enumerate(todo)}
    open_jobs = {place: job for place, job in enumerate(todo) if results[place] is None}
    if open_jobs:
        with workers(min(count, len(open_jobs)), scheduler) as client:
            futures = {
                place: client.submit(grade, job, pure=False) for place, job in open_jobs.items()
            }
            if not quiet:
                show_progress(list(futures.values()))
            for place, future in futures.items():
                results[place] = _outcome(future, todo[place])
    return [result for result in results.values() if result is not None]


def show_progress(futures: list[Any]) -> None:
    """Show how far the class is, as text."""
    from distributed import as_completed

    total, width = len(futures), 40
    for count, _ in enumerate(as_completed(futures, raise_errors=False), 1):
        bar = "#" * (width * count // total)
        print(f"\r[{bar:<{width}}] {count} of {total} graded", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _outcome(future: Any, job: Job) -> Result:
    try:
        result: Result = future.result()
    except Exception as error:  # the worker died more often than it may
        one = job.submission
        result = Result(one.student, one.exercise, digest=one.digest, key=job.key)
        result.reason = f"the worker that graded it died ({type(error).__name__})"
    return result


def write_grades(results: Iterable[Result], course: Course) -> Path:
    """Write the table of grades, one row a submission, and ask for the points that lack."""
    rows = sorted(results, key=lambda result: (result.exercise, result.student))
    given = read_marks(course)
    ask_for_points(rows, course, given)
    tasks = sorted({task for r in rows for task in (*r.of, *r.written)}, key=_in_order)
    head = ["student", "exercise", "status", "points", "of", "to be read", "reason", *tasks]
    with course.grades.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*head, "digest"])
        for result in rows:
            writer.writerow([*_row(result, tasks, given), result.digest])
    return course.grades


def _in_order(task: str) -> list[int]:
    return [int(part) for part in task.split(".")]


def _row(result: Result, tasks: list[str], given: Marks) -> list[object]:
    marks = {task: given.get((result.student, result.exercise, task)) for task in result.written}
    points = sum(result.points.values()) + sum(m.points for m in marks.values() if m)
    of = sum(result.of.values()) + sum(answer["of"] for answer in result.written.values())
    unread = sum(1 for mark in marks.values() if mark is None)
    cells: list[object] = []
    for task in tasks:
        if task in result.points or task in result.of:
            mark = marks.get(task)
            cells.append(_plain(result.points.get(task, 0.0) + (mark.points if mark else 0.0)))
        elif task in marks:
            mark = marks[task]
            cells.append(_plain(mark.points) if mark else "")
        else:
            cells.append("")
    return [
        result.student, result.exercise, result.status, _plain(points), _plain(of), unread,
        result.reason, *cells,
    ]  # fmt: skip


def _plain(number: float) -> str:
    return f"{number:g}"


def choose_workers(text: str) -> int:
    """Return the number of workers that WORKERS asks for."""
    if not text.isdigit() or int(text) < 1:
        raise GradingError(f"WORKERS: found {text!r}; expected a whole number of one or more")
    return int(text)
