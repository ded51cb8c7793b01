"""Reads how long a volunteer served: 今天服务3小时, 昨天值班9点到11点半, 又帮忙发菜一个半小时.

The whole message must say so: 今天服务3小时才轮到我 is talk.
"""

import re
from datetime import date, datetime, time, timedelta

from domain.moment import Grain, Length, Moment, Span, When
from domain.volunteer_hours import KEPT_DAYS, Said
from domain.wall_clock import lasting
from parsing.found import Found, without
from parsing.moment import find_moments
from parsing.normalise import normalise

_LONGEST = 60  # characters of a message that says only this
_SOON = timedelta(minutes=30)  # who goes off duty at eleven says so at ten to eleven

_SERVICE = "(?:志愿者?服务|社区服务|志愿者?|服务|值班|值[早中晚夜]班|值守|值岗|执勤|当班|站岗|帮忙|出力|工时|公时)"
_SERVED = re.compile(_SERVICE)
_FILL = (
    r"(?:[ ,、;。.!~\n\0]|的|了|是|在|从|我|本人|一共|总共|共|合计|总计|大概|大约|差不多|左右"
    r"|时长|时间|做|干|参加|当|忙|来"
    r"|刚才|刚刚|[说写记报]?错了|不对|应该是|应为|其实|更正|纠正|改[成为]?)"  # what corrects says the day's hours again
)
_MORE = "又|再|还|另外|另|加"
# What was done, between the word for serving and how long: 帮忙发菜, 志愿者做核酸.
_DEED = r"(?:(?!多少|多久|几个|吗|谁|要|需)[一-鿿、]){1,10}"
_PLACE = rf"在?[一-鿿]{{1,6}}?[门口点处岗区室站](?={_SERVICE})"  # 在西门值班
_BEFORE = re.compile(
    rf"(?:{_FILL}|(?P<adds>{_MORE})|(?<=[\0在 ]){_PLACE}|(?P<service>{_SERVICE})(?:{_DEED}(?=[ ,\0]))?)*"
)
_AFTER = re.compile(rf"(?:{_FILL}|(?P<service>{_SERVICE}))*")
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")  # 时长:3小时
_UNTIL = re.compile("(?:一直)?[做干忙站守值]班?到")  # 8点做到12点 is 8点到12点
_DAYLONG = re.compile("天|日")
_COMES_BACK = re.compile("周|星期|礼拜|月|号|日")
_NAMES_BEFORE = re.compile("昨|前[天晚日]")  # goes by the calendar, also after midnight
_BREAK = re.compile(r"[,。!;~\n]+")
_NO_ASIDE = re.compile(r"[0-9?？]|[谁吗没不别]|明天|小时|钟头|分钟")  # beside the hours, in private: 刚下班, 累死了
_LATE = re.compile("下午|傍晚|晚|夜")
_ASKS = re.compile(r"[?？吗呢]$|谁")
# What somebody who tells a machine of their hours may have written, and no more than that: it is asked back.
_SEEMS = (
    (
        re.compile(rf"{_SERVICE}|[做干忙站守跑搬发送]"),
        re.compile("小时|钟头|分钟|半天|[一整]天|[上下]午|[0-9]h|[0-9]点|[0-9]$"),
    ),
    (_SERVED, re.compile("不算|去掉|删|取消|错了")),
)


def read_hours(text: str, said_at: datetime, *, is_asked: bool = False, day: date | None = None) -> Said | None:
    """Return what a message (as written, at `said_at` in the compound's zone) says of the speaker's hours, or None.

    `is_asked`: it is the answer to how long, or stands behind the command, or follows upon hours, so 3小时 is enough.
    `day` is the one that is meant where none is said; else it is the day that is not over.
    """
    said = _UNTIL.sub("到", _COLON.sub(" ", normalise(text).text)).strip()
    if not said or len(said) > _LONGEST:
        return None
    today = said_at.date() if _NAMES_BEFORE.search(said) else lasting(said_at)
    found = find_moments(said, datetime.combine(today, time(), said_at.tzinfo))
    minutes, day = _minutes(found, said), _day(found, said, said_at, day)
    if minutes is None or day is None or _is_to_come(found, said, day, said_at):
        return None
    rest, end = without(said, found), found[-1].end
    before, after = _BEFORE.fullmatch(rest, 0, end), _AFTER.fullmatch(rest, end)
    if before is None or after is None:
        return None
    is_inside = any(_SERVED.search(said, each.start, each.end) for each in found)  # 今天值班从8点到12点
    if not (is_asked or is_inside or before["service"] or after["service"]):
        return None
    return Said(day, minutes, adds=before["adds"] is not None)


