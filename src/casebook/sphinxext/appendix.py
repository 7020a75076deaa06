"""The ``{ledger}`` directive: claims, sources, conflicts, glossary and names as pages.

On a page everything is shown, and each row has an address of its own. In print only what the
edition cites is listed, for the whole ledger would fill more paper than the case.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from casebook.data import rows
from casebook.ledger import Claim, ledger
from casebook.ledger.periods import Period
from casebook.ledger.quantities import format_quantity
from casebook.ledger.records import Source
from casebook.sphinxext.claims import claim_reference, mark, place
from casebook.sphinxext.exhibits import exhibit
from casebook.sphinxext.printing import environment

LOGGER = logging.getLogger(__name__)


class ledger_table(nodes.General, nodes.Element):
    """A table of the ledger; `of` names it."""


class LedgerDirective(SphinxDirective):
    """Show one table of the ledger; the argument is its name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table's node; an unknown name is a warning that lists the known ones."""
        name = self.arguments[0]
        if name not in PAGES:
            LOGGER.warning(
                "unknown table of the ledger; found %r; expected one of %s",
                name, ", ".join(PAGES), location=self.get_location(),
            )  # fmt: skip
            return []
        return [ledger_table(of=name)]


def esc(text: str) -> str:
    """Escape text for HTML."""
    return html.escape(text, quote=True)


def table(name: str, heads: list[str], body: Iterator[str], tools: str = "") -> str:
    """Return a table with its head row."""
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    lines = "\n".join(body)
    return (
        f'{tools}<div class="ledger-scroll"><table class="ledger" id="{name}">'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody></table></div>\n"
    )


def cell(label: str, content: str) -> str:
    """Return a cell that carries its column's name for narrow screens."""
    return f'<td data-label="{label}"><div>{content}</div></td>'


def claims_page() -> str:
    """Return all claims with the tools that search and filter them."""
    book = ledger()
    options = {
        "source": sorted((s.short, s.id) for s in book.sources.values()),
        "rating": [(r, r) for r in ("High", "Medium", "Exploratory")],
        "kind": [(k, k) for k in sorted({c.kind for c in book.claims.values()})],
        "conflict": [("in a conflict", "yes"), ("in no conflict", "no")],
    }
    used = {c.source for c in book.claims.values()}
    options["source"] = [(label, key) for label, key in options["source"] if key in used]
    selects = "".join(
        f'<label>{name.capitalize()} <select id="ledger-{name}"><option value="">all</option>'
        + "".join(f'<option value="{esc(key)}">{esc(label)}</option>' for label, key in pairs)
        + "</select></label>"
        for name, pairs in options.items()
    )
    tools = (
        '<div id="ledger-tools" hidden><label>Search <input type="search" id="ledger-search">'
        f'</label>{selects}<p id="ledger-count" role="status"></p></div>\n'
    )
    heads = ["Claim", "Value", "Period", "Source", "Rating", "Contradictions"]
    return table("ledger-table", heads, map(claim_row, book.claims.values()), tools)


def claim_row(claim: Claim) -> str:
    """Return one claim as a row with an address of its own."""
    book = ledger()
    rating, conflicts = book.rating(claim.id), book.conflicts_of(claim.id)
    rank = book.rank(claim.id)
    statement = f'<span class="claim-id">{claim.id}</span> {esc(claim.statement)}'
    if claim.note:
        statement += f' <span class="claim-remark">{esc(claim.note)}</span>'
    if rank != "normal":
        statement += f' <strong class="rank-{rank}">{rank}</strong>'
    place = f"{esc(book.sources[claim.source].short)}, {esc(claim.locator)}; {esc(claim.speaker)}"
    own = f" (the paper: {claim.source_rating})" if claim.source_rating else ""
    links = ", ".join(
        f'<a href="conflicts.html#{c.id}" title="{esc(c.title)}">{c.id.split("-")[0]}'
        f'<span class="visually-hidden"> {esc(c.title)}</span></a>'
        for c in conflicts
    )
    return (
        f'<tr id="{claim.id}" data-source="{claim.source}" data-rating="{rating}" '
        f'data-kind="{claim.kind}" data-conflict="{"yes" if conflicts else "no"}">'
        + cell("Claim", statement)
        + cell("Value", esc(format_quantity(claim.__dict__)))
        + cell("Period", claim.period)
        + cell("Source", f'<a href="sources.html#{claim.source}">{place}</a>')
        + cell("Rating", rating + own)
        + cell("Contradictions", links)
        + "</tr>"
    )


