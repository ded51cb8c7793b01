"""One row of a roster under its heading: what stands in which column, and what stops the row."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from domain.roster import Unread
from parsing.roster_header import Column, Header
from parsing.table import Damaged, Row, cell_name

_MOST_SAID = 20
_UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # control, bidi and the like
_GUARDED = re.compile(r"'(?=[=+\-@＝＋－＠])")  # as our .csv guards what a spreadsheet might take for a formula

Value = TypeVar("Value")


class CellError(ValueError):
    """A cell that cannot be what its column is for. Its one argument is a sentence for people."""


class UnreadableError(ValueError):
    """What stops a row; `unread` says where, what and why."""

    def __init__(self, cell: str, says: str, reason: str) -> None:
        super().__init__(reason)
        self.unread = Unread(cell, short(says), reason)


def clean(said: str) -> str:
    """Return a cell's words on one line, as written, without what cannot be seen and without the apostrophe that
    guards what looks like a formula."""
    if not said.isascii() or not said.isprintable():
        said = "".join(
            " " if c.isspace() else c for c in said if c.isspace() or unicodedata.category(c) not in _UNSHOWN
        )
    words = " ".join(said.split())
    return words[1:] if _GUARDED.match(words) else words


def short(says: str) -> str:
    """Return the beginning of what a cell says, enough to find it."""
    words = clean(says[: 4 * _MOST_SAID])
    return words if len(words) <= _MOST_SAID else f"{words[: _MOST_SAID - 1]}…"


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row, by the columns of its heading."""

    row: Row
    header: Header

    def seen(self, column: Column) -> str:
        """Return what people see in that column; "" where it is empty."""
        cell = self.row.cells[column.place] if column.place < len(self.row.cells) else ""
        return cell.says if isinstance(cell, Damaged) else clean(cell)

    def words(self, column: Column, *, or_date: bool = False) -> str:
        """Return the same. Raises UnreadableError where the spreadsheet has spoilt it; a date may do (`or_date`)."""
        cell = self.row.cells[column.place] if column.place < len(self.row.cells) else ""
        if isinstance(cell, Damaged) and not (or_date and cell.is_date):
            raise self.error(column, cell.reason)
        return self.seen(column)

    def read(self, column: Column, reader: Callable[[str], Value], *, or_date: bool = False) -> Value:
        """Return what `reader` makes of that column. Raises UnreadableError where it is spoilt or makes no sense."""
        try:
            return reader(self.words(column, or_date=or_date))
        except CellError as error:
            raise self.error(column, str(error)) from error

    def first(self, *fields: str) -> Column | None:
        """Return the first of the columns for these fields in which something stands."""
        return next((column for column in self.header.of(*fields) if self.seen(column)), None)

    def error(self, column: Column, reason: str) -> UnreadableError:
        """Return the error that names the column's cell."""
        return UnreadableError(self.name(column), self.seen(column), reason)

    def name(self, column: Column) -> str:
        """Return the cell's name: C17."""
        return cell_name(column.place, self.row.number)

    def everything(self) -> list[str]:
        """Return what stands in the row, in any column, from the left."""
        said = (cell.says if isinstance(cell, Damaged) else clean(cell) for cell in self.row.cells)
        return [words for words in said if words]
