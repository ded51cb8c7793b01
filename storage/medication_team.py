"""配药 (medication), the team's side: each step with who and when, who holds which thing, and alerts until accepted."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.medication_request import Thing
from storage.store import Query, Row

# The newest row of each thing, where somebody holds it.
_HELD = """
    SELECT c.medication_id, c.thing, c.holder_id, c.at FROM medication_custody AS c
    JOIN medication AS m ON m.id = c.medication_id
    WHERE m.compound_id = :compound AND c.holder_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM medication_custody AS later
                      WHERE later.medication_id = c.medication_id AND later.thing = c.thing AND later.id > c.id)
    ORDER BY c.holder_id, c.medication_id, c.id
"""

_ALERT = "id, compound_id, kind, medication_id, person_id, words, raised_at, rounds, accepted_by, accepted_at"
_RAISE = """
    INSERT INTO medication_alert (compound_id, kind, medication_id, person_id, words, raised_at)
    VALUES (:compound, :kind, :medication, :person, :words, :now) RETURNING id
"""
_ACCEPT = """
    UPDATE medication_alert SET accepted_by = :person, accepted_at = :now WHERE id = :id AND accepted_by IS NULL
    RETURNING id
"""
_OLD_ALERTS = "SELECT id FROM medication_alert WHERE kind = 'danger' AND raised_at < :before"


@dataclass(frozen=True, slots=True)
class Step:
    """Something done with a request; `told` is who was told of it. Times in UTC seconds."""

    at: int
    step: str
    person_id: int | None
    told_id: int | None


@dataclass(frozen=True, slots=True)
class Holding:
    """A thing of a request that somebody holds since then (UTC seconds)."""

    medication_id: int
    thing: Thing
    holder_id: int
    at: int


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert: somebody's life in danger (danger), or a red request (red). `rounds`: how often it was told."""

    id: int
    compound_id: int
    kind: str
    medication_id: int | None
    person_id: int | None
    words: str | None
    raised_at: int
    rounds: int
    accepted_by: int | None
    accepted_at: int | None


class MedicationTeam:
    """What the team does."""

    def __init__(self, query: Query) -> None:
        self._query = query

    def note(
        self, medication_id: int, step: str, now: int, person_id: int | None = None, *, told: int | None = None
    ) -> None:
        """Note something done with a request."""
        self._query.do(
            """INSERT INTO medication_step (medication_id, at, step, person_id, told_id)
               VALUES (:medication, :now, :step, :person, :told)""",
            medication=medication_id,
            now=now,
            step=step,
            person=person_id,
            told=told,
        )

    async def steps(self, medication_id: int) -> list[Step]:
        """Return what was done with a request, the first first."""
        rows = await self._query.all(
            "SELECT * FROM medication_step WHERE medication_id = :id ORDER BY id", id=medication_id
        )
        return [Step(row["at"], row["step"], row["person_id"], row["told_id"]) for row in rows]

    # --- custody ----------------------------------------------------------------------------------------------

    def hand(self, medication_id: int, thing: Thing, holder_id: int | None, by_id: int, now: int) -> None:
        """A thing went into somebody's hands; None: back to its household."""
        self._query.do(
            """INSERT INTO medication_custody (medication_id, thing, holder_id, by_id, at)
               VALUES (:medication, :thing, :holder, :by, :now)""",
            medication=medication_id,
            thing=thing.value,
            holder=holder_id,
            by=by_id,
            now=now,
        )

    async def held(self, compound_id: int) -> list[Holding]:
        """Return every thing that somebody holds, by holder."""
        return [
            Holding(row["medication_id"], Thing(row["thing"]), row["holder_id"], row["at"])
            for row in await self._query.all(_HELD, compound=compound_id)
        ]

    # --- alerts -----------------------------------------------------------------------------------------------

    async def raise_alert(
        self,
        compound_id: int,
        kind: str,
        now: int,
        *,
        medication_id: int | None = None,
        person_id: int | None = None,
        words: str | None = None,
    ) -> int:
        """Record an alert; return its id."""
        row = await self._query.the(
            _RAISE,
            compound=compound_id,
            kind=kind,
            medication=medication_id,
            person=person_id,
            words=words,
            now=now,
        )
        return int(row["id"])

    async def alert(self, alert_id: int) -> Alert | None:
        """Return an alert, or None."""
        row = await self._query.one(f"SELECT {_ALERT} FROM medication_alert WHERE id = :id", id=alert_id)  # noqa: S608
        return _alert(row) if row else None

    async def alert_of(self, medication_id: int) -> Alert | None:
        """Return the newest alert about a request, or None."""
        sql = f"SELECT {_ALERT} FROM medication_alert WHERE medication_id = :id ORDER BY id DESC LIMIT 1"  # noqa: S608
        row = await self._query.one(sql, id=medication_id)
        return _alert(row) if row else None

    async def danger_since(self, compound_id: int, person_id: int | None, since: int) -> Alert | None:
        """Return the alert of danger that somebody's words have raised since then (UTC seconds), or None. `person_id`
        None: somebody who spoke without a name."""
        row = await self._query.one(
            f"""SELECT {_ALERT} FROM medication_alert WHERE compound_id = :compound AND kind = 'danger'
                AND COALESCE(person_id, 0) = COALESCE(:person, 0) AND raised_at >= :since ORDER BY id DESC LIMIT 1""",  # noqa: S608
            compound=compound_id,
            person=person_id,
            since=since,
        )
        return _alert(row) if row else None

    def tell(self, alert: Alert, persons: Sequence[int], now: int) -> None:
        """Another round of an alert goes to these people."""
        self._query.do("UPDATE medication_alert SET rounds = rounds + 1 WHERE id = :id", id=alert.id)
        self._query.many(
            """INSERT INTO medication_told (alert_id, person_id, at) VALUES (:alert, :person, :now)
               ON CONFLICT (alert_id, person_id, at) DO NOTHING""",
            [{"alert": alert.id, "person": person, "now": now} for person in persons],
        )

    async def told(self, alert_id: int) -> list[tuple[int, int]]:
        """Return who was told of an alert and when (UTC seconds)."""
        rows = await self._query.all(
            "SELECT person_id, at FROM medication_told WHERE alert_id = :id ORDER BY at", id=alert_id
        )
        return [(row["person_id"], row["at"]) for row in rows]

    async def accept(self, alert_id: int, person_id: int, now: int) -> bool:
        """Somebody takes care of it; return whether they are the first."""
        return await self._query.one(_ACCEPT, id=alert_id, person=person_id, now=now) is not None

    async def drop_dangers(self, before: int) -> int:
        """Drop alerts of danger raised before then (UTC seconds); return how many."""
        self._query.do(f"DELETE FROM medication_told WHERE alert_id IN ({_OLD_ALERTS})", before=before)  # noqa: S608
        sql = f"DELETE FROM medication_alert WHERE id IN ({_OLD_ALERTS}) RETURNING id"  # noqa: S608
        return len(await self._query.all(sql, before=before))


def _alert(row: Row) -> Alert:
    return Alert(
        row["id"],
        row["compound_id"],
        row["kind"],
        row["medication_id"],
        row["person_id"],
        row["words"],
        row["raised_at"],
        row["rounds"],
        row["accepted_by"],
        row["accepted_at"],
    )
