"""Which building a row means: merged cells, empty ones, titles, sheets and files named after one."""

import openpyxl

from domain.roster import Refused
from parsing.roster import read_roster
from tests.parsing.rosters import FLAT, HEAD, VILLAS, home, places_of, refusal_of, roster_of, stops_of, text_file
from tests.parsing.workbook import Rows, saved, xlsx


def test_a_building_merged_over_its_rooms_is_filled_down_and_told() -> None:
    roster = roster_of(xlsx([HEAD, [3, 1, 501], [None, None, 502], [5, None, 101]], ["A2:A3", "B2:B3"]))

    assert places_of(roster) == ["r:3/1/501", "r:3/1/502", "r:5//101"]
    assert roster.remarks == ("合并的格子（A2:A3、B2:B3）按合并的范围逐行填了。",)


def test_an_empty_building_means_the_row_above_and_that_is_told() -> None:
    roster = roster_of(
        text_file([HEAD, [3, 1, 501], ["", "", 502], ["", 2, 501], [3, "", 601], [5, "", 101], ["", "", 102]])
    )

    assert places_of(roster) == ["r:3/1/501", "r:3/1/502", "r:3/2/501", "r:3/2/601", "r:5//101", "r:5//102"]
    assert roster.remarks == (
        "第 3 行（3号楼1单元）、第 4–5 行（3号楼2单元）、第 7 行（5号楼）楼号或单元空着，按上面一行的填了。",
    )


def test_below_a_building_that_cannot_be_read_nothing_is_filled_in() -> None:
    roster = roster_of(text_file([HEAD, [3, "", 501], ["一期5号楼", "", 101], ["", "", 102], [6, "", 101]]))

    assert places_of(roster) == ["r:3//501", "r:6//101"]
    assert [(unread.cell, unread.reason) for unread in roster.unread] == [
        ("A3", "看不懂是几号楼：写成 3 或 3号楼。"),
        ("A4", "上面一行的这一格没读懂，这里空着说不清：填上。"),
    ]


def test_below_a_room_that_cannot_be_read_its_building_goes_on_and_a_lost_unit_does_not() -> None:
    rows: Rows = [
        HEAD,
        [3, 1, 501],
        [5, 2, "门卫"],
        ["", "", 502],
        ["", "无单元", 503],
        ["", "", 504],
        [5, "", 505],
        [6, "", 601],
    ]

    roster = roster_of(text_file(rows))

    assert places_of(roster) == ["r:3/1/501", "r:5/2/502", "r:6//601"]
    assert stops_of(roster) == [("C3", "门卫"), ("B5", "无单元"), ("B6", ""), ("B7", "")]


def test_below_a_sum_and_a_building_without_rooms_the_old_building_ends() -> None:
    rows: Rows = [
        HEAD,
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

    roster = roster_of(text_file(rows))

    assert places_of(roster) == ["r:3//501", "r:5//101", "r:6//102"]
    assert stops_of(roster) == [("A4", ""), ("A10", "")]


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

    roster = roster_of(text_file(rows))

    assert places_of(roster) == ["r:5//101"]
    assert stops_of(roster) == [("A3", "501"), ("A7", "201")]


def test_a_sheet_a_building_says_the_building() -> None:
    roster = roster_of(
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
    assert stops_of(roster) == [("A4", "5-201")]
    assert roster.remarks == (
        "「3号楼」：没写楼号的行，按工作表或文件的名字算作 3号楼。",
        "「5」：没写楼号的行，按工作表或文件的名字算作 5号楼。",
        "没有读的工作表（隐藏的，或者没有表头）：Sheet3。",
    )


def test_a_file_named_after_a_building_says_the_building() -> None:
    file = text_file([["室号", "姓名"], [501, "沈梅"]])

    assert places_of(roster_of(file, "3号楼花名册.csv")) == ["r:3//501"]
    assert "没有楼号" in refusal_of(file, "花名册.csv")
    assert "没有楼号" in refusal_of(file, "3号楼、5号楼.csv")
    assert isinstance(read_roster(file, "3号花名册.csv", VILLAS), Refused)


def test_hidden_sheets_are_left_out_and_told() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "今年"
    for title in ("今年", "去年"):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        sheet.append(["楼号", "室号"])
        sheet.append([3, 501 if title == "今年" else 502])
    book["去年"].sheet_state = "hidden"

    roster = roster_of(saved(book))
    assert places_of(roster) == ["r:3//501"]
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

    assert roster_of(text_file(rows)).entries[1:] == (
        home("3", "502", contact="老秦"),
        home("3", "503", phone="55500011"),
    )


def test_rows_made_ready_and_left_empty_are_no_households() -> None:
    rows: Rows = [
        *(["序号", "楼号", "单元", "室号"], [1, 3, 1, 501], [2, 3, 1, None], [3, None, None, None]),
        *(["\u200b"], [4, "3号楼", "有的单元"], ["统计人：居委会", "", "", 9], ["填表日期", "4月"]),
    ]

    roster = roster_of(xlsx(rows))

    assert places_of(roster) == ["r:3/1/501"]
    assert roster.unread == ()


def test_units_that_the_grammar_does_not_know_are_told() -> None:
    roster = roster_of(text_file([HEAD, [3, 1, 501]]), grammar=FLAT)

    assert places_of(roster) == ["r:3/1/501"]
    assert "小区的门牌写法里没有" in roster.remarks[0]


def test_rooms_that_repeat_their_building_are_read_where_that_is_certain() -> None:
    several: Rows = [["楼号", "房号"], [3, "3-501"], [3, "502"], [5, "5-101"], ["门卫", "6-1"], ["六期", "6-101"]]
    single: Rows = [["楼号", "房号"], [1, "1-501"], [1, 502]]
    units: Rows = [["楼号", "房号"], [1, "1-501"], [2, "2-501"], [2, "1-501"]]

    assert places_of(roster_of(text_file(several))) == ["r:3//501", "r:3//502", "r:5//101"]
    assert [unread.reason for unread in roster_of(text_file(single)).unread] == [
        "1 是楼号还是单元？楼号、单元、室号分三列写。"
    ]
    assert places_of(roster_of(text_file(units))) == ["r:2/1/501"]
    assert places_of(roster_of(text_file(single), grammar=FLAT)) == ["r:1//501", "r:1//502"]


def test_rooms_numbered_by_floor_get_their_floor() -> None:
    rows: Rows = [["楼号", "楼层", "室号"], [3, 5, "02"], [3, "十二层", 1], [3, 6, 601], [3, "", 9], [3, "顶层", 3]]

    roster = roster_of(text_file(rows))

    assert places_of(roster) == ["r:3//502", "r:3//1201", "r:3//601"]
    assert stops_of(roster) == [("B5", ""), ("B6", "顶层")]
    assert roster.remarks == ("只有一两位的室号前面加了楼层：5 层 02 室是 502。",)
