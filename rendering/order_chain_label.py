"""标签 (bag labels): 24 on an A4 page, each 70 by 37 mm, as label paper has them; on plain paper one cuts at the lines.

No notes and no money: a bag stands where everybody passes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rendering.line import one_line
from rendering.order_chain import title_of
from rendering.order_chain_papers import Bag, Papers, bags
from rendering.spreadsheet import Look, Sheet
from rendering.wrapping import ems, wrapped

TITLE = "标签"
ACROSS, DOWN = 3, 8
_WIDTH = 35.5  # nearly 70 mm, in digits of the standard font; programs differ by a twentieth
_HEIGHTS = (35, 50, 20)  # place, items, foot: 37 mm in all; printers leave out some 4 mm at the edge of the paper
_ROOM = 170  # points of text across, a little less
_SIZES = (13, 12, 11, 10, 9, 8)
_HEAD_SIZES = (22, 20, 18, 16, 14, 12, 10)
_LINE = 1.36


@dataclass(frozen=True, slots=True)
class Label:
    """A label: where the bag goes, what is in it (lines) and the size of these letters, the line at its foot."""

    head: str
    items: tuple[str, ...]
    size: int
    foot: str


def labels(papers: Papers) -> tuple[Label, ...]:
    """Return the labels, bag after bag; a bag of more items than one label holds gets several, numbered."""
    title = title_of(papers.buy)
    return tuple(label for bag in bags(papers) for label in _of(bag, title))


def write_labels(sheet: Sheet, papers: Papers) -> None:
    """Write the labels on a sheet, ready to print."""
    sheet.widen((_WIDTH,) * ACROSS)
    sheet.on_a4()
    sheet.without_margins()
    sheet.fit_width()  # a standard font that is wider than most makes the labels smaller; none falls off the page
    these = labels(papers)
    for place, label in enumerate(these):
        _write(sheet, label, place // ACROSS * len(_HEIGHTS) + 1, place % ACROSS + 1)
    rows = -(-len(these) // ACROSS)
    for row in range(rows):
        for part, height in enumerate(_HEIGHTS, 1):
            sheet.heighten(row * len(_HEIGHTS) + part, height)
        if (row + 1) % DOWN == 0 and row + 1 < rows:
            sheet.end_page((row + 1) * len(_HEIGHTS))


def _write(sheet: Sheet, label: Label, row: int, column: int) -> None:
    size = next((size for size in _HEAD_SIZES if ems(label.head) * size <= _ROOM), _SIZES[-1])
    sheet.put(row, column, label.head, Look(size, bold=True, across="center", down="bottom", border="cut above"))
    sheet.put(row + 1, column, label.items, Look(label.size, across="center", border="cut beside"))
    sheet.put(row + 2, column, label.foot, Look(9, across="center", down="top", border="cut below", ink="404040"))


def _of(bag: Bag, title: str) -> Iterable[Label]:
    has_room = bag.order.residence is not None and bag.order.residence.room is not None
    head = bag.place if has_room else " ".join(words for words in (bag.place, bag.name) if words)
    foot = [bag.name] if has_room and bag.name else []
    parts = _parts([portion.said for portion in bag.portions])
    for place, (items, size) in enumerate(parts, 1):
        several = [f"第{place}张，共{len(parts)}张"] if len(parts) > 1 else []
        words = " · ".join((*foot, f"共{len(bag.portions)}样", *several, one_line(title, 12)))
        yield Label(head or f"第{bag.number}位邻居", items, size, words)


def _parts(said: list[str]) -> list[tuple[tuple[str, ...], int]]:
    """Return the items in parts that fit on a label, each an item a line if that can be, and the size of letters."""
    for lines in (tuple(said), ("、".join(said),)):
        size = next((size for size in _SIZES if _fits(lines, size)), None)
        if size is not None:
            return [(lines, size)]
    smallest = _SIZES[-1]
    parts: list[str] = []
    for one in said:
        if parts and _fits((f"{parts[-1]}、{one}",), smallest):
            parts[-1] += f"、{one}"
        else:
            parts.append(one)
    return [((part,), smallest) for part in parts]


def _fits(lines: Iterable[str], size: int) -> bool:
    return sum(len(wrapped(line, _ROOM / size, ems)) for line in lines) * size * _LINE <= _HEIGHTS[1]
