"""没有了: of goods that are gone nobody gets more, and nobody loses what they have."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from domain.order_chain import Act, Buy, ChainReading, Change, Good, Statement, Verb, Want, Who
from domain.order_chain_fold import changes, fold
from domain.residence import Residence

CHIEF, ANN, BEN = 1, 2, 3
OPENED = ChainReading(is_list=True, title="早市团", goods=(Good("鸡蛋"), Good("青菜")))
GONE = ChainReading(goods=(Good("青菜", is_gone=True),))
BACK = ChainReading(goods=(Good("青菜", is_gone=False),))
ANNS, BENS = Who(Residence("3", room="502")), Who(Residence("3", room="601"))


def orders(verb: Verb, who: Who, *wants: tuple[str, int], is_list: bool = False) -> ChainReading:
    return ChainReading(
        (Act(verb, who, tuple(Want(item, Decimal(number)) for item, number in wants)),), is_list=is_list
    )


def told(*said: tuple[int, ChainReading]) -> tuple[Buy, Change]:
    """Return the buy after all that was said, and what the last of it did."""
    began = datetime(2026, 4, 10, 9, tzinfo=UTC)
    statements = [
        Statement(place, author, began + timedelta(minutes=place), place, reading)
        for place, (author, reading) in enumerate(said)
    ]
    return fold(statements), list(changes(statements))[-1][1]


def lines(buy: Buy) -> dict[str, list[tuple[str, int]]]:
    return {key: [(line.item, int(line.quantity)) for line in order.lines] for key, order in buy.orders.items()}


def test_more_of_what_is_gone_comes_too_late_and_the_rest_counts() -> None:
    said = orders(Verb.ORDER, BENS, ("青菜", 2), ("鸡蛋", 1))
    buy, change = told((CHIEF, OPENED), (CHIEF, GONE), (BEN, said))

    assert lines(buy) == {"r:3//601": [("鸡蛋", 1)]}
    assert [want.item for act in change.late for want in act.wants] == ["青菜"]


def test_what_was_ordered_before_stays_and_may_become_less() -> None:
    first = orders(Verb.ORDER, ANNS, ("青菜", 3))
    buy, change = told((CHIEF, OPENED), (ANN, first), (CHIEF, GONE), (ANN, orders(Verb.ADD, Who(), ("青菜", 1))))
    assert lines(buy) == {"r:3//502": [("青菜", 3)]}
    assert change.late
    buy, change = told((CHIEF, OPENED), (ANN, first), (CHIEF, GONE), (ANN, orders(Verb.SET, Who(), ("青菜", 1))))
    assert lines(buy) == {"r:3//502": [("青菜", 1)]}
    assert not change.late


def test_a_list_that_is_posted_again_takes_nothing_away() -> None:
    first = orders(Verb.ENTRY, ANNS, ("青菜", 3), is_list=True)
    more = orders(Verb.ENTRY, ANNS, ("青菜", 5), ("鸡蛋", 1), is_list=True)
    buy, change = told((CHIEF, OPENED), (ANN, first), (CHIEF, GONE), (ANN, more))

    assert sorted(lines(buy)["r:3//502"]) == [("青菜", 3), ("鸡蛋", 1)]
    assert change.late


def test_nobody_swaps_for_what_is_gone() -> None:
    swap = ChainReading((Act(Verb.SWAP, Who(), (Want("鸡蛋", Decimal(0)), Want("青菜", Decimal(0)))),))
    buy, change = told((CHIEF, OPENED), (ANN, orders(Verb.ORDER, ANNS, ("鸡蛋", 1))), (CHIEF, GONE), (ANN, swap))

    assert lines(buy) == {"r:3//502": [("鸡蛋", 1)]}
    assert change.late


def test_the_organiser_may_still_give_it_and_opens_it_again() -> None:
    order = orders(Verb.ORDER, BENS, ("青菜", 2))
    buy, change = told((CHIEF, OPENED), (CHIEF, GONE), (CHIEF, order))
    assert lines(buy) == {"r:3//601": [("青菜", 2)]}
    buy, change = told((CHIEF, OPENED), (CHIEF, GONE), (CHIEF, BACK), (BEN, order))
    assert lines(buy) == {"r:3//601": [("青菜", 2)]}
    assert not change.late
    buy, _ = told((CHIEF, OPENED), (CHIEF, GONE), (CHIEF, OPENED))
    assert buy.goods[1].is_gone
