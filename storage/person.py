"""Telegram accounts. One person may have several, and several may share one: who lives where stands elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.store import Query

_MEET = """
    INSERT INTO person (telegram_user_id, name) VALUES (:telegram, :name)
    ON CONFLICT (telegram_user_id) DO UPDATE SET name = excluded.name RETURNING id
"""

_AT_ONCE = 500  # names asked for in one query


@dataclass(frozen=True, slots=True)
class Person:
    """An account: our id, the name that Telegram last showed for it, and its number there."""

    id: int
    name: str
    telegram_user_id: int


class Persons:
    """All accounts that have stated something."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def meet(self, telegram_user_id: int, name: str) -> int:
        """Return our id of an account, recorded now if it is new; its shown name is brought up to date."""
        row = await self._query.the(_MEET, telegram=telegram_user_id, name=name)
        return int(row["id"])

    async def find(self, telegram_user_id: int) -> Person | None:
        """Return an account, or None if it never stated anything."""
        row = await self._query.one(
            "SELECT id, name, telegram_user_id FROM person WHERE telegram_user_id = :telegram",
            telegram=telegram_user_id,
        )
        return Person(row["id"], row["name"], row["telegram_user_id"]) if row else None

    async def get(self, person_id: int) -> Person | None:
        """Return an account by our id, or None."""
        row = await self._query.one("SELECT id, name, telegram_user_id FROM person WHERE id = :id", id=person_id)
        return Person(row["id"], row["name"], row["telegram_user_id"]) if row else None

    async def names(self, persons: Iterable[int]) -> dict[int, str]:
        """Return the shown names of accounts by our ids."""
        found: dict[int, str] = {}
        wanted = sorted(set(persons))
        for start in range(0, len(wanted), _AT_ONCE):
            values = {f"id{place}": person for place, person in enumerate(wanted[start : start + _AT_ONCE])}
            ids = ", ".join(f":{name}" for name in values)
            rows = await self._query.all(f"SELECT id, name FROM person WHERE id IN ({ids})", **values)  # noqa: S608
            found |= {row["id"]: row["name"] for row in rows}
        return found
