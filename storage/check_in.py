"""Check-ins (报平安): one row an elder and day, and a row for each thing that was said to somebody about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.check_in import Need, Rung
from domain.elder import Elder
from storage.store import Query, Row

_LEFT_LYING = 300  # seconds: what waits so long while other messages went out is not counted on


@dataclass(frozen=True, slots=True)
class Begin:
    """How a ladder begins: for which need, a word for why the question was not put, not before when (UTC seconds)."""

    need: Need = Need.SILENT
    why: str = ""
    wait_until: int = 0


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One elder's check-in of one day. Instants in UTC seconds; `round` grows with each change of the need.

    `closed_at` None: it runs. `how` is the word for how it ended, `answered_by` who said so, None for the elder.
    """

    id: int
    compound_id: int
    elder_id: int
    day: date
    opened_at: int
    until: int
    need: Need
    round: int
    why: str
    wait_until: int
    accepted_by: int | None
    accepted_at: int | None
    closed_at: int | None
    how: str | None
    answered_by: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something said to somebody about a check-in; `rung` None: who goes, or the all-clear. `answer` is theirs."""

    id: int
    check_in_id: int
    round: int
    rung: Rung | None
    said: str
    person_id: int | None
    at: int
    sent_at: int | None
    failed_at: int | None
    why: str | None
    answered_at: int | None
    answer: str | None


_COLUMNS = """id, compound_id, elder_id, day, opened_at, until, need, round, why, wait_until, accepted_by, accepted_at,
    closed_at, how, answered_by"""
_STEP = "id, check_in_id, round, rung, said, person_id, at, sent_at, failed_at, why, answered_at, answer"

_OPEN = f"""
    INSERT INTO check_in (compound_id, elder_id, day, opened_at, until, need, why, wait_until)
    VALUES (:compound, :elder, :day, :now, :until, :need, :why, :wait)
    ON CONFLICT (elder_id, day) DO NOTHING RETURNING {_COLUMNS}
"""  # noqa: S608 - constants only
_AGAIN = f"""
    UPDATE check_in SET need = :need, why = :why, round = round + 2, wait_until = 0, accepted_by = NULL,
                        accepted_at = NULL, closed_at = NULL, how = NULL, answered_by = NULL
    WHERE elder_id = :elder AND day = :day RETURNING {_COLUMNS}
"""  # noqa: S608

_GET = f"SELECT {_COLUMNS} FROM check_in WHERE id = :id"  # noqa: S608
_RUNNING = f"SELECT {_COLUMNS} FROM check_in WHERE elder_id = :elder AND closed_at IS NULL ORDER BY id"  # noqa: S608
_LAST = f"SELECT {_COLUMNS} FROM check_in WHERE elder_id = :elder ORDER BY day DESC, id DESC LIMIT 1"  # noqa: S608
_ON = f"SELECT {_COLUMNS} FROM check_in WHERE elder_id = :elder AND day = :day"  # noqa: S608
_ALL_RUNNING = f"""
    SELECT {_COLUMNS} FROM check_in WHERE compound_id = :compound AND closed_at IS NULL ORDER BY opened_at, id
"""  # noqa: S608

_NEED = """
    UPDATE check_in SET need = :need, why = :why, round = round + 1, wait_until = :wait, accepted_by = NULL,
                        accepted_at = NULL
    WHERE id = :id AND closed_at IS NULL
"""
# Held once an hour at most: a program that dies and starts again and again must not hold them for ever.
_HOLD = "UPDATE check_in SET wait_until = :until WHERE closed_at IS NULL AND wait_until < :until - 3600"
_ACCEPT = """
    UPDATE check_in SET accepted_by = :person, accepted_at = :now
    WHERE id = :id AND closed_at IS NULL AND accepted_by IS NULL
"""
_CLOSE = """
    UPDATE check_in SET closed_at = :now, how = :how, answered_by = :by
    WHERE id = :id AND closed_at IS NULL RETURNING id
"""

_TAKE = """
    INSERT INTO check_in_step (check_in_id, round, rung, said, person_id, at)
    VALUES (:check_in, :round, :rung, :said, :person, :now) RETURNING id
"""
_STEPS = f"SELECT {_STEP} FROM check_in_step WHERE check_in_id = :check_in ORDER BY id"  # noqa: S608
_GET_STEP = f"SELECT {_STEP} FROM check_in_step WHERE id = :id"  # noqa: S608
_SENT = "UPDATE check_in_step SET sent_at = :at WHERE id = :id AND failed_at IS NULL"
_FAILED = "UPDATE check_in_step SET failed_at = :now, why = :why WHERE id = :id AND sent_at IS NULL"
_ANSWERED = "UPDATE check_in_step SET answered_at = :now, answer = :answer WHERE id = :id"

# Of what has waited for long: its row is gone or settled without a word, or others went out while it was left lying.
_STUCK = """
    SELECT step.id FROM check_in_step AS step
    LEFT JOIN outbox ON outbox.key = :prefix || step.id
    WHERE step.check_in_id = :check_in AND sent_at IS NULL AND failed_at IS NULL AND step.at <= :before AND (
        outbox.id IS NULL OR outbox.settled_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM outbox AS other
                   WHERE other.state = 'sent' AND other.settled_at > step.at + 60 AND other.settled_at <= :lately))
"""

# What waits to be sent is not sent any more; what is under way cannot be stopped.
_DROP = """
    UPDATE outbox SET state = 'dead', payload = '', error = 'answered', settled_at = :now
    WHERE key = :key AND state = 'new' RETURNING id
