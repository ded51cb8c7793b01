"""What is due: said at its time, once; what comes late says so, or waits for the morning. Pure."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.moment import Recurrence
from domain.wall_clock import after_quiet_hours, following

PUNCTUAL = 300  # seconds: up to then nobody calls it late


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the clock starts at `at` (UTC seconds): once, or by `rule` in `zone`.

    `key` names it: kind and subject. It is still worth doing for `late_seconds` after its time; later it is said to
    have come too late. `id` is that of its row, 0 before it has one.
    """

    key: str
    kind: str
    zone: ZoneInfo
    at: int
    rule: Recurrence | None = None
    compound_id: int | None = None
    subject_id: int = 0
    late_seconds: int = 6 * 3600
    id: int = 0
    attempts: int = 0  # how often it failed at this time of it


class Lateness(StrEnum):
    """How what is due came to be done."""

    PUNCTUAL = "punctual"
    LATE = "late"  # a while after its time, and says so
    TOO_LATE = "too late"  # it is of no use any more: what is left is to say that it was missed


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with something due: say it not before `say_at`, for the time that was meant; `next_at` is its next
    time, None for never again. All in UTC seconds. `is_at_night`: it is said in the quiet hours, for which somebody
    chose it."""

    meant_at: int
    say_at: int
    lateness: Lateness
    next_at: int | None
    is_at_night: bool = False


def plan(due: Due, now: int, quiet: tuple[time, time], *, is_urgent: bool = False) -> Plan:
    """Say what to do now (UTC seconds) with what is due. Times missed meanwhile count as one, the newest.

    What is punctual is said at its time, whenever that is: somebody chose it. What is late waits for the end of the
    quiet hours, unless it is urgent.
    """
    meant, next_at = due.at, None
    if due.rule is not None:
        next_at = following(due.rule, due.at, due.zone)
        while next_at is not None and next_at <= now:
            meant, next_at = next_at, following(due.rule, next_at, due.zone)
    late = now - meant
    if late <= PUNCTUAL:
        is_at_night = after_quiet_hours(now, due.zone, quiet) != now
        return Plan(meant, now, Lateness.PUNCTUAL, next_at, is_at_night)
    say_at = now if is_urgent else after_quiet_hours(now, due.zone, quiet)
    is_of_use = say_at - meant <= due.late_seconds
    is_at_night = after_quiet_hours(say_at, due.zone, quiet) != say_at
    return Plan(meant, say_at, Lateness.LATE if is_of_use else Lateness.TOO_LATE, next_at, is_at_night)
