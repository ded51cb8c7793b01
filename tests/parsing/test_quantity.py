"""How many: what docs/message-shapes/quantities.md does not show, and where in the text it stands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.amount import read_quantity
from parsing.normalise import normalise
from parsing.quantity import find_quantities
from tests.parsing.words import in_words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("7-902 橘子+2，苹果十3", ["+2", "十3"]),
        ("再加两袋", ["加两袋"]),
        ("酸奶 x 3", ["x 3"]),
        ("橘子3斤半", ["3斤半"]),
        ("3斤5两橘子", ["3斤5两"]),
        ("2、 橘子3", ["3"]),
        ("2. 橘子3", ["3"]),
        ("3) 橘子2", ["2"]),
        ("A2 B1", ["2", "1"]),
        ("套餐A+1", ["+1"]),
        ("邀请码W6XX8", []),
        ("1+1=2吗", []),
        ("A套餐128，B套餐98", ["98"]),
        ("24寸披萨", []),
        ("3M口罩2", ["2"]),
        ("要五香的", []),
        ("每人2份", []),
        ("一箱24瓶", ["一箱", "24瓶"]),
        ("每箱24瓶", []),
        ("两箱共24瓶", ["两箱", "24瓶"]),
        ("39元两箱", []),
        ("39元 两箱", []),
        ("好几袋", []),
        ("一百多份", []),
        ("两三份就行", []),
        ("半小时", []),
        ("两瓶半价", ["两瓶"]),
        ("三杯鸡一份", ["一份"]),
        ("六个核桃两箱", ["两箱"]),
        ("十分想要两份", ["两份"]),
        ("零件三个", ["三个"]),
        ("零个", ["零个"]),
        ("两两", []),
        ("4块豆腐", ["4块"]),
        ("转你30块", []),
        ("改成三", ["三"]),
        ("250ml*24 2箱", ["2箱"]),
        ("250ml*24", ["*24"]),
        ("0.5kgx2", ["x2"]),
        ("大号3", ["3"]),
        ("1234567", []),
        ("1" + "0" * 4000, []),
        ("1" + "0" * 4000 + "份", []),
        (str(2**70) + "份", []),
    ],
)
def test_the_words_of_each_quantity_are_found(said: str, words: list[str]) -> None:
    text = normalise(said).text

    assert [text[found.start : found.end] for found in find_quantities(text)] == words


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", "–"),
        ("半", "–"),
        ("7.5折", "–"),
        ("两", "2"),
        ("廿", "20"),
        ("卄五", "25"),
        ("弍", "2"),
        ("¼", "–"),
        ("8.0", "8"),
        ("007", "7"),
        ("12k", "12000"),
        ("￥36.5", "36.5 元"),
        ("6 千元", "6000 元"),
        ("五角八分", "5.8 角"),
        ("六块六毛六", "6.66 块"),
        ("两斤三", "2.3 斤"),
        ("共 25 了", "25"),
        ("有二百六了", "260"),
        ("iPhone14", "–"),
        ("A4", "–"),
        ("50%", "–"),
        ("第三", "–"),
        ("十几", "–"),
        ("拾个", "10 个"),
        ("我拾个包", "–"),
        ("（九）", "9"),
        ("两两", "–"),
        ("五花八门", "–"),
        ("十二时辰", "12"),
        ("一" * 4000, "–"),
        (str(2**70), "–"),
    ],
)
def test_one_number_is_read_whatever_it_measures(said: str, read: str) -> None:
    assert in_words(read_quantity(normalise(said).text)) == read


@given(st.text(max_size=80) | st.text(alphabet="3两半斤份箱+x*十一百万.,点/~个元ml 每还剩加", max_size=40))
def test_quantities_stand_in_order_and_apart(said: str) -> None:
    text = normalise(said).text

    found = find_quantities(text)

    places = [(each.start, each.end) for each in found]
    assert all(start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert all(0 <= each.value.value < 10**12 for each in found)
    read_quantity(text)
