"""Telling people what they did not ask about, in the transaction of the clock or of somebody else's tap."""

from collections.abc import Sequence
from typing import Any

from conversation import door
from conversation.content import Buttons, keyboard
from conversation.turn import Repositories
from domain.discretion import Discreet
from storage.chat import Chat
from storage.outbox import Lane, Outgoing


def tell(
    store: Repositories,
    chat: Chat,
    text: str | Discreet,
    now: int,
    *,
    buttons: Buttons = (),
    named: Sequence[str] = (),
    photo: str | None = None,
    not_before: int = 0,
) -> None:
    """File a message to a chat, with a picture that somebody sent (Telegram's id of it) where there is one.

    `named` are titles and goods in it: what an organiser wrote for all to see is shown as it is. Raises
    IndiscretionError for discreet words in a group.
    """
    words = door.said(text, is_private=chat.kind == "private")
    payload: dict[str, Any] = {"photo": photo, "caption": words} if photo is not None else {"text": words}
    if named:
        payload["named"] = list(named)
    if buttons:
        payload["reply_markup"] = keyboard(buttons)
    method = "sendPhoto" if photo is not None else "sendMessage"
    store.outbox.put(Outgoing(method, Lane.MESSAGE, chat.id, payload, not_before=not_before), now)
