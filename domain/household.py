"""Households (户) and the roster (花名册): who lives where, as the committee's list has it."""

from dataclasses import dataclass, field
from enum import StrEnum

from domain.order_chain import Who, party_key
from domain.residence import Residence


class Mark(StrEnum):
    """What to know of a household before one knocks."""

    ALONE = "alone"  # 独居: an elder living alone
    NO_PHONE = "no_phone"  # 无手机: nobody there reads the group
    SMALL_CHILD = "small_child"  # 婴幼儿
    OTHER_LANGUAGE = "other_language"  # 外语


#: What people call them, on the roster and in lists.
CALLED = {
    Mark.ALONE: "独居",
    Mark.NO_PHONE: "无手机",
    Mark.SMALL_CHILD: "婴幼儿",
    Mark.OTHER_LANGUAGE: "外语",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A household as the roster has it. `phone` and `note` as written there; `size` is how many live there."""

    residence: Residence
    contact: str | None = None
    phone: str | None = None
    size: int | None = None
    marks: frozenset[Mark] = field(default_factory=frozenset)
    note: str | None = None

    @property
    def place(self) -> str:
        """The key of its residence, as orders have it: r:3/2/502."""
        return place_key(self.residence)


def place_key(residence: Residence) -> str:
    """Return the key under which a residence stands. Raises ValueError for one that says nothing."""
    key = party_key(Who(residence))
    if key is None or residence == Residence():
        raise ValueError("a residence without building and room")
    return key
