"""Composes the printed book: parts, numbered chapters, boxes, and what a page has but paper not.

Sphinx joins all chapters into one document for LaTeX. Here that document gets what a book needs;
how it looks is said in ``print/twoplants.sty``.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config

from casebook.sphinxext import pictures
from casebook.sphinxext.exercises import exercise_hint
from casebook.sphinxext.tables import LINE, printed_table, widths

STYLE = Path(__file__).with_name("print") / "twoplants.sty"
PAGE = "inner=31mm,outer=35mm,top=27mm,bottom=30mm,headsep=8mm"
FRONT = "About this book"
CHAPTER = re.compile(r"(?P<number>\d+)\s*·\s*(?P<title>.+)", re.DOTALL)
NUMBER = re.compile(r"[-−+]?[\d,]*\.?\d+(e[-+]?\d+)?%?|NaN|<NA>|")
CONTROLS = re.compile(r"(interactive|[HV]?Box|GridBox|Tab|Accordion|Output|\w+Slider|Dropdown)\(")
CONTROL = re.compile(r"\w+\([^()]*?\)")


class environment(nodes.General, nodes.Element):
    """A LaTeX environment around other nodes: `name`, and perhaps a text as its `argument`."""


class command(nodes.General, nodes.Element):
    """A LaTeX command with the text `argument`; it stands on a line of its own."""


def visit_environment(translator: Any, node: environment) -> None:
    """Open the environment."""
    argument = f"{{{translator.encode(node['argument'])}}}" if "argument" in node else ""
    translator.body.append(f"\n\\begin{{{node['name']}}}{argument}\n")


def depart_environment(translator: Any, node: environment) -> None:
    """Close the environment."""
    translator.body.append(f"\n\\end{{{node['name']}}}\n")


def visit_command(translator: Any, node: command) -> None:
    """Write the command."""
    translator.body.append(f"\n\\{node['name']}{{{translator.encode(node['argument'])}}}\n")
    raise nodes.SkipNode


# --- what the book needs ------------------------------------------------------


def compose(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Turn the joined document into a book."""
    if app.builder.format != "latex":
        return
    for step in STEPS:
        step(doctree)
    open_parts(app, doctree)


def drop_hidden_code(doctree: nodes.document) -> None:
    """Leave out the code of hidden inputs: it draws what the exhibit shows. Other code stays."""
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("hide_mode") in ("input", "all", "input+output") and cell.children:
            source = cell.children[0]
            if isinstance(source, nodes.Element) and source.get("nb_element") == "cell_code_source":
                cell.remove(source)


class _Frame(HTMLParser):
    """Reads the cells of the first table of a text of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: list[list[str]] = []
        self.rows: list[list[str]] = []
        self._place: list[list[str]] = self.rows
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open head, body, row or cell."""
        if tag in ("thead", "tbody"):
            self._place = self.heads if tag == "thead" else self.rows
        elif tag == "tr":
            self._place.append([])
        elif tag in ("th", "td") and self._place:
            span = int(dict(attrs).get("colspan") or 1)
            self._place[-1] += [""] * span
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        if tag in ("th", "td"):
            self._open = False

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._open:
            self._place[-1][-1] += data.strip()


def frame_table(text: str) -> printed_table | None:
    """Return a data frame's HTML as a printed table, or nothing if it holds no table.

    Examples
    --------
    >>> node = frame_table("<table><thead><tr><th></th><th>a</th></tr></thead>"
    ...                    "<tbody><tr><th>x</th><td>1.5</td></tr></tbody></table>")
    >>> node["columns"], node["rows"], node["numeric"]
    (['', 'a'], [['x', '1.5']], [False, True])
    """
    frame = _Frame()
    frame.feed(text)
    rows = [row for row in frame.rows if row]
    if not rows:
        return None
    width = max(len(row) for row in [*frame.heads, *rows])
    rows = [row + [""] * (width - len(row)) for row in rows]
    heads = [row + [""] * (width - len(row)) for row in frame.heads] or [[""] * width]
    # A second head row holds the name of the index; both share a line in print.
    columns = [" ".join(filter(None, texts)) for texts in zip(*heads, strict=True)]
    numeric = [all(map(NUMBER.fullmatch, column)) for column in zip(*rows, strict=True)]
    if [row[0] for row in rows] == [str(number) for number in range(len(rows))] and not columns[0]:
        # Row numbers that only count say nothing on paper.
        columns, numeric, rows = columns[1:], numeric[1:], [row[1:] for row in rows]
    return printed_table(columns=columns, rows=rows, numeric=numeric)


