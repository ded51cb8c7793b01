"""Rosters for tests: files made of rows, and what is read of them."""

import csv
import io

from domain.household import Entry
from domain.residence import AddressGrammar, Residence
from domain.roster import Refused, Roster
from parsing.roster import read_roster
from tests.parsing.workbook import Rows

VILLAS = AddressGrammar(villas=True)
FLAT = AddressGrammar(units=False)
HEAD = ("楼号", "单元", "室号", "姓名", "电话")


def text_file(rows: Rows) -> bytes:
    """Return rows as a .csv file."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def roster_of(file: bytes, name: str = "花名册.xlsx", grammar: AddressGrammar | None = None) -> Roster:
    """Return the roster that a file holds; it is not refused."""
    roster = read_roster(file, name, grammar or AddressGrammar())
    assert isinstance(roster, Roster), roster
    return roster


def refusal_of(file: bytes, name: str = "花名册.xlsx") -> str:
    """Return why a file is refused."""
    refused = read_roster(file, name)
    assert isinstance(refused, Refused), refused
    return refused.reason


def places_of(roster: Roster) -> list[str]:
    """Return the keys of the households, in the order of the file."""
    return [entry.place for entry in roster.entries]


def stops_of(roster: Roster) -> list[tuple[str, str]]:
    """Return which cells stopped a row, and what they say."""
    return [(unread.cell, unread.says) for unread in roster.unread]


def home(building: str, room: str | None, unit: str | None = None, **more: object) -> Entry:
    """Return a household."""
    return Entry(Residence(building, unit, room), **more)  # type: ignore[arg-type]
