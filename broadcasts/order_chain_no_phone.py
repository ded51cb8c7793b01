"""接龙: an hour before a buy closes, the leads hear in private which households without a phone have not been asked."""

from datetime import datetime

from conversation import door
from conversation.broadcast import Strike
from conversation.content import keyboard
from conversation.order_chain_no_phone import asking, still_open
from conversation.reach import leads_of, private_chats
from domain.building import building_name
from domain.household import Mark
from domain.role import Role
from storage.outbox import Lane, Outgoing


async def ask_leads(strike: Strike) -> None:
    """Ask the leads of each building, where it has none the committee; whom the bot cannot write to is not asked."""
    chain = await strike.store.chains.get(strike.due.subject_id)
    group = await strike.store.chats.current(chain.chat_id) if chain is not None else None
    if chain is None or group is None or chain.is_closed or chain.terms.closes_at is None or not strike.is_of_use:
        return
    at = datetime.fromtimestamp(chain.terms.closes_at, group.zone)
    marked = await strike.store.households.marked(chain.compound_id, Mark.NO_PHONE)
    for building in dict.fromkeys(building_name(one.entry.residence.building) for one in marked):
        homes = await still_open(strike.store, chain, building)
        persons = await leads_of(strike.store, chain.compound_id, building, strike.now)
        persons = persons or tuple(await strike.store.roles.holders(chain.compound_id, Role.COMMITTEE, strike.now))
        text, buttons = asking(chain, building, homes, f"{at:%H:%M}")
        for chat in (await private_chats(strike.store, persons)).values() if homes else ():
            payload = {"text": door.said(text, is_private=True), "reply_markup": keyboard(buttons)}
            key = f"no phone:{chain.id}:{building}:{chain.terms.closes_at}:{chat.id}"
            outgoing = Outgoing("sendMessage", Lane.MESSAGE, chat.id, payload, key=key, not_before=strike.plan.say_at)
            strike.store.outbox.put(outgoing, strike.now)
