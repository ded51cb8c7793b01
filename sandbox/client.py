"""A sandbox in another process, with the vocabulary of the one in this process. Its calls block."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from sandbox.fault import Rule
from sandbox.history import Sent
from sandbox.seen import Seen, Transcript


class SandboxError(Exception):
    """The sandbox could not do what was asked; the text says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message somebody wrote."""

    id: int
    chat_id: int
    text: str
    date: int


@dataclass(frozen=True, slots=True)
class RemoteTap:
    """A tapped button; each property asks anew."""

    sandbox: "RemoteSandbox"
    id: str | None
    url: str | None

    @property
    def answered(self) -> bool:
        """Whether the bot answered."""
        return bool(self.sandbox.ask("tap", id=self.id)["answered"]) if self.id else False

    @property
    def notice(self) -> str:
        """The words the bot answered with."""
        return str(self.sandbox.ask("tap", id=self.id)["notice"]) if self.id else ""


class RemoteRoom:
    """A chat of a sandbox elsewhere. Its first id stays good after an upgrade."""

    def __init__(self, sandbox: "RemoteSandbox", number: int) -> None:
        self.sandbox = sandbox
        self.id = number

    def transcript(self) -> Transcript:
        """Return what people see now."""
        return Transcript(msgspec.convert(self.sandbox.ask("transcript", chat_id=self.id), list[Seen]))

    def add(self, person: "RemotePerson") -> None:
        """Somebody joins."""
        self.sandbox.ask("add", chat_id=self.id, person=person.id)

    def remove(self, person: "RemotePerson | None" = None, *, by: "RemotePerson | None" = None) -> None:
        """Somebody leaves; without a person the bot is removed."""
        given = {"person": person.id} if person else {}
        self.sandbox.ask("remove", chat_id=self.id, by=by.id if by else None, **given)

    def upgrade(self) -> int:
        """Make a basic group a supergroup; returns the new id."""
        self.id = int(self.sandbox.ask("upgrade", chat_id=self.id)["id"])
        return self.id


class RemotePerson:
    """Somebody in a sandbox elsewhere."""

    def __init__(self, sandbox: "RemoteSandbox", number: int, name: str) -> None:
        self.sandbox = sandbox
        self.id = number
        self.name = name

    @property
    def private(self) -> RemoteRoom:
        """The private chat with the bot."""
        return RemoteRoom(self.sandbox, self.id)

    def says(self, where: RemoteRoom | None, text: str, *, topic: int | None = None) -> Said:
        """Write a text (None: to the bot)."""
        return self._said("says", chat_id=where.id if where else None, text=text, topic=topic)

    def pastes(self, where: RemoteRoom | None, text: str, *, topic: int | None = None) -> list[Said]:
        """Write what may be too long for one message."""
        chat_id = where.id if where else None
        parts = self.sandbox.ask("pastes", person=self.id, chat_id=chat_id, text=text, topic=topic)
        return [Said(**part) for part in parts]

    def replies(self, to: Said, text: str) -> Said:
        """Answer a message."""
        return self._said("replies", chat_id=to.chat_id, message_id=to.id, text=text)

    def edits(self, message: Said, text: str) -> Said:
        """Change one's message."""
        return self._said("edits", chat_id=message.chat_id, message_id=message.id, text=text)

    def deletes(self, message: Said) -> None:
        """Delete a message; the bot is not told."""
        self.sandbox.ask("deletes", person=self.id, chat_id=message.chat_id, message_id=message.id)

    def forwards(self, message: Said, to: RemoteRoom | None) -> Said:
        """Forward a message (None: to the bot)."""
        about = {"chat_id": message.chat_id, "message_id": message.id, "to": to.id if to else None}
        return self._said("forwards", **about)

    def taps(self, where: Said | RemoteRoom, text: str = "") -> RemoteTap:
        """Tap a button under a message, or the newest with that text in a chat."""
        about = (
            {"chat_id": where.id}
            if isinstance(where, RemoteRoom)
            else {"chat_id": where.chat_id, "message_id": where.id}
        )
        tap = self.sandbox.ask("taps", person=self.id, text=text, **about)
        return RemoteTap(self.sandbox, tap["id"], tap["url"])

    def reacts(self, message: Said, *emoji: str) -> None:
        """Put reactions under a message."""
        about = {"chat_id": message.chat_id, "message_id": message.id}
        self.sandbox.ask("reacts", person=self.id, emoji=list(emoji), **about)

    def starts(self, payload: str = "") -> Said:
        """Press start."""
        return self._said("starts", payload=payload)

    def blocks(self) -> None:
        """Stop the bot."""
        self.sandbox.ask("blocks", person=self.id)

    def _said(self, verb: str, **given: Any) -> Said:
        return Said(**self.sandbox.ask(verb, person=self.id, **given))


