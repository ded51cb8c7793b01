"""到货 (delivery): how the goods of a buy come from the gate to the doors. Pure.

Disinfected, sorted, then the buildings are called, one after the other or at once; each household is ticked when it has
its goods. What two volunteers tap at the same moment adds up: a tick is a row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.order_chain import folded
from domain.payment import in_fen
from domain.quantity import Quantity

PLACE = "小区门口"  # where goods are fetched unless somebody says otherwise
MINUTES = 15  # between two buildings
PAGE = 80  # households under one message: Telegram shows 100 buttons
UNCOLLECTED_AFTER = 2 * 3600  # seconds after its call, when a building's lead hears what still stands there


class Stage(StrEnum):
    """How far a delivery is."""

    DISINFECTING = "disinfecting"
    SORTING = "sorting"
    CALLING = "calling"
    DONE = "done"


class Flaw(StrEnum):
    """What is wrong with what a household got."""

    SHORT = "short"
    BROKEN = "broken"
    WRONG = "wrong"


#: What people call it.
FLAW_CALLED = {Flaw.SHORT: "少了", Flaw.BROKEN: "坏了", Flaw.WRONG: "错了"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The goods of a buy on their way. `minutes` lie between two buildings, 0: only a button calls the next. Times in
    UTC seconds."""

    id: int
    chain_id: int
    chat_id: int
    stage: Stage
    stage_at: int
    place: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A building, or a part of one with very many households, in the order of calling. Lane and building are "" where
    they were not said; `called_at` is None until it is its turn."""

    id: int
    rank: int
    lane: str
    building: str
    part: int
    called_at: int | None


@dataclass(frozen=True, slots=True)
class Tick:
    """What one household gets, and whether it has it: `ticked_at` None until then; `by` is our id of who ticked it."""

    id: int
    stop_id: int
    party: str
    ticked_at: int | None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What a household lacks. `photo` is Telegram's id of a picture; `fen` what the organiser gives back for it, None
    while that is not decided."""

    id: int
    bag_id: int
    flaw: Flaw
    words: str
    photo: str | None
    at: int
    fen: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """Where a household is to be called: its building, and the part of it."""

    party: str
    lane: str
    building: str
    part: int


def planned(households: Iterable[tuple[str, str, str]]) -> list[Planned]:
    """Return the parts in which households (party, lane, building; in the order in which people walk) are called."""
    count: dict[tuple[str, str], int] = {}
    found = []
    for party, lane, building in households:
        place = count.setdefault((lane, building), 0)
        found.append(Planned(party, lane, building, place // PAGE))
        count[lane, building] = place + 1
    return found


def last_call(stops: Sequence[Stop]) -> int | None:
    """Return when a building was called last (UTC seconds), None before the first."""
    return max((stop.called_at for stop in stops if stop.called_at is not None), default=None)


def waiting(stops: Sequence[Stop]) -> list[Stop]:
    """Return the stops that have not been called, the next first."""
    return [stop for stop in stops if stop.called_at is None]


def next_stops(stops: Sequence[Stop]) -> list[Stop]:
    """Return what is called next: all parts of the next building at once."""
    left = waiting(stops)
    return [stop for stop in left if (stop.lane, stop.building) == (left[0].lane, left[0].building)]


def next_at(stops: Sequence[Stop], minutes: int) -> int | None:
    """Return when the clock calls the next building (UTC seconds); None where nothing waits, or only a button calls."""
    last = last_call(stops)
    return last + minutes * 60 if last is not None and minutes and waiting(stops) else None


def expected_at(stops: Sequence[Stop], minutes: int) -> dict[tuple[str, str], int]:
    """Return about when each building that waits is called (UTC seconds)."""
    first = next_at(stops, minutes)
    if first is None:
        return {}
    buildings = dict.fromkeys((stop.lane, stop.building) for stop in waiting(stops))
    return {building: first + place * minutes * 60 for place, building in enumerate(buildings)}


# --- what is given back -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bought:
    """So much of an item that a household paid for; `price` in yuan for one, None where it is not known."""

    item: str
    quantity: Decimal
    measure: str | None
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Refund:
    """So much of an item given back; `fen` is what that comes to."""

    item: str
    quantity: Decimal
    measure: str | None
    fen: int


def suggested(bought: Sequence[Bought], words: str, said: Sequence[Quantity]) -> tuple[Refund, ...]:
    """Return what may be given back for what `words` say is missing or broken, the likeliest first: of the items that
    they name (where they name none: of each) so many as were `said` in that item's measure, else one; and all."""
    heard = folded(words)
    named = [one for one in bought if folded(one.item) in heard] or [
        one for one in bought if any(part in heard for part in _parts(folded(one.item)))
    ]
    found: list[Refund] = []
    for one in named or bought:
        if one.price is None:
            continue
        counts = [count.value for count in said if count.measure in (None, one.measure)] or [Decimal(1)]
        for count in dict.fromkeys(min(count, one.quantity) for count in (*counts, one.quantity)):
            found.append(Refund(one.item, count, one.measure, in_fen(one.price * count)))  # noqa: PERF401
    return tuple(found)


def _parts(item: str) -> list[str]:
    """Return the two-character parts by which people name an item: 香梨 of 库尔勒香梨."""
    return [item[place : place + 2] for place in range(len(item) - 1)]
