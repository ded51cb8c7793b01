"""Chats themselves: first words, the bot let in and sent away, a group that moves."""

from pathlib import Path

import pytest

from rendering.chat import HELLO
from sandbox import Sandbox
from tests.running import Running, running


async def active(bot: Running) -> list[bool]:
    return [bool(row["is_active"]) for row in await bot.rows("SELECT is_active FROM chat ORDER BY id")]


@pytest.mark.parametrize("words", ["/start", "/help", "帮助", "/帮助", "/start nobody_7"])
async def test_who_opens_the_private_chat_hears_what_this_is(sandbox: Sandbox, tmp_path: Path, words: str) -> None:
    ann = sandbox.person("周阿姨", started=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(None, words)
        await bot.settled()
    assert ann.private.last().text.startswith(HELLO)


async def test_what_is_said_in_private_is_not_read_as_an_order(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(None, "#接龙\n香梨团\n1. 6-302 香梨2箱")
        await bot.settled()
        assert await bot.rows("SELECT id FROM order_chain") == []
        ann.says(None, "青菜2份")
        ann.sends(None, {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}})
        await bot.settled()
    said = [seen.text for seen in ann.private.transcript() if seen.who == sandbox.bot.username]
    assert len(said) == 1  # once an hour
    assert said[0].startswith("这里不接单，也听不懂聊天和语音")


async def test_who_blocks_the_bot_and_comes_back_is_remembered_as_such(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨", started=True)
    async with running(sandbox, tmp_path) as bot:
        ann.says(None, "/help")
        await bot.settled()
        ann.blocks()
        await bot.settled()
        assert await active(bot) == [False]
        ann.starts()
        await bot.settled()
        assert await active(bot) == [True]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_group_that_sends_the_bot_away_and_takes_it_back_is_remembered_as_such(
    sandbox: Sandbox, tmp_path: Path, kind: str
) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann], with_bot=False, kind=kind)
    async with running(sandbox, tmp_path) as bot:
        sandbox.add_bot(group, by=ann)
        await bot.settled()
        assert await active(bot) == [True]
        group.remove(sandbox.world.state.users[sandbox.bot.id], by=ann)
        await bot.settled()
        assert await active(bot) == [False]
        sandbox.add_bot(group, by=ann)
        await bot.settled()
        assert await active(bot) == [True]
        (compound,) = await bot.rows("SELECT name, time_zone FROM compound")
        assert compound == {"name": "6号楼", "time_zone": "Asia/Shanghai"}


async def test_a_group_that_moves_in_mid_chain_is_one_group_before_and_after(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], kind="group")
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "#接龙\n香梨团\n1. 6-302 香梨2箱")
        bob.says(group, "6-501 香梨1箱")
        await bot.settled()
        group.upgrade()
        await bot.settled()
        ann.says(group, "汇总")
        for number in range(3):  # numbers that were used in the old group already
            bob.says(group, f"6-50{number + 2} 香梨1箱")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM chat")) == 1
        assert len(await bot.rows("SELECT id FROM compound")) == 1
        assert len(await bot.rows("SELECT id FROM statement")) == 5
    tallies = [seen for seen in group.transcript() if "香梨团" in seen.text and not seen.reply_to]
    assert len(tallies) == 1
    assert "香梨 6箱" in tallies[0].text.replace("香梨6箱", "香梨 6箱")


async def test_a_group_heard_of_under_its_new_id_first_still_becomes_one(sandbox: Sandbox, tmp_path: Path) -> None:
    """The old group's news were lost, or come later: the new one names where it comes from."""
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann], kind="group")
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "汇总")
        await bot.settled()
        new = group.upgrade()
        queue = sandbox.world.queues[sandbox.bot.id]
        queue.pending = type(queue.pending)(update for update in queue.pending if update.chat_id == new)
        ann.says(group, "汇总")
        await bot.settled()
        (chat,) = await bot.rows("SELECT id, is_active FROM chat WHERE is_active = 1")
        addresses = await bot.rows("SELECT chat_id, telegram_chat_id, is_current FROM address ORDER BY id")
    assert {address["chat_id"] for address in addresses} == {chat["id"]}
    assert [address["telegram_chat_id"] for address in addresses if address["is_current"]] == [new]
    assert group.last().text.startswith("这个群里还没有接龙")


async def test_a_bot_that_loses_sight_says_so(tmp_path: Path) -> None:
    async with Sandbox(can_read_all=False) as sandbox:
        ann = sandbox.person("周阿姨")
        group = sandbox.group("6号楼", members=[ann], with_bot=False)
        async with running(sandbox, tmp_path) as bot:
            sandbox.add_bot(group, by=ann, as_admin=True)
            await bot.settled()
            before = len(group.transcript())
            group.demote(sandbox.me, by=ann)
            await bot.settled()
            said = [seen.text for seen in group.transcript()[before:] if seen.who == sandbox.bot.username]
    assert len(said) == 1
    assert "看不到大家平常写的接龙" in said[0]


async def test_a_compound_whose_group_joined_another_is_not_offered_to_the_next(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann = sandbox.person("周主任")
    groups = [sandbox.group(title, members=[ann], bot_is_admin=True) for title in ("桂园", "3号楼", "5号楼")]
    async with running(sandbox, tmp_path) as bot:
        for group in groups[:2]:
            ann.says(group, "设置")
            await bot.settled()
        ann.taps(groups[1], "归到「桂园」")
        await bot.settled()
        ann.says(groups[2], "设置")
        await bot.settled()
        labels = str(groups[2].last().markup)
    assert "归到「桂园」" in labels
    assert "归到「3号楼」" not in labels
