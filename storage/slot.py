"""Slots: named places in a chat whose text is kept current, each shown by at most one message."""

from dataclasses import dataclass

from storage.outbox import Place
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot: what makes its text (`recipe` about `subject_id`), and the message that shows it now, if any.

    `thread_id` is the topic it stands in. A live one is sent anew when its message is lost or the group moves.
    """

    id: int
    chat_id: int
    name: str
    recipe: str
    subject_id: int
    thread_id: int | None
    is_pinned: bool
    is_live: bool
    place: Place | None
    edited_at: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a slot should be."""

    name: str
    recipe: str
    subject_id: int
    thread_id: int | None = None
    is_pinned: bool = False
    is_live: bool = True


_COLUMNS = """id, chat_id, name, recipe, subject_id, thread_id, is_pinned, is_live, address_id, telegram_message_id,
              edited_at"""

_KEEP = """
    INSERT INTO slot (chat_id, name, recipe, subject_id, thread_id, is_pinned, is_live)
    VALUES (:chat, :name, :recipe, :subject, :thread, :is_pinned, :is_live)
    ON CONFLICT (chat_id, name) DO UPDATE
    SET recipe = excluded.recipe, subject_id = excluded.subject_id, is_live = excluded.is_live
"""

_GET = f"SELECT {_COLUMNS} FROM slot WHERE id = :id"  # noqa: S608 - constants only
_LIVE = f"SELECT {_COLUMNS} FROM slot WHERE chat_id = :chat AND is_live = 1 ORDER BY id"  # noqa: S608

_AT = f"SELECT {_COLUMNS} FROM slot WHERE address_id = :address AND telegram_message_id = :number"  # noqa: S608

_CHATS_OF = """
    SELECT chat_id FROM slot JOIN chat ON chat.id = chat_id WHERE slot.name = :name AND is_active = 1 ORDER BY slot.id
"""
_SHOWN = """
    UPDATE slot SET address_id = :address, telegram_message_id = :number, edited_at = :now WHERE id = :id
"""


class Slots:
    """All slots."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def has(self, chat_id: int, name: str) -> bool:
        """Say whether a chat has a slot of that name."""
        sql = "SELECT id FROM slot WHERE chat_id = :chat AND name = :name"
        return await self._query.one(sql, chat=chat_id, name=name) is not None

    def keep(self, wish: Wish, chat_id: int) -> None:
        """Have a slot as wished in a chat, made now if it is new."""
        self._query.do(
            _KEEP,
            chat=chat_id,
            name=wish.name,
            recipe=wish.recipe,
            subject=wish.subject_id,
            thread=wish.thread_id,
            is_pinned=int(wish.is_pinned),
            is_live=int(wish.is_live),
        )

    async def chats_of(self, name: str) -> list[int]:
        """Return the chats in which there is a slot of that name, whose people can still be written to."""
        rows = await self._query.all(_CHATS_OF, name=name)
        return [row["chat_id"] for row in rows]

    def anew(self, name: str, chat_id: int) -> None:
        """A slot is sent anew the next time: what shows it now has been left far above."""
        self._query.do(
            "UPDATE slot SET address_id = NULL, telegram_message_id = NULL WHERE chat_id = :chat AND name = :name",
            chat=chat_id,
            name=name,
        )

    async def get(self, slot_id: int) -> Slot | None:
        """Return a slot, or None."""
        row = await self._query.one(_GET, id=slot_id)
        return _slot(row) if row else None

    async def is_kept(self, chat_id: int, name: str) -> bool:
        """Say whether a chat has a slot of that name."""
        sql = "SELECT id FROM slot WHERE chat_id = :chat AND name = :name"
        return await self._query.one(sql, chat=chat_id, name=name) is not None

    async def at(self, place: Place) -> Slot | None:
        """Return the slot that a message shows, or None."""
        row = await self._query.one(_AT, address=place.address_id, number=place.number)
        return _slot(row) if row else None

    async def live(self, chat_id: int) -> list[Slot]:
        """Return the live slots of a chat."""
        return [_slot(row) for row in await self._query.all(_LIVE, chat=chat_id)]

    async def shown(self, slot_id: int, place: Place, now: int) -> None:
        """The slot is shown by the message at `place`, current as of `now`."""
        self._query.do(_SHOWN, id=slot_id, address=place.address_id, number=place.number, now=now)

    async def lost(self, slot_id: int) -> None:
        """The message that showed the slot is gone: the next time it is sent anew."""
        self._query.do("UPDATE slot SET address_id = NULL, telegram_message_id = NULL WHERE id = :id", id=slot_id)


def _slot(row: Row) -> Slot:
    place = Place(row["address_id"], row["telegram_message_id"]) if row["address_id"] is not None else None
    return Slot(
        id=row["id"],
        chat_id=row["chat_id"],
        name=row["name"],
        recipe=row["recipe"],
        subject_id=row["subject_id"],
        thread_id=row["thread_id"],
        is_pinned=bool(row["is_pinned"]),
        is_live=bool(row["is_live"]),
        place=place,
        edited_at=row["edited_at"],
    )
