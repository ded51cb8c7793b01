"""Gives part of an order to somebody else: 豆腐三块，两块是5-202的; 再加一提给13-403."""

import re
from dataclasses import replace

from domain.order_chain import Act, Verb, Who
from parsing.chain_clause import Clause
from parsing.chain_gap import content
from parsing.chain_mark import Kind
from parsing.word import is_person

_OF_THEM = re.compile(r"[ ]?(?:[这那]?其中|里[面头]|当中)?[ ]?有?[ ]?$")
_IS_FOR = re.compile(
    r"[ ]?(?:[要订]?的?是|归|算|给|帮|替)(?:给|帮|替)?[ ]?(?:隔壁|对门|对面|楼[上下])?(?:邻居)?的?[ ]?$"
)
_THEIRS = re.compile(r"[ ]?(?:家|室)?(?:[带代][的]?|[订要买拿]的|的)?[ 。!~]{0,4}$")
_SHAPES = ((Kind.COUNT, Kind.PLACE), (Kind.ITEM, Kind.COUNT, Kind.PLACE), (Kind.COUNT, Kind.ITEM, Kind.PLACE))


def splits_off(clause: Clause, acts: list[Act]) -> bool:
    """Give to another room its part of the last order if the clause says so, and say whether it does."""
    marks = [mark for mark in clause.marks if mark.kind is not Kind.BEHALF]
    last = acts[-1] if acts else None
    if last is None or last.verb is not Verb.ORDER or tuple(mark.kind for mark in marks) not in _SHAPES:
        return False
    *things, place = marks
    text, count = clause.text, next(mark.quantity for mark in things if mark.quantity is not None)
    if not _OF_THEM.fullmatch(text, clause.start, things[0].start):
        return False
    theirs = _THEIRS.search(text, place.end, clause.end)
    if not _IS_FOR.fullmatch(text, things[-1].end, place.start) or theirs is None:
        return False
    name = text[place.end : theirs.start()].strip()
    if name and not is_person(name):
        return False
    item = next((mark.names[0] for mark in things if mark.kind is Kind.ITEM), None)
    meant = [want for want in last.wants if item in (None, want.item) and count.measure in (None, want.measure)]
    if len(meant) != 1 or not 0 < count.value <= meant[0].quantity or last.who.residence == place.place:
        return False
    (had,) = meant
    left = replace(had, quantity=had.quantity - count.value)
    kept = tuple(left if want is had else want for want in last.wants if want is not had or left.quantity)
    acts[-1:] = [replace(last, wants=kept)] if kept else []
    acts.append(Act(Verb.ORDER, Who(place.place, name or None, on_behalf=True), (replace(had, quantity=count.value),)))
    return True


def hands_over(acts: list[Act], since: int, who: Who, rest: str) -> bool:
    """Give to `who` what was ordered right before them in the clause (acts from `since` on): 再加一提给13-403."""
    if len(acts) != since + 1 or acts[-1].verb not in (Verb.ORDER, Verb.ADD) or content(rest) or who.residence is None:
        return False
    if acts[-1].who.on_behalf:
        return False
    acts[-1] = replace(acts[-1], verb=Verb.ORDER, who=who)
    return True
