"""What all tests share: a database on a real file, and a Bot API server on 127.0.0.1."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox import Clock, Sandbox
from storage.migration import migrate
from storage.store import Store

pytest_plugins = ("tests.log_of_the_run",)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A migrated, empty database in a folder of its own."""
    async with Store.opened(tmp_path / "data" / "shouwang.db") as opened:
        await migrate(opened)
        yield opened


#: When every play begins: a Wednesday morning, whatever the machine's hour, so that nothing is due by chance.
MORNING = datetime(2026, 3, 4, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Bot API server with one bot, and nobody else yet."""
    async with Sandbox(clock=Clock(MORNING)) as serving:
        yield serving
