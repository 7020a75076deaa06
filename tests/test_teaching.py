"""The instructors' plans, boards and questions: they add up, and what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from test_chapters import bare_numbers

from casebook.build import contents
from casebook.data import ROOT
from casebook.errors import DataError
from casebook.practice.source import read, sheets
from casebook.story import reading_as_data
from casebook.teaching.boards import FILE as BOARDS_FILE
from casebook.teaching.boards import load_boards
from casebook.teaching.plans import FILE, in_markdown, load_plans, reading_minutes

PLANS = load_plans()
MEETINGS = [(plan, meeting) for plan in PLANS.values() for meeting in plan.meetings]
PAGES = sorted((ROOT / "instructors").glob("*.md"))
CHAPTERS = sorted((ROOT / "chapters").glob("[0-9]*.md"))
EXHIBIT = re.compile(r'\bname="([\w-]+)"')
QUESTION = re.compile(r"^```\{question\} (\S+)$", re.MULTILINE)
every_meeting = pytest.mark.parametrize(
    ("plan", "meeting"), MEETINGS, ids=[f"{p.name}: {m.title}"[:60] for p, m in MEETINGS]
)
every_plan = pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.name)


def exhibits_of(path: Path) -> set[str]:
    """Return the names of a chapter's exhibits."""
    return set(EXHIBIT.findall(path.read_text(encoding="utf-8")))


def questions() -> list[str]:
    """Return the discussion questions of all notes."""
    return [name for page in PAGES for name in QUESTION.findall(page.read_text(encoding="utf-8"))]


def test_there_are_the_six_plans():
    names = {"one-session", "two-sessions", "one-week", "one-term", "workshop", "first-year"}
    assert set(PLANS) >= names
    assert PLANS["one-session"].minutes == 75
    assert len(PLANS["one-term"].meetings) == 12


@every_meeting
def test_minutes_add_up(plan, meeting):
    assert sum(step.minutes for step in meeting.steps) == meeting.minutes


@every_meeting
def test_cuts_win_a_tenth_of_the_meeting_in_an_order(plan, meeting):
    cuts = meeting.cuts()
    assert sum(step.saved for step in cuts) >= meeting.minutes / 10
    assert [step.cut for step in cuts] == list(range(1, len(cuts) + 1))


@every_meeting
def test_pages_to_read_are_in_the_book(plan, meeting):
    files = {entry["file"] for part in contents()["parts"] for entry in part["chapters"]}
    assert set(meeting.read) <= files


@every_meeting
def test_questions_are_answered_on_a_note(plan, meeting):
    assert {step.question for step in meeting.steps if step.question} <= set(questions())


@every_meeting
def test_exercises_exist(plan, meeting):
    known = {number for path in sheets() for number in read(path).tasks}
    assert {number for step in meeting.steps for number in step.exercises} <= known


@every_meeting
def test_exhibits_stand_in_chapters_that_were_read(plan, meeting):
    so_far = plan.meetings[: plan.meetings.index(meeting) + 1]
    pages = {page for earlier in so_far for page in earlier.read}
    known = set().union(*(exhibits_of(ROOT / f"{page}.md") for page in pages))
    assert {name for step in meeting.steps for name in step.exhibits} <= known


@every_plan
def test_nobody_reads_past_the_decision_before_it_is_argued(plan):
    asked = [{step.question for step in meeting.steps} for meeting in plan.meetings]
    decision = next(place for place, names in enumerate(asked) if "A6" in names)
    pages = [page for meeting in plan.meetings[: decision + 1] for page in meeting.read]
    assert [page for page in pages if page > "chapters/08"] == []


@every_meeting
def test_no_figure_is_typed(plan, meeting):
    assert [bare_numbers(step.do) for step in meeting.steps if bare_numbers(step.do)] == []


@every_meeting
def test_board_exists(plan, meeting):
    assert not meeting.board or meeting.board in load_boards()


@every_plan
def test_plan_stands_on_the_page_of_plans(plan):
    text = (ROOT / "instructors" / "plans.md").read_text(encoding="utf-8")
    assert f"```{{plan}} {plan.name}\n" in text


def test_draw_for_paper_spoils_neither_the_exercise_nor_the_vote():
    note = (ROOT / "instructors" / "note-lab-14.md").read_text(encoding="utf-8")
    count, seed = map(int, re.search(r"story\.sample\((\d+), seed=(\d+)\)", note).groups())
    drawn = reading_as_data.sample(count, seed=seed)
    sheet = next(path for path in sheets() if path.name.startswith("14-"))
    asked = re.findall(r'"(P\d{3})"', sheet.read_text(encoding="utf-8"))
    assert set(drawn.index).isdisjoint(asked)
    assert not drawn["passage"].str.contains("Asia Auto|Oskemen").any()
    codes = reading_as_data.coded().loc[drawn.index]
    assert (codes["coder_a"] != codes["coder_b"]).mean() > 1 / 2


def test_question_of_a_lab_is_named_as_its_box_is():
    plan = PLANS["workshop"]
    assert "{ref}`question-l16-1`" in in_markdown(plan, reading_minutes(plan, ROOT))


def test_no_question_stands_twice():
    assert len(questions()) == len(set(questions()))


def damaged(tmp_path: Path, change: str, to: str) -> Path:
    """Return a copy of the plans with one thing changed."""
    text = FILE.read_text(encoding="utf-8")
    assert change in text
    path = tmp_path / "plans.yml"
    path.write_text(text.replace(change, to, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "to", "words"),
    [
        ("minutes: 5, do", "minutes: 6, do", "one-session, meeting 1: the minutes do not add up"),
        ("question: A1", "qestion: A1", "unknown word in a step; found 'qestion'"),
        ("keep: 8", "keep: 80", "minutes of a step; found '15, keep 80'"),
        ("  suits: A class that meets once", "  fits: A class", "one-session lacks 'suits'"),
    ],
)
def test_damaged_plan_is_named(tmp_path, change, to, words):
    with pytest.raises(DataError, match=re.escape(words)):
        load_plans(damaged(tmp_path, change, to))


def test_sum_that_does_not_fit_is_told_with_both_sums(tmp_path):
    with pytest.raises(DataError, match="found 76; expected 75"):
        load_plans(damaged(tmp_path, "minutes: 5, do", "minutes: 6, do"))


@pytest.mark.parametrize("board", load_boards().values(), ids=lambda board: board.name)
def test_board_has_columns_with_lines_of_the_ledger(board):
    assert len(board.columns) in (3, 4)
    assert all(2 <= len(lines) <= 6 for _, lines in board.columns)
    assert board.claims
    assert "{" not in board.words()


def test_figures_of_boards_are_not_typed():
    for entry in yaml.safe_load(BOARDS_FILE.read_text(encoding="utf-8")):
        lines = [line for column in entry["columns"] for line in column["lines"]]
        plain = [re.sub(r"\{[^}]*\}|\d+ August 2020", "…", line) for line in lines]
        assert [bare_numbers(line) for line in plain if bare_numbers(line)] == []


def test_unknown_claim_on_a_board_is_named(tmp_path):
    path = tmp_path / "boards.yml"
    text = BOARDS_FILE.read_text(encoding="utf-8").replace("{n-support-total}", "{n-suport}")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="board-b: unknown claim; found 'n-suport'"):
        load_boards(path)
