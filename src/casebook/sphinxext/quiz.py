"""The ``{quiz}`` directive: questions that answer at once, without a kernel.

A question is a numbered item; its options are a list below it, the right one marked ``[x]``, the
others ``[ ]``; what to say about an option follows after ``::``.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

LOGGER = logging.getLogger(__name__)
QUESTION = re.compile(r"\d+\.\s+(?P<text>.+)")
OPTION = re.compile(r"\s*-\s+\[(?P<mark>[x ])\]\s+(?P<text>.+?)\s+::\s+(?P<feedback>.+)")
FORM = "a line '1. Question?' or '- [x] option :: what to say about it'"


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what a reader hears who chooses it."""

    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Question:
    """A question with its options, exactly one of them right."""

    text: str
    options: tuple[Option, ...]


class quiz(nodes.General, nodes.Element):
    """The quiz of a chapter; `questions` holds what `parse` returns."""


def parse(lines: list[str]) -> list[Question]:
    """Read the questions of a quiz.

    Raises
    ------
    ValueError
        If a line has neither form, or a question has not exactly one right option.

    Examples
    --------
    >>> parse(["1. Two and two?", "- [x] four :: Yes.", "- [ ] five :: Count again."])[0].text
    'Two and two?'
    """
    found: list[tuple[str, list[Option]]] = []
    for line in filter(str.strip, lines):
        if match := QUESTION.fullmatch(line.strip()):
            found.append((match["text"], []))
        elif (match := OPTION.fullmatch(line)) and found:
            right = match["mark"] == "x"
            found[-1][1].append(Option(match["text"], match["feedback"], right))
        else:
            raise ValueError(f"not a line of a quiz; found {line!r}; expected {FORM}")
    for text, options in found:
        if sum(option.right for option in options) != 1:
            raise ValueError(f"question {text!r} has not exactly one right option, marked [x]")
    return [Question(text, tuple(options)) for text, options in found]


class QuizDirective(SphinxDirective):
    """Turn the text of a quiz into a node."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the quiz; a badly formed one is a warning with its place."""
        try:
            return [quiz(questions=parse(list(self.content)))]
        except ValueError as error:
            LOGGER.warning("%s", error, location=self.get_location())
            return []


def visit_html(translator: Any, node: quiz) -> None:
    """Write one group of choices a question; `static/quiz.js` answers."""
    write = translator.body.append
    write('<div class="quiz">\n')
    for number, question in enumerate(node["questions"], start=1):
        write(
            '<fieldset class="quiz-question">'
            f"<legend>{number}. {html.escape(question.text)}</legend>"
        )
        for option in question.options:
            write(
                f'<label><input type="radio" name="quiz-{number}" '
                f'data-right="{str(option.right).lower()}" '
                f'data-feedback="{html.escape(option.feedback)}"> '
                f"{html.escape(option.text)}</label>"
            )
        write('<p class="quiz-feedback" role="status"></p></fieldset>\n')
    write("</div>\n")
    raise nodes.SkipNode


def visit_latex(translator: Any, node: quiz) -> None:
    """Print the questions with lettered options, and the answers in small type below."""
    lines, answers = ["", r"\begin{quizlist}"], []
    for number, question in enumerate(node["questions"], start=1):
        lines.append(rf"\item {translator.encode(question.text)}\begin{{quizoptions}}")
        lines += [rf"\item {translator.encode(option.text)}" for option in question.options]
        lines.append(r"\end{quizoptions}")
        right = next(o for o in question.options if o.right)
        letter = "abcdefgh"[question.options.index(right)]
        answers.append(f"{number} {letter}: {translator.encode(right.feedback)}")
    lines += [r"\end{quizlist}", rf"\quizanswers{{{' '.join(answers)}}}", ""]
    translator.body.append("\n".join(lines))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("quiz", QuizDirective)
    app.add_node(quiz, html=(visit_html, lambda *_: None), latex=(visit_latex, lambda *_: None))
