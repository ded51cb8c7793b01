"""接龙: where an order comes from (来历), and one's own orders anywhere (我的订单)."""

from datetime import datetime

from conversation.command import Command
from conversation.grammar import grammar_of
from conversation.turn import Turn
from domain.order_chain import Order, Who, party_key, room_handle
from domain.order_chain_fold import changes
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences
from rendering import order_chain_history as rendering
from storage.order_chain import Chain

_MONTH = 30 * 24 * 3600


async def show_history(turn: Turn, words: str) -> None:
    """/来历 3-502: which messages made that order what it is, in this group's open buys and the last closed one."""
    text = normalise(words).text
    found = find_residences(text, grammar_of(turn.chat.address_words)) or find_bare_rooms(text)
    if len(found) != 1 or found[0].value.room is None:
        turn.say(rendering.HOW_TO_ASK)
        return
    place = found[0].value
    chains = await turn.store.chains.open_in(turn.chat.id)
    closed = await turn.store.chains.closed_in(turn.chat.id, turn.now - _MONTH)
    chains = [*chains, closed] if closed is not None else chains
    key = party_key(Who(place)) or ""
    said = False
    for chain in chains:
        lines = await _history(turn, chain, key, place.room or "")
        if lines:
            said = True
            turn.say("\n".join([rendering.head(chain.title, place), *lines]), named=[chain.title or ""])
    if not said:
        turn.say(rendering.nothing(place))


async def _history(turn: Turn, chain: Chain, key: str, room: str) -> list[str]:
    lines, authors = [], set()
    steps = []
    for statement, change in changes(await turn.store.chains.statements(chain.id)):
        for party, (before, after) in change.orders.items():
            if party == key or (_is_in_room(before or after, room) and key.startswith("r://")):
                steps.append((statement, before, after))
                authors.add(statement.author)
    names = await turn.store.persons.names(authors)
    for statement, before, after in steps:
        at = datetime.fromtimestamp(statement.said_at.timestamp(), turn.zone)
        lines.append(rendering.step(at, names.get(statement.author, ""), before, after))
    return lines


def _is_in_room(order: Order | None, room: str) -> bool:
    return (
        order is not None
        and order.residence is not None
        and room_handle(order.residence.room or "") == room_handle(room)
    )


async def show_own(turn: Turn, words: str) -> None:
    """我的订单, in private: what one has ordered in any group lately; and what others ordered for one's household, once
    somebody who knows has confirmed that one lives there."""
    person = await turn.known_person()
    found = await turn.store.chains.of_person(person, turn.now - _MONTH) if person is not None else []
    entries = []
    for chain in found:
        _, lines = await turn.store.states.mine(chain.id, person or 0)
        if lines:
            entries.append(rendering.Ordered(chain.title, chain.is_closed, lines, chain.goods))
    home = await _of_household(turn, person) if person is not None else []
    turn.say(rendering.own(entries, home))


async def _of_household(turn: Turn, person: int) -> list[rendering.Ordered]:
    entries = []
    for compound_id in await turn.store.residencies.compounds(person):
        for residency in await turn.store.residencies.of(compound_id, person):
            household = await turn.store.households.get(residency.household_id)
            if household is None or residency.confirmed_at is None:
                continue
            place = household.entry.place
            for chain in await turn.store.chains.of_place(compound_id, place, turn.now - _MONTH):
                order = (await turn.store.states.part(chain, [place], {})).orders.get(place)
                if order is not None and order.lines and order.author != person:
                    entries.append(rendering.Ordered(chain.title, chain.is_closed, order.lines, chain.goods))
    return entries


COMMANDS = (
    Command(
        "why",
        alias="来历",
        summary="看一户的单是怎么来的",
        run=show_history,
        help="发「/来历 3-502」：那一户的单是谁在什么时候怎么改的。",
        kinds=("group",),
    ),
    Command(
        "orders",
        alias="我的订单",
        summary="看自己订了什么",
        run=show_own,
        help="您一个月里在各个群订了什么、还在接还是已截单。",
        kinds=("private",),
    ),
)
