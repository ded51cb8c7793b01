"""What still works where the bot may do less than it would like: the rows of docs/degradation.md, one test or more
each, through the real program."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Rule, Sandbox
from sandbox.person import Person
from sandbox.right import USUAL_RIGHTS
from sandbox.room import Room
from sandbox.seen import Seen
from sandbox.state import Message
from tests.running import Running, running

LIST = "#接龙\n香梨团\n1. 6-302 香梨2箱"
SEES_NOTHING, CANNOT_PIN = "只看得到带 / 的命令", "还不能置顶"


async def says(bot: Running, who: Person, room: Room, *texts: str) -> None:
    """Let somebody write, one message after the other."""
    for text in texts:
        who.says(room, text)
        await bot.settled()


def tallies(room: Room) -> list[Seen]:
    """Return the live tallies that stand in a group."""
    return [seen for seen in room.transcript() if seen.text.startswith("📋") and seen.reply_to is None]


def the_tally(room: Room) -> Message:
    """Return the message of the live tally."""
    return next(message for message in room.messages if message.id == tallies(room)[-1].id)


def mark(room: Room, said: Message) -> list[str]:
    """Return the bot's reactions under a message."""
    return [emoji for seen in room.transcript() if seen.id == said.id for _, emoji in seen.reactions]


def greetings(room: Room) -> list[str]:
    return [seen.text for seen in room.transcript() if seen.text.startswith("大家好，我是守望")]


# --- the right to pin ------------------------------------------------------------------------------------------


async def test_without_the_right_to_pin_the_tally_stands_unpinned_and_is_kept_current(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    rights = {**USUAL_RIGHTS, "can_pin_messages": False}
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True, bot_rights=rights)
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, LIST)
        said = bob.says(group, "6-501 香梨1箱")
        await bot.settled()
    (tally,) = tallies(group)
    assert (tally.pinned, tally.edited) == (False, True)
    assert "香梨 3箱（2户）" in tally.text
    assert mark(group, said) == ["✍"]
    assert len([seen for seen in group.transcript() if "「置顶消息」的权限" in seen.text]) == 1


# --- reactions -------------------------------------------------------------------------------------------------


async def test_where_reactions_are_forbidden_orders_count_and_doubts_are_asked_in_words(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True, available_reactions=[])
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, LIST)
        said = bob.says(group, "6-501 香梨1箱")
        await bot.settled()
        assert mark(group, said) == []
        assert "6-501 香梨1箱" in tallies(group)[0].text
        doubtful = bob.says(group, "6-777 不要了")
        await bot.settled()
        assert group.last().reply_to == doubtful.id
    assert sandbox.calls["setMessageReaction"] >= 3  # refused each time, and nobody heard of it
    assert "没有查到您订过" in group.last().text


# --- privacy mode ----------------------------------------------------------------------------------------------


@pytest.fixture
async def hidden() -> AsyncIterator[Sandbox]:
    """A Bot API server whose bot is in privacy mode: it gets commands, and replies to what it said."""
    async with Sandbox(can_read_all=False) as serving:
        yield serving


async def test_in_privacy_mode_a_buy_is_opened_ordered_from_and_closed_by_replies_to_the_bot(
    hidden: Sandbox, tmp_path: Path
) -> None:
    ann, bob = hidden.person("周阿姨"), hidden.person("小许")
    group = hidden.group("6号楼", members=[ann, bob], with_bot=False)
    async with running(hidden, tmp_path) as bot:
        hidden.add_bot(group, by=ann)
        await bot.settled()
        await says(bot, ann, group, LIST)
        assert tallies(group) == []  # what is simply written does not arrive
        ann.replies(group.find("大家好，我是守望"), LIST)
        await bot.settled()
        said = bob.replies(the_tally(group), "6-501 香梨1箱")
        await bot.settled()
        assert mark(group, said) == ["✍"]
        bob.edits(said, "6-501 香梨2箱")
        await bot.settled()
        assert "香梨 4箱（2户）" in tallies(group)[0].text
        ann.replies(the_tally(group), "截单")
        await bot.settled()
    assert "香梨团（已截单）" in tallies(group)[0].text


async def test_in_privacy_mode_commands_that_name_the_bot_work_and_setup_as_a_reply_to_the_greeting(
    hidden: Sandbox, tmp_path: Path
) -> None:
    ann = hidden.person("周阿姨")
    group = hidden.group("6号楼", members=[ann], with_bot=False)
    async with running(hidden, tmp_path) as bot:
        hidden.add_bot(group, by=ann)
        await bot.settled()
        await says(bot, ann, group, f"/tally@{hidden.bot.username}")
        assert "还没有接龙" in group.last().text
        ann.replies(group.find("大家好，我是守望"), "设置")
        await bot.settled()
        assert "小区：6号楼" in group.last().text


