"""Tables of text cells in the printed book: small type, fitting widths, broken over pages."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: Characters of table type that fit a line of the printed page.
LINE = 92
#: The space between two columns as a share of the line.
GAP = 0.0155
#: A column narrower than this cannot be read.
NARROWEST = 5


class printed_table(nodes.General, nodes.Element):
    """A table in print; `columns` and `rows` are its texts, `numeric` tells which columns count."""


def widths(columns: list[str], rows: list[list[str]], line: int = LINE) -> list[float]:
    """Return the width of each column as a share of the line.

    A column is as wide as its longest text if all fit. If not, no column is narrower than its
    longest word, and the rest goes to the columns that hold most text.

    Examples
    --------
    >>> widths(["city", "cars"], [["Kostanay", "5,297"]], line=100)
    [0.09, 0.06]
    >>> shares = widths(["name", "role"], [["Allur", "word " * 60]], line=100)
    >>> shares[0] < 0.1 < 0.8 < shares[1], sum(shares) <= 1
    (True, True)
    """
    cells = [list(column) for column in zip(columns, *rows, strict=True)]
    wanted = [max(len(text) for text in column) + 1 for column in cells]
    room = line * (1 - GAP * (len(columns) - 1))
    if sum(wanted) <= room:
        return [round(size / line, 4) for size in wanted]
    words = [max(len(w) for text in column for w in re.split(r"[\s/-]", text)) for column in cells]
    least = [min(size, max(word + 1, NARROWEST)) for size, word in zip(wanted, words, strict=True)]
    texts = [sum(len(text) for text in column) / len(column) for column in cells]
    pull = [(size - low) * text for size, low, text in zip(wanted, least, texts, strict=True)]
    spare = room - sum(least)
    if spare <= 0:
        return [round(room / line * low / sum(least), 4) for low in least]
    given = [low + spare * share / sum(pull) for low, share in zip(least, pull, strict=True)]
    # What a column does not need goes to those that can use it.
    over = sum(max(0, size - most) for size, most in zip(given, wanted, strict=True))
    short = sum(max(0, most - size) for size, most in zip(given, wanted, strict=True)) or 1
    fair = [
        min(size, most) + over * max(0, most - size) / short
        for size, most in zip(given, wanted, strict=True)
    ]
    return [round(size / line, 4) for size in fair]


def crowded(columns: list[str], rows: list[list[str]]) -> bool:
    """Tell whether even the longest words do not fit side by side, so that smaller type is due."""
    words = [
        max(len(word) for text in column for word in text.split() or [""])
        for column in zip(columns, *rows, strict=True)
    ]
    return sum(max(word + 1, NARROWEST) for word in words) > LINE


def visit_latex(translator: Any, node: printed_table) -> None:
    """Write the table; numbers stand to the right."""
    small = crowded(node["columns"], node["rows"])
    shares = widths(node["columns"], node["rows"], line=int(LINE * 8 / 6.8) if small else LINE)
    size = r"\crowdedsize" if small else r"\tablesize"
    columns = "".join(
        f"{'R' if number else 'L'}{{{share}\\linewidth}}"
        for share, number in zip(shares, node["numeric"], strict=True)
    )
    head = " & ".join(rf"\tablehead{{{translator.encode(text)}}}" for text in node["columns"])
    lines = [
        rf"\begin{{casetable}}{{{columns}}}{{{size}}}",
        rf"\toprule {head} \\ \midrule \endfirsthead",
        rf"\toprule {head} \\ \midrule \endhead",
        r"\bottomrule \endlastfoot",
    ]
    lines += [" & ".join(map(translator.encode, row)) + r" \\[1.6pt]" for row in node["rows"]]
    translator.body.append("\n".join(["", *lines, r"\end{casetable}", ""]))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(printed_table, latex=(visit_latex, lambda *_: None))
