"""Files of text: encoding and the sign between cells are found by the heading, never by a guess alone."""

import pytest

from parsing.roster_header import score
from parsing.table import MOST_ROWS, Damaged, Row, TableError
from parsing.table_csv import read_csv

_TEXT = "花名册\n楼号,室号,姓名,备注\n3,501,沈梅,幸福路1号；东门\n\n3,502,老秦,\n"
_ROWS = (
    Row(1, ("花名册",)),
    Row(2, ("楼号", "室号", "姓名", "备注")),
    Row(3, ("3", "501", "沈梅", "幸福路1号；东门")),
    Row(5, ("3", "502", "老秦", "")),
)


def _refusal(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read_csv(data, score)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_any_encoding_and_sign_gives_the_same_rows(encoding: str, sign: str) -> None:
    assert read_csv(_TEXT.replace(",", sign).encode(encoding), score).rows == _ROWS


def test_big5_is_read_where_the_heading_is_traditional() -> None:
    table = read_csv("樓號,室號,姓名\n3,501,沈梅\n".encode("big5"), score)

    assert table.rows[1].cells == ("3", "501", "沈梅")


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    table = read_csv('楼号,室号,备注\r\n3,501,"上\n下"\r\n,,\r\n3,502,"说 ""好"""\r'.encode(), score)

    assert table.rows[1:] == (Row(2, ("3", "501", "上\n下")), Row(4, ("3", "502", '说 "好"')))


def test_a_quotation_mark_never_closed_swallows_no_rows() -> None:
    assert _refusal('楼号,室号\n3,501\n3,"502\n3,503\n'.encode()).startswith("第 3 行附近的引号")
    assert _refusal(("楼号,室号\n3,501\n" * 20 + '"' + "x" * 40_000 + '"').encode()).startswith("第 41 行附近的引号")


def test_a_text_in_the_guise_of_a_formula_is_a_text_and_a_formula_is_spoilt() -> None:
    table = read_csv('楼号,室号,姓名\n3,"=""0501""",=1+1\n'.encode(), score)

    assert table.rows[1].cells == ("3", "0501", Damaged("=1+1", "这一格像公式：改成文字。"))


@pytest.mark.parametrize("data", [b"\xff\xff\xff\x80\x81", b"\x00\x01\x02" * 5, b"\xef\xbb\xbf\xff", b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    assert _refusal(data).startswith("看不出这是什么文件")


def test_too_many_rows_are_refused() -> None:
    assert f"超过 {MOST_ROWS} 行" in _refusal(("楼号,室号\n" + "3,501\n" * 100_000).encode())


def test_zeros_within_a_text_are_left_out() -> None:
    assert read_csv("楼号,室号\n3,5\x0001\n".encode("utf-8-sig"), score).rows[1].cells == ("3", "501")
