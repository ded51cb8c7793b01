"""Another process holds the database for longer than the program waits for a lock: it tries again, nothing is lost."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check

_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()  # until the pipe is closed, or the harness is gone
connection.execute("ROLLBACK")
connection.close()
"""


async def run(seed: int, times: int = 2, seconds: float = 10.0) -> Report:
    """Hold the database `times` times for so long, while people write."""
    report, chance = Report("locked"), random.Random(f"{seed} locked")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=8, residents=7)
        hood.open()
        process = await ground.start()
        for _ in range(times):
            hood.write(60)
            await asyncio.sleep(chance.uniform(0.05, 0.3))
            with _held(ground.database):
                end = time.monotonic() + seconds
                while time.monotonic() < end:
                    hood.write(5)
                    await asyncio.sleep(0.5)
            await ground.settled(process)
        report.tell("holds", f"{times} of {seconds:g} s")
        report.at_least("writes refused and tried again", ground.said().count("error=OperationalError"), times)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
    return report


@contextmanager
def _held(database: Path) -> Iterator[None]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        if holder.stdout is None or holder.stdout.readline() != "held\n":
            raise RuntimeError("the database could not be held")
        yield
        if holder.stdin is not None:
            holder.stdin.close()
