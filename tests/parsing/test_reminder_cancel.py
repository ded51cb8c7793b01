"""That a reminder shall not come any more is read (parsing/reminder_cancel.py)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.reminder_cancel import CancelReading, read_cancel

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TOMORROW = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("把明天的提醒取消", CancelReading(on=TOMORROW)),
        ("把明天的提醒取消掉吧，谢谢", CancelReading(on=TOMORROW)),
        ("提醒别发了", CancelReading()),
        ("提醒不要再发了！", CancelReading()),
        ("取消做核酸的提醒", CancelReading("做核酸")),
        ("麻烦取消一下做核酸的那个提醒", CancelReading("做核酸")),
        ("做核酸的提醒取消了吧", CancelReading("做核酸")),
        ("明天做核酸的提醒不用发了", CancelReading("做核酸", TOMORROW)),
        ("每天下午三点报抗原的提醒停掉", CancelReading("报抗原", is_rule=True)),
        ("别提醒我吃药了", CancelReading("吃药")),
        ("不用再提醒了", CancelReading()),
        ("吃药不用提醒了", CancelReading("吃药")),
        ("倒垃圾的提醒不要了", CancelReading("倒垃圾")),
        ("关掉提醒", CancelReading()),
    ],
)
def test_what_shall_not_come_any_more_is_read(said: str, meant: CancelReading) -> None:
    assert read_cancel(said, MONDAY) == meant


@pytest.mark.parametrize(
    "said",
    [
        "提醒取消了吗",
        "怎么取消提醒",
        "别取消提醒",
        "不要停了提醒",
        "明天的核酸取消了，提醒大家一下",
        "提醒大家明天9点做核酸",
        "提醒我明天9点取消预约",
        "每天下午三点提醒大家报抗原",
        "谢谢提醒",
        "温馨提醒：取消了",
        "提醒我别忘了",
        "取消订单",
        "谁把提醒关了",
        "3-501 青菜2份，到了提醒我",
    ],
)
def test_talk_and_requests_are_none(said: str) -> None:
    assert read_cancel(said, MONDAY) is None


@given(st.text(alphabet="提醒取消别发了明天的我, a1把不用", max_size=70))
def test_nothing_makes_it_raise(said: str) -> None:
    read_cancel(said, MONDAY)
