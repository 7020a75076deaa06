"""The prose of a page: what a reader reads, without code, quizzes and tables of the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

MARKDOWN = (
    MarkdownIt("commonmark")
    .enable("table")
    .use(front_matter_plugin)
    .use(myst_role_plugin)
    .use(myst_block_plugin)
    .use(colon_fence_plugin)
    .use(dollarmath_plugin)
)
#: Roles whose text is a number that something else checks, or no prose.
CHECKED_ROLES = {"claim", "deprecated", "glue:text", "glue", "ref", "doc", "exercise", "math"}
#: Directives that hold no prose; the content of every other one is read.
NO_PROSE = {
    "code-cell", "code-block", "code", "math", "quiz", "exercise", "minutes", "ledger",
    "bibliography", "image", "glue", "raw", "toctree", "tableofcontents",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A block of a page's prose.

    Attributes
    ----------
    number
        The line on which it begins.
    text
        What it says, without what is checked elsewhere, such as the text of a claim.
    read
        What a reader reads.
    heading
        Whether it is a heading.
    """

    number: int
    text: str
    read: str
    heading: bool = False

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return len(self.read.split())


def prose(text: str, first: int = 0) -> Iterator[Line]:
    """Yield the prose of a text, block by block; a directive's content is a text again.

    Examples
    --------
    >>> [line.read for line in prose("It made {claim}`8,573 <n-x>` cars.")]
    ['It made 8,573 cars.']
    """
    heading = ""
    for token in MARKDOWN.parse(text):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        elif "fence" in token.type:
            name = re.match(r"\{([\w:-]+)\}", token.info)
            if name and name[1] not in NO_PROSE and token.map:
                body = re.sub(r"\A(?:\s*:[\w-]+:.*\n|---\n(?:.*\n)*?---\n)*", "", token.content)
                skipped = token.content.count("\n") - body.count("\n")
                yield from prose(body, first + token.map[0] + 1 + skipped)
        elif token.type == "inline" and token.map:
            shown, read = inline(token.children or [])
            if heading == "h1":  # "1 · Two plants": the chapter's number
                shown = re.sub(r"\A\d+ · ", "", shown)
            yield Line(first + token.map[0] + 1, shown, read, bool(heading))


def inline(children: list[Token]) -> tuple[str, str]:
    """Return running text without what is checked elsewhere, and as a reader reads it."""
    kept, read, linked = "", "", 0
    for child in children:
        if child.type in ("link_open", "link_close"):
            linked += 1 if child.type == "link_open" else -1
        elif child.type in ("softbreak", "hardbreak"):
            kept, read = kept + " ", read + " "
        elif child.type == "myst_role":
            shown = re.sub(r"\s*<[^>]*>$", "", child.content)
            read += shown
            kept += "…" if child.meta["name"] in CHECKED_ROLES else shown
        elif child.type == "text":
            read += child.content
            kept += "…" if linked else child.content
        elif child.type in ("code_inline", "math_inline", "html_inline", "image"):
            read += child.content
            kept += "…"
    return kept, read
