"""Reads that goods of a buy are sold out, or there again, as its organiser says it (青菜没有了, 青菜又有了)."""

import re
from dataclasses import replace

from domain.order_chain import ChainReading
from domain.residence import AddressGrammar
from parsing.chain_header import title_good
from parsing.chain_mark import Kind, Mark, mask
from parsing.context import Evidence, OpenBuy, Question, Reading, Stated
from parsing.item import lexicon
from parsing.normalise import Normalised
from parsing.residence import find_residences
from parsing.vocabulary import chatter
from parsing.vocabulary import gone as words

_LONGEST = 60


def read_gone(page: Normalised, buys: list[OpenBuy], grammar: AddressGrammar) -> Reading | None:
    """Say of which goods no more are to be had, or more again; None where the organiser says neither."""
    text = page.text.strip()
    mine = [buy for buy in buys if buy.speaker_is_organiser and buy.goods]
    if not mine or len(text) > _LONGEST or find_residences(text, grammar):
        return None
    if chatter.QUESTION.search(text) and words.THERE_IS.fullmatch(text) is None:
        return None
    if any(_closes(text, buy) for buy in mine):
        return None
    found = [(buy, said) for buy in mine if (said := _said(text, buy)) is not None]
    if not found:
        return None
    if len(found) > 1:
        return Reading(questions=(Question("哪个团?", tuple(buy.title or f"团购{buy.id}" for buy, _ in found[:8])),))
    ((buy, (names, is_gone)),) = found
    goods = tuple(replace(good, is_gone=is_gone) for good in buy.goods if good.name in names)
    evidence = Evidence(0, len(page.written), page.written, "gone" if is_gone else "back")
    return Reading((Stated(buy.id, ChainReading(goods=goods)),), (evidence,))


def _said(text: str, buy: OpenBuy) -> tuple[frozenset[str], bool] | None:
    """Return which goods of a buy are spoken of, and whether they are gone; None where it is something else."""
    for patterns, is_gone in (((words.BACK,), False), ((words.GONE, words.GONE_FIRST, words.CLOSED), True)):
        for pattern in patterns:
            names = _named(text, buy, pattern)
            if not is_gone:  # 青菜到货了 says nothing of goods that were there all the time
                names = frozenset(good.name for good in buy.goods if good.name in names and good.is_gone)
            if names:
                return names, is_gone
    return None


def _named(text: str, buy: OpenBuy, pattern: re.Pattern[str]) -> frozenset[str]:
    """Return the goods of which a pattern speaks; none where one may be several, or others are offered instead."""
    mentions = list(lexicon(buy.goods).mentions(text))
    match = pattern.match(mask(text, [Mark(Kind.ITEM, one.start, one.end) for one in mentions], "\ue001"))
    if match is None or words.OFFERS.search(match["rest"] or ""):
        return frozenset()
    named = [one.names for one in mentions if match.start("goods") <= one.start < match.end("goods")]
    return frozenset(names[0] for names in named) if all(len(names) == 1 for names in named) else frozenset()


def _closes(text: str, buy: OpenBuy) -> bool:
    """Say whether 截单 is said of all that a buy offers, or of what it is called by: 香梨截单了 closes 香梨团."""
    names = _named(text, buy, words.CLOSED)
    called = title_good(buy.title) if buy.title else None
    is_title = called is not None and any(name in called or called in name for name in names)
    return bool(names) and (len(names) == len(buy.goods) or is_title)


__all__ = ["read_gone"]
