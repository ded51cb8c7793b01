"""The house itself for some days: the real tick, handlers and database; only Telegram and the people are played.

A minute is a step. Sends fail, wait or are cut off; the program dies between two transactions and starts anew; people
press, write, go, and do not come back. What must hold is read from the rows at the end.
"""

import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.opening import _FIRST_HEAR
from bot.tick import Tick, broadcasts
from conversation.check_in import STEP, Ladders
from conversation.check_in_away import is_away
from conversation.elder import plan_elder
from conversation.outcome import Outcome
from conversation.turn import Incoming, Repositories, Sender, Turn
from domain.elder import Care, Carer, Channel, Kin
from domain.residence import Residence
from domain.role import Held, Role, Team
from handlers import check_in as handlers
from handlers import check_in_words as words
from storage.chat import Chats
from storage.check_in import CheckIns
from storage.message import Version
from storage.migration import migrate
from storage.outbox import Outbox, Place
from storage.store import Query, Store

BOT, MINUTE, DAY = 42, 60, 86_400
_ZONE = ZoneInfo("Asia/Shanghai")
_MIDNIGHT = 1_796_083_200 - 8 * 3600  # in Shanghai, in 2026
_FROM, _TO = 7 * 60 + 30, 15 * 60  # minutes of the day that are played
_UNSENT = "forbidden"

Deed = Callable[[Turn], Awaitable[None]]


class Hand:
    """A clock that is moved."""

    def __init__(self) -> None:
        self.at = float(_MIDNIGHT)

    def now(self) -> float:
        """Return the time in seconds."""
        return self.at


@dataclass(frozen=True, slots=True)
class Played:
    """What a run came to: `broken` says which promises did not hold."""

    days: int
    elders: int
    check_ins: int
    steps: int
    ends: Counter[str]
    broken: list[str]


