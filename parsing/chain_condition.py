"""Orders under a condition (如果今天能到我就要2盒) record nothing, but who makes one is asked whether to record it."""

from collections.abc import Sequence

from parsing.chain_mark import Kind, Mark
from parsing.context import LEAVE, RECORD, Asked, Question
from parsing.vocabulary import chatter


def conditional(text: str, marks: Sequence[Mark], implied: str | None) -> list[Question] | None:
    """Return what to ask where words make a condition: nothing if no goods are wished for; None without a condition."""
    match = chatter.CONDITION.search(text)
    if match is None:
        return None
    counts = [mark.quantity for mark in marks if mark.kind is Kind.COUNT and mark.quantity is not None]
    items = {mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1}
    if not items and implied is not None:
        items = {implied}
    wished = chatter.WISHED.search(text) is not None and chatter.QUESTION.search(text) is None
    changed = any(mark.kind in (Kind.REMOVE, Kind.SUBTRACT, Kind.SET, Kind.SWAP) for mark in marks)
    if not (wished and len(items) == len(counts) == 1) or changed:
        return []
    (count,), (item,) = counts, items
    return [Question("先记下吗?", (RECORD, LEAVE), Asked(item, count.value, count.measure))]
