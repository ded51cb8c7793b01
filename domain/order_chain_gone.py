"""Goods of a buy that are sold out (没有了) while it goes on: who has them keeps them, no more are taken. Pure."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from domain.order_chain import Good, Line, Verb, Want, folded

_RAISES = frozenset({Verb.ENTRY, Verb.ORDER, Verb.ADD, Verb.SET})


def gone_items(goods: Iterable[Good]) -> frozenset[str]:
    """Return the goods (by folded name) of which no more are taken."""
    return frozenset(folded(good.name) for good in goods if good.is_gone)


def parted(
    verb: Verb, wants: tuple[Want, ...], lines: tuple[Line, ...], gone: Collection[str]
) -> tuple[tuple[Want, ...], tuple[Want, ...]]:
    """Return which wants of an act can be met, and which would take more of what is gone than its order has."""
    if not gone:
        return wants, ()
    if verb is Verb.SWAP:
        is_gone = len(wants) > 1 and folded(wants[1].item or "") in gone
        return ((), wants) if is_gone else (wants, ())
    had = {folded(line.item): line.quantity for line in lines}
    late = tuple(want for want in wants if folded(want.item or "") in gone and _takes_more(verb, want, had))
    kept = tuple(want for want in wants if want not in late)
    if verb is Verb.ENTRY:  # a line of a list is the whole order: what it had stays
        again = {folded(want.item or "") for want in late}
        kept += tuple(Want(line.item, line.quantity, line.measure) for line in lines if folded(line.item) in again)
    return kept, late


def _takes_more(verb: Verb, want: Want, had: Mapping[str, Decimal]) -> bool:
    return verb in _RAISES and (verb is Verb.ADD or want.quantity > had.get(folded(want.item or ""), 0))
