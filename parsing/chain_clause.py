"""Cuts a message of the chat into clauses, and tells which of them order nothing: questions, what is past, adverts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsing.chain_gap import content
from parsing.chain_line import joins
from parsing.chain_mark import GOODS_KINDS, ORDER_KINDS, PLACE_KINDS, Kind, Mark, mask
from parsing.vocabulary import chatter

_MOST_PARTS = 40  # nobody orders for so many in one breath


_TAKEN_BACK = frozenset({Kind.REMOVE, Kind.SUBTRACT})
_DECLINED_FIRST = [Kind.REMOVE, Kind.ITEM, Kind.ITEM, Kind.COUNT]  # 不要青菜 豆腐两块


class Clause(NamedTuple):
    """A stretch between two marks of punctuation: `text[start:end]`, in line `line` of the message."""

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...]
    asked: bool  # it is a question
    line: int

    @property
    def said(self) -> str:
        """The words of the clause."""
        return self.text[self.start : self.end]

    def only_item(self) -> str | None:
        """Return the one good that the clause names, or None."""
        names = {mark.names for mark in self.marks if mark.kind is Kind.ITEM and len(mark.names) == 1}
        return next(iter(names))[0] if len(names) == 1 else None

    def is_past(self) -> bool:
        """Say whether it tells of goods that were had, fetched, bought or only thought of."""
        if chatter.PAST.search(self.text, self.start, self.end) is None:
            return self._tells_of_an_order()
        return bool(self.marks) or bool(content(self.said))

    def _tells_of_an_order(self) -> bool:
        """3-502那两盒还没付钱吧 tells of an order that there is, unless it changes it."""
        if chatter.THAT.search(self.text, self.start, self.end) is None:
            return False
        return all(mark.kind not in ORDER_KINDS or mark.kind in GOODS_KINDS for mark in self.marks)

    def is_payment(self) -> bool:
        """Say whether it tells that money was sent, and nothing else that is past: 刚转你68了."""
        paid = chatter.PAID.sub("", self.said)
        return paid != self.said and chatter.PAST.search(paid) is None

    def is_placed_order(self) -> bool:
        """Say whether it is an order that begins or ends with a place and has goods with a number: 4-903 雪梨一箱."""
        kinds = [mark.kind for mark in self.marks]
        if Kind.COUNT not in kinds or "的" in self.text[self.start : self._last_count().end]:
            return False
        if kinds[-1] is Kind.PLACE and not self.text[self.marks[-1].end : self.end].strip():
            return Kind.ITEM in kinds
        first = kinds[0] is Kind.PLACE and not self.text[self.start : self.marks[0].start].strip()
        return first and (Kind.ITEM in kinds or self._names_something())

    def _last_count(self) -> Mark:
        return next(mark for mark in reversed(self.marks) if mark.kind is Kind.COUNT)

    def _names_something(self) -> bool:
        """Say whether words that may be goods stand between the place and the first number."""
        count = next((mark.start for mark in self.marks if mark.kind is Kind.COUNT), self.start)
        return bool(content(self.text[self.marks[0].end : count]))

    def is_explicit(self) -> bool:
        """Say whether it asks for goods beyond doubt: +2, 我要3袋, 帮我留."""
        return chatter.EXPLICIT.search(self.text, self.start, self.end) is not None

    def is_request(self) -> bool:
        """Say whether a question asks for goods: 能给我留4袋吗, 可以改一袋吗."""
        if self.is_explicit():
            return True
        if not chatter.REQUEST.search(self.text, self.start, self.end) or chatter.ASKS_ELSE.search(self.said):
            return False
        kinds = {mark.kind for mark in self.marks}
        return bool(kinds & {Kind.COUNT, Kind.REMOVE}) or (Kind.ITEM in kinds and "留" in self.said)

    def names_goods(self) -> bool:
        """Say whether it speaks of goods or of numbers of them."""
        return any(mark.kind in GOODS_KINDS for mark in self.marks)

    def is_fetching(self) -> bool:
        """Say whether goods are to be fetched that were ordered before: 我下来拿2碗."""
        match = chatter.FETCHING.search(self.text, self.start, self.end)
        return match is not None and any(m.start >= match.end() and m.kind in GOODS_KINDS for m in self.marks)

    def is_vague(self) -> bool:
        """Say whether a number after a question only goes on with it: 有没有拼的, 一人半份."""
        if any(mark.kind is Kind.ITEM or mark.signed for mark in self.marks):
            return False
        if any(mark.kind is Kind.PLACE for mark in self.marks) and not self.names_goods():
            return False  # 我19-304的
        return chatter.WISHED.search(self.said) is None

    def after_question(self) -> tuple["Clause", str | None]:
        """Cut off a question before an order (请问蜜橘还有吗 我要+1); return the rest, and the good asked about."""
        wish = chatter.EXPLICIT.search(self.text, self.start, self.end)
        if wish is None or not chatter.QUESTION.search(self.text, self.start, wish.start()):
            return self, None
        before = self._replace(marks=tuple(mark for mark in self.marks if mark.end <= wish.start()))
        rest = self._replace(start=wish.start(), marks=tuple(m for m in self.marks if m.start >= wish.start()))
        return rest, before.only_item()


class Part(NamedTuple):
    """A stretch of a clause that speaks for one party, or for several that share a number."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    for_other: bool = False


