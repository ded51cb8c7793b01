"""提醒 (reminder): somebody's words, said again at a time to whom they are meant for. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.building import Buildings
from domain.moment import Frequency, Recurrence
from domain.wall_clock import following

#: At a time of the wall again and again, or once at an instant (UTC seconds).
Time = Recurrence | int

_SECONDS = {Frequency.MINUTELY: 60, Frequency.HOURLY: 3600}
LEAST_OWN = 600  # seconds between two of one's own reminders …
LEAST_OF_GROUPS = 3600  # … and of those that groups hear


class Whom(StrEnum):
    """Who is reminded."""

    OWN = "own"  # who set it, in private
    HERE = "here"  # the group in which it was set
    ALL = "all"
    BUILDINGS = "buildings"


class ReminderState(StrEnum):
    """How a reminder stands."""

    ON = "on"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder and its row; `compound_id` is whose zone it has, None for one's own of somebody of no
    compound, or of several. `chat_id` is the one group that hears it, `buildings`
    those that it is for, where it is for such."""

    id: int
    compound_id: int | None
    person_id: int
    chat_id: int | None
    words: str
    whom: Whom
    buildings: Buildings | None
    times: tuple[Time, ...]
    state: ReminderState = ReminderState.ON

    @property
    def is_for_groups(self) -> bool:
        """Whether groups hear it."""
        return self.whom is not Whom.OWN


def first_of(time: Time, now: int, zone: ZoneInfo) -> int | None:
    """Return when a time comes first after `now` (UTC seconds); None for one that is over."""
    if isinstance(time, int):
        return time if time > now else None
    return following(time, now, zone)


def coming(times: tuple[Time, ...], now: int, zone: ZoneInfo, most: int = 3) -> tuple[int, ...]:
    """Return the next instants (UTC seconds) of a reminder, at most so many."""
    found: set[int] = set()
    for time in times:
        at = first_of(time, now, zone)
        for _ in range(most):
            if at is None:
                break
            found.add(at)
            at = following(time, at, zone) if not isinstance(time, int) else None
    return tuple(sorted(found)[:most])


def least_gap(times: tuple[Time, ...]) -> int | None:
    """Return the seconds between two sayings of what comes every few hours or minutes; None for what does not."""
    gaps = [
        time.interval * _SECONDS[time.frequency]
        for time in times
        if not isinstance(time, int) and time.frequency in _SECONDS
    ]
    return min(gaps, default=None)


def is_by_length(time: Time) -> bool:
    """Say whether it goes by the length of time (每隔两小时), not by the wall."""
    return not isinstance(time, int) and time.frequency in _SECONDS
