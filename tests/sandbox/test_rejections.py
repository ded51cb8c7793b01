"""What Telegram refuses, in Telegram's words: clients match on them."""

import io
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.photographer import blank_png
from sandbox.rejection import NOT_MODIFIED
from sandbox.room import Room
from tests.sandbox.conftest import Raw


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True)


@pytest.fixture
def group(sandbox: Sandbox, ann: Person) -> Room:
    return sandbox.group("3号楼", members=[ann], bot_is_admin=True)


_FORMATTING = [
    ("HTML", "<b>青菜", 'Can\'t find end tag corresponding to start tag "b"'),
    ("HTML", "<盐>", 'Unsupported start tag "盐" at byte offset 0'),
    ("HTML", "菜<b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
    ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
    ("HTML", "1 < 2", "Unclosed start tag at byte offset 2"),
    ("HTML", "<b>1</b", "Unclosed end tag at byte offset 4"),
    ("HTML", "<span>1</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("MarkdownV2", "3-502", "Character '-' is reserved and must be escaped with the preceding '\\'"),
    ("MarkdownV2", "*青菜", "Can't find end of Bold entity at byte offset 0"),
    ("MarkdownV2", "菜 ```x", "Can't find end of Pre entity at byte offset 4"),
    ("MarkdownV2", "[菜](x", "Can't find end of a URL at byte offset 5"),
    ("Markdown", "a *b", "Can't find end of the entity starting at byte offset 2"),
    ("Markdown", "a ```b", "Can't find end of the entity starting at byte offset 2"),
]


@pytest.mark.parametrize(("mode", "text", "reason"), _FORMATTING)
async def test_mark_up_that_cannot_be_read(raw: Raw, group: Room, mode: str, text: str, reason: str) -> None:
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text=text, parse_mode=mode)
    assert refusal == f"400 Bad Request: can't parse entities: {reason}"


_GROUP = "the group"
_SENT = "the bot's own message"
_SAID = "what somebody said"
_CASES: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 7, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": -7, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "somebody", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": _GROUP}, "message text is empty"),
    ("sendMessage", {"chat_id": _GROUP, "text": " \n"}, "message text is empty"),
    ("sendMessage", {"chat_id": _GROUP, "text": "菜" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": _GROUP, "text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": _GROUP, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {"chat_id": _GROUP, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
        "can't parse entities: Entity beyond the end of the text",
    ),
    (
        "sendMessage",
        {"chat_id": _GROUP, "text": "x", "entities": [{"offset": 0}]},
        "can't parse entities: Can't find field \"type\"",
    ),
    (
        "sendMessage",
        {"chat_id": _GROUP, "text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    ("sendMessage", {"chat_id": _GROUP, "text": "x", "reply_to_message_id": 99}, "message to be replied not found"),
    (
        "sendMessage",
        {"chat_id": _GROUP, "text": "x", "reply_parameters": {}},
        "can't parse reply parameters JSON object",
    ),
    ("sendMessage", {"chat_id": _GROUP, "text": "x", "message_thread_id": 99}, "message thread not found"),
    (
        "sendMessage",
        {"chat_id": _GROUP, "text": "x", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    ("sendMessage", {"chat_id": _GROUP, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
    ("sendLocation", {"chat_id": _GROUP, "longitude": 1}, "latitude is empty"),
    ("sendLocation", {"chat_id": _GROUP, "latitude": 91, "longitude": 1}, "wrong latitude or longitude"),
    ("sendContact", {"chat_id": _GROUP, "first_name": "x"}, "phone number is empty"),
    ("sendContact", {"chat_id": _GROUP, "phone_number": "1"}, "first name is empty"),
    ("sendDice", {"chat_id": _GROUP, "emoji": "🥬"}, "wrong dice emoji specified"),
    ("sendChatAction", {"chat_id": _GROUP, "action": "sleeping"}, "wrong parameter action in request"),
    ("sendPhoto", {"chat_id": _GROUP}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": _GROUP, "photo": "AgAC"}, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"chat_id": _GROUP, "photo": "https://a.cn/b.png"}, "failed to get HTTP URL content"),
    ("sendPhoto", {"chat_id": _GROUP, "photo": "attach://p"}, 'file "p" was not found in the request'),
    ("sendMediaGroup", {"chat_id": _GROUP}, "there is no media in the request"),
    (
        "sendMediaGroup",
        {"chat_id": _GROUP, "media": [{"type": "photo", "media": "x"}]},
        "not enough media in the album",
    ),
    ("sendMediaGroup", {"chat_id": _GROUP, "media": [{"type": "photo"}] * 11}, "album must contain 2-10 items"),
    (
        "sendMediaGroup",
        {"chat_id": _GROUP, "media": [{"type": "photo"}, {"type": "document"}]},
        "document can't be mixed with other media types",
    ),
    ("sendPoll", {"chat_id": _GROUP, "options": ["a"]}, "poll question must be non-empty"),
    (
        "sendPoll",
        {"chat_id": _GROUP, "question": "q" * 301, "options": ["a"]},
        "poll question length must not exceed 300",
    ),
    ("sendPoll", {"chat_id": _GROUP, "question": "q"}, "poll must have at least 1 option"),
    ("sendPoll", {"chat_id": _GROUP, "question": "q", "options": ["x"] * 13}, "poll can't have more than 12 options"),
    ("sendPoll", {"chat_id": _GROUP, "question": "q", "options": [" "]}, "poll options must be non-empty"),
    (
        "sendPoll",
        {"chat_id": _GROUP, "question": "q", "options": ["x" * 101]},
        "poll options length must not exceed 100",
    ),
    (
        "sendPoll",
        {"chat_id": _GROUP, "question": "q", "options": ["a"], "type": "quiz"},
        "wrong correct option ID specified",
    ),
    (
        "sendPoll",
        {"chat_id": _GROUP, "question": "q", "options": ["a"], "type": "x"},
        "unsupported poll type specified",
    ),
    ("stopPoll", {"chat_id": _GROUP, "message_id": _SENT}, "message with poll to stop not found"),
    ("editMessageText", {"chat_id": _GROUP, "text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"inline_message_id": "1", "text": "x"}, "MESSAGE_ID_INVALID"),
    ("editMessageText", {"chat_id": _GROUP, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"chat_id": _GROUP, "message_id": _SAID, "text": "x"}, "message can't be edited"),
    ("editMessageText", {"chat_id": _GROUP, "message_id": _SENT, "text": "早"}, NOT_MODIFIED),
    ("editMessageText", {"chat_id": _GROUP, "message_id": _SENT, "text": " 早\n"}, NOT_MODIFIED),
    ("editMessageText", {"chat_id": _GROUP, "message_id": _SENT}, "message text is empty"),
    ("editMessageReplyMarkup", {"chat_id": _GROUP, "message_id": _SENT}, NOT_MODIFIED),
    ("editMessageCaption", {"chat_id": _GROUP, "message_id": _SENT}, "there is no caption in the message to edit"),
    (
        "editMessageMedia",
        {"chat_id": _GROUP, "message_id": _SENT, "media": {"type": "photo", "media": "x"}},
        "there is no media in the message to edit",
    ),
    (
        "editMessageMedia",
        {"chat_id": _GROUP, "message_id": _SENT, "media": {"type": "video"}},
        "can't parse InputMedia: expected a photo or a document",
    ),
    ("deleteMessage", {"chat_id": _GROUP, "message_id": 99}, "message to delete not found"),
    ("deleteMessages", {"chat_id": _GROUP, "message_ids": []}, "message identifiers are not specified"),
    ("deleteMessages", {"chat_id": _GROUP, "message_ids": [1] * 101}, "too many messages to delete"),
    ("pinChatMessage", {"chat_id": _GROUP, "message_id": 99}, "message to pin not found"),
    ("unpinChatMessage", {"chat_id": _GROUP, "message_id": 99}, "message to unpin not found"),
    ("unpinChatMessage", {"chat_id": _GROUP}, "message to unpin not found"),
    ("setMessageReaction", {"chat_id": _GROUP, "message_id": 99}, "message to react not found"),
    (
        "setMessageReaction",
        {"chat_id": _GROUP, "message_id": _SAID, "reaction": [{"type": "emoji", "emoji": "✅"}]},
        "REACTION_INVALID",
    ),
    (
        "setMessageReaction",
        {"chat_id": _GROUP, "message_id": _SAID, "reaction": [{"type": "custom_emoji", "custom_emoji_id": "1"}]},
        "REACTION_INVALID",
    ),
    (
        "setMessageReaction",
        {"chat_id": _GROUP, "message_id": _SAID, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
        "REACTIONS_TOO_MANY",
    ),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("forwardMessage", {"chat_id": _GROUP, "from_chat_id": _GROUP, "message_id": 99}, "message to forward not found"),
    ("copyMessage", {"chat_id": _GROUP, "from_chat_id": _GROUP, "message_id": 99}, "message to copy not found"),
    ("copyMessages", {"chat_id": _GROUP, "from_chat_id": _GROUP, "message_ids": [98]}, "there are no messages to copy"),
    ("forwardMessages", {"chat_id": _GROUP, "from_chat_id": _GROUP}, "message identifiers are not specified"),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    ("getChat", {"chat_id": -7}, "chat not found"),
    ("getChatMember", {"chat_id": _GROUP}, "invalid user_id specified"),
    ("getChatMember", {"chat_id": _GROUP, "user_id": 77}, "PARTICIPANT_ID_INVALID"),
    ("getUserProfilePhotos", {"user_id": 77}, "user not found"),
    ("setMyCommands", {}, 'parameter "commands" is required'),
    ("setMyCommands", {"commands": [{"command": "接龙", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "Tally", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "tally"}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "t", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "planet"}},
        "can't parse BotCommandScope: Unsupported type specified",
    ),
    ("setMyShortDescription", {"short_description": "x" * 121}, "short description is too long"),
    ("createForumTopic", {"chat_id": _GROUP, "name": "x"}, "the chat is not a forum"),
    ("setWebhook", {"url": "http://example.com"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    (
        "setWebhook",
        {"url": "https://example.com/x"},
        "bad webhook: Failed to resolve host: Name or service not known",
    ),
    (
        "setWebhook",
        {"url": "http://127.0.0.1:1/x", "secret_token": "a b"},
        "secret token contains unallowed characters",
    ),
    ("setChatTitle", {"chat_id": _GROUP, "title": ""}, "title can't be empty"),
    ("restrictChatMember", {"chat_id": _GROUP, "user_id": 77}, "PARTICIPANT_ID_INVALID"),
    ("revokeChatInviteLink", {"chat_id": _GROUP, "invite_link": "x"}, "INVITE_HASH_INVALID"),
    ("sendGame", {}, "sandbox: not implemented"),
    ("sendMessage", {"chat_id": _GROUP, "text": "x", "entities": {}}, "can't parse entities: expected an Array"),
    (
        "setMessageReaction",
        {"chat_id": _GROUP, "message_id": "one", "reaction": []},
        "message to react not found",
    ),
]


@pytest.mark.parametrize(("method", "given", "reason"), _CASES)
async def test_a_wrong_call_is_refused_in_telegrams_words(
    raw: Raw, group: Room, ann: Person, method: str, given: dict[str, Any], reason: str
) -> None:
    said = ann.says(group, "早上好")
    sent = await raw.result("sendMessage", chat_id=group.id, text="早")
    meant = {_GROUP: group.id, _SENT: sent["message_id"], _SAID: said.id}
    named = {key: meant.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
    assert await raw.refusal(method, **named) == f"400 Bad Request: {reason}"


_BUTTONS = [
    ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "callback_data": "菜" * 22}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "web_app": {"url": "https://a.cn"}}, "BUTTON_TYPE_INVALID"),
    ({"text": "x", "pay": True}, "BUTTON_TYPE_INVALID"),
    ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ({"text": "", "callback_data": "x"}, "can't parse inline keyboard button: Text must be non-empty"),
    ({"text": "x", "url": "not a link"}, "inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL"),
]


@pytest.mark.parametrize(("button", "reason"), _BUTTONS)
async def test_a_button_that_cannot_be(raw: Raw, group: Room, button: dict[str, Any], reason: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert (
        await raw.refusal("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
        == f"400 Bad Request: {reason}"
    )


async def test_too_many_buttons_and_rows_that_are_none(raw: Raw, group: Room) -> None:
    button = {"text": "x", "callback_data": "菜" * 21}
    markup: dict[str, Any] = {"inline_keyboard": [[button] * 8] * 13}
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
    assert refusal == "400 Bad Request: REPLY_MARKUP_TOO_LONG"
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text="x", reply_markup={"inline_keyboard": [1]})
    assert refusal.startswith('400 Bad Request: field "inline_keyboard"')
    asks = {"keyboard": [[{"text": "x", "request_contact": True}]]}
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text="x", reply_markup=asks)
    assert refusal == "400 Bad Request: BUTTON_TYPE_INVALID"
    sent = await raw.result("sendMessage", chat_id=group.id, text="x", reply_markup={"inline_keyboard": [[], []]})
    assert "reply_markup" not in sent


async def test_unknown_methods_and_tokens(raw: Raw, sandbox: Sandbox) -> None:
    assert await raw.refusal("sendPigeon") == "404 Not Found: method not found"
    assert sandbox.history.unimplemented == set()
    await raw.refusal("SENDGAME")
    assert sandbox.history.unimplemented == {"sendGame"}
    async with raw.session.get(f"{sandbox.base_url}1:wrong/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with raw.session.get(f"{sandbox.url}/favicon.ico") as response:
        assert response.status == 404


async def test_where_the_bot_is_not_welcome(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    async def refusal(chat_id: int) -> str:
        return await raw.refusal("sendMessage", chat_id=chat_id, text="x")

    for kind in ("group", "supergroup"):
        room = sandbox.group("x", members=[ann], kind=kind)
        room.remove(sandbox.me, by=ann, banned=True)
        assert await refusal(room.id) == f"403 Forbidden: bot was kicked from the {kind} chat"
        assert await raw.refusal("getChat", chat_id=room.id) == f"403 Forbidden: bot was kicked from the {kind} chat"
        room = sandbox.group("y", members=[ann], kind=kind)
        await raw.result("leaveChat", chat_id=room.id)
        assert await refusal(room.id) == f"403 Forbidden: bot is not a member of the {kind} chat"
    channel = sandbox.channel("z", [ann])
    channel.demote(sandbox.me)
    assert await refusal(channel.id) == "400 Bad Request: need administrator rights in the channel chat"
    ann.deletes_account()
    assert await refusal(ann.id) == "403 Forbidden: user is deactivated"
    other = sandbox.world.add_bot("other_bot", "42:other")
    assert await refusal(other.id) == "403 Forbidden: bot can't send messages to bots"


async def test_a_restricted_bot_may_not_send(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    group = sandbox.group("x", members=[ann])
    group.restrict(sandbox.me, can_send_messages=False, can_send_photos=False)
    refusal = await raw.refusal("sendMessage", chat_id=group.id, text="x")
    assert refusal == "400 Bad Request: not enough rights to send text messages to the chat"
    refusal = await raw.refusal("sendPhoto", chat_id=group.id, photo="x")
    assert refusal == "400 Bad Request: not enough rights to send photos to the chat"


async def test_what_only_administrators_may(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    ben = sandbox.person("本叔")
    group = sandbox.group("x", members=[ann, ben])
    said = ann.says(group, "早")
    refusals = {
        "pinChatMessage": "not enough rights to manage pinned messages in the chat",
        "unpinAllChatMessages": "not enough rights to manage pinned messages in the chat",
        "deleteMessage": "message can't be deleted for everyone",
        "banChatMember": "not enough rights to restrict/unrestrict chat member",
        "unbanChatMember": "not enough rights to restrict/unrestrict chat member",
        "restrictChatMember": "not enough rights to restrict/unrestrict chat member",
        "promoteChatMember": "not enough rights",
        "setChatPermissions": "not enough rights to change chat permissions",
        "setChatTitle": "not enough rights to change chat title",
        "createChatInviteLink": "not enough rights to manage chat invite link",
        "exportChatInviteLink": "not enough rights to manage chat invite link",
        "revokeChatInviteLink": "not enough rights to manage chat invite link",
        "approveChatJoinRequest": "not enough rights to manage chat join requests",
    }
    for method, reason in refusals.items():
        refusal = await raw.refusal(method, chat_id=group.id, message_id=said.id, user_id=ben.id)
        assert refusal == f"400 Bad Request: {reason}"
    group.promote(sandbox.me)
    assert (
        await raw.refusal("banChatMember", chat_id=group.id, user_id=ann.id)
        == "400 Bad Request: can't remove chat owner"
    )
    group.promote(ben)
    refusal = await raw.refusal("restrictChatMember", chat_id=group.id, user_id=ben.id)
    assert refusal == "400 Bad Request: user is an administrator of the chat"


async def test_deleting_is_over_after_48_hours(raw: Raw, sandbox: Sandbox, group: Room, ann: Person) -> None:
    said = ann.says(group, "早")
    sent = await raw.result("sendMessage", chat_id=group.id, text="早")
    sandbox.clock.move(48 * 3600 + 1)
    for number in (said.id, sent["message_id"]):
        refusal = await raw.refusal("deleteMessage", chat_id=group.id, message_id=number)
        assert refusal == "400 Bad Request: message can't be deleted for everyone"
    # Changing one's own message is never over.
    assert (await raw.result("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="晚"))[
        "edit_date"
    ]


async def test_a_group_that_became_a_supergroup_says_where_it_went(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    group = sandbox.group("x", members=[ann], kind="group")
    old = group.id
    new = group.upgrade()
    for method in ("sendMessage", "getChat", "getChatMemberCount", "deleteMessage"):
        answer = await raw(method, chat_id=old, text="x", message_id=1)
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer["parameters"] == {"migrate_to_chat_id": new}


async def test_pictures_that_are_none(raw: Raw, sandbox: Sandbox, group: Room) -> None:
    async def send(data: bytes) -> str:
        form = aiohttp.FormData({"chat_id": str(group.id)})
        form.add_field("photo", io.BytesIO(data), filename="x.png")
        url = f"{sandbox.base_url}{sandbox.token}/sendPhoto"
        async with raw.session.post(url, data=form) as response:
            return str((await response.json())["description"])

    assert await send(b"") == "Bad Request: file must be non-empty"
    assert await send(b"words") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert await send(blank_png(9000, 2000)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert await send(blank_png(900, 20)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert "too big for a photo; the maximum size is 10485760 bytes" in await send(b"x" * (10 * 1024 * 1024 + 1))


async def test_what_a_forum_refuses(raw: Raw, sandbox: Sandbox, ann: Person) -> None:
    rights = {"can_manage_topics": True, "can_manage_chat": True}
    forum = sandbox.group("小区", [ann], bot_is_admin=True, bot_rights=rights, is_forum=True)
    for name, reason in (("", "TOPIC_TITLE_EMPTY"), ("x" * 129, "TOPIC_TITLE_TOO_LONG")):
        refusal = await raw.refusal("createForumTopic", chat_id=forum.id, name=name)
        assert refusal == f"400 Bad Request: {reason}"
    refusal = await raw.refusal("createForumTopic", chat_id=forum.id, name="x", icon_color=1)
    assert refusal == "400 Bad Request: invalid topic icon color specified"
    refusal = await raw.refusal("closeForumTopic", chat_id=forum.id, message_thread_id=77)
    assert refusal == "400 Bad Request: message thread not found"


async def test_an_upload_beyond_all_bounds(raw: Raw, sandbox: Sandbox, group: Room) -> None:
    form = aiohttp.FormData({"chat_id": str(group.id)})
    form.add_field("document", io.BytesIO(bytes(50 * 1024 * 1024 + 1)), filename="x.bin")
    async with raw.session.post(f"{sandbox.base_url}{sandbox.token}/sendDocument", data=form) as response:
        assert (response.status, (await response.json())["description"]) == (413, "Request Entity Too Large")
