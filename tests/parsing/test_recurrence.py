"""What happens again: the corners that docs/message-shapes/times.md does not show."""

import pytest

from parsing.recurrence import once_in, recurrence_at
from tests.parsing.words import in_words


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("隔周", "weekly/2"),
        ("每隔一个月的5号", "monthly/2 day 5"),
        ("每隔两天", "daily/2"),
        ("每一个半小时", "minutely/90"),
        ("每半天", "hourly/12"),
        ("每半个月", "daily/15"),
        ("每月第一天", "monthly day 1"),
        ("每月初十", "monthly day 10"),
        ("每月3、18号", "monthly day 3,18"),
        ("每年11月", "yearly month 11"),
        ("逢周二", "weekly 2"),
        ("每周5上午9点", "weekly 5 09:00"),
        ("每天晚上12点", "daily 00:00"),
        ("每天午夜", "daily 00:00"),
        ("每天早上", "daily"),
        ("每天8点到10点", "daily 08:00"),
        ("每逢双休日", "weekly 6,7"),
        ("每 3 天", "daily/3"),
        ("每两个月的最后一个周日", "monthly/2 7 number -1"),
        ("每月第3个星期三", "monthly 3 number 3"),
        ("每月1号到3号和15号", "monthly day 1,2,3,15"),
        ("每月末", "monthly day -1"),
        ("每年儿童节", "yearly month 6 day 1"),
        ("隔一个月", "monthly/2"),
        ("隔周二四", "weekly/2 2,4"),
        ("双休日每天9点", "weekly 6,7 09:00"),
        ("平日每天18:00", "weekly 1,2,3,4,5 18:00"),
        ("每天三次", "daily"),
    ],
)
def test_a_rule_is_read_with_its_interval_and_time(said: str, read: str) -> None:
    found = recurrence_at(said, 0)

    assert found is not None
    assert in_words(found[0]) == read


@pytest.mark.parametrize(
    "said",
    [
        "每人两份",
        "每盒十元",
        "每半分钟",
        "每年13月",
        "每年5月40日",
        "每月40号",
        "周一到周五",
        "隔壁",
        "每零天",
        "非工作日",
        "每年春节",
        "平日里",
        "周二、周四、周六",
    ],
)
def test_what_only_begins_like_a_rule_is_none(said: str) -> None:
    assert recurrence_at(said, 0) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("两天一次", "daily/2"),
        ("三个月一次", "monthly/3"),
        ("半个月一次", "daily/15"),
        ("一个半小时一次", "minutely/90"),
        ("两周1次 9点", "weekly/2 09:00"),
        ("两周两次", None),
        ("两天一次性", None),
        ("半分钟一次", None),
    ],
)
def test_how_long_from_one_to_the_next_is_a_rule(said: str, read: str | None) -> None:
    found = once_in(said, 0)

    assert (in_words(found[0]) if found else None) == read
