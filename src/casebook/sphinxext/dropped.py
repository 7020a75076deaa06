"""Links to chapters that an instructor has dropped from ``_toc.yml`` become plain text.

A dropped chapter still stands in the folder, so a link to it is no mistake; a link to anything
that stands nowhere stays one. The instructor's build names each link that has lost its page.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
FOLDERS = ("chapters", "appendix", "instructors")
EXHIBIT = re.compile(r'\bname="([\w-]+)"')
QUESTION = re.compile(r"^```\{question\} (\S+)", re.MULTILINE)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class Dropped:
    """The pages that exist and are not in this edition, and what can be referred to in them."""

    def __init__(self, root: Path, kept: set[str]) -> None:
        self.pages = {
            path.relative_to(root).with_suffix("").as_posix(): path
            for folder in FOLDERS
            for path in sorted((root / folder).glob("*.md"))
            if path.relative_to(root).with_suffix("").as_posix() not in kept
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """The labels of the dropped pages, each with its page."""
        found: dict[str, str] = {}
        for page, path in self.pages.items():
            text = path.read_text(encoding="utf-8")
            found |= {f"exhibit-{name}": page for name in EXHIBIT.findall(text)}
            found |= {f"question-{name.lower()}": page for name in QUESTION.findall(text)}
        return found

    def title(self, page: str) -> str:
        """Return a dropped page's title, which stands for the link to it."""
        found = TITLE.search(self.pages[page].read_text(encoding="utf-8"))
        return re.sub(r"^(\d+) · ", r"Chapter \1, ", found[1]) if found else page


def resolve(app: Sphinx, env: Any, node: Any, content: Any) -> nodes.Node | None:
    """Return the text that stands in place of a link to a dropped page, if that is what it is."""
    dropped: Dropped = env.temp_data.get("dropped") or Dropped(Path(app.srcdir), env.found_docs)
    env.temp_data["dropped"] = dropped
    target = str(node.get("reftarget", ""))
    page = dropped.labels.get(target) or _page(target, str(node.get("refdoc", "")), dropped)
    if not page:
        return None
    if app.config.casebook_edition == "instructor":
        LOGGER.info(
            "note: %s: the link to %r leads to %s.md, which is not in _toc.yml; "
            "it is shown as plain text", node.get("refdoc", ""), target, page,
        )  # fmt: skip
    own_words = bool(node.get("refexplicit"))
    text = content.astext() if own_words else dropped.title(page)
    return nodes.inline(text=text, classes=["dropped-link"])


def _page(target: str, origin: str, dropped: Dropped) -> str:
    """Return the dropped page that a target names, from the root or from the page of origin."""
    plain = target.partition("#")[0].removesuffix(".md").lstrip("/")
    folder = PurePosixPath(origin).parent
    for name in (plain, _normal(folder / plain)):
        if name in dropped.pages:
            return name
    return ""


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in ("..", "."):
            parts.append(part)
    return "/".join(parts)


class DroppedMarkdownLinks(SphinxPostTransform):
    """Answer for links in plain Markdown before MyST does, which asks nobody else."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        """Replace the links that have lost their page."""
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("reftype") == "myst" and node.children:
                text = resolve(self.app, self.env, node, node.children[0])
                if text is not None:
                    node.replace_self(text)


def setup(app: Sphinx) -> None:
    """Answer for the links that nothing else resolves."""
    app.connect("missing-reference", resolve)
    app.add_post_transform(DroppedMarkdownLinks)
