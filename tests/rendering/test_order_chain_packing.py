"""The packing list: a page for each building, its households in order, in letters as large as fit."""

from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Buy, Line, Order
from domain.residence import Residence
from rendering.order_chain_packing import pages, total_of
from rendering.order_chain_papers import Papers, bags
from tests.rendering.a_buy import NOW, big_buy


def _tower(households: int, items: int = 1) -> Papers:
    orders = {}
    for count in range(households):
        lines = tuple(Line(f"第{item}样东西", Decimal(1), "份", 1) for item in range(items))
        home = Residence("7", room=f"{count // 8 + 1}{count % 8 + 1:02}")
        orders[f"p{count}"] = Order(f"p{count}", home, None, False, 1, lines)
    return Papers(Buy(title="香梨团", orders=orders), NOW)


def test_each_building_has_one_page_and_who_said_none_the_last() -> None:
    laid = pages(big_buy())

    assert [page.heading.split("　")[0] for page in laid] == [
        "1号楼", "2号楼", "3号楼", "10号楼", "11号楼", "12号楼", "12A号楼", "21号楼", "甲号楼", "A号楼", "没写楼号",
    ]  # fmt: skip
    assert all(page.total for page in laid)


def test_letters_are_as_large_as_the_page_allows() -> None:
    sizes = [pages(_tower(households))[0].size for households in (5, 30, 40, 48)]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 13
    assert sizes[-1] < sizes[0]


def test_rows_of_few_households_leave_room_for_the_hand_that_signs() -> None:
    assert pages(_tower(5))[0].loose == 10


def test_a_tower_gets_several_pages_that_say_so_and_one_total() -> None:
    made = _tower(160)
    laid = pages(made)

    assert len(laid) > 1
    assert [page.heading for page in laid] == [
        f"7号楼　160户　第{place}张，共{len(laid)}张" for place in range(1, len(laid) + 1)
    ]
    assert [bag for page in laid for bag in page.bags] == list(bags(made))
    assert [page.total for page in laid] == [None] * (len(laid) - 1) + ["160户：第0样东西 160份"]


def test_an_order_too_long_for_a_row_is_written_on_several() -> None:
    made = _tower(2, items=400)
    rows = [bag for page in pages(made) for bag in page.bags]

    assert len(rows) > 2
    assert {bag.place for bag in rows} == {"7-101", "7-102"}
    assert [one for bag in rows for one in bag.portions] == [one for bag in bags(made) for one in bag.portions]


def test_a_buy_that_nobody_joined_has_no_page() -> None:
    assert pages(Papers(Buy(), NOW)) == ()


def test_the_totals_of_the_buildings_add_up_to_the_buy() -> None:
    made = big_buy()
    whole = total_of(bags(made), made)

    assert whole.startswith("东北珍珠米5kg ")
    assert total_of(reversed(bags(made)), made) == whole
    assert total_of(bags(replace(made, buy=Buy())), made) == ""
