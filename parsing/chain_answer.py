"""Reads the short answers to what the organiser asked somebody (要几袋? 蜜橘+1吗?): 对, 四, 箱, 不用了."""

import re

from domain.order_chain import Act, Verb, Want
from parsing.chain_line import Page
from parsing.context import Asked, OpenBuy
from parsing.numeral import number_of
from parsing.vocabulary import chain as words
from parsing.vocabulary.measure import MEASURES

_NUMERAL = re.compile(r"[0-9一二两俩三仨四五六七八九十半]{1,3}")


def answer(page: Page, buy: OpenBuy, asked: Asked) -> list[Act] | None:
    """Return what a short answer to the organiser does (对, 四, 箱, 不用了); None where it is no such answer."""
    said = page.text.text.strip(" 。!~,")
    if words.DECLINES.match(said) and len(said) <= 8:
        return []
    item = asked.item or page.implied
    had = next((want for want in buy.mine if want.item == item), None)
    if words.AGREES.fullmatch(said) and asked.quantity is not None and item is not None:
        return [Act(Verb.ORDER, wants=(Want(item, asked.quantity, asked.measure),))]
    if said in MEASURES and had is not None:
        return [Act(Verb.ORDER, wants=(Want(item, had.quantity, said),))]
    number = number_of(said) if _NUMERAL.fullmatch(said) else None
    if number and item is not None:
        return [Act(Verb.ORDER, wants=(Want(item, number, asked.measure),))]
    return None
