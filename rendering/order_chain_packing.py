"""分楼清单 (packing list): a printed page for each building, its households in the order of their rooms.

The pages are laid out here and broken by hand: a building's letters shrink until it fits on one A4 page; where even
the smallest do not help it gets several, each with its number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from domain.order_chain import folded
from rendering.order_chain import title_of
from rendering.order_chain_papers import NOWHERE, Bag, Papers, bags, building_said, day, said
from rendering.spreadsheet import ABOVE, BELOW, Look, Sheet, points
from rendering.wrapping import ems, wrapped

TITLE = "分楼清单"
HEADINGS = ("房号", "姓名", "物品", "签收")
_WIDTHS = (11, 12, 49, 12)  # 84 in all: on A4 also where the standard font is as wide as they come
_SIZES = (13, 12, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7)
_SPLIT_SIZE = 11  # of a building that needs several pages whatever is done
_HEAD, _BANNER, _TITLES, _PADDING = 20, 28, 16, 4  # heights in points
_LINE = 1.36  # of a line of text, in sizes
_HIGHEST = 390  # a spreadsheet has no row higher than 409 points
_LOOSEST = 10  # what a row may get of the height that is left, for the hand that signs
#: What a page holds below the line that each page repeats: A4 without its margins, and a little less.
_ROOM = 842 - (ABOVE + BELOW) * 72 - _HEAD - 12


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its bags, the size of its letters, how much higher than they must be its rows are (points),
    what stands above and below. `total` is None where the building goes on."""

    heading: str
    bags: tuple[Bag, ...]
    size: float
    loose: float
    total: str | None


def pages(papers: Papers) -> tuple[Page, ...]:
    """Return the pages: one for each building, unless it has more households than the smallest letters get on one."""
    found: list[Page] = []
    for building, group in groupby(bags(papers), key=lambda bag: bag.building):
        households = tuple(group)
        here = tuple(row for bag in households for row in _rows(bag))
        heading = f"{building_said(building)}　{len(households)}户"
        heading += "　请先问清楚住哪里" if building == NOWHERE else ""
        total = f"{len(households)}户：{total_of(households, papers)}"
        size = next((size for size in _SIZES if _height(here, size, total) <= _ROOM), None)
        if size is not None:
            found.append(Page(heading, here, size, _loose(here, size, total), total))
            continue
        parts = _parts(here, total)
        for place, part in enumerate(parts, 1):
            last = total if place == len(parts) else None
            found.append(Page(f"{heading}　第{place}张，共{len(parts)}张", part, _SPLIT_SIZE, 0, last))
    return tuple(found)


def total_of(these: Iterable[Bag], papers: Papers) -> str:
    """Return what bags hold together: 鸡蛋 12盒、牛奶 3箱, in the order of the goods."""
    rank = {item: place for place, item in enumerate(papers.goods)}
    sums: dict[tuple[str, str | None], tuple[str, Decimal]] = {}
    for portion in (portion for bag in these for portion in bag.portions):
        key = folded(portion.item), portion.measure
        item, quantity = sums.get(key, (portion.item, Decimal()))
        sums[key] = item, quantity + portion.quantity
    in_order = sorted(sums.items(), key=lambda entry: rank.get(entry[0][0], len(rank)))
    return "、".join(said(item, quantity, measure) for (_, measure), (item, quantity) in in_order)


def write_packing(sheet: Sheet, papers: Papers) -> None:
    """Write the pages on a sheet, ready to print."""
    sheet.widen(_WIDTHS)
    sheet.on_a4()
    title = f"「{title_of(papers.buy)}」{TITLE}　{day(papers.made_at)}"
    sheet.put_across(1, 1, len(HEADINGS), title, Look(11, border=None, ink="404040"))
    sheet.heighten(1, _HEAD)
    sheet.worksheet.print_title_rows = "1:1"
    sheet.worksheet.freeze_panes = "A2"
    row = 2
    laid = pages(papers)
    for page in laid:
        row = _write_page(sheet, row, page)
        if page is not laid[-1]:
            sheet.end_page(row - 1)
    sheet.worksheet.print_area = f"A1:D{row - 1}"


def _write_page(sheet: Sheet, row: int, page: Page) -> int:
    """Write a page from `row` on; return the row after it."""
    sheet.put_across(row, 1, len(HEADINGS), page.heading, Look(18, bold=True, border=None))
    sheet.heighten(row, _BANNER)
    row += 1
    sheet.put_row(row, HEADINGS, (Look(10, bold=True, across="center", fill="E7E6E6"),) * len(HEADINGS))
    sheet.heighten(row, _TITLES)
    text, strong = Look(page.size), Look(page.size, bold=True)
    for bag in page.bags:
        row += 1
        sheet.put_row(row, (bag.place, bag.name, contents(bag), None), (strong, text, text, text))
        sheet.heighten(row, _row_height(bag, page.size) + page.loose)
    if page.total is None:
        return row + 1
    row += 1
    bold = Look(page.size, bold=True, fill="F2F2F2")
    sheet.put(row, 1, "合计", bold)
    sheet.put_across(row, 2, len(HEADINGS), page.total, bold)
    sheet.heighten(row, _total_height(page.total, page.size))
    return row + 1


def _rows(bag: Bag) -> list[Bag]:
    """Return a bag as one row or, where it is higher than a row may be, as several."""
    rows: list[Bag] = []
    for portion in bag.portions:
        longer = replace(rows[-1], portions=(*rows[-1].portions, portion)) if rows else None
        if longer is None or _row_height(longer, _SIZES[0]) > _HIGHEST:
            rows.append(replace(bag, portions=(portion,)))
        else:
            rows[-1] = longer
    return rows


def contents(bag: Bag) -> str:
    """Return what is in a bag, and the note that came with the order: beside it nobody would look for it."""
    return f"{bag.items}（备注：{bag.note}）" if bag.note else bag.items


# --- heights -----------------------------------------------------------------------------------------------


def _row_height(bag: Bag, size: float) -> float:
    cells = zip((bag.place, bag.name, contents(bag)), _WIDTHS, strict=False)
    return max(lines_in(text, points(width), size) for text, width in cells) * size * _LINE + _PADDING


def _total_height(total: str, size: float) -> float:
    return lines_in(total, points(sum(_WIDTHS[1:])), size * 1.06) * size * _LINE + _PADDING


def lines_in(text: str, room: float, size: float) -> int:
    """Return how many lines a text needs in so many points, in letters of that size."""
    return len(wrapped(text, room / size, ems))


def _height(here: Sequence[Bag], size: float, total: str) -> float:
    return _BANNER + _TITLES + sum(_row_height(bag, size) for bag in here) + _total_height(total, size)


def _loose(here: Sequence[Bag], size: float, total: str) -> float:
    return min((_ROOM - _height(here, size, total)) / len(here), _LOOSEST)


def _parts(here: Sequence[Bag], total: str) -> list[tuple[Bag, ...]]:
    """Return the bags of a building on as few pages as they need, the total with the last."""
    room = _ROOM - _BANNER - _TITLES - _total_height(total, _SPLIT_SIZE)
    parts: list[list[Bag]] = [[]]
    used = 0.0
    for bag in here:
        height = _row_height(bag, _SPLIT_SIZE)
        if parts[-1] and used + height > room:
            parts.append([])
            used = 0.0
        parts[-1].append(bag)
        used += height
    return [tuple(part) for part in parts]
