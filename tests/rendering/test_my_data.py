"""What is held about somebody, to read and as JSON (rendering/my_data.py)."""

import json
from typing import Any

from domain.retention import Periods
from rendering.my_data import as_json, forgotten, not_yet, own_data

AT = 1_772_400_000  # 2026-03-01 21:20 UTC, 2 March in Shanghai

COMPOUND: dict[str, Any] = {
    "name": "桂园",
    "time_zone": "Asia/Shanghai",
    "roles": [{"role": "lead", "building": "6", "team": "", "granted_at": AT, "until": None}],
    "homes": [],
    "consents": [],
    "questions": [{"kind": "home", "asked_at": AT, "until": AT + 60}],
    "files": [{"kind": "roster", "at": AT}],
    "payments": [],
    "buys_organised": [{"buy": 4, "title": None, "opened_at": AT, "closed_at": None}],
    "acts": [{"at": AT, "act": "claim", "subject": "residency", "row_id": 1, "field": ""}],
    "orders": [],
    "cared_for": [],
    "check_ins": [],
    "care_calls": [],
    "looks_after": [],
    "reminders_for_groups": [{"words": "报抗原"}],
    "test_reports": [{"kind": "核酸", "said_at": AT, "state": "done", "result": "negative"}],
    "rounds_opened": [{"kind": "疫苗", "starts_at": AT}],
}
HELD: dict[str, Any] = {
    "account": {"name": "小\n陶", "telegram_number": 900},
    "compounds": [COMPOUND],
    "messages": 3,
    "orders_for_others": 2,
    "answers_for_others": 1,
    "links": 0,
    "own_reminders": [{"words": "拿药"}],
}
HOME: dict[str, Any] = {
    "lane": None,
    "building": "6",
    "unit": None,
    "room": "302",
    "said_at": AT,
    "confirmed_at": None,
    "marks": [],
}
LISTED = {"contact": "陶先生", "phone": "13912345678", "size": 2, "note": "按铃", "marks": ["alone"]}
ORDER = {
    "buy": 4,
    "title": "柚子团",
    "lane": None,
    "building": "6",
    "unit": None,
    "room": "302",
    "name": None,
    "note": None,
}


def read(**changes: Any) -> list[str]:
    held = {**HELD, "compounds": [{**COMPOUND, **changes}]}
    return own_data(held, Periods(11, 12, 13)).for_private_ears.splitlines()


def test_what_was_noted_of_ones_money_is_told_with_its_amount() -> None:
    noted = [{"buy": 4, "kind": kind, "fen": fen, "at": AT} for kind, fen in (("claimed", None), ("received", 3550))]
    told = {"收款记录：您说付了（2026年3月2日）", "收款记录：团长收到 35.5元（2026年3月2日）"}
    assert told <= set(read(payments=noted))


def test_a_name_is_one_line_and_each_thing_has_its_own() -> None:
    lines = read()
    assert lines[1:3] == ["称呼：小 陶", "Telegram 号：900"]
    for line in (
        "【桂园】",
        "身份：楼组长（6）",
        "您开的接龙：接龙（2026年3月2日）",
        "等您回答的问题：2026年3月2日问的",
        "等您确认的文件：2026年3月2日发来的",
        "您设的群提醒：报抗原",
        "上报：核酸 2026年3月2日 做了，阴性",
        "您开的轮次：疫苗（2026年3月2日）",
        "您自己的提醒：拿药",
        "您做过的操作：1 次，最近一次 2026年3月2日",
        "替别人登记的：2 份（是他们的，不在这里列）",
        "替不用手机的邻居回过「不要」的：1 次",
        "接龙截单 12 天后删，配药的事办完 11 天后删。",
        "谁做过什么的记录留 13 天。",
    ):
        assert line in lines


