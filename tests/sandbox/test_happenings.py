"""Reactions, polls, topics and pins, as the bot is told of them."""

import pytest

from sandbox import CannotDoError, Sandbox
from sandbox.person import Person
from sandbox.room import Room
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


async def test_a_poll_with_a_fixed_end(raw: Raw, told: Told, ann: Person, group: Room, sandbox: Sandbox) -> None:
    end = sandbox.clock.date() + 60
    options = [{"text": "<b>一</b>", "text_parse_mode": "HTML"}]
    sent = await raw.result("sendPoll", chat_id=group.id, question="q", options=options, close_date=end)
    assert (sent["poll"]["close_date"], sent["poll"]["options"][0]["text"]) == (end, "一")
    sandbox.clock.move(61)
    with pytest.raises(CannotDoError):
        ann.votes(group.last(), "一")
