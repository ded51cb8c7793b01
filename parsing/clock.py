"""Reads the time of a day: 下午三点半, 晚8:00, 差一刻九点, 十三点零五分; and a part of a day alone: 早上, 今晚."""

import re
from dataclasses import dataclass

from parsing.numeral import digits_of

_NINE = "一二三四五六七八九"
_SPELLED = f"[二三四五]?十[{_NINE}]?|[零〇][0-9]|[零〇]?[零〇两{_NINE}](?![{_NINE}])"  # 两三点 is vague
HOUR = rf"(?:[0-9]{{1,2}}|{_SPELLED})"
TO = r"[ ]?(?:-{1,2}|~|到|至)[ ]?"
_MINUTE = rf"(?:[0-5][0-9]|[零〇][0-9{_NINE}]|[二三四五]?十[{_NINE}]?)"
_COUNTED = HOUR

# A part of a day and the hour from which it is over.
PARTS = {
    part: over
    for over, parts in (
        (6, "凌晨 下半夜 后半夜"),
        (11, "大清早 一大早 早浪向 早浪 清晨 清早 早晨 早上 早间 朝早 晨 早 朝"),
        (12, "上午 午前 上半天 上半日 上昼"),
        (14, "中午 正午 午间 中浪向 中浪"),
        (19, "下午 午后 下半天 下半日 下半晌 下昼 晏昼"),
        (20, "傍晚 黄昏 夜快头 夜快 擦黑"),
        (24, "晚上 晚间 夜晚 深夜 夜里向 夜里 夜间 上半夜 前半夜 大半夜 半夜 午夜 晚 夜"),
    )
    for part in parts.split()
}
_NIGHT = frozenset(part for part, over in PARTS.items() if over == 24)
_AFTERNOON = frozenset(part for part, over in PARTS.items() if over in (19, 20))
_NOON = frozenset(part for part, over in PARTS.items() if over == 14)
_LONG_PARTS = "|".join(sorted((part for part in PARTS if len(part) > 1), key=len, reverse=True))

_PART = rf"(?P<part>(?:{_LONG_PARTS})(?!好|茶|饭|安))"
_LONG_PART_ALONE = _PART.replace("part", "part_alone", 1)
_SHORT_PART = rf"""
    (?P<short> 早(?!点[^0-9]|饭|餐|安|就|已|退) | 晚(?!点[^0-9]|饭|餐|安|会|霜)
             | 晨(?!练|会) | 朝(?=[0-9十{_NINE}]) | 夜(?!宵|班) )
"""
_SHORT_PART_ALONE = _SHORT_PART.replace("short", "short_alone", 1)
_O_CLOCK = r"""
    (?: 点(?!菜|餐|单|评|赞|名|击|心|外|数|头|子|滴|建议|要求|意见|说明|注意|问题|原因|想法|希望)钟?
      | 时(?!候|间|段|节|光|刻|代|常|而|不|装|尚) )
"""
_CLOCK = rf"""
      (?<![0-9.:]) (?P<colon_hour>[0-9]{{1,2}}):(?P<colon_minute>[0-5][0-9])
      (?::(?P<colon_second>[0-5][0-9]))?分? (?![0-9:])
    | BEFORE (?P<hour>{HOUR})[ ]?(?P<o_clock>{_O_CLOCK})[ ]?
      (?: (?P<half>半)
        | (?P<quarter>[一三13])刻
        | 差(?P<short_of>{_COUNTED}分|一刻)
        | 过(?P<past>{_COUNTED})分
        | (?P<minute>{_COUNTED})分(?!之|钟?[后内])[ ]?(?:(?P<second>{_COUNTED})秒)?
        | (?P<bare_minute>{_MINUTE})(?![0-9零〇一二三四五六七八九十百份箱斤个点])
        | (?![0-9零〇一二三四五六七八九])(?P<sharp>[钟整正])?
      )
    | 差(?P<before>{_COUNTED}|一刻)分?(?:钟)?(?:到)?(?P<before_hour>{HOUR})点
    | (?<![0-9.:]) (?P<noon_hour>[0-9]{{1,2}})(?=[ ]?[aApP]\.?[mM]\b)
    | (?<![0-9.:\-第]) (?P<range_hour>{HOUR})(?={TO}{HOUR}[ ]?{_O_CLOCK})
"""
_HALF_OF_DAY = r"(?:[ ]?(?P<noon>[aApP])\.?[mM]\b\.?)?"


