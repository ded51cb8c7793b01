"""Reads what people say of a test: 3-501 三人都做了, 502 阴性, 我们家做好了, 5号楼302 2人已做 1人在外地.

A line may name several households, and each has what follows it up to the next, or what the next one has. Without a
place it is the speaker's own household, and then the words must say nothing else. Who calls this knows that a round is
on; 做好了 means something else on another day.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.residence import DEFAULT_GRAMMAR, AddressGrammar, Residence
from domain.test_round import Report, Result
from parsing.found import Found
from parsing.normalise import normalise
from parsing.numeral import digits_of
from parsing.residence import find_bare_rooms, find_residences
from parsing.vocabulary import test_report as words
from parsing.word import is_surname

_LONGEST = 1500  # characters: a building's list, not an essay
_LONGEST_OWN = 30  # of what is said without a place
_MOST_ELSE = 8  # Chinese characters beside it that say who or thank

_GATE = re.compile(r"[做测采检打种查量报好完齐阴阳杠✅√✔☑毕妥]|OK|ok|Ok|done|正常|搞定|中招|无异常")
_TESTS = re.compile(words.TESTS, re.IGNORECASE)
_DONE = re.compile(words.DONE)
_NEGATIVE = re.compile(words.NEGATIVE)
_BARE_NEGATIVE = re.compile(words.BARE_NEGATIVE)
_POSITIVE = re.compile(words.POSITIVE)
_NOT_POSITIVE = re.compile(words.NOT_POSITIVE)
_COUNT = re.compile(words.COUNT)
_GROUPED = re.compile(f"{words.ELDERS_AND_CHILDREN}|{words.FAMILY}")
_AWAY = re.compile(words.AWAY)
_LEFT = re.compile(words.LEFT)
_NO_REPORT = re.compile(words.NO_REPORT)
_SELF = re.compile(words.SELF)
_FILLER = re.compile(words.FILLER)
_EXCEPT = re.compile(words.EXCEPT)
_PART = re.compile(r"[^,;.。\n!]+")
_JOINS = re.compile(r"[ ,、/和及与跟&+:.\-]*")
_CLAUSE = re.compile(r"[,;.。!\n]")
_CHUNK = re.compile(r"[一-鿿]+")
_TITLE = re.compile(r"阿[姨婆公爷伯叔]|[爷奶叔伯婶姨]|老[师伯]|师傅|先生|女士|太太|大[爷妈]")
_LONGEST_NAME = 4
_HAN = re.compile(r"[一-鿿]")
_LIST_NUMBER = re.compile(r"[0-9]{1,3}[.、][ ]?$")
_VERB = re.compile(r"[做测采检打种查量报弄搞登]")
_VERBS = {"疫苗": "打种", "针": "打种", "体检": "查检", "检": "查检", "血压": "量测", "抗原": "报", "登记": "登报"}
_PLAIN = re.compile(r"[做测采检种]|阴|阳")
_GOOD = re.compile(r"^(?:好了|好啦|好哉|OK|ok|Ok|okay|done|打卡)$")  # by itself it may be about anything


@dataclass(frozen=True, slots=True)
class TestReading:
    """What a message says of a round: a report a household. `kind` is the test it names, None where it names none.

    `is_sure` is false where it says so little that it means a test only of somebody whose household is known (做好了).
    """

    __test__ = False  # no case of pytest's

    reports: tuple[Report, ...]
    kind: str | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class _Said:
    """What a stretch of text says; `rest` is what was left of it."""

    people: int | None
    away: int
    left: int
    result: Result
    is_done: bool
    rest: str


def read_test_report(
    text: str, kinds: Collection[str] = (), grammar: AddressGrammar = DEFAULT_GRAMMAR
) -> TestReading | None:
    """Return what a message reports while rounds of these `kinds` are on; None where it reports nothing. Never raises.

    A place without a building (502) is left so: which one is meant depends on where it was said."""
    if len(text) > _LONGEST or _GATE.search(text) is None:
        return None
    normal = normalise(text).text
    kind = next((one for one in kinds if one in normal), None)
    places = _places(normal, grammar)
    reports = _placed(normal, places, kinds) if places else _own(normal, kinds)
    if not reports:
        return None
    is_sure = bool(places) or kind is not None or _SELF.search(normal) is not None or reports[0].people is not None
    return TestReading(tuple(reports), kind, is_sure or reports[0].result is not Result.NONE)


def is_plain(reading: TestReading, text: str) -> bool:
    """Say whether a report means a round also when none is on: it names the test, or a household and what was done."""
    is_placed = all(report.place is not None for report in reading.reports)
    return reading.is_sure and (reading.kind is not None or (is_placed and _PLAIN.search(text) is not None))


# --- of places ------------------------------------------------------------------------------------------------


def _places(text: str, grammar: AddressGrammar) -> list[Found[Residence]]:
    found = [one for one in find_residences(text, grammar) if one.value.room or grammar.villas]
    taken = [(one.start, one.end) for one in found]
    bare = [
        one
        for one in find_bare_rooms(text)
        if not any(start <= one.start < end for start, end in taken) and _LIST_NUMBER.match(text, one.start) is None
    ]
    return sorted([*found, *bare], key=lambda one: one.start)


def _placed(text: str, places: list[Found[Residence]], kinds: Collection[str]) -> list[Report]:
    """Return a report for each place of which something is said: what follows it, else what the next has, else what
    stands before the first."""
    reports: list[Report] = []
    waiting: list[Residence] = []
    building: Residence | None = None
    for number, place in enumerate(places):
        home = _in_building(place.value, building)
        building = home
        end = places[number + 1].start if number + 1 < len(places) else len(text)
        after = text[place.end : end]
        remark, _, beyond = after.partition("\n")
        waiting.append(home)
        if _JOINS.fullmatch(remark) and not beyond.strip() and number + 1 < len(places):
            continue
        said = _said(remark, kinds)
        if said is None and number == len(places) - 1 and len(waiting) == len(places):
            said = _said(text[: places[0].start], kinds)
        if said is not None and _is_report(said):
            reports += [Report(one, said.people, said.away, said.left, said.result) for one in waiting]
        waiting = []
    return reports


def _in_building(place: Residence, before: Residence | None) -> Residence:
    """Return a room said alone behind one with its building (3-501、502) as one of that building."""
    if place.building is not None or before is None or before.building is None:
        return place
    return Residence(before.building, place.unit or before.unit, place.room, before.lane)


def _is_report(said: _Said) -> bool:
    """Say whether what is said of a place is a report: what is left over names somebody, no more (鸡蛋做好了)."""
    if said.result is Result.POSITIVE:
        return True
    if any(sign.isdecimal() for sign in said.rest):
        return False
    return all(_is_name(chunk) for chunk in _CHUNK.findall(_FILLER.sub(" ", _SELF.sub(" ", said.rest))))


def _is_name(chunk: str) -> bool:
    """Say whether a stretch of Chinese characters may be what somebody is called: 王阿姨, 李娜."""
    return len(chunk) <= _LONGEST_NAME and (is_surname(chunk[0]) or _TITLE.search(chunk) is not None)


# --- of one's own household -----------------------------------------------------------------------------------


def _own(text: str, kinds: Collection[str]) -> list[Report]:
    """Return what is said of the speaker's own household, where nothing else is said."""
    if len(text.strip()) > _LONGEST_OWN:
        return []
    said = _said(text, kinds, is_bare=True)
    if said is None:
        return []
    rest = _FILLER.sub("", _SELF.sub("", said.rest))
    if said.result is Result.POSITIVE:
        if len(_HAN.findall(rest)) > (_MOST_ELSE if _SELF.search(text) is not None else 2):
            return []
    elif _HAN.search(rest) or any(sign.isdecimal() for sign in rest):
        return []
    return [Report(None, said.people, said.away, said.left, said.result)]


