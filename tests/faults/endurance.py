"""One process through a storm: afterwards its memory and threads are back near where they were before it."""

import asyncio
import random

from tests.faults import weather
from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check

_MEMORY = 16.0  # MiB more than after the warm-up
_THREADS = 6  # more: asyncio's own pool looks names up, and grows to that


async def run(seed: int, updates: int = 600) -> Report:
    """Play `updates` of traffic in bursts, in a storm, after a warm-up; compare what the process holds."""
    report, chance = Report("storm"), random.Random(f"{seed} endurance")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=10, residents=8)
        hood.open()
        process = await ground.start()
        hood.write(60)
        await ground.settled(process)
        before = process.vitals()
        weather.storm(ground.sandbox)
        for _ in range(updates // 40):
            hood.write(40)
            await asyncio.sleep(0.6)
        await ground.settled(process)
        after = process.vitals()
        report.tell("memory after warm-up, MiB", before.memory)
        report.at_most("memory at the end, MiB", after.memory, before.memory + _MEMORY)
        report.tell("threads after warm-up", before.threads)
        report.at_most("threads at the end", after.threads, before.threads + _THREADS)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        weather.tell(report, ground.sandbox)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
    return report
