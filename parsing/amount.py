"""Reads the one number of a short text with its measure, whatever it measures: 五元三毛, 一米七, 两打 (24), 168cm.

Quantities of goods in a message are read by parsing/quantity.py; this answers "what number is this?".
"""

import re
from dataclasses import replace
from decimal import Decimal

from domain.quantity import Quantity
from parsing.measure import Counted, Scale
from parsing.numeral import CAPITALS, SCALES, number_of
from parsing.vocabulary.measure import GOODS, OTHERS

_ALL = Scale({**OTHERS, **GOODS})
_DIGITS = "0-9零〇一二两三四五六七八九"
_DIGIT = f"[{_DIGITS}]"
# Spaces inside a number: 6 千元, and 12 500 as the whole text.
_APART = re.compile(
    r"(?<=[0-9一二两三四五六七八九十百千万]) (?=[十百千万亿])|(?<=[0-9]) (?=[0-9]{3}(?: [0-9]{3}){0,3}$)"
)

# 三个半小时 is three and a half of 个小时, not three and 半小时.
_HALF_LATER = re.compile(rf"(?<=[{_DIGITS}十百])个半(?=小时|钟头|月(?!饼)|星期|礼拜)")

# What a smaller unit adds to the one said first: 五元三毛 is 5.3 元, 一米七五 is 1.75 米.
_COINS = {"毛": 1, "角": 1, "分": 2}
_MONEY = frozenset(("元", "圆", "块", "毛", "角"))
_SMALLER = re.compile(rf"零?(?P<number>[{_DIGITS}壹贰叁肆伍陆柒捌玖])(?P<coin>[毛角分])钱?")
_DECIMALS = re.compile(
    rf"(?P<digits>{_DIGIT}{{1,2}})(?![0-9零〇一二两三四五六七八九十百千万点份个半A-Za-z%])(?=$|[ \n,、;。!?)]|[高重])"
)
_WITH_DECIMALS = frozenset(("米", "度", "块", "毛", "斤", "公斤", "尺", "丈", "摄氏度"))
_DOZEN = 12
_TIMES = re.compile(r"(?:^|[\s一-鿿,、])[xX] ?$")  # 橘子x4
_PAIR = frozenset("俩仨")
_COUPLE = re.compile(r"(?:[我你他她它咱们爷娘哥姐妻妹弟]|[母父]子|母女)$")  # 我俩, 娘俩 are people
_EDGE = re.compile(r"[\s,、;。.!?！？()（）\[\]【】《》「」“”\"'~:=+*]")
_CODE = re.compile(r"[A-Za-z0-9/⁄#_%-]")
_OR_SO = re.compile(r"来[个块多份斤箱袋瓶盒人户岁位天号]|来$")
_OF_PLACE = frozenset("号室弄")
_HOURS = re.compile(r"[^0-9]?[0-9]{1,2}:[0-9]{2}|:[0-9]{2}")
_THOUSANDS = {"k": 1000, "K": 1000}


def read_quantity(text: str) -> Quantity | None:
    """Return the one number of `text` (normalised) with its measure; None where it has none (四川, 一切, 两岸).

    Of several, the first that has a measure; 打 is counted out (两打 = 24)."""
    text = _HALF_LATER.sub("半个", _APART.sub("", text.strip()))
    bare: Counted | None = None
    for number in _ALL.numbers(text):
        if _is_vague(text, number):
            continue
        if number.measure is not None:
            if _has_measure(text, number):
                return _measured(text, number)
        elif bare is None and _stands_free(text, number):
            bare = number
    if bare is None:
        return None
    money = "元" if text[max(0, bare.start - 1) : bare.start] in ("¥", "￥") else None
    return Quantity(bare.value * _THOUSANDS.get(text[bare.end :], 1), money)


def _measured(text: str, number: Counted) -> Quantity:
    if number.measure == "打":
        return Quantity(number.value * _DOZEN)
    number = _with_smaller(text, number)
    return Quantity(number.value, number.measure)


def _with_smaller(text: str, number: Counted) -> Counted:
    """Add the smaller units that follow (五元三毛, 五角八分) or the digits that stand for them (十二块五, 一米七五)."""
    place = 0
    if number.measure in _MONEY:
        first = _COINS.get(number.measure or "", 0)
        while match := _SMALLER.match(text, number.end):
            place = _COINS[match["coin"]] - first
            value = number.value + (number_of(match["number"]) or Decimal(0)).scaleb(-place)
            number = replace(number, value=value, end=match.end())
    if number.measure in _WITH_DECIMALS and (match := _DECIMALS.match(text, number.end)):
        digits = "".join(str(number_of(digit)) for digit in match["digits"])
        number = replace(number, value=number.value + Decimal(f"0.{digits}").scaleb(-place), end=match.end())
    return number


def _is_vague(text: str, number: Counted) -> bool:
    """Say whether the number is not exact (十几个, 好几百, 五十来个), one of an order (第三) or part of a fraction."""
    if (number.said[-1] in SCALES or number.said[-2:] in ("00", "10", "20", "30", "50")) and _OR_SO.match(
        text, number.start + len(number.said)
    ):
        return True
    if text[max(0, number.start - 2) : number.start] == "分之" or text[number.end : number.end + 1] == "折":
        return True
    return text[number.end : number.end + 1] in ("几", "余", "多") or text[max(0, number.start - 1) : number.start] in (
        "几",
        "第",
        "数",
    )


def _has_measure(text: str, number: Counted) -> bool:
    said = number.said
    if len(said) == 1 and said in CAPITALS and number.start and not _EDGE.match(text, number.start - 1):
        return False
    if said == "八" and number.measure == "角":
        return _is_money(text, number)
    return not (said == "两" and number.measure == "两")


def _is_money(text: str, number: Counted) -> bool:
    """Say whether 八角 is 0.8 yuan and no star anise: alone, and before 钱 or a coin."""
    return len(text) == 2 or text.startswith("钱", number.end) or _SMALLER.match(text, number.end) is not None


def _stands_free(text: str, number: Counted) -> bool:
    """Say whether a number without measure is one: alone or between marks; inside words only if it is spelled with a
    scale (三百六十) or in digits (共 25 了), and no letter or sign of a code touches it."""
    before, after = text[max(0, number.start - 1) : number.start], text[number.end : number.end + 1]
    thousands = text[number.end :] in _THOUSANDS
    if before == "月":  # 八月十五
        return False
    if number.said in _PAIR:
        return _COUPLE.search(text, max(0, number.start - 2), number.start) is None
    if _TIMES.search(text, max(0, number.start - 3), number.start):
        before = ""
    if after in _OF_PLACE or _HOURS.match(text, max(0, number.start - 1)):
        return False  # 502室, 12:30
    if _CODE.search(before) or (_CODE.search(after) and not thousands):
        return False
    if (not before or _EDGE.match(before)) and (not after or _EDGE.match(after) or thousands):
        return number.said != "半"
    if number.said.isascii():
        return True
    return len(number.said) > 1 and any(character in "十百千万拾佰仟廿卅" for character in number.said)
