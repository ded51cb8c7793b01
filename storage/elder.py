"""Who is cared for (报平安) and by whom. Those whose care has ended are left out, unless asked for by id."""

from collections.abc import Sequence

import msgspec

from domain.check_in import Timings
from domain.elder import CONSENT, COVERED_DAYS, Carer, Channel, Coverage, Elder, Kin, coverage, was_heard
from domain.residence import Residence
from storage.store import Query, Row

_ELDER = """
    SELECT elder.id, elder.compound_id, household_id, household.building, household.unit, household.room,
           household.lane, elder.name, elder.person_id, elder.phone, channel, asks_from, asks_until, every_days,
           call_days, timings, paused_until, agreed_at, heard_at, ended_at
    FROM elder JOIN household ON household.id = household_id
"""
_GET = f"{_ELDER} WHERE elder.id = :id"
_ALL_OF = f"{_ELDER} WHERE elder.compound_id = :compound AND ended_at IS NULL ORDER BY elder.id"
_AT = f"{_ELDER} WHERE household_id = :household AND ended_at IS NULL ORDER BY elder.id"
_OF_PERSON = f"{_ELDER} WHERE elder.person_id = :person AND ended_at IS NULL ORDER BY elder.id"
_OF_ACCOUNT = f"""
    {_ELDER} JOIN person ON person.id = elder.person_id
    WHERE telegram_user_id = :telegram AND ended_at IS NULL ORDER BY elder.id
"""
_CARED_FOR_BY = f"""
    {_ELDER} WHERE ended_at IS NULL AND (
        elder.id IN (SELECT elder_id FROM carer WHERE person_id = :person)
        OR elder.id IN (SELECT check_in.elder_id
                        FROM check_in JOIN check_in_step ON check_in_step.check_in_id = check_in.id
                        WHERE check_in.closed_at IS NULL AND check_in_step.person_id = :person)
    )
    ORDER BY elder.id
"""  # noqa: S608 - constants only

_ADD = """
    INSERT INTO elder (compound_id, household_id, name, added_at, added_by)
    VALUES (:compound, :household, :name, :now, :by) RETURNING id
"""

_KEEP = """
    UPDATE elder SET name = :name, person_id = :person, phone = :phone, channel = :channel, asks_from = :asks_from,
                     asks_until = :asks_until, every_days = :every, call_days = :call, timings = :timings,
                     paused_until = :paused
    WHERE id = :id
"""

_HEARD = "UPDATE elder SET heard_at = :at WHERE id = :id AND (heard_at IS NULL OR heard_at < :at)"

# Those who are asked: all is told, they agreed, and they are not away. A consent taken back counts above all.
_ACTIVE = f"""
    {_ELDER} LEFT JOIN consent ON consent.compound_id = elder.compound_id AND consent.person_id = elder.person_id
                                 AND subject = '{CONSENT}'
    WHERE elder.compound_id = :compound AND ended_at IS NULL AND channel IS NOT NULL AND asks_from IS NOT NULL
      AND (paused_until IS NULL OR paused_until <= :now) AND withdrawn_at IS NULL
      AND (agreed_at IS NOT NULL OR given_at IS NOT NULL)
    ORDER BY elder.id
"""

_CARERS = "SELECT id, kin, name, phone, person_id FROM carer WHERE elder_id = :elder ORDER BY id"


