"""Sheets that people send (表格), whatever file they came in: rows of texts, and cells that the spreadsheet spoilt."""

from collections.abc import Sequence
from dataclasses import dataclass

#: More rows than this in one file are refused; the greatest compounds have some 5,000 households.
MOST_ROWS = 20_000
#: What stands further right is left out.
MOST_COLUMNS = 100

WRITE_AS_TEXT = "把这一列设成「文本」格式，再照原样写一遍"


class TableError(ValueError):
    """A file that cannot be read as a table. Its one argument is a sentence for people: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A cell whose words are lost: an error, a formula without its result, 3-1 that became the first of March.

    `says` is what people see there; `reason` says what happened and what to do. A date may still serve as a note.
    """

    says: str
    reason: str
    is_date: bool = False


Cell = str | Damaged


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its number (the first is 1) and its cells from column A on, "" where one is empty."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells merged into one. Rows count from 1, columns from 0."""

    column: int
    last_column: int
    row: int
    last_row: int

    @property
    def name(self) -> str:
        """The name as spreadsheets have it: A3:A20."""
        return f"{cell_name(self.column, self.row)}:{cell_name(self.last_column, self.last_row)}"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `title` is "" for a file of text; `formulas`: so many cells show a formula's saved result."""

    title: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    formulas: int = 0
    is_hidden: bool = False


def cell_name(column: int, row: int) -> str:
    """Return C17 for column 2 (from 0) of row 17 (from 1)."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def too_many_rows() -> TableError:
    """Return the error for a file with more than MOST_ROWS."""
    return TableError(f"这个文件超过 {MOST_ROWS} 行，一次读不下：请只留花名册，按楼栋分成几个文件，分几次发。")


def fill_merged(table: Table) -> Table:
    """Return the table with what stands in cells merged downwards in each of their rows, as people see it. What is
    merged to the right stays in its first column. Raises TableError for merges that lie over each other."""
    down = [merge for merge in table.merges if merge.last_row > merge.row and merge.column < MOST_COLUMNS]
    down.sort(key=lambda merge: (merge.row, merge.column))
    if not down:
        return table
    places = {row.number: place for place, row in enumerate(table.rows)}
    filled = [list(row.cells) for row in table.rows]
    allowed = len(filled) * MOST_COLUMNS
    for merge in down:
        said = _said(filled, places, merge)
        last = min(merge.last_row, table.rows[-1].number) if table.rows else 0
        allowed -= max(0, last - merge.row)
        if allowed < 0:
            raise TableError("这个文件里合并的格子互相重叠，文件坏了：用 Excel 或 WPS 打开，另存为 .xlsx 再发。")
        if said:
            _fill(filled, places, merge, said, last)
    rows = (Row(row.number, tuple(cells)) for row, cells in zip(table.rows, filled, strict=True))
    return Table(table.title, tuple(rows), tuple(down), table.formulas, table.is_hidden)


def _said(filled: Sequence[Sequence[Cell]], places: dict[int, int], merge: Merge) -> Cell:
    place = places.get(merge.row)
    cells = filled[place] if place is not None else ()
    return cells[merge.column] if merge.column < len(cells) else ""


def _fill(filled: list[list[Cell]], places: dict[int, int], merge: Merge, said: Cell, last: int) -> None:
    for number in range(merge.row + 1, last + 1):
        place = places.get(number)
        if place is None:
            continue
        cells = filled[place]
        cells.extend([""] * (merge.column + 1 - len(cells)))
        if not cells[merge.column]:
            cells[merge.column] = said
