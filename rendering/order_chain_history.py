"""接龙: the history of an order, and one's own orders."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.order_chain import Buy, Good, Line, Order, folded
from domain.payment import in_yuan, owed
from domain.residence import Residence
from rendering.line import one_line
from rendering.order_chain import number, place, price_said, prices_said, state_of, wants_said

HOW_TO_ASK = "请写上哪一户，比如：/来历 3-502"


UNSAID = "↩ 撤销了这一条，汇总已经改回去。要恢复就发「撤销」。"


WHICH_TO_UNDO = "撤销哪一条？点一下就不算数了。也可以回复那条消息发「撤销」。"


def unsay_label(at: datetime, who: str) -> str:
    """Return the label of the button that takes a message out; `at` in local time."""
    return f"撤销 {at:%H:%M} {one_line(who, 12) or '邻居'}那条"


def head(title: str | None, home: Residence) -> str:
    """Return the first line of a history."""
    return f"「{one_line(title or '接龙', 40)}」{place(home)} 的来历："


def nothing(home: Residence) -> str:
    """Return what is said of a household that ordered nothing."""
    return f"{place(home)} 没有下过单。"


def step(
    at: datetime, who: str, before: Order | None, after: Order | None, priced: Collection[str] = frozenset()
) -> str:
    """Return one line of a history; `at` in local time. Of the items in `priced` (folded) the price is told."""
    was = _priced(before.lines, priced) if before is not None and before.lines else ""
    now = _priced(after.lines, priced) if after is not None and after.lines else "取消"
    return f"・{at.month}月{at.day}日{at:%H:%M} {one_line(who, 16) or '邻居'}：{f'{was} → ' if was else ''}{now}"


def _priced(lines: Sequence[Line], priced: Collection[str]) -> str:
    """Return what was ordered with the prices that it had then: 青菜2份（3元/份）."""
    return "、".join(wants_said([line]) + (_at(line) if folded(line.item) in priced else "") for line in lines)


def _at(line: Line) -> str:
    if not line.lots:
        return ""
    return prices_said(line.lots, line.measure) or f"（{price_said(line.lots[0].price, line.measure)}）"


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was ordered in one buy."""

    title: str | None
    is_closed: bool
    lines: Sequence[Line]
    goods: Sequence[Good]
    is_cancelled: bool = False
    of: str = ""
    """Whose it is, where one ordered it for somebody else."""


def own(entries: Sequence[Ordered], home: Sequence[Ordered] = (), helped: Sequence[Ordered] = ()) -> str:
    """Return one's own orders, what others ordered for one's household, and what one ordered for others."""
    parts = (("您订的：", entries), ("家里别人订的：", home), ("您帮别人订的：", helped))
    shown = ["\n".join([head, *[_said(one) for one in sorted(part, key=_closed_last)]]) for head, part in parts if part]
    return "\n".join(shown) or "您这一个月没有订过东西。"


def household(order: Order) -> str:
    """Return whose an order is: 3-302 陈阿婆."""
    at = place(order.residence) if order.residence is not None else ""
    return " ".join(part for part in (at, one_line(order.name or "", 16)) if part)


def _closed_last(one: Ordered) -> bool:
    return one.is_closed


def _said(one: Ordered) -> str:
    state = state_of(closed=one.is_closed, cancelled=one.is_cancelled)
    title = one_line(one.title or "接龙", 40)
    owed = "" if one.is_cancelled else _owed(one.lines, one.goods)
    return f"・{title}（{state}）：{f'{one.of} ' if one.of else ''}{wants_said(one.lines)}{owed}"


def _owed(ordered: Sequence[Line], goods: Sequence[Good]) -> str:
    """Return what an order comes to, where every price is known in the measure it was ordered in."""
    order = Order("", None, None, False, 0, tuple(ordered))
    fen = owed(Buy(goods=tuple(goods), orders={"": order})).get("")
    return f"，{number(in_yuan(fen))}元" if fen is not None else ""
