"""What all tests share: a database on a real file, and a Bot API server on 127.0.0.1."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from storage.migration import migrate
from storage.store import Store

pytest_plugins = ("tests.log_of_the_run",)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A migrated, empty database in a folder of its own."""
    async with Store.opened(tmp_path / "data" / "shouwang.db") as opened:
        await migrate(opened)
        yield opened


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Bot API server with one bot, and nobody else yet."""
    async with Sandbox() as serving:
        yield serving
