"""A day in a compound of 1,300 households through the whole program: every request in the list once, nothing from chat.

The full size is `make medication-day`: 120 requests in 60 ways of writing, 40 offers and updates, 2,000 other messages.
"""

import io
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from storage.household import Households
from tests import medication_day as day
from tests.dialogues.discretion import indiscretions
from tests.running import Running, running

_IS_WHOLE = os.environ.get("SHOUWANG_MEDICATION_DAY") == "whole"
REQUESTS, OTHERS, CHAT = (120, 40, 2000) if _IS_WHOLE else (60, 20, 240)
_SECONDS = 300.0
_AGAIN = ("求{m}{s}{n}，{p}", "需要配{m}{s}{n}，谢谢，{p}", "{p} {m}{s} {n} 急", "请帮我登记一下配药：{m}{s}{n}，{p}")


class Compound:
    """Everybody: a committee, one of the medication team, who asks, who talks."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.chief, self.helper = sandbox.person("周主任", started=True), sandbox.person("小许", started=True)
        self.askers = [sandbox.person(f"住户{number}", started=True) for number in range(REQUESTS)]
        self.others = [sandbox.person(f"邻居{number}") for number in range(CHAT // 20)]
        members = [self.chief, self.helper, *self.askers, *self.others]
        self.group: Room = sandbox.group("梧桐苑", members=members, bot_is_admin=True)

    async def begin(self, bot: Running) -> None:
        now = self.sandbox.clock.now()
        self.sandbox.clock.move(seconds_until(now, "09:00"))
        for person in (self.chief, self.helper, *self.askers):
            person.starts()
        self.chief.says(self.group, "设置")
        hello = self.helper.says(self.group, "我来帮忙")
        await bot.settled(seconds=_SECONDS)
        self.chief.replies(hello, "/授权 志愿者 配药组")
        self.others[0].says(self.group, "#接龙\n菜团\n青菜 3元/份\n鸡蛋 12元/板\n土豆 4元/斤")
        await bot.settled(seconds=_SECONDS)
        async with bot.store.transaction() as query:
            Households(query).enlist(1, day.households(), int(now))

    def speak(self, asked: list[day.Asked], said: list[str]) -> None:
        """Let everybody talk at once: requests, and between them all else."""
        wishes = [(one.number, one.text) for one in asked]
        talk = [(-1 - number % len(self.others), text) for number, text in enumerate(said)]
        for who, text in day.mixed([wishes, talk]):
            person = self.askers[who] if who >= 0 else self.others[-1 - who]
            person.says(self.group, text)


async def agree(compound: Compound, bot: Running) -> None:
    for person in compound.askers:
        person.taps(person.private, "同意")
    await bot.settled(seconds=_SECONDS)


async def change_their_minds(compound: Compound, bot: Running, asked: list[day.Asked]) -> set[int]:
    """Let some tell it again, some end theirs, and neighbours offer; return whose request is over."""
    share = OTHERS // 4
    over = set()
    for one in asked[:share]:  # told again in other words, of nobody else: the same request
        other = _AGAIN[one.number % len(_AGAIN)]
        mention = next(m for m, generic, *_ in day.MEDICINES if generic == one.generic)
        place = f"{one.building}-{one.room}"
        words = other.format(p=place, m=mention, s=one.strength, n=f"{one.quantity}盒")
        compound.askers[one.number].says(compound.group, words)
    for one in asked[share : 2 * share]:
        compound.askers[one.number].says(compound.group, "药买到了，谢谢大家")
        over.add(one.number)
    for one in asked[2 * share : 3 * share]:
        compound.askers[one.number].says(compound.group, "不用配药了，谢谢志愿者")
        over.add(one.number)
    for number in range(OTHERS - 3 * share):
        mention = day.MEDICINES[number % len(day.MEDICINES)][0]
        compound.others[number % len(compound.others)].says(compound.group, f"我家多一盒{mention}，需要的来拿")
    await bot.settled(seconds=_SECONDS)
    return over


def workbook(sandbox: Sandbox, person: Person) -> Any:
    """Return the newest list that the bot has sent to somebody."""
    found = [one.content["document"] for one in person.private.messages if "document" in one.content]
    return openpyxl.load_workbook(io.BytesIO(sandbox.world.state.files[found[-1]["file_id"]].data))


def listed(book: Any) -> list[tuple[str, str, str, str, Decimal]]:
    """Return the rows of the list: building, room, generic name, strength, quantity."""
    rows = []
    for values in book["配药清单"].iter_rows(min_row=3, values_only=True):
        _, _, building, _, room, _, name, strength, _, count, *_ = values
        if room is not None:
            rows.append((str(building), str(room), name.removesuffix("片"), strength, Decimal(count.rstrip("盒"))))
    return rows


async def test_every_request_is_in_the_list_once_and_nothing_from_chat(sandbox: Sandbox, tmp_path: Path) -> None:
    compound = Compound(sandbox)
    asked = day.requests(REQUESTS)
    async with running(sandbox, tmp_path) as bot:
        await compound.begin(bot)
        compound.speak(asked, day.chat(CHAT))
        await bot.settled(seconds=_SECONDS)
        assert len(await bot.rows("SELECT id FROM medication")) == REQUESTS
        assert await bot.rows("SELECT id FROM inbox WHERE state = 'aside'") == []
        await agree(compound, bot)
        over = await change_their_minds(compound, bot, asked)
        assert len(await bot.rows("SELECT id FROM medication_offer")) == OTHERS - 3 * (OTHERS // 4)
        assert len(await bot.rows("SELECT id FROM medication")) == REQUESTS
        sandbox.clock.move(seconds_until(sandbox.clock.now(), "15:00"))
        await bot.settled(seconds=_SECONDS)
        orders = await bot.rows("SELECT item FROM order_line")
        assert list(indiscretions(sandbox)) == []
    open_ = [one for one in asked if one.number not in over]
    book = workbook(sandbox, compound.helper)
    wanted = Counter((one.building, one.room, one.generic, one.strength, one.quantity) for one in open_)
    assert Counter(listed(book)) == wanted
    labels = [cell for row in book["标签"].iter_rows(values_only=True) for cell in row if cell]
    assert Counter(label.split()[0] for label in labels) == Counter(f"{one.building}-{one.room}" for one in open_)
    assert not any(generic in label for label in labels for _, generic, *_ in day.MEDICINES)
    assert {row["item"] for row in orders} <= {"青菜", "鸡蛋", "土豆"}


def test_there_are_sixty_ways_and_thirteen_hundred_homes() -> None:
    assert len(set(day.WAYS)) == 60
    assert len({entry.place for entry in day.households()}) == 1300
    assert len({one.key for one in day.requests(120)}) == 120
