"""Whole files: what committees send, what Excel does to it, and what nobody should."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.household import Entry, Mark
from domain.residence import AddressGrammar, Residence
from domain.roster import Line, Refused, Roster, Unread
from parsing.roster import read_roster
from parsing.table import MOST_ROWS
from tests.parsing.workbook import Rows, by_hand, data, row, saved, xlsx, zipped

_VILLAS = AddressGrammar(villas=True)
_FLAT = AddressGrammar(units=False)
_HEAD = ("楼号", "单元", "室号", "姓名", "电话")


def _csv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _roster(file: bytes, name: str = "花名册.xlsx", grammar: AddressGrammar | None = None) -> Roster:
    roster = read_roster(file, name, grammar or AddressGrammar())
    assert isinstance(roster, Roster), roster
    return roster


def _refusal(file: bytes, name: str = "花名册.xlsx") -> str:
    refused = read_roster(file, name)
    assert isinstance(refused, Refused), refused
    return refused.reason


def _places(roster: Roster) -> list[str]:
    return [entry.place for entry in roster.entries]


def _stops(roster: Roster) -> list[tuple[str, str]]:
    return [(unread.cell, unread.says) for unread in roster.unread]


def _home(building: str, room: str | None, unit: str | None = None, **more: object) -> Entry:
    return Entry(Residence(building, unit, room), **more)  # type: ignore[arg-type]


# --- what committees send ----------------------------------------------------------------------------------


def test_a_list_as_a_committee_keeps_it_is_read() -> None:
    roster = _roster(
        xlsx(
            [
                ["幸福里居委会居民花名册"],
                [],
                [
                    "序号",
                    "楼 号",
                    "单元",
                    "室\n号*",
                    "户主（姓名）",
                    "联系电话",
                    "实住人数",
                    "独居",
                    "无手机",
                    "婴幼儿",
                    "语言",
                    "备注",
                    "身份证号",
                ],
                [1, "3号楼", 1, 501, "沈梅", 13900000001, 2.0, None, "否", "√", None, "有狗", "31"],
                [2, "3号楼", "1单元", "0502", "老秦", "021-55500011", None, "是", "✓", 0, None, None, "31"],
                [3, "１２", None, "12a", "Kim", None, "三人", "无", None, "无", "英语", "/", None],
                ["合计", None, None, 3],
                [None, None, None, None, None, None, None, None, None, None, None, "制表：居委会"],
            ]
        )
    )

    assert roster.lines == (
        Line(
            _home(
                "3",
                "501",
                "1",
                contact="沈梅",
                phone="13900000001",
                size=2,
                marks=frozenset({Mark.SMALL_CHILD}),
                note="有狗",
            ),
            4,
        ),
        Line(
            _home("3", "502", "1", contact="老秦", phone="021-55500011", marks=frozenset({Mark.ALONE, Mark.NO_PHONE})),
            5,
        ),
        Line(_home("12", "12A", contact="Kim", size=3, marks=frozenset({Mark.OTHER_LANGUAGE}), note="语言：英语"), 6),
    )
    assert roster.unread == ()
    assert roster.remarks == ("没有用到的列：身份证号。",)


def test_a_file_of_text_reads_as_the_workbook_does() -> None:
    rows: Rows = [_HEAD, ["3", "1", "501", "沈梅", "55500011"], ["3", "", "502", "", ""]]

    assert _roster(_csv(rows)).lines == _roster(xlsx(rows)).lines


def test_addresses_in_one_cell_are_read() -> None:
    roster = _roster(_csv([["地址", "联系人"], ["幸福路66弄3号502室", "沈梅"], ["5-2-1001", "老秦"], ["门卫室", ""]]))

    assert _places(roster) == ["r:66弄3//502", "r:5/2/1001"]
    assert _stops(roster) == [("A4", "门卫室")]


def test_a_road_beside_building_and_room_is_left_alone_and_an_address_may_say_the_building() -> None:
    rows: Rows = [
        ["地址", "楼号", "室号"],
        ["幸福路120号", 3, 501],
        ["66弄8号", None, 204],
        ["幸福路", None, "5-101"],
        ["幸福路", None, 9],
    ]

    roster = _roster(_csv(rows))

    assert _places(roster) == ["r:3//501", "r:66弄8//204", "r:5//101"]
    assert [(unread.cell, unread.reason) for unread in roster.unread] == [("B5", "没有楼号：填上。")]
    head = ["楼号", "门牌"]
    assert _places(_roster(_csv([head, [3, "3-501"], [5, "5-101"], [5, 102]]))) == ["r:3//501", "r:5//101", "r:5//102"]
    assert _places(_roster(_csv([head, [5, "6-101"]]))) == ["r:5/6/101"]


def test_villas_have_no_rooms() -> None:
    rows: Rows = [["楼号", "户主"], [8, "沈梅"], ["12号", "老秦"], ["13", ""]]

    assert _places(_roster(xlsx(rows), grammar=_VILLAS)) == ["r:8//", "r:12//", "r:13//"]
    assert _places(_roster(_csv([["地址", "户主"], ["幸福路8号", "沈梅"], ["12号", ""]]), grammar=_VILLAS)) == [
        "r:8//",
        "r:12//",
    ]
    assert _places(_roster(_csv([["楼号", "地址", "户主"], [8, "幸福路", "沈梅"]]), grammar=_VILLAS)) == ["r:8//"]
    assert "没有「室号」" in _refusal(xlsx(rows))


def test_a_column_of_lanes_is_read() -> None:
    assert _places(_roster(_csv([["弄", "号", "室"], [66, 8, 204], ["", 9, 101]]))) == ["r:66弄8//204", "r:66弄9//101"]


def test_marks_may_stand_in_one_column_of_words() -> None:
    roster = _roster(
        _csv([["楼号", "室号", "特殊人群", "备注"], [3, 501, "独居、无手机", "独居"], [3, 502, "残疾", "有狗"]])
    )

    assert [(entry.marks, entry.note) for entry in roster.entries] == [
        (frozenset({Mark.ALONE, Mark.NO_PHONE}), "独居"),
        (frozenset(), "有狗；残疾"),
    ]


def test_without_columns_for_marks_they_are_looked_for_among_the_notes() -> None:
    roster = _roster(_csv([["楼号", "室号", "备注", "有无手机"], [3, 501, "独居，有狗", "无"]]))
    assert roster.entries[0].marks == {Mark.NO_PHONE}

    roster = _roster(_csv([["楼号", "室号", "备注"], [3, 501, "独居，有狗"]]))
    assert (roster.entries[0].marks, roster.entries[0].note) == (frozenset({Mark.ALONE}), "独居，有狗")


def test_two_columns_of_telephones_and_of_notes_are_joined() -> None:
    rows: Rows = [
        ["楼号", "室号", "座机", "手机", "备注", "其他"],
        [3, 501, "55500011", "13900000001", "有狗", "有狗"],
        [3, 502, "无手机", "", "腿脚不便", "晚上在"],
    ]

    rows = [*rows, [3, 503, "", "", "长" * 600, "短" * 600]]

    roster = _roster(_csv(rows))

    assert [(unread.cell, unread.reason) for unread in roster.unread] == [("E4", "太长：备注最多 1000 个字。")]
    first, second = roster.entries
    assert (first.phone, first.note) == ("13900000001、55500011", "有狗")
    assert (second.phone, second.marks, second.note) == (
        None,
        frozenset({Mark.NO_PHONE}),
        "腿脚不便；晚上在",
    )


# --- buildings: merged, left out, said by titles and sheets ------------------------------------------------


def test_a_building_merged_over_its_rooms_is_filled_down_and_told() -> None:
    roster = _roster(xlsx([_HEAD, [3, 1, 501], [None, None, 502], [5, None, 101]], ["A2:A3", "B2:B3"]))

    assert _places(roster) == ["r:3/1/501", "r:3/1/502", "r:5//101"]
    assert roster.remarks == ("合并的格子（A2:A3、B2:B3）按合并的范围逐行填了。",)


def test_an_empty_building_means_the_row_above_and_that_is_told() -> None:
    roster = _roster(_csv([_HEAD, [3, 1, 501], ["", "", 502], ["", 2, 501], [3, "", 601], [5, "", 101], ["", "", 102]]))

    assert _places(roster) == ["r:3/1/501", "r:3/1/502", "r:3/2/501", "r:3/2/601", "r:5//101", "r:5//102"]
    assert roster.remarks == (
        "第 3 行（3号楼1单元）、第 4–5 行（3号楼2单元）、第 7 行（5号楼）楼号或单元空着，按上面一行的填了。",
    )


def test_below_a_building_that_cannot_be_read_nothing_is_filled_in() -> None:
    roster = _roster(_csv([_HEAD, [3, "", 501], ["一期5号楼", "", 101], ["", "", 102], [6, "", 101]]))

    assert _places(roster) == ["r:3//501", "r:6//101"]
    assert [(unread.cell, unread.reason) for unread in roster.unread] == [
        ("A3", "看不懂是几号楼：写成 3 或 3号楼。"),
        ("A4", "上面一行的这一格没读懂，这里空着说不清：填上。"),
    ]


def test_below_a_room_that_cannot_be_read_its_building_goes_on_and_a_lost_unit_does_not() -> None:
    rows: Rows = [
        _HEAD,
        [3, 1, 501],
        [5, 2, "门卫"],
        ["", "", 502],
        ["", "无单元", 503],
        ["", "", 504],
        [5, "", 505],
        [6, "", 601],
    ]

    roster = _roster(_csv(rows))

    assert _places(roster) == ["r:3/1/501", "r:5/2/502", "r:6//601"]
    assert _stops(roster) == [("C3", "门卫"), ("B5", "无单元"), ("B6", ""), ("B7", "")]


def test_below_a_sum_and_a_building_without_rooms_the_old_building_ends() -> None:
    rows: Rows = [
        _HEAD,
        [3, "", 501],
        ["小计", "", 1],
        ["", "", 502],
        ["五号楼", "1单元"],
        ["", "", 101],
        ["六栋"],
        ["", "", 102],
        ["门房"],
        ["", "", 9],
    ]

    roster = _roster(_csv(rows))

    assert _places(roster) == ["r:3//501", "r:5//101", "r:6//102"]
    assert _stops(roster) == [("A4", ""), ("A10", "")]


def test_a_title_over_its_rows_says_the_building() -> None:
    rows: Rows = [
        ["3号楼（共 2 户）"],
        ["室号", "姓名"],
        [501, "沈梅"],
        ["5号楼"],
        [101, "老秦"],
        ["室号", "姓名"],
        [201, "Kim"],
    ]

    roster = _roster(_csv(rows))

    assert _places(roster) == ["r:5//101"]
    assert _stops(roster) == [("A3", "501"), ("A7", "201")]


def test_a_sheet_a_building_says_the_building() -> None:
    roster = _roster(
        xlsx(
            sheets={
                "3号楼": [["室号", "姓名"], [501, "沈梅"]],
                "5": [["室号"], [501], ["6-101"], ["5-201"]],
                "填写说明": [["一户一行"]],
                "Sheet3": [],
            }
        )
    )

    assert [(line.entry.place, line.sheet, line.row) for line in roster.lines] == [
        ("r:3//501", "3号楼", 2),
        ("r:5//501", "5", 2),
        ("r:5/6/101", "5", 3),
    ]
    assert _stops(roster) == [("A4", "5-201")]
    assert roster.remarks == (
        "「3号楼」：没写楼号的行，按工作表或文件的名字算作 3号楼。",
        "「5」：没写楼号的行，按工作表或文件的名字算作 5号楼。",
        "没有读的工作表（隐藏的，或者没有表头）：Sheet3。",
    )


def test_a_file_named_after_a_building_says_the_building() -> None:
    file = _csv([["室号", "姓名"], [501, "沈梅"]])

    assert _places(_roster(file, "3号楼花名册.csv")) == ["r:3//501"]
    assert "没有楼号" in _refusal(file, "花名册.csv")
    assert "没有楼号" in _refusal(file, "3号楼、5号楼.csv")
    assert isinstance(read_roster(file, "3号花名册.csv", _VILLAS), Refused)


def test_hidden_sheets_are_left_out_and_told() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "今年"
    for title in ("今年", "去年"):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        sheet.append(["楼号", "室号"])
        sheet.append([3, 501 if title == "今年" else 502])
    book["去年"].sheet_state = "hidden"

    roster = _roster(saved(book))
    assert _places(roster) == ["r:3//501"]
    assert roster.remarks == ("没有读的工作表（隐藏的，或者没有表头）：去年。",)


def test_a_heading_that_comes_again_on_each_page_is_no_household_and_may_change_the_columns() -> None:
    rows: Rows = [
        ["楼号", "室号", "姓名"],
        [3, 501, "沈梅"],
        ["楼号", "室号", "姓名"],
        [3, 502, "老秦"],
        ["楼号", "室号", "电话"],
        [3, 503, "55500011"],
    ]

    assert _roster(_csv(rows)).entries[1:] == (_home("3", "502", contact="老秦"), _home("3", "503", phone="55500011"))


def test_rows_made_ready_and_left_empty_are_no_households() -> None:
    rows: Rows = [
        *(["序号", "楼号", "单元", "室号"], [1, 3, 1, 501], [2, 3, 1, None], [3, None, None, None]),
        *(["\u200b"], [4, "3号楼", "有的单元"], ["统计人：居委会", "", "", 9], ["填表日期", "4月"]),
    ]

    roster = _roster(xlsx(rows))

    assert _places(roster) == ["r:3/1/501"]
    assert roster.unread == ()


def test_units_that_the_grammar_does_not_know_are_told() -> None:
    roster = _roster(_csv([_HEAD, [3, 1, 501]]), grammar=_FLAT)

    assert _places(roster) == ["r:3/1/501"]
    assert "小区的门牌写法里没有" in roster.remarks[0]


def test_rooms_that_repeat_their_building_are_read_where_that_is_certain() -> None:
    several: Rows = [["楼号", "房号"], [3, "3-501"], [3, "502"], [5, "5-101"], ["门卫", "6-1"], ["六期", "6-101"]]
    single: Rows = [["楼号", "房号"], [1, "1-501"], [1, 502]]
    units: Rows = [["楼号", "房号"], [1, "1-501"], [2, "2-501"], [2, "1-501"]]

    assert _places(_roster(_csv(several))) == ["r:3//501", "r:3//502", "r:5//101"]
    assert [unread.reason for unread in _roster(_csv(single)).unread] == [
        "1 是楼号还是单元？楼号、单元、室号分三列写。"
    ]
    assert _places(_roster(_csv(units))) == ["r:2/1/501"]
    assert _places(_roster(_csv(single), grammar=_FLAT)) == ["r:1//501", "r:1//502"]


def test_rooms_numbered_by_floor_get_their_floor() -> None:
    rows: Rows = [["楼号", "楼层", "室号"], [3, 5, "02"], [3, "十二层", 1], [3, 6, 601], [3, "", 9], [3, "顶层", 3]]

    roster = _roster(_csv(rows))

    assert _places(roster) == ["r:3//502", "r:3//1201", "r:3//601"]
    assert _stops(roster) == [("B5", ""), ("B6", "顶层")]
    assert roster.remarks == ("只有一两位的室号前面加了楼层：5 层 02 室是 502。",)


# --- households on several rows ----------------------------------------------------------------------------


def test_two_people_of_a_household_are_one_household() -> None:
    rows: Rows = [
        [*_HEAD, "人数", "独居", "备注"],
        [3, 1, 501, "沈梅", "55500011", 2, "", "有狗"],
        [3, 1, "501室", "沈建国", "55500012", 2, "", "有狗"],
        [3, 1, 502, "", "", "", "是", ""],
        [3, 1, 502, "老秦", "", 1, "", ""],
    ]

    roster = _roster(_csv(rows))

    assert roster.entries == (
        _home("3", "501", "1", contact="沈梅", phone="55500011", size=2, note="有狗；同住：沈建国 55500012"),
        _home("3", "502", "1", contact="老秦", size=1, marks=frozenset({Mark.ALONE})),
    )
    assert roster.remarks == ("第 3 行、第 5 行和前面的是同一户，合在一起了（另一个人记在备注里）。",)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        (["沈梅", "55500099", 2, ""], "电话不一样"),
        (["", "55500099", 2, ""], "电话不一样"),
        (["沈建国", "", 3, ""], "人数不一样（2、3）"),
        (["沈建国", "", 2, "长" * 999], "备注合起来太长"),
    ],
)
def test_rows_that_contradict_each_other_are_no_household(second: list[object], why: str) -> None:
    rows: Rows = [
        ["楼号", "室号", "姓名", "电话", "人数", "备注"],
        [3, 501, "沈梅", "55500011", 2, ""],
        [3, 502],
        [3, 501, *second],
    ]

    roster = _roster(_csv(rows))

    assert _places(roster) == ["r:3//502"]
    (unread,) = roster.unread
    assert (unread.cell, unread.says, unread.places) == ("B4", "501", ("r:3//501",))
    assert unread.reason.startswith(f"和第 2 行是同一户，{why}")


def test_the_other_row_may_stand_on_another_sheet() -> None:
    roster = _roster(
        xlsx(
            sheets={
                "甲": [_HEAD, [3, "", 501, "沈梅", "55500011"], [3, "", 502]],
                "乙": [_HEAD, [3, "", 501, "沈梅", "55500012"]],
            }
        )
    )

    assert roster.unread[0].sheet == "乙"
    assert roster.unread[0].reason.startswith("和「甲」第 2 行是同一户，电话不一样")


def test_a_household_is_left_out_whole_when_one_of_its_rows_is_not_read() -> None:
    roster = _roster(_csv([_HEAD, [3, 1, 501, "沈梅", ""], [3, 1, 501, "沈建国", "1.39E+10"], [3, 1, 502, "", ""]]))

    assert _places(roster) == ["r:3/1/502"]
    assert roster.unread_places == {"r:3/1/501"}


# --- what spreadsheets do ----------------------------------------------------------------------------------


def test_what_a_spreadsheet_has_spoilt_stops_its_row_with_cell_and_reason() -> None:
    roster = _roster(
        xlsx(
            [
                [*_HEAD, "备注"],
                [3, 1, datetime(2026, 3, 1), "沈梅"],  # noqa: DTZ001
                [3, 1, 502.5, "老秦"],
                [3, 1, 503, "=A1", ""],
                [3, 1, 504, "", "1.39E+10"],
                [3, 1, "505", "", "", datetime(2026, 3, 1)],  # noqa: DTZ001
            ]
        )
    )

    assert roster.entries == (_home("3", "505", "1", note="2026年3月1日"),)
    assert roster.unread[0] == Unread(
        "C2", "2026年3月1日", "Excel 把它当成了日期：把这一列设成「文本」格式，再照原样写一遍。"
    )
    assert [(unread.cell, unread.says, unread.places) for unread in roster.unread[1:]] == [
        ("C3", "502.5", ()),
        ("D4", "公式", ("r:3/1/503",)),
        ("E5", "1.39E+10", ("r:3/1/504",)),
    ]


def test_saved_results_of_formulas_are_read_and_told() -> None:
    roster = _roster(
        by_hand(data(row("楼号", "室号"), '<row><c><v>3</v></c><c t="str"><f>"5"&amp;"01"</f><v>501</v></c></row>'))
    )

    assert _places(roster) == ["r:3//501"]
    assert roster.remarks == ("有 1 格是公式，按文件里存下的结果读。",)


def test_a_formula_in_a_file_of_text_stops_its_row() -> None:
    roster = _roster(
        _csv([_HEAD, [3, "", 501, "=HYPERLINK(1)"], [3, "", 502, "'=1"], [3, "", '="0503"', "@x", "+86 139 0000 0001"]])
    )

    assert _stops(roster) == [("D2", "=HYPERLINK(1)")]
    assert [entry.contact for entry in roster.entries] == ["=1", "@x"]
    assert roster.entries[1].residence.room == "503"


def test_what_no_cell_should_hold_is_cleaned_or_stopped() -> None:
    roster = _roster(
        _csv(
            [
                ["楼号", "室号", "姓名", "备注"],
                [3, "5\x0001", "沈\x07\u202e梅", "一\n二"],
                [3, 502, "字" * 32_000, ""],
                [3, 503, "", "字" * 32_000],
            ]
        )
    )

    assert roster.entries == (_home("3", "501", contact="沈梅", note="一 二"),)
    assert [(unread.cell, len(unread.says)) for unread in roster.unread] == [("C3", 20), ("D4", 20)]


# --- files that are refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "空的"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .xlsx"),
        (by_hand("", {"xl/media/x": b"\0" * (65 * 2**20)}), "太大"),
        (by_hand("", {"xl/styles.xml": "<!DOCTYPE a><a/>"}), "DOCTYPE"),
        (zipped({"a.txt": "x"}), "压缩包"),
        (b"\xff\xfe\xff", "编码"),
        ("你好\n今天天气不错\n".encode(), "没有找到表头"),
        (xlsx([["姓名", "电话"], ["沈梅", 1]]), "没有「室号」"),
        (xlsx([["楼号", "室号"]]), "没有住户"),
        (xlsx([["楼号", "室号"], ["门卫", "值班"]]), "没有一行能读懂。第一处是 A2「门卫」：看不懂是几号楼"),
        (xlsx([["室号", "姓名"], [None, "沈梅"]]), "没有一行能读懂。第一处是 A2：没有室号"),
        (
            by_hand(data(row("楼号", "室号"), *(row("3", f"{n}", f"{n * 7919 % 99991}") for n in range(100_000)))),
            f"超过 {MOST_ROWS} 行",
        ),
    ],
)
def test_a_file_is_refused_whole_with_its_mend(file: bytes, says: str) -> None:
    assert says in _refusal(file)


_WORDS = st.sampled_from(
    ["3", "501", "3-502", "合计", "是", "=1", "", "楼号", "室号", "姓名", "3号楼", "1.39E+10", "一期3号楼", "\0", "'"]
) | st.text(max_size=6)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(_WORDS, max_size=5), max_size=8),
    st.booleans(),
    st.sampled_from([AddressGrammar(), _FLAT, _VILLAS]),
)
def test_any_table_is_read_or_refused(rows: list[list[str]], has_head: bool, grammar: AddressGrammar) -> None:
    read = read_roster(_csv([_HEAD, *rows] if has_head else rows), "3号楼.csv", grammar)

    if isinstance(read, Roster):
        assert len(set(_places(read))) == len(read.lines) > 0
        assert read.unread_places.isdisjoint(_places(read))
    else:
        assert read.reason.endswith("。")


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", "楼号,室号\n".encode("gbk")]),
)
def test_any_bytes_are_read_or_refused(content: bytes, beginning: bytes) -> None:
    assert isinstance(read_roster(beginning + content), (Roster, Refused))
