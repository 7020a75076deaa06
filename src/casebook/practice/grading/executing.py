"""Runs a submission's cells in a sandboxed kernel and goes on when the kernel is gone.

nbgrader drops a submission whose kernel dies. Here the cell that ended it is marked and left out,
a new kernel runs the cells before it again, and the tasks that follow count as usual.
"""

from __future__ import annotations

import copy
import subprocess
import time
from pathlib import Path
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade
from traitlets import Any as AnyTrait
from traitlets import Unicode

from casebook.practice.grading.kernels import SandboxedKernelManager
from casebook.practice.grading.sandbox import Sandbox
from casebook.practice.grading.watch import Watch

#: Names of the errors that are written into a cell that did not come to its end.
TIME_LIMIT, KERNEL_DIED, NOT_RUN = "TimeLimit", "KernelDied", "NotRun"

#: Run before each test: a check that the notebook has replaced is read anew from the book's files,
#: and a warning from a right answer must not count as a failure.
BEFORE_TEST = """\
import sys as _sys, warnings as _warnings
_warnings.simplefilter("ignore")
for _name in [n for n in _sys.modules if n.startswith("casebook.practice")]:
    del _sys.modules[_name]
"""
CUT = "\n[the rest of the output was cut]\n"


class SandboxedExecute(Execute):
    """The step of nbgrader that runs a notebook, in a sandbox and with limits."""

    sandbox = AnyTrait(Sandbox(), help="How student code is shut in.").tag(config=True)
    runtime = Unicode("", help="The folder for sockets of this grading run.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> Any:
        """Run a notebook; set what one run counts."""
        limits = self.sandbox.limits
        self.timeout, self.interrupt_on_timeout = limits.cell_seconds, False
        self.raise_on_iopub_timeout, self.shutdown_kernel = False, "immediate"
        self.deadline = time.monotonic() + limits.total_seconds
        self.left_out: set[int] = set()
        self.shown: dict[int, int] = {}
        self.stopped = ""
        try:
            return super().preprocess(nb, resources, km)
        finally:
            self.watch.stop()

    def create_kernel_manager(self) -> Any:
        """Return the manager of a kernel that is shut in."""
        self.km = SandboxedKernelManager(self.sandbox, Path(self.runtime))
        return self.km

    def start_new_kernel(self, **kwargs: Any) -> None:
        """Start a kernel, and the watch over it."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        super().start_new_kernel(**{**kwargs, **quiet, "cwd": str(self.km.folder)})
        provisioner: Any = self.km.provisioner
        pid = provisioner.process.pid
        self.watch = Watch(pid, self.km.folder, self.sandbox.limits)
        self.watch.start()

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
        """Run one cell; mark it if it does not come to its end."""
        self._check_assign_resources(resources)
        if cell.cell_type == "code" and cell.source.strip():
            if self.stopped:
                mark(cell, NOT_RUN, self.stopped)
            elif why := self._run(cell, index):
                mark(cell, *why)
                self.left_out.add(index)
                self._begin_again(index)
        return cell, self.resources

    def _run(self, cell: Any, index: int) -> tuple[str, str] | None:
        """Run one cell; return the kind and the reason of its end if that was not its own."""
        self.shown[index] = 0
        self.timeout = max(1, min(self.timeout, int(self.deadline - time.monotonic())))
        try:
            if is_grade(cell):
                self.execute_cell(new_code_cell(BEFORE_TEST), index)
            self.execute_cell(cell, index)
        except CellTimeoutError:
            return TIME_LIMIT, f"the cell was ended after {self.timeout} seconds"
        except (DeadKernelError, RuntimeError):
            return KERNEL_DIED, self.watch.why or "the code ended its own Python process"
        finally:
            self.nb.cells[index] = cell
        return None

    def _begin_again(self, index: int) -> None:
        """Start a new kernel and run again what ran before; its output is there already."""
        self.watch.stop()
        if len(self.left_out) > self.sandbox.limits.restarts:
            self.stopped = f"{len(self.left_out)} cells before had to be ended"
            return
        self._cleanup_kernel()
        self.create_kernel_manager()
        self.start_new_kernel()
        self.start_new_kernel_client()
        for place in (p for p in range(index) if p not in self.left_out):
            before = self.nb.cells[place]
            if before.cell_type != "code" or not before.source.strip() or is_grade(before):
                continue
            if time.monotonic() > self.deadline or self._run(copy.deepcopy(before), place):
                self.stopped = "the cells before could not be run again"
            self.nb.cells[place] = before
            if self.stopped:
                return

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take a message of the kernel; keep no more output than is allowed."""
        content = msg["content"]
        if msg["msg_type"] == "stream":
            if is_grade(cell):  # nbgrader takes whatever stands on stderr for a failure
                content["name"] = "stdout"
            size = len(content["text"])
        elif msg["msg_type"] in ("display_data", "execute_result", "update_display_data"):
            size = sum(len(str(value)) for value in content["data"].values())
        else:
            return super().process_message(msg, cell, cell_index)
        room = self.sandbox.limits.output - self.shown[cell_index]
        self.shown[cell_index] += size
        if room <= 0:
            return None
        if size > room:
            text = content["text"][:room] if msg["msg_type"] == "stream" else ""
            msg["msg_type"] = msg["header"]["msg_type"] = "stream"
            msg["content"] = {"name": "stdout", "text": text + CUT}
        return super().process_message(msg, cell, cell_index)


def mark(cell: Any, kind: str, why: str) -> None:
    """Write into a cell why it did not come to its end."""
    error = new_output("error", ename=kind, evalue=why, traceback=[f"{kind}: {why}"])
    cell.outputs = [*cell.get("outputs", []), error]
