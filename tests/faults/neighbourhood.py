"""Traffic: groups of invented residents who write order chains, ask for the tally, talk, and change their minds.

Every word they use can be told from the program's own: Chinese, or the marker. None of it may stand in a log.
"""

import random
from dataclasses import dataclass, field

from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.state import Message
from tests.faults.recount import Does, Version, Written

MARKER = "zqx"  # in names, titles and talk
_GOODS = (("橙子", "雪梨"), ("土豆", "番茄"), ("青菜", "菠菜"), ("豆腐", "千张"), ("玉米", "南瓜"))
_TALK = ("今天楼下风好大", "门口那辆白车挪一下呀", "谢谢大家", "猫找到了吗", "早上好呀")
_CHANCES = {Does.ADD: 36, Does.CHANGE: 12, Does.LINE: 12, Does.CANCEL: 4, Does.CHAT: 8, Does.ASK: 12}
_ASKS_IN_A_ROW = (1, 1, 2, 3)  # so that there is an order to be kept
_EDITS = 16  # beside the chances above


@dataclass(slots=True)
class Resident:
    """Who orders one kind of goods for one room."""

    person: Person
    room: str
    item: str
    has: bool = False  # something ordered
    wrote: list[tuple[Message, Written]] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """A group, its organiser and residents."""

    place: int
    room: Room
    organiser: Person
    residents: list[Resident]
    goods: tuple[str, str]


class Neighbourhood:
    """All groups, and the book of all that was written in them."""

    def __init__(
        self, sandbox: Sandbox, chance: random.Random, *, groups: int = 8, residents: int = 6, kind: str = "supergroup"
    ) -> None:
        self.sandbox, self.chance, self.kind = sandbox, chance, kind
        self.book: list[Written] = []
        self.groups = [self._group(place, residents) for place in range(groups)]

    def _group(self, place: int, size: int) -> Group:
        goods = _GOODS[place % len(_GOODS)]
        organiser = self.sandbox.person(f"团长{MARKER}{place}")
        rooms = [f"{3 + number // 4}-{101 + 100 * (number % 4)}" for number in range(size)]
        people = [
            Resident(self.sandbox.person(f"邻居{MARKER}{place}x{number}", started=True), room, goods[number % 2])
            for number, room in enumerate(rooms)
        ]
        members = [organiser, *(one.person for one in people)]
        room = self.sandbox.group(f"银杏苑{place}{MARKER}", members, bot_is_admin=True, kind=self.kind)
        return Group(place, room, organiser, people, goods)

    # --- writing -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open a buy in every group."""
        for group in self.groups:
            first, second = group.goods
            text = f"#接龙\n{MARKER}果蔬团\n{first} 8元/份\n{second} 6元/份"
            self._say(group, group.organiser, text, Does.OPEN)

    def write(self, count: int) -> None:
        """Let about `count` messages be written or edited, by whom and what as chance has it."""
        for _ in range(count):
            group = self.chance.choice(self.groups)
            resident = self.chance.choice(group.residents)
            if not resident.has:
                self.order(group, resident, Does.LINE)
            elif resident.wrote and self.chance.randrange(100) < _EDITS:
                self.edit(resident, self.chance.randrange(len(resident.wrote)))
            else:
                self._act(group, resident, *self.chance.choices(list(_CHANCES), list(_CHANCES.values())))

    def _act(self, group: Group, resident: Resident, does: Does) -> None:
        if does is Does.CHAT:
            self._say(group, resident.person, f"{self.chance.choice(_TALK)} {MARKER}", does)
        elif does is Does.ASK:
            is_private = self.chance.random() < 0.75
            for _ in range(self.chance.choice(_ASKS_IN_A_ROW)):
                self.ask(group, resident, is_private=is_private)
        else:
            self.order(group, resident, does)

    def ask(self, group: Group, resident: Resident, *, is_private: bool) -> None:
        """Write what the bot answers with one new message: 汇总 in the group, or /help in private."""
        if is_private:
            self._say(None, resident.person, "/help", Does.ASK)
        else:
            self._say(group, resident.person, "汇总", Does.ASK)

    def order(self, group: Group, resident: Resident, does: Does, words: str = "") -> Written:
        """Write something about the resident's order, with `words` of their own after it."""
        quantity = self.chance.randrange(1, 40)
        message, written = self._say(group, resident.person, _text(resident, does, quantity) + words, does, quantity)
        written.room, written.item = resident.room, resident.item
        resident.has = does is not Does.CANCEL
        if does in (Does.LINE, Does.ADD):
            resident.wrote.append((message, written))
        return written

    def edit(self, resident: Resident, which: int, quantity: int | None = None) -> None:
        """Change the number in one of the resident's messages."""
        message, written = resident.wrote[which]
        quantity = self.chance.randrange(1, 40) if quantity is None else quantity
        update_id = self.sandbox.bot.next_update
        resident.person.edits(message, _text(resident, written.does, quantity))
        written.versions.append(Version(update_id, quantity, message.edit_date))

    def _say(
        self, group: Group | None, person: Person, text: str, does: Does, quantity: int = 0
    ) -> tuple[Message, Written]:
        update_id = self.sandbox.bot.next_update
        message = person.says(group.room if group is not None else None, text)
        place = group.place if group is not None else -1
        written = Written(place, message.chat_id, message.id, message.date, does)
        written.versions.append(Version(update_id, quantity))
        self.book.append(written)
        return message, written


def _text(resident: Resident, does: Does, quantity: int) -> str:
    match does:
        case Does.LINE:
            return f"{resident.room} {resident.item}{quantity}份"
        case Does.ADD:
            return f"再加{quantity}份{resident.item}"
        case Does.CHANGE:
            return f"改成{quantity}份"
        case _:
            return "取消"