class RemoteSandbox:
    """A sandbox at an address. Calls block; one connection each, so that a sandbox that was away is no trouble."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = str(self.status()["token"])

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as base_file_url."""
        return f"{self.url}/file/bot"

    def ask(self, verb: str, **given: Any) -> Any:
        """Call a verb of sandbox.control. Raises SandboxError, and OSError where nobody listens."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port or 80, timeout=60)
        try:
            connection.request("POST", f"/_c/{verb}", json.dumps(given), {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise SandboxError(answer["error"])
        return answer

    def person(self, name: str, *, started: bool = False, **about: Any) -> RemotePerson:
        """Make somebody."""
        return RemotePerson(self, self.ask("person", name=name, started=started, **about)["id"], name)

    def group(
        self,
        title: str,
        members: list[RemotePerson] | None = None,
        *,
        administrators: list[RemotePerson] | None = None,
        **about: Any,
    ) -> RemoteRoom:
        """Make a group that has been there for a while."""
        about["members"] = [person.id for person in members or []]
        about["administrators"] = [person.id for person in administrators or []]
        return RemoteRoom(self, self.ask("group", title=title, **about)["id"])

    def add_bot(self, room: RemoteRoom, by: RemotePerson, *, as_admin: bool = False) -> None:
        """Let a person put the bot into a group."""
        self.ask("add_bot", chat_id=room.id, person=by.id, as_admin=as_admin)

    def says_many(self, lines: list[tuple[RemotePerson, RemoteRoom | None, str]]) -> int:
        """Let many people write in one call."""
        given = [{"person": who.id, "chat_id": where.id if where else None, "text": text} for who, where, text in lines]
        return int(self.ask("says_many", lines=given))

    def fault(self, kind: str, **about: Any) -> int:
        """Put a rule (sandbox.fault.Rule) in force; returns its place in `faults`."""
        return int(self.ask("fault", kind=kind, **about))

    def faults(self) -> list[Rule]:
        """Return the rules with what came of them."""
        return msgspec.convert(self.ask("faults"), list[Rule])

    def clear_faults(self) -> None:
        """Let everything work again."""
        self.ask("clear_faults")

    def flood(self, *, on: bool = True, **limits: float) -> None:
        """Switch Telegram's limits on sending on or off."""
        self.ask("flood", on=on, **limits)

    def shuffle(self, seed: int = 1) -> None:
        """Reorder the pending updates across chats."""
        self.ask("shuffle", seed=seed)

    def away(self, seconds: float) -> None:
        """Refuse connections for a while, keeping the state."""
        self.ask("away", seconds=seconds)

    def move_clock(self, seconds: float) -> float:
        """Move the sandbox's clock; returns the time it shows then."""
        return float(self.ask("move_clock", seconds=seconds))

    def status(self) -> dict[str, Any]:
        """Return counts: pending, confirmed, expired, sent, calls, refused, unimplemented, and now."""
        status: dict[str, Any] = self.ask("status")
        return status

    @property
    def pending(self) -> int:
        """How many updates are not confirmed."""
        return int(self.status()["pending"])

    def sent(self, after: int = 0) -> list[Sent]:
        """Return the calls that had an effect, but for the first `after`."""
        return msgspec.convert(self.ask("sent", after=after), list[Sent])

    def quiet(self, *, pause: float = 0.1, seconds: float = 5.0) -> None:
        """Wait until all updates are confirmed and the bot is silent."""
        self.ask("quiet", pause=pause, seconds=seconds)

    def until(self, holds: Callable[[], Any], *, seconds: float = 5.0) -> Any:
        """Wait until `holds()` is true. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not (value := holds()):
            if time.monotonic() >= end:
                raise TimeoutError(f"not within {seconds} s: {self.status()}")
            time.sleep(0.02)
        return value

    def save(self) -> None:
        """Write the state file now."""
        self.ask("save")


@contextmanager
def launch(*options: str, stop: Literal["terminate", "kill"] = "terminate") -> Iterator[RemoteSandbox]:
    """Run `python -m sandbox` with those options in a process of its own until the block ends."""
    command = [sys.executable, "-m", "sandbox", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        line = process.stdout.readline().strip()
        if not line.startswith("http://127.0.0.1:"):
            raise SandboxError(f"the sandbox did not start: {line!r}")
        yield RemoteSandbox(line)
    finally:
        getattr(process, stop)()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()
