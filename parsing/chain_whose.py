"""Finds for whom something is said in the chat: place and name before or after the order, or nobody but the speaker."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from domain.order_chain import Who, folded
from domain.residence import Residence
from parsing.chain_clause import Part
from parsing.chain_gap import content
from parsing.chain_line import Page, trimmed
from parsing.chain_mark import ORDER_KINDS, PLACE_KINDS, Kind, Mark
from parsing.vocabulary import chain as words
from parsing.word import is_food, is_ordinary, is_person, is_surname, is_titled, may_be_full_name

_LONGEST_NAME = 8
_NEAR_THE_START = 20
_WORD = re.compile(r"[^ ,@]+")
_LIVES = re.compile(r"(?:我们?|[他她]们?|人|家|住|记|写|算|挂)[在到]?$")  # 我在5-602
_DESCRIBED = re.compile(
    r"的?(?:独居|孤寡|高龄|生病)?的?(?:老人家?|老两口|邻居|住户|人家|朋友|那[户家])"
)  # 15-605的老人
_SAYS = re.compile("[让叫说问托]")  # 老婆让我买
_NEXT_DOOR = re.compile(r"(?:隔壁|对门|对面|楼[上下]|邻居)家?的?[ ]?$")
_PHONE = re.compile(r"[ ]?(?:联系)?(?:电话|手机)[号码]*[是:为]?[ ]?$")
_AND, _BOTH = re.compile(r"[ ]?[和跟与、,及][ ]?"), re.compile(r"[ ]?(?:两[家户])?[都均]")
_AND_I = re.compile(r"我们?家?[和跟与](?:我?家?(?:楼[上下]|对[门面]|隔壁)的?)?[ ]?$")
_TO = frozenset("放送到交在去")  # 放3-501门口 is where it goes
_WITH_ME = re.compile(r"(?:的|家的?)?那?[份个]?[ ]?[和跟与]我(?!们?家?[各都每])")  # 6-1001的和我一起拿
_I_AND, _SHARE = re.compile(r"我们?家?[和跟与同][ ]?$"), re.compile(r"[ ]?(?:家|的)?(?:一起)?(?:拼|合|分|平分|共享)")
_SENT, _DOORS = re.compile("送[到至]?[ ]?$"), frozenset("代收门拿取帮口楼一大快")
_THERE = frozenset("代收门拿取帮")  # 501代收, 501门口


_CHANGES = frozenset({Kind.REMOVE, Kind.SUBTRACT, Kind.SET, Kind.SWAP, Kind.ADD, Kind.TOTAL})
_NUMBERS = re.compile("[0-9]{1,2}号?(?:[和跟与及+][0-9]{1,2}号?){1,9}")  # of goods: 1和2各一份
_CALLED = re.compile("[老小阿大].")  # 小鱼, 阿牛


def may_be_goods(word: str) -> bool:
    """Say whether a word that is nobody's name for certain ends as foods do: 桂花糕, but not 小鱼 or 豆豆."""
    if len(word) == 1:
        return is_food(word) and not is_surname(word)  # 3-503盐两包
    return is_food(word) and not is_person(word) and _CALLED.fullmatch(word) is None


def _is_name_of_a_place(said: str) -> bool:
    """Say whether a word right after a place is what its people are called, though it may be an ordinary one."""
    return is_surname(said) or may_be_full_name(said) or (not is_ordinary(said) and len(said) <= 4)


class Whose(NamedTuple):
    """The parties that a part is for (none: the speaker), and the stretch in which the order stands."""

    parties: tuple[Who, ...]
    start: int
    end: int
    marks: tuple[Mark, ...]
    next_door: bool = False  # 隔壁7-102一只: the place is not the speaker's
    before: str = ""  # goods nobody knows that stand beyond the place: 苹果 6-501 2箱
    is_shared: bool = False  # several places and one number, of which nobody said whose it is


def whose(page: Page, part: Part) -> Whose:
    """Return for whom `part` is, and what is left of it."""
    return _Finder(page, part).find()


def _named(marks: Sequence[Mark]) -> list[Residence | None]:
    return [place for mark in marks for place in mark.places]


