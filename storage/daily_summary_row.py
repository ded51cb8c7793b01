"""The rows behind the figures of a day: what a feature contributes to the summary (docs/daily-summary.md)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from domain.wall_clock import instant
from storage.store import Query

EVENING = time(20)  # when a summary goes out by itself


@dataclass(frozen=True, slots=True)
class Scope:
    """What a summary of a compound tells of, as instants in UTC seconds: from `start` to before `end`, and what is to
    come until `next`, the end of the following day."""

    compound_id: int
    start: int
    end: int
    next: int

    @classmethod
    def of(cls, compound_id: int, day: date, zone: ZoneInfo) -> "Scope":
        """Return the scope of a day from one evening to the next."""
        start, end = (instant(day + timedelta(days=ahead), EVENING, zone) for ahead in (-1, 0))
        return cls(compound_id, start, end, instant(day + timedelta(days=2), time(), zone))


@dataclass(frozen=True, slots=True)
class Found:
    """A row behind a figure: what is counted, each once (`subject`); what rows are told apart by ("" for nothing); the
    building as it is written (None: none, or all); when, in UTC seconds; a room; a number that belongs to the title."""

    subject: int | str
    title: str = ""
    building: str | None = None
    at: int | None = None
    place: str | None = None
    amount: int | None = None


#: How the rows behind a figure are found: SQL with the columns of `Found` and the parameters `:compound`, `:start`,
#: `:end` and `:next` of the scope; or, where no SQL can tell, a function of the snapshot.
Rows = str | Callable[[Query, Scope], Awaitable[Sequence[Found]]]


@dataclass(frozen=True, slots=True)
class Contributor:
    """What one feature tells of a day: its name, which is that of its sheet, and the rows behind its figures by the
    names of these. A figure is the number of different subjects."""

    called: str
    rows: Mapping[str, Rows]
