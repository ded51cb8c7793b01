"""What no group may see, looked for in everything that the bot shows in one."""

import re
from collections.abc import Iterator

from domain.discretion import UNSEEN, find_phones
from domain.household import CALLED
from parsing.normalise import normalise
from parsing.residence import find_residences
from sandbox import Sandbox
from sandbox.state import Message

#: Words of need and illness: never in a line with a room. The names of medicines join here, and in domain/discretion.
NEEDS = (*CALLED.values(), "药", "病", "胰岛素", "透析", "血压", "血糖", "怀孕", "孕妇", "发烧", "阳性", "急救", "独自")
_MONEY = re.compile(r"[0-9]元(?!/)|已付|没付|退款")
_VEILS = tuple(instead for _, instead in UNSEEN)


def indiscretions(sandbox: Sandbox) -> Iterator[str]:
    """Yield what the bot shows in a group at this moment and should not."""
    for chat in sandbox.world.state.chats.values():
        if chat.kind != "private":
            for message in chat.messages.values():
                if message.sender_id == sandbox.bot.id:
                    yield from indiscreet(words_of(message))


def indiscreet(words: str) -> Iterator[str]:
    """Yield what a group should not see in these words of the bot's."""
    for line in words.splitlines():
        if find_phones(line):
            yield f"a phone: {line}"
        if any(veil in line for veil in _VEILS):
            yield f"something had to be veiled: {line}"
        if _MONEY.search(line) and find_residences(normalise(line).text):
            yield f"a room with money: {line}"
        if any(need in line for need in NEEDS) and find_residences(normalise(line).text):
            yield f"a room with a need: {line}"


def words_of(message: Message) -> str:
    """Return all words that a message shows: its text or caption, and what stands on its buttons."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return "\n".join([message.text, *(button["text"] for row in rows for button in row)])
