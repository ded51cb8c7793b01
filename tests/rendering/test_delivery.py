"""What volunteers tap and residents read of a delivery: it fits into a message, and says no money."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from domain.delivery import Delivery, Fault, Flaw, Refund, Stage
from rendering.delivery import (
    Bag,
    Block,
    Run,
    board_text,
    decide,
    notice,
    panel_text,
    refund_label,
    spare,
    tick_label,
    ticks_text,
    uncollected,
)
from rendering.page import LIMIT, length

AT = datetime(2026, 11, 29, 20, 31, tzinfo=UTC)


def bags(count: int, *, ticked: int = 0, items: str = "鸡蛋 1板") -> tuple[Bag, ...]:
    return tuple(Bag(number, str(100 + number), f"3-{100 + number}", items, number < ticked) for number in range(count))


def run(stage: Stage, *blocks: Block, faults: tuple[Fault, ...] = ()) -> Run:
    return Run(Delivery(1, 1, 1, stage, 0, "小区门口", 15), "鸡蛋团", blocks, AT, ("鸡蛋",), faults)


THREE = Block(1, (None, "3"), 0, bags(2, ticked=2), "鸡蛋 2板", AT)
FIVE = Block(2, (None, "5"), 0, bags(3, ticked=1), "鸡蛋 3板", AT.replace(minute=46))
SEVEN = Block(3, (None, "7"), 0, bags(1), "鸡蛋 1板", expected_at=AT.replace(hour=21, minute=1))
NOWHERE = Block(4, (None, None), 0, bags(1), "鸡蛋 1板", expected_at=None)


def test_the_panel_tells_the_step_and_how_each_building_stands() -> None:
    assert "① 消杀中（20:31起）" in panel_text(run(Stage.DISINFECTING, THREE))
    assert "・3号楼 2户：鸡蛋 2板" in panel_text(run(Stage.SORTING, THREE))
    fault = Fault(1, 1, Flaw.SHORT, "", None, 0, None)
    assert panel_text(run(Stage.CALLING, THREE, FIVE, SEVEN, NOWHERE, faults=(fault, fault))).splitlines() == [
        "📦 「鸡蛋团」到货：7户，4栋",
        "③ 叫楼取货。地点：小区门口；每15分钟叫一栋",
        "✓ 3号楼 20:31叫的，取了2/2户",
        "▶ 5号楼 20:46叫的，取了1/3户",
        "・7号楼 1户，约21:01叫",
        "・没写楼号 1户",
        "⚠ 少、坏、错：1户",
    ]
    assert "✓ 结束了（20:31）。" in panel_text(run(Stage.DONE, THREE))


def test_by_hand_says_so() -> None:
    shown = run(Stage.CALLING, SEVEN)
    assert "点一下叫一栋" in panel_text(replace(shown, delivery=replace(shown.delivery, minutes=0)))


def test_the_board_names_whose_turn_it_is_and_who_waits() -> None:
    assert board_text(run(Stage.CALLING, THREE, FIVE, SEVEN, NOWHERE)).splitlines() == [
        "📦 「鸡蛋团」到货，按楼取，没叫到的先别下楼",
        "▶ 轮到：5号楼",
        "地点：小区门口",
        "叫过了：3号楼",
        "・7号楼 约21:01",
        "・没写楼号，等着叫",
    ]
    assert board_text(run(Stage.DONE, THREE)) == "📦 「鸡蛋团」取货结束，还没拿到的请找团长"
    assert board_text(run(Stage.DONE, THREE, SEVEN)).splitlines()[1:] == ["・7号楼，没有叫到"]


def test_a_building_that_waits_has_one_button_however_many_parts_it_has() -> None:
    parts = [replace(SEVEN, stop_id=10 + part, part=part) for part in range(3)]
    assert [block.stop_id for block in spare(run(Stage.CALLING, *parts, NOWHERE))] == [4]
    assert spare(run(Stage.CALLING, THREE)) == []
    assert "7号楼（第2张）" in panel_text(run(Stage.CALLING, *parts))


def test_the_ticks_fit_into_a_message_and_leave_out_what_is_done() -> None:
    long = Block(1, (None, "3"), 0, bags(80, ticked=60, items="很长的品名" * 12), "", AT)
    text = ticks_text(run(Stage.CALLING, long), long)
    assert length(text) <= LIMIT
    assert "✓" not in text.split("户", 1)[1].replace("✓ 结", "")
    assert "☐ 179" in text
    flawed = replace(THREE.bags[0], flaws=(Flaw.SHORT, Flaw.SHORT, Flaw.WRONG))
    assert "（少了、错了）" in ticks_text(run(Stage.CALLING, THREE), replace(THREE, bags=(flawed,)))
    assert tick_label(flawed) == "✓ 100 ⚠"


def test_a_panel_of_very_many_buildings_fits() -> None:
    blocks = [replace(SEVEN, stop_id=number, building=(None, str(number))) for number in range(400)]
    assert length(panel_text(run(Stage.CALLING, *blocks))) <= LIMIT
    assert length(board_text(run(Stage.CALLING, *blocks))) <= LIMIT


def test_who_ordered_for_two_hears_of_both() -> None:
    assert notice("鸡蛋团", ["鸡蛋 1板"], {"10-302 陈阿婆": "香梨 1箱"}, "南门").splitlines() == [
        "📦 「鸡蛋团」到了，轮到您这栋取货。",
        "您家的：鸡蛋 1板",
        "您帮10-302 陈阿婆订的：香梨 1箱",
        "现在起，地点：南门。戴好口罩，外包装先消杀。",
    ]


def test_the_lead_reads_rooms_and_goods() -> None:
    assert uncollected("鸡蛋团", "3号楼", bags(1)).for_private_ears.splitlines()[1] == "・3-100：鸡蛋 1板"


def test_what_is_given_back_names_how_many() -> None:
    assert refund_label(Refund("香梨", Decimal(1), None, 3500)) == "退35元（香梨1份）"
    fault = Fault(1, 1, Flaw.BROKEN, "", None, 0, None)
    assert decide("鸡蛋团", "3-502", fault).for_private_ears == "「鸡蛋团」3-502 坏了。退多少？"
