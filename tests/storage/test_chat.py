"""Chats and their addresses: a group that becomes a supergroup is one chat before and after."""

from datetime import date

from storage.chat import Chats
from storage.compound import Compounds
from storage.daily_summary import Summaries
from storage.notice import Draft, Notices
from storage.order_chain import OrderChains
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.person import Persons
from storage.slot import Slots, Wish
from storage.store import Query, Store
from tests.storage.making import a_chain, a_group

OLD, NEW = -4001, -1_000_000_004_001


async def test_a_chat_is_found_by_its_address_and_under_its_current_one(store: Store) -> None:
    async with store.transaction() as query:
        chats = Chats(query)
        assert await chats.at(77) is None
        assert await chats.current(1) is None
        added = await chats.add(77, "private", None, now=5)
        assert added.kind == "private"
        assert await chats.at(77) == added == await chats.current(added.id)


async def test_a_chat_that_is_heard_again_is_active_again(store: Store) -> None:
    async with store.transaction() as query:
        chats = Chats(query)
        group = await a_group(query, OLD)
        await chats.set_active(group.id, False)
        gone = await chats.current(group.id)
        await chats.heard(group.id, 900)
        back = await chats.current(group.id)
    assert gone is not None
    assert back is not None
    assert (gone.is_active, back.is_active, back.heard_at) == (False, True, 900)


async def test_active_groups_are_those_heard_of_lately_that_the_bot_is_in(store: Store) -> None:
    async with store.transaction() as query:
        chats = Chats(query)
        lively = await a_group(query, -1, now=1000)
        await a_group(query, -2, now=10)  # silent for long
        left = await a_group(query, -3, now=1000)
        await chats.set_active(left.id, False)
        await chats.add(4, "private", None, now=1000)
        assert [chat.id for chat in await chats.active_groups(since=500)] == [lively.id]


async def test_a_compound_is_kept_with_its_zone(store: Store) -> None:
    async with store.transaction() as query:
        compounds = Compounds(query)
        made = await compounds.add("桂园", "Asia/Urumqi", now=5)
        assert await compounds.get(made.id) == made
        assert await compounds.get(made.id + 1) is None


async def slot_in(query: Query, chat_id: int, name: str, place: Place | None = None) -> int:
    Slots(query).keep(Wish(name, "tally", 1), chat_id)
    slot = next(slot for slot in await Slots(query).live(chat_id) if slot.name == name)
    if place is not None:
        await Slots(query).shown(slot.id, place, now=10)
    return slot.id


async def test_a_group_that_moves_keeps_its_row_and_frees_its_slots(store: Store) -> None:
    async with store.transaction() as query:
        chats = Chats(query)
        group = await a_group(query, OLD)
        slot_id = await slot_in(query, group.id, "tally:1", Place(group.address_id, 12))
        assert await chats.move(OLD, NEW, now=20) == group.id
        current = await chats.current(group.id)
        slot = await Slots(query).get(slot_id)
        old = await chats.at(OLD)
    assert current is not None
    assert slot is not None
    assert old is not None
    assert current.telegram_chat_id == NEW
    assert old.id == group.id  # the old id still leads here
    assert old.address_id != current.address_id  # but its message numbers are its own
    assert slot.place is None


async def test_saying_that_a_group_moved_once_more_changes_nothing(store: Store) -> None:
    async with store.transaction() as query:
        chats = Chats(query)
        group = await a_group(query, OLD)
        await chats.move(OLD, NEW, now=20)
        there = await chats.current(group.id)
        assert there is not None
        slot_id = await slot_in(query, group.id, "tally:1", Place(there.address_id, 2))
        assert await chats.move(OLD, NEW, now=30) == group.id
        slot = await Slots(query).get(slot_id)
        assert await chats.current(group.id) == there
        assert slot is not None
        assert slot.place == Place(there.address_id, 2)


async def test_a_group_never_heard_of_cannot_move(store: Store) -> None:
    async with store.transaction() as query:
        assert await Chats(query).move(OLD, NEW, now=20) is None
        assert await Chats(query).at(NEW) is None


