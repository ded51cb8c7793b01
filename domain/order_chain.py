"""接龙 (order chain): what people state in a group buy, and the pure fold that makes the state of the buy from it.

A message is read once (parsing/order_chain.py) into a `ChainReading`; who said it and when makes it a `Statement`.
The state of a buy is the fold of its statements in order of (said_at, sequence). Nothing here knows Telegram.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from domain.residence import Residence

# --- what a message states ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Good:
    """One of the goods of a buy: its full name, price in yuan and measure where the header says so, code letter (A).

    `box` is how many make a full box (箱, or what `box_word` calls it), `cap` how many there are in all. `was` are the
    prices that it had before, as far as lists of the organiser's may still bear them. `is_gone`: no more of it are
    taken, or more again; None in a reading: nothing was said of that.
    """

    name: str
    price: Decimal | None = None
    measure: str | None = None
    code: str | None = None
    box: int | None = None
    box_word: str | None = None
    cap: Decimal | None = None
    was: tuple[Decimal, ...] = ()
    is_gone: bool | None = None

    def at_price(self, price: Decimal) -> "Good":
        """Return the good at another price."""
        was = self.was if self.price in (None, price) else (*self.was, self.price)
        return replace(self, price=price, was=tuple(one for one in was if one is not None and one != price))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a buy as its organiser said them: when it closes (UTC seconds), and how many make it happen (成团;
    in `minimum_measure` where one was said)."""

    closes_at: int | None = None
    minimum: Decimal | None = None
    minimum_measure: str | None = None
    is_waived: bool = False  # the organiser goes ahead though the minimum is not reached (照发)

    def are_over(self, at: datetime) -> bool:
        """Say whether orders had closed by the clock at that instant."""
        return self.closes_at is not None and at.timestamp() >= self.closes_at

    def renewed(self, said: "Terms") -> "Terms":
        """Return these terms with what was said anew."""
        return Terms(
            said.closes_at if said.closes_at is not None else self.closes_at,
            said.minimum if said.minimum is not None else self.minimum,
            said.minimum_measure if said.minimum is not None else self.minimum_measure,
            said.is_waived or (self.is_waived and said.minimum is None and said.closes_at is None),
        )


