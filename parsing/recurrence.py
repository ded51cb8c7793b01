"""Reads what happens again: 每天下午三点, 每周一三五9点, 工作日, 每月15号, 每隔半小时, 周一到周五每天上午8点."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from decimal import Decimal

from domain.moment import Frequency, Recurrence
from parsing.clock import PARTS, TO, time_of_day_at
from parsing.festival import FIXED, NAMES
from parsing.numeral import digits_of, number_of

_AMOUNT = r"(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3}|半)"
_NINE = "一二三四五六七八九"
_DAY = rf"(?:[0-9]{{1,2}}|[二三]?十[{_NINE}]?|[{_NINE}])"
_MONTH = rf"(?:[0-9]{{1,2}}|十[一二]?|[{_NINE}])"
_WEEK = r"(?:周|星期|礼拜)"
_NAMES = "一二三四五六日天1-7"
_NOT_TIMES = r"(?![次回趟份箱斤袋盒包瓶个])"  # 每周一次 is no Monday
# 每周一三五9点: the digits are the hour; of 每周一3点 the digit itself is.
_NEXT_NAME = rf"(?:[一二三四五六日天]{_NOT_TIMES}(?![点时:月份])|[1-7]{_NOT_TIMES}(?![0-9]*[点时:月份]))"
_NEXT_WEEKDAY = rf"(?:[ ]?[、,和及与到至~-][ ]?)?{_WEEK}?{_NEXT_NAME}"
_WEEKDAYS = rf"[{_NAMES}]{_NOT_TIMES}(?:{_NEXT_WEEKDAY}){{0,6}}"
_FEASTS = "|".join(sorted(FIXED, key=len, reverse=True))
_MOVING = "|".join(sorted(name for name in NAMES if name not in FIXED))
_PATTERN = re.compile(
    rf"""
      (?P<from_weekday>{_WEEK}[{_NAMES}])(?P<through>{TO}{_WEEK}?[{_NAMES}])[ ,]?[的]?(?:每[天日]|天天)
    | (?P<bare_weekdays>(?<![老小阿两十{_NINE}0-9上下这本])
        (?:周|星期|礼拜)[{_NAMES}](?:{TO}{_WEEK}?[{_NAMES}]|(?:[{_NAMES}](?![点时月份])){{2,6}}        # 周一三五9点
          |(?:[、,和及与]{_WEEK}[{_NAMES}](?![点时月份])){{2,6}}))                                 # 周一、周三、周五9点
    | (?:每一?(?:个|逢)?|逢)(?:工作日|上班日|上学日)(?:里)?(?:的|每天)?  (?P<workdays>)
    | (?P<bare_workdays>(?<!非)(?<![0-9一二两三四五六七八九十个])工作日)(?![内后前])(?:每天)?
    | (?P<usual_days>平日(?=(?:每天)?(?:早|晚|[上下中]午|[0-9])))(?:每天)?
    | (?P<weekend_daily>周末|双休日|周六日|周六周日)的?(?:每天|天天)
    | (?:每一?(?:个|逢)?|逢)(?:周末|双休日|星期末)                  (?P<weekend>)(?:每天)?
    | (?<![间每相])隔(?:一个?|个)?{_WEEK}(?:的?[ ]?{_WEEK}|的)?(?P<other_weekdays>{_WEEKDAYS})              # 隔周周三
    | (?:每逢|每|逢)(?:个)?(?P<skip>隔)?(?P<weeks>{_AMOUNT})?个?{_WEEK}(?!岁|年|边)
        (?:的?[ ]?{_WEEK}|的)?(?P<weekdays>{_WEEKDAYS})
    | 每(?:个)?(?P<month_skip>隔)?(?P<months>{_AMOUNT})?个?月的?
        (?: (?P<month_days>{_DAY}[日号]?(?:[、,和及与到至~-]{_DAY}[日号]?){{0,6}}(?<=[日号]))
          | (?:第(?P<which>[一二三四五1-5])|(?P<which_last>最后一))个?{_WEEK}(?P<which_day>[{_NAMES}])    # 第一个周六
          | (?P<last_day>月?[底末]|最后一[天日])
          | 初(?P<initial_day>[十{_NINE}]|[0-9]{{1,2}}) | (?P<first_day>月?初|第一[天日]) )
    | 每年的?(?P<month>{_MONTH})月份?
        (?: (?P<day>{_DAY})[日号]? | (?P<months_too>(?:[、,和及与]{_MONTH}月份?){{1,11}}) )?         # 每年3月和9月
    | 每年的?(?P<feast>{_FEASTS})
    | (?P<daily>每[一]?(?:天|日)(?!报)|天天|日日|每(?=[晚早晨夜])(?!早点))
    | (?:每|每间)(?P<every_skip>隔)?[ ]?(?P<amount>{_AMOUNT})?[ ]?(?P<classifier>个)?(?P<half>半)?个?
        (?P<unit>分钟|刻钟|小时|钟头|钟(?!情)|天|日|周(?!岁|年|边)|星期|礼拜|月|季度|季(?!节)|年(?!的?(?:{_MOVING}))
          |分(?!之|钟))
        (?: (?<=季|度)的?(?: (?P<quarter_last>末|底|最后一天) | (?P<quarter_first>初|第一天) ) )?      # 每季度末
    | (?<![间每相])隔(?:[一1]个?)?(?P<alternate>天|日|周|星期|礼拜|月|年)(?!离|壁|空|[后内前])
    """,
    re.VERBOSE,
)
# 两天一次: the words begin with a number, so that they are asked for only where the text says 一次.
_ONCE = re.compile(
    rf"""
    (?<![0-9.第几{_NINE}十两半]) (?P<amount>{_AMOUNT})[ ]?个?(?P<half>半)?
    (?P<unit>分钟|刻钟|小时|钟头|天|日|周|星期|礼拜|月|季度|年)
    (?:复查|复诊|体检|检查|[测做开配换打量喂吃喝浇来去送发收团])?(?:一|1)[次趟回](?!性)
    """,
    re.VERBOSE,
)
_SIDE_BY_SIDE = re.compile(rf"{_WEEK}[一二三四五六日天]{{3,7}}")  # 周一三五 comes again without a time too
SAYS_ONCE = re.compile("[一1][次趟回]")
_UNITS = {
    **dict.fromkeys(("分钟", "分"), (Frequency.MINUTELY, 1)),
    "刻钟": (Frequency.MINUTELY, 15),
    **dict.fromkeys(("小时", "钟头", "钟"), (Frequency.HOURLY, 1)),
    **dict.fromkeys(("天", "日"), (Frequency.DAILY, 1)),
    **dict.fromkeys(("周", "星期", "礼拜"), (Frequency.WEEKLY, 1)),
    "月": (Frequency.MONTHLY, 1),
    **dict.fromkeys(("季度", "季"), (Frequency.MONTHLY, 3)),
    "年": (Frequency.YEARLY, 1),
}
# Half of the one is so many of the other: 每半小时, 每半年.
_HALVES = {
    Frequency.HOURLY: (Frequency.MINUTELY, 30),
    Frequency.YEARLY: (Frequency.MONTHLY, 6),
    Frequency.MONTHLY: (Frequency.DAILY, 15),
    Frequency.DAILY: (Frequency.HOURLY, 12),
}
_WHOLES = {Frequency.HOURLY: 60, Frequency.YEARLY: 12, Frequency.MONTHLY: 30, Frequency.DAILY: 24}
_WEEKDAY = (
    {name: day for day, name in enumerate("一二三四五六日", 1)} | {"天": 7} | {str(day): day for day in range(1, 8)}
)
_WORKDAYS = (1, 2, 3, 4, 5)
_PART_OF_DAY = re.compile("|".join(sorted((part for part in PARTS if len(part) > 1), key=len, reverse=True)))
_CLOCK_OF_PART = {"中午": (12, 0), "正午": (12, 0), "午夜": (0, 0)}
_GAP = re.compile(rf"(?:[ ]?(?:{_AMOUNT}次|各一次))?[ ,:]?(?:的|都|在|分别)?[ ]?")
_ALSO = re.compile(r"[ ]?(?:和|及|与|跟|以及|、|,)[ ]?")
_END = re.compile(rf"{TO}")


def recurrence_at(text: str, place: int) -> tuple[Recurrence, int] | None:
    """Return the rule whose words begin at `place`, with the time of day that follows, and where they end, or None."""
    match = _PATTERN.match(text, place)
    if match is None:
        return None
    rule = _rule(match)
    if rule is None:
        return None
    timed = _with_time(rule, text, match.end())
    if match["bare_weekdays"] and timed[0].at is None and not _SIDE_BY_SIDE.fullmatch(match["bare_weekdays"]):
        return None  # 周一到周五早上9点 comes again; 周一到周五 is a span
    return timed


def once_in(text: str, place: int) -> tuple[Recurrence, int] | None:
    """Return the rule that begins at `place` with how long (两天一次, 半年一次), and where it ends, or None."""
    match = _ONCE.match(text, place)
    if match is None:
        return None
    words = {**match.groupdict(), "every_skip": None}
    if words["amount"] == "半" and words["half"] is None:
        words["half"], words["amount"] = "半", None
    rule = _every(words)
    return None if rule is None else _with_time(rule, text, match.end())


def times_too(rule: Recurrence, text: str, start: int, end: int) -> Iterator[tuple[Recurrence, int, int]]:
    """Yield the same rule for each further time after `end` (每天早上8点和晚上8点), with the place of its words.

    The words of the first time are in `text[start:end]`; a part of the day said there holds for a bare hour too."""
    part = _PART_OF_DAY.search(text, start, end)
    while rule.at is not None and (also := _ALSO.match(text, end)):
        read = time_of_day_at(text, also.end(), after_day=True)
        if read is None or read[0].hour is None:
            return
        said, end = read
        _, hour, minute = said.on_clock(part[0] if part and not said.part else None)
        rule = replace(rule, at=time(hour, minute))
        yield rule, also.end(), end


def _with_time(rule: Recurrence, text: str, end: int) -> tuple[Recurrence, int]:
    gap = _GAP.match(text, end)
    read = time_of_day_at(text, gap.end() if gap else end, after_day=True)
    if read is None:
        return rule, end
    said, end = read
    if said.hour is None:
        clock = _CLOCK_OF_PART.get(said.part or "")
        return (rule if clock is None else replace(rule, at=time(*clock))), end
    _, hour, minute = said.on_clock()
    until = _END.match(text, end)
    if until and (last := time_of_day_at(text, until.end(), after_day=False)):
        end = last[1]  # 每天两点到四点: the rule has the beginning
    return replace(rule, at=time(hour, minute)), end


def _rule(match: re.Match[str]) -> Recurrence | None:
    words = match.groupdict()
    weekly = _weekly(words)
    if weekly is not None:
        return weekly
    if words["month_days"] or words["initial_day"] or words["last_day"] or words["first_day"] or words["which_day"]:
        return _monthly(words)
    if words["month"]:
        return _yearly(words["month"], words["day"], words["months_too"])
    if words["feast"]:
        month, day = FIXED[words["feast"]]
        return Recurrence(Frequency.YEARLY, month_days=(day,), months=(month,))
    if words["daily"]:
        return Recurrence(Frequency.DAILY)
    if words["alternate"]:
        return Recurrence(_UNITS[words["alternate"]][0], 2)
    return _every(words)


def _weekly(words: dict[str, str | None]) -> Recurrence | None:
    """Return the rule of the days of a week that were said; None where none were."""
    if words["workdays"] is not None or words["bare_workdays"] or words["usual_days"]:
        return Recurrence(Frequency.WEEKLY, weekdays=_WORKDAYS)
    if words["weekend"] is not None or words["weekend_daily"]:
        return Recurrence(Frequency.WEEKLY, weekdays=(6, 7))
    if words["from_weekday"]:
        return Recurrence(Frequency.WEEKLY, weekdays=_weekdays(f"{words['from_weekday']}{words['through']}"))
    said = words["bare_weekdays"] or words["weekdays"] or words["other_weekdays"]
    if said is None:
        return None
    interval = 2 if words["other_weekdays"] else _interval(words["weeks"], words["skip"])
    return Recurrence(Frequency.WEEKLY, interval, weekdays=_weekdays(said))


def _monthly(words: dict[str, str | None]) -> Recurrence | None:
    interval = _interval(words["months"], words["month_skip"])
    if words["which_day"]:
        which = -1 if words["which_last"] else int(digits_of(words["which"] or "") or 0)
        return Recurrence(Frequency.MONTHLY, interval, weekdays=_weekdays(words["which_day"]), which=which)
    days = _month_days(words)
    return Recurrence(Frequency.MONTHLY, interval, month_days=days) if days else None


def _interval(amount: str | None, skip: str | None) -> int:
    """Return every how many: 每两周 is 2, 每隔一周 too."""
    value = int(number_of(amount) or 1) if amount and amount != "半" else 1
    return 2 if skip and value == 1 else max(value, 1)


def _weekdays(said: str) -> tuple[int, ...]:
    days: list[int] = []
    through = False
    for character in said:
        if character in "到至~-":
            through = bool(days)
        elif character in _WEEKDAY:
            day = _WEEKDAY[character]
            days.extend(range(days[-1] + 1, day + 1) if through else [day])
            through = False
    return tuple(sorted(set(days)))


def _month_days(words: dict[str, str | None]) -> tuple[int, ...]:
    if words["last_day"]:
        return (-1,)
    if words["first_day"]:
        return (1,)
    days: list[int] = []
    for said in re.findall(r"[到至~-]|[^日号、,和及与到至~-]+", words["month_days"] or words["initial_day"] or ""):
        if said in "到至~-":
            days.append(0)  # stands for those up to the next
            continue
        day = min(int(digits_of(said) or 0), 99)
        if days and days[-1] == 0:
            days.pop()
            days.extend(range(days[-1] + 1, day) if days else ())
        days.append(day)
    return tuple(sorted({day for day in days if 1 <= day <= 31}))


def _yearly(month: str, day: str | None, too: str | None) -> Recurrence | None:
    said = [month, *(each for each in re.split(r"[月份、,和及与]+", too or "") if each)]
    months = tuple(sorted({int(digits_of(each) or 0) for each in said}))
    days = (int(digits_of(day) or 0),) if day else ()
    if any(not 1 <= number <= 12 for number in months) or any(not 1 <= number <= 31 for number in days):
        return None
    return Recurrence(Frequency.YEARLY, month_days=days, months=months)


def _every(words: dict[str, str | None]) -> Recurrence | None:
    frequency, times = _UNITS[words["unit"] or ""]
    amount = Decimal("0.5") if words["amount"] == "半" else (number_of(words["amount"] or "一") or Decimal(0))
    if words["half"]:
        amount = amount + Decimal("0.5") if words["amount"] else Decimal("0.5")
    if amount % 1:
        if frequency not in _HALVES:
            return None
        part = _HALVES[frequency][0]
        return Recurrence(part, int(amount * _WHOLES[frequency]))
    if words["every_skip"] and amount == 1 and frequency not in (Frequency.MINUTELY, Frequency.HOURLY):
        amount = Decimal(2)  # 每隔一天
    days = (-1,) if words.get("quarter_last") else (1,) if words.get("quarter_first") else ()
    return Recurrence(frequency, int(amount) * times, month_days=days) if amount else None
