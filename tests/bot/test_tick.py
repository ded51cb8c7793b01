"""The tick: what is due is said and moved on together; what fails stops nothing else."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from telegram.ext import Application

from bot.tick import TRIES, Tick
from broadcasts import housekeeping
from conversation.broadcast import Broadcast, Strike
from conversation.content import Button
from conversation.due import daily
from conversation.elder import ASK
from conversation.turn import Repositories
from domain.due import Due, Lateness
from storage.outbox import Lane, Outgoing
from storage.paste import Part, Pastes
from storage.question import Questions
from storage.store import Store
from tests.storage.making import a_group

ZONE = ZoneInfo("Asia/Shanghai")
START = int(datetime(2026, 3, 2, 12, tzinfo=ZONE).timestamp())
HOUR = 3600


@dataclass
class Hand:
    """A clock that stands where it was put."""

    at: float = START

    def now(self) -> float:
        return self.at


@dataclass
class Bell:
    """A broadcast that says a word in one chat, and remembers how it was struck."""

    chat_id: int
    struck: list[tuple[str, Lateness]] = field(default_factory=list)
    fails: int = 0

    async def ring(self, strike: Strike) -> None:
        chat = await strike.store.chats.current(self.chat_id)
        assert chat is not None
        strike.say(chat, f"{strike.due.key} {len(self.struck)}")
        if self.fails:
            self.fails -= 1
            raise ValueError("cracked")
        self.struck.append((strike.due.key, strike.plan.lateness))


def ticking(store: Store, hand: Hand, broadcasts: Mapping[str, Broadcast]) -> Tick:
    return Tick(store, 1, hand, (time(21, 30), time(7, 30)), lambda: None, broadcasts=broadcasts)


async def planned(store: Store, *dues: Due) -> int:
    """Plan these; return our id of a group."""
    async with store.transaction() as query:
        for due in dues:
            Repositories(query, 1).dues.plan(due)
        known = await Repositories(query, 1).chats.at(-4001)
        return (known or await a_group(query)).id


async def said(store: Store) -> list[str]:
    async with store.snapshot() as query:
        return [row["payload"] for row in await query.all("SELECT payload FROM outbox ORDER BY id")]


async def test_what_is_due_is_said_once_and_comes_round(store: Store) -> None:
    hand = Hand()
    chat = await planned(store, daily("bell", time(20), ZONE, START, HOUR))
    bell = Bell(chat)
    tick = ticking(store, hand, {"bell": bell.ring})
    assert await tick.tick() == 0
    for _ in range(3):
        hand.at += 24 * HOUR
        assert await tick.tick() == 1
        assert await tick.tick() == 0
    assert len(await said(store)) == 3


async def test_after_days_away_it_is_said_once_the_longest_due_first(store: Store) -> None:
    hand = Hand()
    chat = await planned(
        store,
        Due("b", "bell", ZONE, START + 2 * HOUR),
        Due("a", "bell", ZONE, START + HOUR),
        daily("bell", time(20), ZONE, START, HOUR),
    )
    bell = Bell(chat)
    hand.at += 76 * HOUR
    assert await ticking(store, hand, {"bell": bell.ring}).tick() == 3
    assert [key for key, _ in bell.struck] == ["a", "b", "bell"]
    assert len(await said(store)) == 3


async def test_what_fails_is_tried_again_and_stops_nothing_else(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    hand = Hand()
    chat = await planned(store, Due("a", "cracked", ZONE, START), Due("b", "bell", ZONE, START + 1))
    cracked, bell = Bell(chat, fails=1), Bell(chat)
    tick = ticking(store, hand, {"cracked": cracked.ring, "bell": bell.ring})
    hand.at += 10
    await tick.tick()
    assert (cracked.struck, [key for key, _ in bell.struck]) == ([], ["b"])
    assert len(await said(store)) == 1  # what the failure had said is undone with it
    assert "due-failed" in caplog.text
    assert "cracked" not in caplog.text
    hand.at += 61
    await tick.tick()
    assert [key for key, _ in cracked.struck] == ["a"]


async def test_what_fails_always_is_given_up_for_this_time(store: Store) -> None:
    hand = Hand()
    chat = await planned(store, daily("cracked", time(20), ZONE, START, HOUR))
    cracked = Bell(chat, fails=TRIES)
    tick = ticking(store, hand, {"cracked": cracked.ring})
    hand.at += 8 * HOUR
    for _ in range(TRIES):
        hand.at += 61
        await tick.tick()
    async with store.snapshot() as query:
        due = await query.the("SELECT at, attempts FROM due")
    assert (due["at"], due["attempts"]) == (START + 32 * HOUR, 0)
    hand.at += 24 * HOUR
    await tick.tick()
    assert len(cracked.struck) == 1


async def test_the_question_to_an_elder_is_never_given_up(store: Store) -> None:
    hand = Hand()
    chat = await planned(store, daily(ASK, time(20), ZONE, START, HOUR))
    cracked = Bell(chat, fails=TRIES + 5)
    tick = ticking(store, hand, {ASK: cracked.ring})
    hand.at += 8 * HOUR
    for _ in range(TRIES + 5):
        hand.at += 61
        await tick.tick()
    assert cracked.struck == []
    hand.at += 61
    await tick.tick()
    assert len(cracked.struck) == 1  # on the same day


async def test_a_plan_made_again_keeps_its_time_but_a_new_zone_moves_it(store: Store) -> None:
    await planned(store, daily("bell", time(20), ZONE, START, HOUR))
    await planned(store, daily("bell", time(20), ZONE, START + 30 * HOUR, HOUR))
    async with store.snapshot() as query:
        assert (await query.the("SELECT at FROM due"))["at"] == START + 8 * HOUR
    await planned(store, daily("bell", time(20), ZoneInfo("Asia/Tokyo"), START, HOUR))
    async with store.transaction() as query:
        assert (await query.the("SELECT at FROM due"))["at"] == START + 7 * HOUR
        dues = Repositories(query, 1).dues
        dues.forget("bell")
        assert await dues.come(START + 90 * HOUR, ("bell",)) is None


async def test_work_of_the_house_is_done_before_it_is_moved_on(store: Store) -> None:
    hand = Hand()
    await planned(store, daily("backup", time(20), ZONE, START, HOUR))
    done: list[Due] = []
    fails = [OSError("disk full at /home/somebody")]

    async def back_up(due: Due) -> None:
        if fails:
            raise fails.pop()
        done.append(due)

    tick = Tick(store, 1, hand, (time(21, 30), time(7, 30)), lambda: None, broadcasts={}, chores={"backup": back_up})
    await tick.do_chores()
    hand.at += 8 * HOUR
    await tick.do_chores()
    assert done == []
    hand.at += 61
    await tick.do_chores()
    await tick.do_chores()
    assert len(done) == 1
    assert await tick.tick() == 0


async def test_at_night_what_nobody_waits_for_any_more_goes(store: Store) -> None:
    hand = Hand()
    chat = await planned(store, daily(housekeeping.PURGE, time(4, 10), ZONE, START, HOUR))
    async with store.transaction() as query:
        all_of = Repositories(query, 1)
        person = await all_of.persons.meet(500, "小陶")
        address = (await query.the("SELECT id FROM address"))["id"]
        await Questions(query).ask(1, chat, person, "name", {}, START, START + HOUR)
        await Questions(query).ask(1, chat, person, "name", {}, START, START + 48 * HOUR)
        Pastes(query).keep(Part(address, 1, 1, 500, START - 72 * HOUR, "旧"))
        Pastes(query).keep(Part(address, 2, 2, 500, START, "新"))
        row = await all_of.outbox.file(Outgoing("sendMessage", Lane.MESSAGE, chat, {}, key="k"), START)
        assert row is not None
        await all_of.outbox.claim(row)
        await all_of.outbox.sent(row, None, START - 100 * 24 * HOUR)
    hand.at += 17 * HOUR
    assert await ticking(store, hand, {housekeeping.PURGE: housekeeping.purge}).tick() == 1
    async with store.snapshot() as query:
        counts = [
            (await query.the(f"SELECT COUNT(*) AS n FROM {table}"))["n"]  # noqa: S608
            for table in ("question", "paste", "outbox")
        ]
    assert counts == [1, 1, 0]


async def test_a_full_disk_postpones_a_tick(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    hand = Hand()
    chat = await planned(store, Due("a", "bell", ZONE, START))

    async def locked(strike: Strike) -> None:
        await strike.store.query.all("PRAGMA query_only = ON")
        try:
            await strike.store.query.all("DELETE FROM outbox")
        finally:
            await strike.store.query.all("PRAGMA query_only = OFF")

    hand.at += 1
    assert await ticking(store, hand, {"bell": locked}).tick() == 0
    assert "tick-postponed" in caplog.text
    bell = Bell(chat)
    assert await ticking(store, hand, {"bell": bell.ring}).tick() == 1


async def test_it_is_called_by_the_job_queue_until_it_is_stopped(store: Store) -> None:
    hand = Hand()
    chat = await planned(store, Due("a", "bell", ZONE, START))
    bell, rung = Bell(chat), asyncio.Event()

    async def ring(strike: Strike) -> None:
        await bell.ring(strike)
        rung.set()

    tick = ticking(store, hand, {"bell": ring})
    application = Application.builder().token("1:a").updater(None).build()
    await tick.start(application, 0.02)
    await asyncio.wait_for(rung.wait(), 5)
    await tick.stop(application)
    await planned(store, Due("b", "bell", ZONE, START))
    await asyncio.sleep(0.1)
    assert len(bell.struck) == 1


async def test_after_days_away_danger_comes_first_and_waits_for_no_morning(store: Store) -> None:
    hand = Hand()
    chat = await planned(
        store,
        daily("bell", time(13), ZONE, START, 24 * HOUR),
        daily("alarm", time(14), ZONE, START, 24 * HOUR),
        Due("alarm:old", "alarm", ZONE, START + 1, late_seconds=24 * HOUR),
    )
    bell = Bell(chat)
    kinds = {"bell": bell.ring, "alarm": bell.ring}
    tick = Tick(store, 1, hand, (time(21, 30), time(7, 30)), lambda: None, broadcasts=kinds, urgent={"alarm"})
    hand.at = START + 11 * HOUR  # eleven at night
    assert await tick.tick() == 3
    assert [key for key, _ in bell.struck] == ["alarm:old", "alarm", "bell"]
    async with store.snapshot() as query:
        waits = await query.all("SELECT not_before FROM outbox ORDER BY id")
    assert [row["not_before"] for row in waits] == [hand.at, hand.at, START + 19.5 * HOUR]


async def test_a_group_hears_at_night_without_a_sound(store: Store) -> None:
    hand = Hand()
    chat = await planned(store, Due("bell:1", "bell", ZONE, START), Due("bell:2", "bell", ZONE, START + 11 * HOUR))
    tick = ticking(store, hand, {"bell": Bell(chat).ring})
    await tick.tick()
    hand.at = START + 11 * HOUR
    await tick.tick()
    day, night = [json.loads(payload) for payload in await said(store)]
    assert "disable_notification" not in day
    assert night["disable_notification"]


async def test_what_is_too_long_for_one_message_becomes_several_and_parts_are_told_apart(store: Store) -> None:
    chat = await planned(store, Due("bell:1", "bell", ZONE, START))

    async def ring(strike: Strike) -> None:
        there = await strike.store.chats.current(chat)
        assert there is not None
        strike.say(there, "\n".join(["好" * 100] * 60), buttons=[[Button("好", data="x")]])
        strike.say(there, "再说", part="more")
        strike.say(there, "再说", part="more")

    await ticking(store, Hand(), {"bell": ring}).tick()
    first, second, third = [json.loads(payload) for payload in await said(store)]
    assert "reply_markup" not in first
    assert "reply_markup" in second
    assert third["text"] == "再说"
