"""The ``{minutes}`` directive: how long a chapter takes to read and to do."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

LOGGER = logging.getLogger(__name__)


class MinutesDirective(SphinxDirective):
    """Write the minutes line; both numbers are required."""

    option_spec: ClassVar = {"read": int, "do": int}

    def run(self) -> list[nodes.Node]:
        """Return one paragraph, and keep the numbers for the session plans."""
        missing = [name for name in ("read", "do") if name not in self.options]
        if missing:
            LOGGER.warning("minutes: missing option :%s:", missing[0], location=self.get_location())
            return []
        read, do = self.options["read"], self.options["do"]
        self.env.metadata[self.env.docname].update(minutes_read=str(read), minutes_do=str(do))
        return [
            nodes.paragraph(
                text=f"{read} minutes to read · {do} minutes to do", classes=["minutes"]
            )
        ]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("minutes", MinutesDirective)
