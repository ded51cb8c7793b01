"""Reads order chains (接龙): which buy a message belongs to, and what it states there (docs/message-shapes.md)."""

import re
from dataclasses import replace

from domain.order_chain import Act, ChainReading, Good, Verb, Want, party_key
from parsing.chain_alike import asked_about_alike
from parsing.chain_chat import read_chat
from parsing.chain_closing import is_cancelling, is_closing, is_reopening
from parsing.chain_gate import may_ask, may_be_posted, may_state
from parsing.chain_gone import read_gone
from parsing.chain_header import title_good
from parsing.chain_line import Page
from parsing.chain_list import Posted, read_list
from parsing.chain_more import added, read_more
from parsing.chain_opener import read_opener
from parsing.chain_price import read_price
from parsing.chain_quote import answering, moved, quoted
from parsing.context import Context, Evidence, OpenBuy, Question, Reading, Stated
from parsing.item import lexicon
from parsing.normalise import Normalised, normalise
from parsing.organiser import read_organiser
from parsing.vocabulary import chain as words
from parsing.vocabulary import posted as posted_words

_CHAT = Reading()


def read_order_chain(text: str, context: Context) -> Reading:
    """Say what `text` states in the open buys, or which buy it opens. Never raises."""
    quote = quoted(text) if "\n" in text and context.buys else None
    if quote is None:
        return _read(normalise(text), context)
    return moved(_read(normalise(text[quote.end :]), answering(context, quote.said)), quote.end)


def _read(page: Normalised, context: Context) -> Reading:
    if may_be_posted(page.text):
        posted = _posted(page, context)
        if posted is not None:
            return posted
    opened = read_opener(page, context)
    if opened is not None:
        return opened
    if not context.buys:
        return _CHAT
    alike = asked_about_alike(page.text, context)
    if alike is not None:
        return Reading(questions=(alike,))
    if may_state(page.text, context):
        return _read_said(page, context)
    talks_of = _talked_of(page, context) if may_ask(page.text) else ()
    return Reading(talks_of=talks_of) if talks_of else _CHAT


def _talked_of(page: Normalised, context: Context) -> tuple[str, ...]:
    """Return the goods that a question names: the next number may be of them."""
    mentions = (mention for buy in context.buys for mention in lexicon(buy.goods).mentions(page.text))
    return tuple(dict.fromkeys(mention.names[0] for mention in mentions if len(mention.names) == 1))


# --- posted lists -----------------------------------------------------------------------------------------------


def _posted(page: Normalised, context: Context) -> Reading | None:
    """Read a posted list. Its title and parties say which buy it continues; that buy's goods are then known."""
    only = context.buys[0] if len(context.buys) == 1 else None
    posted = read_list(page, only.goods if only is not None else (), context.grammar)
    if posted is None:
        return None
    if not posted.about_goods:
        return Reading()
    fits = _continued(posted, context)
    if len(fits) > 1:
        return Reading(questions=(_which_buy(fits),))
    buy = fits[0] if fits else None
    if (buy.goods if buy is not None else ()) != (only.goods if only is not None else ()):
        posted = read_list(page, buy.goods if buy is not None else (), context.grammar) or posted
    if buy is not None and buy.goods and buy.speaker_is_organiser:
        posted = _with_more(page, posted, buy, context)
    return _stated_by(page, posted, buy)


def _with_more(page: Normalised, posted: Posted, buy: OpenBuy, context: Context) -> Posted:
    """Return the organiser's list of his buy with the goods that are new in its price list."""
    anew = read_list(page, (), context.grammar)
    more = added(anew.reading.goods, buy.goods) if anew is not None and len(anew.reading.goods) > 1 else ()
    return (read_list(page, (*buy.goods, *more), context.grammar) or posted) if more else posted


def _stated_by(page: Normalised, posted: Posted, buy: OpenBuy | None) -> Reading:
    acts = posted.reading.acts
    if re.search(words.REMOVE, page.text[: posted.start]):
        acts = (Act(Verb.REMOVE), *acts)  # 我家不用了，删掉了 #接龙 …: his own entry is left out below
    evidence = [_evidence(page, a, b, "entry") for entry in posted.entries for a, b in entry.basket.spans]
    doubtful = [names for entry in posted.entries for names in entry.basket.doubtful]
    return Reading(
        (Stated(buy.id if buy is not None else None, replace(posted.reading, acts=acts)),),
        tuple(evidence),
        tuple(word for entry in posted.entries for word in entry.basket.unread),
        tuple(Question("哪一种?", names) for names in dict.fromkeys(doubtful)),
    )


