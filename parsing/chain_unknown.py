"""Words about goods that nobody knows: whether they leave it doubtful that an order is meant, and whether to ask.

A change that names goods which are not in the buy must never act on other goods (桂花糕不要了 takes no pears away).
"""

from collections.abc import Sequence

from domain.order_chain import Verb, Who
from parsing.chain_gap import content
from parsing.chain_line import Basket, Page
from parsing.chain_mark import Kind, Mark
from parsing.chain_verb import turning
from parsing.context import OpenBuy
from parsing.vocabulary import chain as words
from parsing.word import is_food

CHANGES = frozenset({Verb.SET, Verb.ADD, Verb.SUBTRACT, Verb.REMOVE, Verb.SWAP})
_MOST_UNKNOWN = 4  # characters of goods that nobody knows
_MOST_CHANGED = 6


def is_strange(basket: Basket, marks: Sequence[Mark], parties: tuple[Who, ...]) -> bool:
    """Say whether more was said than was understood, so that it is doubtful whether this is an order at all."""
    unread = sum([len(content(word)) for word in basket.unread])
    if unread == 0:
        return False
    if not any(mark.kind is Kind.ITEM for mark in marks):
        return True
    return unread > (6 if parties or any(mark.signed for mark in marks) else 2)


def is_of_goods_unknown(page: Page, basket: Basket, marks: Sequence[Mark]) -> bool:
    """Say whether a few words that nobody knows stand beside a number: 3-801 清菜2份 is worth asking about."""
    unknown = sum(len(content(word)) for word in basket.unread)
    counts = [mark for mark in marks if mark.quantity is not None and (mark.signed or mark.quantity.measure)]
    most = _MOST_UNKNOWN + (len(counts) > 1 and len(basket.unread) > 1)  # 葱姜蒜3箱 酒精6组
    told = any(mark.kind in (Kind.ITEM, Kind.REMOVE, Kind.MONEY, Kind.TIME) for mark in marks)
    return page.known and bool(counts) and not told and unknown <= most and not basket.notes


def changed_unknown(page: Page, end: int, verb: Verb, basket: Basket, marks: Sequence[Mark]) -> str:
    """Return the words of goods nobody knows that a change speaks of: 桂花糕不要了, 香梨换成苹果; else nothing."""
    if verb not in CHANGES:
        return ""
    turn = turning(marks)
    if turn is not None and page.known:
        stop = next((mark.start for mark in marks if mark.start >= turn.end), end)
        said = page.text.text[turn.end : stop]
        if content(said) and words.NOTE.search(said) is None:
            return content(said)
    if any(mark.kind is Kind.ITEM for mark in marks):
        return ""
    if basket.unread:
        return "".join(map(content, basket.unread))
    left = "".join(content(words.NOTE.sub("", note)) for note in basket.notes)
    return left if len(left) > 1 else ""


def is_worth_asking(unknown: str, marks: Sequence[Mark], buy: OpenBuy, *, placed: bool) -> bool:
    """Say whether to ask which goods a change meant: who has an order, or told the place, and spoke of goods."""
    if not (placed or buy.mine) or len(unknown) > _MOST_CHANGED or any(mark.kind is Kind.TIME for mark in marks):
        return False
    return placed or is_food(unknown) or any(m.quantity is not None and m.quantity.measure is not None for m in marks)
