"""The door to a group: whatever a group is to see goes through here, at the last moment before it is sent.

Two nets. Words of the type Discreet are refused where they are said (a fault of the program: the turn rolls back), and
again where a recipe draws them. What residents themselves wrote into a name or an order and a group must not see, such
as a phone, is veiled: a refusal would let one odd name undo what others said.
"""

from collections.abc import Iterable
from typing import Any

from conversation.content import Content, Document, Photo, Text, Whisper
from domain.discretion import Discreet, IndiscretionError, veiled

_NOT_SHOWN = frozenset(("callback_data", "url", "recipe", "method"))  # of a payload: no words that anybody sees


def said(words: str | Discreet, *, is_private: bool) -> str:
    """Return words as they may be said there. Raises IndiscretionError for discreet ones in a group."""
    if isinstance(words, Discreet):
        if not is_private:
            raise IndiscretionError("discreet words in a group")
        return words.for_private_ears
    return words


def admit(content: Content, *, is_private: bool) -> None:
    """Let through what a recipe has drawn. Raises IndiscretionError for what is discreet, in a group."""
    match content:
        case Whisper():
            said(content.text, is_private=is_private)
        case Document(is_discreet=True) | Photo(is_discreet=True) if not is_private:
            raise IndiscretionError("a discreet file in a group")
        case Text() | Document() | Photo():
            pass


def named_in(content: Content) -> tuple[str, ...]:
    """Return the words in a content that an organiser wrote for all to see."""
    return content.named if isinstance(content, Text) else ()


def to_group(payload: Any, named: Iterable[str] = ()) -> Any:
    """Return the arguments of a call to a group with whatever must not be seen there veiled, in all their texts."""
    named = tuple(named)
    if isinstance(payload, str):
        return veiled(payload, named)
    if isinstance(payload, dict):
        return {key: value if key in _NOT_SHOWN else to_group(value, named) for key, value in payload.items()}
    if isinstance(payload, list | tuple):
        return [to_group(value, named) for value in payload]
    return payload
