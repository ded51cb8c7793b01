"""接龙: the households without a phone (不用手机的户): which of them a buy has heard of. Pure."""

from collections.abc import Collection, Iterable

from domain.household import Entry
from domain.order_chain import Order, folded


def has_order(home: Entry, orders: Iterable[Order], *, is_one_building: bool = False) -> bool:
    """Say whether somebody has ordered for a household, or did and took it back.

    What an order does not say of its unit or lane fits anything. Its building must be said, unless the group has but
    one (`is_one_building`) or the name is that of the roster (302陈阿婆).
    """
    return any(_is_of(order, home, is_one_building) for order in orders)


def _is_of(order: Order, home: Entry, is_one_building: bool) -> bool:
    said, at = order.residence, home.residence
    if said is None or said.room is None or said.room != at.room:
        return False
    if said.building is None:
        is_named = bool(order.name and home.contact) and folded(order.name or "") == folded(home.contact or "")
        if not (is_one_building or is_named):
            return False
    elif said.building != at.building:
        return False
    return all(a is None or b is None or a == b for a, b in ((said.unit, at.unit), (said.lane, at.lane)))


def unanswered(
    homes: Iterable[tuple[int, Entry]],
    orders: Collection[Order],
    declined: Collection[int],
    *,
    is_one_building: bool = False,
) -> list[int]:
    """Return the households (by our id) that neither ordered nor said that they want nothing."""
    return [
        number
        for number, home in homes
        if number not in declined and not has_order(home, orders, is_one_building=is_one_building)
    ]
