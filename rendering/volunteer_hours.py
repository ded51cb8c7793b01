"""工时 (volunteer hours): what a volunteer reads of their own, and the committee of everybody's."""

from collections.abc import Sequence
from datetime import date

from domain.volunteer_hours import KEPT_DAYS, Served, in_all
from rendering.line import one_line

HOW_TO_SAY = "这样写就记下：「今天服务3小时」「昨天值班9点到11点半」；再做了写「又服务1小时」，写错了重写一遍。"
NOT_UNDERSTOOD = (
    f"没看懂做了多久，没有记。{HOW_TO_SAY}一条写一天，写明几小时或几点到几点；做完了再写，只记最近{KEPT_DAYS}天的；"
    "要去掉就写「今天服务0小时」。"
)
FOR_VOLUNTEERS = "「工时」由志愿者来记。您做了志愿者的话，请居委会先给您「志愿者」的身份，再写一遍。"
TOO_MUCH = "一天的工时在0到24小时之间，这一条没有记。"
_MOST = 60


def hours(minutes: int) -> str:
    """Return a length of service as people say it: 2.5小时, 40分钟, 1小时40分钟."""
    whole, rest = divmod(minutes, 60)
    if rest % 30 == 0:
        return f"{minutes / 60:g}小时"
    return f"{whole}小时{rest}分钟" if whole else f"{rest}分钟"


def noted(day: date, minutes: int, today: date) -> str:
    """Return what is said once a day's hours were noted."""
    if not minutes:
        return f"✍ {_day(day, today)}的工时去掉了。"
    return f"✍ 记下了：{_day(day, today)}一共{hours(minutes)}。辛苦了！"


def which_sum(day: date, minutes: int, today: date) -> str:
    """Return what is asked when a message that added hours was edited."""
    called, known = _day(day, today), hours(minutes)
    return (
        f"您改的是「又…」那一条，我分不出改了多少。{called}现在记着{known}；"
        f"不对就重写一遍，比如「{called}服务{known}」。"
    )


def own(served: Sequence[Served], today: date) -> str:
    """Return somebody's own hours of this month."""
    if not served:
        return f"这个月还没有记过您的工时。{HOW_TO_SAY}"
    days = "、".join(f"{one.day.day}日 {hours(one.minutes)}" for one in served)
    return f"🕐 您{today.month}月的工时：{hours(in_all(served))}（{days}）。\n{HOW_TO_SAY}"


def of_all(compound: str, served: Sequence[tuple[str, int]], today: date) -> str:
    """Return everybody's hours of this month, for the committee. Names are shown as they are given."""
    lines = [f"🕐 {one_line(compound, 30)} {today.month}月的志愿工时，按自己报的："]
    lines += [f"・{one_line(name, 20)} {hours(minutes)}" for name, minutes in served[:_MOST]]
    if len(served) > _MOST:
        lines.append(f"……还有 {len(served) - _MOST} 位")
    whole = sum(minutes for _, minutes in served)
    lines.append(f"一共 {len(served)} 位，{hours(whole)}。" if served else "还没有人报过。")
    return "\n".join(lines)


def _day(day: date, today: date) -> str:
    ago = (today - day).days
    return {0: "今天", 1: "昨天"}.get(ago, f"{day.month}月{day.day}日")
