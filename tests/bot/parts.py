"""Single loops of the program on a real store and a sandbox, to be driven step by step."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from bot.api import Api
from bot.application import Routing, build
from bot.dispatch import Dispatch
from bot.limit import Limits
from bot.sender import Sender
from bot.transport import Transport
from bot.worker import Worker
from conversation.arrival import House
from conversation.content import Recipe
from sandbox import Sandbox
from storage.chat import Chat, Chats
from storage.compound import Compounds
from storage.inbox import Arrival, Inbox
from storage.outbox import Outbox, Outgoing
from storage.store import Store
from tests.running import UNLIMITED


@contextlib.asynccontextmanager
async def api_of(sandbox: Sandbox) -> AsyncIterator[Api]:
    """Yield the program's line to the sandbox, open."""
    async with Api(
        sandbox.token,
        base_url=sandbox.base_url,
        base_file_url=sandbox.base_file_url,
        request=Transport(connections=16, read_seconds=5.0),
        get_updates_request=Transport(connections=2, read_seconds=10.0),
    ) as api:
        yield api


async def chat_of(store: Store, telegram: int, kind: str = "group") -> Chat:
    """Return the chat of ours with that Telegram id, made now if it is new."""
    async with store.transaction() as query:
        known = await Chats(query).at(telegram)
        if known is not None:
            return known
        if kind == "private":
            return await Chats(query).add(telegram, "private", None, now=1)
        compound = await Compounds(query).add("桂园", "Asia/Shanghai", now=1)
        return await Chats(query).add(telegram, "group", compound.id, now=1)


async def rows(store: Store, sql: str, **values: object) -> list[dict[str, Any]]:
    """Return what a query gives, a dict a row."""
    async with store.snapshot() as query:
        return [dict(row) for row in await query.all(sql, **values)]  # type: ignore[call-overload]


class Sending:
    """A running sender."""

    def __init__(self, store: Store, sandbox: Sandbox, sender: Sender) -> None:
        self.store, self.sandbox, self.sender = store, sandbox, sender

    async def file(self, *outgoing: Outgoing) -> list[int]:
        """File these in one transaction and wake the sender; return their rows."""
        async with self.store.transaction() as query:
            ids = [await Outbox(query).file(one, self.now) for one in outgoing]
        self.sender.wake()
        return [row_id or 0 for row_id in ids]

    async def keep(self, *slots: tuple[Chat, str]) -> None:
        """Bring slots up to date that are there already."""
        async with self.store.transaction() as query:
            for chat, name in slots:
                Outbox(query).put_slot(chat.id, name, self.now)
        self.sender.wake()

    @property
    def now(self) -> int:
        """The time in whole seconds."""
        return int(self.sandbox.clock.now())

    async def until(self, sql: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until a query gives that many rows; return them."""
        async with asyncio.timeout(10):
            while True:
                found = await rows(self.store, sql)
                if len(found) == count:
                    return found
                await asyncio.sleep(0.005)

    async def settled(self) -> None:
        """Wait until nothing is left to be sent."""
        await self.until("SELECT id FROM outbox WHERE settled_at IS NULL", 0)

    async def outcomes(self) -> list[dict[str, Any]]:
        """Return the outcomes that came back as inbox rows, in order."""
        found = await rows(self.store, "SELECT body FROM inbox WHERE kind = 'outcome' ORDER BY id")
        return [json.loads(row["body"]) for row in found]


@contextlib.asynccontextmanager
async def sending(
    sandbox: Sandbox,
    store: Store,
    *,
    recipes: Mapping[str, Recipe[Any]] | None = None,
    limits: Limits = UNLIMITED,
    outcome_filed: Callable[[], None] = lambda: None,
) -> AsyncIterator[Sending]:
    """Run a sender alone until the block ends."""
    async with api_of(sandbox) as api:
        sender = Sender(store, Dispatch(api, store, recipes or {}), api.id, sandbox.clock, limits, outcome_filed)
        await sender.recover()
        loop = asyncio.create_task(sender.run())
        try:
            yield Sending(store, sandbox, sender)
        finally:
            sender.stop()
            await loop


class Working:
    """A worker that works when it is told to, and its application."""

    def __init__(self, store: Store, api: Api, worker: Worker, routing: Routing) -> None:
        self.store, self.api, self.worker, self.routing = store, api, worker, routing

    async def receive(self) -> None:
        """Keep what has arrived at Telegram, as the receiver does, and confirm it."""
        updates = await self.api.poll(0, 0)
        arrivals = [Arrival(update["update_id"], _chat(update), json.dumps(update)) for update in updates]
        async with self.store.transaction() as query:
            await Inbox(query, self.api.id).keep(arrivals, 1)
        if updates:
            await self.api.poll(updates[-1]["update_id"] + 1, 0)

    async def work(self) -> int:
        """Receive, and work off whatever may be worked on now; return how many updates that were."""
        await self.receive()
        count = 0
        while await self.worker.work_one():
            count += 1
        return count


def _chat(update: dict[str, Any]) -> int:
    message = update.get("message") or update.get("edited_message") or {}
    return (message.get("chat") or {}).get("id") or 0


@contextlib.asynccontextmanager
async def working(sandbox: Sandbox, store: Store, *, operator: int | None = None) -> AsyncIterator[Working]:
    """Build a worker with the program's own application; nothing runs by itself."""
    async with api_of(sandbox) as api:
        routing = build(api)
        await routing.initialize()
        house = House(api.username, "Asia/Shanghai")
        worker = Worker(store, routing, house, sandbox.clock, lambda: None, operator=operator)
        yield Working(store, api, worker, routing)
