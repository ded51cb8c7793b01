"""The sender against Telegram's moods: order kept, nobody delayed by another, every outcome told."""

import asyncio
import json
from typing import Any

import pytest

from bot.limit import Limits
from conversation.content import Content, Document, Photo, Recipe, Text
from sandbox import Rule, Sandbox
from storage.chat import Chat, Chats
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.slot import Slots, Wish
from storage.store import Query, Store
from tests.bot.parts import Sending, chat_of, rows, sending
from tests.running import UNLIMITED

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def said(chat: Chat, text: str, **about: Any) -> Outgoing:
    return Outgoing("sendMessage", Lane.MESSAGE, chat.id, {"text": text}, **about)


class Board:
    """What a slot or a recipe of these tests shows: words by subject, which a test may change."""

    def __init__(self, **words: str) -> None:
        self.words = {int(number.removeprefix("_")): text for number, text in words.items()}
        self.is_broken = False

    async def gather(self, query: Query, subject: int) -> str | None:
        if self.is_broken:
            raise RuntimeError("周阿姨 3-502")
        return self.words.get(subject)

    def recipes(self) -> dict[str, Recipe[Any]]:
        return {
            "board": Recipe(self.gather, Text),
            "sheet": Recipe(self.gather, _sheet, is_heavy=True),
            "card": Recipe(self.gather, _card),
        }


def _sheet(words: str) -> Content:
    return Document("清单.csv", words.encode(), caption="清单")


def _card(words: str) -> Content:
    return Photo(PNG, caption=words)


async def a_slot(store: Store, chat: Chat, subject: int, *, is_pinned: bool = False, thread: int | None = None) -> str:
    name = f"board:{subject}"
    async with store.transaction() as query:
        Slots(query).keep(Wish(name, "board", subject, thread, is_pinned), chat.id)
    return name


