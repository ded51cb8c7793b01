"""What is read of a workbook: the words people see, and for a cell that is spoilt, why."""

import io
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.table import MOST_ROWS, Damaged, Merge, Row, TableError
from parsing.table_xlsx import read_xlsx
from tests.parsing.workbook import by_hand, data, row, saved, xlsx, zipped

_DATE = "Excel 把它当成了日期：把这一列设成「文本」格式，再照原样写一遍。"


def _cells(file: bytes) -> list[tuple[object, ...]]:
    (table,) = read_xlsx(file)
    return [each.cells for each in table.rows]


def _refusal(file: bytes) -> str:
    with pytest.raises(TableError) as caught:
        read_xlsx(file)
    return str(caught.value)


def test_numbers_texts_and_truths_read_as_people_see_them() -> None:
    assert _cells(xlsx([["楼号", 3, 502.0, 1.39e10, 2.5, True, False, " 沈梅 "], [None, None, "是"]])) == [
        ("楼号", "3", "502", "13900000000", "2.5", "是", "否", "沈梅"),
        ("", "", "是"),
    ]


def test_a_room_that_became_a_date_is_spoilt() -> None:
    (cells,) = _cells(xlsx([[datetime(2026, 3, 1), date(1901, 1, 5), time(3, 5), timedelta(hours=30)]]))  # noqa: DTZ001

    assert cells[:2] == (Damaged("2026年3月1日", _DATE, is_date=True), Damaged("1901年1月5日", _DATE, is_date=True))
    assert cells[2] == Damaged("03:05", _DATE, is_date=True)
    assert isinstance(cells[3], Damaged)


def test_the_dates_of_a_chinese_excel_are_dates() -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="58"/><xf numFmtId="176"/></cellXfs></styleSheet>'
    cells = '<c s="1"><v>46082</v></c><c s="0"><v>46082</v></c><c s="2"><v>46082</v></c><c s="9"><v>1</v></c>'

    assert _cells(by_hand(data(f"<row>{cells}</row>"), {"xl/styles.xml": styles})) == [
        (Damaged("2026年3月1日", _DATE, is_date=True), "46082", "46082", "1")
    ]


def test_a_format_of_its_own_may_be_a_date() -> None:
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="m月d日"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="176"/></cellXfs></styleSheet>'
    )
    book = by_hand(
        data('<row><c><v>1</v></c><c><v>-1e20</v></c><c t="d"><v>2026-03-01</v></c></row>'),
        {"xl/styles.xml": styles},
        workbook='<workbookPr date1904="1"/>',
    )

    assert [cell.says for cell in _cells(book)[0] if isinstance(cell, Damaged)] == [
        "1904年1月2日",
        "-1e20",
        "2026-03-01",
    ]


def test_of_a_formula_the_saved_result_is_read_and_without_one_it_is_spoilt() -> None:
    (table,) = read_xlsx(
        by_hand(
            data(
                '<row><c><f>1+2</f><v>3</v></c><c t="str"><f>A1</f><v>沈梅</v></c><c t="str"><f>""</f><v></v></c>'
                '<c><f>NOW()</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
            )
        )
    )

    assert table.formulas == 4
    assert table.rows[0].cells[:3] == ("3", "沈梅", "")
    assert [cell.says for cell in table.rows[0].cells if isinstance(cell, Damaged)] == ["公式", "#DIV/0!"]
    assert isinstance(_cells(xlsx([["=1+1"]]))[0][0], Damaged)  # openpyxl saves no results


def test_texts_are_read_without_their_pronunciation_and_in_all_their_parts() -> None:
    strings = "<sst><si><r><t>沈</t></r><r><t>梅</t></r><rPh><t>shen</t></rPh></si><si><t>_x0041_</t></si></sst>"
    cells = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>老</t></r><t>秦</t><rPh><t>qin</t></rPh></is></c>'
    )

    assert _cells(by_hand(data(f"<row>{cells}</row>"), {"xl/sharedStrings.xml": strings})) == [("沈梅", "A", "老秦")]


def test_a_number_that_is_none_is_kept_as_it_stands() -> None:
    assert _cells(
        by_hand(data("<row><c><v>1O2</v></c><c><v>1e999</v></c><c><v>12345678901234567890</v></c></row>"))
    ) == [("1O2", "1e999", "12345678901234567890")]


def test_rows_and_cells_stand_where_they_say_or_after_the_last() -> None:
    (table,) = read_xlsx(
        by_hand(data('<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row>', row("3"), '<row r="9"/>'))
    )

    assert table.rows == (Row(3, ("", "1", "2")), Row(4, ("3",)))


