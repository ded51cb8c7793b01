"""Reads where a household is from the cells of a roster: building, unit and room apart, or one address.

Unlike a message, a cell must be read whole: 3号楼502甲 is not 3号楼502, and 一期3号楼 is not 3号楼.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.residence import AddressGrammar, Residence
from parsing.normalise import normalise
from parsing.numeral import digits_of
from parsing.residence import find_residences
from parsing.roster_cell import CellError
from parsing.table import WRITE_AS_TEXT

_HAN = "零〇○一二三四五六七八九十百廿"
_SIDES = "甲乙丙丁东西南北中"
_LONGEST = 60

_ROOM = (
    rf"[0-9]{{1,4}}[A-Za-z]?[{_SIDES}]?|[A-Za-z][0-9]{{1,4}}"
    r"|[零〇○一二三四五六七八九幺]{3,4}|[一二三四五六七八九]百[零一二三四五六七八九十]{1,3}"
)
_ROOM_CELL = re.compile(rf"(?:[0-9]{{1,2}}[层楼])?(?P<room>{_ROOM})(?:号?[室房]|户)?")
_HYPHENED = re.compile(
    rf"(?P<first>[0-9]{{1,3}}|[A-Za-z]|[{_SIDES}])-(?:(?P<second>[0-9]{{1,2}}|[A-Za-z]|[{_SIDES}])-)?"
    r"(?P<room>[0-9]{3,4}[A-Za-z]?|[0-9]{2}[A-Za-z])[室房]?"  # as residences.md has them; 502-1 is part of a room
)
_FLOOR_CELL = re.compile(rf"第?(?P<floor>[0-9]{{1,2}}|[{_HAN}]{{1,3}})[层楼]?")
_UNIT_CELL = re.compile(rf"第?(?P<unit>[0-9]{{1,2}}|[{_HAN}]{{1,3}}|[{_SIDES}]|[A-Za-z])(?:单元|门洞|门|号门|号)?")
_DATE = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-/年][0-9]{1,2}(?:[-/月][0-9]{1,2}日?|月)(?: .{0,12})?"
    r"|[0-9]{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2}"
)
ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_POINT = re.compile(r"(?<![0-9])([0-9]+)\.0+")
_ZONE = re.compile(rf"[0-9{_HAN}]期|[A-Za-z0-9{_HAN}{_SIDES}]区")
_LEFT_OVER = re.compile(rf"[0-9A-Za-z{_SIDES}{_HAN}]")

DATE_REASON = f"像是被 Excel 改成了日期：{WRITE_AS_TEXT}。"
ROUNDED_REASON = f"Excel 把数字写成了科学记数，后几位丢了：{WRITE_AS_TEXT}。"
_TWO = "一格里有两户：一户写一行。"
_EITHER = "{} 是楼号还是单元？楼号、单元、室号分三列写。"
_ZONES = "守望还分不清「期」和「区」：请给每一区的楼编不同的楼号。"


@dataclass(frozen=True, slots=True)
class Hyphened:
    """1-502 in a column of rooms: `first` is a building or a unit, as the other cells have it."""

    first: str
    second: str | None
    room: str


def plain(said: str) -> str:
    """Return what a cell says of a place in one writing: half width, simplified, without blanks, 502 for 502.0.
    Raises CellError where a spreadsheet has made a date or a rounded number of it."""
    if len(said) > _LONGEST:
        raise CellError("太长，不像门牌。")
    text = normalise(said).text.strip()
    if _DATE.fullmatch(text):
        raise CellError(DATE_REASON)
    if ROUNDED.fullmatch(text):
        raise CellError(ROUNDED_REASON)
    return _POINT.sub(r"\1", text) if _POINT.fullmatch(text) else text


@lru_cache(maxsize=4096)
def building_in(said: str, grammar: AddressGrammar) -> Residence:
    """Return the building, with its lane and unit where the cell names them. Raises CellError."""
    text = plain(said).replace(" ", "")
    match = _building(grammar).fullmatch(text)
    if match:
        return Residence(_name(match["name"]), lane=_named(match["lane"]))
    found = find_residences(text, grammar)
    if len(found) == 1 and found[0].value.room is None and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].value
    raise CellError("看不懂是几号楼：写成 3 或 3号楼。")


@lru_cache(maxsize=64)
def _building(grammar: AddressGrammar) -> re.Pattern[str]:
    words = {*grammar.building_words, "号楼", "楼", "栋", "幢", "座", "号", "#", "#楼", "栋楼", "幢楼"}
    any_word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    lane = "|".join(re.escape(word) for word in grammar.lane_words)
    return re.compile(
        rf"(?:(?P<lane>[0-9]{{1,4}})(?:{lane}))?第?(?P<name>[0-9]{{1,3}}|[A-Za-z][0-9]?|[{_SIDES}]|[{_HAN}]{{1,4}})"
        rf"(?:{any_word})?"
    )


@lru_cache(maxsize=1024)
def unit_in(said: str) -> str:
    """Return the unit's name: 2 for 2单元. Raises CellError."""
    match = _UNIT_CELL.fullmatch(plain(said).replace(" ", ""))
    if match is None:
        raise CellError("看不懂是几单元：写成 1 或 1单元。")
    return _name(match["unit"])