async def test_an_order_with_the_bots_name_in_front_or_behind_is_recorded_where_it_arrives(
    hidden: Sandbox, tmp_path: Path
) -> None:
    """In privacy mode it arrives only as a reply; the name itself must not stand in the way."""
    ann, bob = hidden.person("周阿姨"), hidden.person("小许")
    group = hidden.group("6号楼", members=[ann, bob])
    name = f"@{hidden.bot.username}"
    async with running(hidden, tmp_path) as bot:
        await says(bot, ann, group, f"/tally{name}", f"/tally{name}")
        ann.replies(group.last(), f"{name} {LIST}")
        await bot.settled()
        bob.replies(the_tally(group), f"{name} 6-501 香梨1箱")
        await bot.settled()
        assert "6-501 香梨1箱" in tallies(group)[0].text
        group.promote(hidden.me)
        await says(bot, bob, group, f"{name} 再加一箱")
        assert "6-501 香梨2箱" in tallies(group)[0].text
        bob.edits(group.find("再加一箱"), f"再加三箱 {name}")
        await bot.settled()
    assert "6-501 香梨4箱" in tallies(group)[0].text


async def test_made_an_administrator_it_reads_all_at_once_in_spite_of_privacy_mode(
    hidden: Sandbox, tmp_path: Path
) -> None:
    ann = hidden.person("周阿姨")
    group = hidden.group("6号楼", members=[ann])
    async with running(hidden, tmp_path) as bot:
        await says(bot, ann, group, LIST)
        assert tallies(group) == []
        group.promote(hidden.me, by=ann)
        await says(bot, ann, group, LIST)
    (tally,) = tallies(group)
    assert tally.pinned


# --- the greeting ----------------------------------------------------------------------------------------------

ADMINISTRATOR, PLAIN, MAY_NOT_PIN = USUAL_RIGHTS, None, {**USUAL_RIGHTS, "can_pin_messages": False}


@pytest.mark.parametrize(
    ("sees_all", "rights", "told", "not_told"),
    [
        (False, PLAIN, (SEES_NOTHING, "/setprivacy", "Disable", "添加管理员", "回复"), (CANNOT_PIN,)),
        (True, PLAIN, (CANNOT_PIN, "添加管理员", "打开「置顶消息」"), (SEES_NOTHING,)),
        (False, MAY_NOT_PIN, (CANNOT_PIN,), (SEES_NOTHING,)),
        (False, ADMINISTRATOR, (), (SEES_NOTHING, CANNOT_PIN)),
        (True, ADMINISTRATOR, (), (SEES_NOTHING, CANNOT_PIN)),
    ],
)
async def test_the_greeting_says_once_which_switch_is_to_be_turned(
    tmp_path: Path, sees_all: bool, rights: dict[str, bool] | None, told: tuple[str, ...], not_told: tuple[str, ...]
) -> None:
    async with Sandbox(can_read_all=sees_all) as sandbox:
        ann = sandbox.person("周阿姨")
        group = sandbox.group("6号楼", members=[ann], with_bot=False)
        async with running(sandbox, tmp_path) as bot:
            if rights is None:
                sandbox.add_bot(group, by=ann)
            else:
                group.promote(sandbox.me, by=ann, rights=rights)  # added as an administrator from the start
            await bot.settled()
            (greeting,) = greetings(group)
            assert all(words in greeting for words in told), greeting
            assert not any(words in greeting for words in not_told), greeting
            await _come_and_go(bot, sandbox, group, ann)
            assert greetings(group) == [greeting]


async def _come_and_go(bot: Running, sandbox: Sandbox, group: Room, owner: Person) -> None:
    """Promote the bot, take its rights, send it away and take it back."""
    group.promote(sandbox.me, by=owner)
    await bot.settled()
    group.demote(sandbox.me, by=owner)
    await bot.settled()
    group.remove(sandbox.me, by=owner)
    await bot.settled()
    sandbox.add_bot(group, by=owner, as_admin=True)
    await bot.settled()


# --- the tally that cannot be edited ---------------------------------------------------------------------------


async def test_a_tally_that_cannot_be_edited_any_more_is_sent_and_pinned_anew(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, LIST)
        sandbox.faults.add(
            Rule("bad_request", method="editMessageText", text="Bad Request: message can't be edited", times=1)
        )
        await says(bot, bob, group, "6-501 香梨1箱", "6-601 香梨1箱")
    old, new = tallies(group)
    assert "香梨 2箱（1户）" in old.text
    assert "香梨 4箱（3户）" in new.text
    assert new.pinned


async def test_a_tally_that_somebody_deleted_is_sent_anew_with_the_next_order(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, LIST)
        ann.deletes(the_tally(group))
        await says(bot, bob, group, "6-501 香梨1箱")
    (tally,) = tallies(group)
    assert "香梨 3箱（2户）" in tally.text