async def test_messages_of_a_chat_leave_in_order_and_reply_where_they_belong(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    asked = ann.says(group, "在吗")
    chat = await chat_of(store, group.id)
    async with sending(sandbox, store) as bot:
        replies = [said(chat, f"第{n}句", about=Place(chat.address_id, asked.id)) for n in range(5)]
        ids = await bot.file(*replies)
        await bot.settled()
        transcript = group.transcript()[1:]
        assert [seen.text for seen in transcript] == [f"第{n}句" for n in range(5)]
        assert {seen.reply_to for seen in transcript} == {asked.id}
        places = await rows(store, "SELECT id, sent_message_id FROM outbox WHERE state = 'sent' ORDER BY id")
        assert [(row["id"], row["sent_message_id"]) for row in places] == list(
            zip(ids, [seen.id for seen in transcript], strict=True)
        )


async def test_a_reply_to_a_message_that_was_deleted_is_said_all_the_same(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    asked = ann.says(group, "在吗")
    ann.deletes(asked)
    chat = await chat_of(store, group.id)
    async with sending(sandbox, store) as bot:
        await bot.file(said(chat, "在的", about=Place(chat.address_id, asked.id)))
        await bot.settled()
    assert group.transcript().texts == ["在的"]


async def test_a_429_in_one_chat_delays_no_other_not_even_their_many_slots(sandbox: Sandbox, store: Store) -> None:
    held, free = sandbox.group("6号楼"), sandbox.group("7号楼")
    one, two = await chat_of(store, held.id), await chat_of(store, free.id)
    board = Board(**{f"_{n}": f"第{n}块" for n in range(1, 41)})
    sandbox.faults.add(Rule("too_many_requests", chat_id=held.id, seconds=600))
    async with sending(sandbox, store, recipes=board.recipes()) as bot:
        waiting = [(one, await a_slot(store, one, n)) for n in range(1, 40)]
        last = await a_slot(store, two, 40)
        await bot.file(said(one, "等"), said(two, "不等"))
        await bot.keep(*waiting)
        await bot.until("SELECT id FROM outbox WHERE error = '429' LIMIT 1")
        await bot.keep((two, last))
        await sandbox.until(lambda: free.transcript().texts == ["不等", "第40块"])
        assert held.transcript().texts == []
        assert await rows(store, "SELECT id FROM outbox WHERE state = 'dead'") == []


async def test_a_chat_that_waits_for_its_limit_delays_no_other(sandbox: Sandbox, store: Store) -> None:
    busy, free = sandbox.group("6号楼"), sandbox.group("7号楼")
    one, two = await chat_of(store, busy.id), await chat_of(store, free.id)
    limits = Limits(per_second=1000.0, per_minute_in_a_group=3, seconds_between_messages=0.0)
    async with sending(sandbox, store, limits=limits) as bot:
        await bot.file(*(said(one, f"{n}") for n in range(9)))
        await bot.until("SELECT id FROM outbox WHERE state = 'sent'", 3)
        await bot.file(said(two, "不等"))
        await sandbox.until(lambda: free.transcript().texts == ["不等"])
        assert busy.transcript().texts == ["0", "1", "2"]


async def test_a_chat_that_sent_the_bot_away_loses_its_rows_and_whoever_waits_hears_it(
    sandbox: Sandbox, store: Store
) -> None:
    ann, bob = sandbox.person("周阿姨", started=True), sandbox.person("小许", started=True)
    one, two = await chat_of(store, ann.id, "private"), await chat_of(store, bob.id, "private")
    ann.blocks()
    async with sending(sandbox, store) as bot:
        await bot.file(
            said(one, "一", outcome='{"to": "first"}'),
            said(one, "二"),
            said(one, "明早", not_before=bot.now + 9999, outcome='{"to": "third"}'),
            said(two, "好"),
        )
        await bot.settled()
        assert [(o["waited"]["to"], o["chat_id"], o["result"], o["error"]) for o in await bot.outcomes()] == [
            ("first", one.id, None, "forbidden"),
            ("third", one.id, None, "forbidden"),
        ]
        assert await rows(store, "SELECT is_active FROM chat ORDER BY id") == [{"is_active": 0}, {"is_active": 1}]
        assert bob.private.transcript().texts == ["好"]
        assert await rows(store, "SELECT payload FROM outbox WHERE state = 'dead' AND payload <> ''") == []


async def test_a_stranger_whom_telegram_does_not_find_in_a_group_costs_the_group_nothing(
    sandbox: Sandbox, store: Store
) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    sandbox.faults.add(Rule("bad_request", method="getChatMember", text="Bad Request: user not found"))
    async with sending(sandbox, store) as bot:
        look = Outgoing("getChatMember", Lane.MESSAGE, chat.id, {"user_id": 5}, outcome='{"to": "me"}')
        await bot.file(look, said(chat, "还在"))
        await bot.settled()
        assert [outcome["error"] for outcome in await bot.outcomes()] == ["refused"]
    assert group.transcript().texts == ["还在"]
    assert await rows(store, "SELECT is_active FROM chat") == [{"is_active": 1}]


async def test_a_group_that_moved_is_followed_and_its_live_slots_are_sent_anew(sandbox: Sandbox, store: Store) -> None:
    group = sandbox.group("6号楼", members=[sandbox.person("周阿姨")], kind="group")
    chat = await chat_of(store, group.id)
    board = Board(_1="第1块")
    async with sending(sandbox, store, recipes=board.recipes()) as bot:
        name = await a_slot(store, chat, 1)
        await bot.keep((chat, name))
        await bot.settled()
        shown = group.last().id
        group.upgrade()
        board.words[1] = "新的第1块"
        await bot.file(
            said(chat, "到了", about=Place(chat.address_id, shown)),
            Outgoing(
                "setMessageReaction",
                Lane.RECEIPT,
                chat.id,
                {"reaction": [{"type": "emoji", "emoji": "✍"}]},
                about=Place(chat.address_id, shown),
                outcome='{"to": "receipt"}',
            ),
        )
        await bot.settled()
        texts = [seen.text for seen in group.transcript() if seen.kind == "text"]
        assert sorted(texts) == ["到了", "新的第1块"]
        assert group.find("到了").reply_to is None  # the message it answered has another number now, or none
        assert [(o["waited"]["to"], o["error"]) for o in await bot.outcomes()] == [("receipt", "moved")]
        async with store.snapshot() as query:
            now = await Chats(query).current(chat.id)
        assert now is not None
        assert now.telegram_chat_id == group.id


async def test_a_slot_is_edited_in_place_and_only_its_newest_version_is_shown(sandbox: Sandbox, store: Store) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    board = Board(_1="一")
    async with sending(sandbox, store, recipes=board.recipes()) as bot:
        name = await a_slot(store, chat, 1)
        await bot.keep((chat, name))
        await bot.settled()
        board.words[1] = "二"
        await bot.keep((chat, name))
        await bot.settled()
        await bot.keep((chat, name))  # nothing is new: Telegram refuses, and that is as wished
        await bot.settled()
    assert [(seen.text, seen.edited) for seen in group.transcript()] == [("二", True)]
    assert {row["state"] for row in await rows(store, "SELECT state FROM outbox")} == {"sent"}


async def test_a_slot_is_edited_once_in_its_time_and_then_says_the_newest(sandbox: Sandbox, store: Store) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    board = Board(_1="一")
    limits = Limits(1000.0, 1000, 0.0, seconds_between_edits=600)
    async with sending(sandbox, store, recipes=board.recipes(), limits=limits) as bot:
        name = await a_slot(store, chat, 1)
        await bot.keep((chat, name))
        await bot.settled()
        for words in ("二", "三", "四"):
            board.words[1] = words
            await bot.keep((chat, name))
        await bot.file(said(chat, "别的照常"))
        await sandbox.until(lambda: group.transcript().texts == ["一", "别的照常"])
        sandbox.clock.move(600)
        bot.sender.wake()
        await bot.settled()
        assert sandbox.history.calls["editMessageText"] == 1
    assert group.transcript().texts == ["四", "别的照常"]


async def test_a_slot_whose_message_was_deleted_is_sent_anew(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    chat = await chat_of(store, group.id)
    board = Board(_1="一")
    async with sending(sandbox, store, recipes=board.recipes()) as bot:
        name = await a_slot(store, chat, 1)
        await bot.keep((chat, name))
        await bot.settled()
        ann.deletes(group.last())
        board.words[1] = "二"
        await bot.keep((chat, name))
        await bot.settled()
    assert group.transcript().texts == ["二"]


async def test_a_slot_stands_in_its_topic_and_one_with_nothing_to_show_is_not_sent(
    sandbox: Sandbox, store: Store
) -> None:
    group = sandbox.group("6号楼", members=[sandbox.person("周阿姨")], bot_is_admin=True, is_forum=True)
    topic = group.open_topic("团购")
    chat = await chat_of(store, group.id)
    async with sending(sandbox, store, recipes=Board(_1="一").recipes()) as bot:
        await bot.keep((chat, await a_slot(store, chat, 1, thread=topic.id)), (chat, await a_slot(store, chat, 2)))
        await bot.settled()
    assert [seen.topic for seen in group.transcript() if seen.text == "一"] == [topic.id]
    assert sandbox.history.calls["sendMessage"] == 1


async def test_a_slot_to_be_pinned_is_pinned_once_and_a_missing_right_is_told(sandbox: Sandbox, store: Store) -> None:
    may, may_not = sandbox.group("6号楼", bot_is_admin=True), sandbox.group("7号楼")
    one, two = await chat_of(store, may.id), await chat_of(store, may_not.id)
    board = Board(_1="一", _2="二")
    async with sending(sandbox, store, recipes=board.recipes()) as bot:
        names = (one, await a_slot(store, one, 1, is_pinned=True)), (two, await a_slot(store, two, 2, is_pinned=True))
        await bot.keep(*names)
        await bot.settled()
        board.words.update({1: "一一", 2: "二二"})
        await bot.keep(*names)
        await bot.settled()
        outcomes = [(o["waited"]["to"], o["chat_id"], o["result"], o["error"]) for o in await bot.outcomes()]
        assert sorted(outcomes, key=lambda o: o[1]) == [
            ("pin", one.id, True, None),
            ("pin", two.id, None, "no rights"),
        ]
    assert [seen.pinned for seen in may.transcript() if seen.text == "一一"] == [True]
    assert sandbox.history.calls["pinChatMessage"] == 2


async def test_a_refused_reaction_is_nothing_to_speak_of(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    chat, asked = await chat_of(store, group.id), ann.says(group, "3-502 青菜2")
    sandbox.faults.add(Rule("bad_request", method="setMessageReaction", text="Bad Request: REACTION_INVALID"))
    reaction = Outgoing(
        "setMessageReaction",
        Lane.RECEIPT,
        chat.id,
        {"reaction": [{"type": "emoji", "emoji": "✍"}]},
        about=Place(chat.address_id, asked.id),
    )
    async with sending(sandbox, store) as bot:
        await bot.file(reaction, said(chat, "好"))
        await bot.settled()
        sandbox.faults.clear()
        await bot.file(reaction)
        await bot.settled()
    assert [seen.text for seen in group.transcript()] == ["3-502 青菜2", "好"]
    assert group.transcript()[0].reactions == ((sandbox.bot.username, "✍"),)


async def test_documents_and_photos_are_made_from_their_recipes_just_before_sending(
    sandbox: Sandbox, store: Store
) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)

    def made(name: str, subject: int) -> Outgoing:
        return Outgoing("recipe", Lane.MESSAGE, chat.id, {"recipe": name, "subject": subject})

    async with sending(sandbox, store, recipes=Board(_1="房号,份数").recipes()) as bot:
        await bot.file(made("sheet", 1), made("card", 1), made("board", 1), made("board", 2))
        await bot.settled()
    assert [(seen.kind, seen.text) for seen in group.transcript()] == [
        ("document", "清单.csv 清单"),
        ("photo", "房号,份数"),
        ("text", "房号,份数"),
    ]
    assert {row["state"] for row in await rows(store, "SELECT state FROM outbox")} == {"sent"}


async def test_what_cannot_be_made_is_given_up_and_stops_nobody_and_says_nothing_in_the_log(
    sandbox: Sandbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    group, other = sandbox.group("6号楼"), sandbox.group("7号楼")
    chat, two = await chat_of(store, group.id), await chat_of(store, other.id)
    board = Board()
    board.is_broken = True
    async with sending(sandbox, store, recipes=board.recipes()) as bot:
        await bot.file(
            Outgoing(
                "recipe",
                Lane.MESSAGE,
                chat.id,
                {"recipe": "board", "subject": 1},
                if_unsure="drop",
                outcome='{"to":"a"}',
            ),
            Outgoing("recipe", Lane.MESSAGE, chat.id, {"recipe": "nobody's", "subject": 1}, if_unsure="drop"),
            said(chat, "好"),
            said(two, "也好"),
        )
        await bot.settled()
        assert [outcome["error"] for outcome in await bot.outcomes()] == ["RuntimeError"]
    assert group.transcript().texts == ["好"]
    assert other.transcript().texts == ["也好"]
    assert "周阿姨" not in caplog.text
    assert "RuntimeError@test_sender.py" in caplog.text


async def test_an_answer_to_a_tap_is_worthless_after_its_time(sandbox: Sandbox, store: Store) -> None:
    async with sending(sandbox, store) as bot:
        late = Outgoing("answerCallbackQuery", Lane.ANSWER, None, {"callback_query_id": "7"}, expires_at=bot.now)
        in_time = Outgoing(
            "answerCallbackQuery",
            Lane.ANSWER,
            None,
            {"callback_query_id": "8"},
            expires_at=bot.now + 10,
            if_unsure="drop",
        )
        await bot.file(late, in_time)
        await bot.settled()
    errors = [row["error"] for row in await rows(store, "SELECT error FROM outbox ORDER BY id")]
    assert errors == ["expired", "refused"]  # nobody tapped: the sandbox knows no such query
    assert sandbox.history.calls["answerCallbackQuery"] == 1


async def test_a_429_on_a_tap_answer_holds_nobody(sandbox: Sandbox, store: Store) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    sandbox.faults.add(Rule("too_many_requests", method="answerCallbackQuery", seconds=600))
    async with sending(sandbox, store) as bot:
        await bot.file(
            Outgoing("answerCallbackQuery", Lane.ANSWER, None, {"callback_query_id": "8"}, expires_at=bot.now + 10)
        )
        await bot.until("SELECT id FROM outbox WHERE error = '429' LIMIT 1")
        await bot.file(said(chat, "好"))
        await sandbox.until(lambda: group.transcript().texts == ["好"])


@pytest.mark.parametrize(("if_unsure", "times"), [("again", 2), ("drop", 1)])
async def test_an_answer_that_was_not_heard_is_sent_again_only_where_the_row_says_so(
    sandbox: Sandbox, store: Store, if_unsure: str, times: int
) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    sandbox.faults.add(Rule("drop_after", method="sendMessage", nth=1))
    async with sending(sandbox, store) as bot:
        await bot.file(said(chat, "一", if_unsure=if_unsure), said(chat, "二"))
        await bot.settled()
    assert group.transcript().texts == [*["一"] * times, "二"]


@pytest.mark.parametrize("kind", ["malformed", "bad_gateway", "server_error", "drop_before"])
async def test_a_call_that_failed_on_the_way_is_made_again_in_its_place(
    sandbox: Sandbox, store: Store, kind: str
) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    sandbox.faults.add(Rule(kind, method="sendMessage", nth=1))  # type: ignore[arg-type]
    async with sending(sandbox, store) as bot:
        await bot.file(said(chat, "一"), said(chat, "二"))
        await bot.settled()
    assert group.transcript().texts[-2:] == ["一", "二"]
    assert {row["state"] for row in await rows(store, "SELECT state FROM outbox")} == {"sent"}


async def test_a_telegram_that_cannot_be_reached_is_waited_for(
    sandbox: Sandbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    async with sending(sandbox, store) as bot:
        await sandbox.refuse()
        await bot.file(said(chat, "一", if_unsure="drop"), said(chat, "二"))
        await bot.until("SELECT id FROM outbox WHERE error = 'unreachable' LIMIT 1")
        await sandbox.start()
        await bot.settled()
    assert group.transcript().texts == ["一", "二"]
    assert "sending-failed reason=unreachable" in caplog.text


async def test_what_a_killed_process_left_under_way_is_sent_again_or_dropped_as_its_row_says(
    sandbox: Sandbox, store: Store
) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    chat, asked = await chat_of(store, group.id), ann.says(group, "3-502 青菜2")
    await a_slot(store, chat, 1)
    async with store.transaction() as query:
        outbox = Outbox(query)
        under_way = [
            await outbox.file(said(chat, "再说", if_unsure="again"), 1),
            await outbox.file(said(chat, "不再说", if_unsure="drop", outcome='{"to": "me"}'), 1),
            await outbox.file(
                Outgoing(
                    "setMessageReaction",
                    Lane.RECEIPT,
                    chat.id,
                    {"reaction": [{"type": "emoji", "emoji": "✍"}]},
                    about=Place(chat.address_id, asked.id),
                    if_unsure="drop",  # but it does no harm when it is made twice
                ),
                1,
            ),
        ]
        outbox.put_slot(chat.id, "board:1", 1)
        slot = await query.the("SELECT id FROM outbox WHERE method = 'slot'")
        for row_id in (*under_way, slot["id"]):
            assert row_id is not None
            await outbox.claim(row_id)
        outbox.put_slot(chat.id, "board:1", 1)
    async with sending(sandbox, store, recipes=Board(_1="一").recipes()) as bot:
        await bot.settled()
        assert [(o["waited"]["to"], o["error"]) for o in await bot.outcomes()] == [("me", "unsure")]
    assert sorted(group.transcript().texts) == sorted(["3-502 青菜2", "再说", "一"])
    assert group.transcript()[0].reactions
    (superseded,) = await rows(store, "SELECT error FROM outbox WHERE method = 'slot' AND state = 'dead'")
    assert superseded["error"] == "superseded"


async def test_what_waits_behind_a_refused_message_is_told_to_who_waits(sandbox: Sandbox, store: Store) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    filed = asyncio.Event()
    async with sending(sandbox, store, outcome_filed=filed.set) as bot:
        (first,) = await bot.file(said(chat, " ", outcome='{"to": "first"}'))
        await bot.settled()
        await bot.file(said(chat, "随后", after=first, outcome='{"to": "second"}'), said(chat, "别的"))
        await bot.settled()
        assert filed.is_set()
        assert [(o["waited"]["to"], o["error"]) for o in await bot.outcomes()] == [
            ("first", "refused"),
            ("second", "orphan"),
        ]
    assert group.transcript().texts == ["别的"]


async def test_an_outcome_brings_telegrams_answer(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    chat = await chat_of(store, group.id)
    async with sending(sandbox, store) as bot:
        await bot.file(
            Outgoing(
                "getChatMember", Lane.MESSAGE, chat.id, {"user_id": ann.id}, outcome=json.dumps({"to": "me", "n": 7})
            )
        )
        await bot.settled()
        (outcome,) = await bot.outcomes()
    assert outcome["waited"] == {"to": "me", "n": 7}
    assert (outcome["result"]["status"], outcome["error"], outcome["chat_id"]) == ("creator", None, chat.id)


async def test_a_full_disk_holds_sending_and_sends_nothing_twice(
    sandbox: Sandbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    async with sending(sandbox, store) as bot:
        async with store.transaction() as query:
            await query.all("CREATE TABLE heap (stuff TEXT) STRICT")
            await query.all(
                "CREATE TRIGGER heaping AFTER UPDATE ON outbox BEGIN "
                "INSERT INTO heap (stuff) VALUES (hex(randomblob(9000))); END"
            )
            pages = await query.the("PRAGMA page_count")
            await query.all(f"PRAGMA max_page_count = {pages['page_count'] + 1}")
        await bot.file(said(chat, "一"))
        await sandbox.until(lambda: "outbox-not-writable" in caplog.text)
        assert group.transcript().texts == []  # not claimed, so not sent
        async with store.transaction() as query:
            await query.all("PRAGMA max_page_count = 100000")
        await bot.settled()
    assert group.transcript().texts == ["一"]


async def test_stopping_waits_for_what_is_under_way_and_takes_nothing_new(sandbox: Sandbox, store: Store) -> None:
    group = sandbox.group("6号楼")
    chat = await chat_of(store, group.id)
    slow = sandbox.faults.add(Rule("delay_after", method="sendMessage", seconds=0.2))
    async with sending(sandbox, store, limits=UNLIMITED) as bot:
        await bot.file(said(chat, "一"), said(chat, "二"))
        await sandbox.until(lambda: slow.happened == 1)
    states = [row["state"] for row in await rows(store, "SELECT state FROM outbox ORDER BY id")]
    assert states == ["sent", "new"]
    assert isinstance(bot, Sending)


async def test_a_wrong_statement_in_a_recipe_holds_nobody_else(sandbox: Sandbox, store: Store) -> None:
    group, other = sandbox.group("6号楼"), sandbox.group("7号楼")
    chat, two = await chat_of(store, group.id), await chat_of(store, other.id)

    async def ask_wrongly(query: Query, subject: int) -> None:
        await query.all("SELECT shoe_size FROM person")

    recipes: dict[str, Recipe[Any]] = {"wrong": Recipe(ask_wrongly, lambda _: Text("?"))}
    wrong = Outgoing("recipe", Lane.MESSAGE, chat.id, {"recipe": "wrong", "subject": 1}, if_unsure="drop")
    async with sending(sandbox, store, recipes=recipes) as bot:
        await bot.file(wrong)
        await bot.settled()
        await bot.file(said(two, "好"))
        await sandbox.until(lambda: other.transcript().texts == ["好"])
    assert [row["error"] for row in await rows(store, "SELECT error FROM outbox WHERE state = 'dead'")] == [
        "OperationalError"
    ]
