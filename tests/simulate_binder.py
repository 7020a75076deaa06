"""Works through what students get as Binder would show it: ``make binder``.

Installs the student tree's ``.binder`` and nothing else into an environment of its own, starts
JupyterLab as Binder does, and lets a browser open, run and answer every notebook. Whatever goes
wrong is told at the end, and the command fails. Not tried here: mybinder.org itself, and the
image that repo2docker makes with docker.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lab import Guard, Notebook, Server, clean_environment

from casebook.browser import FLAGS, HOW_TO_GET, find_browser
from casebook.build import BUILD
from casebook.practice.links import binder_link, notebooks, repository
from casebook.practice.source import Sheet, Task, read, sheets
from casebook.practice.student_tree import TREE

PLACE = BUILD / "binder"
#: Students who work side by side, each with a server and a browser.
SESSIONS = 2
#: What a student first types: no task's answer, whatever it asks for.
WRONG = "-987654321.5"


@dataclass
class Report:
    """What was seen: seconds by what they measure, what went wrong in words, and what was done."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def took(self, what: str, seconds: float) -> None:
        """Note how long something took."""
        self.seconds.setdefault(what, []).append(seconds)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Note how long a block takes."""
        started = time.monotonic()
        yield
        self.took(what, time.monotonic() - started)

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Go on after a step that failed, and tell of it at the end."""
        try:
            yield
        except Exception as error:
            self.wrong.append(f"{what}: {type(error).__name__}: {str(error)[:400]}")

    def hold(self, right: bool, what: str) -> None:
        """Note what does not hold."""
        if not right:
            self.wrong.append(what)

    def print(self) -> None:
        """Print the times as a table, and what went wrong."""
        print(f"\n{'seconds':<28}{'times':>6}{'first':>8}{'median':>8}{'most':>8}")
        for what, found in self.seconds.items():
            middle = statistics.median(found)
            print(f"{what:<28}{len(found):>6}{found[0]:>8.1f}{middle:>8.1f}{max(found):>8.1f}")
        for line in self.wrong:
            print(f"WRONG: {line}")
        print("Nothing went wrong." if not self.wrong else f"{len(self.wrong)} went wrong.")


