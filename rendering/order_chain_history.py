"""接龙: the history of an order, and one's own orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.order_chain import Buy, Good, Line, Order
from domain.payment import in_yuan, owed
from domain.residence import Residence
from rendering.line import one_line
from rendering.order_chain import number, place, wants_said

HOW_TO_ASK = "请写上哪一户，比如：/来历 3-502"


UNSAID = "↩ 撤销了这一条，汇总已经改回去。要恢复就发「撤销」。"


def unsay_label(at: datetime, who: str) -> str:
    """Return the label of the button that takes a message out; `at` in local time."""
    return f"撤销 {at:%H:%M} {one_line(who, 12) or '邻居'}那条"


def head(title: str | None, home: Residence) -> str:
    """Return the first line of a history."""
    return f"「{one_line(title or '接龙', 40)}」{place(home)} 的来历："


def nothing(home: Residence) -> str:
    """Return what is said of a household that ordered nothing."""
    return f"{place(home)} 没有下过单。"


def step(at: datetime, who: str, before: Order | None, after: Order | None) -> str:
    """Return one line of a history; `at` in local time."""
    was = wants_said(before.lines) if before is not None and before.lines else ""
    now = wants_said(after.lines) if after is not None and after.lines else "取消"
    return f"・{at.month}月{at.day}日{at:%H:%M} {one_line(who, 16) or '邻居'}：{f'{was} → ' if was else ''}{now}"


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was ordered in one buy."""

    title: str | None
    is_closed: bool
    lines: Sequence[Line]
    goods: Sequence[Good]


def own(entries: Sequence[Ordered], home: Sequence[Ordered] = ()) -> str:
    """Return one's own orders, and what others ordered for one's household."""
    if not entries and not home:
        return "您这一个月没有订过东西。"
    own_lines, home_lines = [[_said(one) for one in sorted(part, key=_closed_last)] for part in (entries, home)]
    shown = ["您订的：", *own_lines] if own_lines else []
    return "\n".join([*shown, *(["家里别人订的：", *home_lines] if home_lines else [])])


def _closed_last(one: Ordered) -> bool:
    return one.is_closed


def _said(one: Ordered) -> str:
    state = "已截单" if one.is_closed else "接龙中"
    title = one_line(one.title or "接龙", 40)
    return f"・{title}（{state}）：{wants_said(one.lines)}{_owed(one.lines, one.goods)}"


def _owed(ordered: Sequence[Line], goods: Sequence[Good]) -> str:
    """Return what an order comes to, where every price is known in the measure it was ordered in."""
    order = Order("", None, None, False, 0, tuple(ordered))
    fen = owed(Buy(goods=tuple(goods), orders={"": order})).get("")
    return f"，{number(in_yuan(fen))}元" if fen is not None else ""
