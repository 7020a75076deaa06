"""Builds the book: ``python -m casebook.build book``, ``pdf``, ``instructor`` or ``pictures``.

Chapters are executed side by side into Jupyter Book's own cache while Sphinx loads, and Jupyter
Book then finds them there. A build that fails leaves nothing behind that a second run could take
for a success, and a change of data or code throws away what was computed from the old ones.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from casebook.data import ROOT
from casebook.errors import BuildError

if TYPE_CHECKING:
    from casebook.prints import Print

BUILD = ROOT / "_build"
CACHE = BUILD / "cache"
#: What the executed chapters depend on besides their own text, and the pages besides that.
INGREDIENTS = ("src", "data", "requirements.txt")
LAYOUT = (*INGREDIENTS, "_config.yml", "_toc.yml", "instructors/_toc.yml", "chapters/pictures")
TEXTS = ("index.md", "chapters", "appendix", "exercises", "instructors")
EDITIONS = ("student", "instructor")


@dataclass(frozen=True)
class Format:
    """One format of one edition: the Sphinx builder, its output, what it keeps between runs."""

    builder: str
    output: Path
    state: Path
    edition: str = "student"


HTML = Format("html", BUILD / "html", BUILD / "state" / "html")
LATEX = Format("latex", BUILD / "latex", BUILD / "state" / "latex")
FOR_INSTRUCTORS = BUILD / "instructor"
INSTRUCTOR_HTML = Format(
    "html", FOR_INSTRUCTORS / "html", BUILD / "state" / "instructor-html", "instructor"
)
INSTRUCTOR_LATEX = Format(
    "latex", FOR_INSTRUCTORS / "latex", BUILD / "state" / "instructor-latex", "instructor"
)


def contents(edition: str = "student", *, printed: bool = False) -> dict[str, Any]:
    """Return an edition's table of contents; the instructor's puts parts of its own first.

    The student's print has no exercise sheets: the chapters hold their tasks.
    """
    toc: dict[str, Any] = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    if printed and edition == "student":
        for chapter in (chapter for part in toc["parts"] for chapter in part["chapters"]):
            chapter.pop("sections", None)
    if edition == "instructor":
        own = yaml.safe_load((ROOT / "instructors" / "_toc.yml").read_text(encoding="utf-8"))
        toc["parts"] = [*own["parts"], *toc["parts"]]
    return toc


def notebooks(edition: str = "student") -> list[Path]:
    """Return the text notebooks of an edition's table of contents, in its order.

    Exercise sheets are not among them: their pages show an edition of the text, not the text.
    """
    chapters = [entry for part in contents(edition)["parts"] for entry in part["chapters"]]
    files = [e["file"] for entry in chapters for e in (entry, *entry.get("sections", ()))]
    pages = [ROOT / f"{file}.md" for file in files if not file.startswith("exercises/")]
    return [page for page in pages if "jupytext:" in page.read_text(encoding="utf-8")[:200]]


def written_contents(made: Format) -> Path:
    """Write the table of contents of a format; return its file."""
    path = made.state / "_toc.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    toc = contents(made.edition, printed=made.builder == "latex")
    path.write_text(yaml.safe_dump(toc, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path


def fingerprint(names: Iterable[str]) -> str:
    """Return a digest of files and folders, given by their paths from the root."""
    digest = hashlib.sha256()
    for name in names:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts and ".egg-info" not in str(file):
                digest.update(file.relative_to(ROOT).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def forget_stale(mark: Path, now: str, owned: Iterable[Path]) -> None:
    """Delete what was made from other ingredients than those of now."""
    if not mark.exists() or mark.read_text(encoding="utf-8") != now:
        for folder in owned:
            shutil.rmtree(folder, ignore_errors=True)


def execute(notebook: Any, path: Path) -> float:
    """Execute one chapter in place; return the seconds it took."""
    from jupyter_cache.executors.utils import single_nb_execution

    result = single_nb_execution(
        notebook, cwd=str(path.parent), timeout=60, allow_errors=False, meta_override=True
    )
    if result.err is not None:
        trace = re.sub(r"\x1b\[[0-9;]*m", "", str(result.exc_string))
        raise BuildError(f"{path.relative_to(ROOT).as_posix()} raises:\n{trace}")
    return float(result.time)


def execute_all(edition: str) -> None:
    """Execute the chapters that the cache lacks, side by side; Sphinx loads meanwhile."""
    import nbclient  # noqa: F401  (before the threads: two may not begin the same import)
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    cache = get_cache(CACHE)
    reader = {"name": "myst_nb_md", "type": "plugin"}
    records = {p: cache.add_nb_to_project(str(p), read_data=reader) for p in notebooks(edition)}
    found = {path: cache.get_project_notebook(record.pk).nb for path, record in records.items()}
    if edition == "instructor":
        found |= solved_sheets()
    missing = {path: nb for path, nb in found.items() if not _is_cached(cache, nb)}
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        running = {path: pool.submit(execute, nb, path) for path, nb in missing.items()}
        import jupyter_book.sphinx  # noqa: F401

        for path, future in running.items():
            seconds = future.result()
            print(f"executed {path.relative_to(ROOT).as_posix()} in {seconds:.1f} s", flush=True)
            data = {"execution_seconds": seconds}
            bundle = CacheBundleIn(missing[path], str(path), data=data)
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def solved_sheets() -> dict[Path, Any]:
    """Return the exercise sheets of the instructors' pages, which show what solutions print."""
    import jupytext

    from casebook.practice.editions import page
    from casebook.practice.source import sheets

    return {path: jupytext.reads(page(path, solved=True), fmt="md:myst") for path in sheets()}


