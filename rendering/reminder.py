"""提醒 (reminder): what was understood, what is on, and the reminder itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.building import Buildings
from domain.discretion import Discreet
from domain.moment import Frequency, Recurrence
from domain.reminder import Reminder, ReminderState, Time, Whom
from rendering.line import one_line

_WORDS, _SHOWN = 200, 40  # characters of a reminder, and of one in a list
_WEEKDAYS = "一二三四五六日"

HOW_TO_SAY = (
    "没看懂要提醒什么。请这样写：\n・提醒我明天9点拿药\n・每天下午三点提醒大家报抗原\n・明天早上8点提醒5号楼做核酸"
)
ASK_TIME = "什么时候提醒？例如：明天早上8点、每天下午三点、每周一9点"
PAST = "这个时间已经过了。"
ASK_WORDS = "提醒什么？一句话就行，例如：做核酸"
NOBODYS = "群里的提醒由志愿者、楼组长或居委会来设。提醒您自己，请私聊我说：提醒我明天9点拿药"
NOT_OWN_BUILDING = "楼组长只能提醒自己的楼。"
NOT_IN_GROUPS = "这条说到了某个人的病或药，不能发到群里。要提醒您自己，私聊我说「提醒我……」就行。"
CANNOT_HERE = "这条不能发到群里，请私聊我说。"
NO_PLACE = "没有能发到的群。请先把楼栋群或业主群加上我，再设这个提醒。"
TOO_OFTEN_OWN = "太密了：最密每十分钟一次。"
TOO_OFTEN = "太密了：群里最密每小时一次。"
NOTHING_ON = "没有正在用的提醒。要设一个，这样说：提醒我明天9点拿药"
WHICH_COMPOUND = "是哪个小区的群？"
EXPIRED = "这个提醒已经结束了"
BACK = "按错了，照常提醒"
IN_PRIVATE = "私聊告诉您了"


def day_said(at: int, now: int, zone: ZoneInfo) -> str:
    """Return an instant as people say it, as seen at `now`: 明天（3月3日 周二）8:00."""
    local, today = datetime.fromtimestamp(at, zone), datetime.fromtimestamp(now, zone).date()
    names = {today: "今天", today + timedelta(days=1): "明天", today + timedelta(days=2): "后天"}
    date = f"{local.month}月{local.day}日 周{_WEEKDAYS[local.weekday()]}"
    near = names.get(local.date())
    clock = f"{local.hour}:{local.minute:02}"
    return f"{near}（{date}）{clock}" if near else f"{date} {clock}"


def rule_said(rule: Recurrence) -> str:
    """Return a rule as people say it: 每天15:00, 每周一、三9:00, 每月15号9:00, 每2小时."""
    clock = f"{rule.at.hour}:{rule.at.minute:02}" if rule.at is not None else ""
    every = f"{rule.interval}" if rule.interval > 1 else ""
    match rule.frequency:
        case Frequency.MINUTELY:
            return f"每{rule.interval}分钟"
        case Frequency.HOURLY:
            return f"每{every}小时"
        case Frequency.DAILY:
            return f"每{every}天{clock}"
        case Frequency.WEEKLY:
            days = "、".join(_WEEKDAYS[day - 1] for day in rule.weekdays)
            if rule.weekdays == (1, 2, 3, 4, 5):
                return f"每{every + '周的' if every else ''}工作日{clock}"
            return f"每{every}周{days}{' ' if not days else ''}{clock}"
        case Frequency.MONTHLY:
            return f"每{every + '个' if every else ''}月{_days(rule)}{clock}"
        case _:
            months = "、".join(f"{month}月" for month in rule.months)
            return f"每年{months}{_days(rule)}{clock}"


def _days(rule: Recurrence) -> str:
    if rule.which:
        which = "最后一个" if rule.which < 0 else f"第{'零一二三四五'[rule.which]}个"
        return f"{which}周{'、'.join(_WEEKDAYS[day - 1] for day in rule.weekdays)}"
    return "、".join("最后一天" if day == -1 else f"{day}号" for day in rule.month_days)


def times_said(times: Sequence[Time], now: int, zone: ZoneInfo) -> str:
    """Return all times of a reminder as people say them."""
    return "、".join(day_said(time, now, zone) if isinstance(time, int) else rule_said(time) for time in times)


def whom_said(whom: Whom, buildings: Buildings | None) -> str:
    """Return who is reminded."""
    match whom:
        case Whom.OWN:
            return "您自己（私聊）"
        case Whom.HERE:
            return "这个群"
        case Whom.ALL:
            return "大家"
        case _:
            return str(buildings)


def understood(
    one: Reminder, coming: Sequence[int], now: int, zone: ZoneInfo, *, groups: Sequence[str] = (), is_at_night: bool
) -> str | Discreet:
    """Return what was understood of a reminder: words, the next dates, and which groups hear it. What somebody is
    reminded of in private is for them alone."""
    lines = [
        "⏰ 记下了" if one.state is ReminderState.ON else "⏰ 暂停着",
        f"提醒：{one_line(one.words, _WORDS)}",
        f"时间：{times_said(one.times, now, zone)}",
        f"接下来：{'；'.join(day_said(at, now, zone) for at in coming) or '马上'}",
        f"提醒谁：{whom_said(one.whom, one.buildings)}",
    ]
    if one.is_for_groups:
        lines.append(f"发到：{'、'.join(groups)}")
        if is_at_night:
            lines.append("这个时间在夜里，到时候不响铃。")
    text = "\n".join(lines)
    return text if one.is_for_groups else Discreet(text)


def said(one: Reminder, *, is_late: bool, meant: str = "", buildings: Sequence[str] = ()) -> str | Discreet:
    """Return the reminder itself. `meant` is when it should have been said, `buildings` whom it is for where a group is
    told for others, too."""
    whom = f"（{'、'.join(f'{name}号楼' for name in buildings)}）" if buildings else ""
    text = f"⏰ 提醒{whom}：{one_line(one.words, _WORDS)}"
    if is_late:
        text += f"\n（机器断过线，这一条来晚了，本来是 {meant} 的。）"
    return text if one.is_for_groups else Discreet(text)


def missed(one: Reminder, meant: str) -> Discreet:
    """Return what who set a reminder hears that came too late to be said."""
    return Discreet(f"⏰ 「{one_line(one.words, _SHOWN)}」{meant} 那一次没能发出：机器断线太久，过了时候。下一次照常。")


def not_delivered(one: Reminder, where: str) -> Discreet:
    """Return what who set a reminder hears that did not reach a group."""
    return Discreet(f"⏰ 「{one_line(one.words, _SHOWN)}」没能发到{where}：我不在那个群里了，或发不出。")


def listed(rows: Sequence[tuple[Reminder, str]], *, is_private: bool) -> str | Discreet:
    """Return the list of reminders, each with its times in words, numbered as their buttons are."""
    if not rows:
        return NOTHING_ON
    lines = ["⏰ 提醒列表："]
    for number, (one, times) in enumerate(rows, 1):
        paused = "（暂停着）" if one.state is ReminderState.PAUSED else ""
        whom = "" if one.whom is Whom.OWN else f" → {whom_said(one.whom, one.buildings)}"
        lines.append(f"{number}. {one_line(one.words, _SHOWN)}：{times}{whom}{paused}")
    text = "\n".join(lines)
    return Discreet(text) if is_private else text


def ended(one: Reminder, times: str = "") -> str | Discreet:
    """Return what is left of a reminder that was ended; `times` are its times in words."""
    text = f"⏰ 「{one_line(one.words, _SHOWN)}」{f'（{times}）' if times else ''}不再提醒了。"
    return text if one.is_for_groups else Discreet(text)


def skipped(one: Reminder, last: int, now: int, zone: ZoneInfo) -> str | Discreet:
    """Return what is said where one day is passed over; `last` is when it would have come."""
    text = f"⏰ 「{one_line(one.words, _SHOWN)}」{day_said(last, now, zone)} 这一次不提醒了，以后照常。"
    return text if one.is_for_groups else Discreet(text)


def not_one_day(one: Reminder) -> str | Discreet:
    """Return what is said where one day alone cannot be passed over."""
    text = f"⏰ 「{one_line(one.words, _SHOWN)}」不止那一天才有，没法只跳过那一天。要全部结束吗？不按就照常。"
    return text if one.is_for_groups else Discreet(text)


def which_to_end(rows: Sequence[tuple[Reminder, str]]) -> str | Discreet:
    """Return the question which of several is meant, each with its times in words."""
    lines = [
        "⏰ 要取消哪一个？",
        *(f"{n}. {one_line(one.words, _SHOWN)}：{times}" for n, (one, times) in enumerate(rows, 1)),
    ]
    text = "\n".join(lines)
    return text if all(one.is_for_groups for one, _ in rows) else Discreet(text)


def not_found(about: str) -> Discreet:
    """Return what is said where no reminder is the one that was meant."""
    of = f"「{one_line(about, _SHOWN)}」的" if about else "那一天的"
    return Discreet(f"⏰ 没找到{of}提醒，什么都没改。现在有的，要结束就按一下：")


def short(one: Reminder) -> str:
    """Return a reminder for a button."""
    return one_line(one.words, 16)
