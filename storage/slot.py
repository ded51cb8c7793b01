"""Slots: named places in a chat whose text is kept current, each shown by at most one message."""

from dataclasses import dataclass

from storage.outbox import Place
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot: what makes its text (`recipe` about `subject_id`), and the message that shows it now, if any."""

    id: int
    chat_id: int
    name: str
    recipe: str
    subject_id: int
    place: Place | None
    edited_at: int


_KEEP = """
    INSERT INTO slot (chat_id, name, recipe, subject_id) VALUES (:chat, :name, :recipe, :subject)
    ON CONFLICT (chat_id, name) DO UPDATE SET recipe = excluded.recipe, subject_id = excluded.subject_id
    RETURNING id, chat_id, name, recipe, subject_id, address_id, telegram_message_id, edited_at
"""

_GET = """
    SELECT id, chat_id, name, recipe, subject_id, address_id, telegram_message_id, edited_at FROM slot WHERE id = :id
"""

_SHOWN = """
    UPDATE slot SET address_id = :address, telegram_message_id = :number, edited_at = :now WHERE id = :id
"""

_ALL_OF = """
    SELECT id, chat_id, name, recipe, subject_id, address_id, telegram_message_id, edited_at
    FROM slot WHERE chat_id = :chat ORDER BY id
"""


class Slots:
    """All slots."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def keep(self, chat_id: int, name: str, recipe: str, subject_id: int) -> Slot:
        """Return the slot of that name in a chat, made now if it is new."""
        return _slot(await self._query.the(_KEEP, chat=chat_id, name=name, recipe=recipe, subject=subject_id))

    async def get(self, slot_id: int) -> Slot | None:
        """Return a slot, or None."""
        row = await self._query.one(_GET, id=slot_id)
        return _slot(row) if row else None

    async def all_of(self, chat_id: int) -> list[Slot]:
        """Return the slots of a chat."""
        return [_slot(row) for row in await self._query.all(_ALL_OF, chat=chat_id)]

    async def shown(self, slot_id: int, place: Place, now: int) -> None:
        """The slot is shown by the message at `place`, current as of `now`."""
        await self._query.all(_SHOWN, id=slot_id, address=place.address_id, number=place.number, now=now)

    async def lost(self, slot_id: int) -> None:
        """The message that showed the slot is gone: the next time it is sent anew."""
        await self._query.all("UPDATE slot SET address_id = NULL, telegram_message_id = NULL WHERE id = :id", id=slot_id)


def _slot(row: Row) -> Slot:
    place = Place(row["address_id"], row["telegram_message_id"]) if row["address_id"] is not None else None
    return Slot(row["id"], row["chat_id"], row["name"], row["recipe"], row["subject_id"], place, row["edited_at"])