def _is_cached(cache: Any, notebook: Any) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def sphinx(made: Format, prints: Iterable[Print]) -> None:
    """Build one format, warnings as errors; a failure leaves neither pages nor state behind."""
    from jupyter_book.sphinx import build_sphinx

    outcome: Any = build_sphinx(
        ROOT, made.output, noconfig=True, path_config=ROOT / "_config.yml",
        doctreedir=made.state / "doctrees", builder=made.builder, warningiserror=True,
        keep_going=True,
        confoverrides={
            "nb_execution_cache_path": str(CACHE), "nitpicky": True,
            "latex_individualpages": False, "casebook_edition": made.edition,
            "external_toc_path": str(written_contents(made)),
            "nb_execution_excludepatterns": [] if made.edition == "instructor" else ["exercises/*"],
            "casebook_prints": list(prints),
        },
    )  # fmt: skip
    if outcome != 0:
        shutil.rmtree(made.state, ignore_errors=True)
        shutil.rmtree(made.output, ignore_errors=True)
        raise BuildError("the book has warnings or errors, named above; nothing was left behind")


def quiet_kernels() -> None:
    """Keep the kernels' notes on their own transport out of the pages."""
    profile = CACHE / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.py").write_text(
        "c = get_config()\nc.IPKernelApp.log_level = 40\n", encoding="utf-8"
    )
    os.environ["IPYTHONDIR"] = str(profile.parent)
    os.environ["CASEBOOK_BOOK"] = "1"  # pages have no kernel: no widgets (casebook.explorers.live)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")


def refresh_cache(edition: str = "student") -> None:
    """Execute what has changed since the cache was filled."""
    now = fingerprint(INGREDIENTS)
    forget_stale(CACHE / "fingerprint", now, [CACHE])
    quiet_kernels()
    (CACHE / "fingerprint").write_text(now, encoding="utf-8")
    execute_all(edition)


def build(made: Format, prints: Iterable[Print] = ()) -> None:
    """Build one format; its marks are set only at the end, so that a killed run starts afresh.

    Of the format for print, `prints` tells what to print; the whole book if it is empty.
    """
    mark, done = made.state / "fingerprint", made.state / "done"
    layout, texts = fingerprint(LAYOUT), fingerprint(TEXTS) + repr(prints)
    if done.exists() and done.read_text(encoding="utf-8") == layout + texts + snapshot(made.output):
        print("nothing has changed since the last build")
        return
    done.unlink(missing_ok=True)
    forget_stale(mark, layout, [made.state, made.output])
    mark.unlink(missing_ok=True)
    refresh_cache(made.edition)
    sphinx(made, prints)
    mark.write_text(layout, encoding="utf-8")
    done.write_text(layout + texts + snapshot(made.output), encoding="utf-8")


