"""A handler that raises half-way: nothing of its turn is kept, after three tries it is set aside, the rest goes on.

Afterwards the sound program is started, the operator retries what was set aside, and it takes effect once.
"""

import random
import subprocess
import sys

from bot.worker import TRIES
from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood, Resident
from tests.faults.playground import ROOT, Playground
from tests.faults.promise import check, check_effects, check_inbox, check_log
from tests.faults.raising_bot import MARK
from tests.faults.recount import Does


async def run(seed: int, updates: int = 240, groups: int = 8) -> Report:
    """Play `updates` of traffic; in every group somebody writes what makes the handler raise."""
    report, chance = Report("raising"), random.Random(f"{seed} raising")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=groups, residents=7)
        marked = [group.residents.pop() for group in hood.groups]
        hood.open()
        process = await ground.start(module="tests.faults.raising_bot")
        hood.write(updates // 2)
        bad: list[int] = []
        for group, resident in zip(hood.groups, marked, strict=True):
            written = hood.order(group, resident, Does.LINE, f" {MARK}")
            bad.append(written.versions[0].update_id)
        hood.write(updates // 2)
        await ground.settled(process)
        report.must_be("exit code", await ground.stop(process), 0)
        aside = frozenset(bad)
        report.must_be("times it raised half-way", ground.said().count("HalfWayError"), TRIES * len(bad))
        with ground.copy() as ledger:
            check_inbox(report, ground, ledger, aside)
            check_effects(report, hood, ledger, aside)
            names = {row["name"] for row in ledger.rows("SELECT name FROM person")}
            report.none_of("people left behind by undone turns", [one for one in marked if one.person.name in names])
            kept = [row["id"] for row in ledger.rows("SELECT id FROM inbox WHERE state = 'aside' ORDER BY id")]
        report.none_of("receipts of undone turns", [one for one in marked if _has_receipt(ground, hood, one)])
        check_log(report, ground)
        retried = [_retry(ground, number) for number in kept]
        report.must_be("put back in line by `shouwang inbox`", retried.count(0), len(bad))
        process = await ground.start()
        await ground.settled(process)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
    return report


def _has_receipt(ground: Playground, hood: Neighbourhood, resident: Resident) -> bool:
    message = next(message for message, written in resident.wrote if written.room)
    return bool(message.reactions)


def _retry(ground: Playground, number: int) -> int:
    command = [sys.executable, "-m", "bot", "--config", str(ground.config), "inbox", "retry", str(number)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60).returncode
