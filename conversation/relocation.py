"""A group became a supergroup: same people, another Telegram id, message numbers from the start again."""

from storage.chat import Chats
from storage.outbox import Outbox
from storage.slot import Slots
from storage.store import Query


async def relocate(query: Query, old: int, new: int, now: int) -> None:
    """Move the group at Telegram's `old` id to `new`; what is live there is shown anew. Again, it does nothing."""
    chats = Chats(query)
    known = await chats.at(new)
    chat_id = await chats.move(old, new, now)
    if chat_id is None or (known is not None and known.id == chat_id):
        return
    for slot in await Slots(query).live(chat_id):
        Outbox(query).put_slot(chat_id, slot.name, now)
