"""Where people live: what docs/message-shapes/residences.md does not show, and where in the text it stands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.residence import AddressGrammar, Residence
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences, find_spaced_residence

VILLAS = AddressGrammar(villas=True)
HOUSES = AddressGrammar(building_words=("排",), room_words=("号",), lane_words=("巷",), units=False)
TOWERS = AddressGrammar(building_words=("号楼", "塔"), units=False)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("秋生 7号楼902 两箱", ["7号楼902"]),
        ("7栋902 室，谢谢", ["7栋902 室"]),
        ("6栋 钱阿姨", ["6栋"]),
        ("7-902、9-301、11-1204各一份", ["7-902", "9-301", "11-1204"]),
        ("7号楼901、902、903各一份", ["7号楼901", "902", "903"]),
        ("7-901和902都要", ["7-901", "902"]),
        ("7-901/902 两份", ["7-901", "902"]),
        ("7-901室、902室", ["7-901室", "902室"]),
        ("7-901、500克白糖", ["7-901"]),
        ("7-901、902两位都没接", ["7-901"]),
        ("代7号楼902的吴伯伯", ["7号楼902"]),
        ("7号楼902送到9号楼301", ["7号楼902", "9号楼301"]),
        ("12栋楼长", ["12栋"]),
        ("3#吴姐", ["3#"]),
        ("3#接龙", []),
        ("15号1200份", []),
        ("7号100", []),
        ("B号楼", ["B号楼"]),
        ("B#", []),
        ("A号", []),
        ("12号的菜", []),
        ("5.3号502", ["3号502"]),
        ("到12.3号502", []),
        ("6.3-502", ["3-502"]),
        ("8-600 老秦", ["8-600"]),
        ("大概5-300左右", []),
        ("200-300", []),
        ("50-100", []),
        ("16.3-502", ["3-502"]),
        ("价格16.30-502", []),
        ("2-3g 9-9h", []),
        ("1/7-902", ["7-902"]),
        ("5-2-2003", ["5-2-2003"]),
        ("5-1-203 青菜1份", ["5-1-203"]),
        ("12-3-204", ["12-3-204"]),
        ("7-901 902 各1", ["7-901", "902"]),
        ("7-901 902 一共两份", ["7-901"]),
        ("7-901和902、903都要", ["7-901", "902", "903"]),
        ("9号楼的903两份", ["9号楼的903"]),
        ("9号楼的邻居", ["9号楼"]),
        ("9号楼，903室 两份", ["9号楼，903室".replace("，", ",")]),
        ("9号楼，903", ["9号楼"]),
        ("9号楼三百零三份", ["9号楼"]),
        ("4号300份", []),
        ("4号300左右", []),
        ("别墅6号 老郑", ["6号"]),
        ("2单元903", ["2单元903"]),
        ("橘子2，9栋903", ["9栋903"]),
        ("9楼301两份", ["9楼301"]),
        ("第9楼301", []),
        ("3楼500", []),
        ("3楼128元", []),
        ("3号楼9楼903", ["3号楼9楼903"]),
    ],
)
def test_the_words_of_each_place_are_found(said: str, words: list[str]) -> None:
    text = normalise(said).text

    assert [text[found.start : found.end] for found in find_residences(text)] == words


def test_a_joined_room_takes_building_unit_and_lane_of_the_first() -> None:
    found = find_residences("68弄9号2单元301、302各一袋")

    assert [place.value for place in found] == [Residence("9", "2", "301", "68"), Residence("9", "2", "302", "68")]


@pytest.mark.parametrize(
    ("said", "building"),
    [
        ("8号 钱姐 两份", "8"),
        ("28号要一箱", "28"),
        ("八号 两份", "8"),
        ("8号晚上发", None),
        ("8号前付", None),
        ("8号三点开会", None),
        ("9号线停运", None),
        ("第9号", None),
        ("6号链接两份", None),
        ("三月8号", None),
    ],
)
def test_in_a_compound_of_villas_a_number_is_a_house_unless_it_is_a_day(said: str, building: str | None) -> None:
    found = find_residences(said, VILLAS)

    assert [place.value.building for place in found] == ([building] if building else [])


def test_a_compound_has_words_of_its_own() -> None:
    assert [place.value for place in find_residences("3塔1204", TOWERS)] == [Residence("3", None, "1204")]
    assert find_residences("3栋1204", TOWERS) == ()
    assert find_residences("5-2-1204", TOWERS) == ()  # there are no units
    assert [place.value for place in find_residences("6巷2排15号两份", HOUSES)] == [Residence("2", None, "15", "6")]


@pytest.mark.parametrize(
    ("said", "rooms"),
    [
        ("902 吴姐 两箱", ["902"]),
        ("902和1103各一份", ["902", "1103"]),
        ("九零二 一袋", ["902"]),
        ("12A", []),
        ("1204B 要", ["1204B"]),
        ("902份", []),
        ("902元", []),
        ("价格902", []),
        ("900", []),
        ("13912345678", []),
        ("999感冒灵", []),
        ("202号", []),
        ("9:02", []),
        ("902:03", []),
        ("902：两份", ["902"]),
        ("2027 年", []),
    ],
)
def test_a_room_alone_is_found_only_where_it_is_asked_for(said: str, rooms: list[str]) -> None:
    assert [found.value.room for found in find_bare_rooms(said)] == rooms
    assert find_residences(said) == ()


@given(st.text(max_size=80) | st.text(alphabet="37号楼栋座单元室弄-#B五零二、各 和\n.:/", max_size=40))
def test_places_stand_in_order_and_apart(said: str) -> None:
    text = normalise(said).text

    for found in (find_residences(text), find_residences(text, VILLAS), find_bare_rooms(text)):
        places = [(each.start, each.end) for each in found]
        assert all(start < end <= len(text) for start, end in places)
        assert all(before[1] <= after[0] for before, after in pairwise(places))
        assert all(any((each.value.building, each.value.unit, each.value.room)) for each in found)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("7 902 鸡蛋一板", "7 902"),
        ("团长 12 1502 鸡蛋1板", "12 1502"),
        ("我7 902要鸡蛋", "7 902"),
        ("鸡蛋一板 7 902", "7 902"),
        ("帮7 902订鸡蛋", "7 902"),
        ("香瓜 7 902 2箱", "7 902"),
        ("7 120个", None),
        ("7 128元", None),
        ("7 902", None),
        ("香瓜 7 902", None),
        ("7 902 鸡蛋\n8 301 鸡蛋", None),
    ],
)
def test_a_space_alone_parts_building_and_room_where_a_place_is_expected(said: str, words: str | None) -> None:
    text = normalise(said).text

    found = find_spaced_residence(text)
    assert (text[found.start : found.end] if found is not None else None) == words
