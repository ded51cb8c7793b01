"""`shouwang check`: each wrong step of setting up gives the sentence that mends it."""

import argparse
import asyncio
import errno
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot import check, check_telegram
from bot.clock import SystemClock
from bot.config import Config
from bot.finding import Finding, Level
from bot.program import alone
from sandbox import Rule, Sandbox
from storage.store import Store
from tests.bot.parts import chat_of
from tests.running import configuration

ROOT = Path(__file__).parents[2]
LEVELS = {"ok": Level.OK, "note": Level.NOTE, "warn": Level.WARNING, "WRONG": Level.WRONG}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Bot API server by the machine's clock: whether the two agree is one of the questions."""
    async with Sandbox() as serving:
        yield serving


@pytest.fixture
def config(sandbox: Sandbox, tmp_path: Path, store: Store) -> Config:
    """A good configuration, with a database that is there."""
    return configuration(sandbox, tmp_path)


@pytest.fixture(autouse=True)
def _does_not_listen_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_telegram, "_LISTEN", 1)


async def findings(config: Config, **changes: Any) -> dict[str, Finding]:
    """Return what is found, by subject; of several the worst."""
    found = await check.look(configured(config, **changes))
    return {one.subject: one for one in sorted(found, key=lambda one: list(Level).index(one.level))}


def configured(config: Config, **changes: Any) -> Config:
    return replace(config, **changes)


def says(finding: Finding, level: str, *words: str) -> bool:
    assert finding.level is LEVELS[level], finding
    for part in words:
        assert part in finding.words, finding
    assert (" Mend: " in finding.words) == (level in ("warn", "WRONG")), finding
    return True


async def test_a_good_set_up_has_nothing_wrong(config: Config, sandbox: Sandbox) -> None:
    found = await findings(config)
    assert not [one for one in found.values() if one.level is Level.WRONG]
    assert says(found["telegram"], "ok", "@shouwang_bot")
    assert says(found["clock"], "ok", "Telegram's")
    assert says(found["privacy"], "ok", "off")
    assert says(found["token"], "ok", "No other program")
    assert says(found["database"], "ok", "sound, version")
    assert says(found["program"], "ok", "not running")
    assert says(found["port"], "note", "None is needed")
    assert says(found["operator"], "note", "Nobody is told")


# --- token and network ------------------------------------------------------------------------------------------------


async def test_without_a_token_the_rest_is_looked_at_all_the_same(config: Config) -> None:
    found = await findings(config, token="")
    assert says(found["token"], "WRONG", "There is no token", "@BotFather", "SHOUWANG_TOKEN")
    assert says(found["database"], "ok")
    assert "telegram" not in found


async def test_a_wrong_token_is_said_and_not_repeated(config: Config) -> None:
    found = await findings(config, token="123456789:AAF-not_the_right_one")  # noqa: S106
    assert says(found["token"], "WRONG", "refuses the token", "@BotFather")
    assert says(found["clock"], "ok")
    assert not any("AAF" in str(one) for one in found.values())


