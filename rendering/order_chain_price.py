"""接龙: what an organiser hears when the price of a good has changed."""

from collections.abc import Sequence

from domain.order_chain_price import PriceChange
from rendering.line import one_line
from rendering.order_chain import number, price_said

FOR_ALL = "前面的也按新价"


def repriced(title: str | None, changes: Sequence[PriceChange]) -> str:
    """Return which prices have changed, from when on that counts, and for whom the old ones do."""
    said = "、".join(
        f"{one_line(one.good.name, 40)} {number(one.before)}元 → {price_said(one.good.price, one.good.measure)}"
        for one in changes
    )
    earlier = [one for one in changes if one.households]
    words = f"「{one_line(title or '接龙', 40)}」改价了：{said}。之后的单按新价"
    if not earlier:
        return f"{words}。"
    if len(changes) == 1:
        return f"{words}，前面 {earlier[0].households} 户还按原价。"
    kept = "、".join(f"{one_line(one.good.name, 40)} {one.households} 户" for one in earlier)
    return f"{words}，前面的还按原价（{kept}）。"


def for_all(changes: Sequence[PriceChange]) -> str:
    """Return what the organiser reads once the new prices count for everybody."""
    said = "、".join(f"{one_line(one.good.name, 40)} {price_said(one.good.price, one.good.measure)}" for one in changes)
    return f"✓ 前面的也按新价算了：{said}。"
