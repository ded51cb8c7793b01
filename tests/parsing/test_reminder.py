"""Requests for reminders, and what only speaks of reminding."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.reminder import ReminderReading, is_somebodys, read_reminder, read_request, read_times
from rendering.reminder import rule_said

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday


def written(reading: ReminderReading) -> str:
    """Return a reminder in a line: when, whom, of what."""
    times = [
        f"{datetime.fromtimestamp(time, NOW.tzinfo):%d日%H:%M}" if isinstance(time, int) else rule_said(time)
        for time in reading.times
    ]
    whom = str(reading.buildings) if reading.buildings is not None else reading.whom or "–"
    return f"{'、'.join(times) or ('过了' if reading.is_past else '–')} {whom} {reading.words or '–'}"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("每天下午三点提醒大家报抗原", "每天15:00 all 报抗原"),
        ("明天早上8点提醒5号楼做核酸", "03日08:00 5号楼 做核酸"),
        ("提醒我明天9点拿药", "03日09:00 own 拿药"),
        ("明天9点提醒我拿药", "03日09:00 own 拿药"),
        ("每周一三五9点提醒3-12、17号楼倒垃圾", "每周一、三、五9:00 3-12、17号楼 倒垃圾"),
        ("守望，麻烦明天早上七点提醒大家做核酸", "03日07:00 all 做核酸"),
        ("每天早上8点和晚上8点提醒我吃药", "每天8:00、每天20:00 own 吃药"),
        ("5分钟后提醒我关火", "02日10:05 own 关火"),
        ("周五之前提醒我交费", "– own 交费"),
        ("今天8点提醒大家做核酸", "过了 all 做核酸"),
        ("每月15号提醒我们交物业费", "每月15号9:00 all 交物业费"),
        ("工作日早上9点提醒大家量体温", "每工作日9:00 all 量体温"),
        ("明天早上提醒大家带身份证", "03日08:00 all 带身份证"),
        ("明天下午提醒我晒被子", "03日15:00 own 晒被子"),
        ("明天提醒我晒被子", "03日09:00 own 晒被子"),
        ("周末提醒我大扫除", "07日09:00 own 大扫除"),
        ("下周一提醒3号楼的居民换门禁", "09日09:00 3号楼 换门禁"),
        ("明天8点提醒大家9点做核酸", "03日08:00 all 9点做核酸"),
        ("每隔两小时提醒我喝水", "每2小时 own 喝水"),
        ("请帮忙每天晚上8点提醒一下大家关窗", "每天20:00 all 关窗"),
        ("明天8点到10点提醒大家做核酸", "03日08:00 all 做核酸"),
        ("每年3月5日提醒大家学雷锋", "每年3月5号9:00 all 学雷锋"),
        ("每月最后一天提醒我抄表", "每月最后一天9:00 own 抄表"),
        ("每月第一个周六9点提醒大家扫楼道", "每月第一个周六9:00 all 扫楼道"),
        ("每半小时提醒我翻身", "每30分钟 own 翻身"),
        ("每两周周三提醒我换床单", "每2周三9:00 own 换床单"),
    ],
)
def test_a_request_in_a_group_is_read(text: str, right: str) -> None:
    reading = read_request(text, NOW)
    assert reading is not None
    assert written(reading) == right


@pytest.mark.parametrize(
    "text",
    [
        "提醒大家明天8点做核酸",
        "温馨提醒：明天8点做核酸",
        "提醒：明天停水",
        "谢谢提醒",
        "明天8点做核酸，请互相提醒",
        "谁提醒我一下明天9点拿药",
        "我妈每天早上8点提醒我吃药",
        "昨天提醒过大家了",
        "昨天提醒大家报抗原",
        "明天8点提醒大家了吗",
        "明天8点要提醒谁",
        "青菜2份，到了提醒我",
        "每天都有人提醒我",
        "明天8点做核酸",
        "明天8点提醒大家\n做核酸",
        "明天8点提醒大家" * 60,
    ],
)
def test_talk_is_no_request(text: str) -> None:
    assert read_request(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("提醒大家明天8点做核酸", "03日08:00 all 做核酸"),
        ("明天9点提醒拿药", "03日09:00 own 拿药"),
        ("提醒我吃药 每天早上8点", "每天8:00 own 吃药"),
        ("明早8点叫我起床", "03日08:00 own 起床"),
        ("提醒我", "– own –"),
        ("提醒我拿药", "– own 拿药"),
        ("昨天8点提醒我拿药", "过了 own 拿药"),
        ("过半个钟头提醒我关火", "02日10:30 own 关火"),
        ("每天三点提醒我接孙子", "每天15:00 own 接孙子"),
        ("每周一五点提醒我开会", "每周一17:00 own 开会"),
        ("每天凌晨三点提醒我喝水", "每天3:00 own 喝水"),
        ("每天3:00提醒我喝水", "每天3:00 own 喝水"),
        ("每天晚饭后提醒我吃药", "– own 吃药"),
        ("25点提醒我起床", "– own 起床"),
    ],
)
def test_in_private_it_may_be_said_in_any_order(text: str, right: str) -> None:
    reading = read_request(text, NOW, is_private=True)
    assert reading is not None
    assert written(reading) == right


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("3-12,17 明天8点 做核酸", "03日08:00 3-12、17号楼 做核酸"),
        ("3-12 8点半 做核酸", "02日20:30 3-12号楼 做核酸"),
        ("大家 明天8点 做核酸", "03日08:00 all 做核酸"),
        ("明天8点 大家 做核酸", "03日08:00 all 做核酸"),
        ("明天8点 5号楼 做核酸", "03日08:00 5号楼 做核酸"),
        ("明天8点 做核酸", "03日08:00 – 做核酸"),
        ("每天下午三点提醒大家报抗原", "每天15:00 all 报抗原"),
        ("我 明天9点 拿药", "03日09:00 own 拿药"),
        ("拿药", "– – 拿药"),
        ("", "– – –"),
    ],
)
def test_words_behind_the_command_say_whom_when_and_what(words: str, right: str) -> None:
    assert written(read_reminder(words, NOW)) == right


def test_an_answer_names_times() -> None:
    assert read_times("每天8点和20点", NOW)[0] != ()
    assert read_times("昨天", NOW) == ((), True)
    assert read_times("随便", NOW) == ((), False)


@pytest.mark.parametrize("words", ["3-502王阿姨吃药", "王阿姨吃药", "我妈打胰岛素", "502 血压高的量血压", "张师傅透析"])
def test_a_need_of_somebody_is_theirs(words: str) -> None:
    assert is_somebodys(words)


@pytest.mark.parametrize(
    "words", ["报抗原", "给家里老人量血压", "领连花清瘟", "5号楼做核酸", "交物业费", "3-502的快递"]
)
def test_what_is_for_all_is_nobodys(words: str) -> None:
    assert not is_somebodys(words)


@given(st.text(alphabet="提醒我大家明天每早上8点3-12号楼，做核酸 拿药\n", max_size=60))
def test_any_text_is_read(text: str) -> None:
    read_request(text, NOW)
    read_request(text, NOW, is_private=True)
    read_reminder(text, NOW)