def _continued(posted: Posted, context: Context) -> list[OpenBuy]:
    """Return the buys that a list may continue: those of its title, else that with which it shares most parties."""
    title = posted.reading.title
    if title is not None and posted_words.TELLS_WHOSE.fullmatch(normalise(title).text):
        return _replied(list(context.buys), context)  # 我们3号楼统计: whose orders these are, and not of what
    titled = [buy for buy in context.buys if title and buy.title and _same_title(title, buy.title)]
    if titled:
        return _replied(titled, context)
    keys = {key for act in posted.reading.acts if (key := party_key(act.who)) is not None}
    shared = {buy.id: len(keys & buy.parties) for buy in context.buys if not _is_of_other_goods(posted, buy)}
    most = max(shared.values(), default=0)
    if most:
        return _replied([buy for buy in context.buys if shared.get(buy.id) == most], context)
    if title is None or any(buy.title is None for buy in context.buys):
        return _replied([buy for buy in context.buys if title is None or buy.title is None], context)
    return []


def _is_of_other_goods(posted: Posted, buy: OpenBuy) -> bool:
    """Say whether a list with another title than the buy's also names other goods: the same room may be in both."""
    title = posted.reading.title
    good = title_good(title) if title is not None else None
    if title is None or buy.title is None or good is None:
        return False
    offered = (*buy.goods, *buy.heard) or (Good(title_good(buy.title) or buy.title),)
    if lexicon(offered).names_any(normalise(title).text):
        return False
    implied = offered[0].name if len(offered) == 1 else None
    named = {want.item for act in posted.reading.acts for want in act.wants} - {implied, None}
    return not named & {offer.name for offer in offered}


def _replied(buys: list[OpenBuy], context: Context) -> list[OpenBuy]:
    return [buy for buy in buys if buy.id == context.replied_to] or buys


def _same_title(one: str, other: str) -> bool:
    """Say whether two titles are of one buy: the same words, or one with more of them (price, 第二版)."""
    a, b = _plain(one), _plain(other)
    return a == b or (min(len(a), len(b)) > 2 and (a in b or b in a))


def _plain(title: str) -> str:
    return re.sub(r"[\W_]", "", normalise(title).text.casefold())


# --- said in the chat -------------------------------------------------------------------------------------------


def _read_said(page: Normalised, context: Context) -> Reading:
    buys = _replied(list(context.buys), context)
    if posted_words.WITHDRAWING.fullmatch(page.text):
        return Reading(withdraws=True)
    gone = read_gone(page, buys, context.grammar)
    if gone is not None:
        return gone
    turned = _turned(page, buys)
    if turned is not None:
        return turned
    more = read_more(page, buys, context.grammar)
    if more is not None:
        return more
    priced = read_price(page, buys, context.grammar)
    if priced is not None:
        return priced
    buy = buys[0] if len(buys) == 1 else _together(buys)
    organiser = read_organiser(page, buy, context.grammar) if buy.speaker_is_organiser else None
    if organiser is not None:
        return organiser
    implied, known = _implied(buy), all(b.goods for b in buys)
    goods = tuple(dict.fromkeys((*buy.goods, *buy.heard))) if buy.heard else buy.goods
    spoken = read_chat(
        Page(page, implied, known, names=buy.names), buy, lexicon(goods), context.grammar, is_sure=context.is_sure
    )
    stated, questions = _shared_out(spoken.acts, buys)
    return Reading(
        tuple(stated),
        tuple([_evidence(page, a, b, rule) for a, b, rule in spoken.spans]) if stated else (),
        tuple(spoken.unread),
        (*spoken.questions, *questions),
        talks_of=tuple(spoken.talks_of) if not stated else (),
        place=spoken.place,
    )


def _turned(page: Normalised, buys: list[OpenBuy]) -> Reading | None:
    """The organiser's words close his buy, call it off or open it again; of several, the one he names. None where they
    do neither.

    From anybody else such words state nothing, and neither does the name of a buy that is not his.
    """
    mine = [buy for buy in buys if buy.speaker_is_organiser or buy.may_close]
    cancels = bool(mine) and is_cancelling(page.text)
    turns = posted_words.CLOSING.search(page.text) or posted_words.REOPENING.search(page.text)
    if not cancels and turns is None:
        return None
    if cancels and not is_reopening(page.text):
        rule, reading = "cancel", ChainReading(cancels=True)
        meant = [buy for buy in mine if _names_buy(page.text, buy)] or mine
    elif is_reopening(page.text):
        rule, reading = "reopen", ChainReading(reopens=True)
        meant = [buy for buy in mine if _names_buy(page.text, buy)] or mine
    else:
        rule, reading = "close", ChainReading(closes=True)
        closed = [buy for buy in mine if is_closing(page.text, _called(buy))]
        named = [buy for buy in closed if _names_buy(page.text, buy)]
        titled = [buy for buy in named if buy.title and (title_good(buy.title) or buy.title) in page.text]
        meant = titled or named or closed  # 香梨截单了, 梨截单了 mean 香梨团
    if not meant:
        return Reading() if not mine and (is_reopening(page.text) or is_closing(page.text)) else None
    if len(meant) > 1:
        return Reading(questions=(_which_buy(meant),))
    return Reading((Stated(meant[0].id, reading),), (_evidence(page, 0, len(page.text), rule),))


