"""接龙: an owner puts back an order that somebody else has changed."""

from conversation import order_chain_tally as tallies
from conversation import order_chain_tap as taps
from conversation.content import Button
from conversation.order_chain import Other, Recorded
from conversation.turn import Turn
from rendering import order_chain as rendering


async def tell_owner(turn: Turn, other: Other) -> None:
    """Tell the owner of an order that somebody has changed it, with one tap to put it back."""
    who = turn.sender.name if turn.sender else "有人"
    question = await taps.offer_restoring(turn, other.chain_id, other.owner, other.before, other.after)
    buttons = [[Button("恢复原来的", data=f"{taps.RESTORE}:{question}")]]
    turn.say(rendering.changed_by(who, other.before, other.after), to=other.place, buttons=buttons)


async def on_restore(turn: Turn, words: str) -> None:
    """The owner puts the order back."""
    question = await taps.answered(turn, words, taps.RESTORE)
    if question is None or turn.message is None:
        return
    recorded = await taps.state(turn, question.about)
    turn.answer("已经截单了，请找团长" if recorded.late else "恢复了")
    said = "已经截单了，没有恢复，请找团长。" if recorded.late else "↩ 恢复了原来的"
    turn.rewrite(said, [], chat_id=turn.chat.id, at=turn.message.place)
    _keep(turn, recorded)


def _keep(turn: Turn, recorded: Recorded) -> None:
    for chain_id, is_closed in recorded.chains.items():
        tallies.keep_tally(turn, chain_id, is_closed=is_closed)


TAPS = {taps.RESTORE: on_restore}
