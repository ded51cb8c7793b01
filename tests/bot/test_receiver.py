"""The receiver: whatever Telegram or the network does, each update is kept exactly once before it is confirmed."""

import asyncio
from pathlib import Path

import pytest

from bot import receiver
from bot.receiver import AnotherInstanceError, Receiver
from sandbox import Rule, Sandbox
from storage.store import Query, Store
from tests.bot.parts import api_of, rows
from tests.running import Running, running

EMPTY = "这个群里还没有接龙"


async def heard_in(sandbox: Sandbox, tmp_path: Path, *faults: Rule, count: int = 3) -> list[str]:
    """Have somebody ask `count` times under those faults; return what stands in the group when all is settled."""
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    for rule in faults:
        sandbox.faults.add(rule)
    async with running(sandbox, tmp_path) as bot:
        for _ in range(count):
            ann.says(group, "汇总")
            await bot.settled()
        await bot.until(lambda: done(faults))
        await bot.settled()
    return [seen.text[: len(EMPTY)] for seen in group.transcript()]


async def done(faults: tuple[Rule, ...]) -> bool:
    return all(rule.happened >= (rule.times or 1) for rule in faults)


async def test_a_batch_that_telegram_gives_again_is_answered_once(sandbox: Sandbox, tmp_path: Path) -> None:
    again = Rule("duplicate", method="getUpdates", times=4, count=9)
    assert await heard_in(sandbox, tmp_path, again) == ["汇总", EMPTY] * 3


async def test_an_answer_that_was_lost_comes_again(sandbox: Sandbox, tmp_path: Path) -> None:
    lost = Rule("drop_after", method="getUpdates", nth=2, times=1)
    assert await heard_in(sandbox, tmp_path, lost) == ["汇总", EMPTY] * 3


@pytest.mark.parametrize("kind", ["malformed", "bad_gateway", "server_error", "drop_before"])
async def test_a_poll_that_fails_is_made_again(sandbox: Sandbox, tmp_path: Path, kind: str) -> None:
    rule = Rule(kind, method="getUpdates", nth=1, times=1)  # type: ignore[arg-type]
    assert await heard_in(sandbox, tmp_path, rule, count=1) == ["汇总", EMPTY]


async def test_a_429_is_waited_out(sandbox: Sandbox, tmp_path: Path) -> None:
    rule = Rule("too_many_requests", method="getUpdates", seconds=1, nth=1, times=1)
    assert await heard_in(sandbox, tmp_path, rule, count=1) == ["汇总", EMPTY]


async def test_a_gap_in_the_numbers_is_no_reason_to_wait(sandbox: Sandbox, tmp_path: Path) -> None:
    assert await heard_in(sandbox, tmp_path, Rule("gap", method="getUpdates", times=3, count=50)) == ["汇总", EMPTY] * 3


async def test_what_cannot_be_kept_is_not_confirmed_and_comes_again(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        await bot.settled()
        async with bot.store.transaction() as query:
            pages = await query.the("PRAGMA page_count")
            await query.all(f"PRAGMA max_page_count = {pages['page_count']}")
        ann.says(group, "汇总" + "吗" * 4000)
        ann.says(group, "汇总")

        async def failed() -> bool:
            return "receiving-failed error=OperationalError" in caplog.text

        await bot.until(failed)
        assert sandbox.pending == 2
        async with bot.store.transaction() as query:
            await query.all("PRAGMA max_page_count = 100000")
        await bot.settled()
    assert group.last().text.startswith(EMPTY)


async def test_numbers_that_begin_anew_after_a_week_away_lose_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with running(sandbox, tmp_path) as bot:
        first = sandbox.bot.next_update
        ann.says(group, "汇总")
        await bot.settled()
    sandbox.clock.move(8 * 86_400)
    sandbox.bot.next_update = first
    ann.says(group, "汇总")
    async with running(sandbox, tmp_path) as bot:
        await bot.until(lambda: answered_twice(bot))
        assert [row["update_id"] for row in await bot.rows("SELECT update_id FROM inbox")] == [first]


async def answered_twice(bot: Running) -> bool:
    return len([sent for sent in bot.sandbox.sent if sent.text.startswith(EMPTY)]) == 2


async def nothing(query: Query, heard_at: int, now: int) -> None:
    """Stand in for what is done when Telegram is heard again."""


async def test_a_line_that_somebody_else_holds_for_long_is_given_up(sandbox: Sandbox, store: Store) -> None:
    async with api_of(sandbox) as ours, api_of(sandbox) as theirs:
        receiver = Receiver(ours, store, sandbox.clock, asyncio.Event(), nothing, conflict_seconds=0.0)
        polling = asyncio.create_task(receiver.run())

        async def hold() -> None:
            while True:
                await asyncio.gather(theirs.poll(0, 30), return_exceptions=True)

        holding = asyncio.create_task(hold())
        with pytest.raises(AnotherInstanceError):
            async with asyncio.timeout(10):
                await polling
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)


async def test_a_poll_that_a_kill_left_open_is_outlasted(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    arrived = asyncio.Event()
    async with api_of(sandbox) as ours, api_of(sandbox) as theirs:
        receiver = Receiver(ours, store, sandbox.clock, arrived, nothing, conflict_seconds=0.0)
        polling = asyncio.create_task(receiver.run())
        await sandbox.until(lambda: sandbox.history.calls["getUpdates"] >= 1)
        await asyncio.gather(theirs.poll(0, 0), return_exceptions=True)  # ends ours with a 409
        ann.says(group, "汇总")
        async with asyncio.timeout(10):
            await arrived.wait()
        assert len(await rows(store, "SELECT id FROM inbox")) == 1
        assert not polling.done()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def test_only_the_kinds_of_update_that_are_needed_are_asked_for(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        await polled(bot)
        assert set(sandbox.bot.allowed_updates or ()) == {
            "message",
            "edited_message",
            "callback_query",
            "my_chat_member",
            "chat_member",
        }


async def polled(bot: Running) -> None:
    await bot.sandbox.until(lambda: bot.sandbox.history.calls["getUpdates"] >= 1)


async def test_a_long_wait_that_telegram_asks_for_is_not_without_signs_of_life(
    sandbox: Sandbox, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "_LONGEST_WAIT", 0.05)
    sandbox.faults.add(Rule("too_many_requests", method="getUpdates", seconds=3600, times=1))
    signs = asyncio.Semaphore(0)
    async with api_of(sandbox) as api:
        polling = Receiver(api, store, sandbox.clock, asyncio.Event(), nothing, alive=signs.release)
        task = asyncio.create_task(polling.run())
        async with asyncio.timeout(20):
            for _ in range(5):
                await signs.acquire()
        assert sandbox.history.calls["getUpdates"] == 1
        task.cancel()
