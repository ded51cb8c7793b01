"""A fact about a request that is written to the bot by itself."""

import pytest

from parsing.medication_fact import read_fact
from parsing.normalise import normalise


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        *(("剩两天", "days_left", 2), ("还能吃3天", "days_left", 3), ("够吃一周", "days_left", 7)),
        *(("已经没了", "days_left", 0), ("断药了", "urgent", True)),
        *(("急！！", "urgent", True), ("很急的", "urgent", True), ("越快越好，谢谢", "urgent", True)),
        *(("要冷藏的", "fridge", True), ("要放冰箱的", "fridge", True)),
        *(("电话13800001111", "contact", "13800001111"), ("我的手机是138 0000 1111", "contact", "13800001111")),
        *(
            ("不是我妈，是我外婆的", "patient", "外婆"),
            ("是给我爸的", "patient", "父亲"),
            ("是我自己吃的", "patient", "本人"),
        ),
    ],
)
def test_a_fact_by_itself(text: str, field: str, value: object) -> None:
    found = read_fact(normalise(text).text)
    assert found is not None
    assert getattr(found, field) == value


@pytest.mark.parametrize(
    "text",
    [
        *("瑞金医院", "在我这里", "没有医保卡", "一盒能吃7天", "两天前配的", "不急", "是的", "怎么冷藏", "缬沙坦没了"),
        *("医保卡是我妈的", "给我妈了", "社区医院，13800001111找小王"),
    ],
)
def test_no_fact(text: str) -> None:
    assert read_fact(normalise(text).text) is None
