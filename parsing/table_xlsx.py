"""Reads the sheets of an .xlsx: texts and results as saved, never formulas; no styles, links, macros or pictures.

openpyxl's read-only mode tells neither merged cells nor a formula from an empty cell, does not know the dates of a
Chinese Excel (formats 27 to 58: 3-1 would be room 45352), believes any row number, and fails on a bad style of a part
that nobody reads. So the four parts that matter are read here in one streaming pass, with limits.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, time

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from parsing.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    WRITE_AS_TEXT,
    Cell,
    Damaged,
    Merge,
    Row,
    Table,
    TableError,
    too_many_rows,
)
from parsing.table_archive import BROKEN, broken, open_archive, read_part
from parsing.table_book import Book

_LAST_ROW = 1_048_576  # of a sheet, as Excel has it
_LAST_COLUMN = 16_384
_MOST_MERGES = 50_000

_DATE = f"Excel 把它当成了日期：{WRITE_AS_TEXT}。"
_ERROR = "这一格是公式的错误：改成文字。"
_NO_RESULT = "这一格是公式，文件里没有存下结果：改成文字，或者用 Excel 打开、保存一次再发。"

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


def read_xlsx(data: bytes) -> tuple[Table, ...]:
    """Return the worksheets of a workbook in its order. Raises TableError."""
    archive = open_archive(data)
    try:
        return tuple(_tables(archive))
    except TableError:
        raise
    except BROKEN as error:
        raise broken() from error


def _tables(archive: zipfile.ZipFile) -> Iterator[Table]:
    book = Book(archive)
    left = MOST_ROWS
    for title, path, is_hidden in book.sheets:
        sheet = _Sheet(book, left)
        read_part(archive, path, sheet.start, sheet.end, sheet.text)
        left -= len(sheet.rows)
        yield Table(title, tuple(sheet.rows), tuple(sheet.merges), sheet.formulas, is_hidden)


class _Sheet:
    """The rows of one sheet, gathered while its part streams by. A row with nothing in it is left out."""

    def __init__(self, book: Book, most_rows: int) -> None:
        self._book = book
        self._left = most_rows
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self.formulas = 0
        self._row = 0
        self._column = -1
        self._cells: list[Cell] = []
        self._kind = "n"
        self._style = 0
        self._pieces: list[str] = []
        self._has_formula = self._has_value = self._is_text = self._is_sound = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._is_text = not self._is_sound
            self._has_value = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            number = int(attributes.get("r", self._row + 1))
            if not self._row < number <= _LAST_ROW:
                raise broken()
            self._row, self._column, self._cells = number, -1, []
        elif tag == "rPh":
            self._is_sound = True
        elif tag == "mergeCell":
            self._merge(attributes["ref"])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if (said := attributes.get("r")) is not None:
            reference = _REFERENCE.fullmatch(said)
            column = _column(reference[1]) if reference else -1
            if not self._column <= column < _LAST_COLUMN:
                raise broken()
            self._column = column
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", "0"))
        self._pieces = []
        self._has_formula = self._has_value = False

    def _merge(self, said: str) -> None:
        corners = _RANGE.fullmatch(said)
        if corners is None or len(self.merges) >= _MOST_MERGES:
            raise broken()
        rows = sorted((int(corners[2]), int(corners[4])))
        columns = sorted((_column(corners[1]), _column(corners[3])))
        self.merges.append(Merge(columns[0], columns[1], rows[0], rows[1]))

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        if tag == "c":
            cell = self._cell() if self._column < MOST_COLUMNS else ""
            if cell:
                self._cells.extend([""] * (self._column - len(self._cells)))
                self._cells.append(cell)
        elif tag in ("v", "t"):
            self._is_text = False
        elif tag == "row" and self._cells:
            if len(self.rows) >= self._left:
                raise too_many_rows()
            self.rows.append(Row(self._row, tuple(self._cells)))
        elif tag == "rPh":
            self._is_sound = False

    def _cell(self) -> Cell:
        said = "".join(self._pieces)
        if self._has_formula:
            if not said and (not self._has_value or self._kind != "str"):  # an empty text is a result, too
                return Damaged("公式", _NO_RESULT)
            self.formulas += 1
        if not said:
            return ""
        if self._kind == "s":
            return self._book.strings[_index(said)].strip()
        if self._kind == "e":
            return Damaged(said, _ERROR)
        if self._kind == "d":
            return Damaged(said, _DATE, is_date=True)
        if self._kind == "n":
            is_date = self._style in self._book.date_styles
            return Damaged(_date_said(said, self._book.epoch), _DATE, is_date=True) if is_date else _number_said(said)
        if self._kind == "b":
            return "是" if said == "1" else "否"
        return unescape(said).strip()


def _column(letters: str) -> int:
    """Return the column, from 0, that letters name: AA is 26."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _index(said: str) -> int:
    index = int(said)
    if index < 0:
        raise broken()
    return index


def _number_said(said: str) -> str:
    """Return a number as a cell without a format shows it: 502.0 is 502, 1.3855500011E10 is 13855500011."""
    try:
        value = float(said)
    except ValueError:
        return said
    return str(int(value)) if value.is_integer() and abs(value) < 10**15 else said


def _date_said(said: str, epoch: datetime) -> str:
    """Return the day, or the time, that a number of days shows."""
    try:
        value = from_excel(float(said), epoch)
    except (ValueError, OverflowError):  # no such day
        return said
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value:%H:%M}" if isinstance(value, time) else said
