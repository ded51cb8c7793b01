"""Cells of a spreadsheet that stay what they are: a text is a text in Excel, WPS and LibreOffice, whatever it begins
with (3-502, 0501, +1, =1+1), and a number a number. No cell is ever a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rendering.line import one_line

LONGEST = 1_000  # characters of a text
_FACE = "微软雅黑"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ would be an A in a spreadsheet
_MOST = Decimal(10) ** 15  # a spreadsheet keeps fifteen digits of a number
_TEXT = "@"
_A4 = 9
SIDE, ABOVE, BELOW = 0.3, 0.4, 0.55  # margins in inches

#: What stands in a cell; several texts stand below each other.
Value = str | int | Decimal | tuple[str, ...] | None

_THIN, _CUT = Side("thin", "9A9A9A"), Side("dashed", "808080")
_BORDERS = {
    "grid": Border(_THIN, _THIN, _THIN, _THIN),
    "cut above": Border(_CUT, _CUT, _CUT),
    "cut beside": Border(_CUT, _CUT),
    "cut below": Border(_CUT, _CUT, None, _CUT),
}
MONEY = "0.00"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks: size in points, where its words stand, the colour behind them (RGB), the format of a number,
    the lines around it: "grid", "cut above", "cut beside", "cut below" (of a piece that is cut out) or None."""

    size: float = 11
    bold: bool = False
    across: str = "left"
    down: str = "center"
    fill: str | None = None
    format: str = "General"
    border: str | None = "grid"
    ink: str = "000000"
    wraps: bool = True


class Sheet:
    """A sheet that is written cell by cell. `worksheet` is openpyxl's."""

    def __init__(self, worksheet: Worksheet, dressed: dict[tuple[Look, bool], Any]) -> None:
        """`dressed` remembers, for a whole book, what a look comes to: openpyxl takes long to find that out."""
        self.worksheet = worksheet
        self._dressed = dressed

    def put(self, row: int, column: int, value: Value, look: Look) -> None:
        """Write a number, or a text that stays one: neither a formula nor an error value. A text is a line; an empty
        one and None leave the cell empty. A number with more digits than a spreadsheet keeps becomes a text."""
        if isinstance(value, Decimal) and not (value.is_finite() and abs(value) < _MOST):
            value = f"{value:f}"
        lines = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
        text = "\n".join(one_line(line, LONGEST) for line in lines)
        cell: Any = self.worksheet.cell(row, column)
        cell._style = copy(self._style(look, cell, is_text=bool(text)))
        if text:
            cell.value = _ESCAPED.sub("_x005F_", text)
            cell.data_type = "s"
        elif not isinstance(value, str | tuple):
            cell.value = value

    def put_across(self, row: int, first: int, last: int, value: Value, look: Look) -> None:
        """Write into the cells of a row from `first` to `last` as if they were one."""
        for column in range(first, last + 1):
            self.put(row, column, value if column == first else None, look)
        self.worksheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def put_row(self, row: int, values: Sequence[Value], looks: Sequence[Look]) -> None:
        """Write a row from its first cell on."""
        for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
            self.put(row, column, value, look)

    def heighten(self, row: int, height: float) -> None:
        """Set the height of a row in points."""
        self.worksheet.row_dimensions[row].height = height

    def widen(self, widths: Iterable[float]) -> None:
        """Set the widths of the columns, in digits of the standard font."""
        for number, width in enumerate(widths, 1):
            self.worksheet.column_dimensions[get_column_letter(number)].width = width

    def end_page(self, row: int) -> None:
        """Print what follows this row on another page."""
        self.worksheet.row_breaks.append(Break(row))

    def on_a4(self, *, landscape: bool = False) -> None:
        """Print on A4, with page numbers."""
        setup, margins = self.worksheet.page_setup, self.worksheet.page_margins
        setup.paperSize = _A4
        setup.orientation = "landscape" if landscape else "portrait"
        margins.left = margins.right = SIDE
        margins.top, margins.bottom = ABOVE, BELOW
        margins.header = margins.footer = 0.25
        self.worksheet.print_options.horizontalCentered = True
        self._foot("第 &P 页，共 &N 页")

    def without_margins(self) -> None:
        """Print up to the edges of the paper, without page numbers."""
        margins = self.worksheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = margins.header = margins.footer = 0
        self._foot(None)

    def fit_width(self) -> None:
        """Print no larger than makes it one page wide. Excel then passes over page breaks that were set by hand."""
        self.worksheet.page_setup.fitToHeight = 0
        self.worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _foot(self, words: str | None) -> None:
        foot: Any = self.worksheet.oddFooter
        foot.center.text = words

    def _style(self, look: Look, cell: Any, *, is_text: bool) -> Any:
        known = self._dressed.get((look, is_text))
        if known is not None:
            return known
        cell.font = Font(_FACE, look.size, bold=look.bold, color=look.ink)
        cell.alignment = Alignment(look.across, look.down, wrap_text=look.wraps)
        cell.number_format = _TEXT if is_text else look.format
        if look.fill is not None:
            cell.fill = PatternFill("solid", start_color=look.fill)
        if look.border is not None:
            cell.border = _BORDERS[look.border]
        return self._dressed.setdefault((look, is_text), copy(cell._style))


class Book:
    """A workbook without sheets, to which they are added."""

    def __init__(self) -> None:
        self._book = Workbook()
        self._book.properties.creator = "守望"
        # Widths count digits of this font. Nearly every machine has it or one of its measures, so pages come out alike.
        names: Any = self._book
        names._named_styles["Normal"].font = Font("Arial", 10)
        for sheet in self._book.worksheets:
            self._book.remove(sheet)
        self._dressed: dict[tuple[Look, bool], Any] = {}

    def add(self, title: str) -> Sheet:
        """Add a sheet."""
        return Sheet(self._book.create_sheet(title), self._dressed)

    def content(self) -> bytes:
        """Return the .xlsx."""
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()


def points(width: float) -> float:
    """Return how many points of text a column of that width holds, a little less to be safe."""
    return width * 5.25 - 4
