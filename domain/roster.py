"""花名册 (roster): what a committee's list says, and how the list that comes differs from the one that stands."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.household import Entry
from domain.residence import Residence

#: The titles of the sheets that show a difference begin so: they are no roster, and sent back they are refused.
COMPARED = "对照"

# --- a list as it was read ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A household of a list and where it stands: the row (the first is 1), the sheet's name ("" where only one was
    read). Of a household written on several rows it is the first of them."""

    entry: Entry
    row: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read, or that contradicts another: nothing of it is imported.

    `cell` as spreadsheets name it (C17), `says` what stands there, cut short, `reason` a sentence with its mend.
    `places` are the households that the row is about, where that could be read: what stands of them is left alone.
    """

    cell: str
    says: str
    reason: str
    sheet: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """A list as it was read: each household once, in the order of the file. `remarks` are sentences about what the
    reader did by itself (a building filled down, two rows made one household, columns left out)."""

    lines: tuple[Line, ...] = ()
    unread: tuple[Unread, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The households, as the difference takes them."""
        return tuple(line.entry for line in self.lines)

    @property
    def unread_places(self) -> frozenset[str]:
        """The households some row of which could not be read."""
        return frozenset(place for unread in self.unread for place in unread.places)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of which nothing is taken: one sentence that says why and what to do."""

    reason: str


# --- the order people expect -------------------------------------------------------------------------------

_PIECE = re.compile(r"[0-9]+|[^0-9]")
_COUNTED = "甲乙丙丁戊己庚辛壬癸东南西北中"  # their code points have another order

Order = tuple[tuple[int, int, str], ...]


def natural_order(name: str | None) -> Order:
    """Return the key by which names of buildings and rooms sort: none, 2, 12, 12A, 13, 甲, A."""
    return tuple(_piece_order(piece) for piece in _PIECE.findall(name or ""))


def _piece_order(piece: str) -> tuple[int, int, str]:
    if piece[0] in "0123456789":
        return (0, int(piece[:18]), piece)
    place = _COUNTED.find(piece)
    return (1, place, piece) if place >= 0 else (2, 0, piece)


def place_order(residence: Residence) -> tuple[Order, ...]:
    """Return the key by which households sort: by lane, building, unit, room."""
    parts = (residence.lane, residence.building, residence.unit, residence.room)
    return tuple(natural_order(part) for part in parts)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the households in the order people expect."""
    return tuple(sorted(entries, key=lambda entry: place_order(entry.residence)))


# --- the difference ----------------------------------------------------------------------------------------

#: What of a household can change, in the order in which it is told.
FIELDS = ("contact", "phone", "size", "marks", "note")

#: A building and its lane, where it has one.
Building = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A household that both lists have, and not alike."""

    before: Entry
    after: Entry

    @property
    def fields(self) -> tuple[str, ...]:
        """Which of FIELDS differ."""
        return tuple(name for name in FIELDS if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a list that comes does to the one that stands, each in natural order. `kept` are households that the new
    list does not have and that stay all the same: their row was not read, or their building is not of this list."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Entry, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether applying it does nothing."""
        return not (self.new or self.changed or self.gone)


def difference(
    stands: Iterable[Entry],
    comes: Iterable[Entry],
    *,
    unread: Collection[str] = (),
    buildings: Collection[Building] | None = None,
) -> Difference:
    """Return what `comes` changes in `stands`. Raises ValueError where a list has a household twice.

    `unread`: places (keys) of which a row could not be read: they are not gone. `buildings`: the list speaks of these
    only (a list of one building), and households of others are not gone either; None: it is the whole compound.
    """
    old, new = _by_place(stands), _by_place(comes)
    absent = [entry for place, entry in old.items() if place not in new]
    gone = [
        entry
        for entry in absent
        if entry.place not in unread and (buildings is None or building_of(entry.residence) in buildings)
    ]
    leaving = {entry.place for entry in gone}
    both = [(old[place], entry) for place, entry in new.items() if place in old]
    changes = [Change(before, after) for before, after in both if Change(before, after).fields]
    return Difference(
        new=in_order(entry for place, entry in new.items() if place not in old),
        changed=tuple(sorted(changes, key=lambda change: place_order(change.after.residence))),
        gone=in_order(gone),
        unchanged=in_order(before for before, after in both if not Change(before, after).fields),
        kept=in_order(entry for entry in absent if entry.place not in leaving),
    )


def _by_place(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.place in found:
            raise ValueError("a household stands twice in a list")
        found[entry.place] = entry
    return found


def apply_difference(stands: Iterable[Entry], change: Difference) -> tuple[Entry, ...]:
    """Return the list after the change, in natural order. Whatever of `stands` the difference does not name stays."""
    after = _by_place(stands)
    for entry in change.gone:
        after.pop(entry.place, None)
    after.update((each.after.place, each.after) for each in change.changed)
    after.update((entry.place, entry) for entry in change.new)
    return in_order(after.values())


def building_of(residence: Residence) -> Building:
    """Return the building that a residence is in."""
    return residence.lane, residence.building


def buildings_of(entries: Iterable[Entry]) -> frozenset[Building]:
    """Return the buildings that a list speaks of, as `difference` takes them."""
    return frozenset(building_of(entry.residence) for entry in entries)


def silent_buildings(stands: Iterable[Entry], comes: Iterable[Entry]) -> tuple[Building, ...]:
    """Return the buildings of `stands` of which `comes` says nothing, in natural order: it may be the list of a part
    of the compound only, and then its silence means nothing."""
    silent = buildings_of(stands) - buildings_of(comes)
    return tuple(sorted(silent, key=lambda building: (natural_order(building[0]), natural_order(building[1]))))
