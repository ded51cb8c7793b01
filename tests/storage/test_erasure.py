"""Erasing somebody: what goes, what stays for others, and how the rows stay whole."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.household import Entry
from domain.order_chain import Act, ChainReading, Statement, Verb, Want, Who
from domain.order_chain_fold import fold
from domain.residence import Residence
from domain.role import Held, Role
from storage.chat import Chat, Chats
from storage.erasure import forget, leave, shown_by, still_needed
from storage.household import Households
from storage.order_chain import OrderChains
from storage.order_chain_state import OrderStates
from storage.outbox import Lane, Outbox, Outgoing, Place
from storage.person import Person, Persons
from storage.question import Questions
from storage.residency import Residencies
from storage.role import Roles
from storage.slot import Slots, Wish
from storage.store import Query, Store
from storage.talk import Talks
from tests.bot.parts import rows
from tests.storage.making import a_chain, a_group, a_message
from tests.storage.old_schema import fill

HOME = Residence("6", None, "302")


async def somebody(query: Query, name: str = "陶小陶", telegram: int = 900) -> Person:
    person = await Persons(query).get(await Persons(query).meet(telegram, name))
    assert person is not None
    return person


async def order(query: Query, group: Chat, chain_id: int, author: int, number: int, who: Who, note: str | None) -> None:
    chains, states = OrderChains(query), OrderStates(query)
    chain = await chains.get(chain_id)
    assert chain is not None
    message = await a_message(query, group, number, author)
    act = Act(Verb.ORDER, who, (Want("蜜橘", Decimal(number), None),), note)
    chains.state(chain, Statement(message, author, datetime.fromtimestamp(number, UTC), message, ChainReading((act,))))
    states.rewrite(chain, fold(await chains.statements(chain_id)), 30)


async def is_whole(store: Store) -> bool:
    return await rows(store, "PRAGMA foreign_key_check") == []


async def test_whom_nothing_points_to_goes_altogether(store: Store) -> None:
    async with store.transaction() as query:
        person = await somebody(query)
        erased = await forget(query, person, 50)
    assert await rows(store, "SELECT id FROM person") == []
    assert erased.buys == ()
    assert not any(erased.counts.values())


@pytest.mark.parametrize("name", ["陶小陶", "100%_a\\b", "'); DROP TABLE person; --", "陶", ""])
async def test_who_was_in_a_buy_is_a_stub_without_a_name(store: Store, name: str) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        person = await somebody(query, name)
        await order(query, group, chain, person.id, 20, Who(HOME, "小陶"), "敲门")
        erased = await forget(query, person, 50)
        again = await Persons(query).meet(900, name)
    assert again != person.id
    assert erased.buys == (chain,)
    assert (erased.counts["orders"], erased.counts["messages"]) == (1, 1)
    (stub,) = await rows(store, "SELECT name, telegram_user_id FROM person WHERE id = :id", id=person.id)
    assert stub["name"] == ""
    assert stub["telegram_user_id"] < 0
    (message,) = await rows(store, "SELECT * FROM message WHERE sent_at = 10 AND person_id IS NULL")
    assert message["telegram_message_id"] == -message["id"]
    (one,) = await rows(store, "SELECT * FROM chain_order")
    assert (one["note"], one["author_id"]) == (None, person.id)
    assert one["room"].startswith("匿名")
    assert await is_whole(store)


async def test_a_name_with_signs_of_a_pattern_is_looked_for_as_it_is(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        other = await somebody(query, "小许", 901)
        await order(query, group, chain, other.id, 20, Who(Residence("7", None, "101")), "和a%b一起")
        await order(query, group, chain, other.id, 21, Who(Residence("7", None, "102")), "和axb一起")
        person = await somebody(query, "a%b")
        await Roles(query).grant(1, person.id, Held(Role.VOLUNTEER), 10)
        assert (await forget(query, person, 50)).buys == (chain,)
    notes = [row["note"] for row in await rows(store, "SELECT note FROM chain_order ORDER BY id")]
    assert notes == ["和邻居一起", "和axb一起"]


async def test_a_household_goes_where_nobody_else_lives_and_the_roster_does_not_know_it(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        person, other = await somebody(query), await somebody(query, "小许", 901)
        households, residencies = Households(query), Residencies(query)
        households.enlist(1, [Entry(Residence("6", None, "304"), "陶先生")], 10)
        for room in ("302", "303", "304"):
            home = await households.meet(1, Residence("6", None, room), 10)
            await residencies.say(1, home, person.id, 10, None)
            if room == "303":
                await residencies.say(1, home, other.id, 10, None)
        assert (await forget(query, person, 50)).counts["homes"] == 3
    left = await rows(store, "SELECT room, contact FROM household ORDER BY room")
    assert left == [{"room": "303", "contact": None}, {"room": "304", "contact": "陶先生"}]
    assert len(await rows(store, "SELECT id FROM residency")) == 1


async def test_a_room_that_others_live_in_stays_in_what_was_ordered_for_it(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        person, other = await somebody(query), await somebody(query, "小许", 901)
        home = await Households(query).meet(1, HOME, 10)
        for one in (person, other):
            await Residencies(query).say(1, home, one.id, 10, None)
        await order(query, group, chain, person.id, 20, Who(HOME, "小陶"), "敲门")
        await forget(query, person, 50)
    (row,) = await rows(store, "SELECT room, name, note FROM chain_order")
    assert row["room"] == "302"
    assert row["name"].startswith("匿名")
    assert row["note"] is None


async def test_what_is_on_its_way_to_others_stays_and_loses_the_name_only(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain, _ = await a_chain(query, group)
        person = await somebody(query)
        outbox = Outbox(query)
        for payload in ({"text": "陶小陶来了", "n": [1, None]}, {"text": "大家好"}, {"user_id": 900}):
            outbox.put(Outgoing("sendMessage", Lane.MESSAGE, group.id, payload, about=Place(group.address_id, 20)), 10)
        await a_message(query, group, 20, person.id)
        Talks(query).keep(chain, '{"named": {"900": ["蜜橘"]}, "speaker": 5}', 10)
        await Questions(query).ask(1, group.id, 1, "x", {"person": person.id}, 10, 99)
        await Questions(query).ask(1, group.id, 1, "x", {"to": 77}, 10, 99)
        await forget(query, person, 50)
    found = await rows(store, "SELECT payload, state, about_message_id FROM outbox ORDER BY id")
    assert [row["state"] for row in found] == ["new", "new", "dead"]
    assert [row["about_message_id"] for row in found] == [None] * 3
    assert await rows(store, "SELECT chain_id FROM talk") == []
    assert len(await rows(store, "SELECT id FROM question")) == 1
    assert await is_whole(store)


async def test_what_only_they_can_do_is_to_be_done_first(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        await a_chain(query, group)
        query.do("UPDATE order_chain SET organiser_id = 1, title = NULL")
        await Roles(query).grant(1, 1, Held(Role.COMMITTEE), 10)
        assert await still_needed(query, 1, 50) == ([""], ["桂园"])
        await Chats(query).set_active(group.id, False)  # nobody can close it there any more
        other = await somebody(query)
        await Roles(query).grant(1, other.id, Held(Role.COMMITTEE), 10)
        assert await still_needed(query, 1, 50) == ([], [])


async def test_only_a_tally_that_stands_somewhere_is_shown_anew(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        slots = Slots(query)
        for name in ("tally:1", "moved:5"):
            slots.keep(Wish(name, "tally", 1), group.id)
        slots.keep(Wish("other:1", "other", 1), group.id)
        first, *others = await slots.live(group.id)
        assert await shown_by(query, "tally", 1) == []
        for slot in (first, others[-1]):
            await slots.shown(slot.id, Place(group.address_id, slot.id), 10)
        assert await shown_by(query, "tally", 1) == [(group.id, "tally:1")]


async def test_a_private_chat_goes_with_all_that_was_said_in_it(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        private = await Chats(query).add(900, "private", None, 10)
        person = await somebody(query)
        message = await a_message(query, private, 3, person.id)
        home = await Households(query).meet(1, HOME, 10)
        await Residencies(query).say(1, home, (await somebody(query, "小许", 901)).id, 10, message)
        outbox = Outbox(query)
        first = await outbox.file(Outgoing("sendMessage", Lane.MESSAGE, private.id), 10)
        outbox.put(Outgoing("sendMessage", Lane.MESSAGE, group.id, after=first), 10)
        Slots(query).keep(Wish("a", "b", 1), private.id)
        outbox.put_slot(private.id, "a", 10)
        assert not await leave(query, private.id)  # they are still known
        await forget(query, person, 50)
        assert await leave(query, private.id)
        assert await Chats(query).at(900) is None
    assert await is_whole(store)
    assert [row["chat_id"] for row in await rows(store, "SELECT chat_id FROM outbox")] == [group.id]


@pytest.mark.parametrize("name", ["陶阿芳", '阿"芳', "阿\\芳"])
async def test_what_the_team_wrote_stays_without_the_name(store: Store, name: str) -> None:
    async with store.transaction() as query:
        await fill(query)
        person = await Persons(query).get(1)
        assert person is not None
        figures = json.dumps([{"name": "buys_open", "title": f"{name}的团"}], ensure_ascii=False)
        query.do("UPDATE person SET name = :name WHERE id = 1", name=name)
        query.do("UPDATE notice SET text = :words", words=f"谢谢{name}，明天停水")
        query.do("UPDATE daily_summary_line SET words = :words", words=f"找{name}领菜")
        query.do("UPDATE daily_summary SET figures = :figures", figures=figures)
        person = await Persons(query).get(1)
        assert person is not None
        await forget(query, person, 100)
        for table, words in (
            ("notice", "谢谢邻居，明天停水"),
            ("daily_summary_line", "找邻居领菜"),
            ("daily_summary", "邻居的团"),
        ):
            (row,) = await query.all(f"SELECT * FROM {table}")  # noqa: S608
            assert words in str(dict(row).values()), table  # type: ignore[call-overload]
        for table in ("notice_receipt", "daily_summary_helper"):
            assert (await query.the(f"SELECT COUNT(*) AS n FROM {table}"))["n"] == 0, table  # noqa: S608
        assert (await query.the("SELECT author_id FROM daily_summary_line"))["author_id"] is None
