"""Numbers as people write them, and what looks like one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.numeral import digits_of, number_of


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", "0"),
        ("〇", "0"),
        ("08", "8"),
        ("1,205,000", "1205000"),
        ("6.50", "6.50"),
        ("6.5万", "65000"),
        ("七", "7"),
        ("仨", "3"),
        ("十", "10"),
        ("十六", "16"),
        ("一十六", "16"),
        ("七十", "70"),
        ("三百八", "380"),
        ("三百零八", "308"),
        ("三百八十", "380"),
        ("四百十二", "412"),
        ("五千零六十", "5060"),
        ("九万二", "92000"),
        ("九万零二", "90002"),
        ("二十六万四", "264000"),
        ("六十万零三千", "603000"),
        ("三千万", "30000000"),
        ("两亿", "200000000"),
        ("一亿零五万", "100050000"),
        ("俩千", "2000"),
        ("廿八", "28"),
        ("卅", "30"),
        ("卌五", "45"),
        ("3百5", "350"),
        ("3百05", "305"),
        ("3千零5", "3005"),
        ("40万六千", "406000"),
        ("贰仟叁佰", "2300"),
        ("伍拾", "50"),
        ("参佰", "300"),
        ("二零三一", "2031"),
        ("二○三一", "2031"),
        ("三点零五", "3.05"),
        ("三百点二五", "300.25"),
        ("三百点25", "300.25"),
    ],
)
def test_a_numeral_has_its_value(written: str, value: str) -> None:
    assert number_of(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "²",
        "4²",
        "²百",
        "万",
        "百",
        "千万",
        "万一",
        "亿",
        "点",
        "点五",
        "三点",
        "三点十五",
        "二十三四",
        "5一",
        "三5",
        "十个",
        "1" * 25,
        "9" * 13,
        "3 4",
    ],
)
def test_what_is_no_number_has_none(written: str) -> None:
    assert number_of(written) is None


@pytest.mark.parametrize(
    ("written", "digits"),
    [("三零二", "302"), ("幺二零一", "1201"), ("十二", "12"), ("007", "007"), ("二十二", "22"), ("三0二", "302")],
)
def test_the_digits_of_a_room_are_read_one_by_one_or_counted(written: str, digits: str) -> None:
    assert digits_of(written) == digits


@pytest.mark.parametrize("written", ["", "B", "三点五", "1.5", "楼"])
def test_what_is_no_whole_number_has_no_digits(written: str) -> None:
    assert digits_of(written) is None


def _spelled(number: int) -> str:
    """Spell a number below 10,000 in Chinese, with 零 where a place is empty."""
    words, empty = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            words += ("零" if empty and words else "") + "零一二三四五六七八九"[digit] + name
        empty = empty or bool(words) if not digit else False
    return words or "零"


@given(st.integers(0, 99_999_999))
def test_each_number_spelled_in_full_is_read(number: int) -> None:
    high, low = divmod(number, 10_000)
    spelled = _spelled(high) + "万" if high else ""
    spelled += ("零" if high and low < 1000 else "") + _spelled(low) if low or not high else ""

    assert number_of(spelled) == number