async def test_a_group_heard_under_its_new_id_first_becomes_one_with_the_old(store: Store) -> None:
    async with store.transaction() as query:
        chats, chains, outbox = Chats(query), OrderChains(query), Outbox(query)
        group = await a_group(query, OLD)
        twin = await a_group(query, NEW)
        chain_id, message = await a_chain(query, twin)
        await outbox.file(Outgoing("sendMessage", Lane.MESSAGE, twin.id, {"text": "在"}), now=11)

        assert await chats.move(OLD, NEW, now=20) == group.id

        current = await chats.current(group.id)
        chain = await chains.get(chain_id)
        assert current is not None
        assert (current.telegram_chat_id, current.address_id) == (NEW, twin.address_id)
        assert chain is not None
        assert (chain.chat_id, chain.compound_id) == (group.id, group.compound_id)
        (stated,) = await query.all("SELECT compound_id FROM statement WHERE message_id = :id", id=message)
        assert stated["compound_id"] == group.compound_id
        assert [(row.chat_id, row.telegram_chat_id) for row in await outbox.due(20, 0, 9)] == [(group.id, NEW)]
        assert await chats.current(twin.id) is None
        assert [chat.id for chat in await chats.active_groups(0)] == [group.id]
        assert await chats.move(OLD, NEW, now=30) == group.id


async def test_a_tally_that_stands_in_the_new_group_already_stays_where_it_is(store: Store) -> None:
    async with store.transaction() as query:
        group, twin = await a_group(query, OLD), await a_group(query, NEW)
        kept = await slot_in(query, twin.id, "tally:9", Place(twin.address_id, 3))
        old = await slot_in(query, group.id, "tally:1", Place(group.address_id, 3))
        await Outbox(query).file(Outgoing("slot", Lane.SLOT, twin.id, slot_id=kept), now=11)
        await Chats(query).move(OLD, NEW, now=20)
        slots = {slot.id: (slot.name, slot.place) for slot in await Slots(query).live(group.id)}
        due = await Outbox(query).due(20, 0, 9)
    assert slots == {kept: ("tally:9", Place(twin.address_id, 3)), old: ("tally:1", None)}
    assert [(row.slot_id, row.chat_id) for row in due] == [(kept, group.id)]


async def test_of_two_slots_of_one_name_the_old_groups_is_kept_current(store: Store) -> None:
    async with store.transaction() as query:
        group, twin = await a_group(query, OLD), await a_group(query, NEW)
        old = await slot_in(query, group.id, "notice")
        new = await slot_in(query, twin.id, "notice", Place(twin.address_id, 3))
        waiting = await Outbox(query).file(Outgoing("slot", Lane.SLOT, twin.id, slot_id=new), now=11)
        await Chats(query).move(OLD, NEW, now=20)
        assert [slot.id for slot in await Slots(query).live(group.id)] == [old]
        assert await Outbox(query).due(20, 0, 9) == []
        row = await query.the("SELECT state, error, payload FROM outbox WHERE id = :id", id=waiting)
    assert tuple(row[column] for column in ("state", "error", "payload")) == ("dead", "moved", "")


async def test_what_stands_in_a_group_heard_under_its_new_id_first_is_the_old_groups_once(store: Store) -> None:
    async with store.transaction() as query:
        old = await a_group(query, -7)
        new = await Chats(query).add(-1007, "group", old.compound_id, 10)
        person = await Persons(query).meet(5, "小陶")
        summaries, notices = Summaries(query), Notices(query)
        draft = Draft(old.compound_id or 0, person, "停水")
        both, one = [await notices.get(await notices.add(draft, 10)) for _ in range(2)]
        summary = await summaries.meet(old.compound_id or 0, date(2026, 3, 4))
        assert both is not None
        assert one is not None
        for chat in (old, new):
            await summaries.copy(summary, chat.id)
            await notices.copy(both, chat.id)
        await notices.copy(one, new.id)
        await Chats(query).move(-7, -1007, 20)
        for table in ("daily_summary_copy", "notice_copy"):
            rows = await query.all(f"SELECT chat_id FROM {table}")  # noqa: S608 - constants only
            assert {row["chat_id"] for row in rows} == {old.id}
        assert [len(await notices.copies(each.id)) for each in (both, one)] == [1, 1]
