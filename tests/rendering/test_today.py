"""今天 in words: each kind of line, by when it is due."""

from datetime import UTC, datetime

import pytest

from domain.today import Item, Shelf
from rendering import today as rendering
from storage.today import ITEMS

AT = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shelf", "kind", "said"),
    [
        (Shelf.WAITING, "question", "问了王阿姨，还没答，09:05 问的"),
        (Shelf.WAITING, "notice", "通知「王阿姨」，09:05 发的，还有 3 栋没收到"),
        (Shelf.WAITING, "medication_alert", "有一条急的用药没人接，09:05 报的"),
        (Shelf.TOMORROW, "notice", "通知「王阿姨」，09:05 发"),
        (Shelf.TOMORROW, "order_chain", "接龙「王阿姨」，3户，3月4日 09:05 截单"),
        (Shelf.TOMORROW, "test_round", "轮次「王阿姨」，09:05 开始"),
        (Shelf.OPEN, "order_chain", "接龙「王阿姨」，3户，3月4日 09:05 截单"),
        (Shelf.OPEN, "delivery", "到货「王阿姨」，还有 3 份没取"),
        (Shelf.OPEN, "test_round", "轮次「王阿姨」，到 09:05"),
    ],
)
def test_every_kind_of_line_is_told_in_its_own_words(shelf: Shelf, kind: str, said: str) -> None:
    (line,) = rendering.numbered([(Item(shelf, kind, 1, "王阿姨", 5, 3), AT)])
    assert rendering.glance("桂园", [line], [], AT).splitlines()[-1] == f"1. {said}"
    assert rendering.button(line) == "1 处理了"


def test_every_kind_there_is_has_words() -> None:
    told = {kind for _, kind in ITEMS}
    assert told == {"question", "notice", "order_chain", "delivery", "test_round", "medication_alert"}


def test_a_long_day_is_cut_short_and_its_done_lines_say_who() -> None:
    items = [(Item(Shelf.OPEN, "order_chain", number, "米团"), None) for number in range(40)]
    lines = rendering.numbered(items)
    assert len(lines) == 20
    text = rendering.glance("桂园", lines, [rendering.Done(items[0][0], "唐姐", AT)], AT)
    assert "没定截单时间" in text
    assert text.endswith("✓ 接龙「米团」（唐姐 09:05）")
