"""Finds whose order somebody wants as well (和302一样的, 跟3-502一样): the household's room, as said."""

import re

from domain.order_chain import Order, Want
from domain.residence import AddressGrammar, Residence
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences

_ALIKE = re.compile(r"[和跟与同照]着?[ ]?(?P<place>[^,。;!?\n和跟与同照]{3,12}?)[ ]?(?:室|家)?的?[一同]样")


def find_alike(text: str, grammar: AddressGrammar) -> Residence | None:
    """Return the room whose order is meant by a message, or None."""
    match = _ALIKE.search(normalise(text).text) if "样" in text or "樣" in text else None
    if match is None:
        return None
    said = match["place"]
    found = [*find_residences(said, grammar), *find_bare_rooms(said)]
    return found[0].value if found and found[0].start == 0 and found[0].value.room is not None else None


def wants_of(orders: list[Order], place: Residence) -> tuple[Want, ...]:
    """Return what the one household that a room may mean has ordered; nothing where it is none, or may be several."""
    meant = [
        order for order in orders if order.lines and order.residence is not None and _is_at(order.residence, place)
    ]
    if len(meant) != 1:
        return ()
    return tuple(Want(line.item, line.quantity, line.measure) for line in meant[0].lines)


def _is_at(known: Residence, said: Residence) -> bool:
    pairs = ((known.building, said.building), (known.unit, said.unit), (known.lane, said.lane))
    return known.room == said.room and all(b is None or a == b for a, b in pairs)
