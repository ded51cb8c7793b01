"""The sandbox in a process of its own, the clock, and the state kept in a file."""

import asyncio
import json
import os
import signal
import time
from pathlib import Path

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import RetryAfter

from sandbox import Clock, Sandbox
from sandbox.__main__ import read_options, run
from sandbox.client import RemoteSandbox, SandboxError, launch
from tests.sandbox.conftest import client


async def test_the_page_is_served_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for options, addresses in (([], 1), (["--page"], 2)):
        running = asyncio.create_task(run(read_options(options)))
        said = ""
        while said.count("http://127.0.0.1:") < addresses:
            await asyncio.sleep(0.01)
            said += capsys.readouterr().out
        os.kill(os.getpid(), signal.SIGTERM)
        await running
        assert said.count("\n") == addresses


async def play(sandbox: RemoteSandbox) -> None:
    """Use every word of the remote vocabulary once."""
    ann, ben = sandbox.person("安阿姨", started=True), sandbox.person("本叔")
    group = sandbox.group("3号楼", [ann], administrators=[ann], bot_is_admin=True, kind="group")
    group.add(ben)
    said = ann.says(group, "青菜2")
    ann.edits(said, "青菜3")
    ben.replies(said, "我也要")
    ben.reacts(said, "👍")
    group.upgrade()
    forwarded = ann.forwards(said, None)
    ann.deletes(forwarded)
    assert [part.text for part in ann.pastes(group, "短")] == ["短"]
    ben.starts("x")
    assert sandbox.says_many([(ann, group, "一"), (ben, None, "二")]) == 2
    async with client(sandbox) as bot:  # type: ignore[arg-type]
        updates = await bot.get_updates(timeout=1)
        await bot.get_updates(offset=updates[-1].update_id + 1)
        buttons = [[InlineKeyboardButton("撤销", callback_data="u"), InlineKeyboardButton("网", url="https://a.cn")]]
        await bot.send_message(group.id, "记下了", reply_markup=InlineKeyboardMarkup(buttons))
        sandbox.quiet(pause=0.02)
        assert group.transcript().texts[-1] == "记下了"
        tap = ann.taps(group, "撤销")
        assert ann.taps(group, "网").url == "https://a.cn"
        assert ann.taps(group, "网").notice == ""
        assert not ann.taps(group, "网").answered
        assert not tap.answered
        await bot.answer_callback_query(str(tap.id), "好")
        assert (tap.answered, tap.notice) == (True, "好")
        assert [sent.method for sent in sandbox.sent()] == ["sendMessage", "answerCallbackQuery"]
        assert [sent.text for sent in sandbox.sent(after=1)] == ["好"]
        sandbox.fault("too_many_requests", method="sendMessage", seconds=3)
        with pytest.raises(RetryAfter):
            await bot.send_message(group.id, "x")
        assert sandbox.faults()[0].happened == 1
        sandbox.clear_faults()
        sandbox.flood(private_burst=1)
        await bot.send_message(ann.id, "一")
        with pytest.raises(RetryAfter):
            await bot.send_message(ann.id, "二")
        sandbox.flood(on=False)
        await bot.send_message(ann.id, "二")
    sandbox.shuffle()
    before = sandbox.status()["now"]
    assert sandbox.move_clock(3600) > before + 3599
    assert sandbox.pending == 1
    assert ann.private.transcript().texts == ["一", "二"]
    ben.blocks()
    empty = sandbox.group("空", with_bot=False)
    sandbox.add_bot(empty, ann, as_admin=True)
    group.remove(ben, by=ann)
    group.remove(by=ann)
    with pytest.raises(SandboxError, match="CannotDoError"):
        ben.says(None, "x")
    with pytest.raises(SandboxError, match="no verb"):
        sandbox.ask("dance")
    with pytest.raises(SandboxError, match="TimeoutError"):
        sandbox.quiet(seconds=0.01)
    with pytest.raises(TimeoutError):
        sandbox.until(lambda: False, seconds=0.01)
    assert sandbox.base_file_url.endswith("/file/bot")


