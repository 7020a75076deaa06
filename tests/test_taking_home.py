"""What students take home: no solution in it, the same bytes each time, and it runs by itself."""

from __future__ import annotations

import copy
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest
from leaks import contents, leaks, memories, secrets
from nbclient import NotebookClient

from casebook.build import contents as table_of_contents
from casebook.data import ROOT
from casebook.errors import DataError
from casebook.practice import links
from casebook.practice.downloads import write_downloads
from casebook.practice.editions import solutions, student
from casebook.practice.plain import Surroundings, plain
from casebook.practice.plain_chapters import without_glue
from casebook.practice.source import Sheet, read, sheets
from casebook.practice.student_tree import write_tree

SHEETS = sheets()
SLUGS = [path.stem for path in SHEETS]
every_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
REPOSITORY = "https://github.com/us/a-book"


def digest(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder, archives opened."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents(folder)}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the student tree."""
    return write_tree(tmp_path_factory.mktemp("tree") / "tree")


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make notebooks and ZIPs."""
    folder = tmp_path_factory.mktemp("downloads")
    write_downloads(folder, SLUGS)
    return folder


# --- no solution ------------------------------------------------------------


@every_sheet
def test_sheet_has_secrets_to_look_for(path):
    assert len(secrets()[path.stem]) >= 8


@every_sheet
def test_search_finds_what_the_solved_edition_holds(path, tmp_path):
    nbformat.write(solutions(read(path)), tmp_path / "solved.ipynb")
    assert len(leaks(tmp_path)["solved.ipynb"]) >= 5
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "solved.ipynb", "solved.ipynb")
    (tmp_path / "solved.ipynb").unlink()
    assert len(leaks(tmp_path)["a.zip/solved.ipynb"]) >= 5


def test_tree_holds_no_solution(tree):
    assert leaks(tree) == {}


def test_downloads_hold_no_solution(downloads):
    assert leaks(downloads) == {}


def test_site_holds_no_solution(built):
    assert leaks(built) == {}
    assert memories(built) == []


def test_tree_has_no_source_of_an_exercise(tree):
    names = [path.relative_to(tree).as_posix() for path in tree.rglob("*")]
    ours = r"src/casebook/(practice/(authoring|editions|grading)|teaching)"
    kept_back = rf"(exercises/.*\.md|tests|instructors|{ours})\b"
    assert [name for name in names if re.match(kept_back, name)] == []


# --- the same bytes ---------------------------------------------------------


def test_tree_and_downloads_are_the_same_twice(tree, downloads, tmp_path):
    assert digest(write_tree(tmp_path / "tree")) == digest(tree)
    write_downloads(tmp_path / "downloads", SLUGS)
    made = {p.name: p.read_bytes() for p in (tmp_path / "downloads").iterdir()}
    assert made == {p.name: p.read_bytes() for p in downloads.iterdir()}


def test_zip_is_small(downloads):
    sizes = {path.name: path.stat().st_size for path in downloads.glob("*.zip")}
    assert len(sizes) == len(SHEETS)
    assert max(sizes.values()) < 700_000


# --- runs by itself ---------------------------------------------------------


def answered_twice(sheet: Sheet) -> Any:
    """Return a sheet whose checks are asked before and after the solution, and where from."""
    made = student(sheet)
    last = {cell.metadata["task"]: cell["id"] for cell in made.cells if "task" in cell.metadata}
    cells: list[Any] = []
    for cell in made.cells:
        cells.append(cell)
        task = cell.metadata.get("task")
        if task and cell["id"] == last[task]:
            parts = sheet.tasks[task].cells
            more = copy.deepcopy([*parts["solution"], *parts.get("check", [])])
            cells += [one for one in more if one.cell_type == "code"]
    where = "import casebook; print(casebook.__file__)"
    cells.append(nbformat.v4.new_code_cell(where))
    return nbformat.v4.new_notebook(cells=cells, metadata=made.metadata)


def said(cell: Any) -> str:
    """Return what a cell shows."""
    texts = [o.get("text", o.get("data", {}).get("text/plain", "")) for o in cell.outputs]
    return "".join(texts).strip()


@every_sheet
def test_zip_runs_by_itself_unanswered_and_solved(path, downloads, tmp_path):
    sheet = read(path)
    with zipfile.ZipFile(downloads / f"{sheet.slug}.zip") as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / f"two-plants-{sheet.slug}"
    assert (folder / f"{sheet.slug}.ipynb").is_file()
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    client = NotebookClient(
        answered_twice(sheet), timeout=60, resources={"metadata": {"path": str(folder)}}
    )
    ran = client.execute(env=environment)
    checks = [said(c) for c in ran.cells if c.cell_type == "code" and "check(" in c.source]
    checked = [number for number, task in sheet.tasks.items() if task.checked]
    assert [" ".join(text.split()[:2]) for text in checks] == [
        f"{mark} {number}" for number in checked for mark in "○✓"
    ]
    assert Path(said(ran.cells[-1])).is_relative_to(folder), "another package was imported"


# --- chapters as notebooks --------------------------------------------------


def test_no_notebook_shows_a_role_or_a_directive(tree):
    for path in tree.rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                assert not re.search(r"\{[\w:-]+\}`|^(```|:::)\{", cell.source, re.MULTILINE), path


def test_links_of_notebooks_lead_to_notebooks(tree):
    for path in tree.rglob("*.ipynb"):
        text = "\n".join(
            c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"
        )
        for target in re.findall(r"\]\((?!\w+:)([^)]+)\)", text):
            assert (path.parent / target).is_file(), f"{path.name}: {target}"


def test_notebooks_import_nothing_that_students_lack(tree):
    pinned = (tree / ".binder" / "requirements.txt").read_text(encoding="utf-8")
    assert "jupyter-book" not in pinned
    for path in tree.rglob("*.ipynb"):
        code = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
        assert "myst_nb" not in "\n".join(code), path.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell to {glue:text}`low` percent.", "It fell to 61 percent."),
        ("See {ref}`exhibit-map` and {ref}`it <exhibit-map>`.", "See Exhibit 1.2 and it."),
        ("See {doc}`04-b`.", "See [Chapter 4, B](04-b.ipynb)."),
        ("See [it](04-b.md#top) and [x](/appendix/y.md).", "See [it](04-b.ipynb) and x."),
        ("Type `{claim}` and `` {claim}`x <y>` ``.", "Type `{claim}` and `` {claim}`x <y>` ``."),
        ("{lang-kk}`Өскемен` is {claim}`5 <n-x>`\nplants.", "Өскемен is 5\nplants."),
        ("| a |\n|---|\n| {claim}`5 <n-x>` |", "| a |\n|---|\n| 5 |"),
        ("```{note}\nIt is {claim}`5 <n-x>`.\n```", "> **Note**\n>\n> It is 5."),
        ("```{minutes}\n:read: 3\n:do: 4\n```", "*3 minutes to read · 4 minutes to do*"),
    ],
)  # fmt: skip
def test_role_or_directive_becomes_words(text, expected):
    around = Surroundings(
        "chapters/01-a.md", {"low": "61"}, {"exhibit-map": "Exhibit 1.2"}, {"04-b": "Chapter 4, B"}
    )
    assert plain(text, around).strip() == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{glue:text}`lo`", "'lo'"),
        ("{ref}`x`", "'x'"),
        ("{new}`x`", "'new'"),
        ("```{new}\n```", "'new'"),
    ],
)
def test_what_a_notebook_cannot_show_is_named_with_its_page(text, named):
    with pytest.raises(DataError, match=r"chapters/01-a\.md") as caught:
        plain(text, Surroundings("chapters/01-a.md", computed={"low": "61"}))
    assert named in str(caught.value)


def test_glue_prints_where_nothing_else_has_changed():
    source = 'from myst_nb import glue\nx = "ө"; glue("a", x, display=False)\nglued = 1'
    assert without_glue(source) == 'x = "ө"; print("a", x, sep=": ")\nglued = 1'


# --- links ------------------------------------------------------------------


@pytest.mark.parametrize("path", ["exercises/04.ipynb", "a b/ü & ?#%.ipynb", "x=1+1/n.ipynb"])
@pytest.mark.parametrize("branch", ["student", "class/2026"])
def test_links_bring_path_and_branch_through(path, branch):
    binder = urlsplit(links.binder_link(REPOSITORY, branch, path))
    assert parse_qs(binder.query) == {"urlpath": [f"lab/tree/{path}"]}
    assert unquote(binder.path.rpartition("/")[2]) == branch
    hub = urlsplit(links.nbgitpuller_link("https://hub.example.edu", REPOSITORY, branch, path))
    asked = parse_qs(hub.query)
    assert (asked["repo"], asked["branch"]) == ([REPOSITORY], [branch])
    assert asked["urlpath"] == [f"lab/tree/a-book/{path}"]


@pytest.mark.parametrize("address", ["", "hub.example.edu", "ftp://hub.edu", "javascript:x"])
def test_what_is_no_address_is_refused(address, capsys):
    with pytest.raises(DataError, match="not an address"):
        links.nbgitpuller_link(address, REPOSITORY, "student", "x.ipynb")
    assert links.main([address]) == 1
    assert "error:" in capsys.readouterr().err


def test_every_printed_link_opens_a_file_of_the_tree(tree, capsys):
    assert links.main([]) == 0
    printed = capsys.readouterr().out.split()
    opened = [parse_qs(urlsplit(link).query)["urlpath"][0] for link in printed]
    assert len(opened) == len(list(tree.rglob("*.ipynb")))
    assert [p for p in opened if not (tree / p.removeprefix("lab/tree/")).is_file()] == []


def test_every_chapter_and_sheet_has_a_button_that_opens_its_notebook(built, tree):
    entries = [c for part in table_of_contents()["parts"] for c in part["chapters"]]
    pages = [e["file"] for e in entries if e["file"].startswith("chapters/")]
    pages += [s["file"] for e in entries for s in e.get("sections", [])]
    assert len(pages) >= 2 * len(SHEETS)
    for page in pages:
        text = (built / f"{page}.html").read_text(encoding="utf-8")
        link = links.binder_link(*links.repository(), f"{page}.ipynb").replace("&", "&amp;")
        assert f'href="{link}"' in text, page
        assert (tree / f"{page}.ipynb").is_file()


# --- Binder -----------------------------------------------------------------


def test_repo2docker_reads_the_tree(tree):
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(tree)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tree.parent, timeout=120)
    said_of_it = ended.stdout + ended.stderr
    assert ended.returncode == 0, said_of_it
    for line in ("python=3.11", '-r ".binder/requirements.txt"', "RUN ./.binder/postBuild"):
        assert line in said_of_it


def test_main_branch_has_the_same_binder_files(tree):
    for path in (tree / ".binder").iterdir():
        assert path.read_bytes() == (ROOT / ".binder" / path.name).read_bytes()
    assert os.access(tree / ".binder" / "postBuild", os.X_OK)
