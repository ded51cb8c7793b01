"""我的资料 and 删除我的资料 through the whole program: what is held is shown, and goes from every file."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from domain.order_chain import tally
from domain.order_chain_fold import fold
from sandbox import Sandbox
from storage.audit import Act, Audit, Revision
from storage.chat import Chats
from storage.consent import Consents
from storage.deep_link import DeepLink, DeepLinks
from storage.erasure import leave
from storage.inbox import Arrival, Inbox
from storage.order_chain import OrderChains
from storage.order_chain_state import OrderStates
from storage.outbox import Lane, Outbox, Outgoing
from storage.paste import Part, Pastes
from storage.person import Persons
from storage.question import Questions
from storage.store import Store
from storage.upload import Uploads
from tests.running import Running, running

NAME, NUMBER, ROOM, NOTE = "霁云珂", 7_000_123_456, "9876", "敲八下门"


class Neighbourhood:
    """A group with an organiser, a neighbour, and somebody who will want to be forgotten."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.chief, self.neighbour = sandbox.person("周主任", started=True), sandbox.person("小许", started=True)
        sandbox.world.state.next_user = NUMBER
        self.ann = sandbox.person(NAME, started=True)
        people = [self.chief, self.neighbour, self.ann]
        self.group = sandbox.group("9号楼", members=people, bot_is_admin=True)

    async def live(self, bot: Running) -> None:
        """Let them do all that leaves a trace."""
        self.chief.says(self.group, "设置")
        await bot.settled()
        self.ann.says(self.group, f"我是9号楼{ROOM}")
        self.chief.says(self.group, "#接龙\n柚子团\n柚子 10元/个\n香梨 8元/个")
        self.ann.says(self.group, f"#接龙\n柚子团\n柚子 10元/个\n香梨 8元/个\n1. 9-{ROOM} {NAME} 柚子2个 {NOTE}")
        self.neighbour.says(
            self.group,
            f"#接龙\n柚子团\n柚子 10元/个\n香梨 8元/个\n1. 9-{ROOM} {NAME} 柚子2个 {NOTE}\n2. 9-101 小许 香梨3个",
        )
        await bot.settled()
        self.chief.says(self.group, "截单")
        self.chief.says(self.group, "#接龙\n鸡蛋团\n鸡蛋 20元/板")
        self.ann.says(self.group, "鸡蛋1板")
        self.neighbour.says(self.group, "我也要")
        help_ = self.ann.says(self.group, "我来帮忙")
        await bot.settled()
        self.chief.replies(help_, "今日志愿者")
        await bot.settled()
        async with bot.store.transaction() as query:
            await self._leave_traces(bot, query)

    async def _leave_traces(self, bot: Running, query: Any) -> None:
        """What the group's talk alone leaves no trace of."""
        person = await Persons(query).find(NUMBER)
        chief = await Persons(query).find(self.chief.id)
        assert person is not None
        assert chief is not None
        chat = await query.the("SELECT id FROM chat WHERE kind = 'group'")
        address = await query.the("SELECT id FROM address WHERE chat_id = :chat", chat=chat["id"])
        now = int(bot.sandbox.clock.now())
        Consents(query).give(1, person.id, "medicine", now)
        DeepLinks(query).make(DeepLink(person.id, "who", {"name": NAME}), now)
        await Uploads(query).stage(1, person.id, "roster", json.dumps([NAME, ROOM]), now)
        await Questions(query).ask(1, chat["id"], person.id, "compound name", {"name": NAME}, now, now + 9999)
        await Questions(query).ask(1, chat["id"], chief.id, "handover", {"to": person.id}, now, now + 9999)
        residency = await query.the("SELECT id FROM residency WHERE person_id = :person", person=person.id)
        await Audit(query).note(
            Act(1, person.id, "claim", "residency", residency["id"]), now, Revision(None, {"room": ROOM})
        )
        for number, (user, text) in enumerate(((NUMBER, "自己的"), (self.neighbour.id, f"1. {NAME}"))):
            Pastes(query).keep(Part(address["id"], 900 + number, 900, user, now, text))
        later = now + 9999
        for payload in ({"text": f"{NAME} 现在是志愿者", "reply_markup": {"inline_keyboard": [[{"text": NAME}]]}}, {}):
            Outbox(query).put(Outgoing("sendMessage", Lane.ALARM, chat["id"], payload, not_before=later), now)
        asked = Outgoing("getChatMember", Lane.MESSAGE, chat["id"], {"user_id": NUMBER}, not_before=later)
        Outbox(query).put(asked, now)
        inbox = Inbox(query, bot.api.id)
        body = json.dumps({"message": {"from": {"id": NUMBER, "first_name": NAME}}})
        other = json.dumps({"message": {"from": {"id": self.chief.id}}})
        await inbox.keep([Arrival(990, -1, body), Arrival(991, -1, other)], now)
        query.do("UPDATE inbox SET state = 'aside' WHERE update_id IN (990, 991)")

    async def forget(self, bot: Running) -> None:
        self.ann.says(None, "删除我的资料")
        await bot.settled()
        self.ann.taps(self.ann.private, "要删")
        await bot.settled()
        self.ann.says(None, "删除")
        await bot.settled()


