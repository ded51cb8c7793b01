"""接龙: where an order comes from (来历), and one's own orders anywhere (我的订单)."""

from datetime import datetime

import msgspec

from conversation.command import Command
from conversation.content import Button
from conversation.grammar import grammar_of
from conversation.order_chain import say_again, unsay
from conversation.order_chain_tally import keep_tally, slot_of
from conversation.order_chain_view import TALLY
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.order_chain import Order, Statement, Who, party_key, room_handle
from domain.order_chain_fold import changes
from domain.order_chain_price import repriced_items
from domain.role import Role, allows
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences
from rendering import order_chain_history as rendering
from storage.audit import Act, Revision
from storage.order_chain import Chain
from storage.slot import Wish

UNSAY = "unsay"
_MOST = 6  # buttons under a history
_LAST_ASKED = 3  # of the last messages, where it is asked which is meant
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
        lines, buttons = await _history(turn, chain, key, place.room or "")
        if lines:
            said = True
            text = "\n".join([rendering.head(chain.title, place), *lines])
            turn.say(text, named=[chain.title or ""], buttons=buttons if await _may_unsay(turn, chain) else [])
    if not said:
        turn.say(rendering.nothing(place))


async def _history(turn: Turn, chain: Chain, key: str, room: str) -> tuple[list[str], list[list[Button]]]:
    """Return the lines of a household's history, and a button for each of its last messages that takes it out."""
    lines: list[str] = []
    authors = set()
    buttons: dict[int, list[Button]] = {}
    steps = []
    for statement, change in changes(await turn.store.chains.statements(chain.id)):
        for party, (before, after) in change.orders.items():
            if party == key or (_is_in_room(before or after, room) and key.startswith("r://")):
                steps.append((statement, before, after))
                authors.add(statement.author)
    names = await turn.store.persons.names(authors)
    priced = repriced_items([order for _, *orders in steps for order in orders if order is not None], chain.goods)
    for statement, before, after in steps:
        at = datetime.fromtimestamp(statement.said_at.timestamp(), turn.zone)
        name = names.get(statement.author, "")
        lines.append(rendering.step(at, name, before, after, priced))
        if statement.message != chain.opened_by:
            label = rendering.unsay_label(at, name)
            buttons[statement.message] = [Button(label, data=f"{UNSAY}:{chain.id}:{statement.message}")]
    return lines, list(buttons.values())[-_MOST:]


async def _may_unsay(turn: Turn, chain: Chain) -> bool:
    """Say whether who writes or taps may take somebody's message out of a buy: its organiser, or a volunteer."""
    return chain.organiser == await turn.known_person() or allows(await turn.held(), Role.VOLUNTEER)


async def on_unsay(turn: Turn, words: str) -> None:
    """A message is taken out of a buy, as if it had never been said. Whether who taps may is looked up again."""
    chain_id, message = row_ids(words, 2) or (0, 0)
    chain = await turn.store.chains.get(chain_id)
    statements = await turn.store.chains.statements(chain.id) if chain is not None else []
    found = next((one for one in statements if one.message == message), None)
    if chain is None or found is None or turn.message is None or chain.chat_id != turn.chat.id:
        turn.answer("这一条已经不在了")
        return
    if found.message == chain.opened_by or not await _may_unsay(turn, chain):
        turn.answer("撤销由团长和志愿者来做")
        return
    turn.answer("撤销了")
    await _take_out(turn, chain, found)
    turn.rewrite(rendering.UNSAID, [], chat_id=turn.chat.id, at=turn.message.place)


async def _take_out(turn: Turn, chain: Chain, statement: Statement) -> None:
    """Take a statement out of its buy; who did is noted, so that it can be put back."""
    kept = {"chain": chain.id, "statement": msgspec.to_builtins(statement)}
    note = Act(chain.compound_id, await turn.person(), "unsay", "statement", statement.message)
    await turn.store.audit.note(note, turn.now, Revision(kept, None))
    keep_tally(turn, chain.id, is_closed=await unsay(turn, chain, statement))


