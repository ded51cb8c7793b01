"""Reads one row of a roster after another: a household, a row that cannot be read, or no household at all.

Nothing of a row is imported where any cell of it cannot be read: half a household would undo what stands.
"""

from dataclasses import dataclass, replace
from functools import partial

from domain.household import Entry, Mark, place_key
from domain.residence import Residence
from domain.roster import Unread
from parsing.normalise import normalise
from parsing.roster_cell import Cells, UnreadableError, short
from parsing.roster_field import (
    LONGEST_NOTE,
    contact_in,
    has_phone_in,
    note_in,
    phone_in,
    size_in,
    tick_in,
    words_in,
)
from parsing.roster_header import Header
from parsing.roster_residence import ResidenceReader
from parsing.table import Row
from parsing.vocabulary.roster import EXAMPLE, FOOTERS

_TICKS = {
    "alone": Mark.ALONE,
    "no_phone": Mark.NO_PHONE,
    "small_child": Mark.SMALL_CHILD,
    "language": Mark.OTHER_LANGUAGE,
}
_BUILDINGS = frozenset(("lane", "building", "unit"))


@dataclass(frozen=True, slots=True)
class Household:
    """A row that was read: the household, the row, the cell that says where it is, and what stands there."""

    entry: Entry
    row: int
    cell: str
    says: str


def read_row(row: Row, header: Header, places: ResidenceReader) -> Household | Unread | None:
    """Return what the row is; None where it is no household: empty, a sum, a title, an example."""
    cells = Cells(row, header)
    if _is_none(cells, places):
        return None
    known: tuple[str, ...] = ()
    try:
        residence = places.read(cells)
        known = (place_key(residence),)
        column = places.column(cells)
        return Household(_entry(cells, residence), row.number, cells.name(column), short(cells.seen(column)))
    except UnreadableError as error:
        return replace(error.unread, places=known)


def _is_none(cells: Cells, places: ResidenceReader) -> bool:
    said = cells.everything()
    if not said:
        return True
    if normalise(said[0][:20]).text.strip().replace(" ", "").startswith(FOOTERS):
        places.forget_above()
        return True
    if any(cells.seen(column).startswith(EXAMPLE) for column in cells.header.of("note")):
        return True
    filled = {column.field for column in cells.header.columns if cells.seen(column)}
    is_alone = len(said) == 1
    if filled and (places.grammar.villas or not filled <= _BUILDINGS):
        return is_alone and not places.grammar.villas and places.take_title(said[0])
    if "building" in filled:
        places.take_building(cells)
    elif is_alone:
        places.take_title(said[0])
    return True


def _entry(cells: Cells, residence: Residence) -> Entry:
    """Return the household. Raises UnreadableError for the first cell that cannot be read."""
    phone, has_none = _phone(cells)
    marks, more = _marks(cells)
    note = _note(cells, more)
    if not cells.header.of(*_TICKS, "has_phone", "marks"):  # then 独居 stands among the notes, if anywhere
        marks |= words_in(note or "")[0]
    if has_none:
        marks |= {Mark.NO_PHONE}
    return Entry(residence, _first(cells, "contact"), phone, _size(cells), frozenset(marks), note)


def _first(cells: Cells, field: str) -> str | None:
    names = (cells.read(column, contact_in) for column in cells.header.of(field))
    return next((name for name in names if name), None)


def _phone(cells: Cells) -> tuple[str | None, bool]:
    """Return all telephones (手机、座机) as one text, and whether a cell says that there is none."""
    read = [cells.read(column, phone_in) for column in cells.header.of("phone")]
    numbers = dict.fromkeys(number for number, _ in read if number)
    return "、".join(numbers) or None, not numbers and any(none for _, none in read)


def _size(cells: Cells) -> int | None:
    sizes = (cells.read(column, size_in) for column in cells.header.of("size"))
    return next((size for size in sizes if size is not None), None)


def _marks(cells: Cells) -> tuple[set[Mark], list[str]]:
    """Return the marks, and what their cells say besides, for the note."""
    marks: set[Mark] = set()
    more: list[str] = []
    for column in cells.header.of(*_TICKS):
        mark = _TICKS[column.field]
        is_ticked, besides = cells.read(column, partial(tick_in, mark=mark))
        marks |= {mark} if is_ticked else set()
        more += [besides] if besides else []
    for column in cells.header.of("has_phone"):
        marks |= {Mark.NO_PHONE} if cells.read(column, has_phone_in) else set()
    for column in cells.header.of("marks"):
        named, others = cells.read(column, words_in)
        marks |= named
        more += [others] if others else []
    return marks, more


def _note(cells: Cells, more: list[str]) -> str | None:
    notes = [cells.read(column, note_in, or_date=True) for column in cells.header.of("note")]
    note = "；".join(dict.fromkeys(words for words in (*notes, *more) if words))
    if len(note) > LONGEST_NOTE:
        column = cells.header.of("note", *_TICKS, "marks")[0]
        raise cells.error(column, f"太长：备注最多 {LONGEST_NOTE} 个字。")
    return note or None
