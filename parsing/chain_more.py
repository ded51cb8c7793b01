"""Reads goods that an organiser offers besides: a line more in the list he posts again or edits, or words in the chat
(再加一个葡萄20元/斤)."""

import re
from dataclasses import replace

from domain.order_chain import ChainReading, Good
from domain.residence import AddressGrammar
from parsing.chain_header import price_line
from parsing.context import Evidence, OpenBuy, Reading, Stated
from parsing.item import lexicon
from parsing.normalise import Normalised
from parsing.residence import find_residences
from parsing.vocabulary import chatter
from parsing.vocabulary.chain import MEASURES
from parsing.vocabulary.measure import GOODS

_LONGEST = 40
_MORE = re.compile(
    r"(?:大家|各位|邻居们?|好|[ ,。!:])*(?:今天|这次|刚刚?|现在)?(?:再|又|另外?|还)?(?:新增|增加|加|添|新?上)了?"
    r"(?:[一1]?[个样种款])?[ ,:]*(?P<rest>[^,。!\n0-9][^,。!\n]{2,24})(?:[,。! ~].{0,20})?"
)


def read_more(page: Normalised, buys: list[OpenBuy], grammar: AddressGrammar) -> Reading | None:
    """Say which good an organiser adds to his only buy here, with its price; None where he adds none."""
    text = page.text.strip()
    mine = [buy for buy in buys if buy.speaker_is_organiser and buy.goods]
    match = _MORE.fullmatch(text) if len(mine) == 1 and len(text) <= _LONGEST else None
    if match is None or chatter.QUESTION.search(text) or find_residences(text, grammar):
        return None
    good = price_line(match["rest"])
    if good is None or good.price is None or not _is_new(good, mine[0].goods):
        return None
    evidence = Evidence(0, len(page.written), page.written, "offer")
    return Reading((Stated(mine[0].id, ChainReading(goods=(good,))),), (evidence,))


def added(listed: tuple[Good, ...], known: tuple[Good, ...]) -> tuple[Good, ...]:
    """Return the goods with prices that a list offers and its buy did not have."""
    return tuple(replace(good, code=None) for good in listed if good.price is not None and _is_new(good, known))


def _is_new(good: Good, known: tuple[Good, ...]) -> bool:
    is_word = good.name in MEASURES or good.name in GOODS
    return not is_word and not lexicon(known).names_any(good.name)
