"""Prices of a buy that change (改价): what was ordered before keeps the price that it had. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.order_chain import ChainReading, Good, Order, Repriced, folded


def kept_prices(before: ChainReading, now: ChainReading, after: int) -> ChainReading:
    """Return what an edited message of the organiser's states `now`, with the prices of its goods as they were
    `before` up to the last statement before the edit (`after`, its sequence) and as they are now from then on."""
    if not before.goods or not now.goods:
        return now
    was = {folded(good.name): good for good in before.goods}
    goods: list[Good] = []
    repriced: list[Repriced] = []
    for good in now.goods:
        old = was.get(folded(good.name))
        if old is None or old.price is None or good.price is None:
            goods.append(good)
            continue
        earlier = [one for one in before.repriced if folded(one.good) == folded(good.name)]
        if good.price != (earlier[-1].price if earlier else old.price):
            earlier.append(Repriced(good.name, good.price, after))
        repriced += earlier
        goods.append(replace(good, price=old.price))
    return replace(now, goods=tuple(goods), repriced=tuple(repriced))


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A good that costs something else now; `households` have ordered it at other prices."""

    good: Good
    before: Decimal
    households: int = 0


def price_changes(before: Iterable[Good], now: Iterable[Good]) -> Iterator[PriceChange]:
    """Yield the goods whose price has changed."""
    was = {folded(good.name): good.price for good in before}
    for good in now:
        old = was.get(folded(good.name))
        if old is not None and good.price is not None and old != good.price:
            yield PriceChange(good, old)


def counted(change: PriceChange, orders: Iterable[Order]) -> PriceChange:
    """Return a change with how many households have ordered the good at other prices."""
    item = folded(change.good.name)
    earlier = [
        order
        for order in orders
        for line in order.lines
        if folded(line.item) == item and any(lot.price not in (None, change.good.price) for lot in line.lots)
    ]
    return replace(change, households=len(earlier))


def repriced_items(orders: Iterable[Order], goods: Iterable[Good]) -> frozenset[str]:
    """Return the items (folded) that cost something else in one of these orders than in another, or than now."""
    prices: dict[str, set[Decimal]] = {}
    for good in goods:
        if good.price is not None:
            prices.setdefault(folded(good.name), set()).add(good.price)
    for order in orders:
        for line in order.lines:
            found = {lot.price for lot in line.lots if lot.price is not None}
            prices.setdefault(folded(line.item), set()).update(found)
    return frozenset(item for item, found in prices.items() if len(found) > 1)
