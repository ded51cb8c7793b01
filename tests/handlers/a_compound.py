"""A compound for tests: groups with their purposes, a committee, leads, a roster, and people who live in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.household import Entry
from domain.residence import Residence
from domain.role import Held, Role, Team
from sandbox import Sandbox
from sandbox.person import Person
from sandbox.room import Room
from sandbox.stage import seconds_until
from storage.chat import Chats, Purpose
from storage.household import Households
from storage.person import Persons
from storage.residency import Residencies
from storage.role import Roles
from tests.running import Running

COMPOUND = 1


@dataclass(slots=True)
class Compound:
    """The groups of a compound and its people by what they are."""

    owners: Room
    volunteers: Room
    stairs: dict[str, Room]
    chief: Person
    leads: dict[str, Person] = field(default_factory=dict)
    residents: dict[str, Person] = field(default_factory=dict)


async def a_compound(
    bot: Running,
    sandbox: Sandbox,
    *,
    stairs: Iterable[str] = (),
    leads: Iterable[str] = (),
    residents: Mapping[str, Iterable[str]] | None = None,
    at: str = "10:00",
) -> Compound:
    """Make one at that time of day. `leads`: buildings that have one; `residents`: names by the stair group that they
    are in. Leads and the chief have opened the bot in private."""
    sandbox.clock.move(seconds_until(sandbox.clock.now(), at))
    chief = sandbox.person("周主任", started=True)
    people = {name: sandbox.person(name) for names in (residents or {}).values() for name in names}
    heads = {building: sandbox.person(f"{building}楼组长", started=True) for building in leads}
    everybody = [chief, *heads.values(), *people.values()]
    owners = sandbox.group("桂园", members=everybody, bot_is_admin=True)
    chief.says(owners, "设置")
    await bot.settled()
    volunteers = sandbox.group("志愿者", members=everybody, bot_is_admin=True)
    rooms = {}
    for building in stairs:
        there = [chief, *heads.values(), *(people[name] for name in (residents or {}).get(building, ()))]
        rooms[building] = sandbox.group(f"{building}号楼", members=there, bot_is_admin=True)
    for room in (volunteers, *rooms.values()):
        chief.says(room, "早")
    for person in (chief, *heads.values()):
        person.starts()
    await bot.settled()
    async with bot.store.transaction() as query:
        await _belongs(Chats(query), volunteers, "volunteers", None)
        for building, room in rooms.items():
            await _belongs(Chats(query), room, "stair", f"{building}号楼")
        for building, person in heads.items():
            known = await Persons(query).meet(person.id, person.name)
            await Roles(query).grant(COMPOUND, known, Held(Role.LEAD, f"{building}号楼"), 1)
    return Compound(owners, volunteers, rooms, chief, heads, people)


async def _belongs(chats: Chats, room: Room, purpose: Purpose, building: str | None) -> None:
    chat = await chats.at(room.id)
    assert chat is not None
    chats.join(chat.id, COMPOUND)
    chats.set_purpose(chat.id, purpose, building)


async def enlist(bot: Running, entries: Iterable[Entry]) -> None:
    """Put households on the roster."""
    async with bot.store.transaction() as query:
        Households(query).enlist(COMPOUND, entries, 1)


async def live(bot: Running, homes: Mapping[Person, Residence]) -> None:
    """Have people live somewhere, as they have said."""
    async with bot.store.transaction() as query:
        for person, residence in homes.items():
            known = await Persons(query).meet(person.id, person.name)
            household = await Households(query).meet(COMPOUND, residence, 1)
            await Residencies(query).say(COMPOUND, household, known, 1, None)


async def volunteers(bot: Running, *people: Person, team: Team | None = None) -> None:
    """Make people volunteers."""
    async with bot.store.transaction() as query:
        for person in people:
            known = await Persons(query).meet(person.id, person.name)
            await Roles(query).grant(COMPOUND, known, Held(Role.VOLUNTEER, team=team or ""), 1)


def texts(person: Person) -> list[str]:
    """Return what stands in somebody's private chat."""
    return [seen.text for seen in person.private.transcript()]


def said_by_bot(room: Room, sandbox: Sandbox) -> list[str]:
    """Return what the bot says in a group, as it stands now."""
    return [message.text for message in room.messages if message.sender_id == sandbox.bot.id]
