"""接龙: 没成团: the organiser decides whether a buy goes on, goes ahead or is called off; everybody hears it once."""

from conversation import order_chain_tap as taps
from conversation.order_chain_minimum import SHORT, announced, decision
from conversation.order_chain_tally import keep_tallies
from conversation.tap import row_ids
from conversation.turn import Turn


async def on_decision(turn: Turn, words: str) -> None:
    """A choice of the organiser's; it counts while the buy is still closed and short."""
    numbers = row_ids(words, 2)
    question = await taps.answered(turn, str(numbers[0]) if numbers else "", SHORT)
    chain = await turn.store.chains.get(int(question.about["chain"])) if question is not None else None
    group = await turn.store.chats.current(chain.chat_id) if chain is not None else None
    if numbers is None or question is None or chain is None or group is None or turn.message is None:
        return
    reading = decision(chain, numbers[1], question.about["times"], turn.now)
    if reading is None or not chain.is_closed or chain.is_cancelled:
        turn.answer("已经不用定了")
        turn.rewrite("这个团后来又变了，看汇总就行。", [], chat_id=turn.chat.id, at=turn.message.place)
        return
    turn.answer("好的")
    recorded = await taps.state_reading(turn, chain.id, reading, group=chain.chat_id)
    said = await announced(turn.store, chain.id, group.zone)
    turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place, named=[chain.title or ""])
    if turn.chat.id != group.id:
        turn.say(said, chat=group, named=[chain.title or ""])
    await keep_tallies(turn, recorded.chains, chain.chat_id)


TAPS = {SHORT: on_decision}
