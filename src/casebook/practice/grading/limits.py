"""What one submission may use."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The limits of one submission; sizes are in bytes, times in seconds.

    Attributes
    ----------
    cell_seconds
        How long one cell may take.
    total_seconds
        How long the whole notebook may take, re-runs after a dead kernel included.
    cpu_seconds
        How much processor time one kernel may take.
    address_space
        How much one process may allocate.
    memory
        How much memory all processes of the kernel may hold together.
    processes
        How many processes there may be.
    file
        How large one file may become.
    disk
        How much may be written in all, in the working folder and beside the kernel's sockets.
    output
        How much of a cell's output is kept.
    notebook
        How large a notebook that is handed in may be.
    restarts
        How often a dead kernel is replaced.
    """

    cell_seconds: int = 30
    total_seconds: int = 180
    cpu_seconds: int = 120
    address_space: int = 4096 * MEGABYTE
    memory: int = 2048 * MEGABYTE
    processes: int = 32
    file: int = 32 * MEGABYTE
    disk: int = 64 * MEGABYTE
    output: int = 200_000
    notebook: int = 20 * MEGABYTE
    restarts: int = 3
