"""接龙: the households without a phone (不用手机的户): which of them a buy has heard of. Pure."""

from collections.abc import Collection, Iterable

from domain.order_chain import Order
from domain.residence import Residence


def has_order(home: Residence, orders: Iterable[Order]) -> bool:
    """Say whether somebody has ordered for a household, or did and took it back; what an order does not say of its
    unit or lane fits anything."""
    return any(_is_home(order.residence, home) for order in orders)


def _is_home(said: Residence | None, home: Residence) -> bool:
    if said is None or said.room is None or (said.room, said.building) != (home.room, home.building):
        return False
    return all(a is None or b is None or a == b for a, b in ((said.unit, home.unit), (said.lane, home.lane)))


def unanswered(
    homes: Iterable[tuple[int, Residence]], orders: Collection[Order], declined: Collection[int]
) -> list[int]:
    """Return the households (by our id) that neither ordered nor said that they want nothing."""
    return [number for number, home in homes if number not in declined and not has_order(home, orders)]
