"""`shouwang status`: what another machine's cron hears of the bot, running or not."""

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import status
from bot.config import Config
from bot.place import is_held
from bot.program import alone
from sandbox import Sandbox
from storage.counter import Counters
from storage.health import Health
from storage.heartbeat import Heartbeat
from storage.inbox import Arrival, Inbox
from storage.outbox import Lane, Outbox, Outgoing
from storage.store import Query, Store
from tests.bot.parts import chat_of
from tests.faults.playground import Playground
from tests.running import configuration

ROOT = Path(__file__).parents[2]
NOW = 1_900_000_000
WELL = Health(
    heard_at=NOW - 30, alarm_at=None, message_at=None, update_at=None, due_at=None, aside=0, aside_at=None, counters={}
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "data").mkdir(mode=0o700, exist_ok=True)
    return configuration(Sandbox(), tmp_path)


def facts(config: Config, found: Health) -> dict[str, status.Fact]:
    return {fact.name: fact for fact in status.look(config, found, NOW)}


def test_a_running_bot_that_hears_telegram_is_well(config: Config) -> None:
    with alone(config.database):
        assert all(fact.is_well for fact in status.look(config, WELL, NOW))


def test_a_bot_that_does_not_run_is_wrong(config: Config) -> None:
    found = facts(config, WELL)["program"]
    assert not found.is_well
    assert "Mend: systemctl start shouwang" in found.words
    with alone(config.database):
        pass  # its lock file stays
    assert not facts(config, WELL)["program"].is_well


@pytest.mark.parametrize(
    ("change", "name", "is_well", "words"),
    [
        ({"heard_at": None}, "telegram", False, "never answered"),
        ({"heard_at": NOW - 300}, "telegram", True, "5 min ago"),
        ({"heard_at": NOW - 301}, "telegram", False, "not answered for 5 min. Mend: shouwang check"),
        ({"heard_at": NOW + 50}, "telegram", True, "0 s ago"),
        ({"alarm_at": NOW - 120}, "alarm", True, "waits since 2 min"),
        ({"alarm_at": NOW - 121}, "alarm", False, "has not been sent for 2 min"),
        ({"message_at": NOW - 901}, "message", False, "has not been sent for 15 min"),
        ({"update_at": NOW - 301}, "update", False, "has not been worked on"),
        ({"due_at": NOW - 7200}, "due", False, "has not been begun for 2 h"),
        ({"aside": 3, "aside_at": NOW - 86_400}, "aside", False, "3 updates are set aside"),
        ({"aside": 3, "aside_at": NOW - 86_401}, "aside", True, "shouwang inbox"),
    ],
)
def test_each_thing_has_its_threshold(
    config: Config, change: dict[str, Any], name: str, is_well: bool, words: str
) -> None:
    found = facts(config, replace(WELL, **change))[name]
    assert found.is_well == is_well
    assert words in found.words
    assert ("Mend:" in found.words) >= (not is_well)


@pytest.mark.parametrize(("free", "is_well"), [(99 * 2**20, False), (101 * 2**20, True)])
def test_a_full_disk_is_wrong(config: Config, monkeypatch: pytest.MonkeyPatch, free: int, is_well: bool) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": free}))
    assert facts(config, WELL)["disk"].is_well == is_well


# --- the command ------------------------------------------------------------------------------------------------------


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path)
    status.add_to(parser.add_subparsers())
    options = parser.parse_args(words)
    return int(options.run(options))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOUWANG_TOKEN", raising=False)


async def _fill(store: Store) -> None:
    now = int(time.time())
    chat = await chat_of(store, -5)

    async def fill(query: Query) -> None:
        await Heartbeat(query, 1).beat(now)
        await Inbox(query, 1).keep([Arrival(5, 7, "{}"), Arrival(6, 8, "{}")], now - 400)
        await Inbox(query, 1).failed(1, "ValueError", now, most=1)
        outbox = Outbox(query)
        outbox.put(Outgoing("sendMessage", Lane.ALARM, chat.id), now - 500)
        outbox.put(Outgoing("sendMessage", Lane.MESSAGE, chat.id), now - 10)
        outbox.put(Outgoing("sendMessage", Lane.MESSAGE, chat.id, not_before=now + 3600), now - 9000)
        Counters(query).add({"sends": 12})

    async with store.transaction() as query:
        await fill(query)


