"""Commands: one record each, from which routing, menus, help and docs/commands.md come."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from conversation.turn import Turn
from domain.role import Held, Role, allows
from storage.chat import Kind

EVERYWHERE: tuple[Kind, ...] = ("private", "group")

_SLASHED = re.compile(r"[/／](?P<name>[^\s@/／]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<words>.*))?", re.DOTALL)
_BREAKS = " \u3000\n:：,，"
_CALLED = re.compile(r"@(?P<bot>\w+)\s+[/／]?(?P<name>[^\s@/／]{1,32})(?:\s+(?P<words>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its Latin name, its Chinese alias, what it does in a few words (menu) and in a sentence or two (help),
    who may use it, in what kinds of chat, and the handler it runs with the words after it.

    `of_compound`: in private it is about one compound, which is asked of those who have several. `takes` says whether
    words behind the bare alias can be meant for nothing else (叫号 7-9).
    """

    name: str
    alias: str
    summary: str
    run: Callable[[Turn, str], Awaitable[None]]
    help: str = ""
    role: Role = Role.RESIDENT
    kinds: Sequence[Kind] = EVERYWHERE
    of_compound: bool = False
    takes: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands of the bot."""

    records: tuple[Command, ...]

    def find(self, text: str, bot_name: str) -> tuple[Command, str] | None:
        """Return the command that `text` is, with the words after it; None where it is none, or another bot's.

        With a slash of either width by name or alias; after the bot's @name without one; the bare alias only as the
        whole text, because 汇总一下 is talk.
        """
        text = text.strip()
        for command in self.records:
            if text == command.alias:
                return command, ""
            words = _after(command, text)
            if words and command.takes is not None and command.takes(words):
                return command, words
        match = _SLASHED.fullmatch(text) or _CALLED.fullmatch(text)
        if match is None or (match["bot"] is not None and match["bot"].lower() != bot_name.lower()):
            return None
        name = match["name"]
        for command in self.records:
            if name.lower() == command.name or name == command.alias:
                return command, (match["words"] or "").strip()
        return None

    def nearly(self, text: str, kind: Kind) -> tuple[Command, str] | None:
        """Return the command that `text` would be with a slash before it (通知 明天停水), with its words, or None: one
        whose help shows it with words."""
        shown = (one for one in self.records if kind in one.kinds and f"/{one.alias} " in one.help)
        found = ((one, _after(one, text.strip())) for one in shown)
        return next(((one, words) for one, words in found if words), None)

    def for_(self, kind: Kind, held: Sequence[Held]) -> tuple[Command, ...]:
        """Return the commands that somebody with these roles can use in that kind of chat."""
        return tuple(one for one in self.records if kind in one.kinds and allows(held, one.role))


def _after(command: Command, text: str) -> str:
    """Return the words behind the bare alias, "" where the text does not begin with it."""
    rest = text.removeprefix(command.alias)
    return rest.strip(_BREAKS) if rest != text and rest[:1] and rest[0] in _BREAKS else ""


def gathered(*groups: Iterable[Command]) -> Commands:
    """Return all commands of all features as one."""
    return Commands(tuple(command for group in groups for command in group))
