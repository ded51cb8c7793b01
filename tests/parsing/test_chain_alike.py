"""和302一样的: the same as another household has."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.order_chain import Good, Line, Order, Want
from domain.residence import DEFAULT_GRAMMAR, Residence
from parsing.chain_alike import find_alike, wants_of
from parsing.context import Context, OpenBuy
from parsing.reading import Reading, read_message

GOODS = (Good("鸡蛋"), Good("青菜"))
MORNING = datetime(2026, 4, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
EGGS = (Want("鸡蛋", Decimal(2), "板"),)


def read(text: str, *alike: Want) -> Reading:
    return read_message(text, Context((OpenBuy(1, "早市团", GOODS, alike=alike),)), MORNING)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("要和302一样的", Residence(room="302")),
        ("我跟3-502一样，谢谢", Residence("3", room="502")),
        ("3-501 和3号楼502室一样", Residence("3", room="502")),
        ("和昨天一样", None),
        ("一样的", None),
    ],
)
def test_the_household_is_found(text: str, place: Residence | None) -> None:
    assert find_alike(text, DEFAULT_GRAMMAR) == place


@pytest.mark.parametrize("text", ["和302一样的", "我要和302一样的", "跟3-302一样谢谢", "我和3号楼302一样"])
def test_what_it_has_is_ordered_or_asked_for(text: str) -> None:
    (act,) = read(text, *EGGS).stated[0].reading.acts
    assert act.wants == EGGS
    reading = read(text)
    assert not reading.stated
    assert reading.questions[0].asks.startswith("没查到那一户")


def test_more_may_be_added_to_it() -> None:
    acts = read("我跟302一样，再加青菜1份", *EGGS).stated[0].reading.acts
    assert [want.item for act in acts for want in act.wants] == ["鸡蛋", "青菜"]


@pytest.mark.parametrize("text", ["价钱和302一样", "我家和302情况一样", "和昨天一样"])
def test_what_is_alike_otherwise_orders_nothing(text: str) -> None:
    reading = read(text, *EGGS)
    assert not reading.stated
    assert not reading.questions


def test_only_one_household_is_meant() -> None:
    line = (Line("鸡蛋", Decimal(2), "板", 1),)
    third = Order("r:3//302", Residence("3", room="302"), None, False, 1, line)
    fifth = Order("r:5//302", Residence("5", room="302"), None, False, 2, line)
    empty = Order("r:7//302", Residence("7", room="302"), None, False, 2)

    assert wants_of([third, empty], Residence(room="302")) == EGGS
    assert wants_of([third, fifth], Residence(room="302")) == ()
    assert wants_of([third, fifth], Residence("5", room="302")) == EGGS
    assert wants_of([empty], Residence(room="302")) == ()


@pytest.mark.parametrize("text", ["跟上次一样", "老样子", "我跟对门一样的 3-501", "和王阿姨一样"])
def test_the_same_as_nobody_looks_up_is_asked_about(text: str) -> None:
    buy = OpenBuy(1, "早市团", (Good("鸡蛋"), Good("青菜")), names=frozenset(("王阿姨",)))
    reading = read_message(text, Context((buy,)), MORNING)
    assert reading.stated == ()
    assert "请写上" in reading.questions[0].asks


@pytest.mark.parametrize("text", ["跟上次一样甜", "和以前一样新鲜", "跟我想的一样", "和上次一样，还是送到门口吗"])
def test_what_is_only_compared_is_not(text: str) -> None:
    buy = OpenBuy(1, "早市团", (Good("鸡蛋"), Good("青菜")), names=frozenset(("王阿姨",)))
    assert read_message(text, Context((buy,)), MORNING).questions == ()
