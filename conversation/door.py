"""The door to a group: whatever a group is to see goes through here, at the last moment before it is sent.

Two nets. Words of the type Discreet are refused where they are said (a fault of the program: the turn rolls back), and
again where a recipe draws them. What residents themselves wrote into a name or an order and a group must not see, such
as a phone or the name of a medicine, is veiled: a refusal would let one odd name undo what others said.
"""

from collections.abc import Iterable
from typing import Any

from conversation.content import Content, Document, Photo, Text, Whisper
from domain.discretion import Discreet, IndiscretionError, veiled
from parsing.medicine_seen import find_names

NAME = "[药名]"  # what a group sees in the place of a medicine's name
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


def to_group(payload: Any, named: Iterable[str] = (), sold: Iterable[str] = ()) -> Any:
    """Return the arguments of a call to a group with whatever must not be seen there veiled, in all their texts.

    `named` are words that an organiser wrote for all to see; `sold` are titles and goods of the group's buys: of a
    medicine that stands in them the name stays.
    """
    named = tuple(named)
    open_to_all = frozenset(seen.generic for words in (*named, *sold) for seen in find_names(words))
    return _veiled(payload, named, open_to_all)


def names_medicine(payload: Any) -> bool:
    """Say whether a call's texts name a medicine at all: few do, and only then is it asked what is sold there."""
    if isinstance(payload, str):
        return bool(find_names(payload))
    if isinstance(payload, dict):
        return any(names_medicine(value) for key, value in payload.items() if key not in _NOT_SHOWN)
    return isinstance(payload, list | tuple) and any(names_medicine(value) for value in payload)


def _veiled(payload: Any, named: tuple[str, ...], open_to_all: frozenset[str]) -> Any:
    if isinstance(payload, str):
        return _without_names(veiled(payload, named), open_to_all)
    if isinstance(payload, dict):
        return {k: v if k in _NOT_SHOWN else _veiled(v, named, open_to_all) for k, v in payload.items()}
    if isinstance(payload, list | tuple):
        return [_veiled(value, named, open_to_all) for value in payload]
    return payload


def _without_names(text: str, open_to_all: frozenset[str]) -> str:
    for seen in reversed(find_names(text)):
        if seen.generic not in open_to_all:
            text = text[: seen.start] + NAME + text[seen.end :]
    return text
