"""A second program on the same database refuses to start, in one clear sentence; the first does not notice."""

import random

from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check


async def run(seed: int, tries: int = 5) -> Report:
    """Try to start a second one `tries` times; then kill the first, and a new one must start."""
    report, chance = Report("second"), random.Random(f"{seed} second")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=4, residents=5)
        hood.open()
        first = await ground.start()
        codes, said = [], ""
        for number in range(tries):
            hood.write(10)
            log = ground.folder / f"second{number}.log"
            codes.append(await ground.spawn("run", log=log).ended(60.0))
            said = log.read_text("utf-8")
        report.must_be("exit codes of the second", sorted(set(codes), key=str), [2])
        report.must_be("lines it says", len(said.splitlines()), 1)
        report.must_be("says why", "another Shouwang is running on this database" in said, True)
        report.must_be("says the mend", "Mend: stop it first" in said, True)
        report.must_be("the first still runs", first.code is None, True)
        await ground.settled(first)
        first.kill()
        third = await ground.start()
        report.must_be("after kill -9 a new one starts", third.code is None, True)
        hood.write(10)
        await ground.settled(third)
        report.must_be("exit code at the end", await ground.stop(third), 0)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
    return report