class House:
    """The database with a roster in it, and those who live there."""

    def __init__(self, path: Path, seed: int, elders: int) -> None:
        self.path, self.chance, self.size = path, random.Random(seed), elders
        self.clock = Hand()
        self.care = Care(quiet=(time(21, 30), time(7, 30)))
        self.elders: list[int] = []
        self.deeds: list[tuple[float, int, Deed]] = []
        self.blocked: set[int] = set()
        self.cut_until = 0.0
        self.numbers = 1

    @property
    def now(self) -> int:
        """The time in whole seconds."""
        return int(self.clock.at)

    # --- making it -----------------------------------------------------------------------------------------

    async def furnish(self, query: Query) -> None:
        """Put the compound, its people and its elders into the database."""
        store = Repositories(query, BOT)
        compound = await store.compounds.add("桂园", "Asia/Shanghai", self.now)
        group = await store.chats.add(-5000, "group", compound.id, self.now)
        store.chats.set_purpose(group.id, "volunteers", None)
        chief, care, lead = [await self._person(store, 900 + number) for number in range(3)]
        await store.roles.grant(compound.id, chief, Held(Role.COMMITTEE), self.now)
        await store.roles.grant(compound.id, care, Held(Role.VOLUNTEER, team=Team.CARE), self.now)
        await store.roles.grant(compound.id, lead, Held(Role.LEAD, "3"), self.now)
        for number in range(self.size):
            building = "3" if number % 3 else "5"  # 5 has no lead
            home = await store.households.meet(compound.id, Residence(building, None, f"{101 + number}"), self.now)
            elder_id = await store.elders.add(compound.id, home, f"奶奶{number}", chief, self.now)
            elder = await store.elders.get(elder_id)
            assert elder is not None
            channel = (Channel.CHAT, Channel.CHAT, Channel.CHAT, Channel.PHONE, Channel.NONE)[number % 5]
            own = await self._person(store, 1000 + number) if channel is Channel.CHAT else None
            elder = replace(elder, channel=channel, person_id=own, asks_from=480)
            store.elders.keep(elder)
            store.elders.agree(elder_id, chief, self.now)
            if number % 4:
                neighbour = await self._person(store, 2000 + number)
                store.elders.entrust(elder_id, Carer(Kin.NEIGHBOUR, f"邻居{number}", None, neighbour))
            plan_elder(store.dues, elder, _ZONE, self.now)
            self.elders.append(elder_id)

    async def _person(self, store: Repositories, telegram: int) -> int:
        await store.chats.add(telegram, "private", None, self.now)
        return await store.persons.meet(telegram, f"某{telegram}")

    # --- Telegram ------------------------------------------------------------------------------------------

    async def deliver(self, store: Store) -> None:
        """Send what may be sent, as the sender does: claimed in one transaction, settled in another. The program may
        die in between."""
        if self.now < self.cut_until:
            return
        async with store.transaction() as query:
            due = await Outbox(query).due(self.now, 0, 500)
            for one in due:
                await Outbox(query).claim(one.id)
        if self.chance.random() < 0.01:
            return  # killed with all of it under way
        outcomes = []
        async with store.transaction() as query:
            outbox = Outbox(query)
            for one in due:
                telegram = one.telegram_chat_id or 0
                if one.expires_at is not None and one.expires_at <= self.now:
                    rows = await outbox.dead(one.id, "expired", self.now)
                elif telegram in self.blocked:
                    await Chats(query).set_active(one.chat_id or 0, False)
                    rows = await outbox.dead(one.id, _UNSENT, self.now)
                else:
                    self.numbers += 1
                    place = Place(one.address_id, self.numbers) if one.address_id is not None else None
                    await outbox.sent(one.id, place, self.now)
                    if one.outcome is not None:
                        outcomes.append(Outcome(json.loads(one.outcome), one.chat_id, {"date": self.now}, None))
                    self._is_read(telegram, json.loads(one.payload))
                    continue
                outcomes += [
                    Outcome(json.loads(row["outcome"]), row["chat_id"], None, row_error(one.expires_at, self.now))
                    for row in rows
                    if row["outcome"] is not None
                ]
        for outcome in outcomes:
            await self._turn(store, None, self._settled(outcome))

    def _settled(self, outcome: Outcome) -> Deed:
        async def settle(turn: Turn) -> None:
            if outcome.to == STEP:
                await handlers.on_step(outcome, turn)

        return settle

    async def recover(self, store: Store) -> None:
        """Start anew after a kill."""
        async with store.transaction() as query:
            outbox = Outbox(query)
            for row in await outbox.under_way():
                await outbox.again(row["id"], "unsure", self.now)
            CheckIns(query).hold_all(self.now + _FIRST_HEAR)

    # --- the people ----------------------------------------------------------------------------------------

    def _is_read(self, telegram: int, said: dict[str, object]) -> None:
        """Somebody reads a message with buttons, and does something about it, or not."""
        buttons = [
            str(button["callback_data"])
            for row in dict(said.get("reply_markup") or {}).get("inline_keyboard", [])  # type: ignore[call-overload]
            for button in row
        ]
        verbs = {data.split(":")[1]: data.partition(":")[2] for data in buttons if data.startswith("check_in:")}
        if 1000 <= telegram < 2000:
            what = self.chance.choices(("fine", "help", "words", ""), (62, 2, 20, 16))[0]
            self._later(telegram, self.chance.expovariate(1 / 9), verbs.get(what, ""), what)
        elif "go" in verbs:
            what = self.chance.choices(("go", "cannot", "fine", "ambulance", ""), (40, 12, 6, 1, 41))[0]
            self._later(telegram, self.chance.expovariate(1 / 6), verbs.get(what, ""), what)
        elif "unheard" in verbs:
            what = self.chance.choices(("fine", "unheard", "cannot", "help", ""), (70, 8, 6, 1, 15))[0]
            self._later(telegram, self.chance.expovariate(1 / 15), verbs.get(what, ""), what)

    def _later(self, telegram: int, minutes: float, data: str, what: str) -> None:
        async def do(turn: Turn) -> None:
            if data:
                await handlers.on_tap(turn, data)
                if what == "go" and self.chance.random() < 0.85:
                    said = self.chance.choices(("fine", "absent", "help"), (80, 12, 8))[0]
                    number = data.rpartition(":")[2]
                    self._later(telegram, self.chance.expovariate(1 / 12), f"{said}:{number}", said)
            elif what == "words":
                turn.tap_id = None
                if not await words.take_answer(turn):
                    await words.take_rest(turn)
            await handlers.on_sign(turn)

        if what:
            self.deeds.append((self.clock.at + minutes * MINUTE, telegram, do))

    async def _turn(self, store: Store, telegram: int | None, do: Deed) -> None:
        async with store.transaction() as query:
            there = Repositories(query, BOT)
            chat = await there.chats.at(telegram if telegram is not None else 900)
            assert chat is not None
            self.numbers += 1
            words = self.chance.choice(("好着呢", "早上好，吃过了", "没事，放心"))
            message = Incoming(Version(chat.address_id, self.numbers, self.now, 0, 1), words)
            sender = Sender(telegram, f"某{telegram}") if telegram is not None else None
            turn = Turn(there, self.now, "shouwang_bot", chat, sender, message, tap_id="1", care=self.care)
            await do(turn)
            turn.close()

    # --- the days ------------------------------------------------------------------------------------------

    async def play(self, days: int) -> Played:
        """Play some days; return what they came to."""
        async with Store.opened(self.path) as store:
            await migrate(store)
            async with store.transaction() as query:
                await self.furnish(query)
            for day in range(days):
                await self._day(store, day)
            async with store.snapshot() as query:
                return await judged(query, days, self.size, self.now)

    async def _day(self, store: Store, day: int) -> None:
        tick = Tick(store, BOT, self.clock, self.care.quiet, lambda: None, broadcasts=broadcasts(self.care))
        self.blocked = {1000 + number for number in range(self.size) if self.chance.random() < 0.02}
        await self._unblock(store)
        off_until = 0.0
        for minute in range(_FROM, _TO):
            self.clock.at = _MIDNIGHT + day * DAY + minute * MINUTE + self.chance.uniform(0, 50)
            if self.chance.random() < 0.002:
                off_until = self.clock.at + self.chance.choice((120, 600, 4 * 3600))
            if self.chance.random() < 0.002:
                self.cut_until = self.clock.at + self.chance.choice((120, 1200, 3 * 3600))
            if self.clock.at < off_until:
                continue
            if off_until or self.chance.random() < 0.004:
                off_until = 0.0
                await self.recover(store)
            if self.chance.random() < 0.05:
                continue  # a late tick
            await self._pause_somebody(store)
            await self._do_what_came(store)
            await tick.tick()
            await self.deliver(store)

    async def _do_what_came(self, store: Store) -> None:
        ready = sorted((deed for deed in self.deeds if deed[0] <= self.clock.at), key=lambda deed: deed[0])
        self.deeds = [deed for deed in self.deeds if deed[0] > self.clock.at]
        for _, telegram, do in ready:
            await self._turn(store, telegram, do)

    async def _unblock(self, store: Store) -> None:
        async with store.transaction() as query:
            query.do("UPDATE chat SET is_active = 1 WHERE kind = 'private'")

    async def _pause_somebody(self, store: Store) -> None:
        if self.chance.random() >= 0.001:
            return
        elder_id = self.chance.choice(self.elders)
        async with store.transaction() as query:
            there = Repositories(query, BOT)
            elder = await there.elders.get(elder_id)
            assert elder is not None
            await is_away(Ladders(there, self.now, self.care), elder, self.now + 2 * DAY, 1)


