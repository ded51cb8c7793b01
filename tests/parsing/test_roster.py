"""Whole files: what committees send, what Excel does to it, and what nobody should."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.household import Mark
from domain.residence import AddressGrammar
from domain.roster import Line, Refused, Roster, Unread
from parsing.roster import read_roster
from parsing.table import MOST_ROWS
from tests.parsing.rosters import FLAT, HEAD, VILLAS, home, places_of, refusal_of, roster_of, stops_of, text_file
from tests.parsing.workbook import Rows, by_hand, data, row, xlsx, zipped

# --- what committees send ----------------------------------------------------------------------------------


def test_a_list_as_a_committee_keeps_it_is_read() -> None:
    roster = roster_of(
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
            home(
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
            home("3", "502", "1", contact="老秦", phone="021-55500011", marks=frozenset({Mark.ALONE, Mark.NO_PHONE})),
            5,
        ),
        Line(home("12", "12A", contact="Kim", size=3, marks=frozenset({Mark.OTHER_LANGUAGE}), note="语言：英语"), 6),
    )
    assert roster.unread == ()
    assert roster.remarks == ("没有用到的列：身份证号。",)


def test_a_file_of_text_reads_as_the_workbook_does() -> None:
    rows: Rows = [HEAD, ["3", "1", "501", "沈梅", "55500011"], ["3", "", "502", "", ""]]

    assert roster_of(text_file(rows)).lines == roster_of(xlsx(rows)).lines


def test_addresses_in_one_cell_are_read() -> None:
    roster = roster_of(
        text_file([["地址", "联系人"], ["幸福路66弄3号502室", "沈梅"], ["5-2-1001", "老秦"], ["门卫室", ""]])
    )

    assert places_of(roster) == ["r:66弄3//502", "r:5/2/1001"]
    assert stops_of(roster) == [("A4", "门卫室")]


def test_a_road_beside_building_and_room_is_left_alone_and_an_address_may_say_the_building() -> None:
    rows: Rows = [
        ["地址", "楼号", "室号"],
        ["幸福路120号", 3, 501],
        ["66弄8号", None, 204],
        ["幸福路", None, "5-101"],
        ["幸福路", None, 9],
    ]

    roster = roster_of(text_file(rows))

    assert places_of(roster) == ["r:3//501", "r:66弄8//204", "r:5//101"]
    assert [(unread.cell, unread.reason) for unread in roster.unread] == [("B5", "没有楼号：填上。")]
    head = ["楼号", "门牌"]
    assert places_of(roster_of(text_file([head, [3, "3-501"], [5, "5-101"], [5, 102]]))) == [
        "r:3//501",
        "r:5//101",
        "r:5//102",
    ]
    assert places_of(roster_of(text_file([head, [5, "6-101"]]))) == ["r:5/6/101"]


def test_villas_have_no_rooms() -> None:
    rows: Rows = [["楼号", "户主"], [8, "沈梅"], ["12号", "老秦"], ["13", ""]]

    assert places_of(roster_of(xlsx(rows), grammar=VILLAS)) == ["r:8//", "r:12//", "r:13//"]
    assert places_of(roster_of(text_file([["地址", "户主"], ["幸福路8号", "沈梅"], ["12号", ""]]), grammar=VILLAS)) == [
        "r:8//",
        "r:12//",
    ]
    assert places_of(roster_of(text_file([["楼号", "地址", "户主"], [8, "幸福路", "沈梅"]]), grammar=VILLAS)) == [
        "r:8//"
    ]
    assert "没有「室号」" in refusal_of(xlsx(rows))


def test_a_column_of_lanes_is_read() -> None:
    assert places_of(roster_of(text_file([["弄", "号", "室"], [66, 8, 204], ["", 9, 101]]))) == [
        "r:66弄8//204",
        "r:66弄9//101",
    ]


def test_marks_may_stand_in_one_column_of_words() -> None:
    roster = roster_of(
        text_file([["楼号", "室号", "特殊人群", "备注"], [3, 501, "独居、无手机", "独居"], [3, 502, "残疾", "有狗"]])
    )

    assert [(entry.marks, entry.note) for entry in roster.entries] == [
        (frozenset({Mark.ALONE, Mark.NO_PHONE}), "独居"),
        (frozenset(), "有狗；残疾"),
    ]


def test_without_columns_for_marks_they_are_looked_for_among_the_notes() -> None:
    roster = roster_of(text_file([["楼号", "室号", "备注", "有无手机"], [3, 501, "独居，有狗", "无"]]))
    assert roster.entries[0].marks == {Mark.NO_PHONE}

    roster = roster_of(text_file([["楼号", "室号", "备注"], [3, 501, "独居，有狗"]]))
    assert (roster.entries[0].marks, roster.entries[0].note) == (frozenset({Mark.ALONE}), "独居，有狗")


def test_two_columns_of_telephones_and_of_notes_are_joined() -> None:
    rows: Rows = [
        ["楼号", "室号", "座机", "手机", "备注", "其他"],
        [3, 501, "55500011", "13900000001", "有狗", "有狗"],
        [3, 502, "无手机", "", "腿脚不便", "晚上在"],
    ]

    rows = [*rows, [3, 503, "", "", "长" * 600, "短" * 600]]

    roster = roster_of(text_file(rows))

    assert [(unread.cell, unread.reason) for unread in roster.unread] == [("E4", "太长：备注最多 1000 个字。")]
    first, second = roster.entries
    assert (first.phone, first.note) == ("13900000001、55500011", "有狗")
    assert (second.phone, second.marks, second.note) == (
        None,
        frozenset({Mark.NO_PHONE}),
        "腿脚不便；晚上在",
    )


# --- what spreadsheets do ----------------------------------------------------------------------------------


def test_what_a_spreadsheet_has_spoilt_stops_its_row_with_cell_and_reason() -> None:
    roster = roster_of(
        xlsx(
            [
                [*HEAD, "备注"],
                [3, 1, datetime(2026, 3, 1), "沈梅"],  # noqa: DTZ001
                [3, 1, 502.5, "老秦"],
                [3, 1, 503, "=A1", ""],
                [3, 1, 504, "", "1.39E+10"],
                [3, 1, "505", "", "", datetime(2026, 3, 1)],  # noqa: DTZ001
            ]
        )
    )

    assert roster.entries == (home("3", "505", "1", note="2026年3月1日"),)
    assert roster.unread[0] == Unread(
        "C2", "2026年3月1日", "Excel 把它当成了日期：把这一列设成「文本」格式，再照原样写一遍。"
    )
    assert [(unread.cell, unread.says, unread.places) for unread in roster.unread[1:]] == [
        ("C3", "502.5", ()),
        ("D4", "公式", ("r:3/1/503",)),
        ("E5", "1.39E+10", ("r:3/1/504",)),
    ]


def test_saved_results_of_formulas_are_read_and_told() -> None:
    roster = roster_of(
        by_hand(data(row("楼号", "室号"), '<row><c><v>3</v></c><c t="str"><f>"5"&amp;"01"</f><v>501</v></c></row>'))
    )

    assert places_of(roster) == ["r:3//501"]
    assert roster.remarks == ("有 1 格是公式，按文件里存下的结果读。",)


def test_a_formula_in_a_file_of_text_stops_its_row() -> None:
    roster = roster_of(
        text_file(
            [HEAD, [3, "", 501, "=HYPERLINK(1)"], [3, "", 502, "'=1"], [3, "", '="0503"', "@x", "+86 139 0000 0001"]]
        )
    )

    assert stops_of(roster) == [("D2", "=HYPERLINK(1)")]
    assert [entry.contact for entry in roster.entries] == ["=1", "@x"]
    assert roster.entries[1].residence.room == "503"


def test_what_no_cell_should_hold_is_cleaned_or_stopped() -> None:
    roster = roster_of(
        text_file(
            [
                ["楼号", "室号", "姓名", "备注"],
                [3, "5\x0001", "沈\x07\u202e梅", "一\n二"],
                [3, 502, "字" * 32_000, ""],
                [3, 503, "", "字" * 32_000],
            ]
        )
    )

    assert roster.entries == (home("3", "501", contact="沈梅", note="一 二"),)
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
    assert says in refusal_of(file)


_WORDS = st.sampled_from(
    ["3", "501", "3-502", "合计", "是", "=1", "", "楼号", "室号", "姓名", "3号楼", "1.39E+10", "一期3号楼", "\0", "'"]
) | st.text(max_size=6)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(_WORDS, max_size=5), max_size=8),
    st.booleans(),
    st.sampled_from([AddressGrammar(), FLAT, VILLAS]),
)
def test_any_table_is_read_or_refused(rows: list[list[str]], has_head: bool, grammar: AddressGrammar) -> None:
    read = read_roster(text_file([HEAD, *rows] if has_head else rows), "3号楼.csv", grammar)

    if isinstance(read, Roster):
        assert len(set(places_of(read))) == len(read.lines) > 0
        assert read.unread_places.isdisjoint(places_of(read))
    else:
        assert read.reason.endswith("。")


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", "楼号,室号\n".encode("gbk")]),
)
def test_any_bytes_are_read_or_refused(content: bytes, beginning: bytes) -> None:
    assert isinstance(read_roster(beginning + content), (Roster, Refused))
