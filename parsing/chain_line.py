"""Reads one line or clause of an order chain: whose it is, what is wanted, how many, and what is only a remark.

The line is marked (parsing/chain_mark.py); what stands between the marks are names, goods nobody knows yet, and notes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from domain.order_chain import Want
from domain.quantity import Quantity
from domain.residence import Residence
from parsing.chain_gap import Gap, content, is_count, is_each, is_item, parts_good_from_number, pieces, with_last_counts
from parsing.chain_mark import Kind, Mark
from parsing.normalise import Normalised
from parsing.vocabulary import chain as words
from parsing.word import is_food

ONE = Decimal(1)
_DOUBTFUL = ""
_COMPANY = re.compile("[ ]?[跟和与同][0-9]{3,4}[家室]?的?拼?")  # 跟302拼半箱
_SIZED = re.compile("(?:[0-9]{1,3}|[一二三四五六七八九十]{1,2})(?:斤|两|寸|kg|升|枚|只)(?:装的?|的)|[大中小][份号]?的")
_LONGEST_WISH = 12
_LONGEST_FOOD = 4
_SHORT = 16  # such words come again and again


@dataclass(slots=True)
class Basket:
    """What a stretch of text asks for. `wants` may lack items; `unread` are words that nobody understood."""

    wants: list[Want] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    doubtful: list[tuple[str, ...]] = field(default_factory=list)  # several goods fit
    unsure: list[Want] = field(default_factory=list)  # what is wanted of those
    counted: bool = False
    foreign: list[str] = field(default_factory=list)  # foods that are none of the goods, listed beside them
    stray: bool = False  # a number counts something that is no good of the buy
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """A message being read: its text as normalised and as written, and the item meant where only a number is said."""

    text: Normalised
    implied: str | None = None
    known: bool = False  # the goods of the buy are known
    mixed: bool = False  # the entries of a list name goods of their own, whatever its title says
    names: frozenset[str] = frozenset()  # who has an order in the buy, as `folded` writes them

    def said(self, start: int, end: int) -> str:
        """Return `text[start:end]` as it was written, trimmed."""
        a, b = self.text.origin(start, end)
        while self.text.written[b : b + 1] in ("\ufe0f", "\u20e3", "\u200d"):
            b += 1  # what belongs to an emoji is no character of the normalised text
        return self.text.written[a:b].strip()


# --- what is wanted ---------------------------------------------------------------------------------------------


def read_basket(page: Page, start: int, end: int, marks: Sequence[Mark], *, in_list: bool) -> Basket:
    """Read the goods and quantities of a stretch. In a list, words before a number are a good even if unknown."""
    basket = Basket()
    group: list[Mark | Gap] = []
    for piece in pieces(page.text.text, start, end, marks):
        if piece.kind is Kind.BREAK and in_list and parts_good_from_number(page.text.text, piece, group, marks):
            continue  # 蓝莓|4盒
        if piece.kind is Kind.BREAK and not joins(page.text.text, piece):
            _read_group(page, group, basket, in_list)
            group = []
        else:
            group.append(piece)
    _read_group(page, group, basket, in_list)
    if basket.doubtful:
        basket.unsure = [want for want in basket.wants if want.item == _DOUBTFUL]
        basket.wants = [want for want in basket.wants if want.item != _DOUBTFUL]
    return basket


def joins(text: str, mark: Mark | Gap) -> bool:
    """Say whether a mark of punctuation joins goods that share a number (牛奶、鸡蛋各2)."""
    return text[mark.start : mark.end] in "、," and _EACH_FOLLOWS.match(text, mark.end) is not None


_THINGS = frozenset((Kind.ITEM, Kind.COUNT, Kind.EACH, Kind.GAP))
_EACH_FOLLOWS = re.compile(r"(?:[^;。\n0-9]|(?<=[A-Za-z])[0-9]){1,30}各")  # A1、A2各一条


def _read_group(page: Page, group: list[Mark | Gap], basket: Basket, in_list: bool) -> None:
    """Pair the goods and numbers of one clause: 荔枝3斤杨梅两盒, 两箱牛奶三板鸡蛋, 菜包肉包各两份."""
    group = with_last_counts(group)
    things = [piece for piece in group if piece.kind in _THINGS]
    number_first = _number_comes_first(things)
    waiting: list[Want] = []  # goods without a number yet
    count: Mark | None = None  # a number without a good yet
    each = False
    for place, piece in enumerate(things):
        if piece.kind is Kind.EACH:
            each = True
        elif isinstance(piece, Mark) and piece.kind is Kind.COUNT:
            basket.counted = True
            basket.spans.append((piece.start, piece.end))
            if waiting and not number_first:
                _give(basket, waiting, piece, each)
                waiting, each = [], False
            else:
                if count is not None:
                    basket.wants.append(_want(None, count))
                count = piece
        else:
            item = _item_of(page, piece, things, place, basket, in_list, number_first and count is not None)
            if item is None:
                continue
            if count is not None and (number_first or not waiting):
                basket.wants.append(_want(item, count))
                count = None if not each else count
            else:
                waiting.append(Want(item, ONE))
    if count is not None and (not each or not any(map(is_item, things))):
        basket.wants.append(_want(None, count))
    basket.wants.extend(waiting)


def _give(basket: Basket, waiting: list[Want], mark: Mark, each: bool) -> None:
    """The number belongs to the good right before it, or with 各 to all that wait for one."""
    *others, last = waiting
    basket.wants.extend(_want(want.item, mark) for want in others) if each else basket.wants.extend(others)
    basket.wants.append(_want(last.item, mark))


def _want(item: str | None, mark: Mark) -> Want:
    count = mark.quantity or Quantity(ONE)
    return Want(item, count.value, count.measure)


def _number_comes_first(things: list[Mark | Gap]) -> bool:
    for place, piece in enumerate(things):
        if is_count(piece):
            after = things[place + 1] if place + 1 < len(things) else None
            if after is None or is_count(after) or is_each(after):
                return False
            if isinstance(after, Gap):
                return _glued(after, piece) and bool(content(after.words)) and not after.words.rstrip().endswith("的")
            return True
        if is_item(piece) or (isinstance(piece, Gap) and content(piece.words)):
            return False
    return False


def _item_of(
    page: Page, piece: Mark | Gap, things: list[Mark | Gap], place: int, basket: Basket, in_list: bool, wanted: bool
) -> str | None:
    """Return the good that a mark or gap names; None where it names none (the gap is then a note, or unread)."""
    if isinstance(piece, Mark):
        basket.spans.append((piece.start, piece.end))
        if len(piece.names) == 1:
            return piece.names[0]
        basket.doubtful.append(piece.names)
        return _DOUBTFUL  # it takes its number, and is asked about
    if not content(piece.words):
        return None
    if _COMPANY.match(piece.words) or (page.implied is not None and _SIZED.fullmatch(piece.words.strip())):
        basket.notes.append(page.said(piece.start, piece.end))
        return None
    counted = _count_before(things, place) and not (place > 1 and is_item(things[place - 2]))
    if counted and page.known and not in_list and _glued(piece, things[place - 1]):
        basket.stray = True  # 一瓶酱油, where soy sauce is none of the goods
    before_number = place + 1 < len(things) and (is_count(things[place + 1]) or is_each(things[place + 1]))
    after_item = place > 0 and is_item(things[place - 1])
    if (wanted or (before_number and not after_item)) and (in_list or not page.known):
        start, end = trimmed(page.text.text, piece.start, piece.end)
        if end > start and not (_is_remark(piece.words) and page.known):
            basket.spans.append((start, end))
            return "".join(page.said(start, end).split())
    if page.known and not in_list and place + 1 < len(things) and not isinstance(things[place + 1], Gap):
        word = content(piece.words)
        basket.foreign += [word] if is_food(word) and 1 < len(word) <= _LONGEST_FOOD else []
    option = bool(place) and piece.words.rstrip().endswith("的")  # 百合一扎粉的
    (basket.notes if in_list or option or _is_remark(piece.words) else basket.unread).append(
        page.said(piece.start, piece.end).strip(" ,，。.;；、")
    )
    return None


def _count_before(things: list[Mark | Gap], place: int) -> bool:
    return place > 0 and is_count(things[place - 1])


def _glued(piece: Gap, before: Mark | Gap) -> bool:
    """Say whether words follow a number without a blank, so that they are what is counted."""
    return piece.start == before.end and not piece.words[0].isspace() and not _is_remark(piece.words)


@lru_cache(maxsize=1024)
def _is_short_remark(said: str) -> bool:
    return words.NOTE.search(said) is not None


def _is_remark(said: str) -> bool:
    if len(said) <= _SHORT:
        return _is_short_remark(said)
    return words.NOTE.search(said) is not None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without wishes, politeness and punctuation at its ends (我要荔枝： is 荔枝)."""
    match = words.LEADING_WORDS.match(text, start, end)
    if match and match.end() < end:
        start = match.end()
    while end > start and (match := trailing_words(text, start, end)) and match.start() > start:
        end = match.start()
    return start, end


