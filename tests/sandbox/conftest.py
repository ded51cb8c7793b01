"""A running sandbox, and ways to talk to it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from sandbox import Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox with one bot, empty."""
    async with Sandbox() as running:
        yield running


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
