"""Kernels in a sandbox, as Jupyter starts and stops them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from casebook.practice.grading.sandbox import Sandbox


class SandboxedKernelManager(AsyncKernelManager):
    """Starts one kernel in a sandbox; which kernel a notebook asks for does not matter.

    Parameters
    ----------
    sandbox
        How the kernel is shut in.
    runtime
        The folder of the grading run. The kernel gets a folder of its own in it, and talks through
        sockets there, for it has no network.
    """

    def __init__(self, sandbox: Sandbox, runtime: Path) -> None:
        folder = Path(tempfile.mkdtemp(prefix="k", dir=runtime))
        # sockets in the folder; a kernel that is not shut in may be on a system that has none
        sockets = {} if sandbox.unsafe else {"transport": "ipc", "ip": str(folder / "k")}
        connection = str(folder / "k.json")
        super().__init__(kernel_name="sandboxed", connection_file=connection, **sockets)
        self.folder = folder
        # without hist_file the kernel would wait for a database in a home that it has not
        launcher = [
            "-m", "ipykernel_launcher", "-f", "{connection_file}",
            "--HistoryManager.enabled=False", "--IPKernelApp.log_level=40",
        ]  # fmt: skip
        self._shut_in = KernelSpec(
            argv=sandbox.command(launcher, folder), display_name="Python 3, shut in",
            language="python", interrupt_mode="message",
        )  # fmt: skip

    @property
    def kernel_spec(self) -> Any:
        """The one kernel there is."""
        return self._shut_in
