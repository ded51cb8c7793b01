"""inbox -> handlers: one update, one transaction, in order of arrival.

What a handler records, what the bot will say, and "this update is done" are committed together or not at all.
"""

import asyncio
import json
from collections.abc import Callable

from telegram import Update

from bot import journal
from bot.application import Routing, settle
from bot.clock import Clock
from bot.counter import Counting
from bot.journal import told
from conversation.arrival import House, begin
from conversation.outcome import Outcome
from conversation.turn import Repositories, Turn
from storage.inbox import Inbox, Kept
from storage.outbox import Lane, Outbox, Outgoing
from storage.store import Query, Store, is_passing

log = journal.of(__name__)

TRIES = 3
_IDLE = 1.0  # seconds after which the table is looked at without being told


class Worker:
    """Works through the inbox."""

    def __init__(
        self,
        store: Store,
        application: Routing,
        house: House,
        clock: Clock,
        filed: Callable[[], None],
        *,
        operator: int | None = None,
        counting: Counting | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._counting, self._alive = counting or Counting(), alive
        self._store, self._application, self._house, self._clock = store, application, house, clock
        self._bot_id, self._operator, self._filed = application.bot.id, operator, filed
        self.arrived = asyncio.Event()
        self._stopping = False

    def stop(self) -> None:
        """Finish the turn under way; `run` ends then. What waits stays in the inbox."""
        self._stopping = True
        self.arrived.set()

    async def run(self) -> None:
        """Work until stopped."""
        while not self._stopping:
            self.arrived.clear()
            self._alive()
            try:
                if await self.work_one():
                    continue
            except Exception as error:
                if not is_passing(error):
                    raise
                log.warning("inbox-not-writable", error=error, again=1)
                await asyncio.sleep(1.0)
                continue
            try:
                await asyncio.wait_for(self.arrived.wait(), _IDLE)
            except TimeoutError:
                continue

    async def work_one(self) -> bool:
        """Work on the next update; return False where none waits. Raises only what is_passing."""
        kept: Kept | None = None
        has_filed = False
        try:
            async with self._store.transaction() as query:
                inbox = Inbox(query, self._bot_id)
                kept = await inbox.next(int(self._clock.now()))
                if kept is None:
                    return False
                has_filed = await self._turn(query, kept)
                await inbox.done(kept.id)
        except Exception as error:
            if kept is None or is_passing(error):
                raise
            await self._failed(kept, error)
            return True
        self._counting.count("turns_done")
        if kept.kind == "update":
            now = int(self._clock.now())
            self._counting.lag(now - kept.arrived_at, now)
        if has_filed:
            self._filed()
        return True

    async def _turn(self, query: Query, kept: Kept) -> bool:
        store, now = Repositories(query, self._bot_id), int(self._clock.now())
        if kept.kind == "outcome":
            outcome = Outcome.from_json(kept.body)
            chat = await store.chats.current(outcome.chat_id) if outcome.chat_id is not None else None
            if chat is None:
                return False
            turn = Turn(store, now, self._house.bot_name, chat, periods=self._house.periods, care=self._house.care)
            await settle(outcome, turn)
            return turn.close()
        update = Update.de_json(json.loads(kept.body), self._application.bot)
        begun = await begin(update, store, self._house, now, kept.id)
        if begun is None:
            return False
        await self._application.route(update, begun)
        return begun.close()

    async def _failed(self, kept: Kept, error: Exception) -> None:
        """Note the failure; after the last try the update is set aside, and the operator hears its number."""
        self._counting.count("turns_failed")
        log.error("turn-failed", inbox=kept.id, attempt=kept.attempts + 1, error=error)
        now = int(self._clock.now())
        async with self._store.transaction() as query:
            again = now + 2**kept.attempts
            is_aside = await Inbox(query, self._bot_id).failed(kept.id, told(error), again, TRIES)
            if is_aside:
                log.error("set-aside", inbox=kept.id, look="shouwang inbox")
                await self._tell_operator(query, kept.id, now)
        if is_aside:
            self._counting.count("set_aside")
            self._filed()

    async def _tell_operator(self, query: Query, kept_id: int, now: int) -> None:
        if self._operator is None:
            return
        store = Repositories(query, self._bot_id)
        chat = await store.chats.at(self._operator) or await store.chats.add(self._operator, "private", None, now)
        text = f"有一条消息三次没处理成，已放在一边（编号 {kept_id}）。请在机器上运行：shouwang inbox show {kept_id}"
        key = f"aside:{kept_id}"
        Outbox(query).put(Outgoing("sendMessage", Lane.ALARM, chat.id, {"text": text}, key=key), now)
