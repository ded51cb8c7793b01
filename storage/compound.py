"""Compounds (小区): what everything else belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.wall_clock import zone_named
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound. `time_zone` is an IANA name; `address_words` the JSON of how people write where they live there, ""
    for the usual ways; `set_up_at` is None where the bot made it by itself for a group."""

    id: int
    name: str
    time_zone: str
    address_words: str = ""
    set_up_at: int | None = None


_COLUMNS = "id, name, time_zone, address_words, set_up_at"
_SET_UP = """
    UPDATE compound SET name = :name, time_zone = :zone, address_words = :words, set_up_at = :set_up_at WHERE id = :id
"""


class Compounds:
    """All compounds of the bot."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def add(self, name: str, time_zone: str, now: int) -> Compound:
        """Make a compound."""
        row = await self._query.the(
            "INSERT INTO compound (name, time_zone, created_at) VALUES (:name, :zone, :now) RETURNING id",
            name=name,
            zone=time_zone,
            now=now,
        )
        return Compound(row["id"], name, time_zone)

    async def zone(self, compound_id: int | None) -> ZoneInfo:
        """Return the time zone of a compound; that of the house for none, and for one that is gone."""
        compound = await self.get(compound_id) if compound_id is not None else None
        return zone_named(compound.time_zone if compound is not None else None)

    async def get(self, compound_id: int) -> Compound | None:
        """Return a compound, or None."""
        row = await self._query.one(f"SELECT {_COLUMNS} FROM compound WHERE id = :id", id=compound_id)  # noqa: S608
        return _compound(row) if row else None

    async def every(self) -> Sequence[Compound]:
        """Return all compounds."""
        return [_compound(row) for row in await self._query.all(f"SELECT {_COLUMNS} FROM compound ORDER BY id")]  # noqa: S608

    def set_up(self, compound: Compound) -> None:
        """Keep a compound as somebody set it up."""
        self._query.do(
            _SET_UP,
            id=compound.id,
            name=compound.name,
            zone=compound.time_zone,
            words=compound.address_words,
            set_up_at=compound.set_up_at,
        )


def _compound(row: Row) -> Compound:
    return Compound(row["id"], row["name"], row["time_zone"], row["address_words"], row["set_up_at"])
