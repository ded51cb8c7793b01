"""Who is cared for (报平安), and by whom: the roster of elders living alone. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.check_in import Timings
from domain.residence import Residence
from domain.retention import DAY
from domain.wall_clock import instant

CONSENT = "check_in"  # the subject of their consent
WINDOW = 4 * 60  # minutes for which asking late is of use, where nothing else is said
COVERED_DAYS = 3
LONGEST_PAUSE = 90  # days
PAUSE_UNTOLD = 2 * DAY  # seconds: of a longer one the care team hears, whoever says it


class Channel(StrEnum):
    """How somebody is asked."""

    CHAT = "chat"  # in their private chat with the bot
    PHONE = "phone"  # the building lead calls
    NONE = "none"  # somebody knocks


class Kin(StrEnum):
    """What somebody who looks after them is to them."""

    NEIGHBOUR = "neighbour"
    LEAD = "lead"
    FAMILY = "family"


#: What people call them.
CHANNEL_CALLED = {Channel.CHAT: "私聊问", Channel.PHONE: "打电话问", Channel.NONE: "上门问"}
KIN_CALLED = {Kin.NEIGHBOUR: "结对邻居", Kin.LEAD: "楼组长", Kin.FAMILY: "家人"}


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who looks after an elder: an account, or only a name with a phone. `id` 0: without a row."""

    kin: Kin
    name: str
    phone: str | None = None
    person_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Elder:
    """Somebody who is asked how they are. Minutes are of the local day, instants UTC seconds.

    `channel` and `asks_from` are None until they were told; `agreed_at` is a yes by word of mouth. `timings` are None
    where those of the compound hold.
    """

    id: int
    compound_id: int
    household_id: int
    home: Residence
    name: str
    person_id: int | None = None
    phone: str | None = None
    channel: Channel | None = None
    asks_from: int | None = None
    asks_until: int | None = None
    every_days: int = 1
    call_days: int = 3
    timings: Timings | None = None
    paused_until: int | None = None
    agreed_at: int | None = None
    heard_at: int | None = None
    ended_at: int | None = None

    def is_paused(self, now: int) -> bool:
        """Whether they are away, or do not want to be asked, at that time."""
        return self.paused_until is not None and now < self.paused_until

    def window(self, day: date, zone: ZoneInfo) -> tuple[int, int]:
        """Return from when until when asking is of use on a day. Raises ValueError before the hour was told."""
        if self.asks_from is None:
            raise ValueError("nobody has told when to ask")
        until = self.asks_until if self.asks_until is not None else min(self.asks_from + WINDOW, 24 * 60 - 1)
        return instant(day, time_of(self.asks_from), zone), instant(day, time_of(until), zone)


def time_of(minutes: int) -> time:
    """Return the time of day that is so many minutes after midnight."""
    return time(minutes // 60, minutes % 60)


def was_heard_today(elder: Elder, day: date, zone: ZoneInfo) -> bool:
    """Say whether a sign of life came since that day's midnight."""
    return elder.heard_at is not None and elder.heard_at >= instant(day, time(), zone)


def pause_end(last_day: date, zone: ZoneInfo) -> int:
    """Return when somebody is asked again who is away up to and including that day: when the next begins."""
    return instant(last_day + timedelta(days=1), time(), zone)


def day_of(now: int, zone: ZoneInfo) -> date:
    """Return the local date at an instant."""
    return datetime.fromtimestamp(now, zone).date()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many elders something was heard in the last days: by themselves, or from who saw or called them."""

    heard: int
    total: int
    days: int


def coverage(heard: Iterable[int | None], now: int, days: int = COVERED_DAYS) -> Coverage:
    """Return the coverage of elders whose last signs of life are `heard` (UTC seconds, None: never)."""
    signs = list(heard)
    return Coverage(sum(was_heard(one, now, days) for one in signs), len(signs), days)


def was_heard(heard_at: int | None, now: int, days: int = COVERED_DAYS) -> bool:
    """Say whether a last sign of life is at most so many days old."""
    return heard_at is not None and heard_at > now - days * DAY


@dataclass(frozen=True, slots=True)
class Care:
    """What the operator has set for check-ins: the ladder, the quiet hours (start, end), and their own account."""

    timings: Timings = field(default_factory=Timings)
    quiet: tuple[time, time] = (time(21, 30), time(7, 30))
    operator: int | None = None
