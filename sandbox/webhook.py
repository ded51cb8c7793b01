"""Pushing updates to a webhook: in order within a chat, again after any answer but 2xx, ever more slowly."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import aiohttp
import msgspec

from sandbox.fault import Faults
from sandbox.state import Bot, Json, Update, Webhook
from sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_LONGEST_PAUSE = 60.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)


class Pusher:
    """Pushes one bot's updates for as long as its webhook is the one it began with."""

    def __init__(
        self, world: World, bot: Bot, faults: Faults, answer: Callable[[Bot, Json], Any], first_pause: float
    ) -> None:
        """`answer` does a method that the webhook put into its reply; `first_pause` is waited after a first failure,
        then twice as long each time, up to a minute."""
        self.world = world
        self.bot = bot
        self.queue = world.queues[bot.id]
        self.faults = faults
        self.answer = answer
        self._first_pause = first_pause
        self._pause = first_pause
        self._in_flight: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Push until the webhook is another or none."""
        hook = self.bot.webhook
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            try:
                while hook is not None and self.bot.webhook is hook:
                    update = self._next(hook)
                    if update is None:
                        self.queue.arrived.clear()
                        await self._something_happens()
                        continue
                    task = asyncio.ensure_future(self._deliver(session, hook, update))
                    self._in_flight[update.chat_id] = task
            finally:
                tasks = list(self._in_flight.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _something_happens(self) -> None:
        arrived = asyncio.ensure_future(self.queue.arrived.wait())
        waiting: set[asyncio.Future[Any]] = {arrived, *self._in_flight.values()}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            arrived.cancel()

    def _next(self, hook: Webhook) -> Update | None:
        for chat_id in [chat_id for chat_id, task in self._in_flight.items() if task.done()]:
            del self._in_flight[chat_id]
        if len(self._in_flight) >= hook.max_connections:
            return None
        self.queue.read(1)  # drops what has expired
        return next((update for update in self.queue.pending if update.chat_id not in self._in_flight), None)

    async def _deliver(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> None:
        repeats = 1
        for rule in self.faults.strike("webhook", update.chat_id).before:
            if rule.kind == "delay":
                await asyncio.sleep(rule.seconds)
            elif rule.kind == "duplicate":
                repeats += rule.count
        for _ in range(repeats):
            if not await self._post(session, hook, update):
                await asyncio.sleep(self._pause)
                self._pause = min(self._pause * 2, _LONGEST_PAUSE)
                return
        self._pause = self._first_pause
        self.queue.finish(update)

    async def _post(self, session: aiohttp.ClientSession, hook: Webhook, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret_token:
            headers[SECRET_HEADER] = hook.secret_token
        try:
            async with session.post(hook.url, data=update.body, headers=headers) as response:
                if 200 <= response.status < 300:
                    self._do_reply(await response.read())
                    return True
                hook.last_error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            hook.last_error = f"Connection failed: {type(error).__name__}"
        hook.last_error_at = self.world.clock.date()
        return False

    def _do_reply(self, body: bytes) -> None:
        with contextlib.suppress(msgspec.DecodeError):
            reply = msgspec.json.decode(body)
            if isinstance(reply, dict) and "method" in reply:
                self.answer(self.bot, reply)
