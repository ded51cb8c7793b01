"""Who says to live where, and whether somebody who knows has confirmed it."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Residency:
    """One person in one household; `confirmed_at` is None while it is only their word."""

    id: int
    household_id: int
    person_id: int
    said_at: int
    confirmed_at: int | None


_COLUMNS = "id, household_id, person_id, said_at, confirmed_at"

_SAY = """
    INSERT INTO residency (compound_id, household_id, person_id, said_at, message_id)
    VALUES (:compound, :household, :person, :now, :message)
    ON CONFLICT (household_id, person_id) DO UPDATE SET person_id = excluded.person_id RETURNING id
"""

_OF = f"SELECT {_COLUMNS} FROM residency WHERE compound_id = :compound AND person_id = :person ORDER BY id"  # noqa: S608
_IN = f"SELECT {_COLUMNS} FROM residency WHERE household_id = :household ORDER BY id"  # noqa: S608 - constants only
_UNCONFIRMED = f"""
    SELECT {_COLUMNS} FROM residency WHERE compound_id = :compound AND confirmed_at IS NULL ORDER BY id
"""  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM residency WHERE id = :id"  # noqa: S608


class Residencies:
    """All residencies."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def say(self, compound_id: int, household_id: int, person_id: int, now: int, message_id: int | None) -> int:
        """Record that somebody says to live there; return its id. Said again it stays as it is."""
        row = await self._query.the(
            _SAY, compound=compound_id, household=household_id, person=person_id, now=now, message=message_id
        )
        return int(row["id"])

    def confirm(self, residency_id: int, by: int | None, now: int) -> None:
        """Somebody who knows confirms it; None: the roster does."""
        self._query.do(
            "UPDATE residency SET confirmed_at = :now, confirmed_by = :by WHERE id = :id AND confirmed_at IS NULL",
            id=residency_id,
            by=by,
            now=now,
        )

    def unconfirm(self, residency_id: int) -> None:
        """The confirmation is taken back."""
        self._query.do("UPDATE residency SET confirmed_at = NULL, confirmed_by = NULL WHERE id = :id", id=residency_id)

    def end(self, residency_id: int) -> None:
        """They do not live there."""
        self._query.do("DELETE FROM residency WHERE id = :id", id=residency_id)

    async def get(self, residency_id: int) -> Residency | None:
        """Return a residency, or None."""
        row = await self._query.one(_GET, id=residency_id)
        return _residency(row) if row else None

    async def of(self, compound_id: int, person_id: int) -> Sequence[Residency]:
        """Return where somebody says to live in a compound, the first said first."""
        return [_residency(row) for row in await self._query.all(_OF, compound=compound_id, person=person_id)]

    async def compounds(self, person_id: int) -> Sequence[int]:
        """Return the compounds in which somebody says to live."""
        sql = "SELECT compound_id FROM residency WHERE person_id = :person ORDER BY id"
        return [row["compound_id"] for row in await self._query.all(sql, person=person_id)]

    async def unconfirmed(self, compound_id: int) -> Sequence[Residency]:
        """Return what people say of themselves in a compound and nobody has confirmed, the first said first."""
        return [_residency(row) for row in await self._query.all(_UNCONFIRMED, compound=compound_id)]

    async def living_in(self, household_id: int) -> Sequence[Residency]:
        """Return who says to live in a household."""
        return [_residency(row) for row in await self._query.all(_IN, household=household_id)]


def _residency(row: Row) -> Residency:
    return Residency(row["id"], row["household_id"], row["person_id"], row["said_at"], row["confirmed_at"])
