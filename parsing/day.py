"""Reads a day: 明天, 下周三, 10月3号, 2026-10-03, 下月九号, 29日, 月底; and spans of days: 下周, 周末, 十月."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from parsing.clock import TO
from parsing.festival import NAMES, SPOKEN, SPOKEN_BEFORE, festival, next_festival, next_traditional
from parsing.numeral import digits_of

_NINE = "一二三四五六七八九"
_DAY = rf"(?:[0-9]{{1,2}}|[二三]?十[{_NINE}]?|[{_NINE}]|廿[{_NINE}]?)"
_MONTH = rf"(?:[0-9]{{1,2}}|十[一二]?|[{_NINE}])"
_YEAR = rf"(?:[0-9]{{4}}|[0-9]{{2}}|[零〇○{_NINE}]{{4}}|[零〇○{_NINE}]{{2}})"
_NAMES = "一二三四五六日天"
_WEEK = r"(?:周|星期|礼拜)"
_SHIFT = r"(?:上上|下下|上|下|这|本|当|呢|今)"

RELATIVE = {
    "大大后天": 4,
    "大后天": 3,
    "大后日": 3,
    **dict.fromkeys(("后天", "后日", "后儿"), 2),
    **dict.fromkeys(("明天", "明日", "明儿", "次日", "翌日", "听日"), 1),
    **dict.fromkeys(("今天", "今日", "今儿", "即日", "当天", "当日"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨儿", "琴日", "寻日"), -1),
    **dict.fromkeys(("前天", "前日"), -2),
    "大前天": -3,
    "大大前天": -4,
}
_SHORT_RELATIVE = {"今": 0, "当": 0, "明": 1, "听": 1, "昨": -1, "寻": -1, "琴": -1, "后": 2}
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_SHIFTS = {"上上": -2, "上": -1, "下": 1, "下下": 2}
YEARS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "次年": 1, "来年": 1, "后年": 2}
# 3号楼, 10号线, 5号电池, 三日内, 一日三次: not the third, tenth, fifth and first of a month.
_NO_DAY_OF_MONTH = r"""
    (?!楼|院|线|店|门|房|室|机|码|仓|球|牌|桌|位|弄|文|栋|幢|套餐|链接|商品|电池|[0-9]{3}
      |[以之]?内|后|本|元|语|游|报|式|系|均|[一二三两四]?次|[一二三]餐)
