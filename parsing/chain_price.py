"""Reads the new price that an organiser names in the chat (鸡蛋改成13元一盒, 鸡蛋涨到13了, 今天开始青菜5块).

A price is no order: it stands right after goods, has 元 or a measure of its own (13一盒) or a word that only prices
have (涨到13), and nobody's room is beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.order_chain import ChainReading, Good, folded
from domain.residence import AddressGrammar
from parsing.context import Evidence, OpenBuy, Question, Reading, Stated
from parsing.item import Mention, lexicon
from parsing.normalise import Normalised
from parsing.numeral import number_of
from parsing.residence import find_residences
from parsing.vocabulary import chatter
from parsing.vocabulary import posted as posted_words
from parsing.vocabulary import price as words

_DEAREST = 100_000
_LOOK = re.compile(r"[元块¥￥价涨降跌]|报错|更正|[0-9一二两三四五六七八九十][ ]?[/每一]")


@dataclass(frozen=True, slots=True)
class _Named:
    """A price as it was said of goods, and where."""

    mention: Mention
    end: int
    price: Decimal
    measure: str | None
    change: int = 0  # 1: so much dearer, -1: cheaper, 0: it is the price
    is_either: bool = False  # 涨价2元 or 涨价13元: so much more, or the price


def read_price(page: Normalised, buys: list[OpenBuy], grammar: AddressGrammar) -> Reading | None:
    """Say which prices an organiser names in his buys; None where he names none."""
    text = page.text
    mine = [buy for buy in buys if buy.speaker_is_organiser and buy.goods]
    if not mine or _LOOK.search(text) is None or _is_something_else(text, buys, grammar):
        return None
    stated: list[Stated] = []
    evidence: list[Evidence] = []
    for buy in mine:
        found = list(_named(text, buy.goods))
        doubtful = next((one for one in found if len(one.mention.names) > 1), None)
        if doubtful is not None:
            return Reading(questions=(Question("哪一样?", doubtful.mention.names[:8]),))
        told = {one.mention.names[0]: one for one in found}
        goods = [_priced(good, told[good.name]) for good in buy.goods if good.name in told]
        other = next((good for good in goods if isinstance(good, str)), None)
        if other is not None:
            return Reading(questions=(Question(other),))
        if goods:
            reading = ChainReading(goods=tuple(good for good in goods if isinstance(good, Good)))
            stated.append(Stated(buy.id, reading))
            evidence += [_evidence(page, one.mention.start, one.end) for one in told.values()]
    return Reading(tuple(stated), tuple(evidence)) if stated else None


def _is_something_else(text: str, buys: list[OpenBuy], grammar: AddressGrammar) -> bool:
    """Say whether money is spoken of otherwise: it is asked about, paid, somebody's (老秦鸡蛋24元)."""
    said = folded(text)
    if any(len(name) > 1 and name in said for buy in buys for name in buy.names):
        return True
    if chatter.QUESTION.search(text) or words.NO_PRICE.search(text) or posted_words.HIMSELF.search(text):
        return True
    return bool(find_residences(text, grammar))


def _named(text: str, goods: tuple[Good, ...]) -> Iterator[_Named]:
    usual = {good.name: good.measure for good in goods}
    mentions = list(lexicon(goods).mentions(text))
    front = words.FRONT.search(text[: mentions[0].start]) if mentions else None
    for place, mention in enumerate(mentions):
        until = mentions[place + 1].start if place + 1 < len(mentions) else len(text)
        gap = words.GAP.match(text, mention.end, until)
        number = words.NUMBER.match(text, gap.end(), until) if gap is not None else None
        if gap is None or number is None or words.GOES_ON.match(text, number.end()) is not None:
            continue
        price = _price_of(number)
        is_front = front is not None and (front["corrects"] is None or "." in number["price"])
        if price is None or not _is_money(text, gap[0], number, usual.get(mention.names[0]), is_front=is_front):
            continue
        before = words.MEASURE_BEFORE.search(gap[0])
        measure = number["measure"] or (before["measure"] if before is not None else None)
        relative = words.RELATIVE.search(gap[0], max(0, len(gap[0]) - 6))
        relative = relative or (front if front is not None and (front["up"] or front["down"]) else None)
        change = 0 if relative is None else 1 if relative["up"] else -1
        is_either = relative is not None and (relative is front or relative["either"] is not None)
        yield _Named(mention, number.end(), price, measure, change, is_either)


def _price_of(number: re.Match[str]) -> Decimal | None:
    price = number_of(number["price"])
    if price is not None and number["tenths"]:
        price += (number_of(number["tenths"]) or Decimal()) / 10
    return price if price is not None and 0 < price < _DEAREST else None


def _is_money(text: str, gap: str, number: re.Match[str], usual: str | None, *, is_front: bool) -> bool:
    """Say whether a number after goods is money: 改成13 may be so many of them, 涨到13 and 13一盒 may not. `is_front`:
    a word that only prices have stands before the goods."""
    if number["money"] == "块" and (usual == "块" or number["price"] == "一"):
        return False  # 豆腐5块, 一块去
    if number["money"] is not None or number[0][0] in "¥￥" or number["measure"] is not None:
        return True
    ends = number[0].endswith(" ") or words.ENDS.match(text, number.end()) is not None
    return ends and (is_front or words.ABSOLUTE.search(gap) is not None)


def _priced(good: Good, said: _Named) -> Good | str:
    """Return the good at its new price, or what to ask where that is not certain."""
    if good.measure is not None and said.measure not in (None, good.measure):
        example = f"{good.name}改成{said.price}元/{good.measure}"
        return f"{good.name}是按{good.measure}卖的，请写一{good.measure}多少钱，比如：{example}"
    price = said.price
    if said.change and not (said.is_either and (good.price is None or said.price * 2 >= good.price)):
        price = (good.price or Decimal()) + said.change * said.price
    if price <= 0 or (said.change and not said.is_either and good.price is None):
        return f"{good.name}现在多少钱？请写明白，比如：{good.name}13元"
    return replace(good, price=price, measure=good.measure or said.measure)


def _evidence(page: Normalised, start: int, end: int) -> Evidence:
    a, b = page.origin(start, end)
    return Evidence(a, b, page.written[a:b], "price")


__all__ = ["read_price"]
