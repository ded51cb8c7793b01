"""Forwarding and copying by the bot."""

from typing import Any

from sandbox.forwarding import origin
from sandbox.methods.composing import place, read_caption, send, shown
from sandbox.methods.registry import Call, method
from sandbox.rejection import RejectedError, bad_request
from sandbox.state import Chat, Json, Message
from sandbox.world import is_service


def _source(call: Call, what: str) -> tuple[Chat, Message]:
    chat = call.chat("from_chat_id")
    message = call.message(chat, f"message to {what} not found")
    if is_service(message) or message.protected:
        raise bad_request(f"message can't be {'forwarded' if what == 'forward' else 'copied'}")
    return chat, message


def _forwarded(call: Call) -> tuple[Chat, Message]:
    chat = place(call)
    source, message = _source(call, "forward")
    copied = send(call, chat, dict(message.content))
    copied.forward_origin = origin(call.world, source, message)
    return chat, copied


@method("forwardMessage", counts=True)
def forward_message(call: Call) -> Any:
    """Forward a message; it says who it is from."""
    chat, message = _forwarded(call)
    return shown(call, chat, message)


def _copied(call: Call) -> Message:
    chat = place(call)
    _, message = _source(call, "copy")
    if "poll_id" in message.content:
        raise bad_request("sandbox: not implemented: copying a poll")
    content: Json = dict(message.content)
    if "caption" in call.args.values and "text" not in content:
        kept = {key: value for key, value in content.items() if not key.startswith("caption")}
        content = {**kept, **read_caption(call)}
    return send(call, chat, content)


@method("copyMessage", counts=True)
def copy_message(call: Call) -> Any:
    """Send the same again as one's own; returns only its number."""
    return {"message_id": _copied(call).id}


def _each(call: Call, what: str) -> list[Json]:
    numbers = call.args.list("message_ids") or []
    if not 1 <= len(numbers) <= 100:
        raise bad_request("message identifiers are not specified" if not numbers else "too many messages to forward")
    made = []
    for number in sorted(map(int, numbers)):
        call.args.values["message_id"] = number
        try:
            made.append(_forwarded(call)[1] if what == "forward" else _copied(call))
        except RejectedError as rejected:
            # What is missing or cannot travel is passed over; anything else concerns the whole call.
            if f"message to {what}" not in rejected.description and "message can't be" not in rejected.description:
                raise
    call.args.values.pop("message_id", None)
    if not made:
        raise bad_request(f"there are no messages to {what}")
    return [{"message_id": message.id} for message in made]


@method("forwardMessages", counts=True)
def forward_messages(call: Call) -> Any:
    """Forward up to 100 messages; those that are not there are passed over."""
    return _each(call, "forward")


@method("copyMessages", counts=True)
def copy_messages(call: Call) -> Any:
    """Copy up to 100 messages; those that are not there are passed over."""
    return _each(call, "copy")
