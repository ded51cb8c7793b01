"""Leaves out of a message what is past or only asked: who tells of goods that were had orders none in that breath."""

import re
from collections.abc import Sequence

from parsing.chain_clause import Clause
from parsing.chain_mark import PLACE_KINDS, Kind
from parsing.chain_reason import has_received, is_reason, takes_back_whole
from parsing.vocabulary import chatter

_CHANGES = frozenset({Kind.SET, Kind.SWAP, Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.REMOVE})
_BY_SO_MANY = frozenset({Kind.ADD, Kind.PLUS, Kind.SUBTRACT})
_REASON = re.compile(r"[吃用喝]完|见底|没了")  # 米吃完了，大米一袋 13-208


def without_past(clauses: Sequence[Clause]) -> tuple[list[Clause], list[Clause]]:
    """Return the clauses that may order, and those that only tell of the payment for an order in another clause."""
    clauses = [_changing(clause) or clause for clause in clauses]
    past = [clause for clause in clauses if clause.is_past() and _changing(clause) is None]
    if not past:
        return list(clauses), []
    paid = [clause for clause in past if clause.is_payment()]
    ordered = any(clause.is_placed_order() for clause in clauses)
    current = [clause for clause in clauses if _counts(clause, past, paid)]
    payments = paid if ordered else []
    return [clause for clause in current if clause not in payments], payments


def _changing(clause: Clause) -> Clause | None:
    """Return a clause that changes an order it speaks of, without what that was: 我订的两盒再加一盒; else None."""
    own = chatter.OWN_ORDER.search(clause.text, clause.start, clause.end)
    named = chatter.OWN_GOODS.search(clause.text, clause.start, clause.end) if own is None else None
    if named is not None and any(mark.kind is Kind.ITEM and mark.start == named.end() for mark in clause.marks):
        own = named
    if own is None or not any(mark.kind in _CHANGES and mark.start >= own.end() for mark in clause.marks):
        return None
    if all(mark.kind not in _BY_SO_MANY for mark in clause.marks):
        return clause
    told = [mark for mark in clause.marks if mark.kind is Kind.COUNT and own.start() <= mark.start < own.end()]
    begin = max((mark.end for mark in told), default=clause.start) if own.start() == clause.start else clause.start
    return clause._replace(start=begin, marks=tuple(mark for mark in clause.marks if mark not in told))


def _is_opinion(past: Clause, order: Clause) -> bool:
    """Say whether a clause after an order only says how the goods were before: 绣球两盆，上次的很好看."""
    kinds = {mark.kind for mark in order.marks}
    if past.start < order.end or past.names_goods() or not kinds >= {Kind.ITEM, Kind.COUNT}:
        return False
    return chatter.OPINION.match(past.text, past.start, past.end) is not None


def _takes_back(clause: Clause) -> bool:
    """Say whether it names goods only to have no more of them."""
    kinds = {mark.kind for mark in clause.marks}
    return kinds >= {Kind.ITEM, Kind.REMOVE} and Kind.COUNT not in kinds


def _counts(clause: Clause, past: Sequence[Clause], paid: Sequence[Clause]) -> bool:
    """Say whether a clause may order, although one of its line tells of what is past: if it is beyond doubt."""
    in_line = [other for other in past if other.line == clause.line and not _is_opinion(other, clause)]
    if not in_line or clause.is_explicit():
        return True
    if takes_back_whole(clause) and any(has_received(other) for other in in_line):
        return False
    if takes_back_whole(clause) and all(is_reason(o.text, o.start, o.end, o.marks) for o in in_line if o != clause):
        return True  # 取消猫砂，昨天买过了
    if clause in past:
        return False
    if clause.is_placed_order() and all(other in paid or _REASON.search(other.said) for other in past):
        return True  # 刚转你68了，4-903 雪梨一箱
    if any(other.names_goods() for other in in_line):
        return False
    if _takes_back(clause):
        return True  # 算了不要鸡蛋了，儿子给买了
    if clause.is_placed_order():
        return True  # 8-1314 樱桃要两盒 上次有烂的
    return clause.is_request() or not clause.names_goods()


def only_asks_the_price(clauses: Sequence[Clause]) -> bool:
    """Say whether goods and numbers are only there to ask what they cost: nobody is named and nothing wished for."""
    if not clauses or not clauses[-1].asked or chatter.ASKS_PRICE.search(clauses[-1].said) is None:
        return False
    return not any(
        clause.is_explicit() or chatter.WISHED.search(clause.said) or any(m.kind in PLACE_KINDS for m in clause.marks)
        for clause in clauses
    )
