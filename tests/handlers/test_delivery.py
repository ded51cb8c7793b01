"""到货 through the whole program: who may run it, buildings by clock and button, two who tick at once, faults."""

from pathlib import Path

import msgspec

from domain.residence import AddressGrammar
from domain.role import Held, Role
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.state import Message
from storage.chat import Chats
from storage.household import Households
from storage.person import Persons
from storage.residency import Residencies
from storage.role import Roles
from tests.running import Running, running

LIST = "#接龙\n鸡蛋团\n鸡蛋 12元/板\n香梨 35元/箱"
ORDERS = "1. 3-501 鸡蛋1板\n2. 3-502 鸡蛋2板\n3. 5-101 香梨1箱\n4. 小许 鸡蛋1板"


class Yard:
    """A compound with an owners' group and, perhaps, a volunteers' group."""

    def __init__(self, sandbox: Sandbox, *, has_volunteers: bool = True) -> None:
        names = ("周团长", "小伊", "大刘", "王阿姨", "方老师")
        people = [sandbox.person(name, started=True) for name in names]
        self.chief, self.eve, self.liu, self.ann, self.lead = people
        self.group: Room = sandbox.group("桂园", members=people, bot_is_admin=True)
        self.volunteers: Room | None = None
        if has_volunteers:
            self.volunteers = sandbox.group("志愿者", members=people, bot_is_admin=True)

    async def closed(self, bot: Running, orders: str = ORDERS, *roles: tuple[Person, Held]) -> None:
        """A closed buy; who runs deliveries has opened the bot, and these people their roles."""
        for person in (self.chief, self.eve, self.liu):
            person.says(None, "/start")
        self.chief.says(self.group, f"{LIST}\n\n{orders}")
        await bot.settled()
        self.chief.says(self.group, "截单")
        if self.volunteers is not None:
            self.eve.says(self.volunteers, "汇总")
        await bot.settled()
        async with bot.store.transaction() as query:
            for person, held in ((self.eve, Held(Role.VOLUNTEER)), (self.liu, Held(Role.VOLUNTEER)), *roles):
                await Roles(query).grant(1, await Persons(query).meet(person.id, person.name), held, 1)
            chat = await Chats(query).at(self.volunteers.id) if self.volunteers is not None else None
            if chat is not None:
                Chats(query).set_purpose(chat.id, "volunteers", None)
                Chats(query).join(chat.id, 1)


def ticking(room: Room, building: str) -> Message:
    """Return the message under which that building is ticked."""
    return next(one for one in reversed(room.messages) if one.text.startswith(f"📦 {building}　"))


def panel(room: Room) -> Message:
    """Return the message from which the delivery is run."""
    return next(one for one in reversed(room.messages) if "到货：" in one.text and one.text.startswith("📦"))


async def test_from_its_beginning_to_its_end_by_the_organiser_alone(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox, has_volunteers=False)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        yard.chief.says(None, "到货")
        await bot.settled()
        mine = panel(yard.chief.private)
        assert mine.text.splitlines()[0] == "📦 「鸡蛋团」到货：4户，3栋"
        yard.chief.taps(mine, "消杀好了，开始分拣")
        await bot.settled()
        assert "・没写楼号 1户：鸡蛋 1板" in mine.text
        yard.chief.taps(mine, "每户的清单")
        await bot.settled()
        assert "3号楼 2户：\n501：鸡蛋 1板\n502：鸡蛋 2板" in yard.chief.private.last().text
        yard.chief.taps(mine, "手动")
        yard.chief.taps(mine, "全部一起叫")
        await bot.settled()
        assert yard.group.find("📦 「鸡蛋团」轮到3号楼、5号楼、没写楼号取货：地点小区门口")
        assert len([one for one in yard.group.messages if "轮到" in one.text and "取货" in one.text]) == 1
        tap = yard.chief.taps(ticking(yard.chief.private, "没写楼号"), "☐ 小许")
        await bot.settled()
        assert tap.notice == "✓ 小许 取了"
        assert "▶ 3号楼" in mine.text
        yard.chief.taps(mine, "都好了，结束")
        await bot.settled()
        assert "✓ 没写楼号" in mine.text
        assert yard.group.find("📦 「鸡蛋团」取货结束")
        yard.chief.taps(mine, "还没完，接着发")
        await bot.settled()
        assert "③ 叫楼取货" in mine.text
        assert yard.group.find("📦 「鸡蛋团」到货，按楼取")
        yard.chief.taps(mine, "都好了，结束")
        await bot.settled()
        yard.chief.says(None, "到货")
        await bot.settled()
        assert yard.chief.private.last().text.startswith("没有截了单")


