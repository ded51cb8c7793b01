"""A running sandbox, and ways to talk to it. Where SHOUWANG_BOT_API_SPEC names a folder with a machine-readable Bot API
(bot-api.json and bot_api_spec.py), every call and answer of every test is held against it."""

import importlib.util
import json
import os
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import aiohttp
import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from sandbox import Sandbox
from sandbox.arguments import Arguments


@pytest.fixture(scope="session")
def specification() -> ModuleType | None:
    """The validator of the specification, or None where there is none."""
    folder = os.environ.get("SHOUWANG_BOT_API_SPEC")
    if not folder:
        return None
    found = importlib.util.spec_from_file_location("bot_api_spec", Path(folder) / "bot_api_spec.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    with warnings.catch_warnings(action="ignore"):  # it leaves its file open
        found.loader.exec_module(module)
    return module


class Inspector:
    """Holds each successful call against the specification and remembers what is wrong."""

    def __init__(self, specification: ModuleType | None) -> None:
        self.specification = specification
        self.wrong: list[str] = []
        self.inspected = 0
        self.ignored: tuple[str, ...] = ()
        """Methods that a test makes give what is wrong."""

    def watch(self, method: str, args: Arguments, body: bytes) -> None:
        """Inspect one call."""
        if self.specification is None or method in self.ignored:
            return
        self.inspected += 1
        request = self.specification.validate_request(method, args.values, args.files)
        answer = self.specification.validate_result(method, json.loads(body)["result"])
        self.wrong += [f"{method} asked {error}" for error in request] + [f"{method} gave {error}" for error in answer]


@pytest.fixture
def inspector(specification: ModuleType | None) -> Iterator[Inspector]:
    """Fails the test where a call was not as the specification has it."""
    inspector = Inspector(specification)
    yield inspector
    assert not inspector.wrong


@pytest.fixture
async def sandbox(inspector: Inspector) -> AsyncIterator[Sandbox]:
    """A sandbox with one bot, empty."""
    async with Sandbox() as running:
        running.answering.watch = inspector.watch
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[ExtBot[Any]]:
    """The real client of the sandbox's bot, at work."""
    async with client(sandbox) as running:
        yield running


@pytest.fixture
async def raw(sandbox: Sandbox) -> AsyncIterator["Raw"]:
    """The sandbox without any client library."""
    async with aiohttp.ClientSession() as session:
        yield Raw(sandbox, session)


class Raw:
    """Calls by HTTP alone."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session

    async def __call__(self, method: str, **given: Any) -> dict[str, Any]:
        """Call with a JSON body; returns the whole answer."""
        url = f"{self.sandbox.base_url}{self.sandbox.token}/{method}"
        async with self.session.post(url, json=given) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] == (response.status == 200)
            return answer

    async def result(self, method: str, **given: Any) -> Any:
        """Call and return the result, which must be there."""
        answer = await self(method, **given)
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **given: Any) -> str:
        """Call and return "code description" of the refusal, which must come."""
        answer = await self(method, **given)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    async def updates(self, **given: Any) -> list[dict[str, Any]]:
        """Fetch and confirm what is pending."""
        updates: list[dict[str, Any]] = await self.result("getUpdates", **given)
        if updates:
            await self.result("getUpdates", offset=updates[-1]["update_id"] + 1, limit=1)
        return updates


ALL_KINDS = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
    "chat_join_request",
]


class Told:
    """What the bot was told since it was last asked."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    async def all(self) -> list[tuple[str, dict[str, Any]]]:
        """Return (kind, object) pairs."""
        return [next((k, v) for k, v in update.items() if k != "update_id") for update in await self.raw.updates()]

    async def one(self, kind: str) -> dict[str, Any]:
        """Return the object of the only update, which is of that kind."""
        updates = await self.all()
        assert [found for found, _ in updates] == [kind]
        return updates[0][1]

    async def kinds(self) -> list[str]:
        """Return the kinds alone."""
        return [kind for kind, _ in await self.all()]


@pytest.fixture
async def told(raw: Raw) -> Told:
    """What the bot is told, of every kind."""
    await raw.result("getUpdates", allowed_updates=ALL_KINDS)
    return Told(raw)


def client(sandbox: Sandbox, **about: Any) -> ExtBot[Any]:
    """Return the real client for the sandbox's bot."""
    return ExtBot(
        sandbox.token,
        base_url=sandbox.base_url,
        base_file_url=sandbox.base_file_url,
        request=HTTPXRequest(read_timeout=2.0),
        get_updates_request=HTTPXRequest(read_timeout=2.0),
        **about,
    )
