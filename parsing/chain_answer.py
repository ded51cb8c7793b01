"""Reads the short answers to what somebody was asked (要几袋? 蜜橘+1吗? 哪一样?): 对, 四, 箱, 蜜橘, 不用了."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.order_chain import Act, Verb, Want, Who
from parsing.chain_gap import content
from parsing.chain_line import Page
from parsing.chain_mark import ORDER_KINDS, Kind, Mark, mask
from parsing.context import Asked, OpenBuy
from parsing.item import Lexicon
from parsing.numeral import number_of
from parsing.vocabulary import chain as words
from parsing.vocabulary.measure import MEASURES
from parsing.word import is_person, may_be_full_name

_NUMERAL = re.compile(r"[0-9一二两俩三仨四五六七八九十半]{1,3}")
_LONGEST = 24
_LONGEST_NAME = 4
_APART = re.compile("[ ,。!~;、]+")


def answer(page: Page, buy: OpenBuy, asked: Asked, lexicon: Lexicon, marks: Sequence[Mark] = ()) -> list[Act] | None:
    """Return what a short answer does (对, 四, 箱, 蜜橘, 不用了, 对 8-203); None where it is no such answer."""
    said = page.text.text.strip(" 。!~,")
    if words.DECLINES.match(said) and len(said) <= 8:
        kept = asked.quantity is not None or asked.instead_of is not None or not said.startswith(("不要", "算了"))
        ordered = [want.item for want in buy.mine]
        return [] if kept or not ordered or asked.item not in (None, *ordered) else None  # 还要吗 – 不要了
    item = asked.item or page.implied
    had = next((want for want in buy.mine if want.item == item), None)
    if words.AGREES.fullmatch(said):
        return _agreed(asked, item)
    if (who := _agrees_from(page, marks)) is not None and asked.who.residence in (None, who.residence):
        return _agreed(replace(asked, who=replace(who, on_behalf=asked.who.on_behalf)), item)
    if said in MEASURES and had is not None:
        return [Act(Verb.ORDER, wants=(Want(item, had.quantity, said),))]
    number = number_of(said) if _NUMERAL.fullmatch(said) else None
    if number and item is not None:
        return [Act(asked.verb, asked.who, (Want(item, number, asked.measure),))]
    if asked.quantity is not None and (named := _only_good(said, lexicon)) is not None:
        return [Act(asked.verb, asked.who, (Want(named, asked.quantity, asked.measure),))]
    return None


def _agreed(asked: Asked, item: str | None) -> list[Act] | None:
    """Return what 好的 does: what was offered, in place of something or not; None where nothing certain was."""
    if item is None:
        return None
    if asked.instead_of is not None:
        wants = (Want(asked.instead_of, Decimal(0)), Want(item, asked.quantity or Decimal(0), asked.measure))
        return [Act(Verb.SWAP, asked.who, wants)]
    if asked.quantity is None:
        return None
    return [Act(asked.verb, asked.who, (Want(item, asked.quantity, asked.measure),))]


def _agrees_from(page: Page, marks: Sequence[Mark]) -> Who | None:
    """Return who says no more than yes and where he lives, or his name as well: 对 8-203, 8-203老秦 是的."""
    text = page.text.text
    places = [mark for mark in marks if mark.kind is Kind.PLACE]
    if len(text) > _LONGEST or len(places) != 1 or any(mark.kind in ORDER_KINDS for mark in marks):
        return None
    said = [word for word in _APART.split(mask(text, places, " ")) if word]
    yes = [word for word in said if words.AGREES.fullmatch(word)]
    names = [word for word in said if word not in yes and content(word)]
    if not yes or len(names) > 1 or not all(_is_name(name) for name in names):
        return None
    return Who(places[0].place, names[0] if names else None)


def _is_name(word: str) -> bool:
    return 1 < len(word) <= _LONGEST_NAME and (is_person(word) or may_be_full_name(word))


def _only_good(said: str, lexicon: Lexicon) -> str | None:
    """Return the good whose name is all that is said (青菜, B, 就青菜吧), or None."""
    if not said or len(said) > _LONGEST:
        return None
    mentions = list(lexicon.mentions(said))
    if len(mentions) != 1 or len(mentions[0].names) != 1:
        return None
    (one,) = mentions
    return one.names[0] if not content(said[: one.start]) and not content(said[one.end :]) else None
