"""Parts of a long paste: a client cuts what is over 4,096 characters into several messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Part:
    """One part, by Telegram's numbers: `first` is that of the first part, which stands for all of them."""

    address_id: int
    number: int
    first: int
    telegram_user_id: int
    sent_at: int
    text: str


_COLUMNS = "address_id, telegram_message_id, first_message_id, telegram_user_id, sent_at, text"

_KEEP = """
    INSERT INTO paste (address_id, telegram_message_id, first_message_id, telegram_user_id, sent_at, text)
    VALUES (:address, :number, :first, :user, :sent_at, :text)
    ON CONFLICT (address_id, telegram_message_id) DO UPDATE SET text = excluded.text
"""

_LATEST = f"""
    SELECT {_COLUMNS} FROM paste
    WHERE sent_at >= :since AND address_id = :address AND telegram_user_id = :user AND telegram_message_id < :number
    ORDER BY telegram_message_id DESC LIMIT 1
"""  # noqa: S608 - constants only

_AT = f"SELECT {_COLUMNS} FROM paste WHERE address_id = :address AND telegram_message_id = :number"  # noqa: S608

_PARTS = f"""
    SELECT {_COLUMNS} FROM paste WHERE address_id = :address AND first_message_id = :first
    ORDER BY telegram_message_id
"""  # noqa: S608


class Pastes:
    """All parts that are kept."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def keep(self, part: Part) -> None:
        """Keep a part; the text of one that is there already is replaced."""
        self._query.do(
            _KEEP,
            address=part.address_id,
            number=part.number,
            first=part.first,
            user=part.telegram_user_id,
            sent_at=part.sent_at,
            text=part.text,
        )

    async def latest(self, address_id: int, user: int, number: int, since: int) -> Part | None:
        """Return the last part before message `number` that an account sent there since then (UTC seconds)."""
        row = await self._query.one(_LATEST, address=address_id, user=user, number=number, since=since)
        return _part(row) if row else None

    async def at(self, address_id: int, number: int) -> Part | None:
        """Return the part that a message is, or None."""
        row = await self._query.one(_AT, address=address_id, number=number)
        return _part(row) if row else None

    async def parts(self, address_id: int, first: int) -> Sequence[Part]:
        """Return all parts of a paste, in order."""
        return [_part(row) for row in await self._query.all(_PARTS, address=address_id, first=first)]

    def forget(self, before: int) -> None:
        """Drop what was pasted before then (UTC seconds): an edit of it is read by itself."""
        self._query.do("DELETE FROM paste WHERE sent_at < :before", before=before)


def _part(row: Row) -> Part:
    return Part(
        row["address_id"],
        row["telegram_message_id"],
        row["first_message_id"],
        row["telegram_user_id"],
        row["sent_at"],
        row["text"],
    )
