"""Reads how many of something people want: 2份, 两斤半, +1, x3, 半箱 (docs/message-shapes/quantities.md).

Money, package sizes, dates, stock, ranges and list numbers are numbers too, and none of them is a quantity.
"""

import re
from collections.abc import Iterable

from domain.quantity import Quantity
from domain.residence import Residence
from parsing.found import Found, without
from parsing.measure import Counted, Scale
from parsing.residence import find_residences
from parsing.vocabulary.measure import COUNTS, GOODS, STRENGTHS, WEIGHTS

_GOODS = Scale(GOODS)
PACKAGES = WEIGHTS.keys() - STRENGTHS
_MOST_WITHOUT_MEASURE = 99  # a bare 128 is a price, a bare 1203 a room
_COUNT = "[" + "".join(count for count in COUNTS if len(count) == 1) + "斤]"

_SIGN = re.compile(r"(?:[+*]|(?<![A-Za-z0-9][A-Za-z])[xX]|加|(?<![零一二三四五六七八九])十)[ ]?$")
_NONE_AFTER_THIS = re.compile(
    rf"""
    (?: 剩 | 剩下 | 剩余 | 还有 | 现货 | 库存 | 目前 | 满 | 限 | 限购 | 上限 | 已有 | 已接 | 共接了  # stock
      | 每人 | 每{_COUNT} | 第 | 几 | 数 | 好几                                          # 每箱10斤, 第2份
      | [￥¥$] | 价 | 价格 | 元 | 块钱 | 每                                              # 39元两箱
      | 送 | 赠 | 满[0-9]{{1,4}}减                                                    # 满99减10
      | [0-9半][-~到至/:] | [一二两三四五六七八九十][到至]                                 # 3-5份
    )[ ]?$
    """,
    re.VERBOSE,
)
_NONE_BEFORE_THIS = re.compile(
    rf"""
    [ ]? (?: 成团 | 起[送订拼团卖购] | 封顶 | 成行 | 以[上内下] | 已取 | 免运 | 包邮                     # 20袋成团
           | 元 | 块钱 | [-~][0-9] | [到至][0-9一二两三四五六七八九十] | /[0-9] | /{_COUNT} | 每{_COUNT}
           | \+[0-9]{{1,3}}= )
    | [几多余来]{_COUNT} | 装 | 入(?!户|口)                                                           # 十几个, 24罐装
    """,
    re.VERBOSE,
)
_TIMES = frozenset("*xX")
_MULTIPLIED = re.compile(r"[*xX][0-9一二两三四五六七八九十]")  # 12听*2: the second counts
_GOOD = re.compile(r"装?[一-鿿]{1,6}")
_NAMED = re.compile(r"[一-鿿](?<![要来订留买])$")
_TOUCHED = re.compile(r"[0-9A-Za-z][A-Za-z]$|[0-9\-.#:/￥¥$~_%=]$")
_PAID = re.compile(r"[共收付转价钱花][了你您我]?$")
_ASKED = frozenset("各要成加共留订来")
_ENDS = re.compile(r"$|[ \n,、;。!！?？()（）\]】~+]|[A-Za-z](?=[0-9 +x*,、套款餐]|$)|谢|哦|啊|吧|呀|哈|的|了")
_LINE_BEGINS = re.compile(r"(?:^|\n)[ ]?$")


def find_quantities(text: str, residences: Iterable[Found[Residence]] | None = None) -> tuple[Found[Quantity], ...]:
    """Return each quantity of goods in `text` (normalised), in order. A sign belongs to what is found (+1, x2, 加一).

    `residences` are those already found in the text; without them they are found here. Never raises."""
    text = without(text, find_residences(text) if residences is None else residences)
    found = []
    numbers = list(_GOODS.numbers(text))
    for place, number in enumerate(numbers):
        before = numbers[place - 1] if place else None
        after = numbers[place + 1] if place + 1 < len(numbers) else None
        if _is_package(text, before, number, after):
            continue
        start = _start(text, before, number)
        if _is_quantity(text, number, start):
            found.append(Found(Quantity(number.value, number.measure), start, number.end))
    return tuple(found)


def _start(text: str, before: Counted | None, number: Counted) -> int:
    """Return where the number begins with its sign."""
    if before is not None and text[before.end : number.start] in _TIMES - {"*"}:
        return before.end  # 0.5kgx2
    sign = _SIGN.search(text, max(0, number.start - 3), number.start)
    if sign is None or (sign[0][0] == "十" and not number.said[0].isascii()):
        return number.start
    return sign.start()


def _is_package(text: str, before: Counted | None, number: Counted, after: Counted | None) -> bool:
    """Say whether the number tells the size of a package: 600ml*24瓶, 500g 2袋 (of two numbers the last counts)."""
    if number.measure in STRENGTHS:
        return True
    if after is not None:
        between = text[number.end : after.start]
        if between in _TIMES and _MULTIPLIED.match(text, number.end):
            return True
        if number.measure in WEIGHTS:
            return between.strip(" ") == "" or _tells_size(text, number, between, after)
    if before is None or before.measure not in PACKAGES or text[before.end : number.start] not in _TIMES:
        return False
    return number.measure is not None or (after is not None and text[number.end : after.start].strip(" ") == "")


def _tells_size(text: str, number: Counted, between: str, after: Counted) -> bool:
    """Say whether a weight stands before its good and the count after it: 5L食用油1桶, but not 3斤排骨2箱橙子."""
    if after.measure is None or after.measure in WEIGHTS or not number.said[0].isascii():
        return False
    if _NAMED.search(text, max(0, number.start - 1), number.start):
        return False
    return _GOOD.fullmatch(between) is not None and _ENDS.match(text, after.end) is not None


def _is_quantity(text: str, number: Counted, start: int) -> bool:
    signed = start < number.start
    if _NONE_BEFORE_THIS.match(text, number.end):
        return False
    if _NONE_AFTER_THIS.search(text, max(0, start - 6), start) and not signed:
        return False
    if number.measure == "块" and (
        text[number.end : number.end + 1].isdigit() or _PAID.search(text, max(0, start - 2), start)
    ):
        return False  # 3块5一斤, 一共30块
    if number.measure is not None:
        return not (number.said[0] in "两" and text[number.end - 2 : number.end] == "两两")
    if number.value > _MOST_WITHOUT_MEASURE or number.value % 1:
        return False
    if signed:
        return text[number.end : number.end + 1] != "="
    return _stands_free(text, number)


def _stands_free(text: str, number: Counted) -> bool:
    """Say whether a number without measure and sign is a quantity: 鸡蛋2 牛奶3, 各一, but not 24寸, 五香, "1. "."""
    if not number.said.isascii():
        asked = number.said in ("俩", "仨") or text[number.start - 1 : number.start] in _ASKED
        return asked and _ENDS.match(text, number.end) is not None
    if _TOUCHED.search(text, max(0, number.start - 2), number.start):
        return False
    if text[number.end : number.end + 1] in (".", "、", ")") and _LINE_BEGINS.search(
        text, max(0, number.start - 2), number.start
    ):
        return False
    return _ENDS.match(text, number.end) is not None