async def test_two_who_tap_at_the_same_moment_tick_once_and_lose_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.liu.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "一栋一栋叫")
        await bot.settled()
        ticks = ticking(yard.volunteers, "3号楼")
        taps = [person.taps(ticks, f"☐ {room}") for room in ("501", "502") for person in (yard.eve, yard.liu)]
        await bot.settled()
        assert sorted(tap.notice for tap in taps) == [
            "501 打过勾了", "502 打过勾了", "✓ 501 取了", "✓ 502 取了",
        ]  # fmt: skip
        assert "取了2/2户" in ticks.text
        rows = await bot.rows("SELECT COUNT(*) AS n FROM delivery_bag WHERE ticked_at IS NOT NULL")
        assert rows[0]["n"] == 2


async def test_who_is_neither_organiser_nor_volunteer_runs_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.ann.says(None, "到货")
        yard.ann.says(yard.group, "到货")
        await bot.settled()
        assert yard.ann.private.last().text.startswith("没有截了单")
        assert yard.group.last().text.startswith("「到货」请在志愿者群里发")
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        tap = yard.ann.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        assert tap.notice == "到货由团长和志愿者来管"
        assert (await bot.rows("SELECT stage FROM delivery"))[0]["stage"] == "disinfecting"


async def test_of_several_buys_it_is_asked_which_has_arrived(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        yard.chief.says(yard.group, "#接龙\n牛奶团\n牛奶 50元/箱\n\n1. 3-501 牛奶1箱")
        await bot.settled()
        yard.chief.says(yard.group, "截单")
        await bot.settled()
        yard.eve.says(None, "到货")
        await bot.settled()
        asked = yard.eve.private.last()
        assert asked.text == "哪一个接龙到货了？"
        yard.eve.taps(asked, "「牛奶团」")
        await bot.settled()
        assert "「牛奶团」到货：1户，1栋" in panel(yard.eve.private).text
        assert not (asked.markup or {}).get("inline_keyboard")
        yard.chief.says(None, "/到货 鸡蛋")
        await bot.settled()
        assert "「鸡蛋团」到货" in panel(yard.chief.private).text


async def test_two_who_run_it_from_their_own_phones_see_the_same(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox, has_volunteers=False)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        yard.chief.says(None, "到货")
        await bot.settled()
        yard.chief.taps(yard.chief.private, "消杀好了")
        await bot.settled()
        yard.chief.taps(yard.chief.private, "一栋一栋叫")
        yard.eve.says(None, "到货")
        await bot.settled()
        yard.eve.taps(ticking(yard.eve.private, "3号楼"), "☐ 501")
        await bot.settled()
        assert "✓ 501" in ticking(yard.chief.private, "3号楼").text
        assert "取了1/2户" in panel(yard.chief.private).text
        yard.chief.taps(panel(yard.chief.private), "下一栋：5号楼")
        await bot.settled()
        assert "☐ 101" in ticking(yard.eve.private, "5号楼").text


async def test_a_building_out_of_turn_and_another_pace(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        run = panel(yard.volunteers)
        yard.eve.taps(run, "消杀好了")
        await bot.settled()
        yard.eve.taps(run, "一栋一栋叫")
        await bot.settled()
        yard.eve.taps(run, "叫没写楼号")
        await bot.settled()
        assert "▶ 没写楼号" in run.text
        yard.eve.taps(run, "30分")
        await bot.settled()
        sandbox.clock.move(16 * 60)
        await bot.settled()
        assert "・5号楼 1户" in run.text  # not yet: the pace is another one now
        sandbox.clock.move(15 * 60)
        await bot.settled()
        assert "▶ 5号楼" in run.text
        assert await bot.rows("SELECT id FROM due WHERE kind = 'delivery call'") == []


async def test_an_order_added_while_buildings_are_called_gets_its_bag(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.chief.says(yard.group, "5-102 香梨1箱")
        await bot.settled()
        run = panel(yard.volunteers)
        yard.eve.taps(run, "消杀好了")
        await bot.settled()
        yard.eve.taps(run, "全部一起叫")
        await bot.settled()
        assert "☐ 102：香梨 1箱" in ticking(yard.volunteers, "5号楼").text


async def test_the_place_is_picked_by_a_button(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        run = panel(yard.volunteers)
        yard.eve.taps(run, "消杀好了")
        await bot.settled()
        yard.eve.taps(run, "换地点、间隔")
        await bot.settled()
        yard.eve.taps(yard.volunteers, "各楼楼下")
        await bot.settled()
        assert "地点：各楼楼下" in run.text


async def test_the_household_itself_hears_it_once_its_residents_are_confirmed(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        yard.ann.says(None, "/start")
        yard.lead.says(None, "/start")
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.ann.says(yard.group, "我是3号楼502")
        yard.lead.says(yard.group, "我是3号楼501")
        await bot.settled()
        async with bot.store.transaction() as query:
            person = await Persons(query).find(yard.ann.id)
            home = await Households(query).at(1, "r:3//502")
            assert person is not None
            assert home is not None
            (residency,) = await Residencies(query).of(1, person.id)
            Residencies(query).confirm(residency.id, None, 5)
        before = len(yard.lead.private.messages)
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "一栋一栋叫")
        await bot.settled()
        said = yard.ann.private.last().text
        assert "轮到您这栋取货。\n您家的：鸡蛋 2板\n现在起，地点：小区门口" in said
        assert len(yard.lead.private.messages) == before  # only their word that they live there


async def test_what_is_not_fetched_is_told_once_to_the_lead_and_by_number_elsewhere(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        yard.lead.says(None, "/start")
        await yard.closed(bot, ORDERS, (yard.lead, Held(Role.LEAD, "3号楼")))
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "全部一起叫")
        await bot.settled()
        yard.liu.taps(ticking(yard.volunteers, "3号楼"), "☐ 501")
        yard.liu.taps(ticking(yard.volunteers, "没写楼号"), "☐ 小许")
        await bot.settled()
        for _ in range(3):
            sandbox.clock.move(2 * 3600 + 60)
            await bot.settled()
        told = [one.text for one in yard.lead.private.messages if "两个小时" in one.text]
        assert len(told) == 1
        assert "3号楼叫了两个小时了，还有1户没来取：\n・3-502：鸡蛋 2板" in told[0]
        counted = [one.text for one in yard.volunteers.messages if "两个小时" in one.text]
        assert counted == ["📦 「鸡蛋团」5号楼叫了两个小时了，还有1户没来取，请帮忙看看。"]


async def test_at_night_nobody_is_told_of_what_is_not_fetched(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        evening = (20 * 3600 - int(sandbox.clock.now() + 8 * 3600) % 86400) % 86400
        sandbox.clock.move(evening)
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "全部一起叫")
        await bot.settled()
        sandbox.clock.move(3 * 3600)  # eleven at night
        await bot.settled()
        assert not [one for one in yard.volunteers.messages if "两个小时" in one.text]
        sandbox.clock.move(9 * 3600)
        await bot.settled()
        assert len([one for one in yard.volunteers.messages if "两个小时" in one.text]) == 3


async def test_the_clock_that_stood_still_leaves_the_next_building_to_the_button(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "一栋一栋叫")
        await bot.settled()
    sandbox.clock.move(5 * 3600)
    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        rows = await bot.rows("SELECT building FROM delivery_building WHERE called_at IS NOT NULL")
        assert [row["building"] for row in rows] == ["3"]


async def fault(bot: Running, yard: Yard) -> None:
    """Begin a delivery, call everybody, and have 小伊 report that the eggs of 3-502 are broken."""
    assert yard.volunteers is not None
    yard.eve.says(yard.volunteers, "到货")
    await bot.settled()
    yard.eve.taps(panel(yard.volunteers), "消杀好了")
    await bot.settled()
    yard.eve.taps(panel(yard.volunteers), "全部一起叫")
    await bot.settled()
    yard.eve.taps(ticking(yard.volunteers, "3号楼"), "报坏了")
    await bot.settled()
    yard.eve.taps(yard.eve.private, "502")
    await bot.settled()


async def test_an_item_is_a_tap_and_the_organiser_may_name_another_amount(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        await fault(bot, yard)
        question = yard.eve.private.last()
        assert question.text.startswith("3-502 什么坏了？")
        yard.eve.taps(question, "鸡蛋 2板")
        await bot.settled()
        assert question.text == "✓ 记下了：3-502 坏了：鸡蛋。团长会处理。"
        assert yard.volunteers is not None
        assert "502：鸡蛋 2板（坏了）" in ticking(yard.volunteers, "3号楼").text
        asked = yard.chief.private.last()
        assert asked.text == "「鸡蛋团」3-502 坏了：鸡蛋。退多少？"
        yard.chief.says(None, "收款")
        await bot.settled()
        assert "⚠ 报了少、坏、错，还没定退多少：1户" in yard.chief.private.last().text
        yard.chief.taps(yard.chief.private, "⚠ 定退款（1户）")
        await bot.settled()
        yard.chief.taps(yard.chief.private, "别的数")
        await bot.settled()
        yard.chief.says(None, "五块吧")
        await bot.settled()
        assert yard.chief.private.last().text.startswith("没看懂")
        yard.chief.taps(asked, "别的数")
        await bot.settled()
        yard.chief.says(None, "99元")
        await bot.settled()
        assert yard.chief.private.last().text == "这一户一共才24元，请再看看。"
        yard.chief.taps(asked, "别的数")
        await bot.settled()
        yard.chief.says(None, "5.5元")
        await bot.settled()
        assert yard.chief.private.last().text == "✓ 3-502 退5.5元，记进收款名单了。"
        tap = yard.chief.taps(asked, "退12元")
        await bot.settled()
        assert tap.notice == "这一户已经定过了"
        rows = await bot.rows("SELECT party, kind, fen FROM payment")
        assert rows == [{"party": "r:3//502", "kind": "refund", "fen": 550}]


async def test_nothing_may_be_given_back_and_then_nothing_is_noted(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        await fault(bot, yard)
        yard.eve.says(None, "少了半板")
        await bot.settled()
        asked = yard.chief.private.last()
        yard.chief.taps(asked, "不退")
        await bot.settled()
        assert asked.text == "✓ 3-502 不退。"
        assert await bot.rows("SELECT id FROM payment") == []
        assert await bot.rows("SELECT words, fen FROM delivery_fault") == [{"words": "少了半板", "fen": 0}]


async def test_words_after_a_picture_and_a_picture_after_words_complete_a_report(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        await fault(bot, yard)
        question = yard.eve.private.last()
        yard.eve.sends_photo(None)
        await bot.settled()
        assert question.text == "✓ 记下了：3-502 坏了。团长会处理。"
        yard.eve.says(None, "碎了半板")
        await bot.settled()
        assert question.text == "✓ 记下了：3-502 坏了：碎了半板。团长会处理。"
        assert yard.chief.private.last().text == "「鸡蛋团」3-502 坏了：碎了半板。退多少？"
        assert await bot.rows("SELECT words, photo IS NULL AS bare FROM delivery_fault") == [
            {"words": "碎了半板", "bare": 0}
        ]
        yard.eve.says(None, "今天天气不错")
        await bot.settled()
        assert yard.eve.private.last().text.startswith("这里不接单")
        assert yard.volunteers is not None
        yard.eve.taps(ticking(yard.volunteers, "3号楼"), "报坏了")
        await bot.settled()
        yard.eve.taps(yard.eve.private, "502")
        await bot.settled()
        yard.eve.says(None, "又碎了一个")
        await bot.settled()
        yard.eve.sends_photo(None)
        await bot.settled()
        assert "photo" in yard.chief.private.last().content
        assert await bot.rows("SELECT id FROM question WHERE kind LIKE 'delivery flaw%'") == []


async def test_a_picture_in_the_group_from_who_never_opened_the_bot(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    helper = sandbox.person("小马")
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot, ORDERS, (helper, Held(Role.VOLUNTEER)))
        assert yard.volunteers is not None
        yard.volunteers.add(helper)
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "消杀好了")
        await bot.settled()
        yard.eve.taps(panel(yard.volunteers), "全部一起叫")
        await bot.settled()
        helper.taps(ticking(yard.volunteers, "5号楼"), "报少了")
        await bot.settled()
        question = yard.volunteers.last()
        assert question.text == "5号楼哪一户少了？"
        helper.taps(question, "101")
        await bot.settled()
        helper.sends_photo(yard.volunteers, reply_to=question)
        await bot.settled()
        assert question.text == "✓ 记下了：5-101 少了。团长会处理。"
        shown = yard.chief.private.last()
        assert "photo" in shown.content
        yard.chief.taps(shown, "退35元（香梨1箱）")
        await bot.settled()
        assert yard.chief.private.last().text == "✓ 5-101 退35元，记进收款名单了。"
        assert not (shown.markup or {}).get("inline_keyboard")


async def test_villas_are_called_together_and_ticked_by_house(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        yard.chief.says(yard.group, "大家好")
        await bot.settled()
        async with bot.store.transaction() as query:
            words = msgspec.json.encode(AddressGrammar(villas=True)).decode()
            query.do("UPDATE compound SET address_words = :words WHERE id = 1", words=words)
        await yard.closed(bot, "1. 8号 鸡蛋1板\n2. 12号 鸡蛋2板\n3. 小许 鸡蛋1板")
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        run = panel(yard.volunteers)
        yard.eve.taps(run, "消杀好了")
        await bot.settled()
        assert "・一户一栋 2户：鸡蛋 3板\n・没写楼号 1户：鸡蛋 1板" in run.text
        yard.eve.taps(run, "全部一起叫")
        await bot.settled()
        yard.eve.taps(ticking(yard.volunteers, "一户一栋"), "☐ 12号楼")
        await bot.settled()
        assert "✓ 12号楼：鸡蛋 2板" in ticking(yard.volunteers, "一户一栋").text


async def test_a_button_pressed_twice_goes_one_step(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot)
        assert yard.volunteers is not None
        yard.eve.says(yard.volunteers, "到货")
        await bot.settled()
        run = panel(yard.volunteers)
        taps = [yard.eve.taps(run, "消杀好了"), yard.liu.taps(run, "消杀好了")]
        await bot.settled()
        assert [tap.notice for tap in taps] == ["", "已经到下一步了"]
        taps = [yard.eve.taps(run, "全部一起叫"), yard.liu.taps(run, "全部一起叫"), yard.liu.taps(run, "一栋一栋叫")]
        await bot.settled()
        assert [tap.notice for tap in taps] == ["叫了", "都叫过了", "都叫过了"]
        assert len([one for one in yard.group.messages if "轮到" in one.text and "取货：地点" in one.text]) == 1


async def test_a_buy_whose_orders_were_all_taken_back_does_not_arrive(sandbox: Sandbox, tmp_path: Path) -> None:
    yard = Yard(sandbox)
    async with running(sandbox, tmp_path) as bot:
        await yard.closed(bot, "1. 3-501 鸡蛋1板")
        yard.chief.says(yard.group, "3-501的不要了")
        await bot.settled()
        yard.chief.says(None, "到货")
        await bot.settled()
        assert yard.chief.private.last().text.startswith("没有截了单")
