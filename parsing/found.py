"""A value that was read in a text, and where it was said."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value and where in the text given it was said: `text[start:end]`."""

    value: Value
    start: int
    end: int
