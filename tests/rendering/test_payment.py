"""What the organiser and the households read of money: for private ears, and never without its amount."""

from datetime import UTC, datetime

import pytest

from domain.payment import Account, Kind, Payment, State, accounts
from domain.payment_match import Matched, Receipt, numbered
from domain.residence import Residence
from rendering.payment import (
    PAGE,
    Comparison,
    Ledger,
    Owing,
    candidate_label,
    comparison_text,
    got_label,
    ledger_text,
    nudge,
    nudged,
    paid_said,
    refunds,
    said,
    yuan,
)

AT = datetime(2026, 11, 29, 20, 31, tzinfo=UTC)


def account(owed: int | None, *said_of: tuple[Kind, int | None]) -> Account:
    return accounts({"a": owed}, [Payment("a", kind, fen, at, id=at) for at, (kind, fen) in enumerate(said_of)])["a"]


def ledger(*those: Account, faults: int = 0) -> Ledger:
    owing = [
        Owing(place, f"3-{500 + place} 邻居", "香梨 1箱", one, AT if one.claimed else None)
        for place, one in enumerate(those, 1)
    ]
    return Ledger(7, "香梨团", tuple(owing), faults)


@pytest.mark.parametrize(("fen", "text"), [(3500, "35元"), (3550, "35.5元"), (5, "0.05元"), (128000, "1280元")])
def test_an_amount_is_as_people_write_it(fen: int, text: str) -> None:
    assert yuan(fen) == text


CELLS = [
    (account(3500), "没付"),
    (account(None), "没付"),
    (account(0), "不用付"),
    (account(3500, (Kind.CLAIMED, None)), "说付了，待确认"),
    (account(3500, (Kind.CLAIMED, 3000)), "说付了30，待确认"),
    (account(3500, (Kind.RECEIVED, 3500)), "已付35"),
    (account(3500, (Kind.RECEIVED, 3000)), "已付30，还差5"),
    (account(3500, (Kind.RECEIVED, 3500), (Kind.REFUND, 1200)), "已付35，要退12"),
]


@pytest.mark.parametrize(("one", "text"), CELLS)
def test_a_cell_says_how_a_household_stands(one: Account, text: str) -> None:
    assert paid_said(one) == text


def test_the_list_goes_by_urgency_and_every_sum_is_there() -> None:
    shown = ledger(
        account(3500),
        account(3500, (Kind.RECEIVED, 3500)),
        account(3500, (Kind.CLAIMED, None)),
        account(3500, (Kind.CLAIMED, 3000)),
        account(3500, (Kind.RECEIVED, 1000)),
        account(3500, (Kind.RECEIVED, 3500), (Kind.REFUND, 1200)),
        account(None),
        account(None, (Kind.CLAIMED, 900)),
        faults=1,
    )
    assert ledger_text(shown, 0).for_private_ears == (
        "💰 「香梨团」收款\n应收 210元，8户\n缺损退款 12元\n✓ 收到 80元，2户结清\n？ 说付了 3户 70元\n✗ 没付 2户 60元\n"
        "↩ 要退 1户 12元\n⚠ 报了少、坏、错，还没定退多少：1户\n\n"
        "说付了，等您确认：\n・3-503 邻居 35元（11月29日20:31说的）\n"
        "・3-504 邻居 说付了30元，应付35元（11月29日20:31说的）\n・3-508 邻居 说付了9元（香梨 1箱）\n\n"
        "付了一部分：\n・3-505 邻居 付了10元，还差25元\n\n还没付：\n・3-501 邻居 35元\n\n"
        "没有单价、算不出：\n・3-507 邻居 香梨 1箱\n\n多收了、要退：\n・3-506 邻居 退12元"
    )
    labels = [got_label(one) for one in shown.page(0)]
    assert labels == [
        "✓ 3-503 邻居 35元", "✓ 3-504 邻居 30元", "✓ 3-508 邻居 9元", "✓ 3-505 邻居 25元", "✓ 3-501 邻居 35元",
        "✓ 3-507 邻居 收到…", "↩ 3-506 邻居 退了12元",
    ]  # fmt: skip


def test_when_all_is_settled_it_says_so() -> None:
    assert ledger_text(ledger(account(3500, (Kind.RECEIVED, 3500))), 0).for_private_ears.endswith("1户结清\n都结清了。")


def test_a_page_that_is_not_there_is_the_last() -> None:
    shown = ledger(*[account(3500)] * (PAGE + 1))
    assert shown.pages == 2
    assert len(shown.page(9)) == 1
    assert ledger_text(shown, 9).for_private_ears.endswith("第2页，共2页")
    assert shown.of(State.UNPAID) == list(shown.owing)


def test_only_who_gets_something_back_has_a_refund() -> None:
    found = refunds({"a": account(3500, (Kind.REFUND, 1250)), "b": account(3500)})
    assert {party: str(amount) for party, amount in found.items()} == {"a": "12.5"}


def test_a_pasted_list_is_shown_before_it_counts() -> None:
    sure, both = Receipt(3500, "王阿姨", said="王阿姨 35.00"), Receipt(4700, "小陈", at="11-29T20:31")
    settled = Receipt(900, "", Residence("3", None, "601"))
    doubt, stranger = Receipt(1200, "月亮"), Receipt(9900, "老何")
    found = Matched(((sure, ("a",)), (both, ("b", "c"))), ((doubt, ("d",)),), (stranger,), (settled,), (sure,))
    called = {"a": "3-502 王阿姨", "b": "5-101 小陈", "c": "6-101 陈阿婆"}
    text = comparison_text(Comparison("香梨团", found, called, ["好的"])).for_private_ears
    for line in (
        "✓ 对得上 2笔，82元：",
        "？ 拿不准 1笔，一笔一笔问您：",
        "✗ 没对上 1笔，请您看看是谁的：",
        "这几户已经收齐，这几笔没有再算：",
        "上次记过的 1笔，没有再算。",
        "・好的",
        "点「确认」才记下。",
    ):
        assert line in text.splitlines(), text
    assert Comparison("香梨团", found).name("a") == "一户"


def test_many_lines_are_counted_and_not_all_shown() -> None:
    lines = numbered(Receipt(100 + number, "老何") for number in range(40))
    text = comparison_text(Comparison(None, Matched(unmatched=lines))).for_private_ears
    assert "・…还有10笔" in text
    assert text.startswith("「接龙」对收款记录：")


def test_a_line_without_its_words_is_told_from_what_was_read() -> None:
    assert said(Receipt(3500, "小陈", Residence("3", None, "502"), "11-29T20:31")) == "3-502 小陈 35元 11-29T20:31"


def test_what_a_household_reads_names_its_own_amount_or_none() -> None:
    assert nudge("香梨团", account(3500), "香梨 1箱").for_private_ears.startswith(
        "「香梨团」您还有 35元 没付（香梨 1箱）"
    )
    assert "您的钱还没付" in nudge("香梨团", account(None), "酱油 1瓶").for_private_ears
    assert candidate_label("3-502 王阿姨", account(None)) == "3-502 王阿姨（没有单价）"
    assert nudged([], [], []).for_private_ears == "这次没有提醒谁。"
