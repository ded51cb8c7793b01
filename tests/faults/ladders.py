"""kill -9 in mid-ladder: every check-in ends with a named human, or its alarm goes on; none goes on after its end.

The clock runs sixty times as fast as ours, so that a morning is over in minutes.
"""

import asyncio
import random
from datetime import datetime

from sandbox import Clock
from sandbox.clock import publish
from storage.store import Store
from tests.faults import weather
from tests.faults.block import TIMINGS, ZONE, Block
from tests.faults.figure import Report
from tests.faults.hurried_bot import CLOCK
from tests.faults.ledger import Ledger
from tests.faults.patience import until
from tests.faults.playground import Playground
from tests.faults.process import Process
from tests.faults.promise import check_inbox, check_log

_MODULE = "tests.faults.hurried_bot"
_RATE = 60.0  # a second is a minute
_MORNING = int(datetime(2026, 12, 1, 8, tzinfo=ZONE).timestamp())
_FIRST = 8 * 60 + 3  # minute of the day
_A_LIFE = 4.0  # minutes of the clock from one kill to the next, about
_UNREADY = 0.15  # of the kills come while the program still starts
_SLACK = 15  # minutes: what an alarm may be late after the last start: a tick, the line, the minute of listening

_RUNNING = "SELECT id, need, accepted_by, accepted_at FROM check_in WHERE closed_at IS NULL"
_ASKED = "SELECT COUNT(DISTINCT elder_id) FROM check_in"
_LAST_SAID = "SELECT COALESCE(MAX(sent_at), 0) FROM check_in_step WHERE check_in_id = {0} AND rung >= 2"
_WATCHED = "SELECT COUNT(*) FROM due WHERE kind = 'check-in ladder' AND subject_id = {0}"
_UNNAMED = """
    SELECT id, how FROM check_in WHERE closed_at IS NOT NULL
    AND (how IS NULL OR (how IN ('report', 'proxy', 'call') AND answered_by IS NULL))
"""
_ALARMED_AFTER = """
    SELECT step.id, said FROM check_in_step AS step JOIN check_in ON check_in.id = check_in_id
    WHERE closed_at IS NOT NULL AND rung IS NOT NULL AND step.at > closed_at
"""
_UNDER_WAY = "SELECT COUNT(*) FROM outbox WHERE state = 'sending' AND key LIKE 'check-in:%'"
_ENDS = "SELECT COALESCE(how, 'still on') AS how, COUNT(*) AS many FROM check_in GROUP BY 1 ORDER BY 2 DESC"


async def run(seed: int, kills: int = 40) -> Report:
    """Kill the program `kills` times while ladders are climbed; then let it go on for a while, and count."""
    report, chance = Report("ladders"), random.Random(f"{seed} ladders")
    async with Playground(seed, clock=Clock(_MORNING)) as ground:
        elders = max(kills, 6)
        block = Block(ground.sandbox, chance, elders, _FIRST, _A_LIFE * kills / elders)
        await _enlist(ground, block)
        weather.storm(ground.sandbox)
        ground.sandbox.clock.run(_RATE)
        publish(ground.sandbox.clock, ground.folder / CLOCK)
        busy = 0
        for _ in range(kills):
            process = await _live(ground, block, chance)
            process.kill()
            with ground.copy() as ledger:
                busy += bool(ledger.number(_UNDER_WAY))
        process = await ground.start(module=_MODULE)
        await _until_all_are_asked(ground, block, elders)
        ground.sandbox.clock.run(1.0)
        publish(ground.sandbox.clock, ground.folder / CLOCK)
        await ground.settled(process)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        report.tell("kills", kills)
        report.tell("kills with a step under way", busy)
        weather.tell(report, ground.sandbox)
        with ground.copy() as ledger:
            _check(report, ground, ledger, elders)
    return report


async def _enlist(ground: Playground, block: Block) -> None:
    """Let the group be set up and everybody be put on the roster, by the usual pace of time."""
    publish(ground.sandbox.clock, ground.folder / CLOCK)
    block.open()
    process = await ground.start(module=_MODULE)
    await ground.settled(process)
    await ground.stop(process)
    async with Store.opened(ground.database) as store:
        await block.enlist(store)


async def _live(ground: Playground, block: Block, chance: random.Random) -> Process:
    """Start the program, let people look at their phones, and stop at random, most often when it has just said
    something."""
    if chance.random() < _UNREADY:
        process = ground.spawn("run", module=_MODULE)
        await asyncio.sleep(chance.uniform(0.0, 1.2))
        return process
    process = await ground.start(module=_MODULE)
    ends_at = ground.sandbox.clock.now() + chance.uniform(0.5, 2.0) * _A_LIFE * 60
    while ground.sandbox.clock.now() < ends_at:
        block.live()
        await asyncio.sleep(0.2)
    before = len(ground.sandbox.sent)
    await until(lambda: len(ground.sandbox.sent) > before, chance.choice((0.2, 3.0)))
    await asyncio.sleep(chance.uniform(0.0, 0.03))
    return process


async def _until_all_are_asked(ground: Playground, block: Block, elders: int) -> None:
    """Let the morning go on until every ladder has begun, and has had the time to reach everybody."""
    last = max(home.asked_at for home in block.homes)
    end = _MORNING + (last - 8 * 60 + TIMINGS.everybody + TIMINGS.report + _SLACK) * 60
    until_at = max(end, ground.sandbox.clock.now() + (TIMINGS.report + _SLACK) * 60)
    while ground.sandbox.clock.now() < until_at:
        block.live()
        await asyncio.sleep(0.2)


def _check(report: Report, ground: Playground, ledger: Ledger, elders: int) -> None:
    now = ground.sandbox.clock.now()
    report.must_be("elders with a check-in", ledger.number(_ASKED), elders)
    for row in ledger.rows(_ENDS):
        report.tell(f"ended: {row['how']}", row["many"])
    lost, unwatched = [], []
    for row in ledger.rows(_RUNNING):
        goes_since = row["accepted_at"] if row["accepted_by"] is not None else None
        is_named = goes_since is not None and now < goes_since + (TIMINGS.report + _SLACK) * 60
        said_at = ledger.number(_LAST_SAID.format(row["id"]))
        if not is_named and said_at < now - (TIMINGS.repeat + _SLACK) * 60:
            lost.append(f"check-in {row['id']} ({row['need']}), {round((now - said_at) / 60)} min after its last alarm")
        if ledger.number(_WATCHED.format(row["id"])) != 1:
            unwatched.append(row["id"])
    report.none_of("ladders lost: neither a named human nor an alarm that goes on", lost)
    report.none_of("ladders that nobody looks at any more", unwatched)
    report.none_of("ladders ended by nobody in particular", [dict(row) for row in ledger.rows(_UNNAMED)])
    report.none_of("alarms after the end", [dict(row) for row in ledger.rows(_ALARMED_AFTER)])
    check_inbox(report, ground, ledger)
    check_log(report, ground)
    report.must_be("integrity_check", ledger.integrity(), "ok")
