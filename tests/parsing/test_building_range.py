"""Which buildings are meant: before a notice, and in a sentence."""

import pytest

from domain.building import Buildings
from parsing.building_range import find_buildings, read_buildings
from parsing.normalise import normalise


@pytest.mark.parametrize(
    ("words", "names", "rest"),
    [
        ("3-12,17 明天停水", "3-12、17号楼", " 明天停水"),
        ("3-12，17号楼 明天停水", "3-12、17号楼", " 明天停水"),
        ("#3-12 停水", "3-12号楼", " 停水"),
        ("12-3 停水", "3-12号楼", " 停水"),
        ("１、３、５号楼停水", "1、3、5号楼", "停水"),
        ("三号楼停水", "3号楼", "停水"),
        ("3号楼到6号楼停水", "3-6号楼", "停水"),
        ("B座 停水", "B号楼", " 停水"),
        ("5号楼", "5号楼", ""),
        ("3~5和8栋：停水", "3-5、8号楼", ":停水"),
    ],
)
def test_the_buildings_at_the_beginning(words: str, names: str, rest: str) -> None:
    meant = read_buildings(words)
    assert meant is not None
    assert str(meant.buildings) == names
    assert normalise(words).text[meant.end :] == rest


@pytest.mark.parametrize("words", ["全体 停水", "所有楼停水", "全小区 停水", "大家注意", "各楼栋停水"])
def test_a_word_for_all_means_everybody(words: str) -> None:
    meant = read_buildings(words)
    assert meant is not None
    assert meant.buildings is None


@pytest.mark.parametrize("words", ["停水通知", "", "明天3号楼停水"])
def test_what_begins_with_neither_is_left_to_be_asked(words: str) -> None:
    assert read_buildings(words) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("明天早上8点提醒5号楼做核酸", "5号楼"),
        ("每天下午三点提醒3-12,17号楼报抗原", "3-12、17号楼"),
        ("3到6号楼下午停水", "3-6号楼"),
        ("轮到7号楼、8号楼下楼", "7、8号楼"),
    ],
)
def test_buildings_in_a_sentence_are_named_as_such(text: str, names: str) -> None:
    meant = find_buildings(normalise(text).text)
    assert meant is not None
    assert meant.buildings == (read_buildings(names) or meant).buildings
    assert str(meant.buildings) == names


@pytest.mark.parametrize("text", ["3号楼502 青菜2份", "3-502青菜", "买3-12个", "8点集合", "第3号楼长", "11.30号"])
def test_rooms_numbers_and_times_are_no_buildings(text: str) -> None:
    assert find_buildings(normalise(text).text) is None


def test_no_building_is_its_own_range() -> None:
    assert Buildings(()).names() == ()
