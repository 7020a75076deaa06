"""Prints parts of the book: ``python -m casebook.prints booklet [A]``, ``handout``, ``exhibits``.

A print is a list of documents with a title; the whole book is the print that names none. All of
them come from one reading of the chapters and one drawing of the charts.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml

from casebook.data import ROOT
from casebook.errors import BuildError

SOURCES = "appendix/sources"
BOOK_SUBTITLE = "An executable teaching case"


@dataclass(frozen=True)
class Print:
    """One printed thing.

    Parameters
    ----------
    name
        The name of its files, without a suffix.
    subtitle
        What it is, below the book's title and in the PDF's own title.
    documents
        Names of documents such as ``chapters/04-the-squeeze``, in order; none means all.
    captions
        Titles of parts, each with the document before which it stands.
    exhibits_only
        Whether only the exhibits of the documents are printed.
    title_page
        Whether it has a title page and contents, or only a line at the head of its first page.
    withhold_from
        A month such as ``2020-06``: titles and addresses of sources that tell what came from
        then on are held back. Empty: all are printed.
    """

    name: str
    subtitle: str
    documents: tuple[str, ...] = ()
    captions: tuple[tuple[str, str], ...] = ()
    exhibits_only: bool = False
    title_page: bool = True
    withhold_from: str = ""


BOOK = Print("two-plants", BOOK_SUBTITLE)


@dataclass(frozen=True)
class Part:
    """A part of the case as ``_toc.yml`` has it: its letter (empty for the labs), its chapters."""

    letter: str
    caption: str
    chapters: tuple[str, ...]


#: The case puts its reader at the ministry's desk in the spring of 2020, at the end of part A.
DECISION = "2020-06"
BEFORE_THE_DECISION = "A"


def parts() -> list[Part]:
    """Return the parts that hold chapters, in the order of ``_toc.yml``.

    Examples
    --------
    >>> [part.letter for part in parts()]
    ['A', 'B', 'C', '']
    """
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    found = []
    for part in toc["parts"]:
        files = [chapter["file"] for chapter in part["chapters"]]
        letter = re.match(r"Case ([A-Z]):", part["caption"])
        chapters = tuple(file for file in files if number_of(file))
        if chapters:
            found.append(Part(letter[1] if letter else "", part["caption"], chapters))
    return found


def number_of(document: str) -> int:
    """Return a chapter's number, 0 for what is no chapter.

    Examples
    --------
    >>> number_of("chapters/04-the-squeeze"), number_of("appendix/sources")
    (4, 0)
    """
    match = re.fullmatch(r"chapters/(\d+)-.+", document)
    return int(match[1]) if match else 0


def chosen(words: Iterable[str]) -> list[str]:
    """Return the chapters that numbers name, or all for ``all``.

    Examples
    --------
    >>> chosen(["4"])
    ['chapters/04-the-squeeze']
    >>> chosen(["99"])
    Traceback (most recent call last):
    ...
    casebook.errors.BuildError: there is no chapter '99'; expected all, or numbers out of 1, 2, ...
    """
    known = {number_of(chapter): chapter for part in parts() for chapter in part.chapters}
    found: list[str] = []
    for word in words:
        if word == "all":
            found += known.values()
        elif word.isdecimal() and int(word) in known:
            found.append(known[int(word)])
        else:
            numbers = ", ".join(map(str, sorted(known)))
            raise BuildError(
                f"there is no chapter {word!r}; expected all, or numbers out of {numbers}"
            )
    if not found:
        raise BuildError("no chapter is named; say for instance CHAPTER=4, CHAPTER='4 7' or all")
    return list(dict.fromkeys(found))


def withheld(chapters: Iterable[str]) -> str:
    """Return the month from which sources must not tell: all chapters may stand before it."""
    before = {c for part in parts() if part.letter == BEFORE_THE_DECISION for c in part.chapters}
    return DECISION if set(chapters) <= before else ""


def booklet(letter: str = "") -> Print:
    """Return the case without the labs, or one part of it.

    Examples
    --------
    >>> booklet("A").documents[-2:]
    ('chapters/07-the-contract', 'appendix/sources')
    """
    case = [part for part in parts() if part.letter]
    taken = [part for part in case if letter.upper() in ("", part.letter)]
    if not taken:
        letters = ", ".join(part.letter for part in case)
        raise BuildError(f"there is no part {letter!r} of the case; expected one of {letters}")
    chapters = [chapter for part in taken for chapter in part.chapters]
    captions = tuple((part.chapters[0], part.caption) for part in taken)
    whole = len(taken) == len(case)
    return Print(
        "two-plants-case" if whole else f"two-plants-case-{letter.lower()}",
        "The case" if whole else taken[0].caption,
        (*chapters, SOURCES),
        captions if whole else (),
        withhold_from=withheld(chapters),
    )


def handouts(words: Iterable[str]) -> list[Print]:
    """Return a hand-out of each chapter that is named."""
    return [
        Print(
            Path(chapter).name,
            f"Hand-out of chapter {number_of(chapter)}",
            (chapter, SOURCES),
            title_page=False,
            withhold_from=withheld([chapter]),
        )
        for chapter in chosen(words)
    ]


def exhibit_prints(words: Iterable[str]) -> list[Print]:
    """Return the exhibits of each chapter that is named; ``all`` puts all of them in one print."""
    words = list(words)
    chapters = chosen(words)
    if "all" in words:
        documents = (*chapters, SOURCES)
        return [Print("exhibits", "All exhibits", documents, exhibits_only=True)]
    return [
        Print(
            f"{number_of(chapter):02}-exhibits",
            f"Exhibits of chapter {number_of(chapter)}",
            (chapter, SOURCES),
            exhibits_only=True,
            title_page=False,
            withhold_from=withheld([chapter]),
        )
        for chapter in chapters
    ]


def notes(words: Iterable[str]) -> list[Print]:
    """Return the teaching notes that are named, or all that stands before the case in one print.

    A note is named by its part or its chapter, such as ``a`` or ``13``; a brief of the negotiation
    by its role, such as ``role-firm``.
    """
    from casebook.build import contents

    entries = [entry for part in contents("instructor")["parts"] for entry in part["chapters"]]
    files = [e["file"] for entry in entries for e in (entry, *entry.get("sections", ()))]
    pages = [file for file in files if file.startswith("instructors/")]
    words = [word.lower() for word in words]
    if not words:
        return [Print("teaching-notes", "For instructors", (*pages, SOURCES))]
    known = {re.sub(r"^note-(lab-)?", "", Path(page).name): page for page in pages}
    if unknown := [word for word in words if word not in known]:
        raise BuildError(f"there is no note {unknown[0]!r}; expected one of {', '.join(known)}")
    return [
        Print(
            Path(known[word]).name,
            "For instructors",
            (known[word], SOURCES),
            title_page=False,
        )
        for word in words
    ]


def produce(prints: list[Print], *, for_instructors: bool = False) -> list[Path]:
    """Print each; return the files.

    Raises
    ------
    BuildError
        If a tool is missing, the book has errors, or LaTeX finds fault; no file of an earlier
        run is left.
    """
    from casebook.build import BUILD, FOR_INSTRUCTORS, INSTRUCTOR_LATEX, LATEX, build
    from casebook.printing import check_tools, typeset

    made = INSTRUCTOR_LATEX if for_instructors else LATEX
    folder = FOR_INSTRUCTORS if for_instructors else BUILD
    targets = [folder / "pdf" / f"{one.name}.pdf" for one in prints]
    for target in targets:
        target.unlink(missing_ok=True)
    check_tools()
    build(made, prints)
    started = time.monotonic()
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        runs = [pool.submit(typeset, made.output, target.stem, target) for target in targets]
        for run in runs:
            run.result()
    print(f"set the pages in {time.monotonic() - started:.1f} s", flush=True)
    return targets


def main(arguments: list[str]) -> int:
    """Print what the arguments name; an error is one message and exit code 1."""
    verb, *words = arguments or [""]
    if verb not in ("booklet", "handout", "exhibits", "note") or (
        verb == "booklet" and len(words) > 1
    ):
        print(
            "usage: python -m casebook.prints booklet [PART] | handout CHAPTER ... | "
            "exhibits CHAPTER ... (numbers, or all) | note [PART or CHAPTER ...]",
            file=sys.stderr,
        )
        return 2
    started = time.monotonic()
    try:
        if verb == "booklet":
            prints = [booklet(*words)]
        elif verb == "note":
            prints = notes(words)
        else:
            prints = handouts(words) if verb == "handout" else exhibit_prints(words)
        made = produce(prints, for_instructors=verb == "note")
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"({time.monotonic() - started:.1f} s)")
    for path in made:
        print(f"Printed: open {path.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
