"""Links that open a notebook for a student: on Binder, or on a class's own JupyterHub.

``python -m casebook.practice.links https://hub.example.edu`` prints those of every chapter and
exercise. Both services are described where their links are: a Binder link is
``/v2/gh/OWNER/NAME/BRANCH?urlpath=...``, one of nbgitpuller ``/hub/user-redirect/git-pull?...``.
"""

from __future__ import annotations

import sys
from urllib.parse import quote, urlencode, urlsplit

import yaml

from casebook.data import ROOT
from casebook.errors import DataError

BINDER = "https://mybinder.org"


def repository() -> tuple[str, str]:
    """Return the address and the branch that students get, from ``_config.yml``."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]
    return str(settings["url"]).rstrip("/"), str(settings["branch"])


def _host_and_path(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DataError(
            "a link", "not an address", found=address, expected="such as https://hub.example.edu"
        )
    return parts.hostname, parts.path.strip("/")


def binder_link(repository: str, branch: str, path: str, binder: str = BINDER) -> str:
    """Return the link that opens a notebook in JupyterLab on Binder.

    Parameters
    ----------
    repository
        The address of a repository on GitHub.
    branch
        Its branch, tag or commit.
    path
        The notebook, from the repository's root.
    binder
        The address of the Binder service.

    Raises
    ------
    DataError
        If the address is not that of a repository on GitHub.

    Examples
    --------
    >>> binder_link("https://github.com/someone/a-book", "student", "exercises/04-a b.ipynb")
    'https://mybinder.org/v2/gh/someone/a-book/student?urlpath=lab%2Ftree%2Fexercises%2F04-a%20b.ipynb'
    """
    host, name = _host_and_path(repository)
    name = name.removesuffix(".git")
    if host != "github.com" or name.count("/") != 1:
        raise DataError(
            "a link", "not a repository on GitHub", found=repository,
            expected="such as https://github.com/someone/a-book",
        )  # fmt: skip
    urlpath = quote(f"lab/tree/{path}", safe="")
    # Binder reads the link again before it opens the notebook, so the path is quoted once only.
    return f"{binder.rstrip('/')}/v2/gh/{name}/{quote(branch, safe='')}?urlpath={urlpath}"


def nbgitpuller_link(hub: str, repository: str, branch: str, path: str) -> str:
    """Return the link that fetches the student's files to a JupyterHub and opens a notebook.

    Parameters
    ----------
    hub
        The address of the JupyterHub.
    repository, branch
        The repository and branch to fetch.
    path
        The notebook, from the repository's root.

    Examples
    --------
    >>> nbgitpuller_link("https://hub.example.edu/", "https://github.com/someone/a-book",
    ...                  "student", "exercises/04.ipynb")
    'https://hub.example.edu/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fa-book&branch=student&urlpath=lab%2Ftree%2Fa-book%2Fexercises%2F04.ipynb'
    """
    for address in (hub, repository):
        _host_and_path(address)
    folder = repository.rstrip("/").rpartition("/")[2].removesuffix(".git")
    query = urlencode(
        {"repo": repository, "branch": branch, "urlpath": f"lab/tree/{folder}/{path}"},
        quote_via=quote, safe="",
    )  # fmt: skip
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}"


def notebooks() -> list[str]:
    """Return the notebooks that students open, from the root of what they get."""
    folders = ("chapters", "exercises")
    return [
        f"{folder}/{path.stem}.ipynb"
        for folder in folders
        for path in sorted((ROOT / folder).glob("[0-9][0-9]-*.md"))
    ]


def main(arguments: list[str]) -> int:
    """Print the links of every notebook; with a hub's address those of the hub."""
    if len(arguments) > 1:
        print("usage: python -m casebook.practice.links [https://hub.example.edu]", file=sys.stderr)
        return 2
    address, branch = repository()
    try:
        for path in notebooks():
            if arguments:
                print(nbgitpuller_link(arguments[0], address, branch, path))
            else:
                print(binder_link(address, branch, path))
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
