"""A value that was read in a text, and where it was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and where in the text given it was said: `text[start:end]`."""

    value: Value
    start: int
    end: int


def without(text: str, found: Iterable[Found[object]]) -> str:
    """Return `text` with a NUL, which no grammar reads, in place of each character found: positions stay."""
    pieces, done = [], 0
    for each in found:
        pieces += [text[done : each.start], "\0" * (each.end - each.start)]
        done = each.end
    return text if not pieces else "".join(pieces) + text[done:]