@dataclass(frozen=True, slots=True)
class Want:
    """So many of one item. `item` is the exact name of a good where the goods are known, else the words as written;
    None means "what this party already has, if that is one item" (改成3份). `measure` is None where none was said.
    A quantity of 0 is "none was said", which only a swap or a removal can do without (牛奶换成豆奶)."""

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
    SWAP = "swap"  # wants[0] goes, wants[1] comes with the quantity of wants[0] unless one was said (0: none was)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to one party's order."""

    verb: Verb
    who: Who = Who()
    wants: tuple[Want, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Repriced:
    """A good costs this for what is said later than `after` (a statement's sequence): an edited header leaves what was
    ordered before as it was."""

    good: str
    price: Decimal
    after: int


@dataclass(frozen=True, slots=True)
class ChainReading:
    """What one message states in one buy. `title` only where the message is a list with a header, `goods` there and
    where the organiser names a price (鸡蛋改成13元一盒); `terms` count from the organiser only, and so do prices."""

    acts: tuple[Act, ...] = ()
    is_list: bool = False
    title: str | None = None
    goods: tuple[Good, ...] = ()
    closes: bool = False  # the organiser's 截单了; from anybody else it does nothing
    reopens: bool = False  # the organiser takes orders again; from anybody else it does nothing
    terms: Terms = Terms()
    cancels: bool = False  # the organiser calls the buy off; from anybody else it does nothing
    repriced: tuple[Repriced, ...] = ()  # what an edit of the organiser's changed of the prices in `goods`
    is_for_all: bool = False  # the prices in `goods` count for what was ordered before as well


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
class Lot:
    """So many that were ordered at one price, in yuan for one; None: the good had none then, so the price that it has
    now counts."""

    quantity: Decimal
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one item in one order; `since` is the message that last changed it.

    `lots` make up the quantity, the first ordered first: what was ordered keeps the price that its good had then. None
    at all: no price was known.
    """

    item: str
    quantity: Decimal
    measure: str | None
    since: int
    lots: tuple[Lot, ...] = ()

    def lots_at(self, good: Good | None) -> tuple[Lot, ...]:
        """Return the lots with their prices, `good` being the line's; () where a price is missing, or is for another
        measure than was ordered."""
        if good is None or self.measure not in (None, good.measure):
            return ()
        lots = self.lots or (Lot(self.quantity, None),)
        priced = tuple(Lot(lot.quantity, good.price if lot.price is None else lot.price) for lot in lots)
        return priced if all(lot.price is not None for lot in priced) else ()

    def amount(self, good: Good | None) -> Decimal | None:
        """Return what the line comes to in yuan, `good` being its good; None where a price is missing."""
        return amount_of(self.lots_at(good))


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
    terms: Terms = Terms()
    cancelled: bool = False  # called off by its organiser; closed, too

    def after(self, change: "Change") -> "Buy":
        """Return this buy as it stands after `change`, which `apply` made from it. Copies the mappings: for a
        single statement; many are folded."""
        orders = dict(self.orders)
        for key, (_, order) in change.orders.items():
            if order is None or key in change.anew:
                orders.pop(key, None)
        orders |= {key: order for key, (_, order) in change.orders.items() if order is not None}
        return replace(
            self,
            organiser=change.organiser,
            title=change.title,
            goods=change.goods,
            closed=change.closed,
            terms=change.terms,
            cancelled=change.cancelled,
            orders=orders,
            speaks_for={**self.speaks_for, **change.speaks_for},
        )


class Reason(StrEnum):
    """Why an act could not be applied; what is then asked, of its speaker or of the organiser."""

    WHOSE = "whose"  # several orders answer to that name or room, or a list's entry has neither
    WHICH_ITEM = "which item"  # no item was named and the order does not have exactly one
    NOTHING_THERE = "nothing there"  # there is no such order or item to change
    TOO_MANY = "too many"  # more are given back than were ordered


@dataclass(frozen=True, slots=True)
class Unclear:
    """An act that changed nothing, and why."""

    act: Act
    reason: Reason


@dataclass(frozen=True, slots=True)
class Change:
    """What one statement did to a buy. `orders` holds those that are different now, by party: (before, after).

    Before None: the order is new. After None: the order has moved to another party (an account told its room).
    `speaks_for` holds new bindings only; title, goods, organiser, closed and cancelled are those after the statement.
    `late` holds what was said after closing or of goods that are gone: the organiser decides on it. `anew` are orders
    that moved to another party and were given again by the same statement: they stand last now.
    """

    orders: Mapping[str, tuple[Order | None, Order | None]] = field(default_factory=dict)
    speaks_for: Mapping[int, str] = field(default_factory=dict)
    organiser: int | None = None
    title: str | None = None
    goods: tuple[Good, ...] = ()
    closed: bool = False
    unclear: tuple[Unclear, ...] = ()
    late: tuple[Act, ...] = ()
    terms: Terms = Terms()
    cancelled: bool = False
    anew: frozenset[str] = frozenset()


# --- who is who ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def folded(words: str) -> str:
    """Return `words` as names and items are compared: width and case folded, without spaces and emoji selectors."""
    return "".join(
        c for c in unicodedata.normalize("NFKC", words).casefold() if not c.isspace() and c not in "\ufe0e\ufe0f\u200d"
    )


@lru_cache(maxsize=8192)
def party_key(who: Who) -> str | None:
    """Return the stable key of the party that `who` names: its household, else its name; None where neither is said.

    "r:3/2/502", "r:12弄3//502", "r://502" (building not said), "n:王姐", "n:王姐@3" (a building but no room).
    """
    place, name = who.residence, folded(who.name) if who.name else None
    building = None
    if place is not None:
        building = f"{place.lane}弄{place.building or ''}" if place.lane else place.building or ""
        if place.room or not name:
            return f"r:{building}/{place.unit or ''}/{place.room or ''}".casefold()
    if name is None:
        return None
    return f"n:{name}@{building}".casefold() if building else f"n:{name}"


def account_key(account: int) -> str:
    """Return the party of an account that has told neither room nor name."""
    return f"a:{account}"


def behalf_key(account: int) -> str:
    """Return the party of the nameless neighbour whom an account orders for (帮邻居带一份)."""
    return f"f:{account}"


def handles(order: Order) -> tuple[str, ...]:
    """Return every key by which a message may mean this order: its party, its name, its room without building.

    Storage keeps them in an index; `touches` says which handles a statement needs.
    """
    found = [order.party]
    if order.name:
        found.append(f"n:{folded(order.name)}")
    if order.residence is not None and order.residence.room:
        found.append(room_handle(order.residence.room))
    return tuple(dict.fromkeys(found))


def room_handle(room: str) -> str:
    """Return the handle of a room whose building is not said (502)."""
    return f"m:{room.casefold()}"


# --- sums ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of one item in one measure a buy comes to, and from how many parties; how many of them at which price,
    the lowest first, () where some price is missing."""

    item: str
    measure: str | None
    total: Decimal
    parties: int
    lots: tuple[Lot, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        """What it comes to in yuan; None where a price is missing."""
        return amount_of(self.lots)


def amount_of(lots: Iterable[Lot]) -> Decimal | None:
    """Return what lots come to in yuan; None where there is none, or one has no price."""
    amounts = [None if lot.price is None else lot.quantity * lot.price for lot in lots]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if amounts and len(known) == len(amounts) else None


def joined_lots(some: Iterable[tuple[Lot, ...]]) -> tuple[Lot, ...]:
    """Return the priced lots of several lines by price, the lowest first; () where one of the lines has none."""
    found: dict[Decimal, Decimal] = {}
    for lots in some:
        if not lots:
            return ()
        for lot in lots:
            price = lot.price if lot.price is not None else Decimal()
            found[price] = found.get(price, Decimal()) + lot.quantity
    return tuple(Lot(quantity, price) for price, quantity in sorted(found.items()))


def tally(buy: Buy) -> tuple[Sum, ...]:
    """Return the sums of `buy` in the order of its goods, then as first said. Measures are not converted; a bare number
    (鸡蛋+2) counts in the measure that the organiser gave the good."""
    rank = {folded(good.name): place for place, good in enumerate(buy.goods)}
    goods = {folded(good.name): good for good in buy.goods}
    lines: dict[tuple[str, str | None], list[Line]] = {}
    for order in buy.orders.values():
        for line in order.lines:
            item = folded(line.item)
            usual = goods[item].measure if item in goods else None
            lines.setdefault((item, line.measure or usual), []).append(line)

    def place(entry: tuple[tuple[str, str | None], list[Line]]) -> tuple[int, int, str, str]:
        (item, measure), said = entry
        return rank.get(item, len(rank)), min(line.since for line in said), item, measure or ""

    return tuple(
        Sum(
            min(line.item for line in said),
            measure,
            sum((line.quantity for line in said), Decimal()),
            len(said),
            joined_lots(line.lots_at(goods.get(item)) for line in said),
        )
        for (item, measure), said in sorted(lines.items(), key=place)
    )


def missing_of(buy: Buy) -> Decimal | None:
    """Return how many are missing to the minimum, in its measure; None where it is reached, waived, or none was set.

    人, 户 and 单 count households; another measure what was ordered in it; none all that was ordered, and so does 份
    where no good is sold by 份 (满10份成团 of eggs by 板 and pears by 箱).
    """
    minimum, measure = buy.terms.minimum, buy.terms.minimum_measure
    if minimum is None or buy.terms.is_waived:
        return None
    if measure in ("人", "户", "单"):
        ordered = Decimal(sum(1 for order in buy.orders.values() if order.lines))
    else:
        if measure == "份" and all(good.measure != measure for good in buy.goods):
            measure = None
        ordered = sum((one.total for one in tally(buy) if measure in (None, one.measure)), Decimal())
    return minimum - ordered if ordered < minimum else None
