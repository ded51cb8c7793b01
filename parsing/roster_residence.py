"""Puts together where the household of a row is: its own cells, then the rows above it, then the sheet's name."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from domain.residence import AddressGrammar, Residence
from parsing.normalise import normalise
from parsing.residence import find_residences
from parsing.roster_cell import CellError, Cells, UnreadableError
from parsing.roster_header import Column
from parsing.roster_place import (
    Hyphened,
    address_in,
    building_in,
    joined,
    lane_in,
    on_floor,
    opened,
    opened_address,
    room_in,
    unit_in,
)

_NO_ROOM = "没有室号：填上；如果不是住户，删掉这一行。"
_NO_BUILDING = "没有楼号：填上。"
_NO_FLOOR = "没有楼层：填上，或者把室号写全，比如 502。"
_LOST = "上面一行的这一格没读懂，这里空着说不清：填上。"
_NOWHERE = Residence()

Value = TypeVar("Value")


def titled(words: str, grammar: AddressGrammar) -> Residence | None:
    """Return the building that a title names and nothing else (3号楼, 3号楼（共48户）), None where it names none."""
    text = normalise(words[:40]).text.partition("(")[0].strip()
    found = find_residences(text, grammar)
    is_whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return found[0].value if is_whole and found[0].value.room is None else None


@dataclass(slots=True)
class ResidenceReader:
    """Reads the places of rows in order. `default` is the building that the sheet or the file is named after; an empty
    cell under 楼号 means the building of the row above. `filled` gathers the rows that were understood so. `repeats`: a
    room written 3-502 says the building once more."""

    grammar: AddressGrammar
    default: Residence = _NOWHERE
    filled: list[tuple[int, Residence]] = field(default_factory=list)
    has_units: bool = False
    used_default: bool = False
    used_floors: bool = False
    repeats: bool = False
    _above: Residence = _NOWHERE
    _lane: str | None = None
    _lost: set[str] = field(default_factory=set)

    def forget_above(self) -> None:
        """After a sum or a new heading, the rows above say nothing about those below."""
        self._above = _NOWHERE
        self._lost.clear()

    def take_title(self, words: str) -> bool:
        """Take the building that a row of its own names (3号楼 above its households); say whether it names one."""
        building = titled(words, self.grammar)
        if building is None:
            return False
        self.forget_above()
        self._above = building
        return True

    def take_building(self, cells: Cells) -> None:
        """Take the building of a row in which nothing stands but that."""
        self.forget_above()
        if (column := cells.first("building")) is not None:
            with suppress(CellError, UnreadableError):
                self._above = building_in(cells.words(column), self.grammar)

    def read(self, cells: Cells) -> Residence:
        """Return the household's place, complete. Raises UnreadableError."""
        own = self._own(cells)
        residence = self._with_above(own, cells)
        if residence.room is None and not (self.grammar.villas and residence.building):
            raise cells.error(self.column(cells), _NO_ROOM)
        if residence.building is None:
            raise cells.error((cells.header.of("building") or (self.column(cells),))[0], _NO_BUILDING)
        self.has_units = self.has_units or residence.unit is not None
        return residence

    def column(self, cells: Cells) -> Column:
        """Return the column that says where the household is, even if this row leaves it empty."""
        found = cells.first("room") or cells.first("address") or cells.first("building")
        return found or (cells.header.of("room", "address") or cells.header.columns)[0]

    def _own(self, cells: Cells) -> Residence:
        """Return what the row's own cells say."""
        above = self._above
        self._above = above if cells.first("building") is None else _NOWHERE  # unless it is read, it ends here
        house = self._part(cells, "building", lambda words: building_in(words, self.grammar)) or _NOWHERE
        if house.building == above.building:
            self._above = above
        elif house.building is not None:
            self._above = house
            self._lost.discard("unit")
        stairs = self._part(cells, "unit", unit_in)
        if stairs is not None:
            self._above = replace(self._above, unit=stairs)
        self._lane = self._part(cells, "lane", lane_in) or self._lane
        try:
            own = joined(house, stairs, self._door(cells, house, stairs or house.unit))
            return joined(Residence(lane=self._lane), None, own) if cells.header.of("lane") else own
        except CellError as error:
            raise cells.error(self.column(cells), str(error)) from error

    def _part(self, cells: Cells, name: str, reader: Callable[[str], Value]) -> Value | None:
        """Return what stands in that column, None for nothing. Where the cell above could not be read, an empty one
        does not mean the one above that."""
        column = cells.first(name)
        if column is not None:
            self._lost.add(name)
            value = cells.read(column, reader)
            self._lost.discard(name)
            return value
        if name in self._lost and (columns := cells.header.of(name)):
            raise cells.error(columns[0], _LOST)
        return None

    def _door(self, cells: Cells, house: Residence, unit: str | None) -> Residence:
        """Return what the room or the address says. Beside a room the address tells the building at most, and where
        both stand in columns of their own it is the road that leads there."""
        room, address = cells.first("room"), cells.first("address")
        if room is None:
            is_enough = house.building is not None and self.grammar.villas
            return _NOWHERE if address is None or is_enough else self._address(cells, address, house, unit)
        door = cells.read(room, lambda words: room_in(words, self.grammar))
        if isinstance(door, Hyphened):
            known = house.building or self._known.building
            return opened(door, known, unit, self.grammar, repeats=self.repeats)
        if door.room is not None and len(door.room) <= 2 and door.room.isdecimal():
            door = self._on_floor(cells, door)
        if house.building or door.building or address is None:
            return door
        try:
            around = self._address(cells, address, house, unit)
        except (CellError, UnreadableError):
            return door  # a road
        return replace(around, room=door.room, unit=door.unit or around.unit)

    def _address(self, cells: Cells, column: Column, house: Residence, unit: str | None) -> Residence:
        said = cells.read(column, lambda words: address_in(words, self.grammar))
        if not isinstance(said, Hyphened):
            return said
        if house.building:
            return opened(said, house.building, unit, self.grammar, repeats=self.repeats)
        return opened_address(said, self._known.building, self.grammar)

    def _on_floor(self, cells: Cells, door: Residence) -> Residence:
        if not (columns := cells.header.of("floor")):
            return door
        floor = cells.first("floor")
        if floor is None:
            raise cells.error(columns[0], _NO_FLOOR)
        self.used_floors = True
        return cells.read(floor, lambda words: on_floor(words, door))

    @property
    def _known(self) -> Residence:
        """The building of the rows above, else that of the sheet's name."""
        return self._above if self._above.building else self.default

    def _with_above(self, own: Residence, cells: Cells) -> Residence:
        """Return the place with what the row leaves open taken from above, or from the name of the sheet."""
        known = self._known
        if own.building is None:
            residence = replace(own, building=known.building, lane=own.lane or known.lane, unit=own.unit or known.unit)
            self.used_default |= known is self.default and known.building is not None
        else:
            is_same = (own.lane, own.building) == (known.lane, known.building) and bool(cells.header.of("unit"))
            residence = replace(own, unit=own.unit or (known.unit if is_same else None))
        if known is self._above and (residence.building, residence.unit) != (own.building, own.unit):
            self.filled.append((cells.row.number, residence))
        if cells.header.of("building"):
            is_told = cells.first("building") is not None or own.building is None
            self._above = replace(residence, room=None) if is_told else _NOWHERE
        return residence


def repeats_building(rows: Iterable[Cells], grammar: AddressGrammar) -> bool:
    """Say whether rooms written 3-502 beside a column of buildings repeat these: all of them do, in several buildings.
    In a single one it may as well be the unit."""
    buildings = set()
    for cells in rows:
        building, door = cells.first("building"), cells.first("room", "address")
        if building is None or door is None:
            continue
        with suppress(CellError, UnreadableError):
            said = room_in(cells.words(door), grammar)
            if isinstance(said, Hyphened) and said.second is None:
                if said.first != building_in(cells.words(building), grammar).building:
                    return False
                buildings.add(said.first)
    return len(buildings) > 1
