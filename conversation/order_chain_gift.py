"""接龙, on behalf (代订): a household for which somebody ordered hears of it in private, if its people are known."""

from conversation.order_chain import Gift
from conversation.reach import private_chats
from conversation.turn import Turn
from rendering.order_chain import ordered_for


async def tell_household(turn: Turn, gift: Gift) -> None:
    """Tell those who are confirmed to live there what somebody else has ordered for them."""
    chain = await turn.store.chains.get(gift.chain_id)
    household = await turn.store.households.at(chain.compound_id, gift.order.party) if chain is not None else None
    if chain is None or household is None:
        return
    author = await turn.person()
    living = await turn.store.residencies.living_in(household.id)
    confirmed = [one.person_id for one in living if one.confirmed_at is not None]
    if author in confirmed:
        return
    who = turn.sender.name if turn.sender is not None else ""
    for chat in (await private_chats(turn.store, confirmed)).values():
        turn.say(ordered_for(chain.title, who, gift.order.lines), chat=chat)