def _called(buy: OpenBuy) -> list[str]:
    """Return what a buy is called by: its title, whole and bare, and its goods."""
    names = [buy.title, title_good(buy.title)] if buy.title else []
    return [name for name in names if name] + [good.name for good in buy.goods]


def _names_buy(text: str, buy: OpenBuy) -> bool:
    good = title_good(buy.title) if buy.title else None
    return bool(good and good in text) or lexicon(buy.goods).names_any(text)


def _implied(buy: OpenBuy) -> str | None:
    """Return the goods that a number alone means: what was asked about, the only ones there are, those of the title."""
    if buy.asked is not None and buy.asked.item is not None:
        return buy.asked.item
    if len(buy.goods) == 1:
        return buy.goods[0].name
    if buy.asked is not None:
        near = buy.talked_of or tuple(want.item for want in buy.mine if want.item is not None)
        return near[0] if len(near) == 1 else None
    if not buy.goods and buy.title:
        return buy.heard[0].name if len(buy.heard) == 1 else title_good(buy.title)
    return None


def _together(buys: list[OpenBuy]) -> OpenBuy:
    """Return several open buys as one, to read a message that may speak of any of them."""
    asked = [buy for buy in buys if buy.asked is not None]
    before = [buy.said_just_before for buy in buys if buy.said_just_before]
    return OpenBuy(
        id=0,
        goods=tuple(dict.fromkeys(good for buy in buys for good in buy.goods)),
        mine=tuple(want for buy in buys for want in buy.mine),
        speaker_is_organiser=any(buy.speaker_is_organiser for buy in buys),
        said_just_before=before[0] if len(before) == 1 else (),
        asked=asked[0].asked if len(asked) == 1 else None,
        talked_of=tuple(dict.fromkeys(item for buy in buys for item in buy.talked_of)),
        heard=tuple(dict.fromkeys(good for buy in buys for good in buy.heard)),
        names=frozenset().union(*(buy.names for buy in buys)),
        place=next((buy.place for buy in buys if buy.place is not None), None),
        alike=tuple(want for buy in buys for want in buy.alike),
    )


def _shared_out(acts: list[Act], buys: list[OpenBuy]) -> tuple[list[Stated], list[Question]]:
    """Give each act to its buy: by its goods, else to the only one in which the speaker has an order."""
    if len(buys) == 1:
        return ([Stated(buys[0].id, ChainReading(tuple(acts)))] if acts else []), []
    given: dict[int, list[Act]] = {}
    questions: list[Question] = []
    certain = [fits[0] for act in acts for want in act.wants if len(fits := _offering(want, buys)) == 1]
    for act in acts:
        groups: dict[int, list[Want]] = {}
        for want in act.wants or (None,):
            fits = _offering(want, buys)
            fits = [buy for buy in fits if buy in certain] or fits
            if len(fits) != 1:
                questions.append(_which_buy(fits or buys))
                break
            groups.setdefault(fits[0].id, []).extend([want] if want is not None else [])
        else:
            for buy, wants in groups.items():
                given.setdefault(buy, []).append(replace(act, wants=tuple(wants)))
    return [Stated(buy, ChainReading(tuple(mine))) for buy, mine in given.items()], questions


def _offering(want: Want | None, buys: list[OpenBuy]) -> list[OpenBuy]:
    """Return the buys that a want may belong to."""
    if want is None or want.item is None:
        return [buy for buy in buys if buy.mine]
    offering = [buy for buy in buys if any(good.name == want.item for good in (*buy.goods, *buy.heard))]
    ordered = [buy for buy in offering if any(mine.item == want.item for mine in buy.mine)]
    if len(ordered) == 1:
        return ordered
    return offering or [buy for buy in buys if not buy.goods]


def _which_buy(buys: list[OpenBuy]) -> Question:
    return Question("哪个团?", tuple(buy.title or f"团购{buy.id}" for buy in buys[:8]))


def _evidence(page: Normalised, start: int, end: int, rule: str) -> Evidence:
    a, b = page.origin(start, end)
    return Evidence(a, b, page.written[a:b], rule)


__all__ = ["read_order_chain"]
