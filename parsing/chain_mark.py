"""Marks what an order is made of in a text: places, goods, quantities, verbs, money, times. The rest are gaps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from domain.quantity import Quantity
from domain.residence import AddressGrammar, Residence
from parsing.found import Found
from parsing.item import Lexicon
from parsing.measure import Counted, Scale
from parsing.residence import find_bare_rooms, find_residences, find_spaced_residence
from parsing.room_range import rooms_after
from parsing.vocabulary import aside
from parsing.vocabulary import chain as words
from parsing.vocabulary.first_look import compiled, guarded
from parsing.vocabulary.measure import GOODS, WEIGHTS
from parsing.vocabulary.pattern import NUMBER


class Kind:
    """What a mark is. Plain strings, one object each: they are compared for every word of the chat."""

    PLACE = "place"
    ROOM = "room"  # a number that may be a room: its reader decides
    ITEM = "item"
    COUNT = "count"
    EACH = "each"
    SET = "set"
    TOTAL = "total"
    ADD = "add"
    PLUS = "plus"  # 加, a sign or a verb
    SUBTRACT = "subtract"
    REMOVE = "remove"
    SWAP = "swap"
    SAME = "same"
    BEHALF = "behalf"
    MONEY = "money"
    TIME = "time"
    PHONE = "phone"
    SIZE = "size"  # of a package
    BREAK = "break"
    GAP = "gap"  # words between two marks


class Mark(NamedTuple):
    """Words with a meaning of their own: `text[start:end]`. The rest is what a place, item or count says."""

    kind: str  # one of Kind
    start: int
    end: int
    place: Residence | None = None
    names: tuple[str, ...] = ()
    exact: bool = False
    quantity: Quantity | None = None
    signed: bool = False
    further: tuple[Residence, ...] = ()  # the rooms after it, where it goes on to another: 5-201到5-204

    @property
    def places(self) -> tuple[Residence | None, ...]:
        """All the places that it names."""
        return (self.place, *self.further)


PLACE_KINDS = frozenset({Kind.PLACE, Kind.ROOM})
GOODS_KINDS = frozenset({Kind.ITEM, Kind.COUNT})
ORDER_KINDS = GOODS_KINDS | {
    Kind.EACH,
    Kind.SET,
    Kind.TOTAL,
    Kind.ADD,
    Kind.PLUS,
    Kind.SUBTRACT,
    Kind.REMOVE,
    Kind.SWAP,
    Kind.SAME,
    Kind.BEHALF,
}
_PLACED, _NAMED, _DONE = "\ue000", "\ue001", "\ue002"
GOODS_SCALE = Scale({**words.MEASURES, **GOODS})
# 两板不是一板: what is not meant parts what is.
_DENIED = rf"[ ]?而?不是[ ]?[{NUMBER}]{{1,3}}[ ]?[一-鿿]{{0,2}}(?=[ ,。!~]|$)"
_PUNCTUATION = (
    r"(?<=[了好下单])[:]|(?<=[吗么呢])[ ](?=\ue000)|[ ](?=上次|上回|昨[天晚]|刚才)|[,、;。!?\n|()\[\]{}【】《》]"
    r"|(?<![0-9A-Za-z])[.]|[.](?![0-9A-Za-z])"
)
_TABLE: tuple[tuple[str, str], ...] = (  # the first that matches at a place counts
    (Kind.PHONE, aside.PHONE),
    (Kind.MONEY, aside.MONEY),
    (Kind.TIME, aside.TIME),
    (Kind.SIZE, aside.SIZE),
    (Kind.BEHALF, words.BEHALF),
    (Kind.SAME, words.SAME),
    (Kind.SUBTRACT, words.SUBTRACT),
    (Kind.REMOVE, words.REMOVE),
    (Kind.ADD, words.ADD),
    (Kind.SET, words.SET),
    (Kind.SWAP, words.SWAP),
    (Kind.TOTAL, words.TOTAL),
    (Kind.PLUS, words.PLUS),
    (Kind.EACH, words.EACH),
    (Kind.BREAK, f"{_DENIED}|{_PUNCTUATION}"),
)
_WORDS = compiled("|".join(f"(?P<{kind}>{guarded(pattern)})" for kind, pattern in _TABLE))
_KINDS: dict[str | None, str] = {kind: kind for kind, _ in _TABLE}
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])|(?<=[一-鿿])(?<![栋幢座楼号弄元])-(?=[0-9])")
_SLASH = re.compile(  # 3/502, 9/3/1406: no date, and nothing after a strength or a price
    r"(?<![^ \n,、;:.)(帮给替代我住是])[0-9]{1,3}(?:/[0-9]{1,2})?/(?!20[0-9]{2}(?![0-9]))[0-9]{3,4}(?![0-9/.])"
)
_SIGN = re.compile(r"(?:[+*=]|(?<![A-Za-z])[xX]|(?<=[A-Za-z一-鿿\ue001])[xX]|十)[ ]?$")
_STOCK = re.compile(rf"{aside.BEFORE_NO_COUNT}[ ]?$")
_LATIN = re.compile("[A-Za-z]{2}$")
_NOT_COUNTED = re.compile(aside.AFTER_NO_COUNT)
_ONE_OF = re.compile(r"(?<=[来要订拿带买])[份箱瓶袋盒包只板桶罐条把](?=\ue001)")  # 来瓶酒酿
_HALF = re.compile("(?<![0-9/.])1/2[ ]?(?P<measure>[箱斤盒只个份袋条])")
_FEW_BUT = re.compile(r"(?<=[\ue000\ue001 ])(?P<number>[1-9])只(?=要)")  # 5-302 1只要整只的: not 只要
_LIST_NUMBER = re.compile(
    r"[ ]?[0-9]{1,3}[ ]?(?:[.、)\ue002][ ]?|[ ][一-鿿A-Za-z]{1,6}[ ])\ue000"
)  # 47. 5栋2单元1001 取消牛奶: one line of a list
_ROOM_FROM = Decimal(100)
_COUNT_FOLLOWS = re.compile(r"[ ][0-9一二两三四五六七八九十半]{1,2}[ ]?[个份盒箱袋瓶斤包只条板桶罐]")  # 2楼202 3个
_LIMIT = Decimal(999)


def scan(
    text: str,
    lexicon: Lexicon,
    grammar: AddressGrammar,
    start: int = 0,
    end: int | None = None,
    *,
    is_said: bool = False,
) -> tuple[Mark, ...]:
    """Return the marks of `text[start:end]` (normalised), in order, none within another; `is_said`: the text is a
    message of the chat, and no list. Never raises."""
    piece = text[start:end]
    spaced = _COMMA.sub("、", piece) if "," in piece or "-" in piece else piece  # 同上,2-302: no comma of thousands
    spaced = _SLASH.sub(lambda match: match[0].replace("/", "-"), spaced) if "/" in spaced else spaced
    places = find_residences(spaced, grammar)
    apart = find_spaced_residence(text) if is_said and not places else None
    marks = [_place_mark(spaced, found) for found in (places if apart is None else (apart,))]
    masked = mask(piece, marks, _PLACED)
    items = [
        Mark(Kind.ITEM, mention.start, mention.end, None, mention.names, mention.exact)
        for mention in (*lexicon.mentions(masked), *lexicon.priced(masked))
    ]
    items.sort(key=_place)
    items = _like_before(items)
    masked = mask(masked, items, _NAMED)
    worded = [Mark(_KINDS[match.lastgroup], match.start(), match.end()) for match in _WORDS.finditer(masked)]
    masked = mask(masked, [mark for mark in worded if mark.kind not in _TRANSPARENT], _DONE)
    rooms = [
        Mark(Kind.ROOM, found.start, found.end, found.value)
        for found in find_bare_rooms(masked)
        if _ROOM_PLACE.search(piece, max(0, found.start - 4), found.start) or _is_room_said_last(piece, found)
    ]
    if rooms and marks:
        rooms = [_beside(piece, marks, room) for room in rooms]
        rooms = _in_the_building(marks, rooms)
    masked = mask(masked, rooms, _DONE)
    found = [*marks, *items, *worded, *rooms, *_counts(masked)]
    found.sort(key=_place)
    return tuple(_apart(found, start))


def _place_mark(text: str, found: Found[Residence]) -> Mark:
    end, further = rooms_after(text, found.end, found.value)
    return Mark(Kind.PLACE, found.start, end, found.value, further=further)


def _like_before(items: Sequence[Mark]) -> list[Mark]:
    """Take a number that several goods have for that of the good named before it: 短裤120的两条, 130的一条."""
    told: list[Mark] = []
    for item in items:
        kind = _NUMBERS.sub("", told[-1].names[0]) if told and len(told[-1].names) == 1 else None
        alike = [name for name in item.names if kind and _NUMBERS.sub("", name) == kind]
        told.append(item._replace(names=(alike[0],)) if len(item.names) > 1 and len(alike) == 1 else item)
    return told


_NUMBERS = re.compile("[0-9.]+")
_JOINS = re.compile(r"[ ]?[、,/和与及][ ]?")


def _beside(text: str, places: Sequence[Mark], room: Mark) -> Mark:
    """Give a room that is joined to a place before it the building of that place: 21-305、306."""
    for place in places:
        if place.end < room.start and place.place is not None and _JOINS.fullmatch(text, place.end, room.start):
            return room._replace(place=replace(place.place, room=room.place.room if room.place else None))
    return room


def _in_the_building(places: Sequence[Mark], rooms: list[Mark]) -> list[Mark]:
    """Give rooms the one building that was said before them: 我们19号楼统计好了：101一板，201两板."""
    (said, *others) = places
    building = said.place
    if others or len(rooms) < 2 or building is None or building.room or not building.building:
        return rooms
    if said.start > rooms[0].start:
        return rooms
    return [
        room._replace(place=replace(building, room=room.place.room)) if room.place and not room.place.building else room
        for room in rooms
    ]


_ROOM_LAST = re.compile(r"[ ]?(?:的(?![0-9一-鿿])|室|$|[。!~])")


def _is_room_said_last(text: str, found: Found[Residence]) -> bool:
    """Say whether a number that ends a clause of its own is a room: 要一箱雪梨, 604的; 136 may as well be a price."""
    if text[found.start - 1 : found.start] == "我" and text[found.end : found.end + 1] == "的":
        return True  # 我503的
    if text[found.start - 1 : found.start] not in (",", "。", "!", "~") or not _ROOM_LAST.match(text, found.end):
        return False
    room = text[found.start : found.end]
    return text[found.end : found.end + 1] == "的" or not (len(room) == 3 and room[0] == "1")


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


_TRANSPARENT = frozenset({Kind.SET, Kind.TOTAL, Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.EACH, Kind.BEHALF, Kind.SAME})
_ROOM_PLACE = re.compile(r"(?:^|\n|[ :,、和及与/代帮替给]|[0-9][.、)] ?|(?:楼[上下]|隔壁|对[门面]|邻居)的?)$")


def _counts(masked: str) -> Iterator[Mark]:
    """Yield the quantities: numbers with a measure or a sign, and bare numbers where nothing else is meant."""
    for one in _ONE_OF.finditer(masked):
        yield Mark(Kind.COUNT, one.start(), one.end(), quantity=Quantity(Decimal(1), one[0]))
    for one in _HALF.finditer(masked):
        yield Mark(Kind.COUNT, one.start(), one.end(), quantity=Quantity(Decimal("0.5"), one["measure"]))
    for one in _FEW_BUT.finditer(masked):
        yield Mark(Kind.COUNT, one.start(), one.end(), quantity=Quantity(Decimal(one["number"]), "只"))
    for number in GOODS_SCALE.numbers(masked):
        mark = _counted(masked, number)
        if mark is not None:
            yield mark


def _counted(masked: str, number: Counted) -> Mark | None:
    sign = _SIGN.search(masked, max(0, number.start - 3), number.start)
    said, value = number.said, number.value
    if sign and sign[0][0] == "十" and not said[0].isdigit():
        sign = None
    start = sign.start() if sign else number.start
    if sign and masked[start - 1 : start].isascii() and masked[start - 1 : start].isdigit():
        return None  # 1+1
    if sign is None and masked[start - 1 : start].isascii() and _LATIN.search(masked, max(0, start - 2), start):
        return None  # Momo77
    if said[0] == "十" and said[1:].isdigit() and said[1:].isascii() and said[1:]:
        value, sign = Decimal(said[1:]), True  # type: ignore[assignment]  # 荔枝十3: a plus typed as ten
    if _STOCK.search(masked, max(0, start - 4), start) and not sign:
        return None
    if _NOT_COUNTED.match(masked, number.end) or (start < 2 and _LIST_NUMBER.match(masked, 0)):
        return None
    if number.measure is None and not sign and value >= _ROOM_FROM and _COUNT_FOLLOWS.match(masked, number.end):
        return None
    if number.measure in words.SLIPS and not _GOODS_BEFORE.search(masked, max(0, start - 4), start):
        return None
    if number.measure is None and (value > _LIMIT or not _may_be_bare(masked, number, start, bool(sign))):
        return None
    return Mark(
        Kind.COUNT,
        start,
        number.end,
        quantity=Quantity(value, words.MEANT_MEASURES.get(number.measure or "", number.measure)),
        signed=bool(sign) and number.measure is None,
    )


_GOODS_BEFORE = re.compile(r"\ue001[ ]?(?:[要来订留买拿]|给我)?$")
_BARE_HAN = re.compile(r"(?:[各加要成为共留订来减退少\ue001]|[ ]|改)$")
_BARE_AFTER = re.compile(
    r"$|[ \n,、;。.!?()~+*\[\]\ue001\ue002]|[A-Za-z](?![a-z])|谢|哦|啊|吧|呀|哈|的|了|共|吗|呢|个|不|放|要"
)


def _may_be_bare(masked: str, number: Counted, start: int, signed: bool) -> bool:
    before = masked[start - 1 : start]
    if before.isascii() and before.isdigit():
        return False
    if signed or number.said in ("俩", "仨"):
        return True
    if not number.said.isascii():
        if masked[number.end : number.end + 1] == _NAMED and (not before or before in " 、\n" + _NAMED):
            return len(number.said) == 1  # 一草莓二蓝莓
        return len(number.said) <= 3 and bool(
            _BARE_HAN.search(masked, max(0, start - 1), start) and _BARE_AFTER.match(masked, number.end)
        )
    return _BARE_AFTER.match(masked, number.end) is not None


def is_weight(count: Quantity | None) -> bool:
    """Say whether a quantity is a weight or volume, as sizes of packages are."""
    return count is not None and count.measure in WEIGHTS


def mask(text: str, marks: Sequence[Mark], with_: str) -> str:
    """Return `text` with each mark's words replaced by so many of a character that no pattern knows.

    The marks are in order; one that begins within another is left out."""
    if not marks:
        return text
    pieces, done = [], 0
    for mark in marks:
        if mark.start >= done:
            pieces += [text[done : mark.start], with_ * (mark.end - mark.start)]
            done = mark.end
    return "".join(pieces) + text[done:]


def _apart(marks: Sequence[Mark], by: int) -> Iterator[Mark]:
    """Yield the marks that overlap none before them, moved on by so many characters."""
    done = 0
    for mark in marks:
        if mark.start >= done:
            done = mark.end
            yield mark._replace(start=mark.start + by, end=mark.end + by) if by else mark
