"""Session plans in minutes, read from ``instructors/plans.yml`` and checked.

A plan says what to do from minute to minute and what to leave out when time runs out. The sums
are worked out here and nowhere typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from docutils.nodes import make_id

from casebook.data import ROOT
from casebook.errors import DataError

FILE = ROOT / "instructors" / "plans.yml"
READ = re.compile(r"^```\{minutes\}\n:read: (\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One step of a meeting.

    Attributes
    ----------
    minutes
        How long it takes.
    do
        What the instructor and the class do, in MyST.
    question
        The discussion question, such as ``"A1"``, or nothing.
    exhibits
        Names of the exhibits to show.
    exercises
        Numbers of the tasks to do, such as ``"4.1"``.
    cut
        When time runs out: 1 is shortened first; 0 is never cut.
    keep
        The minutes that are left of the step once it is cut.
    """

    minutes: int
    do: str
    question: str = ""
    exhibits: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    cut: int = 0
    keep: int = 0

    @property
    def saved(self) -> int:
        """The minutes won by cutting the step."""
        return self.minutes - self.keep if self.cut else 0


@dataclass(frozen=True)
class Meeting:
    """One meeting: its title, its length, its steps, and the pages to read before it."""

    title: str
    minutes: int
    steps: tuple[Step, ...]
    read: tuple[str, ...] = ()
    board: str = ""

    def clock(self) -> list[tuple[int, Step]]:
        """Return each step with the minute at which it begins."""
        begins, found = 0, []
        for step in self.steps:
            found.append((begins, step))
            begins += step.minutes
        return found

    def cuts(self) -> list[Step]:
        """Return the steps that can be cut, first the first to go."""
        return sorted((step for step in self.steps if step.cut), key=lambda step: step.cut)


@dataclass(frozen=True)
class Plan:
    """A plan: whom it is for, and its meetings."""

    name: str
    title: str
    suits: str
    meetings: tuple[Meeting, ...] = field(default=())

    @property
    def minutes(self) -> int:
        """The length of all meetings together."""
        return sum(meeting.minutes for meeting in self.meetings)


def load_plans(file: Path = FILE) -> dict[str, Plan]:
    """Return the plans by name.

    Raises
    ------
    DataError
        If the file lacks something or a meeting's minutes do not add up; it names the file, the
        plan, the meeting and both sums.
    """
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataError(_short(file), f"cannot be read ({error})") from None
    found: dict[str, Plan] = {}
    for entry in raw:
        plan = _plan(entry, _short(file))
        if plan.name in found:
            raise DataError(_short(file), "two plans of one name", found=plan.name)
        found[plan.name] = plan
    return found


