"""The sheets of a roster (花名册): the template to fill in, the roster as it stands, and a difference in full.

What is exported is read back as the same households (parsing/roster.py). Every text is a text cell, whatever it begins
with; columns of rooms and telephones are formatted as text, so that a spreadsheet leaves 3-1, 0501 and +86 alone.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from domain.household import Entry, Mark
from domain.residence import Residence
from domain.roster import COMPARED, Difference, Roster, in_order
from rendering.export import harmless
from rendering.line import one_line
from rendering.roster import FIELDS, field_said

_LONGEST = 1_000
_LAST_ROW = 20_000  # as many as are read
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ would be an A in a spreadsheet
_TEXT = "@"
_YES = "是"
_SHEET = "花名册"

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the roster: heading, what the template says of it, width in characters, what stands in it."""

    heading: str
    hint: str
    width: int
    shows: Callable[[Entry], Value]
    is_tick: bool = False


def _tick(heading: str, hint: str, mark: Mark) -> Column:
    return Column(heading, hint, 10, lambda entry: _YES if mark in entry.marks else None, is_tick=True)


_LANE = Column("弄", "如 66", 8, lambda entry: entry.residence.lane)
_COLUMNS = (
    Column("楼号", "必填，如 3", 10, lambda entry: entry.residence.building),
    Column("单元", "没有就空着", 10, lambda entry: entry.residence.unit),
    Column("室号", "必填，如 502", 10, lambda entry: entry.residence.room),
    Column("姓名", "联系谁", 14, lambda entry: entry.contact),
    Column("电话", "可以空着", 18, lambda entry: entry.phone),
    Column("人数", "住几个人", 10, lambda entry: entry.size),
    _tick("独居", "是 或空着", Mark.ALONE),
    _tick("无手机", "是 或空着", Mark.NO_PHONE),
    _tick("婴幼儿", "是 或空着", Mark.SMALL_CHILD),
    _tick("外语", "是 或空着", Mark.OTHER_LANGUAGE),
    Column("备注", "上门前要知道的", 36, lambda entry: entry.note),
)

# The reader passes over a row whose note begins with 示例.
_EXAMPLES = (
    Entry(
        Residence("3", "1", "502"),
        "沈女士",
        "13900000001",
        2,
        frozenset({Mark.SMALL_CHILD}),
        "示例：不会导入，可以删掉",
    ),
    Entry(
        Residence("12", room="0301"),
        "老秦",
        None,
        1,
        frozenset({Mark.ALONE, Mark.NO_PHONE}),
        "示例：没有单元、没有电话的写法",
    ),
)

_GUIDE = (
    "怎么填",
    "一户一行。楼号、室号必填，别的都可以空着；没有单元的小区，单元空着。",
    "别墅一户一栋的，只填楼号。",
    "同一户有两个人，可以写两行：第一个是联系人，后面的人会记在备注里。",
    "独居、无手机、婴幼儿、外语：是的写「是」，不是的空着。",
    "列可以换次序、可以少；身份证号之类用不到的列请删掉，守望不读也不存。",
    "楼号、室号、电话这几列是文本格式：从别处复制时请用「选择性粘贴—数值」，免得 3-1 变成日期。",
    "示例的两行（备注以「示例」开头）不会导入。",
    "填好以后私聊发给守望：先给你看有哪些变动，你按了按钮才改。",
)


def template() -> bytes:
    """Return the .xlsx to fill in: the columns, each with a hint, two examples, and a sheet that explains."""
    book, sheet = _book(_SHEET)
    _head(sheet, [f"{column.heading}\n（{column.hint}）" for column in _COLUMNS], _COLUMNS)
    sheet.row_dimensions[1].height = 32
    _fill(sheet, _EXAMPLES, _COLUMNS)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.font = Font(italic=True, color="808080")
    _offer_ticks(sheet)
    guide = book.create_sheet("填写说明")
    guide.column_dimensions["A"].width = 100
    for number, words in enumerate(_GUIDE, 1):
        _put(guide, number, 1, words)
        guide.cell(number, 1).alignment = Alignment(wrap_text=True)
    guide.cell(1, 1).font = Font(bold=True)
    return _bytes(book)


def roster_xlsx(entries: Iterable[Entry]) -> bytes:
    """Return the roster as .xlsx, in natural order. Read again, it gives the same households."""
    listed = in_order(entries)
    book, sheet = _book(_SHEET)
    columns = _columns(listed)
    _head(sheet, [column.heading for column in columns], columns)
    _fill(sheet, listed, columns)
    return _bytes(book)


