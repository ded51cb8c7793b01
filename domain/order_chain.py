"""接龙 (order chain): what people state in a group buy, and the pure fold that makes the state of the buy from it.

A message is read once (parsing/order_chain.py) into a `ChainReading`; who said it and when makes it a `Statement`.
The state of a buy is the fold of its statements in order of (said_at, sequence). Nothing here knows Telegram.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.residence import Residence

# --- what a message states ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Good:
    """One of the goods of a buy: its full name, price in yuan and measure where the header says so, code letter (A)."""

    name: str
    price: Decimal | None = None
    measure: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """So many of one item. `item` is the exact name of a good where the goods are known, else the words as written;
    None means "what this party already has, if that is one item" (改成3份). `measure` is None where none was said."""

    item: str | None
    quantity: Decimal
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Whom an act is for, as said. With neither residence nor name it is the speaker."""

    residence: Residence | None = None
    name: str | None = None
    on_behalf: bool = False


class Verb(StrEnum):
    """What an act does to its party's order."""

    ENTRY = "entry"  # a line of a posted list: the party's whole order as that list has it
    ORDER = "order"  # said in the chat: these items join the order, an item already there is set
    ADD = "add"
    SUBTRACT = "subtract"
    SET = "set"
    REMOVE = "remove"  # without wants: the whole order
    SWAP = "swap"  # wants[0] goes, wants[1] comes with the quantity of wants[0] unless one was said


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to one party's order."""

    verb: Verb
    who: Who = Who()
    wants: tuple[Want, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ChainReading:
    """What one message states in one buy. `title` and `goods` only where the message is a list with a header."""

    acts: tuple[Act, ...] = ()
    is_list: bool = False
    title: str | None = None
    goods: tuple[Good, ...] = ()
    closes: bool = False  # the organiser's 截单了; from anybody else it does nothing


@dataclass(frozen=True, slots=True)
class Statement:
    """A reading with its author. `author` is our id of the account; `message` our id of the message.

    `sequence` orders statements of the same second; `version` grows with each edit and plays no part in the order.
    """

    message: int
    author: int
    said_at: datetime
    sequence: int
    reading: ChainReading


# --- the state of a buy -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one item in one order; `since` is the message that last changed it."""

    item: str
    quantity: Decimal
    measure: str | None
    since: int


@dataclass(frozen=True, slots=True)
class Order:
    """The order of one party. `author` is the account that first stated it: its silent changes count, others' do not.

    An order without lines is one that was taken back: it stays, so that a stale copy does not bring it back.
    """

    party: str
    residence: Residence | None
    name: str | None
    on_behalf: bool
    author: int
    lines: tuple[Line, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Buy:
    """The state of a buy: its orders by party, and which party an account speaks for."""

    organiser: int | None = None
    title: str | None = None
    goods: tuple[Good, ...] = ()
    closed: bool = False
    orders: Mapping[str, Order] = field(default_factory=dict)
    speaks_for: Mapping[int, str] = field(default_factory=dict)
