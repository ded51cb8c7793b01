"""今天: one list of what there is to see to, for a volunteer in private."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.today import SHELF_CALLED, Item, Shelf
from rendering.line import one_line

NOTHING = "今天没有要盯的事：没有开着的团，没有等太久的，明天也没有到期的。"
SEEN, SEEN_ALREADY = "记下了，谢谢", "已经有人处理了"
_MOST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: its number, what it is about, since or until when."""

    number: int
    item: Item
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody has seen to: what, who, when."""

    item: Item
    name: str
    at: datetime


def numbered(items: Sequence[tuple[Item, datetime | None]]) -> tuple[Line, ...]:
    """Return the lines of the list: what has waited first, then what is due tomorrow, then what is open."""
    order = (Shelf.WAITING, Shelf.TOMORROW, Shelf.OPEN)
    found = sorted(items, key=lambda one: order.index(one[0].shelf))
    return tuple(Line(number, item, at) for number, (item, at) in enumerate(found[:_MOST], 1))


def glance(compound: str, lines: Sequence[Line], done: Sequence[Done], now: datetime) -> str:
    """Return the day at a glance."""
    told = [f"📌 {one_line(compound, 30)} 今天 {now:%H:%M}"]
    last = None
    for line in lines:
        if line.item.shelf is not last:
            told.append(f"【{SHELF_CALLED[line.item.shelf]}】")
            last = line.item.shelf
        told.append(f"{line.number}. {_said(line.item, line.at)}")
    if not lines:
        told.append(NOTHING if not done else "都处理完了。")
    if done:
        told.append("【处理过的】")
        told += [f"✓ {_called(one.item)}（{one_line(one.name, 12)} {one.at:%H:%M}）" for one in done[:_MOST]]
    return "\n".join(told)


def button(line: Line) -> str:
    """Return what stands on the button that closes a line."""
    return f"{line.number} 处理了"


def _said(item: Item, at: datetime | None) -> str:
    called = _called(item)
    match item.kind, item.shelf:
        case "order_chain", _:
            closes = f"，{at.month}月{at.day}日 {at:%H:%M} 截单" if at is not None else "，没定截单时间"
            return f"{called}，{item.amount or 0}户{closes}"
        case "delivery", _:
            return f"{called}，还有 {item.amount or 0} 份没取"
        case "test_round", Shelf.TOMORROW:
            return f"{called}，{at:%H:%M} 开始" if at is not None else called
        case "test_round", _:
            return f"{called}，到 {at:%H:%M}" if at is not None else called
        case "medication_alert", _:
            return f"{called}，{at:%H:%M} 报的" if at is not None else called
        case "notice", Shelf.WAITING:
            return f"{called}，{at:%H:%M} 发的，还有 {item.amount or 0} 栋没收到" if at is not None else called
        case "notice", _:
            return f"{called}，{at:%H:%M} 发" if at is not None else called
        case _:
            return f"{called}，{at:%H:%M} 问的" if at is not None else called


def _called(item: Item) -> str:
    title = one_line(item.title, 24)
    match item.kind:
        case "order_chain":
            return f"接龙「{title}」"
        case "notice":
            return f"通知「{title}」"
        case "delivery":
            return f"到货「{title}」"
        case "test_round":
            return f"轮次「{title}」"
        case "medication_alert":
            return "有一条急的用药没人接"
        case _:
            return f"问了{title}，还没答"
