"""Reads order chains (接龙): which buy a message belongs to, and what it states there (docs/message-shapes.md)."""

import re

from domain.order_chain import Act, ChainReading, Good, Verb, party_key
from parsing.chain_chat import Spoken, read_chat
from parsing.chain_line import Page
from parsing.chain_list import Posted, read_list
from parsing.item import lexicon
from parsing.normalise import Normalised, normalise
from parsing.organiser import read_organiser
from parsing.reading import Context, Evidence, OpenBuy, Reading, Stated
from parsing.vocabulary import chain as words

_MAY_BE_A_LIST = re.compile(r"#|\n|[0-9][.、)]")
# Without any of these a message states nothing in a buy, whatever its goods are called.
_MAY_STATE = re.compile(
    r"[0-9一二两俩三仨四五六七八九十半+]|要|来|留|订|定|带|退|取消|改|换|加|同上|一样|截|接|收单|封|对|是|好|嗯|不用|辣|糖|冰|帮|给|点|[A-Za-z]"
)


def read_order_chain(text: str, context: Context) -> Reading:
    """Say what `text` states in the open buys, or which buy it opens. Never raises."""
    page = normalise(text)
    posted = _posted(page, context) if _MAY_BE_A_LIST.search(page.text) else None
    if posted is not None:
        return _read_posted(page, posted, context)
    if not context.buys or not _MAY_STATE.search(page.text):
        return Reading()
    return _read_said(page, context)


# --- posted lists -----------------------------------------------------------------------------------------------


def _posted(page: Normalised, context: Context) -> Posted | None:
    """Read a list with the goods of the buy that it continues, else with those of none."""
    known = context.buys[0].goods if len(context.buys) == 1 else ()
    return read_list(page, known, context.grammar)


def _read_posted(page: Normalised, posted: Posted, context: Context) -> Reading:
    if not posted.about_goods:
        return Reading()
    buy = _continued(posted, context)
    acts = posted.reading.acts
    if posted.start:
        acts = (*_taken_back(page.text[: posted.start], page), *acts)
    reading = ChainReading(acts, True, posted.reading.title, posted.reading.goods)
    evidence = tuple(
        Evidence(*page.origin(a, b), page.written[slice(*page.origin(a, b))], "entry")
        for entry in posted.entries
        for a, b in entry.basket.spans
    )
    unread = tuple(word for entry in posted.entries for word in entry.basket.unread)
    return Reading((Stated(buy.id if buy is not None else None, reading),), evidence, unread)


def _taken_back(before: str, page: Normalised) -> tuple[Act, ...]:
    """What stands before the tag may say that one's own entry was taken out of the list."""
    return (Act(Verb.REMOVE),) if re.search(words.REMOVE, before) else ()


def _continued(posted: Posted, context: Context) -> OpenBuy | None:
    """Return the buy that a list continues: the one with its title, else with which it shares entries."""
    title = posted.reading.title
    keys = {party_key(act.who) for act in posted.reading.acts} - {None}
    for buy in context.buys:
        if title is not None and buy.title is not None and _plain(title) == _plain(buy.title):
            return buy
    for buy in context.buys:
        if keys & buy.parties or (buy.title is None and not buy.parties):
            return buy
    if title is None and len(context.buys) == 1:
        return context.buys[0]
    return None


def _plain(title: str) -> str:
    return re.sub(r"[\W_]", "", normalise(title).text.casefold())


# --- said in the chat -------------------------------------------------------------------------------------------


def _read_said(page: Normalised, context: Context) -> Reading:
    buy = context.buys[0]
    if buy.speaker_is_organiser:
        return read_organiser(page, buy, context.grammar)
    spoken = _spoken(page, buy, context)
    stated = (Stated(buy.id, ChainReading(tuple(spoken.acts))),) if spoken.acts else ()
    evidence = tuple(
        Evidence(*page.origin(a, b), page.written[slice(*page.origin(a, b))], rule) for a, b, rule in spoken.spans
    )
    return Reading(
        stated,
        evidence if stated else (),
        tuple(spoken.unread),
        tuple(spoken.questions),
        talks_of=tuple(spoken.talks_of) if not stated else (),
    )


def _spoken(page: Normalised, buy: OpenBuy, context: Context) -> Spoken:
    return read_chat(Page(page, _implied(buy), known=bool(buy.goods)), buy, lexicon(buy.goods), context.grammar)


def _implied(buy: OpenBuy) -> str | None:
    """Return the goods that a number alone means: what was asked about, or the only ones there are."""
    if buy.asked is not None and buy.asked.item is not None:
        return buy.asked.item
    if len(buy.goods) == 1:
        return buy.goods[0].name
    if buy.asked is not None and len(buy.talked_of) == 1:
        return buy.talked_of[0]
    return None


__all__ = ["Good", "read_order_chain"]
