"""再加一个葡萄20元/斤: goods that an organiser offers besides, in words or in a list that goes on."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from domain.order_chain import Good
from parsing.reading import Context, OpenBuy, Reading, read_message

NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)
GOODS = (Good("橙子", Decimal(40), "箱"), Good("雪梨", Decimal(30), "箱"))
LIST = "#接龙\n水果团\n橙子 40元/箱\n雪梨 30元/箱\n葡萄 20元/斤\n1. 3-101 葡萄2斤"


def read(text: str, *, is_organiser: bool = True) -> Reading:
    buy = OpenBuy(1, "水果团", GOODS, speaker_is_organiser=is_organiser)
    return read_message(text, Context((buy,)), NOON)


def goods(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(good.name, str(good.price), good.measure) for one in reading.stated for good in one.reading.goods]


@pytest.mark.parametrize("text", ["再加一个葡萄20元/斤", "新上葡萄 20元/斤，要的接", "加葡萄20元一斤"])
def test_the_organiser_offers_one_good_more(text: str) -> None:
    assert goods(read(text)) == [("葡萄", "20", "斤")]
    assert goods(read(text, is_organiser=False)) == []


@pytest.mark.parametrize("text", ["再加一箱橙子", "加个微信", "再加一个葡萄吗？20元/斤", "3-101再加葡萄20元"])
def test_what_orders_or_asks_offers_nothing(text: str) -> None:
    assert "葡萄" not in [name for name, _, _ in goods(read(text))]
    assert goods(read(text)) == []


def test_his_list_may_go_on_with_new_goods() -> None:
    reading = read(LIST)
    assert goods(reading)[2:] == [("葡萄", "20", "斤")]
    (want,) = reading.stated[0].reading.acts[0].wants
    assert (want.item, want.quantity, want.measure) == ("葡萄", Decimal(2), "斤")
    assert goods(read(LIST, is_organiser=False))[2:] == []
