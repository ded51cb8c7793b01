"""日结: the summary of a day as a card for a telephone: the key figures, a square a building, what comes tomorrow.

Every colour has a word. A character that the font does not have is left out, or a 〓 stands for it: no boxes.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from domain.daily_summary import Day, Entry, Square, entries, squares
from domain.daily_summary_meaning import Section, Tone
from rendering.daily_summary import building_said
from rendering.line import one_line
from rendering.pen import Pen
from rendering.wrapping import wrapped

WIDTH = 1080
_EDGE, _GAP = 44, 16
_NEEDED = "日结今天比昨一样无事有单户个楼号志愿者明安排少于照常第版"
_HUGE, _BIG, _MIDDLE, _SMALL, _LEAST = 84, 52, 38, 32, 28  # sizes of letters; 28 is as small as one reads on a phone
_TILE, _SQUARE = 226, 108  # heights
_MOST_TILES, _MOST_LINES, _MOST_SQUARES = 9, 5, 120
_LINE = 1.42  # of a line, in sizes

_INK, _PALE, _PAPER, _BAND, _RULE = "#1F2328", "#57606A", "#FFFFFF", "#1F4E79", "#D8DEE4"
_QUIET_GROUND, _QUIET_INK = "#E6F4EA", "#14532D"
#: What a square looks like: ground and ink, dark enough beside each other to be read in the sun.
_LOOKS = {
    Tone.CALM: ("#EAF4EC", "#1B5E33"),
    Tone.BUSY: ("#DCEBFA", "#123F6D"),
    Tone.WAITING: ("#FFEFC2", "#6B4300"),
    Tone.URGENT: ("#FAD4D0", "#7F1510"),
}

Draw = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class _Block:
    """A block across the picture: its height, and what draws it from a top on."""

    height: int
    draw: Callable[[Draw, int], None]


def card(day: Day, font: Path) -> bytes | None:
    """Return a PNG, 1080 pixels wide; None where the file is no font that has Chinese: then no picture is sent."""
    try:
        pen = Pen(font, (_HUGE, _BIG, _MIDDLE, _SMALL, _LEAST))
    except OSError:
        return None
    if not pen.can_write(_NEEDED):
        return None
    blocks = [_head(day, pen), *(_quiet(pen) if day.is_quiet else _busy(day, pen))]
    picture = Image.new("RGB", (WIDTH, sum(block.height for block in blocks) + _EDGE), _PAPER)
    draw = ImageDraw.Draw(picture)
    top = 0
    for block in blocks:
        block.draw(draw, top)
        top += block.height
    out = io.BytesIO()
    picture.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


def keys(day: Day) -> tuple[Entry, ...]:
    """Return the figures that stand on the card."""
    return tuple(one for one in entries(day) if one.meaning.is_key)[:_MOST_TILES]


def _busy(day: Day, pen: Pen) -> Iterable[_Block]:
    if shown := keys(day):
        yield from _tiles(shown, pen)
    lines = [line.words for line in day.lines if line.figure is None and line.section is Section.TOMORROW]
    if lines:
        yield _title("明日安排", "", pen)
        for words in lines[:_MOST_LINES]:
            yield _words(f"· {one_line(words, 60)}", pen)
    grid = squares(day)[:_MOST_SQUARES]
    if grid:
        yield _title(f"{len(day.buildings)} 栋楼", _legend(grid), pen)
        yield from _grid(grid, pen)


def _legend(grid: Sequence[Square]) -> str:
    """Return how many buildings each word stands in."""
    counts: dict[str, int] = {}
    for square in sorted(grid, key=lambda one: -one.cell.rank):
        counts[square.cell.word] = counts.get(square.cell.word, 0) + 1
    return "  ".join(f"{word} {count}栋" for word, count in counts.items())


# --- blocks -------------------------------------------------------------------------------------------------------


def _head(day: Day, pen: Pen) -> _Block:
    when = f"{day.on.month}月{day.on.day}日 周{'一二三四五六日'[day.on.weekday()]}"
    below = f"日结 {when}" + (f" · 第{day.version}版" if day.version > 1 else "")
    name = pen.shown(one_line(day.compound, 30)).strip() or "小区"
    lines = wrapped(name, WIDTH - 2 * _EDGE, lambda text: pen.width(text, _BIG))[:2]
    height = round(len(lines) * _BIG * _LINE + _MIDDLE * _LINE) + 2 * 30

    def draw(on: Draw, top: int) -> None:
        on.rectangle((0, top, WIDTH, top + height - 1), fill=_BAND)
        for place, line in enumerate(lines):
            on.text((_EDGE, top + 30 + (place + 0.5) * _BIG * _LINE), line, _PAPER, pen.font(_BIG), anchor="lm")
        middle = top + height - 30 - _MIDDLE * _LINE / 2
        on.text((_EDGE, middle), below, "#DCE8F4", pen.font(_MIDDLE), anchor="lm")

    return _Block(height, draw)


def _quiet(pen: Pen) -> Iterable[_Block]:
    def draw(on: Draw, top: int) -> None:
        box = (_EDGE, top + _EDGE, WIDTH - _EDGE, top + 300)
        on.rounded_rectangle(box, 20, fill=_QUIET_GROUND)
        middle = (WIDTH / 2, top + (300 + _EDGE) / 2)
        on.text(middle, "今天一切照常", _QUIET_INK, pen.font(_HUGE), anchor="mm")

    yield _Block(310, draw)


def _title(left: str, right: str, pen: Pen) -> _Block:
    height = round(_MIDDLE * _LINE) + 34

    def draw(on: Draw, top: int) -> None:
        middle = top + 26 + _MIDDLE * _LINE / 2
        on.text((_EDGE, middle), left, _INK, pen.font(_MIDDLE), anchor="lm")
        room = WIDTH - 2 * _EDGE - pen.width(left, _MIDDLE) - 2 * _GAP
        size = _SMALL if pen.width(right, _SMALL) <= room else _LEAST
        on.text((WIDTH - _EDGE, middle), right, _PALE, pen.font(size), anchor="rm")

    return _Block(height, draw)


def _words(words: str, pen: Pen) -> _Block:
    lines = wrapped(pen.shown(words), WIDTH - 2 * _EDGE, lambda text: pen.width(text, _SMALL))

    def draw(on: Draw, top: int) -> None:
        for place, line in enumerate(lines):
            on.text((_EDGE, top + (place + 0.5) * _SMALL * _LINE), line, _INK, pen.font(_SMALL), anchor="lm")

    return _Block(round(len(lines) * _SMALL * _LINE) + 6, draw)


def _tiles(shown: Sequence[Entry], pen: Pen) -> Iterable[_Block]:
    """Draw the key figures, two or three beside each other."""
    columns = 2 if len(shown) in (2, 4) else min(3, len(shown))
    yield _Block(_EDGE - _GAP, lambda on, top: None)
    for start in range(0, len(shown), columns):
        yield _row_of_tiles(shown[start : start + columns], columns, pen)


def _row_of_tiles(row: Sequence[Entry], columns: int, pen: Pen) -> _Block:
    width = (WIDTH - 2 * _EDGE - (columns - 1) * _GAP) / columns

    def draw(on: Draw, top: int) -> None:
        for place, entry in enumerate(row):
            left = _EDGE + place * (width + _GAP)
            on.rounded_rectangle((left, top + _GAP, left + width, top + _TILE), 16, outline=_RULE, width=3)
            _tile(on, entry, left + 22, top + _GAP, width - 44, pen)

    return _Block(_TILE + 2, draw)


def _tile(on: Draw, entry: Entry, left: float, top: float, room: float, pen: Pen) -> None:
    label = f"{entry.number}. {entry.meaning.label}"
    size = _SMALL if pen.width(label, _SMALL) <= room else _LEAST
    on.text((left, top + 36), label, _PALE, pen.font(size), anchor="lm")
    size = _HUGE if pen.width(entry.shown, _HUGE) <= room * 0.75 else _BIG
    on.text((left, top + 144), entry.shown, _INK, pen.font(size), anchor="ls")
    after = left + pen.width(entry.shown, size) + 8
    on.text((after, top + 144), entry.meaning.unit, _INK, pen.font(_MIDDLE), anchor="ls")
    on.text((left, top + 181), _changed(entry), _PALE, pen.font(_LEAST), anchor="lm")


def _changed(entry: Entry) -> str:
    if entry.change is None:
        return ""
    return f"比昨天 {entry.change:+d}" if entry.change else "和昨天一样"


def _grid(grid: Sequence[Square], pen: Pen) -> Iterable[_Block]:
    columns = len(grid) if len(grid) <= 3 else 4 if len(grid) <= 16 else 6
    width = (WIDTH - 2 * _EDGE - (columns - 1) * 12) / columns
    for start in range(0, len(grid), columns):
        yield _row_of_squares(grid[start : start + columns], width, pen)


def _row_of_squares(row: Sequence[Square], width: float, pen: Pen) -> _Block:
    def draw(on: Draw, top: int) -> None:
        for place, square in enumerate(row):
            left = _EDGE + place * (width + 12)
            ground, ink = _LOOKS[square.cell.tone]
            on.rounded_rectangle((left, top, left + width, top + _SQUARE), 14, fill=ground)
            middle = left + width / 2
            name = pen.shown(building_said(one_line(square.building, 6)))
            on.text((middle, top + 33), name, ink, _fitting(pen, name, width - 12, _SMALL), anchor="mm")
            word = f"{square.cell.word} {square.count}".strip()
            on.text((middle, top + 76), word, ink, _fitting(pen, word, width - 12, _SMALL), anchor="mm")

    return _Block(_SQUARE + 12, draw)


def _fitting(pen: Pen, text: str, room: float, size: int) -> ImageFont.FreeTypeFont:
    return pen.font(size if pen.width(text, size) <= room else _LEAST)
