"""The workbook of a closed buy: read by a second reader it is what was ordered, and every text is still that text."""

import io
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from domain.order_chain import Buy, Good, Line, Lot, Order, Terms
from domain.residence import Residence
from rendering.order_chain_detail import HEADINGS
from rendering.order_chain_label import ACROSS, DOWN, labels
from rendering.order_chain_packing import pages
from rendering.order_chain_papers import Papers, bags, totals
from rendering.order_chain_sheet import file_name, workbook
from tests.rendering.a_buy import GOODS, NOW, big_buy

Rows = list[tuple[Any, ...]]

#: What a spreadsheet would take for something else.
DANGEROUS = ("=1+1", "+1", "-2", "@x", '=HYPERLINK("http://a.b","x")', "#N/A", "_x0041_", "0501", "1E+5", "13900000001")


def read(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(book: Workbook, sheet: str, first: int = 1) -> Rows:
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows(min_row=first)]


@cache
def big() -> Workbook:
    return read(workbook(big_buy()))


def one_order(words: str) -> Papers:
    good = Good(words, Decimal(3), words[:4])
    made = Order("p", Residence("3", None, "0501"), words, True, 1, (Line(words, Decimal(2), words[:4], 1),), words)
    names = {1: words, 2: words}
    buy = Buy(2, words, (good,), True, {"p": made}, {}, Terms(minimum=Decimal(5)))
    return Papers(buy, NOW, names, {1: NOW}, {"p": words}, NOW, words)


def test_the_sheets_stand_in_the_order_of_the_work() -> None:
    assert big().sheetnames == ["汇总", "分楼清单", "标签", "收款", "明细"]


