"""Cuts a posted list into its rows: lines, without their list numbers, bullets and clock times."""

import re
from dataclasses import dataclass
from itertools import pairwise

from parsing.vocabulary.measure import MEASURES

_NUMBER = re.compile(
    r"[ ]*(?:[(\[【][ ]?(?P<a>[0-9]{1,3})[ ]?[)\]】][.、:]?"  # (1)
    r"|(?P<b>[0-9]{1,3})(?:[.](?![0-9]{1,2}(?:[ 日月元斤]|号(?!楼)|$))"  # 1. but not 6.18号
    r"|[、)\]:|](?![0-9]{2}(?![0-9\-#号栋幢座弄]))"  # 1、 but not 10:30
    r"|[。,;](?=[ ]?(?:[^0-9 ]|[0-9]{1,3}[-#号栋幢]))"  # 1。 2，
    r"|[ ](?=[^0-9 ]|[0-9]{1,3}[-#号栋幢]|[0-9]{3,4}[ ](?![年元块]))))[ ]*"  # 1 老秦, 1 301 2盒
)
_INLINE = re.compile(
    r"(?<![^ ,;。\n])(?:(?P<number>[0-9]{1,3})[.、)](?![0-9](?![0-9]*[-#号栋幢]))"
    r"|(?P<round>[(][0-9]{1,3}[)]))[ ]*(?=[^\s])"
)
_DATE = re.compile(
    rf"[ \n]*(?P<month>1[0-2]|[1-9])[.](?P<day>3[01]|[12][0-9]|[1-9])"
    rf"(?![0-9\-#号栋幢座弄单]|[ ]?(?:{'|'.join(MEASURES)}))"
    r"[ ]?(?=[一-鿿])"
)
_HIGHEST = 100  # of a list
_BULLET = re.compile(r"[^\w\s@#(\[【《“\"「<¥￥$~]")
_STAMP = re.compile(
    r"[ ]*(?:[0-9]{4}[年/\-.][0-9]{1,2}[月/\-.][0-9]{1,2}日?[ ]*)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[ ]*"
)


@dataclass(slots=True)
class Row:
    """A line of the message: `text[start:end]`, without its list number or clock time."""

    start: int
    end: int
    number: int | None = None
    stamped: bool = False
    indented: bool = False


def rows_of(text: str, start: int = 0) -> list[Row]:
    """Cut a message into its lines, with their list numbers. A list on one line is cut at its numbers."""
    return _without_bullets(text, _dated(text, start, _with_rooms(text, _lines_of(text, start))))


def _with_rooms(text: str, rows: list[Row]) -> list[Row]:
    """Take numbers of three digits that do not count on, with no more than a blank after them, for rooms: 203 王 2."""
    numbered = [row for row in rows if row.number is not None]
    numbers = [row.number or 0 for row in numbered]
    counts_on = len(numbers) > 1 and all(b == a + 1 for a, b in pairwise(numbers))
    if not numbers or min(numbers) <= _HIGHEST or counts_on:
        return rows
    for row in numbered:
        before = text[max(0, row.start - 4) : row.start]
        if before[-1:] == " " and before[:-1].isdigit():
            row.start, row.number = row.start - 4, None
    return rows


def _lines_of(text: str, start: int) -> list[Row]:
    rows: list[Row] = []
    place = start
    for line in text[start:].split("\n"):
        rows.extend(_rows_of_line(text, place, place + len(line)))
        place += len(line) + 1
    return rows


def _rows_of_line(text: str, start: int, end: int) -> list[Row]:
    stamp = _STAMP.match(text[start:end])
    begin = start + (stamp.end() if stamp else 0)
    inline = list(_INLINE.finditer(text, begin, end))
    numbers = [int((match["number"] or match["round"]).strip("()")) for match in inline]
    if len(numbers) > 1 and all(b > a for a, b in pairwise(numbers)):
        cuts = [match.start("number") if match["number"] else match.start("round") for match in inline] + [end]
        rows = [Row(begin, cuts[0])] if text[begin : cuts[0]].strip() else []
        return rows + [_row(text, a, b, stamped=stamp is not None) for a, b in pairwise(cuts)]
    return [_row(text, begin, end, stamped=stamp is not None)]


def _row(text: str, start: int, end: int, *, stamped: bool) -> Row:
    match = _NUMBER.match(text, start, end)
    indented = text[start : start + 1] == " "
    if match:
        return Row(match.end(), end, int(match["a"] or match["b"]), stamped, indented)
    return Row(start, end, None, stamped, indented)


def _without_bullets(text: str, rows: list[Row]) -> list[Row]:
    """Cut off the sign that several lines without a number begin with: ⭐老莫 2盒, - 老莫 2盒."""
    first = [text[row.start] for row in rows if row.number is None and row.start < row.end]
    signs = {sign for sign in set(first) if _BULLET.match(sign) and first.count(sign) > 1}
    for row in rows:
        if row.number is None and row.start < row.end and text[row.start] in signs:
            row.start += 1
    return rows


def _dated(text: str, begin: int, rows: list[Row]) -> list[Row]:
    """Give the first row its date back where that was taken for a list number: #接龙 6.12冰棍."""
    match = _DATE.match(text, begin)
    if match is not None and rows and rows[0].number is not None and rows[0].start == match.start("day"):
        rows[0] = Row(match.start("month"), rows[0].end)
    return rows
