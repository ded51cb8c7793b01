"""Care calls (今日关怀): who called or visited whom, what came of it, and a note in words for the care team."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class CareCall:
    """One call or visit: `result` is reached, no answer or visited."""

    id: int
    elder_id: int
    at: int
    person_id: int | None
    result: str
    note: str | None


_COLUMNS = "id, elder_id, at, person_id, result, note"
_NOTE = """
    INSERT INTO care_call (compound_id, elder_id, at, person_id, result)
    VALUES (:compound, :elder, :now, :person, :result) RETURNING id
"""
_OF = f"SELECT {_COLUMNS} FROM care_call WHERE elder_id = :elder ORDER BY at DESC, id DESC LIMIT :most"  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM care_call WHERE id = :id"  # noqa: S608 - constants only
_MET = "SELECT MAX(at) AS at FROM care_call WHERE elder_id = :elder AND result IN ('reached', 'visited')"


class CareCalls:
    """All calls that are kept."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def note(self, compound_id: int, elder_id: int, person_id: int, result: str, now: int) -> int:
        """Note a call or a visit; return its id."""
        row = await self._query.the(
            _NOTE, compound=compound_id, elder=elder_id, person=person_id, result=result, now=now
        )
        return int(row["id"])

    def say(self, call_id: int, note: str) -> None:
        """Keep what is to be said of it, in words."""
        self._query.do("UPDATE care_call SET note = :note WHERE id = :id", id=call_id, note=note)

    async def get(self, call_id: int) -> CareCall | None:
        """Return a call, or None."""
        row = await self._query.one(_GET, id=call_id)
        return _call(row) if row else None

    async def of(self, elder_id: int, most: int = 3) -> Sequence[CareCall]:
        """Return the last calls to an elder, the newest first."""
        return [_call(row) for row in await self._query.all(_OF, elder=elder_id, most=most)]

    async def met_at(self, elder_id: int) -> int | None:
        """Return when somebody last spoke with them, None for never."""
        row = await self._query.the(_MET, elder=elder_id)
        return int(row["at"]) if row["at"] is not None else None


def _call(row: Row) -> CareCall:
    return CareCall(row["id"], row["elder_id"], row["at"], row["person_id"], row["result"], row["note"])
