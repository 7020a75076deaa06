"""A watch over one kernel: ends it when its processes take more together than they may.

The limits of the operating system hold for one process each, and root is exempt from the limit on
their number. So the watch counts what all processes of a kernel use, a few times a second.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import psutil

from casebook.practice.grading.limits import MEGABYTE, Limits

SECONDS = 0.15


class Watch(threading.Thread):
    """A thread that ends a kernel that takes too much.

    Parameters
    ----------
    pid
        The process that was started; its descendants are watched too.
    folder
        The folder in which the kernel may write.
    limits
        What is allowed.

    Attributes
    ----------
    why
        Why the kernel was ended; empty if it was not.
    """

    def __init__(self, pid: int, folder: Path, limits: Limits) -> None:
        super().__init__(daemon=True, name=f"watch of {pid}")
        self.pid, self.folder, self.limits = pid, folder, limits
        self.why = ""
        self._over = threading.Event()

    def run(self) -> None:
        """Look until the kernel is gone or `stop` was called."""
        while not self._over.wait(SECONDS):
            try:
                processes = self._processes()
            except psutil.NoSuchProcess:
                return
            if why := self._breach(processes):
                self.why = why
                for process in processes:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        process.kill()
                return

    def stop(self) -> None:
        """Stop looking."""
        self._over.set()

    def _processes(self) -> list[psutil.Process]:
        """Return the process and its descendants; the end of the first ends a sandbox."""
        first = psutil.Process(self.pid)
        return [first, *first.children(recursive=True)]

    def _breach(self, processes: list[psutil.Process]) -> str:
        if len(processes) > self.limits.processes:
            return f"more than {self.limits.processes} processes"
        held = sum(_resident(process) for process in processes)
        if held > self.limits.memory:
            return f"memory, more than {self.limits.memory // MEGABYTE} MB"
        if _size(self.folder) > self.limits.disk:
            return f"disk, more than {self.limits.disk // MEGABYTE} MB written"
        return ""


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.lstat().st_size
    return total
