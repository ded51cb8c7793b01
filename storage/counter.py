"""The counters of `shouwang status`: sums over the database's life, and a few values that are true now."""

from collections.abc import Mapping

from storage.store import Query

_ADD = """
    INSERT INTO counter (name, value) VALUES (:name, :value)
    ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value
"""

_SET = """
    INSERT INTO counter (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""


class Counters:
    """The counters of the program. A name that was never written counts 0."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def add(self, sums: Mapping[str, int]) -> None:
        """Add to each of these."""
        self._query.many(_ADD, [{"name": name, "value": value} for name, value in sums.items()])

    def put(self, values: Mapping[str, int]) -> None:
        """Let each of these have this value."""
        self._query.many(_SET, [{"name": name, "value": value} for name, value in values.items()])

    async def all(self) -> dict[str, int]:
        """Return every counter that was ever written, by name."""
        return {row["name"]: row["value"] for row in await self._query.all("SELECT name, value FROM counter")}
