"""From an outbox row to the Bot API call it means: rendered from a snapshot, addressed, and made."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import InputFile

from bot.api import Api
from conversation.content import Content, Document, Photo, Recipe, Text, keyboard
from storage.outbox import Due, Place
from storage.slot import Slots
from storage.store import Store

_WHERE = {  # methods that act on a message, and the argument that names it
    "setMessageReaction": "message_id",
    "editMessageText": "message_id",
    "editMessageReplyMarkup": "message_id",
    "deleteMessage": "message_id",
    "pinChatMessage": "message_id",
    "unpinChatMessage": "message_id",
}

#: Calls that do no harm when made twice.
IDEMPOTENT = (*_WHERE, "answerCallbackQuery", "setMyCommands", "getChatMember", "getChatAdministrators", "getFile")


class UnsendableError(Exception):
    """The row cannot become a call any more; its argument says in a word why."""


@dataclass(frozen=True, slots=True)
class Call:
    """A Bot API call; `edits` is the place of the message it changes, if it edits one in place of sending."""

    method: str
    arguments: dict[str, Any]
    edits: Place | None = None


class Dispatch:
    """Makes calls from rows."""

    def __init__(self, api: Api, store: Store, recipes: Mapping[str, Recipe[Any]]) -> None:
        self._api, self._store, self._recipes = api, store, recipes

    async def call_for(self, due: Due) -> Call | None:
        """Return the call that a row means now, or None where there is nothing to show.

        Raises UnsendableError where what the row is about has gone.
        """
        if due.chat_id is None:
            return Call(due.method, json.loads(due.payload))
        if due.telegram_chat_id is None:
            raise UnsendableError("no address")
        if due.method == "slot":
            return await self._slot(due)
        payload = json.loads(due.payload)
        if due.method == "recipe":
            content = await self._made(payload.pop("recipe"), payload.pop("subject"))
            return _shown(content, {"chat_id": due.telegram_chat_id, **payload}) if content else None
        arguments = {"chat_id": due.telegram_chat_id, **payload}
        about = await self._about(due)
        if due.method in _WHERE:
            if about is None or about.address_id != due.address_id:
                raise UnsendableError("moved")  # message numbers begin anew after an upgrade
            return Call(due.method, {**arguments, _WHERE[due.method]: about.number}, edits=about)
        if about is not None and about.address_id == due.address_id:
            arguments["reply_parameters"] = {"message_id": about.number, "allow_sending_without_reply": True}
        return Call(due.method, arguments)

    async def make(self, call: Call) -> Any:
        """Make the call; return the JSON of Telegram's answer. Raises TelegramError."""
        return await self._api.call(call.method, call.arguments)

    async def _about(self, due: Due) -> Place | None:
        if due.slot_id is None:
            return due.about
        async with self._store.snapshot() as query:
            slot = await Slots(query).get(due.slot_id)
        return slot.place if slot else None

    async def _slot(self, due: Due) -> Call | None:
        async with self._store.snapshot() as query:
            slot = await Slots(query).get(due.slot_id or 0)
        if slot is None:
            raise UnsendableError("no slot")
        content = await self._made(slot.recipe, slot.subject_id)
        if content is None:
            return None
        arguments: dict[str, Any] = {"chat_id": due.telegram_chat_id}
        if slot.place is not None and slot.place.address_id == due.address_id:
            return Call(
                "editMessageText", {**arguments, "message_id": slot.place.number, **_text(content)}, edits=slot.place
            )
        if slot.thread_id is not None:
            arguments["message_thread_id"] = slot.thread_id
        return _shown(content, arguments)

    async def _made(self, name: str, subject_id: int) -> Content | None:
        recipe = self._recipes[name]
        async with self._store.snapshot() as query:
            gathered = await recipe.gather(query, subject_id)
        if gathered is None:
            return None
        return await asyncio.to_thread(recipe.draw, gathered) if recipe.is_heavy else recipe.draw(gathered)


def _text(content: Content) -> dict[str, Any]:
    if not isinstance(content, Text):
        raise TypeError("a slot shows text")
    shown: dict[str, Any] = {"text": content.text}
    if content.buttons:
        shown["reply_markup"] = keyboard(content.buttons)
    return shown


def _shown(content: Content, arguments: dict[str, Any]) -> Call:
    match content:
        case Text():
            return Call("sendMessage", {**arguments, **_text(content)})
        case Document():
            file = InputFile(content.content, filename=content.name)
            return Call("sendDocument", {**arguments, "document": file, "caption": content.caption})
        case Photo():
            file = InputFile(content.content, filename="picture.png")
            return Call("sendPhoto", {**arguments, "photo": file, "caption": content.caption})
