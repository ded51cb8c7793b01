"""From an outbox row to the Bot API call it means: rendered from a snapshot, addressed, and made."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import InputFile, InputMediaPhoto

from bot.api import Api
from conversation import door
from conversation.content import Content, Document, Photo, Reader, Recipe, Text, Whisper, keyboard
from storage.order_chain import OrderChains
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

#: Not a method of the Bot API's: fetch a file and read it.
DOWNLOAD = "download"
_LONGEST_FILE = 5 * 1024 * 1024  # a roster of 10,000 households has 1 MiB

#: Calls that do no harm when made twice.
IDEMPOTENT = (
    *_WHERE,
    DOWNLOAD,
    "answerCallbackQuery",
    "setMyCommands",
    "getChatMember",
    "getChatAdministrators",
    "getFile",
)


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

    def __init__(
        self,
        api: Api,
        store: Store,
        recipes: Mapping[str, Recipe[Any]],
        readers: Mapping[str, Reader] | None = None,
    ) -> None:
        self._api, self._store, self._recipes, self._readers = api, store, recipes, readers or {}

    async def call_for(self, due: Due) -> Call | None:
        """Return the call that a row means now, or None where there is nothing to show.

        Raises UnsendableError where what the row is about has gone, IndiscretionError for discreet words in a group.
        """
        if due.chat_id is None:
            return Call(due.method, json.loads(due.payload))
        if due.telegram_chat_id is None:
            raise UnsendableError("no address")
        if due.method == "slot":
            return await self._slot(due)
        payload = json.loads(due.payload)
        if due.method == "recipe":
            content = await self._made(due, payload.pop("recipe"), payload.pop("subject"))
            return await self._let_out(due, content, {"chat_id": due.telegram_chat_id, **payload}) if content else None
        named = payload.pop("named", ())
        arguments = {"chat_id": due.telegram_chat_id, **payload}
        if due.is_group:
            arguments = door.to_group(arguments, named, await self._sold(due, arguments))
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
        if call.method == DOWNLOAD:
            return await self._download(call.arguments)
        return await self._api.call(call.method, call.arguments)

    async def _download(self, arguments: Mapping[str, Any]) -> Any:
        """Fetch a file that somebody sent and read it; None where it is too long."""
        content = await self._api.download(arguments["file_id"], _LONGEST_FILE)
        if content is None:
            return None
        read = self._readers[arguments["reader"]]
        return await asyncio.to_thread(read, content, arguments["name"], arguments["about"])

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
        content = await self._made(due, slot.recipe, slot.subject_id)
        if content is None:
            return None
        arguments: dict[str, Any] = {"chat_id": due.telegram_chat_id}
        if slot.place is not None and slot.place.address_id == due.address_id:
            if isinstance(content, Photo):
                return _photo_instead(due, content, {**arguments, "message_id": slot.place.number}, slot.place)
            if not isinstance(content, Text | Whisper):
                raise TypeError("a slot shows text or a picture")
            let_out = await self._let_out(due, content, arguments)
            edit = replace(let_out, method="editMessageText", edits=slot.place)
            return replace(edit, arguments={**edit.arguments, "message_id": slot.place.number})
        if slot.thread_id is not None:
            arguments["message_thread_id"] = slot.thread_id
        return await self._let_out(due, content, arguments)

    async def _let_out(self, due: Due, content: Content, arguments: dict[str, Any]) -> Call:
        """Return the call that sends what a recipe has drawn, as its chat may see it."""
        call = _shown(content, arguments)
        if not due.is_group:
            return call
        sold = await self._sold(due, call.arguments)
        return replace(call, arguments=door.to_group(call.arguments, door.named_in(content), sold))

    async def _sold(self, due: Due, arguments: dict[str, Any]) -> Sequence[str]:
        """Return the titles and goods of a group's buys, where a call to it names a medicine: what is sold is seen."""
        if not door.names_medicine(arguments):
            return ()
        async with self._store.snapshot() as query:
            return await OrderChains(query).sold_in(due.chat_id or 0)

    async def _made(self, due: Due, name: str, subject_id: int) -> Content | None:
        recipe = self._recipes[name]
        async with self._store.snapshot() as query:
            gathered = await recipe.gather(query, subject_id)
        if gathered is None:
            return None
        content = await asyncio.to_thread(recipe.draw, gathered) if recipe.is_heavy else recipe.draw(gathered)
        door.admit(content, is_private=not due.is_group)
        return content


def _photo_instead(due: Due, content: Photo, arguments: dict[str, Any], place: Place) -> Call:
    """Return the call that puts a picture in the place of the one that a slot shows."""
    caption = door.to_group(content.caption) if due.is_group else content.caption
    media = InputMediaPhoto(InputFile(content.content, filename="picture.png", attach=True), caption=caption)
    return Call("editMessageMedia", {**arguments, "media": media}, edits=place)


def _shown(content: Content, arguments: dict[str, Any]) -> Call:
    match content:
        case Text() | Whisper():
            words = door.said(content.text, is_private=True)  # it was let through: `admit`
            markup = {"reply_markup": keyboard(content.buttons)} if content.buttons else {}
            return Call("sendMessage", {**arguments, "text": words, **markup})
        case Document():
            file = InputFile(content.content, filename=content.name)
            return Call("sendDocument", {**arguments, "document": file, "caption": content.caption})
        case Photo():
            file = InputFile(content.content, filename="picture.png")
            return Call("sendPhoto", {**arguments, "photo": file, "caption": content.caption})
