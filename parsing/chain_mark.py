"""Marks what an order is made of in a text: places, goods, quantities, verbs, money, times. The rest are gaps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.quantity import Quantity
from domain.residence import AddressGrammar, Residence
from parsing.item import Lexicon
from parsing.measure import Counted, Scale
from parsing.residence import find_bare_rooms, find_residences
from parsing.vocabulary import aside
from parsing.vocabulary import chain as words
from parsing.vocabulary.measure import GOODS, WEIGHTS


class Kind(StrEnum):
    """What a mark is."""

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


@dataclass(frozen=True, slots=True)
class Mark:
    """Words with a meaning of their own: `text[start:end]`. `said` holds what a place, item or count says."""

    kind: Kind
    start: int
    end: int
    place: Residence | None = None
    names: tuple[str, ...] = ()
    exact: bool = False
    count: Quantity | None = None
    signed: bool = False


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
_SCALE = Scale({**words.MEASURES, **GOODS})
_PUNCTUATION = r"[,、;。!?\n|()\[\]{}【】《》]|(?<![0-9])[.]|[.](?![0-9])"
_TABLE: tuple[tuple[Kind, str], ...] = (  # the first that matches at a place counts
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
    (Kind.BREAK, _PUNCTUATION),
)
_WORDS = re.compile("|".join(f"(?P<{kind.value}>{pattern})" for kind, pattern in _TABLE))
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])|(?<=[一-鿿])(?<![栋幢座楼号弄元])-(?=[0-9])")
_SIGN = re.compile(r"(?:[+*=]|(?<![A-Za-z])[xX]|(?<=[A-Za-z一-鿿\ue001])[xX]|十)[ ]?$")
_STOCK = re.compile(rf"{aside.BEFORE_NO_COUNT}[ ]?$")
_NOT_COUNTED = re.compile(aside.AFTER_NO_COUNT)
_LIMIT = Decimal(999)


def scan(
    text: str, lexicon: Lexicon, grammar: AddressGrammar, start: int = 0, end: int | None = None
) -> tuple[Mark, ...]:
    """Return the marks of `text[start:end]` (normalised), in order, none within another. Never raises."""
    piece = text[start:end]
    spaced = _COMMA.sub("、", piece)  # 同上,2-302: no comma between thousands
    marks = [Mark(Kind.PLACE, found.start, found.end, place=found.value) for found in find_residences(spaced, grammar)]
    masked = mask(piece, marks, _PLACED)
    items = [
        Mark(Kind.ITEM, mention.start, mention.end, names=mention.names, exact=mention.exact)
        for mention in lexicon.mentions(masked)
    ]
    masked = mask(masked, items, _NAMED)
    worded = list(_worded(masked))
    masked = mask(masked, [mark for mark in worded if mark.kind not in _TRANSPARENT], _DONE)
    rooms = [
        Mark(Kind.ROOM, found.start, found.end, place=found.value)
        for found in find_bare_rooms(masked)
        if _ROOM_PLACE.search(masked, max(0, found.start - 4), found.start)
    ]
    masked = mask(masked, rooms, _DONE)
    counts = list(_counts(masked))
    found = sorted((*marks, *items, *worded, *rooms, *counts), key=lambda mark: (mark.start, -mark.end))
    return tuple(_shifted(mark, start) for mark in _apart(found))


_TRANSPARENT = frozenset({Kind.SET, Kind.TOTAL, Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.EACH, Kind.BEHALF, Kind.SAME})
_ROOM_PLACE = re.compile(r"(?:^|\n|[ ,、和及与/代帮替给]|[0-9][.、)] ?)$")


def _worded(masked: str) -> Iterator[Mark]:
    for match in _WORDS.finditer(masked):
        if match.lastgroup is not None and match.start() < match.end():
            yield Mark(Kind(match.lastgroup), match.start(), match.end())


def _counts(masked: str) -> Iterator[Mark]:
    """Yield the quantities: numbers with a measure or a sign, and bare numbers where nothing else is meant."""
    numbers = list(_SCALE.numbers(masked))
    for number in numbers:
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
    if said[0] == "十" and said[1:].isdigit() and said[1:].isascii() and said[1:]:
        value, sign = Decimal(said[1:]), True  # type: ignore[assignment]  # 荔枝十3: a plus typed as ten
    if _STOCK.search(masked, max(0, start - 4), start) and not sign:
        return None
    if _NOT_COUNTED.match(masked, number.end):
        return None
    if number.measure in words.SLIPS and not _GOODS_BEFORE.search(masked, max(0, start - 4), start):
        return None
    if number.measure is None and (value > _LIMIT or not _may_be_bare(masked, number, start, bool(sign))):
        return None
    return Mark(
        Kind.COUNT,
        start,
        number.end,
        count=Quantity(value, words.MEANT_MEASURES.get(number.measure or "", number.measure)),
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
        return len(number.said) <= 3 and bool(
            _BARE_HAN.search(masked, max(0, start - 1), start) and _BARE_AFTER.match(masked, number.end)
        )
    return _BARE_AFTER.match(masked, number.end) is not None


def is_weight(count: Quantity | None) -> bool:
    """Say whether a quantity is a weight or volume, as sizes of packages are."""
    return count is not None and count.measure in WEIGHTS


def mask(text: str, marks: list[Mark], with_: str) -> str:
    """Return `text` with each mark's words replaced by so many of a character that no pattern knows."""
    if not marks:
        return text
    pieces, done = [], 0
    for mark in sorted(marks, key=lambda m: m.start):
        if mark.start >= done:
            pieces += [text[done : mark.start], with_ * (mark.end - mark.start)]
            done = mark.end
    return "".join(pieces) + text[done:]


def _apart(marks: list[Mark]) -> Iterator[Mark]:
    done = 0
    for mark in marks:
        if mark.start >= done:
            yield mark
            done = mark.end


def _shifted(mark: Mark, by: int) -> Mark:
    if not by:
        return mark
    return Mark(mark.kind, mark.start + by, mark.end + by, mark.place, mark.names, mark.exact, mark.count, mark.signed)
