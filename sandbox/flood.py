"""Telegram's limits on sending: 1 message a second in a private chat, 20 a minute in a group, 30 a second in all."""

import math
from dataclasses import dataclass

from sandbox.state import Chat


@dataclass(slots=True)
class _Bucket:
    capacity: float
    rate: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Return the seconds until one more fits, 0 where it fits now."""
        self.level = min(self.capacity, self.level + max(now - self.at, 0.0) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class Flood:
    """Counts what each bot sends. A refused call costs nothing."""

    def __init__(
        self, *, overall: float = 30, private: float = 1, private_burst: float = 3, group_per_minute: float = 20
    ) -> None:
        """Messages a second in all, a second in one private chat (a few at once pass), and a minute in one group."""
        self._overall = (overall, overall)
        self._private = (private_burst, private)
        self._group = (group_per_minute, group_per_minute / 60)
        self._buckets: dict[tuple[int, int], _Bucket] = {}

    def retry_after(self, bot_id: int, chat: Chat, now: float, count: int = 1) -> int:
        """Count `count` messages to that chat; return 0, or the seconds after which to try again (nothing counted)."""
        own = self._bucket((bot_id, chat.id), self._private if chat.kind == "private" else self._group, now)
        overall = self._bucket((bot_id, 0), self._overall, now)
        wait = max(own.wait(now), overall.wait(now))
        if wait > 0:
            return max(1, math.ceil(wait))
        own.level -= count
        overall.level -= count
        return 0

    def _bucket(self, key: tuple[int, int], limit: tuple[float, float], now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            capacity, rate = limit
            bucket = self._buckets[key] = _Bucket(capacity, rate, capacity, now)
        return bucket
