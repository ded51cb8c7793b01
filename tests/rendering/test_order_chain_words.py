"""The words of a buy that go to one person: prices, late orders, openings, households without a phone."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.household import Entry
from domain.order_chain import Buy, Good, Line, Lot, Order, Terms
from domain.order_chain_price import PriceChange
from domain.residence import Residence
from rendering import order_chain_history, order_chain_late, order_chain_minimum, order_chain_no_phone
from rendering import order_chain_opening as opening
from rendering import order_chain_price as price

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EGGS = PriceChange(Good("鸡蛋", Decimal(13), "盒"), Decimal(12), 10)
GREENS = PriceChange(Good("青菜", Decimal(4)), Decimal(3))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ([GREENS], "「早市团」改价了：青菜 3元 → 4元。之后的单按新价。"),
        ([EGGS], "「早市团」改价了：鸡蛋 12元 → 13元/盒。之后的单按新价，前面 10 户还按原价。"),
        (
            [EGGS, GREENS],
            "「早市团」改价了：鸡蛋 12元 → 13元/盒、青菜 3元 → 4元。之后的单按新价，前面的还按原价（鸡蛋 10 户）。",
        ),
    ],
)
def test_a_new_price_says_for_whom_it_counts(changes: list[PriceChange], text: str) -> None:
    assert price.repriced("早市团", changes) == text


def test_late_orders_are_one_list_and_what_is_not_shown_is_counted() -> None:
    assert order_chain_late.late_list("早市团", [], 0) == "迟到的单都定好了。"
    assert order_chain_late.late_list(None, [("李叔", "鸡蛋1盒")], 0) == "「接龙」截单后，李叔 说：鸡蛋1盒"
    assert order_chain_late.late_list("早市团", [("李叔", "鸡蛋1盒"), ("小陈", "青菜\n1份")], 3) == (
        "「早市团」截单后来了 5 条：\n1. 李叔：鸡蛋1盒\n2. 小陈：青菜 1份\n还有 3 条，定了这些再给您看"
    )


@pytest.mark.parametrize(
    ("at", "label"),
    [
        ("2026-03-02T20:00", "今晚8点"),
        ("2026-03-03T20:00", "明晚8点"),
        ("2026-03-02T12:00", "今天中午12点"),
        ("2026-03-03T12:00", "明天中午12点"),
        ("2026-03-03T09:00", "明天9点"),
    ],
)
def test_a_deadline_is_called_as_people_call_it(at: str, label: str) -> None:
    assert opening.at(datetime.fromisoformat(at).replace(tzinfo=UTC), NOON) == label


def test_what_is_missing_is_named_with_an_example_of_its_own() -> None:
    asked = opening.asks(None, goods=True, prices=(), deadline=False)
    assert asked == "「接龙」开好了，邻居可以接了。还没写：卖什么、多少钱。\n直接回我一句，比如：鸡蛋12元/盒"
    many = opening.asks("团", goods=False, prices=[f"菜{n}" for n in range(7)], deadline=True)
    assert "还没写：菜0、菜1、菜2、菜3、菜4等的价钱；几点截单。" in many
    assert many.endswith("\n点一个时间，或直接回我一句，比如：菜0 12元/盒，今晚8点截单")


def test_households_beyond_one_message_are_counted() -> None:
    entry = Entry(Residence("3", None, "502"), "陈阿婆")
    text = order_chain_no_phone.to_ask("早市团", "3", [entry], "15:00", 2).for_private_ears
    assert text.endswith("・3-502 陈阿婆\n还有 2 户，问完这些再给您看")
    nameless = Entry(Residence("3", None, "201"))
    assert order_chain_no_phone.what(nameless).for_private_ears.startswith("3-201 要什么？")


def test_a_buy_that_is_extended_says_what_is_still_missing() -> None:
    short = Buy(title="鸡蛋团", terms=Terms(minimum=Decimal(20)))
    assert order_chain_minimum.extended(short, NOON) == "「鸡蛋团」延到 3月2日12:00 截单，还差 20成团，要的快接。"
    assert order_chain_minimum.extended(Buy(title="鸡蛋团"), NOON) == "「鸡蛋团」延到 3月2日12:00 截单。"


def test_a_history_tells_prices_only_where_they_changed() -> None:
    lots = (Lot(Decimal(1), Decimal(12)), Lot(Decimal(1), Decimal(13)))
    lines = (Line("鸡蛋", Decimal(2), "盒", 1, lots), Line("青菜", Decimal(1), "份", 1))
    order = Order("p", None, None, False, 1, lines)
    plain = order_chain_history.step(NOON, "王阿姨", None, order)
    assert plain == "・3月2日12:00 王阿姨：鸡蛋2盒、青菜1份"
    priced = order_chain_history.step(NOON, "王阿姨", order, None, {"鸡蛋", "青菜"})
    assert priced == "・3月2日12:00 王阿姨：鸡蛋2盒（1盒12元，1盒13元）、青菜1份 → 取消"
