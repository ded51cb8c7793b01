"""What is an order and what a request for medicine: goods of a buy are ordered, medicines never reach a tally."""

from datetime import UTC, datetime

import pytest

from domain.order_chain import Good
from parsing.medication_detail import (
    asks_how_far,
    gives_up,
    is_amount,
    is_polite,
    is_skip,
    is_talk,
    may_end,
    names_drug,
    read_card,
    read_count,
    read_days,
    read_hospital,
    read_name,
    read_strength,
    says_card,
    says_hospital,
    wants_no_more,
)
from parsing.medicine_seen import find_names
from parsing.reading import Context, OpenBuy, Reading, read_message

SAID_AT = datetime(2026, 3, 4, 10, tzinfo=UTC)
BUY = Context((OpenBuy(1, "口罩团", (Good("口罩"), Good("连花清瘟胶囊"), Good("鸡蛋"))),))
UNNAMED = Context((OpenBuy(1, "团", heard=(Good("口罩"), Good("布洛芬"))),))


def ordered(reading: Reading) -> list[str]:
    return [want.item or "" for one in reading.stated for act in one.reading.acts for want in act.wants]


def wanted(reading: Reading) -> list[str]:
    needs = reading.medication.needs if reading.medication is not None else ()
    return [drug.mention for need in needs for drug in need.drugs]


@pytest.mark.parametrize(
    ("text", "context", "orders", "requests"),
    [
        ("3-501 口罩2包", BUY, ["口罩"], []),
        ("我要连花清瘟2盒", BUY, ["连花清瘟胶囊"], []),
        ("求口罩2包 3-501", UNNAMED, ["口罩"], []),
        ("3-501 求布洛芬2盒", UNNAMED, [], ["布洛芬"]),
        ("3-501 缬沙坦2盒", BUY, [], ["缬沙坦"]),
        ("鸡蛋2盒，另外求布洛芬一盒 3-501", BUY, ["鸡蛋"], ["布洛芬"]),
        ("鸡蛋不要了", BUY, ["鸡蛋"], []),
        ("#接龙\n配药登记\n1. 3-501 缬沙坦2盒\n2. 3-502 立普妥1盒", Context(), [], ["缬沙坦", "立普妥"]),
        ("#接龙\n谁要配降压药\n1. 3-501 缬沙坦2盒", Context(), [], ["降压药", "缬沙坦"]),
        ("#接龙\n感冒药团\n布洛芬 20元/盒\n1. 3-501 布洛芬2盒", Context(), ["布洛芬"], []),
        ("#接龙\n口罩团\n1. 3-501 口罩2包\n2. 3-502 口罩1包", Context(), ["口罩", "口罩"], []),
        ("#接龙\n口罩团\n1. 3-501 口罩2包 鸡蛋1盒\n2. 3-502 连花清瘟1盒", BUY, ["口罩", "鸡蛋", "连花清瘟胶囊"], []),
        ("药拿到了谢谢", BUY, [], []),
        ("大家早上好", BUY, [], []),
    ],
)
def test_goods_are_ordered_and_medicines_asked_for(
    text: str, context: Context, orders: list[str], requests: list[str]
) -> None:
    reading = read_message(text, context, SAID_AT)
    assert ordered(reading) == orders
    assert wanted(reading) == requests
    if requests:
        assert reading.questions == ()


def test_danger_is_heard_whatever_else_is_said() -> None:
    for text in ("鸡蛋2盒，我爸胸口疼得厉害", "我要连花清瘟2盒，我爸喘不上气了"):
        reading = read_message(text, BUY, SAID_AT)
        assert reading.medication is not None
        assert reading.medication.danger
        assert reading.medication.needs == ()
    of_a_round = Context(rounds=("核酸",))
    for text, context in (("3-501 三人都阴，我爸昏倒了", of_a_round), ("3-502 已付20元，我爸昏倒了", BUY)):
        found = read_message(text, context, SAID_AT).medication
        assert found is not None
        assert found.danger
    assert read_message("3-502 已付20元", BUY, SAID_AT).medication is None


def test_a_question_how_to_take_something_is_no_request() -> None:
    reading = read_message("布洛芬一天能吃几次？", BUY, SAID_AT)
    assert reading.medication is not None
    assert reading.medication.asks_how
    assert not reading.medication.needs