"""

KEY = "check-in:"  # what the outbox keys of steps begin with


class CheckIns:
    """All check-ins that are kept."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def open(self, elder: Elder, day: date, until: int, now: int, begin: Begin) -> CheckIn | None:
        """Begin the check-in of a day, on which asking is of use until then; None where that day has one."""
        row = await self._query.one(
            _OPEN,
            compound=elder.compound_id,
            elder=elder.id,
            day=day.isoformat(),
            until=until,
            now=now,
            need=begin.need.value,
            why=begin.why,
            wait=begin.wait_until,
        )
        return _check_in(row) if row else None

    async def reopen(self, elder_id: int, day: date, begin: Begin) -> CheckIn:
        """Begin a day's check-in anew, for another need: it was over, and now they want help. Whoever went before knows
        nothing of it: a round lies between. Raises LookupError."""
        values = {"need": begin.need.value, "why": begin.why}
        return _check_in(await self._query.the(_AGAIN, elder=elder_id, day=day.isoformat(), **values))

    async def get(self, check_in_id: int) -> CheckIn | None:
        """Return a check-in, or None."""
        row = await self._query.one(_GET, id=check_in_id)
        return _check_in(row) if row else None

    async def running(self, elder_id: int) -> CheckIn | None:
        """Return the check-in of an elder that is not over, or None."""
        row = await self._query.one(_RUNNING, elder=elder_id)
        return _check_in(row) if row else None

    async def all_running(self, compound_id: int) -> Sequence[CheckIn]:
        """Return what runs in a compound, the oldest first."""
        return [_check_in(row) for row in await self._query.all(_ALL_RUNNING, compound=compound_id)]

    async def on(self, elder_id: int, day: date) -> CheckIn | None:
        """Return the check-in of a day, or None."""
        row = await self._query.one(_ON, elder=elder_id, day=day.isoformat())
        return _check_in(row) if row else None

    async def last(self, elder_id: int) -> CheckIn | None:
        """Return an elder's newest check-in, or None."""
        row = await self._query.one(_LAST, elder=elder_id)
        return _check_in(row) if row else None

    def needs(self, check_in_id: int, begin: Begin) -> None:
        """The need is another one now: nobody is counted on any more, and the ladder begins where that need does."""
        self._query.do(_NEED, id=check_in_id, need=begin.need.value, why=begin.why, wait=begin.wait_until)

    def hold_all(self, until: int) -> None:
        """Take no step on any running ladder before then (UTC seconds); not again within the hour."""
        self._query.do(_HOLD, until=until)

    def accept(self, check_in_id: int, person_id: int, now: int) -> None:
        """Somebody goes and looks. Who was first stays."""
        self._query.do(_ACCEPT, id=check_in_id, person=person_id, now=now)

    async def close(self, check_in_id: int, how: str, by: int | None, now: int) -> bool:
        """It is over; return False where it was already."""
        return await self._query.one(_CLOSE, id=check_in_id, how=how, by=by, now=now) is not None

    # --- steps ---------------------------------------------------------------------------------------------

    async def take(self, check_in: CheckIn, rung: Rung | None, said: str, person_id: int | None, now: int) -> int:
        """Note that somebody is told something; return the step's id."""
        row = await self._query.the(
            _TAKE,
            check_in=check_in.id,
            round=check_in.round,
            rung=int(rung) if rung is not None else None,
            said=said,
            person=person_id,
            now=now,
        )
        return int(row["id"])

    async def steps(self, check_in_id: int) -> Sequence[Step]:
        """Return all that was said about a check-in, in order."""
        return [_step(row) for row in await self._query.all(_STEPS, check_in=check_in_id)]

    async def step(self, step_id: int) -> Step | None:
        """Return a step, or None."""
        row = await self._query.one(_GET_STEP, id=step_id)
        return _step(row) if row else None

    def sent(self, step_id: int, at: int) -> None:
        """It was sent."""
        self._query.do(_SENT, id=step_id, at=at)

    def failed(self, step_id: int, why: str, now: int) -> None:
        """It cannot be sent; `why` is a word."""
        self._query.do(_FAILED, id=step_id, why=why, now=now)

    def answered(self, step_id: int, answer: str, now: int) -> None:
        """Whoever got it has answered."""
        self._query.do(_ANSWERED, id=step_id, answer=answer, now=now)

    async def note_stuck(self, check_in_id: int, now: int) -> None:
        """Count no more on what has been lying for long while other messages went out."""
        rows = await self._query.all(
            _STUCK, check_in=check_in_id, before=now - _LEFT_LYING, lately=now - 60, prefix=KEY
        )
        for row in rows:
            self.failed(row["id"], "stuck", now)

    async def drop(self, step_id: int, now: int) -> bool:
        """Do not send it any more; return whether that could be helped."""
        return bool(await self._query.all(_DROP, key=f"{KEY}{step_id}", now=now))


def _check_in(row: Row) -> CheckIn:
    return CheckIn(
        row["id"],
        row["compound_id"],
        row["elder_id"],
        date.fromisoformat(row["day"]),
        row["opened_at"],
        row["until"],
        Need(row["need"]),
        row["round"],
        row["why"],
        row["wait_until"],
        row["accepted_by"],
        row["accepted_at"],
        row["closed_at"],
        row["how"],
        row["answered_by"],
    )


def _step(row: Row) -> Step:
    return Step(
        row["id"],
        row["check_in_id"],
        row["round"],
        Rung(row["rung"]) if row["rung"] is not None else None,
        row["said"],
        row["person_id"],
        row["at"],
        row["sent_at"],
        row["failed_at"],
        row["why"],
        row["answered_at"],
        row["answer"],
    )