@asynccontextmanager
async def proxy(answer: bytes | None) -> AsyncIterator[str]:
    """A proxy that answers every request with that, or not at all and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is not None:
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://zhou:geheim@127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_proxy_that_is_not_there_is_named_without_its_password(config: Config) -> None:
    async with proxy(None) as url:
        pass  # closed again: nobody listens
    found = await findings(config, proxy_url=url)
    assert says(found["proxy"], "WRONG", "127.0.0.1:", "cannot be reached", "start the proxy")
    assert "geheim" not in str(found)
    assert "telegram" not in found


async def test_a_proxy_that_refuses_is_told_from_one_that_is_not_there(config: Config) -> None:
    async with proxy(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n") as url:
        found = await findings(config, proxy_url=url)
    assert says(found["proxy"], "WRONG", "does not let through to 127.0.0.1", "its password")


async def test_a_telegram_that_cannot_be_reached_is_said_with_the_proxy_as_the_mend(
    sandbox: Sandbox, config: Config
) -> None:
    await sandbox.refuse()
    assert says((await findings(config))["telegram"], "WRONG", "cannot be reached", "in mainland China set proxy_url")


async def test_what_answers_but_is_not_telegram_is_said(sandbox: Sandbox, config: Config) -> None:
    sandbox.faults.add(Rule("malformed", method="getMe"))
    assert says((await findings(config))["telegram"], "WRONG", "not as Telegram does", "api_url")


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "has_proxy", "subject", "words"),
    [
        (
            caused(
                NetworkError("x"),
                aiohttp.ClientConnectorCertificateError(None, ssl.SSLCertVerificationError()),  # type: ignore[arg-type]
            ),
            True,
            "telegram",
            "certificate that is not valid",
        ),
        (TimedOut(), True, "proxy", "Nothing came back through the proxy"),
        (caused(TimedOut(), TimeoutError()), False, "telegram", "cannot be reached (TimeoutError)"),
        (RetryAfter(30), False, "telegram", "asks for fewer calls"),
    ],
)
def test_each_way_of_not_being_answered_has_its_mend(
    config: Config, error: NetworkError, has_proxy: bool, subject: str, words: str
) -> None:
    found = check_telegram.unreached(
        error, configured(config, proxy_url="http://127.0.0.1:7890" if has_proxy else None)
    )
    assert found.subject == subject
    assert says(found, "WRONG", words)


async def test_another_program_with_the_same_token_is_noticed(sandbox: Sandbox, config: Config) -> None:
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:

        async def poll() -> None:
            while True:
                await (await session.get(f"{sandbox.base_url}{sandbox.token}/getUpdates?timeout=20")).read()

        other = tasks.create_task(poll())
        await sandbox.until(lambda: sandbox.history.calls["getUpdates"])
        found = await findings(config)
        other.cancel()
    assert says(found["token"], "WRONG", "Another program polls with the same token", "/revoke")


async def test_the_running_bot_is_not_disturbed(sandbox: Sandbox, config: Config) -> None:
    with alone(config.database):
        found = await findings(config)
    assert says(found["program"], "ok", "is running")
    assert says(found["token"], "note", "Not polled")
    assert not sandbox.history.calls["getUpdates"]


@pytest.mark.parametrize(
    ("kind", "level", "words"),
    [
        ("waiting", "note", "1 updates wait"),
        ("webhook", "note", "A webhook is set"),
        ("error", "warn", "cannot be told"),
    ],
)
async def test_listening_may_find_other_things(
    sandbox: Sandbox, config: Config, kind: str, level: str, words: str
) -> None:
    if kind == "waiting":
        sandbox.person("Ann", started=True).says(None, "hello")
    elif kind == "webhook":
        async with aiohttp.ClientSession() as session:
            url = f"{sandbox.base_url}{sandbox.token}/setWebhook"
            await (await session.post(url, json={"url": "https://127.0.0.1:8443/"})).read()
    else:
        sandbox.faults.add(Rule("bad_gateway", method="getUpdates"))
    assert says((await findings(config))["token"], level, words)


# --- the clock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "level", "words"),
    [
        (3600, "WRONG", "60 min behind"),
        (-3600, "WRONG", "60 min ahead of"),
        (90, "warn", "behind"),
        (10, "ok", "behind"),
    ],
)
async def test_a_clock_that_is_off_is_noticed_by_the_servers(
    sandbox: Sandbox, config: Config, seconds: int, level: str, words: str
) -> None:
    sandbox.clock.move(seconds)
    found = (await findings(config))["clock"]
    assert says(found, level, words, *(["timedatectl set-ntp true"] if level != "ok" else []))


def test_a_server_that_does_not_tell_its_time_is_no_fault() -> None:
    assert says(check_telegram.skew(SystemClock().now(), "yesterday"), "note", "does not tell its time")


# --- privacy mode and rights ------------------------------------------------------------------------------------------


@pytest.fixture
async def shy() -> AsyncIterator[Sandbox]:
    async with Sandbox(can_read_all=False) as serving:
        yield serving


async def test_privacy_mode_is_said_with_the_switch_that_ends_it(shy: Sandbox, store: Store, tmp_path: Path) -> None:
    group = shy.group("梧桐苑6号楼", members=[shy.person("周阿姨")])
    await chat_of(store, group.id)
    found = await findings(configuration(shy, tmp_path))
    assert says(found["privacy"], "WRONG", "hidden from the bot", "/setprivacy", "add it again")
    assert says(found["group"], "warn", "梧桐苑6号楼 (group 1)", "It sees only commands", "Administrators")


async def test_an_administrator_sees_all_in_spite_of_privacy_mode(shy: Sandbox, store: Store, tmp_path: Path) -> None:
    await chat_of(store, shy.group("6号楼", members=[shy.person("周阿姨")], bot_is_admin=True).id)
    found = await findings(configuration(shy, tmp_path))
    assert says(found["privacy"], "ok", "an administrator in each group")
    assert says(found["group"], "ok", "may do all")


@pytest.mark.parametrize(
    ("right", "words"),
    [("can_pin_messages", "the live tally scrolls away"), ("can_delete_messages", "cannot take down")],
)
async def test_a_right_that_an_administrator_lacks_is_said_with_what_suffers(
    sandbox: Sandbox, store: Store, config: Config, right: str, words: str
) -> None:
    group = sandbox.group(
        "6号楼", members=[sandbox.person("周阿姨")], bot_is_admin=True,
        bot_rights={"can_pin_messages": True, "can_delete_messages": True, right: False},
    )  # fmt: skip
    await chat_of(store, group.id)
    assert says((await findings(config))["group"], "warn", words, "switch on")


async def test_a_bot_that_is_no_administrator_cannot_pin(sandbox: Sandbox, store: Store, config: Config) -> None:
    await chat_of(store, sandbox.group("6号楼", members=[sandbox.person("周阿姨")]).id)
    assert says((await findings(config))["group"], "warn", "not an administrator", "Pin messages")


async def test_a_group_that_the_bot_was_removed_from_is_said(sandbox: Sandbox, store: Store, config: Config) -> None:
    group = sandbox.group("6号楼", members=[sandbox.person("周阿姨")])
    await chat_of(store, group.id)
    group.remove(sandbox.me)
    assert says((await findings(config))["group"], "WRONG", "not in it", "add it again")


@pytest.mark.parametrize(
    ("member", "level", "words"),
    [
        ({"status": "restricted", "can_send_messages": False}, "WRONG", "may not write"),
        ({"status": "restricted", "can_send_messages": True}, "warn", "not an administrator"),
        ({"status": "unknown", "error": "TimedOut"}, "warn", "did not say (TimedOut)"),
    ],
)
def test_what_telegram_says_of_the_bot_is_judged(member: dict[str, Any], level: str, words: str) -> None:
    (found,) = check_telegram.rights("6", member, reads_all=True)
    assert says(found, level, words)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("server_error", method="getChatMember"), "did not say (NetworkError)"),
        (Rule("upgraded", method="getChatMember", migrate_to=-1009), "did not say (ChatMigrated)"),
        (Rule("server_error", method="getChat"), "? (group 1)"),
    ],
)
async def test_a_group_that_telegram_does_not_speak_of_now_is_not_taken_for_left(
    sandbox: Sandbox, store: Store, config: Config, rule: Rule, words: str
) -> None:
    await chat_of(store, sandbox.group("6号楼", members=[sandbox.person("周阿姨")]).id)
    sandbox.faults.add(rule)
    assert says((await findings(config))["group"], "warn", words)


@pytest.mark.parametrize(
    ("state", "level", "words"),
    [
        ("started", "ok", "can write to operator_id"),
        ("unknown", "warn", "presses Start"),
        ("error", "warn", "did not say (NetworkError)"),
    ],
)
async def test_an_operator_whom_the_bot_cannot_write_to_is_said(
    sandbox: Sandbox, config: Config, state: str, level: str, words: str
) -> None:
    ann = sandbox.person("周阿姨", started=state == "started")
    if state == "started":
        ann.says(None, "/start")
    if state == "error":
        sandbox.faults.add(Rule("server_error", method="getChat"))
    assert says((await findings(config, operator=ann.id if state == "started" else 77))["operator"], level, words)


# --- the database -----------------------------------------------------------------------------------------------------


@contextmanager
def as_nobody() -> Iterator[Path]:
    """A folder that everybody may look into, and this process as a user who may do no more than that."""
    with tempfile.TemporaryDirectory(prefix="shouwang-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        was = os.geteuid()
        if was == 0:
            os.seteuid(65534)
        else:
            folder.chmod(0o555)
        try:
            yield folder
        finally:
            os.seteuid(was)
            folder.chmod(0o755)


async def test_a_folder_that_cannot_be_written_is_said(config: Config) -> None:
    with as_nobody() as folder:
        found = await findings(config, database=folder / "data" / "shouwang.db")
    assert says(found["database"], "WRONG", "cannot be written (Permission denied)", "write access")


async def test_a_file_of_somebody_else_is_said(config: Config) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a file that is somebody else's")
    with tempfile.TemporaryDirectory(prefix="shouwang-") as name:
        folder = Path(name)
        database = folder / "shouwang.db"
        database.write_bytes(config.database.read_bytes())
        database.chmod(0o600)
        database.with_suffix(".lock").touch(0o600)
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
        try:
            found = await check.look(configured(config, database=database))
        finally:
            os.seteuid(0)
    words = " ".join(str(one) for one in found if one.level is Level.WRONG)
    assert "cannot be read and written by this user" in words
    assert "the database cannot be read" in words
    assert "shouwang.lock: cannot be read (Permission denied)" in words


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here")
async def test_a_place_that_takes_no_files_is_said(config: Config) -> None:
    found = await findings(config, database=Path("/proc/self/shouwang/shouwang.db"))
    assert says(found["database"], "WRONG", "/proc", "choose another [database] path")


@pytest.mark.parametrize("what", ["folder", "file"])
async def test_what_others_may_read_is_said_with_its_chmod(config: Config, what: str) -> None:
    place = config.database.parent if what == "folder" else config.database
    place.chmod(0o755 if what == "folder" else 0o644)
    found = await findings(config)
    assert says(found["database"], "WRONG", "others", f"chmod {'700' if what == 'folder' else '600'} {place}")


async def test_a_database_that_is_not_there_yet_will_be_made(config: Config, tmp_path: Path) -> None:
    found = await findings(config, database=tmp_path / "new" / "deep" / "shouwang.db")
    assert says(found["database"], "note", "the bot makes it when it starts")
    assert not (tmp_path / "new").exists()


async def test_a_file_that_is_no_database_is_said(config: Config, tmp_path: Path) -> None:
    other = tmp_path / "data" / "other.db"
    other.write_text("青菜" * 5000, "utf-8")
    other.chmod(0o600)
    assert says((await findings(config, database=other))["database"], "WRONG", "cannot be read", "shouwang restore")


async def test_a_damaged_database_is_said(config: Config, store: Store, tmp_path: Path) -> None:
    async with store.transaction() as query:
        for number in range(500):
            query.do("INSERT INTO counter (name, value) VALUES (:name, 1)", name=f"a rather long name {number:09}")
    async with store.transaction() as query:
        query.do("DELETE FROM counter WHERE name = 'nobody'")
    whole = tmp_path / "data" / "whole.db"
    with closing(sqlite3.connect(config.database)) as source, closing(sqlite3.connect(whole)) as target:
        source.backup(target)
    content = bytearray(whole.read_bytes())
    at = content.index(b"a rather long name 000000250")
    content[at - 100 : at + 300] = bytes(400)
    whole.write_bytes(content)
    assert says((await findings(config, database=whole))["database"], "WRONG", "damaged", "shouwang restore")


@pytest.mark.parametrize(
    ("change", "level", "words"), [(+1, "WRONG", "install the newer program"), (-1, "note", "brings")]
)
async def test_a_database_of_another_version_is_said(
    config: Config, store: Store, change: int, level: str, words: str
) -> None:
    async with store.transaction() as query:
        query.do("UPDATE schema_version SET number = number + 100 WHERE :up", up=int(change > 0))
        query.do("DELETE FROM schema_version WHERE number > 1 AND :down", down=int(change < 0))
    assert says((await findings(config))["database"], level, words)


@pytest.mark.parametrize(("free", "level"), [(10 * 2**20, "WRONG"), (300 * 2**20, "warn"), (9 * 2**30, "ok")])
async def test_a_disk_that_is_nearly_full_is_said(
    config: Config, free: int, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": free}))
    assert says((await findings(config))["disk"], level, "free on the disk")


def read_only(folder: Path) -> list[str]:
    """Return what stands before a command to give it a disk at `folder` that cannot be written; empty: not here."""
    unshare, shell = shutil.which("unshare"), shutil.which("sh")
    if unshare is None or shell is None:
        return []
    mount = 'mount -t tmpfs -o ro,mode=700 tmpfs "$0" && exec "$@"'
    for spaces in (["--user", "--map-root-user", "--mount"], ["--mount"]):
        before = [unshare, *spaces, shell, "-c", mount, str(folder)]
        if subprocess.run([*before, sys.executable, "-c", ""], capture_output=True, check=False).returncode == 0:
            return before
    return []


def test_a_read_only_disk_is_told_from_a_lack_of_rights(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    before = read_only(tmp_path / "data")
    if not before:
        pytest.skip("NO DISK OF ITS OWN MAY BE MOUNTED HERE")
    (tmp_path / "config.toml").write_text("", "utf-8")
    command = [*before, sys.executable, "-m", "bot", "--config", str(tmp_path / "config.toml"), "check"]
    environment = {**os.environ, "SHOUWANG_TOKEN": ""}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr
    assert f"{tmp_path / 'data'}: the disk is read-only. Mend: mount it for writing" in ended.stdout


# --- the machine ------------------------------------------------------------------------------------------------------


async def test_a_missing_font_names_the_package(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    assert says((await findings(config))["font"], "warn", "empty boxes", "apt install fonts-noto-cjk")
    (tmp_path / "nowhere" / "fonts").mkdir(parents=True)
    (tmp_path / "nowhere" / "fonts" / "NotoSansCJK-Regular.ttc").touch()
    assert says((await findings(config))["font"], "ok", "NotoSansCJK-Regular.ttc")


@pytest.mark.parametrize(("zone", "words"), [("Asia/Shanghai", "does not matter"), ("UTC", "in UTC, where it is")])
async def test_the_machines_own_time_zone_does_not_matter(
    config: Config, monkeypatch: pytest.MonkeyPatch, zone: str, words: str
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    try:
        assert says((await findings(config, time_zone=zone))["time zone"], "ok", words)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "the disk is read-only"), (errno.ENOSPC, "the disk is full")]
)
async def test_a_disk_that_takes_nothing_is_said(
    config: Config, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """A disk of that kind cannot be made here without rights: the system's own answer stands for it."""

    def refuse(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert says((await findings(config))["database"], "WRONG", words)


# --- the command ------------------------------------------------------------------------------------------------------


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path)
    check.add_to(parser.add_subparsers())
    options = parser.parse_args(words)
    return int(options.run(options))


