"""People and bots coming and going, and what a bot in privacy mode sees."""

import aiohttp
import pytest

from sandbox import CannotDoError, Sandbox
from sandbox.person import Person
from sandbox.room import Room
from tests.sandbox.conftest import Inspector, Raw, Told


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True, last_name="王")


@pytest.fixture
def ben(sandbox: Sandbox) -> Person:
    return sandbox.person("本叔", started=True)


@pytest.fixture
def group(sandbox: Sandbox, ann: Person, ben: Person) -> Room:
    return sandbox.group("3号楼", members=[ann, ben], bot_is_admin=True)


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
