"""Writes one LaTeX file for each print that is asked for, all from one reading of the chapters.

Sphinx can write several documents (``latex_documents``), but each must begin with a page that
lists its chapters. A print is a list of chapters that no page lists; this builder joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.latex import LaTeXBuilder
from sphinx.builders.latex.theming import Theme
from sphinx.util.nodes import inline_all_toctrees

from casebook.printing import edition
from casebook.prints import BOOK, BOOK_SUBTITLE, SOURCES, Print, number_of
from casebook.sphinxext.exhibits import exhibit
from casebook.sphinxext.tables import crowded, printed_table

#: Under a chart only a table of this many rows is printed; longer ones are on the page.
MOST_ROWS = 12
SOURCES_TITLE = "Sources cited here"
ELSEWHERE = {
    True: "the chapter on conflicts at the end of the book tells who",
    False: "the whole book and its pages tell who",
}


class PrintBuilder(LaTeXBuilder):
    """The LaTeX builder, once for each print of the setting `casebook_prints`."""

    def write(self, *ignored: Any) -> None:
        """Write the file of each print."""
        for asked in self.config.casebook_prints or [BOOK]:
            self.print: Print = asked
            super().write()

    def init_document_data(self) -> None:
        """Name the one document that is written next."""
        title, author = self.config.latex_documents[0][2:4]
        root, self.titles = self.config.root_doc, []
        self.document_data = [(root, f"{self.print.name}.tex", title, author, "manual", False)]

    def assemble_doctree(
        self, indexfile: str, toctree_only: bool, appendices: list[str]
    ) -> nodes.document:
        """Join the documents of the print; links to others become text."""
        if not self.print.documents:
            return super().assemble_doctree(indexfile, toctree_only, appendices)
        self.docnames: set[str] = set(self.print.documents)
        tree = new_document("<print>")
        tree["docname"] = indexfile
        tree.settings.env = self.env
        root = nodes.section("", nodes.title(text=self.config.project))
        tree += root
        for name in self.print.documents:
            root += self._file(name)
        unlink(self.env, tree, self.docnames)
        self.env.resolve_references(tree, indexfile, self)
        return tree

    def _file(self, name: str) -> nodes.Element:
        """Return one document as a chapter of the print."""
        kept = set(self.docnames)
        tree = inline_all_toctrees(self, kept, name, self.env.get_doctree(name), str, [name])
        self.docnames = kept
        file = addnodes.start_of_file(docname=name)
        file.children = tree.children
        for section in file.findall(nodes.section):
            section.setdefault("docname", name)
        if name == SOURCES:
            next(file.findall(nodes.title)).children = [nodes.Text(SOURCES_TITLE)]
        elif self.print.exhibits_only:
            keep_exhibits(file)
        for child in file.children:
            child.parent = file
        return file

    def update_doc_context(self, title: str, author: str, theme: Theme) -> None:
        """Give the print its subtitle, its date and its first page."""
        super().update_doc_context(title, author, theme)
        year = str(self.config.copyright).split(",")[0]
        settings = {
            "caseyear": year,
            "casesubtitle": self.print.subtitle,
            "caseedition": edition(),
            "casekind": BOOK_SUBTITLE,
            "caseconflicts": ELSEWHERE[not self.print.documents],
        }
        chosen = "".join(f"\\{name}{{{text}}}" for name, text in settings.items())
        self.context["preamble"] = rf"\usepackage{{twoplants}}{chosen}"
        with_page = self.print.title_page
        self.context["maketitle"] = r"\casetitlepage" if with_page else r"\casefirsthead"
        self.context["tableofcontents"] = r"\casecontents" if with_page else ""


# --- documents ------------------------------------------------------------------


def keep_exhibits(file: nodes.Element) -> None:
    """Leave of a chapter its title and its exhibits; a short table follows its chart."""
    section = next(file.findall(nodes.section))
    shown = list(section.findall(exhibit))
    section.children = [next(section.findall(nodes.title))]
    for one in shown:
        section += one
        rows, columns = one["rows"], one["columns"]
        if one["figure"] and len(rows) <= MOST_ROWS and not crowded(columns, rows):
            section += printed_table(columns=columns, rows=rows, numeric=one["numeric"])


def unlink(env: Any, tree: nodes.document, kept: set[str]) -> None:
    """Put words in place of each link that leads out of the print."""
    for link in list(tree.findall(addnodes.pending_xref)):
        found = next(places(env, link), None)
        if found and found[0] not in kept:
            words = link.astext() if link.get("refexplicit") else found[1]
            link.replace_self(nodes.inline(text=words))


def places(env: Any, link: addnodes.pending_xref) -> Iterator[tuple[str, str]]:
    """Yield the document to which a link leads, and what to call its target."""
    target, origin = link.get("reftarget", ""), link.get("refdoc", "")
    labels = env.get_domain("std").labels
    if link.get("reftype") == "ref" and target in labels:
        yield labels[target][0], labels[target][2]
    plain = re.sub(r"\.md$", "", target.partition("#")[0])
    for name in (plain.lstrip("/"), env.relfn2path(plain, origin or None)[0]) if plain else ():
        if name in env.all_docs:
            yield name, title_of(env, name)


def title_of(env: Any, name: str) -> str:
    """Return what to call a document that is not in the print: a chapter's number, or a title."""
    number = number_of(name)
    return f"Chapter {number}" if number else str(env.titles[name].astext())


def setup(app: Sphinx) -> None:
    """Take the place of Sphinx's own LaTeX builder."""
    app.add_config_value("casebook_prints", [], "", types=(list,))
    app.add_builder(PrintBuilder, override=True)
