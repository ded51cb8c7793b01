"""Tells what a file is by its first bytes, whatever its name says, and reads the tables in it (.xlsx, .csv)."""

from parsing.table import Table, TableError
from parsing.table_archive import MOST_PACKED, open_archive
from parsing.table_csv import Score, read_csv
from parsing.table_xlsx import read_xlsx

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_PICTURE = "这是一张图片，不是表格：请发 .xlsx 或 .csv 文件。"
_PDF = "这是 PDF，读不了里面的表格：请发原来的 .xlsx 或 .csv 文件。"
_PACKED = "这是一个压缩包：解开以后，把里面的 .xlsx 或 .csv 单独发来。"
_PAGE = "这其实是一张网页（有的系统导出时叫它 .xls）：用 Excel 或 WPS 打开，另存为 .xlsx 再发。"
_OLD = "这是旧的 .xls 格式，读不了：用 Excel 或 WPS 打开，另存为 .xlsx 再发。"
_LOCKED = "这个文件有打开密码，读不了：在 Excel 里去掉密码，保存后再发。"
_EMPTY = "这个文件是空的：请检查以后再发。"
_GREAT = "这个文件太大（超过 20 MB）：请只留花名册那一张表，删掉图片，再发。"

_FIRST_BYTES = (
    *((mark, _PICTURE) for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    (b"%PDF", _PDF),
    *((mark, _PACKED) for mark in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
)
_PAGES = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style", b"<head")
# What else is a zip, by a part that it has.
_PARTS = (
    ("word/document.xml", "这是 Word 文档：把里面的表格复制到 Excel，存为 .xlsx 再发。"),
    ("ppt/presentation.xml", "这是幻灯片，不是表格：请发 .xlsx 或 .csv 文件。"),
    ("xl/workbook.bin", "这是 .xlsb 格式，读不了：用 Excel 打开，另存为 .xlsx 再发。"),
    ("content.xml", "这是 .ods 格式，读不了：打开以后另存为 .xlsx 再发。"),
)


def read_tables(data: bytes, score: Score) -> tuple[Table, ...]:
    """Return the tables of a file: the sheets of an .xlsx, or the one of a file of text, for which `score` knows a
    heading. Raises TableError for whatever cannot be read."""
    if not data.strip():
        raise TableError(_EMPTY)
    if len(data) > MOST_PACKED:
        raise TableError(_GREAT)
    if data.startswith(_ZIP):
        _refuse_other_zips(data)
        return read_xlsx(data)
    if (refusal := _not_a_table(data)) is not None:
        raise TableError(refusal)
    return (read_csv(data, score),)


def _not_a_table(data: bytes) -> str | None:
    """Return why the file is none that is read here, or None where it may be text."""
    if data.startswith(_OLE):
        return _LOCKED if _ENCRYPTED in data else _OLD
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower().startswith(_PAGES):
        return _PAGE
    if data[8:12] == b"WEBP" or (data[:2] == b"BM" and data[6:10] == b"\0\0\0\0") or data[4:8] == b"ftyp":
        return _PICTURE
    return next((refusal for mark, refusal in _FIRST_BYTES if data.startswith(mark)), None)


def _refuse_other_zips(data: bytes) -> None:
    archive = open_archive(data)
    names = set(archive.namelist())
    for part, refusal in _PARTS:
        if part in names:
            raise TableError(refusal)
    if "[Content_Types].xml" not in names:
        raise TableError(_PACKED)
