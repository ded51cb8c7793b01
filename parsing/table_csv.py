"""Reads a table that is a file of text: its encoding and the sign between its cells are those that yield a heading.

Neither can be told from the bytes alone: nearly every text is valid GB18030, and the csv module's sniffer takes a
comma within addresses for the sign between cells.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from parsing.table import MOST_COLUMNS, MOST_ROWS, Cell, Damaged, Row, Table, TableError, too_many_rows

#: The heading stands in one of the first so many rows.
FIRST_ROWS = 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
_WIDE_ENCODINGS = ("utf-16-le", "utf-16-be")  # their commas, digits and line breaks hold zeros
_SIGNS = ",\t;"
_LONGEST_CELL = 32_767  # as in Excel; a longer one is a quotation mark that is never closed

_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')  # ="0501", as systems write a text that Excel shall leave alone
_FORMULA = "这一格像公式：改成文字。"
_ENCODING = "看不出这是什么文件，或者里面的字是什么编码：如果是表格，用 Excel 打开，另存为 .xlsx 再发。"
_QUOTES = '第 {} 行附近的引号（"）没有成对，往下都读不准：用 Excel 打开，另存为 .xlsx 再发。'

#: Says how much of a heading stands in the first rows of a table: so many columns known, 0 for none.
Score = Callable[[Sequence[Row]], int]


def read_csv(data: bytes, score: Score) -> Table:
    """Return the table that a file of text holds. Raises TableError."""
    texts = _decoded(data)
    best, most = (texts[0] if texts else "", ","), 0
    for text in texts:
        for sign in _SIGNS:
            found = score(_first_rows(text, sign))
            if found > most:
                best, most = (text, sign), found
    if not texts or (most == 0 and b"\0" in data):
        raise TableError(_ENCODING)
    return Table("", tuple(_rows(*best)))


def _decoded(data: bytes) -> list[str]:
    """Return the text in each encoding that it can have; where a mark says which, in that one only."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _texts(data, (encoding,))
    return _texts(data, (*_WIDE_ENCODINGS, *_ENCODINGS) if b"\0" in data else _ENCODINGS)


def _texts(data: bytes, encodings: Sequence[str]) -> list[str]:
    texts = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        texts.append(text)
    return texts


def _first_rows(text: str, sign: str) -> list[Row]:
    """Return the rows in which a heading may stand, as far as they can be read."""
    rows: list[Row] = []
    with suppress(TableError):
        for row in _rows(text, sign):
            if row.number > FIRST_ROWS:
                break
            rows.append(row)
    return rows


def _rows(text: str, sign: str) -> Iterator[Row]:
    """Yield the rows that are not empty. A row counts as spreadsheets count: line breaks in a cell do not."""
    lines = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=sign, strict=True)
    number = found = 0
    try:
        for number, said in enumerate(lines, 1):
            if any(len(cell) > _LONGEST_CELL for cell in said):
                raise TableError(_QUOTES.format(number))
            cells = tuple(map(_cell, said[:MOST_COLUMNS]))
            if any(cells):
                found += 1
                if found > MOST_ROWS:
                    raise too_many_rows()
                yield Row(number, cells)
    except csv.Error as error:
        raise TableError(_QUOTES.format(number + 1)) from error


def _cell(said: str) -> Cell:
    text = said.strip()
    if not text.startswith("="):
        return text
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return kept[1].strip() if kept else Damaged(text[:40], _FORMULA)
