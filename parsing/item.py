"""Finds the known goods of a buy in a text: by full name, short name, other order, code letter, one wrong character.

Every piece of two characters or more of a good's name is a fragment of it (维也纳 of 维也纳牛奶面包), and so is a code
letter. The longest fragment is taken at each place; neighbouring fragments of one good are one mention (套餐A,
生乳卷原味). A mention means the goods that all its fragments have in common; an exact name beats a longer one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from domain.order_chain import Good
from parsing.homophone import Sounds
from parsing.item_number import BY_NUMBER, also_written, by_number, fold, numbered
from parsing.normalise import lower
from parsing.vocabulary.chain import MEASURES
from parsing.vocabulary.goods import OTHER_NAMES
from parsing.vocabulary.measure import GOODS

_ATOM = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[^ ]")
_MOST_CODES = 4
_LONGEST = 12  # atoms of a fragment; a full name may be longer
_NAME_ATOMS = 40
_LONGEST_COUNT = 3  # digits: a longer number is a piece of a name (8424西瓜), no count
_GAP = re.compile(r"(?:[ ]?(?:的|味的?|那个|口味)?[ ]?)")
_TIMES = re.compile("x[ ]?[0-9]")  # 套餐Ax2
_GAP_BEGINS = frozenset(" 的味那口")
_ONE_LETTER = "".join(re.escape(word) for word in (*GOODS, *MEASURES) if len(word) == 1) + "元块点人天楼月日号年"
# Pieces of a name that are ordinary words of a chat, or a count.
_COMMON = re.compile(
    r"""(?: 我[们家要] | 大家 | 可以 | 今[天日] | 明天 | 一下 | 要的 | 想要 | 自己 | 家的 | 新鲜 | 特价 | 现货 | 团购?
        | [0-9一二两三四五六七八九十半]+ MEASURE? | .? [0-9]{1,3} )""".replace("MEASURE", f"[{_ONE_LETTER}]"),
    re.VERBOSE,
)
_ENDS_A_MENTION = re.compile(
    r"$|[ \n,、;。.!?:()+*/\-0-9一二两俩三仨四五六七八九十半加各x也的改退减换]"
    r"|[要来订留拿买](?:[0-9一二两三四五六七八九十半]|[份个只袋盒箱瓶包斤条板])"  # 鱼要一条
    r"|[涨降]|卖[完光]|没[有了货]|又[有到来]|[到断缺补]货|售罄"  # 梨卖完了
)
_SENTENCE_GOES_ON = re.compile("给我|帮我|来|要|我|麻烦|请|谢|有吗|还有")  # 那个水脚给我来两袋
_STARTS_A_MENTION = re.compile(
    r"(?:^|[ \n,、;。.!?:()\]成要订来留份个只袋盒箱瓶包斤条罐桶板提打件套组支把颗块张片串卷杯碗天0-9])$"
)
_COUNTED = re.compile("[0-9一二两俩三仨四五六七八九十半几]$")  # 2斤: no slip of the good that follows
_NEVER_A_SLIP = frozenset(
    "我要来订定留买拿带点加减退改换再也和跟与各个份箱袋盒的了是有没不一二两三四五六七八九十半店团您你"
)
_KILOS = re.compile("[0-9]{1,3}kg")
_COUNT_AT_END = re.compile("[一-鿿][0-9]{1,2}$")


class Mention(NamedTuple):
    """Words that name goods. `names` has one good, or several where the words fit each of them equally well."""

    start: int
    end: int
    names: tuple[str, ...]
    exact: bool = False


class Lexicon:
    """The goods that a text may name."""

    def __init__(self, goods: tuple[Good, ...]) -> None:
        self.names = tuple(dict.fromkeys(good.name for good in goods))
        self._folded = [fold(name) for name in self.names]
        self._fragments: dict[str, frozenset[int]] = {}
        found: dict[str, set[int]] = {}
        for number, name in enumerate(self._folded):
            for fragment in _fragments(name):
                found.setdefault(fragment, set()).add(number)
        for kilos in [name for name in found if _KILOS.fullmatch(name)]:
            found.setdefault(kilos[:-2] + "公斤", found[kilos])
        for name in found.keys() & OTHER_NAMES.keys():
            for other in OTHER_NAMES[name]:
                if other not in found:
                    found[other] = found[name]
        for written, number in also_written(self._folded):
            found.setdefault(written, {number})
        for good in goods:
            if good.code:
                number = self.names.index(good.name)
                found[fold(good.code)] = {number}
        self._fragments = {fragment: frozenset(numbers) for fragment, numbers in found.items()}
        self._numbers = by_number(goods)
        first = "".join(map(re.escape, sorted({fragment[0] for fragment in self._fragments})))
        self._start = re.compile(f"[{first}]" if first else r"(?!)")
        self._sounds = Sounds(self._fragments)
        lengths: dict[str, set[int]] = {}
        for fragment in self._fragments:
            lengths.setdefault(fragment[0], set()).add(len(fragment))
        self._lengths = {begin: sorted(found, reverse=True) for begin, found in lengths.items()}

    def priced(self, text: str) -> Iterator[Mention]:
        """Yield each mention of the goods that have a price, or that number in their name: 298的一箱, 950的两瓶."""
        if not self._numbers:
            return
        for match in BY_NUMBER.finditer(text):
            names = self._numbers.get(match["number"])
            if names is not None:
                yield Mention(match.start(), match.end(), names)

    def mentions(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """Yield each mention of goods in `text[start:end]` (normalised), in order. Linear in the text's length."""
        low, end = lower(text), len(text) if end is None else end
        place = done = start
        while (match := self._start.search(low, place, end)) is not None:
            place = match.start()
            piece = self._piece(low, place, end)
            if piece is None or (len(piece) == 1 and piece in GOODS and _COUNTED.search(low, max(0, place - 1), place)):
                place += 1  # 2桶水 is two of 桶装水, whose measure it is
                continue
            mention = self._mention(low, place, piece, end, done)
            if mention is None:
                place += 1
                continue
            if len(mention.names) > 1:
                begin, names = numbered(low, mention.start, mention.names, done)
                mention = Mention(begin, mention.end, names)
            yield mention
            place = done = mention.end

    def names_any(self, text: str) -> bool:
        """Say whether `text` names any of the goods."""
        return self._start.search(lower(text)) is not None and next(self.mentions(text), None) is not None

    def _piece(self, low: str, place: int, end: int) -> str | None:
        """Return the longest fragment at `place` that does not cut a word of letters or a number in two."""
        lengths = self._lengths.get(low[place])
        if lengths is None:
            return None
        ascii_here = low[place].isascii()
        codes = ascii_here and self._are_codes(low, place)
        if ascii_here and place and not codes and _same_run(low[place - 1], low[place]):
            return None
        for length in lengths:
            stop = place + length
            if stop > end or (piece := low[place:stop]) not in self._fragments:
                continue
            if low[stop : stop + 1] in GOODS and _COUNT_AT_END.search(piece):
                continue  # 奶粉2罐, where 奶粉2段 is offered
            if codes or stop == len(low) or not _same_run(piece[-1], low[stop]) or _TIMES.match(low, stop):
                return piece
        return None

    def _are_codes(self, low: str, place: int) -> bool:
        """Say whether the letters around `place` are codes written together: AB各一份."""
        if not _is_letter(low[place]):
            return False
        start, stop = place, place + 1
        while start and stop - start < _MOST_CODES and _is_letter(low[start - 1]):
            start -= 1
        while stop < len(low) and stop - start < _MOST_CODES and _is_letter(low[stop]):
            stop += 1
        run = low[start:stop]
        return 1 < len(run) < _MOST_CODES and len(set(run)) == len(run) and all(c in self._fragments for c in run)

    def _mention(self, low: str, start: int, piece: str, end: int, done: int) -> Mention | None:
        said, stop, fits = piece, start + len(piece), self._fragments[piece]
        while stop < end:
            step = self._next(low, stop, end, said, fits)
            if step is None:
                break
            place, more, fits = step
            said, stop = said + more, place + len(more)
        exact = [number for number in fits if self._folded[number] == said]
        if (
            len(said) == 1
            and not ("a" <= said <= "z")
            and not (_alone(low, start, stop) and (exact or not (said in GOODS or said in MEASURES)))
        ):
            return self._sounding(low, start, end, done)
        if exact:
            return self._bracketed(low, Mention(start, stop, (self.names[exact[0]],), exact=True))
        start, stop = self._with_slips(low, start, stop, said, fits, done)
        return self._bracketed(low, Mention(start, stop, tuple(self.names[number] for number in sorted(fits))))

    def _sounding(self, low: str, place: int, end: int, done: int) -> Mention | None:
        """Return the mention of a good that the words around a character of its name sound like: 清菜 for 青菜."""
        for start, stop in self._sounds.around(low, place, done, end):
            ends = _ENDS_A_MENTION.match(low, stop) or _SENTENCE_GOES_ON.match(low, stop)
            if not ends or not _STARTS_A_MENTION.search(low, max(0, start - 1), start):
                continue
            goods = self._sounds.goods_of(low[start:stop])
            if goods:
                return Mention(start, stop, tuple(self.names[number] for number in sorted(goods)))
        return None

    def _next(
        self, low: str, stop: int, end: int, said: str, fits: frozenset[int]
    ) -> tuple[int, str, frozenset[int]] | None:
        """Return the next fragment of the same good: (place, piece, the goods that fit both), or None."""
        if low[stop] not in self._lengths and low[stop] not in _GAP_BEGINS:
            slip = low[stop + 1 : stop + 2]  # after a wrong character a fragment may go on
            if slip not in self._lengths or low[stop] in _NEVER_A_SLIP:
                return None
        whole = any(self._folded[number] == said for number in fits)
        gap = _GAP.match(low, stop, end)
        place = gap.end() if gap is not None else stop
        if place < end and not (whole and place > stop):
            piece = self._piece(low, place, end)
            if piece is not None:
                both = frozenset(
                    n
                    for n in fits & self._fragments[piece]
                    if _within(self._folded[n], (said if said in self._folded[n] else "") + piece)
                )
                if both:
                    return place, piece, both
        piece = self._piece(low, stop + 1, end) if stop + 1 < end else None
        if piece is not None and not whole and low[stop] not in _NEVER_A_SLIP:
            end_of = stop + 1 + len(piece)
            alone = len(said) + len(piece) > 2 or _alone(low, stop - len(said), end_of)
            slips = {n for n in fits & self._fragments[piece] if _one_apart(self._folded[n], said, piece)}
            if slips and alone:
                return stop + 1, piece, frozenset(slips)
        return None

    def _with_slips(
        self, low: str, start: int, stop: int, said: str, fits: frozenset[int], done: int
    ) -> tuple[int, int]:
        """Take in a wrong character before or after the fragment (勋鸡派 of 熏鸡派): it is neither name nor note."""
        if len(said) < 2:
            return start, stop
        places = [(name, name.find(said)) for name in (self._folded[number] for number in fits)]
        before = start - 1
        if (
            before >= done
            and _is_han(low[before])
            and low[before] not in _NEVER_A_SLIP
            and not (low[before] in GOODS and _COUNTED.search(low, max(0, before - 1), before))
            and _STARTS_A_MENTION.search(low, max(0, before - 1), before)
            and any(at > 0 for _, at in places)
        ):
            start = before
        elif (
            stop < len(low)
            and _is_han(low[stop])
            and low[stop] not in _NEVER_A_SLIP
            and _ENDS_A_MENTION.match(low, stop + 1)
            and any(at >= 0 and len(name) == at + len(said) + 1 for name, at in places)
        ):
            stop += 1
        return start, stop

    def _bracketed(self, low: str, mention: Mention) -> Mention:
        """A code in brackets takes them in: (b)+1."""
        start, end = mention.start, mention.end
        if end - start <= 2 and start and low[start - 1 : start] == "(" and low[end : end + 1] == ")":
            rest = fold(mention.names[0]).replace(low[start:end], "", 1)  # (c)餐 is C餐
            more = len(rest) if rest and low.startswith(rest, end + 1) else 0
            return Mention(start - 1, end + 1 + more, mention.names, mention.exact)
        return mention


