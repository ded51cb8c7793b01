"""Households (户): from the roster, or because somebody said they live there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from domain.household import Entry, Mark, place_key
from domain.residence import Residence
from storage.store import Query, Row


@dataclass(frozen=True, slots=True)
class Household:
    """A household and its row. `is_listed`: it is on the roster, not only somebody's word."""

    id: int
    compound_id: int
    entry: Entry
    is_listed: bool


_COLUMNS = "id, compound_id, building, unit, room, lane, contact, phone, size, marks, note, is_listed"

_MEET = """
    INSERT INTO household (compound_id, place, building, unit, room, lane, since)
    VALUES (:compound, :place, :building, :unit, :room, :lane, :now)
    ON CONFLICT (compound_id, place) DO UPDATE SET place = excluded.place RETURNING id
"""

_LIST = """
    INSERT INTO household
        (compound_id, place, building, unit, room, lane, contact, phone, size, marks, note, is_listed, since)
    VALUES (:compound, :place, :building, :unit, :room, :lane, :contact, :phone, :size, :marks, :note, 1, :now)
    ON CONFLICT (compound_id, place) DO UPDATE
    SET contact = excluded.contact, phone = excluded.phone, size = excluded.size, marks = excluded.marks,
        note = excluded.note, is_listed = 1
"""

# Off the roster: what the roster told of it goes, who said they live there stays.
_UNLIST = """
    UPDATE household SET is_listed = 0, contact = NULL, phone = NULL, size = NULL, marks = '[]', note = NULL
    WHERE compound_id = :compound AND place = :place
"""

_LISTED = f"SELECT {_COLUMNS} FROM household WHERE compound_id = :compound AND is_listed = 1 ORDER BY id"  # noqa: S608
# Marks are a JSON list of plain words: this finds one without reading every list.
_MARKED = f"""
    SELECT {_COLUMNS} FROM household WHERE compound_id = :compound AND is_listed = 1 AND marks LIKE :mark ORDER BY id
"""  # noqa: S608
_GET = f"SELECT {_COLUMNS} FROM household WHERE id = :id"  # noqa: S608 - constants only
_IN_ROOM = f"""
    SELECT {_COLUMNS} FROM household
    WHERE compound_id = :compound AND room = :room AND is_listed = 1 ORDER BY id
"""  # noqa: S608
# The buildings in which somebody is known, those with a room of that number first.
_BUILDINGS = """
    SELECT building FROM household WHERE compound_id = :compound AND building IS NOT NULL AND lane IS NULL
    GROUP BY building ORDER BY MAX(CASE WHEN room = :room THEN 1 ELSE 0 END) DESC, LENGTH(building), building
"""
_AT = f"SELECT {_COLUMNS} FROM household WHERE compound_id = :compound AND place = :place"  # noqa: S608


class Households:
    """All households."""

    def __init__(self, query: Query) -> None:
        self._query = query

    async def meet(self, compound_id: int, residence: Residence, now: int) -> int:
        """Return our id of the household at a residence, recorded now if nobody named it before."""
        row = await self._query.the(_MEET, **_place(compound_id, residence), now=now)
        return int(row["id"])

    def enlist(self, compound_id: int, entries: Iterable[Entry], now: int) -> None:
        """Put households on the roster, or bring those on it up to date."""
        rows = [
            {
                **_place(compound_id, entry.residence),
                "contact": entry.contact,
                "phone": entry.phone,
                "size": entry.size,
                "marks": msgspec.json.encode(sorted(mark.value for mark in entry.marks)).decode(),
                "note": entry.note,
                "now": now,
            }
            for entry in entries
        ]
        self._query.many(_LIST, rows)

    def unlist(self, compound_id: int, entries: Iterable[Entry]) -> None:
        """Take households off the roster."""
        self._query.many(_UNLIST, [{"compound": compound_id, "place": entry.place} for entry in entries])

    async def listed(self, compound_id: int) -> Sequence[Household]:
        """Return the roster of a compound."""
        return [_household(row) for row in await self._query.all(_LISTED, compound=compound_id)]

    async def marked(self, compound_id: int, mark: Mark) -> Sequence[Household]:
        """Return the households of the roster that bear a mark."""
        rows = await self._query.all(_MARKED, compound=compound_id, mark=f'%"{mark.value}"%')
        return [household for household in map(_household, rows) if mark in household.entry.marks]

    async def get(self, household_id: int) -> Household | None:
        """Return a household, or None."""
        row = await self._query.one(_GET, id=household_id)
        return _household(row) if row else None

    async def in_room(self, compound_id: int, room: str) -> Sequence[Household]:
        """Return the households on the roster with a room of that number, in whatever building."""
        return [_household(row) for row in await self._query.all(_IN_ROOM, compound=compound_id, room=room)]

    async def buildings(self, compound_id: int, room: str | None) -> Sequence[str]:
        """Return the buildings that are known of a compound without lanes, those that have such a room first."""
        rows = await self._query.all(_BUILDINGS, compound=compound_id, room=room)
        return [str(row["building"]) for row in rows]

    async def at(self, compound_id: int, place: str) -> Household | None:
        """Return the household with that key of a residence (r:3/2/502), or None."""
        row = await self._query.one(_AT, compound=compound_id, place=place)
        return _household(row) if row else None


def _place(compound_id: int, residence: Residence) -> dict[str, object]:
    return {
        "compound": compound_id,
        "place": place_key(residence),
        "building": residence.building,
        "unit": residence.unit,
        "room": residence.room,
        "lane": residence.lane,
    }


def _household(row: Row) -> Household:
    residence = Residence(row["building"], row["unit"], row["room"], row["lane"])
    marks = frozenset(Mark(mark) for mark in msgspec.json.decode(row["marks"]))
    entry = Entry(residence, row["contact"], row["phone"], row["size"], marks, row["note"])
    return Household(row["id"], row["compound_id"], entry, bool(row["is_listed"]))
