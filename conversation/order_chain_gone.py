"""接龙, goods that are sold out (没有了): the organiser hears in private who has ordered them; what is ordered later
comes to the organiser's list of late orders."""

from collections.abc import Iterable

from conversation.order_chain import Recorded
from conversation.order_chain_late import keep_late
from conversation.order_chain_view import View
from conversation.reach import private_chat
from conversation.turn import Turn
from domain.order_chain import ChainReading, folded
from domain.order_chain_gone import gone_items
from parsing.reading import Reading
from rendering import order_chain_gone as rendering
from storage.order_chain import Chain


async def tell_gone(turn: Turn, reading: Reading) -> None:
    """Tell an organiser who said that goods are gone how many of them stand in the list."""
    for one in reading.stated:
        gone = gone_items(one.reading.goods)  # before the buy is looked up: nearly no message says so
        chain = await turn.store.chains.get(one.buy) if gone and one.buy is not None else None
        if chain is None or chain.organiser is None or chain.organiser != await turn.person():
            continue
        chat = await private_chat(turn.store, chain.organiser)
        if chat is not None:
            orders = (await turn.store.states.whole(chain)).orders.values()
            said = [rendering.ordered(good, orders) for good in chain.goods if folded(good.name) in gone]
            turn.say(rendering.noted(chain.title, said, _names(one.reading)), chat=chat)


async def answer_late(turn: Turn, recorded: Recorded, view: View) -> bool:
    """Answer who ordered goods that are gone, of a buy that goes on; return whether that is what came too late."""
    wanted = {folded(want.item or "") for act in recorded.late for want in act.wants}
    chains = [one.chain for one in view.seen if recorded.chains.get(one.chain.id) is False]
    meant = [chain for chain in chains if wanted & gone_items(chain.goods)]
    if len(meant) != 1:
        return False
    is_shown = await keep_late(turn, meant[0], recorded.late)
    names = _gone_of(meant[0], wanted)
    turn.say(rendering.too_late(names, is_shown=is_shown), named=names)
    return True


def _gone_of(chain: Chain, wanted: Iterable[str]) -> list[str]:
    return [good.name for good in chain.goods if good.is_gone and folded(good.name) in wanted]


def _names(reading: ChainReading) -> list[str]:
    return [good.name for good in reading.goods]
