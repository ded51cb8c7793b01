"""日结: how things stand at the end of the day, in a few lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class BuyToday:
    """A buy in the summary: its title, from how many parties it has orders, and whether it was closed today."""

    title: str
    parties: int
    is_closed: bool


def summary(name: str, day: date, buys: Sequence[BuyToday], *, is_late: bool = False) -> str:
    """Return the summary of a group's day; `buys` are those open now or closed today, at least one."""
    lines = [f"📣 {name} 日结 {day.month}月{day.day}日"]
    still_open = [buy for buy in buys if not buy.is_closed]
    closed = [buy for buy in buys if buy.is_closed]
    if still_open:
        lines += ["还在接：", *(f"・{buy.title}，{buy.parties}户" for buy in still_open)]
    if closed:
        lines += ["今天截单：", *(f"・{buy.title}，{buy.parties}户" for buy in closed)]
    lines.append("看明细发「汇总」。")
    if is_late:
        lines.append("（机器断过线，这一条来晚了。）")
    return "\n".join(lines)


def missed(day: date) -> str:
    """Return the line that says that a day had no summary."""
    return f"{day.month}月{day.day}日的日结没能发出（机器断线了）。现在怎样请发「汇总」，今晚照常。"
