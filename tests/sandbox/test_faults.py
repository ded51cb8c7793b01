"""Every fault, as a client meets it, and what was done all the same."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram.error import ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from sandbox import Rule, Sandbox
from sandbox.fault import Faults
from sandbox.person import Person
from sandbox.room import Room
from tests.sandbox.conftest import Inspector, Raw, client


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    return sandbox.person("安阿姨", started=True)


@pytest.fixture
def group(sandbox: Sandbox, ann: Person) -> Room:
    return sandbox.group("3号楼", members=[ann], bot_is_admin=True)


async def test_refusals_of_every_kind(
    sandbox: Sandbox, group: Room, bot: ExtBot[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else python-telegram-bot 22 warns while it makes a RetryAfter

    async def struck_by(rule: Rule) -> Exception:
        sandbox.faults.clear()
        sandbox.faults.add(rule)
        with pytest.raises(Exception) as caught:
            await bot.send_message(group.id, "早")
        return caught.value

    error = await struck_by(Rule("too_many_requests", seconds=7))
    assert isinstance(error, RetryAfter)
    assert error.retry_after == timedelta(seconds=7)
    assert isinstance(await struck_by(Rule("forbidden")), Forbidden)
    error = await struck_by(Rule("upgraded", migrate_to=-1009))
    assert isinstance(error, ChatMigrated)
    assert error.new_chat_id == -1009
    assert "Chat not found" in str(await struck_by(Rule("bad_request")))
    assert "Internal Server Error" in str(await struck_by(Rule("server_error")))
    error = await struck_by(Rule("bad_gateway"))
    assert isinstance(error, NetworkError)
    assert "Bad Gateway" in str(error)
    assert sandbox.sent == []
    assert group.transcript().texts == []


async def test_a_connection_dropped_before_the_work_leaves_nothing(
    sandbox: Sandbox, group: Room, bot: ExtBot[Any]
) -> None:
    sandbox.faults.add(Rule("drop_before", method="sendMessage", nth=1))
    with pytest.raises(NetworkError):
        await bot.send_message(group.id, "早")
    assert group.transcript().texts == []
    await bot.send_message(group.id, "早")
    assert group.transcript().texts == ["早"]


async def test_a_connection_dropped_after_the_work_leaves_the_message(
    sandbox: Sandbox, group: Room, bot: ExtBot[Any]
) -> None:
    sandbox.faults.add(Rule("drop_after", method="sendMessage", times=1))
    with pytest.raises(NetworkError):
        await bot.send_message(group.id, "早")
    await bot.send_message(group.id, "早")
    assert group.transcript().texts == ["早", "早"]
    assert [sent.heard for sent in sandbox.sent] == [False, True]


async def test_an_answer_that_is_not_json(sandbox: Sandbox, group: Room, bot: ExtBot[Any]) -> None:
    sandbox.faults.add(Rule("malformed", method="sendMessage"))
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(group.id, "早")
    assert group.transcript().texts == ["早"]


@pytest.mark.parametrize("kind", ["delay", "delay_after"])
async def test_a_slow_answer_is_a_time_out_and_the_message_is_there(
    sandbox: Sandbox, group: Room, bot: ExtBot[Any], kind: Any
) -> None:
    sandbox.faults.add(Rule(kind, method="sendMessage", seconds=0.4, times=1))
    with pytest.raises(TimedOut):
        await bot.send_message(group.id, "早", read_timeout=0.1)
    await sandbox.until(lambda: group.transcript().texts == ["早"])
    await sandbox.quiet()


async def test_a_rule_strikes_the_chat_and_call_it_names(sandbox: Sandbox, group: Room, ann: Person, raw: Raw) -> None:
    rule = sandbox.faults.add(Rule("forbidden", chat_id=group.id, every=2, text="Forbidden: x"))

    async def send(chat_id: int) -> bool:
        return bool((await raw("sendMessage", chat_id=chat_id, text="x"))["ok"])

    assert [await send(group.id) for _ in range(4)] == [True, False, True, False]
    assert [await send(ann.id) for _ in range(4)] == [True] * 4
    assert (rule.seen, rule.happened) == (4, 2)
    assert sandbox.history.refused["sendMessage", 403] == 2
    assert sandbox.calls["sendMessage"] == 8


def test_chance_depends_on_the_seed_alone() -> None:
    def run(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Rule("server_error", probability=0.3))
        return [bool(faults.strike("sendMessage", 1).before) for _ in range(200)]

    assert run(5) == run(5) != run(6)
    assert 30 < sum(run(5)) < 90


def test_a_rule_for_everything_spares_polling_and_pushing() -> None:
    faults = Faults()
    faults.add(Rule("server_error"))
    assert not faults.strike("getUpdates", None).before
    assert not faults.strike("webhook", 1).before
    assert faults.strike("getMe", None).before


async def test_updates_given_twice(sandbox: Sandbox, ann: Person, raw: Raw) -> None:
    for text in "一二三":
        ann.says(None, text)
    first = await raw.updates()
    sandbox.faults.add(Rule("duplicate", method="getUpdates", count=2, times=1))
    assert await raw.updates() == first[1:]
    assert await raw.updates() == []


async def test_a_gap_in_the_numbers(sandbox: Sandbox, ann: Person, raw: Raw) -> None:
    ann.says(None, "一")
    (before,) = await raw.updates()
    sandbox.faults.add(Rule("gap", method="getUpdates", count=10, times=1))
    await raw.updates()
    ann.says(None, "二")
    (after,) = await raw.updates()
    assert after["update_id"] == before["update_id"] + 11


async def test_an_update_no_client_can_read(
    sandbox: Sandbox, ann: Person, bot: ExtBot[Any], raw: Raw, inspector: Inspector
) -> None:
    inspector.ignored = ("getUpdates",)
    ann.says(None, "一")
    sandbox.faults.add(Rule("unparsable", method="getUpdates", times=1))
    with pytest.raises(TypeError):
        await bot.get_updates()
    updates = await raw.result("getUpdates")
    assert [update["message"]["message_id"] for update in updates] == [1, "ten"]


async def test_a_poll_that_is_silent_although_something_came(sandbox: Sandbox, ann: Person, raw: Raw) -> None:
    ann.says(None, "一")
    sandbox.faults.add(Rule("stall", method="getUpdates", seconds=0.3, times=1))
    poll = asyncio.ensure_future(raw.updates())
    await asyncio.sleep(0.1)
    assert not poll.done()
    assert len(await poll) == 1


@pytest.mark.parametrize("kind", ["server_error", "drop_before", "drop_after", "malformed", "bad_gateway", "delay"])
async def test_polling_can_fail_and_loses_nothing(sandbox: Sandbox, ann: Person, bot: ExtBot[Any], kind: Any) -> None:
    ann.says(None, "一")
    sandbox.faults.add(Rule(kind, method="getUpdates", times=1, seconds=0.3))
    with pytest.raises(TelegramError):  # for what is no JSON it is not even a NetworkError
        await bot.get_updates(read_timeout=0.1)
    await asyncio.sleep(0.3)
    assert len(await bot.get_updates()) == 1


async def test_away_means_refused_and_nothing_is_forgotten(sandbox: Sandbox, ann: Person, raw: Raw) -> None:
    ann.says(None, "一")
    url = sandbox.url
    await sandbox.refuse()
    with pytest.raises(aiohttp.ClientConnectorError):
        await raw("getMe")
    ann.says(None, "二")
    await sandbox.start()
    assert sandbox.url == url
    assert len(await raw.updates()) == 2


async def test_a_port_that_is_taken_is_told(sandbox: Sandbox) -> None:
    second = Sandbox(port=sandbox.port)
    with pytest.raises(OSError, match="in use"):
        await second.start()
    assert not second.is_open


async def test_a_restart_ends_the_waiting_poll(sandbox: Sandbox, raw: Raw, ann: Person) -> None:
    poll = asyncio.ensure_future(raw("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await sandbox.restart(0.05)
    with pytest.raises(aiohttp.ClientError):
        await poll
    ann.says(None, "一")
    assert len(await raw.updates()) == 1


async def test_a_burst_of_a_thousand(sandbox: Sandbox, ann: Person, group: Room) -> None:
    for number in range(1000):
        ann.says(group, f"{number} 青菜2")
    async with client(sandbox) as bot:
        seen, offset = [], 0
        while updates := await bot.get_updates(offset=offset):
            seen += [update.message.message_id for update in updates if update.message]
            offset = updates[-1].update_id + 1
    assert seen == list(range(2, 1002))
