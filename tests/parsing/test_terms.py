"""The terms of a buy as organisers write them."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.order_chain import Good
from parsing.terms import boxed, read_terms

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("今晚8点截单", "2026-03-02T20:00"),
        ("今天晚上八点半截止接龙", "2026-03-02T20:30"),
        ("明天中午12点收单", "2026-03-03T12:00"),
        ("截单时间：3月4日18:00", "2026-03-04T18:00"),
        ("接龙到今晚9点", "2026-03-02T21:00"),
        ("截单延到明早10点", "2026-03-03T10:00"),
        ("#接龙\n青菜 3元/份\n今晚8点截单，明天上午9点到货", "2026-03-02T20:00"),
        ("起送30份，晚上9点前报给我", "2026-03-02T21:00"),
        ("今晚8点到货", None),
        ("截单了", None),
        ("明天截单", None),
    ],
)
def test_when_orders_close(text: str, closes: str | None) -> None:
    at = read_terms(text, NOON).closes_at
    wanted = datetime.fromisoformat(closes).replace(tzinfo=NOON.tzinfo) if closes else None
    assert (datetime.fromtimestamp(at, NOON.tzinfo) if at is not None else None) == wanted


@pytest.mark.parametrize(
    ("text", "minimum"),
    [
        ("满20份成团", (20, "份")),
        ("20箱起团", (20, "箱")),
        ("够三十份就开团", (30, "份")),
        ("成团数：50", (50, None)),
        ("不足10箱不成团", (10, "箱")),
        ("起送量 30份", (30, "份")),
        ("目前青菜16份，还差4份起送", None),
        ("还差 20份成团，大家加油", None),
        ("青菜 3元/份", None),
        ("3-502 青菜2份", None),
    ],
)
def test_how_many_make_it_happen(text: str, minimum: tuple[int, str | None] | None) -> None:
    terms = read_terms(text, NOON)
    assert (terms.minimum, terms.minimum_measure) == (minimum or (None, None))


@pytest.mark.parametrize(
    ("text", "good", "box", "cap"),
    [
        ("鸡蛋 12元/盒 每箱12盒", Good("鸡蛋", measure="盒"), (12, "箱"), None),
        ("鸡蛋一箱12盒，限60盒", Good("鸡蛋"), (12, "箱"), 60),
        ("牛奶 24盒/箱", Good("牛奶"), (24, "箱"), None),
        ("牛奶 60元/箱 限量50箱", Good("牛奶", measure="箱"), None, 50),
        ("牛奶 每户限2箱", Good("牛奶"), None, None),
        ("牛奶 60元一箱", Good("牛奶"), None, None),
    ],
)
def test_boxes_and_caps(text: str, good: Good, box: tuple[int, str] | None, cap: int | None) -> None:
    (read,) = boxed((good,), text)
    assert (read.box, read.box_word) == (box or (None, None))
    assert read.cap == (Decimal(cap) if cap is not None else None)


def test_a_box_belongs_to_the_good_of_its_line() -> None:
    eggs, milk = boxed((Good("鸡蛋"), Good("牛奶")), "鸡蛋 一箱12盒\n牛奶 60元")
    assert (eggs.box, milk.box) == (12, None)


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_terms(text + "截单", NOON)
    boxed((Good("梨"),), text)
