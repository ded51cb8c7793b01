"""日结: the day as a workbook for the committee: all figures, and the rows behind them, a sheet a feature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.building import building_name
from domain.daily_summary import Day, Entry, entries
from domain.daily_summary_meaning import MEANINGS, SECTION_CALLED
from rendering.daily_summary import Source
from rendering.spreadsheet import Book, Look, Sheet, Value

_HEAD = Look(bold=True, fill="E6EEF5")
_PLAIN, _NUMBER = Look(), Look(across="right", format="0")
_TITLE = Look(size=14, bold=True, border=None)


@dataclass(frozen=True, slots=True)
class Papers:
    """What the workbook shows: the day, and by the name of a sheet its figures, each with its rows."""

    day: Day
    sheets: Mapping[str, Mapping[str, Sequence[Source]]]


def file_name(papers: Papers) -> str:
    """Return the name of the file."""
    return f"日结 {papers.day.on.isoformat()}.xlsx"


def workbook(papers: Papers) -> bytes:
    """Return the .xlsx: 总览, then a sheet for each feature that has a figure."""
    book = Book()
    _overview(book.add("总览"), papers.day)
    numbers = {one.figure.name: one for one in entries(papers.day)}
    for called, figures in papers.sheets.items():
        _feature(book.add(called), called, figures, numbers)
    return book.content()


def _overview(sheet: Sheet, day: Day) -> None:
    sheet.widen((6, 20, 22, 10, 8, 10, 40, 24))
    sheet.put_across(1, 1, 8, f"{day.compound} 日结 {day.on.isoformat()} 第{day.version}版", _TITLE)
    sheet.put_row(2, ("行号", "段", "数字", "今天", "单位", "昨天", "其中", "查法"), [_HEAD] * 8)
    told = {one.figure.name: one for one in entries(day)}
    for row, figure in enumerate(day.figures, 3):
        meaning, entry = figure.meaning, told.get(figure.name)
        values: tuple[Value, ...] = (
            entry.number if entry is not None else None,
            SECTION_CALLED[meaning.section],
            meaning.label,
            figure.value,
            meaning.unit,
            day.before.get(figure.name) if day.before is not None else None,
            "、".join(entry.parts) if entry is not None else "",
            figure.name,
        )
        sheet.put_row(row, values, (_NUMBER, _PLAIN, _PLAIN, _NUMBER, _PLAIN, _NUMBER, _PLAIN, _PLAIN))
    below = len(day.figures) + 4
    for line in day.lines:
        about = MEANINGS[line.figure].label if line.figure is not None else SECTION_CALLED[line.section]
        sheet.put(below, 2, about, _PLAIN)
        sheet.put_across(below, 3, 8, line.words or "（不发）", _PLAIN)
        below += 1
    sheet.on_a4(landscape=True)
    sheet.fit_width()


def _feature(sheet: Sheet, called: str, figures: Mapping[str, Sequence[Source]], told: Mapping[str, Entry]) -> None:
    sheet.widen((24, 36, 10, 12, 18, 10))
    row = 1
    for name, found in figures.items():
        meaning = MEANINGS[name]
        number = f"第{told[name].number}行 " if name in told else ""
        sheet.put_across(row, 1, 6, f"{number}{meaning.label}（{name}）", _TITLE)
        sheet.put_row(row + 1, ("数字", "什么", "楼", "室", "什么时候", "数"), [_HEAD] * 6)
        row += 2
        for one in found:
            values: tuple[Value, ...] = (
                meaning.label,
                meaning.called.get(one.title, one.title),
                building_name(one.building) or "",
                one.place or "",
                f"{one.at:%Y-%m-%d %H:%M}" if one.at is not None else "",
                meaning.in_parts(one.amount) if one.amount is not None else None,
            )
            sheet.put_row(row, values, (_PLAIN, _PLAIN, _PLAIN, _PLAIN, _PLAIN, _NUMBER))
            row += 1
        row += 1
    sheet.on_a4()
    sheet.fit_width()
