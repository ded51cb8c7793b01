"""轮次 (test round): who is to be tested when, what people say of it, and who is still missing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.building import Buildings, building_name
from domain.household import Mark
from domain.residence import Residence
from domain.wall_clock import after_quiet_hours, before_quiet_hours

#: What people call the kinds that they know; any other words are a kind, too.
KINDS = ("核酸", "抗原", "疫苗", "体检")

BEFORE = 1800  # seconds before the beginning at which the groups are told
EARLY = 3600  # seconds before the beginning from which reports are read
CHASED = 0.6  # of the time, after which building leads hear who is missing
UNDO_SECONDS = 60  # in which a call can be taken back
LATE = 24 * 3600  # seconds after its end in which a report is still written down
NEXT = 2  # so many buildings get ready when others are called


class Result(StrEnum):
    """What a test showed, as said."""

    NONE = ""
    NEGATIVE = "negative"
    POSITIVE = "positive"


class State(StrEnum):
    """How a household stands in a round."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"  # somebody has been to the door


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says of one household: `place` as said, None for their own; how many have done it (None: not said),
    are away, have yet to."""

    place: Residence | None = None
    people: int | None = None
    away: int = 0
    left: int = 0
    result: Result = Result.NONE

    @property
    def state(self) -> State:
        """How the household stands by this."""
        return State.PARTLY if self.left else State.DONE


@dataclass(frozen=True, slots=True)
class Round:
    """A round. `buildings` None: all; `mark` None: every household. Times in UTC seconds; `closed_at` None: open."""

    id: int
    compound_id: int
    opened_by: int
    kind: str
    buildings: Buildings | None
    mark: Mark | None
    place: str
    starts_at: int
    ends_at: int
    opened_at: int
    closed_at: int | None = None

    def is_read(self, now: int) -> bool:
        """Say whether reports are read for it now (UTC seconds)."""
        return self.closed_at is None and self.starts_at - EARLY <= now

    def is_late(self, now: int) -> bool:
        """Say whether it is over, but so lately that a report still counts. One that was called off never does."""
        closed_at = self.closed_at
        return closed_at is not None and self.starts_at < closed_at and now <= closed_at + LATE

    def is_written_down(self, now: int) -> bool:
        """Say whether a report of it is written down now (UTC seconds)."""
        return self.is_read(now) or self.is_late(now)

    def concerns(self, building: str | None, marks: Iterable[Mark]) -> bool:
        """Say whether it is for a household of that building (bare name) with these marks."""
        is_there = self.buildings is None or self.buildings.holds(building)
        return is_there and (self.mark is None or self.mark in marks)


def chased_at(one: Round, now: int, zone: ZoneInfo, quiet: tuple[time, time]) -> int | None:
    """Return when building leads hear who is missing: so much into the time that there is, from its opening on; by day.
    None where all that is left is at night."""
    since = max(one.starts_at, now)
    at = since + int(CHASED * (one.ends_at - since))
    by_day = after_quiet_hours(at, zone, quiet)
    if by_day == at:
        return at
    evening = before_quiet_hours(at, zone, quiet) - 60
    if evening > since:
        return evening
    return by_day if by_day < one.ends_at else None


@dataclass(frozen=True, slots=True)
class Count:
    """How many households of a building, or of all, have done it; `strangers`: reported, but on no roster."""

    expected: int = 0
    done: int = 0
    strangers: int = 0

    @property
    def missing(self) -> int:
        """How many have not."""
        return self.expected - self.done


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a round by building, in the order of buildings."""

    of: Mapping[str, Count] = field(default_factory=dict)

    @property
    def total(self) -> Count:
        """All of them as one."""
        return Count(
            sum(one.expected for one in self.of.values()),
            sum(one.done for one in self.of.values()),
            sum(one.strangers for one in self.of.values()),
        )

    def only(self, building: str) -> "Counts":
        """Return those of one building."""
        return Counts({building: self.of.get(building, Count())})


def counted(expected: Mapping[str, str], done: Mapping[str, str]) -> Counts:
    """Count households: `expected` and `done` are the keys of their places with their buildings (bare names)."""
    found: dict[str, list[int]] = {}
    for place, building in expected.items():
        row = found.setdefault(building, [0, 0, 0])
        row[0] += 1
        row[1] += place in done
    for place, building in done.items():
        if place not in expected:
            found.setdefault(building, [0, 0, 0])[2] += 1
    return Counts({name: Count(*found[name]) for name in in_order(found)})


def in_order(buildings: Iterable[str]) -> list[str]:
    """Return names of buildings as one counts them: 2 before 10, numbers before letters."""
    return sorted(set(buildings), key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name))


def next_up(order: Sequence[str], called: Iterable[str], now: Buildings) -> tuple[str, ...]:
    """Return the buildings that come after those called now, without those that were called before."""
    gone = {*called, *(name for name in order if now.holds(name))}
    last = max((place for place, name in enumerate(order) if now.holds(name)), default=-1)
    return tuple(name for name in order[last + 1 :] if name not in gone)[:NEXT]


def bare(residence: Residence) -> str:
    """Return the bare name of a residence's building, "" where none was said."""
    return building_name(residence.building) or ""
