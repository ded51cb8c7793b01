"""What is ordered keeps the price that it had (domain/order_chain_price.py, and the fold)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.order_chain import (
    Act,
    Buy,
    ChainReading,
    Good,
    Line,
    Lot,
    Repriced,
    Statement,
    Terms,
    Verb,
    Want,
    Who,
    joined_lots,
    missing_of,
    tally,
)
from domain.order_chain_fold import fold
from domain.order_chain_price import PriceChange, counted, kept_prices, price_changes, repriced_items
from domain.residence import Residence

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
MEI, LAN, CHIEF = 1, 2, 9
HOME = Who(Residence("3", None, "502"))


def eggs(price: int | None, measure: str | None = "盒") -> Good:
    return Good("鸡蛋", Decimal(price) if price is not None else None, measure)


def opened(*goods: Good) -> ChainReading:
    return ChainReading(is_list=True, title="早市团", goods=goods or (eggs(12),))


def priced(price: int, *, is_for_all: bool = False) -> ChainReading:
    return ChainReading(goods=(eggs(price),), is_for_all=is_for_all)


def says(verb: Verb, quantity: int, measure: str | None = None, who: Who = HOME) -> ChainReading:
    return ChainReading((Act(verb, who, (Want("鸡蛋", Decimal(quantity), measure),)),))


def played(*turns: tuple[int, ChainReading]) -> Buy:
    return fold(
        Statement(100 + number, author, MONDAY + timedelta(minutes=number), number, reading)
        for number, (author, reading) in enumerate(turns)
    )


def lots(buy: Buy, party: str = "r:3//502") -> list[tuple[int, int | None]]:
    (line,) = buy.orders[party].lines
    return [(int(lot.quantity), int(lot.price) if lot.price is not None else None) for lot in line.lots]


def amounts(buy: Buy) -> Mapping[str, Decimal | None]:
    return {one.item: one.amount for one in tally(buy)}


START = ((CHIEF, opened()), (MEI, says(Verb.ORDER, 2)))


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ((), [(2, 12)]),
        ((says(Verb.ADD, 1),), [(2, 12), (1, 13)]),
        ((says(Verb.SET, 3),), [(2, 12), (1, 13)]),
        ((says(Verb.ORDER, 3),), [(2, 12), (1, 13)]),
        ((says(Verb.ADD, 2), says(Verb.SUBTRACT, 1)), [(2, 12), (1, 13)]),
        ((says(Verb.ADD, 2), says(Verb.SUBTRACT, 3)), [(1, 12)]),
        ((says(Verb.SET, 1),), [(1, 12)]),
        ((says(Verb.REMOVE, 0), says(Verb.ORDER, 2)), [(2, 13)]),
        ((says(Verb.SET, 2, "盒"),), [(2, 12)]),
        ((says(Verb.SET, 2, "板"),), []),  # another measure has no price
    ],
)
def test_what_was_ordered_keeps_its_price_and_what_comes_on_top_costs_the_new_one(
    then: tuple[ChainReading, ...], expected: list[tuple[int, int]]
) -> None:
    assert lots(played(*START, (CHIEF, priced(13)), *((MEI, reading) for reading in then))) == expected


def test_only_the_organiser_changes_a_price() -> None:
    buy = played(*START, (LAN, priced(13)), (LAN, replace(priced(14), is_list=True)))
    assert buy.goods == (eggs(12),)
    assert buy.title == "早市团"


def test_a_price_said_for_a_buy_without_goods_by_somebody_else_makes_none() -> None:
    assert played((CHIEF, opened(Good("梨"))), (LAN, priced(13))).goods == (Good("梨"),)
    assert played((CHIEF, ChainReading(is_list=True)), (LAN, priced(13))).goods == ()


def test_a_new_price_may_count_for_all() -> None:
    buy = played(*START, (CHIEF, priced(13)), (LAN, says(Verb.ORDER, 1, who=Who(name="兰"))))
    assert amounts(buy) == {"鸡蛋": Decimal(37)}
    after = played(
        *START,
        (CHIEF, priced(13)),
        (LAN, says(Verb.ORDER, 1, who=Who(name="兰"))),
        (CHIEF, priced(13, is_for_all=True)),
    )
    assert amounts(after) == {"鸡蛋": Decimal(39)}
    assert lots(after) == [(2, 13)]


def test_a_good_without_a_price_takes_the_one_that_is_told_later() -> None:
    buy = played((CHIEF, opened(eggs(None))), (MEI, says(Verb.ORDER, 2)))
    assert (lots(buy), amounts(buy)) == ([], {"鸡蛋": None})
    buy = played((CHIEF, opened(eggs(None))), (MEI, says(Verb.ORDER, 2)), (CHIEF, priced(13)))
    assert amounts(buy) == {"鸡蛋": Decimal(26)}
    more = played(
        (CHIEF, opened(eggs(None))), (MEI, says(Verb.ORDER, 2)), (CHIEF, priced(13)), (MEI, says(Verb.ADD, 1))
    )
    assert (lots(more), amounts(more)) == ([(2, None), (1, 13)], {"鸡蛋": Decimal(39)})


def test_an_entry_of_a_list_keeps_its_price_when_it_is_posted_again() -> None:
    entry = Act(Verb.ENTRY, HOME, (Want("鸡蛋", Decimal(2), "盒"),))
    more = Act(Verb.ENTRY, HOME, (Want("鸡蛋", Decimal(3), "盒"),))
    lists = [ChainReading((act,), is_list=True, title="早市团") for act in (entry, entry, more)]
    buy = played((CHIEF, opened()), (MEI, lists[0]), (CHIEF, priced(13)), (MEI, lists[1]))
    assert lots(buy) == [(2, 12)]
    buy = played((CHIEF, opened()), (MEI, lists[0]), (CHIEF, priced(13)), (MEI, lists[2]))
    assert lots(buy) == [(2, 12), (1, 13)]
    twice = ChainReading((entry, entry), is_list=True, title="早市团")
    assert lots(played((CHIEF, opened()), (MEI, twice))) == [(4, 12)]


def test_a_swap_brings_the_price_and_the_measure_of_what_comes() -> None:
    goods = (eggs(12), Good("豆腐", Decimal(4), "块"))
    swap = ChainReading((Act(Verb.SWAP, HOME, (Want("鸡蛋", Decimal(0)), Want("豆腐", Decimal(0)))),))
    buy = played((CHIEF, opened(*goods)), (MEI, says(Verb.ORDER, 2, "盒")), (MEI, swap))
    (line,) = buy.orders["r:3//502"].lines
    assert (line.item, line.measure, line.amount(goods[1])) == ("豆腐", "块", Decimal(8))


def test_an_old_copy_of_the_list_does_not_bring_an_old_price_back_but_words_do() -> None:
    buy = played(*START, (CHIEF, priced(13)), (CHIEF, opened()))
    assert [good.price for good in buy.goods] == [13]
    buy = played(*START, (CHIEF, priced(13)), (CHIEF, priced(12)))
    assert buy.goods == (replace(eggs(12), was=(Decimal(13),)),)
    buy = played(*START, (CHIEF, priced(13)), (CHIEF, opened(eggs(14))), (CHIEF, opened(eggs(13))))
    assert buy.goods == (replace(eggs(14), was=(Decimal(12), Decimal(13))),)


# --- an edited header -------------------------------------------------------------------------------------------


def test_an_edited_header_leaves_earlier_orders_as_they_were() -> None:
    edited = kept_prices(opened(), opened(eggs(13)), 1)
    assert (edited.goods, edited.repriced) == ((eggs(12),), (Repriced("鸡蛋", Decimal(13), 1),))
    buy = played((CHIEF, edited), (MEI, says(Verb.ORDER, 2)), (LAN, says(Verb.ORDER, 1, who=Who(name="兰"))))
    assert (lots(buy), lots(buy, "n:兰")) == ([(2, 12)], [(1, 13)])
    assert buy.goods == (replace(eggs(13), was=(Decimal(12),)),)
    again = kept_prices(edited, opened(eggs(14)), 2)
    assert [(int(one.price), one.after) for one in again.repriced] == [(13, 1), (14, 2)]
    same = kept_prices(edited, opened(eggs(13)), 5)
    assert same.repriced == edited.repriced


def test_an_edit_that_first_tells_a_price_tells_it_for_all() -> None:
    edited = kept_prices(opened(eggs(None)), opened(eggs(13), Good("梨", Decimal(5))), 7)
    assert (edited.goods, edited.repriced) == ((eggs(13), Good("梨", Decimal(5))), ())
    assert kept_prices(ChainReading(), opened(), 7) == opened()
    nothing = kept_prices(opened(), ChainReading(), 7)
    assert nothing == ChainReading()


# --- what has changed -------------------------------------------------------------------------------------------


def test_a_change_tells_how_many_ordered_at_other_prices() -> None:
    assert list(price_changes([eggs(None), Good("梨", Decimal(5))], [eggs(13), Good("梨", Decimal(5))])) == []
    (change,) = price_changes([eggs(12)], [eggs(13), Good("梨", Decimal(5))])
    assert change == PriceChange(eggs(13), Decimal(12))
    buy = played(*START, (CHIEF, priced(13)), (LAN, says(Verb.ORDER, 1, who=Who(name="兰"))))
    assert counted(change, buy.orders.values()).households == 1
    assert repriced_items(buy.orders.values(), buy.goods) == {"鸡蛋"}
    assert repriced_items(played(*START).orders.values(), (eggs(12),)) == frozenset()


def test_lots_of_several_lines_are_joined_by_price() -> None:
    two, three = Lot(Decimal(2), Decimal(13)), Lot(Decimal(3), Decimal(12))
    assert joined_lots([(two,), (three, two)]) == (three, Lot(Decimal(4), Decimal(13)))
    assert joined_lots([(two,), ()]) == ()
    line = Line("鸡蛋", Decimal(2), "板", 1)
    assert (line.lots_at(None), line.lots_at(eggs(12)), line.amount(eggs(12))) == ((), (), None)


# --- the end of a buy -------------------------------------------------------------------------------------------


def test_a_buy_is_called_off_by_its_organiser_and_may_open_again() -> None:
    off = ChainReading(cancels=True)
    assert not played(*START, (MEI, off)).cancelled
    buy = played(*START, (CHIEF, off))
    assert (buy.cancelled, buy.closed) == (True, True)
    for reading in (ChainReading(reopens=True), ChainReading(terms=Terms(closes_at=2_000_000_000))):
        buy = played(*START, (CHIEF, off), (CHIEF, reading))
        assert (buy.cancelled, buy.closed) == (False, False)


def test_a_minimum_that_is_waived_is_no_longer_missing() -> None:
    few = Terms(minimum=Decimal(20), minimum_measure="盒")
    short = played((CHIEF, replace(opened(), terms=few)), (MEI, says(Verb.ORDER, 2, "盒")))
    assert missing_of(short) == 18
    bare = played((CHIEF, replace(opened(), terms=few)), (MEI, says(Verb.ORDER, 2)))
    assert missing_of(bare) == 18  # a bare number counts in the measure of its good
    waived = replace(short, terms=short.terms.renewed(Terms(minimum=Decimal(20), is_waived=True)))
    assert missing_of(waived) is None
    assert waived.terms.renewed(Terms()).is_waived
    assert not waived.terms.renewed(Terms(closes_at=5)).is_waived


def test_shares_of_a_minimum_are_all_that_was_ordered_where_nothing_is_sold_by_the_share() -> None:
    few = Terms(minimum=Decimal(10), minimum_measure="份")
    buy = played((CHIEF, replace(opened(), terms=few)), (MEI, says(Verb.ORDER, 4, "盒")))
    assert missing_of(buy) == 6
    by_the_share = replace(buy, goods=tuple(replace(good, measure="份") for good in buy.goods))
    assert missing_of(by_the_share) == 10
