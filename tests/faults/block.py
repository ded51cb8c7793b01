"""A block of elders who are asked how they are, and who look after them: they answer, go, vanish, or do nothing."""

import random
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from conversation.elder import plan_elder
from domain.check_in import Timings
from domain.elder import Carer, Channel, Kin
from domain.residence import Residence
from domain.role import Held, Role, Team
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.state import Message
from storage.chat import Chats
from storage.due import Dues
from storage.elder import Elders
from storage.household import Households
from storage.person import Persons
from storage.role import Roles
from storage.store import Store
from tests.faults.neighbourhood import MARKER

ZONE = ZoneInfo("Asia/Shanghai")
TIMINGS = Timings(again=5, neighbour=10, lead=15, everybody=20, repeat=5, report=10, help=5)  # minutes
_ANSWERS, _CRIES, _GOES, _CANNOT, _REPORTS = 0.02, 0.004, 0.06, 0.02, 0.15  # each time that somebody looks
_VANISH = 0.4  # of those who go are not heard of again


@dataclass(slots=True)
class Home:
    """An elder and their neighbour; `asked_at` in minutes of the day."""

    elder: Person
    neighbour: Person
    asked_at: int
    never: bool  # does not answer by themselves


class Block:
    """People of one compound."""

    def __init__(self, sandbox: Sandbox, chance: random.Random, elders: int, first: int, apart: float) -> None:
        """`first` is the minute of the day at which the first elder is asked, `apart` minutes later the next."""
        self._sandbox, self._chance = sandbox, chance
        self.chief, self.care, self.lead = map(self._person, ("周主任", "小林", "何组长"))
        self.homes = [
            Home(self._person(f"老人{n}"), self._person(f"邻居{n}"), first + int(n * apart), n % 3 == 0)
            for n in range(elders)
        ]
        neighbours = [home.neighbour for home in self.homes]
        self.group = sandbox.group(f"榆园{MARKER}", [self.chief, self.care, self.lead, *neighbours], bot_is_admin=True)
        self._gone: set[int] = set()

    def _person(self, name: str) -> Person:
        return self._sandbox.person(f"{name}{MARKER}", started=True)

    def open(self) -> None:
        """Let everybody open the bot, and the group be set up."""
        for person in (self.care, self.lead, *(each for home in self.homes for each in (home.elder, home.neighbour))):
            person.says(None, "/start")
        self.chief.says(None, "/start")
        self.chief.says(self.group, "设置")

    async def enlist(self, store: Store) -> None:
        """Put everybody on the roster, as a committee would have done long ago."""
        now = int(self._sandbox.clock.now())
        async with store.transaction() as query:
            chat = await Chats(query).at(self.group.id)
            compound = chat.compound_id if chat is not None else None
            if compound is None:
                raise LookupError("the group has no compound")
            roles = ((self.chief, Held(Role.COMMITTEE)), (self.care, Held(Role.VOLUNTEER, team=Team.CARE)))
            for person, held in (*roles, (self.lead, Held(Role.LEAD, "6号楼"))):
                await Roles(query).grant(compound, await Persons(query).meet(person.id, person.name), held, now)
            Elders(query).set_timings(compound, TIMINGS)
            for number, home in enumerate(self.homes):
                own = await Persons(query).meet(home.elder.id, home.elder.name)
                neighbour = await Persons(query).meet(home.neighbour.id, home.neighbour.name)
                household = await Households(query).meet(compound, Residence("6", None, f"{number + 101}"), now)
                found = await Elders(query).get(await Elders(query).add(compound, household, f"老人{number}", own, now))
                if found is None:
                    raise LookupError("an elder who was just added")
                elder = replace(found, person_id=own, channel=Channel.CHAT, asks_from=home.asked_at)
                Elders(query).keep(elder)
                Elders(query).agree(elder.id, own, now)
                Elders(query).entrust(elder.id, Carer(Kin.NEIGHBOUR, "邻居", None, neighbour))
                plan_elder(Dues(query), elder, ZONE, now)

    def live(self) -> None:
        """Let everybody look at their phone once."""
        for home in self.homes:
            if not home.never:
                self._taps(home.elder, "要帮忙", _CRIES)
                self._taps(home.elder, "我很好", _ANSWERS)
        for person in (*(home.neighbour for home in self.homes), self.lead, self.care, self.chief):
            self._looks(person)

    def _looks(self, person: Person) -> None:
        """Somebody of those who are told looks at the last thing that they were told."""
        for message in self._newest(person):
            if _has(message, "我去看看"):
                if self._chance.random() < _GOES:
                    person.taps(message, "我去看看")
                elif self._chance.random() < _CANNOT:
                    person.taps(message, "现在去不了")
            elif _has(message, "没找到人") and message.id not in self._gone and self._chance.random() < _REPORTS:
                self._gone.add(message.id)
                if self._chance.random() >= _VANISH:
                    person.taps(message, self._chance.choice(("🟢 平安", "🟢 平安", "需要帮忙", "没找到人")))

    def _newest(self, person: Person) -> list[Message]:
        return [one for one in person.private.messages[-6:] if one.sender_id == self._sandbox.bot.id]

    def _taps(self, person: Person, label: str, chance: float) -> None:
        for message in self._newest(person)[-1:]:
            if _has(message, label) and self._chance.random() < chance:
                person.taps(message, label)


def _has(message: Message, label: str) -> bool:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return any(label in button["text"] for row in rows for button in row)
