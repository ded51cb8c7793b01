"""The preview of a closed buy's sheets as a picture for a telephone: the totals, and how the packing list begins.

A character that the font does not have is left out, or a 〓 stands for it: no boxes.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from domain.order_chain import missing_of
from rendering.line import one_line
from rendering.order_chain import number, title_of
from rendering.order_chain_papers import ITEM, Bag, Papers, Total, bags, building_said, day, known, totals
from rendering.pen import Pen
from rendering.wrapping import wrapped

WIDTH = 1080
_EDGE, _GAP = 48, 28
_TALLEST = 1_900  # a message shows a higher picture smaller
_MOST_TOTALS, _MOST_BAGS = 16, 12
_NEEDED = "汇总分楼清单截共户元合计还有没写号"

_INK, _PALE, _WARNING = "#1F2328", "#5B636C", "#A13A00"
_BAND, _STRIPE, _PAPER = "#1F5F8B", "#EEF3F7", "#FFFFFF"
_BIG, _MIDDLE, _SMALL = 54, 38, 32  # sizes of letters
_LINE = 1.4  # of a line, in sizes


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip across the picture: words on the left, which wrap, and a few on the right, which do not."""

    left: str
    right: str = ""
    size: int = _MIDDLE
    ink: str = _INK
    ground: str = _PAPER
    above: int = 8
    below: int = 8


@dataclass(frozen=True, slots=True)
class _Laid:
    """A strip as it is drawn: its lines, and its height in pixels."""

    strip: Strip
    lines: tuple[str, ...]
    right: str
    height: int


def preview(papers: Papers, font: Path) -> bytes | None:
    """Return a PNG, 1080 pixels wide. None where the file is no font that has Chinese: then no picture is sent.
    It holds names and rooms: for the organiser, in private."""
    try:
        pen = Pen(font, (_BIG, _MIDDLE, _SMALL))
    except OSError:
        return None
    if not pen.can_write(_NEEDED):
        return None
    laid = [_lay(strip, pen) for strip in (*_head(papers), *_of_totals(totals(papers)))]
    laid.extend(_of_bags(bags(papers), _TALLEST - sum(each.height for each in laid), pen))
    return _drawn(laid, pen)


# --- what it says --------------------------------------------------------------------------------------------


def _head(papers: Papers) -> Iterable[Strip]:
    households = sum(1 for order in papers.buy.orders.values() if order.lines)
    yield Strip(title_of(papers.buy), size=_BIG, above=_EDGE)
    at = papers.closed_at
    closed = f"{day(at)} {at:%H:%M} 截单" if at is not None else day(papers.made_at)
    yield Strip(closed, f"共 {households} 户", ink=_PALE)
    missing = missing_of(papers.buy)
    if papers.buy.cancelled:
        yield Strip("已取消，下过的单都不算", ink=_WARNING)
    elif missing is not None:
        yield Strip(f"还差 {number(missing)}{papers.buy.terms.minimum_measure or ''}没成团", ink=_WARNING)


def _of_totals(found: Sequence[Total]) -> Iterable[Strip]:
    yield Strip("汇总", ink=_PAPER, ground=_BAND)
    for place, total in enumerate(found[:_MOST_TOTALS]):
        ground = _STRIPE if place % 2 else _PAPER
        amount = f" · {number(total.amount)}元" if total.amount is not None else ""
        much = f"{number(total.sum.total)}{one_line(total.sum.measure or '', 8)}{amount}"
        remark = total.remark
        yield Strip(one_line(total.sum.item, ITEM), much, ground=ground, below=0 if remark else 8)
        if remark:
            yield Strip(remark, size=_SMALL, ink=_WARNING, ground=ground, above=0)
    if len(found) > _MOST_TOTALS:
        yield Strip(f"还有 {len(found) - _MOST_TOTALS} 样，在表格的「汇总」里", ink=_PALE)
    money = known(total.amount for total in found)
    if money is not None:
        unknown = sum(1 for total in found if total.amount is None)
        yield Strip("合计" + (f"（有 {unknown} 样没算金额）" if unknown else ""), f"{number(money)}元", above=14)


def _of_bags(found: Sequence[Bag], room: int, pen: Pen) -> list[_Laid]:
    """Return as many households as there is room for (pixels), at least one."""
    laid = [_lay(Strip("分楼清单", ink=_PAPER, ground=_BAND), pen)]
    shown, last = 0, None
    used = laid[0].height + 2 * _MIDDLE + _EDGE
    for bag in found[:_MOST_BAGS]:
        strips = [] if bag.building == last else [_building(bag, found)]
        head = " ".join(words for words in (bag.place, bag.name) if words) or f"第{bag.number}位邻居"
        strips += [Strip(head, below=0), Strip(bag.items, size=_SMALL, ink=_PALE, above=0)]
        these = [_lay(strip, pen) for strip in strips]
        used += sum(each.height for each in these)
        if shown and used > room:
            break
        laid += these
        shown, last = shown + 1, bag.building
    if shown < len(found):
        laid.append(_lay(Strip(f"还有 {len(found) - shown} 户，都在表格的「分楼清单」里", ink=_PALE, above=14), pen))
    return laid


def _building(bag: Bag, found: Sequence[Bag]) -> Strip:
    households = sum(1 for each in found if each.building == bag.building)
    return Strip(building_said(bag.building), f"{households}户", ground=_STRIPE)


# --- how it is drawn -----------------------------------------------------------------------------------------


def _lay(strip: Strip, pen: Pen) -> _Laid:
    left, right = pen.shown(strip.left).strip() or "（符号）", pen.shown(strip.right)
    room = WIDTH - 2 * _EDGE
    if pen.width(right, strip.size) > room / 2:
        left, right = f"{left} {right}", ""
    if right:
        room -= round(pen.width(right, strip.size)) + _GAP
    lines = wrapped(left, room, lambda text: pen.width(text, strip.size))
    return _Laid(strip, tuple(lines), right, round(len(lines) * strip.size * _LINE) + strip.above + strip.below)


def _drawn(laid: Sequence[_Laid], pen: Pen) -> bytes:
    picture = Image.new("RGB", (WIDTH, sum(each.height for each in laid) + _EDGE), _PAPER)
    draw = ImageDraw.Draw(picture)
    top = 0
    for each in laid:
        strip, font = each.strip, pen.font(each.strip.size)
        draw.rectangle((0, top, WIDTH, top + each.height - 1), fill=strip.ground)
        for place, line in enumerate(each.lines):
            middle = top + strip.above + (place + 0.5) * strip.size * _LINE
            draw.text((_EDGE, middle), line, strip.ink, font, anchor="lm")
        right_middle = top + strip.above + strip.size * _LINE / 2
        draw.text((WIDTH - _EDGE, right_middle), each.right, strip.ink, font, anchor="rm")
        top += each.height
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()
