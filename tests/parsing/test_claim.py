"""Who says to live where, and who says something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from parsing.claim import read_claim


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我是3号楼502", Residence("3", None, "502")),
        ("我是3-502", Residence("3", None, "502")),
        ("我是十二号楼三零二的", Residence("12", None, "302")),
        ("大家好，我是5栋2单元1001的业主", Residence("5", "2", "1001")),
        ("我住6号楼12A", Residence("6", None, "12A")),
        ("我家在B座1805", Residence("B", None, "1805")),
        ("我家住3号楼502，新来的，请多关照", Residence("3", None, "502")),
        ("本人7#301王阿姨", Residence("7", None, "301")),
        ("我是3-502小周", Residence("3", None, "502")),
        ("我们是3-502的", Residence("3", None, "502")),
        ("晚上好 我是 9号楼 1104", Residence("9", None, "1104")),
    ],
)
def test_who_says_where_they_live(text: str, place: Residence) -> None:
    assert read_claim(text, DEFAULT_GRAMMAR) == place


@pytest.mark.parametrize(
    "text",
    [
        "3-502",
        "我是3号楼502 青菜2份",
        "我是3号楼502吗",
        "我是3号楼502楼上的",
        "我要3-502那种",
        "我不是3-502",
        "我以前住3号楼502",
        "我是3号楼的",
        "我是志愿者",
        "我帮3-502订一份",
        "我是3-502，他是3-503",
        "我",
        "我3-502的快递谁拿了",
        "",
        "我是" + "3" * 4000,
    ],
)
def test_who_says_something_else(text: str) -> None:
    assert read_claim(text, DEFAULT_GRAMMAR) is None


def test_a_villa_has_a_number_only() -> None:
    assert read_claim("我是12号", AddressGrammar(villas=True)) == Residence("12")
    assert read_claim("我是12号", DEFAULT_GRAMMAR) is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_claim("我是" + text, DEFAULT_GRAMMAR)
