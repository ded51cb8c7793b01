"""A long paste that the client cut into several messages is one message: what its parts say together."""

from dataclasses import replace

from conversation.turn import Incoming, Turn
from storage.message import Version
from storage.paste import Part

_FULL = 3_000  # characters: a client cuts at 4,096, a little earlier where a line ends
_LINES = 8  # a list has more: other long texts are not kept
_GAP = 15  # seconds within which the next part follows


async def whole(turn: Turn) -> Incoming:
    """Return the message of the turn; where it is a later part of a paste, the whole paste as an edit of its first.

    The parts are kept, so that an edit of any of them is read together with the others.
    """
    message = turn.message
    if message is None or turn.sender is None:
        raise LookupError("nobody in particular wrote this")
    version = message.version
    if version.edited_at:
        known = await turn.store.pastes.at(version.address_id, version.number)
        first = known.first if known is not None else None
    else:
        before = await turn.store.pastes.latest(
            version.address_id, turn.sender.telegram_user_id, version.number, version.sent_at - _GAP
        )
        first = before.first if before is not None and _is_full(before.text) else None
        if first is None and _is_full(message.text):
            first = version.number
    if first is None:
        return message
    turn.store.pastes.keep(
        Part(version.address_id, version.number, first, turn.sender.telegram_user_id, version.sent_at, message.text)
    )
    return await _joined(turn, message, first)


def _is_full(text: str) -> bool:
    return len(text) >= _FULL and text.count("\n") >= _LINES


async def _joined(turn: Turn, message: Incoming, first: int) -> Incoming:
    version = message.version
    parts = await turn.store.pastes.parts(version.address_id, first)
    if len(parts) == 1:
        return message
    edited_at = version.edited_at or version.sent_at
    return replace(
        message,
        version=Version(version.address_id, first, parts[0].sent_at, edited_at, version.version),
        text="\n".join(part.text for part in parts),
    )
