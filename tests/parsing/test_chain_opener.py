"""Sentences that open a buy without a list, and those that only speak of one (parsing/chain_opener.py)."""

from datetime import UTC, datetime

import pytest

from domain.order_chain import Good
from parsing.reading import Context, OpenBuy, read_message

NOON = datetime(2026, 5, 4, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "title", "goods"),
    [
        ("调味品有需要的请在群里接龙", "调味品", []),
        ("各位邻居，调味品有需要的请在群里接龙～", "调味品", []),
        ("需要酱油的邻居请在群里接龙", "酱油", []),
        ("牛奶面包，要的接龙", "牛奶面包", []),
        ("鸡蛋 12元/盒，需要的邻居请接龙", "鸡蛋 12元/盒", ["鸡蛋"]),
        ("青菜5元一份，鸡蛋12元一盒，有需要的请接龙！", "青菜5元一份,鸡蛋12元一盒", ["青菜", "鸡蛋"]),
        ("想买鲜奶的可以在本群接龙", "鲜奶", []),
        ("要鸭蛋的接龙，12一板", "鸭蛋 12一板", ["鸭蛋"]),
        ("需要鸭蛋的邻居请接龙，12元一板，今晚8点截单", "鸭蛋 12元一板", ["鸭蛋"]),
        (
            "需要鸭蛋和豆干的接龙哈，鸭蛋12元一板，豆干3元一份，今晚8点截单",
            "鸭蛋12元一板，豆干3元一份",
            ["鸭蛋", "豆干"],
        ),
        ("鸭蛋开始接龙，12元一板（30枚），满20板成团", "鸭蛋 12元一板(30枚)", ["鸭蛋"]),
        ("开团啦！\n鸭蛋 12元/板\n豆干 3元/份\n今晚8点截单", "鸭蛋、豆干", ["鸭蛋", "豆干"]),
        ("今天团鸭蛋，12元一板，要的报名", "鸭蛋 12元一板", ["鸭蛋"]),
        ("今天有鸭蛋12元一板，要的接龙", "鸭蛋 12元一板", ["鸭蛋"]),
        ("今天团鸭蛋12元一板，豆干3元一份，要的扣1", "鸭蛋 12元一板，豆干3元一份", ["鸭蛋", "豆干"]),
        ("有要雪梨的吗？35一箱", "雪梨 35一箱", ["雪梨"]),
        ("有人要雪梨吗 35一箱", "雪梨 35一箱", ["雪梨"]),
        ("谁要鸭蛋？12一板，满20板成团", "鸭蛋 12一板", ["鸭蛋"]),
        (
            "开团啦\n2升装金龙鱼油 65\n5斤装大米 30\n鸡蛋 12",
            "2升装金龙鱼油、5斤装大米、鸡蛋",
            ["2升装金龙鱼油", "5斤装大米", "鸡蛋"],
        ),
        ("#接龙\n粮油\n2升装金龙鱼油 65\n5L菜油：58元/桶", "粮油", ["2升装金龙鱼油", "5L菜油"]),
        ("【明日团购】\n1.奥乐齐牛奶 950ml 13.9元\n2.吐司 12元/袋\n起送30份", "【明日团购】", ["奥乐齐牛奶", "吐司"]),
        ("开团！水果\n苹果 5元/斤\n雪梨 4元/斤", "水果", ["苹果", "雪梨"]),
        ("蔬菜包开团啦！\n小份 30元/份\n大份 50元/份", "蔬菜包开团啦!", ["小份", "大份"]),
    ],
)
def test_a_sentence_opens_a_buy(text: str, title: str, goods: list[str]) -> None:
    (stated,) = read_message(text, Context(), NOON).stated
    assert stated.buy is None
    assert stated.reading.is_list
    assert stated.reading.title == title
    assert [good.name for good in stated.reading.goods] == goods
    assert stated.reading.acts == ()


@pytest.mark.parametrize(
    "text",
    [
        "什么时候接龙？",
        "周末开团\n大家有空来",
        "还没接的赶紧接龙，12元一板",
        "要买菜的接龙，群里别聊天了",
        "开团啦！\n阿莫西林 12元/盒 药店自取",
        "谁需要接龙吗",
        "需要的请在群里接龙",
        "还没接的赶紧接龙",
        "大家不要接龙了",
        "需要配药的请在群里接龙",
        "要做核酸的请接龙",
        "要当志愿者的请接龙",
        "接龙",
        "我也要接龙",
        "同意的请接龙",
        "有要雪梨的吗？",
        "有要婴儿车的吗？50元",
        "有人要拼车吗？10元一个",
        "有要闲置自行车的吗？50元一个",
        "今天有羽毛球活动，10元一人，要的报名",
        "有没有人要鸭蛋，我多了一板",
        "有要核酸的吗？3元一次",
        "明天团牛奶，要的报名",
    ],
)
def test_what_only_speaks_of_one_opens_none(text: str) -> None:
    assert read_message(text, Context(), NOON).stated == ()


def test_half_a_price_list_opens_nothing() -> None:
    text = "鲜牛奶开团\n2升装 22元\n950ml装 12元\n酸奶八连杯 16元"
    assert read_message(text, Context(), NOON).stated == ()


def test_a_reminder_of_an_open_buy_opens_no_second_one() -> None:
    seasoning = OpenBuy(1, "调味品")
    eggs = OpenBuy(2, "早市团", (Good("鸡蛋"),))
    assert read_message("调味品有需要的请在群里接龙", Context((seasoning, eggs)), NOON).stated == ()
    assert read_message("鸡蛋有需要的请接龙", Context((seasoning, eggs)), NOON).stated == ()
    (stated,) = read_message("面粉有需要的请接龙", Context((seasoning, eggs)), NOON).stated
    assert stated.buy is None


def test_a_price_list_that_shares_a_good_with_an_open_buy_opens_another() -> None:
    eggs = OpenBuy(1, "早市团", (Good("鸡蛋"), Good("青菜")))
    (stated,) = read_message("水果开团\n苹果 5元/斤\n鸡蛋 11元/盒", Context((eggs,)), NOON).stated
    assert stated.buy is None
    assert read_message("早市开团\n青菜 3元/份\n鸡蛋 11元/盒", Context((eggs,)), NOON).stated == ()


def test_its_deadline_and_price_are_read_as_in_a_list() -> None:
    (stated,) = read_message("鸡蛋 12元/盒，今晚8点截单，需要的请接龙", Context(), NOON).stated
    assert stated.reading.terms.closes_at is not None
    assert [(good.name, str(good.price)) for good in stated.reading.goods] == [("鸡蛋", "12")]
