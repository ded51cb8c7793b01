"""守望在岗: the morning line to the volunteers. Its absence tells them that the machine is down."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Duty:
    """What the morning line tells: how many buys are open, and how many messages could not be handled."""

    open_buys: int
    set_aside: int


def line(name: str, day: date, duty: Duty, *, is_late: bool = False) -> str:
    """Return the line for that day."""
    lines = [f"✅ 守望在岗 {day.month}月{day.day}日（{name}）", f"进行中的接龙：{duty.open_buys} 个"]
    if duty.set_aside:
        lines.append(f"⚠ 有 {duty.set_aside} 条消息没处理成，请管机器的人看一下（shouwang inbox）")
    if is_late:
        lines.append("⚠ 这一条来晚了：早上机器断过，请看看夜里有没有漏掉的事")
    lines.append("哪天早上没看到这一条，就是我停了，请按值班表人工跑一遍。")
    return "\n".join(lines)