def test_totals_equal_a_straight_recount() -> None:
    recount = {good.name: Decimal() for good in GOODS}
    for order in big_buy().buy.orders.values():
        for line in order.lines:
            recount[line.item] += line.quantity
    found = rows(big(), "汇总", 4)

    assert {row[0]: row[1] for row in found[:-1]} == {item: float(total) for item, total in recount.items()}
    amounts = [recount[good.name] * good.price for good in GOODS if good.price is not None]
    assert found[-1][0] == "合计"
    assert Decimal(str(found[-1][7])) == sum(amounts)
    assert found[-1][9] == "有1样没算金额，不在合计里"
    eggs = found[1]
    assert eggs[3:6] == (6, recount["散养土鸡蛋30枚"] // 6, recount["散养土鸡蛋30枚"] % 6)


def test_the_head_says_when_who_and_whether_the_minimum_is_reached() -> None:
    assert big()["汇总"]["A1"].value == "「周末保供团」汇总"
    assert big()["汇总"]["A2"].value == "2023年11月5日 20:00 截单；共 400 户；团长 戴老师；300户成团，已成团"


def test_the_packing_list_breaks_after_each_building() -> None:
    sheet: Any = big()["分楼清单"]
    ends = [mark.id for mark in sheet.row_breaks.brk]
    headings = [
        row for row, (first, *_) in enumerate(rows(big(), "分楼清单"), 1) if first and str(first).endswith("户")
    ]

    assert len(ends) == 10  # ten buildings, and a page for who said none
    assert headings[1:] == [end + 1 for end in ends[:-1]]
    assert sheet.print_title_rows == "$1:$1"
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # Excel would pass over the breaks
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")


def test_a_page_is_no_higher_than_a4() -> None:
    sheet: Any = big()["分楼清单"]
    ends = [1, *(mark.id for mark in sheet.row_breaks.brk), sheet.max_row]
    heights = [
        sum(sheet.row_dimensions[row].height for row in range(above + 1, end + 1)) for above, end in pairwise(ends)
    ]

    margins = (sheet.page_margins.top + sheet.page_margins.bottom) * 72
    assert max(heights) + sheet.row_dimensions[1].height + margins <= 842


def test_the_packing_list_has_each_household_once_in_natural_order() -> None:
    listed = [row[0] for row in rows(big(), "分楼清单", 2) if row[0] and "-" in row[0]]
    spoken = [bag.place for bag in bags(big_buy()) if "-" in bag.place]

    assert listed == spoken
    assert len(set(listed)) == 396
    assert listed.index("2-1003A") < listed.index("10-101") < listed.index("12-101") < listed.index("12A-101")
    assert listed.index("10-201") < listed.index("10-1001")


def test_the_totals_of_the_buildings_add_up() -> None:
    said = [row[1] for row in rows(big(), "分楼清单") if row[0] == "合计"]
    found: dict[str, Decimal] = {}
    for line in said:
        for piece in line.split("：", 1)[1].split("、"):
            item, much = piece.rsplit(" ", 1)
            found[item] = found.get(item, Decimal()) + Decimal(much[:-1])

    assert found == {total.sum.item: total.sum.total for total in totals(big_buy())}


def test_each_bag_has_a_label_with_what_is_in_it() -> None:
    made = big_buy()
    sheet: Any = big()["标签"]
    found = [
        (sheet.cell(row, column).value, tuple(sheet.cell(row + 1, column).value.split("\n")))
        for row in range(1, sheet.max_row, 3)
        for column in range(1, ACROSS + 1)
        if sheet.cell(row, column).value
    ]

    assert [items for _, items in found] == [tuple(portion.said for portion in bag.portions) for bag in bags(made)]
    assert found[0][0] == "1-101"
    assert [mark.id for mark in sheet.row_breaks.brk] == [24 * page for page in range(1, 17)]
    assert sum(sheet.row_dimensions[row].height for row in range(1, DOWN * 3 + 1)) <= 842


def test_labels_tell_no_notes_and_no_money() -> None:
    said = "".join(str(value) for row in rows(big(), "标签") for value in row)

    assert "放门口" not in said
    assert not re.search(r"\d元", said)


def test_a_bag_of_many_items_gets_several_labels_that_say_so() -> None:
    lines = tuple(Line(f"第{count}样很长很长很长的东西", Decimal(1), "份", 1) for count in range(30))
    made = labels(Papers(Buy(title="香梨团", orders={"p": Order("p", None, "沈梅", False, 1, lines)}), NOW))

    assert len(made) > 1
    assert {label.head for label in made} == {"沈梅"}
    assert f"第1张，共{len(made)}张" in made[0].foot
    assert sum(line.count("很长很长很长的东西") for label in made for line in label.items) == 30


def test_a_label_is_never_without_a_head() -> None:
    order = Order("a:1", None, None, False, 1, (Line("梨", Decimal(1), None, 1),))
    (label,) = labels(Papers(Buy(orders={"a:1": order}), NOW))

    assert label.head == "第1位邻居"


def test_the_payment_list_asks_of_each_household_what_it_owes() -> None:
    made = big_buy()
    found = rows(big(), "收款", 4)
    owed = {bag.number: bag.owed for bag in bags(made)}

    assert {row[0]: row[4] for row in found[:-1]} == {
        number: None if amount is None else float(amount) for number, amount in owed.items()
    }
    known = sum((amount for amount in owed.values() if amount is not None), Decimal())
    unknown = sum(amount is None for amount in owed.values())
    assert found[-1][3:8] == ("400户", float(known), None, None, f"有{unknown}户没算出来，不在合计里")
    assert all("老抽酱油" in row[7] for row in found[:-1] if row[4] is None)


def test_what_is_paid_stands_in_its_column() -> None:
    made = big_buy()
    party = bags(made)[0].order.party
    found = rows(read(workbook(replace(made, paid={party: "已付 微信"}))), "收款", 4)

    assert [row[5] for row in found if row[5]] == ["已付 微信"]


def test_the_details_have_a_row_for_each_line() -> None:
    made = big_buy()
    head, *found = rows(big(), "明细")
    column = {heading: place for place, heading in enumerate(HEADINGS)}

    assert head == HEADINGS
    assert len(found) == 1_200
    ordered = [order for order in made.buy.orders.values() if order.lines]
    assert sorted((row[column["跟团号"]], row[column["商品"]], row[column["数量"]]) for row in found) == sorted(
        (number, line.item, float(line.quantity)) for number, order in enumerate(ordered, 1) for line in order.lines
    )
    first = next(row for row in found if row[column["详细地址"]] == "21-2-301")
    assert [first[column[name]] for name in ("楼号", "单元", "房号", "团长", "服务小区")] == [
        "21", "2", "301", "戴老师", "望江苑",
    ]  # fmt: skip


def test_the_amount_of_an_order_stands_once_so_that_the_column_may_be_summed() -> None:
    _, *found = rows(big(), "明细")
    place = HEADINGS.index("订单金额")

    total = sum(Decimal(str(row[place])) for row in found if row[place] is not None)
    assert total == sum((bag.owed for bag in bags(big_buy()) if bag.owed is not None), Decimal())


def test_several_prices_of_a_good_are_all_named() -> None:
    orders = {
        key: Order(key, None, key, False, 1, (Line("梨", Decimal(1), "箱", 1, (Lot(Decimal(1), Decimal(price)),)),))
        for key, price in (("沈梅", "7.5"), ("老秦", "8"))
    }
    made = Papers(Buy(goods=(Good("梨", Decimal(8), "箱"),), orders=orders), NOW)

    assert rows(read(workbook(made)), "汇总", 4)[0][6:8] == ("7.5、8", 15.5)


def test_a_buy_that_nobody_joined_makes_empty_sheets() -> None:
    book = read(workbook(Papers(Buy(), NOW)))

    assert rows(book, "汇总", 4)[0][0] == "合计"
    assert rows(book, "收款", 4)[0][3] == "0户"


@pytest.mark.parametrize("words", DANGEROUS)
def test_a_text_stays_the_text_it_is(words: str) -> None:
    book = read(workbook(one_order(words)))
    stored = words.replace("_x", "_x005F_x")  # as the format writes it; Excel and LibreOffice show what was meant

    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    (detail,) = rows(book, "明细", 2)
    assert [detail[HEADINGS.index(name)] for name in ("团员备注", "商品", "下单人", "团长")] == [stored] * 4
    assert (detail[HEADINGS.index("详细地址")], detail[HEADINGS.index("房号")]) == ("3-0501", "0501")
    assert book["明细"].cell(2, HEADINGS.index("房号") + 1).number_format == "@"


_HOSTILE = (
    st.sampled_from(DANGEROUS) | st.text(max_size=200) | st.text("👨‍👩‍👧🥚=\t\n\x00\x0b\ud800\u202e_x0041", max_size=60)
)


@settings(deadline=None, max_examples=40)
@given(_HOSTILE)
def test_hostile_words_never_raise_and_stay_text(words: str) -> None:
    book = read(workbook(one_order(words)))

    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert all(
        isinstance(cell.value, int | float) or cell.data_type == "s"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


@pytest.mark.parametrize("quantity", ["1E+40", "0.001", "999999999999999999999"])
def test_a_number_that_a_spreadsheet_cannot_keep_is_a_text(quantity: str) -> None:
    order = Order("p", None, "沈梅", False, 1, (Line("梨", Decimal(quantity), None, 1),))
    value = rows(read(workbook(Papers(Buy(orders={"p": order}), NOW))), "汇总", 4)[0][1]

    assert Decimal(str(value)) == Decimal(quantity)


def test_nothing_of_another_buy_is_in_a_workbook() -> None:
    said = {str(value) for sheet in big().sheetnames for row in rows(big(), sheet) for value in row}
    assert not any("香梨" in words for words in said)
    assert not any("9999" in words for words in said)  # an order that was taken back


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("周末保供团", "周末保供团 2023年11月5日.xlsx"),
        ("../3/5 早：水果?", "35早：水果 2023年11月5日.xlsx"),
        (None, "接龙 2023年11月5日.xlsx"),
        ("///", "接龙 2023年11月5日.xlsx"),
    ],
)
def test_the_file_is_called_after_the_buy_and_its_day(title: str | None, name: str) -> None:
    assert file_name(Papers(Buy(title=title), NOW)) == name


def test_each_page_of_the_list_is_on_the_sheet() -> None:
    headings = [" ".join(page.heading.split()) for page in pages(big_buy())]
    listed = [row[0] for row in rows(big(), "分楼清单")]

    assert [row for row in listed if row in headings] == headings
