"""The network goes away, for a while and flapping, and comes back: nothing lost, nothing said twice without need."""

import asyncio
import random
from collections import Counter

from tests.faults import weather
from tests.faults.figure import Report
from tests.faults.ledger import Cause, Ledger
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check


async def run(seed: int, away: float = 8.0, flaps: int = 12) -> Report:
    """Be away for `away` seconds, then `flaps` times for a moment, while people write."""
    report, chance = Report("network away"), random.Random(f"{seed} network")
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
        await ground.settled(process)
        report.tell("away", f"{away:g} s, then {flaps} times for a moment")
        report.must_be("exit code at the end", await ground.stop(process), 0)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger, in_flight=cut_off)
    return report
