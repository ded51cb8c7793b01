"""A text copied from WeChat in the shapes that its windows and phones give it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from parsing.chat_copy import NoDateError, NotACopyError, read_copy

ZONE = ZoneInfo("Asia/Shanghai")
COPIED = date(2022, 4, 13)  # a Wednesday


def read(text: str, copied: date | None = COPIED) -> list[tuple[str, str, str]]:
    """Return (when, who, words) of each message."""
    return [
        (f"{datetime.fromtimestamp(one.sent_at, ZONE):%Y-%m-%d %H:%M:%S}", one.name, one.text)
        for one in read_copy(text.split("\n"), ZONE, copied)
    ]


def test_the_window_on_a_computer_puts_name_and_time_above_the_words() -> None:
    text = "方姐 2022/4/3 10:21:05\n豆角2份\n要嫩的\n\n3-502 老段 2022/4/3 10:22:10\n+1\n"
    assert read(text, None) == [
        ("2022-04-03 10:21:05", "方姐", "豆角2份\n要嫩的"),
        ("2022-04-03 10:22:10", "3-502 老段", "+1"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "方姐 2022-04-03 10:21",
        "方姐  2022.4.3 10:21",
        "方姐 2022年4月3日 10:21",
        "方姐 2022年4月3日 上午10:21",
        "方姐: 2022-04-03 10:21",
        "2022-04-03 10:21 方姐",
        "2022-04-03 10:21 方姐(wxid_9ab2)",
        "2022-04-03 10:21 方姐：",
    ],
)
def test_dates_are_written_in_several_ways_before_or_after_the_name(head: str) -> None:
    assert read(f"{head}\n豆角2份", None) == [("2022-04-03 10:21:00", "方姐", "豆角2份")]


def test_the_phone_mails_the_days_as_lines_and_a_time_after_each_name() -> None:
    text = (
        "各位好\n\n—————  2022-04-03  —————\n\n\n方姐  10:21\n\n豆角2份\n\n老段  23:58\n\n+1\n\n"
        "—————  2022-04-04  —————\n\n方姐  0:03\n\n晚安\n"
    )
    assert read(text, None) == [
        ("2022-04-03 10:21:00", "方姐", "豆角2份"),
        ("2022-04-03 23:58:00", "老段", "+1"),
        ("2022-04-04 00:03:00", "方姐", "晚安"),
    ]


@pytest.mark.parametrize(
    ("stamp", "when"),
    [
        ("10:21", "2022-04-13 10:21:00"),
        ("今天 10:21", "2022-04-13 10:21:00"),
        ("昨天 下午2:05", "2022-04-12 14:05:00"),
        ("前天 晚上11:00", "2022-04-11 23:00:00"),
        ("星期五 凌晨12:30", "2022-04-08 00:30:00"),
        ("周日 中午12:10", "2022-04-10 12:10:00"),
        ("星期天 中午1:10", "2022-04-10 13:10:00"),
        ("星期三 10:21", "2022-04-06 10:21:00"),
        ("4月3日 10:21", "2022-04-03 10:21:00"),
        ("12月30日 10:21", "2021-12-30 10:21:00"),
        ("04-03 10:21:07", "2022-04-03 10:21:07"),
        ("4/3 10:21 ", "2022-04-03 10:21:00"),
    ],
)
def test_what_a_time_leaves_out_comes_from_the_day_of_copying(stamp: str, when: str) -> None:
    assert read(f"方姐 {stamp}\n豆角2份") == [(when, "方姐", "豆角2份")]


def test_short_and_long_times_stand_together_as_the_window_shows_them() -> None:
    text = "方姐 昨天 10:21\n豆角2份\n老段 9:15\n+1"
    assert [one[0] for one in read(text)] == ["2022-04-12 10:21:00", "2022-04-13 09:15:00"]


def test_names_with_a_colon_have_no_times_and_follow_a_blank_line() -> None:
    text = "方姐:\n今天团这些：\n豆角\n\n12楼的小何：\n豆角2份\n\n1. 备注：\n还是话"
    assert read(text) == [
        ("2022-04-13 09:00:01", "方姐", "今天团这些：\n豆角"),
        ("2022-04-13 09:00:02", "12楼的小何", "豆角2份\n\n1. 备注：\n还是话"),
    ]


def test_words_that_look_like_a_head_of_another_shape_stay_words() -> None:
    text = "方姐 2022/4/3 10:21:05\n截单 4月4日 18:00\n小区门口 18:30\n备注：\n老段 2022/4/3 25:10:00\n放门卫"
    assert [(who, words.count("\n")) for _, who, words in read(text, None)] == [("方姐", 4)]


def test_deadlines_are_no_names() -> None:
    text = "方姐 10:21\n截单时间 18:00\n提货 4月14日 9:00\n老段 10:25\n好"
    assert [who for _, who, _ in read(text)] == ["方姐", "老段"]


def test_a_day_that_is_none_begins_no_message() -> None:
    assert [who for _, who, _ in read("方姐 2月28日 10:21\n好\n老段 2月30日 10:22\n好")] == ["方姐"]
    assert read("方姐 2012/4/3 10:21\n好\n——— 2022-02-30 ———", None) == []


def test_pictures_notices_and_quotes_are_no_words_of_the_speaker() -> None:
    text = (
        "方姐 10:21\n[图片]\n老段 10:22\n「方姐：豆角2份」\n- - - - - - - - - - - - - - -\n我也要\n"
        '小何 10:23\n收到\n"老段" 撤回了一条消息\n'
    )
    assert [one[2] for one in read(text)] == ["", "我也要", "收到"]


def test_the_same_name_is_the_same_account_and_lines_number_the_messages() -> None:
    said = list(read_copy(["方姐 10:21", "好", "老段 10:22", "好", "方姐 10:23", "好"], ZONE, COPIED))
    assert [one.number for one in said] == [1, 3, 5]
    assert said[0].account == said[2].account != said[1].account


def test_a_time_without_a_day_names_its_line() -> None:
    with pytest.raises(NoDateError) as raised:
        read("问候\n\n方姐 10:21\n好", None)
    assert raised.value.line == 3


def test_a_text_without_heads_is_no_copy() -> None:
    with pytest.raises(NotACopyError):
        read("从前有座山\n" * 300 + "方姐 10:21\n好")
    with pytest.raises(NotACopyError):
        read("")
