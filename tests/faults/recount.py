"""The straight recount: what a group's tally must be, from what its residents wrote and nothing else.

Every resident orders one kind of goods for one room, so a recount needs none of the program's rules but these four:
a line says how many, 再加 adds, 改成 sets, 取消 takes all back.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import Enum

from tests.faults.ledger import Orders


class Does(Enum):
    """What a message does."""

    OPEN = "open"
    LINE = "line"
    ADD = "add"
    CHANGE = "change"
    CANCEL = "cancel"
    ASK = "ask"  # 汇总 in the group, /help in private: the bot answers with one new message
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a message, as an update told it."""

    update_id: int
    quantity: int
    edited_at: int = 0


@dataclass(slots=True)
class Written:
    """A message somebody wrote, with all its versions. `group` is its place in the list of groups, -1: in private."""

    group: int
    chat_id: int
    number: int
    date: int
    does: Does
    room: str = ""
    item: str = ""
    versions: list[Version] = field(default_factory=list)

    @property
    def states(self) -> bool:
        """Whether it states something in a buy."""
        return self.does not in (Does.ASK, Does.CHAT)

    def newest(self, among: Collection[int] | None) -> Version | None:
        """Return the version that counts: the one edited last; of one second, the one that arrived last."""
        told = [version for version in self.versions if among is None or version.update_id in among]
        return max(told, key=lambda version: (version.edited_at, version.update_id), default=None)

    def arrived(self, among: Collection[int] | None) -> int:
        """Return the number of the update that first told of it."""
        return min(version.update_id for version in self.versions if among is None or version.update_id in among)


def recount(book: Iterable[Written], group: int, among: Collection[int] | None = None) -> Orders:
    """Return what each room of a group has ordered, counting only the updates `among` (None: all)."""
    told = [one for one in book if one.group == group and one.room and one.newest(among) is not None]
    found: Orders = {}
    for one in sorted(told, key=lambda written: (written.date, written.arrived(among))):
        version = one.newest(among)
        quantity = version.quantity if version is not None else 0
        before = found.get(one.room, (one.item, 0))[1]
        if one.does is Does.ADD:
            quantity += before
        found[one.room] = (one.item, 0 if one.does is Does.CANCEL else quantity)
    return {room: (item, quantity) for room, (item, quantity) in found.items() if quantity}


_NAME = re.compile(r"\d+\. (?P<room>\S+) (?P<item>\D+)(?P<quantity>\d+)份")
_SUM = re.compile(r"(?P<item>\S+) (?P<total>\d+)份（(?P<parties>\d+)户）")


def shown_wrong(text: str, orders: Orders) -> str:
    """Say what is wrong in a tally as people see it, beside what was ordered; empty where nothing is."""
    names: Orders = {}
    sums: dict[str, tuple[int, int]] = {}
    for line in text.splitlines():
        if name := _NAME.fullmatch(line):
            names[name["room"]] = (name["item"], int(name["quantity"]))
        elif total := _SUM.fullmatch(line):
            sums[total["item"]] = (int(total["total"]), int(total["parties"]))
    right: dict[str, tuple[int, int]] = {}
    for item, quantity in orders.values():
        total_so_far, parties = right.get(item, (0, 0))
        right[item] = (total_so_far + quantity, parties + 1)
    if names != orders:
        return f"names {sorted(set(names.items()) ^ set(orders.items()))[:4]}"
    return f"sums {sums}, right {right}" if sums != right else ""
