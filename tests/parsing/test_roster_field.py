"""The other cells: names, telephones, numbers of people, ticks, words for marks, notes."""

import pytest

from domain.household import Mark
from parsing.roster_cell import CellError, clean, short
from parsing.roster_field import contact_in, has_phone_in, note_in, phone_in, size_in, tick_in, words_in


def test_words_are_shown_as_written_without_what_cannot_be_seen() -> None:
    assert clean(" 沈\t梅\n\u200b\x07 ") == "沈 梅"
    assert clean("Kim  Lee") == "Kim Lee"
    assert [clean(words) for words in ("'+86 139", "'=1+1", "O'Neil", "'")] == ["+86 139", "=1+1", "O'Neil", "'"]
    assert short("字" * 30) == "字" * 19 + "…"


@pytest.mark.parametrize("nothing", ["", "无", "/", "—", "不详", "N/A", "暂无"])
def test_nothing_is_nothing(nothing: str) -> None:
    assert contact_in(nothing) is None
    assert phone_in(nothing) == (None, False)
    assert size_in(nothing) is None
    assert note_in(nothing) is None


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("13900000001", "13900000001"),
        ("１３９００００００１１", "13900000011"),
        ("13900000001.0", "13900000001"),
        ("+86 139 0000 0001", "+86 139 0000 0001"),
        ("'021-55500011", "021-55500011"),
        ("13900000001（女儿）", "13900000001(女儿)"),
        ("661234", "661234"),
    ],
)
def test_a_telephone_is_kept_as_written(said: str, phone: str) -> None:
    assert phone_in(said) == (phone, False)


def test_no_phone_may_be_said_in_its_column() -> None:
    assert phone_in("无手机") == (None, True)
    assert phone_in("没有手机") == (None, True)


@pytest.mark.parametrize(
    ("said", "why"), [("1.39E+10", "科学记数"), ("问儿子", "不像"), ("123", "不像"), ("1" * 99, "不像")]
)
def test_what_is_no_telephone_is_said_to_be_none(said: str, why: str) -> None:
    with pytest.raises(CellError, match=why):
        phone_in(said)


def test_people_are_counted() -> None:
    assert [size_in(said) for said in ("3", "3.0", "三", "3人", "３ 口", "两个人", "0", "十二")] == [
        3,
        3,
        3,
        3,
        3,
        2,
        0,
        12,
    ]
    for said in ("3+1", "若干", "1000", "-1", "3" * 30):
        with pytest.raises(CellError, match="几个人"):
            size_in(said)


@pytest.mark.parametrize("mark", [Mark.ALONE, Mark.SMALL_CHILD, Mark.OTHER_LANGUAGE])
def test_ticks_have_many_forms(mark: Mark) -> None:
    assert {tick_in(said, mark) for said in ("是", "√", "✓", "✔", "☑", "1", "Y", "yes", "有", "ｖ", "是。", "●")} == {
        (True, None)
    }
    assert {tick_in(said, mark) for said in ("", "否", "无", "没有", "0", "N", "×", "✗", "/", "-", "不是", "□")} == {
        (False, None)
    }


def test_a_mark_may_be_written_in_its_own_column() -> None:
    assert tick_in("独居", Mark.ALONE) == (True, None)
    assert tick_in("非独居", Mark.ALONE) == (False, None)
    assert tick_in("2", Mark.SMALL_CHILD) == (True, None)
    assert tick_in("8个月", Mark.SMALL_CHILD) == (True, "婴幼儿：8个月")
    assert tick_in("英语", Mark.OTHER_LANGUAGE) == (True, "语言：英语")
    assert tick_in("普通话", Mark.OTHER_LANGUAGE) == (False, None)


def test_none_under_no_phone_says_neither_yes_nor_no() -> None:
    with pytest.raises(CellError, match="是没有手机，还是不属于"):
        tick_in("无", Mark.NO_PHONE)
    assert tick_in("", Mark.NO_PHONE) == (False, None)
    assert tick_in("无手机", Mark.NO_PHONE) == (True, None)


@pytest.mark.parametrize(
    ("said", "mark"), [("子女每周来", Mark.ALONE), ("英" * 50, Mark.OTHER_LANGUAGE), ("可能", Mark.SMALL_CHILD)]
)
def test_what_is_no_tick_is_said_to_be_none(said: str, mark: Mark) -> None:
    with pytest.raises(CellError, match="写 是 或 否"):
        tick_in(said, mark)


def test_a_column_may_ask_who_has_a_phone() -> None:
    assert [has_phone_in(said) for said in ("有", "√", "无", "没有", "否", "0", "", "不详")] == [False] * 2 + [
        True
    ] * 4 + [False] * 2
    with pytest.raises(CellError):
        has_phone_in("老人机")


def test_marks_are_read_as_words_and_the_others_are_kept() -> None:
    assert words_in("独居、无手机") == (frozenset({Mark.ALONE, Mark.NO_PHONE}), None)
    assert words_in("獨居老人；有狗/外籍") == (frozenset({Mark.ALONE, Mark.OTHER_LANGUAGE}), "有狗")
    assert words_in("无") == (frozenset(), None)


def test_what_is_too_long_is_said_to_be_so() -> None:
    for reader in (contact_in, note_in):
        with pytest.raises(CellError, match="太长"):
            reader("字" * 32_767)
    with pytest.raises(CellError):
        tick_in("字" * 32_767, Mark.ALONE)