@pytest.fixture
def there(sandbox: Sandbox) -> Neighbourhood:
    return Neighbourhood(sandbox)


def files(store: Store) -> bytes:
    """Return all bytes of the database's files."""
    return b"".join(path.read_bytes() for path in sorted(store.path.parent.glob(f"{store.path.name}*")))


def tells(content: bytes) -> list[str]:
    """Return which of the marks stand in these bytes."""
    marks = {
        "name": NAME.encode(),
        "name in JSON": json.dumps(NAME).strip('"').encode(),
        "number": str(NUMBER).encode(),
        "number as SQLite keeps it": NUMBER.to_bytes(6, "big"),
        "room": ROOM.encode(),
        "note": NOTE.encode(),
    }
    return [what for what, mark in marks.items() if mark in content]


async def totals(bot: Running) -> dict[int, Any]:
    """Return what each buy comes to, folded anew; the stored state is checked to be the same."""
    found = {}
    async with bot.store.snapshot() as query:
        for row in await query.all("SELECT id FROM order_chain ORDER BY id"):
            chain = await OrderChains(query).get(row["id"])
            assert chain is not None
            folded = fold(await OrderChains(query).statements(chain.id))
            stored = await OrderStates(query).whole(chain)
            assert stored.orders == folded.orders
            speakers = await query.all("SELECT person_id, party FROM chain_speaker WHERE chain_id = :c", c=chain.id)
            assert {one["person_id"]: one["party"] for one in speakers} == folded.speaks_for
            found[chain.id] = tally(stored)
    return found


