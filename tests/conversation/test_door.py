"""The door to a group: each way out refuses what is for private ears, and veils a phone that somebody wrote."""

import ast
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.dispatch import Dispatch
from conversation.broadcast import Strike
from conversation.content import Button, Content, Document, Photo, Recipe, Text, Whisper
from conversation.turn import Incoming, Repositories, Sender, Turn
from domain.discretion import Discreet, IndiscretionError
from domain.due import Due, Lateness, Plan
from sandbox import Sandbox
from storage.chat import Chat, Chats
from storage.message import Version
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.slot import Slots, Wish
from storage.store import Query, Store
from tests.bot.parts import api_of
from tests.storage.making import a_group

NEED = Discreet("6-302 要胰岛素")
PHONE = "13912345678"


async def private(query: Query) -> Chat:
    return await Chats(query).at(500) or await Chats(query).add(500, "private", None, 10)


@asynccontextmanager
async def a_turn(store: Store, kind: str = "group") -> AsyncIterator[Turn]:
    async with store.transaction() as query:
        chat = await a_group(query) if kind == "group" else await private(query)
        incoming = Incoming(Version(chat.address_id, 3, 10, 0, 1), "好")
        yield Turn(Repositories(query, 1), 10, "shouwang_bot", chat, Sender(500, "小陶"), incoming)


# --- where it is said ---------------------------------------------------------------------------------------------


