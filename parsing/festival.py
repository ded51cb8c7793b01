"""Which day a festival is: of the calendar (国庆), Sundays of a month (母亲节), the traditional calendar (中秋)."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from parsing.lunar import lunar_day

# Month and day.
FIXED: dict[str, tuple[int, int]] = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    **dict.fromkeys(("三八妇女节", "妇女节", "三八节"), (3, 8)),
    "植树节": (3, 12),
    "愚人节": (4, 1),
    **dict.fromkeys(("五一劳动节", "劳动节", "五一节"), (5, 1)),
    "青年节": (5, 4),
    **dict.fromkeys(("六一儿童节", "儿童节", "六一节"), (6, 1)),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    **dict.fromkeys(("十一国庆节", "国庆节", "国庆"), (10, 1)),
    **dict.fromkeys(("万圣夜", "万圣节前夜"), (10, 31)),
    **dict.fromkeys(("双十一", "双11", "光棍节"), (11, 11)),
    **dict.fromkeys(("双十二", "双12"), (12, 12)),
    "平安夜": (12, 24),
    **dict.fromkeys(("圣诞节", "圣诞"), (12, 25)),
}
# Numbers that are a festival only with such a word after them: 五一放假, 十一期间.
_SPOKEN = {"三八": (3, 8), "五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1)}
SPOKEN_BEFORE = "假|放假|长假|小长假|黄金周|期间|当天|那天|前(?!面)|之前|以前|后(?!面)|之后|以后"

# Month, the number of the weekday in it, and the weekday: 母亲节 is the second Sunday of May.
_OF_A_WEEK = {"母亲节": (5, 2, 7), "父亲节": (6, 3, 7), "感恩节": (11, 4, 4)}

# Month and day of the traditional calendar; day 0 is the one before the month.
LUNAR: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("春节", "新春", "大年初一"), (1, 1)),
    **dict.fromkeys(("除夕夜", "除夕", "大年三十", "年三十", "大年夜"), (1, 0)),
    "元宵节": (1, 15),
    "龙抬头": (2, 2),
    **dict.fromkeys(("端午节", "端午"), (5, 5)),
    **dict.fromkeys(("七夕节", "七夕"), (7, 7)),
    "中元节": (7, 15),
    **dict.fromkeys(("中秋节", "中秋"), (8, 15)),
    **dict.fromkeys(("重阳节", "重阳"), (9, 9)),
    **dict.fromkeys(("腊八节", "腊八"), (12, 8)),
}


def _fixed(month: int, day: int, year: int) -> date:
    return date(year, month, day)


def _of_a_week(month: int, number: int, weekday: int, year: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (number - 1))


def _traditional(month: int, day: int, year: int) -> date:
    return lunar_day(year, month, day)


def _qingming(year: int) -> date:
    """Return 清明, the fourth or fifth of April by a rule that holds in this century."""
    if not 2001 <= year <= 2099:
        raise ValueError("the rule holds in this century only")
    return date(year, 4, int(year % 100 * 0.2422 + 4.81) - year % 100 // 4)


_DAY_IN: dict[str, Callable[[int], date]] = {
    **{name: partial(_fixed, *day) for name, day in (*FIXED.items(), *_SPOKEN.items())},
    **{name: partial(_of_a_week, *day) for name, day in _OF_A_WEEK.items()},
    **{name: partial(_traditional, *day) for name, day in LUNAR.items()},
    **dict.fromkeys(("清明节", "清明"), _qingming),
}
SPOKEN = tuple(_SPOKEN)
NAMES = tuple(name for name in _DAY_IN if name not in _SPOKEN)


def festival(name: str, year: int) -> date:
    """Return the day of the festival in `year`. ValueError where it is not known."""
    return _DAY_IN[name](year)


def next_festival(name: str, since: date) -> date:
    """Return the first such day not before `since`. ValueError where it is not known."""
    return _next(_DAY_IN[name], since)


def next_traditional(month: int, day: int, since: date) -> date:
    """Return the next such day of the traditional calendar not before `since`. ValueError where it is not known."""
    if (month, day) == (12, 30):
        month, day = LUNAR["除夕"]  # 腊月三十 is the last day of the year though the month may have 29
    return _next(partial(_traditional, month, day), since)


def _next(day_in: Callable[[int], date], since: date) -> date:
    for year in (since.year - 1, since.year, since.year + 1):
        try:
            day = day_in(year)
        except ValueError:  # a year that is not known, or has no 30th of that month
            continue
        if day >= since:
            return day
    raise ValueError("not known")
