"""What is written to the bot after a request and belongs to it, and 同求 under somebody's."""

import pytest

from domain.residence import Residence
from parsing.medication_correction import fitting, read_bare, read_correction, says_me_too, seeks_too
from parsing.medication_rest import tells_of


@pytest.mark.parametrize(
    ("text", "strength", "of"),
    [
        ("是160的", "160", None),
        ("160毫克的", "160毫克", None),
        ("是 160 mg", "160mg", None),
        ("80毫克", "80毫克", None),
        ("我要80的", "80", None),
        ("规格80", "80", None),
        ("应该是80的", "80", None),
        ("不要80的，要160的", "160", None),
        ("要160的不是80的", "160", None),
        ("错了，是160mg的", "160mg", None),
        ("缬沙坦是160的", "160", "缬沙坦"),
        ("代文应该是80mg的。", "80mg", "缬沙坦"),
    ],
)
def test_a_strength_is_told_with_a_word_that_says_so(text: str, strength: str, of: str | None) -> None:
    found = read_correction(text)
    assert found is not None
    assert (found.strength, found.of.generic if found.of else None) == (strength, of)


@pytest.mark.parametrize(
    "text",
    [
        *("门牌错了，是3-602", "门牌写错了 应该是3号楼602", "不是3-501，是3-602", "是3-602"),
        *("送到3号楼602", "3-501错了，3-602", "地址改成3-602室"),
        *("地址：3号楼602", "收货地址是3-602"),
    ],
)
def test_a_home_is_corrected_where_it_is_said_to_be_wrong(text: str) -> None:
    found = read_correction(text)
    assert found is not None
    assert found.place == Residence("3", None, "602")


@pytest.mark.parametrize(
    ("text", "drugs"),
    [
        ("还有可定", ["瑞舒伐他汀"]),
        ("还要可定一盒", ["瑞舒伐他汀"]),
        ("另外再加一盒络活喜5mg", ["氨氯地平"]),
        ("还有可定和络活喜", ["瑞舒伐他汀", "氨氯地平"]),
        ("可定也要", ["瑞舒伐他汀"]),
        ("可定也快没了", ["瑞舒伐他汀"]),
        ("还有可定也要", ["瑞舒伐他汀"]),
        ("还有我妈的络活喜", ["氨氯地平"]),
    ],
)
def test_another_medicine_comes_along(text: str, drugs: list[str]) -> None:
    found = read_correction(text)
    assert found is not None
    assert found.more is not None
    assert [drug.generic for drug in found.more.drugs] == drugs


@pytest.mark.parametrize(
    "text",
    [
        *("还有一件事", "还有可定吗", "我家还有可定", "家里还有可定", "还有可定没吃完"),
        *("还有医保卡在楼长那里",),
        *(
            "160",
            "14天",
            "2盒",
            "要鸡蛋两盒",
            "是2天",
            "我是3-602",
            "3-602",
            "是的",
            "对的",
            "瑞金医院",
            "3-602的缬沙坦错了",
            "谢谢",
        ),
        *("还有络活喜，3-602"),
    ],
)
def test_what_is_none(text: str) -> None:
    assert read_correction(text) is None


@pytest.mark.parametrize(
    ("text", "instead", "of"),
    [
        ("药名写错了，是厄贝沙坦", "厄贝沙坦", None),
        ("不是缬沙坦，是厄贝沙坦", "厄贝沙坦", "缬沙坦"),
        ("缬沙坦错了，应该是厄贝沙坦150mg", "厄贝沙坦", "缬沙坦"),
        ("缬沙坦换成厄贝沙坦", "厄贝沙坦", "缬沙坦"),
    ],
)
def test_another_medicine_is_meant(text: str, instead: str, of: str | None) -> None:
    found = read_correction(text)
    assert found is not None
    assert found.instead is not None
    assert (found.instead.generic, found.of.generic if found.of else None) == (instead, of)


def test_a_room_alone_is_a_home_where_a_word_says_so() -> None:
    for text in ("送到602", "房号是602", "门牌错了，是602"):
        found = read_correction(text)
        assert found is not None
        assert found.place == Residence(None, None, "602")


def test_a_count_is_told_with_a_word_that_says_so() -> None:
    for text, number in (("改成两盒", 2), ("不对，要3盒", 3), ("是2盒", 2), ("不是2盒，是十瓶", 10), ("一共要三盒", 3)):
        found = read_correction(text)
        assert found is not None
        assert found.count is not None
        assert found.count.value == number


def test_a_number_is_the_only_strength_that_there_is_with_it() -> None:
    assert fitting("160", ["80mg", "160mg"]) == "160mg"
    assert fitting("500", ["0.5g", "0.25g"]) == "0.5g"
    assert fitting("0.5", ["0.5g", "0.25g"]) == "0.5g"
    assert fitting("8", ["80mg", "160mg"]) is None
    assert fitting("5", ["5mg:10ml", "5mg:20ml"]) is None
    assert fitting("170毫克", ["80mg"]) == "170毫克"
    read = [read_bare(text) for text in ("160", "是160的", "两盒", "缬沙坦160")]
    assert read == ["160", "160", None, None]


@pytest.mark.parametrize(
    "text", ["同求", "我也要", "我家也要一盒", "同求！", "我也求，3-602", "3-602 同求", "我家也没了", "同需+1"]
)
def test_me_too(text: str) -> None:
    assert says_me_too(text)[0]
    assert seeks_too("同求")
    assert not seeks_too("我也要")


@pytest.mark.parametrize("text", ["我也要去超市", "我也要上班", "同意", "也要鸡蛋2盒", "求缬沙坦", "不要了", "我也是"])
def test_what_is_no_me_too(text: str) -> None:
    assert not says_me_too(text)[0]


def test_the_home_beside_me_too_is_heard() -> None:
    assert says_me_too("同求，3-602")[1] == Residence("3", None, "602")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5mg的两盒，还有三天", {"strength", "count", "days"}),
        ("5mg的 两盒吧，她好像还有三天", {"strength", "count", "days"}),
        ("我住3-602，两盒", {"place", "count"}),
    ],
)
def test_amount_days_and_home_are_told_together_without_a_name(text: str, told: set[str]) -> None:
    found = read_correction(text)
    assert found is not None
    assert found.rest is not None
    assert tells_of(found.rest) == told


@pytest.mark.parametrize("text", ["两盒", "两合", "两盒，谢谢", "我住3-602"])
def test_one_of_them_alone_is_told_only_where_nothing_is_asked(text: str) -> None:
    assert read_correction(text) is None
    assert read_correction(text, is_unasked=True) is not None


@pytest.mark.parametrize("text", ["一天吃一次", "一天一片", "一盒能吃7天", "家里还有两盒", "鸡蛋两盒", "能送到3-602吗"])
def test_a_dose_a_stock_and_goods_are_no_amount_that_is_wanted(text: str) -> None:
    assert read_correction(text, is_unasked=True) is None
