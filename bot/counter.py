"""What the loops count, for `shouwang status --json`: how much, never of whom or what. docs/health.md lists the names.

Counted in memory and written every ten seconds: a message costs no transaction of its own for it.
"""

import asyncio
from collections import Counter

from bot import journal
from bot.clock import Clock
from storage.counter import Counters
from storage.store import StorageError, Store

log = journal.of(__name__)

_EVERY = 10.0  # seconds between two writings
_HOUR = 3600


class Counting:
    """Counts; what was counted since the last writing is lost with a process that is killed."""

    def __init__(self) -> None:
        self._sums: Counter[str] = Counter()
        self._greatest: dict[int, int] = {}  # by hour: the greatest lag in it
        self._written = -1  # the greatest lag as the table has it; -1: not known

    def count(self, name: str, by: int = 1) -> None:
        """Count `by` more of these."""
        if by:
            self._sums[name] += by

    def sent(self, method: str) -> None:
        """Count a call that Telegram has answered as we wished."""
        kinds = (("send", "sends"), ("edit", "edits"))
        self.count(next((name for start, name in kinds if method.startswith(start)), "other_calls"))

    def send_failed(self, reason: str) -> None:
        """Count a call that came to nothing; `reason` is a verdict's word."""
        self.count("send_failures")
        self.count(f"send_failures:{reason.replace(' ', '_')}")
        if reason == "429":
            self.count("too_many_requests")

    def lag(self, seconds: int, now: int) -> None:
        """Note how long an update waited for its turn."""
        seconds = max(0, seconds)  # a clock that was set back
        self.count("lag_turns")
        self.count("lag_seconds", seconds)
        hour = now // _HOUR
        self._greatest[hour] = max(seconds, self._greatest.get(hour, 0))

    async def write(self, store: Store, now: int) -> None:
        """Add what was counted to the table. Raises StorageError; nothing is forgotten then."""
        hour = now // _HOUR
        self._greatest = {at: lag for at, lag in self._greatest.items() if hour - 1 <= at <= hour}
        greatest = max(self._greatest.values(), default=0)
        if not self._sums and greatest == self._written:
            return
        sums = dict(self._sums)
        async with store.transaction() as query:
            counters = Counters(query)
            counters.add(sums)
            counters.put({"lag_greatest": greatest})
        self._written = greatest
        self._sums.subtract(sums)
        self._sums = +self._sums

    async def run(self, store: Store, clock: Clock) -> None:
        """Write every ten seconds until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.try_to_write(store, clock)

    async def try_to_write(self, store: Store, clock: Clock) -> None:
        """Write; where the disk or a lock is in the way, say so and keep it for the next time."""
        try:
            await self.write(store, int(clock.now()))
        except StorageError as error:
            log.warning("counters-not-written", error=error, again=_EVERY)
