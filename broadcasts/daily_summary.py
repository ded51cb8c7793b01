"""日结: at eight in the evening each group hears which buys are open, and which were closed today."""

from datetime import datetime, time

from conversation.broadcast import Strike
from domain.wall_clock import instant
from rendering import daily_summary as rendering
from storage.chat import Chat


async def summarise(strike: Strike) -> None:
    """File the summary for each group of the compound in which there is something to tell; silence elsewhere.

    A summary that could not be said that evening is not said the next day, but that it is missing is.
    """
    compound = await strike.store.compounds.get(strike.due.compound_id or 0)
    if compound is None:
        return
    day = datetime.fromtimestamp(strike.plan.meant_at, strike.due.zone).date()
    midnight = instant(day, time(), strike.due.zone)
    for chat in await strike.store.chats.groups_of(compound.id):
        buys = await _buys(strike, chat, midnight)
        if buys and strike.is_of_use:
            text = rendering.summary(compound.name, day, buys, is_late=strike.is_late)
            strike.say(chat, text, named=[buy.title for buy in buys])
        elif buys:
            strike.say(chat, rendering.missed(day))


async def _buys(strike: Strike, chat: Chat, midnight: int) -> list[rendering.BuyToday]:
    buys = []
    for chain in await strike.store.chains.of_today(chat.id, midnight):
        parties = await strike.store.states.count(chain.id)
        buys.append(rendering.BuyToday(chain.title or "接龙", parties, chain.is_closed))
    return buys