def _short(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _plan(entry: dict[str, Any], file: str) -> Plan:
    name = str(_wanted(entry, "name", file, "a plan"))
    meetings = tuple(
        _meeting(m, file, f"{name}, meeting {count}")
        for count, m in enumerate(_wanted(entry, "meetings", file, name), 1)
    )
    title, suits = (str(_wanted(entry, key, file, name)) for key in ("title", "suits"))
    return Plan(name, title, suits, meetings)


def _meeting(entry: dict[str, Any], file: str, where: str) -> Meeting:
    steps = tuple(_step(s, file, where) for s in _wanted(entry, "steps", file, where))
    minutes = int(_wanted(entry, "minutes", file, where))
    planned = sum(step.minutes for step in steps)
    if planned != minutes:
        raise DataError(
            file, f"{where}: the minutes do not add up", found=planned, expected=str(minutes)
        )
    return Meeting(
        str(_wanted(entry, "title", file, where)), minutes, steps,
        tuple(entry.get("read", ())), str(entry.get("board", "")),
    )  # fmt: skip


def _step(entry: dict[str, Any], file: str, where: str) -> Step:
    unknown = set(entry) - set(Step.__dataclass_fields__)
    if unknown:
        raise DataError(
            file, f"{where}: unknown word in a step", found=sorted(unknown)[0],
            expected=f"one of {', '.join(Step.__dataclass_fields__)}",
        )  # fmt: skip
    step = Step(
        int(_wanted(entry, "minutes", file, where)), str(_wanted(entry, "do", file, where)).strip(),
        str(entry.get("question", "")), tuple(entry.get("exhibits", ())),
        tuple(str(e) for e in entry.get("exercises", ())), int(entry.get("cut", 0)),
        int(entry.get("keep", 0)),
    )  # fmt: skip
    if step.minutes < 1 or not 0 <= step.keep < step.minutes:
        raise DataError(
            file, f"{where}: minutes of a step", found=f"{step.minutes}, keep {step.keep}",
            expected="one or more, and fewer to keep",
        )  # fmt: skip
    return step


def _wanted(entry: dict[str, Any], key: str, file: str, where: str) -> Any:
    if not isinstance(entry, dict) or key not in entry:
        raise DataError(file, f"{where} lacks {key!r}", found=entry if entry else None)
    return entry[key]


def minutes_to_read(page: Path) -> int:
    """Return how long a chapter says that it takes to read; 0 if it does not say."""
    found = READ.search(page.read_text(encoding="utf-8")) if page.exists() else None
    return int(found[1]) if found else 0


def reading_minutes(plan: Plan, root: Path = ROOT) -> dict[str, int]:
    """Return the minutes to read each page of a plan."""
    pages = [page for meeting in plan.meetings for page in meeting.read]
    return {page: minutes_to_read(root / f"{page}.md") for page in dict.fromkeys(pages)}


def overview(plans: dict[str, Plan]) -> pd.DataFrame:
    """Return one row a plan: meetings, minutes in class, minutes of reading, pages, exercises."""
    return pd.DataFrame(
        [
            {
                "plan": plan.title,
                "meetings": len(plan.meetings),
                "minutes in class": plan.minutes,
                "minutes of reading": sum(reading_minutes(plan).values()),
                "exercises in class": sum(len(s.exercises) for m in plan.meetings for s in m.steps),
            }
            for plan in plans.values()
        ]
    )


def in_markdown(plan: Plan, reading: dict[str, int]) -> str:
    """Return a plan as MyST text: for each meeting the reading, the clock and the cuts.

    Parameters
    ----------
    plan
        A plan.
    reading
        Minutes to read each page, by its path from the root without ending.
    """
    meetings = "\n\n".join(
        _meeting_in_markdown(meeting, reading, many=len(plan.meetings) > 1, place=place)
        for place, meeting in enumerate(plan.meetings, 1)
    )
    return f"{plan.suits}\n\n{meetings}"


def _meeting_in_markdown(
    meeting: Meeting, reading: dict[str, int], *, many: bool, place: int
) -> str:
    head = f"**{f'Meeting {place}: ' if many else ''}{meeting.title}, {meeting.minutes} minutes**"
    parts = [head]
    if meeting.read:
        pages = ", ".join(f"{{doc}}`/{page}`" for page in meeting.read)
        total = sum(reading.get(page, 0) for page in meeting.read)
        parts.append(f"Before class, {total} minutes of reading: {pages}.")
    rows = "\n".join(
        f"| {begins}–{begins + step.minutes} | {step.do.replace(chr(10), ' ')}{_shown(step)} |"
        for begins, step in meeting.clock()
    )
    parts.append(f"| minutes | what to do, and with what |\n|---|---|\n{rows}")
    if cuts := meeting.cuts():
        said = "; ".join(_cut(step, meeting) for step in cuts)
        saved = sum(step.saved for step in cuts)
        parts.append(f"If time runs out, cut in this order: {said}. That wins {saved} minutes.")
    if meeting.board:
        parts.append(f"At the end the board looks like {{ref}}`exhibit-{meeting.board}`.")
    return "\n\n".join(parts)


def _shown(step: Step) -> str:
    label = make_id(f"question-{step.question}")  # as its directive does: question-l16-1
    shown = [f"question {{ref}}`{label}`"] if step.question else []
    shown += [f"{{ref}}`exhibit-{name}`" for name in step.exhibits]
    shown += [f"exercise {number}" for number in step.exercises]
    return f" *With {', '.join(shown)}.*" if shown else ""


def _cut(step: Step, meeting: Meeting) -> str:
    begins = next(start for start, other in meeting.clock() if other is step)
    what = f"the step from minute {begins}"
    return f"{what} ({f'keep {step.keep} minutes' if step.keep else 'leave it out'})"
