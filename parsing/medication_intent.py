"""Tells what a message does about medicine, by how it is built: asks, offers, has got, wants no more, or only talks."""

import re
from dataclasses import dataclass

from domain.medication import Intent
from parsing.medication_sketch import Sketch
from parsing.vocabulary import medication as words
from parsing.vocabulary.medication import COUNT, DRUG, PLACE

_SPOKEN_OF = re.compile(rf"[{DRUG}药]|代配|不(?:要|用|需要?)?再?配了")
_QUESTION = re.compile(r"[?]|[吗么嘛呢](?:[,。!;\n ]|$)|呢$")
_MEDICINES_TALK = re.compile(r"药(?!店|房)|医保卡|处方")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of the message beside its words.

    `under_heading`: a heading over it says that medicine is registered; `ill`: an illness or an insurance card is
    named; `in_need`: that, or whom it is for; `in_jest`: it names only what people wish for in jest (降压药);
    `only_supplies`: it names no medicine but masks and the like; `prescribed`: one that needs a prescription.
    """

    under_heading: bool = False
    ill: bool = False
    in_need: bool = False
    in_jest: bool = False
    only_supplies: bool = False
    prescribed: bool = False


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


def intent_of(sketch: Sketch, scene: Scene) -> Told:
    """Say what the message of `sketch` does."""
    text = sketch.text
    if not scene.under_heading and not _SPOKEN_OF.search(text):
        return _none("no medicine")
    return (
        _talk(text, in_form=scene.under_heading, scene=scene) or _offer(text) or _update(text) or _request(text, scene)
    )


def _talk(text: str, *, in_form: bool, scene: Scene) -> Told | None:
    """Return that the message only talks: a joke, a notice, news, a question on how to take something, a story."""
    placed = PLACE in text
    if scene.only_supplies and not in_form and (line := _LISTED.match(text)):
        return _none("a line of a buy", line)
    asks = words.ASKS.search(text) or words.ASKS_WHERE.search(text)
    if not placed and not in_form and (idle := _idle_talk(text, scene)):
        return idle
    passing = words.QUEUED.search(text) or words.HOARDING.search(text)
    if passing and not placed and not _asks_after_all(text) and not _is_own_need(text, scene):
        return _none("told in passing", passing)
    if pets := words.NOT_FOR_PEOPLE.search(text):
        return _none("not for people", pets)
    wants = asks and (placed or (COUNT in text and DRUG in text))
    wants = wants or _is_own_need(text, scene)
    if (notice := words.NOTICE.search(text)) and not wants and not _is_offer(text):
        return _none("notice", notice)
    if DRUG not in text and (errand := words.ERRAND_OFFERED.search(text)):
        return _none("offers an errand", errand)
    if not placed and COUNT not in text and (service := words.ASKS_SERVICE.search(text)):
        return _none("asks how it is done", service)
    how = words.ASKS_HOW.search(text)
    if how and not in_form and not (asks and (placed or _is_strong(text))):
        return _none("asks how to take it", how)
    if (news := words.NEWS.search(text)) and not placed and not _is_strong(text):
        return _none("news or price", news)
    return None


_OF_OTHERS = re.compile(r"[说听讲]|药[店房]")  # 3-502的人说布洛芬都没货了
_TO_ALL = re.compile(
    r"通知[:：]|公告|各位居民|请(?:各位|大家|广大|所有|居民|业主|有需要|需要|家属)|需要的(?:居民|请)|的居民|的邻居"
)
_TAKEN_BY = re.compile(
    rf"(?:[的吃用打配开缺][^,。;!?\n{DRUG}]{{0,6}}|(?:妈|爸|公|婆|伴|孩子|奶奶|爷爷))[{DRUG}药]|(?:每天|天天|一直|长期|常年)[^,。;!?\n]{{0,2}}[吃打用]"
)


def _is_own_need(text: str, scene: Scene) -> bool:
    """Say whether somebody tells of a medicine of the family that runs out or is not to be had, and asks or nearly so:
    我妈的…只剩三天，医院停诊，哪里还能配到. A word of a notice beside it (停诊, 限购) tells why."""
    told = _TAKEN_BY.search(text) is not None or (scene.ill and DRUG in text)
    if words.OWN.search(text) is None or not told or _TO_ALL.search(text):
        return False
    asks = words.ASKS_WHERE_FAR.search(text) or words.ASKS.search(text) or words.ASKS_WHERE.search(text)
    lacks = words.NOT_TO_BE_HAD.search(text) or words.OUT_OF_STOCK.search(text)
    return bool(asks or lacks or words.RUNS_LOW.search(text))


def _idle_talk(text: str, scene: Scene) -> Told | None:
    """Return that a message without a place is an advert, a joke, of other people, or of a buy of things."""
    if advert := words.ADVERT.search(text):
        return _none("advert", advert)
    if joke := words.JOKE.search(text):
        return _none("joke", joke)
    cause = words.JOKE_CAUSE.search(text)
    if cause and not scene.ill and (scene.in_jest or words.JEST.search(text)):
        return _none("joke", cause)
    if third := words.THIRD_PERSON.search(text):
        return _none("of other people", third)
    if scene.only_supplies and not _is_offer(text) and (buy := words.GROUP_BUY.search(text)):
        return _none("a buy", buy)
    return None


_STRONG = re.compile(
    rf"求(?![问解教])[^,。;]{{0,6}}[{DRUG}]|[{DRUG}][^,。;]{{0,10}}求|[帮替](?:我|忙|帮|我家|我妈|我爸)[^,。;]{{0,8}}(?:买|带|"
    rf"拿|开|配|代)|代[配买购]|匀[^,。;]{{0,8}}[{DRUG}{COUNT}]|借[^,。;]{{0,4}}[{DRUG}{COUNT}]|有没有(?:人|邻居|谁|"
    rf"哪位)|谁家?有"
)


def _is_strong(text: str) -> bool:
    return _STRONG.search(text) is not None


def _update(text: str) -> Told | None:
    cancel = words.CANCELS.search(text)
    if cancel is not None and not _QUESTION.search(text):
        return _told(Intent.CANCELLED, "cancels", cancel)
    not_yet = words.NOT_YET.search(text)
    if not_yet is not None and not words.RUNS_LOW.search(text):
        asks = _is_strong(text) or words.ASKS.search(text) or _asks_after_all(text)
        if not asks or words.OF_BEFORE.search(text):
            return _none("asks how far it is", not_yet)
    if (amiss := words.AMISS.search(text)) and not _asks_after_all(text):
        return _none("something is amiss", amiss)
    done = words.FULFILS.search(text)
    if done is None or not_yet is not None or not words.WISHED.search(text):
        return None
    if _is_to_be_done(text, done):
        return None
    if words.ASKS_WHERE.search(text) or _asks_after_all(text) or _ASKED_BACK.match(text, done.end()):
        return None
    return _told(Intent.FULFILLED, "has got it", done)


_TO_BE_DONE = re.compile("(?<!谢)(?:请|麻烦(?!大家了|你们?了|您)|烦请|帮我)")


def _is_to_be_done(text: str, done: re.Match[str]) -> bool:
    """Say whether what would be done is only asked for: 10-401的药明天请一并带回."""
    begin = max(text.rfind(sign, 0, done.start()) for sign in ",。;!?\n") + 1
    return "了" not in done[0] and "啦" not in done[0] and _TO_BE_DONE.search(text, begin, done.start() + 1) is not None


_ASKED_BACK = re.compile(r"[^,。;!\n]{0,8}(?:[吗么?]|没有?(?:[,。?!]|$))")
_STILL_ASKS = re.compile(
    r"(?<![才前天午])求(?!的|到)|谁有|谁家|有没有|还[要缺差需]|能不能|哪里|急需|麻烦(?!了|大家了|你们)"
)


def _asks_after_all(text: str) -> bool:
    return _STILL_ASKS.search(text) is not None


_HAS = re.compile(rf"我(?:家|们家|这)?里?(?:还|正好|也|多)?有[^,。;!?\n]{{0,6}}[{DRUG}]")


def _is_offer(text: str) -> bool:
    if DRUG not in text:
        return False  # 需要的请把医保卡送来
    gives = words.GIVES.search(text) or (words.OFFERS.search(text) and words.HAS_SPARE.search(text))
    if words.TAKE_AWAY.search(text) and _HAS.search(text):
        return True  # 我家有制氧机，谁家要可以先搬去
    return gives is not None and not words.ASKS_SPARE.search(text)


_ASKED_OF_ME = re.compile(
    r"(?:给|借|匀|让|转|送|卖|分)(?:给)?我|帮我|求|(?<![谁家位有])急需(?!的|用)|我(?:[想需]|也?要)|"
    r"谁家?有(?!需)|有没有"
)


def _offer(text: str) -> Told | None:
    offer = words.GIVES.search(text) or words.OFFERS.search(text) or words.TAKE_AWAY.search(text)
    if offer is None or not _is_offer(text) or _ASKED_OF_ME.search(text):
        return None
    return _told(Intent.OFFER, "offers", offer)


def _request(text: str, scene: Scene) -> Told:
    named = DRUG in text
    if named and (where := words.ASKS_WHERE.search(text)):
        return _told(Intent.REQUEST, "asks where", where)
    if named and (asks := words.ASKS.search(text)):
        return _told(Intent.REQUEST, "asks", asks)
    if (form := words.FORM.search(text)) and (named or PLACE in text):
        return _told(Intent.REQUEST, "form", form)
    if scene.under_heading and named:
        return Told(Intent.REQUEST, "under a heading")
    if named and (lacking := _lacking(text, scene)):
        return lacking
    low = words.RUNS_LOW.search(text)
    if (
        low
        and named
        and (PLACE in text or COUNT in text or words.ASKS_POLITELY.search(text) or words.ASKS_ERRAND.search(text))
    ):
        return _told(Intent.REQUEST, "runs out", low)
    if named and (polite := words.ASKS_POLITELY.search(text)) and (COUNT in text or PLACE in text):
        return _told(Intent.REQUEST, "asks politely", polite)
    if low and named:
        return _told(Intent.REQUEST, "runs out", low)
    counted = named and COUNT in text and PLACE in text
    if counted and (scene.in_need or (scene.prescribed and not _LISTED.match(text))):
        return Told(Intent.REQUEST, "place, patient and medicine")
    if terse := _TERSE.match(text):
        return _told(Intent.REQUEST, "says no more than what", terse)
    if not named and (errand := _errand(text)):
        return errand
    return _none("no ask")


def _lacking(text: str, scene: Scene) -> Told | None:
    """Return a request of one who tells that a medicine is not to be had or must not stop: 3-502 优甲乐开不出来."""
    own = _is_own_need(text, scene)
    if own and (far := words.ASKS_WHERE_FAR.search(text)):
        return _told(Intent.REQUEST, "asks where", far)
    placed = PLACE in text and not _OF_OTHERS.search(text)
    lacks = words.NOT_TO_BE_HAD.search(text) or (words.MUST_NOT_STOP.search(text) if PLACE in text else None)
    if own:
        lacks = lacks or words.OUT_OF_STOCK.search(text)
    return _told(Intent.REQUEST, "not to be had", lacks) if lacks and (placed or own) else None


# 优甲乐 1板 最好明天之前
_TERSE = re.compile(
    rf"[ ]?{DRUG}[^,。;!?\n{COUNT}]{{0,12}}{COUNT}[ ,!。]{{1,2}}"
    r"(?:很?急|加急|尽快|最好|方便的话|不急|谢|拜托|麻烦|明天|今天|[0-9]天)"
)
_LISTED = re.compile(r"[ ]?[0-9]{1,3}[.、)]")  # a line of somebody's order chain


def _errand(text: str) -> Told | None:
    """Return a request that names no medicine: 有没有人去医院帮我拿下药."""
    told = PLACE not in text and words.TOLD_BY_OTHERS.search(text) is not None
    if told or words.NOTICE.search(text) or words.NEWS.search(text) or not _MEDICINES_TALK.search(text):
        return None
    asks = words.ASKS.search(text)
    if asks is not None and (
        re.search(
            r"[配拿带取开买领][^,。;]{0,4}药|药[^,。;]{0,12}[配拿带取开买领帮]|求[^,。;]{0,4}药|"
            r"处方[^。;]{0,20}[买配拿开]",
            text,
        )
    ):
        return _told(Intent.REQUEST, "asks", asks)
    low = words.RUNS_LOW.search(text) or words.NOT_TO_BE_HAD.search(text)
    if low and (words.ASKS_ERRAND.search(text) or asks or PLACE in text):
        return _told(Intent.REQUEST, "runs out", low)
    errand = words.ASKS_ERRAND.search(text)
    return None if errand is None or asks is None else _told(Intent.REQUEST, "asks", errand)
