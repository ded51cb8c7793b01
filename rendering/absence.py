"""What a group hears after the bot was away for more than a day."""

from datetime import datetime


def unheard(start: datetime, end: datetime) -> str:
    """Return the line that says from when to when (local time) nothing was heard."""
    return f"我断线了：{_said(start)} 到 {_said(end)} 群里的消息我没有收到。这段时间下的单，请再发一次，麻烦大家了。"


def _said(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at:%H:%M}"
