"""What the committee reads of a difference: counts first, what stopped and why, never more than one message."""

from domain.household import Entry, Mark
from domain.residence import Residence
from domain.roster import Roster, Unread, difference, silent_buildings
from rendering.page import LIMIT, length
from rendering.roster import applied, difference_text, marks_said


def _home(building: str, room: str, **more: object) -> Entry:
    return Entry(Residence(building=building, room=room), **more)  # type: ignore[arg-type]


_STANDS = (
    _home("3", "501", contact="沈梅", phone="55500011", size=2),
    _home("3", "502", contact="老秦"),
    _home("3", "601"),
    _home("5", "101", contact="Kim"),
)
_COMES = (
    _home("3", "501", contact="沈梅", phone="55500012", size=3),
    _home("3", "601"),
    _home("3", "602", contact="吴婆婆", size=1, marks=frozenset({Mark.NO_PHONE, Mark.ALONE})),
)


def test_a_difference_reads_from_the_counts_to_the_lines() -> None:
    roster = Roster(
        unread=(Unread("C17", "3月5日", "Excel 把它当成了日期。", "3号楼"), Unread("A9", "", "没有楼号：填上。")),
        remarks=("没有用到的列：车牌。",),
    )

    shown = difference_text(difference(_STANDS, _COMES), roster, silent_buildings(_STANDS, _COMES))

    assert shown.is_whole
    assert shown.text == (
        "📋 花名册对照（还没有改动）\n"
        "新增 1 户，变动 1 户，没有了 2 户，不变 1 户\n"
        "读不懂 2 行：不导入，这些户照旧\n"
        "⚠ 有的行看不出是哪一户，它们可能就在「没有了」里面：先改好再导入\n"
        "⚠ 表里一户也没有的楼：5号楼（现有 1 户，都算没有了）\n"
        "\n【读不懂的行】\n"
        "「3号楼」C17「3月5日」：Excel 把它当成了日期。\n"
        "A9（空）：没有楼号：填上。\n"
        "\n【没有了】\n"
        "3-502 老秦\n"
        "5-101 Kim\n"
        "\n【变动】\n"
        "3-501 电话 55500011 → 55500012；人数 2 → 3\n"
        "\n【新增】\n"
        "3-602 吴婆婆 1人 独居、无手机\n"
        "\n【守望自己补上或没有用的】\n"
        "没有用到的列：车牌。"
    )


def test_what_stays_of_other_buildings_is_told() -> None:
    change = difference(_STANDS, _COMES, buildings={(None, "3")})

    shown = difference_text(change, Roster(), [(None, "5")])

    assert "表里没有但照旧的 1 户" in shown.text
    assert "5号楼（现有 1 户，照旧）" in shown.text
    assert applied(change) == (
        "✅ 花名册更新好了：新增 1 户，变动 1 户，没有了 1 户，不变 1 户，表里没有但照旧的 1 户。"
    )


def test_a_great_difference_fits_one_message_and_says_what_it_leaves_out() -> None:
    comes = [_home(str(number % 30), f"{number}", contact="很长的名字" * 8, note="注" * 900) for number in range(900)]
    roster = Roster(
        unread=tuple(Unread(f"C{n}", "？" * 20, "看不懂" * 30) for n in range(500)), remarks=("补" * 900,) * 9
    )

    shown = difference_text(difference((), comes), roster, [(None, str(number)) for number in range(200)])

    assert length(shown.text) <= LIMIT
    assert not shown.is_whole
    assert "新增 900 户" in shown.text
    assert "条，见表格" in shown.text


def test_many_short_lines_are_cut_as_well() -> None:
    shown = difference_text(difference((), [_home("1", str(room)) for room in range(101, 201)]), Roster())

    assert "……还有 60 条，见表格" in shown.text
    assert not shown.is_whole


def test_no_difference_is_only_counted() -> None:
    shown = difference_text(difference(_STANDS, _STANDS), Roster())

    assert shown.is_whole
    assert shown.text.endswith("新增 0 户，变动 0 户，没有了 0 户，不变 4 户")


def test_words_in_cells_cannot_break_the_lines() -> None:
    comes = [_home("3", "501", contact="沈\n【没有了】\u202e梅")]

    assert "\n3-501 沈 【没有了】梅" in difference_text(difference((), comes), Roster()).text


def test_buildings_are_said_with_their_lane() -> None:
    text = difference_text(difference((), _COMES), Roster(), [("66", "8"), ("66", None), (None, None)]).text

    assert "66弄8号楼、66弄、没写楼号的" in text


def test_marks_have_one_order() -> None:
    assert marks_said([Mark.OTHER_LANGUAGE, Mark.ALONE]) == "独居、外语"
    assert marks_said([]) == ""
