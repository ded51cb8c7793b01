"""The one entry: `read_message` says what a message is, with the evidence and what was left unread."""

from dataclasses import dataclass
from datetime import datetime

from domain.order_chain import ChainReading, Good, Want


@dataclass(frozen=True, slots=True)
class OpenBuy:
    """An open buy as the reader needs to know it. `mine` is what the speaker has in it now."""

    id: int
    title: str | None = None
    goods: tuple[Good, ...] = ()
    mine: tuple[Want, ...] = ()
    speaker_is_organiser: bool = False
    said_just_before: tuple[Want, ...] = ()  # another resident's order right before this message (我也要)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a message is read."""

    buys: tuple[OpenBuy, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A message's statement in one buy; `buy` is None where the message opens a new one."""

    buy: int | None
    reading: ChainReading


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the original text (`text[start:end]`) that decided, and the name of the rule that they met."""

    start: int
    end: int
    words: str
    rule: str


@dataclass(frozen=True, slots=True)
class Question:
    """Two readings are possible: which of them, to be asked of the speaker. `options` are short and readable."""

    asks: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message is. Without statements and questions it is chat, and the bot stays silent."""

    stated: tuple[Stated, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def read_message(text: str, context: Context, said_at: datetime) -> Reading:
    """Say what `text` is, as said at `said_at` (aware, in the compound's zone). Never raises."""
    raise NotImplementedError
