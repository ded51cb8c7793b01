"""Reads what an organiser (团长) says in the chat: his questions to residents, his echoes and notices.

He may order for himself as everybody does, but most of his lines repeat or offer what others may have: only what
names a room, speaks of himself, passes on what others told him, or changes an order is one.
"""

import re

from domain.quantity import Quantity
from domain.residence import AddressGrammar
from parsing.chain_mark import GOODS_SCALE, Kind, Mark, scan
from parsing.context import Asked, OpenBuy, Question, Reading
from parsing.item import lexicon
from parsing.normalise import Normalised
from parsing.vocabulary import chatter
from parsing.vocabulary import posted as posted_words

_LEFT = re.compile(r"(?:只剩|还剩|剩下?|只有|最多)(?:最后)?[ ]?(?P<left>[^,。;!?\n]{1,8})")
_OFFERS = re.compile(r"要[吗么不]|要不要|可以[吗么不]|行[吗么不]|[好成][吗么]")


def _asked(text: str, marks: tuple[Mark, ...], count: Quantity | None, items: tuple[str, ...]) -> Asked:
    """Return what the organiser asks about: goods with a number, what is left (只剩1盒了，要吗), others instead."""
    swap = next((mark for mark in marks if mark.kind in (Kind.SWAP, Kind.SET)), None)
    if swap is not None and len(items) == 2:
        return Asked(items[1], instead_of=items[0])
    item = items[0] if len(items) == 1 else None
    if count is None and _OFFERS.search(text) and (left := _LEFT.search(text)):
        numbers = list(GOODS_SCALE.numbers(left["left"]))
        count = Quantity(numbers[0].value, numbers[0].measure) if len(numbers) == 1 else None
    return Asked(item, count.value, count.measure) if count is not None else Asked(item)


def read_organiser(page: Normalised, buy: OpenBuy, grammar: AddressGrammar) -> Reading | None:
    """Say what the organiser's words do: ask somebody, or nothing; None where they are to be read as a resident's."""
    text = page.text
    marks = scan(text, lexicon(buy.goods), grammar, is_said=True)
    items = tuple(dict.fromkeys(mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1))
    if chatter.QUESTION.search(text):
        counts = [mark.quantity for mark in marks if mark.kind is Kind.COUNT and mark.quantity is not None]
        return Reading(asks=_asked(text, marks, counts[0] if len(counts) == 1 else None, items), talks_of=items)
    if not buy.mine and posted_words.GIVES_UP.search(text):
        return Reading(questions=(Question("是说这个团取消吗？取消请发「这个团取消了」", ()),))
    if posted_words.ECHO.search(text) or posted_words.ASIDE.search(text):
        return Reading(talks_of=items)
    kinds = {mark.kind for mark in marks}
    changes = kinds & {Kind.SET, Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.REMOVE, Kind.SWAP}
    if posted_words.PASSED_ON.search(text) and {Kind.PLACE, Kind.ITEM, Kind.COUNT} <= kinds:
        return None  # 漏了的补一下：5-102 青菜1份
    placed = bool(marks) and marks[0].kind in (Kind.PLACE, Kind.ROOM) and not text[: marks[0].start].strip()
    if placed or changes or posted_words.HIMSELF.search(text):
        return None
    return Reading(talks_of=items)
