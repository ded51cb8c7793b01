"""`shouwang parse`: an answer for each line, whatever the line, and an account that shows its evidence."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from bot.parse import account, parse_jsonl

_SAID_AT = datetime.fromisoformat("2026-03-04T10:20:00+08:00")


def _answers(*cases: dict[str, Any] | str) -> list[dict[str, Any]]:
    lines = (case if isinstance(case, str) else json.dumps(case, ensure_ascii=False) for case in cases)
    return [json.loads(answer) for answer in parse_jsonl(lines)]


def test_each_task_is_answered_in_its_own_fields() -> None:
    reference = "2026-03-04T10:20:00"

    answers = _answers(
        {"id": 1, "task": "quantity", "text": "三斤半"},
        {"id": 2, "task": "quantity", "text": "六十二"},
        {"id": 3, "task": "quantity", "text": "四川"},
        {"id": 4, "task": "when", "text": "明天下午四点", "reference": reference},
        {"id": 5, "task": "when", "text": "周五到周日", "reference": reference},
        {"id": 6, "task": "when", "text": "三天内", "reference": reference},
        {"id": 7, "task": "when", "text": "每月3号早上9点", "reference": reference},
        {"id": 8, "task": "when", "text": "每年9月10日", "reference": reference},
        {"id": 9, "task": "when", "text": "每周二、四", "reference": reference},
        {"id": 10, "task": "when", "text": "还剩两天", "reference": reference},
        {"id": 11, "task": "when", "text": "你好", "reference": reference},
    )

    assert answers == [
        {"id": 1, "value": 3.5, "unit": "斤"},
        {"id": 2, "value": 62, "unit": None},
        {"id": 3, "value": None, "unit": None},
        {"id": 4, "start": "2026-03-05T16:00:00", "end": None},
        {"id": 5, "start": "2026-03-06", "end": "2026-03-08"},
        {"id": 6, "start": "2026-03-07", "end": None},
        {"id": 7, "recurrence": {"freq": "monthly", "interval": 1, "bymonthday": [3], "time": "09:00"}},
        {"id": 8, "recurrence": {"freq": "yearly", "interval": 1, "bymonthday": [10], "bymonth": [9]}},
        {"id": 9, "recurrence": {"freq": "weekly", "interval": 1, "byweekday": [2, 4]}},
        {"id": 10, "start": None, "end": None, "length": {"months": 0, "days": 2, "seconds": 0}},
        {"id": 11, "start": None, "end": None},
    ]


def test_a_chain_is_answered_with_its_orders() -> None:
    (answer,) = _answers(
        {
            "id": 1,
            "task": "chain",
            "organiser": None,
            "messages": [{"sender": "u1", "text": "#接龙\n豆腐团\n1. 7-902 两盒"}],
        }
    )

    assert [(order["building"], order["room"]) for order in answer["orders"]] == [("7", "902")]


@pytest.mark.parametrize(
    "line",
    [
        "不是JSON",
        "[1, 2]",
        "[" * 100_000,
        '{"id": 5}',
        '{"id": 5, "task": "unheard of", "text": "一"}',
        '{"id": 5, "task": "when", "text": "明天"}',
        '{"id": 5, "task": "when", "text": "明天", "reference": "yesterday"}',
        '{"id": 5, "task": "quantity", "text": null}',
        '{"id": 5, "task": "chain", "messages": 3}',
    ],
)
def test_a_line_that_cannot_be_read_gets_an_empty_answer(line: str) -> None:
    (answer, after) = _answers(line, {"id": 6, "task": "quantity", "text": "九"})

    assert answer in ({"id": 5}, {"id": None})
    assert after == {"id": 6, "value": 9, "unit": None}


def test_blank_lines_have_no_answer_and_lines_are_answered_as_they_come() -> None:
    given: list[str] = []

    def lines() -> Iterator[str]:
        for line in (
            "\n",
            '{"id": 1, "task": "quantity", "text": "九"}\n',
            '{"id": 2, "task": "quantity", "text": "八"}\n',
        ):
            given.append(line)
            yield line

    answers = parse_jsonl(lines())

    assert json.loads(next(answers))["id"] == 1
    assert len(given) == 2


def test_the_command_reads_a_pipe() -> None:
    case = json.dumps({"id": "a", "task": "quantity", "text": "两箱"}) + "\n"

    done = subprocess.run([sys.executable, "-m", "bot", "parse", "--jsonl"], input=case, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"id": "a", "value": 2, "unit": "箱"}


def test_an_account_names_what_was_read_and_the_words_that_said_it() -> None:
    lines = account("７号楼902 吴姐 豆腐兩盒 牛奶x3，明天上午9点前放门口", _SAID_AT).splitlines()

    assert "地址  7号楼902室 ← ７号楼902" in lines
    assert "数量  2 盒 ← 兩盒" in lines
    assert "数量  3 ← x3" in lines
    assert "时间  最迟 2026-03-05 09:00 ← 明天上午9点前" in lines
    assert any(line.startswith("接龙  7号楼902室 吴姐") for line in lines)
    assert any(line.startswith("依据") for line in lines)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("每周一三五早上9点量血压", "时间  每周 周一、三、五 09:00 ← 每周一三五早上9点"),
        ("每年9月10日", "时间  每年 9月 10日 ← 每年9月10日"),
        ("每两个月的最后一天", "时间  每2月 月底 ← 每两个月的最后一天"),
        ("周五到周日停水", "时间  2026-03-06 至 2026-03-08 ← 周五到周日"),
        ("药还剩两天", "时间  时长 2天 ← 两天"),
        ("半小时后见", "时间  2026-03-04 10:50:00 ← 半小时后"),
        ("68弄9号2单元301找我", "地址  68弄9号楼2单元301室 ← 68弄9号2单元301"),
    ],
)
def test_an_account_of_times_and_places(said: str, line: str) -> None:
    assert line in account(said, _SAID_AT).splitlines()


def test_an_account_of_chatter_says_so() -> None:
    assert account("哈哈哈") == "闲聊  没有读出接龙、配药、地址、数量或时间"


def test_an_account_of_a_list_has_its_title_and_orders() -> None:
    lines = account("#接龙 豆腐团，豆腐6元/盒\n1. 7-902 两盒\n2. 9-301 帮对门9-302带一盒", _SAID_AT).splitlines()

    assert any(line.startswith("标题  豆腐团") for line in lines)
    assert sum(line.startswith("接龙  ") for line in lines) >= 2