def read_told(text: str, said_at: datetime, *, is_asked: bool = False, day: date | None = None) -> Said | None:
    """Return what a message to the bot alone says of hours: 刚下班 and 累死了 may stand beside them there."""
    whole = read_hours(text, said_at, is_asked=is_asked, day=day)
    parts = [part for part in _BREAK.split(normalise(text).text) if part.strip()]
    if whole is not None or len(parts) < 2 or len(text) > _LONGEST:
        return whole
    read = [read_hours(part, said_at, is_asked=is_asked, day=day) for part in parts]
    asides = [part for part, said in zip(parts, read, strict=True) if said is None]
    told = [said for said in read if said is not None]
    return told[0] if len(told) == 1 and not any(_NO_ASIDE.search(part) for part in asides) else None


def seems_hours(text: str) -> bool:
    """Say whether a message that was not read may be about how long somebody served (今天服务半天)."""
    said = normalise(text).text.strip()
    if len(said) > _LONGEST or _ASKS.search(said) is not None:
        return False
    return any(one.search(said) is not None and other.search(said) is not None for one, other in _SEEMS)


def _minutes(found: tuple[Found[When], ...], said: str) -> int | None:
    """Return how long the lengths and spans are together; None where there is none, or one says no hours (半天)."""
    minutes, is_said = 0, False
    for each in found:
        match each.value:
            case Length(months=0, days=0, seconds=seconds) if not _DAYLONG.search(said[each.start : each.end]):
                minutes += seconds // 60
            case Span(Moment(start, grain), Moment(end, _)) if grain is not Grain.DAY:
                minutes += int((end - start).total_seconds()) // 60
            case Moment(_, Grain.DAY):
                continue
            case _:
                return None
        is_said = True
    return minutes if is_said else None


def _is_to_come(found: tuple[Found[When], ...], said: str, day: date, said_at: datetime) -> bool:
    """Say whether some of it is not over yet: 今晚值班8点到10点, said in the afternoon, is a plan."""
    for each in found:
        if isinstance(each.value, Span):
            start, end = each.value.start.at, each.value.end.at
            is_late = end.hour <= 12 and _LATE.search(said, 0, each.start) is not None  # 今晚 … 8点到10点
            ends = end + (day - start.date()) + timedelta(hours=12 * is_late)
            if ends > said_at + _SOON:
                return True
    return False


def _day(found: tuple[Found[When], ...], said: str, said_at: datetime, usual: date | None) -> date | None:
    """Return the one day that is meant, the usual one where none is said; None for one to come or long past, or for
    several. In the small hours today is the day before."""
    today, still = said_at.date(), lasting(said_at)
    named = [(each, each.value.at) for each in found if isinstance(each.value, Moment)]
    named = named or [(each, each.value.start.at) for each in found if isinstance(each.value, Span)]
    days = {_last(at.date(), said[each.start : each.end], today) for each, at in named}
    days = {still if day == today else day for day in days} or {usual or still}
    day = days.pop()
    return day if not days and today - timedelta(days=KEPT_DAYS) <= day <= today else None


def _last(day: date, words: str, today: date) -> date:
    """Return the day that was, where words name one that comes back: 周三 is the last one, 3月2日 that of this year."""
    if day <= today or not _COMES_BACK.search(words):
        return day
    week_ago = day - timedelta(days=7)
    if week_ago <= today and not re.search("月|号", words):
        return week_ago
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day
