"""接龙: a buy has closed and its minimum (成团) is not reached: what is asked of its organiser, and what all hear."""

from datetime import datetime

from domain.order_chain import Buy, missing_of
from rendering.order_chain import number, title_of

GO, CANCEL = "照发", "取消这个团"


def asked(buy: Buy) -> str:
    """Return the question to the organiser."""
    households = sum(1 for order in buy.orders.values() if order.lines)
    return f"「{title_of(buy)}」截单了，共 {households} 户，{_short(buy)}没成团。怎么办？"


def until(at: datetime, now: datetime) -> str:
    """Return the label of a new deadline: 延到今天15:00, 延到明天12:00. Both in local time."""
    return f"延到{'今天' if at.date() == now.date() else '明天'}{at:%H:%M}"


def extended(buy: Buy, at: datetime) -> str:
    """Return what everybody hears of a new deadline, `at` in local time."""
    missing = f"，{_short(buy)}成团，要的快接" if missing_of(buy) is not None else ""
    return f"「{title_of(buy)}」延到 {at.month}月{at.day}日{at:%H:%M} 截单{missing}。"


def goes(buy: Buy) -> str:
    """Return what everybody hears of a buy that goes ahead all the same."""
    return f"「{title_of(buy)}」没到成团数，团长说照发，已经下的单都算数。"


def cancelled(buy: Buy) -> str:
    """Return what everybody hears of a buy that was called off."""
    return f"「{title_of(buy)}」取消了，下过的单都不算，不用付钱。"


def _short(buy: Buy) -> str:
    missing = missing_of(buy)
    return f"还差 {number(missing)}{buy.terms.minimum_measure or ''}" if missing is not None else ""