def test_what_is_not_there_is_not_told_of() -> None:
    bare: dict[str, Any] = {name: [] for name, value in COMPOUND.items() if isinstance(value, list)}
    held = {**HELD, "orders_for_others": 0, "answers_for_others": 0, "compounds": [{**COMPOUND, **bare}]}
    assert len(own_data(held, Periods()).for_private_ears.splitlines()) == len(read()) - 10


def test_a_home_shows_the_rosters_entry_once_it_is_confirmed() -> None:
    nothing = dict.fromkeys(LISTED)
    assert "住处：6-302（您自己说的）" in read(homes=[{**HOME, **nothing}])
    assert "住处：6-302（已确认）" in read(homes=[{**HOME, **nothing, "marks": [], "confirmed_at": AT}])
    listed = "住处：6-302（已确认），花名册上：登记人陶先生，电话13912345678，人数2，独居，备注：按铃"
    assert listed in read(homes=[{**HOME, **LISTED, "confirmed_at": AT}])


def test_an_order_says_what_and_for_where_under_which_name() -> None:
    lines = [
        {"item": "柚子", "thousandths": 2500, "measure": "箱"},
        {"item": "梨", "thousandths": 1000, "measure": None},
    ]
    assert "接龙「柚子团」：柚子2.5箱、梨1（6-302，小陶，敲门）" in read(
        orders=[{**ORDER, "lines": lines, "name": "小陶", "note": "敲门"}]
    )
    assert "接龙「柚子团」：没有了" in read(orders=[{**ORDER, "lines": [], "building": None, "room": None}])


def test_a_consent_says_where_it_stands() -> None:
    consent = {"subject": "medicine", "asked_at": AT, "given_at": None, "withdrawn_at": None}
    assert "同意记录：配药，问过，还没有回答" in read(consents=[consent])
    assert "同意记录：配药，2026年3月2日同意的" in read(consents=[{**consent, "given_at": AT}])
    assert "同意记录：配药，2026年3月2日撤回了" in read(consents=[{**consent, "given_at": AT, "withdrawn_at": AT}])


def test_who_is_asked_each_day_reads_what_is_kept_of_it() -> None:
    calls = [{"at": AT, "result": "reached", "note": "缺米"}, {"at": AT, "result": "no answer", "note": None}]
    lines = read(cared_for=[{"name": "沈奶奶"}], check_ins=[{}, {}], care_calls=calls, looks_after=[{}])
    for line in (
        "每天问您平安：登记的称呼 沈奶奶",
        "报平安的记录：2 天",
        "关怀电话：2026年3月2日，记的话：缺米",
        "关怀电话：2026年3月2日",
        "您照看的老人：1 位（是他们的资料，不在这里列）",
    ):
        assert line in lines


def test_the_file_has_times_as_iso_and_quantities_as_numbers() -> None:
    lines = [{"item": "柚子", "thousandths": 2500, "measure": "箱", "said_at": AT}]
    made = json.loads(as_json({**HELD, "compounds": [{**COMPOUND, "orders": [{**ORDER, "lines": lines}]}]}))
    (compound,) = made["compounds"]
    assert compound["orders"][0]["lines"] == [
        {"item": "柚子", "quantity": 2.5, "measure": "箱", "said_at": "2026-03-01T21:20:00+00:00"}
    ]
    assert compound["roles"][0]["until"] is None
    assert compound["questions"][0]["until"] == "2026-03-01T21:21:00+00:00"
    assert made["messages"] == 3


def test_the_last_word_counts_what_went() -> None:
    assert forgotten({"homes": 1, "roles": 0, "orders": 4}).startswith("删好了：住处 1 处、接龙里说过的 4 条。")
    assert forgotten({}).startswith("删好了：您的称呼和 Telegram 号。")


def test_what_is_to_be_done_first_is_named() -> None:
    said = not_yet(["柚子团", ""], ["桂园"])
    for words in ("「柚子团」还没截单", "「接龙」还没截单", "「桂园」的居委会只剩您一位"):
        assert words in said