def is_elsewhere(text: str, marks: Sequence[Mark]) -> bool:
    """Say whether words anywhere tell that a message is no order: an advert, a resale, a quotation, a report."""
    plain = mask(text, [mark for mark in marks if mark.kind is Kind.ITEM], "\ue001")
    quoted = [
        mark
        for mark in marks
        if mark.kind is Kind.PLACE and text[mark.start - 1 : mark.start] in ("“", '"', "「", "『")
    ]
    plain = mask(plain, quoted, "\ue000")
    told = chatter.FAMILY_SAYS.sub("", plain)
    if marks and any(mark.kind in _TAKEN_BACK for mark in marks):
        plain = _without_reasons(plain, marks)
    return any(pattern.search(said) for pattern, said in ((chatter.ELSEWHERE, plain), (chatter.QUOTED, told)))


def _without_reasons(plain: str, marks: Sequence[Mark]) -> str:
    """Leave out why something is taken back, where that names no goods: 我的取消吧，超市更便宜."""
    breaks = [mark.start for mark in marks if mark.kind is Kind.BREAK]
    ends = [*breaks, len(plain)]
    taken = next(mark.start for mark in marks if mark.kind in _TAKEN_BACK)
    kept = [
        plain[begin:end]
        for begin, end in zip([0, *breaks], ends, strict=True)
        if begin < taken or any(mark.kind in GOODS_KINDS and begin <= mark.start < end for mark in marks)
    ]
    return "".join(kept)


def clauses_of(text: str, marks: Sequence[Mark]) -> list[Clause]:
    """Cut `text` at its punctuation; goods that share a number (蜜橘、梨各2) stay together."""
    clauses: list[Clause] = []
    held: list[Mark] = []
    start = line = 0
    following = iter((*marks[1:], None, None))
    for mark in (*marks, Mark(Kind.BREAK, len(text), len(text))):
        after = next(following, None)
        if mark.kind is not Kind.BREAK:
            held.append(mark)
            continue
        sign = text[mark.start : mark.end]
        if sign == "、" or joins(text, mark) or _holds_whose(text, mark, after, held):
            continue
        said = text[start : mark.start]
        if said.strip():
            asked = sign == "?" or chatter.QUESTION.search(said) is not None
            clauses.append(Clause(text, start, mark.start, tuple(held), asked, line))
        line += sign == "\n"
        start, held = mark.end, []
    return clauses


def _holds_whose(text: str, bracket: Mark, after: Mark | None, held: Sequence[Mark]) -> bool:
    """Say whether a bracket only holds where somebody lives for whom is ordered: 帮我妈(3-102)订一箱."""
    sign = text[bracket.start : bracket.end]
    if sign not in ("(", ")") or not any(mark.kind is Kind.BEHALF for mark in held):
        return False
    if sign == ")":
        return held[-1].kind is Kind.PLACE and held[-1].end == bracket.start
    return after is not None and after.kind is Kind.PLACE and after.start == bracket.end


