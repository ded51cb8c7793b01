"""Payment lists as they are copied from a payment app, or written by hand."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payment_match import Receipt
from domain.residence import DEFAULT_GRAMMAR, Residence
from parsing.payment_list import PaymentList, read_payment_list

NOW = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)  # a Sunday


def home(building: str | None, room: str) -> Residence:
    return Residence(building, None, room)


def read(text: str) -> PaymentList:
    return read_payment_list(text, DEFAULT_GRAMMAR, NOW)


LINES: list[tuple[str, Receipt]] = [
    ("王阿姨 35.00", Receipt(3500, "王阿姨")),
    ("王阿姨 35", Receipt(3500, "王阿姨")),
    ("王阿姨付35元，已收", Receipt(3500, "王阿姨")),
    ("￥35.00 来自 小陈 11-29 20:31", Receipt(3500, "小陈", at="11-29T20:31")),
    ("¥ 35.00 来自小陈", Receipt(3500, "小陈")),
    ("+35.00 转账-李*", Receipt(3500, "李*")),
    ("二维码收款-来自*明 +35.00", Receipt(3500, "*明")),
    ("二维码收款-来自小陈 +35.00 2026-11-28 20:31:05", Receipt(3500, "小陈", at="11-28T20:31")),
    ("微信支付收款 35.00元(来自小陈)", Receipt(3500, "小陈")),
    ("支付宝到账35.00元 张三", Receipt(3500, "张三")),
    ("收款到账 小陈 35.00元 11月29日 晚上8:31", Receipt(3500, "小陈", at="11-29T20:31")),
    ("3-502 35元", Receipt(3500, "", home("3", "502"))),
    ("3号楼502 王阿姨 ￥35", Receipt(3500, "王阿姨", home("3", "502"))),
    ("3、3号楼601 李叔 三十五元", Receipt(3500, "李叔", home("3", "601"))),
    ("502 35", Receipt(3500, "", home(None, "502"))),
    ("2. 502 35", Receipt(3500, "", home(None, "502"))),
    ("小许(502) 1,280.00", Receipt(128000, "小许", home(None, "502"))),
    ("4) 小许 35块5", Receipt(3550, "小许")),
    ("昨天 20:31 小陈 35元", Receipt(3500, "小陈", at="11-28T20:31")),
    ("前天 小陈 35元", Receipt(3500, "小陈", at="11-27")),
    ("星期五 08:05 小陈 ￥35", Receipt(3500, "小陈", at="11-27T08:05")),
    ("20:31 小陈 ￥35", Receipt(3500, "小陈", at="11-29T20:31")),
    ("20点31分 小陈 ￥35", Receipt(3500, "小陈", at="11-29T20:31")),
    ("小陈 35元 2026年3月2日", Receipt(3500, "小陈", at="03-02")),
    ("转账 35 小陈 单号202611290001234567", Receipt(3500, "小陈")),
    ("小陈 ３５．００", Receipt(3500, "小陈")),
    ("35.00", Receipt(3500)),
    ("99:99 小陈 35元", Receipt(3500, "99 99 小陈")),
    ("13-45 小陈 35元", Receipt(3500, "13 45 小陈")),
]
NONE = [
    "-20.00 提现", "退款 ￥3.00", "今日收款 共4笔 ￥193.00", "合计 193元", "余额 193.00", "好的", "谢谢大家",
    "-35.00 小陈", "小陈 35元 40元", "3-502和3-601 70元", "小陈 0元", "小" * 201 + " 35元", "苹果 1 梨 2 桃 3",
]  # fmt: skip


@pytest.mark.parametrize(("text", "receipt"), LINES)
def test_a_line_is_one_payment(text: str, receipt: Receipt) -> None:
    found = read(text)
    assert found.receipts == (receipt,)
    assert found.unread == ()
    assert found.receipts[0].said


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_payment_is_told_back(text: str) -> None:
    found = read(text)
    assert found.receipts == ()
    assert found.unread == (text.replace("￥", "¥"),)


BLOCKS = {
    "names first": "小陈\n11月29日 20:31\n+35.00\n老李\n昨天 下午8:05\n+20.50",
    "amounts before times": "小陈\n+35.00\n11月29日 20:31\n老李\n+20.50\n昨天 下午8:05",
    "amounts first": "+35.00\n小陈\n11月29日 20:31\n+20.50\n老李\n昨天 20:05",
    "blank lines between": "11月29日 20:31\n小陈\n+35.00\n\n昨天 20:05\n老李\n+20.50\n\n",
}


@pytest.mark.parametrize("text", BLOCKS.values(), ids=BLOCKS)
def test_a_payment_in_several_lines_is_one(text: str) -> None:
    found = read(f"{text}\n今日收款 共2笔 ￥55.50")
    assert found.receipts == (Receipt(3500, "小陈", at="11-29T20:31"), Receipt(2050, "老李", at="11-28T20:05"))
    assert found.unread == ("今日收款 共2笔 ¥55.50",)


def test_lines_that_do_not_come_to_one_payment_are_told_back() -> None:
    assert read("+35.00\n\n小陈\n20:31\n\n+20.00\n老李") == PaymentList(
        (Receipt(3500), Receipt(2000, "老李")), ("小陈", "20:31")
    )


def test_a_list_in_another_order_holds_the_same() -> None:
    lines = [text for text, _ in LINES if text != "35.00"]
    whole = read("\n".join(lines)).receipts
    random.Random(3).shuffle(lines)
    assert sorted(one.mark for one in read("\n".join(lines)).receipts) == sorted(one.mark for one in whole)


@given(st.text(alphabet="王小陈李*35.0元块￥+-,，:3-502\n 11月29日20:31昨天收款", max_size=300))
def test_whatever_is_pasted_nothing_is_raised_and_every_amount_is_positive(text: str) -> None:
    assert all(receipt.fen > 0 for receipt in read(text).receipts)


def test_lines_that_belong_together_may_stand_beside_one_that_is_whole() -> None:
    found = read("微信收款\n王阿姨\n11月29日 12:08\n+12.00\n李*\n11月29日 12:09\n+24.00\n小何 24\n谢谢大家")
    assert found == PaymentList(
        (
            Receipt(1200, "王阿姨", at="11-29T12:08", said="微信收款 王阿姨 11月29日 12:08 +12.00"),
            Receipt(2400, "李*", at="11-29T12:09", said="李* 11月29日 12:09 +24.00"),
            Receipt(2400, "小何", said="小何 24"),
        ),
        ("谢谢大家",),
    )


def test_one_amount_alone_among_whole_lines_is_nobodys() -> None:
    found = read("小陈 35元\n谢谢\n12.00\n小何 24")
    assert [(one.fen, one.name) for one in found.receipts] == [(3500, "小陈"), (1200, ""), (2400, "小何")]
