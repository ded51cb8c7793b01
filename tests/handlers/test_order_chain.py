"""接龙 in a group through the whole program: the tally, closing, the pages in private."""

from pathlib import Path

from sandbox import Rule, Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.running import Running, running

LONG = 260


def long_list(first: int = 1) -> list[str]:
    """Return lists of rooms with long wishes, each as long as a message may be, that together are many pages."""
    lines = [f"{n}. {n}-101 梧桐路老字号手工香梨礼盒{n % 9 + 1}箱" for n in range(first, first + LONG)]
    return ["\n".join(["#接龙", "香梨团", *lines[start : start + 90]]) for start in range(0, LONG, 90)]


async def opened(bot: Running, organiser: Person, group: Room, *texts: str) -> None:
    for text in texts or ("#接龙\n香梨团\n1. 6-302 香梨2箱",):
        organiser.says(group, text)
        await bot.settled()


async def test_an_order_gets_its_receipt_and_one_live_tally(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await opened(bot, ann, group)
        said = bob.says(group, "6-501 香梨1箱")
        await bot.settled()
        (tally,) = [seen for seen in group.transcript() if seen.text.startswith("📋")]
        assert (tally.pinned, tally.edited) == (True, True)
        assert "香梨 3箱（2户）" in tally.text
        bob.edits(said, "6-501 香梨4箱")
        await bot.settled()
        assert "香梨 6箱（2户）" in group.find("香梨团（接龙中）").text
    receipts = {seen.id: seen.reactions for seen in group.transcript() if seen.reactions}
    assert [emoji for _, emoji in receipts[said.id]] == ["✍"]


async def test_a_missing_right_to_pin_is_told_once(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        await opened(bot, ann, group)
        await opened(bot, ann, group, "截单", "#接龙\n玉米团\n1. 7-101 玉米2根")
    told = [seen for seen in group.transcript() if "置顶消息" in seen.text]
    assert len(told) == 1


async def test_only_who_opened_a_buy_closes_it_and_late_orders_hear_so(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        bob.says(group, "截单")
        await bot.settled()
        assert group.last().text == "现在没有进行中的接龙。"
        await opened(bot, ann, group)
        bob.says(group, "截单")
        await bot.settled()
        assert group.last().text == "截单要由开团的人来发。"
        ann.says(group, "截单")
        await bot.settled()
        assert group.find("香梨团（已截单）")
        bob.says(group, "6-501 香梨1箱")
        await bot.settled()
        assert "「香梨团」已截单" in group.last().text
        bob.says(group, "汇总")
        await bot.settled()
        assert "香梨 2箱（1户）" in group.last().text


async def test_of_several_open_buys_the_organiser_is_asked_which(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await opened(bot, ann, group, "#接龙\n香梨团\n1. 6-302 香梨2箱", "#接龙\n玉米团\n1. 7-101 玉米2根")
        ann.says(group, "截单")
        await bot.settled()
    assert "「香梨团」、「玉米团」" in group.last().text


async def test_a_tally_longer_than_a_message_is_read_in_private_page_by_page(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, stranger = sandbox.person("周阿姨", started=True), sandbox.person("路人", started=True)
    group = sandbox.group("6号楼", members=[ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await opened(bot, ann, group, *long_list())
        link = ann.taps(group, "看全部名单")
        assert link.url is not None
        await bot.settled()
        first = ann.private.last()
        assert first.text.startswith("📋 香梨团")
        assert "【1号楼】1 户\n1-101 " in first.text
        assert first.text.index("【2号楼】") < first.text.index("【10号楼】")
        tap = ann.taps(ann.private, "下一页")
        await bot.settled()
        assert tap.answered
        assert ann.private.last().id == first.id  # the same message, turned
        assert "\n1-101 " not in ann.private.last().text
        ann.taps(ann.private, "上一页")
        await bot.settled()
        assert "\n1-101 " in ann.private.last().text

        stranger.starts(link.url.rpartition("start=")[2])
        await bot.settled()
        assert "名单只给群里的邻居看" in stranger.private.last().text


async def test_a_link_that_leads_nowhere_is_said_so(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    async with running(sandbox, tmp_path) as bot:
        for payload in ("tally_7", "tally_x", "tally_", "tally_99999999999999999999"):
            ann.starts(payload)
            await bot.settled()
            assert "这个接龙我没有找到" in ann.private.last().text


async def test_a_made_up_page_is_answered_and_shows_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    async with running(sandbox, tmp_path) as bot:
        for data in ("tally:7:0", "tally:x:0", "tally:1:-1", "tally:1:", "tally"):
            keyboard = {"inline_keyboard": [[{"text": data, "callback_data": data}]]}
            await bot.api.call("sendMessage", {"chat_id": ann.id, "text": "?", "reply_markup": keyboard})
            tap = ann.taps(ann.private, data)
            await bot.settled()
            assert tap.notice == "这个按钮已经过期了"


async def test_the_names_of_one_group_are_never_shown_in_another(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    group, other = sandbox.group("6号楼", members=[ann], bot_is_admin=True), sandbox.group("7号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        await opened(bot, ann, group)
        ann.says(other, f"/start@{sandbox.bot.username} tally_1")
        await bot.settled()
    assert not any("6-302" in seen.text for seen in other.transcript())


async def test_a_stranger_unknown_to_telegram_is_refused_and_the_group_stays(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, stranger = sandbox.person("周阿姨"), sandbox.person("路人", started=True)
    group = sandbox.group("6号楼", members=[ann], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await opened(bot, ann, group)
        sandbox.faults.add(Rule("bad_request", method="getChatMember", text="Bad Request: user not found"))
        stranger.starts("tally_1")
        await bot.settled()
        assert "名单只给群里的邻居看" in stranger.private.last().text
        ann.says(group, "汇总")
        await bot.settled()
    assert "香梨 2箱" in group.last().text
