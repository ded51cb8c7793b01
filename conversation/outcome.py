"""What became of an outgoing call, for whoever waited for it: it comes back as an inbox row."""

import json
from dataclasses import dataclass
from typing import Any

_MEMBERS = ("creator", "administrator", "member", "restricted")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a call. `waited` is what was filed with it, `{"to": name, …}`; `result` the JSON of Telegram's
    answer if it went well, else None and `error` says in a word why."""

    waited: dict[str, Any]
    chat_id: int | None
    result: Any
    error: str | None

    @property
    def to(self) -> str:
        """The name of who waits."""
        return str(self.waited["to"])

    @property
    def is_member(self) -> bool:
        """Whether a getChatMember found somebody who is in the chat."""
        answer = self.result if isinstance(self.result, dict) else {}
        return answer.get("status") in _MEMBERS and bool(answer.get("is_member", True))

    def as_json(self) -> str:
        """Return it as the body of an inbox row."""
        return json.dumps({"waited": self.waited, "chat_id": self.chat_id, "result": self.result, "error": self.error})

    @classmethod
    def from_json(cls, body: str) -> "Outcome":
        """Read the body of an inbox row."""
        read = json.loads(body)
        return cls(read["waited"], read["chat_id"], read["result"], read["error"])