def roster_csv(entries: Iterable[Entry]) -> bytes:
    """Return the roster as .csv (UTF-8 with the mark by which Excel knows it), in natural order. A text that might be
    taken for a formula has an apostrophe before it, which the reader takes away again."""
    listed = in_order(entries)
    columns = _columns(listed)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.heading for column in columns])
    for entry in listed:
        values = [_clean(column.shows(entry)) for column in columns]
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in values])
    return out.getvalue().encode("utf-8-sig")


def difference_xlsx(change: Difference, roster: Roster) -> bytes:
    """Return everything that a message about a difference has no room for. It is refused as a roster."""
    book, sheet = _book(f"{COMPARED} 读不懂")
    unread = [(unread.sheet, unread.cell, unread.says, unread.reason) for unread in roster.unread]
    _table(sheet, ("工作表", "格子", "写着", "原因"), (14, 8, 24, 80), unread)
    for title, entries in (("没有了", change.gone), ("新增", change.new)):
        sheet = book.create_sheet(f"{COMPARED} {title}")
        columns = _columns(entries)
        _head(sheet, [column.heading for column in columns], columns)
        _fill(sheet, entries, columns)
    changed = [
        (*_place(each.after.residence), FIELDS[name], *(field_said(entry, name, _LONGEST) for entry in both))
        for each in change.changed
        for both in ((each.before, each.after),)
        for name in each.fields
    ]
    headings = ("弄", "楼号", "单元", "室号", "哪一项", "原来", "现在")
    _table(book.create_sheet(f"{COMPARED} 变动"), headings, (8, 10, 10, 10, 10, 36, 36), changed)
    remarks = [(remark,) for remark in roster.remarks]
    _table(book.create_sheet(f"{COMPARED} 补上的"), ("守望自己补上或没有用的",), (100,), remarks)
    return _bytes(book)


# --- cells -------------------------------------------------------------------------------------------------


def _columns(entries: Iterable[Entry]) -> tuple[Column, ...]:
    return (_LANE, *_COLUMNS) if any(entry.residence.lane for entry in entries) else _COLUMNS


def _place(residence: Residence) -> tuple[Value, ...]:
    return residence.lane, residence.building, residence.unit, residence.room


def _book(title: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.properties.creator = "守望"
    for sheet in book.worksheets:
        book.remove(sheet)
    return book, book.create_sheet(title)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, headings: Sequence[str], columns: Sequence[Column]) -> None:
    """Write the headings; the columns of texts stay texts for whatever is typed below."""
    _headings(sheet, headings, [column.width for column in columns])
    for number, column in enumerate(columns, 1):
        if column.heading != "人数":
            sheet.column_dimensions[get_column_letter(number)].number_format = _TEXT


def _headings(sheet: Worksheet, headings: Sequence[str], widths: Sequence[int]) -> None:
    for number, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = sheet.cell(1, number)
        cell.value = heading
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="DDEBF7")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fill(sheet: Worksheet, entries: Iterable[Entry], columns: Sequence[Column]) -> None:
    for row, entry in enumerate(entries, 2):
        for number, column in enumerate(columns, 1):
            _put(sheet, row, number, column.shows(entry))


def _table(sheet: Worksheet, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Value]]) -> None:
    _headings(sheet, headings, widths)
    for number, values in enumerate(rows, 2):
        for place, value in enumerate(values, 1):
            _put(sheet, number, place, value)


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    """Write a number, or a text that stays one: neither a formula nor an error value, whatever it looks like."""
    clean = _clean(value)
    if clean is None:
        return
    cell = sheet.cell(row, column)
    if isinstance(clean, str):
        cell.value = _ESCAPED.sub("_x005F_", clean)
        cell.data_type = "s"
        cell.number_format = _TEXT
    else:
        cell.value = clean


def _clean(value: Value) -> Value:
    """Return a text without what a spreadsheet cannot hold, on one line; None for an empty one."""
    return one_line(value, _LONGEST) or None if isinstance(value, str) else value


def _offer_ticks(sheet: Worksheet) -> None:
    ticks = DataValidation(type="list", formula1=f'"{_YES},否"', allow_blank=True)
    for number, column in enumerate(_COLUMNS, 1):
        if column.is_tick:
            letter = get_column_letter(number)
            ticks.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(ticks)
