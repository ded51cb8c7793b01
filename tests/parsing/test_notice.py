"""A notice as it is dictated: to whom, when, and what it says."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parsing.notice import read_notice, read_send_time

NOW = datetime(2026, 3, 4, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return NOW.replace(day=day, hour=hour, minute=minute)


@pytest.mark.parametrize(
    ("words", "buildings", "when", "text"),
    [
        ("明天上午9点停水", None, None, "明天上午9点停水"),  # what it tells of is not when it is sent
        ("3-12,17号楼 明天停水", "3-12、17号楼", None, "明天停水"),
        ("3-12，17号楼：明天停水", "3-12、17号楼", None, "明天停水"),
        ("5号楼 来拿钥匙", "5号楼", None, "来拿钥匙"),
        ("今晚8点发：南门关了", None, at(4, 20), "南门关了"),
        ("今晚8点发 3号楼 南门关了", "3号楼", at(4, 20), "南门关了"),
        ("3号楼 明早7点半发 电梯检修", "3号楼", at(5, 7, 30), "电梯检修"),
        ("半小时后发 菜到了", None, at(4, 10, 50), "菜到了"),
        ("大家：明天停水", None, None, "明天停水"),
        ("各位邻居：明天停水", None, None, "各位邻居：明天停水"),
        ("大家好", None, None, "大家好"),
        ("3-502的邻居请下楼", None, None, "3-502的邻居请下楼"),
        ("3-502 请下楼", None, None, "3-502 请下楼"),
        ("今天早上8点发 菜到了", None, None, "今天早上8点发 菜到了"),  # that is over
        ("上午9点发过一次了", None, None, "上午9点发过一次了"),
        ("3号楼\n第一行\n第二行", "3号楼", None, "第一行\n第二行"),
        ("", None, None, ""),
    ],
)
def test_a_notice_is_read_as_it_was_meant(words: str, buildings: str | None, when: datetime | None, text: str) -> None:
    reading = read_notice(words, NOW)
    assert (str(reading.buildings) if reading.buildings else None) == buildings
    assert reading.at == when
    assert reading.text == text


@pytest.mark.parametrize(
    ("words", "wants"),
    [
        ("明天停水，收到请回复", True),
        ("明天停水，收到的请点一下", True),
        ("要回执：明天停水", True),
        ("菜收到了", False),
    ],
)
def test_a_notice_that_asks_for_it_wants_a_receipt(words: str, wants: bool) -> None:
    assert read_notice(words, NOW).wants_receipt is wants


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("今晚8点", at(4, 20)),
        ("明早7点半", at(5, 7, 30)),
        ("后天", at(6, 9)),
        ("今晚8点到9点", at(4, 20)),
        ("半小时内", at(4, 10, 50)),
        ("每天早上8点", None),  # a notice goes out once
        ("两小时后", at(4, 12, 20)),
        ("现在", NOW),
        ("今天早上8点", None),  # that is over
        ("随便", None),
    ],
)
def test_when_to_send_is_a_time_to_come(words: str, when: datetime | None) -> None:
    assert read_send_time(words, NOW) == when
