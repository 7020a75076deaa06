"""JupyterLab as a student sees it: a server started as Binder starts it, and a browser's page."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Seconds after which something that should have happened has not.
PATIENCE = 60
TOKEN = secrets.token_hex(16)
#: What BinderHub tells a session about itself; jupyter-offlinenotebook reads it.
SESSION = {
    "BINDER_LAUNCH_HOST": "https://mybinder.org/",
    "BINDER_REQUEST": "v2/gh/{repository}/{branch}",
    "BINDER_PERSISTENT_REQUEST": "v2/gh/{repository}/0123456789abcdef0123456789abcdef01234567",
    "BINDER_REPO_URL": "https://github.com/{repository}",
    "BINDER_REF_URL": "https://github.com/{repository}/tree/{branch}",
}
#: Scrolls on and returns whether the end was reached before.
SCROLL = "e => { const before = e.scrollTop; e.scrollTop += 300; return e.scrollTop === before }"


def clean_environment(home: Path, env: Path) -> dict[str, str]:
    """Return an environment that knows of nothing but a home and what is installed in ``env``."""
    bin_ = env / ("Scripts" if sys.platform == "win32" else "bin")
    kept = {k: v for k, v in os.environ.items() if not re.match(r"PYTHON|JUPYTER|IPYTHON|PIP_R", k)}
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PATH": path, "HOME": str(home), "VIRTUAL_ENV": str(env)}


class Server:
    """A JupyterLab server in its own process."""

    def __init__(self, home: Path, env: Path, repository: str, branch: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.home, base = home, f"/user/two-plants-{secrets.token_hex(4)}/"
        self.address = f"http://127.0.0.1:{port}{base}"
        self.log = home.parent / f"server-{port}.log"
        #: Which tabs are open is kept apart, for two sessions share the home.
        self.workspaces = home.parent / f"workspaces-{port}"
        told = {k: v.format(repository=repository, branch=branch) for k, v in SESSION.items()}
        command = [
            "jupyter-lab", "--ip=127.0.0.1", f"--port={port}", "--no-browser",
            f"--ServerApp.base_url={base}", f"--IdentityProvider.token={TOKEN}",
            "--ServerApp.trust_xheaders=True",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # Binder's user is no administrator
            command.append("--allow-root")
        told["JUPYTERLAB_WORKSPACES_DIR"] = str(self.workspaces)
        environment = {**clean_environment(home, env), **told}
        command[0] = shutil.which("jupyter-lab", path=environment["PATH"]) or command[0]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def ask(self, path: str, method: str = "GET") -> Any:
        """Return what the server's interface answers."""
        request = urllib.request.Request(self.address + path, method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def wait(self) -> float:
        """Wait until the server answers; return the seconds."""
        started = time.monotonic()
        while time.monotonic() - started < PATIENCE:
            if self.process.poll() is not None:
                break
            try:
                self.ask("api/status")
                return time.monotonic() - started
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        log = self.log.read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"JupyterLab did not start:\n{log[-2000:]}")

    def forget(self) -> None:
        """End all kernels and forget which tabs were open, as in a session that has just begun."""
        for session in self.ask("api/sessions"):
            self.ask(f"api/sessions/{session['id']}", "DELETE")
        shutil.rmtree(self.workspaces, ignore_errors=True)

    def stop(self) -> None:
        """End the server and its kernels."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


@dataclass
class Guard:
    """Refuses what a window asks of other hosts than the server, and notes it."""

    root: str
    foreign: list[str] = field(default_factory=list)

    def watch(self, context: Any) -> None:
        """Look at every request of a window from now on."""
        own = re.escape(self.root.partition("/user/")[0])
        context.route(re.compile(rf"^(?!{own}|data:|blob:|about:)"), lambda route: route.abort())
        context.on("request", lambda request: self._asked(request.url))
        context.on("page", lambda page: page.on("websocket", lambda s: self._asked(s.url)))

    def _asked(self, url: str) -> None:
        host = self.root.partition("://")[2].partition("/")[0]
        own = (f"http://{host}/", f"ws://{host}/", "data:", "blob:", "about:")
        if not url.startswith(own):
            self.foreign.append(url)


class Notebook:
    """A notebook that is open in JupyterLab, in a page of its own."""

    def __init__(self, context: Any, server: Server, urlpath: str) -> None:
        started = time.monotonic()
        self.server, self.file = server, server.home / urlpath.removeprefix("lab/tree/")
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(f"{server.address}{urlpath}?token={TOKEN}", wait_until="commit")
        self.page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
        self.shown = time.monotonic() - started
        self.quiet = time.monotonic()

    @property
    def idle(self) -> Any:
        """What the status bar shows when there is a kernel and it has nothing to do."""
        return self.page.locator("#jp-bottom-panel").get_by_text(re.compile(r"\| Idle"))

    @property
    def editors(self) -> int:
        """How many files are open as text."""
        return int(self.page.locator(".jp-FileEditor").count())

    def menu(self, menu: str, command: str) -> None:
        """Choose an entry of the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=re.compile(rf"^{menu}$")).click()
        self.page.locator(f'.lm-Menu-item[data-command="{command}"]').first.click()

    def run_all(self) -> float:
        """Run all cells from the menu; return the seconds to the first output."""
        self.idle.wait_for()
        started = time.monotonic()
        self.menu("Run", "runmenu:run-all")
        self.page.locator(".jp-OutputArea-output:visible").first.wait_for()
        return time.monotonic() - started

    def finished(self) -> list[Any]:
        """Wait until every cell has run, or one has stopped the rest; return the saved cells."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.idle.wait_for()
            self.save()
            cells = self.cells()
            written = [cell for cell in cells if "".join(cell["source"]).strip()]
            stopped = any(o["output_type"] == "error" for cell in cells for o in cell["outputs"])
            if stopped or all(cell["execution_count"] for cell in written):
                return cells
            self.page.wait_for_timeout(300)
        raise RuntimeError(f"{self.file.name}: not all cells have run after {PATIENCE} s")

    def save(self) -> None:
        """Save the notebook and wait until the file is written."""
        before = self.file.stat().st_mtime_ns
        self.menu("File", "docmanager:save")
        until = time.monotonic() + 10
        while time.monotonic() < until:
            self.page.wait_for_timeout(50)
            if self.file.stat().st_mtime_ns != before and self.file.stat().st_size:
                return

    def cells(self) -> list[Any]:
        """Return the code cells of the saved file."""
        for _ in range(20):
            try:
                cells = json.loads(self.file.read_text(encoding="utf-8"))["cells"]
                return [cell for cell in cells if cell["cell_type"] == "code"]
            except json.JSONDecodeError:  # it is just being written
                self.page.wait_for_timeout(50)
        raise RuntimeError(f"{self.file.name} was saved as something that is no notebook")

    def scroll_to(self, locator: Any) -> Any:
        """Scroll from the top until an element is there; JupyterLab draws only what is in sight."""
        outer = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer")
        outer.evaluate("e => e.scrollTop = 0")
        for _ in range(200):
            self.page.wait_for_timeout(60)
            if locator.count() and locator.first.is_visible():
                locator.first.scroll_into_view_if_needed()
                return locator.first
            if outer.evaluate(
                "e => { const t = e.scrollTop; e.scrollTop += 300; return t === e.scrollTop }"
            ):
                break
        raise RuntimeError(f"{self.file.name}: {locator} is nowhere in the notebook")

    def cell_with(self, text: str) -> Any:
        """Return the code cell that holds a text."""
        return self.scroll_to(self.page.locator(".jp-CodeCell", has_text=text))

    def write(self, old: str, new: str) -> None:
        """Put a text in place of a cell's that holds ``old``, by keyboard, and run the cell."""
        cell = self.cell_with(old)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(new)
        self.page.keyboard.press("Control+Enter")

    def run(self, text: str) -> str:
        """Run the cell that holds a text; return what it shows then."""
        cell = self.cell_with(text)
        number = cell.locator(".jp-InputPrompt").first.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([e, n]) => /\\d/.test(e.innerText) && e.innerText !== n",
            arg=[cell.locator(".jp-InputPrompt").first.element_handle(), number],
        )
        return str(cell.locator(".jp-OutputArea-output").first.inner_text())

    def close(self) -> None:
        """Close the page."""
        self.page.close()

    def offline(self, button: str) -> None:
        """Press a button of jupyter-offlinenotebook and agree to what it asks."""
        self.page.get_by_role("button", name=button).click()
        agree = self.page.locator(".jp-Dialog .jp-mod-accept")
        agree.wait_for()
        agree.click()
        agree.wait_for(state="detached")
