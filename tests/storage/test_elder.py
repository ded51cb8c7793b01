"""Elders, their check-ins and calls in the database: coverage, and what goes at its date."""

from dataclasses import replace
from datetime import date

from domain.check_in import Need, Rung
from domain.elder import Channel, Elder
from domain.residence import Residence
from domain.retention import DAY
from storage.care_call import CareCalls
from storage.check_in import Begin, CheckIns
from storage.elder import Elders
from storage.household import Households
from storage.person import Persons
from storage.retention import drop_care
from storage.store import Query, Store
from tests.storage.making import a_group

NOW = 1_000_000


async def an_elder(query: Query, number: int, heard_at: int | None = None) -> Elder:
    home = await Households(query).meet(1, Residence("3", None, f"{number}"), 10)
    person = await Persons(query).meet(500, "小陶")
    elders = Elders(query)
    elder_id = await elders.add(1, home, f"沈奶奶{number}", person, 10)
    elder = await elders.get(elder_id)
    assert elder is not None
    elder = replace(elder, channel=Channel.NONE, asks_from=480)
    elders.keep(elder)
    elders.agree(elder_id, person, 10)
    if heard_at is not None:
        elders.heard(elder_id, heard_at)
    return elder


async def test_coverage_counts_who_is_asked_nowadays(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        elders = Elders(query)
        fresh, old = await an_elder(query, 101, NOW - DAY), await an_elder(query, 102, NOW - 4 * DAY)
        never, away, over = [await an_elder(query, number) for number in (103, 104, 105)]
        elders.keep(replace(away, paused_until=NOW + 1))
        elders.end(over.id, NOW)
        unasked = await an_elder(query, 106)
        elders.agree(unasked.id, None, None)
        found = await elders.coverage(1, NOW)
        assert (found.heard, found.total, found.days) == (1, 3, 3)
        assert [one.id for one in await elders.not_heard(1, NOW)] == [old.id, never.id]
        assert (await elders.coverage(1, NOW, 5)).heard == 2
        assert (await elders.coverage(2, NOW)).total == 0
        elders.heard(fresh.id, NOW - 9 * DAY)  # an older sign changes nothing
        assert (await elders.coverage(1, NOW)).heard == 1


async def test_a_day_has_one_check_in_and_it_ends_once(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        elder, check_ins = await an_elder(query, 101), CheckIns(query)
        day = date(2026, 12, 1)
        begun = await check_ins.open(elder, day, NOW, NOW, Begin())
        assert begun is not None
        assert await check_ins.open(elder, day, NOW, NOW, Begin()) is None
        assert await check_ins.on(elder.id, day) == begun
        assert await check_ins.close(begun.id, "button", None, NOW)
        assert not await check_ins.close(begun.id, "button", None, NOW)
        again = await check_ins.reopen(elder.id, day, Begin(Need.HELP))
        assert (again.id, again.round, again.closed_at) == (begun.id, 2, None)
        first = await Persons(query).meet(501, "某")
        second = await Persons(query).meet(502, "某")
        check_ins.accept(begun.id, first, NOW)
        check_ins.accept(begun.id, second, NOW)
        check_ins.hold_all(NOW + 60)
        running = await check_ins.running(elder.id)
        assert running is not None
        assert (running.accepted_by, running.wait_until) == (first, NOW + 60)


async def test_what_was_sent_cannot_fail_any_more_nor_the_other_way_round(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        elder, check_ins = await an_elder(query, 101), CheckIns(query)
        begun = await check_ins.open(elder, date(2026, 12, 1), NOW, NOW, Begin())
        assert begun is not None
        sent = await check_ins.take(begun, Rung.ASK, "ask", None, NOW)
        check_ins.sent(sent, NOW + 1)
        check_ins.failed(sent, "late", NOW + 2)
        lost = await check_ins.take(begun, Rung.ASK, "ask", None, NOW)
        check_ins.failed(lost, "forbidden", NOW + 1)
        check_ins.sent(lost, NOW + 2)
        waits = await check_ins.take(begun, Rung.ASK, "ask", None, NOW)
        await check_ins.note_stuck(begun.id, NOW + 299)
        assert [step.failed_at for step in await check_ins.steps(begun.id)] == [None, NOW + 1, None]
        await check_ins.note_stuck(begun.id, NOW + 300)  # no row of the outbox is left of it
        step = await check_ins.step(waits)
        assert step is not None
        assert step.why == "stuck"


async def test_what_is_over_for_long_goes_and_what_runs_stays(store: Store) -> None:
    async with store.transaction() as query:
        await a_group(query)
        elder, over = await an_elder(query, 101), await an_elder(query, 102)
        check_ins = CheckIns(query)
        old = await check_ins.open(elder, date(2026, 11, 1), 10, 10, Begin())
        assert old is not None
        await check_ins.take(old, Rung.ASK, "ask", None, 10)
        await check_ins.close(old.id, "button", None, 20)
        runs = await check_ins.open(elder, date(2026, 11, 2), 10, 10, Begin())
        assert runs is not None
        await CareCalls(query).note(1, elder.id, 1, "reached", 20)
        Elders(query).end(over.id, 20)
        assert await drop_care(query, 21, NOW) == {"check_ins": 1, "care_calls": 1, "elders": 1}
        assert [one.id for one in await check_ins.all_running(1)] == [runs.id]
        assert await check_ins.last(elder.id) == runs
        assert await Elders(query).get(over.id) is None