def print_frames(doctree: nodes.document) -> None:
    """Print what notebooks show as HTML: tables as tables, the rest as its text."""
    for raw in [node for node in doctree.findall(nodes.raw) if node.get("format") == "html"]:
        if not any(
            isinstance(parent, nodes.Element) and parent.get("nb_element") == "cell_code_output"
            for parent in _parents(raw)
        ):
            continue
        written = raw.astext()
        table = frame_table(written) if "<table" in written else None
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", written)).split())
        raw.replace_self(table or nodes.paragraph(text=text))


def _parents(node: nodes.Node) -> list[nodes.Node]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def controls(text: str) -> str:
    """Return the controls of a widget with their values, in words.

    Examples
    --------
    >>> controls("interactive(children=(FloatSlider(value=2.5, description='price', max=9.0), "
    ...          "Output()), _dom_classes=('widget-interact',))")
    'price = 2.5'
    """
    found = []
    for control in CONTROL.findall(text):
        name = re.search(r"description='([^']+)'", control)
        value = re.search(r"value=('[^']*'|[^,)]+)", control)
        if name and value:
            found.append(f"{name[1]} = {value[1].strip(chr(39))}")
    return "; ".join(found)


def print_controls(doctree: nodes.document) -> None:
    """Print one line in place of controls, which paper does not have."""
    for block in list(doctree.findall(nodes.literal_block)):
        if CONTROLS.match(block.astext().strip()):
            shown = controls(block.astext())
            line = command(name="controlline", argument=shown) if shown else nodes.comment()
            block.replace_self(line)


def fit_tables(doctree: nodes.document) -> None:
    """Give the tables of the text widths that fit, and let long ones break."""
    for table in doctree.findall(nodes.table):
        rows = [
            [entry.astext() for entry in row.findall(nodes.entry)]
            for row in table.findall(nodes.row)
        ]
        specs = list(table.findall(nodes.colspec))
        if not rows or any(len(row) != len(specs) for row in rows):
            continue
        shares = widths(rows[0], rows[1:], line=LINE)
        used = sum(shares)
        for spec, share in zip(specs, shares, strict=True):
            spec["colwidth"] = max(1, round(100 * share / used))
        table["classes"] = [c for c in table["classes"] if not c.startswith("colwidths-")]
        table["classes"] += ["colwidths-given", *(["longtable"] if len(rows) > 12 else [])]


def box_exercises(doctree: nodes.document) -> None:
    """Box each exercise; its hint stands in the box."""
    for node in list(doctree.findall(nodes.admonition)):
        if "exercise" in node["classes"]:
            title, *body = node.children
            box = environment(name="exercise", argument=title.astext())
            # The hint's own environment says that it is one.
            box.extend(part for part in body if not isinstance(part, exercise_hint))
            box.extend(part for part in body if isinstance(part, exercise_hint))
            node.replace_self(box)


def box_key_points(doctree: nodes.document) -> None:
    """Tint what a section named Key points holds."""
    for section in doctree.findall(nodes.section):
        title, *body = section.children
        if title.astext() == "Key points":
            box = environment(name="keypoints")
            section.children = [title]
            section += box
            box.extend(body)


def set_minutes(doctree: nodes.document) -> None:
    """Set the line of minutes small."""
    for node in list(doctree.findall(nodes.paragraph)):
        if "minutes" in node["classes"]:
            node.replace_self(command(name="minutesline", argument=node.astext()))


def add_pages(doctree: nodes.document) -> None:
    """Add the page to each reference that leads to another chapter."""
    for chapter in doctree.findall(addnodes.start_of_file):
        for link in chapter.findall(nodes.reference):
            link["from"] = chapter["docname"]
    for link in list(doctree.findall(nodes.reference)):
        target, _, place = link.get("refuri", "").partition("#")
        if target.startswith("%") and target[1:] != link.get("from"):
            label = f"{target[1:]}:{place or ':doc'}"
            page = rf" (page~\pageref{{\detokenize{{{label}}}}})"
            link.parent.insert(link.parent.index(link) + 1, nodes.raw("", page, format="latex"))


