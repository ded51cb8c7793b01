"""Tells why something is taken back from the take-back itself: 我家不要了 看错价格了; 猫粮取消，上次的还没吃完.

Whoever gives a reason still takes his order back: the reason is a clause of its own, and never makes the whole talk.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from parsing.chain_clause import Clause
from parsing.chain_gap import content
from parsing.chain_mark import ORDER_KINDS, PLACE_KINDS, Kind, Mark, mask
from parsing.vocabulary import chatter

_BLANK = re.compile("[ ]+")
_WHY = re.compile(
    r"[看买点选下算弄搞记填按写]错|[订买报]重|重复|贵|不划算|[吃用喝][不没]|[没不][吃用喝]|还[有剩]|够了|[有买]了|买[过好到]|家里|"
    r"冰箱|放不下|没地方|不在|出差|出门|过敏|不爱|不喜欢|不合适|来不及"
)
_HAS_SOME = re.compile("(?:家里?|冰箱里?|手里|上次的?|上回的?)(?:都|倒|也)?还有$")  # no question: 家里还有
_RECEIVED = re.compile("(?<!没)(?:收到|拿到|领到|取到|送到)")  # 不用了 已经收到了 takes nothing back
_MONEY_BACK = re.compile("[钱款退]")  # 取消了 钱还没退 tells of what was taken back before
_CHANGES = ORDER_KINDS - {Kind.COUNT}


def takes_back(text: str, start: int, end: int, marks: Sequence[Mark]) -> bool:
    """Say whether a stretch takes an order or goods back and says nothing else: 猫粮取消, 6-804不要了, 少1包."""
    mine = [mark for mark in marks if start <= mark.start and mark.end <= end]
    kinds = {mark.kind for mark in mine}
    if Kind.REMOVE not in kinds and not kinds >= {Kind.SUBTRACT, Kind.COUNT}:
        return False
    return not content(mask(text[:end], mine, " ")[start:])


def takes_back_whole(clause: Clause) -> bool:
    """Say whether a clause takes back, and says nothing else."""
    return takes_back(clause.text, clause.start, clause.end, clause.marks)


def has_received(clause: Clause) -> bool:
    """Say whether a clause tells that the goods have come: nothing is taken back any more."""
    return _RECEIVED.search(clause.text, clause.start, clause.end) is not None


def is_reason(text: str, start: int, end: int, marks: Sequence[Mark]) -> bool:
    """Say whether a stretch only tells why: it names no goods, place or change, and asks nothing."""
    mine = [mark for mark in marks if start <= mark.start and mark.end <= end]
    if any(mark.kind in _CHANGES or mark.kind in PLACE_KINDS for mark in mine):
        return False
    said = text[start:end]
    if chatter.QUESTION.search(_HAS_SOME.sub("", said)) or _MONEY_BACK.search(said) or _RECEIVED.search(said):
        return False
    told = _WHY.search(said) is not None or chatter.PAST.search(said) is not None
    counted = any(mark.kind is Kind.COUNT for mark in mine)
    return told and (not counted or chatter.PAST.search(said) is not None)


def with_reasons_apart(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks with a break at a blank that parts a take-back from the reason for it."""
    if not any(mark.kind in (Kind.REMOVE, Kind.SUBTRACT) for mark in marks):
        return tuple(marks)
    stops = [0, *(mark.start for mark in marks if mark.kind is Kind.BREAK), len(text)]
    breaks: list[Mark] = []
    for start, end in pairwise(stops):
        for blank in _BLANK.finditer(text, start, end):
            inside = any(mark.start < blank.end() and blank.start() < mark.end for mark in marks)
            if inside or not text[start : blank.start()].strip(_SIGNS) or not text[blank.end() : end].strip():
                continue
            first, second = (start, blank.start()), (blank.end(), end)
            if _is_pair(text, first, second, marks) or _is_pair(text, second, first, marks):
                breaks.append(Mark(Kind.BREAK, blank.start(), blank.end()))
                break
    return tuple(sorted((*marks, *breaks), key=lambda mark: mark.start)) if breaks else tuple(marks)


_SIGNS = " ,、;。!?\n|()"


def _is_pair(text: str, taken: tuple[int, int], reason: tuple[int, int], marks: Sequence[Mark]) -> bool:
    return takes_back(text, *taken, marks) and is_reason(text, *reason, marks)