# --- what a stretch says --------------------------------------------------------------------------------------


def _said(text: str, kinds: Collection[str], *, is_bare: bool = False) -> _Said | None:
    """Return what a stretch of text says of one household, None where it says nothing of a test."""
    names_test = _TESTS.search(text) is not None or any(kind in text for kind in kinds)
    for kind in kinds:
        text = text.replace(kind, " ")
    text = _TESTS.sub(" ", text)
    if _POSITIVE.search(text) is not None and _NOT_POSITIVE.search(text) is None:
        return _Said(None, 0, 0, Result.POSITIVE, is_done=True, rest=_POSITIVE.sub("", text))
    if _NO_REPORT.search(text) is not None:
        return None
    rest, people, away, left = _people(text)
    is_negative = _NEGATIVE.search(rest) is not None
    rest = _NEGATIVE.sub("\0", rest)
    if not is_negative and (not is_bare or people is not None or names_test) and _BARE_NEGATIVE.search(rest):
        is_negative, rest = True, _BARE_NEGATIVE.sub("\0", rest)
    done = _DONE.search(rest)
    if done is None and not is_negative:
        return None
    if is_bare and done is not None and not is_negative and not names_test and people is None:
        is_about_test = _fits(done[0], kinds) and (_SELF.search(text) or not _GOOD.match(done[0]))
        if not is_about_test:
            return None
    if not is_bare:  # what is said beside it, in a clause of its own, is nobody's business: 都做了，外婆是上门做的
        rest = ",".join(part for part in _CLAUSE.split(rest) if _DONE.search(part) or "\0" in part)
    rest = _AWAY.sub(" ", _LEFT.sub(" ", _DONE.sub(" ", rest)))
    result = Result.NEGATIVE if is_negative else Result.NONE
    return _Said(people, away, left, result, is_done=True, rest=rest)


