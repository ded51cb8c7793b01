"""Places in cells: read whole or not at all."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.residence import AddressGrammar, Residence
from parsing.roster_cell import CellError
from parsing.roster_place import (
    Hyphened,
    address_in,
    building_in,
    joined,
    lane_in,
    opened,
    opened_address,
    room_in,
    unit_in,
)

_ANY = AddressGrammar()
_FLAT = AddressGrammar(units=False)
_VILLAS = AddressGrammar(villas=True)


@pytest.mark.parametrize(
    ("said", "building"),
    [
        *(
            (said, Residence("3"))
            for said in ("3", "03", "3.0", "3号楼", "3 号 楼", "３＃", "3栋", "三号楼", "第3幢", "三")
        ),
        ("十二号楼", Residence("12")),
        ("a座", Residence("A")),
        ("B2", Residence("B2")),
        ("南楼", Residence("南")),
        ("66弄8号", Residence("8", lane="66")),
        ("3号楼2单元", Residence("3", "2")),
    ],
)
def test_a_building_is_read(said: str, building: Residence) -> None:
    assert building_in(said, _ANY) == building


@pytest.mark.parametrize(
    "said", ["一期3号楼", "3-502", "3号楼502", "3、4号楼", "门卫", "2026年3月1日", "3.00E+02", "3" * 70, "3号楼东"]
)
def test_what_is_no_building_is_said_to_be_none(said: str) -> None:
    with pytest.raises(CellError):
        building_in(said, _ANY)


def test_buildings_have_the_words_of_the_compound() -> None:
    assert building_in("3塔", AddressGrammar(building_words=("塔",))) == Residence("3")
    assert building_in("5巷3排", AddressGrammar(building_words=("排",), lane_words=("巷",))) == Residence("3", lane="5")


def test_units_and_lanes_are_read() -> None:
    units = {"1": "1", "2单元": "2", "二单元": "2", "甲": "甲", "东门": "东", "02": "2", "a": "A", "3.0": "3"}
    assert {said: unit_in(said) for said in units} == units
    assert [lane_in(said) for said in ("66弄", "066", "66.0")] == ["66", "66", "66"]
    for reader, said in ((unit_in, "一二三四"), (unit_in, "无单元"), (lane_in, "弄"), (lane_in, "12345")):
        with pytest.raises(CellError):
            reader(said)


@pytest.mark.parametrize(
    ("said", "room"),
    [
        *(
            (said, Residence(room="502"))
            for said in ("502", "0502", "502室", "５０２", "502.0", "五零二", "5楼502", "502 房", "五百零二")
        ),
        ("12a", Residence(room="12A")),
        ("5", Residence(room="5")),
        ("502甲", Residence(room="502甲")),
        ("B101", Residence(room="B101")),
        ("1-502", Hyphened("1", None, "502")),
        ("3-2-1001室", Hyphened("3", "2", "1001")),
        ("３—５０２", Hyphened("3", None, "502")),
        ("3号楼502", Residence("3", room="502")),
        ("2单元502", Residence(unit="2", room="502")),
    ],
)
def test_a_room_is_read(said: str, room: Residence | Hyphened) -> None:
    assert room_in(said, _ANY) == room


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("501、502", "看不懂"),
        ("3-501、502室", "两户"),
        ("3号楼501甲", "一半"),
        ("3号楼5", "一半"),
        ("3月5日", "日期"),
        ("2026/3/5", "日期"),
        ("2026-03-05 00:00:00", "日期"),
        ("5-Mar", "日期"),
        ("Mar-05", "日期"),
        ("5.02E+02", "科学记数"),
        ("46082", "看不懂"),
        ("门卫", "看不懂"),
        ("502-1", "看不懂"),
        ("一期3号楼501", "期"),
        ("幸福东区3号楼501", "区"),
        ("5" * 100, "太长"),
    ],
)
def test_what_is_no_room_is_said_to_be_none(said: str, why: str) -> None:
    with pytest.raises(CellError, match=why):
        room_in(said, _ANY)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("幸福路66弄3号502室", Residence("3", room="502", lane="66")),
        ("幸福里3号楼 2单元 502", Residence("3", "2", "502")),
        ("幸福路120号3号楼502", Residence("3", room="502")),
        ("3 号 楼 502", Residence("3", room="502")),
        ("502", Residence(room="502")),
        ("5-2-1001", Hyphened("5", "2", "1001")),
    ],
)
def test_an_address_is_read(said: str, place: Residence | Hyphened) -> None:
    assert address_in(said, _ANY) == place


def test_where_villas_stand_a_number_is_a_house() -> None:
    assert address_in("12号", _VILLAS) == Residence("12")
    assert address_in("12", _VILLAS) == Residence("12")
    assert address_in("幸福路8号别墅", _VILLAS) == Residence("8")


def test_a_hyphened_room_is_opened_by_what_the_other_cells_say() -> None:
    said = Hyphened("1", None, "502")

    assert opened(said, None, None, _ANY) == Residence("1", room="502")
    assert opened(said, "3", None, _ANY) == Residence(unit="1", room="502")
    assert opened(said, "3", "1", _ANY) == Residence(unit="1", room="502")
    assert opened(said, "1", "1", _ANY) == Residence("1", room="502")
    assert opened(said, "1", None, _FLAT) == Residence("1", room="502")
    assert opened(Hyphened("3", "1", "502"), "3", None, _ANY) == Residence("3", "1", "502")
    with pytest.raises(CellError, match="1 是楼号还是单元"):
        opened(said, "1", None, _ANY)


def test_an_address_with_hyphens_may_repeat_the_building_of_its_sheet() -> None:
    assert opened_address(Hyphened("3", None, "502"), "3", _ANY) == Residence("3", room="502")
    assert opened_address(Hyphened("3", None, "502"), None, _ANY) == Residence("3", room="502")
    assert opened_address(Hyphened("3", "1", "502"), "5", _ANY) == Residence("3", "1", "502")
    assert opened_address(Hyphened("3", None, "502"), "5", _FLAT) == Residence("3", room="502")
    with pytest.raises(CellError, match="3 是楼号还是单元"):
        opened_address(Hyphened("3", None, "502"), "5", _ANY)


def test_cells_that_contradict_each_other_are_no_place() -> None:
    assert joined(Residence("3", lane="66"), "2", Residence("3", room="502")) == Residence("3", "2", "502", "66")
    with pytest.raises(CellError, match="楼号写了两个，不一样（3、5）"):
        joined(Residence("3"), None, Residence("5", room="502"))
    with pytest.raises(CellError, match="单元写了两个"):
        joined(Residence("3", "1"), "2", Residence(room="502"))


@given(st.text(max_size=80) | st.text("0123456789-号楼弄单元室栋零一二三十百.E/月日年 期区甲A", max_size=20))
def test_any_cell_is_a_place_or_says_why_not(said: str) -> None:
    for reader in (building_in, room_in, address_in):
        with suppress(CellError):
            assert reader(said, _ANY) != Residence()
