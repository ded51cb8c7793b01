"""Households without a phone: an hour before a buy closes their leads ask them; the tally tells how many were asked."""

from pathlib import Path

from domain.household import Entry, Mark
from domain.residence import Residence
from domain.role import Held, Role
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from storage.household import Households
from storage.residency import Residencies
from storage.role import Roles
from tests.handlers.test_order_chain_tap import tally
from tests.running import Running, running

LIST = "#接龙\n早市团\n青菜 3元/份\n鸡蛋 12元/盒\n下午3点截单"
QUIET = frozenset({Mark.NO_PHONE})
ROSTER = (
    Entry(Residence("3", None, "502"), "陈阿婆", marks=QUIET),
    Entry(Residence("3", None, "1001"), "顾爷爷", marks=QUIET | {Mark.ALONE}),
    Entry(Residence("3", None, "201"), "老秦", marks=QUIET),
    Entry(Residence("3", None, "601"), "小许"),
    Entry(Residence("5", "2", "101"), "冯奶奶", marks=QUIET),
)


class Compound:
    """A compound with a roster, a lead of building 3 and a committee, and a buy that closes at three."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        names = ("周团长", "何阿姨", "金主任", "王阿姨")
        self.chief, self.lead, self.committee, self.ann = (sandbox.person(name, started=True) for name in names)
        people = [self.chief, self.lead, self.committee, self.ann]
        self.group = sandbox.group("桂园", members=people, bot_is_admin=True)

    async def opens(self, bot: Running, text: str = LIST) -> None:
        self.sandbox.clock.move(seconds_until(self.sandbox.clock.now(), "10:00"))
        for person in (self.lead, self.committee, self.ann, self.chief):
            person.says(None, "/start")
            person.says(self.group, f"我是7-{person.id % 900 + 100}")
        await bot.settled()
        async with bot.store.transaction() as query:
            Households(query).enlist(1, ROSTER, 5)
            for person, held in ((self.lead, Held(Role.LEAD, "3号楼")), (self.committee, Held(Role.COMMITTEE))):
                await Roles(query).grant(1, await number_of(bot, person), held, 5)
        self.chief.says(self.group, text)
        await bot.settled()

    async def at(self, bot: Running, time: str) -> None:
        self.sandbox.clock.move(seconds_until(self.sandbox.clock.now(), time))
        await bot.settled()


async def number_of(bot: Running, person: Person) -> int:
    (row,) = await bot.rows("SELECT id FROM person WHERE telegram_user_id = :telegram", telegram=person.id)
    return int(row["id"])


def asked(person: Person) -> str:
    return next((seen.text for seen in reversed(person.private.transcript()) if "不用手机" in seen.text), "")


def answered(room: Room) -> str:
    return next(line for line in tally(room).splitlines() if "不用手机的户" in line)


async def test_a_lead_orders_for_one_household_and_another_wants_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Compound(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.opens(bot)
        assert answered(there.group) == "不用手机的户 0/4 已问到"
        there.ann.says(there.group, "帮3-201订青菜1份")
        await bot.settled()
        assert answered(there.group) == "不用手机的户 1/4 已问到"
        assert asked(there.lead) == ""
        await there.at(bot, "14:01")
        assert asked(there.lead) == (
            "「早市团」15:00 截单。3号楼不用手机、还没订的，麻烦问一声：\n・3-502 陈阿婆\n・3-1001 顾爷爷"
        )
        assert "冯奶奶" in asked(there.committee)  # building 5 has no lead
        assert "陈阿婆" not in asked(there.committee)
        there.lead.taps(there.lead.private, "3-1001 不要")
        await bot.settled()
        assert "顾爷爷" not in asked(there.lead)
        there.lead.taps(there.lead.private, "3-502 帮订")
        there.lead.taps(there.lead.private, "3-502 帮订")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM question WHERE kind = 'behalf'")) == 1
        assert there.lead.private.last().text == "3-502 陈阿婆 要什么？照平常写，比如：鸡蛋2盒 青菜1份"
        there.lead.says(None, "随便来点")
        await bot.settled()
        assert there.lead.private.last().text.startswith("没看懂")
        there.lead.says(None, "鸡蛋2盒 青菜1份")
        await bot.settled()
        assert there.lead.private.last().text == "✓ 帮 3-502 陈阿婆 订了：鸡蛋2盒、青菜1份。"
        assert there.lead.private.find("都问到了，谢谢")
        assert answered(there.group) == "不用手机的户 3/4 已问到"
        assert "3-502 鸡蛋2盒、青菜1份" in tally(there.group)
        (order,) = await bot.rows("SELECT on_behalf, author_id FROM chain_order WHERE room = '502'")
        assert (order["on_behalf"], order["author_id"]) == (1, await number_of(bot, there.lead))
        (row,) = await bot.rows("SELECT person_id FROM chain_decline")
        assert row["person_id"] == await number_of(bot, there.lead)
        # an extended buy asks nobody again who has answered
        there.chief.says(there.group, "截单改到下午5点")
        await there.at(bot, "16:01")
        assert there.lead.private.find("都问到了，谢谢")
        assert "顾爷爷" not in there.lead.private.last().text
    words = "\n".join(seen.text for seen in there.group.transcript() if not seen.text.startswith("帮3-201"))
    for name in ("陈阿婆", "顾爷爷", "冯奶奶", "老秦"):
        assert name not in words


async def test_no_more_than_the_lead_of_that_building_answers(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Compound(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.opens(bot)
        await there.at(bot, "14:01")
        rows = {row["room"]: row["id"] for row in await bot.rows("SELECT id, room FROM household")}
        made_up = [
            (f"declines:1:{rows['101']}", there.lead, "这由那栋楼的楼组长来答"),  # of building 5
            (f"declines:1:{rows['502']}", there.ann, "这由那栋楼的楼组长来答"),
            (f"ordersFor:1:{rows['502']}", there.chief, "这由那栋楼的楼组长来答"),
            ("declines:1:99", there.lead, "这个按钮已经过期了"),
            ("declines:99:1", there.lead, "这个按钮已经过期了"),
            ("ordersFor:1", there.lead, "这个按钮已经过期了"),
        ]
        for data, person, notice in made_up:
            keyboard = {"inline_keyboard": [[{"text": data, "callback_data": data}]]}
            await bot.api.call("sendMessage", {"chat_id": person.id, "text": "?", "reply_markup": keyboard})
            tap = person.taps(person.private, data)
            await bot.settled()
            assert tap.notice == notice
        assert await bot.rows("SELECT id FROM chain_decline") == []
        # after closing the buttons say so, and what was being written is not recorded
        there.lead.taps(there.lead.private, "3-502 帮订")
        await bot.settled()
        there.chief.says(there.group, "截单")
        await bot.settled()
        there.lead.says(None, "鸡蛋2盒")
        await bot.settled()
        assert there.lead.private.last().text == "已经截单了，没有记上。要补请找团长。"
        tap = there.lead.taps(there.lead.private, "3-502 不要")
        await bot.settled()
        assert tap.notice == "已经截单了，没有记上。要补请找团长。"
        assert answered(there.group) == "不用手机的户 0/4 已问到"


async def test_no_in_words_is_an_answer_too_and_stays_if_the_lead_is_forgotten(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    there = Compound(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.opens(bot)
        await there.at(bot, "14:01")
        there.lead.taps(there.lead.private, "3-502 帮订")
        await bot.settled()
        there.lead.says(None, "不要了")
        await bot.settled()
        assert there.lead.private.last().text == "✓ 3-502 陈阿婆 不要，不再问了。"
        there.lead.taps(there.lead.private, "3-201 帮订")
        await bot.settled()
        there.lead.says(None, "青菜1份")
        await bot.settled()
        assert answered(there.group) == "不用手机的户 2/4 已问到"
        there.lead.says(None, "删除我的资料")
        await bot.settled()
        there.lead.taps(there.lead.private, "要删")
        await bot.settled()
        there.lead.says(None, "删除")
        await bot.settled()
        assert await bot.rows("PRAGMA foreign_key_check") == []
        assert await bot.rows("SELECT id FROM address WHERE telegram_chat_id = :id", id=there.lead.id) == []
        assert await bot.rows("SELECT id FROM inbox WHERE state = 'aside'") == []
        assert await bot.rows("SELECT id FROM person WHERE telegram_user_id = :id", id=there.lead.id) == []
        assert answered(there.group) == "不用手机的户 2/4 已问到"
        assert "青菜 1份（1户）" in tally(there.group)


async def test_a_stair_group_asks_of_its_own_building_and_knows_its_rooms(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Compound(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.opens(bot, "大家早")
        async with bot.store.transaction() as query:
            query.do("UPDATE chat SET purpose = 'stair', building = '3号楼' WHERE kind = 'group'")
        there.chief.says(there.group, LIST)
        there.ann.says(there.group, "帮502订鸡蛋1盒")
        await bot.settled()
        assert answered(there.group) == "不用手机的户 1/3 已问到"
        await there.at(bot, "14:01")
        assert "顾爷爷" in asked(there.lead)
        assert "陈阿婆" not in asked(there.lead)
        assert asked(there.committee) == ""


async def test_where_everybody_reads_the_group_nobody_is_counted(sandbox: Sandbox, tmp_path: Path) -> None:
    chief = sandbox.person("周团长", started=True)
    group = sandbox.group("桂园", members=[chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        chief.says(group, LIST)
        await bot.settled()
        assert "不用手机" not in tally(group)


async def test_a_household_that_is_known_hears_what_was_ordered_for_it(sandbox: Sandbox, tmp_path: Path) -> None:
    there = Compound(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await there.opens(bot)
        number = await number_of(bot, there.committee)
        async with bot.store.transaction() as query:
            household = await Households(query).meet(1, Residence("3", None, "601"), 5)
            residency = await Residencies(query).say(1, household, number, 5, None)
        there.ann.says(there.group, "帮3-601订鸡蛋1盒")
        await bot.settled()
        assert not any("帮您家订了" in seen.text for seen in there.committee.private.transcript())  # only their word
        async with bot.store.transaction() as query:
            Residencies(query).confirm(residency, None, 6)
        there.ann.says(there.group, "帮3-601再加1份青菜")
        await bot.settled()
        assert there.committee.private.last().text == (
            "王阿姨在「早市团」帮您家订了：鸡蛋1盒、青菜1份。要改要退，在群里说一声就行。"
        )
        there.committee.says(there.group, "帮3-601再加1份青菜")  # themselves: they know
        there.committee.says(there.group, "3-601 鸡蛋2盒")
        await bot.settled()
        assert len([1 for seen in there.committee.private.transcript() if "帮您家订了" in seen.text]) == 1
