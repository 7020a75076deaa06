"""Roles that mark words of another language, so that they are read aloud as such."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

LANGUAGES = {"lang-kk": "kk", "lang-ru": "ru"}


class foreign(nodes.Inline, nodes.TextElement):
    """Words in another language; `language` is its code."""


class LanguageRole(SphinxRole):
    """Mark the text with its language."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marked words."""
        return [foreign(self.rawtext, self.text, language=LANGUAGES[self.name])], []


def visit_html(translator: Any, node: foreign) -> None:
    """Open the element that carries the language."""
    translator.body.append(f'<span lang="{node["language"]}">')


def depart_html(translator: Any, node: foreign) -> None:
    """Close it."""
    translator.body.append("</span>")


def skip(translator: Any, node: foreign) -> None:
    """Print the words as they are."""


def setup(app: Sphinx) -> None:
    """Register the roles and their node."""
    for name in LANGUAGES:
        app.add_role(name, LanguageRole())
    app.add_node(foreign, html=(visit_html, depart_html), latex=(skip, skip))