"""
_PART = "(?:早上|晚上|上午|下午|中午)"
_PART_OF_YEAR = "[上下]半年|第?[一二三四1-4]季度"
_LUNAR_DAY = rf"(?:初[十{_NINE}]|[二三]?十[{_NINE}]?|廿[{_NINE}]?)"


def _any(words: dict[str, object] | tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PATTERN = re.compile(
    rf"""
      (?<![0-9])(?P<iso_year>[0-9]{{4}})(?P<iso_sign>[-/.])(?P<iso_month>[0-9]{{1,2}})        # 2026-10-03
      (?P=iso_sign)(?P<iso_day>[0-9]{{1,2}})(?![0-9]) [日号]?
    | (?: (?: (?<![0-9])(?P<year>{_YEAR})[ ]?年                                              # 26年10月3日
            | (?P<year_word>{_any(tuple(YEARS))}) ) [的]?[ ]? )?
      (?: (?<![0-9.]) (?P<month>{_MONTH})[ ]?月份?
        | (?P<month_shift>{_SHIFT})个?月份? )                                                 # 下个月
      [的]?[ ]? (?: (?P<day>{_DAY})(?:[ ]?[日号](?!楼)|(?![0-9份箱斤个点:年月天]))
        | (?P<edge>底|末|初) | (?P<third>[上中下]旬) )?                                       # 五月中旬
    | (?:农历|阴历|旧历)(?P<lunar_month>{_MONTH}|[正冬腊])月(?P<lunar_day>{_LUNAR_DAY})            # 农历八月十五
    | (?P<named_month>[正冬腊])月(?P<named_day>{_LUNAR_DAY}) | 大年(?P<new_year_day>初[十{_NINE}])   # 腊月廿三
    | (?: (?:(?<![0-9])(?P<feast_year>[0-9]{{4}})年|(?P<feast_year_word>{_any(tuple(YEARS))}))的? )?
      (?: (?P<feast>{_any(NAMES)})(?!月饼|礼|粽|粥|蒜) | (?P<spoken_feast>{_any(SPOKEN)})(?={SPOKEN_BEFORE}) )
    | (?P<whole_year_word>{_any(tuple(YEARS))})
      (?: 的?(?P<part_of_year>{_PART_OF_YEAR}) | 的?(?P<same_day>[今当][天日]) | 年?(?P<year_edge>底|末|初)
        | (?!以?[前后]|[春夏秋冬]|[0-9{_NINE}十]{{1,4}}周?岁) )
    | (?P<part_of_this_year>{_PART_OF_YEAR})                                                # 下半年, 第二季度
    | (?<![0-9])(?P<whole_year>[0-9]{{4}}|[二][零〇○{_NINE}]{{3}})年(?![0-9级代夜货糕度以之前后来内底末初])
    | (?P<short_month>(?<![0-9./A-Za-z:])(?:0?[1-9]|1[0-2]))
      (?: /(?P<slash_day>[0-9]{{1,2}})(?![0-9/份箱斤个袋盒瓶包%]) [日号]?                       # 10/3
        | \.(?P<dot_day>[0-9]{{1,2}})                                                        # 6.18号, 5.20晚8点
          (?: [日号](?!楼) | (?=[ ]?(?:{_WEEK}[{_NAMES}]|{_PART}|[早晚](?=[0-9{_NINE}十]))) )
        | -(?P<dash_day>[0-9]{{1,2}})(?=[ ](?:[0-9]{{1,2}}:[0-9]{{2}}|{_PART})) )              # 09-01 20:01
    | (?<![第0-9./月]) (?P<day_only>{_DAY})[ ]?[日号]{_NO_DAY_OF_MONTH}                        # 29号
    | (?<![第0-9./\-:]) (?P<range_day>{_DAY})(?={TO}{_DAY}[日号]{_NO_DAY_OF_MONTH})           # 3-5号
    | (?P<night_before>(?<![一-鿿])前)(?=晚)                                                     # 前晚八点
    | (?P<two_days>昨今|今明|明后)(?:[两二]?[天日])                                            # 今明两天
    | (?P<morrow>[今明])朝(?=[早晨上中下晚夜]|[0-9十{_NINE}]{{1,2}}[点:])                         # 明朝 in Shanghai
    | (?P<relative>{_any(tuple(RELATIVE))})
    | (?P<short>[今当明昨后听寻琴])(?=[早晚晨夜]|朝[早0-9十{_NINE}]|(?<=听)朝)
    | (?P<week_shift>{_SHIFT})(?:个|一)?{_WEEK}的?                                          # 下周三
      (?: (?P<shifted>[{_NAMES}1-7])(?![0-9个份]) | (?P<shifted_end>末) | (?![{_NAMES}末年围岁]) )
    | (?<![老小阿两十{_NINE}0-9])(?P<week>{_WEEK})                                            # 周三, 周末
      (?: (?P<weekend>末|六、?{_WEEK}?[日天])
        | (?P<weekday>[{_NAMES}]|[1-7](?![0-9点:]))(?![份箱斤袋盒包瓶次回]) )
    | (?P<month_edge>月底|月末|月初|年底|年末|年初)
    """,
    re.VERBOSE,
)
_WEEKDAYS = (
    {name: day for day, name in enumerate("一二三四五六日", 1)} | {"天": 7} | {str(day): day for day in range(1, 8)}
)


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the days from `first` to `last`. `today_too`: the weekday that was said is today's as well."""

    first: date
    last: date
    is_weekday: bool = False
    today_too: bool = False


def day_at(text: str, place: int, today: date, since: date | None = None) -> tuple[Days, int] | None:
    """Return the day or days that the words at `place` name and where they end, or None where they name none (2月30日).

    What is relative counts from `today`; what lacks its year or month is the first not before `since` (or `today`)."""
    match = _PATTERN.match(text, place)
    if match is None:
        return None
    try:
        days = _days(match, today, since or today)
    except (ValueError, OverflowError):  # the 30th of February; beyond the calendar's end
        return None
    return None if days is None else (days, match.end())


FIRST = (
    frozenset("来去年第听")
    | {name[0] for name in (*NAMES, *SPOKEN, *RELATIVE, *_SHORT_RELATIVE, *YEARS)}
    | frozenset("0123456789零〇一二两三四五六七八九十廿今明上下这本当呢周星礼月正冬腊农阴旧大")
)


def _number(said: str) -> int:
    return int(digits_of(said.replace("廿", "二十")) or 0)


def _one(day: date) -> Days:
    return Days(day, day)


def _days(match: re.Match[str], today: date, since: date) -> Days | None:
    if match["iso_year"]:
        return _one(date(int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])))
    if match["month"] or match["month_shift"]:
        return _in_month(match, today, since)
    if match["short_month"]:
        day = match["slash_day"] or match["dot_day"] or match["dash_day"]
        return _one(_next_date(since, int(match["short_month"]), int(day)))
    if match["day_only"] or match["range_day"]:
        return _one(_next_day(since, _number(match["day_only"] or match["range_day"])))
    near = _near(match)
    if near is not None:
        first = today + timedelta(days=near)
        return Days(first, first + timedelta(days=1 if match["two_days"] else 0))
    if match["week_shift"]:
        return _in_week(match, today)
    if match["week"]:
        return _coming(match, since)
    if match["month_edge"]:
        return _one(_edge(match["month_edge"], today))
    return _in_year(match, today, since)


def _near(match: re.Match[str]) -> int | None:
    """Return how many days from today the day is that was said so: 后天, 明早, 今明两天."""
    if match["relative"]:
        return RELATIVE[match["relative"]]
    if match["night_before"]:
        return -2
    said = match["two_days"] or match["morrow"] or match["short"]
    return _SHORT_RELATIVE[said[0]] if said else None


