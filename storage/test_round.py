"""Test rounds (轮次): what was opened, what was said of each household, which buildings were called."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from domain.building import Buildings, building_name
from domain.household import Mark
from domain.test_round import Report, Result, Round, State
from storage.store import Query, Row

_COLUMNS = "id, compound_id, opened_by, kind, spans, mark, place, starts_at, ends_at, opened_at, closed_at"

_OPEN = """
    INSERT INTO test_round
        (compound_id, opened_by, kind, spans, mark, place, starts_at, ends_at, opened_at)
    VALUES (:compound, :person, :kind, :spans, :mark, :place, :starts, :ends, :now) RETURNING id
"""
_GET = f"SELECT {_COLUMNS} FROM test_round WHERE id = :id"  # noqa: S608 - constants only
_OPEN_IN = f"""
    SELECT {_COLUMNS} FROM test_round WHERE compound_id = :compound AND closed_at IS NULL ORDER BY starts_at, id
"""  # noqa: S608
_CLOSED_SINCE = f"""
    SELECT {_COLUMNS} FROM test_round WHERE compound_id = :compound AND closed_at >= :since ORDER BY closed_at DESC, id
"""  # noqa: S608

_REPORT = """
    INSERT INTO test_report (round_id, place, building, household_id, author_id, message_id, said_at, state, people,
                             away, left_over, result, is_own)
    VALUES (:round, :place, :building, :household, :author, :message, :at, :state, :people, :away, :left, :result,
            :own)
    RETURNING id
"""

# Of each household the newest report.
_REPORTS = """
    SELECT id, place, building, household_id, author_id, said_at, state, people, away, left_over, result, is_own
    FROM test_report AS r WHERE round_id = :round AND NOT EXISTS (
        SELECT 1 FROM test_report AS later WHERE later.round_id = r.round_id AND later.place = r.place
        AND (later.said_at > r.said_at OR (later.said_at = r.said_at AND later.id > r.id)))
    ORDER BY said_at, id
"""
_TAKE_BACK = """
    DELETE FROM test_report
    WHERE message_id = :message
      AND round_id IN (SELECT id FROM test_round WHERE closed_at IS NULL OR closed_at < test_report.said_at)
    RETURNING round_id, id, place, building, household_id, author_id, said_at, state, people, away, left_over, result,
              is_own
"""
_DONE = """
    SELECT place, building FROM test_report AS r WHERE round_id = :round AND state = 'done' AND NOT EXISTS (
        SELECT 1 FROM test_report AS later WHERE later.round_id = r.round_id AND later.place = r.place
        AND (later.said_at > r.said_at OR (later.said_at = r.said_at AND later.id > r.id)))
"""
_EXPECTED = """
    SELECT place, COALESCE(building, '') AS building, marks FROM household
    WHERE compound_id = :compound AND is_listed = 1
"""
_POSITIVES = """
    SELECT place, MIN(said_at) AS said_at FROM test_report WHERE round_id = :round AND result = 'positive'
    GROUP BY place ORDER BY MIN(said_at), place
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """What counts of a household in a round: the newest said of it, by whom (our id), when (UTC seconds)."""

    id: int
    place: str
    building: str
    household_id: int | None
    author_id: int
    said_at: int
    state: State
    people: int | None
    away: int
    left: int
    result: Result
    is_own: bool


@dataclass(frozen=True, slots=True)
class Called:
    """A call: which buildings, when (UTC seconds)."""

    id: int
    round_id: int
    buildings: Buildings
    person_id: int
    at: int
    undone_at: int | None


