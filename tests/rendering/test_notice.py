"""What the sender of a notice sees of it, from its draft to its receipts."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.building import Buildings
from domain.notice import Expected, Receipts, State
from rendering import notice as rendering

AT = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
SEEN = rendering.Seen("明天停水", False, None, ["桂园全小区的群"], (), None, State.DRAFT, wants_receipt=False)


def test_the_draft_says_to_whom_when_and_whether_it_asks_for_receipts() -> None:
    text = rendering.seen(SEEN)
    assert "明天停水" in text
    assert "发给：全小区（1 个群）\n　桂园全小区的群" in text
    assert "时间：点「发」就发" in text
    assert "回执：不要" in text
    some = replace(SEEN, buildings=Buildings((("3", "5"), ("9", "9"))), without_group=("4",), at=AT, is_night=True)
    text = rendering.seen(some)
    assert "发给：3-5、9号楼（1 个群）" in text
    assert "4号楼没有自己的群" in text
    assert "时间：3月4日 20:00" in text
    assert "会吵醒人" in text


def test_where_there_is_no_group_it_says_so_and_many_are_cut_short() -> None:
    assert "没有这样的群，发不出去" in rendering.seen(replace(SEEN, groups=[]))
    assert "还有 5 个群" in rendering.seen(replace(SEEN, groups=[f"{n}号楼的群" for n in range(35)]))
    assert len(rendering.seen(replace(SEEN, text="长" * 3000))) < 1700


def test_who_has_said_got_it_is_one_line_with_the_buildings_that_have_not() -> None:
    missing = (Expected("7"), Expected("15"))
    found = Receipts(tuple(str(n) for n in range(22)), missing, 40)
    sent = replace(SEEN, state=State.SENT, at=AT, wants_receipt=True, receipts=found)
    assert "22/24 收到，缺 7、15号楼\n" in rendering.seen(sent)
    assert "缺" not in rendering.seen(replace(sent, receipts=Receipts(("3",), (), 1)))
    assert rendering.seen(replace(sent, receipts=Receipts((), (), 4))).endswith("4 人点了收到")
    many = Receipts((), tuple(Expected(str(n)) for n in range(40)), 0)
    assert "等40栋" in rendering.seen(replace(sent, receipts=many))
    assert "收到" not in rendering.seen(replace(sent, receipts=None))


def test_whatever_becomes_of_it_is_one_line() -> None:
    assert rendering.seen(replace(SEEN, state=State.PLANNED, at=AT)).startswith("⏰ 定在 3月4日 20:00 发给全小区")
    assert rendering.seen(replace(SEEN, state=State.WITHDRAWN)) == "↩️ 已撤回，群里的也删了：明天停水"
    assert rendering.seen(replace(SEEN, state=State.CANCELLED, text="", has_photo=True)) == "✖️ 没有发：（一张图）"


def test_groups_read_from_whom_it_is() -> None:
    assert rendering.words("停水", "居委会") == "📢 居委会通知\n停水"
    assert rendering.words("", "3号楼楼组长") == "📢 3号楼楼组长通知"
    assert rendering.by_whom("楼组长", "3") == "3号楼楼组长"
    assert "（一张图）" in rendering.nudge("", "3")
