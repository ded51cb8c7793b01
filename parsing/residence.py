"""Reads where someone lives: 3号楼502, 3-502, 5栋2单元1001, 十二号楼三零二 (docs/message-shapes/residences.md).

Two writings: with the words of the compound (号楼, 单元, 室), and with hyphens. What looks like one but is a date, a
price, a phone, a weight or a range is left alone, so a residence is read before times and quantities.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from parsing.found import Found
from parsing.numeral import digits_of

_SPELLED = "零〇○一二三四五六七八九幺"  # 三零二
_DIGIT = "一二三四五六七八九"
_COUNTING = "零〇一二三四五六七八九十百廿"  # 二十二

# After these a number counts or costs something. A surname or a good never begins so (but 盒饭, 袋装, 个头 do).
_COUNTED = (
    r"元|块|毛|ml|mL|ML|毫|克|kg|KG|[gG](?![A-Za-z])|斤|公斤|千克|份|℃|%|小时|分钟|[个箱袋瓶盒桶罐](?![装饭马头个])"
)

_ROOM = rf"""
    (?: [0-9]{{3,4}}[A-Za-z](?![A-Za-z0-9+]|套|款|餐|组|[ ]?\+)   # 502A, but 502 A套餐
      | [0-9]{{3,4}}(?![0-9]|\.[0-9]|{_COUNTED})                 # 502, 1805
      | [0-9]{{1,2}}[A-Za-z](?![A-Za-z0-9+]|套|款|餐|组)          # 12A
      | [0-9]{{1,2}}(?=[ ]?(?:ROOM_WORDS))                   # 12室
      | [{_SPELLED}]{{3,4}}(?![{_COUNTING}])                     # 三零二
      | [{_DIGIT}]百(?:零[{_DIGIT}]|[{_DIGIT}]?十[{_DIGIT}]?)(?![{_COUNTING}]|{_COUNTED})  # 三百零二
    )
