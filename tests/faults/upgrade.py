"""Groups become supergroups in mid-chain; new message numbers collide with old ones. Orders and tallies stay right."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.figure import Report
from tests.faults.ledger import Cause
from tests.faults.neighbourhood import Group, Neighbourhood
from tests.faults.playground import Playground
from tests.faults.process import Process
from tests.faults.promise import answers, check_effects, check_inbox, check_log, pinned
from tests.faults.recount import Does, recount, shown_wrong

WAYS = ("in peace", "with much under way", "with a kill", "told by 400 only", "told in another order")


@dataclass(slots=True)
class _Play:
    """What the play has come to: the running process, excuses, and updates that Telegram never gave."""

    ground: Playground
    hood: Neighbourhood
    chance: random.Random
    process: Process
    excused: Counter[Cause] = field(default_factory=Counter)
    withheld: set[int] = field(default_factory=set)


async def run(seed: int, groups: int = 10) -> Report:
    """Upgrade each of `groups`, in each of the ways in turn, while people write on both sides of it."""
    report, chance = Report("upgrade"), random.Random(f"{seed} upgrade")
    async with Playground(seed) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=groups, residents=6, kind="group")
        hood.open()
        play = _Play(ground, hood, chance, await ground.start())
        for group in hood.groups:
            _everybody_orders(hood, group)
        await ground.settled(play.process)
        for group in hood.groups:
            await _upgrade(play, group, WAYS[group.place % len(WAYS)])
        await ground.settled(play.process)
        report.must_be("exit code at the end", await ground.stop(play.process), 0)
        report.tell("upgrades", groups)
        report.at_least("message numbers used on both sides", _collisions(hood), 3 * groups)
        with ground.copy() as ledger:
            check_inbox(report, ground, ledger, withheld=frozenset(play.withheld))
            check_effects(report, hood, ledger)
            report.must_be("integrity_check", ledger.integrity(), "ok")
        _check_shown(report, play)
        check_log(report, ground)
    return report


def _everybody_orders(hood: Neighbourhood, group: Group) -> None:
    for resident in group.residents:
        hood.order(group, resident, Does.LINE)


async def _upgrade(play: _Play, group: Group, way: str) -> None:
    ground, hood, sandbox = play.ground, play.hood, play.ground.sandbox
    first = min(one.number for one in hood.book if one.group == group.place and one.room)
    if way != "in peace":
        for resident in group.residents[:4]:
            hood.order(group, resident, Does.ADD)
    sandbox.clock.move(2)
    before = sandbox.bot.next_update
    group.room.upgrade()
    group.room.chat.next_message = first  # whatever the numbers there are: these were used before
    if way == "told by 400 only":
        await _withhold(play, group, before)
    _everybody_goes_on(hood, group)
    if way == "told in another order":
        sandbox.world.queues[sandbox.bot.id].shuffle(play.chance.randrange(1000))
    if way == "with a kill":
        await asyncio.sleep(play.chance.uniform(0.0, 0.15))
        play.process.kill()
        with ground.copy() as ledger:
            play.excused += ledger.in_flight()
        play.process = await ground.start()
    await ground.settled(play.process)


async def _withhold(play: _Play, group: Group, first: int) -> None:
    """Telegram never gives the two service messages; wait until the bot has shown that it knows all the same."""
    queue = play.ground.sandbox.world.queues[play.ground.sandbox.bot.id]
    for update in [update for update in queue.pending if update.id >= first]:
        queue.pending.remove(update)
        play.withheld.add(update.id)
    await play.ground.sandbox.until(lambda: pinned(group) is not None, seconds=60)


def _everybody_goes_on(hood: Neighbourhood, group: Group) -> None:
    """Write in the new group, in another order than in the old one, and edit what was written there."""
    people = [*group.residents[3:], *group.residents[:3]]
    for place, resident in enumerate(people):
        hood.order(group, resident, (Does.ADD, Does.CHANGE, Does.LINE)[place % 3])
    for resident in people:
        if resident.wrote[-1][0].chat_id == group.room.id:
            hood.edit(resident, -1)


def _collisions(hood: Neighbourhood) -> int:
    both = 0
    for group in hood.groups:
        here = {one.number for one in hood.book if one.group == group.place and one.chat_id == group.room.id}
        there = {one.number for one in hood.book if one.group == group.place and one.chat_id != group.room.id}
        both += len(here & there)
    return both


def _check_shown(report: Report, play: _Play) -> None:
    """In every new group stands one tally, pinned and current; every order written there has its receipt."""
    wrong, without = [], []
    for group in play.hood.groups:
        text = pinned(group)
        why = "no pinned tally" if text is None else shown_wrong(text, recount(play.hood.book, group.place))
        if why:
            wrong.append(f"{WAYS[group.place % len(WAYS)]}: {why}")
        messages = group.room.chat.messages
        written = [one.number for one in play.hood.book if one.chat_id == group.room.id]
        without += [n for n in written if messages[n].reactions.get(play.ground.sandbox.bot.id) != ["✍"]]
    report.none_of("tallies in new groups unlike the recount", wrong)
    report.none_of("orders there without a receipt", without)
    sent = Counter((one.chat_id or 0, answers(one)) for one in play.ground.sandbox.sent if one.method == "sendMessage")
    tallies = {(group.room.id, 0) for group in play.hood.groups}
    report.none_of("tallies sent twice without need", [c for c in tallies if sent[c] > 1 + play.excused[c]])
    report.none_of("other new messages", [c for c in sent if c[1]])
