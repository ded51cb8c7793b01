"""接龙: 不要 and 帮订: a lead answers for a household without a phone."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from conversation.grammar import grammar_of
from conversation.order_chain import record
from conversation.order_chain_gift import tell_household
from conversation.order_chain_no_phone import BEHALF, DECLINE, ORDER, asking, may_answer_for, still_open
from conversation.order_chain_tally import keep_tallies
from conversation.order_chain_view import View
from conversation.tap import row_ids
from conversation.turn import Turn
from domain.building import building_name
from domain.order_chain import Good, Who
from parsing.reading import Context, OpenBuy, Stated, read_message
from parsing.vocabulary.chain import DECLINES
from rendering import order_chain_no_phone as rendering
from storage.household import Household
from storage.order_chain import Chain
from storage.outbox import Place
from storage.question import Question

_HOURS = 6 * 3600  # for which an answer is waited for


async def on_declines(turn: Turn, words: str) -> None:
    """The household wants nothing: it is not asked about this buy again."""
    found = await _meant(turn, words)
    if found is None or turn.message is None:
        return
    chain, household = found
    turn.answer("记下了，不再问")
    turn.store.declines.decline(chain.id, household.id, await turn.person(), turn.now)
    await _renew(turn, chain, household, turn.message.place)
    await keep_tallies(turn, {chain.id: chain.is_closed}, chain.chat_id)


async def on_orders(turn: Turn, words: str) -> None:
    """The household wants something: what, the lead writes."""
    found = await _meant(turn, words)
    if found is None or turn.message is None:
        return
    chain, household = found
    turn.answer()
    about = {"chain": chain.id, "household": household.id, "list": turn.message.version.number}
    for other in await turn.store.questions.of(turn.chat.id, await turn.person(), turn.now):
        if other.kind == BEHALF:  # what is written next is for one household only
            turn.store.questions.answered(other.id)
    await turn.ask(BEHALF, rendering.what(household.entry), about, seconds=_HOURS)


async def on_behalf(turn: Turn, question: Question, text: str) -> None:
    """What the lead wrote: an order for that household, or that it wants nothing after all."""
    found = await _looked_up(turn, question.about["chain"], question.about["household"])
    if isinstance(found, str) or turn.message is None:
        turn.say(found if isinstance(found, str) else rendering.CLOSED)
        return
    chain, household = found
    place = Place(turn.message.version.address_id, question.about["list"])
    if DECLINES.match(text.strip()) and len(text.strip()) <= 8:
        turn.store.declines.decline(chain.id, household.id, await turn.person(), turn.now)
        turn.say(rendering.declined(household.entry))
    elif not await _order(turn, chain, household, text):
        await turn.ask(BEHALF, rendering.HOW_TO_ORDER, question.about, seconds=_HOURS)
        return
    await _renew(turn, chain, household, place)
    await keep_tallies(turn, {chain.id: chain.is_closed}, chain.chat_id)


async def _order(turn: Turn, chain: Chain, household: Household, text: str) -> bool:
    """Record an order for a household, as said by its lead; return whether there was one in these words."""
    group = await turn.store.chats.current(chain.chat_id)
    if group is None:
        return False
    heard = () if chain.goods else tuple(map(Good, await turn.store.states.items(chain.id)))
    buy = OpenBuy(chain.id, chain.title, chain.goods, heard=heard)
    reading = read_message(text, Context((buy,), grammar_of(group.address_words)), turn.said_at)
    acts = tuple(act for one in reading.stated for act in one.reading.acts)
    if not acts or reading.questions or any(one.buy != chain.id for one in reading.stated):
        return False
    who = Who(household.entry.residence, on_behalf=True)
    mine = replace(reading.stated[0].reading, acts=tuple(replace(act, who=who) for act in acts), is_list=False)
    there = replace(turn, chat=group)
    recorded = await record(there, (Stated(chain.id, mine),), View())
    for gift in recorded.gifts:
        await tell_household(turn, gift)
        turn.say(rendering.ordered(household.entry, gift.order.lines))
    return bool(recorded.gifts)


async def _meant(turn: Turn, words: str) -> tuple[Chain, Household] | None:
    """Return the buy and the household of a button, if who taps may answer for it now; else answer the tap."""
    numbers = row_ids(words, 2)
    found: Any = await _looked_up(turn, *numbers) if numbers is not None else "这个按钮已经过期了"
    if isinstance(found, str):
        turn.answer(found)
        return None
    return found if turn.chat.kind == "private" else None


async def _looked_up(turn: Turn, chain_id: int, household_id: int) -> tuple[Chain, Household] | str:
    """Return a buy and a household, or why nothing can be said for it."""
    chain = await turn.store.chains.get(chain_id)
    household = await turn.store.households.get(household_id)
    person = await turn.known_person()
    if chain is None or household is None or household.compound_id != chain.compound_id or person is None:
        return "这个按钮已经过期了"
    if not await may_answer_for(turn.store, person, household, turn.now):
        return "这由那栋楼的楼组长来答"
    return rendering.CLOSED if chain.is_closed else (chain, household)


async def _renew(turn: Turn, chain: Chain, household: Household, place: Place) -> None:
    """Show in the list what is left of it."""
    building = building_name(household.entry.residence.building)
    homes = await still_open(turn.store, chain, building)
    group = await turn.store.chats.current(chain.chat_id)
    closes = ""
    if group is not None and chain.terms.closes_at is not None:
        closes = f"{datetime.fromtimestamp(chain.terms.closes_at, group.zone):%H:%M}"
    text, buttons = asking(chain, building, homes, closes)
    turn.rewrite(text, buttons, chat_id=turn.chat.id, at=place)


TAPS = {DECLINE: on_declines, ORDER: on_orders}
ANSWERS = {BEHALF: on_behalf}
