"""What the sheets and the picture of a closed buy show: a bag for each household, in the order in which people walk.

An order without lines is no bag. A bare number (鸡蛋+2) counts in the measure that the organiser gave the good. An
amount is only named where every price it needs is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from domain.order_chain import Buy, Good, Line, Lot, Order, Sum, account_key, amount_of, folded, tally
from domain.payment import goods_of
from domain.residence import Residence
from domain.roster import natural_order, place_order
from rendering.line import one_line
from rendering.order_chain import number, place, prices_said

NAME, ITEM, NOTE = 24, 40, 100  # characters shown on paper

#: The building of a bag: lane and number; both None where none was said.
Building = tuple[str | None, str | None]
NOWHERE: Building = (None, None)
VILLAS: Building = ("", "")


@dataclass(frozen=True, slots=True)
class Papers:
    """A buy and what its sheets tell of it. Times are local.

    `names`: shown names of accounts by our id (organiser and authors). `said_at`: when a message was said, by our id
    (`Line.since`). `paid`: what is to stand under 已付, by party; `refunds`: what is given back, in yuan. `villas`: a
    building alone is a household, and the villas share their pages.
    """

    buy: Buy
    made_at: datetime
    names: Mapping[int, str] = field(default_factory=dict)
    said_at: Mapping[int, datetime] = field(default_factory=dict)
    paid: Mapping[str, str] = field(default_factory=dict)
    closed_at: datetime | None = None
    compound: str | None = None
    villas: bool = False
    refunds: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def goods(self) -> dict[str, Good]:
        """The goods of the buy by their folded names."""
        return goods_of(self.buy)

    @property
    def organiser(self) -> str | None:
        """The shown name of who organises the buy, None where it is not known."""
        return self.names.get(self.buy.organiser) if self.buy.organiser is not None else None


@dataclass(frozen=True, slots=True)
class Portion:
    """So many of one item in one bag; `lots`: how many at which price, in yuan, () where no price is known."""

    item: str
    quantity: Decimal
    measure: str | None
    lots: tuple[Lot, ...]
    since: int

    @property
    def prices(self) -> tuple[Decimal, ...]:
        """The prices at which it was ordered, the lowest first."""
        return tuple(sorted({lot.price for lot in self.lots if lot.price is not None}))

    @property
    def amount(self) -> Decimal | None:
        """What it comes to in yuan; None where no price is known."""
        return amount_of(self.lots)

    @property
    def said(self) -> str:
        """As it stands on a list: 鸡蛋 2盒."""
        return said(self.item, self.quantity, self.measure)


@dataclass(frozen=True, slots=True)
class Bag:
    """What one party gets. `number` is its place in the chain, from 1, as the tally counts; `place` is "" where none
    was said, `name` what it is called, with who ordered for it."""

    number: int
    order: Order
    building: Building
    place: str
    name: str
    portions: tuple[Portion, ...]

    @property
    def note(self) -> str:
        """The note of the order, "" where there is none."""
        return one_line(self.order.note or "", NOTE)

    @property
    def owed(self) -> Decimal | None:
        """What the household owes in yuan; None where a price is missing."""
        return added(portion.amount for portion in self.portions)

    @property
    def items(self) -> str:
        """Everything in it, on one line."""
        return "、".join(portion.said for portion in self.portions)


@dataclass(frozen=True, slots=True)
class Total:
    """How many of an item are to be bought: the sum, with the prices at which it was ordered, and its good."""

    sum: Sum
    good: Good | None

    @property
    def prices(self) -> tuple[Decimal, ...]:
        """The prices at which it was ordered, the lowest first; () where some price is missing."""
        return tuple(lot.price for lot in self.sum.lots if lot.price is not None)

    @property
    def amount(self) -> Decimal | None:
        """What it comes to in yuan; None where a price is missing."""
        return self.sum.amount

    @property
    def boxes(self) -> tuple[int, Decimal] | None:
        """Full boxes, and the rest; None where boxes are not known, or another measure was ordered."""
        if self.good is None or not self.good.box or self._is_in_another_measure:
            return None
        full = int(self.sum.total) // self.good.box
        return full, self.sum.total - full * self.good.box

    @property
    def remark(self) -> str:
        """What the organiser must see of it: what is missing to a box, what is over the cap, why there is no price."""
        remarks = []
        unit, good = self.sum.measure or "", self.good
        if good is not None and good.box and self.boxes is not None and self.boxes[1]:
            remarks.append(f"还差{number(good.box - self.boxes[1])}{unit}成{good.box_word or '箱'}")
        if good is not None and good.cap is not None and not self._is_in_another_measure:
            over = self.sum.total - good.cap
            remarks.extend([f"超了{number(over)}{unit}"] if over > 0 else [])
        if len(self.sum.lots) > 1:
            remarks.append(prices_said(self.sum.lots, unit).strip("（）"))
        if good is not None and self._is_in_another_measure:
            remarks.append(f"单位和价目（{good.measure}）不一样，请核对")
        elif self.amount is None:
            remarks.append("没有单价" if good is None or good.price is None else "价目没写单位，没算金额")
        return "，".join(remarks)

    @property
    def _is_in_another_measure(self) -> bool:
        return self.good is not None and self.good.measure not in (None, self.sum.measure)


def bags(papers: Papers) -> tuple[Bag, ...]:
    """Return the bags by building and room in natural order; those whose building nobody said come last, by name."""
    goods = papers.goods
    rank = {item: place for place, item in enumerate(goods)}
    ordered = [order for order in papers.buy.orders.values() if order.lines]
    found = (
        Bag(
            count,
            order,
            _building(order.residence, papers),
            one_line(place(order.residence), NAME) if order.residence is not None else "",
            _name(order, papers),
            tuple(
                _portion(line, goods)
                for line in sorted(order.lines, key=lambda line: rank.get(folded(line.item), len(rank)))
            ),
        )
        for count, order in enumerate(ordered, 1)
    )
    return tuple(sorted(found, key=_walk))


def totals(papers: Papers) -> tuple[Total, ...]:
    """Return what is to be bought, in the order of the goods; bare numbers count in the measure of the good."""
    goods = papers.goods
    return tuple(Total(one, goods.get(folded(one.item))) for one in tally(papers.buy))


def said(item: str, quantity: Decimal, measure: str | None) -> str:
    """Return so many of an item as it stands on a list: 鸡蛋 2盒."""
    return f"{one_line(item, ITEM)} {number(quantity)}{one_line(measure or '', 8)}"


def one_of(prices: Sequence[Decimal]) -> Decimal | str | None:
    """Return a price as it stands in a cell: one is a number, several are words (12、13), none is nothing."""
    if len(prices) == 1:
        return prices[0]
    return "、".join(number(price) for price in prices) or None


def added(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of amounts, None where one of them is not known."""
    total = Decimal()
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of the amounts that are known, None where none is."""
    these = [amount for amount in amounts if amount is not None]
    return sum(these, Decimal()) if these else None


def day(at: datetime) -> str:
    """Return a day as it stands on paper: 2022年3月2日."""
    return f"{at.year}年{at.month}月{at.day}日"


def building_said(building: Building) -> str:
    """Return what the page of a building is called."""
    if building == VILLAS:
        return "一户一栋"
    return "没写楼号" if building == NOWHERE else one_line(place(Residence(building[1], lane=building[0])), NAME)


def _building(residence: Residence | None, papers: Papers) -> Building:
    if residence is None or residence.building is None:
        return NOWHERE if residence is None or not residence.lane else (residence.lane, None)
    if papers.villas and residence.room is None:
        return VILLAS
    return residence.lane, residence.building


def _walk(bag: Bag) -> tuple[object, ...]:
    """Where no room was said, the bag comes after the rooms of its building."""
    at = bag.order.residence or Residence()
    villa = bag.building == VILLAS
    lane, building, unit, room = place_order(at)
    return (
        bag.building == NOWHERE,
        villa,
        lane,
        building,
        not villa and at.room is None,
        unit,
        room,
        natural_order(bag.name),
        bag.number,
    )


def _name(order: Order, papers: Papers) -> str:
    """Return the name that was said; where none was, that of the account if it speaks of itself."""
    account = one_line(papers.names.get(order.author, ""), NAME)
    name = one_line(order.name or "", NAME)
    if order.on_behalf:
        return f"{name}（{account}代订）" if name and account else f"{name or account or '邻居'}（代订）"
    speaks_for_itself = order.party in (account_key(order.author), papers.buy.speaks_for.get(order.author))
    return name or (account if speaks_for_itself else "")


def _portion(line: Line, goods: Mapping[str, Good]) -> Portion:
    good = goods.get(folded(line.item))
    measure = line.measure or (good.measure if good is not None else None)
    return Portion(line.item, line.quantity, measure, line.lots_at(good), line.since)
