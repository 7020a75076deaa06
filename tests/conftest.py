"""Fixtures of the page tests: the built site on a local server, and one browser.

Playwright keeps an event loop running. It runs in a thread of its own, and so do the tests that
use it, so that it disturbs no other test of the same session.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from visits import MODES, SITE, Guard, Visit, new_context, visit_page

from casebook.browser import FLAGS, HOW_TO_GET, browser_required, find_browser
from casebook.build import INSTRUCTOR_HTML
from casebook.practice.grading.sandbox import Sandbox, check_here

RULE = "=" * 78


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Serves files to a browser that may hang up at any time."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a page that was closed has hung up."""


class BrowserThread:
    """Chromium, one window for each mode, and the thread that owns them."""

    def __init__(self, path: str) -> None:
        self.pool = ThreadPoolExecutor(1, "browser")
        self.windows: dict[str, Any] = {}
        self.chromium = self.run(self._start, path)

    def run(self, function: Callable[..., Any], *positional: Any, **named: Any) -> Any:
        """Call a function in the browser's thread and wait for it."""
        return self.pool.submit(function, *positional, **named).result()

    def _start(self, path: str) -> Any:
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        return self.playwright.chromium.launch(executable_path=path, args=list(FLAGS))

    def window(self, mode: str) -> Any:
        """Return the window of a mode; a new window costs Chromium a second, a new tab less."""
        if mode not in self.windows:
            self.windows[mode] = new_context(self.chromium, MODES[mode])
            self.windows[mode].new_page()  # holds the window open
        return self.windows[mode]

    def stop(self) -> None:
        """Close Chromium and end the thread."""
        self.run(self.chromium.close)
        self.run(self.playwright.stop)
        self.pool.shutdown()


@pytest.fixture(scope="session")
def built() -> Path:
    """Return the folder of the built site."""
    if not (SITE / "index.html").exists():
        pytest.fail("the book is not built, so its pages cannot be tested; run `make book` first")
    return SITE


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[str]:
    """Serve the built site; return its address, with a slash at its end."""
    yield from served(built)


@pytest.fixture(scope="session")
def instructor_site() -> Iterator[str]:
    """Serve the instructor edition; return its address, with a slash at its end."""
    folder = INSTRUCTOR_HTML.output
    if not (folder / "index.html").exists():
        pytest.fail("the instructor edition is not built; run `make instructor` first")
    yield from served(folder)


def served(folder: Path) -> Iterator[str]:
    """Serve a folder for as long as it is needed."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser(built: Path) -> Iterator[BrowserThread]:
    """Start one browser; without one, page tests fail where it is required and never pass."""
    path = find_browser()
    if path is None:
        (pytest.fail if browser_required() else pytest.skip)(HOW_TO_GET)
    thread = BrowserThread(path)
    yield thread
    thread.stop()


@pytest.fixture
def open_page(browser: BrowserThread, site: str) -> Iterator[Callable[..., Any]]:
    """Open a page in a mode, away from every other host; call with its path and the mode."""
    pages = []

    def opened(path: str, mode: str = "wide-light", *, root: str = "") -> Any:
        page = browser.window(mode).new_page()
        pages.append(page)
        page.guard = Guard(page, root or site)
        page.goto((root or site) + path, wait_until="load")
        return page

    yield opened
    for page in pages:
        browser.run(page.close)


def look(browser: BrowserThread, site: str, page_name: str, mode: str) -> Visit:
    """Visit a page in the window of a mode."""
    page = browser.window(mode).new_page()
    try:
        return visit_page(page, site, page_name, keys=mode == "wide-light")
    finally:
        page.close()


@pytest.fixture(scope="session")
def visits() -> dict[tuple[str, str], Visit | BaseException]:
    """Keep what was seen on each page in each mode, for many tests to read."""
    return {}


@pytest.fixture
def visit(
    browser: BrowserThread, site: str, visits: dict[Any, Any], page_name: str, mode: str
) -> Visit:
    """Return what one load of a page in one mode has shown."""
    key = page_name, mode
    if key not in visits:
        try:
            visits[key] = browser.run(look, browser, site, page_name, mode)
        except Exception as error:  # told by every test of the page, tried once
            visits[key] = error
    if isinstance(visits[key], Exception):
        raise visits[key]
    return visits[key]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that opens pages in the browser's thread."""
    if "open_page" not in pyfuncitem.fixturenames:
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    pyfuncitem.funcargs["browser"].run(pyfuncitem.obj, **arguments)
    return True


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep together what shares its cost or a kernel, for ``pytest -n 2 --dist loadgroup``."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        values = getattr(item, "callspec", None)
        page = values.params.get("page_name") if values else None
        item.add_marker(pytest.mark.xdist_group(str(page or item.path)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """Refuse to go on where the groups are lost: every page and every batch would be done twice."""
    lost = [name for name in ids if "@" not in name]
    if node.config.getoption("dist") == "loadgroup" and lost:
        pytest.exit(f"pytest-xdist does not keep together what belongs together: {lost[0]}", 4)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that no page or no grading was tested, if so."""
    if find_browser() is None:
        for line in (RULE, f"THE PAGES WERE NOT TESTED: {HOW_TO_GET}", RULE):
            terminalreporter.write_line(line, red=True, bold=True)
    if why := check_here(Sandbox()):
        for line in (RULE, f"THE GRADING WAS NOT TESTED: {why}", RULE):
            terminalreporter.write_line(line, red=True, bold=True)
