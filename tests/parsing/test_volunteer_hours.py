"""How long a volunteer served, in words; what only sounds like it is talk."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.volunteer_hours import Said
from parsing.volunteer_hours import read_hours, read_told, seems_hours

AT = datetime(2026, 3, 4, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Wednesday


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("今天服务3小时", 180),
        ("工时2.5h", 150),
        ("志愿服务180分钟", 180),
        ("服务时长：3小时", 180),
        ("我今天志愿服务时长是4小时。", 240),
        ("今天做志愿者两小时四十分", 160),
        ("今天下午帮忙发菜3个小时", 180),
        ("今天帮忙发菜、搬货 3小时", 180),
        ("我今天在西门值班三小时", 180),
        ("上午9点到11点半值班", 150),
        ("今天值班从早上8点一直做到下午4点", 480),
        ("今天8:30~11:00，13:00~16:00 值守", 330),
        ("今天值班上午2小时，下午3小时", 300),
        ("晚上6点到8点站岗", 120),
        ("今天服务0小时", 0),
    ],
)
def test_a_day_of_service(text: str, minutes: int) -> None:
    assert read_hours(text, AT) == Said(date(2026, 3, 4), minutes)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天服务了两小时", date(2026, 3, 3)),
        ("昨晚值班8点到10点", date(2026, 3, 3)),
        ("值班2小时，昨天", date(2026, 3, 3)),
        ("周二服务2小时", date(2026, 3, 3)),
        ("周五服务2小时", date(2026, 2, 27)),
        ("3月2日服务2小时", date(2026, 3, 2)),
    ],
)
def test_a_day_that_was(text: str, day: date) -> None:
    assert read_hours(text, AT) == Said(day, 120)


@pytest.mark.parametrize("text", ["又服务了1小时", "今天又值班一小时", "再帮忙搬货60分钟"])
def test_more_of_the_same_day(text: str) -> None:
    assert read_hours(text, AT) == Said(date(2026, 3, 4), 60, adds=True)


@pytest.mark.parametrize(
    "text",
    [
        "今天服务3小时才轮到我",
        "今天服务3小时吗",
        "志愿者今天站了3小时，辛苦了",
        "要帮忙3小时，谁来",
        "今天电梯停3小时",
        "帮忙看一下3小时后到",
        "老张今天值班3小时",
        "3号楼502 志愿服务 3小时",
        "服务了30年",
        "每天服务2小时",
        "明天值班3小时",
        "2月2日服务3小时",  # too long ago to be sure of
        "昨天服务2小时，前天服务2小时",
        "今天服务半天",  # no length that could be summed
        "今天服务一天",
        "今天3小时",
        "服务",
        "",
        "志愿者" * 40 + "3小时",
    ],
)
def test_what_is_no_statement_of_ones_hours(text: str) -> None:
    assert read_hours(text, AT) is None


@pytest.mark.parametrize("text", ["3小时", "今天3小时", "9点到12点", "180分钟", "今天：3小时"])
def test_the_length_alone_is_enough_behind_the_command(text: str) -> None:
    assert read_hours(text, AT) is None
    assert read_hours(text, AT, is_asked=True) == Said(date(2026, 3, 4), 180)


@pytest.mark.parametrize(
    "text", ["今天服务3小时", "服务3小时", "昨天服务3小时", "今晚值班9点到12点", "晚上9点到12点值班"]
)
def test_after_midnight_the_day_is_the_one_that_is_not_over_yet(text: str) -> None:
    assert read_hours(text, AT + timedelta(hours=4, minutes=20)) == Said(date(2026, 3, 4), 180)


@pytest.mark.parametrize(
    "text", ["今晚值班8点到10点", "今天值班22点到6点", "今天下午5点到9点值班", "今天值班20点到21点"]
)
def test_what_is_not_over_yet_is_a_plan(text: str) -> None:
    assert read_hours(text, AT) is None
    assert seems_hours(text)


@pytest.mark.parametrize(
    "text", ["刚下班，今天服务3小时", "今天服务3个小时，累死了", "刚才说错了，今天服务3小时", "今天值夜班3小时"]
)
def test_what_stands_beside_hours_in_private(text: str) -> None:
    assert read_told(text, AT) == Said(date(2026, 3, 4), 180)


@pytest.mark.parametrize("text", ["今天服务3小时，谁来接班", "今天服务3小时，明天服务2小时", "今天服务3小时，不算了"])
def test_what_says_more_than_hours_is_not_taken_for_them(text: str) -> None:
    assert read_told(text, AT) is None


@pytest.mark.parametrize("text", ["改成2小时", "不对，是2小时", "2小时", "应该是两个小时"])
def test_a_correction_is_of_the_day_before_it(text: str) -> None:
    day = date(2026, 3, 3)
    assert read_told(text, AT) is None
    assert read_told(text, AT, is_asked=True, day=day) == Said(day, 120)


@pytest.mark.parametrize(
    ("text", "seems"),
    [
        ("今天服务半天", True),
        ("今天干了5个小时", True),
        ("今天发菜从下午2点到5点", True),
        ("今天服务2小时不算了", True),
        ("删掉今天的工时", True),
        ("今天服务3", True),
        ("帮忙看看下午能到吗", False),
        ("今天服务了几小时？", False),
        ("我要配药 缬沙坦3盒", False),
        ("谢谢", False),
    ],
)
def test_what_may_have_been_meant_for_hours(text: str, seems: bool) -> None:
    assert seems_hours(text) is seems
