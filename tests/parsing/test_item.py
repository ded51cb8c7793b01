"""Goods by their short names, codes and slips (parsing/item.py)."""

import pytest

from domain.order_chain import Good
from parsing.item import Mention, lexicon

BAKERY = "原味泡芙 抹茶泡芙 泡芙"
BOX = "甲款 乙款 福盒A 福盒B"


@pytest.mark.parametrize(
    ("goods", "text", "named"),
    [
        ("崇明黑毛土猪肉", "土猪肉2斤", {"土猪肉": "崇明黑毛土猪肉"}),
        ("崇明黑毛土猪肉", "土猪肉黑毛2斤", {"土猪肉黑毛": "崇明黑毛土猪肉"}),
        ("冷萃美式咖啡", "冷翠美式1", {"冷翠美式": "冷萃美式咖啡"}),
        ("八宝辣酱", "八宝辣将1份", {"八宝辣将": "八宝辣酱"}),
        ("油条 油", "油2桶", {"油": "油"}),
        ("油条 油", "加油", {}),
        (BAKERY, "抹茶的泡芙", {"抹茶的泡芙": "抹茶泡芙"}),
        (BAKERY, "泡芙2个", {"泡芙": "泡芙"}),
        (BOX, "福盒a", {"福盒a": "福盒A"}),
        (BOX, "B福盒", {"B福盒": "福盒B"}),
        (BOX, "A2B1", {"A": "福盒A", "B": "福盒B"}),
        (BOX, "甲+1,乙+1", {"甲": "甲款", "乙": "乙款"}),
        (BOX, "(a)+1", {"(a)": "福盒A"}),
        ("5号电池 7号电池", "5号电池2节", {"5号电池": "5号电池"}),
        ("8寸蛋糕", "18寸蛋糕", {"寸蛋糕": "8寸蛋糕"}),
        ("大桶水", "3桶", {}),
        ("牛奶", "李奶奶", {}),
        ("", "牛奶", {}),
    ],
)
def test_a_good_is_found_by_what_people_call_it(goods: str, text: str, named: dict[str, str]) -> None:
    found = lexicon(tuple(map(Good, goods.split()))).mentions(text)
    assert {text[mention.start : mention.end]: mention.names[0] for mention in found} == named


def test_words_that_fit_several_goods_name_them_all() -> None:
    (mention,) = lexicon((Good("甜豆浆"), Good("咸豆浆"))).mentions("豆浆2杯")
    assert mention == Mention(0, 2, ("甜豆浆", "咸豆浆"))


def test_a_menus_letter_stands_for_its_good() -> None:
    (mention,) = lexicon((Good("牛腩饭", code="C"), Good("素饭", code="D"))).mentions("c两份")
    assert mention.names == ("牛腩饭",)
