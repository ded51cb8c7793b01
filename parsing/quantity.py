"""Reads how many of something people want: 2份, 两斤半, +1, x3, 半箱 (docs/message-shapes/quantities.md).

Money, package sizes, dates, stock, ranges and list numbers are numbers too, and none of them is a quantity.
"""

import re

from domain.quantity import Quantity
from parsing.found import Found
from parsing.measure import Counted, Scale
from parsing.vocabulary.measure import GOODS, OTHERS, WEIGHTS

_GOODS = Scale(GOODS)
_ALL = Scale({**OTHERS, **GOODS})

_SIGN = re.compile(r"(?P<sign>[+*]|(?<![A-Za-z]{2})[xX]|加|(?<![一二三四五六七八九])十(?=[0-9]))[ ]?$")
_MOST_WITHOUT_MEASURE = 999  # a bare 1203 is a room or a price
_NO_QUANTITY_BEFORE = re.compile(
    r"(?:还剩|剩下|剩余|仅剩|只剩|剩|还有|现货|库存|目前|满|限购?|上限|已有|已接|一共接了|共接了|每人|第|几|数|[￥¥$]|单价|特价|原价|售价|价格?|每|[0-9半][-~到至/:])[ ]?$"
)
_NO_QUANTITY_AFTER = re.compile(
    r"[ ]?(?:成团|起送|起订|起拼|起团|起卖|封顶|成行|以上|以内|以下|已取|免运|包邮|元|块钱|[-~到至][0-9一二三四五六七八九十]|/[0-9份箱斤盒袋包瓶桶只个条])"
    r"|[几多余来](?=[份箱斤盒袋包瓶桶只个条])|装|入"
)
_TOUCHED = re.compile(r"[0-9A-Za-z]{2}$|[0-9\-.#:/￥¥$~_%]$")
_BARE_END = re.compile(r"$|[ \n,、;。!！?？()（）\]】~+]|[A-Za-z](?![a-z])|谢|哦|啊|吧|呀|哈|的|了")
_LIST_NUMBER = re.compile(r"(?:^|\n)[ ]?$")


def find_quantities(text: str) -> tuple[Found[Quantity], ...]:
    """Return each quantity of goods in `text` (normalised; residences and names already taken out), in order."""
    found = []
    counted = list(_GOODS.numbers(text))
    for place, number in enumerate(counted):
        before = counted[place - 1] if place else None
        after = counted[place + 1] if place + 1 < len(counted) else None
        if number.measure and before and before.measure in WEIGHTS and text[before.end : number.start] in ("*", "x", "X"):
            continue  # 600ml*24瓶
        quantity = _quantity(text, number, after)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _quantity(text: str, number: Counted, after: Counted | None) -> Found[Quantity] | None:
    sign = _SIGN.search(text, max(0, number.start - 3), number.start)
    start = sign.start() if sign else number.start
    if _NO_QUANTITY_BEFORE.search(text, max(0, start - 6), start) or _NO_QUANTITY_AFTER.match(text, number.end):
        return None
    if number.measure is None and not _may_be_bare(text, number, start, sign is not None):
        return None
    if number.measure in WEIGHTS and after is not None and _is_package_size(text, number, after):
        return None
    return Found(Quantity(number.value, number.measure), start, number.end)


def _is_package_size(text: str, number: Counted, after: Counted) -> bool:
    between = text[number.end : after.start]
    return between in ("*", "x", "X") or (between.strip() == "" and "\n" not in between)


def _may_be_bare(text: str, number: Counted, start: int, signed: bool) -> bool:
    if number.value > _MOST_WITHOUT_MEASURE:
        return False
    if signed:
        return True
    if _TOUCHED.search(text, max(0, start - 2), start):
        return False
    if not number.said.isascii():
        return number.said in ("俩", "仨") or text[start - 1 : start] in ("各", "要", "成", "加", "共", "留")
    if text[number.end : number.end + 1] in (".", "、", ")") and _LIST_NUMBER.search(text, max(0, start - 2), start):
        return False
    return _BARE_END.match(text, number.end) is not None


def read_quantity(text: str) -> Quantity | None:
    """Return the one number of `text` (normalised) with its measure, whatever it measures; None where it has none."""
    best: Counted | None = None
    for number in _ALL.numbers(text):
        if number.measure is not None:
            return Quantity(number.value, number.measure)
        best = best or number
    return None if best is None else Quantity(best.value)
