"""The sheet of a round (轮次): the counts by building, then every household of each, who said what when."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.test_round import Result, Round, State, in_order
from rendering.spreadsheet import Book, Look, Sheet, Value
from rendering.test_round import clock, day, kind_of

_HEAD = Look(bold=True, across="center", fill="E8EEF7")
_TEXT, _NUMBER = Look(), Look(across="center")
_MISSING = Look(fill="FFF2CC")
_TITLE = Look(size=16, bold=True, border=None)
_STATES = {State.DONE: "已做", State.PARTLY: "部分已做", State.NOT_DONE: "上门：没做"}
_RESULTS = {Result.NONE: "", Result.NEGATIVE: "阴性", Result.POSITIVE: "阳性"}


@dataclass(frozen=True, slots=True)
class Row:
    """A household in the sheet: its building (bare name), where it is, and what was said of it, if anything was.
    `said_at` in the compound's zone; `by` the name of who said it."""

    building: str
    where: str
    is_listed: bool = True
    state: State | None = None
    result: Result = Result.NONE
    people: int | None = None
    away: int = 0
    left: int = 0
    said_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """What the sheet of a round shows."""

    round: Round
    zone: ZoneInfo
    rows: tuple[Row, ...]
    with_results: bool = False  # what tests showed


def file_name(papers: Papers) -> str:
    """Return the name of the file: 核酸 3月2日.xlsx."""
    one = papers.round
    name = "".join(c for c in kind_of(one) if c.isalnum()) or "轮次"
    local = datetime.fromtimestamp(one.starts_at, papers.zone)
    return f"{name} {local.month}月{local.day}日.xlsx"


UNPLACED = "没写门牌"


def place_of_key(key: str) -> str:
    """Return the place that a key of a report names (r:3/2/502), as it was said; 没写门牌 for one without."""
    kind, _, parts = key.partition(":")
    return "-".join(part for part in parts.split("/") if part) if kind == "r" else UNPLACED


def workbook(papers: Papers) -> bytes:
    """Return the .xlsx: a page of counts, and one with every household."""
    book = Book()
    _counts(book.add("汇总"), papers)
    _households(book.add("每户"), papers)
    return book.content()


def _counts(sheet: Sheet, papers: Papers) -> None:
    one = papers.round
    times = f"{day(one.starts_at, papers.zone)}{clock(one.starts_at, papers.zone)}–{clock(one.ends_at, papers.zone)}"
    sheet.put_across(1, 1, 7, f"{kind_of(one)} {times}", _TITLE)
    sheet.put_row(2, ("楼", "应做", "已做", "部分", "没做", "没报", "不在名单上"), (_HEAD,) * 7)
    rows: list[tuple[Value, ...]] = [
        (building or "没写楼号", *_sums([row for row in papers.rows if row.building == building]))
        for building in in_order(row.building for row in papers.rows)
    ]
    rows.append(("合计", *_sums(list(papers.rows))))
    for number, row in enumerate(rows, 3):
        sheet.put_row(number, row, (_TEXT, *(_NUMBER,) * 6))
    sheet.widen((12, 10, 10, 10, 10, 10, 14))
    sheet.worksheet.freeze_panes = "A3"
    sheet.on_a4()
    sheet.fit_width()


def _sums(rows: list[Row]) -> tuple[int, ...]:
    listed = [row for row in rows if row.is_listed]
    by = {state: sum(row.state is state for row in listed) for state in State}
    unheard = sum(row.state is None for row in listed)
    return (
        len(listed),
        by[State.DONE],
        by[State.PARTLY],
        by[State.NOT_DONE],
        unheard,
        sum(not row.is_listed for row in rows),
    )


def _households(sheet: Sheet, papers: Papers) -> None:
    sheet.put_row(
        1, ("楼", "哪一户", "情况", "结果", "做了几人", "在外几人", "还差几人", "时间", "谁报的"), (_HEAD,) * 9
    )
    order = {name: number for number, name in enumerate(in_order(row.building for row in papers.rows))}
    rows = sorted(papers.rows, key=lambda row: (order[row.building], len(row.where), row.where))
    for number, row in enumerate(rows, 2):
        look = _MISSING if row.state is not State.DONE else _TEXT
        values: tuple[Value, ...] = (
            row.building,
            row.where if row.is_listed else f"{row.where}（不在名单上）",
            _STATES[row.state] if row.state is not None else "没报",
            _RESULTS[row.result] if papers.with_results else None,
            row.people,
            row.away or None,
            row.left or None,
            f"{row.said_at.month}月{row.said_at.day}日 {row.said_at:%H:%M}" if row.said_at is not None else None,
            row.by,
        )
        sheet.put_row(number, values, (look,) * 9)
    sheet.widen((8, 22, 12, 8, 10, 10, 10, 16, 16))
    sheet.worksheet.freeze_panes = "A2"
    sheet.on_a4()
    sheet.fit_width()
