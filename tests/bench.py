"""Measures builds and pages beside the plain way of doing them; ``make bench``.

Everything is printed in seconds or bytes and as a ratio of what the plain way took in the same
run, for machines differ and loads change. It reports and never fails on a time.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from copies import Copy

from casebook.browser import FLAGS, HOW_TO_GET, find_browser
from casebook.build import notebooks
from casebook.data import ROOT

LIBRARY = "plotly.min.js"
JB = "from jupyter_book.cli.main import main; main()"  # what the command jb runs
SENTENCE = "\nThis sentence was added to see how long a small change takes.\n"
#: Bits a second and milliseconds of a slow mobile line.
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8,
             "uploadThroughput": 0.75e6 / 8}  # fmt: skip
#: Notes when the first chart is seen, and when it is drawn; a frame later it is on the screen.
WATCH = """
const seen = (name) => requestAnimationFrame(() => { window[name] ??= performance.now(); });
const watch = () => {
    const chart = document.querySelector('.plotly-chart');
    const image = chart?.querySelector('picture img');
    const drawn = chart?.querySelector('.main-svg .xtick, .main-svg .trace');
    if (image?.complete && image.naturalWidth > 0) seen('chartSeen');
    if (drawn) { seen('chartSeen'); seen('chartDrawn'); }
    if (!window.chartDrawn) requestAnimationFrame(watch);
};
requestAnimationFrame(watch);
"""

#: Moves every slider of a chart through its places; returns the milliseconds from each move to the
#: chart drawn anew, and those of drawing the same chart from nothing.
SLIDE = """async id => {
    const figure = document.getElementById(id).closest('figure');
    const plot = figure.querySelector('.js-plotly-plot');
    const answers = [];
    for (const range of figure.querySelectorAll('input[type=range]')) {
        for (const value of [...Array(Number(range.max) + 1).keys(), Number(range.value)]) {
            if (String(value) === range.value) continue;
            const from = performance.now();
            const drawn = new Promise(done => plot.once('plotly_afterplot', done));
            range.value = value;
            range.dispatchEvent(new Event('input'));
            await drawn;
            answers.push(performance.now() - from);
        }
    }
    const from = performance.now();
    const afresh = document.body.appendChild(document.createElement('div'));
    await Plotly.newPlot(afresh, structuredClone(plot.data), structuredClone(plot.layout));
    return [answers, performance.now() - from];
}"""


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    what: str
    amount: float
    unit: str = "s"
    of_plain: float | None = None
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        ratio = "" if self.of_plain is None else f"{self.of_plain:6.2f} of plain"
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        amount = f"{self.amount:9.2f}" if self.unit == "s" else f"{self.amount:9.1f}"
        return f"  {self.what:<44}{amount} {self.unit:<3}{ratio:<17} {self.target:<18} {verdict}"


def timed(copy: Copy, *command: str) -> float:
    """Return the seconds that a command takes in a copy; a failure ends the benchmark."""
    started = time.perf_counter()
    run = copy.run(*command)
    seconds = time.perf_counter() - started
    if run.code != 0:
        sys.exit(f"{' '.join(command)} failed, so nothing can be measured:\n{run.text[-3000:]}")
    return seconds


def clear(copy: Copy) -> None:
    """Delete what was built in a copy."""
    shutil.rmtree(copy.root / "_build", ignore_errors=True)


def make_plain(copy: Copy) -> None:
    """Let the copy be built as Jupyter Book does by itself: in order, without a cache."""
    path = copy.root / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["execute"]["execute_notebooks"] = "force"
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


def measure_ours(copy: Copy, times: dict[str, list[float]]) -> None:
    """Build a copy from nothing, unchanged, and with a sentence more; run its notebooks."""
    clear(copy)
    book = ("casebook.build", "book")
    times["clean build"].append(timed(copy, *book))
    times["build with no change"].append(timed(copy, *book))
    chapter = copy.root / notebooks()[0].relative_to(ROOT)
    before = chapter.read_text(encoding="utf-8")
    chapter.write_text(before + SENTENCE, encoding="utf-8")
    times["build with one sentence changed"].append(timed(copy, *book))
    chapter.write_text(before, encoding="utf-8")
    merged = copy.run("casebook.reference", "merge")
    if merged.code == 0:
        nbval = ("pytest", "-p", "no:cacheprovider", "--nbval-lax", "_build/nbval")
        times["every notebook by nbval"].append(timed(copy, *nbval))
    else:
        print(f"  (nbval not measured: {merged.text.strip().splitlines()[-1]})")


def builds(folder: Path, rounds: int) -> tuple[list[Line], Path]:
    """Measure builds, ours and plain in turns; return the lines and our built site."""
    (folder / "ours").mkdir()
    (folder / "plain").mkdir()
    ours, plain = Copy(folder / "ours"), Copy(folder / "plain")
    make_plain(plain)
    names = ("plain jb build", "clean build", "build with no change",
             "build with one sentence changed", "every notebook by nbval")  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in names}

    def measure_plain() -> None:
        clear(plain)
        times["plain jb build"].append(timed(plain, "-c", JB, "build", "."))
        if not (plain.root / "_build" / "html" / "index.html").exists():
            sys.exit("plain jb build has built nothing, so there is nothing to compare with")

    for number in range(rounds):
        steps = [measure_plain, functools.partial(measure_ours, ours, times)]
        for step in steps if number % 2 == 0 else reversed(steps):
            step()
        print(f"  round {number + 1} of {rounds} of the builds is done", flush=True)
    middle = {name: statistics.median(found) for name, found in times.items() if found}
    base = middle["plain jb build"]
    lines = [Line(name, seconds, "s", seconds / base) for name, seconds in middle.items()]
    targets = {
        "clean build": ("<= 0.75 of plain", middle["clean build"] <= 0.75 * base),
        "build with no change": ("<= 2.5 s", middle["build with no change"] <= 2.5),
    }
    lines = [
        Line(x.what, x.amount, x.unit, x.of_plain, *targets.get(x.what, ("", None))) for x in lines
    ]
    timed(ours, "casebook.build", "book")
    return lines, ours.root / "_build" / "html"


@functools.cache
def packed(path: Path) -> bytes:
    """Return a file as a web server sends it: gzip, unless that makes it larger."""
    raw = path.read_bytes()
    small = gzip.compress(raw, 6, mtime=0)
    return small if len(small) < len(raw) else raw


class Packing(http.server.SimpleHTTPRequestHandler):
    """Serves files as a web server does, packed."""

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if body[:2] == b"\x1f\x8b":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; give its address."""
    handler = functools.partial(Packing, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def plain_page(site: Path, page: str) -> str:
    """Write beside a page the same page the plain way, and return its path.

    The whole library stands in the head, each figure is drawn by a script where it stands, and
    there is no picture.
    """
    import plotly

    library = Path(plotly.__file__).parent / "package_data" / LIBRARY
    shutil.copyfile(library, site / "_static" / "plotly-full.min.js")
    text = (site / page).read_text(encoding="utf-8")
    text = re.sub(r'<script defer[^>]*src="[^"]*chart[\w-]*\.js[^"]*"></script>', "", text)
    text = re.sub(r"<picture.*?</picture>", "", text, flags=re.DOTALL)
    up = "../" * page.count("/")
    head = f'<script src="{up}_static/plotly-full.min.js"></script></head>'
    text = text.replace("</head>", head, 1)
    count = 0

    def draw(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        figure = json.loads(found[1])
        name = f"plain-chart-{count}"
        values = ", ".join(
            json.dumps(figure.get(part, {})).replace("</", "<\\/") for part in ("data", "layout")
        )
        return f'<div id="{name}"></div><script>Plotly.newPlot("{name}", {values})</script>'

    text = re.sub(
        r'<script type="application/json" class="chart-figure">(.*?)</script>', draw, text,
        flags=re.DOTALL,
    )  # fmt: skip
    assert count, f"{page} has no chart"
    (site / page).with_suffix(".plain.html").write_text(text, encoding="utf-8")
    return page.removesuffix(".html") + ".plain.html"


def first_chart(browser: Any, url: str, line: dict[str, Any] | None) -> tuple[float, float]:
    """Load a page afresh; return the seconds until its first chart is seen and is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        context.add_init_script(WATCH)
        page = context.new_page()
        if line:
            context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)
        page.goto(url, wait_until="commit", timeout=120_000)
        page.wait_for_function("window.chartDrawn", timeout=120_000)
        return tuple(page.evaluate("[window.chartSeen / 1000, window.chartDrawn / 1000]"))
    finally:
        context.close()


def page_times(browser: Any, ours: str, plain: str, runs: int, line: Any, where: str) -> list[Line]:
    """Measure the first chart, ours and plain in turns."""
    found: dict[str, list[tuple[float, float]]] = {ours: [], plain: []}
    for url in (ours, plain):  # warms the server and the machine
        first_chart(browser, url, line)
    for number in range(runs):
        for url in (ours, plain) if number % 2 == 0 else (plain, ours):
            found[url].append(first_chart(browser, url, line))
    seen, drawn = (statistics.median(one[at] for one in found[ours]) for at in (0, 1))
    base = statistics.median(one[1] for one in found[plain])
    ratio = seen / base
    return [
        Line(f"first chart the plain way, {where}", base, "s", 1.0),
        Line(f"first chart seen, {where}", seen, "s", ratio, "<= 0.3 of plain", ratio <= 0.3),
        Line(f"first chart drawn, {where}", drawn, "s", drawn / base),
    ]


def page_bytes(browser: Any, site: Path, address: str, page: str) -> list[Line]:
    """Return what a first visit of a page loads, with every chart drawn, packed, by file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    try:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(address + page, wait_until="load")
        tab.evaluate("window.drawAllCharts?.()")
        tab.wait_for_timeout(500)
    finally:
        context.close()
    own = [url.removeprefix(address).partition("?")[0] for url in asked if url.startswith(address)]
    sizes = {name: len(packed(site / name)) / 1000 for name in dict.fromkeys(own)}
    library = sum(size for name, size in sizes.items() if name.endswith(LIBRARY))
    total = sum(sizes.values())
    rest = total - library
    lines = [
        Line(f"first visit of {page}", total, "kB", None, "<= 1200 kB", total <= 1200),
        Line("  the charting library", library, "kB"),
        Line("  all the rest", rest, "kB", None, "<= 150 kB", rest <= 150),
    ]
    ordered = sorted(sizes.items(), key=lambda item: -item[1])
    return lines + [Line(f"    {name}"[:44], size, "kB") for name, size in ordered]


def slider_answers(browser: Any, site: Path, address: str, names: list[str]) -> list[Line]:
    """Measure how soon the charts of all explorers follow their sliders."""
    answers: list[float] = []
    afresh: list[float] = []
    for name in names:
        charts = re.findall(r'id="(chart-[\w-]+)"(?:(?!</figure>).)*?"explorer":',
                            (site / name).read_text("utf-8"), re.DOTALL)  # fmt: skip
        if not charts:
            continue
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        tab = context.new_page()
        tab.goto(address + name, wait_until="load")
        tab.evaluate("window.drawAllCharts()")
        tab.wait_for_timeout(500)
        for chart in charts:
            moves, new = tab.evaluate(SLIDE, chart)
            answers += [one / 1000 for one in moves]
            afresh.append(new / 1000)
        context.close()
    middle, base = statistics.median(answers), statistics.median(afresh)
    slow = statistics.quantiles(answers, n=20)[-1]
    return [
        Line(f"one of {len(afresh)} explorers drawn from nothing", base, "s", 1.0),
        Line(f"its answer to a slider, {len(answers)} moves", middle, "s", middle / base,
             "<= 0.1 s", middle <= 0.1),
        Line("  one answer in twenty is slower than", slow, "s", slow / base),
    ]  # fmt: skip


def pages(site: Path, runs: int) -> list[Line]:
    """Measure the first chapter that has a chart, and the sliders of all."""
    from playwright.sync_api import sync_playwright

    names = [p.relative_to(ROOT).with_suffix(".html").as_posix() for p in notebooks()]
    page = next(n for n in names if 'class="plotly-chart"' in (site / n).read_text("utf-8"))
    chart = re.search(r'id="(exhibit-[\w-]+)">(?:(?!</figure>).)*?class="plotly-chart"',
                      (site / page).read_text("utf-8"), re.DOTALL)  # fmt: skip
    plain = plain_page(site, page)
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(FLAGS))
        lines = page_bytes(browser, site, address, page)
        at = f"#{chart[1]}" if chart else ""
        urls = address + page + at, address + plain + at
        lines += page_times(browser, *urls, runs, None, "this machine")
        lines += page_times(browser, *urls, max(3, runs // 3), SLOW_LINE, "slow line")
        lines += slider_answers(browser, site, address, names)
        browser.close()
    return lines


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of the builds (3)")
    parser.add_argument("--runs", type=int, default=9, help="of the pages (9)")
    chosen = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the start")
    with tempfile.TemporaryDirectory(prefix="two-plants-bench-") as folder:
        lines, site = builds(Path(folder), chosen.rounds)
        if find_browser():
            lines += pages(site, chosen.runs)
        else:
            print(f"  (pages not measured: {HOW_TO_GET})")
    chapters = len(notebooks())
    print(f"\nMedians; builds of {chapters} notebooks in {chosen.rounds} rounds, "
          f"pages in {chosen.runs} runs; bytes are those of gzip")  # fmt: skip
    print(*lines, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
