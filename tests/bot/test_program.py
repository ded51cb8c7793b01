"""The program as a whole: it starts when it can, says why when it cannot, and is out quickly."""

# ruff: noqa: PT012 - what raises inside a running program is the point

import asyncio
import os
import signal
from datetime import time
from pathlib import Path

import pytest

from bot import program
from bot.limit import Limits
from sandbox import Rule, Sandbox
from storage.store import Store
from tests.running import configuration, running


async def test_sigterm_ends_the_program_and_keeps_what_is_not_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    config = configuration(sandbox, tmp_path, limits=Limits(1000.0, 1, 0.0, 1))
    ended = asyncio.create_task(program.run(config))
    for _ in range(3):
        ann.says(group, "汇总")
    await sandbox.until(lambda: "sendMessage" in [one.method for one in sandbox.sent] and not sandbox.pending)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(5):
        await ended
    async with Store.opened(config.database) as store, store.snapshot() as query:
        rows = await query.all("SELECT state FROM inbox UNION ALL SELECT state FROM outbox WHERE state = 'sending'")
        assert {row["state"] for row in rows} <= {"new", "done"}
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task() and "bot" in repr(task)]
    async with running(sandbox, tmp_path) as bot:  # nothing was lost
        await bot.settled()
    assert [seen.text[:4] for seen in group.transcript()[3:]] == ["这个群里"] * 3


async def test_stopping_does_not_wait_for_an_answer_that_does_not_come(sandbox: Sandbox, tmp_path: Path) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    slow = sandbox.faults.add(Rule("delay", method="sendMessage", seconds=60))
    async with asyncio.timeout(9), running(sandbox, tmp_path) as bot:
        ann.says(group, "汇总")
        await sandbox.until(lambda: slow.happened)
    async with Store.opened(bot.config.database) as store, store.snapshot() as query:
        assert [row["state"] for row in await query.all("SELECT state FROM outbox WHERE method = 'sendMessage'")] == [
            "sending"
        ]  # see recover


async def test_a_second_program_on_the_same_database_refuses_to_start(sandbox: Sandbox, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as bot:
        with pytest.raises(program.CannotRunError, match=r"another Shouwang is running on this database\. Mend"):
            await program.run(bot.config)
    with program.alone(bot.config.database):
        pass


def test_what_fails_inside_is_not_taken_for_a_second_program(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), program.alone(tmp_path / "a.db"):
        raise BlockingIOError


def test_a_place_that_cannot_be_written_is_named_with_its_mend(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with (
        pytest.raises(program.CannotRunError, match=r"data: cannot be written .*Mend: choose another"),
        program.alone(tmp_path / "data" / "a.db"),
    ):
        pass


async def test_a_token_that_telegram_refuses_is_said_at_once_and_not_repeated(sandbox: Sandbox, tmp_path: Path) -> None:
    config = configuration(sandbox, tmp_path, token="123456789:AAF-not_the_right_one")  # noqa: S106
    with pytest.raises(program.CannotRunError, match="refuses the token") as caught:
        await program.run(config)
    assert "AAF" not in str(caught.value)


async def test_a_token_that_is_withdrawn_while_running_ends_the_program_in_words(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with pytest.raises(program.CannotRunError, match="refuses the token"):
        async with running(sandbox, tmp_path) as bot:
            await sandbox.until(lambda: sandbox.history.calls["getUpdates"])
            sandbox.world.tokens.clear()
            await sandbox.restart()  # ends the poll that is open
            await bot.ended


async def test_a_telegram_that_cannot_be_reached_is_waited_for_until_told_to_stop(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Sandbox() as sandbox:
        config = configuration(sandbox, tmp_path)
    stop = asyncio.Event()

    async def connect() -> object:
        async with program.connected(config, stop) as api:
            return api

    connecting = asyncio.create_task(connect())
    await sandbox.until(lambda: "telegram-unreachable" in caplog.text)
    assert "ask=shouwang-check" in caplog.text
    stop.set()
    async with asyncio.timeout(5):
        assert await connecting is None


DAY = 86_400


@pytest.mark.parametrize(("away", "told"), [(DAY - 600, 0), (DAY + 600, 1)])
async def test_after_more_than_a_day_away_each_active_group_hears_it_once(
    sandbox: Sandbox, tmp_path: Path, away: int, told: int
) -> None:
    ann = sandbox.person("周阿姨", started=True)
    groups = [sandbox.group("6号楼", members=[ann]), sandbox.group("7号楼", members=[ann])]
    left = sandbox.group("8号楼", members=[ann])
    never = (time(12, 0), time(12, 0))
    async with running(sandbox, tmp_path, quiet=never) as bot:
        for group in (*groups, left):
            ann.says(group, "汇总")
        ann.says(None, "汇总")
        await bot.settled()
        left.remove(sandbox.world.state.users[sandbox.bot.id])
        await bot.settled()
    sandbox.clock.move(away)
    for _ in range(2):
        async with running(sandbox, tmp_path, quiet=never) as bot:
            ann.says(groups[0], "大家早")
            await bot.until(lambda: beaten(bot.store, sandbox))
            await bot.settled()
    for group in groups:
        assert sum("我断线了" in seen.text for seen in group.transcript()) == told
    assert not any("我断线了" in seen.text for seen in (*left.transcript(), *ann.private.transcript()))


async def beaten(store: Store, sandbox: Sandbox) -> bool:
    async with store.snapshot() as query:
        row = await query.one("SELECT heard_at FROM heartbeat")
    return row is not None and row["heard_at"] >= sandbox.clock.date() - 60
