"""The disk fills up under the running program, and is freed again: nothing lost, the same program still alive.

The disk is a small tmpfs in a mount namespace of the program's own, which needs no privilege where user namespaces are
allowed and goes with the process. The harness fills it through /proc/PID/root. Where that cannot be had, a limit on
the size of files stands in for it, and the table says so.
"""

import asyncio
import contextlib
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.process import Process
from tests.faults.promise import check

_SIZE = "6m"
_MOUNT = f'mount -t tmpfs -o size={_SIZE},mode=700 tmpfs "$0" && exec "$@"'
_NAMESPACES = (["--user", "--map-root-user", "--mount"], ["--mount"])  # the second one needs root
_COMPLAINT = "error=OperationalError"


async def run(seed: int, rounds: int = 2, burst: int = 200) -> Report:
    """Fill the disk `rounds` times while people write, and free it again."""
    report, chance = Report("disk"), random.Random(f"{seed} disk")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=8, residents=7)
        hood.open()
        ground.data.mkdir(mode=0o700)
        before = _own_disk(ground.data)
        process = await ground.start(before=before)
        filled = _filled(Path(f"/proc/{process.pid}/root{ground.data}")) if before else _limited(process)
        if before:
            ground.data = Path(f"/proc/{process.pid}/root{ground.data}")
            ground.can_be_opened = False  # SQLite resolves /proc/PID/root to /
        report.tell(
            "disk", f"tmpfs of {_SIZE}B, filled up" if before else "NO TMPFS HERE: a limit on the size of files"
        )
        refusals = 0
        for _ in range(rounds):
            hood.write(burst // 2)
            await asyncio.sleep(chance.uniform(0.02, 0.3))
            told = ground.said().count(_COMPLAINT)
            async with filled():
                for _ in range(10):
                    hood.write(burst // 20)
                    await asyncio.sleep(0.3)
            refusals += ground.said().count(_COMPLAINT) - told
            await ground.settled(process)
        report.at_least("writes refused for want of space", refusals, rounds)
        report.must_be("the same program still runs", process.code is None, True)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
        report.must_be("exit code at the end", await ground.stop(process), 0)
    return report


def _own_disk(folder: Path) -> list[str]:
    """Return what stands before a command to give it a small disk of its own at `folder`; empty where not allowed."""
    program = shutil.which("unshare")
    shell = shutil.which("sh")
    if program is None or shell is None:
        return []
    for namespaces in _NAMESPACES:
        words = [program, *namespaces, shell, "-c", _MOUNT, str(folder)]
        if subprocess.run([*words, sys.executable, "-c", ""], capture_output=True, check=False).returncode == 0:
            return words
    return []


def _filled(disk: Path) -> Callable[[], contextlib.AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def filled() -> AsyncIterator[None]:
        ballast = disk / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        try:
            yield
        finally:
            ballast.unlink(missing_ok=True)  # gone with the program if that has ended

    return filled


def _limited(process: Process) -> Callable[[], contextlib.AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def limited() -> AsyncIterator[None]:
        _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, hard))
        try:
            yield
        finally:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))

    return limited
