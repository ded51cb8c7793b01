"""Reads a length of time: 两天, 一小时三十分, 3个半小时, 一刻钟, 半个月; the start of 三天后 and 90分钟以内."""

import re
from decimal import Decimal

from domain.moment import Length
from parsing.numeral import number_of

_AMOUNT = r"(?:[0-9]{1,5}(?:\.[0-9]{1,2})?|[一二两俩三仨四五六七八九十百千廿]{1,6}|半)"
_ONE = re.compile(
    rf"""
    (?<![第0-9.:/\-~几一二两三四五六七八九十]) (?P<amount>{_AMOUNT})(?P<gap>[ ])?
    (?: (?P<classifier>个)?(?P<half>半)?
        (?P<unit>小时|(?:h|min)(?![A-Za-z])|钟头|钟(?!情|声|表)|星期|礼拜|月(?!饼|嫂|亮))
      | (?P<short_half>半)?
        (?P<short_unit>秒钟|秒|分钟|刻钟|分|天(?![气真然猫津])|日|周(?![岁边围周日末]|[一二三四五六](?![天个]))
          |年(?![级糕货初底夜龄])) )
    (?P<half_after>半(?!小时|个|天|价|斤))? (?![一二两三四五六1-9]次)                       # 一周两次 is no length
    """,
    re.VERBOSE,
)
_SECONDS = {
    "秒": 1,
    "秒钟": 1,
    "分": 60,
    "分钟": 60,
    "刻钟": 900,
    "小时": 3600,
    "h": 3600,
    "min": 60,
    "钟头": 3600,
    "钟": 3600,
}
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS = {"月": 1, "年": 12}
_LATER = re.compile(r"[ ]?(?:[以之过]?后|[以之]?内|[以之]?前)")
_HALF = Decimal("0.5")


def length_at(text: str, place: int) -> tuple[Length, int] | None:
    """Return the length of time whose words begin at `place` and where they end (一小时三十分 is one), or None."""
    months = days = seconds = Decimal(0)
    units: list[str] = []
    end = place
    while len(units) < 4 and (
        match := _ONE.match(text, end + (1 if units and text[end : end + 1] in ("零", " ") else 0))
    ):
        unit = match["unit"] or match["short_unit"]
        if not _is_length(match, unit, units, text):
            break
        amount = _HALF if match["amount"] == "半" else (number_of(match["amount"]) or Decimal(0))
        if match["half"] or match["short_half"] or match["half_after"]:
            amount += _HALF
        seconds += amount * _SECONDS.get(unit, 0)
        days += amount * _DAYS.get(unit, 0)
        months += amount * _MONTHS.get(unit, 0)
        units.append(unit)
        end = match.end()
    if not units:
        return None
    days += (months % 1) * 30  # half a month is 15 days
    seconds += (days % 1) * 86400
    return Length(int(months), int(days), int(seconds)), end


def _days_long(unit: str) -> float:
    return _MONTHS.get(unit, 0) * 30 + _DAYS.get(unit, 0) + _SECONDS.get(unit, 0) / 86400


def _is_length(match: re.Match[str], unit: str, before: list[str], text: str) -> bool:
    """Say whether the words measure time: 三个月 does and 三月 does not, 三十分 only after an hour or before 后."""
    if before and _days_long(unit) >= _days_long(before[-1]):
        return False
    if unit == "周" and match["gap"]:  # "15 周阿姨" is the fifteenth of a list
        return False
    if unit == "月":
        return bool(match["classifier"])
    if unit == "钟":
        return bool(match["classifier"]) or match["amount"] == "半"
    if unit == "分":
        return bool(before) or _LATER.match(text, match.end()) is not None
    if unit == "日":
        return re.match(r"[ ]?(?:[以之]?[后内])", text[match.end() : match.end() + 3]) is not None
    if unit == "年":
        return len(match["amount"]) < 3
    return True