WAYS: dict[str, Callable[[Turn], Any]] = {
    "say": lambda turn: turn.say(NEED),
    "rewrite": lambda turn: turn.rewrite(NEED, [], chat_id=turn.chat.id, at=Place(1, 1)),
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_turn_refuses_discreet_words_in_a_group_and_says_them_in_private(store: Store, way: str) -> None:
    async with a_turn(store) as turn:
        with pytest.raises(IndiscretionError):
            WAYS[way](turn)
    async with a_turn(store, "private") as turn:
        WAYS[way](turn)
        assert turn.close()
    async with store.snapshot() as query:
        (row,) = await query.all("SELECT payload FROM outbox")
    assert json.loads(row["payload"])["text"] == NEED.for_private_ears


async def test_a_question_refuses_discreet_words_in_a_group(store: Store) -> None:
    async with a_turn(store) as turn:
        with pytest.raises(IndiscretionError):
            await turn.ask("need", NEED, {})


async def test_from_a_group_discreet_words_go_to_a_private_chat_and_never_the_other_way(store: Store) -> None:
    async with a_turn(store) as turn:
        turn.say(NEED, chat=await private(turn.store.query))
    async with a_turn(store, "private") as turn:
        group = await a_group(turn.store.query, -4002)
        with pytest.raises(IndiscretionError):
            turn.say(NEED, chat=group)
        with pytest.raises(IndiscretionError):
            turn.rewrite(NEED, [], chat_id=group.id, at=Place(1, 1))


async def test_the_clock_says_discreet_words_in_private_only(store: Store) -> None:
    async with store.transaction() as query:
        due = Due("bell", "bell", ZoneInfo("Asia/Shanghai"), 10)
        strike = Strike(Repositories(query, 1), due, Plan(10, 10, Lateness.PUNCTUAL, None), 10)
        with pytest.raises(IndiscretionError):
            strike.say(await a_group(query), NEED)
        strike.say(await private(query), NEED, named=("胰岛素",))
        (row,) = await query.all("SELECT payload FROM outbox")
    assert json.loads(row["payload"])["text"] == NEED.for_private_ears


async def test_discreet_words_do_not_even_become_a_row_of_the_outbox(store: Store) -> None:
    async with store.transaction() as query:
        with pytest.raises(TypeError):
            Outbox(query).put(Outgoing("sendMessage", Lane.MESSAGE, None, {"text": NEED}), 10)


# --- where it is sent ---------------------------------------------------------------------------------------------


async def gather(query: Query, subject: int) -> int | None:
    return subject or None


DRAWN: dict[str, Content] = {
    "text": Text(f"小陶 {PHONE}", [[Button(f"打{PHONE}", url=f"https://t.me/{PHONE}")]]),
    "named": Text(f"柚子团 {PHONE}，小陶 13712345678", named=(f"柚子团 {PHONE}",)),
    "whisper": Whisper(NEED, [[Button("好", data="a:1")]]),
    "sheet": Document("名单.csv", b"1", f"小陶 {PHONE}"),
    "secret": Document("名单.csv", b"1", is_discreet=True),
    "photo": Photo(b"1", f"小陶 {PHONE}"),
}


def drawing(content: Content) -> Callable[[int], Content]:
    return lambda number: content


RECIPES: dict[str, Recipe[Any]] = {name: Recipe(gather, drawing(content)) for name, content in DRAWN.items()}


class Sent:
    """What the sender would call Telegram with."""

    def __init__(self, store: Store, dispatch: Dispatch) -> None:
        self._store, self._dispatch = store, dispatch

    async def call(self, chat: Chat, outgoing: Outgoing) -> dict[str, Any]:
        """Return the arguments of the call that a row for that chat becomes."""
        async with self._store.transaction() as query:
            Outbox(query).put(outgoing, 10)
        return await self.next()

    async def next(self) -> dict[str, Any]:
        async with self._store.transaction() as query:
            (due,) = await Outbox(query).due(20, 0, 9)
            await Outbox(query).claim(due.id)
            await Outbox(query).sent(due.id, None, 20)
        call = await self._dispatch.call_for(due)
        assert call is not None
        return call.arguments


@pytest.fixture
async def sent(sandbox: Sandbox, store: Store) -> AsyncIterator[Sent]:
    async with api_of(sandbox) as api:
        yield Sent(store, Dispatch(api, store, RECIPES))


async def both(store: Store) -> tuple[Chat, Chat]:
    async with store.transaction() as query:
        return await a_group(query), await private(query)


def message(chat: Chat, **payload: Any) -> Outgoing:
    method = "recipe" if "recipe" in payload else "sendMessage"
    return Outgoing(method, Lane.MESSAGE, chat.id, payload)


async def test_a_phone_is_veiled_in_every_text_to_a_group_and_in_none_to_a_person(store: Store, sent: Sent) -> None:
    group, person = await both(store)
    markup = {"inline_keyboard": [[{"text": f"打{PHONE}", "callback_data": f"a:{PHONE}"}]]}
    told = await sent.call(group, message(group, text=f"小陶 {PHONE}", reply_markup=markup))
    assert told["text"] == "小陶 [电话]"
    assert told["reply_markup"] == {"inline_keyboard": [[{"text": "打[电话]", "callback_data": f"a:{PHONE}"}]]}
    assert told["chat_id"] == group.telegram_chat_id
    told = await sent.call(person, message(person, text=f"小陶 {PHONE}"))
    assert told["text"] == f"小陶 {PHONE}"


async def test_what_an_organiser_named_is_shown_as_it_is(store: Store, sent: Sent) -> None:
    group, _ = await both(store)
    told = await sent.call(group, message(group, text=f"柚子团 {PHONE}", named=[f"柚子团 {PHONE}"]))
    assert told["text"] == f"柚子团 {PHONE}"
    assert "named" not in told
    told = await sent.call(group, message(group, recipe="named", subject=1))
    assert told["text"] == f"柚子团 {PHONE}，小陶 [电话]"


async def test_a_recipe_is_veiled_in_a_group_in_its_text_its_buttons_and_its_caption(store: Store, sent: Sent) -> None:
    group, _ = await both(store)
    told = await sent.call(group, message(group, recipe="text", subject=1))
    assert told["text"] == "小陶 [电话]"
    assert told["reply_markup"]["inline_keyboard"] == [[{"text": "打[电话]", "url": f"https://t.me/{PHONE}"}]]
    for name in ("sheet", "photo"):
        assert (await sent.call(group, message(group, recipe=name, subject=1)))["caption"] == "小陶 [电话]"


@pytest.mark.parametrize("name", ["whisper", "secret"])
async def test_a_recipe_for_private_ears_is_refused_in_a_group(store: Store, sent: Sent, name: str) -> None:
    group, person = await both(store)
    with pytest.raises(IndiscretionError):
        await sent.call(group, message(group, recipe=name, subject=1))
    told = await sent.call(person, message(person, recipe=name, subject=1))
    assert "text" not in told or told["text"] == NEED.for_private_ears


async def slot(store: Store, chat: Chat, recipe: str, *, shown: bool) -> None:
    async with store.transaction() as query:
        Slots(query).keep(Wish(f"a:{recipe}", recipe, 1), chat.id)
        Outbox(query).put_slot(chat.id, f"a:{recipe}", 10)
        (made,) = await Slots(query).live(chat.id)
        if shown:
            await Slots(query).shown(made.id, Place(chat.address_id, 4), 1)


@pytest.mark.parametrize("shown", [False, True])
async def test_a_slot_of_a_group_is_veiled_and_refuses_what_is_for_private_ears(
    store: Store, sent: Sent, shown: bool
) -> None:
    group, person = await both(store)
    await slot(store, group, "text", shown=shown)
    told = await sent.next()
    assert (told["text"], "message_id" in told) == ("小陶 [电话]", shown)
    await slot(store, person, "whisper", shown=shown)
    assert (await sent.next())["text"] == NEED.for_private_ears
    async with store.transaction() as query:
        other = await a_group(query, -4002)
    await slot(store, other, "whisper", shown=shown)
    with pytest.raises(IndiscretionError):
        await sent.next()


# --- nobody goes round it -----------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


def test_only_the_door_takes_discreet_words_apart() -> None:
    """Who writes `.for_private_ears` elsewhere has gone round the door."""
    found = []
    for folder in ("bot", "broadcasts", "conversation", "handlers", "rendering", "storage", "domain", "parsing"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            if any(isinstance(node, ast.Attribute) and node.attr == "for_private_ears" for node in ast.walk(tree)):
                found.append(path.relative_to(ROOT).as_posix())
    assert found == ["conversation/door.py"]