def snapshot(folder: Path) -> str:
    """Return a digest of names, sizes and times below a folder; it tells if anybody touched it."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        stat = file.stat()
        if file.is_file():
            digest.update(f"{file} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def book() -> str:
    """Build the student HTML; return the last line that the reader sees."""
    build(HTML)
    return "The book is ready: open _build/html/index.html"


def instructor() -> str:
    """Build the instructor edition, HTML and PDF; return the last line that the reader sees."""
    from casebook.printing import check_tools, typeset

    target = FOR_INSTRUCTORS / "two-plants-instructor.pdf"
    target.unlink(missing_ok=True)
    check_tools()
    build(INSTRUCTOR_HTML)
    build(INSTRUCTOR_LATEX)
    print("setting the pages ...", flush=True)
    typeset(INSTRUCTOR_LATEX.output, "two-plants", target)
    return "The instructor edition is ready: open _build/instructor/html/index.html"


def exhibits_shown(cache: Path, pages: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Return the exhibits of executed text notebooks, by name.

    Parameters
    ----------
    cache
        The folder into which the notebooks were executed.
    pages
        The notebooks.

    Returns
    -------
    dict
        What `casebook.exhibits.Exhibit.bundle` shows of each: name, caption, source, rows, figure.

    Raises
    ------
    KeyError
        If the cache lacks a notebook.
    """
    from jupyter_cache import get_cache
    from jupytext import read

    from casebook.exhibits import EXHIBIT_MIME

    executed, found = get_cache(cache), {}
    for path in pages:
        _, notebook = executed.merge_match_into_notebook(read(path))
        outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
        for output in outputs:
            if exhibit := output.get("data", {}).get(EXHIBIT_MIME):
                found[exhibit["name"]] = exhibit
    return found


def charts() -> dict[str, dict[str, Any]]:
    """Return the figure of every exhibit that is a chart, by the exhibit's name."""
    shown = exhibits_shown(CACHE, notebooks())
    return {name: exhibit["figure"] for name, exhibit in shown.items() if exhibit["figure"]}


def record_pictures() -> str:
    """Record the pictures of charts that have changed; delete those of charts that are gone."""
    from casebook.browser import HOW_TO_GET, find_browser
    from casebook.sphinxext import pictures

    if not find_browser():
        raise BuildError(HOW_TO_GET)
    refresh_cache()
    figures = charts()
    stale = [name for name, figure in figures.items() if not pictures.fresh(name, figure)]
    if stale:
        pictures.start_drawing()
    for name in stale:
        pictures.record(name, figures[name])
        print(f"recorded {name}", flush=True)
    pictures.stop_drawing()
    kept = {f"{name}{suffix}.svg" for name in figures for suffix in pictures.WIDTHS}
    for path in pictures.FOLDER.glob("*.svg"):
        if path.name not in kept:
            path.unlink()
            print(f"deleted {path.name}", flush=True)
    return f"{len(stale)} of {len(figures)} charts were recorded in chapters/pictures"


def pdf() -> str:
    """Print the case; return the last line that the reader sees."""
    from casebook.prints import BOOK, produce

    (target,) = produce([BOOK])
    return f"The printed book is ready: open {target.relative_to(ROOT).as_posix()}"


def main(arguments: list[str]) -> int:
    """Run one verb; an error is one message and exit code 1."""
    verbs = {"book": book, "pdf": pdf, "instructor": instructor, "pictures": record_pictures}
    if len(arguments) != 1 or arguments[0] not in verbs:
        print(f"usage: python -m casebook.build {'|'.join(verbs)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        last = verbs[arguments[0]]()
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"({time.monotonic() - started:.1f} s)\n{last}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
