"""Pictures of the charts: what stands on a page until the chart is drawn, and what is printed.

Pages use recorded pictures (``chapters/pictures``, made by ``make pictures``), so that building
the book needs no browser. A picture is used only while it belongs to the chart as it is now: the
file's first line holds the digest of the figure that it shows.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
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
    """Return a figure with margins and legend of a narrow screen, as `chart-theme.js` has them."""
    layout = {**figure["layout"], "margin": {"l": 44, "r": 8, "t": 8, "b": 44}}
    # A legend hangs below the axis and its title, however many rows it has.
    titled = any(k.startswith("xaxis") and axis.get("title") for k, axis in layout.items())
    below = (54 if titled else 30) / (0.7 * layout.get("height", 450))
    place = {"orientation": "h", "x": 0, "xanchor": "left", "y": -below, "yanchor": "top"}
    layout["legend"] = {**layout.get("legend", {}), **place}
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
    still = without_raster(without_controls(figure))
    font = {**still["layout"].get("font", {}), "family": PRINT_FONT}
    return {**still, "layout": {**still["layout"], "font": font}}


def without_raster(figure: dict[str, Any]) -> dict[str, Any]:
    """Return a figure whose fields of colours are rectangles: Plotly draws heatmaps as pixels.

    Cells stand at the places of their row and column; the scale beside the field is left out,
    for each cell has its number.
    """
    import plotly.colors

    data, shapes, notes = [], list(figure["layout"].get("shapes", [])), []
    for trace in figure["data"]:
        if trace["type"] != "heatmap":
            data.append(trace)
            continue
        x, y, z = trace["x"], trace["y"], trace["z"]
        numbers = [value for row in z for value in row if value is not None]
        low, high = trace.get("zmin", min(numbers)), trace.get("zmax", max(numbers))
        if (middle := trace.get("zmid")) is not None:
            reach = max(high - middle, middle - low)
            low, high = middle - reach, middle + reach
        scale = trace["colorscale"]
        edges = _edges(x), _edges(y)
        for row, values in enumerate(z):
            for column, value in enumerate(values):
                if value is None:
                    continue
                share = (value - low) / (high - low) if high > low else 0.5
                color = plotly.colors.sample_colorscale(scale, [min(max(share, 0), 1)])[0]
                (x0, x1), (y0, y1) = edges[0][column], edges[1][row]
                box = {"x0": x0, "x1": x1, "y0": y0, "y1": y1, "layer": "below"}
                shapes.append({"type": "rect", **box, "fillcolor": color, "line": {"width": 0}})
                notes.append((x[column], y[row], _cell_text(trace, row, column), _ink(color)))
        text = {"type": "scatter", "mode": "text", "showlegend": False}
        data.append(
            {
                **text,
                "x": [n[0] for n in notes],
                "y": [n[1] for n in notes],
                "text": [n[2] for n in notes],
                "textfont": {"size": 10, "color": [n[3] for n in notes]},
            }
        )
    return {**figure, "data": data, "layout": {**figure["layout"], "shapes": shapes}}


def _edges(places: list[Any]) -> list[tuple[float, float]]:
    """Return the two edges of each cell along an axis; names stand at 0, 1, 2 ...

    Examples
    --------
    >>> _edges(["a", "b"]), _edges([0.4, 0.6])
    ([(-0.5, 0.5), (0.5, 1.5)], [(0.3, 0.5), (0.5, 0.7)])
    """
    if any(isinstance(place, str) for place in places) or len(places) < 2:
        return [(at - 0.5, at + 0.5) for at in range(len(places))]
    half = [(b - a) / 2 for a, b in itertools.pairwise(places)]
    lows = [places[0] - half[0], *(b - h for b, h in zip(places[1:], half, strict=True))]
    highs = [*(a + h for a, h in zip(places[:-1], half, strict=True)), places[-1] + half[-1]]
    return [(round(a, 9), round(b, 9)) for a, b in zip(lows, highs, strict=True)]


def _cell_text(trace: dict[str, Any], row: int, column: int) -> str:
    """Return what a cell says: its text, or its number in the form that the trace asks for."""
    if text := trace.get("text"):
        return str(text[row][column])
    found = re.search(r"%\{z:([^}]*)\}", trace.get("texttemplate", ""))
    value = trace["z"][row][column]
    return format(value, found[1]) if found else ""


def _ink(color: str) -> str:
    """Return black or white, whichever stands out from a colour."""
    red, green, blue = (int(part) for part in re.findall(r"\d+", color)[:3])
    return "#000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#fff"


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
