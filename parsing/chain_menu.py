"""Reads the lines of a menu, whose goods stand under code letters: A、蜜橘 (b)12盒雪梨还有4盒 C 卤肉饭 26."""

import re
from decimal import Decimal

from domain.order_chain import Good
from parsing.vocabulary.measure import MEASURE

_MENU = re.compile(
    r"[ ]*[(\[【]?(?P<code>[A-Za-z][0-9]{0,2})(?:[)\]】][.、:]?|[.、:]|[ ](?=[^0-9\n]+[0-9.]+[ ]?[元块])"  # A、 (b) C:
    r"|[ ](?=[^\W0-9_]{2}[^0-9\n]*[ ](?:[1-9][0-9]{1,2}|[0-9]+\.[0-9]{1,2})[ ]*$)"  # A 卤肉饭 26
    r"|(?<=[A-Za-z][0-9])[ ](?=[^\W0-9_]{2}[^0-9\n]*[ ][1-9][ ]*$))[ ]*"  # A1 海盐卷 5
    r"(?P<name>[^(（\n]{1,40})"
)
#: A name and its price; 元, 块 or a measure says that it is one.
PRICED = re.compile(
    r"(?P<name>[^0-9,、;。\n:/]{1,20}?[A-Za-z]?)[ ]?[:：]?[ ]?[¥￥]?(?P<price>[0-9]+(?:\.[0-9]+)?)[ ]?"
    rf"(?:(?:元|块钱?)(?:[ ]?[/一每][ ]?(?P<measure>{MEASURE}))?|/[ ]?(?P<other>{MEASURE})|一(?P<one>{MEASURE}))"
)
_BARE_END = re.compile(r"[ ](?P<price>[1-9][0-9]{0,2}|[0-9]+\.[0-9]{1,2})[ ]*$")  # A 卤肉饭 26
_STOCK = re.compile(rf"^[0-9]+(?:{MEASURE})")
_STOCK_AFTER = re.compile(r"(?:还有|还剩|剩|限|库存|共)[0-9].*$|[(].*$|[ ]?(?<![0-9.])[0-9.]+[ ]?[元块].*$|[¥￥].*$")


def is_menu_line(said: str) -> bool:
    """Say whether a line offers a good under a code letter: A、蜜橘, (b)12盒雪梨还有4盒."""
    match = _MENU.match(said)
    return match is not None and match["name"][0] not in "+*xX" and len(_STOCK.sub("", match["name"]).strip()) > 1


def is_coded(said: str) -> bool:
    """Say whether a line begins with a code letter, whatever follows it."""
    return _MENU.match(said) is not None


def menu_good(said: str) -> Good | None:
    """Return the good that a line with a code letter offers; None where it names none."""
    menu = _MENU.match(said)
    if menu is None:
        return None
    bare = _BARE_END.search(menu["name"])
    name = _STOCK_AFTER.sub("", _STOCK.sub("", _BARE_END.sub("", menu["name"]))).strip(" :,，。")
    if not name:
        return None
    code = menu["code"].upper()
    if bare is not None:
        return Good(name, Decimal(bare["price"]), code=code)
    price = PRICED.search(said[menu.start("name") :])
    if price is None:
        return Good(name, code=code)
    return Good(name, Decimal(price["price"]), price["measure"] or price["other"], code)
