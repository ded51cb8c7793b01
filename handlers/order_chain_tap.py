"""接龙: taps that state something: an owner puts an order back, the organiser takes a late one."""

from conversation import order_chain_tally as tallies
from conversation import order_chain_tap as taps
from conversation.content import Button
from conversation.order_chain import Other, Recorded
from conversation.turn import Turn
from domain.order_chain import Act
from rendering import order_chain as rendering
from storage.order_chain import Chain


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


async def tell_organiser(turn: Turn, chain: Chain, late: tuple[Act, ...]) -> bool:
    """Show the organiser, in private, what came after closing; return whether they can be reached."""
    account = await turn.store.persons.get(chain.organiser) if chain.organiser is not None else None
    chat = await turn.store.chats.at(account.telegram_user_id) if account is not None else None
    if account is None or chat is None or not chat.is_active or turn.message is None:
        return False
    question = await taps.offer_taking(turn, chain.id, account.id, chat.id, late)
    rows = [[Button("加上", data=f"{taps.LATE}:{question}"), Button("下次吧", data=f"nextTime:{question}")]]
    who = turn.sender.name if turn.sender is not None else "有人"
    turn.say(rendering.late_for_organiser(chain.title, who, turn.message.text), buttons=rows, chat=chat)
    return True


async def on_late(turn: Turn, words: str) -> None:
    """The organiser takes a late order: it counts as said by them, for that party."""
    question = await taps.answered(turn, words, taps.LATE)
    if question is None or turn.message is None:
        return
    turn.answer("加上了")
    recorded = await taps.state(turn, question.about)
    turn.rewrite("✓ 加上了", [], chat_id=turn.chat.id, at=turn.message.place)
    group = await turn.store.chats.current(question.about["group"])
    if group is not None:
        turn.chat = group
        _keep(turn, recorded)


async def on_next_time(turn: Turn, words: str) -> None:
    """The organiser does not take it."""
    question = await taps.answered(turn, words, taps.LATE)
    if question is not None and turn.message is not None:
        turn.answer()
        turn.rewrite("下次吧：没有加。", [], chat_id=turn.chat.id, at=turn.message.place)


def _keep(turn: Turn, recorded: Recorded) -> None:
    for chain_id, is_closed in recorded.chains.items():
        tallies.keep_tally(turn, chain_id, is_closed=is_closed)


TAPS = {taps.RESTORE: on_restore, taps.LATE: on_late, "nextTime": on_next_time}
