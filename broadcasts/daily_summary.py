"""日结: at half past seven its editors see the draft; at eight in the evening it goes out by itself."""

from datetime import datetime

from conversation.broadcast import Strike
from conversation.daily_summary import DRAFT, day_of, editors, release
from rendering import daily_summary as rendering
from storage.slot import Wish


async def draft(strike: Strike) -> None:
    """Show the draft of the day to each editor in private. One that comes too late is of no use, and is left out."""
    compound_id = strike.due.compound_id or 0
    day = datetime.fromtimestamp(strike.plan.meant_at, strike.due.zone).date()
    summary = await strike.store.summaries.meet(compound_id, day)
    if strike.is_of_use and summary.released_at is None and await strike.store.chats.groups_of(compound_id):
        for chat in await editors(strike.store, compound_id, strike.now):
            strike.keep(chat.id, Wish(f"{DRAFT}:{summary.id}", DRAFT, summary.id, is_live=False))


async def summarise(strike: Strike) -> None:
    """Release the summary of the day, unless its editor did.

    A summary that could not be said that evening is not said the next day, but that it is missing is, where there was
    something to tell.
    """
    compound = await strike.store.compounds.get(strike.due.compound_id or 0)
    if compound is None or not await strike.store.chats.groups_of(compound.id):
        return
    day = datetime.fromtimestamp(strike.plan.meant_at, strike.due.zone).date()
    summary = await strike.store.summaries.meet(compound.id, day)
    if strike.is_of_use:
        await release(strike.store, summary, compound, strike.now, is_late=strike.is_late)
        return
    told = await day_of(strike.store.query, summary)
    if summary.released_at is None and told is not None and not told.is_quiet:
        for chat in await strike.store.chats.groups_of(compound.id):
            strike.say(chat, rendering.missed(day))
