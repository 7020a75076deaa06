"""The ``{claim}`` role: a number in prose, checked against the ledger and opened from the page.

``{claim}`361 billion tenge <n-support-total>` `` is compared with the ledger when the chapter is
read. If they differ, the build stops with the file, the line, both values and the claim's id.
``{deprecated}`` does the same for a claim that the ledger has withdrawn: a chapter may show a
wrong figure, but only as a wrong figure.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from casebook.errors import DataError
from casebook.ledger import Claim, ledger
from casebook.ledger.quantities import agrees

LOGGER = logging.getLogger(__name__)
WRITTEN = re.compile(r"(?P<text>.+?)\s*<(?P<id>[^<>]+)>", re.DOTALL)
FORM = "a text and a claim's id, as in {claim}`361 billion tenge <n-support-total>`"
APPENDIX = "appendix/claims"


class claim_reference(nodes.Inline, nodes.TextElement):
    """A number in prose that stands for a claim; `claim` is its id."""


class claim_notes(nodes.General, nodes.Element):
    """What opens from the numbers of a page; stands at its end."""


class printed_notes(nodes.General, nodes.Element):
    """Where the numbers of a printed chapter come from: `notes`, numbered as they are cited."""


class ClaimRole(SphinxRole):
    """Check what is written against the ledger and mark it as a claim."""

    def __init__(self, *, withdrawn: bool = False) -> None:
        self.withdrawn = withdrawn

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marked text; a disagreement is a warning, and warnings stop the build."""
        match = WRITTEN.fullmatch(self.text)
        if not match:
            self._complain(f"not a claim; found {self.text!r}; expected {FORM}")
            return [nodes.Text(self.text)], []
        text, name = match["text"], match["id"]
        problem = check(text, name, withdrawn=self.withdrawn)
        if problem:
            self._complain(problem)
            return [nodes.Text(text)], []
        node = claim_reference(self.rawtext, text, claim=name, withdrawn=self.withdrawn)
        return [node], []

    def _complain(self, problem: str) -> None:
        path = Path(self.env.doc2path(self.env.docname))
        LOGGER.warning("%s", problem, location=(self.env.docname, _line_of(path, self.text)))


def check(text: str, name: str, *, withdrawn: bool = False) -> str:
    """Return what is wrong with a text that cites a claim, or nothing.

    Examples
    --------
    >>> check("361 billion tenge", "n-support-total")
    ''
    >>> "361" in check("316 billion tenge", "n-support-total")
    True
    """
    book = ledger()
    if name not in book.claims:
        return f"unknown claim id {name!r} for {text!r}; {book.nearest(name)}"
    rank = book.rank(name)
    if rank == "deprecated" and not withdrawn:
        return f"claim {name!r} is deprecated; write {{deprecated}} where it is shown as wrong"
    if rank != "deprecated" and withdrawn:
        return f"claim {name!r} is not deprecated; write {{claim}}"
    agreement = agrees(text, book.claim(name).__dict__)
    if agreement.ok:
        return ""
    return f"{agreement.problem} (claim {name}, data/claims.csv line {book.claim(name).line})"


def _line_of(path: Path, text: str) -> int | None:
    """Find the line by its text, for notebooks count lines by cells."""
    before, found, _ = path.read_text(encoding="utf-8").partition(text)
    return before.count("\n") + 1 if found else None


def read_ledger(app: Sphinx) -> None:
    """Stop at once if the ledger itself is wrong."""
    try:
        ledger()
    except (DataError, KeyError) as error:
        raise ExtensionError(str(error)) from None


def add_notes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the notes of all claims of a page at its end; in print, at the end of each chapter."""
    if app.builder.format == "latex":
        for chapter in doctree.findall(addnodes.start_of_file):
            number_notes(chapter)
        return
    names = [node["claim"] for node in doctree.findall(claim_reference)]
    if names and app.builder.format == "html":
        doctree += claim_notes(claims=list(dict.fromkeys(names)))


def number_notes(chapter: nodes.Element) -> None:
    """Give notes to what a printed chapter cites; claims from one place share a note."""
    name = Path(chapter["docname"]).name
    numbers: dict[tuple[str, ...], int] = {}
    for node in chapter.findall(claim_reference):
        note = printed_note(node["claim"])
        node["chapter"], node["note"] = name, numbers.setdefault(note, len(numbers) + 1)
    if numbers:
        section = next(chapter.findall(nodes.section), chapter)
        section += printed_notes(chapter=name, notes=list(numbers))


def printed_note(name: str) -> tuple[str, ...]:
    """Return a claim's note: id of the source, place, first letter of the rating, mark.

    Examples
    --------
    >>> printed_note("n-support-total")[:3]
    ('infohub', 'Infohub.kz, undated, para 10', 'E')
    """
    book = ledger()
    claim = book.claim(name)
    return claim.source, place(claim), book.rating(name)[0], mark(name)


def place(claim: Claim) -> str:
    """Return the short citation of a claim."""
    short = ledger().sources[claim.source].short
    return short if claim.locator == "excerpt" else f"{short}, {claim.locator}"


def mark(name: str) -> str:
    """Return the mark that a claim has in print: withdrawn, disputed, or none."""
    if ledger().rank(name) == "deprecated":
        return "‡"
    return "†" if ledger().conflicts_of(name) else ""


def visit_reference_html(translator: Any, node: claim_reference) -> None:
    """Open a link to the ledger; the page's script opens the note instead."""
    name = node["claim"]
    classes = ["claim"]
    if any(conflict.kind == "contradiction" for conflict in ledger().conflicts_of(name)):
        classes.append("claim-disputed")
    if node["withdrawn"]:
        classes.append("claim-deprecated")
    target = translator.builder.get_relative_uri(translator.builder.current_docname, APPENDIX)
    translator.body.append(
        f'<a class="{" ".join(classes)}" href="{target}#{name}" data-claim="{name}">'
    )