def parts_of(clause: Clause) -> list[Part]:
    """Cut a clause where it begins to speak for somebody else, and before each further place with its own order."""
    kinds = [mark.kind for mark in clause.marks]
    places = sum([kind in PLACE_KINDS for kind in kinds])
    same = Kind.SAME in kinds
    if not same and places < 2 and Kind.BEHALF not in kinds and Kind.REMOVE not in kinds and kinds.count(Kind.SET) < 2:
        return [Part(clause.start, clause.end, clause.marks)]
    cuts = [clause.start]
    behalf: set[int] = set()
    ordered = placed = False
    last_goods = max((mark.start for mark in clause.marks if mark.kind in GOODS_KINDS), default=-1)
    declined = _declined(clause)
    for mark in clause.marks:
        cuts.extend(cut for cut in declined if clause.start < cut <= mark.start and cut > cuts[-1])
        if mark.kind is Kind.BEHALF:
            if mark.start > clause.start:
                cuts.append(mark.start)
            behalf.add(cuts[-1])
            ordered = False
        elif mark.kind in PLACE_KINDS:
            if ordered and placed and (last_goods > mark.start or same):
                cuts.append(mark.start)
                ordered = False
            placed = True
        elif mark.kind in GOODS_KINDS:
            ordered = True
    cuts += _after_same(clause, cuts[-1])
    cuts.extend(cut for cut in declined if cuts[-1] < cut < clause.end)
    if len(cuts) > _MOST_PARTS:
        return []
    return [
        Part(a, b, tuple(m for m in clause.marks if a <= m.start and m.end <= b), a in behalf)
        for a, b in pairwise((*cuts, clause.end))
        if a < b
    ]


def _after_same(clause: Clause, begun: int) -> list[int]:
    """Return where more is ordered after the same as others have: 跟楼上一样 再加半斤鸭翅."""
    same = next((mark.end for mark in clause.marks if mark.kind is Kind.SAME), None)
    if same is None or same <= begun:
        return []
    return [mark.start for mark in clause.marks if mark.kind in (Kind.ADD, Kind.PLUS) and mark.start >= same][:1]


def _declined(clause: Clause) -> list[int]:
    """Return where goods that are not wanted begin and end, beside others that are: 豆腐2块 香干不要."""
    marks = [mark for mark in clause.marks if mark.kind not in PLACE_KINDS]
    turns = any(mark.kind in (Kind.SET, Kind.SWAP) for mark in marks)
    cuts: list[int] = []
    sets = [place for place, mark in enumerate(marks) if mark.kind is Kind.SET]
    if len(sets) > 1:  # 酒酿改2瓶 鸡蛋改1板
        return [marks[at - 1].start for at in sets[1:] if at and marks[at - 1].kind is Kind.ITEM]
    if not turns and [mark.kind for mark in marks[:4]] == _DECLINED_FIRST and marks[0].end == marks[1].start:
        return [marks[1].end]
    for before, remove, item in zip(marks, marks[1:], marks[2:], strict=False):  # 要香菇不要白菇
        refused = (remove.kind, item.kind) == (Kind.REMOVE, Kind.ITEM) and remove.end == item.start
        if refused and not turns and before.kind in GOODS_KINDS:
            counted = next((mark.kind is Kind.COUNT for mark in marks if mark.start >= item.end), False)
            return [remove.end] if counted and before.kind is Kind.ITEM else [remove.start, item.end]
    named = {b.start for a, b in pairwise(marks) if a.kind is Kind.ITEM and b.kind is Kind.COUNT}
    for item, remove in pairwise(marks):
        if turns or item.kind is not Kind.ITEM or remove.kind is not Kind.REMOVE:
            continue
        others = [mark for mark in marks if mark.kind is Kind.COUNT]
        if others and not any(mark.end == item.start and mark.start not in named for mark in others):
            cuts += [item.start] if any(mark.end <= item.start for mark in others) else []
            cuts += [remove.end] if any(mark.start >= remove.end for mark in others) else []
    return cuts
