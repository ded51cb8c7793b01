"""Households on several rows: two people, copies, contradictions."""

import pytest

from domain.household import Mark
from tests.parsing.rosters import HEAD, home, places_of, roster_of, text_file
from tests.parsing.workbook import Rows, xlsx


def test_two_people_of_a_household_are_one_household() -> None:
    rows: Rows = [
        [*HEAD, "人数", "独居", "备注"],
        [3, 1, 501, "沈梅", "55500011", 2, "", "有狗"],
        [3, 1, "501室", "沈建国", "55500012", 2, "", "有狗"],
        [3, 1, 502, "", "", "", "是", ""],
        [3, 1, 502, "老秦", "", 1, "", ""],
    ]

    roster = roster_of(text_file(rows))

    assert roster.entries == (
        home("3", "501", "1", contact="沈梅", phone="55500011", size=2, note="有狗；同住：沈建国 55500012"),
        home("3", "502", "1", contact="老秦", size=1, marks=frozenset({Mark.ALONE})),
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

    roster = roster_of(text_file(rows))

    assert places_of(roster) == ["r:3//502"]
    (unread,) = roster.unread
    assert (unread.cell, unread.says, unread.places) == ("B4", "501", ("r:3//501",))
    assert unread.reason.startswith(f"和第 2 行是同一户，{why}")


def test_the_other_row_may_stand_on_another_sheet() -> None:
    roster = roster_of(
        xlsx(
            sheets={
                "甲": [HEAD, [3, "", 501, "沈梅", "55500011"], [3, "", 502]],
                "乙": [HEAD, [3, "", 501, "沈梅", "55500012"]],
            }
        )
    )

    assert roster.unread[0].sheet == "乙"
    assert roster.unread[0].reason.startswith("和「甲」第 2 行是同一户，电话不一样")


def test_a_household_is_left_out_whole_when_one_of_its_rows_is_not_read() -> None:
    roster = roster_of(
        text_file([HEAD, [3, 1, 501, "沈梅", ""], [3, 1, 501, "沈建国", "1.39E+10"], [3, 1, 502, "", ""]])
    )

    assert places_of(roster) == ["r:3/1/502"]
    assert roster.unread_places == {"r:3/1/501"}