"""


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=64)
def _patterns(grammar: AddressGrammar) -> re.Pattern[str]:
    """Return one pattern for every writing the compound uses."""
    room_words, unit_words = _any_of(grammar.room_words), _any_of(grammar.unit_words)
    room = _ROOM.replace("ROOM_WORDS", room_words)
    lane_words = _any_of(grammar.lane_words)
    unit = rf"(?:(?P<unit>[0-9]{{1,2}}|[{_COUNTING}]{{1,3}}|[甲乙丙丁东西南北中]|[A-Za-z])[ ]?(?:{unit_words}|-)[ ]?)?"
    between = r"(?:(?P<unit_2>[0-9]{1,2})[ ]?-[ ]?)?"
    return re.compile(
        rf"""
        (?=[0-9A-Za-z{_SPELLED}{_COUNTING}]) (?:
          (?: (?<![0-9])(?P<lane>[0-9]{{1,4}}|[{_COUNTING}]{{1,5}}) [ ]?(?:{lane_words})[ ]?      # 12弄
            (?: (?P<branch>[0-9]{{1,3}})支(?:{lane_words})[ ]? )? )?                              # 2支弄
          (?: (?<![0-9A-Za-z/年月第])(?<![0-9][-~:到至]) (?P<building>[0-9]{{1,3}}|[A-Za-z][0-9]?)
            | (?<![{_COUNTING}第月年期几]) (?P<building_han>[{_COUNTING}]{{1,4}}) )
          [ ]?(?P<word>{_any_of(grammar.building_words)}) (?P<gap>[ ]?-?[ ]?)                # 号楼
          (?: 的(?={room}) | [,、][ ]?(?=[0-9]{{2,4}}[ ]?(?:{room_words})) )?                  # 3号楼的502
          {unit if grammar.units else ""}                                                    # 2单元
          (?: (?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})[层楼][ ]?(?=[0-9]) )?                  # 5层502
          (?: (?P<room>{room}|[A-Z][0-9]{{3,4}}(?![0-9]))
            | (?P<floor>[底顶]楼|[一二三四五六七八九十]{{1,3}}楼(?!下|上|长|道|梯)) )?               # 25号底楼
          (?:[ ]?(?P<suffix>{room_words}))?
        |
          (?: (?<![0-9])(?P<lane_2>[0-9]{{1,4}})(?:{lane_words}) )?
          (?<![0-9A-Za-z￥¥$])(?<![0-9][:~])(?<![^一-鿿]-)(?<!号-)                              # 老周-3-502
          (?P<building_2>[0-9]{{1,3}}|[A-Z]|[{_COUNTING}]{{1,3}}(?=杠)) [ ]?[-杠][ ]?
          {between if grammar.units else ""}                                                 # 3-502, 5-2-1001
          (?P<room_2>{room}) (?!-?[0-9]|[.~][0-9]|:[0-9]{2}|/[0-9]{{1,2}}(?![0-9])) (?:[ ]?(?:{room_words}))?
        |
          (?<![0-9\-])(?P<unit_3>[0-9]{{1,2}}|[{_COUNTING}]{{1,2}})单元[ ]?(?P<room_3>{room}) (?:[ ]?(?:{room_words}))?
        |
          (?<![0-9A-Za-z\-./~{_COUNTING}第号弄栋幢座])(?P<floor_of>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})楼[ ]?
          (?P<room_5>[0-9]{{3,4}}(?![0-9]|[.-][0-9]|[人户家位名年月]|{_COUNTED})|[{_SPELLED}]{{3,4}}(?![{_COUNTING}]))
          (?:[ ]?(?P<suffix_5>{room_words}))?
        |
          (?<![0-9A-Za-z\-./~])(?<![0-9]:)(?P<room_4>[0-9]{{3,4}}[A-Za-z]?|[{_SPELLED}]{{3,4}})[ ]?(?:{room_words})
        )
        """,
        re.VERBOSE,
    )


_LIST_NUMBER = re.compile(r"(?:^|[ \n])[0-9]{1,3}\.$")
_A_COUNT_OF_HOUSES = re.compile(r"楼(?![长下上组道里])")
_A_VILLA = re.compile(r"[ ]?(?:别墅|联排|独栋)")
_NO_HOUSE = re.compile(r"线|院|店|链接|商品|品|电池|套餐|[机码仓桌位球柜馆]|[日月]")
_A_DAY = re.compile(
    r"[ ]?(?:早|晚|上午|下午|中午|凌晨|傍晚|夜|前|之前|后|以后|再|开始|截|到|取|拿|发|送|那天|当天|起|左右"
    r"|[0-9零一二三四五六七八九十两]{1,3}[点:时])"
)


def find_residences(text: str, grammar: AddressGrammar = DEFAULT_GRAMMAR) -> tuple[Found[Residence], ...]:
    """Return each residence that `text` (normalised) names, in order. Rooms joined to one (3-501、502各一份) take its
    building. A room by itself counts only where 室 says so; see `find_bare_rooms`. Never raises."""
    return tuple(_residences(text, grammar))


def _residences(text: str, grammar: AddressGrammar) -> Iterator[Found[Residence]]:
    done = 0
    for match in _patterns(grammar).finditer(text):
        if match.start() < done:
            continue
        residence = _residence(match, grammar)
        if residence is None:
            continue
        end = match.end() if text[match.end() - 1] not in " -" else match.start() + len(match[0].rstrip(" -"))
        yield Found(residence, match.start(), end)
        done = end
        if residence.room is not None:
            for joined in _joined(text, end):
                yield Found(
                    Residence(residence.building, residence.unit, joined.value, residence.lane),
                    joined.start,
                    joined.end,
                )
                done = joined.end


def _residence(match: re.Match[str], grammar: AddressGrammar) -> Residence | None:
    """Return what the words matched name, or None where they are a date, a count or a range after all."""
    if match["word"]:
        return _worded(match, grammar)
    if match["building_2"]:
        return _hyphened(match)
    if match["room_3"]:
        return Residence(unit=digits_of(match["unit_3"]), room=_name(match["room_3"]))
    if match["room_5"]:
        return _of_floor(match)
    return Residence(room=_name(match["room_4"]))


def _of_floor(match: re.Match[str]) -> Residence | None:
    """Return what 5楼101 names: room 101 is on no fifth floor, so the building is meant; 5楼502 is room 502 of some
    building. None where the number is round as prices are (3楼 500)."""
    said, room = _name(match["floor_of"]), _name(match["room_5"])
    if room.endswith("00") and not match["suffix_5"]:
        return None
    return Residence(building=None if room[:-2] == said else said, room=room)


def _worded(match: re.Match[str], grammar: AddressGrammar) -> Residence | None:
    said, word, room, text = match["building"] or match["building_han"], match["word"], match["room"], match.string
    lane = _named(match["lane"])
    if match["branch"]:
        lane = f"{lane}弄{match['branch']}支"
    building, unit = _name(said), _named(match["unit"] if grammar.units else None)
    start = match.start()
    if start and text[start - 1] == "." and not (_after_list_number(text, start) and (room or word != "号")):
        return None  # 6.18号
    if said[0].isascii() and said[0].isalpha() and word in ("号", "#"):
        return None
    residence = Residence(building, unit, _named(room), lane)
    if room:
        return None if word == "号" and _may_be_price(match, _name(room)) else residence
    if unit or lane or match["floor"]:
        return residence
    return residence if _stands_alone(match, said, word, grammar) else None


def _stands_alone(match: re.Match[str], said: str, word: str, grammar: AddressGrammar) -> bool:
    """Say whether a building without a room is meant as a place: 6栋老赵, but not 3栋楼, 8号晚上, 三座."""
    text, after = match.string, match.start("gap")
    if _A_COUNT_OF_HOUSES.match(text, after) and word in ("栋", "幢", "座"):
        return False
    if word == "号":
        if _A_VILLA.match(text, after) or text[max(0, match.start() - 2) : match.start()] == "别墅":
            return True
        return grammar.villas and not _A_DAY.match(text, after) and not _NO_HOUSE.match(text, after)
    if word == "#":
        return (match.start() == 0 or text[match.start() - 1] in " \n,、") and text[after : after + 2] not in (
            "接龙",
            "",
        )
    return word != "座" or match["building_han"] is None


def _may_be_price(match: re.Match[str], room: str) -> bool:
    """Say whether the round number after 号 is rather a price: 6号 100, but not 6号500 or 6号500室."""
    if not room.endswith("00") or match["suffix"]:
        return False
    return match["gap"] != "" or room in ("100", "1000") or _RANGE.match(match.string, match.end()) is not None


def _hyphened(match: re.Match[str]) -> Residence | None:
    building, unit, room = (
        match["building_2"],
        match["unit_2"] if "unit_2" in match.re.groupindex else None,
        match["room_2"],
    )
    text, start = match.string, match.start("building_2")
    if start and text[start - 1] == "." and not _after_list_number(text, start):
        return None
    if start > 1 and text[start - 1] == "/" and text[start - 2].isdigit() and not room[2:3].isdigit():
        return None
    if room.isdigit() and room.endswith("00") and not _is_round_room(building, match):
        return None
    if not room.isdigit() and len(room) == 2:
        return None  # 2-3g, 9-9h
    if unit and room[:2] == "20" and room.isdigit() and building.isdigit() and int(unit) <= 12 and int(building) <= 31:
        is_year = len(room) == 4 and "2020" <= room <= "2039"  # 5-2-2023
        return None if is_year else Residence(_name(building), unit, room, match["lane_2"])
    return Residence(_name(building), _named(unit), _name(room), _named(match["lane_2"]))


_RANGE = re.compile(r"[ ]?(?:左右|上下|之间|以[内上下]|多|不等|人|户|家|位|名|张|条|只|米|天|公里)")


def _is_round_room(building: str, match: re.Match[str]) -> bool:
    """Say whether 3-400 is a room, as 100-200, 50-100 and 3-400左右 are none."""
    small = not building.isdigit() or (int(building) < 100 and (int(building) < 40 or not building.endswith("0")))
    return small and _RANGE.match(match.string, match.end()) is None


def _after_list_number(text: str, start: int) -> bool:
    return _LIST_NUMBER.search(text, max(0, start - 6), start) is not None


def _name(said: str) -> str:
    """Return a building's, unit's or room's name: ASCII digits without leading zeros, letters capital."""
    digits = digits_of(said)
    return said.upper() if digits is None else digits.lstrip("0") or "0"