class TestRounds:
    """All rounds."""

    __test__ = False  # no case of pytest's

    def __init__(self, query: Query) -> None:
        self._query = query

    async def open(self, one: Round) -> int:
        """Open a round; return its id. The id that it comes with says nothing."""
        row = await self._query.the(
            _OPEN,
            compound=one.compound_id,
            person=one.opened_by,
            kind=one.kind,
            spans=spans_of(one.buildings),
            mark=one.mark.value if one.mark is not None else "",
            place=one.place,
            starts=one.starts_at,
            ends=one.ends_at,
            now=one.opened_at,
        )
        return int(row["id"])

    async def get(self, round_id: int) -> Round | None:
        """Return a round, or None."""
        row = await self._query.one(_GET, id=round_id)
        return _round(row) if row else None

    async def open_in(self, compound_id: int) -> Sequence[Round]:
        """Return the open rounds of a compound, which begins first first."""
        return [_round(row) for row in await self._query.all(_OPEN_IN, compound=compound_id)]

    async def closed_since(self, compound_id: int, since: int) -> Sequence[Round]:
        """Return the rounds that were closed then (UTC seconds) or later, which was closed last first."""
        return [_round(row) for row in await self._query.all(_CLOSED_SINCE, compound=compound_id, since=since)]

    async def latest_closed(self, compound_id: int, since: int) -> Round | None:
        """Return the round that was closed last, if that was not before then (UTC seconds)."""
        row = await self._query.one(_CLOSED_SINCE, compound=compound_id, since=since)
        return _round(row) if row else None

    def close(self, round_id: int, now: int) -> None:
        """The round is over."""
        self._query.do(
            "UPDATE test_round SET closed_at = :now WHERE id = :id AND closed_at IS NULL", id=round_id, now=now
        )

    # --- reports -------------------------------------------------------------------------------------------

    async def report(
        self,
        round_id: int,
        place: str,
        building: str,
        report: Report,
        *,
        household: int | None,
        author: int,
        message: int | None,
        at: int,
        is_own: bool = False,
        state: State | None = None,
    ) -> int:
        """Record what was said of a household; return the row's id."""
        row = await self._query.the(
            _REPORT,
            round=round_id,
            place=place,
            building=building,
            household=household,
            author=author,
            message=message,
            at=at,
            state=(state or report.state).value,
            people=report.people,
            away=report.away,
            left=report.left,
            result=report.result.value,
            own=int(is_own),
        )
        return int(row["id"])

    async def take_back(self, message: int) -> Sequence[tuple[int, Reported]]:
        """Drop all that a message reported in rounds that are open, or were over when it came; return it, with the
        round each was of."""
        return [(row["round_id"], _reported(row)) for row in await self._query.all(_TAKE_BACK, message=message)]

    async def reports(self, round_id: int) -> Sequence[Reported]:
        """Return what counts of each household that was reported, which was said first first."""
        return [_reported(row) for row in await self._query.all(_REPORTS, round=round_id)]

    async def positives(self, round_id: int) -> Sequence[tuple[str, int]]:
        """Return the places of which a positive result was said, and when first (UTC seconds)."""
        return [(row["place"], row["said_at"]) for row in await self._query.all(_POSITIVES, round=round_id)]

    async def done(self, round_id: int) -> dict[str, str]:
        """Return the places of the households that have done it, with their buildings."""
        return {row["place"]: row["building"] for row in await self._query.all(_DONE, round=round_id)}

    async def expected(self, one: Round) -> dict[str, str]:
        """Return the places of the households on the roster that a round is for, with their buildings."""
        found = {}
        for row in await self._query.all(_EXPECTED, compound=one.compound_id):
            marks = [Mark(mark) for mark in msgspec.json.decode(row["marks"])]
            building = building_name(row["building"]) or ""
            if one.concerns(building or None, marks):
                found[row["place"]] = building
        return found

    # --- calls and boards ----------------------------------------------------------------------------------

    async def call(self, round_id: int, buildings: Buildings, person: int, now: int) -> int:
        """Record a call; return its id."""
        row = await self._query.the(
            """INSERT INTO test_call (round_id, spans, person_id, at) VALUES (:round, :spans, :person, :now)
               RETURNING id""",
            round=round_id,
            spans=spans_of(buildings),
            person=person,
            now=now,
        )
        return int(row["id"])

    async def calls(self, round_id: int) -> Sequence[Called]:
        """Return the calls of a round, without those taken back."""
        sql = f"SELECT {_CALL} FROM test_call WHERE round_id = :round AND undone_at IS NULL ORDER BY id"  # noqa: S608
        return [_called(row) for row in await self._query.all(sql, round=round_id)]

    async def called(self, call_id: int) -> Called | None:
        """Return a call, or None."""
        row = await self._query.one(f"SELECT {_CALL} FROM test_call WHERE id = :id", id=call_id)  # noqa: S608
        return _called(row) if row else None

    def uncall(self, call_id: int, now: int) -> None:
        """A call is taken back."""
        self._query.do("UPDATE test_call SET undone_at = :now WHERE id = :id", id=call_id, now=now)

    async def board(self, round_id: int, building: str) -> int:
        """Return our id of a live count: of one building (bare name), or "" for all."""
        row = await self._query.the(
            """INSERT INTO test_board (round_id, building) VALUES (:round, :building)
               ON CONFLICT (round_id, building) DO UPDATE SET building = excluded.building RETURNING id""",
            round=round_id,
            building=building,
        )
        return int(row["id"])

    async def of_board(self, board_id: int) -> tuple[int, str] | None:
        """Return the round and the building of a live count, or None."""
        row = await self._query.one("SELECT round_id, building FROM test_board WHERE id = :id", id=board_id)
        return (row["round_id"], row["building"]) if row else None


_CALL = "id, round_id, spans, person_id, at, undone_at"


def spans_of(buildings: Buildings | None) -> str:
    """Return buildings as they stand in a column: [["3", "12"]]; none is []."""
    return msgspec.json.encode(buildings.spans if buildings is not None else ()).decode()


def buildings_of(spans: str) -> Buildings | None:
    """Return the buildings that a column says; [] is none."""
    read = msgspec.json.decode(spans, type=tuple[tuple[str, str], ...])
    return Buildings(read) if read else None


def _round(row: Row) -> Round:
    return Round(
        row["id"],
        row["compound_id"],
        row["opened_by"],
        row["kind"],
        buildings_of(row["spans"]),
        Mark(row["mark"]) if row["mark"] else None,
        row["place"],
        row["starts_at"],
        row["ends_at"],
        row["opened_at"],
        row["closed_at"],
    )


def _reported(row: Row) -> Reported:
    return Reported(
        row["id"],
        row["place"],
        row["building"],
        row["household_id"],
        row["author_id"],
        row["said_at"],
        State(row["state"]),
        row["people"],
        row["away"],
        row["left_over"],
        Result(row["result"]),
        bool(row["is_own"]),
    )


def _called(row: Row) -> Called:
    buildings = buildings_of(row["spans"]) or Buildings(())
    return Called(row["id"], row["round_id"], buildings, row["person_id"], row["at"], row["undone_at"])
