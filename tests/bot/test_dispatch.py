"""From a row to the call it means."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.dispatch import Call, Dispatch, UnsendableError
from conversation.content import Button, Document, Photo, Recipe, Text
from sandbox import Sandbox
from storage.outbox import Due, Lane, Place
from storage.slot import Slots, Wish
from storage.store import Query, Store
from tests.bot.parts import api_of, chat_of


async def gather(query: Query, subject: int) -> int | None:
    return subject if subject else None


RECIPES: dict[str, Recipe[Any]] = {
    "text": Recipe(gather, lambda number: Text(f"第{number}块", [[Button("看", data="tally:1")]])),
    "file": Recipe(gather, lambda number: Document("a.csv", b"1")),
    "card": Recipe(gather, lambda number: Photo(b"png", "问 13800001111")),
}


@pytest.fixture
async def dispatch(sandbox: Sandbox, store: Store) -> AsyncIterator[Dispatch]:
    async with api_of(sandbox) as api:
        yield Dispatch(api, store, RECIPES)


@pytest.fixture
async def due(store: Store) -> Due:
    """A message for a group at the Telegram id -7, replying to number 12 there."""
    chat = await chat_of(store, -7)
    return Due(
        id=1,
        method="sendMessage",
        lane=Lane.MESSAGE,
        payload='{"text": "好"}',
        chat_id=chat.id,
        address_id=chat.address_id,
        telegram_chat_id=-7,
        is_group=True,
        slot_id=None,
        about=Place(chat.address_id, 12),
        attempts=0,
        if_unsure="again",
        outcome=None,
        expires_at=None,
    )


async def slot(store: Store, due: Due, recipe: str, subject: int, place: Place | None = None) -> Due:
    """Return the row that brings a new slot up to date."""
    async with store.transaction() as query:
        Slots(query).keep(Wish(f"{recipe}:{subject}", recipe, subject), due.chat_id or 0)
        (made,) = await Slots(query).live(due.chat_id or 0)
        if place is not None:
            await Slots(query).shown(made.id, place, 1)
    return replace(due, method="slot", payload="{}", slot_id=made.id, about=None)


async def test_a_reply_is_addressed_and_allows_for_a_deleted_message(dispatch: Dispatch, due: Due) -> None:
    reply = {"message_id": 12, "allow_sending_without_reply": True}
    assert await dispatch.call_for(due) == Call("sendMessage", {"chat_id": -7, "text": "好", "reply_parameters": reply})


async def test_what_it_answers_stands_at_another_address_so_it_is_said_without(dispatch: Dispatch, due: Due) -> None:
    call = await dispatch.call_for(replace(due, about=Place(999, 12)))
    assert call == Call("sendMessage", {"chat_id": -7, "text": "好"})


@pytest.mark.parametrize("about", [None, Place(999, 12)])
async def test_what_acts_on_a_message_that_is_elsewhere_cannot_be_sent(
    dispatch: Dispatch, due: Due, about: Place | None
) -> None:
    with pytest.raises(UnsendableError, match="moved"):
        await dispatch.call_for(replace(due, method="setMessageReaction", about=about))


async def test_a_chat_without_an_address_cannot_be_written_to(dispatch: Dispatch, due: Due) -> None:
    with pytest.raises(UnsendableError, match="no address"):
        await dispatch.call_for(replace(due, telegram_chat_id=None, address_id=None))


async def test_what_belongs_to_no_chat_is_called_as_it_is(dispatch: Dispatch, due: Due) -> None:
    row = replace(due, method="answerCallbackQuery", chat_id=None, payload='{"callback_query_id": "5"}')
    assert await dispatch.call_for(row) == Call("answerCallbackQuery", {"callback_query_id": "5"})


async def test_a_slot_is_sent_where_it_stands_nowhere_and_edited_where_it_stands(
    dispatch: Dispatch, store: Store, due: Due
) -> None:
    row = await slot(store, due, "text", 3)
    sent = await dispatch.call_for(row)
    assert sent is not None
    assert (sent.method, sent.arguments["text"], sent.edits) == ("sendMessage", "第3块", None)
    place = Place(due.address_id or 0, 44)
    async with store.transaction() as query:
        await Slots(query).shown(row.slot_id or 0, place, 1)
    edited = await dispatch.call_for(row)
    assert edited is not None
    assert (edited.method, edited.arguments["message_id"], edited.edits) == ("editMessageText", 44, place)
    assert edited.arguments["reply_markup"] == {"inline_keyboard": [[{"text": "看", "callback_data": "tally:1"}]]}


async def test_a_slot_that_is_not_there_any_more_cannot_be_shown(dispatch: Dispatch, due: Due) -> None:
    with pytest.raises(UnsendableError, match="no slot"):
        await dispatch.call_for(replace(due, method="slot", slot_id=77))
    with pytest.raises(UnsendableError, match="moved"):
        await dispatch.call_for(replace(due, method="pinChatMessage", slot_id=77))


async def test_a_slot_with_nothing_to_show_is_no_call(dispatch: Dispatch, store: Store, due: Due) -> None:
    assert await dispatch.call_for(await slot(store, due, "text", 0)) is None


async def test_a_slot_shows_text_or_a_picture_only(dispatch: Dispatch, store: Store, due: Due) -> None:
    row = await slot(store, due, "file", 1, Place(due.address_id or 0, 44))
    with pytest.raises(TypeError, match="a slot shows text"):
        await dispatch.call_for(row)


async def test_a_picture_in_a_slot_is_put_in_the_place_of_the_one_before(
    dispatch: Dispatch, store: Store, due: Due
) -> None:
    row = await slot(store, due, "card", 1)
    sent = await dispatch.call_for(row)
    assert sent is not None
    assert (sent.method, sent.arguments["caption"]) == ("sendPhoto", "问 [电话]")
    place = Place(due.address_id or 0, 44)
    async with store.transaction() as query:
        await Slots(query).shown(row.slot_id or 0, place, 1)
    edited = await dispatch.call_for(row)
    assert edited is not None
    assert (edited.method, edited.arguments["message_id"], edited.edits) == ("editMessageMedia", 44, place)
    assert edited.arguments["media"].caption == "问 [电话]"