def _named(said: str | None) -> str | None:
    return None if said is None else _name(said)


_NEXT_ROOM = re.compile(
    r"(?P<sign>[ ]?[、/,和与及跟&+][ ]?|[ ])(?P<room>[0-9]{3,4}[A-Z]?)"
    rf"(?![0-9A-Za-z\-.]|{_COUNTED})(?P<suffix>[ ]?(?:室|房))?"
)
_EACH = re.compile(r"[ ]?(?:各|每|都|均|[一二两三四五六]户)")


def _joined(text: str, start: int) -> list[Found[str]]:
    """Return the rooms that follow a room at `start` (3-501、502各一份, 3-501/502), or none where they are numbers."""
    rooms: list[Found[str]] = []
    certain = True
    while match := _NEXT_ROOM.match(text, start):
        rooms.append(Found(match["room"].upper(), match.start("room"), match.end()))
        certain = certain and (match["sign"] == "/" or match["suffix"] is not None)
        start = match.end()
    return rooms if certain or _EACH.match(text, start) else []


_BARE_ROOM = re.compile(
    rf"""
      (?<![0-9A-Za-z\-.:/~+*#￥¥$])(?<![价格元共年月第])
      (?P<room>[0-9]{{1,2}}(?:0[1-9]|[1-4][0-9])[A-Z]?|[一二三四五六七八九][零〇一二][一二三四五六七八九])
      (?![0-9A-Za-z\-./~#%]|[{_COUNTING}](?![份板箱盒袋个瓶斤包桶条只])|:[0-9]|[ ]?[年月]|{_COUNTED})
      (?![日号天人点弄路米层期版楼栋幢件包条只片粒次位名度张])
    """,
    re.VERBOSE,
)


