"""Finds whose order somebody wants as well (和302一样的, 跟3-502一样): the household's room, as said."""

import re

from domain.order_chain import Order, Want, folded
from domain.residence import AddressGrammar, Residence
from parsing.context import Context, Question
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences

_LONGEST = 30  # characters of who says no more than that
_ALIKE = re.compile(r"[和跟与同照]着?[ ]?(?P<place>[^,。;!?\n和跟与同照]{3,12}?)[ ]?(?:室|家)?的?[一同]样")


def find_alike(text: str, grammar: AddressGrammar) -> Residence | None:
    """Return the room whose order is meant by a message, or None."""
    match = _ALIKE.search(normalise(text).text) if "样" in text or "樣" in text else None
    if match is None:
        return None
    said = match["place"]
    found = [*find_residences(said, grammar), *find_bare_rooms(said)]
    return found[0].value if found and found[0].start == 0 and found[0].value.room is not None else None


_LAST_TIME = re.compile(
    r"(?:我家?|我们家?|还是)?[ ]?(?:[和跟同与照按]着?)?(?:上[次回周]|以前|之前|往常|老样子)"
    r"的?(?:订的|要的)?(?:一样|那样|相同)?的?"
    r"(?:来|要|订|吧|一份|就[行好]|哈|哦|谢谢|[ ,。!~])*"
)
_LIKE_SOMEBODY = re.compile(
    r"(?:我家?|我们家?)?也?[和跟同与照]着?[ ]?(?P<name>[^,。;!?\n0-9 和跟与同照]{1,6}?)家?的?[一同]样的?"
    r"(?:来|要|订|吧|[ ,。!~]|谢谢|[0-9A-Z#号楼栋幢室\-]{3,12})*"
)
_NEIGHBOURS = frozenset(("对门", "隔壁", "楼上", "楼下", "邻居", "对面"))


def asked_about_alike(text: str, context: Context) -> Question | None:
    """Return what is asked of who wants the same as last time, or as somebody without a room: nobody looks that up."""
    if "样" not in text or len(text) > _LONGEST:
        return None
    if _LAST_TIME.fullmatch(text) is not None:
        return Question("上次订了什么我没有照抄，请写上要什么、几份", ())
    like = _LIKE_SOMEBODY.fullmatch(text)
    name = folded(like["name"]) if like is not None else ""
    if name in _NEIGHBOURS - {"楼上"} or any(name and name in buy.names for buy in context.buys):
        return Question("和哪一户一样？请写上门牌，比如：和3-502一样", ())
    return None


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
