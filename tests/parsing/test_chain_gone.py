"""青菜没有了: what an organiser says of goods that are sold out, and which buy 截单 closes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.order_chain import Good
from parsing.context import Context, OpenBuy
from parsing.reading import Reading, read_message

SAID_AT = datetime(2026, 4, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MORNING = OpenBuy(1, "早市团", (Good("鸡蛋"), Good("青菜"), Good("香梨")), speaker_is_organiser=True)
PEARS = OpenBuy(2, "香梨团", (Good("香梨"),), speaker_is_organiser=True)
SNOW_PEARS = OpenBuy(3, "雪梨团", (Good("雪梨"),), speaker_is_organiser=True)


def read(text: str, *buys: OpenBuy) -> Reading:
    return read_message(text, Context(buys), SAID_AT)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("青菜没有了", "青菜"),
        ("青菜卖完了", "青菜"),
        ("青菜已抢光", "青菜"),
        ("青菜售罄", "青菜"),
        ("没有青菜了", "青菜"),
        ("不好意思，青菜已经卖光了，大家别再订了", "青菜"),
        ("青菜、鸡蛋都没有了", "鸡蛋 青菜"),
        ("青菜没有了，要的换鸡蛋", "青菜"),
        ("香梨截单了", "香梨"),
        ("青菜没有了，给您换鸡蛋2板", ""),
        ("青菜没有了吗", ""),
        ("青菜没了2个", ""),
        ("鸡蛋没有问题", ""),
        ("鸡蛋和青菜没有坏的", ""),
        ("青菜还没有到", ""),
        ("3-502的青菜没有了", ""),
    ],
)
def test_goods_are_gone_by_a_plain_word_of_the_organiser(text: str, gone: str) -> None:
    goods = [good for one in read(text, MORNING).stated for good in one.reading.goods]

    assert [good.name for good in goods if good.is_gone] == gone.split()


@pytest.mark.parametrize(
    "text", ["青菜又有了", "青菜补货了", "青菜又可以订了", "青菜又来了10份", "青菜又有货了", "青菜还有"]
)
def test_goods_are_there_again(text: str) -> None:
    sold_out = OpenBuy(1, "早市团", (Good("鸡蛋"), Good("青菜", is_gone=True)), speaker_is_organiser=True)
    (stated,) = read(text, sold_out).stated

    assert [(good.name, good.is_gone) for good in stated.reading.goods] == [("青菜", False)]


@pytest.mark.parametrize("text", ["梨卖完了", "今天梨没有了", "不好意思，梨售罄"])
def test_a_good_of_one_character_is_gone_too(text: str) -> None:
    (stated,) = read(text, OpenBuy(1, "水果团", (Good("梨"), Good("橙子")), speaker_is_organiser=True)).stated
    assert [good.name for good in stated.reading.goods if good.is_gone] == ["梨"]


def test_goods_that_arrive_and_were_never_gone_change_nothing() -> None:
    assert read("青菜到货了，大家来拿", MORNING).stated == ()


def test_a_resident_cannot_say_it() -> None:
    assert read("青菜没有了", OpenBuy(1, "早市团", MORNING.goods)).stated == ()


@pytest.mark.parametrize(
    ("text", "buys", "closed"),
    [
        ("梨截单了", (PEARS,), [2]),
        ("梨截单了", (MORNING, PEARS), []),
        ("梨截单了", (PEARS, SNOW_PEARS), []),
        ("香梨截单了", (PEARS, SNOW_PEARS), [2]),
        ("香梨截单了", (MORNING, PEARS), [2]),
        ("早市截单了", (MORNING, PEARS), [1]),
        ("他截单了", (PEARS,), []),
    ],
)
def test_part_of_a_name_closes_the_one_buy_that_it_fits(
    text: str, buys: tuple[OpenBuy, ...], closed: list[int]
) -> None:
    reading = read(text, *buys)

    assert [one.buy for one in reading.stated if one.reading.closes] == closed


def test_part_of_a_name_that_fits_two_buys_is_asked_about() -> None:
    assert read("梨截单了", PEARS, SNOW_PEARS).questions[0].options == ("香梨团", "雪梨团")
