"""What is asked rather than guessed or dropped in a buy's chat, and words that are nobody's name."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.order_chain import Good
from parsing.reading import Context, OpenBuy, Reading, read_message

NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)
GOODS = (Good("橘子", Decimal(35), "箱"), Good("豆干", Decimal(3), "份"), Good("鸭蛋", Decimal(12), "盒"))


def read(text: str, goods: tuple[Good, ...] = GOODS, title: str = "周三团") -> Reading:
    return read_message(text, Context(buys=(OpenBuy(id=1, title=title, goods=goods),)), NOON)


@pytest.mark.parametrize("text", ["3-202 鸭蛋3合", "3-203 豆干三四份", "3-204 豆干2份 139000012345"])
def test_a_number_that_is_not_understood_is_asked_of_who_told_a_room(text: str) -> None:
    reading = read(text)
    assert reading.stated == ()
    assert "没看明白要几份" in reading.questions[0].asks


@pytest.mark.parametrize(
    "text",
    [
        "3-202 鸭蛋3天了还没到",
        "鸭蛋3合",
        "3-203 豆干三四份够吗？",
        "3-203 的豆干三四个人吃不完，今天早上就坏了两袋没人管呀",
    ],
)
def test_talk_of_goods_is_not_asked_about(text: str) -> None:
    assert read(text).questions == ()


@pytest.mark.parametrize("text", ["不团了", "这次不做了，人不够", "只有5箱，不团了"])
def test_an_organiser_who_may_give_up_is_asked_whether_it_is_the_buy(text: str) -> None:
    buy = OpenBuy(id=1, title="周三团", goods=GOODS, speaker_is_organiser=True)
    reading = read_message(text, Context(buys=(buy,)), NOON)
    assert reading.stated == ()
    assert "这个团取消吗" in reading.questions[0].asks


@pytest.mark.parametrize("text", ["人太少，不团了", "没凑满，这次就不开了"])
def test_a_buy_is_called_off_for_want_of_people(text: str) -> None:
    buy = OpenBuy(id=1, title="周三团", goods=GOODS, speaker_is_organiser=True)
    assert read_message(text, Context(buys=(buy,)), NOON).stated[0].reading.cancels


def test_numbers_of_goods_before_each_are_no_name() -> None:
    reading = read("3-206 1和2各一份")
    assert reading.stated == ()
    assert reading.questions[0].asks == "哪一样?"


def test_a_kind_of_the_good_is_asked_about_without_a_room() -> None:
    pears = (Good("梨", Decimal(35), "箱"),)
    assert read("香梨1箱", pears, "梨团").questions[0].asks == "哪一样?"
    assert read("苹果1箱", pears, "梨团").questions == ()


def test_a_food_of_one_character_beside_a_room_is_ordered() -> None:
    (stated,) = read("3-503盐两包", (), "调味品").stated
    (act,) = stated.reading.acts
    assert act.who.name is None
    assert [(want.item, want.measure) for want in act.wants] == [("盐", "包")]


def test_the_organiser_who_is_spoken_to_does_not_live_there() -> None:
    (stated,) = read("@周团长 3-604 要两箱橘子").stated
    assert [act.who.name for act in stated.reading.acts] == [None]
    (stated,) = read("@王阿姨 3-604 要两箱橘子").stated
    assert [act.who.name for act in stated.reading.acts] == ["王阿姨"]


@pytest.mark.parametrize(
    ("line", "price", "measure"),
    [
        ("豆干三块一份", "3", "份"),
        ("豆干三块五一份", "3.5", "份"),
        ("豆干十二元一份", "12", "份"),
        ("豆干两块五", "2.5", None),
        ("豆干三十五块/箱", "35", "箱"),
    ],
)
def test_a_price_may_be_said_in_chinese(line: str, price: str, measure: str | None) -> None:
    (stated,) = read_message(f"#接龙\n早市团\n鸭蛋12一板\n{line}", Context(), NOON).stated
    assert stated.reading.acts == ()
    assert stated.reading.goods == (Good("鸭蛋", Decimal(12), "板"), Good("豆干", Decimal(price), measure))


def test_two_blocks_are_no_price() -> None:
    (stated,) = read_message("#接龙\n豆腐团\n1. 老王 豆腐两块\n2. 3-201 豆腐三块", Context(), NOON).stated
    assert [[want.quantity for want in act.wants] for act in stated.reading.acts] == [[2], [3]]


@pytest.mark.parametrize("text", ["5-101 橘子10块钱的", "豆干来10块钱的"])
def test_so_much_moneys_worth_is_asked_about(text: str) -> None:
    reading = read(text)
    assert reading.stated == ()
    assert "写数量" in reading.questions[0].asks
