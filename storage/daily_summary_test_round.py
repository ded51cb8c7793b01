"""What test rounds (轮次) contribute to the summary of a day: which there were and which are to come, and how many
households have done them and have not, by building as counts."""

from collections.abc import Sequence

import msgspec

from domain.building import building_name
from domain.household import Mark
from storage.daily_summary_row import Contributor, Found, Scope
from storage.store import Query
from storage.test_round import TestRounds

_ROUNDS = """
    SELECT id AS subject, kind AS title, NULL AS building, starts_at AS at, NULL AS place, NULL AS amount
    FROM test_round
    WHERE compound_id = :compound AND starts_at < :end AND COALESCE(closed_at, :end) >= :start
"""
_TOMORROW = """
    SELECT id AS subject, kind AS title, NULL AS building, starts_at AS at, NULL AS place, NULL AS amount
    FROM test_round
    WHERE compound_id = :compound AND starts_at >= :end AND starts_at < :next AND closed_at IS NULL
"""

_LISTED = "SELECT place, building, room, marks FROM household WHERE compound_id = :compound AND is_listed = 1"

# Of each household what was said last before the end of the day.
_REPORTED = """
    SELECT place, state, said_at FROM test_report AS r
    WHERE round_id = :round AND said_at < :end AND NOT EXISTS (
        SELECT 1 FROM test_report AS later WHERE later.round_id = r.round_id AND later.place = r.place
        AND later.said_at < :end
        AND (later.said_at > r.said_at OR (later.said_at = r.said_at AND later.id > r.id)))
"""


async def _households(query: Query, scope: Scope, *, done: bool) -> Sequence[Found]:
    """Return the households of the roster that a round of the day is for and that have, or have not, done it."""
    rounds, found = TestRounds(query), []
    for row in await query.all(_ROUNDS, compound=scope.compound_id, start=scope.start, end=scope.end):
        one = await rounds.get(row["subject"])
        if one is None:
            continue
        reported = await query.all(_REPORTED, round=one.id, end=scope.end)
        said_at = {report["place"]: report["said_at"] for report in reported if report["state"] == "done"}
        for home in await query.all(_LISTED, compound=scope.compound_id):
            place, building = home["place"], building_name(home["building"])
            marks = msgspec.json.decode(home["marks"], type=list[Mark]) if one.mark is not None else ()
            if (place in said_at) == done and one.concerns(building, marks):
                found.append(Found(f"{one.id}:{place}", one.kind, building, said_at.get(place), home["room"]))
    return found


async def _done(query: Query, scope: Scope) -> Sequence[Found]:
    return await _households(query, scope, done=True)


async def _missing(query: Query, scope: Scope) -> Sequence[Found]:
    return await _households(query, scope, done=False)


CONTRIBUTOR = Contributor(
    "轮次",
    {"test_rounds": _ROUNDS, "tests_done": _done, "tests_missing": _missing, "test_rounds_tomorrow": _TOMORROW},
)
