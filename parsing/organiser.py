"""Reads what an organiser (团长) says in the chat: closing, and questions to a resident. His echoes order nothing."""

from domain.order_chain import ChainReading
from domain.residence import AddressGrammar
from parsing.chain_mark import Kind, scan
from parsing.item import lexicon
from parsing.normalise import Normalised
from parsing.reading import Asked, OpenBuy, Reading, Stated
from parsing.vocabulary import chain as words


def read_organiser(page: Normalised, buy: OpenBuy, grammar: AddressGrammar) -> Reading:
    """Say what the organiser's words do: close the buy, ask somebody, or nothing."""
    text = page.text
    asked = words.QUESTION.search(text) is not None
    if not asked and closes(text):
        return Reading((Stated(buy.id, ChainReading(closes=True)),))
    marks = scan(text, lexicon(buy.goods), grammar)
    items = tuple(dict.fromkeys(mark.names[0] for mark in marks if mark.kind is Kind.ITEM and len(mark.names) == 1))
    if not asked:
        return Reading(talks_of=items)
    counts = [mark.count for mark in marks if mark.kind is Kind.COUNT and mark.count is not None]
    one = counts[0] if len(counts) == 1 else None
    return Reading(
        asks=Asked(
            items[0] if len(items) == 1 else None,
            one.value if one is not None else None,
            one.measure if one is not None else None,
        ),
        talks_of=items,
    )


def closes(text: str) -> bool:
    """Say whether the words close the buy now: 截单了, 不接了; not 六点截单, 快截单了."""
    import re

    for clause in re.split(r"[,;。!?\n]", text):
        if words.CLOSING.search(clause) and not words.NOT_YET.search(clause):
            return True
    return False
