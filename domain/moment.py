"""When: a moment, a span, a deadline, a length of time or a recurrence, as somebody's words mean it.

Times are in the zone of the message that said them (aware if that was, naive if not).
"""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Grain(StrEnum):
    """How exactly a time was said: 三天后 means a day, 八点半 a minute, 五分钟后 a second."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time; of grain DAY `at` is that day's midnight."""

    at: datetime
    grain: Grain


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end`; the last day of a span of days belongs to it."""

    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True)
class Deadline:
    """By then at the latest: 周五之前, 三天内, 今晚八点截单. Of grain DAY `at` is the midnight that day begins with."""

    at: datetime
    grain: Grain


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time without a beginning: 还剩两天, 三个月. The parts add up."""

    months: int = 0
    days: int = 0
    seconds: int = 0


class Frequency(StrEnum):
    """The frequencies of iCalendar that people use."""

    MINUTELY = "minutely"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule as in iCalendar. Weekdays are 1 (Monday) to 7; a day of the month of -1 is its last.

    `which` picks one of a month's such weekdays: 2 the second, -1 the last, 0 all of them."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    at: time | None = None
    which: int = 0


When = Moment | Span | Deadline | Length | Recurrence
