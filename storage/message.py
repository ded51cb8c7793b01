"""Messages that stated something, or that were edited: where, by whom, when, and which version is the newest."""

from dataclasses import dataclass

from storage.outbox import Place
from storage.store import Query

_KEEP = """
    INSERT INTO message (address_id, telegram_message_id, person_id, sent_at, edited_at, version)
    VALUES (:address, :number, :person, :sent_at, :edited_at, :version)
    ON CONFLICT (address_id, telegram_message_id) DO UPDATE
    SET edited_at = excluded.edited_at, version = excluded.version
    WHERE excluded.edited_at > message.edited_at
       OR (excluded.edited_at = message.edited_at AND excluded.version > message.version)
    RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a message. `number` is Telegram's; `edited_at` is 0 for the first; `version` grows by arrival."""

    address_id: int
    number: int
    sent_at: int
    edited_at: int
    version: int


class Messages:
    """All kept messages."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def keep(self, version: Version, person_id: int | None) -> int | None:
        """Record a version; return our id of the message, or None if a newer version is known already."""
        row = await self._query.one(
            _KEEP,
            address=version.address_id,
            number=version.number,
            person=person_id,
            sent_at=version.sent_at,
            edited_at=version.edited_at,
            version=version.version,
        )
        return int(row["id"]) if row else None

    async def current(self, version: Version) -> int | None:
        """Return our id of the message of which this is the newest version that is known; None where it is not."""
        row = await self._query.one(
            """SELECT id FROM message WHERE address_id = :address AND telegram_message_id = :number
               AND edited_at = :edited_at AND version = :version""",
            address=version.address_id,
            number=version.number,
            edited_at=version.edited_at,
            version=version.version,
        )
        return int(row["id"]) if row else None

    async def author_of(self, message_id: int) -> tuple[int | None, Place] | None:
        """Return who wrote a message (None: nobody in particular) and where it stands, or None if there is none."""
        row = await self._query.one(
            "SELECT person_id, address_id, telegram_message_id FROM message WHERE id = :id", id=message_id
        )
        return (row["person_id"], Place(row["address_id"], row["telegram_message_id"])) if row else None

    async def newest(self) -> int:
        """Return the greatest id of a message; 0 where none is kept."""
        return int((await self._query.the("SELECT COALESCE(MAX(id), 0) AS n FROM message"))["n"])

    async def at(self, address_id: int, number: int) -> int | None:
        """Return our id of the message with Telegram's `number` at that address, or None if it was not kept."""
        row = await self._query.one(
            "SELECT id FROM message WHERE address_id = :address AND telegram_message_id = :number",
            address=address_id,
            number=number,
        )
        return int(row["id"]) if row else None
