"""守望在岗: each morning the volunteers hear that the bot is at its post. Its absence is what their rota acts on."""

from datetime import datetime

from conversation.broadcast import Strike
from rendering import on_duty as rendering


async def report(strike: Strike) -> None:
    """File the morning line for each volunteers' group of the compound."""
    compound = await strike.store.compounds.get(strike.due.compound_id or 0)
    if compound is None:
        return
    groups = [chat for chat in await strike.store.chats.groups_of(compound.id) if chat.purpose == "volunteers"]
    day = datetime.fromtimestamp(strike.plan.say_at, strike.due.zone).date()
    duty = rendering.Duty(
        open_buys=await strike.store.chains.count_open(compound.id), set_aside=len(await strike.store.inbox.aside())
    )
    for chat in groups:
        strike.say(chat, rendering.line(compound.name, day, duty, is_late=strike.is_late))
