"""What the papers of a buy tell: bags in the order people walk, sums, boxes, money only where it is known."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.order_chain import Buy, Good, Line, Lot, Order, account_key, behalf_key
from domain.residence import Residence
from rendering.order_chain_papers import Bag, Papers, Total, bags, building_said, totals
from tests.rendering.a_buy import NOW, big_buy


def order(
    party: str, *lines: Line, residence: Residence | None = None, name: str | None = None, author: int = 1
) -> Order:
    return Order(party, residence, name, False, author, lines or (line("香梨"),))


def line(item: str, quantity: str = "1", measure: str | None = "箱", since: int = 1) -> Line:
    return Line(item, Decimal(quantity), measure, since)


def papers(*orders: Order, goods: tuple[Good, ...] = (), names: Mapping[int, str] | None = None) -> Papers:
    buy = Buy(title="香梨团", goods=goods, orders={one.party: one for one in orders})
    return Papers(buy, NOW, names or {})


def homes(*residences: Residence | None, villas: bool = False) -> tuple[Bag, ...]:
    made = papers(*(order(f"p{count}", residence=home) for count, home in enumerate(residences)))
    return bags(replace(made, villas=villas))


def only_total(good: Good | None, *lines: Line) -> Total:
    goods = (good,) if good is not None else ()
    (found,) = totals(papers(*(order(f"p{count}", one) for count, one in enumerate(lines)), goods=goods))
    return found


def test_bags_stand_in_the_order_in_which_people_walk() -> None:
    found = homes(
        None,
        Residence(room="808"),
        Residence("12A", room="101"),
        Residence("10", room="201"),
        Residence("2", room="1001"),
        Residence("2"),
        Residence("2", room="201"),
        Residence("12", room="101"),
        Residence("2", "1", "301"),
        Residence("1", room="101", lane="66"),
    )

    assert [bag.place for bag in found] == [
        "2-201", "2-1001", "2-1-301", "2号楼", "10-201", "12-101", "12A-101", "66弄1-101", "808", "",
    ]  # fmt: skip
    assert [building_said(bag.building) for bag in found[-3:]] == ["66弄1号楼", "没写楼号", "没写楼号"]


def test_villas_share_a_page() -> None:
    found = homes(Residence("10"), Residence("8"), Residence("3", room="101"), villas=True)

    assert [(bag.place, building_said(bag.building)) for bag in found] == [
        ("3-101", "3号楼"),
        ("8号楼", "一户一栋"),
        ("10号楼", "一户一栋"),
    ]


def test_an_order_that_was_taken_back_is_no_bag_and_has_no_number() -> None:
    gone = Order("n:老秦", None, "老秦", False, 2)
    found = bags(papers(gone, order("n:沈梅", name="沈梅")))

    assert [(bag.number, bag.name) for bag in found] == [(1, "沈梅")]


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (Order(account_key(5), None, None, False, 5, (line("梨"),)), "小冯"),
        (Order("r:3//502", Residence("3", room="502"), None, False, 5, (line("梨"),)), ""),  # somebody's list named it
        (Order("r:3//501", Residence("3", room="501"), None, False, 5, (line("梨"),)), "小冯"),
        (Order("r:3//302", Residence("3", room="302"), "陈阿婆", True, 5, (line("梨"),)), "陈阿婆（小冯代订）"),
        (Order("r:3//302", Residence("3", room="302"), "陈阿婆", True, 6, (line("梨"),)), "陈阿婆（代订）"),
        (Order(behalf_key(5), None, None, True, 5, (line("梨"),)), "小冯（代订）"),
        (Order(behalf_key(6), None, None, True, 6, (line("梨"),)), "邻居（代订）"),
    ],
)
def test_a_bag_is_called_as_was_said_else_by_the_account_that_speaks_for_itself(one: Order, name: str) -> None:
    made = papers(one, names={5: "小冯"})
    (bag,) = bags(replace(made, buy=replace(made.buy, speaks_for={5: "r:3//501"})))

    assert bag.name == name


def test_a_bare_number_counts_in_the_measure_of_the_good() -> None:
    found = only_total(Good("鸡蛋", Decimal(12), "板"), line("鸡蛋", "2", None), line("鸡蛋", "3", "板"))

    assert (found.sum.total, found.sum.measure, found.sum.parties, found.amount) == (Decimal(5), "板", 2, Decimal(60))


@pytest.mark.parametrize(
    ("good", "one", "amount", "boxes", "remark"),
    [
        (Good("梨", Decimal(5), "箱", box=4), line("梨", "10"), 50, (2, 2), "还差2箱成箱"),
        (Good("梨", Decimal(5), "箱", box=5, box_word="件"), line("梨", "10"), 50, (2, 0), ""),
        (Good("梨", Decimal(5), "箱", cap=Decimal(7)), line("梨", "10"), 50, None, "超了3箱"),
        (Good("梨", Decimal(5), "箱", cap=Decimal(70)), line("梨", "10"), 50, None, ""),
        (Good("梨", Decimal(5), "箱", box=4), line("梨", "10", "斤"), None, None, "单位和价目（箱）不一样，请核对"),
        (Good("梨", None, "箱"), line("梨", "10"), None, None, "没有单价"),
        (Good("梨", Decimal(5)), line("梨", "10"), None, None, "价目没写单位，没算金额"),
        (None, line("梨", "10"), None, None, "没有单价"),
    ],
)
def test_a_total_says_boxes_money_and_what_to_look_at(
    good: Good | None, one: Line, amount: int | None, boxes: tuple[int, int] | None, remark: str
) -> None:
    found = only_total(good, one)

    assert (found.amount, found.boxes, found.remark) == (amount, boxes, remark)


def test_a_price_is_the_one_at_the_time_of_the_order() -> None:
    early = replace(line("梨", "2"), lots=(Lot(Decimal(2), Decimal(5)),))
    made = papers(order("a", early), order("b", line("梨", "1")), goods=(Good("梨", Decimal(8), "箱"),))

    assert [bag.owed for bag in bags(made)] == [10, 8]
    assert [one.remark for one in totals(made)] == ["2箱5元，1箱8元"]
    assert [(one.prices, one.amount) for one in totals(made)] == [((Decimal(5), Decimal(8)), Decimal(18))]


def test_what_a_household_owes_is_not_named_where_a_price_is_missing() -> None:
    goods = (Good("梨", Decimal(5), "箱"), Good("枣", None, "箱"))
    (bag,) = bags(papers(order("a", line("枣"), line("梨")), goods=goods))

    assert bag.owed is None
    assert bag.items == "梨 1箱、枣 1箱"  # in the order of the goods


def test_totals_equal_a_straight_recount() -> None:
    made = big_buy()
    measures = {good.name: good.measure for good in made.buy.goods}
    recount: dict[tuple[str, str | None], Decimal] = {}
    count = 0
    for one in made.buy.orders.values():
        for each in one.lines:
            key = each.item, each.measure or measures[each.item]
            recount[key] = recount.get(key, Decimal()) + each.quantity
            count += 1

    assert count == 1_200
    assert {(each.sum.item, each.sum.measure): each.sum.total for each in totals(made)} == recount
    assert [each.sum.item for each in totals(made)] == list(measures)
