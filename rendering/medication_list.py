"""配药清单: the day's list as .xlsx, by hospital and then by building, in the columns that committees use; and labels.

It holds names, phones and medicines: for the team, in private. A bag's label has place and surname only, for it stands
where everybody passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from domain.medication import Drug
from domain.medication_request import Request, surname
from domain.residence import Residence
from rendering.line import one_line
from rendering.medication import COLOURS, Seen
from rendering.medication_team import TWICE, quantity_said
from rendering.order_chain import place
from rendering.order_chain_packing import lines_in
from rendering.spreadsheet import Book, Look, Sheet, Value, points

LIST, LABELS = "配药清单", "标签"
HEADINGS = (
    *(
        "急缓",
        "姓名",
        "楼栋",
        "门牌",
        "室号",
        "电话",
        "药名",
        "规格",
        "厂家/品牌",
        "数量",
        "医保卡",
        "还能吃",
        "取到",
        "备注",
    ),
)
_WIDE = (6, 10, 7, 9, 8, 14, 22, 11, 13, 8, 14, 8, 6, 26)
_SIZE, _LINE, _PADDING = 11, 16, 6
_TEXT, _CENTRE = Look(_SIZE), Look(_SIZE, across="center")
_LOOKS = (_CENTRE, _TEXT, _CENTRE, _CENTRE, _CENTRE, *(_TEXT,) * 4, _CENTRE, _TEXT, _CENTRE, _CENTRE, _TEXT)
_HEADING = Look(_SIZE, bold=True, across="center", fill="DDEBF7")
_HOSPITAL = Look(13, bold=True, fill="F2F2F2")
NOWHERE = "没说在哪里配过"

ACROSS, DOWN = 3, 8
_LABEL_WIDE = 35.5
_LABEL_HEIGHTS = (25, 55, 25)  # 37 mm in all, as on label paper: 24 a page


@dataclass(frozen=True, slots=True)
class Row:
    """A request on the list, with what the roster has of its household."""

    seen: Seen
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What the list shows. `waiting`: how many requests wait for consent, and are not on it."""

    compound: str
    made_at: datetime
    rows: Sequence[Row]
    waiting: int = 0


def file_name(papers: Papers) -> str:
    """Return what the file is called."""
    at = papers.made_at
    return f"配药清单 {at.year}年{at.month}月{at.day}日.xlsx"


def caption(papers: Papers) -> str:
    """Return what stands under the file: how much there is of each hospital, and what is not on it."""
    hospitals = [f"{name} {len(list(rows))} 件" for name, rows in groupby(papers.rows, key=_hospital)]
    waiting = f"\n另有 {papers.waiting} 件等本人同意，不在纸上，在「配药」里看。" if papers.waiting else ""
    return f"{len(papers.rows)} 件：{'，'.join(hospitals)}{waiting}\n用完请收好，不要拍照发群。"


def workbook(papers: Papers) -> bytes:
    """Return the .xlsx: the list and the labels."""
    book = Book()
    _write_list(book.add(LIST), papers)
    _write_labels(book.add(LABELS), papers)
    return book.content()


def _hospital(row: Row) -> str:
    return one_line(row.seen.request.hospital or NOWHERE, 30)


# --- 配药清单 -----------------------------------------------------------------------------------------------


def _write_list(sheet: Sheet, papers: Papers) -> None:
    sheet.widen(_WIDE)
    sheet.on_a4(landscape=True)
    sheet.fit_width()
    at = papers.made_at
    when = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    title = f"{one_line(papers.compound, 30)} {LIST}　{when}　共 {len(papers.rows)} 件"
    sheet.put_across(1, 1, len(HEADINGS), title, Look(16, bold=True, border=None))
    sheet.put_row(2, HEADINGS, (_HEADING,) * len(HEADINGS))
    sheet.heighten(1, 28)
    sheet.worksheet.print_title_rows = "1:2"
    sheet.worksheet.freeze_panes = "A3"
    row = 3
    for hospital, group in groupby(papers.rows, key=_hospital):
        here = list(group)
        sheet.put_across(row, 1, len(HEADINGS), f"{hospital}（{len(here)} 件）", _HOSPITAL)
        sheet.heighten(row, 24)
        row += 1
        for one in here:
            for values in _values(one):
                sheet.put_row(row, values, _LOOKS)
                sheet.heighten(row, _height(values))
                row += 1
    remark = "冷藏、管制、处方只是提示，取药的人请再核对；品牌和规格照写的拿，没有就先问，不要换。"
    if papers.waiting:
        remark += f"另有 {papers.waiting} 件等本人同意，不在纸上。"
    sheet.put_across(row, 1, len(HEADINGS), remark, Look(10, border=None, ink="404040"))


