"""The real program in this process, against a sandbox over HTTP.

    async with running(sandbox, tmp_path) as bot:
        ann.says(group, "汇总")
        await bot.settled()
        assert "还没有接龙" in group.last().text

Nothing waits for a limit unless a test asks for limits; the bot's clock is the sandbox's, so `sandbox.clock.move` moves
both.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

from bot import program
from bot.api import Api
from bot.config import Config
from bot.limit import Limits
from sandbox import Sandbox
from storage.inbox import Inbox
from storage.migration import migrate
from storage.store import Store

#: Nothing waits: what a test is not about should not slow it down.
UNLIMITED = Limits(per_second=1000.0, per_minute_in_a_group=1000, seconds_between_messages=0.0, seconds_between_edits=0)


@dataclass(slots=True)
class Running:
    """A running bot. `ended` is the program's task: await it to see how it ended by itself."""

    config: Config
    store: Store
    api: Api
    sandbox: Sandbox
    stop: asyncio.Event
    ended: asyncio.Task[None]

    async def until(self, holds: Callable[[], Awaitable[object]], *, seconds: float = 10.0) -> None:
        """Wait until what `holds` awaits is true. Raises TimeoutError, and whatever ended the program meanwhile."""
        async with asyncio.timeout(seconds):
            while not await holds():
                if self.ended.done() and not self.stop.is_set():
                    self.ended.result()
                await asyncio.sleep(0.005)

    async def settled(self, *, seconds: float = 10.0) -> None:
        """Wait until everything said has been received, worked on and answered, and nothing is left to be sent."""
        await self.until(self._is_settled, seconds=seconds)

    async def rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        """Return what a query gives, a dict a row."""
        async with self.store.snapshot() as query:
            return [dict(row) for row in await query.all(sql, **values)]  # type: ignore[call-overload]

    async def _is_settled(self) -> bool:
        if self.sandbox.pending:  # confirmed means committed
            return False
        now = int(self.sandbox.clock.now())
        async with self.store.snapshot() as query:
            if await Inbox(query, self.api.id).waiting():
                return False
            for sql in _UNDER_WAY:
                if await query.one(sql, now=now) is not None:
                    return False
        return True


#: What is on its way now: what is to be sent only later does not count.
_UNDER_WAY = (
    "SELECT id FROM outbox WHERE settled_at IS NULL AND not_before <= :now",
    "SELECT id FROM due WHERE at <= :now AND not_before <= :now",
)


def configuration(sandbox: Sandbox, tmp_path: Path, **changes: Any) -> Config:
    """Return a configuration for a bot of this sandbox, with its database in `tmp_path`."""
    config = Config(
        token=sandbox.token,
        proxy_url=None,
        api_url=sandbox.url,
        operator=None,
        database=tmp_path / "data" / "shouwang.db",
        time_zone="Asia/Shanghai",
        quiet=(time(21, 30), time(7, 30)),
        limits=UNLIMITED,
        log_level="INFO",
        backup_folder=tmp_path / "data" / "backups",
        backup_at=time(3, 30),
    )
    return replace(config, **changes)


@contextlib.asynccontextmanager
async def running(sandbox: Sandbox, tmp_path: Path, **changes: Any) -> AsyncIterator[Running]:
    """Run the program in this process until the block ends; `changes` are fields of its Config.

    What ends the program by itself is raised from the block's end.
    """
    config = configuration(sandbox, tmp_path, **changes)
    stop = asyncio.Event()
    with program.alone(config.database):
        async with Store.opened(config.database) as store:
            await migrate(store)
            async with program.connected(config, stop) as api:
                assert api is not None
                ended = asyncio.create_task(program.serve(config, store, api, sandbox.clock, stop, tick_seconds=0.1))
                try:
                    yield Running(config, store, api, sandbox, stop, ended)
                finally:
                    stop.set()
                    await ended
