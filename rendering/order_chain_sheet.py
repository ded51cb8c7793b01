"""The workbook of a closed buy (截单表): 汇总 for the supplier, 分楼清单, 标签, 收款, 明细."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.order_chain import missing_of
from rendering.order_chain import number, title_of
from rendering.order_chain_detail import TITLE as DETAILS
from rendering.order_chain_detail import write_details
from rendering.order_chain_label import TITLE as LABELS
from rendering.order_chain_label import write_labels
from rendering.order_chain_packing import TITLE as PACKING
from rendering.order_chain_packing import lines_in, write_packing
from rendering.order_chain_papers import Bag, Papers, Total, bags, day, known, one_of, totals
from rendering.spreadsheet import MONEY, Book, Look, Sheet, Value, points

TOTALS, PAYMENTS = "汇总", "收款"
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s]+|^\.+')
_SIZE, _LINE, _PADDING = 11, 16, 6  # of letters, of a line and around it, in points
_TEXT, _MONEY = Look(_SIZE), Look(_SIZE, across="right", format=MONEY)
_NUMBER, _COUNT = Look(_SIZE, across="right"), Look(_SIZE, across="center")
_HEADING = Look(_SIZE, bold=True, across="center", fill="DDEBF7")
_SUM, _SUM_OF_MONEY = Look(_SIZE, bold=True, fill="F2F2F2"), Look(_SIZE, True, "right", fill="F2F2F2", format=MONEY)

#: Headings and widths (in digits; 88 or so make a page).
_TOTALS = ("品名", "数量", "单位", "每箱", "整箱", "零头", "单价(元)", "金额(元)", "户数", "说明")
_TOTALS_WIDE = (26, 9, 7, 7, 7, 7, 11, 12, 7, 22)
_PAYMENTS = ("跟团号", "房号", "姓名", "物品", "应付(元)", "已付", "退款(元)", "备注")
_PAYMENTS_WIDE = (8, 12, 14, 34, 11, 16, 9, 20)


def workbook(papers: Papers) -> bytes:
    """Return the .xlsx. It holds names, rooms and money: for the organiser, in private."""
    book = Book()
    _write_totals(book.add(TOTALS), papers)
    write_packing(book.add(PACKING), papers)
    write_labels(book.add(LABELS), papers)
    _write_payments(book.add(PAYMENTS), papers)
    write_details(book.add(DETAILS), papers)
    return book.content()


def file_name(papers: Papers) -> str:
    """Return what the file is called: 香梨团 2022年3月2日.xlsx, without what a file's name cannot have."""
    return f"{_NOT_IN_A_NAME.sub('', title_of(papers.buy)) or '接龙'} {day(papers.made_at)}.xlsx"


# --- 汇总 --------------------------------------------------------------------------------------------------


def _write_totals(sheet: Sheet, papers: Papers) -> None:
    found = totals(papers)
    row = _write_head(sheet, papers, TOTALS, _about(papers), _TOTALS, _TOTALS_WIDE)
    looks = (_TEXT, _NUMBER, _TEXT, _NUMBER, _NUMBER, _NUMBER, _MONEY, _MONEY, _COUNT, _TEXT)
    for total in found:
        _write_row(sheet, row, _total_row(total), looks, _TOTALS_WIDE)
        row += 1
    unknown = [total for total in found if total.amount is None]
    remark = f"有{len(unknown)}样没算金额，不在合计里" if unknown else None
    values = ("合计", None, None, None, None, None, None, known(total.amount for total in found), None, remark)
    sums = (_SUM,) * 7 + (_SUM_OF_MONEY, _SUM, _SUM)
    _write_row(sheet, row, values, sums, _TOTALS_WIDE)


def _total_row(total: Total) -> tuple[Value, ...]:
    one, full_and_rest = total.sum, total.boxes
    box = total.good.box if total.good is not None and full_and_rest is not None else None
    full, rest = full_and_rest or (None, None)
    return (
        one.item,
        one.total,
        one.measure,
        box,
        full,
        rest,
        one_of(total.prices),
        total.amount,
        one.parties,
        total.remark,
    )


