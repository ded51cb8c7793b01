"""接龙: 前面的也按新价: a new price counts for what was ordered before it, too."""

import msgspec

from conversation import order_chain_tap as taps
from conversation.order_chain_price import REPRICE
from conversation.order_chain_tally import keep_tallies
from conversation.turn import Turn
from domain.order_chain import ChainReading, Good
from domain.order_chain_price import PriceChange
from rendering import order_chain_price as rendering


async def on_for_all(turn: Turn, words: str) -> None:
    """The organiser lets the new price count for all: at what it is now, if it has changed once more."""
    question = await taps.answered(turn, words, REPRICE)
    chain = await turn.store.chains.get(int(question.about["chain"])) if question is not None else None
    if question is None or chain is None or turn.message is None:
        return
    asked = {good.name for good in msgspec.convert(question.about["goods"], type=tuple[Good, ...])}
    goods = tuple(good for good in chain.goods if good.name in asked and good.price is not None)
    turn.answer("好的")
    reading = ChainReading(goods=goods, is_for_all=True)
    recorded = await taps.state_reading(turn, chain.id, reading, group=chain.chat_id)
    changes = [PriceChange(good, good.price) for good in goods if good.price is not None]
    turn.rewrite(rendering.for_all(changes), [], chat_id=turn.chat.id, at=turn.message.place)
    await keep_tallies(turn, recorded.chains, chain.chat_id)


TAPS = {REPRICE: on_for_all}
