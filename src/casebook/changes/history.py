"""Holds a revision of the project beside the working tree, and executes its chapters there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casebook.errors import BuildError

#: The base executes its chapters with its own code; what it prints goes to the error, if any.
EXECUTE = "from casebook.build import refresh_cache; refresh_cache()"


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder; return what it says.

    Raises
    ------
    BuildError
        If git is missing or refuses; the message is git's own.
    """
    try:
        told = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        raise BuildError("git is missing; without it nothing can be compared") from None
    except subprocess.CalledProcessError as error:
        raise BuildError(f"git {arguments[0]} says: {error.stderr.strip()}") from None
    return told.stdout.strip()


def revision(root: Path, name: str) -> str:
    """Return the full id of the commit that a name stands for.

    Raises
    ------
    BuildError
        If the folder is not the root of a git repository, or the name stands for no commit.
    """
    try:
        top = Path(git(root, "rev-parse", "--show-toplevel"))
    except BuildError as error:
        if "missing" in str(error):
            raise
        raise BuildError(f"{root} is not a git repository: it has no history to compare") from None
    if top.resolve() != root.resolve():
        raise BuildError(f"{root} is not the root of its git repository, which is {top}")
    try:
        asked = ["--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"]
        return git(root, "rev-parse", *asked)
    except BuildError:
        raise BuildError(
            f"unknown revision; found {name!r}; expected a commit, a branch or a tag "
            "(git log --oneline lists the commits)"
        ) from None


@contextmanager
def checkout(root: Path, commit: str) -> Iterator[Path]:
    """Hold a commit in a worktree of its own, which is gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(prefix="two-plants-") as folder:
        place = Path(folder) / "base"
        try:
            git(root, "worktree", "add", "--detach", "--quiet", str(place), commit)
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
            git(root, "worktree", "prune")


def execute(root: Path, base: Path) -> None:
    """Execute the chapters of a base with its own code, in this environment.

    What was executed in the working tree is lent to it: the base takes it only if code and data
    are the same.

    Raises
    ------
    BuildError
        If the base does not build; the message has its last lines.
    """
    cache = root / "_build" / "cache"
    if cache.exists():
        shutil.copytree(cache, base / "_build" / "cache")
    environment = {**os.environ, "PYTHONPATH": str(base / "src"), "NO_COLOR": "1"}
    environment.pop("IPYTHONDIR", None)
    ended = subprocess.run(
        [sys.executable, "-c", EXECUTE], cwd=base, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if ended.returncode != 0:
        tail = "\n".join((ended.stdout + ended.stderr).strip().splitlines()[-8:])
        raise BuildError(f"the base does not build; FAST=1 compares the rest without it:\n{tail}")
