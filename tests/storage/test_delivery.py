"""Deliveries: a tick is a row, a building is called once, and what changes in the buy changes its bags."""

from domain.delivery import MINUTES, PLACE, Delivery, Flaw, Planned, Stage, planned
from domain.order_chain import Who
from storage.chat import Chat, Chats
from storage.delivery import Deliveries
from storage.erasure import forget, leave
from storage.payment import Payments
from storage.slot import Slots, Wish
from storage.store import Query, Store
from tests.bot.parts import rows
from tests.storage.making import a_chain, a_group
from tests.storage.test_erasure import HOME, order, somebody

HOMES = [("r:3//501", "", "3"), ("r:3//502", "", "3"), ("r:5//101", "", "5"), ("n:小许", "", "")]


async def begun(query: Query, group: Chat | None = None) -> tuple[Deliveries, Delivery, int]:
    group = group or await a_group(query)
    chain, _ = await a_chain(query, group)
    deliveries = Deliveries(query)
    delivery = await deliveries.start(chain, group.id, 1, 10, PLACE, MINUTES)
    await deliveries.plan(delivery.id, planned(HOMES))
    return deliveries, delivery, chain


async def test_a_delivery_begun_twice_is_one(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, chain = await begun(query)
        deliveries.reach(delivery.id, Stage.SORTING, 20)
        deliveries.set_place(delivery.id, "南门")
        deliveries.set_minutes(delivery.id, 5)
        again = await deliveries.start(chain, delivery.chat_id, 1, 30, "别处", 30)
        assert (again.id, again.stage, again.stage_at, again.place, again.minutes) == (
            delivery.id, Stage.SORTING, 20, "南门", 5,
        )  # fmt: skip
        assert await deliveries.of_chain(chain) == again
        assert await deliveries.get(delivery.id) == again
        assert await deliveries.usual(1) == ("南门", 5)
        assert await deliveries.usual(2) is None
        assert await deliveries.get(99) is None
        assert await deliveries.of_chain(99) is None


async def test_a_building_is_called_once_and_a_household_ticked_once(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, _ = await begun(query)
        stops = await deliveries.stops(delivery.id)
        assert [(stop.building, stop.rank) for stop in stops] == [("3", 0), ("5", 1), ("", 2)]
        assert await deliveries.call(stops[0].id, 20)
        assert not await deliveries.call(stops[0].id, 30)
        found = await deliveries.stop(stops[0].id)
        assert found is not None
        assert (found[0], found[1].called_at) == (delivery.id, 20)
        tick = (await deliveries.ticks(delivery.id))[0]
        assert await deliveries.tick(tick.id, 1, 40)
        assert not await deliveries.tick(tick.id, 1, 50)
        bag = await deliveries.bag(tick.id)
        assert bag is not None
        assert (bag[0], bag[1].ticked_at) == (delivery.id, 40)
        deliveries.untick(tick.id)
        assert (await deliveries.ticks(delivery.id))[0].ticked_at is None
        assert await deliveries.stop(99) is None
        assert await deliveries.bag(99) is None


async def test_who_orders_late_gets_a_bag_and_who_takes_back_has_none_unless_it_was_fetched(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, _ = await begun(query)
        ticks = {tick.party: tick for tick in await deliveries.ticks(delivery.id)}
        await deliveries.tick(ticks["r:3//501"].id, 1, 40)
        await deliveries.note(ticks["r:5//101"].id, Flaw.SHORT, "", None, 40, 1)
        await deliveries.plan(delivery.id, planned([("r:2//201", "", "2"), ("r:3//503", "", "3")]))
        assert {tick.party for tick in await deliveries.ticks(delivery.id)} == {
            "r:2//201", "r:3//501", "r:3//503", "r:5//101",
        }  # fmt: skip
        assert [stop.building for stop in await deliveries.stops(delivery.id)] == ["2", "3", "5"]


async def test_a_building_of_very_many_households_has_parts(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, _ = await begun(query)
        many = planned((f"r:9//{room}", "", "9") for room in range(200))
        await deliveries.plan(delivery.id, many)
        stops = await deliveries.stops(delivery.id)
        assert [(stop.building, stop.part) for stop in stops] == [("9", 0), ("9", 1), ("9", 2)]
        assert len(await deliveries.ticks(delivery.id)) == 200


async def test_a_fault_is_decided_once(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, _ = await begun(query)
        tick = (await deliveries.ticks(delivery.id))[0]
        fault = await deliveries.note(tick.id, Flaw.BROKEN, "碎了", "a photo", 40, 1)
        assert await deliveries.decide(fault, 1200)
        assert not await deliveries.decide(fault, 0)
        found = await deliveries.fault(fault)
        assert found is not None
        assert (found.fen, found.words, found.photo, found.flaw) == (1200, "碎了", "a photo", Flaw.BROKEN)
        assert await deliveries.faults(delivery.id) == [found]
        assert await deliveries.fault(99) is None


async def test_a_bag_goes_along_with_its_party_unless_that_has_one(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, chain = await begun(query)
        deliveries.follow(chain, {"n:小许": "r:6//601", "r:3//501": "r:3//502"})
        parties = sorted(tick.party for tick in await deliveries.ticks(delivery.id))
        assert parties == ["r:3//501", "r:3//502", "r:5//101", "r:6//601"]


async def test_who_is_forgotten_has_no_words_left_in_a_fault(store: Store) -> None:
    async with store.transaction() as query:
        deliveries, delivery, chain = await begun(query)
        group = await Chats(query).current(delivery.chat_id)
        assert group is not None
        ann = await somebody(query)
        await order(query, group, chain, ann.id, 20, Who(HOME, "小陶"), None)
        await deliveries.plan(delivery.id, [Planned("r:6//302", "", "6", 0)])
        (tick,) = await deliveries.ticks(delivery.id)
        await deliveries.tick(tick.id, ann.id, 30)
        await deliveries.note(tick.id, Flaw.BROKEN, "小陶家的碎了", "a photo", 40, ann.id)
        await forget(query, ann, 60)
        (tick,) = await deliveries.ticks(delivery.id)
        (fault,) = await deliveries.faults(delivery.id)
        assert "302" not in tick.party
        assert (fault.words, fault.photo, fault.flaw) == ("", None, Flaw.BROKEN)
    assert await rows(
        store, "SELECT ticked_by, by_id FROM delivery_bag JOIN delivery_fault ON bag_id = delivery_bag.id"
    ) == [{"ticked_by": None, "by_id": None}]
    assert await rows(store, "PRAGMA foreign_key_check") == []


async def test_a_delivery_run_from_a_private_chat_that_goes_is_where_its_buy_is(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        private = await Chats(query).add(900, "private", None, 10)
        chain, _ = await a_chain(query, group)
        delivery = await Deliveries(query).start(chain, private.id, None, 10, PLACE, MINUTES)
        assert await leave(query, private.id)
        moved = await Deliveries(query).get(delivery.id)
        assert moved is not None
        assert moved.chat_id == group.id
        assert await Payments(query).of(chain) == []


async def test_a_slot_is_known_wherever_it_stands_and_sent_anew_where_asked(store: Store) -> None:
    async with store.transaction() as query:
        group = await a_group(query)
        private = await Chats(query).add(900, "private", None, 10)
        slots = Slots(query)
        for chat in (group, private):
            slots.keep(Wish("delivery panel:1", "delivery panel", 1), chat.id)
        await Chats(query).set_active(group.id, is_active=False)
        assert await slots.chats_of("delivery panel:1") == [private.id]
        slots.anew("delivery panel:1", private.id)
        slot = await slots.get(2)
        assert slot is not None
        assert slot.place is None