def sources_page() -> str:
    """Return all sources."""
    book = ledger()
    count: dict[str, int] = {}
    for claim in book.claims.values():
        count[claim.source] = count.get(claim.source, 0) + 1
    heads = ["Source", "Kind", "Independence group", "Licence", "Claims"]

    def row(name: str) -> str:
        source = book.sources[name]
        title = esc(source.title) or "[no title]"
        link = f'<a href="{esc(source.url)}">{title}</a>' if source.url else title
        note = f' <span class="claim-remark">{esc(source.note)}</span>' if source.note else ""
        who = ", ".join(filter(None, [source.author, source.publisher, source.date or "undated"]))
        return (
            f'<tr id="{name}">'
            + cell("Source", f'<span lang="{source.language}">{link}</span>. {esc(who)}.{note}')
            + cell("Kind", source.kind)
            + cell("Independence group", source.independence_group)
            + cell("Licence", esc(source.licence))
            + cell("Claims", str(count.get(name, 0)))
            + "</tr>"
        )

    return table("ledger-sources", heads, map(row, book.sources))


def conflicts_page() -> str:
    """Return all conflict sets, each with its readings and what the book does about it."""
    parts = []
    for conflict in ledger().conflicts.values():
        readings = "".join(
            "<tr>"
            + cell("Reading", esc(r.says))
            + cell("Claim", f'<a href="claims.html#{r.claim}">{r.claim}</a>' if r.claim else "")
            + cell("Rank", f'<span class="rank-{r.rank}">{r.rank}</span>')
            + cell("Reason", esc(r.reason))
            + "</tr>"
            for r in conflict.readings
        )
        heads = "".join(f'<th scope="col">{h}</th>' for h in ("Reading", "Claim", "Rank", "Reason"))
        test = f"<p>{esc(conflict.test)}</p>" if conflict.test else ""
        parts.append(
            f'<section class="conflict" id="{conflict.id}"><h2>{esc(conflict.title)}</h2>'
            f'<p class="conflict-kind">{conflict.kind} · {conflict.id}</p>{test}'
            f'<div class="ledger-scroll"><table class="ledger"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{readings}</tbody></table></div>"
            f"<p><strong>What we do.</strong> {esc(conflict.treatment)}</p></section>"
        )
    return "\n".join(parts)


def glossary_page() -> str:
    """Return the terms with their definitions."""
    items = "".join(
        f'<dt id="term-{_slug(row["term"])}">{esc(row["term"])}</dt>'
        f"<dd>{esc(row['definition'])}</dd>"
        for _, row in rows("glossary")
    )
    return f'<dl class="glossary">{items}</dl>'


def names_page() -> str:
    """Return the alias table."""
    heads = ["Name in this book", "Kazakh", "Russian", "Other spellings", "Who or what"]

    def row(entry: dict[str, str]) -> str:
        return (
            f'<tr id="name-{entry["id"]}">'
            + cell("Name", esc(entry["name"]))
            + cell("Kazakh", f'<span lang="kk">{esc(entry["kazakh"])}</span>')
            + cell("Russian", f'<span lang="ru">{esc(entry["russian"])}</span>')
            + cell("Other spellings", esc(entry["aliases"].replace("|", ", ")))
            + cell("Who or what", esc(entry["role"]))
            + "</tr>"
        )

    return table("ledger-names", heads, (row(entry) for _, entry in rows("entities")))


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def printed_claims(cited: list[str]) -> list[nodes.Node]:
    """Return the cited claims as a definition list."""
    book = ledger()
    items = []
    for name in cited:
        claim = book.claim(name)
        known = ("the text", book.sources[claim.source].short)
        who = "" if any(claim.speaker in text for text in known) else f"; {claim.speaker}"
        text = f"{claim.statement.rstrip('.')}. {place(claim)}{who}. {book.rating(name)}."
        items.append(_definition(name, f"{text} {mark(name)}".strip()))
    return _printed(
        items,
        f"Printed here: the {len(cited)} claims that this book cites, of "
        f"{len(book.claims):,} in the ledger.",
    )


def printed_sources(names: list[str], withhold_from: str = "") -> list[nodes.Node]:
    """Return sources with their addresses.

    Parameters
    ----------
    names
        Ids of sources.
    withhold_from
        A month such as ``2020-06``; what tells of that time has neither title nor address.
    """
    book = ledger()
    items, withheld = [], 0
    for source in sorted((book.sources[name] for name in names), key=lambda s: s.short.lower()):
        by = source.author if source.author not in source.publisher else ""
        who = ", ".join(filter(None, [by, source.publisher, source.date or "undated"]))
        if withhold_from and tells_of(source, withhold_from):
            withheld += 1
            body = nodes.paragraph(text=f"{who}. [Held back]")
        else:
            body = nodes.paragraph(text=f"{source.title or '[no title]'}. {who}. ")
            if source.url:
                body += nodes.reference("", breakable(source.url), refuri=source.url)
        term = nodes.term(text=source.short, ids=[f"source-{source.id}"])
        items.append(nodes.definition_list_item("", term, nodes.definition("", body)))
    known = len(book.sources)
    note = f"Printed here: the {len(items)} sources that are cited, of {known} in the ledger."
    if withheld:
        note += (
            f" Of {withheld} the title and the address are held back: they would tell what "
            "followed. The whole book has them."
        )
    return _printed(items, note)


