"""What is due: the next time of each thing that the clock starts."""

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

import msgspec

from domain.due import Due
from domain.moment import Recurrence
from storage.store import Query, Row

_COLUMNS = "id, key, compound_id, kind, subject_id, rule, time_zone, at, late_seconds, attempts"

# A plan that is known already keeps its next time, unless its rule or zone is another one now.
_PLAN = """
    INSERT INTO due (key, compound_id, kind, subject_id, rule, time_zone, at, late_seconds)
    VALUES (:key, :compound, :kind, :subject, :rule, :zone, :at, :late)
    ON CONFLICT (key) DO UPDATE
    SET rule = excluded.rule, time_zone = excluded.time_zone, at = excluded.at, late_seconds = excluded.late_seconds
    WHERE due.rule IS NULL OR excluded.rule IS NULL OR due.rule <> excluded.rule OR due.time_zone <> excluded.time_zone
"""

# Danger comes first, then what is due longest. What failed comes after what has not: it may be what is in the others'
# way, but never behind what is no danger.
_COME = f"""
    SELECT {_COLUMNS} FROM due WHERE at <= :now AND not_before <= :now AND kind IN ({{kinds}})
    ORDER BY kind NOT IN ({{urgent}}), attempts, at, id LIMIT 1
"""  # noqa: S608 - constants only

_MOVE = "UPDATE due SET at = :at, attempts = 0, not_before = 0 WHERE id = :id"
_FAILED = "UPDATE due SET attempts = attempts + 1, not_before = :again WHERE id = :id"


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

    async def come(self, now: int, kinds: Collection[str], urgent: Collection[str] = ()) -> Due | None:
        """Return what of these kinds is due by now (UTC seconds) and longest, one of the urgent kinds before any other;
        None where nothing is."""
        names = {f"kind{place}": kind for place, kind in enumerate(kinds)}
        first = [name for name, kind in names.items() if kind in urgent]
        sql = _COME.format(kinds=_listed(names), urgent=_listed(first) or "''")
        row = await self._query.one(sql, now=now, **names)
        return _due(row) if row else None

    def move(self, due: Due, at: int | None) -> None:
        """What was due is done: it is due next at `at`, or never again."""
        if at is None:
            self._query.do("DELETE FROM due WHERE id = :id", id=due.id)
        else:
            self._query.do(_MOVE, id=due.id, at=at)

    def pull(self, kind: str, now: int, ahead: int) -> None:
        """Bring what is planned further ahead than ever meant (seconds) back to now: the clock was set back."""
        self._query.do(
            "UPDATE due SET at = :now WHERE kind = :kind AND at > :now + :ahead", kind=kind, now=now, ahead=ahead
        )

    def failed(self, due: Due, again: int) -> None:
        """It could not be done: it is tried again at that time (UTC seconds)."""
        self._query.do(_FAILED, id=due.id, again=again)

    def forget(self, key: str) -> None:
        """Plan nothing under this key any more."""
        self._query.do("DELETE FROM due WHERE key = :key", key=key)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f":{name}" for name in names)


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
        attempts=row["attempts"],
    )
