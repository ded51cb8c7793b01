"""The worker: one update, one transaction; what fails leaves nothing behind and blocks nobody."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.application import TurnContext
from sandbox import Rule, Sandbox
from sandbox.clock import Clock
from storage.inbox import Inbox
from storage.store import Store
from tests.bot.parts import Working, rows, working

STUMBLE = "绊一跤"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox whose clock stands still unless it is moved."""
    async with Sandbox(clock=Clock(frozen=True)) as serving:
        yield serving


def stumbling(bot: Working) -> None:
    """Put a handler first that records and says something, and then raises."""

    async def stumble(update: Update, context: TurnContext) -> None:
        await context.turn.person()
        context.turn.say("这句话不该有人看到")
        context.turn.close()
        raise ValueError(update.effective_message)

    bot.routing.handlers[0].insert(0, MessageHandler(filters.Regex(STUMBLE), stumble))


async def test_a_handler_that_raises_half_way_leaves_nothing_committed(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with working(sandbox, store) as bot:
        stumbling(bot)
        ann.says(group, STUMBLE)
        assert await bot.work() == 1  # tried once; the next time is a second later
        for table in ("person", "outbox", "chat", "compound", "message"):
            assert await rows(store, f"SELECT id FROM {table}") == [], table  # noqa: S608
        (kept,) = await rows(store, "SELECT state, attempts, error FROM inbox")
        assert (kept["state"], kept["attempts"]) == ("new", 1)
        assert kept["error"].startswith("ValueError at test_worker.py:")
        assert kept["error"].endswith(" in stumble")


async def test_an_update_that_fails_three_times_is_set_aside_and_the_operator_hears_its_number_only(
    sandbox: Sandbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    ann, operator = sandbox.person("周阿姨"), sandbox.person("运维", started=True)
    group, other = sandbox.group("6号楼", members=[ann]), sandbox.group("7号楼", members=[ann])
    async with working(sandbox, store, operator=operator.id) as bot:
        stumbling(bot)
        ann.says(group, STUMBLE)
        ann.says(group, "汇总")
        ann.says(other, "汇总")
        assert await bot.work() == 2  # its own chat waits, the other goes on
        for seconds in (1, 2):
            sandbox.clock.move(seconds - 1)
            assert await bot.work() == 0
            sandbox.clock.move(1)
            assert await bot.work() == (1 if seconds == 1 else 2)  # at the third failure its chat goes on
        (kept,) = await rows(store, "SELECT id, state, attempts, body FROM inbox WHERE state <> 'done'")
        assert (kept["state"], kept["attempts"]) == ("aside", 3)
        assert STUMBLE in json.loads(kept["body"])["message"]["text"]  # kept for who looks into it
        (told,) = await rows(
            store,
            "SELECT payload, lane FROM outbox JOIN address ON address.chat_id = outbox.chat_id "
            "WHERE telegram_chat_id = :operator",
            operator=operator.id,
        )
        assert f"shouwang inbox show {kept['id']}" in json.loads(told["payload"])["text"]
        assert told["lane"] == 1
        for text in (caplog.text, told["payload"], str(json.loads(told["payload"]))):
            assert not any(words in text for words in (STUMBLE, "周阿姨", "6号楼", "看到"))
        assert len(await rows(store, "SELECT id FROM outbox WHERE lane = 3")) == 2


async def test_an_update_set_aside_works_when_it_is_retried_after_the_mend(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with working(sandbox, store) as bot:
        stumbling(bot)
        ann.says(group, f"/tally {STUMBLE}")
        for _ in range(3):
            await bot.work()
            sandbox.clock.move(5)
        (kept,) = await rows(store, "SELECT id FROM inbox WHERE state = 'aside'")
        bot.routing.handlers[0].pop(0)
        async with store.transaction() as query:
            assert await Inbox(query, 0).retry(kept["id"])
        assert await bot.work() == 1
        assert len(await rows(store, "SELECT id FROM outbox")) == 1


async def test_an_update_that_nobody_can_parse_is_set_aside_and_blocks_nobody(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    sandbox.faults.add(Rule("unparsable", method="getUpdates", times=1, count=2))
    async with working(sandbox, store) as bot:
        ann.says(group, "汇总")
        for _ in range(6):
            await bot.work()
            sandbox.clock.move(5)
        assert len(await rows(store, "SELECT id FROM inbox WHERE state = 'aside'")) == 2
        assert len(await rows(store, "SELECT id FROM outbox")) == 1


async def test_a_chat_that_is_none_of_ours_and_an_unknown_kind_are_done_without_a_trace(
    sandbox: Sandbox, store: Store
) -> None:
    async with working(sandbox, store) as bot:
        channel = {"id": -1005, "type": "channel", "title": "公告"}
        post = {"message_id": 1, "date": 1, "chat": channel, "text": "汇总"}
        updates: tuple[dict[str, object], ...] = ({"channel_post": post}, {"a_kind_of_2031": {"id": 5}}, {})
        async with store.transaction() as query:
            for number, update in enumerate(updates, 1):
                query.do(
                    "INSERT INTO inbox (bot_id, update_id, kind, chat_key, body, arrived_at) "
                    "VALUES (1, :number, 'update', 0, :body, 1)",
                    number=number,
                    body=json.dumps({"update_id": number, **update}),
                )
        assert await bot.work() == 3
        assert await rows(store, "SELECT id FROM chat") == []
        assert await rows(store, "SELECT id FROM inbox WHERE state <> 'done'") == []


async def test_an_outcome_nobody_waits_for_is_set_aside_and_one_of_no_chat_is_done(
    sandbox: Sandbox, store: Store
) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with working(sandbox, store) as bot:
        ann.says(group, "汇总")
        await bot.work()
        (chat,) = await rows(store, "SELECT id FROM chat")
        async with store.transaction() as query:
            for chat_id in (None, chat["id"]):
                body = json.dumps({"waited": {"to": "nobody"}, "chat_id": chat_id, "result": None, "error": None})
                await Inbox(query, bot.api.id).file_outcome(0, body, 1)
        for _ in range(4):
            await bot.work()
            sandbox.clock.move(5)
        assert len(await rows(store, "SELECT id FROM inbox WHERE state = 'aside'")) == 1


async def test_a_full_disk_is_no_failure_of_the_update(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼" * 40, members=[ann])
    async with working(sandbox, store) as bot:
        ann.says(group, "汇总")
        await bot.receive()
        async with store.transaction() as query:
            await query.all("CREATE TABLE heap (stuff TEXT) STRICT")
            pages = await query.the("PRAGMA page_count")
            await query.all(f"PRAGMA max_page_count = {pages['page_count']}")
            await query.all(
                "CREATE TRIGGER heaping AFTER INSERT ON chat BEGIN "
                "INSERT INTO heap (stuff) VALUES (hex(randomblob(9000))); END"
            )
        with pytest.raises(Exception, match="full"):
            await bot.worker.work_one()
        assert (await rows(store, "SELECT attempts FROM inbox")) == [{"attempts": 0}]
        async with store.transaction() as query:
            await query.all("PRAGMA max_page_count = 100000")
        assert await bot.work() == 1
        assert len(await rows(store, "SELECT id FROM outbox")) == 1


async def answered(store: Store) -> None:
    while True:
        if await rows(store, "SELECT id FROM outbox"):
            return
        await asyncio.sleep(0.005)


async def test_a_worker_that_runs_waits_out_a_full_disk_and_stops_when_told(
    sandbox: Sandbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    ann = sandbox.person("周阿姨")
    group = sandbox.group("6号楼", members=[ann])
    async with working(sandbox, store) as bot:
        async with store.transaction() as query:
            await query.all("CREATE TABLE heap (stuff TEXT) STRICT")
            await query.all(
                "CREATE TRIGGER heaping AFTER INSERT ON chat BEGIN "
                "INSERT INTO heap (stuff) VALUES (hex(randomblob(9000))); END"
            )
        ann.says(group, "汇总")
        await bot.receive()
        async with store.transaction() as query:
            pages = await query.the("PRAGMA page_count")
            await query.all(f"PRAGMA max_page_count = {pages['page_count']}")
        running = asyncio.create_task(bot.worker.run())
        await sandbox.until(lambda: "inbox-not-writable error=OperationalError" in caplog.text)
        async with store.transaction() as query:
            await query.all("PRAGMA max_page_count = 100000")
        async with asyncio.timeout(10):
            await answered(store)
        bot.worker.stop()
        async with asyncio.timeout(5):
            await running


async def test_a_wrong_statement_in_a_handler_is_a_failure_of_its_update_only(sandbox: Sandbox, store: Store) -> None:
    ann = sandbox.person("周阿姨")
    group, other = sandbox.group("6号楼", members=[ann]), sandbox.group("7号楼", members=[ann])

    async def ask_wrongly(update: Update, context: TurnContext) -> None:
        await context.turn.store.query.all("SELECT shoe_size FROM person")

    async with working(sandbox, store) as bot:
        bot.routing.handlers[0].insert(0, MessageHandler(filters.Regex(STUMBLE), ask_wrongly))
        ann.says(group, STUMBLE)
        ann.says(other, "汇总")
        assert await bot.work() == 2
        assert len(await rows(store, "SELECT id FROM inbox WHERE attempts = 1 AND state = 'new'")) == 1
        assert len(await rows(store, "SELECT id FROM outbox")) == 1