def _about(papers: Papers) -> str:
    """Return the line below the title: closed when, how many households, whether the minimum is reached."""
    households = sum(1 for order in papers.buy.orders.values() if order.lines)
    said = [f"共 {households} 户"]
    if papers.buy.cancelled:
        said.insert(0, "已取消")
    if papers.closed_at is not None:
        said.insert(0, f"{day(papers.closed_at)} {papers.closed_at:%H:%M} 截单")
    organiser = papers.organiser
    if organiser:
        said.append(f"团长 {organiser}")
    terms, missing = papers.buy.terms, missing_of(papers.buy)
    if terms.minimum is not None:
        unit = terms.minimum_measure or ""
        reached = "没到也照发" if terms.is_waived else "已成团" if missing is None else f"还差{number(missing)}{unit}"
        said.append(f"{number(terms.minimum)}{unit}成团，{reached}")
    return "；".join(said)


# --- 收款 --------------------------------------------------------------------------------------------------


def _write_payments(sheet: Sheet, papers: Papers) -> None:
    found = bags(papers)
    row = _write_head(sheet, papers, PAYMENTS, _about(papers), _PAYMENTS, _PAYMENTS_WIDE)
    looks = (_COUNT, _TEXT, _TEXT, _TEXT, _MONEY, _TEXT, _MONEY, _TEXT)
    for bag in found:
        paid, refund = papers.paid.get(bag.order.party), papers.refunds.get(bag.order.party)
        owes: tuple[Value, ...] = (
            bag.number, bag.place, bag.name, bag.items, bag.owed, paid, refund, _unpriced(bag),
        )  # fmt: skip
        _write_row(sheet, row, owes, looks, _PAYMENTS_WIDE)
        row += 1
    unknown = sum(1 for bag in found if bag.owed is None)
    remark = f"有{unknown}户没算出来，不在合计里" if unknown else None
    refunds = sum(papers.refunds.values(), Decimal()) or None
    values = ("合计", None, None, f"{len(found)}户", known(bag.owed for bag in found), None, refunds, remark)
    looks = (_SUM,) * 4 + (_SUM_OF_MONEY, _SUM, _SUM_OF_MONEY, _SUM)
    _write_row(sheet, row, values, looks, _PAYMENTS_WIDE)


def _unpriced(bag: Bag) -> str | None:
    """Return why a household's amount is not named: a part of it would be taken for the whole."""
    missing = [portion.said for portion in bag.portions if portion.amount is None]
    if not missing:
        return None
    rest = known(portion.amount for portion in bag.portions)
    return f"没有价：{'、'.join(missing)}" + (f"；其余{number(rest)}元" if rest is not None else "")


# --- rows --------------------------------------------------------------------------------------------------


def _write_head(
    sheet: Sheet, papers: Papers, what: str, about: str, headings: Sequence[str], widths: Sequence[int]
) -> int:
    """Write title, line below it and headings; return the row after them."""
    sheet.widen(widths)
    sheet.on_a4()
    sheet.fit_width()
    sheet.put_across(1, 1, len(headings), f"「{title_of(papers.buy)}」{what}", Look(16, bold=True, border=None))
    sheet.put_across(2, 1, len(headings), about, Look(_SIZE, border=None, ink="404040"))
    sheet.heighten(1, 28)
    sheet.heighten(2, 20)
    for column, heading in enumerate(headings, 1):
        sheet.put(3, column, heading, _HEADING)
    sheet.heighten(3, 22)
    sheet.worksheet.freeze_panes = "A4"
    sheet.worksheet.print_title_rows = "3:3"
    return 4


def _write_row(sheet: Sheet, row: int, values: Sequence[Value], looks: Sequence[Look], widths: Sequence[int]) -> None:
    lines = 1
    for column, (value, look, width) in enumerate(zip(values, looks, widths, strict=True), 1):
        sheet.put(row, column, value, look)
        if isinstance(value, str):
            lines = max(lines, lines_in(value, points(width), _SIZE))
    sheet.heighten(row, min(lines * _LINE + _PADDING, 400))
