"""今天 (today): what is open, what has waited for long, and what is due tomorrow, for those who see to it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

WAITED_SECONDS = 2 * 3600  # after that somebody should look


class Shelf(StrEnum):
    """Under which heading a line stands."""

    WAITING = "waiting"
    OPEN = "open"
    TOMORROW = "tomorrow"


#: What they are called.
SHELF_CALLED = {Shelf.WAITING: "等了两小时以上", Shelf.OPEN: "还开着", Shelf.TOMORROW: "明天到期"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something to see to: the row (`kind` names its table) it is about, what it is called, since or until when (UTC
    seconds), and a number that belongs to it."""

    shelf: Shelf
    kind: str
    row_id: int
    title: str
    at: int | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody has seen to it: who (our id) and when (UTC seconds)."""

    person_id: int
    at: int
