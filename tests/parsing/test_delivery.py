"""Where goods are fetched, and how many minutes lie between two buildings, in words."""

from decimal import Decimal

import pytest

from domain.delivery import Flaw
from domain.order_chain import Good
from parsing.delivery import HandingOut, read_arrived, read_complaint, read_handing_out, read_refund

CASES = [
    ("南门岗亭", HandingOut("南门岗亭")),
    ("地点：南门岗亭。", HandingOut("南门岗亭")),
    ("取货地点改到2号楼架空层", HandingOut("2号楼架空层")),
    ("每20分钟", HandingOut("", 20)),
    ("20分钟一栋", HandingOut("", 20)),
    ("隔十分钟叫一栋", HandingOut("", 10)),
    ("半小时", HandingOut("", 30)),
    ("每1小时", HandingOut("", 60)),
    ("南门，每20分钟一栋", HandingOut("南门", 20)),
    ("每20分钟，南门", HandingOut("南门", 20)),
    ("每300分钟", HandingOut("每300分钟")),
    ("", HandingOut()),
]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_an_answer_says_where_and_how_often(text: str, said: HandingOut) -> None:
    assert read_handing_out(text) == said


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("货到了", ""),
        ("东西到了，大家下来拿", ""),
        ("大家好，货都到了！", ""),
        ("鸡蛋到货了", "鸡蛋"),
        ("香梨团到了", "香梨团"),
        ("货到了吗", None),
        ("货还没到", None),
        ("货到了3箱", None),
        ("我到了", "我"),  # no buy is called so
    ],
)
def test_the_goods_are_here(text: str, what: str | None) -> None:
    assert read_arrived(text) == what


@pytest.mark.parametrize(
    ("text", "sum_"), [("退2块", 2), ("那就退12.5元吧", Decimal("12.5")), ("退三块钱", 3), ("退货", None)]
)
def test_so_much_is_given_back(text: str, sum_: Decimal | int | None) -> None:
    assert read_refund(text) == sum_


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("我家鸡蛋碎了两个", Flaw.BROKEN),
        ("梨烂了三个", Flaw.BROKEN),
        ("少了一板鸡蛋！我订了2板只有一板", Flaw.SHORT),
        ("给我发错了，我要的是鸡蛋", Flaw.WRONG),
        ("鸡蛋没有碎，谢谢", None),
        ("鸡蛋会不会碎", None),
        ("鸡蛋坏了怎么办", None),
        ("电梯坏了", None),
        ("鸡蛋碎了就不要了", None),
        ("鸡蛋很新鲜", None),
    ],
)
def test_what_is_wrong_with_ones_goods(text: str, flaw: Flaw | None) -> None:
    assert read_complaint(text, (Good("鸡蛋"), Good("香梨"))) is flaw