def _values(row: Row) -> list[tuple[Value, ...]]:
    """Return a row for each medicine of a request; one without a medicine where none is known."""
    request = row.seen.request
    at = request.residence or Residence()
    door = "".join(part for part in (f"{at.lane}弄" if at.lane else "", f"{at.unit}单元" if at.unit else "") if part)
    days = "" if row.seen.days is None else f"{max(row.seen.days, 0)}天"
    name = row.name or request.patient
    who = f"{row.name}（{request.patient}）" if row.name and request.patient else name
    twice = TWICE if row.seen.is_twice else ""
    remarks = (*row.seen.hints, twice, "本人说要冷藏" if request.is_cold else "", "、".join(request.conditions))
    shared = "；".join(part for part in remarks if part)
    drugs: Sequence[Drug | None] = [item.drug for item in request.items] or [None]
    first = (COLOURS[row.seen.colour][1:], who, at.building, door or None, at.room, request.contact or row.phone)
    return [(*first, *_drug(drug), request.card, days, None, shared or None) for drug in drugs]


def _drug(drug: Drug | None) -> tuple[Value, ...]:
    """Return name, strength, brand and quantity: the brand as it was written, where the name is another."""
    if drug is None:
        return "（没写药名）", None, None, None
    if drug.generic is None or drug.generic in drug.mention:
        doubt = f"（可能是{'、'.join(drug.guesses)}）" if drug.guesses else ""
        return f"{drug.mention}{doubt}", drug.strength, None, quantity_said(drug)
    form = drug.form if drug.form and not drug.generic.endswith(drug.form) else ""
    return f"{drug.generic}{form or ''}", drug.strength, drug.mention, quantity_said(drug)


def _height(values: Sequence[Value]) -> float:
    lines = (lines_in(str(value), points(wide), _SIZE) for value, wide in zip(values, _WIDE, strict=True) if value)
    return max(lines, default=1) * _LINE + _PADDING


# --- 标签 ---------------------------------------------------------------------------------------------------


def label_of(request: Request, name: str | None) -> str:
    """Return what stands on the bag of a request: 3-501 钱."""
    at = place(request.residence) if request.residence is not None else "门牌没说"
    called = surname(request.patient) or surname(name)
    return f"{at} {called}" if called else at


def _write_labels(sheet: Sheet, papers: Papers) -> None:
    sheet.widen((_LABEL_WIDE,) * ACROSS)
    sheet.on_a4()
    sheet.without_margins()
    sheet.fit_width()
    for number, one in enumerate(papers.rows):
        row, column = number // ACROSS * len(_LABEL_HEIGHTS) + 1, number % ACROSS + 1
        sheet.put(row, column, None, Look(8, border="cut above"))
        words = label_of(one.seen.request, one.name)
        sheet.put(row + 1, column, words, Look(24, bold=True, across="center", border="cut beside"))
        sheet.put(row + 2, column, None, Look(8, border="cut below"))
    rows = -(-len(papers.rows) // ACROSS)
    for row in range(rows):
        for part, height in enumerate(_LABEL_HEIGHTS, 1):
            sheet.heighten(row * len(_LABEL_HEIGHTS) + part, height)
        if (row + 1) % DOWN == 0 and row + 1 < rows:
            sheet.end_page((row + 1) * len(_LABEL_HEIGHTS))
