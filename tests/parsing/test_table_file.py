"""What a file is, is told by its first bytes; what cannot be read is refused with its mend."""

import pytest

from parsing.roster_header import score
from parsing.table import TableError
from parsing.table_archive import MOST_PACKED
from parsing.table_file import read_tables
from tests.parsing.workbook import by_hand, xlsx, zipped

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b" \r\n ", "空的"),
        (b"x" * (MOST_PACKED + 1), "超过 20 MB"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"GIF89a", "图片"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "图片"),
        (b"BM\x10\0\0\0\0\0\0\0", "图片"),
        (b"\0\0\0\x18ftypheic", "图片"),
        (b"%PDF-1.7", "PDF"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"\x1f\x8b\x08", "压缩包"),
        (zipped({"花名册.xlsx": xlsx([["楼号"]])}), "压缩包"),
        (_OLE + "Workbook".encode("utf-16-le"), "旧的 .xls"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\xef\xbb\xbf\r\n<HTML><table><tr><td>", "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "网页"),
        (zipped({"word/document.xml": "<a/>", "[Content_Types].xml": ""}), "Word"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "幻灯片"),
        (zipped({"xl/workbook.bin": "x"}), ".xlsb"),
        (zipped({"content.xml": "<a/>", "mimetype": "x"}), ".ods"),
        (b"PK\x03\x04 but no zip", "打不开"),
        (b"\x80\x81\x82\xff", "看不出"),
    ],
)
def test_what_is_no_table_is_refused_with_its_mend(data: bytes, says: str) -> None:
    with pytest.raises(TableError) as caught:
        read_tables(data, score)

    assert says in str(caught.value)


def test_a_workbook_and_a_text_are_tables() -> None:
    assert read_tables(xlsx([["楼号"]]), score)[0].title == "Sheet1"
    assert read_tables(by_hand(""), score)[0].rows == ()
    assert read_tables("楼号,室号\n".encode(), score)[0].title == ""
