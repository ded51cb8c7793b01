"""The order of calling, and what may be given back for what is short or broken."""

from decimal import Decimal

import pytest

from domain.delivery import PAGE, Bought, Stop, expected_at, last_call, next_at, next_stops, planned, suggested
from domain.quantity import Quantity

EGGS = Bought("散养土鸡蛋", Decimal(2), "板", Decimal("12.5"))
PEARS = Bought("库尔勒香梨", Decimal(1), "箱", Decimal(35))
SAUCE = Bought("酱油", Decimal(1), "瓶", None)


def stop(number: int, building: str, called_at: int | None = None, part: int = 0) -> Stop:
    return Stop(number, number, "", building, part, called_at)


def test_a_building_of_very_many_is_called_in_one_go_and_ticked_in_parts() -> None:
    plan = planned((f"p{number}", "", "3") for number in range(PAGE + 1))
    assert [one.part for one in plan] == [0] * PAGE + [1]
    stops = [stop(1, "3"), stop(2, "3", part=1), stop(3, "5")]
    assert [one.id for one in next_stops(stops)] == [1, 2]
    assert next_stops([]) == []


def test_the_next_is_called_so_many_minutes_after_the_last() -> None:
    stops = [stop(1, "3", 1000), stop(2, "5"), stop(3, "5", part=1), stop(4, "7")]
    assert last_call(stops) == 1000
    assert next_at(stops, 15) == 1900
    assert expected_at(stops, 15) == {("", "5"): 1900, ("", "7"): 2800}


@pytest.mark.parametrize(
    ("stops", "minutes"), [([stop(1, "3")], 15), ([stop(1, "3", 1000)], 15), ([stop(1, "3", 5), stop(2, "5")], 0)]
)
def test_nothing_is_expected_before_the_first_after_the_last_and_by_hand(stops: list[Stop], minutes: int) -> None:
    assert next_at(stops, minutes) is None
    assert expected_at(stops, minutes) == {}


def fens(*bought: Bought, words: str, said: tuple[Quantity, ...] = ()) -> list[tuple[str, str, int]]:
    return [(one.item, str(one.quantity), one.fen) for one in suggested(bought, words, said)]


def test_what_the_words_name_is_given_back_one_or_all() -> None:
    assert fens(EGGS, PEARS, words="散养土鸡蛋") == [("散养土鸡蛋", "1", 1250), ("散养土鸡蛋", "2", 2500)]
    assert fens(EGGS, PEARS, words="香梨烂了") == [("库尔勒香梨", "1", 3500)]


def test_so_many_as_were_said_in_that_measure() -> None:
    two = Quantity(Decimal(2), "板")
    assert fens(EGGS, words="鸡蛋碎了2板", said=(two,)) == [("散养土鸡蛋", "2", 2500)]
    assert fens(EGGS, words="鸡蛋碎了3个", said=(Quantity(Decimal(3), "个"),))[0] == ("散养土鸡蛋", "1", 1250)
    assert fens(EGGS, words="鸡蛋", said=(Quantity(Decimal(9), None),)) == [("散养土鸡蛋", "2", 2500)]


def test_words_that_name_nothing_mean_any_and_without_a_price_nothing_is_suggested() -> None:
    assert [item for item, _, _ in fens(EGGS, PEARS, SAUCE, words="坏了")] == ["散养土鸡蛋", "散养土鸡蛋", "库尔勒香梨"]
    assert fens(SAUCE, words="酱油少了") == []
