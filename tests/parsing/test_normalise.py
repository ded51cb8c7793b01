"""A text made uniform: what it becomes, and the way back to what was written."""

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.normalise import normalise

CASES = [
    ("ＡＢ　１２", "AB 12"),
    ("４號樓６０３室，蘿蔔兩箱", "4号楼603室,萝卜两箱"),
    ("① 小满 两盒", "1. 小满 两盒"),
    ("②、秋生 一盒", "2. 秋生 一盒"),
    ("⒈7号楼902", "1. 7号楼902"),
    ("⑴7号楼902", "1. 7号楼902"),
    ("㈢7号楼902", "3. 7号楼902"),
    ("❹ 阿桂", "4. 阿桂"),
    ("㉑阿桂", "21. 阿桂"),
    ("3️⃣ 阿桂", "3. 阿桂"),
    ("1️⃣2️⃣阿桂", "12. 阿桂"),
    ("🔟 阿桂", "10. 阿桂"),
    ("2️⃣份酸奶", "2份酸奶"),
    ("酸奶2️⃣份 面包🔟个", "酸奶2份 面包10个"),
    ("我要②", "我要2"),
    ("豆浆③杯②袋", "豆浆3杯2袋"),
    ("#接龙①阿桂 2份②秋生 1份", "#接龙 1. 阿桂 2份 2. 秋生 1份"),
    ("#接龙 ① 阿桂", "#接龙 1. 阿桂"),
    ("橘子➕1 ✖2 ×3", "橘子+1 x2 x3"),
    ("7—902 9–11点 3～5号", "7-902 9-11点 3~5号"),
    ("½斤", "半斤"),
    ("a\u200bb\u00adc\ufeffd\x00e\x1bf", "abcdef"),
    ("两  箱\t橘\u00a0子\v好", "两 箱 橘 子 好"),
    ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
    ("5m²", "5m²"),
    ("ﷺ", "ﷺ"),
    ("３㎏ ℃…", "3kg ℃…"),
    ("a\ud800b", "a\ufffdb"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "uniform"), CASES)
def test_one_writing_of_many(written: str, uniform: str) -> None:
    assert normalise(written).text == uniform


@pytest.mark.parametrize(
    ("written", "part", "came_from"),
    [
        ("① 小满☘️ 兩盒", "小满☘", "小满☘"),
        ("① 小满☘️ 兩盒", "小满☘ ", "小满☘️ "),
        ("① 小满 兩盒", "1. ", "① "),
        ("橘子   ２箱", "2箱", "２箱"),
        ("橘子   ２箱", " ", "   "),
        ("面包🔟个", "10", "🔟"),
        ("一\r\n二", "\n", "\r\n"),
        ("３㎏糖", "kg", "㎏"),
        ("３㎏糖", "g糖", "㎏糖"),
    ],
)
def test_a_part_leads_back_to_what_was_written(written: str, part: str, came_from: str) -> None:
    page = normalise(written)
    start = page.text.index(part)

    begin, end = page.origin(start, start + len(part))

    assert written[begin:end] == came_from


def test_positions_outside_the_text_are_its_ends() -> None:
    page = normalise("①橘子")

    assert page.origin(-5, 99) == (0, 3)
    assert page.origin(99, 99) == (3, 3)
    assert page.origin(0, 0) == (0, 0)
    assert normalise("").origin(0, 0) == (0, 0)


@given(st.text(max_size=200) | st.text(alphabet="①3️⃣🔟 \t\r\n２兩½\u200b號a份.、\ud800", max_size=60))
def test_every_character_has_an_origin_in_order(written: str) -> None:
    page = normalise(written)

    places = [page.origin(place, place + 1) for place in range(len(page.text))]

    assert all(0 <= start <= end <= len(written) for start, end in places)
    assert places == sorted(places)
    assert page.origin(0, len(page.text))[0] == (places[0][0] if places else len(written))


@given(st.text(max_size=200))
def test_a_uniform_text_stays_as_it_is(written: str) -> None:
    uniform = normalise(written).text

    assert "  " not in uniform
    assert "\x00" not in uniform
    uniform.encode()  # no half of a surrogate pair is left
    assert len(normalise(uniform).text) <= 5 * len(uniform) + 5


def test_each_traditional_character_becomes_the_one_that_opencc_gives() -> None:
    converter = opencc.OpenCC("t2s")

    for character in "個號樓棟單週後點鐘兩萬雙隻盒顆斤麵雞鴨蘿蔔參壹貳陸":
        assert normalise(character).text == converter.convert(character)


def test_a_flood_of_rare_characters_is_read_without_being_kept() -> None:
    rare = "".join(map(chr, range(0x20000, 0x20000 + 40_000)))

    assert normalise(rare).text == rare
