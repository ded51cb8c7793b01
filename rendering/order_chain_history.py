"""接龙: the history of an order, and one's own orders."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from domain.order_chain import Good, Line, Order, folded
from domain.residence import Residence
from rendering.line import one_line
from rendering.order_chain import number, place, wants_said

HOW_TO_ASK = "请写上哪一户，比如：/来历 3-502"


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


def own(entries: Sequence[tuple[str | None, bool, Sequence[Line], Sequence[Good]]]) -> str:
    """Return one's own orders; `entries` are (title, closed, lines, goods) of each buy."""
    if not entries:
        return "您这一个月没有订过东西。"
    lines = []
    for title, is_closed, ordered, goods in sorted(entries, key=lambda one: one[1]):
        state = "已截单" if is_closed else "接龙中"
        lines.append(f"・{one_line(title or '接龙', 40)}（{state}）：{wants_said(ordered)}{_owed(ordered, goods)}")
    return "\n".join(["您订的：", *lines])


def _owed(ordered: Sequence[Line], goods: Sequence[Good]) -> str:
    """Return what an order comes to, where every price is known in the measure it was ordered in."""
    known = {folded(good.name): good for good in goods}
    total = Decimal()
    for line in ordered:
        good = known.get(folded(line.item))
        if good is None or good.price is None or line.measure not in (None, good.measure):
            return ""
        total += good.price * line.quantity
    return f"，{number(total)}元"
