"""One load of a page in one mode, and all that the page tests want to know of it.

Loading a page, drawing its charts and running axe cost a second or more, asking about them
nothing. So each page is visited once in each mode, and the tests read the `Visit`. What is looked
for on a page is written in ``visits.js``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from casebook.build import BUILD

SITE = BUILD / "html"
PROBE = Path(__file__).with_name("visits.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SETTLE = "for (const a of document.getAnimations()) try { a.finish() } catch { /* endless */ }"
#: Milliseconds after which something on a page that should have happened has not.
PATIENCE = 30_000
#: Of the thousands of rows of a table, so many stay for axe and for the Tab key, besides one of
#: each make-up; all rows are there for everything else.
KEPT_ROWS = 20


@dataclass(frozen=True)
class Mode:
    """A screen and a theme."""

    width: int
    height: int
    theme: str
    phone: bool


MODES = {
    "wide-light": Mode(1280, 900, "light", phone=False),
    "wide-dark": Mode(1280, 900, "dark", phone=False),
    "phone-light": Mode(390, 844, "light", phone=True),
    "phone-dark": Mode(390, 844, "dark", phone=True),
}


@dataclass
class Visit:
    """What one load of a page has shown; every list holds what went wrong, in words."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    theme: str = ""
    pictures: list[dict[str, Any]] = field(default_factory=list)
    exhibits: list[dict[str, Any]] = field(default_factory=list)
    stray_charts: list[str] = field(default_factory=list)
    widths: dict[str, dict[str, Any]] = field(default_factory=dict)
    faint: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)


class Guard:
    """Refuses what a page asks of other hosts, and notes this and every error."""

    def __init__(self, page: Any, root: str) -> None:
        self.root = root
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.missing: list[str] = []
        own = re.escape(root)
        page.route(re.compile(rf"^(?!{own}|data:|blob:|about:)"), lambda r: r.abort())
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)
        page.on("response", self._answered)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.root, "data:", "blob:", "about:")):
            self.foreign.append(url)

    def _said(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.missing.append(f"{response.status} {response.url}")


def pages() -> list[str]:
    """Return the path of every page of the built site; index.html if there is none yet."""
    found = sorted(
        path.relative_to(SITE).as_posix()
        for path in SITE.rglob("*.html")
        if "_static" not in path.relative_to(SITE).parts
    )
    return found or ["index.html"]


def pages_with(*texts: str) -> list[str]:
    """Return the pages whose source holds all of some texts; index.html if none does."""
    kept = [name for name in pages() if all(t in source(name) for t in texts)]
    return kept or ["index.html"]


@functools.cache
def source(name: str) -> str:
    """Return the source of a page, or nothing if it is not built."""
    path = SITE / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def new_context(chromium: Any, mode: Mode) -> Any:
    """Open a window of a mode; each load finds the theme where the theme's own switch keeps it."""
    context = chromium.new_context(
        viewport={"width": mode.width, "height": mode.height},
        has_touch=mode.phone,
        is_mobile=mode.phone,
        service_workers="block",
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(
        f"try {{ localStorage.mode = localStorage.theme = '{mode.theme}' }}"
        " catch { /* a page without storage */ }"
    )
    return context


def wait(page: Any, script: str) -> Any:
    """Evaluate a script that may return a promise; give up on it after a while."""
    return page.evaluate(
        "([script, patience]) => Promise.race([eval(script), new Promise((_, fail) => "
        "setTimeout(() => fail(new Error(`waited in vain for ${script}`)), patience))])",
        [script, PATIENCE],
    )


def visit_page(page: Any, site: str, name: str, *, keys: bool) -> Visit:
    """Load a page once and look at everything; walk through it by keyboard if asked to."""
    guard = Guard(page, site)
    seen = Visit(foreign=guard.foreign, errors=guard.errors, missing=guard.missing)
    library = Library(page)
    page.goto(site + name, wait_until="load")
    page.evaluate(PROBE)
    seen.theme = page.evaluate("document.documentElement.dataset.theme")
    seen.pictures = wait(page, "probe.pictures()")
    seen.widths["loaded"] = page.evaluate("probe.width()")
    library.release()
    wait(page, "window.drawAllCharts?.()")
    seen.widths["with its charts drawn"] = page.evaluate("probe.width()")
    seen.exhibits = wait(page, "probe.exhibits()")
    seen.stray_charts = page.evaluate("probe.strayCharts()")
    seen.faint = page.evaluate("probe.faintText()")
    page.evaluate("probe.openAll()")
    page.wait_for_timeout(50)
    seen.widths["with all parts opened"] = page.evaluate("probe.width()")
    page.evaluate("keep => probe.thin(keep)", KEPT_ROWS)
    seen.axe = axe(page)
    if keys:
        seen.unreachable = unreachable(page)
    return seen


class Library:
    """Holds the charting library back until it is released."""

    def __init__(self, page: Any) -> None:
        self.held: list[Any] | None = []
        page.route("**/plotly.min.js*", self._hold)

    def _hold(self, route: Any) -> None:
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def release(self) -> None:
        """Let the library load."""
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()


def axe(page: Any, inside: str = "") -> list[str]:
    """Return what axe finds on a page, or in one element of it, one line an element.

    Drawings are hidden meanwhile, for they make it slow: a chart is one image to axe, and
    `Visit.faint` has the colours inside.
    """
    page.evaluate(PROBE)
    page.evaluate(SETTLE)  # what fades in has too little contrast until it is there
    page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("([inside, options]) => probe.axe(inside, options)", [inside, options])
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}: "
        + " ".join(part["message"] for part in [*node["any"], *node["all"], *node["none"]])
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def unreachable(page: Any) -> list[str]:
    """Walk through a page with the Tab key; return what a mouse reaches and the key does not."""
    expected = page.evaluate("probe.interactive()")
    reached: set[int] = set()
    last, stuck = None, 0
    for _ in range(8 * len(expected) + 40):
        page.keyboard.press("Tab")
        at = page.evaluate("probe.focused()")
        if at is None:
            break
        stuck = stuck + 1 if at == last else 0
        if stuck > 2:
            return [f"the focus does not leave {at['words']}"]
        last = at
        reached.add(at["number"])
    missed = [one["words"] for one in expected if one["number"] not in reached]
    return missed + page.evaluate("probe.clickableOnly()")
