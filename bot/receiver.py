"""Telegram -> inbox: a batch of updates is committed as raw JSON before Telegram is told "got it".

Nothing is parsed before it is kept: an update that nobody understands blocks nobody, and is not copied into the log.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic as _monotonic
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot import journal
from bot.api import Api, retry_seconds
from bot.clock import Clock
from bot.counter import Counting
from storage.heartbeat import Heartbeat
from storage.inbox import Arrival, Inbox
from storage.store import Query, StorageError, Store

log = journal.of(__name__)

POLL_SECONDS = 30
_BEAT_EVERY = 30  # seconds between two notes that Telegram was heard
_FORGET_EVERY = 600
_LONGEST_WAIT = 30.0
_CONFLICTS, _CONFLICT_WINDOW = 12, 600.0  # so many within so many seconds: it is another program

#: What is done, in the same transaction, when Telegram is heard again: (query, heard last, now).
Returned = Callable[[Query, int, int], Awaitable[None]]


class AnotherInstanceError(Exception):
    """Somebody else polls with the same token: two programs would take each other's updates."""


class Receiver:
    """Polls, keeps, and wakes the worker."""

    def __init__(
        self,
        api: Api,
        store: Store,
        clock: Clock,
        arrived: asyncio.Event,
        returned: Returned,
        *,
        conflict_seconds: float = 5.0,
        counting: Counting | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._counting, self._alive = counting or Counting(), alive
        self._api, self._store, self._clock = api, store, clock
        self._arrived, self._returned = arrived, returned
        self._conflict_seconds = conflict_seconds
        self._beaten_at = self._forgot_at = 0
        self._conflicts: deque[float] = deque(maxlen=_CONFLICTS)

    async def run(self) -> None:
        """Poll until cancelled. Raises AnotherInstanceError where a second program holds the line, InvalidToken where
        the token is refused."""
        offset, wait = 0, 0.0
        while True:
            self._alive()
            try:
                if not self._beaten_at:
                    await self._keep([])  # Telegram has just answered getMe; the first poll may take half a minute
                updates = await self._api.poll(offset, POLL_SECONDS)
                # After an empty answer everything is confirmed; the number is forgotten, because Telegram may start
                # its numbers anew after a quiet week.
                await self._keep(updates)
                offset = updates[-1]["update_id"] + 1 if updates else 0
                wait = 0.0
            except RetryAfter as error:
                self._counting.count("too_many_requests")
                wait = retry_seconds(error)
            except InvalidToken:
                raise
            except Conflict:
                wait = self._after_conflict()
            except (TelegramError, StorageError, KeyError, TypeError, ValueError) as error:
                # The offset has not moved: nothing is lost, it comes again.
                wait = min(_LONGEST_WAIT, 2 * wait or 0.5)
                self._counting.count("polls_failed")
                log.warning("receiving-failed", error=error, again=wait)
            await self._rest(wait)

    async def _rest(self, seconds: float) -> None:
        while seconds > 0:  # as long as Telegram wishes, but never without a sign of life for long
            self._alive()
            part = min(seconds, _LONGEST_WAIT)
            await asyncio.sleep(part)
            seconds -= part

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        now = int(self._clock.now())
        if not updates and now - self._beaten_at < _BEAT_EVERY:
            return
        arrivals = [_arrival(update) for update in updates]
        async with self._store.transaction() as query:
            inbox = Inbox(query, self._api.id)
            if now - self._forgot_at >= _FORGET_EVERY:  # before keeping: Telegram may have begun its numbers anew
                await inbox.forget(now)
                self._forgot_at = now
            await inbox.keep(arrivals, now)
            if now - self._beaten_at >= _BEAT_EVERY:
                await self._beat(query, now)
        self._counting.count("updates_received", len(arrivals))
        if arrivals:
            self._arrived.set()

    async def _beat(self, query: Query, now: int) -> None:
        heartbeat = Heartbeat(query, self._api.id)
        last = await heartbeat.last()
        if last is not None:
            await self._returned(query, last, now)
        await heartbeat.beat(now)
        self._beaten_at = now

    def _after_conflict(self) -> float:
        """A poll of ours that a kill left open is a conflict, too, until it times out: give it that long.

        Two programs answer each other's polls by turns, so one that goes well says nothing: what counts is how many
        conflicts there were within some minutes.
        """
        now = _monotonic()
        self._conflicts.append(now)
        log.warning("another-program-polls", times=len(self._conflicts), again=self._conflict_seconds)
        if len(self._conflicts) == _CONFLICTS and now - self._conflicts[0] < _CONFLICT_WINDOW:
            raise AnotherInstanceError
        return self._conflict_seconds


def _arrival(update: Mapping[str, Any]) -> Arrival:
    return Arrival(int(update["update_id"]), _chat_key(update), json.dumps(update))  # ASCII: keeps any oddity


def _chat_key(update: Mapping[str, Any]) -> int:
    """Return Telegram's id of the chat an update belongs to, 0 for none: order is kept within a chat."""
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message")
            chat = part.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0