def gather_front(doctree: nodes.document) -> None:
    """Make one unnumbered chapter of the home page, which has several sections."""
    root = next(doctree.findall(nodes.section))
    title, *body = root.children
    chapters = [node for node in body if any(node.findall(addnodes.start_of_file))]
    if len(chapters) == len(body):
        return  # a print without the home page
    front = nodes.section("", nodes.title(text=FRONT), ids=["front"])
    front.extend(node for node in body if node not in chapters)
    root.children = []
    root.extend([title, command(name="unnumberedchapter", argument=""), front, *chapters])


def number_chapters(doctree: nodes.document) -> None:
    """Take the number out of a chapter's title; LaTeX writes it. Other chapters have none."""
    for chapter in doctree.findall(addnodes.start_of_file):
        title = next(chapter.findall(nodes.title), None)
        match = CHAPTER.fullmatch(title.astext()) if title else None
        if title is not None and match:
            first = next(title.findall(nodes.Text))
            first.parent.replace(first, nodes.Text(re.sub(r"^\d+\s*·\s*", "", first.astext())))
            chapter.insert(0, command(name="numberedchapter", argument=match["number"]))
        else:
            chapter.insert(0, command(name="unnumberedchapter", argument=""))


def open_parts(app: Sphinx, doctree: nodes.document) -> None:
    """Open a part before its first chapter."""
    builder: Any = app.builder
    chosen = builder.print
    captions = dict(chosen.captions) if chosen.documents else _captions(app)
    for chapter in doctree.findall(addnodes.start_of_file):
        if caption := captions.get(chapter["docname"]):
            chapter.insert(0, command(name="casepart", argument=caption))


def _captions(app: Sphinx) -> dict[str, str]:
    """Return the captions of the home page, each with the first document below it."""
    home = app.env.get_doctree(app.config.root_doc)
    return {
        toctree["includefiles"][0]: toctree["caption"]
        for toctree in home.findall(addnodes.toctree)
        if toctree.get("caption") and toctree["includefiles"]
    }


STEPS = (
    drop_hidden_code,
    print_frames,
    print_controls,
    fit_tables,
    box_exercises,
    box_key_points,
    set_minutes,
    add_pages,
    gather_front,
    number_chapters,
)


# --- LaTeX ---------------------------------------------------------------------


def configure(app: Sphinx, config: Config) -> None:
    """Hand the style, the title page and the page's measures to Sphinx's LaTeX builder."""
    config.nb_mime_priority_overrides = [
        *config.nb_mime_priority_overrides,
        ("latex", "text/html", 5),
    ]
    config.latex_additional_files = [*config.latex_additional_files, str(STYLE)]
    config.latex_use_xindy = False
    config.latex_table_style = ["booktabs"]
    config.latex_elements = {
        "papersize": "a4paper",
        "pointsize": "10pt",
        "extraclassoptions": "openany",
        "fontpkg": r"\usepackage{fontspec}",
        "fncychap": "",
        "geometry": rf"\usepackage[{PAGE}]{{geometry}}",
        "sphinxsetup": (
            "pre_border-width=0pt, pre_border-radius=2pt, pre_padding=5pt, "
            "pre_background-TeXcolor={HTML}{F3F5F7}, "
            "verbatimforcewraps=true, verbatimmaxunderfull=2, "
            "InnerLinkColor={HTML}{1F4E79}, OuterLinkColor={HTML}{1F4E79}, "
            "TitleColor={HTML}{1B1B1B}"
        ),
        "fvset": r"\fvset{fontsize=\codesize}",
        "makeindex": "",
        "printindex": "",
        **config.latex_elements,
    }


def stop(app: Sphinx, error: Exception | None) -> None:
    """Stop the browser that drew the charts."""
    if app.builder.format == "latex":
        pictures.stop_drawing()


def setup(app: Sphinx) -> None:
    """Register nodes and steps; `compose` comes after all that other parts add."""
    app.add_node(environment, latex=(visit_environment, depart_environment))
    app.add_node(command, latex=(visit_command, lambda *_: None))
    app.connect("config-inited", configure)
    app.connect("doctree-resolved", compose, priority=800)
    app.connect("build-finished", stop)
