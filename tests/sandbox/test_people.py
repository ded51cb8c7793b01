"""What people write and tap, as the bot is told of it."""

import pytest

from sandbox import CannotDoError, Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.state import Message
from tests.sandbox.conftest import Raw, Told


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
