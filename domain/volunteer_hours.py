"""工时 (volunteer hours): how long somebody served on a day, by their own word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_MINUTES = 24 * 60  # of one day
KEPT_DAYS = 7  # for so long somebody may still say how long they served


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a day: how long they served in all, or (`adds`) how much longer than they had said."""

    day: date
    minutes: int
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """How long somebody served on a day, in minutes."""

    day: date
    minutes: int


def change(known: int, said: Said) -> int:
    """Return by how many minutes a statement changes what is known of its day.

    Raises ValueError where the day would have less than nothing or more than 24 hours.
    """
    after = known + said.minutes if said.adds else said.minutes
    if not 0 <= after <= MOST_MINUTES:
        raise ValueError(f"a day of {after} minutes")
    return after - known


def in_all(served: Iterable[Served]) -> int:
    """Return the minutes of several days together."""
    return sum(one.minutes for one in served)
