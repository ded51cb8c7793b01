"""接龙, a new price (改价): the organiser hears in private what it counts for, and may let it count for all."""

from collections.abc import Sequence

import msgspec

from conversation.content import Button
from conversation.reach import private_chat
from conversation.turn import Turn
from domain.order_chain_price import PriceChange
from rendering import order_chain_price as rendering

REPRICE = "reprice"
_DAY = 24 * 3600


async def tell_price(turn: Turn, chain_id: int, changes: Sequence[PriceChange]) -> None:
    """Tell the organiser, in private, which orders the new prices count for. Where they never opened the bot, the
    reaction under their words has to do."""
    chain = await turn.store.chains.get(chain_id)
    chat = await private_chat(turn.store, chain.organiser) if chain is not None and chain.organiser else None
    if chain is None or chat is None or chain.organiser is None:
        return
    earlier = [change for change in changes if change.households]
    buttons = []
    if earlier:
        about = {"chain": chain_id, "goods": msgspec.to_builtins([one.good for one in earlier])}
        question = await turn.store.questions.ask(
            chain.compound_id, chat.id, chain.organiser, REPRICE, about, turn.now, turn.now + 3 * _DAY
        )
        buttons = [[Button(rendering.FOR_ALL, data=f"{REPRICE}:{question}")]]
    turn.say(rendering.repriced(chain.title, changes), chat=chat, buttons=buttons)