@pytest.mark.parametrize("text", ["到哪一步了", "药配好了吗？", "配药到哪了", "我的药什么时候送来", "药啥时候能到"])
def test_who_asks_how_far_it_is_is_understood(text: str) -> None:
    assert asks_how_far(text)


@pytest.mark.parametrize("text", ["快递到哪了", "鸡蛋团到哪一步了", "走到哪里了呀通知一下", "好的", "求一盒药"])
def test_other_questions_are_not_about_medicine(text: str) -> None:
    assert not asks_how_far(text)


@pytest.mark.parametrize(
    ("text", "strength", "days", "count"),
    [
        ("80mg", "80mg", None, "80"),
        ("0.25 克的", "0.25克", None, "0.25"),
        ("不清楚", None, None, None),
        ("两盒", None, None, "2"),
        ("一个月吧，30天", None, 30, None),
        ("两个星期", None, 14, "2"),
        ("14", None, 14, "14"),
        ("0天", None, None, None),
        ("99999盒", None, None, None),
    ],
)
def test_short_answers(text: str, strength: str | None, days: int | None, count: str | None) -> None:
    assert read_strength(text) == strength
    assert read_days(text) == days
    if count is not None:
        read = read_count(text)
        assert read is not None
        assert str(read[0]) == count


def test_answers_in_words() -> None:
    assert read_hospital("上次在瑞金医院配的") == "瑞金医院"
    assert read_hospital("老地方") == "老地方"
    assert read_card("医保卡在我妈那里，谢谢") == "医保卡在我妈那里"
    assert read_card("楼长拿着") == "楼长拿着"
    assert read_name("络活喜5mg").generic == "氨氯地平"
    assert (read_name("蓝色小药片").mention, read_name("蓝色小药片").generic) == ("蓝色小药片", None)
    assert all(map(is_skip, ("不知道", "跳过。", "没有", "忘了")))
    assert not is_skip("没有医保卡")
    assert all(map(may_end, ("缬沙坦买到了", "药有人送了", "不用了", "配好了")))
    assert not may_end("求缬沙坦")
    drug = read_name("络活喜")
    assert names_drug("氨氯地平买到了", drug)
    assert not names_drug("缬沙坦买到了", drug)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3-502 络活喜2盒", ["络活喜"]),
        ("莲花清瘟 2盒", ["莲花清瘟"]),
        ("ＬＩＰＩＴＯＲ 布洛芬", ["布洛芬"]),
        ("速尿 2盒", ["速尿"]),
        ("我要速尿2盒", ["速尿"]),
        ("李瑞彤 青菜2份，陈尤佳 鸡蛋1板", []),
        ("口罩2包 体温计 美林小区 安定下来", []),
        ("", []),
    ],
)
def test_names_that_a_group_must_not_see(text: str, found: list[str]) -> None:
    assert [text[seen.start : seen.end] for seen in find_names(text)] == found


@pytest.mark.parametrize("text", ["不要了，儿子买好了", "已经买到了", "我不要了", "不用了谢谢", "药不用配了"])
def test_nothing_is_wanted_any_more(text: str) -> None:
    assert wants_no_more(text)


@pytest.mark.parametrize("text", ["在瑞金医院配好了", "不要80的", "两盒够了", "没有了", "买到了吗", "华山医院"])
def test_that_something_is_wanted_still(text: str) -> None:
    assert not wants_no_more(text)


def test_what_an_answer_is_about() -> None:
    assert [gives_up(text) for text in ("不知道多大的", "拍不来", "160", "瑞金医院", "看不清80还是160")] == [
        *(True, True, False, False, False)
    ]
    assert [is_polite(text) for text in ("谢谢你", "好的，等一下", "好的80mg", "没有")] == [True, True, False, False]
    assert [is_talk(text) for text in ("今天能送吗", "我叫王秀英", "瑞金医院", "在我这里")] == [
        True,
        True,
        False,
        False,
    ]
    assert [is_amount(text) for text in ("5毫克", "2盒", "苯磺酸氨氯地平", "5")] == [True, True, False, False]
    assert [says_card(text) for text in ("卡在我这", "医保卡给楼长了", "社区医院")] == [True, True, False]
    assert [says_hospital(text) for text in ("楼下社区医院", "卡在社区医院", "在我这里")] == [True, False, False]
