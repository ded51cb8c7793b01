"""getUpdates: one waiting poll a bot; a second one ends the first."""

import asyncio
from typing import Any

from sandbox.methods.delivery import set_allowed_updates
from sandbox.methods.registry import Call
from sandbox.rejection import TERMINATED, WEBHOOK_ACTIVE, conflict
from sandbox.update_queue import UpdateQueue

_LONGEST_WAIT = 50
_MOST = 100


class Polls:
    """The polls that wait now, by bot."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[str]] = {}

    def end(self, bot_id: int, reason: str) -> None:
        """Let the waiting poll of that bot fail with 409."""
        waiting = self._waiting.pop(bot_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(reason)

    async def get_updates(self, call: Call, *, stalled: float = 0.0) -> bytes:
        """Return the JSON answer. `stalled` seconds pass before anything is given, whatever has arrived.

        Raises RejectedError (409) while a webhook is set, or when another poll begins.
        """
        bot, args = call.bot, call.args
        if bot.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        self.end(bot.id, TERMINATED)
        queue = call.world.queues[bot.id]
        set_allowed_updates(bot, args.list("allowed_updates"))
        offset = args.number("offset")
        if offset:
            queue.confirm(offset)
        limit = args.number("limit", _MOST)
        limit = limit if 1 <= limit <= _MOST else _MOST
        timeout = min(max(args.number("timeout"), 0), _LONGEST_WAIT)
        if stalled:
            await asyncio.sleep(stalled)
        found = queue.read(limit)
        if not found and timeout:
            await self._wait(bot.id, queue, timeout)
            found = queue.read(limit)
        return b'{"ok":true,"result":[%s]}' % b",".join([update.body for update in found])

    async def _wait(self, bot_id: int, queue: UpdateQueue, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[str] = loop.create_future()
        self._waiting[bot_id] = ended
        queue.arrived.clear()
        arrived = asyncio.ensure_future(queue.arrived.wait())
        both: set[asyncio.Future[Any]] = {arrived, ended}
        try:
            await asyncio.wait(both, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                raise conflict(ended.result())
        finally:
            arrived.cancel()
            if self._waiting.get(bot_id) is ended:
                del self._waiting[bot_id]
