"""接龙: what is said of goods that are sold out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from domain.order_chain import Good, Order, folded
from rendering.line import one_line
from rendering.order_chain import number

_ITEM = 40


def ordered(good: Good, orders: Iterable[Order]) -> str:
    """Return how many of a good stand in a buy: 青菜 3户 5份; nothing where there are none."""
    lines = [line for order in orders for line in order.lines if folded(line.item) == folded(good.name)]
    measures = {line.measure or good.measure for line in lines}
    name = one_line(good.name, _ITEM)
    if not lines:
        return ""
    total = (
        f" {number(sum((line.quantity for line in lines), Decimal()))}{measures.pop() or ''}"
        if len(measures) == 1
        else ""
    )
    return f"{name} {len(lines)} 户{total}"


def noted(title: str | None, said: Sequence[str], names: Sequence[str]) -> str:
    """Return what the organiser hears who said that goods are gone; `said` is what `ordered` returned for each."""
    what = "、".join(one_line(name, _ITEM) for name in names)
    kept = "、".join(one for one in said if one)
    stands = f"前面订的还在名单里（{kept}），要退的请在群里写，比如：3-502 {names[0]}不要了。" if kept else ""
    later = f"之后再订的我先留着，问您加不加。又有了就在群里说「{names[0]}又有了」。"
    return f"「{one_line(title or '接龙', _ITEM)}」的{what}不再收了。{stands}{later}"


def too_late(names: Sequence[str], *, is_shown: bool) -> str:
    """Return what is said to an order for goods that are gone; `is_shown`: the organiser has it before them."""
    what = "、".join(one_line(name, _ITEM) for name in names)
    if is_shown:
        return f"{what}已经没有了，没有记。我转给团长了，加不加由团长定。"
    return f"{what}已经没有了，没有记。我先留着，加不加由团长定：团长私聊我发「表格」就看得到。"
