"""接龙: the organiser takes a late order (加上) or does not (下次吧)."""

from conversation import order_chain_tap as taps
from conversation.order_chain_late import LATE, NEXT_TIME, keep_list
from conversation.order_chain_tally import keep_tallies
from conversation.turn import Turn


async def on_late(turn: Turn, words: str) -> None:
    """The organiser takes a late order: it counts as said by them, for that party."""
    question = await taps.answered(turn, words, LATE)
    if question is None:
        return
    turn.answer("好的，照办了")
    recorded = await taps.state(turn, question.about)
    keep_list(turn, turn.chat.id, question.about["chain"], question.about)
    await keep_tallies(turn, recorded.chains, question.about["group"])


async def on_next_time(turn: Turn, words: str) -> None:
    """The organiser does not take it."""
    question = await taps.answered(turn, words, LATE)
    if question is not None:
        turn.answer("好的，没有加")
        keep_list(turn, turn.chat.id, question.about["chain"], question.about)


TAPS = {LATE: on_late, NEXT_TIME: on_next_time}
