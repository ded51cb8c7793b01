"""What the loops count."""

import asyncio
from pathlib import Path

import pytest

from bot import counter
from bot.clock import SystemClock
from bot.counter import Counting
from sandbox import Rule, Sandbox
from storage.counter import Counters
from storage.store import Store
from tests.running import running

HOUR = 3600


async def counted(store: Store) -> dict[str, int]:
    async with store.snapshot() as query:
        return await Counters(query).all()


async def test_what_is_counted_is_added_once(store: Store) -> None:
    counting = Counting()
    counting.count("updates_received", 3)
    counting.count("updates_received", 0)
    counting.sent("sendMessage")
    counting.sent("sendDocument")
    counting.sent("editMessageText")
    counting.sent("pinChatMessage")
    counting.send_failed("429")
    counting.send_failed("no rights")
    await counting.write(store, 0)
    await counting.write(store, 0)
    assert await counted(store) == {
        "updates_received": 3,
        "sends": 2,
        "edits": 1,
        "other_calls": 1,
        "send_failures": 2,
        "send_failures:429": 1,
        "send_failures:no_rights": 1,
        "too_many_requests": 1,
        "lag_greatest": 0,
    }


async def test_the_greatest_lag_is_of_this_hour_and_the_one_before(store: Store) -> None:
    counting = Counting()
    counting.lag(50, 10 * HOUR)
    counting.lag(7, 11 * HOUR)
    counting.lag(-2, 11 * HOUR)  # the clock was set back
    await counting.write(store, 11 * HOUR + 5)
    assert await counted(store) == {"lag_turns": 3, "lag_seconds": 57, "lag_greatest": 50}
    await counting.write(store, 12 * HOUR)
    assert (await counted(store))["lag_greatest"] == 7
    await counting.write(store, 13 * HOUR)
    assert (await counted(store))["lag_greatest"] == 0


async def test_what_could_not_be_written_is_kept_for_the_next_time(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    counting = Counting()
    counting.count("turns_done")
    async with store.transaction() as query:
        query.do("ALTER TABLE counter RENAME TO away")
    await counting.try_to_write(store, SystemClock())
    assert "counters-not-written error=OperationalError" in caplog.text
    counting.count("turns_done")
    async with store.transaction() as query:
        query.do("ALTER TABLE away RENAME TO counter")
    await counting.try_to_write(store, SystemClock())
    assert (await counted(store))["turns_done"] == 2


async def test_it_is_written_every_so_often(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter, "_EVERY", 0.01)
    counting = Counting()
    writing = asyncio.create_task(counting.run(store, SystemClock()))
    for number in (1, 2):
        counting.count("turns_done")
        async with asyncio.timeout(10):
            while True:
                if (await counted(store)).get("turns_done") == number:
                    break
                await asyncio.sleep(0.01)
    writing.cancel()


async def test_a_day_of_the_program_is_counted_and_written_when_it_stops(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    sandbox.faults.add(Rule("too_many_requests", method="sendMessage", times=1, seconds=1))
    sandbox.faults.add(Rule("server_error", method="getUpdates", nth=2, times=1))
    async with running(sandbox, tmp_path) as bot:
        before = len(sandbox.sent)
        for _ in range(3):
            ann.says(group, "汇总")
        await bot.settled()
        done = await bot.rows("SELECT COUNT(*) AS n FROM inbox WHERE state = 'done' AND kind = 'update'")
        sent = [one for one in sandbox.sent[before:] if one.method == "sendMessage"]
    async with Store.opened(bot.config.database) as store:
        found = await counted(store)
    assert found["updates_received"] == done[0]["n"] == found["lag_turns"]
    assert found["turns_done"] >= 3
    assert found["sends"] == len(sent)
    assert found["send_failures:429"] == found["too_many_requests"] == 1
    assert found["polls_failed"] == 1
    assert not {"turns_failed", "set_aside"} & set(found)
