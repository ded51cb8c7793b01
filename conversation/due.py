"""What every compound has due by itself, planned when it is made and when its zone changes."""

from datetime import time
from zoneinfo import ZoneInfo

from domain.due import Due
from domain.moment import Frequency, Recurrence
from domain.wall_clock import following
from storage.compound import Compound
from storage.due import Dues

DAILY_SUMMARY = "daily summary"
DAILY_DRAFT = "daily draft"
ON_DUTY = "on duty"
MEDICATION_MORNING = "medication morning"
MEDICATION_LIST = "medication list"
MEDICATION_HOLDERS = "medication holders"
MEDICATION_OVERNIGHT = "medication overnight"
CHECKPOINT = "checkpoint"  # the database's log is emptied: what was erased stands in no file any more

#: Kind, local time of day, and for how long after that it is still worth saying.
_DAILY = (
    (DAILY_SUMMARY, time(20), 4 * 3600),
    (ON_DUTY, time(8), 4 * 3600),
    (MEDICATION_MORNING, time(8), 12 * 3600),
    (MEDICATION_LIST, time(15), 4 * 3600),
    (MEDICATION_HOLDERS, time(18), 3 * 3600),
    (MEDICATION_OVERNIGHT, time(21), 12 * 3600),
    (DAILY_DRAFT, time(19, 30), 1800),
)


def plan_compound(dues: Dues, compound: Compound, now: int) -> None:
    """Plan what is due every day in a compound. Planned already: only another zone changes anything."""
    zone = ZoneInfo(compound.time_zone)
    for kind, at, late_seconds in _DAILY:
        dues.plan(daily(kind, at, zone, now, late_seconds, compound.id))


def checkpoint(now: int) -> Due:
    """Return the emptying of the database's log, due at once."""
    return Due(CHECKPOINT, CHECKPOINT, ZoneInfo("UTC"), now)


def daily(kind: str, at: time, zone: ZoneInfo, now: int, late_seconds: int, compound_id: int | None = None) -> Due:
    """Return something due every day at a local time, first after `now`; `compound_id` None: for the house itself."""
    rule = Recurrence(Frequency.DAILY, at=at)
    first = following(rule, now, zone)
    if first is None:
        raise ValueError("a day without that time")
    key = kind if compound_id is None else f"{kind}:{compound_id}"
    return Due(key, kind, zone, first, rule, compound_id, late_seconds=late_seconds)
