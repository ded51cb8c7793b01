"""What the bot did: every call that had an effect, in order, never forgotten; and how often it called what."""

from collections import Counter
from pathlib import Path
from typing import IO, Any

import msgspec

from sandbox.state import Json


class Sent(msgspec.Struct):
    """One call that had an effect. `heard` is False where the answer was lost on purpose."""

    number: int
    at: float
    bot_id: int
    method: str
    chat_id: int | None
    message_id: int | None
    arguments: Json
    files: list[str]
    heard: bool = True

    @property
    def text(self) -> str:
        """The text or caption as the bot sent it."""
        return str(self.arguments.get("text") or self.arguments.get("caption") or "")


class History:
    """The calls with an effect, and counters of all calls."""

    def __init__(self, log: Path | None = None) -> None:
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        """How often each method was called, refused or not."""
        self.refused: Counter[tuple[str, int]] = Counter()
        """How often each method was refused with each code."""
        self.unimplemented: set[str] = set()
        """Methods that were called and that the sandbox does not know how to do."""
        self._log: IO[bytes] | None = log.open("ab") if log is not None else None

    def add(self, at: float, bot_id: int, method: str, arguments: Json, files: list[str], result: Any) -> Sent:
        """Keep a call; `result` tells which message it made."""
        chat_id = arguments.get("chat_id")
        message_id = arguments.get("message_id")
        if isinstance(result, dict) and "message_id" in result:
            message_id = result["message_id"]
            chat_id = result["chat"]["id"] if "chat" in result else chat_id
        elif isinstance(result, list) and result and "message_id" in result[0]:
            message_id = result[0]["message_id"]
        sent = Sent(len(self.sent) + 1, at, bot_id, method, _number(chat_id), _number(message_id), arguments, files)
        self.sent.append(sent)
        return sent

    def write(self, sent: Sent) -> None:
        """Append the call to the log file, if there is one; called once it is known whether the answer was heard."""
        if self._log is not None:
            self._log.write(msgspec.json.encode(sent) + b"\n")
            self._log.flush()

    def close(self) -> None:
        """Close the log file."""
        if self._log is not None:
            self._log.close()
            self._log = None


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