async def test_it_says_line_by_line_and_ends_with_1_where_something_is_wrong(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    await _fill(store)
    with alone(store.path):
        assert run("status") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in lines] == ["ok   ", "ok   ", "WRONG", "ok   ", "WRONG", "ok   ", "WRONG", "ok   "]
    assert lines[2].startswith("WRONG  The oldest alarm has not been sent for 8 min (at most 2 min). Mend: ")


async def test_as_json_it_has_the_counters(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    await _fill(store)
    assert run("status", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["code"] == 1
    assert told["counters"] == {"sends": 12}
    assert told["facts"]["aside"] == {
        "well": False,
        "value": 1,
        "words": "1 updates are set aside, because they could not be worked on. Mend: shouwang inbox lists them",
    }
    assert told["facts"]["update"]["value"] >= 400
    assert told["facts"]["message"]["well"]
    assert told["facts"]["program"]["value"] == 0


@pytest.mark.parametrize("words", [["status"], ["status", "--json"]])
@pytest.mark.parametrize("what", ["no database", "no configuration", "an older database"])
async def test_it_ends_with_2_where_it_cannot_tell(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], what: str
) -> None:
    before = []
    if what == "no database":
        (tmp_path / "config.toml").write_text('[database]\npath = "nowhere/shouwang.db"\n', "utf-8")
    elif what == "no configuration":
        before = ["--config", str(tmp_path / "nowhere.toml")]
    else:
        async with store.transaction() as query:
            query.do("DELETE FROM schema_version WHERE number > 1")
    assert run(*before, *words) == 2
    out = capsys.readouterr().out
    assert "Mend: " in out
    if "--json" in words:
        assert json.loads(out)["code"] == 2


async def test_a_lock_of_somebody_else_cannot_be_told(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    lock = store.path.with_suffix(".lock")
    lock.mkdir()
    lock.rmdir()
    lock.symlink_to(lock)  # cannot be opened by anybody, not even by root
    assert run("status") == 2
    assert "cannot look: Too many levels of symbolic links" in capsys.readouterr().out


async def test_looking_at_the_lock_does_not_keep_a_program_from_starting(config: Config) -> None:
    with alone(config.database):
        assert is_held(config.database)
    for _ in range(50):
        assert not is_held(config.database)
        with alone(config.database):
            pass


async def test_the_real_program_is_well_while_it_runs_and_not_after_a_kill(tmp_path: Path) -> None:
    def asked(ground: Playground) -> tuple[int, dict[str, Any]]:
        command = [sys.executable, "-m", "bot", "--config", str(ground.config), "status", "--json"]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "SHOUWANG_TOKEN": ""}
        )
        return done.returncode, json.loads(done.stdout)

    async with Playground(1) as ground:
        process = await ground.start()
        ann = ground.sandbox.person("Ann")
        group = ground.sandbox.group("6", members=[ann])
        ann.says(group, "#接龙\n香梨团\n1. 6-302 香梨2箱")
        await ground.settled(process)
        code, told = asked(ground)
        assert (code, told["facts"]["program"]["well"], told["facts"]["telegram"]["well"]) == (0, True, True)
        process.kill()
        code, told = asked(ground)
        assert (code, told["facts"]["program"]["well"]) == (1, False)
        process = await ground.start()
        ann.says(group, "汇总")
        await ground.settled(process)
        assert await ground.stop(process) == 0
        code, told = asked(ground)
        assert (code, told["counters"]["updates_received"] >= 1) == (1, True)  # those before the kill: perhaps
