"""Reads what an organiser (团长) says in the chat: his questions to residents, his echoes and notices.

He may order for himself as everybody does, but most of his lines repeat or offer what others may have: only what
names a room, speaks of himself, or changes an order is one.
"""

from domain.residence import AddressGrammar
from parsing.chain_mark import Kind, scan
from parsing.context import Asked, OpenBuy, Reading
from parsing.item import lexicon
from parsing.normalise import Normalised
from parsing.vocabulary import chatter
from parsing.vocabulary import posted as posted_words


def read_organiser(page: Normalised, buy: OpenBuy, grammar: AddressGrammar) -> Reading | None:
    """Say what the organiser's words do: ask somebody, or nothing; None where they are to be read as a resident's."""
    text = page.text
    marks = scan(text, lexicon(buy.goods), grammar)
    items = tuple(dict.fromkeys(mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1))
    if chatter.QUESTION.search(text):
        counts = [mark.quantity for mark in marks if mark.kind is Kind.COUNT and mark.quantity is not None]
        one = counts[0] if len(counts) == 1 else None
        item = items[0] if len(items) == 1 else None
        return Reading(asks=Asked(item, one.value if one else None, one.measure if one else None), talks_of=items)
    if posted_words.ECHO.search(text) or posted_words.ASIDE.search(text):
        return Reading(talks_of=items)
    kinds = {mark.kind for mark in marks}
    changes = kinds & {Kind.SET, Kind.ADD, Kind.PLUS, Kind.SUBTRACT, Kind.REMOVE, Kind.SWAP}
    placed = bool(marks) and marks[0].kind in (Kind.PLACE, Kind.ROOM) and not text[: marks[0].start].strip()
    if placed or changes or posted_words.HIMSELF.search(text):
        return None
    return Reading(talks_of=items)
