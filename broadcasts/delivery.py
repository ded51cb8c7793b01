"""到货 by the clock: the next building is called; what nobody has fetched two hours later is told to its lead, once."""

from conversation.broadcast import Strike
from conversation.delivery import call, look, volunteers_of
from conversation.reach import leads_of, private_chats
from domain.delivery import Stage
from rendering import delivery as rendering
from rendering.order_chain_papers import building_said


async def call_next(strike: Strike) -> None:
    """Call the next building. Far too late it is left to the button: nobody stands there any more."""
    delivery = await strike.store.deliveries.get(strike.due.subject_id)
    if (
        delivery is not None
        and delivery.stage is Stage.CALLING
        and strike.is_of_use
        and strike.plan.say_at <= strike.now
    ):
        await call(strike.store, delivery.id, None, strike.now, strike.quiet)


async def tell_lead(strike: Strike) -> None:
    """Tell the lead of a building who has not fetched their goods; without a lead in reach, volunteers how many."""
    found = await strike.store.deliveries.stop(strike.due.subject_id)
    scene = await look(strike.store, found[0]) if found is not None else None
    block = scene.block(strike.due.subject_id) if scene is not None else None
    left = [bag for bag in block.bags if not bag.is_ticked] if block is not None else []
    if scene is None or block is None or not left or not strike.is_of_use:
        return
    chain, (_, building) = scene.book.chain, block.building
    leads = await leads_of(strike.store, chain.compound_id, building, strike.now)
    chats = await private_chats(strike.store, leads)
    name = building_said(block.building)
    for chat in chats.values():
        strike.say(chat, rendering.uncollected(chain.title, name, left))
    if not chats:
        told = await volunteers_of(strike.store, chain) or await strike.store.chats.current(scene.delivery.chat_id)
        if told is not None and told.kind == "private":
            strike.say(told, rendering.uncollected(chain.title, name, left))
        elif told is not None:
            words = rendering.uncollected_count(chain.title, name, len(left))
            strike.say(told, words, named=[chain.title or ""])
