"""SIGTERM under traffic: out within five seconds, nothing lost, nothing twice; even while calls hang."""

import asyncio
import random
from collections import Counter

from sandbox import Rule
from tests.faults import weather
from tests.faults.figure import Report
from tests.faults.ledger import Cause
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check

PROMISED = 5.0  # seconds
_PATIENCE = 30.0  # … after which a process that hangs is killed
_HANGING = 5  # at every so many-th stop some calls hang for longer than the program may wait


async def run(seed: int, stops: int = 30, *, within: float = PROMISED) -> Report:
    """Stop the program `stops` times; then let it finish, and count."""
    report, chance = Report("sigterm"), random.Random(f"{seed} sigterm")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=8, residents=7)
        hood.open()
        under_way: Counter[Cause] = Counter()
        took: list[float] = []
        codes: Counter[int | None] = Counter()
        for turn in range(1, stops + 1):
            ground.sandbox.faults.clear()
            weather.breeze(ground.sandbox)
            if turn % _HANGING == 0:
                ground.sandbox.faults.add(Rule("delay_after", method="sendMessage", times=2, seconds=8.0))
            process = await ground.start()
            for _ in range(chance.randrange(1, 5)):
                hood.write(chance.randrange(1, 9))
                await asyncio.sleep(chance.uniform(0.005, 0.15))
            code, seconds = await process.terminate(_PATIENCE)
            codes[code] += 1
            took.append(seconds)
            if code is None:
                process.kill()
            with ground.copy() as ledger:
                under_way += ledger.in_flight()
        ground.sandbox.faults.clear()
        process = await ground.start()
        await ground.settled(process)
        codes[await ground.stop(process)] += 1
        report.must_be("stops by exit code", dict(codes), {0: stops + 1})
        report.at_most("longest stop, s", max(took), within)
        report.tell("median stop, s", sorted(took)[len(took) // 2])
        report.at_most("new messages cut off in mid-call", sum(under_way.values()), 2 * (stops // _HANGING), "hanging")
        with ground.copy() as ledger:
            check(report, ground, hood, ledger, in_flight=under_way)
    return report