class Elders:
    """All who are cared for."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def add(self, compound_id: int, household_id: int, name: str, by: int, now: int) -> int:
        """Add somebody to the roster; return their id. Of how and when they are asked nothing is known yet."""
        row = await self._query.the(_ADD, compound=compound_id, household=household_id, name=name, by=by, now=now)
        return int(row["id"])

    def keep(self, elder: Elder) -> None:
        """Bring what is known of an elder up to date, but for consent, signs of life and the end."""
        self._query.do(
            _KEEP,
            id=elder.id,
            name=elder.name,
            person=elder.person_id,
            phone=elder.phone,
            channel=elder.channel.value if elder.channel is not None else None,
            asks_from=elder.asks_from,
            asks_until=elder.asks_until,
            every=elder.every_days,
            call=elder.call_days,
            timings=_json(elder.timings),
            paused=elder.paused_until,
        )

    def agree(self, elder_id: int, by: int | None, now: int | None) -> None:
        """They said yes by word of mouth, to whom; None: they take it back."""
        sql = "UPDATE elder SET agreed_at = :now, agreed_by = :by WHERE id = :id"
        self._query.do(sql, id=elder_id, by=by, now=now)

    def heard(self, elder_id: int, at: int) -> None:
        """A sign of life."""
        self._query.do(_HEARD, id=elder_id, at=at)

    def end(self, elder_id: int, now: int) -> None:
        """They are not asked any more."""
        self._query.do("UPDATE elder SET ended_at = :now WHERE id = :id AND ended_at IS NULL", id=elder_id, now=now)

    async def get(self, elder_id: int) -> Elder | None:
        """Return an elder, or None."""
        row = await self._query.one(_GET, id=elder_id)
        return _elder(row) if row else None

    async def all_of(self, compound_id: int) -> Sequence[Elder]:
        """Return the roster of a compound."""
        return [_elder(row) for row in await self._query.all(_ALL_OF, compound=compound_id)]

    async def at(self, household_id: int) -> Sequence[Elder]:
        """Return who is cared for in a household."""
        return [_elder(row) for row in await self._query.all(_AT, household=household_id)]

    async def of_person(self, person_id: int) -> Sequence[Elder]:
        """Return who an account is, in every compound."""
        return [_elder(row) for row in await self._query.all(_OF_PERSON, person=person_id)]

    async def of_account(self, telegram_user_id: int) -> Sequence[Elder]:
        """Return who an account is, by its number at Telegram."""
        return [_elder(row) for row in await self._query.all(_OF_ACCOUNT, telegram=telegram_user_id)]

    async def cared_for_by(self, person_id: int) -> Sequence[Elder]:
        """Return whom an account looks after: always, or because it was told that they are being looked for."""
        return [_elder(row) for row in await self._query.all(_CARED_FOR_BY, person=person_id)]

    # --- the circle ----------------------------------------------------------------------------------------

    async def carers(self, elder_id: int) -> Sequence[Carer]:
        """Return who looks after an elder, who came first first."""
        rows = await self._query.all(_CARERS, elder=elder_id)
        return [Carer(Kin(row["kin"]), row["name"], row["phone"], row["person_id"], row["id"]) for row in rows]

    def entrust(self, elder_id: int, carer: Carer) -> None:
        """Somebody looks after them from now on; a carer with a row is brought up to date."""
        values = {"kin": carer.kin.value, "name": carer.name, "phone": carer.phone, "person": carer.person_id}
        if carer.id:
            sql = "UPDATE carer SET kin = :kin, name = :name, phone = :phone, person_id = :person WHERE id = :id"
            self._query.do(sql, id=carer.id, **values)
        else:
            sql = """INSERT INTO carer (elder_id, kin, name, phone, person_id)
                     VALUES (:elder, :kin, :name, :phone, :person)"""
            self._query.do(sql, elder=elder_id, **values)

    def release(self, carer_id: int) -> None:
        """Somebody does not look after them any more."""
        self._query.do("DELETE FROM carer WHERE id = :id", id=carer_id)

    # --- how it stands -------------------------------------------------------------------------------------

    async def active(self, compound_id: int, now: int) -> Sequence[Elder]:
        """Return who is asked nowadays: they agreed, and are not away."""
        return [_elder(row) for row in await self._query.all(_ACTIVE, compound=compound_id, now=now)]

    async def coverage(self, compound_id: int, now: int, days: int = COVERED_DAYS) -> Coverage:
        """Return of how many something was heard in the last days. For figures that name nobody."""
        return coverage([one.heard_at for one in await self.active(compound_id, now)], now, days)

    async def not_heard(self, compound_id: int, now: int, days: int = COVERED_DAYS) -> Sequence[Elder]:
        """Return of whom nothing was heard in the last days: for the care team only."""
        return [one for one in await self.active(compound_id, now) if not was_heard(one.heard_at, now, days)]

    # --- timings -------------------------------------------------------------------------------------------

    async def timings_of(self, compound_id: int) -> Timings | None:
        """Return a compound's own ladder, or None."""
        sql = "SELECT timings FROM check_in_timing WHERE compound_id = :compound"
        row = await self._query.one(sql, compound=compound_id)
        return _timings(row["timings"]) if row else None

    def set_timings(self, compound_id: int, timings: Timings) -> None:
        """Give a compound a ladder of its own."""
        sql = """INSERT INTO check_in_timing (compound_id, timings) VALUES (:compound, :timings)
                 ON CONFLICT (compound_id) DO UPDATE SET timings = excluded.timings"""
        self._query.do(sql, compound=compound_id, timings=_json(timings))


def _json(timings: Timings | None) -> str:
    return msgspec.json.encode(timings).decode() if timings is not None else ""


def _timings(json: str) -> Timings | None:
    return msgspec.json.decode(json, type=Timings) if json else None


def _elder(row: Row) -> Elder:
    return Elder(
        row["id"],
        row["compound_id"],
        row["household_id"],
        Residence(row["building"], row["unit"], row["room"], row["lane"]),
        row["name"],
        row["person_id"],
        row["phone"],
        Channel(row["channel"]) if row["channel"] is not None else None,
        row["asks_from"],
        row["asks_until"],
        row["every_days"],
        row["call_days"],
        _timings(row["timings"]),
        row["paused_until"],
        row["agreed_at"],
        row["heard_at"],
        row["ended_at"],
    )


# What points to an elder goes before them.
_DROP = (
    """UPDATE outbox SET state = 'dead', payload = '', error = 'forgotten', settled_at = :now
       WHERE settled_at IS NULL AND key IN (
           SELECT 'check-in:' || step.id FROM check_in_step AS step JOIN check_in ON check_in.id = check_in_id
           WHERE elder_id = :elder AND said <> 'clear')""",
    "DELETE FROM check_in_step WHERE check_in_id IN (SELECT id FROM check_in WHERE elder_id = :elder)",
    """DELETE FROM due WHERE kind = 'check-in ladder'
       AND subject_id IN (SELECT id FROM check_in WHERE elder_id = :elder)""",
    "DELETE FROM check_in WHERE elder_id = :elder",
    "DELETE FROM due WHERE kind IN ('check-in', 'check-in once') AND subject_id = :elder",
    "DELETE FROM care_call WHERE elder_id = :elder",
    "DELETE FROM carer WHERE elder_id = :elder",
    "DELETE FROM elder WHERE id = :elder",
)


def drop_elder(query: Query, elder_id: int, now: int) -> None:
    """Drop an elder with all that is kept of them, and what waits to be said of them, but for an all-clear."""
    for sql in _DROP:
        query.do(sql, **({"elder": elder_id, "now": now} if ":now" in sql else {"elder": elder_id}))