def tells_of(source: Source, month: str) -> bool:
    """Tell whether a source may speak of a month or of what came after it.

    A source with no date is judged by its claims; one with no claim of a known time may.

    Examples
    --------
    >>> tells_of(ledger().sources["infohub"], "2020-06")
    True
    """
    first = Period.parse(month).start or date.min
    if source.date:
        return (Period.parse(source.date).end or date.max) >= first
    claims = [c for c in ledger().claims.values() if c.source == source.id and c.period]
    return not claims or any((Period.parse(c.period).start or date.min) >= first for c in claims)


def breakable(address: str) -> str:
    """Return an address without its scheme and with places to break it, zero-width spaces.

    Examples
    --------
    >>> breakable("https://a.kz/b-c").replace(chr(0x200B), "|")
    'a.kz/|b-|c'
    """
    shown = address.partition("://")[2].rstrip("/") or address
    return re.sub(r"([/\-_=&?%]|\w{10})(?=.)", "\\1\u200b", shown)


def printed_conflicts(cited: list[str]) -> list[nodes.Node]:
    """Return the conflicts in which cited claims stand."""
    book = ledger()
    items = []
    for name in dict.fromkeys(c.id for claim in cited for c in book.conflicts_of(claim)):
        conflict = book.conflicts[name]
        says = "; ".join(dict.fromkeys(f"{r.says} ({r.rank})" for r in conflict.readings))
        item = _definition(conflict.title, f"{says}. ")
        item[1][0] += [nodes.emphasis(text="What we do: "), nodes.Text(conflict.treatment)]
        items.append(item)
    return _printed(
        items,
        f"Printed here: the {len(items)} conflicts in which a claim stands that "
        f"this book cites, of {len(book.conflicts)} in the ledger.",
    )


def printed_glossary(cited: list[str]) -> list[nodes.Node]:
    """Return all terms."""
    return _printed([_definition(row["term"], row["definition"]) for _, row in rows("glossary")])


def printed_names(cited: list[str]) -> list[nodes.Node]:
    """Return the alias table as a definition list; a wide table does not fit a page."""
    items = []
    for _, row in rows("entities"):
        other = [row["kazakh"], row["russian"], *row["aliases"].split("|")]
        spelled = "; ".join(dict.fromkeys(o for o in other if o and o != row["name"]))
        role = f"{row['role'].rstrip('.')}."
        text = f"{role[:1].upper()}{role[1:]}{f' Also: {spelled}.' if spelled else ''}"
        items.append(_definition(row["name"], text))
    return _printed(items)


def _definition(term: str, text: str) -> nodes.definition_list_item:
    body = nodes.definition("", nodes.paragraph(text=text))
    return nodes.definition_list_item("", nodes.term(text=term), body)


def _printed(items: list[nodes.definition_list_item], note: str = "") -> list[nodes.Node]:
    """Return a list in small type and two columns, after a note on what it leaves out."""
    columns = environment(name="ledgerlist")
    columns += nodes.definition_list("", *items)
    return [nodes.paragraph(text=note), columns] if note else [columns]


#: For each table: the page, and what is printed of it for a list of cited claims.
PAGES: dict[str, tuple[Callable[[], str], Callable[[list[str]], list[nodes.Node]]]] = {
    "claims": (claims_page, printed_claims),
    "sources": (sources_page, printed_sources),  # of sources, not of claims
    "conflicts": (conflicts_page, printed_conflicts),
    "glossary": (glossary_page, printed_glossary),
    "names": (names_page, printed_names),
}


def print_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In print, replace each table by what the print cites."""
    if app.builder.format != "latex":
        return
    cited = sorted({n["claim"] for n in doctree.findall(claim_reference)})
    sources = {ledger().claim(name).source for name in cited}
    builder: Any = app.builder
    if builder.print.documents:  # in the whole book, exhibits of the ledger name nearly all
        sources.update(name for node in doctree.findall(exhibit) for name in node["sources"])
    for node in list(doctree.findall(ledger_table)):
        if node["of"] == "sources":
            printed = printed_sources(sorted(sources), builder.print.withhold_from)
        else:
            printed = PAGES[node["of"]][1](cited)
        node.replace_self(printed)


def visit_html(translator: Any, node: ledger_table) -> None:
    """Write the page."""
    translator.body.append(PAGES[node["of"]][0]())
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("ledger", LedgerDirective)
    app.add_node(ledger_table, html=(visit_html, lambda *_: None))
    app.connect("doctree-resolved", print_tables)
