"""Pictures of the charts: what stands on a page until the chart is drawn, and what is printed.

Pages use recorded pictures (``chapters/pictures``, made by ``make pictures``), so that building
the book needs no browser. A picture is used only while it belongs to the chart as it is now: the
file's first line holds the digest of the figure that it shows.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from pathlib import Path
from typing import Any

from casebook.browser import find_browser
from casebook.data import ROOT

FOLDER = ROOT / "chapters" / "pictures"
#: Width in pixels of the text column on a wide screen, and on a phone of 390 px.
WIDTHS = {"": 700, "-phone": 358}
#: In print: TrueType letters, which the browser embeds as letters.
PRINT_FONT = "'DejaVu Sans', Verdana, sans-serif"


def digest(figure: dict[str, Any]) -> str:
    """Return a short digest of a figure; equal figures have equal digests.

    Examples
    --------
    >>> digest({"data": [], "layout": {}}) == digest({"layout": {}, "data": []})
    True
    """
    text = json.dumps(figure, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def without_controls(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure as a still picture shows it: no menus, sliders, answers or frames."""
    controls = ("updatemenus", "sliders", "meta")
    layout = {k: v for k, v in figure["layout"].items() if k not in controls}
    return {"data": figure["data"], "layout": layout}


def for_phone(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure with the margins and the legend of a narrow screen, as `charts.js` has it."""
    layout = {**figure["layout"], "margin": {"l": 44, "r": 8, "t": 8, "b": 44}}
    layout["legend"] = {**layout.get("legend", {}), "orientation": "h", "x": 0, "y": -0.2}
    layout["font"] = {**layout.get("font", {}), "size": 11}
    traces = [{**t, **t.get("meta", {}).get("phone", {})} for t in figure["data"]]
    return {**figure, "data": traces, "layout": layout}


def fresh(name: str, figure: dict[str, Any]) -> bool:
    """Tell whether the recorded pictures of an exhibit show the figure as it is now."""
    wanted = digest(figure)
    for suffix in WIDTHS:
        path = FOLDER / f"{name}{suffix}.svg"
        if not path.exists() or wanted not in path.open(encoding="utf-8").readline():
            return False
    return True


def picture_html(builder: Any, node: Any, height: int) -> str:
    """Return the picture element of a chart, or nothing if its picture is not fresh."""
    name = node["name"]
    if not fresh(name, node["figure"]):
        return ""
    static = builder.get_relative_uri(builder.current_docname, "")[:-5] + "_static"
    return (
        f'<picture class="chart-picture"><source media="(max-width: 600px)" '
        f'srcset="{static}/{name}-phone.svg"><img src="{static}/{name}.svg" alt="" '
        f'width="{WIDTHS[""]}" height="{height}"></picture>'
    )


def record(name: str, figure: dict[str, Any]) -> None:
    """Record the pictures of one chart with Kaleido, which needs Chromium or Chrome."""
    import plotly.io as pio

    FOLDER.mkdir(parents=True, exist_ok=True)
    still = without_controls(figure)
    height = int(figure["layout"].get("height", 450))
    for suffix, width in WIDTHS.items():
        shape = for_phone(still) if suffix else still
        svg = pio.to_image(shape, format="svg", width=width, height=height, validate=False)
        text = f"<!-- figure {digest(figure)} -->\n{svg.decode()}\n"
        (FOLDER / f"{name}{suffix}.svg").write_text(text, encoding="utf-8")


def vector_pdf(app: Any, content: dict[str, Any]) -> str:
    """Return the path, from the book's root, of a chart as PDF; it is drawn once a figure."""
    import plotly.io as pio

    still = for_print(content["figure"])
    path = Path(app.srcdir) / "_build" / "charts" / f"{content['name']}-{digest(still)}.pdf"
    if not path.exists():
        start_drawing()
        path.parent.mkdir(parents=True, exist_ok=True)
        height = int(still["layout"].get("height", 450))
        drawn = pio.to_image(still, format="pdf", width=WIDTHS[""], height=height, validate=False)
        for old in path.parent.glob(f"{content['name']}-{'?' * 16}.pdf"):
            old.unlink()
        path.write_bytes(drawn)
    return path.relative_to(app.srcdir).as_posix()


def for_print(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure as it is printed: no controls, and letters that print well."""
    still = without_controls(figure)
    font = {**still["layout"].get("font", {}), "family": PRINT_FONT}
    return {**still, "layout": {**still["layout"], "font": font}}


def start_drawing() -> None:
    """Start the browser that draws charts, once for all of them: 2 s, then 0.2 s a chart."""
    import kaleido

    os.environ.setdefault("BROWSER_PATH", find_browser() or "")
    warnings.filterwarnings("ignore", message="The kopts argument is ignored")  # by Plotly
    # Without mathjax=False, Kaleido asks a server on the net for it.
    kaleido.start_sync_server(silence_warnings=True, mathjax=False)


def stop_drawing() -> None:
    """Stop the browser if it was started."""
    import kaleido

    kaleido.stop_sync_server(silence_warnings=True)
