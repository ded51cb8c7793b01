"""到货 (delivery): how a delivery stands, and the calling of buildings, by a button or by the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from conversation.delivery_notice import ALL_VILLAS, building_of, tell_households, tell_stairs
from conversation.payment import Book, open_book
from conversation.turn import Repositories
from domain.delivery import (
    UNCOLLECTED_AFTER,
    Delivery,
    Flaw,
    Stage,
    Stop,
    Tick,
    expected_at,
    next_at,
    next_stops,
    planned,
)
from domain.due import Due
from domain.wall_clock import after_quiet_hours
from rendering import delivery as rendering
from rendering.order_chain_packing import total_of
from rendering.order_chain_papers import VILLAS, Building
from storage.chat import Chat
from storage.order_chain import Chain
from storage.slot import Wish

PANEL, BOARD, TICKS = "delivery panel", "delivery board", "delivery ticks"  # recipes
CALL, UNCOLLECTED = "delivery call", "delivery uncollected"  # what is due
_LATE = 3 * 3600  # seconds after its time within which the clock still calls a building
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Scene:
    """A delivery with all that is shown of it."""

    delivery: Delivery
    book: Book
    stops: Sequence[Stop]
    run: rendering.Run
    zone: ZoneInfo

    def block(self, stop_id: int) -> rendering.Block | None:
        """Return a building as it is shown."""
        return next((block for block in self.run.blocks if block.stop_id == stop_id), None)


async def look(store: Repositories, delivery_id: int) -> Scene | None:
    """Return how a delivery stands; None where it has gone."""
    delivery = await store.deliveries.get(delivery_id)
    chain = await store.chains.get(delivery.chain_id) if delivery is not None else None
    book = await open_book(store, chain) if chain is not None else None
    compound = await store.compounds.get(chain.compound_id) if chain is not None else None
    if delivery is None or chain is None or book is None or compound is None:
        return None
    zone = ZoneInfo(compound.time_zone)
    stops = await store.deliveries.stops(delivery.id)
    faults = await store.deliveries.faults(delivery.id)
    flaws: dict[int, list[Flaw]] = {}
    for fault in faults:
        flaws.setdefault(fault.bag_id, []).append(fault.flaw)
    rank = {party: place for place, party in enumerate(book.bags)}
    ticks: dict[int, list[Tick]] = {}
    for tick in sorted(await store.deliveries.ticks(delivery.id), key=lambda one: rank.get(one.party, len(rank))):
        ticks.setdefault(tick.stop_id, []).append(tick)
    expected = expected_at(stops, delivery.minutes) if delivery.stage is Stage.CALLING else {}
    blocks = tuple(
        _block(stop, ticks.get(stop.id, []), book, flaws, expected.get((stop.lane, stop.building)), zone)
        for stop in stops
    )
    goods = tuple(good.name for good in chain.goods)
    since = datetime.fromtimestamp(delivery.stage_at, zone)
    return Scene(delivery, book, stops, rendering.Run(delivery, chain.title, blocks, since, goods, tuple(faults)), zone)


def _block(
    stop: Stop, ticks: Sequence[Tick], book: Book, flaws: Mapping[int, list[Flaw]], at: int | None, zone: ZoneInfo
) -> rendering.Block:
    """Return a building as it is shown; `at` is about when it is called (UTC seconds)."""
    bags = tuple(
        rendering.Bag(
            tick.id,
            short(book, tick.party),
            book.called(tick.party),
            book.items(tick.party),
            tick.ticked_at is not None,
            tuple(flaws.get(tick.id, ())),
        )
        for tick in ticks
    )
    packed = [book.bags[tick.party] for tick in ticks if tick.party in book.bags]
    return rendering.Block(
        stop.id,
        building_of(stop),
        stop.part,
        bags,
        total_of(packed, book.papers),
        datetime.fromtimestamp(stop.called_at, zone) if stop.called_at is not None else None,
        datetime.fromtimestamp(at, zone) if at is not None else None,
    )


def short(book: Book, party: str) -> str:
    """Return what a household is called within its building: its room, else its name."""
    bag = book.bags.get(party)
    if bag is not None and bag.building == VILLAS:
        return bag.place
    home = bag.order.residence if bag is not None else None
    if home is not None and home.room:
        return f"{home.unit}-{home.room}" if home.unit else home.room
    return (bag.name or bag.place if bag is not None else "") or book.called(party)


async def plan(store: Repositories, delivery: Delivery, book: Book) -> None:
    """Have the households of the buy as they are now, in the order in which people walk."""
    households = [(party, *_kept(bag.building)) for party, bag in book.bags.items()]
    await store.deliveries.plan(delivery.id, planned(households))


def _kept(building: Building) -> tuple[str, str]:
    """Return lane and building as a stop keeps them."""
    return ("", ALL_VILLAS) if building == VILLAS else (building[0] or "", building[1] or "")


# --- calling ----------------------------------------------------------------------------------------------------


async def call(
    store: Repositories, delivery_id: int, wanted: Sequence[int] | None, now: int, quiet: tuple[time, time]
) -> int:
    """Call buildings (by their rows; None: the next), tell who is to come, and plan the next; return how many stops
    that were. What was called before is not called again."""
    delivery = await store.deliveries.get(delivery_id)
    chain = await store.chains.get(delivery.chain_id) if delivery is not None else None
    book = await open_book(store, chain) if chain is not None else None
    if delivery is None or chain is None or book is None:
        return 0
    await plan(store, delivery, book)
    stops = await store.deliveries.stops(delivery.id)
    store.dues.forget(call_key(delivery, stops))
    meant = next_stops(stops) if wanted is None else [stop for stop in stops if stop.id in wanted]
    called = [stop for stop in meant if await store.deliveries.call(stop.id, now)]
    if delivery.stage is not Stage.CALLING and called:
        store.deliveries.reach(delivery.id, Stage.CALLING, now)
    after = await store.deliveries.stops(delivery.id)
    zone = await store.compounds.zone(chain.compound_id)
    at = next_at(after, delivery.minutes)
    if at is not None:
        key = call_key(delivery, after)
        store.dues.plan(Due(key, CALL, zone, max(at, now), None, chain.compound_id, delivery.id, _LATE))
    if called:
        await tell_stairs(store, book, delivery, called, now)
        await tell_households(store, book, delivery, called, now)
        await keep_ticks(store, delivery, [stop.id for stop in called], now)
        for stop in called:
            due_at = after_quiet_hours(now + UNCOLLECTED_AFTER, zone, quiet)
            key = f"{UNCOLLECTED}:{stop.id}"
            store.dues.plan(Due(key, UNCOLLECTED, zone, due_at, None, chain.compound_id, stop.id, _DAY))
    keep_board(store, delivery, chain.chat_id, now)
    await keep_panel(store, delivery, now)
    return len(called)


def call_key(delivery: Delivery, stops: Sequence[Stop]) -> str:
    """Return under which key the next call is due, once so many buildings have been called."""
    return f"{CALL}:{delivery.id}:{sum(stop.called_at is not None for stop in stops)}"


async def keep_ticks(store: Repositories, delivery: Delivery, stops: Sequence[int], now: int) -> None:
    """Bring the messages of buildings up to date: in the volunteers' group; where there is none, wherever the delivery
    is run from."""
    chain = await store.chains.get(delivery.chain_id)
    volunteers = await volunteers_of(store, chain) if chain is not None else None
    chats = [volunteers.id] if volunteers is not None else await _run_from(store, delivery)
    for stop in stops:
        wish = Wish(ticks_of(stop), TICKS, stop)
        for chat in dict.fromkeys([*chats, *await store.slots.chats_of(wish.name)]):
            _keep(store, chat, wish, now)


async def volunteers_of(store: Repositories, chain: Chain) -> Chat | None:
    """Return the volunteers' group of a buy's compound, or None."""
    groups = await store.chats.groups_of(chain.compound_id)
    return next((chat for chat in groups if chat.purpose == "volunteers"), None)


async def _run_from(store: Repositories, delivery: Delivery) -> list[int]:
    return [delivery.chat_id, *await store.slots.chats_of(panel_of(delivery))]


async def keep_panel(store: Repositories, delivery: Delivery, now: int) -> None:
    """Bring the panel of a delivery up to date, wherever somebody runs it from."""
    for chat in dict.fromkeys(await _run_from(store, delivery)):
        _keep(store, chat, Wish(panel_of(delivery), PANEL, delivery.id), now)


def panel_of(delivery: Delivery) -> str:
    """Return the name of the slot that shows a delivery to who runs it."""
    return f"{PANEL}:{delivery.id}"


def ticks_of(stop_id: int) -> str:
    """Return the name of the slot under which a building's households are ticked."""
    return f"{TICKS}:{stop_id}"


def keep_board(store: Repositories, delivery: Delivery, chat_id: int, now: int, *, is_live: bool = True) -> None:
    """Bring the board in the buyers' group up to date; once all is over it is not sent anew when the group moves."""
    _keep(store, chat_id, Wish(f"{BOARD}:{delivery.id}", BOARD, delivery.id, is_live=is_live), now)


def _keep(store: Repositories, chat_id: int, wish: Wish, now: int) -> None:
    store.slots.keep(wish, chat_id)
    store.outbox.put_slot(chat_id, wish.name, now)
