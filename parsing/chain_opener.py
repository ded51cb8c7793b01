"""Reads a sentence that opens a buy (调味品有需要的请在群里接龙): what is offered, and who needs it."""

import re
from dataclasses import replace

from parsing.chain_list import read_list
from parsing.context import Context, Evidence, OpenBuy, Reading, Stated
from parsing.item import lexicon
from parsing.normalise import Normalised, normalise
from parsing.vocabulary import chatter
from parsing.vocabulary import opener as words

_LONGEST = 200  # who writes more posts a list
_PARTS = re.compile("[,，。;；!！~]")
_NEXT = re.compile(
    r"(?<=[0-9元块][/一每][一-鿿])(?=[一-鿿]{2,6}[0-9])|(?<=[0-9元块][/一每][一-鿿])(?=[一-鿿]{2,8}[元块])"
)
_MOST_NAMED = 3  # goods that a buy without a title is called by
_SHORTEST = 2  # characters of what is offered


def read_opener(page: Normalised, context: Context) -> Reading | None:
    """Say which buy a sentence opens; None where it is no such sentence. A reminder of an open buy is chat."""
    text = page.text.strip()
    if "\n" in text:
        return _read_price_list(page, text, context)
    offered_with_price = _read_offer(page, text, context) if len(text) <= _LONGEST else None
    if offered_with_price is not None:
        return offered_with_price
    if "接龙" not in text or len(text) > _LONGEST or words.NO_OPENER.search(text) or chatter.QUESTION.search(text):
        return None
    text, terms = _apart(text)
    named, tail = words.NAMED.search(text), words.TAIL.search(text)
    starts = words.STARTS.search(text) if terms else None
    if starts is not None:
        offered = starts["what"]
    elif named is not None:
        offered = f"{text[: named.start()]} {named['what']}" if text[: named.start()].strip() else named["what"]
    elif tail is not None:
        offered = text[: tail.start()]
    else:
        return None
    offered = words.GREETING.sub("", offered.strip()).strip(" ,，、。:：!！~")
    if len(offered) < _SHORTEST or offered.startswith("我"):
        return None
    if any(_is_of(offered, buy) for buy in context.buys):
        return Reading()
    return _opened(page, _with_terms(offered, terms, context), context)


def _read_offer(page: Normalised, text: str, context: Context) -> Reading | None:
    """Return the buy that an offer with a price for so much opens; None where it is no such offer."""
    offer, join = words.OFFERED.match(text), words.JOIN.search(text)
    end = len(text)
    if offer is not None and join is not None:
        end = join.start()
    else:
        offer = words.WANTED.match(text)
    if offer is None or words.NO_OPENER.search(text) or words.NO_SALE.search(offer["what"]):
        return None
    what, terms = offer["what"], text[offer.end() : end]
    if words.PRICE_EACH.search(terms) is None or any(_is_of(what, buy) for buy in context.buys):
        return None
    parts = [part for part in _PARTS.split(terms) if words.PRICE.search(part)]
    return _opened(page, f"{what} {'，'.join(parts)}", context)


def _apart(text: str) -> tuple[str, str]:
    """Return a sentence and the prices that follow it, "" where none do: 需要鸡蛋的请接龙，12元一板，今晚8点截单."""
    after = words.AFTER.search(text)
    if after is None or words.PRICE.search(text, after.end()) is None:
        return text, ""
    parts = [part for part in _PARTS.split(text[after.end() :]) if words.PRICE.search(part)]
    return text[: after.start()], "，".join(_NEXT.sub("，", part) for part in parts)


def _with_terms(offered: str, terms: str, context: Context) -> str:
    """Return what is offered with its prices: they stand for themselves where they name goods."""
    posted = read_list(normalise(f"#接龙\n{terms}"), (), context.grammar) if terms else None
    priced = posted.reading.goods if posted is not None else ()
    return terms if priced and all(good.name in offered for good in priced) else f"{offered} {terms}".strip()


def _read_price_list(page: Normalised, text: str, context: Context) -> Reading | None:
    """开团啦！ or 团购接龙 on the first line, and below it goods with their prices: a buy without its tag. Where a
    price is left that no good has (2升装 22元), nothing is opened: half a price list would be taken for the whole."""
    first, _, rest = text.partition("\n")
    first = first.strip(" 【】[]")
    named = words.NAMED_AFTER.fullmatch(first)
    if (words.HEADLINE.fullmatch(first) is None and named is None) or words.OF_HEALTH.search(text):
        return None
    if named is not None:  # 开团！水果
        text = f"{named['what']}\n{rest}"
    is_bare = named is None and words.BARE.fullmatch(first) is not None
    reading = _opened(page, rest if is_bare else text, context)
    if reading is None or not reading.stated:
        return None
    (stated,) = reading.stated
    priced = sum(good.price is not None for good in stated.reading.goods)
    if not priced or priced < sum(words.PRICE.search(line) is not None for line in rest.splitlines()):
        return None
    if is_bare:  # 开团啦！ is no name for a buy
        title = "、".join(good.name for good in stated.reading.goods[:_MOST_NAMED])
        stated = replace(stated, reading=replace(stated.reading, title=title))
    return replace(reading, stated=(stated,))


def _opened(page: Normalised, offered: str, context: Context) -> Reading | None:
    posted = read_list(normalise(f"#接龙\n{offered}"), (), context.grammar)
    if posted is None or not posted.about_goods or posted.reading.acts:
        return None
    goods = posted.reading.goods
    if goods and any(all(_is_of(good.name, buy) for good in goods) for buy in context.buys):
        return Reading()
    evidence = Evidence(0, len(page.written), page.written, "opener")
    return Reading((Stated(None, posted.reading),), (evidence,))


def _is_of(offered: str, buy: OpenBuy) -> bool:
    """Say whether what is offered is that of an open buy."""
    if buy.title and (buy.title in offered or offered in buy.title):
        return True
    return lexicon((*buy.goods, *buy.heard)).names_any(offered)


__all__ = ["read_opener"]
