"""Buys on a real file: what is recorded step by step equals the fold of all that was said."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from domain.order_chain import (
    Act,
    Buy,
    ChainReading,
    Good,
    Line,
    Lot,
    Statement,
    Verb,
    Want,
    Who,
    account_key,
    handles,
)
from domain.order_chain_fold import apply, fold, touches
from domain.residence import Residence
from storage.chat import Chat
from storage.message import Messages, Version
from storage.migration import migrate
from storage.order_chain import Chain, OrderChains
from storage.order_chain_state import OrderStates
from storage.person import Persons
from storage.store import Query, Store
from tests.domain.test_order_chain_properties import conversations
from tests.storage.making import a_chain, a_group, a_message

NOW = 1_772_442_000
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def chain_of(query: Query, chain_id: int) -> Chain:
    chain = await OrderChains(query).get(chain_id)
    assert chain is not None
    return chain


async def take(query: Query, chain_id: int, statement: Statement) -> None:
    """Record one statement as the program does: only what it touches is read and written."""
    chains, states, chain = OrderChains(query), OrderStates(query), await chain_of(query, chain_id)
    party, _ = await states.mine(chain_id, statement.author)
    speaks_for = {statement.author: party} if party is not None else {}
    chains.state(chain, statement)
    part = await states.part(chain, touches(statement.reading, statement.author, speaks_for), speaks_for)
    states.change(chain, apply(part, statement), NOW)


async def stored(query: Query, chain_id: int) -> Buy:
    """Return all that is stored of a buy, who speaks for whom as well."""
    whole = await OrderStates(query).whole(await chain_of(query, chain_id))
    rows = await query.all("SELECT person_id, party FROM chain_speaker WHERE chain_id = :chain", chain=chain_id)
    return replace(whole, speaks_for={row["person_id"]: row["party"] for row in rows})


async def handle_index(query: Query, chain_id: int) -> set[tuple[str, str]]:
    rows = await query.all(
        "SELECT handle, party FROM order_handle AS h JOIN chain_order AS o ON o.id = h.order_id "
        "WHERE h.chain_id = :chain",
        chain=chain_id,
    )
    return {(row["handle"], row["party"]) for row in rows}


async def opened(query: Query) -> tuple[Chat, int, list[int]]:
    """Return a group with an open buy in which nobody has stated anything, and four accounts."""
    group = await a_group(query)
    persons = [await Persons(query).meet(600 + n, f"邻居{n}") for n in range(4)]
    message = await a_message(query, group, 1)
    return group, await OrderChains(query).open(group.compound_id or 0, group.id, message, now=10), persons


class RolledBackError(Exception):
    """Ends an example: its rows go, the file stays."""


async def said_step_by_step(query: Query, statements: list[Statement]) -> None:
    group, chain_id, persons = await opened(query)
    in_order = []
    for place, statement in enumerate(sorted(statements, key=lambda s: (s.said_at, s.sequence))):
        number = await a_message(query, group, 100 + place)
        author = persons[statement.author - 1]
        in_order.append(Statement(number, author, statement.said_at, number, statement.reading))
    for statement in in_order:
        await take(query, chain_id, statement)
    assert await OrderChains(query).statements(chain_id) == in_order
    folded = fold(in_order)
    index = {(handle, order.party) for order in folded.orders.values() for handle in handles(order)}
    one_by_one = await stored(query, chain_id)
    assert one_by_one == folded
    assert list(one_by_one.orders) == list(folded.orders)  # people see them in this order
    assert await handle_index(query, chain_id) == index
    OrderStates(query).rewrite(await chain_of(query, chain_id), folded, NOW)
    anew = await stored(query, chain_id)
    assert anew == folded
    assert list(anew.orders) == list(folded.orders)
    assert await handle_index(query, chain_id) == index


def _moves_and_comes_back() -> ChainReading:
    """1号楼, then 1-101 by the same account, whose order that was, then 1号楼 once more."""
    place, home = Who(Residence("1")), Who(Residence("1", None, "101"))
    return ChainReading((_orders(place), _orders(home), _orders(place)))


def _orders(who: Who) -> Act:
    return Act(Verb.ORDER, who, (Want("蜜橘", Decimal(1)),))


@pytest.mark.parametrize("before", [(), (ChainReading((_orders(Who(Residence("1"))),)),)])
async def test_an_order_that_moves_and_comes_back_in_one_message_stands_last(
    store: Store, before: tuple[ChainReading, ...]
) -> None:
    readings = (*before, _moves_and_comes_back())
    at = [datetime(2026, 3, 2, 9, minute, tzinfo=UTC) for minute in range(len(readings))]
    statements = [Statement(100 + n, 1, at[n], n, reading) for n, reading in enumerate(readings)]
    assert len(fold(statements).orders) == 2
    async with store.transaction() as query:
        await said_step_by_step(query, statements)


def test_step_by_step_equals_the_fold_and_the_rewritten_whole() -> None:
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        opening = Store.opened(Path(folder) / "data" / "a.db")
        store = runner.run(opening.__aenter__())

        async def one(statements: list[Statement]) -> None:
            try:
                async with store.transaction() as query:
                    await said_step_by_step(query, statements)
                    raise RolledBackError
            except RolledBackError:
                pass

        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(conversations())
        def check(statements: list[Statement]) -> None:
            runner.run(one(statements))

        try:
            runner.run(migrate(store))
            check()
        finally:
            runner.run(opening.__aexit__(None, None, None))


def room(number: int) -> Who:
    return Who(Residence("3", None, str(number)))


async def test_a_list_of_more_than_two_hundred_rooms_is_read_whole(store: Store) -> None:
    long = ChainReading(
        tuple(Act(Verb.ENTRY, room(100 + n), (Want("蜜橘", Decimal(1)),)) for n in range(250)), True, "蜜橘团"
    )
    async with store.transaction() as query:
        group, chain_id, (first, second, *_) = await opened(query)
        one, two = [await a_message(query, group, number) for number in (2, 3)]
        statements = [
            Statement(one, first, NINE, one, long),
            Statement(two, second, NINE, two, ChainReading((*long.acts, Act(Verb.ENTRY, room(900), ())), True)),
        ]
        for statement in statements:
            await take(query, chain_id, statement)
        assert await stored(query, chain_id) == fold(statements)
        chain = await chain_of(query, chain_id)
        states = OrderStates(query)
        some = await states.part(chain, {f"m:{100 + n}" for n in range(200)}, {})
        every = await states.part(chain, {f"m:{100 + n}" for n in range(201)}, {})
        assert (len(some.orders), len(every.orders)) == (200, 251)
        assert (await states.part(chain, (), {})).orders == {}
        assert await states.parties(chain_id) == frozenset(every.orders)


async def test_a_small_statement_reads_only_what_it_touches(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, second, *_) = await opened(query)
        for place, author in enumerate((first, second), 2):
            message = await a_message(query, group, place)
            act = Act(Verb.ORDER, room(500 + place), (Want("梨", Decimal("2.5"), "斤"),))
            await take(query, chain_id, Statement(message, author, NINE, message, ChainReading((act,))))
        states = OrderStates(query)
        part = await states.part(await chain_of(query, chain_id), {"r:3//502"}, {})
        assert list(part.orders) == ["r:3//502"]
        assert part.orders["r:3//502"].lines[0].quantity == Decimal("2.5")
        party, mine = await states.mine(chain_id, second)
        assert party == "r:3//503"
        assert [(line.item, line.quantity, line.measure) for line in mine] == [("梨", Decimal("2.5"), "斤")]
        assert await states.mine(chain_id, 999) == (None, ())


async def test_an_account_without_room_or_name_sees_its_own_order(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        message = await a_message(query, group, 2)
        act = Act(Verb.ORDER, Who(), (Want("梨", Decimal(1)),))
        await take(query, chain_id, Statement(message, first, NINE, message, ChainReading((act,))))
        assert await OrderStates(query).mine(chain_id, first) == (None, (Line("梨", Decimal(1), None, message),))
        assert list((await stored(query, chain_id)).orders) == [account_key(first)]


async def test_an_account_that_tells_its_room_later_has_one_order_and_no_handle_of_the_old(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        one, two = [await a_message(query, group, number) for number in (2, 3)]
        statements = [
            Statement(one, first, NINE, one, ChainReading((Act(Verb.ORDER, Who(), (Want("梨", Decimal(1)),)),))),
            Statement(two, first, NINE, two, ChainReading((Act(Verb.ORDER, room(502), (Want("蜜橘", Decimal(1)),)),))),
        ]
        for statement in statements:
            await take(query, chain_id, statement)
        buy = await stored(query, chain_id)
        assert buy == fold(statements)
        assert list(buy.orders) == ["r:3//502"]
        assert len(await query.all("SELECT id FROM order_line")) == 2
        assert {party for _, party in await handle_index(query, chain_id)} == {"r:3//502"}


async def test_a_room_that_gets_a_name_later_is_found_by_either(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        one, two = [await a_message(query, group, number) for number in (2, 3)]
        named = Who(Residence("3", None, "502"), "王姐")
        statements = [
            Statement(message, first, NINE, message, ChainReading((Act(Verb.ADD, who, (Want("梨", Decimal(1)),)),)))
            for message, who in ((one, room(502)), (two, named))
        ]
        for statement in statements:
            await take(query, chain_id, statement)
        buy = await stored(query, chain_id)
        assert buy == fold(statements)
        (order,) = buy.orders.values()
        assert order.name == "王姐"
        assert await handle_index(query, chain_id) == {(handle, order.party) for handle in handles(order)}


async def test_a_reading_is_kept_as_it_was_read(store: Store) -> None:
    reading = ChainReading(
        acts=(
            Act(Verb.SWAP, Who(Residence("3", "1", "502", "12"), "王姐", True), (Want("梨", Decimal(0)),), "放门卫"),
            Act(Verb.SET, Who(), (Want(None, Decimal("0.125"), "斤"),)),
        ),
        is_list=True,
        title="蜜橘团",
        goods=(Good("蜜橘", Decimal("59.90"), "箱", "A"),),
        closes=True,
        reopens=True,
    )
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        message = await a_message(query, group, 2)
        OrderChains(query).state(await chain_of(query, chain_id), Statement(message, first, NINE, message, reading))
        (kept,) = await OrderChains(query).statements(chain_id)
        assert kept == Statement(message, first, NINE, message, reading)
        assert await OrderChains(query).last_statement(chain_id) == kept


async def test_an_edit_replaces_what_a_message_stated_and_a_withdrawal_takes_it_away(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        chain_id, message = await a_chain(query, group)
        chains, chain = OrderChains(query), await chain_of(query, chain_id)
        author = (await chains.statements(chain_id))[0].author
        edited = ChainReading(is_list=True, title="梨团")
        chains.state(chain, Statement(message, author, NINE, message, edited))
        assert [statement.reading for statement in await chains.statements(chain_id)] == [edited]
        assert await chains.stated_in(message) == [chain_id]
        chains.withdraw(chain_id, message)
        assert await chains.stated_in(message) == []
        assert await chains.last_statement(chain_id) is None


async def test_the_statement_that_counts_last_is_the_latest_said_not_the_latest_kept(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        chains, chain = OrderChains(query), await chain_of(query, chain_id)
        late, early = [await a_message(query, group, number) for number in (2, 3)]
        chains.state(chain, Statement(late, first, NINE, late, ChainReading()))
        chains.state(chain, Statement(early, first, datetime(2026, 3, 1, tzinfo=UTC), early, ChainReading()))
        last = await chains.last_statement(chain_id)
        assert last is not None
        assert last.message == late


async def test_a_chats_buys_are_found_open_latest_and_by_the_message_that_opened_them(store: Store) -> None:
    async with store.transaction() as query:
        group, chains = await a_group(query), OrderChains(query)
        first, message = await a_chain(query, group, 1)
        second, _ = await a_chain(query, group, 2)
        OrderStates(query).rewrite(await chain_of(query, second), Buy(title="梨团", closed=True), NOW)
        assert [chain.id for chain in await chains.open_in(group.id)] == [first]
        latest, by_message = await chains.latest_in(group.id), await chains.opened_by(message)
        assert latest is not None
        assert (latest.id, latest.title, latest.is_closed) == (second, "梨团", True)
        assert by_message is not None
        assert by_message.id == first
        assert await chains.latest_in(group.id + 1) is None
        assert await chains.closed_in(group.id, NOW) == latest
        assert await chains.closed_in(group.id, NOW + 1) is None
        assert await chains.opened_by(message + 99) is None
        assert await chains.get(99) is None


async def test_a_buy_is_closed_since_its_first_closing(store: Store) -> None:
    async with store.transaction() as query:
        chain_id, _ = await a_chain(query, await a_group(query))
        states = OrderStates(query)
        for closed, now in ((True, NOW), (True, NOW + 60), (False, NOW + 70), (True, NOW + 80)):
            states.rewrite(await chain_of(query, chain_id), Buy(closed=closed), now)
            chain = await chain_of(query, chain_id)
            assert (chain.is_closed, chain.closed_at) == (closed, (NOW if now < NOW + 70 else now) if closed else None)


async def test_messages_of_an_old_and_a_new_address_state_in_one_buy(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        row = await query.the(
            "INSERT INTO address (chat_id, telegram_chat_id) VALUES (:c, -7) RETURNING id", c=group.id
        )
        kept = [
            await Messages(query).keep(Version(address, 12, 100, 0, 1), first) or 0
            for address in (group.address_id, row["id"])
        ]
        for message in kept:
            act = Act(Verb.ADD, room(502), (Want("梨", Decimal(1)),))
            await take(query, chain_id, Statement(message, first, NINE, message, ChainReading((act,))))
        assert (await stored(query, chain_id)).orders["r:3//502"].lines[0].quantity == 2


async def test_an_order_from_before_prices_were_kept_has_the_price_of_its_good(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, *_) = await opened(query)
        priced = ChainReading(is_list=True, goods=(Good("蜜橘", Decimal(5), "箱"),))
        one, two = [await a_message(query, group, number) for number in (2, 3)]
        await take(query, chain_id, Statement(one, first, NINE, one, priced))
        act = Act(Verb.ORDER, room(502), (Want("蜜橘", Decimal(2)),))
        await take(query, chain_id, Statement(two, first, NINE, two, ChainReading((act,))))
        (line,) = (await stored(query, chain_id)).orders["r:3//502"].lines
        assert line.lots == (Lot(Decimal(2), Decimal(5)),)
        query.do("UPDATE order_line SET lots = NULL")
        (line,) = (await stored(query, chain_id)).orders["r:3//502"].lines
        assert (line.lots, line.amount(priced.goods[0])) == ((), Decimal(10))


async def test_the_last_that_was_said_in_the_open_buys_of_a_chat(store: Store) -> None:
    async with store.transaction() as query:
        group, chain_id, (first, second, *_) = await opened(query)
        for number, author in ((2, first), (3, second)):
            message = await a_message(query, group, number)
            reading = ChainReading((Act(Verb.ORDER, room(500 + number), (Want("蜜橘", Decimal(1)),)),))
            await take(query, chain_id, Statement(message, author, NINE, message, reading))
        chains = OrderChains(query)
        assert [(chain, one.author) for chain, one in await chains.last_said(group.id, None, 9)] == [
            (chain_id, second),
            (chain_id, first),
        ]
        assert [one.author for _, one in await chains.last_said(group.id, first, 9)] == [first]
        chains.close(chain_id, NOW)
        assert await chains.last_said(group.id, None, 9) == []
