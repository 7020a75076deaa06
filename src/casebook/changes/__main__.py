"""Tells what changed for readers: ``python -m casebook.changes REVISION [--fast]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml

from casebook.build import CACHE, notebooks, refresh_cache
from casebook.changes.edition import (
    Table,
    chapter_table,
    exhibit_table,
    ledger_tables,
    task_table,
)
from casebook.changes.history import checkout, execute, revision
from casebook.changes.report import report
from casebook.data import ROOT
from casebook.errors import BuildError, DataError

NOT_EXECUTED = "Exhibits were not compared: that needs the chapters executed (leave out FAST=1)."


def texts(root: Path, called: str) -> dict[str, Table]:
    """Return the tables of a state of the project that need no execution."""
    try:
        tables = ledger_tables(root)
    except (DataError, TypeError, KeyError) as error:
        raise BuildError(f"the ledger of {called} cannot be read by this code: {error}") from None
    return {**tables, "chapters": chapter_table(root), "tasks": task_table(root)}


def pages(root: Path) -> list[Path]:
    """Return the text notebooks that a state of the project lists."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [root / f"{c['file']}.md" for part in toc["parts"] for c in part["chapters"]]
    return [file for file in files if "jupytext:" in file.read_text(encoding="utf-8")[:200]]


def changes(name: str, *, fast: bool = False) -> str:
    """Return the report of what changed between a revision and the working tree.

    Raises
    ------
    BuildError
        If the revision is unknown, there is no history, or one of the two cannot be read or built.
    """
    commit = revision(ROOT, name)
    called = name if commit.startswith(name) else f"{name} ({commit[:7]})"
    with checkout(ROOT, commit) as base:
        old, new = texts(base, called), texts(ROOT, "the working tree")
        if not fast:
            execute(ROOT, base)
            refresh_cache()
            try:
                old["exhibits"] = exhibit_table(base / "_build" / "cache", pages(base))
            except KeyError as error:
                raise BuildError(f"the base did not execute all its chapters: {error}") from None
            new["exhibits"] = exhibit_table(CACHE, notebooks())
    return report(called, old, new, NOT_EXECUTED if fast else "")


def main(arguments: list[str]) -> int:
    """Print the report and write it to a file; an error is one message and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m casebook.changes", description=__doc__)
    parser.add_argument("revision", nargs="?", default="HEAD", help="a commit, a branch or a tag")
    parser.add_argument("--fast", action="store_true", help="do not execute chapters")
    asked = parser.parse_args(arguments)
    target = ROOT / "_build" / "diff.md"
    target.unlink(missing_ok=True)
    try:
        told = changes(asked.revision, fast=asked.fast)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    target.parent.mkdir(exist_ok=True)
    target.write_text(told, encoding="utf-8")
    print(f"{told}\nThe report is in {target.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