def trailing_words(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the wish or sign that ends a stretch; it is looked for in the last characters only."""
    return words.TRAILING_WORDS.search(text, max(start, end - _LONGEST_WISH), end)


# --- whose it is ------------------------------------------------------------------------------------------------

_AT = re.compile(r"[ ]*@")
_CHUNK = re.compile(r"[^ ,、;。\n|]+")
_LATIN = re.compile(r"(?<![A-Za-z.'\-])[A-Za-z][A-Za-z.'\-]*$")
_ORNAMENT = re.compile(r"[^\w+*]+$")


def place_of(mark: Mark) -> Residence:
    """Return the residence a mark names; a lane before the building is the compound itself (12弄3号502)."""
    return mark.place or Residence()


def first_words(text: str, start: int, end: int, goods: Sequence[Mark] = ()) -> tuple[int, int]:
    """Return the first word of a stretch, in a list a name: Latin words and ornaments that follow belong to it, but
    none that are `goods` (老K B, where B is one of a menu)."""
    match = _AT.match(text, start, end)
    begin = match.end() if match else start
    chunks = list(_CHUNK.finditer(text, begin, end))
    if not chunks:
        return begin, begin
    last = chunks[0]
    for chunk in chunks[1:]:
        latin = _LATIN.fullmatch(chunk[0]) and _LATIN.search(last[0])
        is_good = any(is_item(mark) and mark.start == chunk.start() for mark in goods)
        goes_on = _ORNAMENT.fullmatch(chunk[0]) or (latin and not is_good)
        if not (text[last.end() : chunk.start()].isspace() and goes_on):
            break
        last = chunk
    return chunks[0].start(), last.end()
