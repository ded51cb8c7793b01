"""What a clause does to an order, by the verbs in it, and the goods and numbers that belong to each verb."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.order_chain import Good, Verb, Want
from parsing.chain_mark import Kind, Mark
from parsing.numeral import number_of
from parsing.vocabulary import chain as words

_EACH_ALONE = re.compile(r"[ ,]*(?:(?:都|全部|全都)?各|都[来要订])")
_IS_NOT = re.compile("[ ]?不是[ ]?")
NOT_SAID = Decimal(0)
_CHANGES_GOODS = frozenset(("换成", "换为", "换"))


def verb_of(marks: Sequence[Mark], text: str) -> Verb:
    """Return what the marks do: a table from the strongest word to the plain order."""
    kinds = {mark.kind for mark in marks}
    turn = turning(marks)
    if Kind.REMOVE in kinds and not _turns_to_other_goods(marks, turn):
        return Verb.SUBTRACT if turn is None and _takes_some_back(marks) else Verb.REMOVE
    if turn is not None:
        before, after = _items_around(marks, turn)
        changes = text[turn.start : turn.end] in _CHANGES_GOODS
        return Verb.SWAP if after and (before or changes) and after != before else Verb.SET
    for kind, verb in (
        (Kind.TOTAL, Verb.SET),
        (Kind.SUBTRACT, Verb.SUBTRACT),
        (Kind.ADD, Verb.ADD),
        (Kind.PLUS, Verb.ADD),
    ):
        if kind in kinds:
            return verb
    if Kind.EACH in kinds and any(mark.kind is Kind.EACH and text[mark.end - 1] == "加" for mark in marks):
        return Verb.ADD  # 各加一只
    return Verb.ORDER


def _takes_some_back(marks: Sequence[Mark]) -> bool:
    """Say whether a number follows what is taken back: 取消1盒, 取消青菜1份, but not 青菜1份取消."""
    after = [mark.kind for mark in marks if mark.kind in (Kind.REMOVE, Kind.ITEM, Kind.COUNT)]
    return after in ([Kind.REMOVE, Kind.COUNT], [Kind.REMOVE, Kind.ITEM, Kind.COUNT])


def _turns_to_other_goods(marks: Sequence[Mark], turn: Mark | None) -> bool:
    """Say whether what is not wanted is swapped: 不要红薯了换青提."""
    if turn is None or any(m.kind is Kind.REMOVE and m.start > turn.start for m in marks):
        return False
    before, after = _items_around(marks, turn)
    return bool(before) and bool(after)


def turning(marks: Sequence[Mark]) -> Mark | None:
    """Return the mark before which stands what was, and after which what is to be: 改成, 换."""
    return next((mark for mark in marks if mark.kind in (Kind.SET, Kind.SWAP)), None)


def without_slips(marks: Sequence[Mark], text: str) -> Sequence[Mark]:
    """Leave out the number that was not meant: 基围虾1斤不是11斤, 要一箱瓜子 不是一包."""
    for place, mark in enumerate(marks[1:-1], 1):
        if mark.kind is not Kind.SET or not _IS_NOT.fullmatch(text, mark.start, mark.end):
            continue
        if marks[place + 1].kind is Kind.COUNT and any(before.kind is Kind.COUNT for before in marks[:place]):
            return [*marks[:place], *marks[place + 2 :]]
    return marks


def without_sum(marks: Sequence[Mark]) -> Sequence[Mark]:
    """Leave out what an order comes to, in pieces or money (酒酿3瓶 共54): a bare number that sums up is no change."""
    kinds = {mark.kind for mark in marks}
    if Kind.TOTAL not in kinds or not kinds.isdisjoint((Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.SET, Kind.SWAP)):
        return marks
    total = next(mark for mark in marks if mark.kind is Kind.TOTAL)
    if _is_sum_of_several(marks, total):
        return [mark for mark in marks if mark.end <= total.start or mark.kind not in (Kind.TOTAL, Kind.COUNT)]
    before = [mark for mark in marks if mark.quantity is not None and mark.end <= total.start]
    after = [mark for mark in marks if mark.quantity is not None and mark.start >= total.end]
    if not before or any(mark.signed for mark in before) or len(after) != 1:
        return marks
    (comes_to,) = after
    if comes_to.quantity is None or comes_to.quantity.measure is not None:
        return marks
    return [mark for mark in marks if mark is not total and mark is not comes_to]


def _is_sum_of_several(marks: Sequence[Mark], total: Mark) -> bool:
    """Say whether the total is of several goods that all have their number: 香瓜2 梨2 共4箱 合计96."""
    before = [mark for mark in marks if mark.end <= total.start]
    items = [mark.names for mark in before if mark.kind is Kind.ITEM]
    counts = [mark for mark in before if mark.kind is Kind.COUNT]
    return (
        len(set(items)) > 1 and len(counts) == len(items) and all(m.kind is not Kind.ITEM for m in marks[len(before) :])
    )


def _items_around(marks: Sequence[Mark], turn: Mark) -> tuple[list[str], list[str]]:
    items = [(mark.start, mark.names[0]) for mark in marks if mark.kind is Kind.ITEM]
    return [name for at, name in items if at < turn.start], [name for at, name in items if at > turn.start]


def swapped(marks: Sequence[Mark], turn: Mark) -> tuple[Want, Want] | None:
    """Return what goes and what comes, each with the number said at it (0 where none was); None if nothing comes."""
    before, after = _items_around(marks, turn)
    if not after:
        return None
    gone = [mark.quantity for mark in marks if mark.quantity is not None and mark.start < turn.start]
    come = [mark.quantity for mark in marks if mark.quantity is not None and mark.start > turn.start]
    return (
        Want(before[-1] if before else None, gone[-1].value if gone else NOT_SAID),
        Want(after[-1], come[-1].value if come else NOT_SAID, come[-1].measure if come else None),
    )


def set_to(wants: list[Want], marks: Sequence[Mark]) -> list[Want]:
    """Of what stands around 改成 or 共 the last number counts, for the goods before or after it."""
    last = max((mark.end for mark in marks if mark.kind in (Kind.TOTAL, Kind.SET, Kind.SWAP)), default=0)
    counts = [mark.quantity for mark in marks if mark.quantity is not None and mark.start >= last]
    items = {want.item for want in wants if want.item is not None}
    if len(items) <= 1 and counts:
        return [Want(next(iter(items), None), counts[-1].value, counts[-1].measure)]
    return wants


_OF_ALL = re.compile(r"[ ,]*(?:两[样种个]|全部|[这那]些|我的|我家的?|两[样种])?(?:都|各|全都?|每样|统统)")


def of_all_ordered(verb: Verb, said: str, marks: Sequence[Mark], mine: Sequence[Want]) -> list[Want] | None:
    """都改成2只, 各加一只, of one who has several goods: so many of each of them; None where that is not said."""
    counts = [mark.quantity for mark in marks if mark.quantity is not None]
    named = any(mark.kind is Kind.ITEM for mark in marks)
    if verb not in (Verb.SET, Verb.ADD, Verb.SUBTRACT) or named or len(counts) != 1 or len(mine) < 2:
        return None
    if _OF_ALL.match(said) is None:
        return None
    return [Want(want.item, counts[0].value, counts[0].measure) for want in mine]


def of_every_good(said: str, marks: Sequence[Mark], goods: Sequence[Good], *, placed: bool) -> list[Want] | None:
    """每样两瓶, 三种口味各一, and beside a place 各2: so many of every good; None where that is not what is said."""
    match = words.ALL_GOODS.search(said)
    counts = [mark.quantity for mark in marks if mark.quantity is not None]
    if match is not None and match["number"] and len(counts) == 2 and counts[0].value == len(goods):
        del counts[0]  # 三个口味各两个
    named = any(mark.kind is Kind.ITEM for mark in marks)
    if placed and not named and 1 < len(goods) <= 10 and len(counts) == 1 and _EACH_ALONE.match(said):
        return [Want(good.name, counts[0].value, counts[0].measure) for good in goods]
    if match is None or named or len(counts) != 1 or not 1 < len(goods) <= 10:
        return None
    if match["number"] not in (None, "都") and number_of(match["number"]) != len(goods):
        return None
    return [Want(good.name, counts[0].value, counts[0].measure) for good in goods]
