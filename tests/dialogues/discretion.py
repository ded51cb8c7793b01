"""What no group may see, looked for in everything that the bot shows in one."""

import re
from collections.abc import Iterator

from conversation.door import NAME
from domain.discretion import UNSEEN, find_phones
from domain.household import CALLED
from domain.medication import Kind
from parsing.medicine import load
from parsing.normalise import lower, normalise
from parsing.residence import find_residences
from sandbox import Sandbox
from sandbox.state import Chat, Message

#: Words of need and illness: never in a line with a room.
NEEDS = (*CALLED.values(), "药", "病", "胰岛素", "透析", "血压", "血糖", "怀孕", "孕妇", "发烧", "阳性", "急救", "独自")
_VEILS = (*(instead for _, instead in UNSEEN), NAME)
_MONEY = re.compile(r"[0-9]元(?!/)|已付|没付|退款")
_LONG = 3  # shorter names may be part of a person's


def named_for_all(chat: Chat) -> frozenset[str]:
    """Return the medicines that somebody has named in a list for all to see: what a buy sells."""
    lists = [one.text for one in chat.messages.values() if one.text.lstrip().startswith(("#", "/开团", "开团"))]
    heads = [line for text in lists for line in text.splitlines() if not re.match(r"\s*[0-9]+[.、]", line)]
    return frozenset(name for line in heads for name in medicines(line))


def medicines(line: str) -> Iterator[str]:
    """Yield the generic names of medicines in a line: any that the lexicon has which is no ordinary word or supply."""
    for found in load().find(lower(normalise(line).text)):
        medicine = found.name.medicine
        is_ordinary = found.name.ambiguous or medicine.ambiguous or medicine.kind is Kind.SUPPLY
        if not is_ordinary and found.end - found.start >= _LONG:
            yield medicine.generic


def indiscretions(sandbox: Sandbox) -> Iterator[str]:
    """Yield what the bot shows in a group at this moment and should not."""
    for chat in sandbox.world.state.chats.values():
        if chat.kind != "private":
            for message in chat.messages.values():
                if message.sender_id == sandbox.bot.id:
                    yield from indiscreet(words_of(message))
                    open_to_all = named_for_all(chat)
                    for name in medicines(words_of(message)):
                        if name not in open_to_all:
                            yield f"a medicine: {name}"


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