def test_the_command_ends_with_1_where_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "config.toml"
    assert run("--config", str(file), "check") == 1
    assert "WRONG  config      " in capsys.readouterr().out
    file.write_text('[telegram]\ntoken_fiel = "x"\n', "utf-8")
    assert run("--config", str(file), "check") == 1
    assert "Did you mean token_file?" in capsys.readouterr().out


def test_the_command_says_line_by_line_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOUWANG_TOKEN", raising=False)
    assert run("check") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ok     config      The configuration can be read."
    assert lines[1].startswith("WRONG  token       There is no token. Mend: ask @BotFather")
    assert lines[-1].startswith("1 to mend, ")


def test_the_last_line_sums_up() -> None:
    good, odd, bad = (Finding(level, "a", "b") for level in (Level.OK, Level.WARNING, Level.WRONG))
    assert check._summary([good]) == "All is well."
    assert check._summary([good, odd]) == "Nothing is wrong; 1 to think about."
    assert check._summary([good, odd, bad, bad]) == "2 to mend, 1 to think about."


@pytest.mark.parametrize("wrong", [False, True])
def test_the_exit_code_is_that_of_the_findings(
    sandbox_in_a_thread: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: bool
) -> None:
    monkeypatch.setenv("SHOUWANG_TOKEN", "123456:wrong_one" if wrong else sandbox_in_a_thread.partition(" ")[2])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "config.toml").write_text(f'[telegram]\napi_url = "{sandbox_in_a_thread.partition(" ")[0]}"\n', "utf-8")
    assert run("check") == int(wrong)


@pytest.fixture
def sandbox_in_a_thread() -> Iterator[str]:
    """A sandbox that answers while the test's own thread waits for the command: its address and its token."""
    loop = asyncio.new_event_loop()
    serving = Sandbox()
    loop.run_until_complete(serving.start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield f"{serving.url} {serving.token}"
    asyncio.run_coroutine_threadsafe(serving.stop(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
