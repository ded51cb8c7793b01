"""A new price as organisers say it, and what looks like one and is none (parsing/chain_price.py)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.order_chain import Good
from parsing.reading import Context, OpenBuy, Reading, read_message

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GOODS = (
    Good("鸡蛋", Decimal(12), "盒"),
    Good("青菜", Decimal("3.5")),
    Good("老豆腐", Decimal(4), "块"),
    Good("纯牛奶", None, "箱"),
)
CHIEF = OpenBuy(1, "早市团", GOODS, speaker_is_organiser=True, names=frozenset({"老秦", "蛋"}))


def read(text: str, *buys: OpenBuy) -> Reading:
    return read_message(text, Context(buys or (CHIEF,)), NOON)


def prices(reading: Reading) -> dict[str, str]:
    return {good.name: str(good.price) for one in reading.stated for good in one.reading.goods}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("鸡蛋改成13元一盒", {"鸡蛋": "13"}),
        ("鸡蛋涨到13了", {"鸡蛋": "13"}),
        ("今天开始青菜5块", {"青菜": "5"}),
        ("青菜从今天起5块一份", {"青菜": "5"}),
        ("大家注意，鸡蛋涨价了，13元一盒", {"鸡蛋": "13"}),
        ("鸡蛋涨价13元", {"鸡蛋": "13"}),
        ("涨价了鸡蛋13", {"鸡蛋": "13"}),
        ("涨价了鸡蛋2元", {"鸡蛋": "14"}),
        ("降价啦，鸡蛋11", {"鸡蛋": "11"}),
        ("价格调整：鸡蛋13 青菜3.8", {"鸡蛋": "13", "青菜": "3.8"}),
        ("调价鸡蛋13", {"鸡蛋": "13"}),
        ("鸡蛋涨价2元", {"鸡蛋": "14"}),
        ("鸡蛋涨了2块", {"鸡蛋": "14"}),
        ("鸡蛋便宜1元", {"鸡蛋": "11"}),
        ("鸡蛋降到十一块", {"鸡蛋": "11"}),
        ("不好意思，鸡蛋进价涨了，要14一盒，前面订的还是12", {"鸡蛋": "14"}),
        ("刚才报错了，鸡蛋13.5", {"鸡蛋": "13.5"}),
        ("更正一下，鸡蛋13.5", {"鸡蛋": "13.5"}),
        ("更正：鸡蛋 13.5元/盒", {"鸡蛋": "13.5"}),
        ("鸡蛋13块5，青菜4元", {"鸡蛋": "13.5", "青菜": "4"}),
        ("鸡蛋原价12元现在13元", {"鸡蛋": "13"}),
        ("鸡蛋的价格改为¥13", {"鸡蛋": "13"}),
        ("鸡蛋一盒13元", {"鸡蛋": "13"}),
        ("鸡蛋13一盒", {"鸡蛋": "13"}),
        ("牛奶58元/箱", {"纯牛奶": "58"}),
        ("豆腐5块钱", {"老豆腐": "5"}),
        ("雞蛋改成１３元一盒", {"鸡蛋": "13"}),
    ],
)
def test_an_organiser_names_a_new_price(text: str, said: dict[str, str]) -> None:
    reading = read(text)
    assert prices(reading) == said
    assert [one.reading.acts for one in reading.stated] == [()]  # and orders nothing
    assert {one.rule for one in reading.evidence} == {"price"}


@pytest.mark.parametrize(
    "text",
    [
        "鸡蛋13元一盒要吗？",
        "鸡蛋涨到13了吗",
        "3-502 鸡蛋2盒 26元",
        "鸡蛋2盒 26元",
        "鸡蛋10元3盒",
        "鸡蛋13元的来2盒",
        "我要鸡蛋2盒，一共26元",
        "3-502 鸡蛋退了12元",
        "鸡蛋价格明天9点公布",
        "鸡蛋改成13",
        "鸡蛋改成3盒",
        "老豆腐5块",
        "鸡蛋一块去拿",
        "鸡蛋运费5元",
        "鸡蛋还有13盒",
        "大米5元一斤",
        "鸡蛋10-13元",
        "今晚8点截单",
        "老秦鸡蛋24元",
        "鸡蛋24元已收",
    ],
)
def test_what_is_no_price_changes_none(text: str) -> None:
    assert prices(read(text)) == {}


@pytest.mark.parametrize("text", ["鸡蛋改成13元一盒", "鸡蛋涨到13了", "今天开始青菜5块"])
def test_nobody_but_the_organiser_names_a_price(text: str) -> None:
    assert prices(read(text, OpenBuy(1, "早市团", GOODS))) == {}


@pytest.mark.parametrize("text", ["鸡蛋涨到13了", "鸡蛋降到5了", "听说鸡蛋都涨到20了"])
def test_a_price_that_a_resident_tells_is_no_number_of_them(text: str) -> None:
    assert read(text, OpenBuy(1, "早市团", GOODS)).stated == ()


def test_of_several_buys_each_keeps_its_own_goods() -> None:
    other = OpenBuy(2, "面点团", (Good("花卷", Decimal(4), "袋"),), speaker_is_organiser=True)
    reading = read("鸡蛋13元，花卷5元一袋", CHIEF, other)
    assert [(one.buy, one.reading.goods[0].name) for one in reading.stated] == [(1, "鸡蛋"), (2, "花卷")]
    assert prices(read("鸡蛋13元", OpenBuy(1, None, GOODS), other)) == {}  # somebody else's buy


def test_what_is_not_certain_is_asked() -> None:
    two = OpenBuy(1, None, (Good("甜豆浆", Decimal(3)), Good("咸豆浆", Decimal(3))), speaker_is_organiser=True)
    assert read("豆浆涨到4元", two).questions[0].options == ("甜豆浆", "咸豆浆")
    assert "鸡蛋是按盒卖的" in read("鸡蛋改成8元一斤").questions[0].asks
    assert "牛奶现在多少钱" in read("牛奶涨了2块").questions[0].asks
    assert "鸡蛋现在多少钱" in read("鸡蛋便宜20元").questions[0].asks