async def withdraw(turn: Turn) -> None:
    """撤回: what who writes said last in an open buy here does not count any more."""
    person = await turn.known_person()
    said = await turn.store.chains.last_said(turn.chat.id, person, 1) if person is not None else []
    chain = await turn.store.chains.get(said[0][0]) if said else None
    if chain is None:
        return
    await _take_out(turn, chain, said[0][1])
    turn.react("✍")


async def undo_in_buy(turn: Turn) -> bool:
    """撤销 in a group: in reply to a message it is taken out of its buy; alone it is asked which of the last. Return
    False where there is nothing of a buy to undo."""
    if turn.chat.kind != "group" or turn.message is None:
        return False
    if turn.message.reply_to is not None:
        return await _undo_answered(turn, turn.message.version.address_id, turn.message.reply_to)
    said = await turn.store.chains.last_said(turn.chat.id, None, _LAST_ASKED)
    names = await turn.store.persons.names({one.author for _, one in said})
    rows = []
    for chain_id, one in said:
        at = datetime.fromtimestamp(one.said_at.timestamp(), turn.zone)
        label = rendering.unsay_label(at, names.get(one.author, ""))
        rows.append([Button(label, data=f"{UNSAY}:{chain_id}:{one.message}")])
    if rows:
        turn.say(rendering.WHICH_TO_UNDO, buttons=rows)
    return bool(rows)


async def _undo_answered(turn: Turn, address_id: int, number: int) -> bool:
    message = await turn.store.messages.at(address_id, number)
    found = await turn.store.chains.stated_in(message) if message is not None else []
    done = False
    for chain_id in found:
        chain = await turn.store.chains.get(chain_id)
        statements = await turn.store.chains.statements(chain_id)
        statement = next((one for one in statements if one.message == message), None)
        if chain is not None and statement is not None and chain.opened_by != message:
            await _take_out(turn, chain, statement)
            done = True
    if done:
        turn.say(rendering.UNSAID)
    return done


async def undo_unsay(turn: Turn, act: Act, revision: Revision) -> str:
    """What was taken out counts again."""
    chain = await turn.store.chains.get(int(revision.old["chain"]))
    group = await turn.store.chats.current(chain.chat_id) if chain is not None else None
    if chain is None or group is None:
        return "这个接龙已经不在了。"
    statement = msgspec.convert(revision.old["statement"], type=Statement)
    is_closed = await say_again(turn, chain, statement)
    wish = Wish(slot_of(chain.id), TALLY, chain.id, is_pinned=True, is_live=not is_closed)
    turn.store.slots.keep(wish, group.id)
    turn.store.outbox.put_slot(group.id, wish.name, turn.now)
    return "撤销了：那一条又算数了。"


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
    entries, helped = [], []
    for chain in found:
        party, lines = await turn.store.states.mine(chain.id, person or 0)
        if lines:
            entries.append(rendering.Ordered(chain.title, chain.is_closed, lines, chain.goods, chain.is_cancelled))
        helped += [
            rendering.Ordered(
                chain.title, chain.is_closed, order.lines, chain.goods, chain.is_cancelled, rendering.household(order)
            )
            for order in await turn.store.states.for_others(chain, person or 0)
            if order.party != party
        ]
    home = await _of_household(turn, person) if person is not None else []
    turn.say(rendering.own(entries, home, helped))


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
                    entries.append(
                        rendering.Ordered(chain.title, chain.is_closed, order.lines, chain.goods, chain.is_cancelled)
                    )
    return entries


COMMANDS = (
    Command(
        "why",
        alias="来历",
        summary="看一户的单是怎么来的",
        run=show_history,
        help="发「/来历 3-502」：那一户的单是谁在什么时候怎么改的；团长和志愿者可以点一下撤销其中一条。",
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
TAPS = {UNSAY: on_unsay}
UNDO = {("statement", "unsay"): undo_unsay}
