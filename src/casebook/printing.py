"""Typesets the book: checks the tools first, runs LaTeX, and trusts the log only after reading it.

A run that fails leaves no PDF behind, neither its own nor that of an earlier run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from casebook.browser import HOW_TO_GET, find_browser
from casebook.data import ROOT
from casebook.errors import BuildError

PROGRAMS = ("xelatex", "latexmk", "kpsewhich")
#: What to ask TeX for, each with other names that will do.
FILES = {
    "the letters Charis SIL": ("CharisSIL-Regular.ttf", "Charis-Regular.ttf"),
    "the letters FreeSans and FreeSerif": ("FreeSans.otf",),
    "the letters DejaVu Sans Mono": ("DejaVuSansMono.ttf",),
    "the letters Droid Sans Fallback": ("DroidSansFallbackFull.ttf",),
    "the letters Nanum Gothic": ("NanumGothic.ttf",),
    "the LaTeX packages of texlive-latex-extra": ("tcolorbox.sty",),
    "the fonts of texlive-fonts-recommended": ("pzdr.tfm",),
}
TEX_HOW_TO_GET = """\
  Debian, Ubuntu: apt install texlive-xetex texlive-latex-extra texlive-fonts-recommended latexmk \
fonts-dejavu-core fonts-droid-fallback fonts-freefont-otf fonts-nanum fonts-sil-charis
  macOS: brew install --cask mactex-no-gui (open a new terminal after it)
    and the fonts Nanum Gothic and Droid Sans Fallback
  Windows: install TeX Live from tug.org/texlive (it brings latexmk and its Perl)
    and the fonts Nanum Gothic and Droid Sans Fallback"""
#: Lines of the log that make a PDF unfit, though LaTeX ends well.
FAULTS = {
    "letters that the fonts lack": re.compile(r"^Missing character: .*", re.MULTILINE),
    "references that lead nowhere": re.compile(
        r"^(?:LaTeX|Package hyperref) Warning: .*(?:undefined|multiply defined|on input line).*",
        re.MULTILINE,
    ),
}
HARMLESS = re.compile(
    r"Font shape|Token not allowed|Marginpar|float|Difference .* between bookmark"
)
ERROR = re.compile(r"^(?:!|.+?:\d+:) .*", re.MULTILINE)


def check_tools() -> None:
    """Say what is missing and how to get it, before anything long starts.

    Raises
    ------
    BuildError
        If a program, a font, a LaTeX package or the browser is missing.
    """
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if "kpsewhich" not in missing:
        missing += [what for what, names in FILES.items() if not any(map(_known_to_tex, names))]
    problems = []
    if missing:
        problems.append(f"the PDF needs {', '.join(missing)}; to get it:\n{TEX_HOW_TO_GET}")
    if not find_browser():
        problems.append(f"the charts of the PDF are drawn by a browser; {HOW_TO_GET}")
    if problems:
        raise BuildError("\n".join(problems))


def _known_to_tex(file: str) -> bool:
    found = subprocess.run(["kpsewhich", file], capture_output=True, check=False)
    return found.returncode == 0


def edition() -> str:
    """Return what tells one print from another: the day of the last commit, or the version."""
    asked = ["git", "log", "-1", "--format=%cs"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
        day = date.fromisoformat(told.stdout.strip())
    except (OSError, subprocess.CalledProcessError, ValueError):
        return f"Version {version('casebook')}"  # git is missing, or this is a copy without history
    return f"Edition of {day.day} {day:%B %Y}"


def typeset(folder: Path, name: str, target: Path) -> None:
    """Run LaTeX in a folder and copy its PDF to the target.

    Parameters
    ----------
    folder
        Where Sphinx wrote ``{name}.tex``.
    name
        The name of the document.
    target
        Where the PDF goes, if it is good.

    Raises
    ------
    BuildError
        If LaTeX fails or its log tells of a fault; the message shows the lines of the log.
    """
    target.unlink(missing_ok=True)
    command = [
        "latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error",
        f"{name}.tex",
    ]  # fmt: skip
    # Long lines stay whole in the log.
    environment = {**os.environ, "max_print_line": "1000", "error_line": "254"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, errors="replace",
        check=False,
    )  # fmt: skip
    log = folder / f"{name}.log"
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    problem = faults(text) if done.returncode == 0 else errors(text) or _ends(text, done)
    made = folder / f"{name}.pdf"
    if problem or not made.exists():
        for left in folder.glob(f"{name}.[!t]*"):
            if left != log:
                left.unlink()
        raise BuildError(f"LaTeX could not print the book; {log} says:\n{problem or 'no PDF'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, target)


def errors(log: str, lines: int = 8) -> str:
    r"""Return the first error of a log with the lines after it.

    Examples
    --------
    >>> errors("so far so good\n./book.tex:7: Undefined control sequence.\nl.7 \\foo\n")
    './book.tex:7: Undefined control sequence.\nl.7 \\foo'
    """
    found = ERROR.search(log)
    told = log[found.start() :].partition("Here is how much")[0] if found else ""
    return "\n".join(filter(str.strip, told.splitlines()[:lines]))


def faults(log: str) -> str:
    """Return what a log says against a PDF that was made.

    Examples
    --------
    >>> "letters" in faults("Missing character: There is no K in font X!")
    True
    >>> faults("This is XeTeX")
    ''
    """
    told = []
    for what, pattern in FAULTS.items():
        lines = [line for line in pattern.findall(log) if not HARMLESS.search(line)]
        told += [f"{what}:", *dict.fromkeys(lines)] if lines else []
    return "\n".join(told[:20])


def _ends(log: str, done: subprocess.CompletedProcess[str]) -> str:
    """Return the last lines of all that was said by a run that stopped and named no error."""
    told = {"end of the log": log, "latexmk": done.stdout, "its errors": done.stderr}
    return "\n".join(
        f"[{name}]\n" + "\n".join(text.splitlines()[-12:]) for name, text in told.items()
    )
