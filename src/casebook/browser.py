"""Finds the browser that draws charts for print and tests pages: Chromium or Chrome."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HOW_TO_GET = (
    "no Chromium or Chrome was found; install one (Debian and Ubuntu: apt install chromium; "
    "macOS: brew install --cask chromium; Windows: any Chrome or Edge), or name it in BROWSER_PATH"
)
#: Without these, Chromium asks for updates and refuses to run as root in a container.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """Return the path of a browser: BROWSER_PATH first, then the PATH, then the usual places."""
    named = os.environ.get("BROWSER_PATH")
    candidates = [named] if named else [shutil.which(n) for n in NAMES] + list(PLACES)
    return next((c for c in candidates if c and Path(c).exists()), None)


def browser_required() -> bool:
    """Tell whether a missing browser is a failure: CASEBOOK_REQUIRE_BROWSER=1, as in CI."""
    return os.environ.get("CASEBOOK_REQUIRE_BROWSER") == "1"


def main() -> int:
    """Say loudly, before anything long starts, when the pages cannot be tested."""
    if find_browser():
        return 0
    print(f"{'=' * 78}\nTHE PAGE TESTS WILL NOT RUN: {HOW_TO_GET}\n{'=' * 78}", file=sys.stderr)
    return 1 if browser_required() else 0


if __name__ == "__main__":
    sys.exit(main())
