"""The sandbox of student code: a kernel in bubblewrap that sees the book's code and data only.

Own namespaces for users, processes, network and messages; a read-only system; a working folder in
memory; no environment. `Sandbox.command` wraps a command, and `check` proves that it works here.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casebook.data import DATA, ROOT
from casebook.errors import GradingError
from casebook.practice.grading.limits import Limits

UNSAFE = "run-student-code-without-a-sandbox"
HOW_TO_GET = f"""student code is not run here, because it cannot be shut in.
  Grading needs Linux with bubblewrap 0.8 or newer (Debian, Ubuntu: apt install bubblewrap).
  macOS and Windows have none: grade in a Linux virtual machine or on a server. Some containers,
  and Ubuntu 24.04 by AppArmor, forbid the namespaces it needs: allow unprivileged user namespaces.
  To run the code of students with all your rights, files and network, say so in these words:
  UNSAFE={UNSAFE}"""

#: One thread for each library: a thread pool reserves memory that the limit would count.
SINGLE_THREADED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
NAMESPACES = ("user", "pid", "net", "ipc", "uts")


@dataclass(frozen=True)
class Sandbox:
    """How student code is shut in.

    Attributes
    ----------
    limits
        What it may use.
    unsafe
        Whether it is not shut in at all, which an instructor must ask for in so many words.
    """

    limits: Limits = field(default_factory=Limits)
    unsafe: bool = False

    def command(self, arguments: list[str], folder: Path) -> list[str]:
        """Return the command that runs Python shut in.

        Parameters
        ----------
        arguments
            What follows ``python``.
        folder
            The one folder of the machine in which it may write: it holds the kernel's sockets.
        """
        if self.unsafe:
            return [sys.executable, *arguments]
        return [
            "bwrap", *self._namespaces(), *self._folders(folder), *self._variables(),
            *self._limited(), sys.executable, *arguments,
        ]  # fmt: skip

    def _namespaces(self) -> Iterator[str]:
        yield from (f"--unshare-{name}" for name in NAMESPACES)
        # no second layer of namespaces, no terminal, no life after the grader's death
        yield from ("--disable-userns", "--new-session", "--die-with-parent", "--clearenv")

    def _folders(self, folder: Path) -> Iterator[str]:
        size = str(self.limits.disk)
        yield from ("--size", size, "--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev")
        yield from ("--size", size, "--tmpfs", "/dev/shm")
        for path in (Path("/bin"), Path("/lib"), Path("/lib64"), Path("/sbin")):
            if path.is_symlink():
                yield from ("--symlink", str(path.readlink()), str(path))
            elif path.is_dir():
                yield from ("--ro-bind", str(path), str(path))
        for place in ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime"):
            yield from ("--ro-bind-try", place, place)
        for bound in self._read_only():
            yield from ("--ro-bind", str(bound), str(bound))
        yield from ("--bind", str(folder), str(folder))
        # bubblewrap's own root and /dev are made in memory without a limit: close them
        yield from ("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp")

    def _read_only(self) -> list[Path]:
        """Return what may be read: the system, Python, the environment, the book's code and data.

        The exercises with their solutions, the course folder and the home folder are not there.
        """
        python = Path(sysconfig.get_config_var("LIBDIR") or sys.base_prefix)
        wanted = [
            Path("/usr"), Path(sys.base_prefix), Path(sys.prefix), python,
            ROOT / "src" / "casebook", DATA,
        ]  # fmt: skip
        return [path for path in dict.fromkeys(wanted) if path.exists()]

    def _variables(self) -> Iterator[str]:
        values = {
            "PATH": "/usr/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT / "src"),
            "PYTHONDONTWRITEBYTECODE": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            **dict.fromkeys(SINGLE_THREADED, "1"),
        }  # fmt: skip
        for name, value in values.items():
            yield from ("--setenv", name, value)

    def _limited(self) -> Iterator[str]:
        limits = self.limits
        yield from ("prlimit", f"--as={limits.address_space}", f"--cpu={limits.cpu_seconds}")
        # processes and threads; counts in the namespace of an ordinary user, not for root, so
        # that the watch counts as well
        yield from (f"--fsize={limits.file}", f"--nproc={limits.processes * 8}", "--core=0", "--")

    def check(self, folder: Path) -> None:
        """Make sure that student code can be shut in here.

        Raises
        ------
        GradingError
            If it cannot; the message says why, how to get it, and how to do without.
        """
        if self.unsafe:
            return
        if not sys.platform.startswith("linux"):
            raise GradingError(f"this is no Linux ({sys.platform}): {HOW_TO_GET}")
        for program in ("bwrap", "prlimit"):
            if not shutil.which(program):
                raise GradingError(f"{program} was not found: {HOW_TO_GET}")
        tried = subprocess.run(
            self.command(["-c", "import casebook.practice"], folder),
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if tried.returncode:
            said = tried.stderr.strip().splitlines()[-1:] or ["no message"]
            raise GradingError(f"bubblewrap does not work here ({said[0]}): {HOW_TO_GET}")


def check_here(sandbox: Sandbox) -> str:
    """Return why student code cannot be shut in on this machine, or nothing if it can."""
    with tempfile.TemporaryDirectory(prefix="tp-") as folder:
        try:
            sandbox.check(Path(folder))
        except GradingError as error:
            return str(error)
    return ""
