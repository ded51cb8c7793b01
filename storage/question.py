"""What the bot waits for: asked of whom, about what, until when. Answered, it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from storage.outbox import Place
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one person in one chat. `kind` says who waits; `about` is theirs. `place` is the message that asks
    it, None until it was sent."""

    id: int
    chat_id: int
    person_id: int
    kind: str
    about: dict[str, Any]
    until: int
    place: Place | None


_COLUMNS = "id, chat_id, person_id, kind, about, until, address_id, telegram_message_id"

_ASK = """
    INSERT INTO question (compound_id, chat_id, person_id, kind, about, asked_at, until)
    VALUES (:compound, :chat, :person, :kind, :about, :now, :until) RETURNING id
"""

_GET = f"SELECT {_COLUMNS} FROM question WHERE id = :id AND until > :now"  # noqa: S608 - constants only

_OF = f"""
    SELECT {_COLUMNS} FROM question WHERE chat_id = :chat AND person_id = :person AND until > :now ORDER BY id DESC
"""  # noqa: S608 - constants only

_OF_KIND = f"SELECT {_COLUMNS} FROM question WHERE person_id = :person AND kind = :kind ORDER BY id"  # noqa: S608


class Questions:
    """All open questions."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def ask(
        self,
        compound_id: int | None,
        chat_id: int,
        person_id: int,
        kind: str,
        about: dict[str, Any],
        now: int,
        until: int,
    ) -> int:
        """Record a question; return its id."""
        row = await self._query.the(
            _ASK,
            compound=compound_id,
            chat=chat_id,
            person=person_id,
            kind=kind,
            about=msgspec.json.encode(about).decode(),
            now=now,
            until=until,
        )
        return int(row["id"])

    def stands(self, question_id: int, place: Place) -> None:
        """The question stands in the message at `place`."""
        self._query.do(
            "UPDATE question SET address_id = :address, telegram_message_id = :number WHERE id = :id",
            id=question_id,
            address=place.address_id,
            number=place.number,
        )

    async def get(self, question_id: int, now: int) -> Question | None:
        """Return a question that still waits, or None."""
        row = await self._query.one(_GET, id=question_id, now=now)
        return _question(row) if row else None

    async def of(self, chat_id: int, person_id: int, now: int) -> Sequence[Question]:
        """Return what is being asked of somebody in a chat, the newest first."""
        return [_question(row) for row in await self._query.all(_OF, chat=chat_id, person=person_id, now=now)]

    async def of_kind(self, person_id: int, kind: str) -> Sequence[Question]:
        """Return what of that kind is being asked of somebody, in any chat, the oldest first."""
        return [_question(row) for row in await self._query.all(_OF_KIND, person=person_id, kind=kind)]

    def answered(self, question_id: int) -> None:
        """It was answered, or is not asked any more."""
        self._query.do("DELETE FROM question WHERE id = :id", id=question_id)

    def forget(self, now: int) -> None:
        """Drop the questions whose time is over."""
        self._query.do("DELETE FROM question WHERE until <= :now", now=now)


def _question(row: Row) -> Question:
    place = Place(row["address_id"], row["telegram_message_id"]) if row["address_id"] is not None else None
    about: dict[str, Any] = msgspec.json.decode(row["about"])
    return Question(row["id"], row["chat_id"], row["person_id"], row["kind"], about, row["until"], place)