# --- sent away, silenced, slowed -------------------------------------------------------------------------------


async def test_sent_away_and_taken_back_it_goes_on_with_the_open_buy(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, LIST)
        group.remove(sandbox.me, by=ann)
        await says(bot, bob, group, "6-501 香梨1箱")  # not heard, and Telegram does not say it again
        group.promote(sandbox.me, by=ann)
        await says(bot, bob, group, "6-502 香梨3箱")
    assert "香梨 5箱（2户）" in tallies(group)[-1].text


async def test_not_allowed_to_write_it_records_all_the_same_and_tells_when_it_may(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob])
    async with running(sandbox, tmp_path) as bot:
        group.restrict(sandbox.me, by=ann, can_send_messages=False)
        await says(bot, ann, group, LIST)
        await says(bot, bob, group, "6-501 香梨1箱", "汇总")
        assert not any(seen.who == sandbox.bot.username for seen in group.transcript())
        group.promote(sandbox.me, by=ann)
        await says(bot, bob, group, "6-601 香梨1箱")
    (tally,) = tallies(group)
    assert "香梨 4箱（3户）" in tally.text
    assert tally.pinned


async def test_in_slow_mode_what_is_to_be_said_waits_its_turn_and_is_said_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann], slow_mode_delay=10)
    slow = sandbox.faults.add(Rule("too_many_requests", method="sendMessage", seconds=1, times=2))
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, LIST, "汇总")
    assert slow.happened == 2
    assert len(tallies(group)) == 1
    assert len([seen for seen in group.transcript() if seen.text.startswith("📋") and seen.reply_to]) == 1


# --- topics ----------------------------------------------------------------------------------------------------


async def test_in_a_group_with_topics_the_bot_answers_in_the_topic_it_was_spoken_to_in(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True, is_forum=True)
    buys, talk = group.open_topic("团购"), group.open_topic("闲聊")
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, LIST, topic=buys.id)
        await bot.settled()
        bob.says(group, "6-777 不要了", topic=buys.id)
        await bot.settled()
        ann.says(group, "设置", topic=buys.id)
        await bot.settled()
        ann.taps(group, "小区名字")
        await bot.settled()
        ann.replies(group.find("小区叫什么名字"), "桂园")
        await bot.settled()
        said = [seen for seen in group.transcript() if seen.who == sandbox.bot.username and seen.kind == "text"]
        assert len(said) == 4
        assert {seen.topic for seen in said} == {buys.id}
        bob.says(group, "汇总", topic=talk.id)
        await bot.settled()
    assert group.last().thread_id == talk.id


async def test_an_order_in_another_topic_counts_for_the_groups_open_buy(sandbox: Sandbox, tmp_path: Path) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True, is_forum=True)
    buys, talk = group.open_topic("团购"), group.open_topic("闲聊")
    async with running(sandbox, tmp_path) as bot:
        ann.says(group, LIST, topic=buys.id)
        await bot.settled()
        bob.says(group, "6-501 香梨1箱", topic=talk.id)
        await bot.settled()
    (tally,) = tallies(group)
    assert (tally.topic, tally.pinned) == (buys.id, True)
    assert "香梨 3箱（2户）" in tally.text


# --- who speaks as somebody else -------------------------------------------------------------------------------


async def test_an_anonymous_administrator_orders_nothing_commands_nothing_but_taps_in_their_own_name(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    async with running(sandbox, tmp_path) as bot:
        await says(bot, ann, group, "设置")
        await says(bot, bob, group, LIST)
        order = ann.says_anonymously(group, "6-501 香梨1箱")
        await bot.settled()
        assert mark(group, order) == []
        assert "香梨 2箱（1户）" in tallies(group)[0].text
        ann.says_anonymously(group, "设置")
        await bot.settled()
        assert "用自己的名字" in group.last().text
        ann.taps(group, "时区")  # Telegram says who tapped, anonymous or not
        await bot.settled()
    assert group.find("用哪里的时间？")


async def test_a_linked_channels_posts_order_nothing_and_comments_under_them_do(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    ann, bob = sandbox.person("周阿姨"), sandbox.person("小许")
    group = sandbox.group("6号楼", members=[ann, bob], bot_is_admin=True)
    channel = sandbox.channel("小区团购", [ann])
    channel.links(group)
    async with running(sandbox, tmp_path) as bot:
        channel.posts(LIST)
        await bot.settled()
        assert tallies(group) == []
        post = group.find("香梨团")
        await says(bot, ann, group, LIST)
        comment = bob.replies(post, "6-501 香梨1箱")
        await bot.settled()
        as_channel = ann.says_as(channel, group, "6-601 香梨1箱")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM order_chain")) == 1
    assert mark(group, comment) == ["✍"]
    assert mark(group, as_channel) == []
    assert "香梨 3箱（2户）" in tallies(group)[0].text
