"""Reads a request for a reminder (提醒): 每天下午三点提醒大家报抗原, 提醒我明天9点拿药 (docs/reminders.md).

In a group it must ask for a reminder and say nothing else: the time, 提醒, whom, of what. 提醒大家明天8点做核酸
is somebody who reminds the others right now, and no request.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from domain.building import Buildings
from domain.moment import Grain, Moment, Recurrence, Span, When
from domain.reminder import Time, Whom
from parsing.building_range import Meant, find_buildings, read_buildings
from parsing.clock import PARTS
from parsing.found import Found
from parsing.medication_patient import patient
from parsing.medicine import names_medicine
from parsing.moment import find_moments
from parsing.normalise import normalise
from parsing.residence import find_bare_rooms, find_residences
from parsing.vocabulary.illness import ILLNESS

_LONGEST = 300  # characters
_MORNING = time(9)  # of what says a day and no time of it
_HOURS = {6: 5, 11: 8, 12: 9, 14: 12, 19: 15, 20: 18, 24: 19}  # of a part of the day, by when it is over

_ASKS = re.compile(r"提醒(?:一下|下|一声)?|(?:叫|喊)(?=我(?!们)(?:一声|起床|起来|去|吃|一下)?)")
_NO_REQUEST = re.compile(
    r"提醒[过了你您他她]|[已被]提醒|(?:温馨|友情|再次|特别|重要|群|的|谢谢|感谢|多谢|好心|没人?|谁|不用|别|不要|互相|有人)提醒"
    r"|提醒(?:事项|功能|得|的|说|:|,|$)|[?？]|[吗呢]$"
)
_POLITE = re.compile(
    r"(?:守望|机器人|小守|请|麻烦|劳驾|帮忙?|给|能不能|可不可以|可以|记得|到时候?|到点|你|您|以后|从今天起|从今天开始|"
    r"都|要|在|的|再|就|过|和|跟|还有|及|、|,|，|。|!|:| )+"
)
_WHOM = re.compile(
    r"(?:一下|下)?(?P<own>我(?!们)(?:自己)?)|(?:一下|下)?(?P<all>我们(?:大家)?|大家(?:伙儿?)?|全体(?:居民|住户|邻居|业主|人员)?|"
    r"所有人|全小区(?:的?人|居民)?|邻居们?|各位(?:邻居)?|居民们?|业主们?|住户们?|群里(?:的?人)?|全楼)"
)
_LONG_AGO = re.compile(r"昨|前天|上周|上次|上个|刚")
_AGAIN = re.compile(r"(?:一下|一声|下)")
_BEGINS = re.compile(r"(?:[ ,:;。]|要|该|记得|别忘了?|去(?=[^外]))+")
_OF_BUILDING = re.compile(r"(?:的)?(?:居民|住户|邻居|业主|人)?们?")
_NEED = re.compile(rf"药|病(?!毒)|胰岛素|透析|血压|血糖|怀孕|孕妇|化疗|住院|尿|{ILLNESS}")
_EVERYBODYS = frozenset(("老人", "孩子", "父母"))  # 给家里老人量血压 is about nobody in particular
_PART = re.compile("|".join(sorted(PARTS, key=len, reverse=True)))
_UNREAD_TIME = re.compile(r"[饭睡前后点钟]|[0-9]")  # 晚饭后, 25点: a time that is not understood, and is asked for
_SOMEBODY = re.compile(r"[我你他她您]|[妈爸爷奶姐哥弟妹叔姨]|老公|老婆|儿子|女儿|医生")
_LONGEST_UNREAD = 8  # characters
_NIGHT = range(1, 6)  # hours: 每天三点 is in the afternoon, where nothing says that it is not
_ENDS = " ,，。;；!！~"


@dataclass(frozen=True, slots=True)
class ReminderReading:
    """A reminder as it was understood. `whom` None: not said. `times` is empty where no time was understood; `is_past`
    where it was one that is over. `words` is what is reminded of, "" where that is not said."""

    times: tuple[Time, ...]
    words: str
    whom: Whom | None = None
    buildings: Buildings | None = None
    is_past: bool = False


def read_request(text: str, said_at: datetime, *, is_private: bool = False) -> ReminderReading | None:
    """Return what a message wants somebody reminded of, as said at `said_at` (aware); None where it asks for no
    reminder. Never raises.

    In private it may say the time anywhere, and without a word for whom it is for the speaker."""
    if len(text) > _LONGEST or "\n" in text.strip():
        return None
    words = normalise(text).text.strip()
    asks = _ASKS.search(words)
    if asks is None or _NO_REQUEST.search(words) is not None:
        return None
    found = find_moments(words, said_at)
    before = [one for one in found if one.end <= asks.start()]
    unread = _POLITE.sub("", _cut(words[: asks.start()], before))
    whom, buildings, end = _whom(words, asks.end())
    if unread:
        is_time = len(unread) <= _LONGEST_UNREAD and _UNREAD_TIME.search(unread) and not _SOMEBODY.search(unread)
        if not (is_private and whom is Whom.OWN and is_time):
            return None  # 我妈每天早上提醒我吃药
        return ReminderReading((), _of_what(words[end:]), whom)
    if whom is None and not is_private:
        return None
    if not before and not is_private and whom is not Whom.OWN:
        return None
    if not is_private and _LONG_AGO.search(words[: asks.start()]) is not None:
        return None
    after = [Found(one.value, one.start - end, one.end - end) for one in found if one.start >= end]
    return _reading(words, words[end:], before, after, said_at, whom or Whom.OWN, buildings)


def read_reminder(words: str, said_at: datetime) -> ReminderReading:
    """Return what the words behind a command say: [whom] when what, or a whole request. `whom` None: not said."""
    asked = read_request(words, said_at, is_private=True) if "提醒" in words else None
    if asked is not None:
        return asked
    text = normalise(words).text.strip()[:_LONGEST]
    whom, buildings, end = _whom(text, 0)
    if whom is None and (meant := _first_buildings(text)) is not None:
        whom, buildings, end = (Whom.BUILDINGS if meant.buildings else Whom.ALL), meant.buildings, meant.end
    rest = text[end:]
    read = _reading("", rest, [], list(find_moments(rest, said_at)), said_at, whom, buildings)
    if whom is None:  # 明天8点 5号楼 做核酸
        whom, buildings, end = _whom(read.words, 0)
        read = replace(read, words=_of_what(read.words[end:]), whom=whom, buildings=buildings)
    return read


def read_times(words: str, said_at: datetime) -> tuple[tuple[Time, ...], bool]:
    """Return the times that an answer names, and whether it is one that is over."""
    return _times(normalise(words).text, find_moments(normalise(words).text, said_at), said_at)


def is_somebodys(words: str) -> bool:
    """Say whether the words of a reminder tie a medicine, an illness or a need to a person or a room: those go to no
    group."""
    text = normalise(words).text
    if _NEED.search(text) is None and not names_medicine(text):
        return False
    if find_residences(text) or find_bare_rooms(text):
        return True
    who = patient(text)
    return who is not None and who not in _EVERYBODYS


# --- whom -----------------------------------------------------------------------------------------------------


def _whom(text: str, start: int) -> tuple[Whom | None, Buildings | None, int]:
    """Return who is meant by the words at `start`, and where those end."""
    match = _WHOM.match(text, start)
    if match is not None:
        return (Whom.OWN if match["own"] else Whom.ALL), None, match.end()
    again = _AGAIN.match(text, start)
    begin = again.end() if again is not None else start
    meant = find_buildings(text[begin:])
    if meant is None or meant.start or meant.buildings is None:
        return None, None, start
    end = begin + meant.end
    people = _OF_BUILDING.match(text, end)
    return Whom.BUILDINGS, meant.buildings, people.end() if people is not None else end


def _first_buildings(text: str) -> Meant | None:
    """Return the buildings that a text begins with; a number that is an hour is none (3-12 8点)."""
    head, separator, _ = text.partition(" ")
    meant = read_buildings(head)
    if meant is None or meant.end < len(head) or not separator:
        return None
    return meant


# --- when and of what -----------------------------------------------------------------------------------------


def _reading(
    head: str,
    rest: str,
    before: Sequence[Found[When]],
    after: Sequence[Found[When]],
    said_at: datetime,
    whom: Whom | None,
    buildings: Buildings | None,
) -> ReminderReading:
    """Return the reminder: its time is what stands before 提醒, else the first that stands behind it."""
    if before:
        times, is_past = _of(before, said_at, head)
        return ReminderReading(times, _of_what(rest), whom, buildings, is_past)
    chosen = _chosen(after)
    times, is_past = _of(chosen, said_at, rest)
    return ReminderReading(times, _of_what(_cut(rest, chosen)), whom, buildings, is_past)


def _chosen(found: Sequence[Found[When]]) -> list[Found[When]]:
    """Return the rules, if there are any; else the first time."""
    rules = [one for one in found if isinstance(one.value, Recurrence)]
    return rules or list(found[:1])


def _of_what(rest: str) -> str:
    begins = _BEGINS.match(rest)
    return rest[begins.end() if begins is not None else 0 :].strip(_ENDS)


def _cut(text: str, found: Sequence[Found[object]]) -> str:
    for one in sorted(found, key=lambda each: -each.start):
        text = text[: one.start] + text[one.end :]
    return text


def _times(text: str, found: Sequence[Found[When]], said_at: datetime) -> tuple[tuple[Time, ...], bool]:
    return _of(_chosen(found), said_at, text)


def _of(found: Sequence[Found[When]], said_at: datetime, text: str) -> tuple[tuple[Time, ...], bool]:
    chosen = _chosen(found)
    times: list[Time] = []
    is_past = False
    for one in chosen:
        value, usual = one.value, _usual_hour(text[one.start : one.end])
        if isinstance(value, Recurrence):
            times.append(_at_day(value, text[one.start : one.end]) if _is_of_days(value) else value)
            continue
        at = _instant(value, usual)
        if at is not None and at <= said_at:
            is_past = True
        elif at is not None:
            times.append(int(at.timestamp()))
    return tuple(times), is_past and not times


def _at_day(rule: Recurrence, words: str) -> Recurrence:
    """Return a rule of days with its time of day: the usual one where none was said, and by day where only an hour was
    (每天三点 is no 3:00 at night; 每天凌晨三点 and 每天3:00 are)."""
    if rule.at is None:
        return replace(rule, at=_usual_hour(words))
    is_told = _PART.search(words) is not None or ":" in words
    return replace(rule, at=rule.at.replace(hour=rule.at.hour + 12)) if rule.at.hour in _NIGHT and not is_told else rule


def _usual_hour(words: str) -> time:
    """Return the time of day that words mean which say none: 明天早上 is eight, 明天 nine."""
    part = _PART.search(words)
    return time(_HOURS[PARTS[part[0]]]) if part is not None else _MORNING


def _is_of_days(rule: Recurrence) -> bool:
    return rule.frequency.value not in ("minutely", "hourly")


def _instant(value: When, usual: time) -> datetime | None:
    if isinstance(value, Span):
        value = value.start
    if not isinstance(value, Moment):
        return None
    if value.grain is not Grain.DAY:
        return value.at
    return value.at.replace(hour=usual.hour)
