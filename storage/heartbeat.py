"""When a poll last heard from Telegram, so that a long absence is noticed at the next start."""

from storage.store import Query

_BEAT = """
    INSERT INTO heartbeat (bot_id, heard_at) VALUES (:bot, :now)
    ON CONFLICT (bot_id) DO UPDATE SET heard_at = excluded.heard_at
"""


class Heartbeat:
    """The heartbeat of one bot."""

    def __init__(self, query: Query, bot_id: int) -> None:
        self._query, self._bot = query, bot_id

    async def last(self) -> int | None:
        """Return when Telegram last answered (UTC seconds), or None if it never did."""
        row = await self._query.one("SELECT heard_at FROM heartbeat WHERE bot_id = :bot", bot=self._bot)
        return row["heard_at"] if row else None

    async def beat(self, now: int) -> None:
        """Note that Telegram has answered now."""
        self._query.do(_BEAT, bot=self._bot, now=now)
