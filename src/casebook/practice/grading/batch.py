"""Grades a class: one submission after the other, or spread over Dask workers.

Each result is kept as soon as it is there, under a digest of all that it depends on. So a run that
was stopped goes on where it was, and nothing is graded twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casebook.errors import GradingError
from casebook.practice.grading import grades, marks, results
from casebook.practice.grading.assignment import Assignment, load
from casebook.practice.grading.course import Course
from casebook.practice.grading.grader import Job, failed, grade
from casebook.practice.grading.handed import HandedIn, RefusedError, find
from casebook.practice.grading.results import Graded, Result
from casebook.practice.grading.sandbox import Sandbox, check_here
from casebook.practice.grading.verdicts import untouched
from casebook.practice.source import sheets

#: How many times a submission may take its grading process with it before it is given up.
LOST_WORKERS = 2
Run = Iterator[Graded]


@dataclass
class Summary:
    """What a run of grading did.

    Attributes
    ----------
    graded
        How many submissions it graded.
    kept
        How many had been graded before, with nothing changed since.
    unread
        How many written answers wait for a reader.
    changed
        Files that were changed while they were graded; there should be none.
    """

    graded: int = 0
    kept: int = 0
    unread: int = 0
    changed: list[Path] = field(default_factory=list)


def grade_class(
    course: Course,
    submissions: Path,
    sandbox: Sandbox,
    *,
    exercise: str = "",
    workers: int = 0,
    scheduler: str = "",
    say: Callable[[str], None] = print,
) -> Summary:
    """Grade every submission of a folder, and write the tables.

    Parameters
    ----------
    submissions
        A folder a student, in it a folder an exercise. It is only read.
    workers
        How many processes of this machine share the work; 0 for none but this one.
    scheduler
        The address of a Dask scheduler whose workers share the work.
    say
        Takes the line about each submission.
    """
    handed = find(submissions, exercise)
    if why := check_here(sandbox):
        raise GradingError(why)
    known = {path.stem for path in sheets()}
    wanted = sorted({one.exercise for one in handed} & known)
    assignments = {name: load(course, name) for name in wanted}
    summary, jobs, run = Summary(), [], f"{time.strftime('%Y-%m-%d %H:%M:%S')} {uuid.uuid4()}"
    for one in handed:
        job = _job(one, assignments.get(one.exercise), sandbox, run)
        before = results.load(course.graded(one.exercise, one.student))
        if before and before.key == job.result.key and not _lost(before):
            summary.kept += 1
        elif job.result.reasons:
            results.save(Graded(job.result), course.graded(one.exercise, one.student))
            summary.graded += 1
        else:
            jobs.append(job)
    spread = _over_workers if workers or scheduler else _one_by_one
    for graded in spread(jobs, assignments, sandbox, workers, scheduler):
        results.save(graded, course.graded(graded.result.exercise, graded.result.student))
        summary.graded += 1
        say(_line(graded.result, summary.graded + summary.kept, len(handed)))
    summary.changed = _changed(handed, course)
    summary.unread = marks.ask(course, grades.all_results(course))
    grades.write(course)
    return summary


def _job(one: HandedIn, assignment: Assignment | None, sandbox: Sandbox, run: str) -> Job:
    """Return the work for a submission; one that is refused has its reason already."""
    result = Result(one.student, one.exercise, handed_in=one.digest(), run=run)
    settled = f"{assignment.digest if assignment else ''} {sandbox} {one.notes}"
    result.key = hashlib.sha256(f"{result.handed_in} {settled}".encode()).hexdigest()
    content = b""
    try:
        if assignment is None:
            raise RefusedError(f"there is no exercise {one.exercise!r}")
        result.tasks = untouched(assignment.notebook)
        content = one.content(sandbox.limits.notebook)
    except RefusedError as refusal:
        result.reasons = [str(refusal), *one.notes]
    return Job(result, content, tuple(one.notes))


def _lost(result: Result) -> bool:
    """Return whether a result tells of the grading and not of the submission."""
    return any(reason.startswith("grading failed") for reason in result.reasons)


def _changed(handed: list[HandedIn], course: Course) -> list[Path]:
    """Return the files that are no longer what was read when they were graded."""
    return [
        one.files[-1]
        for one in handed
        if one.files
        and (result := results.load(course.graded(one.exercise, one.student)))
        and result.handed_in != one.digest()
    ]


def _line(result: Result, count: int, of: int) -> str:
    reasons = f": {'; '.join(result.reasons)}" if result.reasons else ""
    return f"{count} of {of}  {result.student}  {result.exercise}  {result.status}{reasons}"[:200]


def _one_by_one(
    jobs: list[Job], assignments: dict[str, Assignment], sandbox: Sandbox, *_: object
) -> Run:
    for job in jobs:
        yield grade(job, assignments[job.result.exercise], sandbox)


def _over_workers(
    jobs: list[Job],
    assignments: dict[str, Assignment],
    sandbox: Sandbox,
    workers: int,
    scheduler: str,
) -> Run:
    """Spread the work; a worker that is lost is replaced, and its submission graded elsewhere."""
    from distributed import as_completed

    if not jobs:
        return
    with _client(workers, scheduler) as client:
        _check_workers(client, sandbox)
        shared = {name: client.scatter(one, broadcast=True) for name, one in assignments.items()}
        futures = {
            client.submit(grade, job, shared[job.result.exercise], sandbox, pure=False): job
            for job in jobs
        }
        for future in as_completed(list(futures)):
            job = futures[future]
            error = future.exception()
            if error is None:
                yield future.result()
            else:
                yield failed(job, f"{type(error).__name__}: {str(error).strip()[:160]}")
            future.release()


@contextlib.contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    """Connect to a scheduler, or start processes on this machine and end them afterwards."""
    import dask
    from distributed import Client, LocalCluster

    settings = {"distributed.scheduler.allowed-failures": LOST_WORKERS}
    if scheduler:
        try:
            with Client(scheduler, timeout="20s") as client:
                yield client
        except OSError as error:
            raise GradingError(f"SCHEDULER={scheduler}: cannot be reached ({error})") from None
        return
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None,
            memory_limit=0, silence_logs=50,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client


def _check_workers(client: Any, sandbox: Sandbox) -> None:
    """Make sure that every worker can shut student code in; a worker may be another machine."""
    for worker, why in client.run(check_here, sandbox).items():
        if why:
            raise GradingError(f"worker {worker}: {why}")
