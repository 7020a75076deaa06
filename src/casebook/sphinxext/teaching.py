"""The directives of the instructors' pages: ``{question}``, ``{plan}`` and ``{decks}``."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from casebook.build import contents
from casebook.errors import DataError
from casebook.teaching.decks import decks_of, write_decks
from casebook.teaching.plans import in_markdown, load_plans, reading_minutes

LOGGER = logging.getLogger(__name__)


class QuestionDirective(SphinxDirective):
    """A discussion question; its argument, such as A1, is its label."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"minutes": int}

    def run(self) -> list[nodes.Node]:
        """Return the question as a box that plans can refer to."""
        name = self.arguments[0]
        label = nodes.make_id(f"question-{name}")
        minutes = self.options.get("minutes")
        if not minutes or not self.content:
            LOGGER.warning(
                "question %s: expected a text and :minutes:", name, location=self.get_location()
            )
            return []
        domain: Any = self.env.get_domain("std")
        if label in domain.labels and domain.labels[label][0] != self.env.docname:
            LOGGER.warning("question %s stands on two pages", name, location=self.get_location())
        domain.anonlabels[label] = self.env.docname, label
        domain.labels[label] = self.env.docname, label, name
        # a target of its own: LaTeX gives boxes no label
        target = nodes.target("", "", ids=[label])
        box = nodes.admonition(classes=["question"])
        box += nodes.title(text=f"Question {name} · {minutes} minutes")
        self.state.nested_parse(self.content, self.content_offset, box)
        return [target, box]


class PlanDirective(SphinxDirective):
    """A session plan of ``instructors/plans.yml``; its argument is its name."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the plan's tables; what does not add up is a warning that stops the build."""
        self.env.note_dependency(str(Path(self.env.srcdir) / "instructors" / "plans.yml"))
        try:
            plans = load_plans(Path(self.env.srcdir) / "instructors" / "plans.yml")
            if self.arguments[0] not in plans:
                known = ", ".join(plans)
                raise DataError(
                    self.env.docname, "unknown plan", found=self.arguments[0],
                    expected=f"one of {known}",
                )  # fmt: skip
        except DataError as error:
            LOGGER.warning("%s", error, location=self.get_location())
            return []
        plan = plans[self.arguments[0]]
        reading = reading_minutes(plan, Path(self.env.srcdir))
        box = nodes.container(classes=["plan"])
        lines = StringList(in_markdown(plan, reading).splitlines(), "instructors/plans.yml")
        self.state.nested_parse(lines, 0, box)
        return [box]


class DecksDirective(SphinxDirective):
    """Links to the decks that stand beside the site; on paper their names."""

    def run(self) -> list[nodes.Node]:
        """Return a list with a link to each deck."""
        depth = "../" * self.env.docname.count("/")
        found = nodes.bullet_list()
        for deck in decks_of(contents()):
            link = nodes.raw(
                text=f'<a href="{depth}{deck.address}">{html.escape(deck.title)}</a>', format="html"
            )
            printed = nodes.raw(text=deck.title, format="latex")
            found += nodes.list_item("", nodes.paragraph("", "", link, printed))
        return [found]


def add_decks(app: Sphinx, failure: Exception | None) -> None:
    """Write the decks beside the instructors' pages once these are built."""
    for_instructors = app.config.casebook_edition == "instructor"
    if failure is None and for_instructors and app.builder.format == "html":
        write_decks(Path(app.outdir), contents())


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("question", QuestionDirective)
    app.add_directive("plan", PlanDirective)
    app.add_directive("decks", DecksDirective)
    app.connect("build-finished", add_decks, priority=900)  # after the library is unpacked
