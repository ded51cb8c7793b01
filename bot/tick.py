"""clock -> broadcasts: what is due is said and moved on in one transaction, every few seconds.

PTB's JobQueue does no more than call this: which times there are, what was missed and what is late stands in the table.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import time
from functools import partial
from typing import Any

from telegram.ext import Application, JobQueue

from bot import journal
from bot.clock import Clock
from broadcasts import (
    check_in,
    daily_summary,
    delivery,
    housekeeping,
    medication,
    notice,
    on_duty,
    order_chain,
    order_chain_doubt,
    order_chain_no_phone,
    reminder,
    test_round,
)
from conversation import medication_refill
from conversation.broadcast import Broadcast, Strike
from conversation.check_in import LADDER
from conversation.check_in_away import ONCE
from conversation.delivery import CALL, UNCOLLECTED
from conversation.due import (
    DAILY_DRAFT,
    DAILY_SUMMARY,
    MEDICATION_HOLDERS,
    MEDICATION_LIST,
    MEDICATION_MORNING,
    MEDICATION_OVERNIGHT,
    ON_DUTY,
)
from conversation.elder import ASK
from conversation.medication import EXPIRE
from conversation.medication_alert import ALERT
from conversation.notice import NUDGE as NOTICE_NUDGE
from conversation.notice import SEND as NOTICE_SEND
from conversation.order_chain_deadline import CLOSE, NO_PHONE, NUDGE
from conversation.order_chain_doubt import DOUBT
from conversation.reminder import REMIND
from conversation.test_round import CHASE, EVENING, SOON
from conversation.test_round import CLOSE as ROUND_CLOSE
from conversation.turn import Repositories
from domain.due import Due, Plan, plan
from domain.elder import Care
from storage.due import Dues
from storage.store import Store, is_passing

log = journal.of(__name__)

EVERY = 5.0  # seconds
TRIES = 3  # then this time of it is given up, and it goes on with the next
_AGAIN = 60  # seconds to the next try
_BACK = 120  # seconds: a ladder is never planned so far ahead

BROADCASTS: Mapping[str, Broadcast] = {
    DAILY_SUMMARY: daily_summary.summarise,
    DAILY_DRAFT: daily_summary.draft,
    NOTICE_SEND: notice.send,
    NOTICE_NUDGE: notice.nudge,
    ON_DUTY: on_duty.report,
    NUDGE: order_chain.nudge,
    CLOSE: order_chain.close,
    NO_PHONE: order_chain_no_phone.ask_leads,
    DOUBT: order_chain_doubt.pass_on,
    CALL: delivery.call_next,
    UNCOLLECTED: delivery.tell_lead,
    housekeeping.PURGE: housekeeping.purge,
    MEDICATION_MORNING: medication.recolour,
    MEDICATION_LIST: medication.send_list,
    MEDICATION_HOLDERS: medication.remind_holders,
    MEDICATION_OVERNIGHT: medication.report_overnight,
    ALERT: medication.alert,
    EXPIRE: medication.expire,
    medication_refill.DUE: medication.ask_to_refill,
    REMIND: reminder.remind,
    EVENING: test_round.tell_evening,
    SOON: test_round.tell_beginning,
    CHASE: test_round.chase,
    ROUND_CLOSE: test_round.close,
}


def broadcasts(care: Care) -> Mapping[str, Broadcast]:
    """Return all that the clock starts, with what the operator has set for check-ins."""
    return {
        **BROADCASTS,
        ASK: partial(check_in.ask, care),
        ONCE: partial(check_in.ask_once, care),
        LADDER: partial(check_in.look, care),
    }


#: What may be about somebody in danger: said whatever the hour, and before all else when there is much to catch up
#: with.
URGENT: frozenset[str] = frozenset((ALERT, LADDER))


#: Of these no time is given up, however often it fails: after the hour of the question somebody goes and looks instead.
NEVER_GIVEN_UP: frozenset[str] = frozenset((ASK,))


#: Work of the house that takes long and may be done twice: done first, and moved on after.
Chore = Callable[[Due], Awaitable[None]]


class Tick:
    """Does what is due."""

    def __init__(
        self,
        store: Store,
        bot_id: int,
        clock: Clock,
        quiet: tuple[time, time],
        filed: Callable[[], None],
        *,
        broadcasts: Mapping[str, Broadcast] = BROADCASTS,
        urgent: Collection[str] = URGENT,
        never_given_up: Collection[str] = NEVER_GIVEN_UP,
        chores: Mapping[str, Chore] | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._bot_id, self._clock, self._quiet, self._filed = store, bot_id, clock, quiet, filed
        self._broadcasts, self._chores, self._alive = broadcasts, chores or {}, alive
        self._looked_at = 2**62  # so that the first look minds the clock, too
        self._urgent, self._never_given_up = urgent, never_given_up

    async def start(self, application: Application[Any, Any, Any, Any, Any, Any], every: float = EVERY) -> None:
        """Have PTB's JobQueue call this: late rather than never, one call at a time."""
        queue = _queue(application)
        kwargs = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        for call in (self._on_tick, self._on_chores):
            queue.run_repeating(call, every, first=0, job_kwargs=kwargs)
        await queue.start()

    async def stop(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Start nothing more; what is under way is a transaction, and ends by itself."""
        await _queue(application).stop(wait=True)

    async def _on_tick(self, _: object) -> None:
        await self.tick()

    async def _on_chores(self, _: object) -> None:
        await self.do_chores()

    async def tick(self) -> int:
        """Say all that is due now; return how many things that was."""
        self._alive()
        done = 0
        try:
            await self._mind_the_clock()
            while await self._one():
                done += 1
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("tick-postponed", error=error)
        if done:
            self._filed()
        return done

    async def _mind_the_clock(self) -> None:
        """Ladders are looked at each minute, also where the clock has been set back: then nobody knows how long it is
        since somebody was asked."""
        now, before = int(self._clock.now()), self._looked_at
        self._looked_at = now
        if now < before - _BACK:
            async with self._store.transaction() as query:
                Dues(query).pull(LADDER, now, _BACK)

    async def _one(self) -> bool:
        """Do what is due longest, danger first; return False where nothing is. Its failure is noted, and stops nothing
        else."""
        if (due := await self._come(self._broadcasts)) is None:
            return False
        try:
            async with self._store.transaction() as query:
                now = int(self._clock.now())
                store = Repositories(query, self._bot_id)
                if due != await store.dues.come(now, self._broadcasts, self._urgent):
                    return True  # planned otherwise since we looked
                intended = self._plan(due, now)
                await self._broadcasts[due.kind](Strike(store, due, intended, now, self._quiet))
                store.dues.move(due, intended.next_at)
        except Exception as error:
            if is_passing(error):
                raise
            await self._failed(due, error)
        return True

    async def do_chores(self) -> None:
        """Do the work of the house that is due."""
        while (due := await self._come(self._chores)) is not None:
            try:
                await self._chores[due.kind](due)
            except Exception as error:  # noqa: BLE001 - noted, and tried again
                await self._failed(due, error)
                continue
            async with self._store.transaction() as query:
                Dues(query).move(due, self._plan(due, int(self._clock.now())).next_at)

    async def _come(self, kinds: Mapping[str, Any]) -> Due | None:
        if not kinds:
            return None
        async with self._store.snapshot() as query:
            return await Dues(query).come(int(self._clock.now()), kinds, self._urgent)

    def _plan(self, due: Due, now: int) -> Plan:
        return plan(due, now, self._quiet, is_urgent=due.kind in self._urgent)

    async def _failed(self, due: Due, error: Exception) -> None:
        now = int(self._clock.now())
        log.error("due-failed", due=due.id, attempt=due.attempts + 1, error=error)
        async with self._store.transaction() as query:
            if due.attempts + 1 < TRIES or due.kind in self._never_given_up:
                Dues(query).failed(due, now + _AGAIN)
            else:
                Dues(query).move(due, self._plan(due, now).next_at)


def _queue(application: Application[Any, Any, Any, Any, Any, Any]) -> JobQueue[Any]:
    if application.job_queue is None:
        raise AssertionError("PTB is installed with its job queue")
    return application.job_queue
