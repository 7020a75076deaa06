"""The five commands of an instructor: ``python -m casebook.practice.grading VERB NAME=value ...``.

``make release``, ``collect``, ``grade``, ``marks`` and ``feedback`` pass their variables on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from casebook.errors import DataError, GradingError
from casebook.practice.grading.course import Course

Words = dict[str, str]
NAMES = {
    "release": ("COURSE", "EXERCISE"),
    "collect": ("COURSE", "EXERCISE", "FROM"),
    "grade": ("COURSE", "EXERCISE", "SUBMISSIONS", "WORKERS", "SCHEDULER", "SECONDS", "UNSAFE"),
    "marks": ("COURSE", "WRITTEN"),
    "feedback": ("COURSE", "EXERCISE"),
}


def release(course: Course, words: Words) -> None:
    """Make the hand-outs."""
    from casebook.practice.grading import assignment

    for sheet in assignment.chosen(words.get("EXERCISE", "")):
        print(f"released {assignment.release(course, sheet)}", flush=True)


def grade(course: Course, words: Words) -> None:
    """Grade what was handed in."""
    from casebook.practice.grading.batch import grade_class
    from casebook.practice.grading.limits import Limits
    from casebook.practice.grading.sandbox import UNSAFE, Sandbox

    unsafe = words.get("UNSAFE", "")
    if unsafe not in ("", UNSAFE):
        raise GradingError(f"UNSAFE={unsafe}: expected UNSAFE={UNSAFE}, or nothing")
    seconds = whole(words, "SECONDS", Limits.cell_seconds)
    limits = Limits(cell_seconds=seconds, total_seconds=6 * seconds, cpu_seconds=4 * seconds)
    summary = grade_class(
        course, Path(words.get("SUBMISSIONS") or course.submitted), Sandbox(limits, bool(unsafe)),
        exercise=words.get("EXERCISE", ""), workers=whole(words, "WORKERS", 0),
        scheduler=words.get("SCHEDULER", ""), say=lambda line: print(line, flush=True),
    )  # fmt: skip
    print(f"graded {summary.graded}, kept {summary.kept} from before: {course.grades}")
    if summary.unread:
        print(f"{summary.unread} written answers are to be read: fill in {course.written}")
    if summary.changed:
        listed = ", ".join(map(str, summary.changed))
        raise GradingError(f"files were changed while they were graded: {listed}; grade again")


def whole(words: Words, name: str, otherwise: int) -> int:
    """Return a whole number that was given, or another if none was."""
    text = words.get(name, "")
    if not text:
        return otherwise
    if not text.isdigit() or int(text) < 1:
        raise GradingError(f"{name}={text}: expected a whole number such as {otherwise or 2}")
    return int(text)


def collect(course: Course, words: Words) -> None:
    """Sort what students sent into the course folder."""
    from casebook.practice.grading.collect import collect as sort

    if not words.get("FROM"):
        raise GradingError("say where the hand-ins are: make collect FROM=folder-or-zip")
    for line in sort(course, Path(words["FROM"]), words.get("EXERCISE", "")):
        print(line, flush=True)


def marks(course: Course, words: Words) -> None:
    """Enter the points of written answers."""
    from casebook.practice.grading import grades
    from casebook.practice.grading.marks import ask, enter

    path = Path(words.get("WRITTEN") or course.written)
    count = enter(course, path, grades.all_results(course))
    unread = ask(course, grades.all_results(course))
    grades.write(course)
    print(f"entered the points of {count} written answers, {unread} are open: {course.grades}")


def feedback(course: Course, words: Words) -> None:
    """Write the pages that go back to students."""
    from casebook.practice.grading.feedback import write

    count = write(course, words.get("EXERCISE", ""))
    print(f"wrote {count} pages: {course.feedback}")


VERBS: dict[str, Callable[[Course, Words], None]] = {
    "release": release, "collect": collect, "grade": grade, "marks": marks, "feedback": feedback,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run one verb; an error is one message and exit code 1."""
    verb, *rest = arguments or [""]
    words = dict(word.split("=", 1) for word in rest if "=" in word)
    unknown = [w for w in rest if w.partition("=")[0] not in NAMES.get(verb, ()) or "=" not in w]
    if verb not in VERBS or unknown:
        expected = " ".join(f"{name}=..." for name in NAMES.get(verb, ()))
        usage = f"{'|'.join(VERBS)} ..." if verb not in VERBS else f"{verb} {expected}"
        print(f"usage: python -m casebook.practice.grading {usage}", file=sys.stderr)
        return 2
    try:
        VERBS[verb](Course(Path(words.get("COURSE") or "class").resolve()), words)
    except (GradingError, DataError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
