"""Words that reach further than one order or one good: 所有人的青菜取消, 除了豆腐其他各1."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Act, Good, Verb, Want
from parsing.chain_clause import Clause
from parsing.chain_mark import Kind, Mark
from parsing.context import OpenBuy, Question

_EVERYBODY = re.compile(
    r"所有人|全体|大家(?:的|都)|每[家户人](?:的|都)|各[家户]的|全部人|所有的?(?:单子?|订单)|整[栋楼]"
)
_CHANGES = frozenset((Kind.REMOVE, Kind.SUBTRACT, Kind.SET, Kind.SWAP, Kind.ADD))
_BUT = re.compile(r"除(?:了|去|开|掉)?")
_REST = re.compile(r"[ ,]*(?:以外|之外|外)?[ ,]*(?:其[他它余]|别的|剩下|另外|剩余)?的?[两三四五六七八几]?[样种款个]?")
_ALL = re.compile(r"[ ]?(?:我?[也就]?)?(?:都|各|每|全|统统|一样)")
_ONE = Decimal(1)


def of_everybody(text: str, marks: Sequence[Mark], buy: OpenBuy) -> list[Question] | None:
    """Return what to ask where a change is meant for everybody's orders: none is changed by one line. None: it is not.

    Only the organiser may mean it; from anybody else it is talk.
    """
    if _EVERYBODY.search(text) is None or not any(mark.kind in _CHANGES for mark in marks):
        return None
    if any(mark.kind is Kind.PLACE for mark in marks):
        return None
    return (
        [Question("这是改大家的单吗？我不敢一句话全改。请一户一户写，比如：3-502 取消青菜")]
        if buy.speaker_is_organiser
        else []
    )


def all_but(
    verb: Verb, said: str, start: int, marks: Sequence[Mark], goods: Sequence[Good], mine: Sequence[Want]
) -> list[Want] | None:
    """除了豆腐其他各1: so many of every other good, or of what was ordered if it changes; None where that is not said.

    `said` begins at `start` of the text that the marks are of.
    """
    match = _BUT.search(said)
    if match is None:
        return None
    items = [mark for mark in marks if mark.kind is Kind.ITEM and mark.start >= start + match.end()]
    counts = [mark.quantity for mark in marks if mark.quantity is not None]
    if not items or len(counts) > 1 or any(len(mark.names) != 1 for mark in items):
        return None
    rest = _REST.match(said, items[-1].end - start)
    each = _ALL.match(said, rest.end()) if rest is not None else None
    if rest is None or (each is None and not rest[0].strip(" ,")):
        return None
    but = {mark.names[0] for mark in items}
    offered = [want.item for want in mine] if verb is not Verb.ORDER else [good.name for good in goods]
    count = counts[0] if counts else None
    return [
        Want(name, count.value if count else _ONE, count.measure if count else None)
        for name in offered
        if name is not None and name not in but
    ]


def leaves_out(clause: Clause, acts: list[Act]) -> bool:
    """Take out of the last order the goods that the clause excepts (3-303 全要，除了豆腐), and say whether it does."""
    match = _BUT.match(clause.said.strip())
    last = acts[-1] if acts else None
    if match is None or last is None or last.verb is not Verb.ORDER or len(last.wants) < 2:
        return False
    but = {mark.names[0] for mark in clause.marks if mark.kind is Kind.ITEM and len(mark.names) == 1}
    if len(but) != len(clause.marks) or not but < {want.item for want in last.wants}:
        return False
    acts[-1] = replace(last, wants=tuple(want for want in last.wants if want.item not in but))
    return True
