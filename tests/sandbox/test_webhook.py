"""Pushing: the secret, the order, again after a refusal, and the reply that is a call."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from sandbox import Rule, Sandbox
from sandbox.person import Person
from sandbox.webhook import SECRET_HEADER
from tests.sandbox.conftest import Raw


class Receiver:
    """A bot's own server. `answers` decides about each push; 200 without words is the rule."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: Callable[[dict[str, Any]], web.Response] = lambda update: web.Response()
        self.url = ""

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Take one push."""
        update = json.loads(await request.read())
        self.received.append(update)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        return self.answers(update)

    @property
    def texts(self) -> list[str]:
        """What came, in order."""
        return [update["message"]["text"] for update in self.received]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.handle))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


@pytest.fixture
def ann(sandbox: Sandbox) -> Person:
    sandbox.webhook_pause = 0.02
    return sandbox.person("安阿姨", started=True)


async def test_what_waited_is_pushed_in_order_with_the_secret(
    sandbox: Sandbox, raw: Raw, receiver: Receiver, ann: Person
) -> None:
    ann.says(None, "一")
    await raw.result("setWebhook", url=receiver.url, secret_token="s3cret", max_connections=5)  # noqa: S106
    ann.says(None, "二")
    await sandbox.quiet(pause=0.02)
    assert receiver.texts == ["一", "二"]
    assert set(receiver.secrets) == {"s3cret"}
    info = await raw.result("getWebhookInfo")
    assert (info["url"], info["max_connections"], info["pending_update_count"]) == (receiver.url, 5, 0)


async def test_a_refused_push_comes_again_before_the_next_of_that_chat(
    sandbox: Sandbox, raw: Raw, receiver: Receiver, ann: Person
) -> None:
    ben = sandbox.person("本叔", started=True)
    refused: list[str] = []

    def answers(update: dict[str, Any]) -> web.Response:
        text = update["message"]["text"]
        if text == "一" and len(refused) < 2:
            refused.append(text)
            return web.Response(status=500)
        return web.Response()

    receiver.answers = answers
    for text in "一二":
        ann.says(None, text)
    ben.says(None, "别人")
    await raw.result("setWebhook", url=receiver.url)
    await sandbox.quiet(pause=0.02)
    assert [text for text in receiver.texts if text != "别人"] == ["一", "一", "一", "二"]
    assert receiver.texts.index("别人") < 3, "another chat does not wait"
    assert (await raw.result("getWebhookInfo"))["last_error_message"].startswith("Wrong response from the webhook: 500")
    assert receiver.secrets[0] is None


async def test_nobody_there_is_an_error_and_nothing_is_lost(
    sandbox: Sandbox, raw: Raw, receiver: Receiver, ann: Person
) -> None:
    ann.says(None, "一")
    await raw.result("setWebhook", url="http://127.0.0.1:9/nobody", max_connections=1)
    await sandbox.until(lambda: sandbox.bot.webhook and sandbox.bot.webhook.last_error)
    assert sandbox.pending == 1
    await raw.result("setWebhook", url=receiver.url)
    await sandbox.quiet(pause=0.02)
    assert receiver.texts == ["一"]
    await raw.result("setWebhook", url="", drop_pending_updates=True)
    assert (await raw.result("getWebhookInfo"))["url"] == ""


async def test_the_reply_may_be_a_call(sandbox: Sandbox, raw: Raw, receiver: Receiver, ann: Person) -> None:
    replies: list[Any] = [
        {"method": "sendMessage", "chat_id": ann.id, "text": "收到"},
        {"method": "sendMessage", "chat_id": 7, "text": "收到"},
        {"method": "sendPigeon"},
        {"no": "method"},
    ]
    receiver.answers = lambda update: web.json_response(replies[len(receiver.received) - 1])
    await raw.result("setWebhook", url=receiver.url)
    for text in "一二三四":
        ann.says(None, text)
    await sandbox.until(lambda: len(receiver.received) == 4 and not sandbox.pending)
    assert ann.private.transcript().by(sandbox.bot.username).texts == ["收到"]
    assert sandbox.history.refused["sendMessage", 400] == 1


async def test_a_push_can_come_twice_and_late(sandbox: Sandbox, raw: Raw, receiver: Receiver, ann: Person) -> None:
    sandbox.faults.add(Rule("duplicate", method="webhook", times=1))
    sandbox.faults.add(Rule("delay", method="webhook", seconds=0.01, times=1))
    await raw.result("setWebhook", url=receiver.url, drop_pending_updates=True)
    ann.says(None, "一")
    await sandbox.until(lambda: len(receiver.received) == 2)
    assert receiver.received[0] == receiver.received[1]


async def test_pushing_goes_on_after_a_restart(sandbox: Sandbox, raw: Raw, receiver: Receiver, ann: Person) -> None:
    await raw.result("setWebhook", url=receiver.url)
    await sandbox.refuse()
    ann.says(None, "一")
    await asyncio.sleep(0.05)
    assert receiver.received == []
    await sandbox.start()
    await sandbox.quiet(pause=0.02)
    assert receiver.texts == ["一"]
