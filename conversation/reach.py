"""Who can be written to in private: who has pressed "start" and has not blocked the bot."""

from collections.abc import Iterable

from conversation.turn import Repositories
from domain.building import building_name
from domain.role import Role, Team
from storage.chat import Chat
from storage.role import Granted


async def private_chat(store: Repositories, person_id: int) -> Chat | None:
    """Return the private chat of an account, or None where the bot may not write to it."""
    account = await store.persons.get(person_id)
    chat = await store.chats.at(account.telegram_user_id) if account is not None else None
    return chat if chat is not None and chat.is_active else None


async def private_chats(store: Repositories, persons: Iterable[int]) -> dict[int, Chat]:
    """Return the private chats of those accounts that the bot may write to, by our ids of them, in their order."""
    found = {}
    for person in dict.fromkeys(persons):
        chat = await private_chat(store, person)
        if chat is not None:
            found[person] = chat
    return found


async def answerable(store: Repositories, compound_id: int, team: Team, now: int) -> tuple[int, ...]:
    """Return our ids of those who answer for what comes to a team: its volunteers, else the committee."""
    members = await store.roles.team(compound_id, team, now)
    return tuple(members) or tuple(await store.roles.holders(compound_id, Role.COMMITTEE, now))


async def who_hears(store: Repositories, compound_id: int, team: Team, now: int) -> tuple[dict[int, Chat], bool]:
    """Return the private chats of a team, or of the committee where nobody of the team can be written to; and whether
    it is the team."""
    found = await private_chats(store, await store.roles.team(compound_id, team, now))
    if found:
        return found, True
    return await private_chats(store, await store.roles.holders(compound_id, Role.COMMITTEE, now)), False


async def leads_of(store: Repositories, compound_id: int, building: str | None, now: int) -> tuple[int, ...]:
    """Return our ids of the leads of a building (3, for a lead of 3号楼)."""
    return leading(await store.roles.all_of(compound_id, now), building)


def leading(roles: Iterable[Granted], building: str | None) -> tuple[int, ...]:
    """Return who of these leads a building (3, for a lead of 3号楼)."""
    bare = building_name(building)
    return tuple(dict.fromkeys(one.person_id for one in roles if one.held.leads_building(bare)))