_SPACED_ROOM = rf"""
    (?P<building>[1-9][0-9]?)[ ]+(?P<room>[0-9]{{1,2}}(?:0[1-9]|[1-4][0-9])[A-Z]?)
    (?![0-9A-Za-z\-./~#%+*:]|[ ]?(?:{_COUNTED})|[日号天人点弄路米层期版楼栋幢件条只片粒次位名度张年月板])
"""
_SPACED_FIRST = re.compile(
    rf"(?:@?团长[ ,:]*)?(?:我们?(?:是|家|在|住){{0,2}}[ ]?)?(?P<place>{_SPACED_ROOM})(?=.)", re.VERBOSE
)
_SPACED_AMID = re.compile(
    rf"(?:(?<=[帮给代替])(?P<for>)|(?<=[ ,]))(?P<place>{_SPACED_ROOM})"
    r"(?(for)(?=.)|(?=[ ]+(?:[0-9]{1,2}|[一二两三四五六七八九十半])[份板版箱盒袋个瓶斤包只条桶]))",
    re.VERBOSE,
)
_SPACED_LAST = re.compile(
    rf"(?<=[0-9一二两三四五六七八九十半][一-鿿])[ ,]+(?P<place>{_SPACED_ROOM})[。!~]*$", re.VERBOSE
)


def find_spaced_residence(text: str) -> Found[Residence] | None:
    """Return the building and room in a message (normalised, of one line) with nothing but a space between: 3 502 鸡蛋.
    They begin or end it, follow 帮, or stand before a number; in a list 3 may as well be the line's number."""
    match = _SPACED_FIRST.match(text) or _SPACED_LAST.search(text) or _SPACED_AMID.search(text)
    if match is None or "\n" in text:
        return None
    return Found(Residence(match["building"], room=match["room"]), match.start("place"), match.end("place"))


def find_bare_rooms(text: str) -> tuple[Found[Residence], ...]:
    """Return each number that can be a room said alone (502 老周 2箱; 502和503各一份). The caller knows that a place is
    expected there: 502 may as well be a price or a brand."""
    return tuple(
        Found(Residence(room=_name(match["room"])), match.start(), match.end()) for match in _BARE_ROOM.finditer(text)
    )
