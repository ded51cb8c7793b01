"""接龙 by the clock: a word half an hour before a buy closes, and its closing."""

from dataclasses import replace
from datetime import datetime

from conversation.broadcast import Strike
from conversation.order_chain_minimum import ask_what_to_do
from conversation.order_chain_sheet import for_organiser
from conversation.order_chain_tally import slot_of
from conversation.order_chain_view import TALLY
from domain.due import Lateness
from rendering import order_chain_closing as rendering
from storage.order_chain import Chain
from storage.slot import Wish


async def nudge(strike: Strike) -> None:
    """Half an hour is left: say so, once. Late it is left unsaid: it would hurry nobody."""
    chain = await strike.store.chains.get(strike.due.subject_id)
    if chain is None or chain.is_closed or chain.terms.closes_at is None:
        return
    if strike.plan.lateness is not Lateness.PUNCTUAL or chain.terms.closes_at <= strike.now:
        return
    chat = await strike.store.chats.current(chain.chat_id)
    if chat is not None:
        closes_at = datetime.fromtimestamp(chain.terms.closes_at, chat.zone)
        strike.say(chat, rendering.nudge(chain.title, closes_at), named=[chain.title or ""])


async def close(strike: Strike) -> None:
    """The time is over: the buy is closed as of its deadline, its tally says so, and the group hears it once."""
    chain = await strike.store.chains.get(strike.due.subject_id)
    if chain is None or chain.is_closed or chain.terms.closes_at is None or chain.terms.closes_at > strike.now:
        return
    _end(strike, chain, chain.terms.closes_at)
    buy, chat = await strike.store.states.whole(chain), await strike.store.chats.current(chain.chat_id)
    if chat is not None:
        strike.say(chat, rendering.closed(buy), named=[chain.title or ""])
    for outgoing in await for_organiser(strike.store, chain):
        strike.store.outbox.put(replace(outgoing, not_before=strike.plan.say_at), strike.now)
    for question in await ask_what_to_do(strike.store, chain.id, strike.now, strike.plan.say_at):
        strike.store.outbox.put(question, strike.now)


_IDLE = 14 * 24 * 3600  # seconds after which a buy that nobody closes is over


async def close_idle(strike: Strike) -> None:
    """Close what nobody has closed and nobody speaks of any more: it would only raise the question which buy is meant.

    A buy that says when it closes is left to its deadline.
    """
    for chain in await strike.store.chains.idle(strike.now - _IDLE):
        if chain.terms.closes_at is None:
            _end(strike, chain, strike.now)


def _end(strike: Strike, chain: Chain, at: int) -> None:
    """Close a buy as of then (UTC seconds); its tally says so."""
    strike.store.chains.close(chain.id, at)
    strike.store.talks.forget(chain.id)
    strike.keep(chain.chat_id, Wish(slot_of(chain.id), TALLY, chain.id, is_pinned=True, is_live=False))