def row_error(expires_at: int | None, now: int) -> str:
    """Return why a row died."""
    return "expired" if expires_at is not None and expires_at <= now else _UNSENT


# --- what must hold -------------------------------------------------------------------------------------------

#: Each finds rows that break a promise.
_PROMISES = {
    "ended by nobody in particular": """
        SELECT id FROM check_in WHERE closed_at IS NOT NULL AND answered_by IS NULL
          AND how NOT IN ('button', 'wrong', 'words', 'voice', 'sign', 'early', 'paused')
    """,
    "told to go after the end": """
        SELECT s.id FROM check_in_step AS s JOIN check_in AS c ON c.id = check_in_id
        WHERE s.rung >= 2 AND s.at > c.closed_at
    """,
    "sent an alarm later than a minute after the end": """
        SELECT s.id FROM check_in_step AS s JOIN check_in AS c ON c.id = check_in_id
        WHERE s.rung >= 2 AND s.sent_at > c.closed_at + 60
    """,
    "alarmed and without an all-clear": """
        SELECT s.id FROM check_in_step AS s JOIN check_in AS c ON c.id = check_in_id JOIN elder AS e ON e.id = elder_id
        WHERE s.rung >= 2 AND s.sent_at IS NOT NULL AND c.closed_at IS NOT NULL AND s.person_id IS NOT NULL
          AND s.person_id IS NOT c.answered_by AND s.person_id IS NOT e.person_id
          AND NOT EXISTS (SELECT 1 FROM check_in_step AS k
                          WHERE k.check_in_id = c.id AND k.said = 'clear' AND k.person_id = s.person_id)
    """,
    "two all-clears": """
        SELECT check_in_id AS id FROM check_in_step WHERE said = 'clear' AND person_id IS NOT NULL
        GROUP BY check_in_id, person_id HAVING COUNT(*) > 1
    """,
    "running, and neither somebody on the way nor an alarm": """
        SELECT c.id FROM check_in AS c
        WHERE c.closed_at IS NULL AND c.accepted_by IS NULL
          AND NOT EXISTS (SELECT 1 FROM due WHERE kind = 'check-in ladder' AND subject_id = c.id)
    """,
    "accepted for longer than half an hour": """
        SELECT id FROM check_in WHERE closed_at IS NULL AND accepted_at < :now - 5400
    """,
    "silent while it runs": """
        SELECT c.id FROM check_in AS c
        WHERE c.closed_at IS NULL AND c.accepted_by IS NULL AND c.opened_at < :now - 6 * 3600
          AND NOT EXISTS (SELECT 1 FROM check_in_step AS s WHERE s.check_in_id = c.id AND s.at > :now - 5 * 3600)
    """,
}


async def judged(query: Query, days: int, elders: int, now: int) -> Played:
    """Return what all those days came to, and which promises did not hold."""
    broken = []
    for promise, sql in _PROMISES.items():
        rows = await query.all(sql, **({"now": now} if ":now" in sql else {}))
        broken += [f"{promise}: {row['id']}" for row in rows]
    ends = Counter(
        {
            row["how"] or "running": row["n"]
            for row in await query.all("SELECT how, COUNT(*) AS n FROM check_in GROUP BY how")
        }
    )
    check_ins = (await query.the("SELECT COUNT(*) AS n FROM check_in"))["n"]
    steps = (await query.the("SELECT COUNT(*) AS n FROM check_in_step"))["n"]
    return Played(days, elders, check_ins, steps, ends, broken)