def depart_reference_html(translator: Any, node: claim_reference) -> None:
    """Close the link."""
    translator.body.append("</a>")


def visit_notes_html(translator: Any, node: claim_notes) -> None:
    """Write the notes that open from the numbers."""
    address = translator.builder.get_relative_uri(translator.builder.current_docname, APPENDIX)
    notes = "\n".join(note_html(ledger().claim(name), address) for name in node["claims"])
    translator.body.append(f'<div class="claim-notes" hidden>\n{notes}\n</div>\n')
    raise nodes.SkipNode


def note_html(claim: Claim, address: str) -> str:
    """Return what a reader sees on opening a number."""
    book = ledger()
    source = book.sources[claim.source]
    rows = [
        ("Source", html.escape(source.short)),
        ("Place", html.escape(claim.locator)),
        ("Who says so", html.escape(claim.speaker)),
        ("Rating", book.rating(claim.id)),
    ]
    if claim.basis != "reported":
        rows.append(("Basis", f"{claim.basis}: {html.escape(claim.note)}"))
    against = contradictions_html(claim.id, address)
    if against:
        rows.append(("Contradicted by", against))
    details = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return (
        f'<section class="claim-note" id="claim-note-{claim.id}">'
        f'<p class="claim-statement">{html.escape(claim.statement)}</p><dl>{details}</dl>'
        f'<p><a href="{address}#{claim.id}">This claim in the ledger</a></p></section>'
    )


def contradictions_html(name: str, address: str) -> str:
    """Return the conflicts of a claim, each with what the other readings say."""
    items = []
    for conflict in ledger().conflicts_of(name):
        others = [r.says for r in conflict.readings if r.claim != name and r.says]
        page = address.replace("claims", "conflicts")
        items.append(
            f'<li><a href="{page}#{conflict.id}">{html.escape(conflict.title)}</a>'
            + (f": {html.escape('; '.join(others[:3]))}" if others else "")
            + "</li>"
        )
    return f"<ul>{''.join(items)}</ul>" if items else ""


def visit_reference_latex(translator: Any, node: claim_reference) -> None:
    """Print the number as it is written."""


def depart_reference_latex(translator: Any, node: claim_reference) -> None:
    """Add a small raised number that leads to the chapter's notes."""
    sign = mark(node["claim"])
    if "note" in node:
        translator.body.append(f"\\claimcite{{{node['chapter']}}}{{{node['note']}}}{{{sign}}}")
    else:
        text = translator.encode(place(ledger().claim(node["claim"])))
        translator.body.append(f"\\claiminline{{{text}}}{{{sign}}}")


def visit_notes_latex(translator: Any, node: printed_notes) -> None:
    """Print the notes of a chapter in small type."""
    lines = [r"\begin{claimnotes}"]
    for number, (source, text, rating, sign) in enumerate(node["notes"], start=1):
        link = translator.idescape(f"appendix/sources:source-{source}")
        lines.append(
            rf"\claimnote{{{node['chapter']}}}{{{number}}}{{{sign}}}"
            rf"{{{translator.encode(text)}}}{{{rating}}}{{{link}}}"
        )
    translator.body.append("\n".join(["", *lines, r"\end{claimnotes}", ""]))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the roles, their nodes and the early check of the ledger."""
    app.add_role("claim", ClaimRole())
    app.add_role("deprecated", ClaimRole(withdrawn=True))
    app.add_node(
        claim_reference,
        html=(visit_reference_html, depart_reference_html),
        latex=(visit_reference_latex, depart_reference_latex),
    )
    app.add_node(claim_notes, html=(visit_notes_html, lambda *_: None))
    app.add_node(printed_notes, latex=(visit_notes_latex, lambda *_: None))
    app.connect("builder-inited", read_ledger)
    app.connect("doctree-resolved", add_notes)
