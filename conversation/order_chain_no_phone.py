"""接龙, households without a phone (不用手机的户): who leads their building asks them before a buy closes, and orders
for them or says that they want nothing. The tally tells how many have been asked, and nothing else."""

from collections.abc import Collection, Iterable, Sequence

from conversation.content import Button, Buttons
from conversation.turn import Repositories
from domain.building import building_name
from domain.discretion import Discreet
from domain.household import Mark
from domain.order_chain import Order
from domain.order_chain_no_phone import unanswered
from domain.role import leads
from domain.roster import place_order
from rendering import order_chain_no_phone as rendering
from storage.chat import Chat, Chats
from storage.household import Household, Households
from storage.order_chain import Chain
from storage.order_chain_decline import OrderDeclines
from storage.store import Query

DECLINE, ORDER, BEHALF = "declines", "ordersFor", "behalf"
MOST = 30  # households in one message: Telegram takes no more than a hundred buttons


async def homes_of(households: Households, group: Chat, compound_id: int) -> list[Household]:
    """Return the households without a phone that the buys of a group are for, in the order in which people walk."""
    found = await households.marked(compound_id, Mark.NO_PHONE)
    if group.purpose == "stair":
        building = building_name(group.building)
        found = [one for one in found if building_name(one.entry.residence.building) == building]
    return sorted(found, key=lambda one: place_order(one.entry.residence))


def open_of(
    homes: Sequence[Household], orders: Collection[Order], declined: Collection[int], group: Chat
) -> list[Household]:
    """Return those that have neither ordered nor said that they want nothing."""
    entries, is_one_building = [(one.id, one.entry) for one in homes], group.purpose == "stair"
    waiting = set(unanswered(entries, orders, declined, is_one_building=is_one_building))
    return [one for one in homes if one.id in waiting]


async def asked_of(query: Query, chain: Chain, orders: Iterable[Order]) -> tuple[int, int] | None:
    """Return how many of the households without a phone a buy has an answer of, and how many there are; None where
    there are none."""
    group = await Chats(query).current(chain.chat_id)
    homes = await homes_of(Households(query), group, chain.compound_id) if group is not None else []
    if group is None or not homes:
        return None
    left = open_of(homes, list(orders), await OrderDeclines(query).of(chain.id), group)
    return len(homes) - len(left), len(homes)


async def still_open(store: Repositories, chain: Chain, building: str | None) -> list[Household]:
    """Return the households of a building (bare name) that are still to be asked about a buy."""
    group = await store.chats.current(chain.chat_id)
    if group is None:
        return []
    homes = await homes_of(store.households, group, chain.compound_id)
    homes = [one for one in homes if building_name(one.entry.residence.building) == building]
    orders = (await store.states.whole(chain)).orders.values()
    return open_of(homes, list(orders), await store.declines.of(chain.id), group)


def asking(chain: Chain, building: str | None, homes: Sequence[Household], closes: str) -> tuple[Discreet, Buttons]:
    """Return what a lead is asked about the households of a building, and its buttons."""
    text = rendering.to_ask(chain.title, building, [one.entry for one in homes[:MOST]], closes, len(homes) - MOST)
    rows = [
        [
            Button(rendering.declines(one.entry), data=f"{DECLINE}:{chain.id}:{one.id}"),
            Button(rendering.orders(one.entry), data=f"{ORDER}:{chain.id}:{one.id}"),
        ]
        for one in homes[:MOST]
    ]
    return text, rows


async def may_answer_for(store: Repositories, person: int, household: Household, now: int) -> bool:
    """Say whether somebody leads the building of a household now, or is of the committee."""
    held = await store.roles.held(household.compound_id, person, now)
    return leads(held, building_name(household.entry.residence.building))
