"""What people do, as the bot is told of it."""

from typing import Any

import aiohttp
import pytest

from sandbox import CannotDoError, Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.state import Message
from tests.sandbox.conftest import Inspector, Raw

ALL = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
    "chat_join_request",
]


@pytest.fixture
async def told(raw: Raw, sandbox: Sandbox) -> "Told":
    await raw.result("getUpdates", allowed_updates=ALL)
    return Told(raw)


class Told:
    """What the bot was told since it was last asked."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    async def all(self) -> list[tuple[str, dict[str, Any]]]:
        """Return (kind, object) pairs."""
        return [next((k, v) for k, v in update.items() if k != "update_id") for update in await self.raw.updates()]

    async def one(self, kind: str) -> dict[str, Any]:
        """Return the object of the only update, which is of that kind."""
        updates = await self.all()
        assert [found for found, _ in updates] == [kind]
        return updates[0][1]

    async def kinds(self) -> list[str]:
        """Return the kinds alone."""
        return [kind for kind, _ in await self.all()]


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True, last_name="王")


@pytest.fixture
def ben(sandbox: Sandbox) -> Person:
    return sandbox.person("本叔", started=True)


@pytest.fixture
def group(sandbox: Sandbox, ann: Person, ben: Person) -> Room:
    return sandbox.group("3号楼", members=[ann, ben], bot_is_admin=True)


async def test_a_message_its_edit_and_its_deletion(sandbox: Sandbox, told: Told, ann: Person, group: Room) -> None:
    said = ann.says(group, " 青菜2 \n")
    message = await told.one("message")
    assert message["text"] == "青菜2"
    assert message["chat"] == {"id": group.id, "title": "3号楼", "type": "supergroup"}
    assert message["from"]["last_name"] == "王"
    sandbox.clock.move(60)
    ann.edits(said, "青菜3")
    edited = await told.one("edited_message")
    assert (edited["text"], edited["message_id"]) == ("青菜3", message["message_id"])
    assert edited["edit_date"] >= edited["date"] + 60
    ann.deletes(said)
    assert await told.kinds() == []
    assert group.transcript() == ()


async def test_a_reply_carries_what_it_answers_and_nothing_deeper(told: Told, ann: Person, group: Room) -> None:
    first = ann.says(group, "团青菜 每份5元")
    second = ann.replies(first, "要2份", quote="青菜")
    ann.replies(second, "加1")
    _, (_, answer), (_, last) = await told.all()
    assert answer["reply_to_message"]["text"] == "团青菜 每份5元"
    assert answer["quote"] == {"text": "青菜", "position": 1, "is_manual": True}
    assert "reply_to_message" not in last["reply_to_message"]
    ann.deletes(first)
    ann.edits(second, "要3份")
    assert "reply_to_message" not in await told.one("edited_message")


async def test_forwards_say_who_wrote_first(
    sandbox: Sandbox, told: Told, ann: Person, ben: Person, group: Room
) -> None:
    said = ann.says(group, "明天送菜")
    await told.one("message")
    ben.forwards(said, None)
    forwarded = await told.one("message")
    assert forwarded["forward_origin"]["sender_user"]["id"] == ann.id
    again = ben.private.last()
    ann.user.hides_forwards = True
    ben.forwards(said, None)
    assert (await told.one("message"))["forward_origin"] == {
        "type": "hidden_user",
        "date": said.date,
        "sender_user_name": "安阿姨 王",
    }
    with pytest.raises(CannotDoError):
        ben.edits(again, "x")
    channel = sandbox.channel("居委会通知", [ann])
    post = channel.posts("停水", by=ann)
    await told.one("channel_post")
    ben.forwards(post, group)
    origin = (await told.one("message"))["forward_origin"]
    assert (origin["type"], origin["message_id"], origin["author_signature"]) == ("channel", post.id, "安阿姨")
    anonymous = ann.says_anonymously(group, "通知")
    ben.forwards(anonymous, None)
    assert (await told.all())[1][1]["forward_origin"]["type"] == "chat"


async def test_who_writes_under_another_name(
    sandbox: Sandbox, told: Told, ann: Person, ben: Person, group: Room
) -> None:
    ann.says_anonymously(group, "通知")
    message = await told.one("message")
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == group.id
    channel = sandbox.channel("快讯", [ben])
    ben.says_as(channel, group, "大家好")
    message = await told.one("message")
    assert (message["from"]["id"], message["sender_chat"]["type"]) == (136817688, "channel")
    channel.links(group)
    post = channel.posts("今晚停电")
    (_, published), (_, copy) = await told.all()
    assert "from" not in published
    assert (copy["from"]["id"], copy["is_automatic_forward"]) == (777000, True)
    assert copy["forward_origin"]["message_id"] == post.id
    channel.edits_post(post, "今晚不停电")
    assert (await told.one("edited_channel_post"))["text"] == "今晚不停电"
    with pytest.raises(CannotDoError):
        ben.says_anonymously(group, "x")
    with pytest.raises(CannotDoError):
        ann.says_as(channel, group, "x")


async def test_a_tap_and_its_answer(
    sandbox: Sandbox, told: Told, raw: Raw, ann: Person, ben: Person, group: Room
) -> None:
    rows = [[{"text": "2份青菜", "callback_data": "q:1"}, {"text": "2份菠菜", "callback_data": "q:2"}]]
    sent = await raw.result("sendMessage", chat_id=group.id, text="哪一种？", reply_markup={"inline_keyboard": rows})
    tap = ann.taps(group, "菠菜")
    query = await told.one("callback_query")
    assert (query["data"], query["from"]["id"]) == ("q:2", ann.id)
    assert query["message"]["message_id"] == sent["message_id"]
    assert not tap.answered
    await raw.result("answerCallbackQuery", callback_query_id=query["id"], text="好", show_alert=True)
    assert (tap.answered, tap.notice, tap.is_alert) == (True, "好", True)
    again = await raw.refusal("answerCallbackQuery", callback_query_id=query["id"])
    assert "query is too old" in again
    ben.taps(group.find("哪一种"), "2份青菜")
    late = await told.one("callback_query")
    assert "MESSAGE_TOO_LONG" in await raw.refusal("answerCallbackQuery", callback_query_id=late["id"], text="x" * 201)
    sandbox.clock.move(61)
    assert "query is too old" in await raw.refusal("answerCallbackQuery", callback_query_id=late["id"])
    with pytest.raises(CannotDoError):
        ann.taps(group, "2份")
    with pytest.raises(CannotDoError):
        ann.taps(group.find("哪一种"), "没有")
    with pytest.raises(CannotDoError):
        sandbox.person("路人").taps(group, "菠菜")


async def test_a_button_of_a_message_that_is_gone(told: Told, raw: Raw, ann: Person, group: Room) -> None:
    rows = [[{"text": "是", "callback_data": "y"}]]
    await raw.result("sendMessage", chat_id=group.id, text="对吗？", reply_markup={"inline_keyboard": rows})
    message = group.last()
    await raw.result("deleteMessage", chat_id=group.id, message_id=message.id)
    ann.taps(message, "是")
    query = await told.one("callback_query")
    assert query["message"] == {"chat": query["message"]["chat"], "message_id": message.id, "date": 0}


async def test_links_and_the_keyboard_below(sandbox: Sandbox, told: Told, raw: Raw, ann: Person, group: Room) -> None:
    link = f"https://t.me/{sandbox.bot.username}?start=bind_17"
    rows = [[{"text": "去私聊", "url": link}, {"text": "官网", "url": "https://example.com"}]]
    await raw.result("sendMessage", chat_id=group.id, text="请", reply_markup={"inline_keyboard": rows})
    assert ann.taps(group, "官网").url == "https://example.com"
    tap = ann.taps(group, "去私聊")
    assert tap.said is not None
    message = await told.one("message")
    assert message["text"] == "/start bind_17"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["chat"]["type"] == "private"
    assert not tap.answered
    keyboard = {
        "keyboard": [
            [{"text": "平安"}, {"text": "电话", "request_contact": True}],
            [{"text": "位置", "request_location": True}],
        ],
        "one_time_keyboard": True,
    }
    await raw.result("sendMessage", chat_id=ann.id, text="今天好吗", reply_markup=keyboard)
    ann.taps(ann.private, "电话")
    ann.taps(ann.private, "位置")
    ann.taps(ann.private, "平安")
    contact, location, text = [message for _, message in await told.all()]
    assert contact["contact"]["user_id"] == ann.id
    assert location["location"]["latitude"]
    assert text["text"] == "平安"
    with pytest.raises(CannotDoError):
        ann.taps(ann.private, "平安")
    app = {"keyboard": [[{"text": "填表", "web_app": {"url": "https://example.com"}}]]}
    await raw.result("sendMessage", chat_id=ann.id, text="请", reply_markup=app)
    with pytest.raises(CannotDoError):
        ann.taps(ann.private, "填表")
    ann.answers_web_app("填表", "{}")
    assert (await told.one("message"))["web_app_data"] == {"data": "{}", "button_text": "填表"}
    await raw.result("sendMessage", chat_id=ann.id, text="好", reply_markup={"remove_keyboard": True})
    with pytest.raises(CannotDoError):
        ann.answers_web_app("填表", "{}")


async def test_starting_blocking_and_leaving_for_good(raw: Raw, told: Told, sandbox: Sandbox) -> None:
    eve = sandbox.person("小夏")
    with pytest.raises(CannotDoError):
        eve.says(None, "在吗")
    eve.starts()
    await told.one("message")
    eve.blocks()
    assert (await told.one("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    with pytest.raises(CannotDoError):
        eve.says(None, "在吗")
    eve.starts("again")
    (kind, change), (_, message) = await told.all()
    assert (kind, change["new_chat_member"]["status"]) == ("my_chat_member", "member")
    assert message["text"] == "/start again"
    eve.renames("夏天", "李")
    assert (await raw.result("getChat", chat_id=eve.id))["last_name"] == "李"


async def test_coming_and_going(raw: Raw, told: Told, ann: Person, ben: Person, group: Room, sandbox: Sandbox) -> None:
    eve = sandbox.person("小夏")
    group.add(eve, by=ann)
    (kind, change), (_, message) = await told.all()
    assert kind == "chat_member"
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert [user["id"] for user in message["new_chat_members"]] == [eve.id]
    assert message["from"]["id"] == ann.id
    eve.leaves(group)
    (_, message), (_, change) = await told.all()
    assert message["left_chat_member"]["id"] == eve.id
    assert change["new_chat_member"]["status"] == "left"
    link = await raw.result("createChatInviteLink", chat_id=group.id, name="邻居", member_limit=1)
    eve.joins(group, link["invite_link"])
    change = (await told.all())[0][1]
    assert change["invite_link"]["name"] == "邻居"
    with pytest.raises(CannotDoError):
        sandbox.person("路人").joins(group, link["invite_link"])
    group.remove(eve, by=ann, banned=True)
    await told.all()
    with pytest.raises(CannotDoError):
        eve.joins(group)
    group.restrict(ben, can_send_messages=False)
    assert (await told.one("chat_member"))["new_chat_member"]["can_send_messages"] is False
    with pytest.raises(CannotDoError):
        ben.says(group, "x")
    group.promote(ben)
    group.demote(ben)
    assert [v["new_chat_member"]["status"] for _, v in await told.all()] == ["administrator", "member"]
    group.rename("三号楼")
    assert (await told.one("message"))["new_chat_title"] == "三号楼"


async def test_asking_to_join(raw: Raw, told: Told, group: Room, sandbox: Sandbox) -> None:
    link = await raw.result("createChatInviteLink", chat_id=group.id, creates_join_request=True)
    eve, dan = sandbox.person("小夏"), sandbox.person("老丁")
    for person in (eve, dan):
        person.joins(group, link["invite_link"])
        assert (await told.one("chat_join_request"))["user_chat_id"] == person.id
    await raw.result("approveChatJoinRequest", chat_id=group.id, user_id=eve.id)
    (_, change), (_, message) = await told.all()
    assert change["via_join_request"] is True
    assert message["new_chat_members"][0]["id"] == eve.id
    await raw.result("declineChatJoinRequest", chat_id=group.id, user_id=dan.id)
    refusal = await raw.refusal("approveChatJoinRequest", chat_id=group.id, user_id=dan.id)
    assert refusal == "400 Bad Request: HIDE_REQUESTER_MISSING"
    await raw.result("revokeChatInviteLink", chat_id=group.id, invite_link=link["invite_link"])
    with pytest.raises(CannotDoError):
        dan.joins(group, link["invite_link"])


async def test_the_bot_is_put_into_a_group_and_out(raw: Raw, told: Told, ann: Person, sandbox: Sandbox) -> None:
    group = sandbox.group("5号楼", [ann], with_bot=False, kind="group")
    ann.says(group, "没人听见")
    assert await told.kinds() == []
    sandbox.add_bot(group, ann, as_admin=True)
    assert await told.kinds() == ["my_chat_member", "message", "my_chat_member"]
    ann.starts_group(group, "x1")
    assert (await told.one("message"))["text"].endswith(" x1")
    group.remove(sandbox.me, by=ann)
    (_, message), (_, change) = await told.all()
    assert message["left_chat_member"]["id"] == change["new_chat_member"]["user"]["id"] == sandbox.bot.id
    ann.says(group, "没人听见")
    assert await told.kinds() == []
    ann.starts_group(group, "x2")
    assert await told.kinds() == ["my_chat_member", "message", "message"]


async def test_a_group_that_becomes_a_supergroup(raw: Raw, told: Told, ann: Person, sandbox: Sandbox) -> None:
    group = sandbox.group("6号楼", [ann], kind="group", bot_is_admin=True)
    first = ann.says(group, "一")
    private = ann.says(None, "私")
    assert private.id == first.id + 1, "groups and private chats share their numbers"
    old = group.id
    new = group.upgrade()
    _, _, (_, leaving), (_, arriving) = await told.all()
    assert (leaving["chat"]["id"], leaving["migrate_to_chat_id"]) == (old, new)
    assert (arriving["chat"]["id"], arriving["migrate_from_chat_id"]) == (new, old)
    assert str(new).startswith("-100")
    again = ann.says(group, "二")
    assert (again.chat_id, again.id) == (new, 2), "the numbers begin anew and may collide"
    with pytest.raises(CannotDoError):
        group.upgrade()
    with pytest.raises(CannotDoError):
        ann.says(Room(sandbox.world, sandbox.world.state.chats[old]), "x")


async def test_reactions_are_told_to_administrators(
    told: Told, ann: Person, ben: Person, group: Room, sandbox: Sandbox
) -> None:
    said = ann.says(group, "早")
    await told.all()
    ben.reacts(said, "👍")
    ben.reacts(said, "🔥")
    ben.reacts(said)
    changes = [(v["old_reaction"], v["new_reaction"]) for _, v in await told.all()]
    thumb, fire = ({"type": "emoji", "emoji": emoji} for emoji in "👍🔥")
    assert changes == [([], [thumb]), ([thumb], [fire]), ([fire], [])]
    group.demote(sandbox.me)
    await told.all()
    ben.reacts(said, "👍")
    assert await told.kinds() == []
    channel = sandbox.channel("快讯", [ann])
    post = channel.posts("停水")
    ben.reacts(post, "👍")
    (_, _), (kind, counts) = await told.all()
    assert (kind, counts["reactions"]) == ("message_reaction_count", [{"type": thumb, "total_count": 1}])
    with pytest.raises(CannotDoError):
        ben.reacts(post, "👍", "🔥")


async def test_a_poll_and_its_votes(raw: Raw, told: Told, ann: Person, ben: Person, group: Room) -> None:
    sent = await raw.result(
        "sendPoll",
        chat_id=group.id,
        question="几点发菜？",
        options=[{"text": "上午"}, {"text": "下午"}],
        is_anonymous=False,
    )
    poll = group.last()
    assert sent["poll"]["options"][0]["persistent_id"]
    ann.votes(poll, "上午")
    (_, counted), (_, answer) = await told.all()
    assert counted["options"][0]["voter_count"] == 1
    assert answer["option_ids"] == [0]
    assert answer["option_persistent_ids"] == [sent["poll"]["options"][0]["persistent_id"]]
    ann.votes(poll)
    assert (await told.all())[1][1]["option_ids"] == []
    with pytest.raises(CannotDoError):
        ben.votes(poll, "上午", "下午")
    stopped = await raw.result("stopPoll", chat_id=group.id, message_id=poll.id)
    assert stopped["is_closed"]
    assert (await told.one("poll"))["is_closed"]
    assert "closed" in await raw.refusal("stopPoll", chat_id=group.id, message_id=poll.id)
    with pytest.raises(CannotDoError):
        ann.votes(poll, "上午")
    assert "几点发菜" in str(group.transcript())


async def test_a_quiz_cannot_be_voted_on_twice(raw: Raw, told: Told, ann: Person, group: Room) -> None:
    await raw.result(
        "sendPoll",
        chat_id=group.id,
        question="抗原等几分钟？",
        options=[{"text": "5"}, {"text": "15"}],
        type="quiz",
        correct_option_ids=[1],
        explanation="看说明书",
        open_period=600,
    )
    ann.votes(group.last(), "15")
    assert await told.kinds() == ["poll"]
    with pytest.raises(CannotDoError):
        ann.votes(group.last(), "5")


async def test_topics_of_a_forum(raw: Raw, told: Told, ann: Person, sandbox: Sandbox) -> None:
    rights = {"can_manage_topics": True, "can_manage_chat": True}
    forum = sandbox.group("小区", [ann], bot_is_admin=True, bot_rights=rights, is_forum=True)
    topic = forum.open_topic("接龙", by=ann)
    created = await told.one("message")
    assert created["forum_topic_created"]["name"] == "接龙"
    assert created["message_thread_id"] == created["message_id"]
    said = ann.says(forum, "青菜2", topic=topic.id)
    message = await told.one("message")
    assert (message["message_thread_id"], message["is_topic_message"]) == (topic.id, True)
    reply = await raw.result("sendMessage", chat_id=forum.id, text="好", reply_parameters={"message_id": said.id})
    assert reply["message_thread_id"] == topic.id
    own = await raw.result("createForumTopic", chat_id=forum.id, name="日报")
    assert (await told.one("message"))["from"]["id"] == sandbox.bot.id
    number = own["message_thread_id"]
    await raw.result("editForumTopic", chat_id=forum.id, message_thread_id=number, name="日报表")
    await raw.result("closeForumTopic", chat_id=forum.id, message_thread_id=number)
    for method, given in (("closeForumTopic", {}), ("editForumTopic", {"name": "日报表"})):
        refusal = await raw.refusal(method, chat_id=forum.id, message_thread_id=number, **given)
        assert refusal == "400 Bad Request: TOPIC_NOT_MODIFIED"
    with pytest.raises(CannotDoError):
        ann.says(forum, "x", topic=number)
    await raw.result("reopenForumTopic", chat_id=forum.id, message_thread_id=number)
    assert "NOT_MODIFIED" in await raw.refusal("reopenForumTopic", chat_id=forum.id, message_thread_id=number)
    told_of = [[key for key in message if key.startswith("forum")] for _, message in await told.all()]
    assert told_of == [["forum_topic_edited"], ["forum_topic_closed"], ["forum_topic_reopened"]]
    await raw.result("deleteForumTopic", chat_id=forum.id, message_thread_id=number)
    refusal = await raw.refusal("sendMessage", chat_id=forum.id, message_thread_id=number, text="x")
    assert refusal == "400 Bad Request: message thread not found"
    sandbox.world.state.chats[forum.id].topics[topic.id].closed = True
    forum.promote(sandbox.me, rights={"can_manage_chat": True})
    refusal = await raw.refusal("sendMessage", chat_id=forum.id, message_thread_id=topic.id, text="x")
    assert refusal == "400 Bad Request: TOPIC_CLOSED"
    assert "not enough rights" in await raw.refusal("createForumTopic", chat_id=forum.id, name="x")
    assert "message_thread_id" not in await raw.result("sendMessage", chat_id=forum.id, message_thread_id=1, text="x")
    with pytest.raises(CannotDoError):
        sandbox.group("x", [ann]).open_topic("y")


async def test_pinning_is_told_to_the_bot_that_did_it(
    raw: Raw, told: Told, ann: Person, ben: Person, group: Room
) -> None:
    said = ann.says(group, "明天核酸")
    await told.all()
    await raw.result("pinChatMessage", chat_id=group.id, message_id=said.id)
    message = await told.one("message")
    assert message["from"]["is_bot"]
    assert message["pinned_message"]["text"] == "明天核酸"
    assert group.transcript()[0].pinned
    await raw.result("pinChatMessage", chat_id=group.id, message_id=said.id)
    assert await told.kinds() == [], "pinned already"
    assert (await raw.result("getChat", chat_id=group.id))["pinned_message"]["message_id"] == said.id
    refusal = await raw.refusal("pinChatMessage", chat_id=group.id, message_id=group.last().id)
    assert refusal == "400 Bad Request: message can't be pinned"
    await raw.result("unpinChatMessage", chat_id=group.id)
    ann.pins(said)
    assert (await told.one("message"))["from"]["id"] == ann.id
    with pytest.raises(CannotDoError):
        ben.pins(said)
    ann.replies(group.last(), "看到了")
    assert (await told.one("message"))["reply_to_message"]["pinned_message"]["date"] == 0
    await raw.result("unpinChatMessage", chat_id=group.id, message_id=said.id)
    await raw.result("unpinAllChatMessages", chat_id=group.id)
    ann.pins(said)
    ann.deletes(said)
    assert group.chat.pinned == []


async def test_what_people_cannot_do(sandbox: Sandbox, ann: Person, ben: Person, group: Room) -> None:
    said = ann.says(group, "早")
    for impossible in (
        lambda: ann.says(group, " "),
        lambda: ann.says(group, "菜" * 4097),
        lambda: ben.edits(said, "x"),
        lambda: ben.deletes(said),
        lambda: ben.says(ann.private, "x"),
        lambda: ann.says(sandbox.channel("x", [ann]), "x"),
        lambda: group.posts("x"),
        lambda: group.find("没有"),
        lambda: sandbox.group("空", []).last(),
        lambda: ann.taps(group, "没有"),
    ):
        with pytest.raises(CannotDoError):
            impossible()
    sandbox.clock.move(49 * 3600)
    with pytest.raises(CannotDoError):
        ann.edits(said, "x")


@pytest.mark.parametrize("is_admin", [False, True])
async def test_privacy_mode(inspector: Inspector, is_admin: bool) -> None:
    async with Sandbox(can_read_all=False) as sandbox, aiohttp.ClientSession() as session:
        sandbox.answering.watch = inspector.watch
        raw = Raw(sandbox, session)
        ann = sandbox.person("安阿姨")
        group = sandbox.group("3号楼", [ann], bot_is_admin=is_admin)
        assert (await raw.result("getMe"))["can_read_all_group_messages"] is False
        for text in ("早", "/tally", "/接龙", "/tally@other_bot", f"/tally@{sandbox.bot.username.upper()} x"):
            ann.says(group, text)
        sent = await raw.result("sendMessage", chat_id=group.id, text="好")
        ann.says(group, "/help")
        ann.says(group, "谢谢")
        reply = ann.replies(group.find("好"), "不客气")
        ann.edits(reply, "不用客气")
        group.rename("三号楼")
        updates = await raw.updates()
        seen = [(list(u)[1], u.get("message") or u["edited_message"]) for u in updates]
        texts = [message.get("text") for _, message in seen]
        private = [f"/tally@{sandbox.bot.username.upper()} x", "/help", "不客气", "不用客气", None]
        full = ["早", "/tally", "/接龙", "/tally@other_bot", private[0], "/help", "谢谢", "不客气", "不用客气", None]
        assert texts == (full if is_admin else private)
        assert sent["message_id"] == 7


async def test_odds_and_ends_of_telling(
    raw: Raw, told: Told, ann: Person, ben: Person, group: Room, sandbox: Sandbox
) -> None:
    assert (repr(ann), repr(group)) == (f"<person {ann.id} 安阿姨>", f"<supergroup {group.id} 3号楼>")
    url = [[{"text": "看", "url": "https://a.cn"}, {"text": "抄", "copy_text": {"text": "x"}}]]
    await raw.result("sendMessage", chat_id=group.id, text="看", reply_markup={"inline_keyboard": url})
    with pytest.raises(CannotDoError):
        ann.taps(group, "抄")
    with pytest.raises(CannotDoError):
        ann.joins(group, "https://t.me/+none")
    channel = sandbox.channel("快讯", [ann])
    ann.says_as(channel, group, "大家好")
    said = group.last()
    ben.forwards(said, group)
    ben.forwards(group.last(), group)
    first, second, third = [message for _, message in await told.all()]
    assert second["forward_origin"] == third["forward_origin"] != first
    assert second["forward_origin"]["sender_chat"]["id"] == channel.id
    assert group.transcript()[-1].forwarded_from == "快讯"
    ann.user.hides_forwards = True
    ben.forwards(ann.says(group, "甲"), group)
    assert group.transcript()[-1].forwarded_from == "安阿姨 王"
    ann.user.hides_forwards = False
    ben.forwards(ann.says(group, "乙"), group)
    assert group.transcript()[-1].forwarded_from == "安阿姨 王"
    member = group.chat.members[ann.id]
    member.custom_title = "楼长"
    assert (await raw.result("getChatMember", chat_id=group.id, user_id=ann.id))["custom_title"] == "楼长"
    ben.forwards(ann.says_anonymously(group, "通知"), group)
    assert group.last().forward_origin == {
        "type": "chat",
        "date": group.last().date,
        "sender_chat": {"id": group.id, "title": "3号楼", "type": "supergroup"},
        "author_signature": "楼长",
    }
    with pytest.raises(KeyError):
        sandbox.world.chat_of(Message(1, 5, 0, None, {}))


async def test_a_poll_with_a_fixed_end(raw: Raw, told: Told, ann: Person, group: Room, sandbox: Sandbox) -> None:
    end = sandbox.clock.date() + 60
    options = [{"text": "<b>一</b>", "text_parse_mode": "HTML"}]
    sent = await raw.result("sendPoll", chat_id=group.id, question="q", options=options, close_date=end)
    assert (sent["poll"]["close_date"], sent["poll"]["options"][0]["text"]) == (end, "一")
    sandbox.clock.move(61)
    with pytest.raises(CannotDoError):
        ann.votes(group.last(), "一")


async def test_two_bots_in_one_group(raw: Raw, told: Told, ann: Person, group: Room, sandbox: Sandbox) -> None:
    other = sandbox.world.add_bot("other_bot", "42:other")
    group.add(sandbox.world.state.users[other.id], by=ann)
    await told.all()
    ann.says(group, "早")
    await raw.result("sendMessage", chat_id=group.id, text="好")
    assert await told.kinds() == ["message"]
    assert [update.kind for update in sandbox.world.queues[other.id].pending] == [
        "my_chat_member",
        "message",
        "message",
    ]
    friend = Person(sandbox.world, ann.user, other)
    friend.starts()
    said = friend.says(None, "你好")
    assert await told.kinds() == [], "what is said to another bot"
    friend.edits(said, "您好")
    assert sandbox.world.chat_of(said).bot_id == other.id


async def test_waiting_in_vain_says_what_waits(sandbox: Sandbox) -> None:
    with pytest.raises(TimeoutError, match="0 updates wait"):
        await sandbox.until(lambda: False, seconds=0.01)


async def test_a_long_paste_is_cut_by_the_client(ann: Person, group: Room) -> None:
    lines = "\n".join(f"{number}. 3-{number} 青菜2 😀" for number in range(700))
    parts = ann.pastes(group, lines)
    assert len(parts) > 2
    assert "\n".join(part.text for part in parts) == lines
    solid = ann.pastes(group, "菜" * 5000)
    assert [len(part.text) for part in solid] == [4096, 904]
    assert [len(part.text) for part in ann.pastes(group, "😀" * 2049)] == [2048, 1]
