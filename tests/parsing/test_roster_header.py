"""How committees head their columns, and in which row."""

import pytest

from parsing.roster_header import find_header, header_of, heading_of, score
from parsing.table import Damaged, Row


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("lane", "弄 弄号"),
        ("building", "楼号 楼栋 幢 栋 号 号楼 楼栋号 幢号 所在楼栋 楼栋名称 楼\n号 *楼号（必填） 樓號 【楼号】"),
        ("unit", "单元 单元号 门洞 单元门号 門"),
        ("room", "室号 房号 房间号 室 房室号 房屋编号 户室 门牌室号"),
        ("address", "地址 居住地址 门牌 门牌号 房屋地址 现居住地址 楼室号 楼-单元-室 楼栋/室号"),
        ("contact", "户主 姓名 联系人 户主姓名 居民姓名 业主 户主/联系人"),
        ("phone", "电话 手机 联系电话 手机号码 联系方式 户主电话 手机/电话 座机 固定电话 電話"),
        ("size", "人数 户籍人数 实住人数 常住人口 家庭人数 人口数 人数（人）"),
        ("alone", "独居 是否独居 独居老人"),
        ("no_phone", "无手机 不会用手机 没有智能手机"),
        ("has_phone", "有无手机 智能手机 是否有手机"),
        ("small_child", "婴幼儿 有无婴幼儿 小孩"),
        ("language", "语言 外语 外籍 语种"),
        ("marks", "标记 特殊人群 特殊情况 人员类别"),
        ("note", "备注 说明 其他"),
    ],
)
def test_a_heading_is_known_however_it_is_written(field: str, headings: str) -> None:
    assert {heading: (heading_of(heading) or ("",))[0] for heading in headings.split(" ")} == dict.fromkeys(
        headings.split(" "), field
    )
    assert heading_of(" ".join(headings.split(" ")[0])) == heading_of(headings.split(" ")[0])


@pytest.mark.parametrize(
    "heading",
    [
        "序号",
        "楼组长",
        "楼组长电话",
        "紧急联系人",
        "子女电话",
        "身份证号",
        "户籍地址",
        "户数",
        "年龄",
        "",
        "（）",
        "栋" * 200,
    ],
)
def test_other_headings_are_not(heading: str) -> None:
    assert heading_of(heading) is None


def test_the_heading_is_the_row_with_most_of_them() -> None:
    rows = (
        Row(1, ("幸福里 备注",)),
        Row(2, ("地址", "", "户主", "说明")),
        Row(3, ("楼号", "室号", "", "", "车牌", "车牌")),
        Row(4, ("楼号", "室号", "姓名", Damaged("#N/A", "错"))),
    )

    header = find_header(rows)

    assert header is not None
    assert sorted((column.place, column.field) for column in header.columns) == [
        (0, "building"),
        (1, "room"),
        (2, "contact"),
        (3, "note"),
    ]
    assert header.row == 3  # its empty cells are headed by the row above
    assert header.unused == ("车牌", "车牌")


def test_a_heading_that_names_a_place_comes_before_a_longer_one() -> None:
    header = find_header((Row(1, ("说明", "电话", "联系人")), Row(2, ("室号", "姓名"))))

    assert header is not None
    assert header.row == 2


def test_no_heading_stands_below_the_twentieth_row() -> None:
    assert find_header((Row(21, ("楼号", "室号")),)) is None
    assert score((Row(21, ("楼号", "室号")),)) == 0
    assert score((Row(20, ("楼号", "室号")),)) == 2


def test_of_columns_for_the_same_thing_the_better_comes_first() -> None:
    header = header_of(Row(1, ("户籍人数", "业主", "人数", "联系人", "实住人数", "姓名")))

    assert [column.heading for column in header.of("size", "contact")] == [
        "联系人",
        "实住人数",
        "人数",
        "姓名",
        "户籍人数",
        "业主",
    ]


def test_a_heading_names_a_place_by_room_address_or_villa() -> None:
    building, room = header_of(Row(1, ("楼号", "姓名"))), header_of(Row(1, ("室号",)))

    assert not building.names_a_place(villas=False)
    assert building.names_a_place(villas=True)
    assert room.names_a_place(villas=False)
