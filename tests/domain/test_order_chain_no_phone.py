"""Which households without a phone a buy has heard of (domain/order_chain_no_phone.py)."""

import pytest

from domain.household import Entry
from domain.order_chain import Order
from domain.order_chain_no_phone import has_order, unanswered
from domain.residence import Residence

HOME = Entry(Residence("3", "2", "502"), "陈阿婆")


def order(residence: Residence | None, name: str | None = None) -> Order:
    return Order("p", residence, name, True, 1)


@pytest.mark.parametrize(
    ("said", "is_it"),
    [
        (Residence("3", "2", "502"), True),
        (Residence("3", None, "502"), True),  # the unit was not said
        (Residence("3", "1", "502"), False),
        (Residence("3", None, "503"), False),
        (Residence("4", None, "502"), False),
        (Residence(None, None, "502"), False),  # whose 502 that is nobody knows
        (Residence("3"), False),
        (None, False),
    ],
)
def test_an_order_is_a_households_if_nothing_said_speaks_against_it(said: Residence | None, is_it: bool) -> None:
    assert has_order(HOME, [order(said)]) is is_it


def test_a_room_without_its_building_is_known_by_the_name_or_in_a_group_of_one_building() -> None:
    bare = Residence(None, None, "502")
    assert has_order(HOME, [order(bare, "陈 阿婆")])
    assert not has_order(HOME, [order(bare, "老秦")])
    assert not has_order(Entry(HOME.residence), [order(bare, "陈阿婆")])
    assert has_order(HOME, [order(bare)], is_one_building=True)


def test_who_ordered_or_declined_is_not_asked() -> None:
    homes = [(1, HOME), (2, Entry(Residence("3", None, "201"))), (3, Entry(Residence("5", None, "101")))]
    assert unanswered(homes, [order(Residence("3", None, "502"))], {3}) == [2]
