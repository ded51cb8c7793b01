"""住户 through the whole program: the link into private, one question, confirming, and who may not."""

from pathlib import Path

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.running import Running, running


async def homes(bot: Running) -> list[tuple[str, str, bool]]:
    """Return who says to live where, and whether it is confirmed."""
    rows = await bot.rows(
        """SELECT name, place, confirmed_at FROM residency JOIN person ON person.id = person_id
           JOIN household ON household.id = household_id ORDER BY residency.id"""
    )
    return [(row["name"], row["place"], row["confirmed_at"] is not None) for row in rows]


async def link_of(bot: Running, group: Room) -> str:
    (row,) = await bot.rows("SELECT chat_id FROM address WHERE telegram_chat_id = :telegram", telegram=group.id)
    return f"who_{row['chat_id']}"


async def is_chief(bot: Running, person: Person, group: Room) -> None:
    person.says(group, "设置")
    await bot.settled()


async def test_the_link_asks_one_question_and_one_tap_mends_it(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    group = sandbox.group("桂园", members=[ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "帮助")
        await bot.settled()
        ann.taps(group, "告诉我您住哪")
        await bot.settled()
        assert ann.private.last().text == "您住哪一户？直接写，比如：3号楼502"
        ann.says(None, "三楼")
        await bot.settled()
        assert ann.private.last().text.startswith("请写明您住哪里")
        ann.says(None, "3号楼502")
        await bot.settled()
        assert ann.private.last().text.startswith("记下了：您是 3-502")
        assert await homes(bot) == [("周阿姨", "r:3//502", False)]
        tap = ann.taps(ann.private, "写错了")
        await bot.settled()
        assert tap.answered
        assert await homes(bot) == []


async def test_the_link_tells_a_stranger_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, stranger = sandbox.person("周阿姨"), sandbox.person("路人", started=True)
    group = sandbox.group("桂园", members=[ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "帮助")
        await bot.settled()
        for words in (await link_of(bot, group), "who_999", "who_x", "who_"):
            stranger.says(None, f"/start {words}")
            await bot.settled()
            assert stranger.private.last().text == "我在那个群里没找到您。请回群里再点一次。"
        assert await homes(bot) == []


async def test_a_lead_confirms_the_people_of_their_building_and_no_others(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, lead = sandbox.person("周主任", started=True), sandbox.person("小许", started=True)
    ann, bob = sandbox.person("王阿姨"), sandbox.person("李叔")
    group = sandbox.group("桂园", members=[chief, lead, ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await is_chief(bot, chief, group)
        hello = lead.says(group, "大家好")
        chief.replies(hello, "/授权 楼组长 3号楼")
        ann.says(group, "我是3号楼502")
        bob.says(group, "我是5号楼601")
        await bot.settled()
        lead.says(None, "确认住户")
        await bot.settled()
        shown = lead.private.last()
        assert "3-502：王阿姨" in (shown.text or "")
        assert "5-601" not in (shown.text or "")
        lead.taps(lead.private, "✓ 3-502 王阿姨")
        await bot.settled()
        assert await homes(bot) == [("王阿姨", "r:3//502", True), ("李叔", "r:5//601", False)]
        assert "没有要确认的住户" in (lead.private.last().text or "")
        lead.says(None, "撤销")
        await bot.settled()
        assert lead.private.last().text == "撤销了：3-502 要重新确认。"
        lead.says(None, "确认住户")
        await bot.settled()
        lead.taps(lead.private, "✗ 不是")
        await bot.settled()
        assert [name for name, _, _ in await homes(bot)] == ["李叔"]
        lead.says(None, "撤销")
        await bot.settled()
        assert lead.private.last().text == "撤销了：3-502 又等您确认。"
        lead.says(None, "确认住户")
        await bot.settled()
        lead.taps(lead.private, "✓ 3-502 王阿姨")
        await bot.settled()
        chief.says(None, "确认住户")
        await bot.settled()
        chief.taps(chief.private, "✗ 不是")
        await bot.settled()
        assert await homes(bot) == [("王阿姨", "r:3//502", True)]


async def test_somebody_elses_button_does_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    chief, ann, eve = (sandbox.person(name, started=True) for name in ("周主任", "王阿姨", "小伊"))
    group = sandbox.group("桂园", members=[chief, ann, eve], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await is_chief(bot, chief, group)
        ann.says(group, "我是3号楼502")
        ann.says(group, "我是3号楼601")
        await bot.settled()
        for words in ("搬到新的了", "两处都是", "写错了"):
            tap = eve.taps(group, words)
            await bot.settled()
            assert tap.notice == "这是问别人的"
        for data in ("confirm:yes:1", "confirm:no:1", "confirm:yes:9", "confirm:maybe:1", "confirm:yes:x", "home:x"):
            await bot.api.call(
                "sendMessage",
                {
                    "chat_id": eve.id,
                    "text": "假的",
                    "reply_markup": {"inline_keyboard": [[{"text": "按", "callback_data": data}]]},
                },
            )
            tap = eve.taps(eve.private, "按")
            await bot.settled()
            assert tap.notice
        assert [confirmed for _, _, confirmed in await homes(bot)] == [False, False]
        first = ann.taps(group, "搬到新的了")
        again = ann.taps(group, "搬到新的了")
        await bot.settled()
        assert first.answered
        assert again.notice == "这个按钮已经过期了"
        assert await homes(bot) == [("王阿姨", "r:3//601", False)]


async def test_who_has_two_homes_is_not_guessed_at(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, chief = sandbox.person("王阿姨"), sandbox.person("周团长")
    group = sandbox.group("桂园", members=[ann, chief], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "我是3号楼502")
        ann.says(group, "我是5号楼601")
        await bot.settled()
        ann.taps(group, "两处都是")
        chief.says(group, "#接龙\n香梨团\n香梨 15元/箱")
        ann.says(group, "香梨2箱")
        await bot.settled()
        (order,) = await bot.rows("SELECT party FROM chain_order")
        assert order["party"].startswith("a:")


async def test_only_a_confirmed_member_sees_what_others_of_the_household_ordered(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    chief, ann, son = (sandbox.person(name, started=True) for name in ("周主任", "王阿姨", "小王"))
    group = sandbox.group("桂园", members=[chief, ann, son], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await is_chief(bot, chief, group)
        chief.says(group, "#接龙\n香梨团\n香梨 15元/箱")
        ann.says(group, "3-502 香梨2箱")
        son.says(group, "我是3号楼502")
        await bot.settled()
        son.says(None, "我的订单")
        await bot.settled()
        assert son.private.last().text == "您这一个月没有订过东西。"
        chief.says(None, "确认住户")
        await bot.settled()
        chief.taps(chief.private, "✓ 3-502 小王")
        await bot.settled()
        son.says(None, "我的订单")
        await bot.settled()
        assert son.private.last().text == "家里别人订的：\n・香梨团（接龙中）：香梨2箱，30元"
