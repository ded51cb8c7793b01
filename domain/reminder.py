"""提醒 (reminder): somebody's words, said again at a time to whom they are meant for. Pure."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.building import Buildings
from domain.moment import Frequency, Recurrence
from domain.wall_clock import following, instant

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

    @property
    def comes_again(self) -> bool:
        """Whether it comes again and again."""
        return any(not isinstance(each, int) for each in self.times)


def first_of(time: Time, now: int, zone: ZoneInfo) -> int | None:
    """Return when a time comes first after `now` (UTC seconds); None for one that is over."""
    if isinstance(time, int):
        return time if time > now else None
    return following(time, now, zone)


def coming(times: tuple[Time, ...], now: int, zone: ZoneInfo, most: int = 3) -> tuple[int, ...]:
    """Return the next instants (UTC seconds) of a reminder, at most so many."""
    found: set[int] = set()
    for each in times:
        at = first_of(each, now, zone)
        for _ in range(most):
            if at is None:
                break
            found.add(at)
            at = following(each, at, zone) if not isinstance(each, int) else None
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


def is_meant(one: Reminder, about: str, on: date | None, now: int, zone: ZoneInfo, *, is_rule: bool = False) -> bool:
    """Say whether somebody may mean this reminder who says of what it is ("": of anything), and on which day it comes
    (None: on any) or that it comes again and again."""
    if about and not _speak_of_the_same(about, one.words):
        return False
    if is_rule and not one.comes_again:
        return False
    return on is None or bool(_on_day(one, on, now, zone))


def _speak_of_the_same(about: str, words: str) -> bool:
    """Say whether one stands in the other, also with something between (吃药: 吃降压药), or two signs in a row stand in
    both (报抗原: 抗原做一下)."""
    pairs = {about[place : place + 2] for place in range(len(about) - 1)}
    rest = iter(words)
    return all(sign in rest for sign in about) or words in about or any(pair in words for pair in pairs)


def _on_day(one: Reminder, on: date, now: int, zone: ZoneInfo) -> list[int]:
    """Return when a reminder comes on a day, from now on."""
    start, end = instant(on, time(), zone), instant(on + timedelta(days=1), time(), zone)
    found = []
    for each in one.times:
        at = first_of(each, max(now, start - 1), zone)
        if at is not None and at < end:
            found.append(at)
    return sorted(found)


def skipped_until(one: Reminder, on: date, now: int, zone: ZoneInfo) -> int | None:
    """Return the last instant at which a reminder that comes again comes on that day: what comes after it is as ever.
    None where that day alone cannot be passed over: something comes before it, or the days are counted one by one."""
    comes = _on_day(one, on, now, zone)
    rules = [each for each in one.times if not isinstance(each, int)]
    if not comes or any(rule.interval > 1 or is_by_length(rule) for rule in rules):
        return None
    is_next = coming(one.times, now, zone, 1)[0] >= comes[0]
    return comes[-1] if is_next else None
