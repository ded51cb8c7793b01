"""Reminders (提醒): what is to be said to whom, when."""

from collections.abc import Sequence

import msgspec

from domain.moment import Recurrence
from domain.reminder import Reminder, ReminderState, Time, Whom
from storage.store import Query, Row
from storage.test_round import buildings_of, spans_of

_COLUMNS = "id, compound_id, person_id, chat_id, words, whom, spans, times, state"

_SET = """
    INSERT INTO reminder (compound_id, person_id, chat_id, words, whom, spans, times, made_at)
    VALUES (:compound, :person, :chat, :words, :whom, :spans, :times, :now) RETURNING id
"""
_GET = f"SELECT {_COLUMNS} FROM reminder WHERE id = :id"  # noqa: S608 - constants only
_OF = f"""
    SELECT {_COLUMNS} FROM reminder WHERE person_id = :person AND state <> 'ended' ORDER BY id
"""  # noqa: S608
_OF_GROUPS = f"""
    SELECT {_COLUMNS} FROM reminder WHERE compound_id = :compound AND whom <> 'own' AND state <> 'ended' ORDER BY id
"""  # noqa: S608


class Reminders:
    """All reminders."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def set(self, one: Reminder, now: int) -> int:
        """Record a reminder; return its id. The id that it comes with says nothing."""
        row = await self._query.the(
            _SET,
            compound=one.compound_id,
            person=one.person_id,
            chat=one.chat_id,
            words=one.words,
            whom=one.whom.value,
            spans=spans_of(one.buildings),
            times=_written(one.times),
            now=now,
        )
        return int(row["id"])

    async def get(self, reminder_id: int) -> Reminder | None:
        """Return a reminder, or None."""
        row = await self._query.one(_GET, id=reminder_id)
        return _reminder(row) if row else None

    async def of(self, person_id: int) -> Sequence[Reminder]:
        """Return those that somebody has set and that are not over."""
        return [_reminder(row) for row in await self._query.all(_OF, person=person_id)]

    async def of_groups(self, compound_id: int) -> Sequence[Reminder]:
        """Return those of a compound that groups hear and that are not over."""
        return [_reminder(row) for row in await self._query.all(_OF_GROUPS, compound=compound_id)]

    def change(self, reminder_id: int, times: tuple[Time, ...]) -> None:
        """It comes at other times now."""
        self._query.do("UPDATE reminder SET times = :times WHERE id = :id", id=reminder_id, times=_written(times))

    def turn(self, reminder_id: int, state: ReminderState, now: int) -> None:
        """It is on, paused or over from now on."""
        self._query.do(
            "UPDATE reminder SET state = :state, ended_at = :ended WHERE id = :id",
            id=reminder_id,
            state=state.value,
            ended=now if state is ReminderState.ENDED else None,
        )


def _written(times: tuple[Time, ...]) -> str:
    return msgspec.json.encode(times).decode()


def _reminder(row: Row) -> Reminder:
    return Reminder(
        row["id"],
        row["compound_id"],
        row["person_id"],
        row["chat_id"],
        row["words"],
        Whom(row["whom"]),
        buildings_of(row["spans"]),
        msgspec.json.decode(row["times"], type=tuple[int | Recurrence, ...]),
        ReminderState(row["state"]),
    )
