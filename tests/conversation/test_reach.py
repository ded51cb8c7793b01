"""Who can be written to in private, who answers for a team, who leads a building; which groups hear of it."""

from conversation.audience import audience
from conversation.reach import answerable, leads_of, private_chats
from conversation.turn import Repositories
from domain.building import Buildings
from domain.role import Held, Role, Team
from storage.store import Store
from tests.storage.making import a_group


async def test_who_never_opened_the_bot_or_blocked_it_cannot_be_written_to(store: Store) -> None:
    async with store.transaction() as query:
        there = Repositories(query, 42)
        persons = [await there.persons.meet(500 + number, f"邻居{number}") for number in range(3)]
        for telegram in (500, 501):
            chat = await there.chats.add(telegram, "private", None, 10)
            await there.chats.set_active(chat.id, telegram == 500)
        assert list(await private_chats(there, [*persons, persons[0], 99])) == [persons[0]]


async def test_the_committee_answers_for_a_team_without_volunteers(store: Store) -> None:
    async with store.transaction() as query:
        there = Repositories(query, 42)
        compound = (await a_group(query)).compound_id or 0
        chief, ann, bob = [await there.persons.meet(500 + number, "某") for number in range(3)]
        await there.roles.grant(compound, chief, Held(Role.COMMITTEE), 10)
        await there.roles.grant(compound, bob, Held(Role.VOLUNTEER, team=Team.CARE), 10)
        assert await answerable(there, compound, Team.MEDICINE, 20) == (chief,)
        await there.roles.grant(compound, ann, Held(Role.VOLUNTEER, team=Team.MEDICINE), 10, until=30)
        assert await answerable(there, compound, Team.MEDICINE, 20) == (ann,)
        assert await answerable(there, compound, Team.MEDICINE, 40) == (chief,)
        await there.roles.grant(compound, ann, Held(Role.LEAD, "3号楼"), 10)
        assert await leads_of(there, compound, "3", 20) == (ann,)
        assert await leads_of(there, compound, None, 20) == ()


async def test_buildings_without_a_stair_group_are_told_through_the_owners_group(store: Store) -> None:
    async with store.transaction() as query:
        there = Repositories(query, 42)
        owners = await a_group(query)
        compound = owners.compound_id or 0
        stairs = {}
        for number, purpose, building in ((1, "stair", "3号楼"), (2, "stair", "5"), (3, "volunteers", None)):
            chat = await there.chats.add(-5000 - number, "group", compound, 10)
            there.chats.set_purpose(chat.id, purpose, building)  # type: ignore[arg-type]
            stairs[building] = chat.id
        everybody = await audience(there, compound, None)
        assert [chat.id for chat in everybody.groups] == [owners.id, stairs["3号楼"], stairs["5"]]
        some = await audience(there, compound, Buildings((("3", "3"),)))
        assert [chat.id for chat in some.groups] == [stairs["3号楼"]]
        more = await audience(there, compound, Buildings((("3", "5"),)))
        assert [chat.id for chat in more.groups] == [stairs["3号楼"], stairs["5"], owners.id]
        assert more.without_group == ("4",)
