"""已付, 转了35: who says to have paid, and what is no such saying."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.residence import DEFAULT_GRAMMAR, Residence
from parsing.context import Context, Paid
from parsing.payment import read_paid
from parsing.reading import read_message

HOME = Residence("3", None, "502")

PAID: list[tuple[str, Paid]] = [
    ("已付", Paid()),
    ("已转", Paid()),
    ("钱给了", Paid()),
    ("我的钱刚给团长了", Paid()),
    ("微信转你了", Paid()),
    ("已转6元给团长", Paid(600)),
    ("支付宝付了24", Paid(2400)),
    ("已付款呀", Paid()),
    ("转过了", Paid()),
    ("付好了，谢谢", Paid()),
    ("钱转了", Paid()),
    ("钱已经转过去了", Paid()),
    ("转给您了，请查收", Paid()),
    ("红包发了", Paid()),
    ("已付😂", Paid()),
    ("团长 已付", Paid()),
    ("我付过了", Paid()),
    ("我也付了", Paid()),
    ("付了 35元", Paid(3500)),
    ("付了35", Paid(3500)),
    ("转你35.5了", Paid(3550)),
    ("35元已转", Paid(3500)),
    ("￥35 已付", Paid(3500)),
    ("刚刚转了三十五块", Paid(3500)),
    ("3-502已付", Paid(None, HOME)),
    ("3号楼502 钱付了", Paid(None, HOME)),
    ("3-502 已付35元", Paid(3500, HOME)),
    ("香梨团的钱付过了", Paid(None, None, "香梨团")),
    ("香梨已付35元", Paid(3500, None, "香梨")),
    ("已經付款了", Paid()),
]
NOT = [
    "付了吗？", "付了吗", "没付", "还没转", "怎么付", "付", "付款", "转", "明天付", "准备转了", "谁付了", "帮他付了",
    "付了2份", "鸡蛋2份已付", "哈密瓜两个已付款", "转发了", "已转发", "转了一圈", "打好了", "好的", "",
    "付了35转了40", "35付了40", "3-502和3-601已付", "钱", "已付" * 30, "付了0元",
]  # fmt: skip


@pytest.mark.parametrize(("text", "paid"), PAID)
def test_who_has_paid_says_so_briefly(text: str, paid: Paid) -> None:
    assert read_paid(text, DEFAULT_GRAMMAR) == paid


@pytest.mark.parametrize("text", NOT)
def test_what_asks_orders_or_only_has_the_word_is_none(text: str) -> None:
    assert read_paid(text, DEFAULT_GRAMMAR) is None


@pytest.mark.parametrize("text", [text for text, _ in PAID])
def test_it_is_never_an_order(text: str) -> None:
    reading = read_message(text, Context(), datetime(2026, 5, 1, tzinfo=UTC))
    assert reading.paid is not None
    assert not reading.stated
    assert not reading.questions


@given(st.text(alphabet="已付转了款钱35.0元块3-502团 ，给您", max_size=40))
def test_whatever_is_written_nothing_is_raised_and_an_amount_is_positive(text: str) -> None:
    paid = read_paid(text, DEFAULT_GRAMMAR)
    assert paid is None or paid.fen is None or paid.fen > 0
