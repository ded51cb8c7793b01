"""工时 (volunteer hours): what people said of how long they served, each row a change, so that sums are the truth."""

from collections.abc import Sequence
from datetime import date

from domain.volunteer_hours import Served
from storage.store import Query

_OF_DAY = """
    SELECT COALESCE(SUM(minutes), 0) AS minutes FROM volunteer_hours
    WHERE compound_id = :compound AND person_id = :person AND day = :day
"""
_NOTE = """
    INSERT INTO volunteer_hours (compound_id, person_id, day, minutes, at)
    VALUES (:compound, :person, :day, :minutes, :now)
"""
_LAST = """
    SELECT compound_id, day FROM volunteer_hours WHERE person_id = :person AND at >= :since ORDER BY id DESC LIMIT 1
"""
_OF_PERSON = """
    SELECT day, SUM(minutes) AS minutes FROM volunteer_hours
    WHERE compound_id = :compound AND person_id = :person AND day >= :since
    GROUP BY day HAVING SUM(minutes) > 0 ORDER BY day
"""
_OF_ALL = """
    SELECT person_id, SUM(minutes) AS minutes FROM volunteer_hours
    WHERE compound_id = :compound AND day >= :since
    GROUP BY person_id HAVING SUM(minutes) > 0 ORDER BY SUM(minutes) DESC, person_id
"""


class VolunteerHours:
    """The hours of all compounds."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def of_day(self, compound_id: int, person_id: int, day: date) -> int:
        """Return how many minutes somebody served on a day, as far as they said."""
        row = await self._query.the(_OF_DAY, compound=compound_id, person=person_id, day=day.isoformat())
        return int(row["minutes"])

    def note(self, compound_id: int, person_id: int, day: date, minutes: int, now: int) -> None:
        """Note that a day has so many minutes more (fewer, if negative) than was known; `now` in UTC seconds."""
        self._query.do(_NOTE, compound=compound_id, person=person_id, day=day.isoformat(), minutes=minutes, now=now)

    async def last(self, person_id: int, since: int) -> tuple[int, date] | None:
        """Return of which compound and day somebody spoke last since then (UTC seconds), or None."""
        row = await self._query.one(_LAST, person=person_id, since=since)
        return (row["compound_id"], date.fromisoformat(row["day"])) if row else None

    async def of_person(self, compound_id: int, person_id: int, since: date) -> Sequence[Served]:
        """Return the days since then on which somebody served."""
        rows = await self._query.all(_OF_PERSON, compound=compound_id, person=person_id, since=since.isoformat())
        return [Served(date.fromisoformat(row["day"]), row["minutes"]) for row in rows]

    async def of_all(self, compound_id: int, since: date) -> Sequence[tuple[int, int]]:
        """Return who served since then, and how many minutes: whoever served longest first."""
        rows = await self._query.all(_OF_ALL, compound=compound_id, since=since.isoformat())
        return [(row["person_id"], row["minutes"]) for row in rows]
