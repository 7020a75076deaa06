"""What the tests of printed files share: how to read a PDF, and what the chapters should show."""

from __future__ import annotations

import ast
import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jupytext
import pytest
import yaml
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from casebook.browser import browser_required
from casebook.data import ROOT

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]


def squash(text: str) -> str:
    """Return a text without spaces, hyphens, ligatures and bent quotes."""
    plain = unicodedata.normalize("NFKC", text).translate({0x2018: "'", 0x2019: "'"})
    return re.sub(r"[\s\-\u2010\u00ad\u200b]", "", plain)


@dataclass(frozen=True)
class Shown:
    """An exhibit as a chapter's code shows it."""

    page: str
    number: str
    caption: str


def exhibits(pages: list[str] = PAGES) -> list[Shown]:
    """Find the calls of `show` and `explore` in the code of pages, whatever was built."""
    found = []
    for page in pages:
        prefix = Path(page).name.split("-")[0].lstrip("0")
        prefix = prefix if prefix.isdigit() else "A"
        count = 0
        for cell in jupytext.read(ROOT / f"{page}.md").cells:
            calls = ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else []
            for call in calls:
                name = getattr(getattr(call, "func", None), "id", "")
                if not isinstance(call, ast.Call) or name not in ("show", "explore"):
                    continue
                count += 1
                words = {k.arg: k.value for k in call.keywords}
                caption = ast.literal_eval(words["caption"])
                found.append(Shown(page, f"Exhibit {prefix}.{count}", caption))
    return found


class Book:
    """The PDF and what a reader finds in it."""

    def __init__(self, path: Path) -> None:
        self.reader = PdfReader(path)

    @cached_property
    def texts(self) -> list[str]:
        """The squashed text of each page."""
        return [squash(page.extract_text()) for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        """The squashed text of the book."""
        return "".join(self.texts)

    @cached_property
    def outline(self) -> dict[str, int]:
        """The page of each bookmark."""

        def walk(entries: list) -> dict[str, int]:
            found: dict[str, int] = {}
            for entry in entries:
                if isinstance(entry, list):
                    found |= walk(entry)
                else:
                    found[squash(entry.title)] = self.reader.get_destination_page_number(entry)
            return found

        return walk(self.reader.outline)

    @cached_property
    def links(self) -> list[str]:
        """The names to which the links within the book lead."""
        names = []
        for page in self.reader.pages:
            for note in page.get("/Annots", []):
                action = note.get_object().get("/A", {})
                if action.get("/S") == "/GoTo" and not isinstance(action["/D"], list):
                    names.append(str(action["/D"]))
        return names

    @cached_property
    def drawings(self) -> dict[str, list[int]]:
        """The sizes of what is drawn, by kind: /Form is a vector drawing, /Image a raster."""
        found: dict[str, list[int]] = {"/Form": [], "/Image": []}
        seen: set[int] = set()

        def walk(resources: dict) -> None:
            for item in resources.get("/XObject", {}).values():
                key = item.idnum if isinstance(item, IndirectObject) else id(item)
                drawing = item.get_object()
                if key not in seen:
                    seen.add(key)
                    found[drawing["/Subtype"]].append(len(drawing.get_data()))
                    walk(drawing.get("/Resources", {}))

        for page in self.reader.pages:
            walk(page["/Resources"].get_object())
        return found


def give_up(why: str) -> None:
    """Say loudly that nothing was tested; fail where printing is required."""
    required = browser_required() and sys.platform == "linux"
    print(f"\n{'=' * 78}\nTHE PRINTED BOOK WAS NOT TESTED: {why}\n{'=' * 78}", file=sys.stderr)
    (pytest.fail if required else pytest.skip)(why)


def printed(path: Path, command: str) -> Book:
    """Return a printed file; say loudly if it is missing or older than its texts."""
    if not path.exists():
        give_up(f"there is no {path.name}; run `{command}` first")
    sources = [ROOT / "index.md", ROOT / "_toc.yml", ROOT / "_config.yml"]
    sources += [f for d in ("chapters", "appendix", "exercises") for f in (ROOT / d).glob("*.md")]
    newer = [f.name for f in sources if f.stat().st_mtime > path.stat().st_mtime]
    if newer:
        give_up(f"{path.name} is older than {', '.join(newer)}; run `{command}` first")
    return Book(path)


def too_wide(log: str) -> list[str]:
    """Return the lines of a log that tell of text beside the page."""
    wide = re.findall(r"^Overfull \\hbox \((\d+)\.\d+pt too wide\) (.*)", log, re.MULTILINE)
    return [f"{width} pt {where}" for width, where in wide if int(width) > 12]
