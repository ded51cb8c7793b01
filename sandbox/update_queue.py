"""A bot's updates between happening and being confirmed, as Telegram keeps them."""

import asyncio
import random
from collections import deque

import msgspec

from sandbox.clock import Clock
from sandbox.state import Bot, Json, Update

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
ONLY_WHEN_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KEPT_SECONDS = 86_400
_REMEMBERED = 1000


class UpdateQueue:
    """Updates are kept until confirmed by an offset above them, for 24 hours of the sandbox's clock at most."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self.bot = bot
        self.clock = clock
        self.pending: deque[Update] = deque(bot.pending)
        self.arrived = asyncio.Event()
        self.forgotten: deque[Update] = deque(maxlen=_REMEMBERED)
        """The last confirmed ones: a faulty Telegram may give them again."""
        self.expired = 0

    def save(self) -> None:
        """Copy what is pending into the bot's state."""
        self.bot.pending = list(self.pending)

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are made at all; decided when they happen, not when they are fetched."""
        allowed = self.bot.allowed_updates
        return kind in allowed if allowed else kind not in ONLY_WHEN_NAMED

    def put(self, kind: str, chat_id: int, payload: bytes) -> None:
        """Add an update whose object is the JSON `payload`, if the bot wants that kind."""
        if not self.wants(kind):
            return
        number = self.bot.next_update
        self.bot.next_update = number + 1
        body = b'{"update_id":%d,"%s":%s}' % (number, kind.encode(), payload)
        self.pending.append(Update(number, kind, chat_id, body, self.clock.now() + KEPT_SECONDS))
        self.arrived.set()

    def confirm(self, offset: int) -> None:
        """Forget everything below `offset`; where negative, everything but the last -offset."""
        if offset < 0:
            while len(self.pending) > -offset:
                self._forget()
            return
        while self.pending and self.pending[0].id < offset:
            self._forget()

    def _forget(self) -> None:
        self.forgotten.append(self.pending.popleft())
        self.bot.confirmed += 1

    def read(self, limit: int) -> list[Update]:
        """Return the first `limit` updates without confirming them."""
        now = self.clock.now()
        while self.pending and self.pending[0].expires_at <= now:
            self.pending.popleft()
            self.expired += 1
        if len(self.pending) <= limit:
            return list(self.pending)
        return [self.pending[i] for i in range(limit)]

    def finish(self, update: Update) -> None:
        """Forget one update that a webhook took."""
        if update in self.pending:
            self.pending.remove(update)
            self.forgotten.append(update)
            self.bot.confirmed += 1

    def clear(self) -> None:
        """Drop everything (drop_pending_updates)."""
        self.pending.clear()

    def repeat(self, count: int = 1) -> int:
        """Give the last `count` confirmed updates again under their old numbers; returns how many."""
        again = [self.forgotten.pop() for _ in range(min(count, len(self.forgotten)))]
        self.pending.extendleft(again)
        if again:
            self.arrived.set()
        return len(again)

    def skip_numbers(self, count: int) -> None:
        """Leave a gap of `count` in the numbers of the updates to come."""
        self.bot.next_update += count

    def shuffle(self, seed: int) -> None:
        """Reorder what is pending across chats; within a chat the order stays."""
        by_chat: dict[int, deque[Update]] = {}
        for update in self.pending:
            by_chat.setdefault(update.chat_id, deque()).append(update)
        numbers = [update.id for update in self.pending]
        chats = [update.chat_id for update in self.pending]
        random.Random(seed).shuffle(chats)
        self.pending = deque(_renumbered(by_chat[chat].popleft(), n) for chat, n in zip(chats, numbers, strict=True))


def _renumbered(update: Update, number: int) -> Update:
    content: Json = msgspec.json.decode(update.body)
    content["update_id"] = number
    return Update(number, update.kind, update.chat_id, msgspec.json.encode(content), update.expires_at)
