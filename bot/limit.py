"""Telegram's flood limits, kept before Telegram has to remind us: overall, a second in a chat, a minute in a group."""

from collections import deque
from dataclasses import dataclass, field

_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent. Telegram allows about 30 a second overall and 20 a minute in a group."""

    per_second: float = 25.0
    per_minute_in_a_group: int = 20
    seconds_between_messages: float = 1.0  # in one chat
    seconds_between_edits: int = 6  # of one slot


@dataclass(slots=True)
class _Chat:
    last: float = float("-inf")
    held_until: float = float("-inf")
    sent: deque[float] = field(default_factory=deque)


class Limiter:
    """Says whether a call may leave now. Times are in seconds of one clock that never goes back.

    A 429 holds its own chat only; `hold(None, …)` holds everything, for when the network is away.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._chats: dict[int, _Chat] = {}
        self._held_until = float("-inf")
        self._tokens, self._filled_at = limits.per_second, float("-inf")

    def may(self, chat_id: int | None, now: float, *, is_message: bool, is_group: bool) -> bool:
        """Say whether a call may leave now. `is_message`: it counts against its chat's limits (a reaction does not)."""
        if not self.may_any(now):
            return False
        chat = self._chats.get(chat_id) if chat_id is not None else None
        if chat is None:
            return True
        if now < chat.held_until:
            return False
        if not is_message:
            return True
        while chat.sent and chat.sent[0] <= now - _MINUTE:
            chat.sent.popleft()
        if is_group and len(chat.sent) >= self._limits.per_minute_in_a_group:
            return False
        return now - chat.last >= self._limits.seconds_between_messages

    def may_any(self, now: float) -> bool:
        """Say whether anything at all may leave now."""
        return now >= self._held_until and self._level(now) >= 1

    def took(self, chat_id: int | None, now: float, *, is_message: bool) -> None:
        """Note that a call leaves now."""
        self._tokens = self._level(now) - 1
        self._filled_at = now
        if chat_id is not None and is_message:
            chat = self._chats.setdefault(chat_id, _Chat())
            chat.last = now
            chat.sent.append(now)
            if len(chat.sent) > 2 * self._limits.per_minute_in_a_group:
                chat.sent.popleft()  # a private chat has no limit a minute that would clear it

    def hold(self, chat_id: int | None, until: float) -> None:
        """Let nothing leave before `until`: for one chat, or for all (None)."""
        if chat_id is None:
            self._held_until = max(self._held_until, until)
        else:
            chat = self._chats.setdefault(chat_id, _Chat())
            chat.held_until = max(chat.held_until, until)

    def busy(self, now: float) -> int:
        """Return how many chats cannot take a message now."""
        return sum(now < chat.held_until or now - chat.last < _MINUTE for chat in self._chats.values())

    def _level(self, now: float) -> float:
        filled = (now - self._filled_at) * self._limits.per_second
        return min(self._limits.per_second, self._tokens + filled)
