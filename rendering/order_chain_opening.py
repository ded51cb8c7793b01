"""接龙: what the organiser of a new buy is asked, once, because the buy does not say it."""

from collections.abc import Sequence
from datetime import datetime

from rendering.line import one_line

NONE = "不设截单时间"
WITHOUT = "先不写"
FINE = "好的。想截单的时候，在群里说「截单」就行。"


def asks(title: str | None, *, goods: bool, prices: Sequence[str], deadline: bool) -> str:
    """Return the question: `goods`: none are named; `prices`: goods without one; `deadline`: there is none."""
    missing = ["卖什么、多少钱"] if goods else []
    if prices:
        shown = "、".join(one_line(name, 20) for name in prices[:5])
        missing.append(f"{shown}{'等' if len(prices) > 5 else ''}的价钱")
    if deadline:
        missing.append("几点截单")
    head = f"「{one_line(title or '接龙', 40)}」开好了，邻居可以接了。还没写：{'；'.join(missing)}。"
    how = "点一个时间，" if deadline else ""
    example = one_line(prices[0], 20) if prices else ""
    said = f"{example} 12元/盒" if prices else "鸡蛋12元/盒" if goods else ""
    said = "，".join(part for part in (said, "今晚8点截单" if deadline else "") if part)
    return f"{head}\n{how}{'或' if deadline else ''}直接回我一句，比如：{said}"


def at(when: datetime, now: datetime) -> str:
    """Return a deadline as a button has it: 今晚8点, 明天中午12点. Both in local time."""
    day = "今天" if when.date() == now.date() else "明天"
    if when.hour >= 18:
        return f"{'今晚' if day == '今天' else '明晚'}{when.hour - 12}点"
    return f"{day}{'中午' if when.hour == 12 else ''}{when.hour}点"


def set_to(title: str | None, when: datetime) -> str:
    """Return what the organiser reads once a deadline is set, in local time."""
    return f"✓ 「{one_line(title or '接龙', 40)}」{when.month}月{when.day}日{when:%H:%M} 截单。"


def noted(goods: Sequence[str], when: datetime | None) -> str:
    """Return what was understood of an answer in words: prices, a deadline in local time."""
    said = list(goods)
    if when is not None:
        said.append(f"{when.month}月{when.day}日{when:%H:%M} 截单")
    return f"✓ 记下了：{'、'.join(said)}。"