async def test_the_same_words_over_http(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await asyncio.to_thread(lambda: asyncio.run(play(RemoteSandbox(sandbox.url))))
    assert sandbox.calls["sendMessage"] == 5


async def test_the_same_words_in_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    log = tmp_path / "sent.jsonl"
    with launch("--log", str(log), "--seed", "7") as sandbox:
        await play(sandbox)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["method"] for line in lines][:2] == ["sendMessage", "answerCallbackQuery"]


async def test_being_away_is_asked_for_by_http(sandbox: Sandbox) -> None:
    remote = await asyncio.to_thread(RemoteSandbox, sandbox.url)
    await asyncio.to_thread(remote.away, 0.05)
    await sandbox.until(lambda: not sandbox.is_open)
    await sandbox.until(lambda: sandbox.is_open)
    assert await asyncio.to_thread(remote.ask, "save")


def test_being_away_and_coming_back() -> None:
    with launch() as sandbox:
        sandbox.away(0.2)

        def refused() -> bool:
            try:
                sandbox.status()
            except OSError:
                return True
            return False

        for expected in (True, False):
            end = time.monotonic() + 5
            while refused() != expected:
                assert time.monotonic() < end
                time.sleep(0.01)


def test_a_state_file_brings_everything_back(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with launch("--state", str(state), "--privacy", "--at", "1800000000") as sandbox:
        ann = sandbox.person("安阿姨", started=True)
        group = sandbox.group("3号楼", [ann], bot_is_admin=True)
        ann.says(group, "青菜2")
        assert 1_800_000_000 <= sandbox.status()["now"] < 1_800_000_060
        sandbox.save()
        assert state.exists()
        said = ann.says(None, "平安")
    with launch("--state", str(state), "--flood") as sandbox:
        assert sandbox.pending == 2
        assert sandbox.status()["now"] < 1_800_000_120
        transcript = sandbox.ask("transcript", chat_id=group.id)
        assert [seen["text"] for seen in transcript] == ["青菜2"]
        again = sandbox.ask("says", person=ann.id, text="还在")
        assert again["id"] == said.id + 1


async def test_a_world_with_everything_in_it_is_saved_and_loaded(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    async with Sandbox(state=state) as sandbox:
        ann = sandbox.person("安阿姨", started=True)
        group = sandbox.group("3号楼", [ann], bot_is_admin=True, is_forum=True)
        ann.says(group, "x", topic=group.open_topic("接龙").id)
        ann.sends_photo(None, "图")
        async with client(sandbox) as bot:
            await bot.send_poll(group.id, "q", ["a", "b"])
            await bot.create_chat_invite_link(group.id)
            await bot.set_my_commands([("tally", "汇总")])
            await bot.get_updates(allowed_updates=["message"])
        before = sandbox.world.save()
    async with Sandbox(state=state) as sandbox:
        assert sandbox.world.save() == before
        assert len(sandbox.world.chat_of(next(iter(sandbox.bot.private.values())).messages[1]).messages) == 1


async def test_a_frozen_clock_moves_only_by_hand() -> None:
    clock = Clock(1_700_000_000.0, frozen=True)
    assert clock.date() == 1_700_000_000
    clock.move(-3600)
    assert clock.now() == 1_700_000_000 - 3600
    assert Clock(frozen=True).now() == pytest.approx(time.time(), abs=60)
    async with Sandbox(clock=clock) as sandbox:
        ann = sandbox.person("安阿姨", started=True)
        assert ann.says(None, "x").date == 1_700_000_000 - 3600


def test_a_port_in_use_is_no_success() -> None:
    with launch() as sandbox:
        port = sandbox.url.rpartition(":")[2]
        with pytest.raises(SandboxError, match="did not start"), launch("--port", port):
            pass


async def test_the_command_serves_until_it_is_told_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    serving = asyncio.ensure_future(run(read_options([])))
    url = ""
    while not url:
        await asyncio.sleep(0.01)
        url = capsys.readouterr().out.strip()
    remote = await asyncio.to_thread(RemoteSandbox, url)
    assert remote.base_url == f"{url}/bot"
    os.kill(os.getpid(), signal.SIGTERM)
    await serving
