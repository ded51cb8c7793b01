"""Reads a range of rooms on one floor: 5-201到5-204, 3号楼301-306."""

import re
from dataclasses import replace

from domain.residence import Residence

_TO = re.compile(
    r"室?[ ]?(?:[到至~]|-{1,2})[ ]?(?:(?P<building>[0-9]{1,3})[ ]?(?:[-#]|号楼|号|栋|幢)[ ]?)?"
    r"(?P<room>[0-9]{3,4})室?(?![0-9\-])"
)
_ELSEWHERE = re.compile(r"室?[ ]?[到至~][ ]?(?:[0-9]{1,3}[ ]?(?:[-#]|号楼|号|栋|幢)[ ]?)?[0-9]{3,4}")
_MOST = 12  # rooms of a floor


def rooms_after(text: str, end: int, first: Residence) -> tuple[int, tuple[Residence, ...]]:
    """Return where a range ends that begins with `first`, which was said until `end`, and the rooms after the first.

    Where there is none, `end` and nothing.
    """
    match = _TO.match(text, end)
    if match is None or first.room is None or not first.room.isdigit():
        return end, ()
    low, high = int(first.room), int(match["room"])
    if match["building"] not in (None, first.building) or len(match["room"]) != len(first.room):
        return end, ()
    if low // 100 != high // 100 or not low < high < low + _MOST:
        return end, ()
    return match.end(), tuple(replace(first, room=str(room)) for room in range(low + 1, high + 1))


def goes_on(text: str, end: int) -> bool:
    """Say whether the words after a place name another at which a range ends (5-401到6-404), on whatever floor."""
    return _ELSEWHERE.match(text, end) is not None
