"""表格: the sheets of one's own buys, in private; sent by themselves when a buy closes."""

from conversation.command import Command
from conversation.order_chain_late import show_waiting
from conversation.order_chain_minimum import ask_what_to_do
from conversation.order_chain_sheet import for_organiser, sending
from conversation.turn import Turn
from storage.order_chain import Chain

_MONTH = 30 * 24 * 3600
_MOST = 3  # buys at once


async def show_sheets(turn: Turn, words: str) -> None:
    """表格, in private: the sheets of the buys one organises, the newest first; with words, of those so called."""
    person = await turn.known_person()
    mine = await turn.store.chains.organised_by(person, turn.now - _MONTH) if person is not None else []
    called = [chain for chain in mine if words in (chain.title or "")] if words else mine
    if not called:
        turn.say("您这一个月没有开过接龙。" if not mine else "没有叫这个名字的接龙。")
    for chain in called[:_MOST]:
        for outgoing in sending(turn.chat.id, chain.id):
            turn.file(outgoing)
        await show_waiting(turn, chain)


async def on_closed(turn: Turn, chain: Chain) -> None:
    """A buy was closed by its organiser's words: the sheets follow in private, or how to get them."""
    outgoing = await for_organiser(turn.store, chain)
    for one in outgoing:
        turn.file(one)
    for question in await ask_what_to_do(turn.store, chain.id, turn.now):
        turn.file(question)
    if not outgoing:
        turn.say("截单了。要分楼清单和收款表，请团长私聊我发「表格」。")


COMMANDS = (
    Command(
        "sheet",
        alias="表格",
        summary="要自己开的接龙的表格",
        run=show_sheets,
        help="给您分楼清单、标签、收款表（.xlsx）；截单时也会自动私聊发给您。还没定的迟到的单也在这里看。",
        kinds=("private",),
    ),
)
