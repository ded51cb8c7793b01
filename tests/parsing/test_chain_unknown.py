"""Goods that nobody knows, in changes and orders (parsing/chain_unknown.py)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.order_chain import Good, Want
from parsing.reading import Context, OpenBuy, Reading, read_message

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FRUIT = OpenBuy(1, "水果团", (Good("黄桃"), Good("西梅")), mine=(Want("黄桃", Decimal(2), "箱"),))


def read(text: str, buy: OpenBuy) -> Reading:
    return read_message(text, Context((buy,)), NOON)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("3-301 桂花糕不要了", True),
        ("3-301 桂花糕改成2箱", True),
        ("3-301 桂花糕少要1箱", True),
        ("3-301 桂花糕再加1箱", True),
        ("取消 3-301 桂花糕", True),
        ("黄桃换成桂花糕1箱", True),
        ("五香味花生不要了", False),
        ("桂花糕不要了", True),
        ("这个男人不要了", False),
    ],
)
def test_a_change_of_goods_that_nobody_knows_acts_on_no_others(text: str, asks: bool) -> None:
    reading = read(text, FRUIT)
    assert reading.stated == ()
    assert bool(reading.questions) == asks
    assert reading.unread
