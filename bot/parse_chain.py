"""Plays a labelled case of the order chain corpus through the reader and the fold, as the running bot does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.order_chain import Buy, Good, Order, Statement
from domain.order_chain_fold import apply
from parsing.open_buy import Talk, open_buy
from parsing.reading import Context, read_message

_BUY = 1
_ORGANISER = "u9"
_BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def answer(case: dict[str, Any]) -> dict[str, Any]:
    """Return {"orders", "title", "closed"} after the last message of `case` (corpora: task "chain")."""
    told = case.get("context") or {}
    chief = case.get("organiser")
    buy = Buy(
        organiser=_account(chief) if chief else None,
        title=told.get("title"),
        goods=tuple(Good(name) for name in told.get("items") or ()),
    )
    talk = Talk()
    for number, message in enumerate(case["messages"]):
        author, at = _account(message["sender"]), _BEGAN + timedelta(minutes=number)
        is_chief = author == buy.organiser and chief is not None
        seen = open_buy(_BUY, buy, author, talk)
        if not is_chief:  # who posted a list first may close it, but speaks as a resident
            seen = replace(seen, speaker_is_organiser=False)
        reading = read_message(message["text"], Context((seen,)), at)
        stated = next((stated.reading for stated in reading.stated), None)
        if stated is not None:
            buy = buy.after(apply(buy, Statement(number, author, at, number, stated)))
        talk = talk.after(author, is_chief, reading, stated)
    orders = [_order(order) for order in buy.orders.values() if order.lines]
    return {"orders": orders, "title": buy.title, "closed": buy.closed}


def _account(sender: str) -> int:
    return int(sender.lstrip("u") or 0)


def _order(order: Order) -> dict[str, Any]:
    place = order.residence
    return {
        "building": place.building if place is not None else None,
        "unit": place.unit if place is not None else None,
        "room": place.room if place is not None else None,
        "name": order.name,
        "items": [{"item": line.item, "quantity": float(line.quantity), "unit": line.measure} for line in order.lines],
        "note": order.note,
        "on_behalf": order.on_behalf,
    }
