"""Commands: one record each, from which routing and help come. A Chinese alias is one as the whole message."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from conversation.turn import Turn

_SLASHED = re.compile(r"[/／](?P<name>[^\s@/／]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<words>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its Latin name, its Chinese alias, what it does in a few words, and the handler it runs."""

    name: str
    alias: str
    summary: str
    run: Callable[[Turn, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands of the bot."""

    records: tuple[Command, ...]

    def find(self, text: str, bot_name: str) -> tuple[Command, str] | None:
        """Return the command that `text` is, with the words after it; None where it is none, or another bot's."""
        text = text.strip()
        for command in self.records:
            if text == command.alias:
                return command, ""
        match = _SLASHED.fullmatch(text)
        if match is None or (match["bot"] is not None and match["bot"].lower() != bot_name.lower()):
            return None
        name = match["name"]
        for command in self.records:
            if name.lower() == command.name or name == command.alias:
                return command, (match["words"] or "").strip()
        return None


def gathered(*groups: Iterable[Command]) -> Commands:
    """Return all commands of all features as one."""
    return Commands(tuple(command for group in groups for command in group))
