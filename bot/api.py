"""PTB's bot with one more door: a Bot API call by name, with plain JSON in and out.

The receiver must see updates as Telegram wrote them, and the outbox holds calls as rows; both would gain nothing from
objects in between.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.transport import NEVER_LEFT

os.environ.setdefault("PTB_TIMEDELTA", "true")  # PTB 22: spans of time as timedelta, as from version 23 on

#: What we ask Telegram to send; chat_member is never sent unless named.
UPDATE_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")


class Api(ExtBot[None]):
    """The Bot API as the loops use it."""

    async def call(self, method: str, arguments: Mapping[str, Any]) -> Any:
        """Call a Bot API method; return the JSON of its result. Raises TelegramError."""
        return await self._post(method, dict(arguments))

    async def download(self, file_id: str, most: int) -> bytes | None:
        """Return a file's content, or None where it is longer than `most` bytes. Raises TelegramError."""
        file = await self.get_file(file_id)
        if (file.file_size or 0) > most:
            return None
        content = bytes(await file.download_as_bytearray())
        return content if len(content) <= most else None

    async def poll(self, offset: int, seconds: int) -> list[dict[str, Any]]:
        """Wait up to `seconds` for updates from `offset` on (0: from the oldest that is not confirmed); raw JSON."""
        arguments: dict[str, Any] = {"timeout": seconds, "allowed_updates": list(UPDATE_KINDS)}
        if offset:
            arguments["offset"] = offset
        updates = await self._post("getUpdates", arguments, read_timeout=seconds + 10.0)
        return updates if isinstance(updates, list) else []


def was_never_sent(error: TelegramError) -> bool:
    """Say whether a failed call surely did not reach Telegram: there was no connection to send it over."""
    return isinstance(error, TimedOut | NetworkError) and isinstance(error.__cause__, NEVER_LEFT)


def retry_seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks us to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
