"""The program under test: `python -m bot --config FILE run` in a process of its own, which dies with this one."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.patience import until

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Vitals:
    """What a process holds: resident memory in MiB, and threads. Zeros where the system does not say."""

    memory: float
    threads: int


class Process:
    """A started process. Its standard output and error are appended to one file."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path) -> None:
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=_die_with_parent,
            )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """The exit code, negative where a signal ended it, None while it runs."""
        return self._process.poll()

    async def ended(self, seconds: float) -> int | None:
        """Wait until it has ended; return its exit code, or None if it has not within `seconds`."""
        await until(lambda: self.code is not None, seconds)
        return self.code

    async def terminate(self, seconds: float) -> tuple[int | None, float]:
        """Send SIGTERM; return the exit code (None: still running after `seconds`) and how long it took."""
        began = time.monotonic()
        self._process.terminate()
        code = await self.ended(seconds)
        return code, time.monotonic() - began

    def kill(self) -> None:
        """Send SIGKILL and wait for the end."""
        self._process.kill()
        self._process.wait()

    def vitals(self) -> Vitals:
        """Return what the process holds now."""
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
            found = dict(line.split(":", 1) for line in lines if ":" in line)
            return Vitals(int(found["VmRSS"].split()[0]) / 1024, int(found["Threads"]))
        return Vitals(0.0, 0)


def _die_with_parent() -> None:
    """A harness that is killed itself leaves nothing behind."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