async def test_who_is_forgotten_stands_in_no_file_and_no_total_is_another(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        before = await totals(bot)
        assert len(before) == 2
        assert len(tells(files(bot.store))) == 6
        await there.forget(bot)
        said = there.ann.private.last().text or ""
        assert said.startswith("删好了：住处 1 处、身份 1 个、同意记录 1 条、接龙里说过的 2 条")
        assert tells(files(bot.store)) == []
        assert await totals(bot) == before
        assert await bot.rows("PRAGMA foreign_key_check") == []
        assert (
            await bot.rows("SELECT id FROM chat WHERE kind = 'private' AND id NOT IN (SELECT chat_id FROM address)")
            == []
        )
        left = await bot.rows("SELECT body FROM inbox WHERE state = 'aside'")
        assert [json.loads(row["body"])["message"]["from"]["id"] for row in left] == [there.chief.id]
        texts = await bot.rows("SELECT payload FROM outbox WHERE settled_at IS NULL AND payload <> '{}'")
        assert [json.loads(row["payload"])["text"] for row in texts] == ["邻居 现在是志愿者"]
        shown = [seen.text for seen in there.group.transcript() if seen.pinned]
        assert len(shown) == 2
        assert not any(mark in text for text in shown for mark in (NAME, ROOM))
        assert "小许" in shown[0] or "9-101" in shown[0]


async def test_who_was_forgotten_begins_anew_as_a_stranger(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        await there.forget(bot)
        before = await totals(bot)
        there.ann.says(None, "我的资料")
        await bot.settled()
        assert there.ann.private.last().text == "除了我们这个私聊，我没有记下您的任何资料。"
        there.ann.says(there.group, "8-707 鸡蛋2板")
        await bot.settled()
        after = await totals(bot)
        assert [one.total for one in after[2]] == [one.total + 2 for one in before[2]]
        people = await bot.rows("SELECT name FROM person WHERE telegram_user_id = :number", number=NUMBER)
        assert people == [{"name": NAME}]


async def test_it_asks_twice_and_another_answer_changes_nothing(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        there.ann.says(None, "/forget")
        await bot.settled()
        there.ann.taps(there.ann.private, "不删")
        await bot.settled()
        assert (there.ann.private.last().text or "").startswith("没有删")
        there.ann.says(None, "/forget")
        await bot.settled()
        there.ann.taps(there.ann.private, "要删")
        await bot.settled()
        there.ann.says(None, "算了")
        await bot.settled()
        assert (there.ann.private.last().text or "").startswith("没有删")
        there.ann.says(None, "删除")
        await bot.settled()
        assert len(await bot.rows("SELECT id FROM person WHERE name = :name", name=NAME)) == 1


async def test_who_must_close_or_hand_over_first_is_told_so_before_and_in_between(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        there.chief.says(None, "删除我的资料")
        await bot.settled()
        said = there.chief.private.last().text or ""
        assert "「鸡蛋团」还没截单" in said
        assert "居委会只剩您一位" in said
        there.ann.says(None, "删除我的资料")
        await bot.settled()
        there.ann.taps(there.ann.private, "要删")
        await bot.settled()
        there.ann.says(there.group, "#接龙\n苹果团\n苹果 5元/斤\n1. 9-9876 苹果1斤")
        await bot.settled()
        there.ann.says(None, "删除")
        await bot.settled()
        assert "「苹果团」还没截单" in (there.ann.private.last().text or "")


async def test_a_button_made_up_or_pressed_by_a_stranger_forgets_nobody(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    stranger = sandbox.person("生人", started=True)
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        for person, room in ((stranger, stranger.private), (there.ann, there.group)):
            message = await bot.api.call(
                "sendMessage",
                {
                    "chat_id": room.id,
                    "text": "按",
                    "reply_markup": {"inline_keyboard": [[{"text": "按", "callback_data": "forget:yes"}]]},
                },
            )
            assert message["message_id"]
            tap = person.taps(room, "按")
            await bot.settled()
            assert tap.notice == "这个按钮已经过期了"
        assert await bot.rows("SELECT id FROM question WHERE kind = 'forget'") == []


async def test_who_comes_back_before_the_last_word_was_sent_keeps_the_chat(store: Store) -> None:
    async with store.transaction() as query:
        private = await Chats(query).add(NUMBER, "private", None, 1)
        group = await Chats(query).add(-5, "group", None, 1)
        await Persons(query).meet(NUMBER, NAME)
        assert not await leave(query, private.id)
        assert not await leave(query, group.id)
        assert not await leave(query, 99)


# --- 我的资料 -------------------------------------------------------------------------------------------------


async def test_all_that_is_held_is_shown_in_private_to_read_and_as_a_file_and_nothing_of_others(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        there.ann.says(None, "我的资料")
        await bot.settled()
        shown, sheet = there.ann.private.messages[-2:]
        text = shown.text or ""
        for word in (
            NAME,
            str(NUMBER),
            f"住处：9-{ROOM}（您自己说的）",
            "接龙「柚子团」：柚子2个",
            "接龙「鸡蛋团」：鸡蛋1板",
        ):
            assert word in text, text
        for word in ("身份：志愿者", "同意记录：配药", "等您回答的问题", "等您确认的文件", "截单 180 天后删"):
            assert word in text, text
        held = json.loads(document(sandbox, sheet))
        assert held["account"] == {"name": NAME, "telegram_number": NUMBER}
        (compound,) = held["compounds"]
        assert [order["lines"][0]["quantity"] for order in compound["orders"]] == [2.0, 1.0]
        assert compound["roles"][0]["granted_at"].endswith("+00:00")
        for words in (text, json.dumps(held, ensure_ascii=False)):
            assert not any(other in words for other in ("小许", "101", "周主任"))


def document(sandbox: Sandbox, message: Any) -> bytes:
    """Return the file that a message brought."""
    file_id = message.content["document"]["file_id"]
    return sandbox.world.state.files[file_id].data


async def test_a_consent_is_taken_back_under_what_is_held(
    sandbox: Sandbox, tmp_path: Path, there: Neighbourhood
) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        there.ann.says(None, "我的资料")
        await bot.settled()
        there.ann.taps(there.ann.private.messages[-2], "撤回同意：配药（9号楼）")
        await bot.settled()
        (row,) = await bot.rows("SELECT withdrawn_at FROM consent")
        assert row["withdrawn_at"] is not None
        there.ann.says(None, "我的资料")
        await bot.settled()
        assert "撤回了" in (there.ann.private.messages[-2].text or "")


async def test_a_group_is_not_told(sandbox: Sandbox, tmp_path: Path, there: Neighbourhood) -> None:
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        for words in ("我的资料", "删除我的资料"):
            there.ann.says(there.group, words)
            await bot.settled()
            assert there.group.last().text == f"「{words}」请私聊我发。"


async def test_the_database_holds_no_other_copy(sandbox: Sandbox, tmp_path: Path, there: Neighbourhood) -> None:
    """The rows themselves, read by another hand."""
    async with running(sandbox, tmp_path) as bot:
        await there.live(bot)
        await there.forget(bot)
        path = bot.store.path
    connection = sqlite3.connect(path)
    dump = "\n".join(connection.iterdump())
    connection.close()
    assert not any(mark in dump for mark in (NAME, str(NUMBER), ROOM, NOTE))
