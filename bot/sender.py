"""outbox -> Telegram: the only place that sends. A row is new, then sending (committed), then sent or dead.

What was under way when a process died is perhaps sent: the row says whether it is sent again. One transaction settles
what has come back and claims what goes out next, so that a busy hour costs few commits.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError

from bot import journal
from bot.clock import Clock
from bot.counter import Counting
from bot.dispatch import IDEMPOTENT, Call, Dispatch, UnsendableError
from bot.limit import Limiter, Limits
from bot.verdict import Means, Verdict, judge
from conversation.outcome import Outcome
from conversation.relocation import relocate
from storage.chat import Chats
from storage.inbox import Inbox
from storage.outbox import Due, Lane, Outbox, Outgoing, Place
from storage.slot import Slots
from storage.store import Query, Row, StorageError, Store, is_passing

log = journal.of(__name__)

_RENDER_TRIES = 3
_LONGEST_WAIT = 60.0
_LONGEST_OUTAGE = 30.0  # as the receiver's
_IDLE = 1.0  # seconds after which the table is looked at without being told
_LIMITED = 0.2  # … while something waits for a limit
_KEPT = 7 * 24 * 3600  # seconds for which what was sent is remembered, without its text
_FORGET_EVERY = 3600
_GATHER = 0.02  # what comes back within this time is settled in one commit


@dataclass(frozen=True, slots=True)
class _Back:
    """What came back from a call: its answer, or the verdict on its failure. No call: there was nothing to show."""

    due: Due
    call: Call | None = None
    result: Any = None
    verdict: Verdict | None = None


class Sender:
    """Sends what the outbox holds, within the limits, in order."""

    def __init__(
        self,
        store: Store,
        dispatch: Dispatch,
        bot_id: int,
        clock: Clock,
        limits: Limits,
        outcome_filed: Callable[[], None],
        *,
        width: int = 8,
        counting: Counting | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._counting, self._alive = counting or Counting(), alive
        self._store, self._dispatch, self._bot_id, self._clock = store, dispatch, bot_id, clock
        self._limits, self._limiter, self._width = limits, Limiter(limits), width
        self._outcome_filed = outcome_filed
        self._wake = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()
        self._back: list[_Back] = []
        self._stopping = False
        self._outage, self._held_until = 0.0, float("-inf")
        self._forgot_at = 0

    def wake(self) -> None:
        """Something was filed."""
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is under way has come back."""
        self._stopping = True
        self._wake.set()

    async def recover(self) -> None:
        """Settle what a process that was killed left under way."""
        now = int(self._clock.now())
        async with self._store.transaction() as query:
            outbox = Outbox(query)
            for row in await outbox.under_way():
                if row["if_unsure"] == "again" or row["method"] in IDEMPOTENT:
                    await outbox.again(row["id"], "unsure", now)
                else:
                    await self._bury(query, row["id"], "unsure", now)

    async def run(self) -> None:
        """Send until stopped. Cancelling leaves what is under way to `recover`."""
        try:
            while self._flying or self._back or not self._stopping:
                self._wake.clear()
                self._alive()
                try:
                    claimed, is_limited = await self._exchange()
                except StorageError as error:
                    if not is_passing(error):
                        raise
                    log.warning("outbox-not-writable", error=error, again=1)
                    await asyncio.sleep(1.0)
                    continue
                for due in claimed:
                    task = asyncio.create_task(self._send(due))
                    self._flying.add(task)
                    task.add_done_callback(self._flying.discard)
                if not claimed and (self._flying or not self._stopping):
                    await self._rest(_LIMITED if is_limited else _IDLE)
                if self._flying:
                    await asyncio.sleep(_GATHER)
        finally:
            for task in self._flying:
                task.cancel()

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _exchange(self) -> tuple[list[Due], bool]:
        """Settle what has come back and claim what goes out next; say whether a limit held something up."""
        back = tuple(self._back)
        claimed, is_limited = list[Due](), False
        now = int(self._clock.now())
        free = 0 if self._stopping else self._width - len(self._flying)
        if not back and free <= 0:
            return claimed, is_limited
        async with self._store.transaction() as query:
            outbox = Outbox(query)
            for one in back:
                await self._settle(query, one, now)
            if now - self._forgot_at >= _FORGET_EVERY:
                outbox.forget(now - _KEPT)
                self._forgot_at = now
            if free > 0:
                claimed, is_limited = await self._claim(query, free, now)
        del self._back[: len(back)]
        return claimed, is_limited

    async def _claim(self, query: Query, free: int, now: int) -> tuple[list[Due], bool]:
        """Claim up to `free` rows that may leave now; say whether a limit held something up.

        However much waits for a chat that is held, what others wait for is found behind it.
        """
        outbox, at = Outbox(query), _monotonic()
        claimed, is_limited = list[Due](), False
        most = free + len(Lane) * self._limiter.busy(at)
        while True:
            rows = await outbox.due(now, self._limits.seconds_between_edits, most)
            for due in rows:
                if len(claimed) == free:
                    break
                if due.is_orphan or (due.expires_at is not None and due.expires_at <= now):
                    await self._bury(query, due.id, "orphan" if due.is_orphan else "expired", now)
                    self._wake.set()  # what stood behind it may go
                elif self._limiter.may(due.chat_id, at, is_message=_is_message(due), is_group=due.is_group):
                    self._limiter.took(due.chat_id, at, is_message=_is_message(due))
                    await outbox.claim(due.id)
                    claimed.append(due)
                else:
                    is_limited = True
            if len(rows) < most or len(claimed) == free or not self._limiter.may_any(at):
                return claimed, is_limited
            most *= 4

    async def _send(self, due: Due) -> None:
        call: Call | None = None
        try:
            call = await self._dispatch.call_for(due)
            result = await self._dispatch.make(call) if call else None
            self._came_back(_Back(due, call, result))
            self._outage = 0.0
        except TelegramError as error:
            self._came_back(_Back(due, call, verdict=judge(error, due.attempts + 1)))
        except UnsendableError as error:
            self._came_back(_Back(due, call, verdict=Verdict(Means.DEAD, str(error))))
        except Exception as error:  # noqa: BLE001 - a text that cannot be made must not stop all others
            if is_passing(error):
                self._came_back(_Back(due, call, verdict=Verdict(Means.HOLD_ALL, "storage")))
                return
            log.error("cannot-be-made", outbox=due.id, error=error)
            means = Means.AGAIN if due.attempts + 1 < _RENDER_TRIES else Means.DEAD
            self._came_back(_Back(due, call, verdict=Verdict(means, type(error).__name__)))

    def _came_back(self, back: _Back) -> None:
        if back.verdict is not None and back.verdict.means is not Means.DONE:
            self._counting.send_failed(back.verdict.reason)
        elif back.call is not None:
            self._counting.sent(back.call.method)
        self._back.append(back)
        self._wake.set()

    async def _settle(self, query: Query, back: _Back, now: int) -> None:
        due, verdict = back.due, back.verdict
        if verdict is None or verdict.means is Means.DONE:
            await self._settle_sent(query, back, now)
            return
        outbox, at = Outbox(query), _monotonic()
        match verdict.means:
            case Means.HOLD_CHAT if due.chat_id is not None:
                self._limiter.hold(due.chat_id, at + verdict.seconds)
                await outbox.again(due.id, verdict.reason, now, counted=False)
            case Means.HOLD_ALL:
                self._hold_all(verdict.reason, at)
                await outbox.again(due.id, verdict.reason, now, counted=False)
            case Means.AGAIN if due.chat_id is not None and (due.if_unsure == "again" or due.method in IDEMPOTENT):
                self._limiter.hold(due.chat_id, at + min(_LONGEST_WAIT, 0.25 * 2**due.attempts))
                await outbox.again(due.id, verdict.reason, now)
            case Means.MOVED if due.telegram_chat_id is not None:
                await relocate(query, due.telegram_chat_id, verdict.moved_to, now)
                await outbox.again(due.id, verdict.reason, now, counted=False)
            case Means.LOST if due.slot_id is not None:
                await Slots(query).lost(due.slot_id)
                await outbox.again(due.id, verdict.reason, now, counted=False)
            case Means.GONE if due.chat_id is not None:
                await Chats(query).set_active(due.chat_id, False)
                for waiting in (due.id, *await outbox.waiting_of(due.chat_id)):
                    await self._bury(query, waiting, verdict.reason, now)
            case _:
                await self._bury(query, due.id, verdict.reason, now)

    def _hold_all(self, reason: str, at: float) -> None:
        """Wait longer with each try that fails; all calls that were under way when the line broke are one."""
        if at < self._held_until:
            return
        self._outage = min(_LONGEST_OUTAGE, 2 * self._outage or 0.5)
        self._held_until = at + self._outage
        self._limiter.hold(None, self._held_until)
        log.warning("sending-failed", reason=reason, again=self._outage)

    async def _settle_sent(self, query: Query, back: _Back, now: int) -> None:
        due, call = back.due, back.call
        place = call.edits if call else None
        is_new = False
        number = back.result.get("message_id") if isinstance(back.result, dict) else None
        if place is None and due.address_id is not None and number is not None:
            place, is_new = Place(due.address_id, number), True
        outbox = Outbox(query)
        await outbox.sent(due.id, place, now)
        if due.method == "slot" and due.slot_id is not None and place is not None:
            slots = Slots(query)
            await slots.shown(due.slot_id, place, now)
            slot = await slots.get(due.slot_id)
            if is_new and slot is not None and slot.is_pinned:
                outbox.put(_pin(slot.chat_id, slot.id, place), now)
        if due.outcome is not None:
            await self._file_outcome(query, due.outcome, due.chat_id, back.result, None, now)

    async def _bury(self, query: Query, outbox_id: int, reason: str, now: int) -> None:
        """A row, and what waits behind it, will never be sent: whoever waits for it is told."""
        rows: list[Row] = list(await Outbox(query).dead(outbox_id, reason, now))
        for row in rows:
            log.warning("not-sent", outbox=row["id"], reason=reason)
            if row["outcome"] is not None:
                await self._file_outcome(query, row["outcome"], row["chat_id"], None, reason, now)

    async def _file_outcome(
        self, query: Query, waited: str, chat_id: int | None, result: Any, error: str | None, now: int
    ) -> None:
        outcome = Outcome(json.loads(waited), chat_id, result, error)
        await Inbox(query, self._bot_id).file_outcome(chat_key=0, body=outcome.as_json(), now=now)
        self._outcome_filed()


def _pin(chat_id: int, slot_id: int, place: Place) -> Outgoing:
    return Outgoing(
        "pinChatMessage",
        Lane.SLOT,
        chat_id,
        {"disable_notification": True},
        slot_id=slot_id,
        about=place,
        outcome='{"to": "pin"}',
    )


def _is_message(due: Due) -> bool:
    """Say whether a call counts against its chat's limits: messages and edits do, a reaction or a pin does not."""
    return due.method in ("slot", "recipe") or due.method.startswith(("send", "edit"))


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