def install(report: Report) -> tuple[Path, Path]:
    """Make home and environment from the tree's ``.binder`` alone; return both."""
    home, env = PLACE / "home", PLACE / "env"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(TREE, home)
    lock = home / ".binder" / "requirements.txt"
    mark = env / hashlib.sha256(lock.read_bytes()).hexdigest()
    command = ["python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
    if mark.exists():
        print("the environment of this lock stands already")
    else:
        shutil.rmtree(env, ignore_errors=True)
        with report.timed("install the lock"):
            venv.create(env, with_pip=True)
            in_environment(home, env, command)
        mark.touch()
    with report.timed("postBuild"):
        in_environment(home, env, [str(home / ".binder" / "postBuild")])
    return home, env


def in_environment(home: Path, env: Path, command: list[str]) -> None:
    """Run a command as Binder does: in the home, with nothing but the environment."""
    environment = clean_environment(home, env)
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    ended = subprocess.run(
        [program, *command[1:]], cwd=home, env=environment, capture_output=True, text=True
    )
    if ended.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{ended.stdout}{ended.stderr}")


def urlpath(path: str) -> str:
    """Return what a launch link asks Binder to open."""
    link = binder_link(*repository(), path)
    return parse_qs(urlsplit(link).query)["urlpath"][0]


def run_through(report: Report, context: Any, server: Server, path: str) -> Notebook:
    """Open a notebook by its launch link, run all its cells and look for errors."""
    server.forget()
    notebook = Notebook(context, server, urlpath(path))
    report.took("notebook shown", notebook.shown)
    report.hold(not notebook.editors, f"{path} opened as text")
    report.took("first output after Run", notebook.run_all())
    with report.timed("then all cells"):
        cells = notebook.finished()
    for cell in cells:
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                report.hold(False, f"{path}: {output['ename']}: {output['evalue']}")
    return notebook


def first_checked(sheet: Sheet) -> Task:
    """Return the first task that checks itself."""
    return next(task for task in sheet.tasks.values() if task.checked)


def answer(report: Report, notebook: Notebook, sheet: Sheet) -> None:
    """Type a wrong answer to a task and then the right one; see what its check says."""
    task = first_checked(sheet)
    check = task.cells["check"][0].source.strip()
    stub = next(c.source for c in task.cells["stub"] if c.cell_type == "code")
    solution = "\n".join(c.source for c in task.cells["solution"] if c.cell_type == "code")
    name = re.sub(r".*, (\w+)\)", r"\1", check)
    notebook.write(stub.splitlines()[0], f"{name} = {WRONG}  # first try")
    said = notebook.run(check)
    report.hold(said.startswith(f"✗ {task.number}"), f"{sheet.slug}: wrong answer: {said!r}")
    notebook.write("# first try", f"# second try\n{stub}\n{solution}")
    with report.timed("check answers"):
        said = notebook.run(check)
    report.hold(said.startswith(f"✓ {task.number} Right."), f"{sheet.slug}: right answer: {said!r}")


def keep_and_restore(report: Report, context: Any, server: Server, notebook: Notebook) -> None:
    """Save the work to the browser, lose it on the server, and get it back in a new page."""
    path = notebook.file.relative_to(server.home).as_posix()
    notebook.offline("Save to browser storage")
    notebook.close()
    server.forget()
    shutil.copy2(TREE / path, notebook.file)
    again = Notebook(context, server, urlpath(path))
    lost = again.page.locator(".jp-CodeCell", has_text="# second try")
    report.hold(lost.count() == 0, f"{path}: the work was not lost, so nothing was restored")
    again.offline("Restore from browser storage")
    again.cell_with("# second try")
    again.close()


def move_slider(report: Report, notebook: Notebook) -> None:
    """Move a live explorer's slider by keyboard; its chart and its sentence must answer."""
    handle = notebook.scroll_to(notebook.page.locator(".jp-OutputArea .noUi-handle:visible"))
    box = notebook.page.locator(".widget-vbox", has=notebook.page.locator(".noUi-handle")).first
    drawn = ".js-plotly-plot .scatterlayer, .js-plotly-plot .barlayer"
    box.locator(".js-plotly-plot").first.wait_for()
    before = box.locator(drawn).first.inner_html(), box.inner_text()
    handle.focus()
    with report.timed("slider answers"):
        notebook.page.keyboard.press("ArrowRight")
        notebook.page.wait_for_function(
            "([box, css, html]) => { const e = box.querySelector(css);"
            " return e && e.innerHTML !== html }",
            arg=[box.element_handle(), drawn, before[0]],
        )
    report.hold(box.inner_text() != before[1], f"{notebook.file.name}: the slider's text stands")


def work(report: Report, context: Any, server: Server, paths: list[str]) -> None:
    """Work through notebooks as a student does; the rarer steps are done in the first that can."""
    sheet_of = {f"exercises/{path.stem}.ipynb": read(path) for path in sheets()}
    for path in paths:
        with report.step(path):
            notebook = run_through(report, context, server, path)
            if path in sheet_of:
                answer(report, notebook, sheet_of[path])
            elif "slider moved" not in report.done and has_slider(notebook):
                move_slider(report, notebook)
                report.done.append("slider moved")
            if path in sheet_of and "kept and restored" not in report.done:
                keep_and_restore(report, context, server, notebook)
                report.done.append("kept and restored")
            print(f"worked through {path}", flush=True)
        for page in context.pages:
            page.close()


def has_slider(notebook: Notebook) -> bool:
    """Tell whether a notebook shows a live explorer."""
    return "explore(" in notebook.file.read_text(encoding="utf-8")


def session(report: Report, browser: str, homes: tuple[Path, Path], paths: list[str]) -> None:
    """Start a server and a browser and work through some notebooks."""
    from playwright.sync_api import sync_playwright

    address, branch = repository()
    server = Server(*homes, urlsplit(address).path.strip("/"), branch)
    guard = Guard(server.address)
    try:
        report.took("server answers", server.wait())
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
            context = chromium.new_context(viewport={"width": 1280, "height": 900})
            guard.watch(context)
            work(report, context, server, paths)
            chromium.close()
    finally:
        server.stop()
    for url in dict.fromkeys(guard.foreign):
        report.hold(False, f"asked another host: {url}")


def main() -> int:
    """Install, work in two sessions side by side, report."""
    browser, report = find_browser(), Report()
    if browser is None or not TREE.exists():
        print(f"error: {HOW_TO_GET if TREE.exists() else 'run make exercises first'}")
        return 1
    started = time.monotonic()
    homes = install(report)
    installed, paths = time.monotonic(), notebooks()
    with ThreadPoolExecutor(SESSIONS) as pool:
        shares = [paths[k::SESSIONS] for k in range(SESSIONS)]
        running = [pool.submit(session, report, browser, homes, share) for share in shares]
        for one in running:
            with report.step("a session"):
                one.result()
    for what in ("slider moved", "kept and restored"):
        report.hold(what in report.done, f"never done: {what}")
    shown = len(report.seconds.get("notebook shown", []))
    report.hold(shown >= len(paths), f"{shown} of {len(paths)} notebooks were shown")
    report.print()
    now = time.monotonic()
    print(f"({installed - started:.0f} s to install, {now - installed:.0f} s to work)")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
