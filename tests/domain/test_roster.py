"""The difference between two rosters: what it holds, in which order, and that applying it gives the new one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.household import Entry, Mark
from domain.residence import Residence
from domain.roster import (
    Change,
    Difference,
    Line,
    Roster,
    Unread,
    apply_difference,
    buildings_of,
    difference,
    in_order,
    natural_order,
    silent_buildings,
)

_NAMES = st.sampled_from(["1", "2", "12", "12A", "A", "甲", "乙", None])
_RESIDENCES = st.builds(
    Residence, building=_NAMES, unit=_NAMES, room=st.sampled_from(["101", "102", "1001", "12A", "12"]), lane=_NAMES
)
_ENTRIES = st.builds(
    Entry,
    residence=_RESIDENCES,
    contact=st.none() | st.sampled_from(["沈梅", "Kim"]),
    phone=st.none() | st.sampled_from(["55500011", "55500012"]),
    size=st.none() | st.integers(0, 9),
    marks=st.frozensets(st.sampled_from(Mark)),
    note=st.none() | st.sampled_from(["有狗", "腿脚不便"]),
)
_LISTS = st.lists(_ENTRIES, max_size=12, unique_by=lambda entry: entry.place)


def _home(building: str, room: str, **more: object) -> Entry:
    return Entry(Residence(building=building, room=room), **more)  # type: ignore[arg-type]


@given(_LISTS, _LISTS)
def test_applying_the_difference_gives_the_new_roster(stands: list[Entry], comes: list[Entry]) -> None:
    change = difference(stands, comes)

    assert apply_difference(stands, change) == in_order(comes)
    assert change.kept == ()


@given(_LISTS)
def test_a_roster_does_not_differ_from_itself(entries: list[Entry]) -> None:
    change = difference(entries, reversed(entries))

    assert change == Difference(unchanged=in_order(entries))
    assert change.is_empty


@given(_LISTS, _LISTS)
def test_each_household_stands_in_one_part_only(stands: list[Entry], comes: list[Entry]) -> None:
    change = difference(stands, comes, unread={entry.place for entry in stands[::2]})
    parts = [*change.new, *change.gone, *change.unchanged, *change.kept, *(each.after for each in change.changed)]

    assert sorted(entry.place for entry in parts) == sorted({entry.place for entry in (*stands, *comes)})


@given(_LISTS, _LISTS)
def test_a_list_of_some_buildings_leaves_the_others_alone(stands: list[Entry], comes: list[Entry]) -> None:
    spoken_of = buildings_of(comes)
    after = apply_difference(stands, difference(stands, comes, buildings=spoken_of))

    others = [entry for entry in stands if (entry.residence.lane, entry.residence.building) not in spoken_of]
    assert after == in_order([*comes, *others])


def test_a_household_whose_row_was_not_read_stays_as_it_was() -> None:
    stands = [_home("3", "501", phone="55500011"), _home("3", "502")]
    roster = Roster(unread=(Unread("D4", "1.38E+10", "丢了后几位", places=("r:3//501",)), Unread("A9", "", "没有楼号")))

    change = difference(stands, roster.entries, unread=roster.unread_places)

    assert change.kept == (stands[0],)
    assert change.gone == (stands[1],)


def test_a_change_names_the_fields_that_differ() -> None:
    before = _home("3", "501", contact="沈梅", phone="55500011", size=2)
    after = _home("3", "501", contact="沈梅", phone="55500012", size=2, marks=frozenset({Mark.ALONE}))

    change = difference([before], [after])

    assert change.changed == (Change(before, after),)
    assert change.changed[0].fields == ("phone", "marks")


def test_buildings_and_rooms_sort_as_people_count() -> None:
    names = ["A", "13", "12A", "乙", "2", "甲", "12", None, "北"]
    assert sorted(names, key=natural_order) == [None, "2", "12", "12A", "13", "甲", "乙", "北", "A"]

    homes = [_home("10", "101"), _home("2", "1001"), _home("2", "201"), Entry(Residence("1", room="9", lane="6"))]
    assert [entry.place for entry in in_order(homes)] == ["r:2//201", "r:2//1001", "r:10//101", "r:6弄1//9"]


def test_buildings_that_a_list_is_silent_about_are_told() -> None:
    stands = [_home("10", "101"), _home("2", "101"), _home("3", "101"), Entry(Residence("1", room="9", lane="6"))]

    assert silent_buildings(stands, [_home("3", "909")]) == ((None, "2"), (None, "10"), ("6", "1"))


def test_a_household_twice_in_a_list_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        difference([], [_home("3", "501"), _home("3", "501", size=2)])


def test_the_entries_of_a_roster_are_those_of_its_lines() -> None:
    assert Roster((Line(_home("3", "501"), 4),)).entries == (_home("3", "501"),)
