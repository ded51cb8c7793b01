"""What is due: the next time of each thing that the clock starts."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from domain.due import Due
from domain.moment import Recurrence
from storage.store import Query, Row

_COLUMNS = "id, key, compound_id, kind, subject_id, rule, time_zone, at, late_seconds"

# A plan that is known already keeps its next time, unless its rule or zone is another one now.
_PLAN = """
    INSERT INTO due (key, compound_id, kind, subject_id, rule, time_zone, at, late_seconds)
    VALUES (:key, :compound, :kind, :subject, :rule, :zone, :at, :late)
    ON CONFLICT (key) DO UPDATE
    SET rule = excluded.rule, time_zone = excluded.time_zone, at = excluded.at, late_seconds = excluded.late_seconds
    WHERE due.rule IS NULL OR excluded.rule IS NULL OR due.rule <> excluded.rule OR due.time_zone <> excluded.time_zone
"""

_COME = f"SELECT {_COLUMNS} FROM due WHERE at <= :now ORDER BY at, id LIMIT :most"  # noqa: S608 - constants only


class Dues:
    """All that is due some time."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def plan(self, due: Due) -> None:
        """Have something done at its time. Planned again (by key) only another rule or zone changes anything."""
        self._query.do(
            _PLAN,
            key=due.key,
            compound=due.compound_id,
            kind=due.kind,
            subject=due.subject_id,
            rule=msgspec.json.encode(due.rule).decode() if due.rule is not None else None,
            zone=due.zone.key,
            at=due.at,
            late=due.late_seconds,
        )

    async def come(self, now: int, most: int) -> Sequence[Due]:
        """Return what is due by now (UTC seconds), the longest due first."""
        return [_due(row) for row in await self._query.all(_COME, now=now, most=most)]

    def move(self, due: Due, at: int | None) -> None:
        """What was due is done: it is due next at `at`, or never again."""
        if at is None:
            self._query.do("DELETE FROM due WHERE id = :id", id=due.id)
        else:
            self._query.do("UPDATE due SET at = :at WHERE id = :id", id=due.id, at=at)

    def forget(self, key: str) -> None:
        """Plan nothing under this key any more."""
        self._query.do("DELETE FROM due WHERE key = :key", key=key)


def _due(row: Row) -> Due:
    return Due(
        key=row["key"],
        kind=row["kind"],
        zone=ZoneInfo(row["time_zone"]),
        at=row["at"],
        rule=msgspec.json.decode(row["rule"], type=Recurrence) if row["rule"] is not None else None,
        compound_id=row["compound_id"],
        subject_id=row["subject_id"],
        late_seconds=row["late_seconds"],
        id=row["id"],
    )
