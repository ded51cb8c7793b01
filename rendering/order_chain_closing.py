"""接龙 by the clock: what a group hears shortly before a buy closes, and when it has."""

from datetime import datetime

from domain.order_chain import Buy, missing_of
from rendering.line import one_line
from rendering.order_chain import number, title_of


def nudge(title: str | None, closes_at: datetime) -> str:
    """Return the word half an hour before; `closes_at` in local time."""
    return f"「{one_line(title or '接龙', 40)}」{closes_at:%H:%M} 截单，还剩半小时。要加要改的请快。"


def closed(buy: Buy) -> str:
    """Return what is said when a buy closes by the clock: how many households, and whether the minimum is reached."""
    households = sum(1 for order in buy.orders.values() if order.lines)
    said = f"「{title_of(buy)}」截单了，共 {households} 户。"
    missing = missing_of(buy)
    if missing is not None:
        said += f"还差 {number(missing)}{buy.terms.minimum_measure or ''}没成团，等团长决定。"
    return said
