"""kill -9 again and again, under traffic and in a storm: nothing lost, nothing twice but what could not be known."""

import asyncio
import random
import time
from collections import Counter

from tests.faults import weather
from tests.faults.figure import Report
from tests.faults.ledger import Cause
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.patience import until
from tests.faults.playground import Playground
from tests.faults.process import Process
from tests.faults.promise import check

_UNREADY = 0.12  # of the kills come while the program still starts
_AIMED = 0.6  # … of the others when it is just saying something


async def run(seed: int, kills: int = 100) -> Report:
    """Kill the program `kills` times; then let it finish, and count."""
    report, chance = Report("kill"), random.Random(f"{seed} kill")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=8, residents=7)
        weather.storm(ground.sandbox)
        hood.open()
        in_flight: Counter[Cause] = Counter()
        busy = 0
        for _ in range(kills):
            process = await _live(ground, hood, chance)
            process.kill()
            with ground.copy() as ledger:
                left = ledger.in_flight()
            in_flight += left
            busy += bool(left)
        killed = time.monotonic()
        process = await ground.start()
        await ground.settled(process)
        report.tell("seconds until all was settled afterwards", time.monotonic() - killed)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        report.tell("kills", kills)
        report.tell("kills with new messages under way", busy)
        weather.tell(report, ground.sandbox)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger, in_flight=in_flight)
    return report


async def _live(ground: Playground, hood: Neighbourhood, chance: random.Random) -> Process:
    """Start the program and let people write, for a random while; often until it is just saying something."""
    hood.write(chance.randrange(2, 8))
    if chance.random() < _UNREADY:
        process = ground.spawn("run")
        await asyncio.sleep(chance.uniform(0.0, 1.2))
        return process
    process = await ground.start()
    for _ in range(chance.randrange(1, 4)):
        hood.write(chance.randrange(1, 8))
        await asyncio.sleep(chance.uniform(0.005, 0.12))
    hood.write(chance.randrange(1, 8))
    if chance.random() < _AIMED:
        calls = ground.sandbox.history.calls
        before = calls["sendMessage"]
        await until(lambda: calls["sendMessage"] > before, 0.4)
    await asyncio.sleep(chance.uniform(0.0, 0.03))
    return process
