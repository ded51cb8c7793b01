"""到货: who hears that it is their building's turn: its stair group, else the buyers' group; households in private."""

from collections.abc import Sequence

from conversation.payment import Book
from conversation.reach import private_chat
from conversation.telling import tell
from conversation.turn import Repositories
from domain.building import building_name
from domain.delivery import Delivery, Stop
from rendering import delivery as rendering
from rendering.order_chain_papers import VILLAS, Building, building_said

ALL_VILLAS = "*"  # the building of a stop at which the villas are called together


def building_of(stop: Stop) -> Building:
    """Return the building of a stop as papers name it."""
    return VILLAS if stop.building == ALL_VILLAS else (stop.lane or None, stop.building or None)


async def tell_stairs(store: Repositories, book: Book, delivery: Delivery, called: Sequence[Stop], now: int) -> None:
    """Tell each building's stair group; where a building has none, the buyers' group gets one line for all such."""
    chain = book.chain
    groups = await store.chats.groups_of(chain.compound_id)
    buildings: dict[Building, None] = dict.fromkeys(building_of(stop) for stop in called)
    named = [chain.title or "", delivery.place]
    left = []
    for building in buildings:
        stairs = [chat for chat in groups if chat.purpose == "stair" and _is_of(chat.building, building)]
        text = rendering.turn_of(chain.title, building_said(building), delivery.place)
        for chat in stairs:
            tell(store, chat, text, now, named=named)
        left += [] if stairs else [building_said(building)]
    buyers = await store.chats.current(chain.chat_id)
    if left and buyers is not None and buyers.is_active:
        tell(store, buyers, rendering.turn_of(chain.title, "、".join(left), delivery.place), now, named=named)


def _is_of(said: str | None, building: Building) -> bool:
    """Say whether a stair group (of 3号楼) is that of a building."""
    lane, name = building
    return bool(name) and said is not None and building_name(said) in (name, f"{lane}弄{name}")


async def tell_households(
    store: Repositories, book: Book, delivery: Delivery, called: Sequence[Stop], now: int
) -> None:
    """Tell in private who ordered, and whom it was ordered for, what they get."""
    stops = {stop.id for stop in called}
    pay, live = await store.payments.payers(book.chain.id), await store.payments.residents(book.chain.id)
    own: dict[int, list[str]] = {}
    behalf: dict[int, dict[str, str]] = {}
    for tick in await store.deliveries.ticks(delivery.id):
        bag = book.bags.get(tick.party)
        if tick.stop_id not in stops or bag is None or tick.ticked_at is not None:
            continue
        home = live.get(tick.party, [])
        for person in dict.fromkeys([*pay.get(tick.party, []), *home]):
            if bag.order.on_behalf and person not in home:
                behalf.setdefault(person, {})[_beneficiary(book, tick.party)] = bag.items
            else:
                own.setdefault(person, []).append(bag.items)
    for person in dict.fromkeys([*own, *behalf]):
        chat = await private_chat(store, person)
        if chat is not None:
            text = rendering.notice(book.chain.title, own.get(person, ()), behalf.get(person, {}), delivery.place)
            tell(store, chat, text, now)


def _beneficiary(book: Book, party: str) -> str:
    bag = book.bags[party]
    name = bag.order.name or ""
    return " ".join(part for part in (bag.place, name) if part) or "邻居"
