"""What is ordered in another measure than it is sold by: converted where that is certain, asked about where not."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.order_chain import Good
from parsing.context import Context, OpenBuy
from parsing.reading import read_message

GOODS = (
    Good("鸡蛋", Decimal(12), "盒", box=10, box_word="箱"),
    Good("苹果", Decimal(5), "斤"),
    Good("牛奶", Decimal(50), "箱"),
    Good("母鸡", Decimal(60), "只"),
    Good("盐", Decimal(2), "袋"),
    Good("酱油", None, "瓶"),
    Good("豆腐", Decimal(4)),
)
SAID_AT = datetime(2026, 4, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "wanted", "asked"),
    [
        ("3-502 鸡蛋2箱", "鸡蛋20盒", ()),
        ("3-502 鸡蛋2份", "鸡蛋2盒", ()),
        ("3-502 苹果2公斤", "苹果4斤", ()),
        ("3-502 苹果500克", "苹果1斤", ()),
        ("3-502 牛奶2件", "牛奶2箱", ()),
        ("3-502 母鸡2个", "母鸡2只", ()),
        ("3-502 盐3包", "盐3袋", ()),
        ("3-502 酱油2箱", "酱油2箱", ()),
        ("3-502 豆腐2斤", "豆腐2斤", ()),
        ("3-502 鸡蛋2", "鸡蛋2", ()),
        ("3-502 鸡蛋2斤", "", ("1盒", "2盒", "3盒", "记下")),
        ("3-502 鸡蛋5板", "", ("1盒", "2盒", "3盒", "5盒", "记下")),
        ("3-502 鸡蛋两斤，苹果3斤", "苹果3斤", ("1盒", "2盒", "3盒", "记下")),
        ("3-502 牛奶2斤 鸡蛋2斤", "", ("记下",)),
    ],
)
def test_another_measure_is_converted_or_asked_about(text: str, wanted: str, asked: tuple[str, ...]) -> None:
    reading = read_message(text, Context((OpenBuy(1, "早市团", GOODS),)), SAID_AT)

    wants = [want for one in reading.stated for act in one.reading.acts for want in act.wants]
    assert "".join(f"{want.item}{want.quantity.normalize():f}{want.measure or ''}" for want in wants) == wanted
    assert [question.options for question in reading.questions][:1] == ([asked] if asked else [])


def test_who_is_sure_is_taken_at_their_word() -> None:
    reading = read_message("3-502 鸡蛋2斤", Context((OpenBuy(1, "早市团", GOODS),), is_sure=True), SAID_AT)

    assert reading.stated[0].reading.acts[0].wants[0].measure == "斤"
    assert not reading.questions
