"""Files sent for import: what was read from them, until it is applied, refused, or a day old."""

from dataclasses import dataclass

from storage.store import Query


@dataclass(frozen=True, slots=True)
class Upload:
    """What was read from a file that somebody sent: JSON for whoever reads that `kind`."""

    id: int
    compound_id: int
    person_id: int
    kind: str
    staged: str
    at: int


class Uploads:
    """All files that wait to be applied."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def stage(self, compound_id: int, person_id: int, kind: str, staged: str, now: int) -> int:
        """Keep what was read; return its id. What the same person sent before of that kind goes."""
        self._query.do(
            "DELETE FROM upload WHERE compound_id = :compound AND person_id = :person AND kind = :kind",
            compound=compound_id,
            person=person_id,
            kind=kind,
        )
        row = await self._query.the(
            """INSERT INTO upload (compound_id, person_id, kind, staged, at)
               VALUES (:compound, :person, :kind, :staged, :now) RETURNING id""",
            compound=compound_id,
            person=person_id,
            kind=kind,
            staged=staged,
            now=now,
        )
        return int(row["id"])

    async def get(self, upload_id: int) -> Upload | None:
        """Return what waits under an id, or None."""
        row = await self._query.one(
            "SELECT id, compound_id, person_id, kind, staged, at FROM upload WHERE id = :id", id=upload_id
        )
        if row is None:
            return None
        return Upload(row["id"], row["compound_id"], row["person_id"], row["kind"], row["staged"], row["at"])

    def keep(self, upload_id: int, staged: str) -> None:
        """What waits under an id has gone a step further."""
        self._query.do("UPDATE upload SET staged = :staged WHERE id = :id", id=upload_id, staged=staged)

    def drop(self, upload_id: int) -> None:
        """It was applied, or is not wanted."""
        self._query.do("DELETE FROM upload WHERE id = :id", id=upload_id)

    def forget(self, before: int) -> None:
        """Drop what was sent before then (UTC seconds)."""
        self._query.do("DELETE FROM upload WHERE at < :before", before=before)
