"""What medication (配药) contributes to the summary of a day: how many requests in which state and of which colour,
never whose or for what."""

from collections.abc import Sequence
from datetime import datetime

from domain.medication_request import colour, days_now
from storage.compound import Compounds
from storage.daily_summary_row import Contributor, Found, Scope
from storage.store import Query

#: Requests that are told of a building would tell of a household: rows name the whole place, and no building.
_PLACE = "CASE WHEN m.room IS NULL THEN NULL ELSE COALESCE(m.building || '-', '') || m.room END"

_OPEN = f"""
    SELECT m.id AS subject, m.state AS title, NULL AS building, m.said_at AS at, {_PLACE} AS place, NULL AS amount
    FROM medication AS m
    WHERE m.compound_id = :compound AND m.said_at < :end AND (m.ended_at IS NULL OR m.ended_at >= :end)
"""  # noqa: S608 - constants only
_DONE = f"""
    SELECT m.id AS subject, '' AS title, NULL AS building, m.ended_at AS at, {_PLACE} AS place, NULL AS amount
    FROM medication AS m
    WHERE m.compound_id = :compound AND m.ended_at >= :start AND m.ended_at < :end
      AND m.outcome IN ('received', 'bought')
"""  # noqa: S608
_STOCKS = f"""
    SELECT m.id, m.is_urgent, m.days_left, m.days_at, m.said_at, {_PLACE} AS place FROM medication AS m
    WHERE m.compound_id = :compound AND m.said_at < :end AND (m.ended_at IS NULL OR m.ended_at >= :end) ORDER BY m.id
"""  # noqa: S608


async def _by_colour(query: Query, scope: Scope) -> Sequence[Found]:
    """Return the open requests with the colours that they have at the end of the day."""
    zone = await Compounds(query).zone(scope.compound_id)
    today = datetime.fromtimestamp(scope.end, zone).date()
    found = []
    for row in await query.all(_STOCKS, compound=scope.compound_id, end=scope.end):
        said_on = datetime.fromtimestamp(row["days_at"] or row["said_at"], zone).date()
        shade = colour(days_now(row["days_left"], said_on, today), is_urgent=bool(row["is_urgent"]))
        found.append(Found(row["id"], shade.value, at=row["said_at"], place=row["place"]))
    return found


CONTRIBUTOR = Contributor("配药", {"medicine_open": _OPEN, "medicine_by_colour": _by_colour, "medicine_done": _DONE})