@lru_cache(maxsize=1024)
def lane_in(said: str) -> str:
    """Return the lane's number: 66 for 66弄. Raises CellError."""
    digits = re.sub(r"[^0-9]", "", plain(said))
    if not 0 < len(digits) <= 4:
        raise CellError("看不懂是几弄：写成 66 或 66弄。")
    return _name(digits)


@lru_cache(maxsize=4096)
def room_in(said: str, grammar: AddressGrammar) -> Residence | Hyphened:
    """Return the room, with whatever else its cell names (3号楼502, 1-502). Raises CellError."""
    text = plain(said)
    closed = text.replace(" ", "")
    if match := _ROOM_CELL.fullmatch(closed):
        return Residence(room=_name(match["room"]))
    if match := _HYPHENED.fullmatch(closed):
        second = match["second"]
        return Hyphened(_name(match["first"]), None if second is None else _name(second), _name(match["room"]))
    return _address(text, grammar)


@lru_cache(maxsize=4096)
def address_in(said: str, grammar: AddressGrammar) -> Residence | Hyphened:
    """Return what a cell with a whole address names; the road and the compound before it are left out. A number by
    itself is a room, or where villas stand a house. Raises CellError."""
    text = plain(said)
    if grammar.villas and (match := _building(grammar).fullmatch(text.replace(" ", ""))):
        return Residence(_name(match["name"]), lane=_named(match["lane"]))
    return room_in(said, grammar)


def _address(text: str, grammar: AddressGrammar) -> Residence:
    found = find_residences(text, grammar) or find_residences(text := text.replace(" ", ""), grammar)
    found = tuple(each for each in found if each.value.room) or found
    if not found:
        raise CellError("看不懂这个门牌：写成 3号楼502，或者楼号、室号分两列写。")
    if len(found) > 1:
        raise CellError(_TWO)
    if _ZONE.search(text, 0, found[0].start):
        raise CellError(_ZONES)
    if _LEFT_OVER.search(text, found[0].end):
        raise CellError("这个门牌只读懂了一半：楼号、室号分两列写。")
    return found[0].value


def _name(said: str) -> str:
    """Return a name as parsing/residence.py has it: ASCII digits without leading zeros, letters capital."""
    digits = digits_of(said)
    return said.upper().lstrip("0") or "0" if digits is None else digits.lstrip("0") or "0"


def _named(said: str | None) -> str | None:
    return None if said is None else _name(said)


def on_floor(floor: str, room: Residence) -> Residence:
    """Return the room with its floor where it is numbered within that only: 5 and 02 are 502. Raises CellError."""
    match = _FLOOR_CELL.fullmatch(plain(floor).replace(" ", ""))
    number = digits_of(match["floor"]) if match else None
    if number is None:
        raise CellError("看不懂是几层：写成 5 或 5层。")
    return replace(room, room=f"{int(number)}{room.room:0>2}")


def joined(building: Residence, unit: str | None, room: Residence) -> Residence:
    """Return the residence that the cells of a row name together. Raises CellError where they contradict each other."""
    return Residence(
        building=_same("楼号", building.building, room.building),
        unit=_same("单元", _same("单元", building.unit, unit), room.unit),
        room=room.room,
        lane=_same("弄", building.lane, room.lane),
    )


def _same(what: str, one: str | None, other: str | None) -> str | None:
    if one is not None and other is not None and one != other:
        raise CellError(f"{what}写了两个，不一样（{one}、{other}）：改成一个。")
    return other if one is None else one


def opened(
    said: Hyphened, building: str | None, unit: str | None, grammar: AddressGrammar, *, repeats: bool = False
) -> Residence:
    """Return what 1-502 means in that building, None where none is known, and unit. Raises CellError where 1 may be
    either of them; `repeats`: it is known to be the building."""
    if said.second is not None:
        return Residence(said.first, said.second, said.room)
    if building is None:
        return Residence(said.first, room=said.room)
    if unit is None and grammar.units:
        if said.first == building and not repeats:
            raise CellError(_EITHER.format(said.first))
        if said.first != building:
            return Residence(unit=said.first, room=said.room)
    if said.first == unit and said.first != building:
        return Residence(unit=unit, room=said.room)
    return Residence(said.first, room=said.room)


def opened_address(said: Hyphened, building: str | None, grammar: AddressGrammar) -> Residence:
    """Return what 3-502 means as an address where the sheet's name or the rows above say the building."""
    if said.second is None and building not in (None, said.first) and grammar.units:
        raise CellError(_EITHER.format(said.first))
    return Residence(said.first, said.second, said.room)
