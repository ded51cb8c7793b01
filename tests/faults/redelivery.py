"""Telegram gives every batch twice, also across a kill: everything takes effect once."""

import asyncio
import random

from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check


async def run(seed: int, batches: int = 20) -> Report:
    """Play `batches` of traffic, each delivered again once it was confirmed; every tenth after a kill."""
    report, chance = Report("redelivery"), random.Random(f"{seed} redelivery")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=8, residents=7)
        queue = ground.sandbox.world.queues[ground.sandbox.bot.id]
        hood.open()
        process = await ground.start()
        again = 0
        for batch in range(1, batches + 1):
            before = ground.sandbox.bot.next_update
            hood.write(chance.randrange(3, 25))
            await ground.sandbox.until(lambda: not ground.sandbox.pending, seconds=60)
            if batch % 10 == 0:
                await ground.settled(process)  # so that the kill itself excuses no repeat
                process.kill()
            again += queue.repeat(ground.sandbox.bot.next_update - before)
            if batch % 10 == 0:
                process = await ground.start()
            await ground.sandbox.until(lambda: not ground.sandbox.pending, seconds=60)
            await asyncio.sleep(0)
        await ground.settled(process)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        report.at_least("updates delivered again", again, 3 * batches)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
    return report
