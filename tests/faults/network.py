"""The network goes away, for a while and flapping, and comes back: nothing lost, nothing said twice without need."""

import asyncio
import random
import time
from collections import Counter

from tests.faults import weather
from tests.faults.figure import Report
from tests.faults.ledger import Cause, Ledger
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.process import Process
from tests.faults.promise import check

_BACK = 35.0  # seconds from the line's return to the first message: the longest pause between two tries, and some


async def run(seed: int, away: float = 8.0, flaps: int = 8) -> Report:
    """Be away for `away` seconds, then `flaps` times for a moment, while people write."""
    report, chance = Report("network"), random.Random(f"{seed} network")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=8, residents=7)
        weather.breeze(ground.sandbox)
        hood.open()
        process = await ground.start()
        cut_off: Counter[Cause] = Counter()
        for seconds in (away, *(chance.uniform(0.1, 0.6) for _ in range(flaps))):
            hood.write(15)
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            with Ledger(ground.database, live=True) as ledger:
                cut_off += ledger.in_flight()
            await ground.sandbox.refuse()
            hood.write(15)
            await asyncio.sleep(seconds)
            await ground.sandbox.start()
        back = await _heard_again(ground, process)
        await ground.settled(process)
        report.tell("away", f"{away:g} s, then {flaps} times for a moment")
        report.at_most("seconds until something is sent again", back, _BACK)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger, in_flight=cut_off)
    return report


async def _heard_again(ground: Playground, process: Process) -> float:
    """Wait until the program sends something again; return how long that took."""
    began, sent = time.monotonic(), len(ground.sandbox.sent)
    await ground.sandbox.until(lambda: len(ground.sandbox.sent) > sent or process.code is not None, seconds=120)
    return time.monotonic() - began
