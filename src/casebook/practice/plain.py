"""MyST Markdown as a notebook shows it: roles become words, directives quoted blocks or links.

JupyterLab knows neither ``{claim}`` nor ``{quiz}``. Where roles and directives stand is asked of
MyST's own parser, so that what only looks like one, in code, is left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from casebook.errors import DataError

EXTENSIONS = {"colon_fence", "dollarmath", "substitution", "tasklist"}
TITLED = re.compile(r"(?P<text>.+?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
OPTION_LINE = re.compile(r"\A(?:\s*:[\w-]+:.*\n)+")


@dataclass(frozen=True)
class Surroundings:
    """What the words of a page refer to.

    Attributes
    ----------
    page
        The page, for messages, such as ``chapters/04-the-squeeze.md``.
    computed
        What the page's cells have computed for its text, by the name of ``{glue}``.
    labels
        The words that stand for ``{ref}``, such as "Exhibit 4.2".
    titles
        The titles of the chapters that are notebooks too, by name.
    tasks
        The titles of the exercises of the page's sheet, by number.
    """

    page: str
    computed: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    tasks: Mapping[str, str] = field(default_factory=dict)

    def found(self, known: Mapping[str, str], name: str, what: str) -> str:
        """Return what a name stands for; an unknown one is an error."""
        if name not in known:
            raise DataError(
                self.page, f"unknown {what}", found=name,
                expected=f"one of {', '.join(known) or 'none'}",
            )  # fmt: skip
        return known[name]


@functools.cache
def _parser() -> Any:
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    return create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)


def plain(text: str, around: Surroundings) -> str:
    """Return a text without MyST's roles and directives.

    Parameters
    ----------
    text
        MyST Markdown, such as a notebook's cell.
    around
        What its roles refer to.

    Raises
    ------
    DataError
        If a role or a directive is unknown, or refers to nothing.

    Examples
    --------
    >>> around = Surroundings("chapters/04.md", computed={"low": "61"})
    >>> plain("It lost {claim}`95 percent <f-x>` and fell to {glue:text}`low`.", around)
    'It lost 95 percent and fell to 61.'
    """
    tokens = _parser().parse(text)
    lines, blocks = text.split("\n"), []
    for token in tokens:
        name = re.match(r"\{([\w:-]+)\}\s*(.*)", token.info) if "fence" in token.type else None
        if name and token.map:
            written = _directive(name[1], name[2], token.content, around)
            blocks.append((token.map, written))
    for (first, last), written in reversed(blocks):
        lines[first:last] = written.split("\n")
    roles = [
        (child.meta["name"], child.content)
        for token in tokens
        for child in token.children or []
        if child.type == "myst_role"
    ]
    return _linked("\n".join(_without_roles(lines, roles, around)), around)


def _without_roles(
    lines: list[str], roles: list[tuple[str, str]], around: Surroundings
) -> list[str]:
    """Replace the roles that the parser has found, from first to last."""
    rest, done = "\n".join(lines), ""
    for name, content in roles:
        for match in re.finditer(
            rf"\{{{re.escape(name)}\}}(`+)(.+?)(?<!`)\1(?!`)", rest, re.DOTALL
        ):
            if " ".join(match[2].split()) == " ".join(content.split()):
                done += rest[: match.start()] + _role(name, content, around)
                rest = rest[match.end() :]
                break
    return (done + rest).split("\n")


def _role(name: str, content: str, around: Surroundings) -> str:
    titled = TITLED.fullmatch(content)
    text, target = (titled["text"], titled["target"]) if titled else ("", content)
    if name in ("claim", "deprecated", "term", "abbr"):
        return text or content
    if name.startswith("glue"):
        return around.found(around.computed, target, "computed value")
    if name == "ref":
        return text or around.found(around.labels, target, "label")
    if name == "doc":
        return _page(text, target, around)
    if name.startswith("lang-"):
        return text or content
    if name == "math":
        return f"${content}$"
    raise DataError(around.page, "a notebook cannot show the role", found=name)


def _page(text: str, target: str, around: Surroundings) -> str:
    """Return a link to a chapter's notebook; a page that is no notebook stays words."""
    name = PurePosixPath(target).name.removesuffix(".md")
    if name not in around.titles:
        return text or name
    return f"[{text or around.titles[name]}]({name}.ipynb)"


def _linked(text: str, around: Surroundings) -> str:
    """Let Markdown links to chapters lead to their notebooks."""

    def led(match: re.Match[str]) -> str:
        name = PurePosixPath(match[2].partition("#")[0]).name.removesuffix(".md")
        return f"[{match[1]}]({name}.ipynb)" if name in around.titles else match[1]

    return re.sub(r"\[([^\]]+)\]\((?!\w+:)([^)\s]+\.md(?:#[\w-]*)?)\)", led, text)


def _directive(name: str, argument: str, content: str, around: Surroundings) -> str:
    if name in DIRECTIVES:
        return DIRECTIVES[name](argument, content, around)
    if name in ADMONITIONS:
        title = argument or name.capitalize()
        body = plain(OPTION_LINE.sub("", content), around).strip("\n")
        return "\n".join(f"> {line}".rstrip() for line in [f"**{title}**", "", *body.split("\n")])
    raise DataError(around.page, "a notebook cannot show the directive", found=name)


def _minutes(argument: str, content: str, around: Surroundings) -> str:
    read, do = (re.search(rf":{option}: (\d+)", content) for option in ("read", "do"))
    return f"*{read[1] if read else 0} minutes to read · {do[1] if do else 0} minutes to do*"


def _exercise(argument: str, content: str, around: Surroundings) -> str:
    title = around.found(around.tasks, argument.strip(), "exercise")
    sheet = PurePosixPath(around.page).stem
    return (
        f"> **Exercise {argument}: {title}.** Do it in [its notebook](../exercises/{sheet}.ipynb)."
    )


def _quiz(argument: str, content: str, around: Surroundings) -> str:
    """Return the questions with lettered options; the answers unfold."""
    from casebook.sphinxext.quiz import parse  # the extension imports the editions

    lines = []
    for number, question in enumerate(parse(content.splitlines()), 1):
        right = next(o for o in question.options if o.right)
        lines += [f"**{number}. {question.text}**", ""]
        lines += [f"- {'abcdefgh'[k]}) {o.text}" for k, o in enumerate(question.options)]
        letter = "abcdefgh"[question.options.index(right)]
        lines += ["", f"<details><summary>Answer</summary>\n\n{letter}) {right.feedback}"]
        lines += ["\n</details>", ""]
    return "\n".join(lines).rstrip()


ADMONITIONS = {"note", "tip", "warning", "important", "caution", "admonition", "seealso"}
DIRECTIVES: dict[str, Callable[[str, str, Surroundings], str]] = {
    "minutes": _minutes,
    "exercise": _exercise,
    "quiz": _quiz,
    "math": lambda argument, content, around: f"$$\n{content.strip()}\n$$",
}
