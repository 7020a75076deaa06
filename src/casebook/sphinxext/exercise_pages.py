"""The exercise sheets as pages: as handed out for students, solved for instructors.

A sheet has one source, with its solutions. What Sphinx reads of it is an edition, so nothing that
is kept back can reach a page, the search or a file of the site.
"""

from __future__ import annotations

import html
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from casebook.practice.downloads import write_downloads
from casebook.practice.editions import page
from casebook.practice.links import binder_link, repository

FOLDER = "exercises"
DOWNLOADS = "_static/exercises"


def as_edition(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put an edition in the place of a sheet's source before anything reads it."""
    if docname.startswith(f"{FOLDER}/"):
        solved = app.config.casebook_edition == "instructor"
        content[0] = page(Path(app.srcdir) / f"{docname}.md", solved=solved)


def add_buttons(app: Sphinx, doctree: nodes.document) -> None:
    """Put the ways to a notebook under the title of a chapter or a sheet."""
    docname = app.env.docname
    folder, _, name = docname.partition("/")
    if folder not in ("chapters", FOLDER) or not name[:2].isdigit():
        return
    title = next(doctree.findall(nodes.title), None)
    if title is not None and title.parent is not None:
        row = nodes.raw(text=_row(folder, name), format="html", classes=["notebook-links"])
        title.parent.insert(title.parent.index(title) + 1, row)


def _row(folder: str, name: str) -> str:
    """Return the links of a page; nothing is asked of another host before one is followed."""
    address, branch = repository()
    path = f"{folder}/{name}.ipynb"
    binder = html.escape(binder_link(address, branch, path))
    links = [f'<a href="{binder}" rel="noreferrer">Open in Binder (mybinder.org)</a>']
    if folder == FOLDER:
        file = f"../{DOWNLOADS}/{name}"
        links += [
            f'<a href="{file}.ipynb" download>Notebook</a>',
            f'<a href="{file}.zip" download>Notebook with its data (ZIP)</a>',
        ]
    return f'<p class="notebook-links">{" ".join(links)}</p>\n'


def add_downloads(app: Sphinx, failure: Exception | None) -> None:
    """Write notebooks and ZIPs into the site, so that they need no network."""
    if failure is None and app.builder.format == "html":
        shown = [name for name in app.env.found_docs if name.startswith(f"{FOLDER}/")]
        write_downloads(Path(app.outdir) / DOWNLOADS, [Path(name).name for name in shown])


def setup(app: Sphinx) -> None:
    """Register what happens when pages are read and when they are built."""
    app.connect("source-read", as_edition)
    app.connect("doctree-read", add_buttons)
    app.connect("build-finished", add_downloads)
