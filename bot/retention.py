"""What goes at night because it is past its date; and the database's log, emptied when somebody was forgotten."""

from bot import journal
from bot.clock import Clock
from conversation.order_chain_view import TALLY
from domain.due import Due
from domain.retention import DAY, Periods
from storage.medication_erasure import drop_over
from storage.retention import drop_acts, drop_buys, drop_care, drop_rest, drop_rounds
from storage.store import Store

log = journal.of(__name__)

RETENTION = "retention"
_BUYS = 20  # in one transaction: the others wait for it


class StillReadError(Exception):
    """Another program was reading the database: its log could not be emptied, and is tried again."""


async def expire(store: Store, clock: Clock, periods: Periods, due: Due) -> None:
    """Drop what is past its date, say in the log how much, and empty the database's log. Done twice it does no more."""
    now = int(clock.now())
    buys = 0
    while True:
        async with store.transaction() as query:
            dropped = await drop_buys(query, TALLY, now - periods.orders_days * DAY, now, _BUYS)
        buys += dropped
        if dropped < _BUYS:
            break
    ended = now - periods.audit_days * DAY
    async with store.transaction() as query:
        over = await drop_rounds(query, now - periods.medicine_days * DAY, now)
    async with store.transaction() as query:
        acts = await drop_acts(query, ended)
        care = await drop_care(query, now - periods.medicine_days * DAY, now)
        medicine = await drop_over(query, now - periods.medicine_days * DAY, now)
        rest = await drop_rest(query, ended, now)
    log.info(
        "expired",
        buys=buys,
        acts=acts,
        check_ins=care["check_ins"],
        care_calls=care["care_calls"],
        elders=care["elders"],
        roles=rest["roles"],
        consents=rest["consents"],
        links=rest["links"],
        uploads=rest["uploads"],
        households=rest["households"],
        messages=rest["messages"],
        people=rest["people"],
        chats=rest["chats"],
        medicine=medicine["requests"],
        offers=medicine["offers"],
        refills=medicine["refills"],
        alerts=medicine["alerts"],
        rounds=over["rounds"],
        reminders=over["reminders"],
    )
    await empty_log(store, due)


async def empty_log(store: Store, due: Due) -> None:
    """Empty the database's log (-wal): what was erased stands in it until then. Raises StillReadError."""
    if not await store.checkpoint():
        raise StillReadError
