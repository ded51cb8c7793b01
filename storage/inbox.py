"""The inbox: every update as Telegram gave it, kept before Telegram is told "got it", and done exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.store import Query, Row

#: Telegram gives an update again for 24 hours at most, and after a quiet week starts its numbers anew:
#: beyond two days a number says nothing any more.
NUMBER_KEPT = 48 * 3600


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as it came: Telegram's number, the Telegram chat it belongs to (0: none), the raw JSON."""

    update_id: int
    chat_key: int
    body: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An inbox row that is to be worked on. `kind` is 'update' or 'outcome'; `attempts` is how often it failed."""

    id: int
    kind: str
    body: str
    attempts: int
    arrived_at: int


_KEEP = """
    INSERT INTO inbox (bot_id, update_id, kind, chat_key, body, arrived_at)
    VALUES (:bot, :update_id, 'update', :chat_key, :body, :now)
    ON CONFLICT (bot_id, update_id) DO NOTHING
"""

_FILE = """
    INSERT INTO inbox (bot_id, kind, chat_key, body, arrived_at) VALUES (:bot, 'outcome', :chat_key, :body, :now)
"""

# The oldest row that no earlier unfinished row of its chat stands before.
_NEXT = """
    SELECT id, kind, body, attempts, arrived_at FROM inbox AS row
    WHERE state = 'new' AND not_before <= :now AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.state = 'new' AND earlier.chat_key = row.chat_key AND earlier.id < row.id)
    ORDER BY id LIMIT 1
"""

_DONE = "UPDATE inbox SET state = 'done', body = '', error = NULL WHERE id = :id AND state = 'new'"

_FAILED = """
    UPDATE inbox SET attempts = attempts + 1, not_before = :again, error = :error,
                     state = CASE WHEN attempts + 1 >= :most THEN 'aside' ELSE state END
    WHERE id = :id RETURNING state
"""

_RETRY = """
    UPDATE inbox SET state = 'new', attempts = 0, not_before = 0 WHERE id = :id AND state = 'aside' RETURNING id
"""

_NEXT_TIME = "SELECT MIN(not_before) AS at FROM inbox WHERE state = 'new'"
_PURGE = "DELETE FROM inbox WHERE update_id IS NOT NULL AND state = 'done' AND arrived_at < :before"
_PURGE_OUTCOMES = "DELETE FROM inbox WHERE update_id IS NULL AND state = 'done' AND arrived_at < :before"
_UNNUMBER = "UPDATE inbox SET update_id = NULL WHERE update_id IS NOT NULL AND arrived_at < :before"


class Inbox:
    """The inbox of one bot."""

    def __init__(self, query: Query, bot_id: int) -> None:
        self._query, self._bot = query, bot_id

    async def keep(self, arrivals: Sequence[Arrival], now: int) -> None:
        """Keep a batch. An update that is there already is not kept twice."""
        self._query.many(
            _KEEP,
            [
                {"bot": self._bot, "update_id": a.update_id, "chat_key": a.chat_key, "body": a.body, "now": now}
                for a in arrivals
            ],
        )

    async def file_outcome(self, chat_key: int, body: str, now: int) -> None:
        """File what became of an outgoing message, to be handled like an update."""
        self._query.do(_FILE, bot=self._bot, chat_key=chat_key, body=body, now=now)

    async def next(self, now: int) -> Kept | None:
        """Return the row to work on now, or None."""
        row = await self._query.one(_NEXT, now=now)
        if row is None:
            return None
        return Kept(row["id"], row["kind"], row["body"], row["attempts"], row["arrived_at"])

    async def next_time(self) -> int | None:
        """Return when the next waiting row may be tried (UTC seconds; may be past), or None where none waits."""
        row = await self._query.one(_NEXT_TIME)
        return row["at"] if row else None

    async def done(self, kept_id: int) -> None:
        """Mark a row done and empty its body: the last statement of the transaction that holds its effects."""
        self._query.do(_DONE, id=kept_id)

    async def failed(self, kept_id: int, error: str, again: int, most: int) -> bool:
        """Note a failure; return True if it was the last of `most` tries and the row is now set aside."""
        row = await self._query.one(_FAILED, id=kept_id, error=error, again=again, most=most)
        return row is not None and row["state"] == "aside"

    async def forget(self, now: int) -> None:
        """Drop rows done long ago, and the numbers of those that are not done: Telegram may use them again."""
        before = now - NUMBER_KEPT
        self._query.do(_PURGE, before=before)
        self._query.do(_PURGE_OUTCOMES, before=before)
        self._query.do(_UNNUMBER, before=before)

    async def aside(self) -> Sequence[Row]:
        """Return the rows set aside: id, kind, update_id, attempts, error, arrived_at."""
        return await self._query.all(
            "SELECT id, kind, update_id, attempts, error, arrived_at FROM inbox WHERE state = 'aside' ORDER BY id"
        )

    async def show(self, kept_id: int) -> Row | None:
        """Return one row with its body, or None."""
        return await self._query.one(
            "SELECT id, kind, update_id, state, attempts, error, arrived_at, body FROM inbox WHERE id = :id", id=kept_id
        )

    async def retry(self, kept_id: int) -> bool:
        """Put a row that was set aside back in line; return False if there is none of that id."""
        return await self._query.one(_RETRY, id=kept_id) is not None

    async def waiting(self) -> int:
        """Return how many rows are not done yet, those set aside not counted."""
        row = await self._query.the("SELECT COUNT(*) AS n FROM inbox WHERE state = 'new'")
        return int(row["n"])
