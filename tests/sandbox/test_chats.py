"""Looking at chats, and an administrator's work in them, with the real client."""

from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChatMember,
    ChatPermissions,
    MenuButtonCommands,
    ReactionTypeEmoji,
)
from telegram.error import BadRequest
from telegram.ext import ExtBot

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.sandbox.conftest import Raw


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True, username="anayi")


@pytest.fixture
def ben(sandbox: Sandbox) -> Person:
    return sandbox.person("本叔", started=True)


@pytest.fixture
def group(sandbox: Sandbox, ann: Person, ben: Person) -> Room:
    return sandbox.group("3号楼", [ann, ben], bot_is_admin=True, bot_rights=None, username="lou3")


async def test_who_the_bot_is(sandbox: Sandbox, bot: ExtBot[Any]) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.can_read_all_group_messages) == (sandbox.bot.id, sandbox.bot.username, True)


async def test_a_chat_in_full(bot: ExtBot[Any], ann: Person, group: Room, sandbox: Sandbox) -> None:
    channel = sandbox.channel("快讯", [ann], description="小区通知", slow_mode_delay=10, protects_content=True)
    channel.links(group)
    chat = await bot.get_chat("@LOU3")
    assert (chat.id, chat.linked_chat_id, chat.active_usernames) == (group.id, channel.id, ("lou3",))
    assert chat.permissions is not None
    assert chat.permissions.can_send_messages
    assert (await bot.get_chat(channel.id)).description == "小区通知"
    assert (await bot.get_chat(ann.id)).active_usernames == ("anayi",)
    link = await bot.export_chat_invite_link(group.id)
    assert (await bot.get_chat(group.id)).invite_link == link
    second = await bot.export_chat_invite_link(group.id)
    assert (await bot.get_chat(group.id)).invite_link == second != link


async def test_members(bot: ExtBot[Any], raw: Raw, ann: Person, ben: Person, group: Room, sandbox: Sandbox) -> None:
    stranger = sandbox.person("路人")
    statuses = [(await bot.get_chat_member(group.id, number)).status for number in (ann.id, ben.id, stranger.id)]
    assert statuses == ["creator", "member", "left"]
    assert await bot.get_chat_member_count(group.id) == 3
    administrators = await bot.get_chat_administrators(group.id)
    assert {member.user.id for member in administrators} == {ann.id, sandbox.bot.id}
    assert (await bot.get_chat_member(ann.id, ann.id)).status == "member"
    with pytest.raises(BadRequest, match="Member not found"):
        await bot.get_chat_member(ann.id, ben.id)
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(ann.id)
    with pytest.raises(BadRequest, match="can't be changed in the private chat"):
        await bot.leave_chat(ann.id)
    assert (await raw.result("getUserProfilePhotos", user_id=ann.id)) == {"total_count": 0, "photos": []}


async def test_restricting_banning_and_promoting(bot: ExtBot[Any], ann: Person, ben: Person, group: Room) -> None:
    group.promote(_me(group), rights=dict.fromkeys(("can_manage_chat", *_RIGHTS), True))
    await bot.restrict_chat_member(group.id, ben.id, ChatPermissions.no_permissions())
    assert (await bot.get_chat_member(group.id, ben.id)).status == "restricted"
    await bot.restrict_chat_member(group.id, ben.id, ChatPermissions.all_permissions())
    assert (await bot.get_chat_member(group.id, ben.id)).status == "member"
    await bot.promote_chat_member(group.id, ben.id, can_pin_messages=True)
    promoted = await bot.get_chat_member(group.id, ben.id)
    assert promoted.to_dict()["can_pin_messages"] is True
    await bot.promote_chat_member(group.id, ben.id)
    await bot.ban_chat_member(group.id, ben.id)
    assert (await bot.get_chat_member(group.id, ben.id)).status == "kicked"
    await bot.unban_chat_member(group.id, ben.id)
    assert (await bot.get_chat_member(group.id, ben.id)).status == "left"
    with pytest.raises(BadRequest, match="User_not_participant"):
        await bot.promote_chat_member(group.id, ben.id, can_pin_messages=True)
    with pytest.raises(BadRequest, match="Can't remove chat owner"):
        await bot.promote_chat_member(group.id, ann.id, can_pin_messages=True)
    group.add(ben)
    await bot.unban_chat_member(group.id, ben.id, only_if_banned=True)
    assert (await bot.get_chat_member(group.id, ben.id)).status == "member"
    await bot.unban_chat_member(group.id, ben.id)
    assert (await bot.get_chat_member(group.id, ben.id)).status == "left"
    await bot.set_chat_permissions(group.id, ChatPermissions(can_send_messages=False))
    permissions = (await bot.get_chat(group.id)).permissions
    assert permissions is not None
    assert permissions.can_send_messages is False
    await bot.set_chat_title(group.id, "三号楼")
    assert group.title == "三号楼"


_RIGHTS = ("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_delete_messages")


def _me(group: Room) -> Any:
    bot = next(iter(group.world.state.bots.values()))
    return group.world.state.users[bot.id]


async def test_calls_that_need_parameters_or_a_supergroup(raw: Raw, sandbox: Sandbox, ann: Person, ben: Person) -> None:
    group = sandbox.group("老群", [ann, ben], kind="group", bot_is_admin=True)
    about = {"chat_id": group.id, "user_id": ben.id}
    assert "only for supergroups" in await raw.refusal("restrictChatMember", **about)
    group.upgrade()
    about["chat_id"] = group.id
    assert "permissions" in await raw.refusal("restrictChatMember", **about)
    assert "permissions" in await raw.refusal("setChatPermissions", **about)
    limited = {"member_limit": 1, "creates_join_request": True}
    assert "member limit" in await raw.refusal("createChatInviteLink", chat_id=group.id, **limited)
    link = await raw.result("createChatInviteLink", chat_id=group.id, expire_date=sandbox.clock.date() + 60)
    assert link["expire_date"]


