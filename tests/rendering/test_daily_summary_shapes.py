"""Text, card and sheets agree: whatever stands in one of them is in the others under the same number."""

import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from bot.font import PACKAGE, chinese_font
from domain.daily_summary import Day, Line
from domain.daily_summary_meaning import Section
from rendering import daily_summary_sheet as sheets
from rendering.daily_summary import Source, summary
from rendering.daily_summary_picture import WIDTH, card, keys
from tests.rendering.a_day import busy, full, quiet

_FONT = chinese_font()
needs_font = pytest.mark.skipif(_FONT is None, reason=f"NO PICTURE IS DRAWN: no Chinese font is installed ({PACKAGE})")
DAYS = {
    "busy": busy(),
    "full": full(),
    "withheld": replace(busy(), lines=(Line(1, Section.GOODS, "", "buys_open"), Line(2, Section.GOODS, "加话"))),
    "of 2": busy(2),
    "of 60": busy(60),
}


def drawn(day: Day) -> Image.Image:
    assert _FONT is not None
    png = card(day, _FONT)
    assert png is not None
    return Image.open(io.BytesIO(png)).convert("RGB")


def in_text(day: Day) -> dict[int, tuple[str, str]]:
    """Return what the text says of each number: what is counted, and how many."""
    found = re.findall(r"^(\d+)\. (\S+) ((?:少于)?\d+)", summary(day), re.MULTILINE)
    return {int(number): (label, count) for number, label, count in found}


def in_sheet(day: Day) -> dict[int, tuple[str, int]]:
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(sheets.Papers(day, {}))))
    rows = book["总览"].iter_rows(min_row=3, values_only=True)
    return {row[0]: (str(row[2]), int(str(row[3]))) for row in rows if isinstance(row[0], int)}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_the_three_shapes_say_the_same_under_the_same_numbers(day: Day) -> None:
    text, sheet = in_text(day), in_sheet(day)
    assert text.keys() == sheet.keys()
    for number, (label, count) in text.items():
        exact = sheet[number][1]
        assert sheet[number][0] == label
        assert count == str(exact) or (count == "少于3" and exact < 3)
    on_card = {one.number: (one.meaning.label, one.shown) for one in keys(day)}
    assert on_card.items() <= text.items()
    assert len(on_card) >= 4


@needs_font
@pytest.mark.parametrize("day", [*DAYS.values(), quiet(), quiet(0)], ids=[*DAYS, "quiet", "of none"])
def test_a_card_is_as_wide_as_a_phone_and_a_picture_that_telegram_takes(day: Day) -> None:
    picture = drawn(day)
    assert picture.width == WIDTH
    assert picture.height < 2 * WIDTH + 200
    assert picture.width + picture.height < 10_000


@needs_font
def test_a_card_shows_each_figure_and_each_building() -> None:
    """What is drawn changes with every one of them, in its own place alone."""
    day = busy(4)
    whole = drawn(day)
    for place, figure in enumerate(day.figures):
        if figure.meaning.is_key and figure.meaning.cell is None:
            other = replace(figure, value=figure.value + 40)
            changed = drawn(replace(day, figures=(*day.figures[:place], other, *day.figures[place + 1 :])))
            assert changed.size == whole.size
            assert changed.tobytes() != whole.tobytes(), figure.name
    assert drawn(replace(day, buildings=("1", "2", "3", "7"))).tobytes() != whole.tobytes()
    assert drawn(replace(day, version=2)).tobytes() != whole.tobytes()
    assert drawn(replace(day, before=None)).tobytes() != whole.tobytes()


@needs_font
def test_what_the_font_does_not_have_draws_no_box() -> None:
    with_sign = replace(busy(), compound="桂园\U0010fffd")
    assert drawn(with_sign).tobytes() == drawn(busy()).tobytes()
    assert drawn(replace(quiet(), compound="🌳")).width == WIDTH


@needs_font
def test_long_names_stay_within_the_card() -> None:
    long = replace(busy(), compound="金桂苑第二居民小区北区" * 4, buildings=("甲乙丙丁戊己庚", *busy().buildings))
    picture = drawn(long)
    edge = picture.crop((WIDTH - 4, 300, WIDTH, picture.height))
    assert {color for _, color in edge.getcolors() or ()} == {(255, 255, 255)}


def test_no_card_is_drawn_with_what_is_no_font() -> None:
    assert card(busy(), Path(__file__)) is None


def test_the_workbook_has_a_sheet_a_feature_with_the_rows_behind_its_figures() -> None:
    found = [Source("周末水果团", "3号楼", None, None, 57)]
    behind: dict[str, dict[str, list[Source]]] = {"团购": {"buys_open": found}, "志愿者": {"volunteers": []}}
    papers = sheets.Papers(busy(), behind)
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(papers)))
    assert book.sheetnames == ["总览", "团购", "志愿者"]
    rows = [row for row in book["团购"].iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == "第2行 还在接的团（buys_open）"
    assert rows[2][:3] == ("还在接的团", "周末水果团", "3")
    assert rows[2][5] == 57
    assert sheets.file_name(papers) == "日结 2026-03-04.xlsx"
    written = [row[2] for row in book["总览"].iter_rows(min_row=3, values_only=True)]
    assert "发菜要四个人，下午两点" in written