def test_prefixes_of_names_mean_nothing() -> None:
    sheet = "<x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
    part = {"xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="y">{sheet}</x:worksheet>'}

    assert _cells(by_hand("", part)) == [("7",)]


def test_merged_cells_are_told() -> None:
    (table,) = read_xlsx(xlsx([["楼号", "室号"], [3, 501], [None, 502]], ["A2:A3"]))

    assert table.merges == (Merge(0, 0, 2, 3),)
    assert table.merges[0].name == "A2:A3"


def test_sheets_come_in_order_with_charts_left_out_and_hidden_ones_marked() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("3号楼").append([1])
    book.create_chartsheet("图")
    book.create_sheet("旧的").sheet_state = "hidden"

    assert [(table.title, table.is_hidden) for table in read_xlsx(saved(book))] == [
        ("Sheet", False),
        ("3号楼", False),
        ("旧的", True),
    ]


def test_columns_far_to_the_right_are_left_out() -> None:
    assert _cells(by_hand(data('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'))) == [("1",)]


_STRINGS = {"xl/sharedStrings.xml": "<sst><si><t>沈</t></si></sst>"}


@pytest.mark.parametrize(
    "file",
    [
        by_hand(data('<row r="99999999"/>')),
        by_hand(data('<row r="2"/><row r="1"/>')),
        by_hand(data(f'<row r="{"9" * 5000}"/>')),
        by_hand(data('<row><c r="ZZZ1"><v>1</v></c></row>')),
        by_hand(data('<row><c r="B1"/><c r="A1"/></row>')),
        by_hand(data('<row><c r="1A"/></row>')),
        by_hand(data('<row><c t="s"><v>1</v></c></row>'), _STRINGS),
        by_hand(data('<row><c t="s"><v>-1</v></c></row>'), _STRINGS),
        by_hand(data('<row><c t="s"><v>x</v></c></row>'), _STRINGS),
        by_hand('<mergeCells><mergeCell ref="A1:B"/></mergeCells>'),
        by_hand("<sheetData>"),
        by_hand("&unknown;"),
        by_hand("", {"xl/workbook.xml": "<workbook/>", "_rels/.rels": "<Relationships/>"}),
        by_hand("", {"xl/_rels/workbook.xml.rels": "<Relationships><Relationship/></Relationships>"}),
        by_hand("", {"xl/workbook.xml": b"\xff\xfe\x00"}),
        zipped({"[Content_Types].xml": "", "_rels/.rels": ""}),
        zipped({"[Content_Types].xml": "x" * 100}, method=14),  # LZMA
        xlsx([["楼号"]])[:-30],
        xlsx([["楼号"]])[:900],
    ],
)
def test_a_broken_file_is_refused(file: bytes) -> None:
    assert _refusal(file) == "这个文件打不开，可能没传完或者坏了：用 Excel 或 WPS 打开，另存为 .xlsx 再发。"


def test_one_part_for_many_sheets_is_refused() -> None:
    sheets = "".join(f'<sheet name="{number}" r:id="rId1"/>' for number in range(3))

    assert "打不开" in _refusal(
        by_hand("", {"xl/workbook.xml": f'<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>'})
    )


def test_what_lies_outside_the_file_is_no_sheet() -> None:
    outside = '<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="http://a.b/c"/></Relationships>'

    assert read_xlsx(by_hand("", {"xl/_rels/workbook.xml.rels": outside})) == ()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "_rels/.rels"])
def test_entities_are_refused_wherever_they_are_declared(part: str) -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))

    assert "DOCTYPE" in _refusal(by_hand("", {part: f"<!DOCTYPE x [{bomb}]><x>&e9;</x>"}))


def test_a_zip_bomb_is_refused_unopened() -> None:
    assert "太大" in _refusal(by_hand("", {"xl/media/a.png": b"\0" * (70 * 2**20)}))
    assert "太大" in _refusal(by_hand(" " * (2 * 2**20)))
    assert "太大" in _refusal(zipped({f"{number}": "" for number in range(2_001)}))


def test_a_part_longer_than_it_says_is_not_unpacked() -> None:
    file = bytearray(by_hand(data(*[row("沈梅")] * 50)))
    directory = file.index(b"xl/worksheets/sheet1.xml", file.index(b"PK\x01\x02")) - 46
    file[directory + 24 : directory + 28] = (10).to_bytes(4, "little")

    assert "打不开" in _refusal(bytes(file))


def test_a_zip_with_a_password_is_refused() -> None:
    file = bytearray(xlsx([["楼号"]]))
    file[file.index(b"PK\x01\x02") + 8] |= 1

    assert _refusal(bytes(file)) == "这个压缩文件有密码，打不开：去掉密码再发。"


def test_too_many_rows_are_refused_and_empty_ones_do_not_count() -> None:
    assert _cells(by_hand(data("<row/>" * 30_000 + row("沈梅")))) == [("沈梅",)]
    assert f"超过 {MOST_ROWS} 行" in _refusal(
        by_hand(data(*(row(f"沈{n}", f"{n * 7919 % 10007}") for n in range(MOST_ROWS + 1))))
    )


_VALUES = st.none() | st.integers(-(10**9), 10**9) | st.booleans() | st.text("沈梅=+-@<&>'\"1 _x004_", max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(_VALUES, max_size=6), max_size=6))
def test_what_openpyxl_reads_is_read_here(rows: list[list[object]]) -> None:
    texts = [[value for value in row if not (isinstance(value, str) and value.startswith("="))] for row in rows]
    file = xlsx(texts)

    book = openpyxl.load_workbook(io.BytesIO(file), data_only=True)
    theirs = [[_said(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]
    ours = {each.number: list(each.cells) for each in read_xlsx(file)[0].rows}
    for number, expected in enumerate(theirs, 1):
        found = ours.get(number, [])
        assert found + [""] * (len(expected) - len(found)) == expected


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value).strip()


_FILE = xlsx([["楼号", "室号", "姓名"], [3, 501, "沈梅"], [3, 502, "老秦"]], ["A2:A3"])


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(_FILE) - 1), st.integers(0, 255)), max_size=4), st.integers(0, 200))
def test_no_byte_changed_brings_it_down(changes: list[tuple[int, int]], cut: int) -> None:
    file = bytearray(_FILE)
    for place, byte in changes:
        file[place] = byte
    with suppress(TableError):
        read_xlsx(bytes(file[cut:] if cut % 2 else file[: len(file) - cut]))
