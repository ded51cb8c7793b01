"""What a message can show, and the recipes that make it just before it is sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from domain.discretion import Discreet
from storage.store import Query

Gathered = TypeVar("Gathered")


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: with `data` (at most 64 bytes: a verb and a row id, never an authority) or a `url`.

    `style` is its colour where a client shows one: success (green), danger (red), primary (blue). The label says it
    too.
    """

    label: str
    data: str | None = None
    url: str | None = None
    style: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return it as the Bot API wants it."""
        style = {"style": self.style} if self.style is not None else {}
        if self.url is not None:
            return {"text": self.label, "url": self.url, **style}
        return {"text": self.label, "callback_data": self.data or "", **style}


Buttons = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, at most 4,096 UTF-16 units, with rows of buttons. `named` are titles and goods in it: what an
    organiser wrote for all to see is shown as it is."""

    text: str
    buttons: Buttons = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whisper:
    """Text for a private chat only."""

    text: Discreet
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file to download. A discreet one goes to a private chat only."""

    name: str
    content: bytes
    caption: str = ""
    is_discreet: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture (PNG or JPEG). A discreet one goes to a private chat only."""

    content: bytes
    caption: str = ""
    is_discreet: bool = False


Content = Text | Whisper | Document | Photo


@dataclass(frozen=True, slots=True)
class Recipe(Generic[Gathered]):
    """How something is made: `gather` reads what is needed about `subject_id` from one snapshot; `draw` is pure.

    `gather` returns None where there is nothing to show any more. A heavy drawing runs off the event loop.
    """

    gather: Callable[[Query, int], Awaitable[Gathered | None]]
    draw: Callable[[Gathered], Content]
    is_heavy: bool = False


#: How a file that somebody sent is read, off the event loop: its content, its name and what was filed with it in,
#: JSON out, for whoever waits for the outcome. Never raises.
Reader = Callable[[bytes, str, Mapping[str, Any]], Any]


def keyboard(buttons: Buttons) -> dict[str, Any]:
    """Return rows of buttons as the Bot API's reply_markup."""
    return {"inline_keyboard": [[button.as_json() for button in row] for row in buttons]}
