"""What a message can show, and the recipes that make it just before it is sent."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from storage.store import Query

Gathered = TypeVar("Gathered")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: with `data` (at most 64 bytes: a verb and a row id, never an authority) or a `url`."""

    label: str
    data: str | None = None
    url: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return it as the Bot API wants it."""
        if self.url is not None:
            return {"text": self.label, "url": self.url}
        return {"text": self.label, "callback_data": self.data or ""}


Buttons = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, at most 4,096 UTF-16 units, with rows of buttons."""

    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file to download."""

    name: str
    content: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture (PNG or JPEG)."""

    content: bytes
    caption: str = ""


Content = Text | Document | Photo


@dataclass(frozen=True, slots=True)
class Recipe(Generic[Gathered]):
    """How something is made: `gather` reads what is needed about `subject_id` from one snapshot; `draw` is pure.

    `gather` returns None where there is nothing to show any more. A heavy drawing runs off the event loop.
    """

    gather: Callable[[Query, int], Awaitable[Gathered | None]]
    draw: Callable[[Gathered], Content]
    is_heavy: bool = False


def keyboard(buttons: Buttons) -> dict[str, Any]:
    """Return rows of buttons as the Bot API's reply_markup."""
    return {"inline_keyboard": [[button.as_json() for button in row] for row in buttons]}