def _in_year(match: re.Match[str], today: date, since: date) -> Days:
    """Read a festival, a day of the traditional calendar, or a year."""
    if month := match["lunar_month"] or match["named_month"]:
        day = (match["lunar_day"] or match["named_day"]).removeprefix("初")
        return _one(next_traditional(_LUNAR_MONTHS.get(month) or _number(month), _number(day), since))
    if match["new_year_day"]:
        return _one(next_traditional(1, _number(match["new_year_day"][1:]), since))
    if name := match["feast"] or match["spoken_feast"]:
        if match["feast_year"] or match["feast_year_word"]:
            return _one(festival(name, int(match["feast_year"] or today.year + YEARS[match["feast_year_word"]])))
        return _one(next_festival(name, since))
    year = today.year + YEARS[match["whole_year_word"] or "今年"]
    if match["whole_year"]:
        year = int(digits_of(match["whole_year"]) or 0)
    if match["part_of_year"] or match["part_of_this_year"]:
        return _months_of(year, match["part_of_year"] or match["part_of_this_year"])
    if match["same_day"]:
        return _one(today.replace(year=year))
    first, last = date(year, 1, 1), date(year, 12, 31)
    if match["year_edge"]:
        return _one(first if match["year_edge"] == "初" else last)
    return Days(first, last)


def _in_month(match: re.Match[str], today: date, since: date) -> Days | None:
    year = _year(match, today)
    if match["month_shift"]:
        first = add_months(
            (today if year is None else today.replace(year=year)).replace(day=1), _SHIFTS.get(match["month_shift"], 0)
        )
        year, month = first.year, first.month
    else:
        month = _number(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["day"]:
        day = _number(match["day"])
        return _one(_next_date(since, month, day) if year is None else date(year, month, day))
    if year is None:
        year = since.year if month >= since.month else since.year + 1
    last = date(year, month, calendar.monthrange(year, month)[1])
    if match["edge"]:
        return _one(last.replace(day=1) if match["edge"] == "初" else last)
    if match["third"]:
        first_day, last_day = _THIRDS[match["third"]]
        return Days(last.replace(day=first_day), last.replace(day=min(last_day, last.day)))
    return Days(last.replace(day=1), last)


def _months_of(year: int, said: str) -> Days:
    """Return the days of half a year (下半年) or a quarter (第二季度)."""
    length = 6 if said.endswith("半年") else 3
    which = {"上": 0, "下": 1}.get(said[0])
    first = length * (which if which is not None else int(digits_of(said.removeprefix("第")[0]) or 1) - 1) + 1
    return Days(date(year, first, 1), date(year, first + length - 1, calendar.monthrange(year, first + length - 1)[1]))


def _year(match: re.Match[str], today: date) -> int | None:
    if match["year_word"]:
        return today.year + YEARS[match["year_word"]]
    if not match["year"]:
        return None
    digits = digits_of(match["year"]) or "0"
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= today.year % 100 + 30 else 1900)


def _in_week(match: re.Match[str], today: date) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_SHIFTS.get(match["week_shift"], 0))
    if match["shifted"]:
        return _one(monday + timedelta(days=_WEEKDAYS[match["shifted"]] - 1))
    first = monday + timedelta(days=5) if match["shifted_end"] else monday
    return Days(first, monday + timedelta(days=6))


def _coming(match: re.Match[str], since: date) -> Days:
    if match["weekend"]:
        saturday = since + timedelta(days=5 - since.weekday())
        return Days(saturday, saturday + timedelta(days=1))
    ahead = (_WEEKDAYS[match["weekday"]] - since.isoweekday()) % 7
    day = since + timedelta(days=ahead or 7)
    return Days(day, day, is_weekday=True, today_too=ahead == 0)


def _edge(said: str, today: date) -> date:
    if said[0] == "年":
        return date(today.year + 1, 1, 1) if said == "年初" else date(today.year, 12, 31)
    if said == "月初":
        return add_months(today.replace(day=1), 1) if today.day > 1 else today
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def _first(days: Callable[[int], date], tries: int) -> date:
    """Return the first of `days(0)`, `days(1)`, … that the calendar has."""
    for attempt in range(tries):
        try:
            return days(attempt)
        except ValueError:
            continue
    raise ValueError("no such day")


def _next_date(since: date, month: int, day: int) -> date:
    start = since.year if (month, day) >= (since.month, since.day) else since.year + 1
    return _first(lambda attempt: date(start + attempt, month, day), 9)


def _next_day(since: date, day: int) -> date:
    start = since.replace(day=1) if day >= since.day else add_months(since.replace(day=1), 1)
    return _first(lambda attempt: add_months(start, attempt).replace(day=day), 3)


def add_months(day: date, months: int) -> date:
    """Return the day `months` later, or the last of a month that is too short (31 January + 1 month = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