async def test_deleting_by_an_administrator(bot: ExtBot[Any], ann: Person, group: Room, sandbox: Sandbox) -> None:
    numbers = [ann.says(group, str(number)).id for number in range(3)]
    assert await bot.delete_message(group.id, numbers[0])
    assert await bot.delete_messages(group.id, [*numbers, 999])
    assert group.transcript() == ()
    old = sandbox.group("老群", [ann], kind="group", bot_is_admin=True)
    said = ann.says(old, "x")
    assert await bot.delete_message(old.id, said.id)
    said = ann.says(None, "y")
    await bot.pin_chat_message(ann.id, said.id)
    assert await bot.delete_message(ann.id, said.id)
    assert ann.private.chat.pinned == []
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(old.upgrade(), 1)


async def test_reactions_of_the_bot(bot: ExtBot[Any], raw: Raw, ann: Person, sandbox: Sandbox) -> None:
    group = sandbox.group("3号楼", [ann], available_reactions=["👍", "✍"], bot_is_admin=True)
    said = ann.says(group, "早")
    assert await bot.set_message_reaction(group.id, said.id, [ReactionTypeEmoji("✍\ufe0f")])
    assert group.transcript()[0].reactions == ((sandbox.bot.username, "✍"),)
    assert await bot.set_message_reaction(group.id, said.id, [ReactionTypeEmoji("👍")])
    assert "👍" in str(group.transcript())
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(group.id, said.id, "🔥")
    await bot.set_message_reaction(group.id, said.id, [])
    assert group.transcript()[0].reactions == ()
    group.rename("四号楼")
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(group.id, group.last().id, "👍")
    allowed = (await raw.result("getChat", chat_id=group.id))["available_reactions"]
    assert [reaction["emoji"] for reaction in allowed] == ["👍", "✍"]


async def test_menus_by_scope_and_language(bot: ExtBot[Any], ann: Person, group: Room) -> None:
    await bot.set_my_commands([BotCommand("tally", "查看接龙汇总")])
    await bot.set_my_commands([BotCommand("sum", "汇总")], scope=BotCommandScopeAllGroupChats(), language_code="zh")
    one = BotCommandScopeChatMember(group.id, ann.id)
    await bot.set_my_commands([BotCommand("close", "截单")], scope=one)
    assert [command.command for command in await bot.get_my_commands()] == ["tally"]
    assert await bot.get_my_commands(scope=BotCommandScopeAllGroupChats()) == ()
    assert (await bot.get_my_commands(scope=one))[0].description == "截单"
    await bot.delete_my_commands(scope=one)
    assert await bot.get_my_commands(scope=one) == ()
    await bot.set_my_short_description("守望", language_code="zh")
    assert (await bot.get_my_short_description(language_code="zh")).short_description == "守望"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_name()).name == "shouwang_bot"
    await bot.set_chat_menu_button(ann.id, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(ann.id)).type == "commands"
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert await bot.set_my_default_administrator_rights()
    assert await bot.log_out()


async def test_replies_of_the_bot(raw: Raw, ann: Person, group: Room, sandbox: Sandbox) -> None:
    said = ann.says(group, "要2份青菜")
    reply = {"message_id": said.id, "quote": "青菜", "chat_id": group.id}
    sent = await raw.result("sendMessage", chat_id=group.id, text="好", reply_parameters=reply)
    assert sent["quote"]["position"] == 3
    assert group.transcript()[1].reply_to == said.id
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text="好", reply_parameters={**reply, "quote": "萝卜"})
    assert refusal == "400 Bad Request: QUOTE_TEXT_INVALID"
    gone = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await raw.result("sendMessage", chat_id=group.id, text="好", reply_parameters=gone)
    across = {"message_id": said.id, "chat_id": group.id}
    sent = await raw.result("sendMessage", chat_id=ann.id, text="好", reply_parameters=across)
    assert sent["external_reply"]["chat"]["id"] == group.id
    for wrong, reason in (
        ({"chat_id": -5}, "chat not found"),
        ({"message_id": 999}, "message to be replied not found"),
    ):
        refusal = await raw.refusal("sendMessage", chat_id=ann.id, text="好", reply_parameters={**across, **wrong})
        assert refusal == f"400 Bad Request: {reason}"
    lost = {**across, "message_id": 999, "allow_sending_without_reply": True}
    assert "external_reply" not in await raw.result("sendMessage", chat_id=ann.id, text="好", reply_parameters=lost)
    thread = await raw.result("sendMessage", chat_id=group.id, text="好", message_thread_id=said.id)
    assert thread["message_thread_id"] == said.id


async def test_a_channel_post_of_the_bot(raw: Raw, ann: Person, sandbox: Sandbox) -> None:
    channel = sandbox.channel("快讯", [ann])
    other = sandbox.world.add_bot("other_bot", "42:other")
    channel.add(sandbox.world.state.users[other.id], by=ann)
    channel.promote(sandbox.world.state.users[other.id])
    sent = await raw.result("sendMessage", chat_id=channel.id, text="停水")
    assert "from" not in sent
    assert sent["sender_chat"]["id"] == channel.id
    await raw.result("editMessageText", chat_id=channel.id, message_id=sent["message_id"], text="不停水")
    await raw.result("pinChatMessage", chat_id=channel.id, message_id=sent["message_id"])
    kinds = [update.kind for update in sandbox.world.queues[other.id].pending]
    assert kinds == ["my_chat_member", "my_chat_member", "channel_post", "channel_post"]
    assert channel.transcript()[0].who == "快讯"
