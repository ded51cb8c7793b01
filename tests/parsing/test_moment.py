"""When: what docs/message-shapes/times.md does not show, how zones and the calendar's ends are borne."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moment import Deadline, Grain, Moment, Recurrence, Span
from parsing.moment import find_moments, read_when
from parsing.normalise import normalise
from tests.parsing.words import in_words

_SATURDAY = datetime(2026, 8, 29, 22, 45)  # noqa: DTZ001 a naive time is read as well


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("@守望 大后天下午两点提醒我晒被子", ["大后天下午两点"]),
        ("7-902 今晚8点到10点在家", ["今晚8点到10点"]),
        ("3号楼3号晚上停水", ["3号晚上"]),
        ("截单时间：明晚八点", ["截单时间:明晚八点"]),
        ("从周一到周三", ["周一到周三"]),
        ("9月3日（周四）9:00开门", ["9月3日(周四)9:00"]),
        ("周六周日都在", ["周六周日"]),
        ("今天或者明天", ["今天", "明天"]),
        ("一周两次", []),
        ("再便宜一点点", []),
        ("一点半", ["一点半"]),
        ("一点前到", ["一点前"]),
        ("明天早点来", ["明天"]),
        ("明天晚饭", ["明天"]),
        ("下午茶", []),
        ("说两点建议", []),
        ("25点", []),
        ("12:75", []),
        ("13月3日", []),
        ("8点2份", []),
        ("三三得九", []),
        ("9月31日", []),
        ("22 周阿姨", []),
        ("1/2箱", []),
        ("二十日内", ["二十日内"]),
        ("3号链接", []),
        ("上周一到现在", ["上周一"]),
        ("99999天后", ["99999天后"]),
        ("9999999天后", []),
        ("每天8点和20点，周五除外", ["每天8点", "20点", "周五"]),
        ("每天8点、不用回", ["每天8点"]),
        ("三天一次核酸", ["三天一次"]),
        ("一片十一", []),
        ("十一点前", ["十一点前"]),
        ("中秋月饼", []),
        ("明年春天", []),
        ("三年级", []),
        ("明朝的皇帝", []),
        ("明年以前", []),
        ("2030年级", []),
        ("今年六十岁", []),
        ("昨天说好的下午三点", ["昨天", "下午三点"]),
        ("今天买明天上午9点送", ["今天", "明天上午9点"]),
        ("周五前买，下午三点送", ["周五前", "下午三点"]),
        ("周六23:59", ["周六23:59"]),
        ("周一(三月二日)", ["周一"]),
        ("周一(3月40日)", ["周一"]),
        ("今天到昨天", ["今天", "昨天"]),
        ("周五到当天晚上", ["周五到当天晚上"]),
        ("隔天8点", ["隔天8点"]),
        ("9999年12月31日后天", ["9999年12月31日", "后天"]),
    ],
)
def test_the_words_of_each_time_are_found(said: str, words: list[str]) -> None:
    text = normalise(said).text

    found = find_moments(text, _SATURDAY)

    assert [text[each.start : each.end].lstrip("\0") for each in found][: len(words) or 1] == words


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("十一点", "2026-08-29 23:00"),
        ("九点", "2026-08-30 09:00"),
        ("上午", "2026-08-30"),
        ("晚上", "2026-08-29"),
        ("周六", "2026-09-05"),
        ("周六晚上十一点", "2026-08-29 23:00"),
        ("周六早上八点", "2026-09-05 08:00"),
        ("周六晚上", "2026-08-29"),
        ("周六早上", "2026-09-05"),
        ("明天凌晨一点", "2026-08-30 01:00"),
        ("今晚一点", "2026-08-30 01:00"),
        ("30号", "2026-08-30"),
        ("29号", "2026-08-29"),
        ("28号", "2026-09-28"),
        ("2月29号", "2028-02-29"),
        ("一个月后", "2026-09-29"),
        ("六个月后", "2027-02-28"),
        ("一天半后", "2026-08-31 10:45:00"),
        ("月初", "2026-09-01"),
        ("年初", "2027-01-01"),
        ("明年2月底", "2027-02-28"),
        ("98年3月1日", "1998-03-01"),
        ("24:00", "2026-08-30 00:00"),
        ("晚上10点到9点", "2026-08-30 22:00 to 2026-08-31 09:00"),
        ("下月1号至下月5号", "2026-09-01 to 2026-09-05"),
        ("今天到明天中午前", "2026-08-29"),
        ("还有两个月", "2 months"),
        ("每周三三点到五点", "weekly 3 03:00"),
        ("每天，明天开始", "daily"),
        ("没有时间", "–"),
    ],
)
def test_one_time_is_read_as_it_was_meant(said: str, read: str) -> None:
    assert in_words(read_when(normalise(said).text, _SATURDAY)) == read


@pytest.mark.parametrize(
    "said", ["明天下午三点", "今晚7点到9点", "周五之前", "三小时后", "4天内", "每天八点", "现在", "下周"]
)
def test_a_zone_changes_nothing_but_the_zone(said: str) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")

    naive, aware = read_when(said, _SATURDAY), read_when(said, _SATURDAY.replace(tzinfo=shanghai))

    assert in_words(naive) == in_words(aware)
    if isinstance(aware, Moment | Deadline):
        assert aware.at.tzinfo is shanghai
    if isinstance(aware, Span):
        assert aware.start.at.tzinfo is shanghai
        assert aware.end.at.tzinfo is shanghai


def test_hours_pass_by_the_clock_of_the_world_and_days_by_the_wall() -> None:
    before_the_jump = datetime(2026, 3, 28, 22, tzinfo=ZoneInfo("Europe/Berlin"))

    hours, day = read_when("五小时后", before_the_jump), read_when("明天晚上十点", before_the_jump)

    assert isinstance(hours, Moment)
    assert isinstance(day, Moment)
    assert hours.at.astimezone(UTC) - before_the_jump.astimezone(UTC) == timedelta(hours=5)
    assert hours.at.hour == 4
    assert day.at.hour == 22


def test_residences_that_the_caller_has_read_are_not_looked_for_again() -> None:
    assert [in_words(each.value) for each in find_moments("8号楼", _SATURDAY, ())] == []
    assert [in_words(each.value) for each in find_moments("8号603", _SATURDAY)] == []


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_borne(year: int) -> None:
    end = datetime(year, 12 if year > 1 else 1, 31 if year > 1 else 1, 12, tzinfo=UTC)

    for said in (
        "明天",
        "昨天",
        "大前天8点",
        "下个月",
        "上月3号",
        "五年后",
        "五年前",
        "三小时后",
        "周末",
        "1月1日",
        "24点",
        "下周三",
    ):
        find_moments(said, end)


@given(
    st.text(max_size=80)
    | st.text(alphabet="明后大前天上下周一三日月年点半:/-到前内每隔早晚个3 1小时分钟号", max_size=40),
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
)
def test_times_stand_in_order_and_apart(said: str, said_at: datetime) -> None:
    text = normalise(said).text

    found = find_moments(text, said_at)

    places = [(each.start, each.end) for each in found]
    assert all(start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    for each in found:
        value = each.value
        assert not isinstance(value, Span) or value.start.at <= value.end.at
        assert not isinstance(value, Moment) or value.grain is not Grain.DAY or value.at.time() == datetime.min.time()
        assert not isinstance(value, Recurrence) or value.interval > 0
