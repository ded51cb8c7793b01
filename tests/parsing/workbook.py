"""Workbooks made for tests: by openpyxl, and by hand where it would not write what hostile or foreign programs do."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import openpyxl

Rows = Iterable[Sequence[object]]

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(rows: Rows = (), merged: Iterable[str] = (), sheets: Mapping[str, Rows] | None = None) -> bytes:
    """Return a workbook with these rows on its one sheet, or with these sheets."""
    book = openpyxl.Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for title, content in (sheets or {"Sheet1": rows}).items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(content, 1):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value
        for cells in merged:
            sheet.merge_cells(cells)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return what the workbook is as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand(sheet: str, parts: Mapping[str, str | bytes] | None = None, *, workbook: str = "") -> bytes:
    """Return a workbook whose sheet is this XML (what stands within <worksheet>), with parts added or replaced."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="{_OFFICE}">{workbook}<sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "/xl/styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": "<styleSheet/>",
        "xl/sharedStrings.xml": "<sst/>",
        "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
        **(parts or {}),
    }
    return zipped(content)


def zipped(content: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def row(*cells: str) -> str:
    """Return a row of inline texts, as XML."""
    said = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row>{said}</row>"


def data(*rows: str) -> str:
    """Return rows as the data of a sheet."""
    return f"<sheetData>{''.join(rows)}</sheetData>"


def _relations(*relations: tuple[str, str, str]) -> str:
    said = "".join(f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for key, kind, to in relations)
    return f"<Relationships>{said}</Relationships>"
