"""Tells what a message does about medicine, by how it is built: asks, offers, has got, wants no more, or only talks."""

import re
from dataclasses import dataclass

from domain.medication import Intent
from parsing.medication_sketch import Sketch
from parsing.vocabulary import medication as words
from parsing.vocabulary.medication import COUNT, DRUG, PLACE

_SPOKEN_OF = re.compile(rf"[{DRUG}药]")
_QUESTION = re.compile(r"[?]|[吗么嘛呢](?:[,。!;\n ]|$)|呢$")
_MEDICINES_TALK = re.compile(r"药(?!店|房)|医保卡|处方")


@dataclass(frozen=True, slots=True)
class Told:
    """The intent, the rule that decided, and where in the sketch its words stand."""

    intent: Intent
    rule: str
    start: int = 0
    end: int = 0


def _none(rule: str, match: re.Match[str] | None = None) -> Told:
    return Told(Intent.NONE, rule) if match is None else Told(Intent.NONE, rule, match.start(), match.end())


def _told(intent: Intent, rule: str, match: re.Match[str]) -> Told:
    return Told(intent, rule, match.start(), match.end())


def intent_of(sketch: Sketch, *, in_form: bool = False, in_need: bool = False) -> Told:
    """Say what the message of `sketch` does. `in_form`: a heading over it has said that medicine is registered;
    `in_need`: it names somebody ill, so that a place and a counted medicine are a request."""
    text = sketch.text
    if not in_form and not _SPOKEN_OF.search(text):
        return _none("no medicine")
    talk = _talk(text, in_form=in_form)
    if talk is not None:
        return talk
    told = _offer(text) or _update(text)
    if told is not None:
        return told
    return _request(text, in_form=in_form, in_need=in_need)


def _talk(text: str, *, in_form: bool) -> Told | None:
    """Return that the message only talks: a joke, a notice, news, a question on how to take something, a story."""
    placed = PLACE in text
    asks = words.ASKS.search(text) or words.ASKS_WHERE.search(text)
    if advert := words.ADVERT.search(text):
        if not placed:
            return _none("advert", advert)
    if (joke := words.JOKE.search(text)) and not placed and not in_form:
        return _none("joke", joke)
    if notice := words.NOTICE.search(text):
        if not (placed and asks) and not (asks and COUNT in text and DRUG in text) and not _is_offer(text):
            return _none("notice", notice)
    how = words.ASKS_HOW.search(text)
    if how and not in_form and not (asks and (placed or _is_strong(text))):
        return _none("asks how to take it", how)
    if (news := words.NEWS.search(text)) and not placed and not _is_strong(text):
        return _none("news or price", news)
    return None


_STRONG = re.compile(
    rf"求[^,。;]{{0,6}}[{DRUG}]|[{DRUG}][^,。;]{{0,10}}求|[帮替](?:我|忙|帮|我家|我妈|我爸)[^,。;]{{0,8}}(?:买|带|拿|开|配|代)|代[配买购]|匀[^,。;]{{0,8}}[{DRUG}{COUNT}]|借[^,。;]{{0,4}}[{DRUG}{COUNT}]|有没有(?:人|邻居|谁|哪位)|谁家?有"
)


def _is_strong(text: str) -> bool:
    return _STRONG.search(text) is not None


def _update(text: str) -> Told | None:
    cancel = words.CANCELS.search(text)
    if cancel is not None and not _QUESTION.search(text):
        return _told(Intent.CANCELLED, "cancels", cancel)
    not_yet = words.NOT_YET.search(text)
    if not_yet is not None and not _is_strong(text) and not words.ASKS.search(text):
        return _none("asks how far it is", not_yet)
    done = words.FULFILS.search(text)
    if done is None or not_yet is not None or not words.WISHED.search(text):
        return None
    if words.ASKS_WHERE.search(text) or _asks_after_all(text):
        return None
    return _told(Intent.FULFILLED, "has got it", done)


_STILL_ASKS = re.compile(r"求(?!的|到)|谁有|谁家|有没有|还[要缺差需]|能不能|哪里|急需|麻烦(?!了|大家了|你们)")


def _asks_after_all(text: str) -> bool:
    return _STILL_ASKS.search(text) is not None


def _is_offer(text: str) -> bool:
    gives = words.GIVES.search(text) or (words.OFFERS.search(text) and words.HAS_SPARE.search(text))
    return gives is not None and not words.ASKS_SPARE.search(text)


_ASKED_OF_ME = re.compile(r"(?:给|借|匀|让|转|送|卖|分)(?:给)?我|帮我|求|急需|我[想要需]|谁家?有|有没有")


def _offer(text: str) -> Told | None:
    offer = words.GIVES.search(text) or words.OFFERS.search(text)
    if offer is None or not _is_offer(text) or _ASKED_OF_ME.search(text):
        return None
    return _told(Intent.OFFER, "offers", offer)


def _request(text: str, *, in_form: bool, in_need: bool) -> Told:
    named = DRUG in text
    if named and (where := words.ASKS_WHERE.search(text)):
        return _told(Intent.REQUEST, "asks where", where)
    if named and (asks := words.ASKS.search(text)):
        return _told(Intent.REQUEST, "asks", asks)
    if form := words.FORM.search(text):
        if named or PLACE in text:
            return _told(Intent.REQUEST, "form", form)
    if in_form and named:
        return Told(Intent.REQUEST, "under a heading")
    low = words.RUNS_LOW.search(text)
    if low and named and (PLACE in text or COUNT in text or words.ASKS_POLITELY.search(text) or words.ASKS_ERRAND.search(text)):
        return _told(Intent.REQUEST, "runs out", low)
    if named and (polite := words.ASKS_POLITELY.search(text)) and (COUNT in text or PLACE in text):
        return _told(Intent.REQUEST, "asks politely", polite)
    if low and named:
        return _told(Intent.REQUEST, "runs out", low)
    if in_need and DRUG in text and COUNT in text and PLACE in text:
        return Told(Intent.REQUEST, "place, patient and medicine")
    if not named and (errand := _errand(text)):
        return errand
    return _none("no ask")


def _errand(text: str) -> Told | None:
    """Return a request that names no medicine: 有没有人去医院帮我拿下药."""
    if words.NOTICE.search(text) or words.NEWS.search(text) or not _MEDICINES_TALK.search(text):
        return None
    asks = words.ASKS.search(text)
    if asks is not None and (re.search(r"[配拿带取开买领][^,。;]{0,4}药|药[^,。;]{0,12}[配拿带取开买领帮]|求[^,。;]{0,4}药", text)):
        return _told(Intent.REQUEST, "asks", asks)
    if (low := words.RUNS_LOW.search(text)) and (words.ASKS_ERRAND.search(text) or asks or PLACE in text):
        return _told(Intent.REQUEST, "runs out", low)
    errand = words.ASKS_ERRAND.search(text)
    return None if errand is None or asks is None else _told(Intent.REQUEST, "asks", errand)
