"""The demo's bot goes by the clock in the file, and stops as a service does."""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import TOKEN_VARIABLE
from bot.demo_bot import LIMITS, main, run
from sandbox import Clock, Sandbox
from sandbox.clock import FollowedClock, publish
from tests.running import configuration


async def test_it_tells_the_time_that_was_moved_and_ends_when_asked_to(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.clock.move(40 * 86_400)
    publish(sandbox.clock, tmp_path / "clock.json")
    clock = FollowedClock(tmp_path / "clock.json")
    running = asyncio.create_task(run(replace(configuration(sandbox, tmp_path), limits=LIMITS), clock))
    ann = sandbox.person("方阿姨", started=True)
    ann.says(None, "帮助")
    await sandbox.until(lambda: len(ann.private.messages) > 1, seconds=20)
    assert abs(clock.now() - sandbox.clock.now()) < 1
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 20)


async def test_it_goes_when_the_demo_is_gone(sandbox: Sandbox, tmp_path: Path) -> None:
    publish(sandbox.clock, tmp_path / "clock.json")
    leash, held = os.pipe()
    clock = FollowedClock(tmp_path / "clock.json")
    running = asyncio.create_task(run(configuration(sandbox, tmp_path), clock, leash))
    await sandbox.until(lambda: sandbox.calls["getUpdates"], seconds=20)
    os.close(held)
    await asyncio.wait_for(running, 20)
    os.close(leash)


async def test_it_can_be_told_to_end_before_it_has_reached_anybody(sandbox: Sandbox, tmp_path: Path) -> None:
    publish(sandbox.clock, tmp_path / "clock.json")
    config = configuration(sandbox, tmp_path)
    await sandbox.refuse()
    running = asyncio.create_task(run(config, FollowedClock(tmp_path / "clock.json")))
    await asyncio.sleep(0.3)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 20)


def test_where_it_cannot_run_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    config = tmp_path / "config.toml"
    config.write_text(f'[telegram]\napi_url = "http://127.0.0.1:9"\n[database]\npath = "{tmp_path}/file/demo.db"\n')
    monkeypatch.setenv(TOKEN_VARIABLE, "1234567:words")
    publish(Clock(), tmp_path / "clock.json")
    leash, held = os.pipe()
    with os.fdopen(leash) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert main(config, tmp_path / "clock.json") == 2
    os.close(held)
    assert "cannot be written" in capsys.readouterr().err
