"""接龙: what the lead of a building is asked about its households without a phone. For their eyes only."""

from collections.abc import Sequence

from domain.discretion import Discreet
from domain.household import Entry
from domain.order_chain import Line
from rendering.line import one_line
from rendering.order_chain import place, wants_said

HOW_TO_ORDER = "没看懂。请写品名和数量，比如：鸡蛋2盒 青菜1份。不要了就发「不要」。"
CLOSED = "已经截单了，没有记上。要补请找团长。"


def to_ask(title: str | None, building: str | None, entries: Sequence[Entry], closes: str, more: int) -> Discreet:
    """Return the list of a building's households that are to be asked; `closes` is the deadline in local time."""
    name = one_line(title or "接龙", 40)
    if not entries:
        return Discreet(f"「{name}」：{building or ''}号楼不用手机的户都问到了，谢谢。")
    lines = [f"・{_called(entry)}" for entry in entries]
    rest = [f"还有 {more} 户，问完这些再给您看"] if more > 0 else []
    head = f"「{name}」{closes} 截单。{building or ''}号楼不用手机、还没订的，麻烦问一声："
    return Discreet("\n".join([head, *lines, *rest]))


def declines(entry: Entry) -> str:
    """Return the label for a household that wants nothing."""
    return f"{place(entry.residence)} 不要"


def orders(entry: Entry) -> str:
    """Return the label for a household that orders through its lead."""
    return f"{place(entry.residence)} 帮订"


def what(entry: Entry) -> Discreet:
    """Return the question what a household wants."""
    return Discreet(f"{_called(entry)} 要什么？照平常写，比如：鸡蛋2盒 青菜1份")


def ordered(entry: Entry, lines: Sequence[Line]) -> Discreet:
    """Return what the lead hears once an order is recorded."""
    return Discreet(f"✓ 帮 {_called(entry)} 订了：{wants_said(lines)}。")


def declined(entry: Entry) -> Discreet:
    """Return what the lead hears of a household that wants nothing."""
    return Discreet(f"✓ {_called(entry)} 不要，不再问了。")


def _called(entry: Entry) -> str:
    contact = one_line(entry.contact or "", 16)
    return f"{place(entry.residence)} {contact}" if contact else place(entry.residence)