_MOST_KEPT = 128
_kept: dict[int, tuple[tuple[Good, ...], Lexicon]] = {}  # by identity: hashing the goods costs more than most readings


def lexicon(goods: tuple[Good, ...]) -> Lexicon:
    """Return the lexicon of `goods`, made once."""
    known = _kept.get(id(goods))
    if known is not None:
        return known[1]  # it holds the goods, so no other tuple can have their identity
    made = _lexicon(goods)
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[id(goods)] = goods, made
    return made


@lru_cache(maxsize=_MOST_KEPT)
def _lexicon(goods: tuple[Good, ...]) -> Lexicon:
    return Lexicon(goods)


def _fragments(name: str) -> Iterator[str]:
    atoms = _ATOM.findall(name)[:_NAME_ATOMS]
    yield name
    for first in range(len(atoms)):
        for last in range(first + 1, min(len(atoms), first + _LONGEST) + 1):
            piece = "".join(atoms[first:last])
            if len(piece) > _LONGEST_COUNT if piece.isdigit() else not _COMMON.fullmatch(piece):
                yield piece


def _same_run(left: str, right: str) -> bool:
    return (left.isascii() and right.isascii()) and (
        (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
    )


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z"


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


def _within(name: str, said: str) -> bool:
    """Say whether the characters said are all of the name's, none more often: 牛奶维也纳, but not 奶奶."""
    return all(said.count(character) <= name.count(character) for character in said)


def _one_apart(name: str, said: str, piece: str) -> bool:
    """Say whether `name` has one other character between the two pieces, which make most of it or all."""
    at = name.find(said)
    if at < 0 or not name.startswith(piece, at + len(said) + 1):
        return False
    return len(piece) > 1 or at + len(said) + 2 == len(name)


def _alone(low: str, start: int, stop: int) -> bool:
    """Say whether one character stands by itself, as only then it may be short for a good (粉+1, 白+1)."""
    return bool(_STARTS_A_MENTION.search(low, max(0, start - 1), start)) and bool(_ENDS_A_MENTION.match(low, stop))
