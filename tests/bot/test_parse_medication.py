"""`shouwang parse` answers a case of medicine in the corpus's fields, and the account tells it in words."""

import json

import pytest

from bot.parse import account, parse_jsonl


def _answer(text: str) -> dict[str, object]:
    (line,) = parse_jsonl([json.dumps({"id": 1, "task": "medication", "text": text}, ensure_ascii=False)])
    answer: dict[str, object] = json.loads(line)
    return answer


def test_a_request_is_answered_field_by_field() -> None:
    answer = _answer("姆妈的格华止还剩两天，0.5g的，配两盒半，6栋2单元303，医保卡在门卫，电话13700002222")

    drug = {"mention": "格华止", "generic": "二甲双胍", "strength": "0.5g", "form": None, "quantity": 2.5, "unit": "盒"}
    assert answer["drugs"] == [{**drug, "guesses": []}]
    assert [answer[field] for field in ("intent", "building", "unit", "room", "patient")] == [
        *("request", "6", "2", "303", "母亲")
    ]
    assert [answer[field] for field in ("urgent", "days_left", "conditions")] == [True, 2, []]
    assert answer["extra"] == {
        "hospital": None,
        "insurance_card": "医保卡在门卫",
        "contact": "13700002222",
        "fridge": False,
    }
    assert "needs" not in answer


def test_several_needs_are_all_answered() -> None:
    answer = _answer("9号楼配药\n301 陶阿姨 立普妥1盒\n502 拜新同2盒")

    assert answer["room"] == "301"
    assert isinstance(answer["needs"], list)
    assert [need["room"] for need in answer["needs"]] == ["301", "502"]


def test_talk_is_answered_with_none_and_why() -> None:
    assert _answer("布洛芬饭前吃吗") == {
        "id": 1,
        "intent": "none",
        "drugs": [],
        "asks_how": True,
        "danger": False,
        "evidence": [],
        "unread": [],
        "talk": "asks how to take it",
    }


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            "外婆的络活喜还剩三天，5mg的，两盒，6-1203",
            "配药  求药 6号楼1203室 外婆 络活喜（氨氯地平） 5mg × 2盒、还够3天",
        ),
        ("求布落分，孩子发烧40度", "配药  求药 孩子 布落分（要问：是布洛芬吗）、急、发烧"),
        ("多买了一瓶酒精，谁需要来拿", "配药  有药可给 酒精 × 1瓶"),
        ("求的酒精拿到了，谢谢", "配药  已拿到 酒精"),
        ("代文不用配了", "配药  取消 代文（缬沙坦）"),
        ("布洛芬能和头孢一起吃吗", "配药  问用法，转给人答"),
        ("奶奶昏倒了叫不醒", "急救  先打120"),
        ("外婆青霉素过敏，求阿奇霉素", "未读  青霉素"),
    ],
)
def test_an_account_tells_what_was_read_of_medicine(said: str, line: str) -> None:
    assert line in account(said).splitlines()
