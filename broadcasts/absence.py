"""After a long absence each group hears, once, from when to when the bot heard nothing.

Telegram keeps updates for 24 hours: what was written before that is lost to a bot that was away longer.
"""

from datetime import datetime, time

from domain.wall_clock import after_quiet_hours
from rendering import absence
from storage.chat import Chats
from storage.outbox import Lane, Outbox, Outgoing
from storage.store import Query

KEPT_BY_TELEGRAM = 24 * 3600
_ACTIVE = 30 * 24 * 3600  # a group heard from in the month before is active


async def tell(query: Query, heard_at: int, now: int, quiet: tuple[time, time]) -> bool:
    """Tell the active groups if the bot was away longer than Telegram keeps updates; return whether it was."""
    lost_until = now - KEPT_BY_TELEGRAM
    if heard_at >= lost_until:
        return False
    for chat in await Chats(query).active_groups(since=heard_at - _ACTIVE):
        zone = chat.zone
        text = absence.unheard(datetime.fromtimestamp(heard_at, zone), datetime.fromtimestamp(lost_until, zone))
        outgoing = Outgoing(
            "sendMessage",
            Lane.MESSAGE,
            chat.id,
            {"text": text},
            key=f"absence:{chat.id}:{heard_at}",
            not_before=after_quiet_hours(now, zone, quiet),
        )
        Outbox(query).put(outgoing, now)
    return True
