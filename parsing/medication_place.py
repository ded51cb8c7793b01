"""Finds where those live of whom a message about medicine speaks, and which of the places is theirs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.residence import AddressGrammar, Residence
from parsing.found import Found
from parsing.medication_list import Entry
from parsing.residence import find_bare_rooms, find_residences
from parsing.vocabulary import medication as words
from parsing.word import is_person, is_titled, may_be_full_name

_THANKED = re.compile(r"[谢感多]谢了?$")  # 谢谢3号楼的邻居
_BUILDING_OF = re.compile(r"(?<![0-9])(?P<building>[0-9]{1,3})(?:号楼?|栋|幢)的[一-鿿]{1,5}[(]$")
_HOME_OF_NAME = re.compile(r"(?<![0-9月])(?P<building>[0-9]{1,3})号(?:的)?(?=(?P<name>[一-鿿]{2,4}?)家?的)")
_VERBS = frozenset("要求配买托吃用说订开拿到取送")  # 阿婆要的…
_COLON = re.compile("(?<![0-9]):")
_OURS = re.compile("(?:我们?|我家|都)(?:是|住|在|住在)?[ ]?$")  # …楼上1502的韩太太，我们是30号楼
_ROOM_OF = re.compile(r"(?:楼[上下]|对[门面]|隔壁|我是|住)$")
_GATE = re.compile(r"(?<=[0-9])号门(?=[0-9])")  # 24号门1002
_NO_ROOM = re.compile(r"[ ]?(?:mg|毫克|μg|ug|ml|g|毫升|单位|元|块|片|粒|盒|度|期|人|感冒)")


def home_of(text: str, places: Sequence[Found[Residence]], entry: Entry) -> Residence | None:
    """Return the home that `text` is about, of the `places` named in it; None where it names none."""
    places = [each for each in places if not _THANKED.search(text, max(0, each.start - 4), each.start)]
    if places:
        said = next((each for each in places if each.value.room is not None), places[0])
        building = entry.building or _building_of(text, said, places)
        if said.value.building is None and building is not None:
            return replace(said.value, building=building)
        return said.value
    return Residence(building=entry.building) if entry.building else None


def _building_of(text: str, said: Found[Residence], places: Sequence[Found[Residence]]) -> str | None:
    """Return the only building that is named by itself: 2号楼楼组长：501室的药, …1502的药，我们是30号楼."""
    alone = [each for each in places if each is not said and each.value.room is None]
    ours = [each for each in alone if each.start < said.start or _OURS.search(text, max(0, each.start - 4), each.start)]
    return ours[0].value.building if len(alone) == len(ours) == 1 else None


def find_places(text: str, grammar: AddressGrammar) -> tuple[Found[Residence], ...]:
    """Return the places named; where there is none, a room said alone (602 老周, 我是602的)."""
    found = find_residences(_GATE.sub("号楼", text), grammar)
    found = tuple(sorted((*found, *_homes_of_names(text, found)), key=lambda each: each.start))
    if any(each.value.room is not None or each.value.unit is not None for each in found):
        return found
    strengths = _COLON.sub(" ", words.PHONE.sub(lambda match: "\0" * len(match[0]), text))
    rooms = [each for each in find_bare_rooms(strengths) if not _NO_ROOM.match(text, each.end)][:1]
    if found:  # 5号楼楼长代报: 302 王阿婆
        rooms = [each for each in rooms if _is_beside(text, each.start, found[-1].end)]
        return (*found, *rooms)
    return tuple(_in_building(text, each) for each in rooms)


def _homes_of_names(text: str, found: Sequence[Found[Residence]]) -> list[Found[Residence]]:
    """Return the buildings said as 26号 before a name and 的 (26号何秀英的…配好了): without a name it may be a day."""
    homes = []
    for match in _HOME_OF_NAME.finditer(text):
        taken = any(each.start < match.end() and match.start() < each.end for each in found)
        if not taken and names_somebody(match["name"]):
            homes.append(Found(Residence(building=match["building"]), match.start(), match.end()))
    return homes


def names_somebody(name: str) -> bool:
    """Say whether words are a full name or one with a title: 何秀英, 张阿婆."""
    if not _VERBS.isdisjoint(name):
        return False
    return may_be_full_name(name) or is_titled(name) or (len(name) < 4 and is_person(name))


def _is_beside(text: str, room: int, building: int) -> bool:
    """Say whether a number that may be a room stands after the building, or where only a room can."""
    after = room > building and text[room - 1] in " :,、\n"
    return after or _ROOM_OF.search(text, max(0, room - 3), room) is not None


def _in_building(text: str, room: Found[Residence]) -> Found[Residence]:
    """18号的张老伯(1203): the room in brackets is in the building said before the name."""
    said = _BUILDING_OF.search(text, max(0, room.start - 12), room.start)
    return room if said is None else replace(room, value=replace(room.value, building=said["building"]))
