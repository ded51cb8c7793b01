"""明细: a row for each order line, in the columns of 快团团's export as far as a chat knows them, to filter and sort.

What belongs to the whole order (订单金额) stands in its first row only, so that the column may be summed.
"""

from openpyxl.utils import get_column_letter

from rendering.line import one_line
from rendering.order_chain_papers import Bag, Papers, Portion, bags, one_of
from rendering.spreadsheet import LONGEST, MONEY, Look, Sheet, Value

TITLE = "明细"
_TEXT, _NUMBER = Look(10, wraps=False), Look(10, across="right", wraps=False)
_MONEY = Look(10, across="right", format=MONEY, wraps=False)
_HEADING = Look(10, bold=True, across="center", fill="DDEBF7")

#: Heading, width in digits, look. 单元 and 下单时间 are ours; what a chat never says (运费, 物流方式 …) is left out.
_COLUMNS = (
    ("跟团号", 8, Look(10, across="center", wraps=False)),
    ("下单人", 14, _TEXT),
    ("下单时间", 17, _TEXT),
    ("团员备注", 22, _TEXT),
    ("商品", 26, _TEXT),
    ("规格", 8, _TEXT),
    ("数量", 8, _NUMBER),
    ("单价", 9, _MONEY),
    ("商品金额", 11, _MONEY),
    ("订单金额", 11, _MONEY),
    ("服务小区", 14, _TEXT),
    ("收货人", 18, _TEXT),
    ("详细地址", 16, _TEXT),
    ("团长", 12, _TEXT),
    ("弄号", 7, _TEXT),
    ("楼号", 7, _TEXT),
    ("单元", 7, _TEXT),
    ("房号", 8, _TEXT),
)
HEADINGS = tuple(heading for heading, _, _ in _COLUMNS)


def write_details(sheet: Sheet, papers: Papers) -> None:
    """Write a row for each line, in the order of the chain."""
    sheet.widen([width for _, width, _ in _COLUMNS])
    sheet.on_a4(landscape=True)
    sheet.fit_width()
    for column, heading in enumerate(HEADINGS, 1):
        sheet.put(1, column, heading, _HEADING)
    sheet.worksheet.freeze_panes = "A2"
    sheet.worksheet.print_title_rows = "1:1"
    row = 1
    for bag in sorted(bags(papers), key=lambda bag: bag.number):
        for place, portion in enumerate(bag.portions):
            row += 1
            values = _values(bag, portion, papers, is_first=place == 0)
            for column, (value, (_, _, look)) in enumerate(zip(values, _COLUMNS, strict=True), 1):
                sheet.put(row, column, value, look)
    sheet.worksheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{row}"


def _values(bag: Bag, portion: Portion, papers: Papers, *, is_first: bool) -> tuple[Value, ...]:
    order = bag.order
    at, said_at = order.residence, papers.said_at.get(portion.since)
    return (
        bag.number,
        papers.names.get(order.author),
        f"{said_at:%Y-%m-%d %H:%M}" if said_at is not None else None,
        one_line(order.note or "", LONGEST),
        portion.item,
        portion.measure,
        portion.quantity,
        one_of(portion.prices),
        portion.amount,
        bag.owed if is_first else None,
        papers.compound,
        bag.name,
        bag.place,
        papers.organiser,
        at.lane if at is not None else None,
        at.building if at is not None else None,
        at.unit if at is not None else None,
        at.room if at is not None else None,
    )
