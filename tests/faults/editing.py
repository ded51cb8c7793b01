"""Edits within one second, and edits that arrive in an odd order, before their original, or again."""

import random
from dataclasses import replace

from sandbox import Clock
from sandbox.state import Update
from tests.faults.figure import Report
from tests.faults.neighbourhood import Neighbourhood
from tests.faults.playground import Playground
from tests.faults.promise import check
from tests.faults.recount import Does, Written


async def run(seed: int, rounds: int = 8) -> Report:
    """In each of `rounds` everybody writes and edits; half of the rounds stand in one second, half arrive shuffled."""
    report, chance = Report("edits"), random.Random(f"{seed} editing")
    async with Playground(seed, clock=Clock(frozen=True)) as ground:
        hood = Neighbourhood(ground.sandbox, chance, groups=6, residents=6)
        hood.open()
        process = await ground.start()
        await ground.settled(process)
        shuffled = same_second = 0
        for turn in range(rounds):
            in_one_second = turn % 2 == 0
            ground.sandbox.clock.move(3)
            before = ground.sandbox.bot.next_update
            written = _everybody_edits(ground, hood, chance, in_one_second=in_one_second)
            if in_one_second:
                same_second += ground.sandbox.bot.next_update - before - len(written)
            else:
                shuffled += _shuffle(ground, hood, chance, before)
            await ground.sandbox.until(lambda: not ground.sandbox.pending, seconds=60)
        ground.sandbox.clock.move(60)
        await ground.settled(process)
        report.must_be("exit code at the end", await ground.stop(process), 0)
        report.tell("edits within one second of each other", same_second)
        report.tell("updates that arrived elsewhere than they happened", shuffled)
        with ground.copy() as ledger:
            check(report, ground, hood, ledger)
    return report


def _everybody_edits(
    ground: Playground, hood: Neighbourhood, chance: random.Random, *, in_one_second: bool
) -> list[Written]:
    """Let every resident write a line and edit it, or an older one, once to four times."""
    found = []
    for group in hood.groups:
        for resident in group.residents:
            found.append(hood.order(group, resident, Does.LINE))
            for _ in range(chance.randrange(1, 5)):
                if not in_one_second:
                    ground.sandbox.clock.move(chance.choice((0, 1, 2)))
                hood.edit(resident, chance.choice((-1, -1, -1, chance.randrange(len(resident.wrote)))))
    return found


def _shuffle(ground: Playground, hood: Neighbourhood, chance: random.Random, first: int) -> int:
    """Let the updates from `first` on arrive in another order, under new numbers, and note it in the book; return how
    many moved."""
    queue = ground.sandbox.world.queues[ground.sandbox.bot.id]
    new = [update for update in queue.pending if update.id >= first]
    moved = list(new)
    chance.shuffle(moved)
    numbers = {update.id: place.id for update, place in zip(moved, new, strict=True)}
    for update in new:
        queue.pending.remove(update)
    queue.pending.extend(sorted((_numbered(update, numbers[update.id]) for update in moved), key=lambda u: u.id))
    for written in hood.book:
        written.versions = [replace(v, update_id=numbers.get(v.update_id, v.update_id)) for v in written.versions]
    return sum(old != number for old, number in numbers.items())


def _numbered(update: Update, number: int) -> Update:
    body = update.body.replace(b'"update_id":%d,' % update.id, b'"update_id":%d,' % number, 1)
    return Update(number, update.kind, update.chat_id, body, update.expires_at)