def _time_of_day(before: str, part_alone: str) -> re.Pattern[str]:
    """Return the pattern of a time of day: before which an hour may not stand, and which parts can stand alone."""
    part = rf"(?:(?:{_PART}|{_SHORT_PART})[的,]?[ ]?)?"
    clock = _CLOCK.replace("BEFORE", before)
    return re.compile(rf"{part} (?:{clock}) {_HALF_OF_DAY} | {part_alone}", re.VERBOSE)


# Without a day before it 早 or 晚 needs an hour (晚9点, but not 晚饭), and 三点 may not be the end of 十三点.
_ALONE = _time_of_day("(?<![第0-9.:零一二三四五六七八九十百])", _LONG_PART_ALONE)
_AFTER_DAY = _time_of_day("", f"{_LONG_PART_ALONE} | {_SHORT_PART_ALONE}")  # 周一三点


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """What was said of the time of a day. Without an hour it is a part of the day. `sure` is false where the words may
    be no time at all (一点 alone is "a little"); `exact` that the hour is one of 24 (08:00), not one of twelve."""

    part: str | None = None
    hour: int | None = None
    minute: int = 0
    second: int | None = None
    sure: bool = True
    exact: bool = False

    def on_clock(self, part: str | None = None) -> tuple[int, int, int]:
        """Return (days later, hour, minute): 晚上12点 is 0:00 of the next day, 下午3点 15:00. Needs an hour."""
        part = self.part or part
        hour, later = self.hour or 0, 0
        if part in _NIGHT:
            if hour == 12 or hour < 5:
                hour, later = hour % 12, 1
            elif hour < 12:
                hour += 12
        elif (part in _AFTERNOON and hour < 12) or (part in _NOON and hour < 4):
            hour += 12
        elif PARTS.get(part or "") == 6 and hour == 12:
            hour = 0
        if hour == 24:
            hour, later = 0, later + 1
        return later, hour, self.minute


def _number(said: str) -> int:
    digits = digits_of(said)
    return 99 if digits is None else int(digits)


def _minutes(said: str) -> int:
    return 15 if said == "一刻" else _number(said.removesuffix("分"))


def time_of_day_at(text: str, place: int, *, after_day: bool) -> tuple[TimeOfDay, int] | None:
    """Return the time of day that begins at `place` and where it ends, or None. `after_day`: a day stands before it."""
    match = (_AFTER_DAY if after_day else _ALONE).match(text, place)
    if match is None:
        return None
    words = match.groupdict()
    part = words["part_alone"] or words.get("short_alone")
    if part:
        return TimeOfDay(part), match.end()
    part = words["part"] or words["short"]
    hour, minute, second, sure = _hands(words)
    if hour > 24 or minute > 59 or (second or 0) > 59:
        return None
    if words["noon"]:
        part = part or ("下午" if words["noon"] in "pP" else "上午")
    exact = part is not None or hour > 12 or hour == 0 or second is not None or (words["colon_hour"] or "")[:1] == "0"
    return TimeOfDay(part, hour, minute, second, sure or part is not None, exact), match.end()


def _hands(words: dict[str, str | None]) -> tuple[int, int, int | None, bool]:
    """Return hour, minute, second and whether this is surely a time."""
    if words["colon_hour"] and words["colon_minute"]:
        second = words["colon_second"]
        return int(words["colon_hour"]), int(words["colon_minute"]), int(second) if second else None, True
    if words["before_hour"] and words["before"]:
        return (_number(words["before_hour"]) - 1) % 24, 60 - _minutes(words["before"]), None, True
    if whole := words["range_hour"] or words["noon_hour"]:
        return _number(whole), 0, None, True
    said, mark = words["hour"] or "", words["o_clock"] or ""
    hour = _number(said)
    if words["half"]:
        return hour, 30, None, True
    if words["quarter"]:
        return hour, 15 if words["quarter"] in "一1" else 45, None, True
    if words["short_of"]:
        return (hour - 1) % 24, 60 - _minutes(words["short_of"]), None, True
    minute = words["minute"] or words["bare_minute"] or words["past"]
    if minute:
        second = words["second"]
        return hour, _number(minute), _number(second) if second else None, True
    sure = bool(words["sharp"]) or mark == "点钟" or (said not in ("一", "1") and (mark != "时" or said.isascii()))
    return hour, 0, None, sure