def _fits(done: str, kinds: Collection[str]) -> bool:
    """Say whether what was done is what one does in a round of these kinds: 打过了 is a call, but for a vaccine."""
    verb = _VERB.search(done)
    fitting = "".join(verbs for word, verbs in _VERBS.items() if any(word in kind for kind in kinds))
    return verb is None or verb[0] in f"做测采{fitting}"


def _people(text: str) -> tuple[str, int | None, int, int]:
    """Return the text without the numbers of people, and how many have done it (None: not said), are away, have yet
    to: 2人已做 1人在外地, 还有一人没做, 除了爷爷都做了."""
    people, away, left = 0, 0, 0
    counted = False
    for part in _parts(text):
        here = sum(_numbers(part))
        if _AWAY.search(part) is not None:
            away += here or 1
        elif _LEFT.search(part) is not None:
            left += here or 1
        elif here:
            people, counted = people + here, True
    excluded = _EXCEPT.search(text)
    if excluded is not None and not away and not left:
        if _AWAY.search(excluded[0]) is not None:
            away = 1
        else:
            left = 1
    text = _GROUPED.sub(" ", _COUNT.sub(" ", text))
    if excluded is not None:
        text = text.replace(excluded["except"], " ")
    return text, people if counted else None, away, left


def _parts(text: str) -> Iterator[str]:
    """Yield the stretches of a text of which each says one thing: at signs, and before each number of people."""
    for match in _PART.finditer(text):
        part = match[0]
        starts = sorted({0, *(one.start() for one in _COUNT.finditer(part)), len(part)})
        for start, end in pairwise(starts):
            yield part[start:end]


def _numbers(part: str) -> Iterator[int]:
    for match in _COUNT.finditer(part):
        yield _number(match["count"])
    for match in _GROUPED.finditer(part):
        yield _number(match["family"]) if match["family"] else _number(match["large"]) + _number(match["small"])


def _number(said: str) -> int:
    if said in "俩仨":
        return 2 if said == "俩" else 3
    return int(digits_of("二" if said == "两" else said) or 0)
