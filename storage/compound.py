"""Compounds (小区): what everything else belongs to."""

from dataclasses import dataclass

from storage.store import Query


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound; `time_zone` is an IANA name."""

    id: int
    name: str
    time_zone: str


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

    async def get(self, compound_id: int) -> Compound | None:
        """Return a compound, or None."""
        row = await self._query.one("SELECT id, name, time_zone FROM compound WHERE id = :id", id=compound_id)
        return Compound(row["id"], row["name"], row["time_zone"]) if row else None
