"""通知 (notice): something said to everyone or to some buildings, and which buildings have said 收到. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.building import Buildings, building_name
from domain.role import Held, Role

LONGEST, LONGEST_WITH_PHOTO = 3000, 900  # characters: what Telegram takes, with our first line
RECALL_SECONDS = 600  # for so long after it was sent it can be taken back
_NIGHT, _MORNING = time(21, 30), time(7, 30)


class State(StrEnum):
    """What has become of a notice."""

    DRAFT = "draft"
    PLANNED = "planned"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Expected:
    """A building that is to say 收到: its bare name, and its leads (our ids). Without a lead whoever presses in its
    group speaks for it."""

    building: str
    leads: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed 收到, in the stair group of `building` ("" elsewhere)."""

    person_id: int
    building: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """Which buildings have said 收到, which have not, and how many people pressed in all."""

    got: tuple[str, ...]
    missing: tuple[Expected, ...]
    people: int


def receipts(expected: Sequence[Expected], presses: Iterable[Press]) -> Receipts:
    """Return which of the buildings have said 收到."""
    presses = tuple(presses)
    persons = {one.person_id for one in presses}
    in_groups = {one.building for one in presses}
    got: list[Expected] = []
    missing: list[Expected] = []
    for one in expected:
        has = bool(one.leads & persons) if one.leads else one.building in in_groups
        (got if has else missing).append(one)
    return Receipts(tuple(one.building for one in got), tuple(missing), len(persons))


def may_say(held: Iterable[Held]) -> bool:
    """Say whether somebody with these roles may give notices: committee, volunteers, and leads."""
    return any(one.role in (Role.COMMITTEE, Role.VOLUNTEER, Role.LEAD) for one in held)


def own_buildings(held: Sequence[Held]) -> frozenset[str] | None:
    """Return the buildings (bare names) that somebody with these roles may give notice to; None: all."""
    if any(one.role in (Role.COMMITTEE, Role.VOLUNTEER) for one in held):
        return None
    named = (building_name(one.building) for one in held if one.role is Role.LEAD)
    return frozenset(name for name in named if name is not None)


def within(meant: Buildings | None, own: frozenset[str] | None) -> Buildings | None:
    """Return which of the buildings meant (None: everybody) a notice may go to. Raises ValueError where some of those
    named are not one's own."""
    if own is None:
        return meant
    if meant is None:
        return Buildings(tuple((name, name) for name in sorted(own)))
    if not set(meant.names()) <= own:
        raise ValueError("a building of somebody else")
    return meant


def is_night(at: datetime) -> bool:
    """Say whether a notice at that local time would wake people."""
    return at.time() >= _NIGHT or at.time() < _MORNING


def morning_after(at: datetime) -> datetime:
    """Return the first morning after a local time at which people may be spoken to."""
    morning = at.replace(hour=_MORNING.hour, minute=_MORNING.minute, second=0, microsecond=0)
    return morning if morning > at else morning + timedelta(days=1)