class _Finder:
    def __init__(self, page: Page, part: Part) -> None:
        self.page, self.text = page, page.text.text
        self.start, self.end, self.marks = part.start, part.end, part.marks
        self.for_other = part.for_other
        self.shares = any(mark.kind is Kind.EACH for mark in part.marks)
        if part.for_other:
            self._skip_to_beneficiary()

    def _skip_to_beneficiary(self) -> None:
        self.start = next(mark.end for mark in self.marks if mark.kind is Kind.BEHALF)
        if match := words.PLACE_WORD.match(self.text, self.start, self.end):
            self.start = match.end()
        self.marks = tuple(mark for mark in self.marks if mark.start >= self.start)

    def find(self) -> Whose:
        places = [mark for mark in self.marks if mark.kind in PLACE_KINDS and self._is_place(mark)]
        shared = len(_named(places)) > 1 and (self.shares or self._are_joined(places))
        used = places if shared else places[:1]
        if not shared and self._have_one_number(places):
            return Whose(self._parties(used, None), self.start, self.end, self.marks, is_shared=True)
        if used and self.marks[0] is not used[0] and self._is_order_before(used[0].start):
            return self._place_after_order(used)
        begin = used[-1].end if used else self.start
        name = self._lone_name(self.start, used[0].start) if used else None
        leading, begin = self._leading_name(begin, self.end, placed=bool(used))
        end = self.end
        if not (name or leading):
            leading, end = self._trailing_name(begin)
        inside = tuple([mark for mark in self.marks if begin <= mark.start and mark.end <= end])
        if not used or used[0].start == self.start:
            return Whose(self._parties(used, name or leading), begin, end, inside)
        before = "" if name else self._goods_before(used[0].start, inside)
        next_door = _NEXT_DOOR.search(self.text, self.start, used[0].start) is not None
        return Whose(self._parties(used, name or leading), begin, end, inside, next_door, before)

    def _goods_before(self, place: int, inside: Sequence[Mark]) -> str:
        """Return what stands before the place if it may be goods that nobody knows, and none are named after it."""
        said = content(self.text[self.start : place])
        unknown = self.page.known and not any(mark.kind is Kind.ITEM for mark in self.marks)
        return said if unknown and inside and may_be_goods(said) and len(said) <= _LONGEST_NAME else ""

    def _are_joined(self, places: Sequence[Mark]) -> bool:
        """Say whether nothing but 和 stands between the places, and 都 after them: 7-101和7-102都要香瓜."""
        joined = all(_AND.fullmatch(self.text, a.end, b.start) for a, b in pairwise(places))
        return joined and _BOTH.match(self.text, places[-1].end, self.end) is not None

    def _have_one_number(self, places: Sequence[Mark]) -> bool:
        """Say whether several places are joined and one number follows: 15-1301和15-1302一共3只."""
        if len(places) < 2 or not all(_AND.fullmatch(self.text, a.end, b.start) for a, b in pairwise(places)):
            return False
        return any(mark.quantity is not None and mark.start > places[-1].end for mark in self.marks)

    def _is_order_before(self, place: int) -> bool:
        return any(mark.kind in ORDER_KINDS and mark.end <= place for mark in self.marks)

    def _place_after_order(self, used: Sequence[Mark]) -> Whose:
        if any(mark.kind is Kind.COUNT and mark.start >= used[-1].end for mark in self.marks):
            return Whose(self._parties(used, None), self.start, self.end, self.marks)  # 鸡蛋1-512的两板照常要
        end, begin = used[0].start, self.start
        name = self._lone_name(used[-1].end, self._before_phone(used[-1].end), after_place=True)
        last = max(mark.end for mark in self.marks if mark.end <= end)
        before = None if name else self._lone_name(last, end)
        if before and (is_titled(before) or not content(self.text[used[-1].end : self.end])):
            name, end = before, last  # 草莓三盒 柳婷7-101
        if not name:
            name, begin = self._leading_name(self.start, end, placed=False)
        inside = tuple(mark for mark in self.marks if begin <= mark.start and mark.end <= end)
        unknown = "" if name else self._changed_after(used[-1].end)
        return Whose(self._parties(used, name), begin, end, inside, before=unknown)

    def _before_phone(self, start: int) -> int:
        """Return where a phone number begins that follows the name: 卷纸两提 10-1502 顾阿姨 138…."""
        phone = next((mark.start for mark in self.marks if mark.kind is Kind.PHONE and mark.start >= start), self.end)
        called = _PHONE.search(self.text, start, phone)
        return called.start() if called else phone

    def _changes(self) -> bool:
        return any(mark.kind in _CHANGES for mark in self.marks)

    def _changed_after(self, place: int) -> str:
        """Return what stands after the place if a change may mean it, goods that nobody knows: 取消 6-501 薯格."""
        said = content(self.text[place : self.end])
        unknown = self._changes() and self.page.known and not any(mark.kind is Kind.ITEM for mark in self.marks)
        return said if unknown and 1 < len(said) <= _LONGEST_NAME and not words.NOTE.search(said) else ""

    def _parties(self, places: Sequence[Mark], name: str | None) -> tuple[Who, ...]:
        if places and self.shares and _AND_I.search(self.text, self.start, places[0].start):
            return (Who(), *(Who(place, name, self.for_other) for place in _named(places)))  # 我和7-101各一份
        if places:
            return tuple(Who(place, name, self.for_other) for place in _named(places))
        return (Who(None, name, self.for_other),) if name or self.for_other else ()

    # --- places -------------------------------------------------------------------------------------------

    def _is_place(self, mark: Mark) -> bool:
        """Say whether a mark tells whose order it is, and not where it goes; a bare number needs its own position."""
        before = self.text[max(self.start, mark.start - 1) : mark.start]
        after = self.text[mark.end : min(self.end, mark.end + 3)].strip()
        if (
            _SENT.search(self.text, self.start, mark.start)
            and not (after and after[0] in _DOORS)
            and self._is_only_place(mark)
        ):
            return True  # 豆浆2，送1-601
        if (before in _TO and not _LIVES.search(self.text, self.start, mark.start)) or (
            after[:1] in _THERE and after[:2] != "取消" and not self._begins_goods(mark.end)
        ):
            return False
        if _WITH_ME.match(self.text, mark.end, self.end) or self._is_company(mark):
            return False
        if mark.kind is Kind.PLACE:
            return True
        near = mark.start - self.start <= _NEAR_THE_START
        said = self.text[self.start : mark.start]
        if self.shares or (near and (not content(said) or _NEXT_DOOR.fullmatch(said) is not None)):
            return True
        return not after and before == " "

    def _begins_goods(self, place: int) -> bool:
        """3-201 拿铁2杯: the words after the place are goods, not what is done there."""
        if words.GOODS_THERE.match(self.text, place):
            return True
        return any(mark.kind is Kind.ITEM and not self.text[place : mark.start].strip() for mark in self.marks)

    def _is_only_place(self, mark: Mark) -> bool:
        return all(other is mark or other.kind is not Kind.PLACE for other in self.marks) and bool(
            mark.place and mark.place.room
        )

    def _is_company(self, mark: Mark) -> bool:
        """我跟15-1203拼半只: they only share."""
        return (
            _I_AND.search(self.text, self.start, mark.start) is not None
            and _SHARE.match(self.text, mark.end) is not None
        )

    # --- names --------------------------------------------------------------------------------------------

    def _lone_name(self, start: int, end: int, *, after_place: bool = False) -> str | None:
        """Return the name that is all there is in a stretch."""
        a, b = trimmed(self.text, start, end)
        said = self.text[a:b].strip(" @")
        if self.text[a:b].startswith("@") and said.endswith(("团长", "群主")):
            return None  # @周团长 3-604 两箱: spoken to
        if not content(said) or len(said) > _LONGEST_NAME or (words.NOTE.search(said) and not is_titled(said)):
            return None
        if after_place and not is_person(said) and self._is_rather_goods(said):
            return None
        if is_person(said) or (after_place and (_is_name_of_a_place(said))):
            return self.page.said(a, b).lstrip("@ ")
        return None

    def _leading_name(self, start: int, end: int, *, placed: bool) -> tuple[str | None, int]:
        """Return the name before the order, and where the order begins."""
        order = next((mark.start for mark in self.marks if mark.start >= start and mark.kind in ORDER_KINDS), end)
        if self.for_other and (verb := words.BEHALF_VERB.search(self.text, start + 1, order)):
            order = verb.start()
        a, b = trimmed(self.text, start, order)
        first = _WORD.search(self.text, a, b) if a < b else None
        if first is None or not content(first[0]):
            return None, start
        at, word = first.start(), first[0]
        if self.for_other:
            if placed and (described := _DESCRIBED.match(self.text, a, b)):
                return None, described.end()
            if word.endswith("家") and is_titled(word[:-1]):
                return self.page.said(at, at + len(word) - 1), at + len(word)
        _, of, last = word.rpartition("的")
        if of and is_person(last):
            at, word = at + len(word) - len(last), last  # 16楼的王阿婆
        elif self._is_no_name(word, last, of or self.text[a - 1 : a] == "的"):
            return None, start
        glued = placed and start < order and self.text[start] not in " ,:"
        spaced = order < end and self.text[order - 1] == " "
        if placed and at + len(word) == order and self._is_counted(word, order):
            return None, start
        if self._may_be_called(word, placed=placed, glued=glued, spaced=spaced):
            return self.page.said(at, at + len(word)), at + len(word)
        return None, start

    def _is_no_name(self, word: str, last: str, described: str | bool) -> bool:
        """我和我妈 is nobody's name, nor is 904的独居老人, nor 1和2 before 各一份."""
        if _SAYS.search(word) or _NUMBERS.fullmatch(word):
            return True
        if "我" in word and not (self.for_other and is_titled(word)):
            return True
        return bool(described) and is_ordinary(last)

    def _may_be_called(self, word: str, *, placed: bool, glued: bool, spaced: bool) -> bool:
        if len(word) > _LONGEST_NAME or (words.NOTE.search(word) and not is_titled(word)):
            return False
        if is_person(word) or self.for_other or folded(word) in self.page.names:
            return True
        if placed and is_surname(word) and self.text.startswith(word, self.end - 1):
            return True  # 4-1802 陈, and then the goods in other lines
        if placed and spaced and not glued and is_surname(word) and self.page.known:
            return True  # 9-1103 周 鸡蛋2
        if self._is_rather_goods(word):
            return False
        if placed and len(word) <= 4 and (glued or not is_ordinary(word)):
            return True
        if not (spaced and self.page.known and len(word) <= 6 and content(word) == word):
            return False
        return not is_ordinary(word) or self._is_a_nickname(word)

    def _is_a_nickname(self, word: str) -> bool:
        """蜡笔小新 香梨3箱: longer ordinary words, and nothing after them but goods with their numbers."""
        goods = self.marks and self.marks[0].kind is Kind.ITEM and any(mark.kind is Kind.COUNT for mark in self.marks)
        return (
            bool(goods) and 2 < len(word) <= 4 and not self.text[self.start : self.text.find(word, self.start)].strip()
        )

    def _is_counted(self, word: str, order: int) -> bool:
        """Say whether a word right before a number is rather what is ordered than who orders it."""
        counted = any(mark.start == order and mark.kind is Kind.COUNT for mark in self.marks)
        return counted and self._is_rather_goods(word, counted=True)

    def _is_rather_goods(self, word: str, *, counted: bool = False) -> bool:
        """3-502 桂花糕2盒 may be goods that nobody knows; with a change any strange word may be: 3-502 薯格不要了.

        Where nobody said what is offered, a word right before a number is what is ordered."""
        if is_person(word) or self.for_other or folded(word) in self.page.names:
            return False
        if may_be_goods(word):
            return True
        return self._changes() if self.page.known else counted and self.page.implied is None

    def _trailing_name(self, start: int) -> tuple[str | None, int]:
        """Return the name after the order (2斤荔枝 老孙), and where the order ends."""
        if not self.marks or self.marks[-1].end >= self.end:
            return None, self.end
        stop = self.end
        while stop > start and self.text[stop - 1] == " ":
            stop -= 1
        begin = max(self.text.rfind(" ", start, stop), self.text.rfind("@", start, stop)) + 1
        said = self.text[begin:stop]
        after_order = any(mark.kind is Kind.COUNT for mark in self.marks) and all(m.end <= begin for m in self.marks)
        if begin > start and after_order and content(said) and is_person(said) and not words.NOTE.search(said):
            return self.page.said(begin, stop), begin
        return None, self.end
