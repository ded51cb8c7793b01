"""Marks what an order is made of in a text: places, goods, quantities, verbs, money, times. The rest is gaps of words."""

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


_PLACED, _NAMED, _DONE = "\ue000", "\ue001", "\ue002"
_SCALE = Scale({**words.MEASURES, **GOODS})
_WORDS = re.compile(
    rf"""
      (?P<phone> (?<![0-9])1[3-9][0-9][ -]?[0-9]{{4}}[ -]?[0-9]{{4}}(?![0-9]) | (?<![0-9])[0-9]{{8}}(?![0-9]) )
    | (?P<money> (?:一?共|总共|合计|计|¥|￥|\$|特价|单价|原价|每.)?[ ]?(?<![0-9.])[0-9]+(?:\.[0-9]+)?[ ]?(?:元|圆|块钱|块(?![0-9]?[装])(?=[ ]?[一/每,。)]|$)|rmb|RMB)(?:[ ]?[/一每][ ]?[一-鿿])?
               | (?:一?共|总共|合计)?[ ]?(?<![0-9.])[0-9]+[.](?!5(?![0-9]))[0-9]{{1,2}}(?:[ ]?[/一每][ ]?[份个袋盒箱瓶包罐桶板件套提斤只条])?(?=[的 ,。)/一]|$)
               | [¥￥$][ ]?[0-9]+(?:\.[0-9]+)?(?:/[一-鿿])? )
    | (?P<time> (?<![0-9])[0-9]{{1,2}}[:][0-9]{{2}}(?![0-9]) (?:[-~][0-9]{{1,2}}[:][0-9]{{2}})?
              | (?:今|明|后|大后|昨|前)(?:天|晚|早|日) | (?:早上|上午|中午|下午|傍晚|晚上|凌晨)
              | (?<![0-9])(?:[0-9]{{4}}年)?[0-9]{{1,2}}月[0-9]{{1,2}}[日号]? | (?<![0-9./])[0-9]{{1,2}}[./][0-9]{{1,2}}(?:[日号]|(?=星期|周|礼拜))
              | (?<![0-9])[0-9]{{1,2}}/[0-9]{{1,2}}(?![0-9/份个袋盒箱瓶包斤])
              | (?<![0-9\-])[0-9]{{1,2}}(?:[-~][0-9]{{1,2}})?[日号](?![楼室栋幢]) (?=早|晚|上|下|中|凌|[来去拿取送发到再前后之以]|$|[ ,。])
              | (?<![0-9])[0-9]{{1,2}}(?:[-~][0-9]{{1,2}})?点(?![的心数])(?:半|[0-9]{{1,2}}分?)? | [一二三四五六七八九十两]{{1,2}}点(?![的心数])(?:半|钟)?
              | (?:这|下|本)?(?:星期|周|礼拜)[一二三四五六日天末] | 第[0-9一二三四五六七八九十]+[天团期批次轮个] )
    | (?P<spec> (?<![0-9.])[0-9]+(?:\.[0-9]+)?(?:[份个只颗粒枚片支条块包斤]|ml|g|kg|克|毫升)[ ]?/[ ]?(?:份|个|袋|盒|箱|瓶|包|罐|桶|板|件|套|提) )
    | (?P<behalf> {words.BEHALF} )
    | (?P<same> {words.SAME} )
    | (?P<subtract> {words.SUBTRACT} )
    | (?P<remove> {words.REMOVE} )
    | (?P<add> {words.ADD} )
    | (?P<set> {words.SET} )
    | (?P<swap> 换(?![货季气衣人药乘个]|一下) )
    | (?P<total> {words.TOTAL} )
    | (?P<plus> (?<![参增追再更外])加(?=[ ]?[0-9一二两俩三仨四五六七八九十半\ue001]) )
    | (?P<each> 各自?要?(?=[ ]?[+x*]?[ ]?[0-9一二两俩三仨四五六七八九十半]) | [每都](?:样|种|人|户|家|个)?(?:要|来)?(?=[ ]?[+]?[0-9一二两俩三仨]) )
    | (?P<break> [,、;。!?\n|()\[\]{{}}【】《》] | (?<![0-9])[.] | [.](?![0-9]) )
    """.replace("            ", " "),
    re.VERBOSE,
)
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])|(?<=[一-鿿])(?<![栋幢座楼号弄元])-(?=[0-9])")
_SIGN = re.compile(r"(?:[+*=]|(?<![A-Za-z])[xX]|(?<=[A-Za-z一-鿿\ue001])[xX]|十)[ ]?$")
_STOCK = re.compile(
    r"(?:还剩|剩下|剩余|仅剩|只剩|剩|还有|库存|目前|(?<![一-鿿])满|限购?|上限|已有|已接|每人|第|[￥¥$]|[0-9][-~:./]|-)[ ]?$"
)
_NOT_COUNTED = re.compile(
    r"[ ]?(?:成团|起送|起订|起拼|起团|起卖|封顶|包邮)|[-~][0-9]|[.:][0-9]|装|入(?![0-9])|人|岁|号(?!楼)|楼|栋|幢|弄|单元|室|层|点|天|年|月|周|折|米(?!线|粉|饭)|%|度"
)
_LIMIT = Decimal(999)


def scan(
    text: str, lexicon: Lexicon, grammar: AddressGrammar, start: int = 0, end: int | None = None
) -> tuple[Mark, ...]:
    """Return the marks of `text[start:end]` (normalised), in order, none within another. Never raises."""
    piece = text[start:end]
    spaced = _COMMA.sub("、", piece)  # 同上,2-302: no comma between thousands
    marks = [Mark(Kind.PLACE, found.start, found.end, place=found.value) for found in find_residences(spaced, grammar)]
    masked = _mask(piece, marks, _PLACED)
    items = [
        Mark(Kind.ITEM, mention.start, mention.end, names=mention.names, exact=mention.exact)
        for mention in lexicon.mentions(masked)
    ]
    masked = _mask(masked, items, _NAMED)
    worded = list(_worded(masked))
    masked = _mask(masked, [mark for mark in worded if mark.kind not in _TRANSPARENT], _DONE)
    rooms = [
        Mark(Kind.ROOM, found.start, found.end, place=found.value)
        for found in find_bare_rooms(masked)
        if _ROOM_PLACE.search(masked, max(0, found.start - 4), found.start)
    ]
    masked = _mask(masked, rooms, _DONE)
    counts = list(_counts(masked))
    found = sorted((*marks, *items, *worded, *rooms, *counts), key=lambda mark: (mark.start, -mark.end))
    return tuple(_shifted(mark, start) for mark in _apart(found))


_TRANSPARENT = frozenset({Kind.SET, Kind.TOTAL, Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.EACH, Kind.BEHALF, Kind.SAME})
_ROOM_PLACE = re.compile(r"(?:^|\n|[ ,、和及与/代帮替给]|[0-9][.、)] ?)$")


def _worded(masked: str) -> Iterator[Mark]:
    for match in _WORDS.finditer(masked):
        name = match.lastgroup or "break"
        kind = Kind.MONEY if name == "spec" else Kind(name)
        if match.start() < match.end():
            yield Mark(kind, match.start(), match.end())


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
    if number.measure is None:
        if value > _LIMIT or not _may_be_bare(masked, number, start, bool(sign)):
            return None
    return Mark(
        Kind.COUNT,
        start,
        number.end,
        count=Quantity(value, number.measure),
        signed=bool(sign) and number.measure is None,
    )


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


def _mask(text: str, marks: list[Mark], with_: str) -> str:
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
