"""Finds the row of a sheet that heads its columns, and which column holds what, however a committee named them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsing.normalise import normalise
from parsing.table import Cell, Row
from parsing.table_csv import FIRST_ROWS
from parsing.vocabulary.roster import COUNTING, HEADINGS

_LONGEST_HEADING = 30
_BRACKETS = re.compile(r"\([^()]{0,30}\)|\[[^\[\]]{0,30}\]|【[^【】]{0,30}】|「[^「」]{0,30}」")
_SIGNS = re.compile(r"[\s*:、/\\_\-.?!,;()\[\]【】「」<>《》\"'|&+=]")
_HEADINGS = tuple((field, rank, re.compile(pattern)) for field, rank, pattern in HEADINGS)

_PLACES = frozenset(("room", "address"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: where it is (from 0), what it holds (a field of HEADINGS), and its heading as written."""

    place: int
    field: str
    heading: str


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, those of a field in the order in which they count, and the headings of no use."""

    row: int
    columns: tuple[Column, ...]
    unused: tuple[str, ...] = ()

    def of(self, *fields: str) -> tuple[Column, ...]:
        """Return the columns that hold any of these fields."""
        return tuple(column for column in self.columns if column.field in fields)

    def names_a_place(self, *, villas: bool) -> bool:
        """Say whether the columns can tell one household from another."""
        fields = {column.field for column in self.columns}
        return bool(fields & _PLACES) or (villas and "building" in fields)


@lru_cache(maxsize=4096)
def heading_of(said: str) -> tuple[str, int] | None:
    """Return the field that a heading names and its rank among such columns; None where it names none."""
    plain = _plain(said)
    if not plain:
        return None
    return next(((field, rank) for field, rank, pattern in _HEADINGS if pattern.fullmatch(plain)), None)


def _plain(said: str) -> str:
    if len(said) > 4 * _LONGEST_HEADING:
        return ""
    text = normalise(said).text.lower()
    plain = _SIGNS.sub("", _BRACKETS.sub("", text)) or _SIGNS.sub("", text)
    return plain if len(plain) <= _LONGEST_HEADING else ""


def header_of(row: Row, above: Row | None = None) -> Header:
    """Return what the row heads; where a cell of it is empty, the one right above it does (a heading of two rows)."""
    said = _texts(row.cells)
    upper = _texts(above.cells) if above is not None and above.number == row.number - 1 else ()
    ranked, unused = [], []
    for place in range(max(len(said), len(upper))):
        own = said[place] if place < len(said) else ""
        heading = own or (upper[place] if place < len(upper) else "")
        found = heading_of(heading)
        if found is not None:
            ranked.append((found[1], place, Column(place, found[0], " ".join(heading.split()))))
        elif _plain(own) and _plain(own) not in COUNTING:
            unused.append(" ".join(own.split())[:_LONGEST_HEADING])
    columns = tuple(column for _, _, column in sorted(ranked, key=lambda each: each[:2]))
    return Header(row.number, columns, tuple(unused))


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell if isinstance(cell, str) else "" for cell in cells)


def find_header(rows: Sequence[Row]) -> Header | None:
    """Return the heading among the first rows: one that names a place rather than one that does not, then the one
    with most fields, the first of equals; None where there is none."""
    best: Header | None = None
    for place, row in enumerate(rows):
        if row.number > FIRST_ROWS:
            break
        found = header_of(row, rows[place - 1] if place else None)
        if _worth(found) > (_worth(best) if best else (False, 0)):
            best = found
    return best


def score(rows: Sequence[Row]) -> int:
    """Return how many fields the best heading among the rows has: by this a file of text is understood."""
    found = find_header(rows)
    return _fields(found) if found else 0


def _worth(header: Header) -> tuple[bool, int]:
    return header.names_a_place(villas=False), _fields(header)


def _fields(header: Header) -> int:
    return len({column.field for column in header.columns})
