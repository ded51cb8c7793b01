"""Gives a place said in one part of a message to the orders in others: 香瓜2箱, 3-301; 帮我妈带一盒, 她住3-302."""

import re
from dataclasses import replace

from domain.order_chain import Act, Who
from parsing.chain_clause import Part
from parsing.chain_mark import ORDER_KINDS
from parsing.chain_whose import Whose

_OTHER = re.compile(r"[ ]?[他她它](?:们|家|老人家)?(?:是|住|在)*")


def give(acts: list[Act], start: int, instead_of: Who, who: Who) -> None:
    """Give `who` the acts from `start` on that were taken to be of `instead_of`."""
    for number in range(start, len(acts)):
        if acts[number].who == instead_of:
            acts[number] = replace(acts[number], who=who)


def is_place_alone(found: Whose) -> bool:
    """Say whether nothing is ordered beside the place, so that it belongs to what was said before."""
    return ORDER_KINDS.isdisjoint([mark.kind for mark in found.marks])


def tells_where_other_lives(acts: list[Act], text: str, part: Part, who: Who) -> bool:
    """帮我妈也来一盒，她住7-505: the place is that of the neighbour whom the order before was for; give it to them."""
    last = acts[-1] if acts else None
    if last is None or not last.who.on_behalf or last.who.residence is not None:
        return False
    if not _OTHER.match(text, part.start, part.end):
        return False
    acts[-1] = replace(last, who=replace(last.who, residence=who.residence))
    return True
