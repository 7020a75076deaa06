"""Copies of the project, in which builds may fail and data may change."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from casebook.data import ROOT

#: What a text notebook begins with.
HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""


@dataclass(frozen=True)
class Run:
    """How a command ended, what it said, and which pages there were then."""

    code: int
    text: str
    pages: frozenset[str]

    @property
    def green(self) -> bool:
        """Tell whether anybody could take this for a success."""
        return self.code == 0 or "The book is ready" in self.text

    def about(self, what: str) -> str:
        """Return the lines that mention something."""
        return "\n".join(line for line in self.text.splitlines() if what in line)


def project_files() -> list[Path]:
    """Return the paths, from the root, of what belongs to the project and was not made by it."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True)
        names = [Path(name) for name in listed.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # a download without its history
        made = {"_build", "__pycache__"}
        parts = [path.relative_to(ROOT) for path in ROOT.iterdir() if path.name[0] != "."]
        names = [
            file.relative_to(ROOT)
            for part in parts
            if part.name not in made
            for file in ((ROOT / part).rglob("*") if (ROOT / part).is_dir() else [ROOT / part])
            if not made & set(file.parts)
        ]
    return [name for name in names if (ROOT / name).is_file()]


class Copy:
    """A copy of the project that uses this environment and its own sources."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in project_files():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, root / name)

    def run(self, *arguments: str) -> Run:
        """Run a module of Python in the copy, or what follows ``-c``."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "NO_COLOR": "1"}
        command = [sys.executable, *(() if arguments[0] == "-c" else ("-m",)), *arguments]
        ended = subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=300
        )
        text = re.sub(r"\x1b\[[0-9;]*m", "", ended.stdout + ended.stderr)
        html = self.root / "_build" / "html"
        pages = frozenset(p.relative_to(html).as_posix() for p in html.rglob("*.html"))
        return Run(ended.returncode, text, pages)

    def build(self) -> Run:
        """Build the copy's book."""
        return self.run("casebook.build", "book")

    def chapters(self, **texts: str) -> None:
        """Let the copy have these chapters and no other page but the first."""
        listed = "".join(f"      - file: chapters/{name}\n" for name in texts)
        toc = f"format: jb-book\nroot: index\nparts:\n  - caption: A\n    chapters:\n{listed}"
        (self.root / "_toc.yml").write_text(toc, encoding="utf-8")
        (self.root / "index.md").write_text("# Two Plants\n", encoding="utf-8")
        for name, text in texts.items():
            (self.root / "chapters" / f"{name}.md").write_text(HEAD + text, encoding="utf-8")
