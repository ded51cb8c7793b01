"""Reads a message that its client wrote below what it answers: 「老邬：香梨2箱」 - - - 我也要."""

import re
from dataclasses import replace
from typing import NamedTuple

from domain.order_chain import Verb, Want
from domain.residence import AddressGrammar
from parsing.chain_chat import read_chat
from parsing.chain_line import Page
from parsing.context import Context, Evidence, OpenBuy, Reading
from parsing.item import lexicon
from parsing.normalise import normalise

_QUOTE = re.compile(
    r"[「“\"](?P<who>[^:：\n]{1,20})[:：](?P<said>[^「」\n]{1,400})[」”\"][ ]?\n"
    r"[ ]?(?:[-—―─][ ]?){3,}\n(?=[^\n])"
)


class Quoted(NamedTuple):
    """What is answered, and where in the message as written the answer begins."""

    said: str
    end: int


def quoted(text: str) -> Quoted | None:
    """Return the quotation that `text`, as written, begins with; None where it begins with none."""
    match = _QUOTE.match(text)
    return Quoted(match["said"], match.end()) if match is not None else None


def answering(context: Context, said: str) -> Context:
    """Return the context of an answer to `said`: what it orders is what was ordered just before."""
    return replace(context, buys=tuple(_after(buy, said, context.grammar) for buy in context.buys))


def _after(buy: OpenBuy, said: str, grammar: AddressGrammar) -> OpenBuy:
    goods = buy.goods or buy.heard
    implied = goods[0].name if len(goods) == 1 else None
    other = replace(buy, mine=(), asked=None, said_just_before=(), speaker_is_organiser=False)
    spoken = read_chat(Page(normalise(said), implied, bool(buy.goods)), other, lexicon(goods), grammar)
    wants: tuple[Want, ...] = next((act.wants for act in spoken.acts if act.verb is Verb.ORDER), ())
    if wants:
        return replace(buy, said_just_before=wants)
    named = tuple(dict.fromkeys(spoken.talks_of))
    return replace(buy, talked_of=named) if len(named) == 1 else buy


def moved(reading: Reading, by: int) -> Reading:
    """Return a reading whose evidence stands so many characters further on."""
    return replace(reading, evidence=tuple(_moved(found, by) for found in reading.evidence))


def _moved(found: Evidence, by: int) -> Evidence:
    return Evidence(found.start + by, found.end + by, found.words, found.rule)
